"""Where the handbook is, and its chapter on problems: a paragraph for each code, in Dutch.

A paragraph is a heading ``## code`` and the three :data:`PARTS`, each beginning in bold.
"""

from __future__ import annotations

import re
from pathlib import Path

CHAPTER = "meldingen.md"
PARTS = ("Wat het betekent.", "Waarom het ertoe doet.", "Wat u doet.")
CODE = re.compile(r"[a-z]+\.[a-z0-9-]+")


def folder() -> Path:
    """Where the handbook lies: in the wheel, else in the repository."""
    package = Path(__file__).resolve().parents[1]
    installed = package / "shipped" / "handboek"
    return installed if installed.is_dir() else package.parents[1] / "docs" / "handboek"


def chapter_path() -> Path:
    """Where the chapter on problems lies."""
    return folder() / CHAPTER


def paragraphs(chapter: str) -> dict[str, str]:
    """Code -> its paragraph as written, without the heading; other headings are passed by."""
    _, *sections = re.split(r"^## +", chapter, flags=re.MULTILINE)
    found: dict[str, str] = {}
    for section in sections:
        heading, _, body = section.partition("\n")
        code = heading.strip().strip("`")
        if CODE.fullmatch(code):
            found[code] = re.split(r"^# ", body, flags=re.MULTILINE)[0].strip()
    return found


def plain(paragraph: str) -> str:
    """``paragraph`` without Markdown's marks for bold and code."""
    return re.sub(r"\*\*|`", "", paragraph)

"""Where a project's files lie, and what their names may be."""

from __future__ import annotations

import os
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from flevoprint.content.found import Pictures, Shelf
from flevoprint.content.nodes import Document, is_identifier, read_document
from flevoprint.language import say
from flevoprint.problem import Problem, Source, error
from flevoprint.shipped import shipped_folder

PROJECT_FILE = Path("content", "project.yaml")


def find_project(start: Path) -> Path | None:
    """The project's root: the nearest folder at or above ``start`` with content/project.yaml."""
    start = start.resolve()
    for folder in (start, *start.parents):
        if (folder / PROJECT_FILE).is_file():
            return folder
    return None


@dataclass(frozen=True, slots=True)
class Files:
    """A project's folders. ``root`` is resolved; the ``shelf`` spares looking at logos again."""

    root: Path
    shelf: Shelf | None = None

    @property
    def content(self) -> Path:
        """What is said, and the only folder that pictures and profiles may come from."""
        return self.root / "content"

    @property
    def pictures(self) -> Pictures:
        """Those that content may name."""
        return Pictures(self.content, self.shelf)

    def own_or_shipped(self, *parts: str) -> Path:
        """The project's own folder, or the shipped one where it has none."""
        own = self.root.joinpath(*parts)
        return own if own.is_dir() else shipped_folder().joinpath(*parts)

    def name(self, path: Path) -> str:
        """``path`` as positions carry it: from the project's root, else from what is shipped."""
        for base in (self.root, shipped_folder()):
            if path.is_relative_to(base):
                return path.relative_to(base).as_posix()
        return path.name

    def listed(self, folder: Path) -> list[Path]:
        """The files in ``folder`` that mean to be read, well named or not; hidden ones do not."""
        return sorted(
            path
            for path in folder.glob("[!.]*")
            if re.search(r"\.ya?ml\b", path.name, re.IGNORECASE)
        )

    def read(self, path: Path) -> Document:
        """One of the ``listed`` files. Its name becomes an id, so that is checked first."""
        name = self.name(path)
        problem = self._bad_name(path, name)
        return Document(name, "", None, (problem,)) if problem else read_document(path, name)

    def _bad_name(self, path: Path, name: str) -> Problem | None:
        resolved = Path(os.path.realpath(path))  # Path.resolve raises where links go round
        if not any(resolved.is_relative_to(base) for base in (self.root, shipped_folder())):
            return error(
                "content.outside",
                say("this refers to a file outside the project"),
                Source(name),
                say("put the file itself in the folder, instead of a reference to it"),
            )
        if path.suffix != ".yaml" or not is_identifier(path.stem):
            stem = re.sub(r"\.ya?ml\b.*", "", path.name, flags=re.IGNORECASE)
            return error(
                "content.bad-file-name",
                say(
                    "a file name consists of at most 60 small letters a–z, digits and hyphens, "
                    "and ends in .yaml"
                ),
                Source(name),
                say("name the file {name}", name=f"{slug(stem)}.yaml"),
            )
        return None


def slug(text: str) -> str:
    """``text`` as an identifier: small letters without accents, digits, single hyphens."""
    decomposed = unicodedata.normalize("NFKD", text.lower())
    bare = "".join(character for character in decomposed if not unicodedata.combining(character))
    return re.sub(r"[^a-z0-9]+", "-", bare)[:40].strip("-") or "naam"


def entry_text(document: Document, key: str) -> tuple[str, Source] | None:
    """The text behind ``key`` at the top of ``document``, and where it stands."""
    if document.node is None or not isinstance(document.node.value, Mapping):
        return None
    entry = document.node.value.get(key)
    if entry is None or not isinstance(entry.node.value, str):
        return None
    return entry.node.value, entry.node.source

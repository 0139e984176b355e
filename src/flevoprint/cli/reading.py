"""``flevoprint handbook``."""

from __future__ import annotations

import difflib
import re
from pathlib import Path

import click

from flevoprint.cli.context import Context
from flevoprint.cli.handbook import folder, plain
from flevoprint.language import Phrase, either, marked, say

_FENCED = re.compile(r"^( *)```.*\n((?:.*\n)*?)^\1```\n", re.MULTILINE)
_PICTURE = re.compile(r"^ *!\[.*\n+", re.MULTILINE)
_MARK = re.compile(r"^ *<!--(?:.|\n)*?-->\n+", re.MULTILINE)
_LINK = re.compile(r"\[([^\]]*)\]\([^)]*\)")


@click.command(
    "handbook",
    help=marked(
        "Read the handbook, which is in Dutch: without a chapter you see which there are.\n\n"
        "What one problem means, 'flevoprint explain' tells with its code behind it."
    ),
)
@click.argument("chapter", required=False, metavar=marked("[CHAPTER]"))
@click.pass_obj
def command(context: Context, chapter: str | None) -> int:
    """Print a chapter, or the list of them and where they lie."""
    chapters = {path.stem: path for path in sorted(folder().glob("*.md")) if path.stem != "README"}
    if chapter is None:
        width = max(map(len, chapters))
        for name, path in chapters.items():
            click.echo(f"{name:<{width}}  {_title(path)}")
        text = say("with its pictures it lies in {folder}", folder=str(folder()))
        click.echo(context.language.tell(text), err=True)
        return 0
    name = chapter.strip().lower().removesuffix(".md")
    if name not in chapters:
        raise click.UsageError(context.language.tell(_unknown(chapter, [*chapters])))
    click.echo(readable(chapters[name].read_text(encoding="utf-8")), nl=False)
    return 0


def readable(text: str) -> str:
    """A chapter without Markdown's marks, its examples indented."""
    text = _PICTURE.sub("", _MARK.sub("", text))
    text = _FENCED.sub(lambda found: re.sub("^(?=.)", "    ", found[2], flags=re.MULTILINE), text)
    return plain(_LINK.sub(r"\1", text))


def _title(path: Path) -> str:
    return path.read_text(encoding="utf-8").partition("\n")[0].lstrip("# ")


def _unknown(typed: str, known: list[str]) -> Phrase:
    close = difflib.get_close_matches(typed.lower(), known, n=3, cutoff=0.4) or known
    return say(
        "the handbook has no chapter '{chapter}'; did you mean {names}?",
        chapter=typed,
        names=either(close),
    )

"""``flevoprint explain``."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable

import click

from flevoprint.cli.context import Context
from flevoprint.cli.handbook import CODE, chapter_path, paragraphs, plain
from flevoprint.language import Phrase, either, marked, say

WIDTH = 88
_EXAMPLE = re.compile(r"^```\w*\n(.*?)^```$", re.MULTILINE | re.DOTALL)


@click.command(
    "explain",
    help=marked(
        "Explain a problem by its code: what it means, why it matters and what to do.\n\n"
        "The code stands in each message between square brackets, such as fit.too-long."
    ),
)
@click.argument("code", metavar=marked("CODE"))
@click.pass_obj
def command(context: Context, code: str) -> None:
    """Print the handbook's paragraph; a whole message may be pasted for the code."""
    language = context.language
    typed = code.strip().lower()
    pasted = re.search(rf"\[({CODE.pattern})\]", typed)
    wanted = pasted[1] if pasted else typed
    if not CODE.fullmatch(wanted):
        raise click.UsageError(language.tell(_no_code(code)))
    known = paragraphs(chapter_path().read_text(encoding="utf-8"))
    if wanted not in known:
        raise click.UsageError(language.tell(_unknown(wanted, known)))
    if language.id != "nl":
        click.echo(language.tell(say("The handbook is in Dutch.")) + "\n")
    click.echo(f"{wanted}\n")
    click.echo(shown(known[wanted], WIDTH))


def shown(paragraph: str, width: int) -> str:
    """``paragraph`` of the handbook for a terminal; its examples keep their lines."""
    parts = _EXAMPLE.split(paragraph)
    for at, part in enumerate(parts):
        if at % 2:
            parts[at] = "".join(f"    {line}\n" for line in part.splitlines())
        else:
            text = click.wrap_text(plain(part.strip()), width, preserve_paragraphs=True)
            parts[at] = text + "\n"
    return "\n".join(part for part in parts if part.strip()).rstrip()


def _no_code(typed: str) -> Phrase:
    return say(
        "'{typed}' is not a problem code; "
        "a code stands in a message between square brackets, such as fit.too-long",
        typed=typed,
    )


def _unknown(code: str, known: Iterable[str]) -> Phrase:
    close = difflib.get_close_matches(code, list(known), n=3, cutoff=0.5)
    if not close:
        return say("the handbook has no problem code '{code}'", code=code)
    return say(
        "the handbook has no problem code '{code}'; did you mean {names}?",
        code=code,
        names=either(close),
    )

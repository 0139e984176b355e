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
        "Explain a problem by its code, or where the values of a gemeente come from.\n\n"
        "A code stands in each message between square brackets, such as fit.too-long: you read "
        "what it means, why it matters and what to do.\n\n"
        "Of a gemeente or an organisation you read every value with the file, the line and the "
        "layer it comes from, and what it hides; with a key, such as contact.telefoon, that one "
        "or that group."
    ),
)
@click.argument("what", metavar=marked("CODE | GEMEENTE"))
@click.argument("key", required=False, metavar=marked("[KEY]"))
@click.option("--json", "as_json", is_flag=True, help=marked("One JSON object a line on stdout."))
@click.pass_obj
def command(context: Context, what: str, key: str | None, as_json: bool) -> int:
    """Print the handbook's paragraph, or a variant's values."""
    language = context.language
    typed = what.strip().lower()
    pasted = re.search(rf"\[({CODE.pattern})\]", typed)
    code = pasted[1] if pasted else typed
    if not CODE.fullmatch(code):
        if not code:
            raise click.UsageError(language.tell(_no_code(what)))
        from flevoprint.cli.origins import tell_origins

        return tell_origins(context, what.strip(), key, as_json=as_json)
    if key is not None or as_json:
        raise click.UsageError(language.tell(say("a problem code stands alone")))
    known = paragraphs(chapter_path().read_text(encoding="utf-8"))
    if code not in known:
        raise click.UsageError(language.tell(_unknown(code, known)))
    if language.id != "nl":
        click.echo(language.tell(say("The handbook is in Dutch.")) + "\n")
    click.echo(f"{code}\n")
    click.echo(shown(known[code], WIDTH))
    return 0


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
        "'{typed}' is neither a problem code nor a gemeente; "
        "a code stands in a message between square brackets, such as fit.too-long",
        typed=typed,
    )


def _unknown(code: str, known: Iterable[str]) -> Phrase:
    codes = list(known)
    close = difflib.get_close_matches(code, codes, n=3, cutoff=0.5)
    # Who remembers half of it.
    close = close or [one for one in codes if one.partition(".")[2] == code.partition(".")[2]][:3]
    if not close:
        return say(
            "the handbook has no problem code '{code}'; all of them: flevoprint handbook meldingen",
            code=code,
        )
    return say(
        "the handbook has no problem code '{code}'; did you mean {names}?",
        code=code,
        names=either(close),
    )

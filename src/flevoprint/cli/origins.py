"""How ``flevoprint explain GEMEENTE`` shows where values come from: for people, and as JSON."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import click

from flevoprint.batch.manifest import problem_record
from flevoprint.batch.plan import find_variant
from flevoprint.cli.context import Context
from flevoprint.content import read_layers
from flevoprint.content.layers import Kind
from flevoprint.content.origin import GROUP, LIST, NOTHING, Hidden, Origins, Value
from flevoprint.content.overlay import LEFT_OUT
from flevoprint.language import Language, Phrase, either, marked, say
from flevoprint.problem import ExitCode, FlevoprintError, printable

#: How much of a text is shown where more than one value is.
WIDTH = 60
KINDS = {
    Kind.PROJECT: marked("project"),
    Kind.SHEET: marked("shared sheet"),
    Kind.PROVINCE: marked("province or region"),
    Kind.GEMEENTE: marked("gemeente"),
    Kind.ORGANISATION: marked("organisation"),
}
WHAT = {LIST: marked("a list"), GROUP: marked("a group"), NOTHING: marked("left out")}


def tell_origins(context: Context, typed: str, key: str | None, *, as_json: bool) -> int:
    """Print the values of the variant ``typed``, or those at ``key``; the exit code.

    Errors in its layers are told after what could be laid over one another.
    """
    language = context.language
    try:
        layers = read_layers(context.root())
        variant = find_variant(typed, layers.names)
    except FlevoprintError as failure:
        if not as_json:
            raise
        for problem in failure.problems:
            _print({"problem": {**problem_record(problem, language), "gemeente": "", "sheet": ""}})
        _print({"event": "finished", "exit_code": int(failure.exit_code)})
        return failure.exit_code
    origins = layers.origins(variant)
    values = origins.values if key is None else origins.chosen(key)
    if key is not None and not values and not origins.problems:
        raise click.UsageError(language.tell(_unknown(variant, key, origins)))
    for value in values:
        if as_json:
            _print({"event": "origin", **_record(value)})
        else:
            for line in _lines(value, language, WIDTH if len(values) > 1 else 0):
                click.echo(line)
    for problem in origins.problems:
        if as_json:
            record = {**problem_record(problem, language), "gemeente": variant, "sheet": ""}
            _print({"problem": record})
        else:
            click.echo(problem.told(language), err=True)
    exit_code = ExitCode.PROBLEMS if origins.problems else ExitCode.OK
    if as_json:
        _print({"event": "finished", "exit_code": int(exit_code)})
    return exit_code


def _print(record: dict[str, Any]) -> None:
    click.echo(json.dumps(record, ensure_ascii=False))


def _unknown(variant: str, key: str, origins: Origins) -> Phrase:
    known = origins.like(key)
    if not known:
        return say("no layer of {variant} says anything of '{key}'", variant=variant, key=key)
    return say(
        "no layer of {variant} says anything of '{key}'; did you mean {names}?",
        variant=variant,
        key=key,
        names=either(known),
    )


def _lines(value: Value, language: Language, width: int) -> Iterator[str]:
    """``value`` as people read it: first its place, as in a message, then what it hides."""
    yield _line(value, language, width)
    for hidden in value.hides:
        line = _line(hidden.value, language, width)
        words = say("hides {line}", line=line)
        if hidden.how == LEFT_OUT:
            place = f"{hidden.by.path}:{hidden.by.line}"
            words = say("leaves out {line}, named in {place}", line=line, place=place)
        elif hidden.by != value.source:
            place = f"{hidden.by.path}:{hidden.by.line}"
            words = say("hides {line}, as {place} did already", line=line, place=place)
        yield f"  {language.tell(words)}"


def _line(value: Value, language: Language, width: int) -> str:
    text = " ".join(value.text.split()) or '""'
    if value.what in WHAT:
        text = language.tell(say("({what})", what=Phrase(WHAT[value.what])))
    if width and len(text) > width:
        text = f"{text[: width - 1].rstrip()}…"
    layer = language.catalogue.gettext(KINDS[value.layer])
    return printable(f"{value.source}: {value.key}: {text} [{layer}]")


def _record(value: Value) -> dict[str, Any]:
    """A value as the JSON that scripts rely on, the same in every language."""
    return {**_bare(value), "hides": [_hidden_record(hidden) for hidden in value.hides]}


def _hidden_record(hidden: Hidden) -> dict[str, Any]:
    by = {"file": hidden.by.path, "line": hidden.by.line, "column": hidden.by.column}
    return {**_bare(hidden.value), "how": hidden.how, "by": by}


def _bare(value: Value) -> dict[str, Any]:
    return {
        "key": value.key,
        "what": value.what,
        "value": value.text if value.what not in WHAT else None,
        "file": value.source.path,
        "line": value.source.line,
        "column": value.source.column,
        "layer": str(value.layer),
    }

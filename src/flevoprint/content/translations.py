"""Sheets in another language than the project's: what they are called, and what they borrow.

A sheet names its language (``taal``) and the sheet that it is a translation of (``vertaling van``).
A gemeente that lays something over the original only, lends it to the translation, in the language
of the original.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from flevoprint.content.validation import suggestion
from flevoprint.language import say
from flevoprint.model import Entry, Layout, Node, Text, parts
from flevoprint.problem import Problem, Source, error, note, warning
from flevoprint.writing import RIGHT_TO_LEFT, base, is_known, of_language

LANGUAGE = "taal"
ORIGINAL = "vertaling van"
#: What a project is held to be in where it does not rightly say so.
DEFAULT = "nl"


@dataclass(frozen=True, slots=True)
class SharedSheet:
    """A sheet before any gemeente is laid over it, and the language that it is in.

    ``original`` is the id of the sheet that it is a translation of, empty if there is none.
    Where its own file or its layout is at fault, ``node`` or ``layout`` may be None: what a
    gemeente lays over it can then not be judged.
    """

    id: str
    layout: Layout | None
    node: Node | None
    language: str
    original: str = ""


def named_language(node: Node | None, default: str = DEFAULT) -> str:
    """The language that a sheet or a project names, if it is one; else ``default``."""
    typed = _typed(node, LANGUAGE)
    if typed is None or not is_known(typed[0]) or base(typed[0]) in RIGHT_TO_LEFT:
        return default
    return typed[0]


def sheet_original(node: Node | None) -> str:
    """The id of the sheet that this one says to be a translation of."""
    typed = _typed(node, ORIGINAL)
    return typed[0] if typed else ""


def translation_problems(sheets: Sequence[SharedSheet], default: str) -> list[Problem]:
    """What is wrong with the languages of ``sheets`` in a project that is in ``default``."""
    by_id = {sheet.id: sheet for sheet in sheets}
    return [
        problem
        for sheet in sheets
        if sheet.node is not None
        for problem in (
            *_name_problems(sheet, default),
            *_layout_problems(sheet),
            *_original_problems(sheet, by_id),
        )
    ]


def _name_problems(sheet: SharedSheet, default: str) -> Iterable[Problem]:
    """A file in another language says so: its PDFs, and what is laid over it, go by its name."""
    tag = sheet.language.lower()
    if tag == default.lower() or sheet.id.endswith((f"-{tag}", f"-{base(tag)}")):
        return
    yield error(
        "content.sheet-name",
        say("this sheet is in the language '{tag}', and its name does not say so", tag=tag),
        _place(sheet, LANGUAGE),
        say("name the file {name}", name=f"{sheet.id}-{base(tag)}.yaml"),
    )


def _layout_problems(sheet: SharedSheet) -> Iterable[Problem]:
    """The layout sets words of its own in the language of the sheet."""
    words = sheet.layout.words if sheet.layout else {}
    if not sheet.layout or not words or of_language(words, sheet.language) is not None:
        return
    yield error(
        "content.layout-language",
        say(
            "the layout '{layout}' has no words in the language '{tag}'",
            layout=sheet.layout.id,
            tag=sheet.language,
        ),
        _place(sheet, LANGUAGE),
        say(
            "choose from: {known}; or have the words translated in layouts/{layout}/woorden.yaml",
            known=", ".join(words),
            layout=sheet.layout.id,
        ),
    )


def _original_problems(sheet: SharedSheet, by_id: Mapping[str, SharedSheet]) -> Iterable[Problem]:
    """The original is a sheet of this project, in another language, in the same layout."""
    if _typed(sheet.node, ORIGINAL) is None:
        return
    code, source = "content.bad-original", _place(sheet, ORIGINAL)
    original = by_id.get(sheet.original)
    if original is None:
        message = say("the sheet '{name}' is not in content/bladen", name=sheet.original)
        others = [sheet_id for sheet_id in by_id if sheet_id != sheet.id]
        yield error(code, message, source, suggestion(sheet.original, others))
    elif original.language == sheet.language:
        yield error(
            code,
            say("'{name}' is in the same language as this sheet", name=original.id),
            source,
            say("write the language of this sheet at taal, or remove this line"),
        )
    elif original.layout and sheet.layout and original.layout.id != sheet.layout.id:
        yield error(
            code,
            say("'{name}' has another layout than this sheet", name=original.id),
            source,
            say("choose the same layout for both, or remove this line"),
        )


@dataclass(frozen=True, slots=True)
class Lent:
    """What lies over an original, which is in ``language``, and goes to its translation."""

    node: Node
    language: str


def lent(
    own: Mapping[str, Node], entries: Mapping[str, Entry], sheets: Iterable[SharedSheet]
) -> dict[str, Lent]:
    """What of ``own`` goes to a translation: by its id, what lies over the original alone.

    ``entries`` is all that was typed, rightly or not. A translation of a translation takes what
    the nearest has of its own.
    """
    by_id = {sheet.id: sheet for sheet in sheets}
    found = {}
    for sheet in by_id.values():
        lender = _lender(sheet, own, by_id)
        if lender is None or sheet.id in entries or sheet.node is None or sheet.layout is None:
            continue
        if sheet.layout == lender.layout:
            found[sheet.id] = Lent(own[lender.id], lender.language)
    return found


def _lender(
    sheet: SharedSheet, own: Mapping[str, Node], by_id: Mapping[str, SharedSheet]
) -> SharedSheet | None:
    """The nearest of the originals of ``sheet`` that ``own`` has something of."""
    seen = {sheet.id}
    original = by_id.get(sheet.original)
    while original is not None and original.id not in seen:
        if original.id in own:
            return original
        seen.add(original.id)
        original = by_id.get(original.original)
    return None


def lent_note(sheet: SharedSheet, source: Source, tag: str, problems: Sequence[Problem]) -> Problem:
    """What is told of the words, in ``tag``, that go to ``sheet``; not where there are problems."""
    hint = say("leave it so, or translate them in a part '{sheet}' of their own", sheet=sheet.id)
    if problems:
        message = say(
            "on the sheet '{sheet}' these lines are left out: what they change is not there",
            sheet=sheet.id,
        )
        return warning("content.not-translated", message, source, hint)
    message = say(
        "on the sheet '{sheet}' these words stay in the language '{tag}'", sheet=sheet.id, tag=tag
    )
    return note("content.not-translated", message, source, hint)


def spoken(value: Any, language: str, lenders: Mapping[str, str]) -> Any:
    """``value`` for a sheet in ``language``: its texts say what they are in where that differs.

    ``lenders`` are the files that lend their words, with the language of these.
    """
    kind: Any = type(value)
    if kind is Text:
        tag = value.language or lenders.get(value.source.path, language)
        said = "" if tag == language else tag
        return value if said == value.language else replace(value, language=said)
    if kind is tuple:
        return tuple([spoken(item, language, lenders) for item in value])
    if kind is Source or not parts(kind):
        return value
    return replace(
        value, **{name: spoken(getattr(value, name), language, lenders) for name in parts(kind)}
    )


def _typed(node: Node | None, key: str) -> tuple[str, Source] | None:
    if node is None or not isinstance(node.value, Mapping) or key not in node.value:
        return None
    found = node.value[key].node
    return (found.value, found.source) if isinstance(found.value, str) else None


def _place(sheet: SharedSheet, key: str) -> Source:
    """Where ``key`` is typed in ``sheet``; its start where it is not."""
    typed = _typed(sheet.node, key)
    return typed[1] if typed else Source(sheet.node.source.path, 1, 1) if sheet.node else Source("")

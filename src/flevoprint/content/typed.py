"""What a JSON Schema says of single values, as a YAML parser hands them to an editor.

Our reader takes every scalar as text; YAML 1.2 makes numbers and booleans of some of it, and null
of nothing. So each fragment accepts every type that a right text may have been read as. A keyword
of JSON Schema binds one type alone (``pattern`` texts, ``minimum`` numbers): with all types in one
fragment there is no ``anyOf``, and an editor's remark is about the one thing that is wrong.

Patterns are written in what ECMA 262 and Python share. The hints are phrases; ``schema.py`` tells
them. A text of ``null`` or ``~`` without quotes is refused: it can't be told from nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Any

from flevoprint.content.addresses import MAX_LENGTH
from flevoprint.language import Phrase, say

Fragment = dict[str, Any]

#: The CBS code of a gemeente, and a number to call.
CODE = r"GM[0-9]{4}"
PHONE = r"[+(]?[0-9][0-9\s()/.-]{1,30}[0-9]( .*)?"

_WEB = (
    r"[hH][tT][tT][pP][sS]?://[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+(:[0-9]*)?"
    r"([/?#][!#-;=?-\[\]_a-z~]*)?"
)
_MAIL = r"[mM][aA][iI][lL][tT][oO]:[A-Za-z0-9._+-]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+"
_TEL = r"[tT][eE][lL]:\+?[0-9-]{3,20}"

LINK_HINT = say("write an address with https:// in front, or leave it empty")
WEB_HINT = say("put a web address here, such as https://www.urk.nl")
MAIL_HINT = say("put an e-mail address here, such as mailto:info@urk.nl")
PHONE_HINT = say("write the number alone, such as 0527 68 98 68 or 14 0527")
CODE_HINT = say("write GM with four digits, such as GM0184; the CBS has the list")
DAY_HINT = say("write year-month-day, such as 2026-11-01")
COLOUR_HINT = say(
    'write six digits or letters a–f in quotes, such as "#0e5a63" '
    "(without quotes YAML reads # as a comment)"
)


def words(languages: Sequence[str]) -> Fragment:
    """A text, or one in another language, as a group."""
    return {
        "type": ["string", "number", "boolean", "object"],
        "pattern": r"\S",
        "errorMessage": say("fill in the text, or remove the line"),
        "properties": {
            "tekst": {
                "type": ["string", "number", "boolean"],
                "pattern": r"\S",
                "title": say("Text"),
                "description": say("The text in the other language."),
            },
            "taal": {
                "type": "string",
                "pattern": rf"^({'|'.join(languages)})(-[A-Z]{{2}})?$",
                "title": say("Language"),
                "description": say(
                    "The language of this text, so that a screen reader speaks it right: {known}.",
                    known=", ".join(languages),
                ),
                "examples": [*languages],
            },
        },
        "required": ["tekst", "taal"],
        "additionalProperties": False,
    }


ON_POSTER_HELP = say(
    "Whether this stands on posters too: ja or nee. On the handout it stands in any case."
)


def quote(languages: Sequence[str], on_poster: str) -> Fragment:
    """A text that may be chosen for posters, then as a group, and be in another language too."""
    fragment = words(languages)
    chosen = {
        **choice(("ja", "nee")),
        "title": on_poster.capitalize(),
        "description": ON_POSTER_HELP,
    }
    properties = {**fragment["properties"], on_poster: chosen}
    return {**fragment, "properties": properties, "required": ["tekst"]}


def plain() -> Fragment:
    """Any text, also none."""
    return {"type": ["string", "number", "boolean", "null"]}


def _address(pattern: str, hint: Phrase) -> Fragment:
    return {
        "type": ["string", "null"],
        "pattern": rf"^\s*({pattern})?\s*$",
        "errorMessage": hint,
        "maxLength": MAX_LENGTH,
    }


def link() -> Fragment:
    """An address of any kind, or none yet."""
    return _address("|".join((_WEB, _MAIL, _TEL)), LINK_HINT)


def web() -> Fragment:
    """A web address, or none yet."""
    return _address(_WEB, WEB_HINT)


def mail() -> Fragment:
    """An e-mail address, or none yet."""
    return _address(_MAIL, MAIL_HINT)


def text(pattern: str, hint: Phrase) -> Fragment:
    """A text that holds a letter, so that no YAML parser makes something else of it."""
    return {"type": "string", "pattern": f"^{pattern}$", "errorMessage": hint}


def code() -> Fragment:
    """A CBS code, or nothing as long as nobody knows it."""
    return {**text(f"({CODE})?", CODE_HINT), "type": ["string", "null"]}


def digits(pattern: str, hint: Phrase) -> Fragment:
    """A text that may be digits alone: YAML then makes a number of it, less its leading zeros."""
    return {**text(pattern, hint), "type": ["string", "number"], "minimum": 0}


def picture() -> Fragment:
    """The name of a picture's file."""
    hint = say("name a file in the folder content/logos, such as logos/urk.svg")
    return text(r".*\.([sS][vV][gG]|[pP][nN][gG]|[jJ][pP][eE]?[gG])", hint)


def choice(names: Iterable[str]) -> Fragment:
    """One of ``names``."""
    known = [*names]
    hint = say("choose from: {known}", known=", ".join(known))
    return {"type": "string", "enum": known, "errorMessage": hint}


def number(least: float, most: float, unit: str, *, or_no: bool = False) -> Fragment:
    """A number, or a text that is one with a comma or a unit; ``nee`` where ``or_no``."""
    typed = rf"\s*[0-9]{{1,6}}([.,][0-9]{{1,4}})?\s*({re.escape(unit)})?\s*"
    return {
        "type": ["number", "string"],
        "minimum": least,
        "maximum": most,
        "pattern": f"^({typed}|nee)$" if or_no else f"^{typed}$",
        "errorMessage": number_hint(least, most, unit),
    }


def number_hint(least: float, most: float, unit: str) -> Phrase:
    """The remedy for a number out of bounds."""
    return say(
        "write a number from {least:g} to {most:g} ({unit})",
        least=float(least),
        most=float(most),
        unit=unit,
    )


def inks() -> Fragment:
    """Four percentages. That they are not too much together is for the reader to say."""
    ink = {"type": ["number", "string"], "minimum": 0, "maximum": 100}
    pattern = r"^[\s0-9.,eE_+-]+[% ]*$"
    return {"type": "array", "items": {**ink, "pattern": pattern}, "minItems": 4, "maxItems": 4}


def day() -> Fragment:
    """A day as ISO 8601 writes it; one without hyphens is a number to YAML."""
    pattern = r"([0-9]{4}-[0-9]{2}-[0-9]{2}|[0-9]{8}|[0-9]{4}-?W[0-9]{2}(-?[0-9])?)"
    return {**digits(pattern, DAY_HINT), "minimum": 10101}


def weight() -> Fragment:
    """The weight of a font, as CSS counts it."""
    return {
        "type": ["integer", "string"],
        "minimum": 100,
        "maximum": 900,
        "multipleOf": 100,
        "pattern": "^[1-9]00$",
    }

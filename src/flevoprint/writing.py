"""How the languages that a sheet may be in are written: their quotation marks and direction.

A language is a BCP 47 tag of two letters, with or without a country: ``en``, ``en-GB``.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeVar

#: The languages that Dutch gemeenten print in.
LANGUAGES = ("nl", "en", "de", "fr", "fy", "pl", "tr", "uk", "ar", "es", "it", "pt", "ro", "bg")
#: Those that are written from right to left: the engine writes their letters into the PDF in the
#: order in which they stand on the page, so that the text is read aloud and searched backwards.
RIGHT_TO_LEFT = frozenset({"ar"})
_TURNED = {"R", "AL"}
#: Where such letters are among Unicode's; hardly any other is there.
_MAY_TURN = re.compile(r"[\u0590-\u08ff\u200f\ufb1d-\U0001ffff]")
_TAG = re.compile(r"[a-z]{2}(-[A-Z]{2})?")

_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class Quotes:
    """The marks round what someone said, and round a quote or a title within it."""

    opening: str
    closing: str
    inner_opening: str
    inner_closing: str


_ENGLISH = Quotes("“", "”", "‘", "’")
_GERMAN = Quotes("„", "“", "‚", "‘")
_POINTED = Quotes("«", "»", "“", "”")
_SLAVIC = Quotes("«", "»", "„", "“")
_QUOTES = {
    "nl": _ENGLISH,
    "en": _ENGLISH,
    "fy": _ENGLISH,
    "tr": _ENGLISH,
    "de": _GERMAN,
    "bg": _GERMAN,
    "pl": Quotes("„", "”", "«", "»"),
    "ro": Quotes("„", "”", "«", "»"),
    # With the narrow space that does not break (U+202F) which French sets within them.
    "fr": Quotes("«\u202f", "\u202f»", "“", "”"),
    "uk": _SLAVIC,
    "es": _POINTED,
    "it": _POINTED,
    "pt": _POINTED,
}


def base(tag: str) -> str:
    """The language of a tag, without its country: ``en`` of ``en-GB``."""
    return tag.split("-")[0]


def is_known(tag: str) -> bool:
    """Whether ``tag`` is one of ours, with or without a country."""
    return _TAG.fullmatch(tag) is not None and base(tag) in LANGUAGES


def quotes(tag: str) -> Quotes:
    """The quotation marks of a language; the English ones where it is not known."""
    return _QUOTES.get(base(tag), _ENGLISH)


def of_language(table: Mapping[str, _T], tag: str) -> _T | None:
    """What ``table`` holds for ``tag``, or else for its language without the country."""
    return table.get(tag, table.get(base(tag)))


def turned(words: str) -> str:
    """The first letter of ``words`` that is written from right to left; empty if there is none."""
    found = _MAY_TURN.finditer(words)
    return next((one[0] for one in found if unicodedata.bidirectional(one[0]) in _TURNED), "")

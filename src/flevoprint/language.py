"""What is said to people: English source text, told in the language they read (GNU gettext).

A stage says *what*, with :func:`say`; only a door knows *to whom*, and tells it with a
:class:`Language`. So a problem can be kept, sent to another process and told again in any language.
"""

from __future__ import annotations

import errno
import string
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from gettext import NullTranslations, translation
from pathlib import Path
from typing import Any

#: The languages messages exist in, the default first. English is the source text itself.
LANGUAGES = ("nl", "en")
#: Where gettext finds the compiled catalogues, and their name.
LOCALE = Path(__file__).parent / "locale"
DOMAIN = "flevoprint"
#: Stands where a value stood.
BLANK = "…"


@dataclass(frozen=True, slots=True)
class Phrase:
    """A sentence not told yet: English ``text``, with ``values`` for its ``{places}``.

    Where ``plural`` is given, ``count`` chooses between the two and is the value of ``{count}``.
    """

    text: str
    values: tuple[tuple[str, Value], ...] = ()
    plural: str = ""
    count: int = 0

    def __str__(self) -> str:
        return language("en").tell(self)


#: Words that may be told: a phrase, or what needs no translation, such as a name.
Words = Phrase | str
Value = Phrase | str | int | float


def say(text: str, /, **values: Value) -> Phrase:
    """A phrase. ``text`` is a literal, so that it can be found and translated.

    A float is told with the decimal mark of the language: ``say("{length:.1f} mm", length=2.5)``.
    """
    return Phrase(text, tuple(values.items()))


def say_many(singular: str, plural: str, count: int, /, **values: Value) -> Phrase:
    """A phrase that depends on a number: ``say_many("{count} word", "{count} words", 3)``."""
    return Phrase(singular, (*values.items(), ("count", count)), plural, count)


def excerpt(text: str, most: int = 40) -> str:
    """The beginning of ``text``, to be found again by: no more than ``most`` characters."""
    text = " ".join(text.split())
    return text if len(text) <= most else f"{text[: most - 1].rstrip()}…"


def either(names: Sequence[str]) -> Words:
    """``names``, at least one, of which one is meant: "a or b or c"."""
    first, *others = names
    return say("{name} or {others}", name=first, others=either(others)) if others else first


def marked(text: str, /) -> str:
    """``text`` as it is: marks a literal that is translated later, by whoever shows it."""
    return text


@dataclass(frozen=True, slots=True)
class Language:
    """A language to tell phrases in."""

    id: str
    decimal_mark: str
    catalogue: NullTranslations

    def tell(self, words: Words) -> str:
        """``words`` in this language; source text that has no translation stays English."""
        if isinstance(words, str):
            return words
        if words.plural:
            text = self.catalogue.ngettext(words.text, words.plural, words.count)
        else:
            text = self.catalogue.gettext(words.text) if words.text else ""
        if not ("{" in text or "}" in text):  # most hints name nothing
            return text
        return _Telling(self).vformat(text, (), dict(words.values))

    def kind(self, words: Words) -> str:
        """What ``words`` have in common with all of their kind: told without their values."""
        return words if isinstance(words, str) else self.tell(_blank(words))


def _blank(phrase: Phrase) -> Phrase:
    if not (phrase.values or phrase.plural):
        return phrase
    values = (
        (name, _blank(value) if isinstance(value, Phrase) else BLANK)
        for name, value in phrase.values
    )
    return Phrase(phrase.text, tuple(values), phrase.plural, count=2)


class _Telling(string.Formatter):
    """Fills places: phrases are told in turn, numbers get the language's decimal mark."""

    def __init__(self, language: Language):
        self._language = language

    def format_field(self, value: Any, format_spec: str) -> str:
        if isinstance(value, Phrase):
            return self._language.tell(value)
        if value == BLANK:
            return BLANK
        text = str(super().format_field(value, format_spec))
        if isinstance(value, float):
            text = text.replace(".", self._language.decimal_mark)
        return text

    def check_unused_args(self, used_args: Any, args: Any, kwargs: Mapping[str, Any]) -> None:
        """A translation need not use every value."""


@cache
def language(language_id: str) -> Language:
    """The language ``language_id``, one of :data:`LANGUAGES`; its catalogue is read once."""
    if language_id == "en":
        return Language("en", ".", NullTranslations())
    return Language(language_id, ",", translation(DOMAIN, LOCALE, [language_id]))


def system_reason(failure: OSError) -> Phrase:
    """Why the system refused, to follow a colon: ``say("can't read: {reason}", reason=…)``.

    The system speaks its own language, or English; what it says most often is told in ours.
    """
    known = _SYSTEM_REASONS.get(failure.errno or 0)
    if known:
        return Phrase(known)
    if failure.strerror:
        return Phrase("{reason}", (("reason", failure.strerror),))
    return say("unknown error")


_SYSTEM_REASONS = {
    errno.EACCES: marked("no permission"),
    errno.EPERM: marked("the system does not allow it"),
    errno.ENOENT: marked("the file or folder does not exist"),
    errno.EEXIST: marked("there is a file or folder of this name already"),
    errno.EISDIR: marked("this is a folder, not a file"),
    errno.ENOTDIR: marked("part of the path is a file, not a folder"),
    errno.ENOTEMPTY: marked("the folder is not empty"),
    errno.ENOSPC: marked("the disk is full"),
    errno.EDQUOT: marked("your share of the disk is full"),
    errno.EFBIG: marked("the file is too large"),
    errno.EROFS: marked("the disk can only be read, not written"),
    errno.EBUSY: marked("another program is using it"),
    errno.ENAMETOOLONG: marked("the name is too long"),
    errno.EINVAL: marked("the name or the value is not valid here"),
    errno.ELOOP: marked("the links to this file go round in a circle"),
    errno.EMFILE: marked("too many files are open at once"),
    errno.ENFILE: marked("too many files are open at once"),
    errno.ENOMEM: marked("there is not enough memory"),
    errno.EIO: marked("the disk or the connection fails"),
    errno.EPIPE: marked("nobody reads the output any more"),
    errno.ENOTCONN: marked("the connection is lost"),
    errno.ETIMEDOUT: marked("it took too long"),
}

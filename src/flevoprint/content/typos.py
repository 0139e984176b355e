"""Slips of the keyboard and of pasting, within one text."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from flevoprint.language import Phrase, excerpt, say
from flevoprint.model import Text
from flevoprint.writing import base, quotes


@dataclass(frozen=True, slots=True)
class Slip:
    """A fault at the character ``start`` of a text; one that is ``serious`` is seen on paper."""

    code: str
    message: Phrase
    hint: Phrase
    start: int
    serious: bool


#: A straight quote that opens: at the start or behind a space, bracket or dash.
_QUOTED = re.compile(r"(?<![^\s(\[–—-])(?P<mark>[\"'])(?=\S)(?P<inside>[^\"]*?\S)(?P=mark)(?!\w)")
#: The rest: within or at the end of a word, or in front of one. Behind a digit it is a measure.
_APOSTROPHE = re.compile(r"(?<=[^\W\d])'|(?<!\S)'(?=\w)")
#: A double mark of any language where a quote begins.
_OPENING = re.compile(r"(?<![^\s(\[–—-])[“„«](?=\s?\w)")
_DOUBLE = re.compile(r"\"")
_SPACES = re.compile(r"(?<=\S)[ \u00a0]{2,}(?=\S)")
_HYPHEN = re.compile(r"\b([^\W\d_]{2,})-[ \u00a0]([^\W\d_]{2,})")
#: Words behind which a hyphen is left hanging on purpose: "boven- en onderkant".
_JOINING = {"als", "c.q", "dan", "en", "én", "et", "and", "ja", "maar", "met", "naar", "noch"}
_JOINING |= {"of", "óf", "oder", "ook", "or", "ou", "plus", "respectievelijk", "resp", "tot"}
_JOINING |= {
    "as",
    "lub",
    "mei",
    "oraz",
    "und",
    "versus",
    "via",
    "zowel",
    "dus",
    "danwel",
    "alsook",
    "alsmede",
    "evenals",
}
_SPACED = re.compile(r"(?<=[^\s.…])[ \u00a0]+([,;:!?]|\.(?![.\w]))(?=[\s”’\"')]|$)")
#: What Markdown and HTML make bold, a link, a line's end or a character; here it is only typed.
_MARKUP = re.compile(
    r"(?<!\w)\*\*(?=\S)(?P<starred>[^*]+)\*\*|(?<!\w)__(?=[^\s_])(?P<lined>[^_]+)__(?!\w)"
    r"|\[(?P<linked>[^\[\]]+)\]\([^()\s]*(?:\.[a-z]{2}|://|mailto:|tel:)[^()\s]*\)"
    r"|</?(?:a|b|br|em|h[1-6]|i|img|li|ol|p|small|span|strong|su[bp]|u|ul)(?:\s[^<>]*)?/?>"
    r"|&(?:amp|nbsp|[lr][dst]quo|[gl]t|quot|[a-z]{1,5}(?:acute|grave|uml)|hellip|[mn]dash|euro"
    r"|shy|\#x?[\da-f]+);",
    re.IGNORECASE,
)
_POINTS_NOWHERE = re.compile(r"\b(klik|click)\s+(hier|here)\b", re.IGNORECASE)


def slips(text: Text) -> Iterator[Slip]:
    """Every kind of slip in ``text``, each once, at its first place."""
    for look in LOOKS:
        found = look(text)
        if found is not None:
            yield found


def _quotes(text: Text) -> Slip | None:
    found = _QUOTED.search(text.value)
    if found and not _is_apostrophes(found):
        opening, closing = _marks(text, found["mark"] == '"')
        return Slip(
            "wording.straight-quotes",
            say("there are straight quotes round '{words}'", words=excerpt(found["inside"])),
            say("write {words}", words=f"{opening}{excerpt(found['inside'])}{closing}"),
            found.start(),
            serious=True,
        )
    found = _lone_double(text.value)
    if found is None:
        return None
    return Slip(
        "wording.straight-quotes",
        say("there is a straight quote that has no partner"),
        say(
            "write {opening} where the quote begins and {closing} where it ends",
            opening=_marks(text, True)[0],
            closing=_marks(text, True)[1],
        ),
        found.start(),
        serious=True,
    )


def _marks(text: Text, double: bool) -> tuple[str, str]:
    """The quotation marks that the language of ``text`` has for straight ones."""
    own = quotes(text.language)
    return (own.opening, own.closing) if double else (own.inner_opening, own.inner_closing)


def _is_apostrophes(found: re.Match[str]) -> bool:
    """Whether the marks stand in front of words of their own: 's avonds en 's nachts."""
    return found["mark"] == "'" and re.match(r"[stnkm]\b|\d\d\b", found["inside"]) is not None


def _lone_double(value: str) -> re.Match[str] | None:
    for found in _DOUBLE.finditer(value):
        if not value[: found.start()][-1:].isdigit():  # 27" is a measure
            return found
    return None


def _foreign_quotes(text: Text) -> Slip | None:
    own = quotes(text.language)
    # The older Dutch way is right too.
    right = own.opening[0] + own.inner_opening[0] + ("„" if base(text.language) == "nl" else "")
    for found in _OPENING.finditer(text.value):
        if found[0] not in right:
            return Slip(
                "wording.quotes-language",
                say(
                    "in the language '{tag}' no quote begins with {mark}",
                    tag=text.language,
                    mark=found[0],
                ),
                say("write {words}", words=f"{own.opening}…{own.closing}"),
                found.start(),
                serious=False,
            )
    return None


def _apostrophe(text: Text) -> Slip | None:
    quoted = [found.span() for found in _QUOTED.finditer(text.value) if not _is_apostrophes(found)]
    for found in _APOSTROPHE.finditer(text.value):
        at = found.start()
        if any(at in (start, end - 1) for start, end in quoted):
            continue
        word = re.search(r"[\w’'-]*$", text.value[:at])
        rest = re.match(
            r"'[\w'-]*(?: [\w'-]+)?" if not word or not word[0] else r"'\w*", found.string[at:]
        )
        typed = (word[0] if word else "") + (rest[0] if rest else "'")
        return Slip(
            "wording.straight-apostrophe",
            say("there is a straight apostrophe in {word}", word=typed),
            say("write {word}", word=typed.replace("'", "’")),
            at,
            serious=False,
        )
    return None


def _double_space(text: Text) -> Slip | None:
    found = _SPACES.search(text.value)
    if found is None:
        return None
    around = text.value[: found.start()].split(" ")[-1], text.value[found.end() :].split(" ")[0]
    return Slip(
        "wording.double-space",
        say(
            "there is more than one space between '{before}' and '{after}'",
            before=around[0],
            after=around[1],
        ),
        say("leave one space"),
        found.start(),
        serious=False,
    )


def _hyphen(text: Text) -> Slip | None:
    for found in _HYPHEN.finditer(text.value):
        first, second = found[1], found[2]
        if second.lower() in _JOINING or not second[0].islower() or not first[-1].islower():
            continue
        return Slip(
            "wording.hyphen-left",
            say(
                "the word '{word}' seems to be broken off: there is a space behind its hyphen",
                word=found[0],
            ),
            say(
                "write {joined}, or with a hyphen alone: {hyphened}",
                joined=first + second,
                hyphened=f"{first}-{second}",
            ),
            found.start(),
            serious=True,
        )
    return None


def _space_before(text: Text) -> Slip | None:
    if text.language.startswith("fr"):  # which puts a space there
        return None
    found = _SPACED.search(text.value)
    if found is None:
        return None
    return Slip(
        "wording.space-before-mark",
        say("there is a space in front of '{mark}'", mark=found[1]),
        say("remove that space"),
        found.start(),
        serious=True,
    )


def _click_here(text: Text) -> Slip | None:
    found = _POINTS_NOWHERE.search(text.value)
    if found is None:
        return None
    return Slip(
        "wording.click-here",
        say("'{words}' does not say where it leads, and paper cannot be clicked", words=found[0]),
        say("name what the reader finds there, such as 'Sociale Kaart Flevoland'"),
        found.start(),
        serious=True,
    )


def _markup(text: Text) -> Slip | None:
    found = _MARKUP.search(text.value)
    if found is None:
        return None
    inside = next((words for words in found.groups() if words), None)
    return Slip(
        "wording.markup",
        say("'{typed}' is printed as it is typed: a text knows no markup", typed=excerpt(found[0])),
        say("write '{words}'; the layout sees to how it looks", words=excerpt(inside))
        if inside
        else say("leave it out, and type the character that is meant itself"),
        found.start(),
        serious=True,
    )


LOOKS: tuple[Callable[[Text], Slip | None], ...] = (
    _quotes,
    _foreign_quotes,
    _apostrophe,
    _double_space,
    _hyphen,
    _space_before,
    _click_here,
    _markup,
)

"""Whether a text is in another language than it says, by its small words.

A false alarm is worse than a foreign text that slips through: Dutch borrows freely, so only words
that Dutch does not share count, and many of them must stand close together.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from flevoprint.content.typos import Slip
from flevoprint.language import say
from flevoprint.model import Text
from flevoprint.writing import base


def _words(typed: str) -> frozenset[str]:
    return frozenset(typed.split())


#: Small words by language, without those that another of these languages writes the same.
SMALL_WORDS = {
    "nl": _words(
        "aan als bij dan dat deze die dit door een en er geen heeft het hoe hun ik ja je jij kan"
        " kunnen maar meer met mijn moet naar niet nog nu of om onze ons ook over te tot u uit uw"
        " van veel voor waar wat wel wie wij worden wordt zijn zich zij zo zonder"
    ),
    "en": _words(
        "a about and are at by can could do does every for from has have how if into it its more"
        " my not on or our out should that the their there they this to was were what when which"
        " who will with would you your"
    ),
    "de": _words(
        "aber auch auf aus bei das dem der des durch ein eine einem einen einer es für haben ich"
        " ihr ihre ist können mehr mit nach nicht oder sie sind über um und uns unser von vor wenn"
        " werden wie wird wir zu zum zur"
    ),
    "fr": _words(
        "au aux avec ce ces cette comme dans des du elle est et il ils je la le les leur mais ne"
        " nous ou par pas plus pour qui que sa ses son sont sur tous un une vos votre vous"
    ),
    "fy": _words(
        "binne dizze dy dyn ek fan foar gjin hat hawwe jo kinne krekt lit mar mear mei moat nei"
        " oan oer sels soe sy troch wurde wurdt wy wêze yn ús út"
    ),
    "pl": _words(
        "ale być czy dla gdy i ich jak jest jeśli która które który lub może można nie o oraz przez"
        " przy się są także w z że"
    ),
}
#: Where Frisian is expected one of these is enough: it shares most small words with its neighbours.
FRISIAN = SMALL_WORDS["fy"] | {"it"}
_WORD = re.compile(r"[^\W\d_]+")
FEWEST_WORDS = 6
#: A text is foreign from this many small words of that language, and this share of all its words.
FEWEST_SMALL = 3
LEAST_SHARE = 0.3


def foreign(text: Text) -> Iterator[Slip]:
    """A warning where ``text`` is in another language than it says, or must be in."""
    tag, declared = likely_language(text.value), base(text.language)
    if tag in ("", declared) or (declared == "fy" and FRISIAN & set(_typed(text.value))):
        return
    yield Slip(
        "wording.foreign-text",
        say("this text seems to be in another language ({tag})", tag=tag),
        say(
            'write {{tekst: "…", taal: {tag}}}, so that it is read aloud and broken off rightly',
            tag=tag,
        ),
        0,
        serious=True,
    )


def likely_language(words: str) -> str:
    """The language of ``words``, empty where it is not clear."""
    typed = _typed(words)
    if len(typed) < FEWEST_WORDS:
        return ""
    counts = {tag: sum(word in small for word in typed) for tag, small in SMALL_WORDS.items()}
    best, second = sorted(counts, key=lambda tag: -counts[tag])[:2]
    clear = counts[best] >= FEWEST_SMALL and counts[best] >= LEAST_SHARE * len(typed)
    return best if clear and counts[best] >= 3 * counts[second] else ""


def _typed(words: str) -> list[str]:
    return _WORD.findall(words.lower())

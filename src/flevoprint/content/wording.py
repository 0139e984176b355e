"""How things are said: quotes, spaces and hyphens left over, words that say nothing.

Nothing here stops a sheet. :func:`text_problems` looks at
every text of a file, right or wrong otherwise, and names the character at fault;
:func:`wording_problems` looks at what belongs together: a pointer, a heading, a logo.
"""

from __future__ import annotations

import filecmp
import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from flevoprint.content.fields import SPOKEN
from flevoprint.content.nodes import Document
from flevoprint.content.tongue import foreign
from flevoprint.content.typos import Slip, slips
from flevoprint.language import say
from flevoprint.model import Asset, Logo, Node, Pointer, PointerGroup, Quotes, Text, Theme, within
from flevoprint.problem import Problem, Source, note, warning

#: Keys whose text is read by the program, not by people.
NOT_WORDS = {"adres", "bestand", "cbs", "cmyk", "donker", "e-mail", "layout", "licht", "rgb"}
NOT_WORDS |= {"drukker", "taal", "vertaling van", "datum", "telefoon", "website"}
NOT_WORDS |= {"provincie", "onder", "weglaten", "volgorde"}
#: Headings, alternative texts and links that say nothing, in small letters without marks.
EMPTY_LINKS = {"hier", "klik hier", "klik", "lees meer", "lees verder", "meer", "meer lezen"}
EMPTY_LINKS |= {"meer info", "meer informatie", "link", "deze link", "via deze link", "website"}
EMPTY_LINKS |= {"de website", "site", "download", "bekijk", "bekijk meer", "zie hier", "zie link"}
EMPTY_LINKS |= {"click here", "read more", "here", "more", "find out more", "learn more"}
EMPTY_LINKS |= {"klik hjir", "hjir", "lês mear", "mear", "mear ynformaasje", "dizze link"}
EMPTY_LINKS |= {"kliknij tutaj", "tutaj", "czytaj więcej", "więcej", "zobacz więcej"}
EMPTY_ALTS = {"logo", "het logo", "afbeelding", "foto", "plaatje", "beeld", "beeldmerk", "icoon"}
EMPTY_ALTS |= {"image", "picture", "icon", "wordmark", "woordmerk", "alt", "alt tekst"}
EMPTY_ALTS |= {"logo licht", "logo donker", "logo gemeente", "logo van de gemeente"}
_FILE_NAME = re.compile(r".+\.(svg|png|jpe?g|gif|webp|eps|pdf|ai|tiff?)", re.IGNORECASE)
_CAMERA = re.compile(r"(IMG|DSCN?|PXL|Scan|image|afbeelding|foto)[\s_-]*\d+", re.IGNORECASE)
#: The longest name that is written in capitals, such as UNESCO.
LONGEST_NAME = 6
#: A raster whose long side has fewer pixels is no logo but an icon.
FEWEST_PIXELS = 100
#: How many characters YAML may take out of a text in one place.
REACH = 200
#: An address as it is typed; one that a capital makes a name, as Buurtadvies.nl, is a name.
_ADDRESS = re.compile(r"(?i:https?://|www\.)\S+|[a-z0-9-]+(\.[a-z0-9-]+)*\.[a-z]{2,}(/\S*)?")


def text_problems(
    document: Document, language: str = "nl", sheets: Mapping[str, str] | None = None
) -> list[Problem]:
    """What was left over in any text of ``document``, where it was typed.

    The document is in ``language``; what it lays over a sheet is in that sheet's, by its id.
    """
    if document.node is None:
        return []
    return [
        problem
        for text in _texts(document.node, "", language, sheets or {})
        for slip in (*slips(text), *foreign(text))
        for problem in [_told(slip, place(document.text, text, slip.start))]
    ]


def _texts(node: Node, path: str, language: str, sheets: Mapping[str, str]) -> Iterator[Text]:
    """Every text in ``node``, in the language that it says or, if it says none, must be in."""
    value = node.value
    if isinstance(value, str):
        yield Text(value, node.source, path, _around(path, language, sheets))
    elif isinstance(value, tuple):
        for number, item in enumerate(value, start=1):
            yield from _texts(item, f"{path}[{number}]", language, sheets)
    else:
        above = f"{path}." if path else ""
        words, tag = (value[key].node if key in value else None for key in SPOKEN)
        if words and tag and isinstance(words.value, str) and isinstance(tag.value, str):
            inner = f"{above}{SPOKEN[0]}"
            spoken = tag.value or _around(inner, language, sheets)
            yield Text(words.value, words.source, inner, spoken)
            return
        for key, entry in value.items():
            if key not in NOT_WORDS:
                yield from _texts(entry.node, above + key, language, sheets)


def _around(path: str, language: str, sheets: Mapping[str, str]) -> str:
    """The language of what stands at ``path``: what is laid over a sheet is in that sheet's."""
    part, _, rest = f"{path}.".partition(".")
    return sheets.get(rest.split(".")[0], language) if part == "bladen" else language


def _told(slip: Slip, source: Source) -> Problem:
    make = warning if slip.serious else note
    return make(slip.code, slip.message, source, slip.hint)


def place(typed: str, text: Text, index: int) -> Source:
    """Where the character ``index`` of ``text`` stands in the file that was ``typed``.

    YAML folds lines and drops quotes and backslashes, so the text is followed through the file,
    skipping what YAML took out. Where that fails it is the text's own start.
    """
    lines = typed.split("\n")
    at = sum(len(line) + 1 for line in lines[: text.source.line - 1]) + text.source.column - 1
    at += typed[at : at + 1] in ("'", '"')
    found = -1
    for character in text.value[: index + 1]:
        found = typed.find(character, at, at + REACH)
        at = found + 1 if found >= 0 else at
    if found < 0:
        return text.source
    line = typed.count("\n", 0, found) + 1
    return Source(text.source.path, line, found - typed.rfind("\n", 0, found))


def wording_problems(value: object) -> Iterator[Problem]:
    """What is wrong with how pointers, headings and logos within ``value`` are worded.

    A slot that holds a text alone is a heading.
    """
    if isinstance(value, Text):
        yield from _heading(value)
    elif isinstance(value, Pointer):
        yield from _pointer(value)
    elif isinstance(value, Logo):
        yield from _logo(value)
    else:
        if isinstance(value, Theme | PointerGroup | Quotes):
            yield from _heading(value.heading)
        for item in within(value):
            if not isinstance(item, Text):
                yield from wording_problems(item)


def _heading(heading: Text) -> Iterator[Problem]:
    letters = [character for character in heading.value if character.isalpha()]
    words = re.findall(r"[^\W\d_]+", heading.value)
    # Short names, such as VMCA and GGD, are written so.
    shouted = len(words) > 2 or any(len(word) > LONGEST_NAME for word in words)
    if letters and shouted and all(letter.isupper() for letter in letters):
        yield warning(
            "wording.capitals",
            say("this heading is in capitals only"),
            heading.source,
            say(
                "write small letters with a capital at the start; "
                "the layout makes it large, and a screen reader may spell capitals"
            ),
        )


def _pointer(pointer: Pointer) -> Iterator[Problem]:
    words = [text for text in (pointer.heading, *pointer.text) if text is not None]
    if pointer.heading is not None:
        yield from _heading(pointer.heading)
    if not words:
        if pointer.address is not None and pointer.address.url:
            yield warning(
                "wording.no-words",
                say("this pointer has an address and no words"),
                pointer.address.source,
                say("add a line 'kop: …' with the name of what the reader finds there"),
            )
        return
    for text in words:
        if _ADDRESS.fullmatch(text.value.strip()):
            yield warning(
                "wording.bare-address",
                say("here stands an address where a name belongs: '{words}'", words=text.value),
                text.source,
                say("write the name of the organisation or page, and put the address at 'adres'"),
            )
    if all(_bare(text.value) in EMPTY_LINKS for text in words):
        yield warning(
            "wording.empty-link",
            say("'{words}' does not say where this leads", words=words[0].value),
            words[0].source,
            say("name what the reader finds there, such as 'Sociale Kaart Flevoland'"),
        )


def _logo(logo: Logo) -> Iterator[Problem]:
    alt = logo.alt.value.strip()
    stems = {asset.path.stem.lower() for asset in logo.versions}
    if (
        _FILE_NAME.fullmatch(alt)
        or _CAMERA.fullmatch(alt)
        or (alt.lower() in stems and re.search(r"[-_\d]", alt))
    ):
        message = say("the alternative text '{alt}' is the name of a file", alt=alt)
        yield warning("wording.alt-text", message, logo.alt.source, _ALT_HINT)
    elif _bare(alt) in EMPTY_ALTS:
        message = say("the alternative text '{alt}' does not say whose logo it is", alt=alt)
        yield warning("wording.alt-text", message, logo.alt.source, _ALT_HINT)
    for asset in logo.versions:
        if asset.pixels is not None and asset.path.suffix.lower() == ".svg":
            yield _as_pixels(asset)
        if asset.pixels is not None and max(asset.pixels) < FEWEST_PIXELS:
            yield _tiny(asset)
        if asset.guessed:
            yield _guessed(asset)
    if logo.light and logo.dark and _same_file(logo.light.path, logo.dark.path):
        yield note(
            "content.logo-same",
            say("the logo for light ground and the one for dark ground are the same picture"),
            logo.dark.source,
            say("check that it is visible on both, or ask for a version in white"),
        )


_ALT_HINT = say("write what the logo says, such as 'gemeente Urk': it is read aloud")


def _as_pixels(asset: Asset) -> Problem:
    return note(
        "content.logo-as-pixels",
        say("the SVG holds a mask, pattern, effect or the like, and is set as fine pixels"),
        asset.source,
        say("leave it so, or turn it into plain shapes to have it sharp at every size"),
    )


def _tiny(asset: Asset) -> Problem:
    width, height = asset.pixels or (0, 0)
    return warning(
        "content.logo-tiny",
        say("the logo is only {width} × {height} pixels", width=width, height=height),
        asset.source,
        say("ask the keeper of the house style for an SVG, or for a PNG of 1000 pixels or more"),
    )


def _guessed(asset: Asset) -> Problem:
    return warning(
        "content.logo-profile",
        say("the colour profile of the logo cannot be used; its colours were taken for sRGB"),
        asset.source,
        say("compare the colours with the house style, or save the logo anew with profile sRGB"),
    )


def _same_file(first: Path, second: Path) -> bool:
    return first == second or filecmp.cmp(first, second, shallow=False)


def _bare(words: str) -> str:
    """``words`` in small letters, without marks."""
    return " ".join(re.findall(r"\w+", words.lower()))

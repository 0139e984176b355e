"""What can be, and hardly is: a name and its code, a telephone number, a colour and its inks."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator

from flevoprint.colour import Colour, Rgb, lab, rough_rgb
from flevoprint.content import register
from flevoprint.language import say
from flevoprint.model import Entry, Text
from flevoprint.problem import Problem, Source, warning

#: How colourful two colours must be (chroma in CIELAB) for their hues to tell them apart, and how
#: far apart (degrees) hues on screen and on paper never are.
_COLOURFUL, _OTHER_HUE = 25, 60
#: Dutch numbers: of a subscriber, of a gemeente (14 with its area code), of a service.
_NUMBER = re.compile(r"0\d{9}|(\+|00)31\d{9}|140\d{2,3}|0(800|900|906|909)\d{4,7}|11[26]\d*|144")
_ABROAD = re.compile(r"(\+|00)(?!31)\d{7,15}")


def name_warnings(name: Text, code: str, code_source: Source) -> Iterator[Problem]:
    """Where the list of the CBS has no such code, or another name for it."""
    if not code:
        return
    listed = register.of_code(code)
    if listed is None:
        known = register.find(name.value)
        hint = (
            say("the code of {name} is {code}", name=known.name, code=known.code)
            if known
            else say("look up the code of this gemeente; the CBS has the list")
        )
        message = say("the list of the CBS has no gemeente with the code {code}", code=code)
        yield warning("content.unknown-code", message, code_source, hint)
    elif register.typographic(name.value) not in register.names_of(listed):
        yield warning(
            "content.name-differs",
            say(
                "the list of the CBS calls {code} '{listed}', not '{name}'",
                code=code,
                listed=listed.name,
                name=name.value,
            ),
            name.source,
            say("write naam: {listed}, or correct the code at cbs", listed=listed.name),
        )


def phone_warnings(phone: Text) -> Iterator[Problem]:
    """A number that nobody can call: Excel takes away a zero in front, a hand forgets a digit."""
    digits = re.sub(r"[^\d+]", "", re.split(r"[A-Za-z]", phone.value)[0])
    if not _NUMBER.fullmatch(digits) and not _ABROAD.fullmatch(digits):
        yield warning(
            "content.odd-phone",
            say("'{typed}' is no Dutch telephone number as it stands", typed=phone.value),
            phone.source,
            say("check the digits: ten with a zero in front, or 14 with the area code"),
        )


def hue_warnings(colour: Colour, given: Entry) -> Iterator[Problem]:
    """A colour that is red on the screen and blue on paper."""
    if _other_hue(colour.rgb, rough_rgb(colour.cmyk)):
        yield warning(
            "content.colours-differ",
            say("the cmyk colour is not like the rgb colour: one has quite another hue"),
            given.key_source,
            say("take both from the house style; cmyk are percentages from 0 to 100"),
        )


def _other_hue(screen: Rgb, paper: Rgb) -> bool:
    first, second = lab(screen), lab(paper)
    if min(math.hypot(*first[1:]), math.hypot(*second[1:])) < _COLOURFUL:
        return False
    angles = [math.degrees(math.atan2(b, a)) for _, a, b in (first, second)]
    return abs((angles[0] - angles[1] + 180) % 360 - 180) > _OTHER_HUE

"""Single values as an editor types them: text in, a checked value or a Dutch remedy out.

pydantic does the validating, because it reports every problem at once with the path to each, nests
to any depth, and can write the same shapes as a JSON Schema for an editor.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Annotated, TypeVar, cast
from unicodedata import category

from pydantic import BeforeValidator, PlainValidator, ValidationInfo
from pydantic_core import PydanticCustomError

from flevoprint.colour import MAX_INK, Cmyk, Rgb
from flevoprint.content.addresses import AddressError, check_address
from flevoprint.content.pictures import PictureError, find_picture
from flevoprint.model import Address, Asset, Text

#: Marks that turn the direction of reading (UAX 9): with them, a page can show what was not typed.
_BIDI = re.compile("[\u202a-\u202e\u2066-\u2069]")


def fail(code: str, message: str, hint: str) -> PydanticCustomError:
    """What a validator raises: a problem that still lacks its place."""
    return PydanticCustomError(code, "{message}", {"message": message, "hint": hint})


def _scalar(value: object) -> Text:
    if isinstance(value, Text):
        return value
    kind = "een lijst" if isinstance(value, tuple) else "een groep regels"
    raise fail(
        "content.not-text",
        f"hier hoort tekst, maar er staat {kind}",
        "schrijf de tekst achter de dubbele punt, of zet hem tussen aanhalingstekens",
    )


def _words(value: object) -> Text:
    text = _scalar(value)
    if _BIDI.search(text.value):
        raise fail(
            "content.bad-character",
            "hier staat een onzichtbaar teken dat de leesrichting omdraait",
            "typ de tekst opnieuw; het teken komt mee bij plakken",
        )
    if all(character.isspace() or category(character) == "Cf" for character in text.value):
        raise fail(
            "content.empty-text", "hier ontbreekt de tekst", "vul de tekst in, of haal de regel weg"
        )
    return text


def _address(value: object) -> Address:
    text = _scalar(value)
    try:
        return Address(check_address(text.value), text.source)
    except AddressError as failure:
        raise fail("content.bad-address", failure.message, failure.hint) from None


def _web(value: object) -> Address:
    return _only(_address(value), ("https:", "http:"), "een webadres, zoals https://www.urk.nl")


def _mail(value: object) -> Address:
    return _only(_address(value), ("mailto:",), "een e-mailadres, zoals mailto:info@urk.nl")


def _only(address: Address, schemes: tuple[str, ...], meant: str) -> Address:
    if address.url and not address.url.lower().startswith(schemes):
        raise fail("content.bad-address", f"'{address.url}' hoort hier niet", f"zet hier {meant}")
    return address


def _phone(value: object) -> Text:
    text = _words(value)
    if not re.fullmatch(r"[+(]?\d[\d\s()/.-]{1,30}\d( .*)?", text.value):
        raise fail(
            "content.bad-phone",
            f"'{text.value}' is geen telefoonnummer",
            "schrijf alleen het nummer, zoals 0527 68 98 68 of 14 0527",
        )
    return text


def _picture(value: object, info: ValidationInfo) -> Asset:
    text = _scalar(value)
    try:
        return Asset(find_picture(_folder(info), text.value), text.source)
    except PictureError as failure:
        raise fail(failure.code, failure.message, failure.hint) from None


def _folder(info: ValidationInfo) -> Path:
    """The folder that pictures lie in; :func:`validate` hands it to every validator."""
    context = cast(Mapping[str, Path], info.context)
    return context["folder"]


def _code(value: object) -> str:
    text = _scalar(value).value
    if not re.fullmatch(r"GM\d{4}", text):
        raise fail(
            "content.bad-code",
            f"'{text}' is geen CBS-code van een gemeente",
            "schrijf GM met vier cijfers, zoals GM0184; het CBS heeft de lijst",
        )
    return text


def _rgb(value: object) -> Rgb:
    text = _scalar(value).value
    match = re.fullmatch(r"#?([0-9a-fA-F]{2})([0-9a-fA-F]{2})([0-9a-fA-F]{2})", text.strip())
    if match is None:
        raise fail(
            "content.bad-colour",
            f"'{text}' is geen kleur" if text else "hier ontbreekt de kleur",
            'schrijf zes cijfers of letters a–f tussen aanhalingstekens, zoals "#0e5a63" '
            "(zonder aanhalingstekens leest YAML # als opmerking)",
        )
    red, green, blue = (int(pair, 16) for pair in match.groups())
    return red, green, blue


def _cmyk(value: object) -> Cmyk:
    hint = "schrijf vier percentages voor cyaan, magenta, geel en zwart, zoals [85, 40, 45, 36]"
    items = [_scalar(item).value for item in value] if isinstance(value, tuple) else []
    try:
        inks = [float(item.replace(",", ".").rstrip("% ")) for item in items]
    except ValueError:
        inks = []
    if len(inks) != 4 or not all(0 <= ink <= 100 for ink in inks):
        raise fail("content.bad-colour", "dit is geen CMYK-kleur", hint)
    if sum(inks) > MAX_INK:
        raise fail(
            "content.too-much-ink",
            f"deze kleur vraagt {sum(inks):.0f} % inkt; een pers droogt hooguit {MAX_INK:.0f} %",
            "neem de CMYK-waarden uit de huisstijlgids, of vervang gelijke delen "
            "cyaan, magenta en geel door zwart",
        )
    return inks[0], inks[1], inks[2], inks[3]


def _yes_or_no(value: object) -> bool:
    text = _scalar(value).value
    if text not in ("ja", "nee"):
        raise fail("content.not-yes-or-no", f"'{text}' is geen ja of nee", "schrijf ja of nee")
    return text == "ja"


def _bleed(value: object) -> float:
    text = _scalar(value).value
    try:
        bleed = float(text.replace(",", ".").removesuffix("mm"))
    except ValueError:
        bleed = -1.0
    if not 0 <= bleed <= 10:
        raise fail(
            "content.bad-length",
            f"'{text}' is geen afloop",
            "schrijf een aantal millimeters van 0 tot 10; drukkers vragen meestal 3",
        )
    return bleed


def _day(value: object) -> date:
    text = _scalar(value).value
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise fail(
            "content.bad-date",
            f"'{text}' is geen datum",
            "schrijf jaar-maand-dag, zoals 2026-11-01",
        ) from None


def _weight(value: object) -> int:
    text = _scalar(value).value
    if not re.fullmatch(r"[1-9]00", text):
        raise fail("content.bad-weight", f"'{text}' is geen gewicht", "schrijf 100, 200 … 900")
    return int(text)


def _language(value: object) -> str:
    text = _scalar(value).value
    if text != "nl":
        raise fail("content.language", f"de taal '{text}' wordt nog niet ondersteund", "schrijf nl")
    return text


def _list(value: object) -> object:
    return () if isinstance(value, Text) and not value.value else value


def _group(value: object) -> object:
    return {} if isinstance(value, Text) and not value.value else value


Words = Annotated[Text, PlainValidator(_words)]
Link = Annotated[Address, PlainValidator(_address)]
WebLink = Annotated[Address, PlainValidator(_web)]
MailLink = Annotated[Address, PlainValidator(_mail)]
Phone = Annotated[Text, PlainValidator(_phone)]
Picture = Annotated[Asset, PlainValidator(_picture)]
YesOrNo = Annotated[bool, PlainValidator(_yes_or_no)]
Plain = Annotated[Text, PlainValidator(_scalar)]
Code = Annotated[str, PlainValidator(_code)]
RgbValue = Annotated[Rgb, PlainValidator(_rgb)]
CmykValue = Annotated[Cmyk, PlainValidator(_cmyk)]
Bleed = Annotated[float, PlainValidator(_bleed)]
Day = Annotated[date, PlainValidator(_day)]
Weight = Annotated[int, PlainValidator(_weight)]
Language = Annotated[str, PlainValidator(_language)]

_T = TypeVar("_T")
#: A list; a key with nothing behind it is an empty one.
Many = Annotated[tuple[_T, ...], BeforeValidator(_list)]
#: A group of keys; a key with nothing behind it is an empty one.
Group = Annotated[_T, BeforeValidator(_group)]

"""What an editor may write, and the nouns it becomes.

pydantic does the validating, because it reports every problem at once with the path to each, nests
to any depth, and can write the same shapes as a JSON Schema for an editor. The shapes below carry
the Dutch keys; :func:`build` turns them into the nouns of ``model.py``, which know no pydantic.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Annotated, Any, ClassVar, NamedTuple, cast, get_args

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    PlainValidator,
    ValidationError,
    ValidationInfo,
    create_model,
)
from pydantic_core import ErrorDetails, PydanticCustomError

from flevoprint import model
from flevoprint.colour import Cmyk, Colour, Rgb
from flevoprint.content.addresses import AddressError, check_address
from flevoprint.content.pictures import PictureError, find_picture
from flevoprint.model import Address, Asset, Layout, Node, Text
from flevoprint.problem import Problem, Source, error, note

#: Total ink a coated sheet takes on every press (shops ask 260–320 %; the profile's limit is 300).
MAX_INK = 300.0


def _fail(code: str, message: str, hint: str) -> PydanticCustomError:
    return PydanticCustomError(code, "{message}", {"message": message, "hint": hint})


def _scalar(value: object) -> Text:
    if isinstance(value, Text):
        return value
    kind = "een lijst" if isinstance(value, tuple) else "een groep regels"
    raise _fail(
        "content.not-text",
        f"hier hoort tekst, maar er staat {kind}",
        "schrijf de tekst achter de dubbele punt, of zet hem tussen aanhalingstekens",
    )


def _words(value: object) -> Text:
    text = _scalar(value)
    if not text.value.strip():
        raise _fail(
            "content.empty-text", "hier ontbreekt de tekst", "vul de tekst in, of haal de regel weg"
        )
    return text


def _address(value: object) -> Address:
    text = _scalar(value)
    try:
        return Address(check_address(text.value), text.source)
    except AddressError as failure:
        raise _fail("content.bad-address", failure.message, failure.hint) from None


def _picture(value: object, info: ValidationInfo) -> Asset:
    text = _scalar(value)
    try:
        return Asset(find_picture(_folder(info), text.value), text.source)
    except PictureError as failure:
        raise _fail(failure.code, failure.message, failure.hint) from None


def _folder(info: ValidationInfo) -> Path:
    """The folder that pictures lie in; :func:`validate` hands it to every validator."""
    context = cast(Mapping[str, Path], info.context)
    return context["folder"]


def _code(value: object) -> str:
    text = _scalar(value).value
    if not re.fullmatch(r"GM\d{4}", text):
        raise _fail(
            "content.bad-code",
            f"'{text}' is geen CBS-code van een gemeente",
            "schrijf GM met vier cijfers, zoals GM0184; het CBS heeft de lijst",
        )
    return text


def _rgb(value: object) -> Rgb:
    text = _scalar(value).value
    match = re.fullmatch(r"#?([0-9a-fA-F]{2})([0-9a-fA-F]{2})([0-9a-fA-F]{2})", text.strip())
    if match is None:
        raise _fail(
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
        raise _fail("content.bad-colour", "dit is geen CMYK-kleur", hint)
    if sum(inks) > MAX_INK:
        raise _fail(
            "content.too-much-ink",
            f"deze kleur vraagt {sum(inks):.0f} % inkt; een pers droogt hooguit {MAX_INK:.0f} %",
            "neem de CMYK-waarden uit de huisstijlgids, of vervang gelijke delen "
            "cyaan, magenta en geel door zwart",
        )
    return inks[0], inks[1], inks[2], inks[3]


def _yes_or_no(value: object) -> bool:
    text = _scalar(value).value
    if text not in ("ja", "nee"):
        raise _fail("content.not-yes-or-no", f"'{text}' is geen ja of nee", "schrijf ja of nee")
    return text == "ja"


def _bleed(value: object) -> float:
    text = _scalar(value).value
    try:
        bleed = float(text.replace(",", ".").removesuffix("mm"))
    except ValueError:
        bleed = -1.0
    if not 0 <= bleed <= 10:
        raise _fail(
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
        raise _fail(
            "content.bad-date",
            f"'{text}' is geen datum",
            "schrijf jaar-maand-dag, zoals 2026-11-01",
        ) from None


def _weight(value: object) -> int:
    text = _scalar(value).value
    if not re.fullmatch(r"[1-9]00", text):
        raise _fail("content.bad-weight", f"'{text}' is geen gewicht", "schrijf 100, 200 … 900")
    return int(text)


def _language(value: object) -> str:
    text = _scalar(value).value
    if text != "nl":
        raise _fail(
            "content.language", f"de taal '{text}' wordt nog niet ondersteund", "schrijf nl"
        )
    return text


def _list(value: object) -> object:
    """A key with nothing behind it is an empty list."""
    return () if isinstance(value, Text) and not value.value else value


def _group(value: object) -> object:
    """A key with nothing behind it is an empty group."""
    return {} if isinstance(value, Text) and not value.value else value


Words = Annotated[Text, PlainValidator(_words)]
Link = Annotated[Address, PlainValidator(_address)]
Picture = Annotated[Asset, PlainValidator(_picture)]
YesOrNo = Annotated[bool, PlainValidator(_yes_or_no)]
Plain = Annotated[Text, PlainValidator(_scalar)]


class Shape(BaseModel):
    """A group of keys. ``noun`` is the class of ``model.py`` that it becomes."""

    model_config = ConfigDict(extra="forbid", frozen=True, arbitrary_types_allowed=True)
    noun: ClassVar[Callable[..., Any] | None] = None


class PointShape(Shape):
    noun = model.Point
    statement: Words = Field(alias="stelling")
    quotes: Annotated[tuple[Words, ...], BeforeValidator(_list)] = Field(
        default=(), alias="citaten"
    )


class ThemeShape(Shape):
    noun = model.Theme
    heading: Words = Field(alias="kop")
    points: Annotated[tuple[PointShape, ...], BeforeValidator(_list)] = Field(
        alias="punten", min_length=1
    )


class QuotesShape(Shape):
    noun = model.Quotes
    heading: Words = Field(alias="kop")
    quotes: Annotated[tuple[Words, ...], BeforeValidator(_list)] = Field(
        alias="citaten", min_length=1
    )


class PointerShape(Shape):
    noun = model.Pointer
    heading: Words | None = Field(default=None, alias="kop")
    text: Annotated[tuple[Words, ...], BeforeValidator(_list)] = Field(default=(), alias="tekst")
    address: Link | None = Field(default=None, alias="adres")


class PointerGroupShape(Shape):
    noun = model.PointerGroup
    heading: Words = Field(alias="kop")
    pointers: Annotated[tuple[PointerShape, ...], BeforeValidator(_list)] = Field(
        alias="wegwijzers", min_length=1
    )


class LogoShape(Shape):
    noun = model.Logo
    light: Picture = Field(alias="licht")
    dark: Picture = Field(alias="donker")
    alt: Words


class SenderShape(Shape):
    noun = model.Sender
    name: Words = Field(alias="naam")
    logo: LogoShape
    address: Link | None = Field(default=None, alias="adres")


class ContactShape(Shape):
    noun = model.Contact
    website: Link | None = None
    email: Link | None = Field(default=None, alias="e-mail")
    phone: Words | None = Field(default=None, alias="telefoon")


class ColourShape(Shape):
    noun = Colour
    rgb: Annotated[Rgb, PlainValidator(_rgb)]
    cmyk: Annotated[Cmyk, PlainValidator(_cmyk)]


class PaletteShape(Shape):
    noun = model.Palette
    main: ColourShape = Field(alias="hoofdkleur")
    second: ColourShape = Field(alias="tweede kleur")


class GemeenteShape(Shape):
    """A file in ``content/gemeenten``; ``bladen`` is laid over the sheets, so checked there."""

    name: Words = Field(alias="naam")
    code: Annotated[str, PlainValidator(_code)] = Field(alias="cbs")
    palette: PaletteShape = Field(alias="kleuren")
    logo: LogoShape
    contact: Annotated[ContactShape, BeforeValidator(_group)] = ContactShape()
    sheets: Any = Field(default=None, alias="bladen")


class EditionShape(Shape):
    """What a project may say of its press edition."""

    bleed: Annotated[float, PlainValidator(_bleed)] = Field(default=3.0, alias="afloop")
    marks: YesOrNo = Field(default=False, alias="snijtekens")


class EditionsShape(Shape):
    press: Annotated[EditionShape, BeforeValidator(_group)] = Field(
        default=EditionShape(), alias="druk"
    )


class ProjectShape(Shape):
    title: Words = Field(alias="titel")
    publisher: Words = Field(alias="uitgever")
    language: Annotated[str, PlainValidator(_language)] = Field(alias="taal")
    day: Annotated[date, PlainValidator(_day)] = Field(alias="datum")
    editions: Annotated[EditionsShape, BeforeValidator(_group)] = Field(
        default=EditionsShape(), alias="edities"
    )


class FontShape(Shape):
    family: Words = Field(alias="familie")
    weight: Annotated[int, PlainValidator(_weight)] = Field(alias="gewicht")
    italic: YesOrNo = Field(alias="cursief")
    file: Words = Field(alias="bestand")


class FontsShape(Shape):
    faces: tuple[FontShape, ...] = Field(alias="lettertypen", min_length=1)


class SlotShape(Shape):
    side: Plain | None = Field(default=None, alias="zijde")
    name: Words = Field(alias="naam")
    kind: Words = Field(alias="soort")
    local: YesOrNo = Field(alias="lokaal")
    required: YesOrNo = Field(alias="verplicht")


class LayoutShape(Shape):
    size: Words = Field(alias="formaat")
    sides: tuple[Words, ...] = Field(alias="zijden", min_length=1)
    slots: tuple[SlotShape, ...] = Field(alias="vakken", min_length=1)


class Kind(NamedTuple):
    """What a slot of one kind holds; ``many`` of it make a list."""

    shape: Any
    many: bool = False

    @property
    def annotation(self) -> Any:
        """The type as pydantic reads it."""
        return _listed(self.shape) if self.many else self.shape


def _listed(shape: Any) -> Any:
    return Annotated[tuple[shape, ...], BeforeValidator(_list)]


#: The kinds of slot a layout may declare.
KINDS: Mapping[str, Kind] = {
    "tekst": Kind(Words),
    "citaten": Kind(QuotesShape),
    "themas": Kind(ThemeShape, many=True),
    "groep": Kind(PointerGroupShape),
    "groepen": Kind(PointerGroupShape, many=True),
    "wegwijzers": Kind(PointerShape, many=True),
    "afzenders": Kind(SenderShape, many=True),
}


def sheet_shape(layout: Layout) -> type[Shape]:
    """The shape of a sheet that fills ``layout``: one field per declared slot."""
    sides: dict[str, Any] = {
        side: (_slots_shape(layout, side), Field(alias=side)) for side in layout.sides
    }
    sides["layout_id"] = (Words, Field(alias="layout"))
    return create_model("SheetShape", __base__=_slots_shape(layout, ""), **sides)


def _slots_shape(layout: Layout, side: str) -> type[Shape]:
    definitions: dict[str, Any] = {}
    for slot in layout.slots:
        if slot.side != side:
            continue
        kind = KINDS[slot.kind]
        if slot.required:
            field = Field(min_length=1) if kind.many else Field()
            definitions[slot.name] = (kind.annotation, field)
        elif kind.many:
            definitions[slot.name] = (kind.annotation, ())
        else:
            definitions[slot.name] = (kind.annotation | None, None)
    return create_model("SlotsShape", __base__=Shape, **definitions)


def validate(shape: type[Shape], node: Node, folder: Path) -> tuple[Shape | None, list[Problem]]:
    """``node`` as ``shape``, and all that is wrong with it; ``folder`` is where pictures lie."""
    try:
        return shape.model_validate(plain(node), context={"folder": folder}), []
    except ValidationError as failure:
        return None, [_problem(details, node, shape) for details in failure.errors()]


def plain(node: Node, path: str = "") -> Any:
    """``node`` as dicts, tuples and Text: what the shapes validate."""
    if isinstance(node.value, str):
        return Text(node.value, node.source, path)
    if isinstance(node.value, tuple):
        return tuple(plain(item, f"{path}[{i}]") for i, item in enumerate(node.value, start=1))
    return {
        key: plain(entry.node, f"{path}.{key}" if path else key)
        for key, entry in node.value.items()
    }


def build(value: Any) -> Any:
    """A validated value as nouns of ``model.py``."""
    if isinstance(value, Shape) and value.noun is not None:
        names = type(value).model_fields
        return value.noun(**{name: build(getattr(value, name)) for name in names})
    if isinstance(value, tuple):
        return tuple(build(item) for item in value)
    return value


def missing_addresses(value: object) -> Iterator[Problem]:
    """A note for every address that was left empty."""
    for found in model.printed(value):
        if isinstance(found, Address) and not found.url:
            yield note(
                "content.address-missing",
                "het adres is nog te controleren: er komt geen QR-code",
                found.source,
                "zoek het adres op en vul het in, met https:// ervoor",
            )


def _problem(details: ErrorDetails, node: Node, shape: type[Shape]) -> Problem:
    kind, location = details["type"], details["loc"]
    context = details.get("ctx", {})
    source, key, key_source = _locate(node, location)
    if kind == "missing":
        hint = f"voeg een regel '{key}: …' toe"
        return error("content.missing", f"'{key}' ontbreekt", source, hint)
    if kind == "extra_forbidden":
        return unknown_key(key, key_source, _allowed_keys(shape, location[:-1]))
    if kind == "too_short":
        message = f"'{key}' moet minstens één onderdeel hebben"
        return error("content.missing", message, source, f"zet onder '{key}:' een regel met '- '")
    if kind == "tuple_type":
        hint = f"zet elk onderdeel onder '{key}:' op een eigen regel die met '- ' begint"
        return error("content.not-a-list", "hier hoort een lijst", source, hint)
    if kind in ("model_type", "model_attributes_type"):
        keys = ", ".join(_allowed_keys(shape, location))
        hint = f"schrijf hier regels 'sleutel: waarde', met: {keys}"
        return error("content.not-a-group", "hier hoort een groep regels", source, hint)
    hint = str(context.get("hint", "kijk in een ander bestand in deze map hoe het moet"))
    return error(kind, str(context.get("message", "deze waarde kan hier niet")), source, hint)


def unknown_key(key: str, source: Source, allowed: list[str]) -> Problem:
    """The problem of a key that nobody declared, with the likely one as the remedy."""
    close = difflib.get_close_matches(key, allowed, n=1, cutoff=0.6)
    hint = f"bedoelde u '{close[0]}'?" if close else f"hier kunnen staan: {', '.join(allowed)}"
    return error("content.unknown-field", f"onbekende sleutel '{key}'", source, hint)


def _locate(node: Node, location: tuple[int | str, ...]) -> tuple[Source, str, Source]:
    """Where the value at ``location`` stands, its last key, and where that key stands.

    A value that is missing is located at its nearest parent.
    """
    source, key, key_source = node.source, "", node.source
    for step in location:
        key = step if isinstance(step, str) else key
        if isinstance(node.value, Mapping) and step in node.value:
            entry = node.value[str(step)]
            node, key_source = entry.node, entry.key_source
            # An empty value stands nowhere an editor can see: its key does.
            source = node.source if node.value and isinstance(node.value, str) else key_source
        elif isinstance(node.value, tuple) and isinstance(step, int):
            node = node.value[step]
            source = key_source = node.source
        else:
            break
    return source, key, key_source


def _allowed_keys(shape: type[Shape], location: tuple[int | str, ...]) -> list[str]:
    for step in location:
        if isinstance(step, str):
            by_alias = {field.alias or name: field for name, field in shape.model_fields.items()}
            field = by_alias.get(step)
            inner = _shape_within(field.annotation) if field else None
            if inner is None:
                return []
            shape = inner
    return [field.alias or name for name, field in shape.model_fields.items()]


def _shape_within(annotation: Any) -> type[Shape] | None:
    if isinstance(annotation, type) and issubclass(annotation, Shape):
        return annotation
    for argument in get_args(annotation):
        found = _shape_within(argument)
        if found is not None:
            return found
    return None

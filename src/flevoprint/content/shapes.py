"""What an editor may write: the keys of every file, in Dutch, and the nouns they become.

The nouns of ``model.py`` know no pydantic; :func:`build` makes them from the shapes here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import cache, lru_cache
from typing import Annotated, Any, ClassVar, NamedTuple, Self

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    create_model,
    model_validator,
)

from flevoprint import model
from flevoprint.colour import BLACK, PAPER, contrast, rough_rgb
from flevoprint.content.fields import (
    ON_POSTER,
    Choice,
    CmykValue,
    Code,
    Day,
    Group,
    Language,
    Link,
    MailLink,
    Many,
    Paper,
    Phone,
    Picture,
    Plain,
    Quote,
    RgbValue,
    Shrink,
    WebLink,
    Weight,
    Words,
    YesOrNo,
    fail,
    number,
    number_or_no,
)
from flevoprint.language import say
from flevoprint.model import Asset, Layout, Slot, Text

#: Contrast between a colour's two values from which one of them must be a mistake: house colours
#: and their inks stay under 1.6, even a screen green that no ink can print stays under 2.1.
MOST_APART = 2.5


class Shape(BaseModel):
    """A group of keys. ``noun`` is the class of ``model.py`` that it becomes."""

    # Most shapes are parts of others, which hold what is built of them once more.
    model_config = ConfigDict(
        extra="forbid", frozen=True, arbitrary_types_allowed=True, defer_build=True
    )
    noun: ClassVar[Callable[..., Any] | None] = None


class PointShape(Shape):
    noun = model.Point
    statement: Words = Field(alias="stelling")
    quotes: Many[Quote] = Field(default=(), alias="citaten")
    chosen: YesOrNo = Field(default=False, alias="op poster")


class ThemeShape(Shape):
    noun = model.Theme
    heading: Words = Field(alias="kop")
    points: Many[PointShape] = Field(alias="punten", min_length=1)


class QuotesShape(Shape):
    noun = model.Quotes
    heading: Words = Field(alias="kop")
    quotes: Many[Quote] = Field(alias="citaten", min_length=1)


class PointerShape(Shape):
    noun = model.Pointer
    heading: Words | None = Field(default=None, alias="kop")
    text: Many[Words] = Field(default=(), alias="tekst")
    address: Link | None = Field(default=None, alias="adres")
    chosen: YesOrNo = Field(default=False, alias="op poster")


class PointerGroupShape(Shape):
    noun = model.PointerGroup
    heading: Words = Field(alias="kop")
    pointers: Many[PointerShape] = Field(alias="wegwijzers", min_length=1)


class LogoShape(Shape):
    """A logo in two versions, for light and for dark ground, or in the one there is."""

    light: Picture | None = Field(default=None, alias="licht")
    dark: Picture | None = Field(default=None, alias="donker")
    only: Picture | None = Field(default=None, alias="bestand")
    alt: Words

    @staticmethod
    def noun(light: Asset | None, dark: Asset | None, only: Asset | None, alt: Text) -> model.Logo:
        return model.Logo(light or only, dark, alt)

    @model_validator(mode="after")
    def _is_there(self) -> Self:
        hint = say(
            "write '{only}: logos/…', or 'licht: logos/…' and 'donker: logos/…'", only="bestand"
        )
        if not (self.light or self.dark or self.only):
            raise fail("content.logo-versions", say("the name of a file is missing here"), hint)
        if self.only and (self.light or self.dark):
            message = say("'{key}' is for a logo that has no 'licht' and 'donker'", key="bestand")
            raise fail("content.logo-versions", message, hint, "bestand")
        return self


class SenderShape(Shape):
    noun = model.Sender
    name: Words = Field(alias="naam")
    logo: LogoShape
    address: Link | None = Field(default=None, alias="adres")


class ContactShape(Shape):
    noun = model.Contact
    website: WebLink | None = None
    email: MailLink | None = Field(default=None, alias="e-mail")
    phone: Phone | None = Field(default=None, alias="telefoon")


class ColourShape(Shape):
    """A house colour as a manual gives it; ``content/palettes.py`` makes it whole."""

    rgb: RgbValue | None = None
    cmyk: CmykValue | None = None

    @model_validator(mode="after")
    def _alike(self) -> Self:
        """Text is readable on press only if the inks are about as light as the screen's colour."""
        if self.rgb is None and self.cmyk is None:
            raise fail(
                "content.missing",
                say("the colour is missing here"),
                say('write {{rgb: "#0e5a63", cmyk: [85, 40, 45, 36]}}, or one of the two'),
            )
        if self.cmyk and 0 < max(self.cmyk) <= 1:
            inks = ", ".join(f"{100 * ink:g}" for ink in self.cmyk)
            raise fail(
                "content.colours-differ",
                say("these inks are hardly there: cmyk are percentages from 0 to 100"),
                say("write cmyk: [{inks}]", inks=inks),
            )
        if self.rgb is None or self.cmyk is None:
            return self
        if contrast(self.rgb, rough_rgb(self.cmyk)) >= MOST_APART:
            raise fail(
                "content.colours-differ",
                say("the cmyk colour is not like the rgb colour: one is much lighter"),
                say("take both from the house style; cmyk are percentages from 0 to 100"),
            )
        for fixed, name in ((PAPER, say("white")), (BLACK, say("black"))):
            if self.rgb == fixed.rgb and self.cmyk != fixed.cmyk:
                inks = ", ".join(f"{ink:g}" for ink in fixed.cmyk)
                raise fail(
                    "content.colours-differ",
                    say("{name} on the screen is always [{inks}] on paper", name=name, inks=inks),
                    say("write cmyk: [{inks}], or give the colour an rgb of its own", inks=inks),
                )
        return self


class PaletteShape(Shape):
    main: ColourShape = Field(alias="hoofdkleur")
    second: ColourShape | None = Field(default=None, alias="tweede kleur")

    @model_validator(mode="after")
    def _apart(self) -> Self:
        """The press finds a colour's inks by its sRGB value, so one value has one set of inks."""
        main, second = self.main, self.second
        if second is None or None in (main.rgb, main.cmyk, second.rgb, second.cmyk):
            return self
        if main.rgb == second.rgb and main.cmyk != second.cmyk:
            raise fail(
                "content.colours-differ",
                say("two colours with the same rgb have a different cmyk"),
                say("give them the same cmyk, or choose another second colour"),
            )
        return self


class GemeenteShape(Shape):
    """A file in ``content/gemeenten`` with the province's below it.

    ``bladen`` is laid over the sheets, so checked there.
    """

    name: Words = Field(alias="naam")
    code: Code = Field(alias="cbs")
    province: Words | None = Field(default=None, alias="provincie")
    palette: PaletteShape = Field(alias="kleuren")
    logo: LogoShape
    contact: Group[ContactShape] = ContactShape()
    sheets: Any = Field(default=None, alias="bladen")


class OrganisationShape(GemeenteShape):
    """A file in ``content/organisaties`` with its gemeente's below it."""

    under: Words = Field(alias="onder")


class RowPaletteShape(Shape):
    main: ColourShape | None = Field(default=None, alias="hoofdkleur")
    second: ColourShape | None = Field(default=None, alias="tweede kleur")


class RowShape(Shape):
    """What a row of a table says of a gemeente; the rest of its file is made."""

    name: Words = Field(alias="naam")
    code: Code | None = Field(default=None, alias="cbs")
    palette: RowPaletteShape | None = Field(default=None, alias="kleuren")
    contact: Group[ContactShape] = ContactShape()


class ProjectShape(Shape):
    title: Words = Field(alias="titel")
    publisher: Words = Field(alias="uitgever")
    language: Language = Field(alias="taal")
    day: Day = Field(alias="datum")
    printer: Words | None = Field(default=None, alias="drukker")


class FontShape(Shape):
    family: Words = Field(alias="familie")
    weight: Weight = Field(alias="gewicht")
    italic: YesOrNo = Field(alias="cursief")
    file: Words = Field(alias="bestand")


class FontsShape(Shape):
    faces: Many[FontShape] = Field(alias="lettertypen", min_length=1)


class SlotShape(Shape):
    side: Plain | None = Field(default=None, alias="zijde")
    name: Words = Field(alias="naam")
    kind: Words = Field(alias="soort")
    local: YesOrNo = Field(alias="lokaal")
    required: YesOrNo = Field(alias="verplicht")
    shrinks: Shrink = Field(default=False, alias="passend")
    smallest: Annotated[float | None, number(50, 100, "%")] = Field(
        default=None, alias="ondergrens"
    )
    group: Words | None = Field(default=None, alias="samen")
    chosen: Choice = Field(default=False, alias="keuze")
    most: Annotated[float | None, number(1, 99, "delen")] = Field(default=None, alias="hoogstens")

    @model_validator(mode="after")
    def _chooses_something(self) -> Self:
        if self.most is not None and not self.chosen:
            key, rule = "hoogstens", f"keuze: {ON_POSTER}"
            raise fail(
                "content.bad-choice",
                say("'{key}' only means something with {rule}", key=key, rule=rule),
                say("add {rule}, or remove '{key}'", rule=rule, key=key),
                key,
            )
        return self

    @model_validator(mode="after")
    def _fits_one_way(self) -> Self:
        if not self.shrinks and (self.smallest is not None or self.group is not None):
            key = "samen" if self.smallest is None else "ondergrens"
            raise fail(
                "content.bad-fit",
                say("'{key}' only means something with passend: krimp", key=key),
                say("add passend: krimp, or remove '{key}'", key=key),
                key,
            )
        return self


class LayoutShape(Shape):
    size: Paper = Field(alias="formaat")
    sides: Many[Words] = Field(alias="zijden", min_length=1)
    separate: YesOrNo = Field(default=False, alias="losse zijden")
    smallest_type: Annotated[float, number(9, 72, "pt")] = Field(
        default=9.0, alias="kleinste letter"
    )
    smallest_module: Annotated[float, number(0.4, 20, "mm")] = Field(
        default=0.4, alias="kleinste module"
    )
    slots: Many[SlotShape] = Field(alias="vakken", min_length=1)


class InkShape(Shape):
    highest: Annotated[float, number(200, 400, "%")] = Field(alias="hoogste")
    average: Annotated[float | None, number_or_no(100, 400, "%")] = Field(alias="gemiddeld")


class ResolutionShape(Shape):
    error: Annotated[float, number(50, 2540, "ppi")] = Field(alias="fout")
    warning: Annotated[float, number(50, 2540, "ppi")] = Field(alias="waarschuwing")

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.error > self.warning:
            raise fail(
                "printer.thresholds",
                say("'fout' is higher than 'waarschuwing': nothing would be warned of"),
                say("make 'fout' the lower of the two"),
                "fout",
            )
        return self


class LinesShape(Shape):
    thinnest: Annotated[float, number(0.05, 5, "pt")] = Field(alias="dunste")
    thinnest_reversed: Annotated[float, number(0.05, 5, "pt")] = Field(
        alias="dunste in kleur of wit"
    )


class LettersShape(Shape):
    smallest: Annotated[float, number(3, 14, "pt")] = Field(alias="kleinste")
    smallest_reversed: Annotated[float, number(3, 14, "pt")] = Field(
        alias="kleinste in kleur of wit"
    )
    rich_black: YesOrNo = Field(alias="diepzwart melden")


class OverprintShape(Shape):
    text_below: Annotated[float | None, number_or_no(1, 50, "pt")] = Field(alias="letters onder")
    line_below: Annotated[float | None, number_or_no(0.1, 10, "pt")] = Field(alias="lijnen onder")


class ExemptionShape(Shape):
    code: Words
    reason: Words = Field(alias="reden")


class PrinterShape(Shape):
    """A file in ``content/printers``, with what it takes from another one laid under it."""

    like: Words | None = Field(default=None, alias="zoals")
    name: Words = Field(alias="naam")
    standard: Words = Field(alias="norm")
    condition: Words = Field(alias="conditie")
    icc: Words | None = Field(default=None, alias="profiel")
    bleed: Annotated[float, number(0, 10, "mm")] = Field(alias="afloop")
    marks: YesOrNo = Field(alias="snijtekens")
    safe_margin: Annotated[float, number(0, 30, "mm")] = Field(alias="veilige marge")
    ink: InkShape = Field(alias="inkt")
    images: ResolutionShape = Field(alias="beelden")
    bilevel: ResolutionShape = Field(alias="lijnwerk")
    lines: LinesShape = Field(alias="lijnen")
    letters: LettersShape
    overprint: OverprintShape = Field(alias="overdruk")
    viewing_distance: Annotated[float, number(0.2, 50, "m")] = Field(alias="leesafstand")
    max_megabytes: Annotated[float, number(1, 2000, "MB")] = Field(alias="bestand hooguit")
    exemptions: Many[ExemptionShape] = Field(default=(), alias="ontheffingen")


class Kind(NamedTuple):
    """What a slot of one kind holds; ``many`` of it make a list, ``choosable`` are parts of it."""

    shape: Any
    many: bool = False
    choosable: bool = True

    @property
    def annotation(self) -> Any:
        """The type as pydantic reads it."""
        many: Any = Many  # a type made of a value is beyond a type checker
        return many[self.shape] if self.many else self.shape


#: The kinds of slot a layout may declare.
KINDS: Mapping[str, Kind] = {
    "tekst": Kind(Words, choosable=False),
    "citaten": Kind(QuotesShape),
    "themas": Kind(ThemeShape, many=True),
    "groep": Kind(PointerGroupShape),
    "groepen": Kind(PointerGroupShape, many=True),
    "wegwijzers": Kind(PointerShape, many=True),
    "afzenders": Kind(SenderShape, many=True, choosable=False),
}


def sheet_shape(layout: Layout) -> type[Shape]:
    """The shape of a sheet that fills ``layout``: one field per declared slot."""
    return _sheet_shape(layout.sides, layout.slots)


@lru_cache(maxsize=64)
def _sheet_shape(names: tuple[str, ...], slots: tuple[Slot, ...]) -> type[Shape]:
    sides: dict[str, Any] = {side: (_slots_shape(slots, side), Field(alias=side)) for side in names}
    sides["layout_id"] = (Words, Field(alias="layout"))
    sides["language"] = (Language | None, Field(default=None, alias="taal"))
    sides["original"] = (Plain | None, Field(default=None, alias="vertaling van"))
    return create_model("SheetShape", __base__=_slots_shape(slots, ""), **sides)


@cache
def slot_shape(kind: str) -> type[Shape]:
    """The shape of one slot by itself: its content stands under ``value``."""
    return create_model("OneSlotShape", __base__=Shape, value=(KINDS[kind].annotation, Field()))


def _slots_shape(slots: Iterable[Slot], side: str) -> type[Shape]:
    definitions: dict[str, Any] = {}
    for slot in slots:
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


def build(value: Any) -> Any:
    """A validated value as nouns of ``model.py``."""
    if isinstance(value, Shape) and value.noun is not None:
        names = type(value).model_fields
        return value.noun(**{name: build(getattr(value, name)) for name in names})
    if isinstance(value, tuple):
        return tuple(build(item) for item in value)
    return value

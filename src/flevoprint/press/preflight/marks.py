"""What the pages of a PDF paint, object by object: the nouns of one walk over the content streams.

Every check reads these instead of the operators (ISO 32000-1, 8 and 9). Boxes are in points of
the page's own coordinates, lie within the clip at that moment, and are where the object can paint.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from flevoprint.colour import Cmyk, Rgb
from flevoprint.geometry import Box


class MarkKind(StrEnum):
    """How an object is painted."""

    TEXT = "text"
    FILL = "fill"
    STROKE = "stroke"
    IMAGE = "image"
    SHADING = "shading"


class Device(StrEnum):
    """What the numbers of a colour come to in the end, whatever space they are wrapped in."""

    GRAY = "gray"
    RGB = "rgb"
    CMYK = "cmyk"
    LAB = "lab"
    UNKNOWN = ""


@dataclass(frozen=True, slots=True)
class Paint:
    """A colour as the file gives it: its space's family (``DeviceCMYK``) and components.

    ``device`` is what the base or alternate of that space comes to. ``inks`` in %, where the space
    says them of itself (DeviceCMYK, DeviceGray as black, and spot colours by their alternate);
    ``rgb``, 0–255, likewise for what is meant for a screen. ``colorants`` names the plates of
    Separation and DeviceN; ``profile`` is the SHA-256 of the profile behind ICCBased.
    """

    space: str
    values: tuple[float, ...] = ()
    inks: Cmyk | None = None
    rgb: Rgb | None = None
    colorants: tuple[str, ...] = ()
    device: Device = Device.UNKNOWN
    profile: str = ""


@dataclass(frozen=True, slots=True)
class FontFacts:
    """A font as used: ``embedded`` file or not, ``subset`` by its prefix, Type 3 by its glyphs."""

    name: str
    subtype: str
    embedded: bool
    subset: bool


@dataclass(frozen=True, slots=True)
class ImageFacts:
    """An image as placed: pixels, bits, colour space family, and pixels per inch as printed.

    ``ppi`` is the lesser of the two directions.
    """

    width: int
    height: int
    bits: int
    space: str
    ppi: float
    stencil: bool


class Mark(NamedTuple):
    """One thing painted, in the order of painting. A page has thousands: making one is cheap.

    ``size`` is the type's height on the page, a line's width, or a fill's lesser side, in points.
    ``text`` is what a reader gets (by ToUnicode; � where nothing says it); ``missing_glyphs``
    counts codes that show .notdef. ``overprint_mode`` is OPM. ``alpha`` and ``blend`` hold for the
    groups around it too.

    ``solid`` ones surely cover all of their box.

    ``soft_mask`` marks belong to a soft mask: they shape others and are not painted themselves;
    ``masked`` ones are painted through one. ``invisible`` ones show nothing: text in rendering
    mode 3 or 7, or anything wholly outside the clip, whose box is then not cut to it.
    """

    page: int
    kind: MarkKind
    box: Box
    paint: Paint | None = None
    size: float = 0
    overprint: bool = False
    overprint_mode: int = 0
    alpha: float = 1
    blend: str = "Normal"
    soft_mask: bool = False
    masked: bool = False
    solid: bool = False
    text: str = ""
    missing_glyphs: int = 0
    invisible: bool = False
    font: FontFacts | None = None
    #: What the letters of a text cover themselves, without spaces around them, where their font
    #: tells; not cut to the clip.
    ink: Box | None = None
    image: ImageFacts | None = None
    mcid: int | None = None
    artifact: bool = False
    layer: str = ""
    #: The forms, patterns, glyphs and annotations it stands in: ``Fm0 > P1``; empty on the page.
    where: str = ""

    @property
    def painted(self) -> bool:
        """Whether it leaves ink: neither in a soft mask, nor invisible, nor mere spaces."""
        return not (self.soft_mask or self.invisible or (self.text and not self.text.strip()))

    @property
    def transparent(self) -> bool:
        """Whether what lies under it may show through."""
        return self.alpha < 1 or self.masked or self.blend not in ("Normal", "Compatible")


@dataclass(frozen=True, slots=True)
class Group:
    """A transparency group and its blend space (ISO 32000-1, 11.6.6); ``space`` "" where unset."""

    page: int
    where: str
    space: str
    device: Device
    soft_mask: bool


@dataclass(frozen=True, slots=True)
class Damage:
    """An operator that cannot be carried out as it stands."""

    page: int
    where: str
    operator: str


@dataclass(frozen=True, slots=True)
class Painted:
    """All that one walk saw."""

    marks: tuple[Mark, ...]
    groups: tuple[Group, ...]
    damage: tuple[Damage, ...]

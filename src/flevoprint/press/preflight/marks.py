"""What the pages of a PDF paint, object by object: one walk over the content streams.

Every check reads this list instead of the operators (ISO 32000-1, 8 and 9). Boxes are in points of
the page's own coordinates, lie within the clip at that moment, and are where the object can paint.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from flevoprint.colour import Cmyk, Rgb
from flevoprint.geometry import Box


class MarkKind(StrEnum):
    """How an object is painted."""

    TEXT = "text"
    FILL = "fill"
    STROKE = "stroke"
    IMAGE = "image"
    SHADING = "shading"


@dataclass(frozen=True, slots=True)
class Paint:
    """A colour as the file gives it: its space's family (``DeviceCMYK``) and components.

    ``inks`` in %, where the space says them of itself (DeviceCMYK, DeviceGray as black, and spot
    colours by their alternate); ``rgb`` likewise for what is meant for a screen. ``colorants``
    names the plates of Separation and DeviceN.
    """

    space: str
    values: tuple[float, ...]
    inks: Cmyk | None = None
    rgb: Rgb | None = None
    colorants: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class FontFacts:
    """A font as used: ``embedded`` file or not, ``subset`` by its prefix, Type 3 by its glyphs."""

    name: str
    subtype: str
    embedded: bool
    subset: bool


@dataclass(frozen=True, slots=True)
class ImageFacts:
    """An image as placed: pixels, bits, colour space family, and pixels per inch as printed."""

    width: int
    height: int
    bits: int
    space: str
    ppi: float
    stencil: bool


@dataclass(frozen=True, slots=True)
class Mark:
    """One thing painted, in the order of painting.

    ``size`` is the type's height on the page or a line's width, in points. ``text`` is what a
    reader gets (by ToUnicode); ``missing_glyphs`` counts codes that show .notdef.
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
    text: str = ""
    missing_glyphs: int = 0
    invisible: bool = False
    font: FontFacts | None = None
    image: ImageFacts | None = None
    mcid: int | None = None
    artifact: bool = False
    layer: str = ""
    #: Where it stands: ``page 1``, ``page 1, form Fm0``.
    where: str = ""

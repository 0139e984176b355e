"""QR codes found on the rendered page, and measured there.

All pages are searched, whatever stands in the file. Where it is known which codes should be there,
a quicker look is enough as long as all is well.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import cache

import numpy as np
import zxingcpp

from flevoprint.finding import PageFacts
from flevoprint.geometry import Box, mm_to_pt, pt_to_mm
from flevoprint.latest import Latest
from flevoprint.press.preflight.check import touches
from flevoprint.press.preflight.limits import Unreadable
from flevoprint.press.preflight.marks import Mark, MarkKind
from flevoprint.press.preflight.mosaic import may_draw, reach
from flevoprint.press.preflight.planes import printed
from flevoprint.press.preflight.reading import Reading
from flevoprint.press.preflight.render import Pixels, Renderer, Unrenderable
from flevoprint.press.preflight.separate.tiles import refuse_dust
from flevoprint.press.preflight.separate.unmeasured import Unmeasured
from flevoprint.press.preflight.symbol import AROUND, Measured, Points, measure, side

#: The resolution at which every code must read, and a second try where an image may be one.
DPI, FINER = 150, 300
#: A code that cannot be read must be seen again at one of these, in the same place, or at
#: :data:`FINER`, where letters are seldom taken for one.
OTHERS = (140, 175, 200)
#: Modules that must stay clear on every side.
QUIET = 4
#: Pixels a module has in the picture it is measured on.
_FINE, _LARGEST_DPI = 12, 1200
#: Most pictures of codes that are known again: those of some 45 sheets. One in fifty comes back
#: later than that.
_MOST = 300


@dataclass(frozen=True, slots=True)
class Code:
    """A QR code on a page.

    ``text`` is empty where it was found and could not be read. ``modules`` along a side, each of
    ``module`` mm; ``quiet`` modules are clear left, right, above and below it, :data:`AROUND`
    being all that was looked at; ``contrast`` as WCAG counts. ``dpi`` at which it was read.
    """

    page: int
    text: str
    box: Box
    dpi: int
    modules: int = 0
    module: float = 0
    quiet: tuple[float, float, float, float] = (0, 0, 0, 0)
    contrast: float = 0


def codes_of(reading: Reading, known: frozenset[str] | None = None) -> tuple[Code, ...]:
    """All codes of a file, in the order of its pages; looked for once and kept with ``reading``.

    ``known`` are the addresses whose codes should be there, and no others, where that is known.
    Raises :class:`Unreadable` or :class:`Unrenderable` for a file that cannot be looked at.
    """
    kept = vars(reading)
    if "codes" not in kept:
        try:
            refuse_dust(reading.pdf)
        except Unmeasured as dust:
            raise Unreadable(dust.what) from dust
        codes = None if known is None else _expected(reading, known)
        if codes is None:
            codes = tuple(
                code
                for page in reading.pages
                for code in _on_page(reading.renderer, page, reading.marks)
            )
        kept["codes"] = codes
    found: tuple[Code, ...] = kept["codes"]
    return found


def _expected(reading: Reading, known: frozenset[str]) -> tuple[Code, ...] | None:
    """The codes of a file as they are seen without its text, where that tells all.

    Text takes most of the time, to draw and to look through. It tells all where text can be no
    code itself, none stands near one, and what is seen is just what should be there; else None.
    """
    if any(may_draw(reading, page.number) for page in reading.pages):
        return None
    codes: list[Code] = []
    for page in reading.pages:
        found = _bare(reading.renderer, page)
        texts = [
            reach(mark)
            for mark in reading.marks
            if mark.page == page.number and mark.kind is MarkKind.TEXT
        ]
        if any(not code.text or _near(code, texts) for code in found) or any(
            mark.page == page.number and _may_be_code(mark) and not _among(mark.box, found)
            for mark in reading.marks
        ):
            return None
        codes += found
    return tuple(codes) if {code.text for code in codes} == known else None


def _bare(renderer: Renderer, page: PageFacts) -> list[Code]:
    """The codes of a page as they read from a picture without its text, measured with it."""
    area = printed(page)
    try:
        pixels = renderer.grey(page.number, DPI, area)
    except Unrenderable:
        return [Code(page.number, "", area, DPI)]
    return _told(renderer, page.number, pixels, area, DPI)


def _near(code: Code, texts: list[Box]) -> bool:
    """Whether any text may reach into a code or its quiet zone."""
    room = code.box.grown(mm_to_pt((QUIET + 1) * code.module))
    return any(touches(room, text) for text in texts)


def _on_page(renderer: Renderer, page: PageFacts, marks: tuple[Mark, ...]) -> list[Code]:
    """The codes of a page, each once; images that may be one are looked at again, finer."""
    seen = _decoded(renderer, page.number, printed(page), DPI)
    found = [code for code in seen if code.text]
    for mark in marks:
        if mark.page == page.number and _may_be_code(mark) and not _among(mark.box, found):
            room = mark.box.grown((mark.box.right - mark.box.left) * QUIET / 21)
            again = _decoded(renderer, page.number, room, FINER)
            found += [code for code in again if code.text]
    unread = [code for code in seen if not code.text and not _among(code.box, found)]
    for code in _lasting(renderer, page, unread):
        if not _among(code.box, found):
            found.append(code)
    return found


def _lasting(renderer: Renderer, page: PageFacts, unread: list[Code]) -> list[Code]:
    """Those that a decoder finds, and cannot read, at another resolution too.

    Lines of small letters may look like a code to it, but to the pixel: the next resolution shows
    none, or one elsewhere.
    """
    if not unread:
        return []
    others = [place for dpi in OTHERS for place in _places(renderer, page, dpi)]
    finer = _places(renderer, page, FINER)
    return [
        code
        for code in unread
        if any(_same(code.box, place) for place in others)
        or any(touches(code.box, place) for place in finer)
    ]


def _places(renderer: Renderer, page: PageFacts, dpi: int) -> list[Box]:
    area = printed(page)
    pixels = renderer.padded(page.number, dpi, area)
    return [_around(_placed(_corners(symbol), pixels, area)) for symbol in _symbols(pixels)]


def _same(first: Box, second: Box) -> bool:
    """Whether two boxes share more than half of what both cover."""
    wide = min(first.right, second.right) - max(first.left, second.left)
    high = min(first.top, second.top) - max(first.bottom, second.bottom)
    shared = max(wide, 0) * max(high, 0)
    return 2 * shared > _area(first) + _area(second) - shared


def _area(box: Box) -> float:
    return (box.right - box.left) * (box.top - box.bottom)


def _around(corners: Points) -> Box:
    return Box(*(float(edge) for edge in (*corners.min(axis=0), *corners.max(axis=0))))


def _among(box: Box, codes: list[Code]) -> bool:
    return any(touches(box, code.box) for code in codes)


def _may_be_code(mark: Mark) -> bool:
    """A square image without colours, of a size that a code may have."""
    if mark.kind is not MarkKind.IMAGE or mark.image is None:
        return False
    wide, high = mark.box.right - mark.box.left, mark.box.top - mark.box.bottom
    square = 0.9 < wide / high < 1.1 if high > 0 else False
    return square and 4 < pt_to_mm(wide) < 300 and mark.image.space in ("DeviceGray", "")


def _decoded(renderer: Renderer, page: int, area: Box, dpi: int) -> list[Code]:
    """The codes within ``area`` (points) as read from a picture of ``dpi``, and measured."""
    return _told(renderer, page, renderer.padded(page, dpi, area), area, dpi)


def _told(renderer: Renderer, page: int, pixels: Pixels, area: Box, dpi: int) -> list[Code]:
    """The codes in a picture of ``area``, those that read measured on pictures of their own."""
    codes = []
    for symbol in _symbols(pixels):
        corners = _placed(_corners(symbol), pixels, area)
        box = _around(corners)
        if symbol.valid:
            codes.append(_measured(renderer, page, symbol, corners, box, dpi))
        else:
            codes.append(Code(page, "", box, dpi))
    return codes


def _symbols(picture: Pixels) -> list[zxingcpp.Barcode]:
    """The codes in a picture of :meth:`Renderer.padded`, by its luma, or of :meth:`~.grey`."""
    formats = zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode)
    height, width = picture.shape[:2]
    kind = zxingcpp.ImageFormat.RGBA if picture.ndim == 3 else zxingcpp.ImageFormat.Lum
    packed = np.ascontiguousarray(picture)  # a view does not keep what it looks at
    view = zxingcpp.ImageView(packed, width, height, kind)
    return list(zxingcpp.read_barcodes(view, formats=formats, return_errors=True))


def _version(symbol: zxingcpp.Barcode) -> int:
    """The version 1–40, which tells how many modules there are (ISO/IEC 18004, 5.3.1)."""
    extra = symbol.extra
    return int(extra["Version"]) if isinstance(extra, dict) else 1


def _corners(symbol: zxingcpp.Barcode) -> Points:
    """The corners of a symbol in pixels: of its own top left, top right, bottom right, left."""
    place = symbol.position
    corners = (place.top_left, place.top_right, place.bottom_right, place.bottom_left)
    return np.array([(corner.x, corner.y) for corner in corners], dtype=float)


def _placed(corners: Points, picture: Pixels, area: Box) -> Points:
    """Corners in a picture of ``area``, in points."""
    found: Points = corners * _scale(picture, area) + (area.left, area.top)
    return found


def _scale(picture: Pixels, area: Box) -> tuple[float, float]:
    height, width = picture.shape[:2]
    return (area.right - area.left) / width, (area.bottom - area.top) / height


def _measured(
    renderer: Renderer, page: int, symbol: zxingcpp.Barcode, corners: Points, box: Box, dpi: int
) -> Code:
    """Measure a code on a finer picture of its own, with room around it."""
    modules = 17 + 4 * _version(symbol)
    module = side(corners) / modules
    area = box.grown(module * (AROUND + 1))
    fine = min(_LARGEST_DPI, 72 * _FINE / module) if module > 0 else DPI
    pixels = renderer.padded(page, fine, area)
    closely = _closely(pixels, symbol.text, modules)
    if closely is None:
        coarse = (corners - (area.left, area.top)) / _scale(pixels, area)
        found = measure(pixels, coarse, modules)
    else:
        corners = _placed(closely[0], pixels, area)
        found = closely[1]
    module = pt_to_mm(side(corners) / modules)
    return Code(page, symbol.text, box, dpi, modules, module, found.quiet, found.contrast)


def _closely(pixels: Pixels, text: str, modules: int) -> tuple[Points, Measured] | None:
    """A code that reads ``text`` in a picture: its corners in pixels, and what it measures.

    Whole print runs carry the same few codes, to the pixel: what these measured is kept.
    """
    key = (_digest(pixels), pixels.shape, text, modules)
    return _known().found(key, lambda: _sought(pixels, text, modules))


def _sought(pixels: Pixels, text: str, modules: int) -> tuple[Points, Measured] | None:
    again = (symbol for symbol in _symbols(pixels) if symbol.valid and symbol.text == text)
    return next(((at, measure(pixels, at, modules)) for at in map(_corners, again)), None)


def _digest(padded: Pixels) -> bytes:
    """A picture of :meth:`Renderer.padded`: its rows, and which are not as the one above.

    Most rows of a code are, a module being many of them: the others are all there is to take.
    """
    rows = padded.view(np.uint32)[:, :, 0]
    new = np.ones(len(rows), bool)
    np.any(rows[1:] != rows[:-1], axis=1, out=new[1:])
    digest = hashlib.sha256(new.data)
    digest.update(rows[new].data)
    return digest.digest()


@cache
def _known() -> Latest[tuple[Points, Measured] | None]:
    """The pictures of codes measured last, by their bytes."""
    return Latest(_MOST)

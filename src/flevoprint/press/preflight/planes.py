"""The ink on each page of a press file, plate by plate, as pixels.

Every page is written twice in a working copy, cyan, magenta and yellow as red, green and blue
light, and black as grey, and rendered. So images, gradients, overprint and transparency come out
as a press would see them (ISO 32000-1, 11.3 and 11.7.4).
"""

from __future__ import annotations

import io
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import pikepdf
from numpy.typing import NDArray

from flevoprint.finding import PageFacts
from flevoprint.geometry import Box
from flevoprint.language import Phrase, say
from flevoprint.press.condition import CONDITIONS, profile_bytes
from flevoprint.press.preflight.context import BROKEN
from flevoprint.press.preflight.limits import Unreadable, bounded
from flevoprint.press.preflight.reading import Reading
from flevoprint.press.preflight.render import Renderer, Unrenderable
from flevoprint.press.preflight.separate.intent import Intent
from flevoprint.press.preflight.separate.plane import APART, TOGETHER, Plane
from flevoprint.press.preflight.separate.rewriter import Partial
from flevoprint.press.preflight.separate.separator import Separator, Sources
from flevoprint.press.preflight.separate.spaces import Spaces
from flevoprint.press.preflight.separate.tiles import refuse_dust
from flevoprint.press.preflight.separate.unmeasured import Unmeasured
from flevoprint.printer import PrinterProfile

#: Fine enough for a square of half a millimetre, coarse enough for every build.
DPI = 100
#: Rows of plates that are added up at once, and the first and third of four plates.
_ROWS, _EVERY_OTHER = 32, np.uint32(0x00FF00FF)


@dataclass(frozen=True)
class Plates:
    """One page's ink within ``box`` (points of its own coordinates).

    ``inks`` is height × width × cyan, magenta, yellow, black of 0–255; row 0 is the top. Where
    the ink cannot be told it is empty, and ``unmeasured`` says of what.
    """

    page: int
    box: Box
    inks: NDArray[np.uint8]
    unmeasured: Phrase | None = None

    @property
    def scale(self) -> tuple[float, float]:
        """Points a pixel is wide and high."""
        height, width = self.inks.shape[:2]
        wide, high = self.box.right - self.box.left, self.box.top - self.box.bottom
        return wide / max(width, 1), high / max(height, 1)

    @cached_property
    def total(self) -> NDArray[np.uint16]:
        """All plates together: 0–1020 for each pixel. Several checks look at it; none writes."""
        packed = np.ascontiguousarray(self.inks).view(np.uint32)[:, :, 0]
        total = np.empty(packed.shape, np.uint16)
        # Two plates at once, in pieces that stay in the processor's cache: half the time.
        for first in range(0, len(packed), _ROWS):
            four = packed[first : first + _ROWS]
            two = (four & _EVERY_OTHER) + (four >> 8 & _EVERY_OTHER)
            total[first : first + _ROWS] = two + (two >> 16)
        return total

    def pixels(self, box: Box) -> tuple[slice, slice]:
        """The rows and columns of the pixels that lie wholly in ``box``."""
        wide, high = self.scale
        top, bottom = (self.box.top - box.top) / high, (self.box.top - box.bottom) / high
        left, right = (box.left - self.box.left) / wide, (box.right - self.box.left) / wide
        rows = slice(max(0, int(np.ceil(top))), max(0, int(bottom)))
        return rows, slice(max(0, int(np.ceil(left))), max(0, int(right)))

    def area(self, left: int, top: int, right: int, bottom: int) -> Box:
        """The box that pixels ``left`` to ``right`` and ``top`` to ``bottom`` cover."""
        wide, high = self.scale
        return Box(
            self.box.left + left * wide,
            self.box.top - bottom * high,
            self.box.left + right * wide,
            self.box.top - top * high,
        )


def plates_of(reading: Reading, printer: PrinterProfile | None = None) -> tuple[Plates, ...]:
    """The plates of a file within its bleed boxes; made once and kept with ``reading``.

    The printer's condition tells the inks of screen colours where the file itself does not.
    """
    kept = vars(reading)
    if "plates" not in kept:
        condition = CONDITIONS.get(printer.condition) if printer else None
        otherwise = profile_bytes(condition) if condition else None
        boxes = tuple(printed(page) for page in reading.pages)
        kept["plates"] = separated(reading.data, boxes, otherwise)
    found: tuple[Plates, ...] = kept["plates"]
    return found


def printed(page: PageFacts) -> Box:
    """What of a page the press prints: the bleed box, within the media box."""
    media, box = page.media, page.bleed or page.crop or page.media
    return Box(
        max(box.left, media.left),
        max(box.bottom, media.bottom),
        min(box.right, media.right),
        min(box.top, media.top),
    )


def separated(
    data: bytes, boxes: tuple[Box, ...], otherwise: bytes | None = None, dpi: float = DPI
) -> tuple[Plates, ...]:
    """The plates of every page, each within its box of ``boxes``.

    ``otherwise`` is the CMYK profile for screen colours in a file without output intent.
    """
    with bounded(), pikepdf.open(io.BytesIO(data)) as pdf:
        try:
            refuse_dust(pdf)
        except Unmeasured as dust:
            return tuple(
                Plates(number, box, np.zeros((0, 0, 4), np.uint8), dust.what)
                for number, box in enumerate(boxes, start=1)
            )
        sources = Sources(pdf, Spaces(Intent(pdf, otherwise)))
        separators = {plane: Separator(sources, plane) for plane in (*TOGETHER, *APART)}
        written: list[tuple[tuple[Plane, ...], list[Any]] | Phrase] = []
        for page in pdf.pages:
            written.append(_written(separators, page))
        places = _lay(pdf, boxes, written)
        target = io.BytesIO()
        pdf.save(
            target,
            compress_streams=False,
            stream_decode_level=pikepdf.StreamDecodeLevel.none,
            object_stream_mode=pikepdf.ObjectStreamMode.disable,
        )
    return _rendered(target.getvalue(), boxes, places, dpi)


def _written(
    separators: dict[Plane, Separator], page: pikepdf.Page
) -> tuple[tuple[Plane, ...], list[Any]] | Phrase:
    """A page for every plane: two where that will do, else four; or what cannot be told."""
    try:
        try:
            return TOGETHER, [separators[plane].page(page) for plane in TOGETHER]
        except Partial:
            return APART, [separators[plane].page(page) for plane in APART]
    except Unmeasured as reason:
        return reason.what
    except Unreadable as refusal:
        return refusal.reason
    except (*BROKEN, OSError, RecursionError):
        return say("a drawing that cannot be read")


def _lay(
    pdf: pikepdf.Pdf,
    boxes: tuple[Box, ...],
    written: list[tuple[tuple[Plane, ...], list[Any]] | Phrase],
) -> list[list[tuple[Plane, int]] | Phrase]:
    """Put the written pages in the place of the old; gives the number of each, from 1."""
    places: list[list[tuple[Plane, int]] | Phrase] = []
    while len(pdf.pages):
        del pdf.pages[0]
    for box, found in zip(boxes, written, strict=True):
        if isinstance(found, Phrase):
            places.append(found)
            continue
        numbers = []
        for plane, (data, resources) in zip(*found, strict=True):
            pdf.add_blank_page(page_size=(200, 200))
            page = pdf.pages[-1].obj
            page.MediaBox = pikepdf.Array([box.left, box.bottom, box.right, box.top])
            page.Contents, page.Resources = pdf.make_stream(data), resources
            numbers.append((plane, len(pdf.pages)))
        places.append(numbers)
    for key in list(pdf.Root.keys()):
        # Layers are what a viewer still needs to know.
        if key not in ("/Type", "/Pages", "/OCProperties"):
            del pdf.Root[key]
    return places


def _rendered(
    data: bytes,
    boxes: tuple[Box, ...],
    places: list[list[tuple[Plane, int]] | Phrase],
    dpi: float,
) -> tuple[Plates, ...]:
    found: dict[int, Plates] = {}
    if any(not isinstance(place, Phrase) for place in places):
        with Renderer(data) as renderer:
            for number, (box, place) in enumerate(zip(boxes, places, strict=True), start=1):
                with suppress(Unrenderable):
                    if not isinstance(place, Phrase):
                        found[number] = Plates(number, box, _inks(renderer, place, box, dpi))
    nothing = np.zeros((0, 0, 4), np.uint8)
    for number, (box, place) in enumerate(zip(boxes, places, strict=True), start=1):
        reason = place if isinstance(place, Phrase) else say("a page without a usable size")
        found.setdefault(number, Plates(number, box, nothing, reason))
    return tuple(found[number] for number in sorted(found))


def _inks(
    renderer: Renderer, place: list[tuple[Plane, int]], box: Box, dpi: float
) -> NDArray[np.uint8]:
    """The four plates, from the light of their planes."""
    inks: NDArray[np.uint8] | None = None
    for plane, number in place:
        ink = renderer.padded(number, dpi, box)
        np.invert(ink, out=ink)
        if inks is None:
            # Its plates come first; the others are written over.
            inks = ink
            continue
        plates = plane.plates
        inks[:, :, plates.start : plates.stop] = ink[:, :, : len(plates)]
    assert inks is not None
    return inks

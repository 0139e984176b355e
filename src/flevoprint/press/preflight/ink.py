"""How much ink lies on a page: on its worst spot, and on average over a square of 15 mm.

Too much ink does not dry: it sets off on the next sheet.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from flevoprint.finding import Expected, Finding, PageFacts
from flevoprint.geometry import Box, mm_to_pt, pt_to_mm
from flevoprint.language import Phrase, say
from flevoprint.press.preflight.bound import most_ink
from flevoprint.press.preflight.check import PRESS, Check, finding
from flevoprint.press.preflight.colours import is_registration
from flevoprint.press.preflight.marks import Device
from flevoprint.press.preflight.planes import Plates, plates_of
from flevoprint.press.preflight.reading import Reading
from flevoprint.printer import PrinterProfile
from flevoprint.problem import Severity

#: The side of the square over which ink is averaged, in mm (Ghent Workgroup 2022).
SQUARE = 15.0
#: What rounding four plates to eight bits each, and blending them so, may add, in %.
ROUNDING = 1.0
#: 255 on one plate is 100 %.
_PERCENT = 100 / 255
#: The most ink on a pixel: four full plates.
_MOST = 4 * 255
#: Rows of spots or squares that are looked at together.
_AT_ONCE = 32
#: From this on, of 255, a plate counts as full.
_FULL = 250


@dataclass(frozen=True, slots=True)
class Place:
    """A share of ink in %, summed over the plates, and the box on the page where it lies."""

    ink: float
    box: Box


def worst_spot(plates: Plates, marks: Iterable[Box] = ()) -> Place:
    """The most ink on a spot of two by two pixels (half a millimetre), and how far it reaches.

    One pixel is no spot: it may be the smoothed edge where two objects meet. Registration colour
    within the boxes of ``marks`` is left out: it is told by a check of its own.
    """
    total = plates.total
    boxes = tuple(marks)
    if boxes:
        total = total.copy()
    for box in boxes:
        _clear(total, plates, box)
    if min(total.shape) < 2:
        return Place(0, plates.box)
    most, x, y = _fullest_spot(total)
    left, right = _run(_spots(total[y : y + 2])[0] >= most * 0.97, x)
    top, bottom = _run(_spots(total[:, x : x + 2])[:, 0] >= most * 0.97, y)
    return Place(most * _PERCENT, plates.area(left, top, right + 1, bottom + 1))


def _fullest_spot(total: NDArray[np.uint16]) -> tuple[int, int, int]:
    """The most ink on a spot, and the column and row of the first that holds it.

    In pieces that stay in the processor's cache: a third of the time.
    """
    found = (-1, 0, 0)
    for first in range(0, len(total) - 1, _AT_ONCE):
        spots = _spots(total[first : first + _AT_ONCE + 1])
        if (most := int(spots.max())) > found[0]:
            row, x = (int(at) for at in np.unravel_index(int(spots.argmax()), spots.shape))
            found = most, x, first + row
    return found


def _spots(total: NDArray[np.uint16]) -> NDArray[np.uint16]:
    """The least of two by two pixels, for each that has one on its right and one below."""
    pairs = np.minimum(total[1:], total[:-1])
    spots: NDArray[np.uint16] = np.minimum(pairs[:, 1:], pairs[:, :-1])
    return spots


def _clear(total: NDArray[np.uint16], plates: Plates, box: Box) -> None:
    """Take out what is full on every plate, with its smoothed edge."""
    area = plates.pixels(box.grown(1))
    full = plates.inks[area].min(axis=2) >= _FULL
    for rows in (full, full.T):
        for _ in range(2):
            rows[1:] |= rows[:-1].copy()
            rows[:-1] |= rows[1:].copy()
    total[area][full] = 0


def worst_square(plates: Plates) -> Place:
    """The square of 15 mm with the most ink on average; a smaller page is one square."""
    total = plates.total
    if not total.size:
        return Place(0, plates.box)
    wide, high = plates.scale
    height = min(round(mm_to_pt(SQUARE) / high), total.shape[0])
    width = min(round(mm_to_pt(SQUARE) / wide), total.shape[1])
    tall = _columns(total, height)
    # No square of a row holds more than its fullest column would all across: most need no look.
    most = tall.max(axis=1).astype(np.uint32) * width
    least = _squares(tall[most.argmax()][None], width).max()
    rows = np.flatnonzero(most >= least)
    ink, x, y = _fullest(tall, rows, width, int(most.max()))
    share = float(ink) / (width * height) * _PERCENT
    return Place(share, plates.area(x, y, x + width, y + height))


def _columns(total: NDArray[np.uint16], height: int) -> NDArray[Any]:
    """The sums of so many pixels below one another, in each column.

    Every row differs from the one before by what comes in below and goes out above: differences
    wrap around, and so do sums. A column of a square fits in 16 bits, and adding whole rows is
    several times faster than np.cumsum.
    """
    tall = np.empty((total.shape[0] - height + 1, total.shape[1]), _narrowest(height * _MOST))
    np.sum(total[:height], axis=0, dtype=tall.dtype, out=tall[0])
    np.subtract(total[height:], total[:-height], out=tall[1:], dtype=tall.dtype)
    for above, row in pairwise(tall):
        np.add(above, row, out=row)
    return tall


def _fullest(
    tall: NDArray[Any], rows: NDArray[np.intp], width: int, most: int
) -> tuple[int, int, int]:
    """The fullest square of ``rows``, its column and its row; none can hold more than ``most``.

    In a plain panel the first that is looked at is full: there the search ends.
    """
    found = (-1, 0, 0)
    for first in range(0, len(rows), _AT_ONCE):
        some = rows[first : first + _AT_ONCE]
        squares = _squares(tall[some], width)
        row, x = (int(at) for at in np.unravel_index(int(squares.argmax()), squares.shape))
        if squares[row, x] > found[0]:
            found = int(squares[row, x]), x, int(some[row])
        if found[0] == most:
            break
    return found


def _squares(tall: NDArray[Any], width: int) -> NDArray[np.uint32]:
    """The sums of so many columns side by side, in each row."""
    sums = np.zeros((tall.shape[0], tall.shape[1] + 1), np.uint32)
    np.cumsum(tall, axis=1, dtype=np.uint32, out=sums[:, 1:])
    return sums[:, width:] - sums[:, :-width]


def _narrowest(most: int) -> type[np.uint16 | np.uint32]:
    return np.uint16 if most < 1 << 16 else np.uint32


@dataclass(frozen=True, slots=True)
class Measured:
    """One page: its worst spot, its worst square, and the mean of each plate, in %."""

    page: PageFacts
    spot: Place
    square: Place
    means: tuple[float, ...]


def measured(reading: Reading, printer: PrinterProfile | None = None) -> tuple[Measured, ...]:
    """The pages whose ink could be told; measured once and kept with ``reading``."""
    kept = vars(reading)
    if "ink" not in kept:
        kept["ink"] = tuple(
            _measured(reading, plates, page)
            for plates, page in zip(plates_of(reading, printer), reading.pages, strict=True)
            if plates.inks.size
        )
    found: tuple[Measured, ...] = kept["ink"]
    return found


def _measured(reading: Reading, plates: Plates, page: PageFacts) -> Measured:
    registration = (
        mark.box
        for mark in reading.marks
        if mark.page == page.number and mark.painted and is_registration(mark.paint)
    )
    pixels = plates.inks.shape[0] * plates.inks.shape[1]
    # Whole rows first, which is several times faster.
    sums = plates.inks.sum(axis=0, dtype=np.uint32).sum(axis=0, dtype=np.uint64)
    return Measured(
        page,
        worst_spot(plates, registration),
        worst_square(plates),
        tuple(float(plate) / pixels * _PERCENT for plate in sums),
    )


def figures(reading: Reading) -> Mapping[str, float]:
    """What was measured in the whole file, in %, for reports."""
    pages = measured(reading)
    if not pages:
        return {}
    means = np.mean([page.means for page in pages], axis=0)
    names = ("cyan", "magenta", "yellow", "black")
    return {
        "ink.max": round(max(page.spot.ink for page in pages), 1),
        "ink.average": round(max(page.square.ink for page in pages), 1),
        **{f"ink.{name}": round(float(m), 1) for name, m in zip(names, means, strict=True)},
    }


def _run(near: NDArray[np.bool_], at: int) -> tuple[int, int]:
    """The unbroken run of true values around ``at``, its end excluded."""
    gaps = np.flatnonzero(~near)
    before, after = gaps[gaps < at], gaps[gaps > at]
    return int(before[-1]) + 1 if len(before) else 0, int(after[0]) if len(after) else len(near)


# The checks.


def _surely_within(reading: Reading, limit: float) -> bool:
    """Whether no pixel holds more ink than ``limit`` in %, by what is painted alone."""
    most = most_ink(reading)
    return most is not None and most <= limit


def _coverage(reading: Reading, printer: PrinterProfile, _: Expected) -> Iterable[Finding]:
    if _surely_within(reading, printer.max_ink):
        return
    for found in measured(reading, printer):
        page, place = found.page, found.spot
        if place.ink > printer.max_ink + ROUNDING:
            yield finding(
                reading,
                "preflight.ink-coverage",
                Severity.ERROR,
                say(
                    "the inks on page {page} add up to {ink:.0f} %, {where}; "
                    "this print shop takes {most:g} % at most",
                    page=page.number,
                    ink=place.ink,
                    where=_where(place.box, page),
                    most=printer.max_ink,
                ),
                say(
                    "choose a lighter colour there, or one of fewer inks; save a picture anew with "
                    "the colour profile of this print shop"
                ),
                page=page.number,
                box=place.box,
            )


def _average(reading: Reading, printer: PrinterProfile, _: Expected) -> Iterable[Finding]:
    if printer.average_ink is None or _surely_within(reading, printer.average_ink):
        return
    for found in measured(reading, printer):
        page, place = found.page, found.square
        if place.ink > printer.average_ink + ROUNDING:
            yield finding(
                reading,
                "preflight.ink-average",
                Severity.WARNING,
                say(
                    "a square of 15 mm on page {page} holds {ink:.0f} % ink on average, {where}; "
                    "this print shop advises {most:g} % at most",
                    page=page.number,
                    ink=place.ink,
                    where=_where(place.box, page),
                    most=printer.average_ink,
                ),
                say(
                    "make the dark area lighter, smaller, or of fewer inks: so much ink dries "
                    "slowly and comes off on the next sheet"
                ),
                page=page.number,
                box=place.box,
            )


def _unmeasured(reading: Reading, printer: PrinterProfile, _: Expected) -> Iterable[Finding]:
    """Pages whose ink nobody told; of colours that cannot be read, another check tells."""
    if most_ink(reading) is not None:
        return
    unknown = {
        mark.page for mark in reading.marks if mark.paint and mark.paint.device is Device.UNKNOWN
    }
    for plates in plates_of(reading, printer):
        if plates.unmeasured is not None and plates.page not in unknown:
            yield finding(
                reading,
                "preflight.ink-unmeasured",
                Severity.ERROR,
                say(
                    "the ink on page {page} cannot be measured: {what}",
                    page=plates.page,
                    what=plates.unmeasured,
                ),
                say(
                    "save the file anew as PDF/X-4 from the program it was made with, in CMYK "
                    "and with the output intent of the print shop"
                ),
                page=plates.page,
            )


def _where(box: Box, page: PageFacts) -> Phrase:
    """The middle of ``box`` as one would measure it on the trimmed sheet."""
    trim = page.trim or page.media
    return say(
        "{left:.0f} mm from the left and {top:.0f} mm from the top",
        left=pt_to_mm((box.left + box.right) / 2 - trim.left),
        top=pt_to_mm(trim.top - (box.bottom + box.top) / 2),
    )


CHECKS = (
    Check(
        "ink-coverage",
        PRESS,
        "the print shop's own limit of total ink",
        _coverage,
        ("preflight.ink-coverage",),
        figures,
    ),
    Check(
        "ink-average",
        PRESS,
        "Ghent Workgroup 2022, ink over squares of 15 mm",
        _average,
        ("preflight.ink-average",),
    ),
    Check(
        "ink-unmeasured",
        PRESS,
        "a check that could not look has failed",
        _unmeasured,
        ("preflight.ink-unmeasured",),
    ),
)

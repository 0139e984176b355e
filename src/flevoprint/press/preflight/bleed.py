"""Whether artwork that reaches the edge goes on into the bleed: seen, not believed of a box.

A knife is never quite right: where artwork stops at the trim edge, a strip of paper shows beside
it (ISO 15930-7, 6.12 sets the boxes; what must lie between them is the shop's to say).
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from flevoprint.finding import Expected, Finding, PageFacts
from flevoprint.geometry import Box, mm_to_pt, pt_to_mm
from flevoprint.language import say
from flevoprint.press.preflight.bound import inks_of, plain_marks
from flevoprint.press.preflight.check import PRESS, Check, finding, holds, touches
from flevoprint.press.preflight.marks import MarkKind
from flevoprint.press.preflight.mosaic import reach
from flevoprint.press.preflight.planes import DPI, Plates, plates_of, printed
from flevoprint.press.preflight.reading import Reading
from flevoprint.press.preflight.render import Pixels, Unrenderable
from flevoprint.printer import PrinterProfile
from flevoprint.problem import Severity

#: Artwork within this of the trim edge reaches it, in mm; a renderer may make it half a pixel more.
REACH = 0.3
#: The shortest stretch without bleed that is told, in mm: a corner of a letter is none.
SHORTEST = 1.0


class Least(NamedTuple):
    """What is no paper, inside the trim edge and outside of it, of 255 a plate, summed."""

    inside: int
    outside: int


#: Of inks: one per cent.
_INK = Least(3, 3)
#: Of light that a picture in colours lacks, so that it never shows bleed where ink would not: a
#: plate takes away 0.7 to 3 times what it holds.
_SHADE = Least(1, 12)

EDGES = {
    "left": say("left edge"),
    "right": say("right edge"),
    "top": say("top edge"),
    "bottom": say("bottom edge"),
}

Ink = NDArray[np.uint16]


@dataclass(frozen=True, slots=True)
class Gap:
    """A stretch of a trim edge with artwork inside and paper outside.

    ``start`` and ``end`` in mm along the edge, from the top or from the left; ``box`` in points.
    """

    edge: str
    start: float
    end: float
    box: Box


def gaps(
    plates: Plates,
    page: PageFacts,
    bleed: float,
    words: tuple[Box, ...] = (),
    least: Least = _INK,
) -> Iterator[Gap]:
    """Where each edge of the trim box lacks its ``bleed`` (mm), the first gap to the last.

    ``words`` are the boxes of text: text across the cut asks for no bleed, but for a margin.
    Looks no further than the bleed box: that it is too narrow is seen by its numbers.
    """
    if page.trim is None or not plates.inks.size:
        return
    total = plates.total
    for edge in EDGES:
        strip = _Strip.along(edge, total, plates, page.trim)
        runs = strip.lacking(mm_to_pt(bleed), least)
        found = [_gap(edge, strip, run, page.trim, mm_to_pt(bleed)) for run in runs]
        found = [gap for gap in found if not any(_covers(box, gap) for box in words)]
        if found:
            yield _joined(found)


@dataclass(frozen=True, slots=True)
class _Strip:
    """A page turned so that one edge lies on top: rows run inward, columns along the edge.

    ``line`` is where the trim edge lies, in rows; in columns it begins at ``start`` and is seen
    from ``first`` to ``last``. ``deep`` and ``wide`` are points a row is deep and a column wide.
    """

    ink: Ink
    line: float
    start: float
    first: int
    last: int
    deep: float
    wide: float

    @classmethod
    def along(cls, edge: str, total: Ink, plates: Plates, trim: Box) -> _Strip:
        wide, high = plates.scale
        box = plates.box
        left, right = (trim.left - box.left) / wide, (trim.right - box.left) / wide
        top, bottom = (box.top - trim.top) / high, (box.top - trim.bottom) / high
        across, down = (left, right, high, wide), (top, bottom, wide, high)
        ink, line, (start, end, deep, broad) = {
            "top": (total, top, across),
            "bottom": (total[::-1], len(total) - bottom, across),
            "left": (total.T, left, down),
            "right": (total.T[::-1], total.shape[1] - right, down),
        }[edge]
        first, last = max(0, _up(start)), min(ink.shape[1], int(end))
        return cls(ink, line, start, first, max(first, last), deep, broad)

    def lacking(self, bleed: float, least: Least) -> list[tuple[int, int]]:
        """The runs of columns that lack a bleed of so many points."""
        inside = self._reaching(least.inside)
        outside = range(max(0, _up(self.line - bleed / self.deep)), int(self.line))
        if not len(outside) or not inside.any():
            return []
        filled = self.ink[outside.start : outside.stop] >= least.outside
        lacking = inside & ~filled[:, self.first : self.last].all(axis=0)
        if not lacking.any():
            return []
        slanting = np.zeros(len(inside), bool)
        for row, there in zip(outside, filled, strict=True):
            # A shape may narrow as it goes out, at 45° and steeper.
            away = _up(self.line) - row
            near = np.convolve(there, np.ones(2 * away + 1, int), "same")
            slanting |= ~(near > 0)[self.first : self.last]
        sure = inside & slanting
        return [
            (start, end)
            for start, end in _runs(lacking)
            if sure[start:end].any() and (end - start) * self.wide >= mm_to_pt(SHORTEST)
        ]

    def _reaching(self, least: int) -> NDArray[np.bool_]:
        """The columns where ink comes to the trim edge, for all that a renderer rounds."""
        deepest = self.line + (mm_to_pt(REACH) / self.deep) + 0.3
        rows = slice(max(0, round(self.line)), max(0, round(deepest)))
        return np.asarray((self.ink[rows, self.first : self.last] >= least).any(axis=0))


def _up(at: float) -> int:
    return int(np.ceil(at - 1e-6))


def _runs(flags: NDArray[np.bool_]) -> list[tuple[int, int]]:
    """The unbroken runs of true values, their ends excluded."""
    changes = np.flatnonzero(np.diff(np.concatenate(([0], flags.astype(np.int8), [0]))))
    return list(zip(changes[::2].tolist(), changes[1::2].tolist(), strict=True))


def _gap(edge: str, strip: _Strip, found: tuple[int, int], trim: Box, bleed: float) -> Gap:
    start, end = ((strip.first + at - strip.start) * strip.wide for at in found)
    if edge in ("top", "bottom"):
        left, right = trim.left + start, trim.left + end
        bottom = trim.top if edge == "top" else trim.bottom - bleed
        box = Box(left, bottom, right, bottom + bleed)
    else:
        left = trim.left - bleed if edge == "left" else trim.right
        box = Box(left, trim.top - end, left + bleed, trim.top - start)
    return Gap(edge, pt_to_mm(start), pt_to_mm(end), box)


def _covers(words: Box, gap: Gap) -> bool:
    """Whether text lies across the trim edge all along ``gap``."""
    box, slack = gap.box, 1.0
    if not touches(words.grown(slack), box):
        return False
    if gap.edge in ("top", "bottom"):
        return words.left - slack <= box.left and box.right <= words.right + slack
    return words.bottom - slack <= box.bottom and box.top <= words.top + slack


def _joined(found: list[Gap]) -> Gap:
    """One gap from the first to the last of an edge."""
    first, last = found[0], found[-1]
    box = Box(
        min(first.box.left, last.box.left),
        min(first.box.bottom, last.box.bottom),
        max(first.box.right, last.box.right),
        max(first.box.top, last.box.top),
    )
    return Gap(first.edge, first.start, last.end, box)


@dataclass(frozen=True)
class _Shades(Plates):
    """A padded picture in place of plates: ``total`` is the light that its pixels lack, summed.

    It is told from the edges to ``deep`` pixels inward, and 0 within, where nobody looks.
    """

    deep: int = 0

    @cached_property
    def total(self) -> Ink:
        total = np.zeros(self.inks.shape[:2], np.uint16)
        near, far = slice(self.deep), slice(-self.deep, None)
        for part in (near, far, (slice(None), near), (slice(None), far)):
            total[part] = shade(self.inks[part])
        return total


def shade(picture: Pixels) -> Ink:
    """The light that each pixel of a padded picture lacks, of 255 a colour, summed."""
    red, green, blue = (picture[:, :, colour].astype(np.uint16) for colour in range(3))
    lacking: Ink = 3 * 255 - red - green - blue
    return lacking


def _surely_bleeds(reading: Reading, bleed: float) -> bool:
    """Whether pictures show that nothing lacks its ``bleed`` (mm), without any plates.

    They are made without text, which asks for no bleed: none may come near the edge. Ink that
    overprints without being there would hide what it leaves.
    """
    marks = plain_marks(reading)
    if marks is None or any(mark.overprint and not any(inks_of(mark)) for mark in marks):
        return False
    texts = [mark for mark in marks if mark.kind is MarkKind.TEXT]
    try:
        for page in reading.pages:
            if page.trim is None:
                continue
            inside = page.trim.grown(-mm_to_pt(REACH) - 1)
            if not all(holds(inside, reach(text)) for text in texts if text.page == page.number):
                return False
            if any(gaps(_pictured(reading, page, page.trim), page, bleed, least=_SHADE)):
                return False
    except Unrenderable:
        return False
    return True


def _pictured(reading: Reading, page: PageFacts, trim: Box) -> _Shades:
    box = printed(page)
    picture = reading.renderer.textless(page.number, DPI, box)
    away = (trim.left - box.left, trim.bottom - box.bottom, box.right - trim.right)
    deepest = max(*away, box.top - trim.top, 0) + mm_to_pt(REACH)
    return _Shades(page.number, box, picture, deep=math.ceil(deepest * DPI / 72) + 3)


def _check(reading: Reading, printer: PrinterProfile, _: Expected) -> Iterable[Finding]:
    if _surely_bleeds(reading, printer.bleed):
        return
    for plates, page in zip(plates_of(reading, printer), reading.pages, strict=True):
        words = tuple(
            mark.box
            for mark in reading.marks
            if mark.page == page.number and mark.kind is MarkKind.TEXT
        )
        for gap in gaps(plates, page, printer.bleed, words):
            sides = gap.edge in ("left", "right")
            yield finding(
                reading,
                "preflight.bleed-empty",
                Severity.ERROR,
                say(
                    "the artwork on page {page} stops at the {edge}, between {start:.0f} and "
                    "{end:.0f} mm {origin}: there is paper in the bleed",
                    page=page.number,
                    edge=EDGES[gap.edge],
                    start=gap.start,
                    end=gap.end,
                    origin=say("from the top") if sides else say("from the left"),
                ),
                say(
                    "let what touches the edge go on for {bleed:g} mm beyond it: what lies there "
                    "is cut away, and no white line shows if the knife is a hair off",
                    bleed=printer.bleed,
                ),
                page=page.number,
                box=gap.box,
            )


CHECKS = (
    Check(
        "bleed-empty",
        PRESS,
        "the print shop's bleed; ISO 15930-7, 6.12 (boxes)",
        _check,
        ("preflight.bleed-empty",),
    ),
)

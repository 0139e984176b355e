"""Whether artwork that reaches the edge goes on into the bleed: seen, not believed of a box.

A knife is never quite right: where artwork stops at the trim edge, a strip of paper shows beside
it (ISO 15930-7, 6.12 sets the boxes; what must lie between them is the shop's to say).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from flevoprint.finding import Expected, Finding, PageFacts
from flevoprint.geometry import Box, mm_to_pt, pt_to_mm
from flevoprint.language import marked, say
from flevoprint.press.preflight.check import PRESS, Check, finding
from flevoprint.press.preflight.planes import Plates, plates_of
from flevoprint.press.preflight.reading import Reading
from flevoprint.printer import PrinterProfile
from flevoprint.problem import Severity

#: Artwork within this of the trim edge reaches it, in mm.
REACH = 0.3
#: The shortest stretch without bleed that is told, in mm: a corner of a letter is none.
SHORTEST = 1.0
#: Less ink than this is paper, of 255 a plate, summed: one per cent.
_PAPER = 3

EDGES = {
    "left": marked("left"),
    "right": marked("right"),
    "top": marked("top"),
    "bottom": marked("bottom"),
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


def gaps(plates: Plates, page: PageFacts, bleed: float) -> Iterator[Gap]:
    """Where each edge of the trim box lacks its ``bleed`` (mm), the first gap to the last.

    Looks no further than the bleed box: that it is too narrow is seen by its numbers.
    """
    if page.trim is None or not plates.inks.size:
        return
    total = plates.total()
    for edge in EDGES:
        strip = _Strip.along(edge, total, plates, page.trim)
        found = strip.lacking(mm_to_pt(bleed))
        if found is not None:
            yield _gap(edge, strip, found, page.trim, mm_to_pt(bleed))


@dataclass(frozen=True, slots=True)
class _Strip:
    """A page turned so that one edge lies on top: rows run inward, columns along the edge.

    ``line`` is where the trim edge lies, in rows; ``first`` and ``last`` bound it in columns.
    ``deep`` and ``wide`` are points a row is deep and a column is wide.
    """

    ink: Ink
    line: float
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
        if edge == "top":
            return cls(total, top, _up(left), int(right), high, wide)
        if edge == "bottom":
            return cls(total[::-1], len(total) - bottom, _up(left), int(right), high, wide)
        if edge == "left":
            return cls(total.T, left, _up(top), int(bottom), wide, high)
        turned = total.T[::-1]
        return cls(turned, len(turned) - right, _up(top), int(bottom), wide, high)

    def lacking(self, bleed: float) -> tuple[int, int] | None:
        """The columns between which the bleed of so many points is lacking, or None."""
        inside = self._reaching()
        outside = range(max(0, _up(self.line - bleed / self.deep)), int(self.line))
        if not len(outside) or not inside.any():
            return None
        straight = np.zeros(len(inside), bool)
        slanting = np.zeros(len(inside), bool)
        for row in outside:
            # A shape may narrow as it goes out, at 45° and steeper.
            away = _up(self.line) - row
            filled = self.ink[row] >= _PAPER
            straight |= ~filled[self.first : self.last]
            near = np.convolve(filled, np.ones(2 * away + 1, int), "same")
            slanting |= ~(near > 0)[self.first : self.last]
        lacking, sure = inside & straight, inside & slanting
        runs = [
            (start, end)
            for start, end in _runs(lacking)
            if sure[start:end].any() and (end - start) * self.wide >= mm_to_pt(SHORTEST)
        ]
        return (runs[0][0], runs[-1][1]) if runs else None

    def _reaching(self) -> NDArray[np.bool_]:
        """The columns where ink comes to the trim edge; a half covered pixel does not count."""
        centre = self.line + np.arange(2) + 0.5 - self.line % 1
        rows = [int(at) for at in centre + (self.line % 1 > 0) if at - self.line >= 0]
        rows = [row for row in rows if (row + 0.5 - self.line) * self.deep <= mm_to_pt(REACH)]
        found = np.zeros(self.last - self.first, bool)
        for row in rows:
            if row + 1 < len(self.ink):
                here = self.ink[row, self.first : self.last]
                deeper = self.ink[row + 1, self.first : self.last]
                found |= (here >= _PAPER) & (here * 2 >= deeper)
        return found


def _up(at: float) -> int:
    return int(np.ceil(at - 1e-6))


def _runs(flags: NDArray[np.bool_]) -> list[tuple[int, int]]:
    """The unbroken runs of true values, their ends excluded."""
    changes = np.flatnonzero(np.diff(np.concatenate(([0], flags.astype(np.int8), [0]))))
    return list(zip(changes[::2].tolist(), changes[1::2].tolist(), strict=True))


def _gap(edge: str, strip: _Strip, found: tuple[int, int], trim: Box, bleed: float) -> Gap:
    start, end = (at * strip.wide for at in found)
    if edge in ("top", "bottom"):
        left, right = trim.left + start, trim.left + end
        bottom = trim.top if edge == "top" else trim.bottom - bleed
        box = Box(left, bottom, right, bottom + bleed)
    else:
        left = trim.left - bleed if edge == "left" else trim.right
        box = Box(left, trim.top - end, left + bleed, trim.top - start)
    return Gap(edge, pt_to_mm(start), pt_to_mm(end), box)


def _check(reading: Reading, printer: PrinterProfile, _: Expected) -> Iterable[Finding]:
    for plates, page in zip(plates_of(reading, printer), reading.pages, strict=True):
        for gap in gaps(plates, page, printer.bleed):
            yield finding(
                reading,
                "preflight.bleed-empty",
                Severity.ERROR,
                say(
                    "the artwork on page {page} stops at the {edge} edge, between {start:.0f} and "
                    "{end:.0f} mm from the {from_edge}: there is paper in the bleed",
                    page=page.number,
                    edge=say(EDGES[gap.edge]),
                    start=gap.start,
                    end=gap.end,
                    from_edge=say(EDGES["top" if gap.edge in ("left", "right") else "left"]),
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

"""Lengths, paper sizes and the boxes of a page (ISO 32000-1, 14.11.2).

Lengths are millimetres where people meet them and PDF points (1/72 inch) in page boxes.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

MM_PER_INCH = 25.4
PT_PER_MM = 72 / MM_PER_INCH
#: CSS fixes 96 px to the inch.
PX_PER_MM = 96 / MM_PER_INCH
PT_PER_PX = 72 / 96


def mm_to_pt(mm: float) -> float:
    """Millimetres to PDF points."""
    return mm * PT_PER_MM


def pt_to_mm(pt: float) -> float:
    """PDF points to millimetres."""
    return pt / PT_PER_MM


def px_to_mm(px: float) -> float:
    """CSS pixels to millimetres."""
    return px / PX_PER_MM


@dataclass(frozen=True, slots=True)
class Size:
    """Width and height in millimetres, upright as read."""

    width: float
    height: float


PAPER_SIZES = {"A3": Size(297, 420), "A4": Size(210, 297), "A5": Size(148, 210)}


def paper_name(size: Size) -> str:
    """The name of a paper size."""
    return next(name for name, paper in PAPER_SIZES.items() if paper == size)


# Made by the thousand for each sheet, and a tuple is made in a third of the time.
class Box(NamedTuple):
    """A rectangle in PDF points, origin bottom left, as a page box is written."""

    left: float
    bottom: float
    right: float
    top: float

    def grown(self, margin: float) -> Box:
        """This box with ``margin`` points added on all four sides."""
        return Box(self.left - margin, self.bottom - margin, self.right + margin, self.top + margin)

    def moved(self, dx: float, dy: float) -> Box:
        """This box shifted by ``dx``, ``dy`` points."""
        return Box(self.left + dx, self.bottom + dy, self.right + dx, self.top + dy)


@dataclass(frozen=True, slots=True)
class PageBoxes:
    """The boxes of a finished page in points; the media box starts at the origin."""

    media: Box
    bleed: Box
    trim: Box


def page_boxes(trim: Size, bleed: float, slug: float = 0) -> PageBoxes:
    """Boxes for a sheet of ``trim`` mm with ``bleed`` mm around it and ``slug`` mm around that.

    ISO 15930-7, 6.12: the trim box lies within the bleed box, the bleed box within the media box.
    """
    margin = mm_to_pt(bleed + slug)
    trim_box = Box(0, 0, mm_to_pt(trim.width), mm_to_pt(trim.height)).moved(margin, margin)
    bleed_box = trim_box.grown(mm_to_pt(bleed))
    return PageBoxes(bleed_box.grown(mm_to_pt(slug)), bleed_box, trim_box)

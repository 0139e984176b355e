"""Page boxes and crop marks. Points, origin bottom left, unless said otherwise."""

from __future__ import annotations

from dataclasses import dataclass

import pikepdf

from flevoprint.geometry import Box, PageBoxes, Size, mm_to_pt, page_boxes, pt_to_mm
from flevoprint.language import say
from flevoprint.model import Edition
from flevoprint.press.report import Report

#: Room for the marks around the bleed box, their distance to it and their length, in mm.
SLUG = 10.0
MARK_GAP = 2.0
MARK_LENGTH = 5.0
#: Line width of a mark, in points.
MARK_WIDTH = 0.25
#: What rounding in the layout engine may cost, in mm.
TOLERANCE = 0.1


@dataclass(frozen=True, slots=True)
class Placing:
    """The boxes of a finished page, and the shift that brings the laid-out page into them."""

    boxes: PageBoxes
    dx: float
    dy: float


def read_box(page: pikepdf.Page, name: str) -> Box:
    """The page's box ``name`` (``/TrimBox``), or its media box where that is not set."""
    array = page.obj.get(name, page.mediabox)
    left, bottom, right, top = (float(edge) for edge in array)
    return Box(min(left, right), min(bottom, top), max(left, right), max(bottom, top))


def place(page: pikepdf.Page, number: int, trim: Size, edition: Edition, report: Report) -> Placing:
    """Where page ``number`` comes to lie; reports a wrong size and a bleed that is not there."""
    laid_out = read_box(page, "/TrimBox")
    carried = read_box(page, "/MediaBox")
    width, height = (
        pt_to_mm(laid_out.right - laid_out.left),
        pt_to_mm(laid_out.top - laid_out.bottom),
    )
    if abs(width - trim.width) > TOLERANCE or abs(height - trim.height) > TOLERANCE:
        report.add(
            "press.trim-size",
            say(
                "page {number} is laid out at {width:.1f} × {height:.1f} mm, "
                "but the layout says {trim_width:g} × {trim_height:g} mm",
                number=number,
                width=width,
                height=height,
                trim_width=trim.width,
                trim_height=trim.height,
            ),
            say("give the layout the same size in layout.yaml and in sheet.css (@page size)"),
        )
    room = pt_to_mm(
        min(
            laid_out.left - carried.left,
            laid_out.bottom - carried.bottom,
            carried.right - laid_out.right,
            carried.top - laid_out.top,
        )
    )
    if edition.bleed > room + TOLERANCE:
        report.add(
            "press.bleed-too-large",
            say(
                "page {number} has {room:.1f} mm of bleed, but this edition asks for {bleed:g} mm",
                number=number,
                room=max(room, 0),
                bleed=edition.bleed,
            ),
            say("choose a bleed of at most {room:.0f} mm", room=max(room, 0)),
        )
    boxes = page_boxes(trim, edition.bleed, SLUG if edition.marks else 0)
    return Placing(boxes, boxes.trim.left - laid_out.left, boxes.trim.bottom - laid_out.bottom)


def array(box: Box) -> pikepdf.Array:
    """``box`` as a page dictionary holds it, to a ten-thousandth of a point."""
    return pikepdf.Array([round(edge, 4) for edge in (box.left, box.bottom, box.right, box.top)])


def crop_marks(boxes: PageBoxes) -> str:
    """Operators for eight crop marks in all four inks, each wholly outside the bleed box.

    Four full inks is registration colour in DeviceCMYK: the marks show on every plate, and lie
    where the knife has already passed, so no ink limit applies.
    """
    gap, length = mm_to_pt(MARK_GAP), mm_to_pt(MARK_LENGTH)
    trim, bleed = boxes.trim, boxes.bleed
    lines = []
    for y in (trim.bottom, trim.top):
        lines.append((bleed.left - gap - length, y, bleed.left - gap, y))
        lines.append((bleed.right + gap, y, bleed.right + gap + length, y))
    for x in (trim.left, trim.right):
        lines.append((x, bleed.bottom - gap - length, x, bleed.bottom - gap))
        lines.append((x, bleed.top + gap, x, bleed.top + gap + length))
    strokes = "\n".join("{:.4f} {:.4f} m {:.4f} {:.4f} l S".format(*line) for line in lines)
    return f"q\n1 1 1 1 K\n{MARK_WIDTH} w\n0 J\n[] 0 d\n{strokes}\nQ\n"


def clip(box: Box) -> str:
    """Operators that keep what follows inside ``box``."""
    return (
        f"{box.left:.4f} {box.bottom:.4f} {box.right - box.left:.4f} "
        f"{box.top - box.bottom:.4f} re W n\n"
    )

"""What prints over and what knocks out (ISO 32000-1, 8.6.7; Ghent Workgroup 2022)."""

from __future__ import annotations

from collections.abc import Iterable

from flevoprint.finding import Expected, Finding
from flevoprint.language import say
from flevoprint.press.preflight.check import PRESS, Check, on_marks, on_sheet, what
from flevoprint.press.preflight.marks import Mark, MarkKind, Paint
from flevoprint.press.preflight.reading import Reading
from flevoprint.printer import PrinterProfile
from flevoprint.problem import Severity

#: Half a rounding step of layout engines, in points: text of 12 pt is not small.
_SLACK = 0.01
#: Black alone, in %.
_FULL_BLACK = 99.5
#: A fill this many times longer than it is wide is a line in all but name.
_LINE = 3


def is_white(paint: Paint | None) -> bool:
    """Whether a colour lays down no ink at all."""
    return paint is not None and paint.inks is not None and max(paint.inks) == 0


def is_black(paint: Paint | None) -> bool:
    """Whether a colour is full black ink and nothing else."""
    inks = paint.inks if paint else None
    return inks is not None and inks[3] >= _FULL_BLACK and max(inks[:3]) == 0


def is_line(mark: Mark) -> bool:
    """Whether a mark is a line: a stroke, or a fill as thin as one; ``size`` is its width."""
    if mark.kind is MarkKind.STROKE:
        return True
    longest = max(mark.box.right - mark.box.left, mark.box.top - mark.box.bottom)
    return mark.kind is MarkKind.FILL and longest > _LINE * mark.size


def white(reading: Reading, _: PrinterProfile, __: Expected) -> Iterable[Finding]:
    """White that prints over what lies under it is not there."""
    return on_marks(
        reading,
        (mark for mark in on_sheet(reading) if mark.overprint and is_white(mark.paint)),
        "preflight.white-overprint",
        Severity.ERROR,
        lambda mark: say("{thing} is white and overprints, so it vanishes", thing=what(mark)),
        say("switch overprint off for white objects in the layout program"),
    )


def _knocks_out(mark: Mark) -> bool:
    """Whether black leaves a hole in the other inks: it overprints as DeviceCMYK with OPM 1, or
    from a plate of its own."""
    if not is_black(mark.paint) or mark.transparent or mark.paint is None:
        return False
    if mark.paint.colorants == ("Black",):
        return not mark.overprint
    sparing = mark.paint.space == "DeviceCMYK" and mark.overprint_mode == 1
    return not (mark.overprint and sparing)


def small_text(reading: Reading, printer: PrinterProfile, _: Expected) -> Iterable[Finding]:
    """Small black text overprints: out of register a white edge shows around it."""
    below = printer.overprint_text_below
    if below is None:
        return ()
    return on_marks(
        reading,
        (
            mark
            for mark in on_sheet(reading)
            if mark.kind is MarkKind.TEXT and mark.size < below - _SLACK and _knocks_out(mark)
        ),
        "preflight.knockout-text",
        Severity.WARNING,
        lambda mark: say(
            "{thing} ({size:.1f} pt) is black and does not overprint",
            thing=what(mark),
            size=float(mark.size),
        ),
        say("switch on “overprint black” in the layout program"),
    )


def thin_lines(reading: Reading, printer: PrinterProfile, _: Expected) -> Iterable[Finding]:
    """Thin black lines overprint, for the same reason."""
    below = printer.overprint_line_below
    if below is None:
        return ()
    return on_marks(
        reading,
        (
            mark
            for mark in on_sheet(reading)
            if is_line(mark) and mark.size < below - _SLACK and _knocks_out(mark)
        ),
        "preflight.knockout-line",
        Severity.WARNING,
        lambda mark: say(
            "a line of {size:.2f} pt is black and does not overprint", size=float(mark.size)
        ),
        say("switch on “overprint black” in the layout program"),
    )


_GWG = "Ghent Workgroup 2022"

CHECKS = (
    Check("white-overprint", PRESS, _GWG, white, ("preflight.white-overprint",)),
    Check("knockout-text", PRESS, _GWG, small_text, ("preflight.knockout-text",)),
    Check("knockout-line", PRESS, _GWG, thin_lines, ("preflight.knockout-line",)),
)

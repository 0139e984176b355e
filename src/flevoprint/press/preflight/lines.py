"""Lines: wide enough to be printed whole, wider where inks must fit together."""

from __future__ import annotations

from collections.abc import Iterable

from flevoprint.finding import Expected, Finding
from flevoprint.language import say
from flevoprint.press.preflight.check import PRESS, Check, on_marks, on_sheet
from flevoprint.press.preflight.lettering import reversed_out
from flevoprint.press.preflight.marks import Mark, MarkKind
from flevoprint.press.preflight.overprint import is_line
from flevoprint.press.preflight.reading import Reading
from flevoprint.printer import PrinterProfile
from flevoprint.problem import Severity

#: Rounding, in points.
_SLACK = 0.005
#: A fill thinner than this is what a clip left of a shape that ends there, not a line.
_SLIVER = 0.02


def _too_thin(mark: Mark, printer: PrinterProfile) -> tuple[bool, bool]:
    """Whether a line is too thin as such, and else whether it is for its inks."""
    if not is_line(mark) or (mark.kind is MarkKind.FILL and mark.size < _SLIVER):
        return False, False
    if mark.kind is MarkKind.STROKE and mark.size == 0:
        return False, False
    thin = mark.size < printer.min_line - _SLACK
    return thin, not thin and (
        reversed_out(mark.paint) and mark.size < printer.min_reversed_line - _SLACK
    )


def hairlines(reading: Reading, _: PrinterProfile, __: Expected) -> Iterable[Finding]:
    """No lines as thin as the device can (ISO 32000-1, 8.4.3.2): on a plate they vanish."""
    return on_marks(
        reading,
        (mark for mark in on_sheet(reading) if mark.kind is MarkKind.STROKE and mark.size == 0),
        "preflight.hairline",
        Severity.ERROR,
        lambda _: say("a line has no width (a hairline): in print it is hardly there"),
        say("give the line a width of at least 0.25 pt"),
    )


def thin_lines(reading: Reading, printer: PrinterProfile, _: Expected) -> Iterable[Finding]:
    """Lines are wide enough to be printed whole."""
    return on_marks(
        reading,
        (mark for mark in on_sheet(reading) if _too_thin(mark, printer)[0]),
        "preflight.thin-line",
        Severity.WARNING,
        lambda mark: say(
            "a line is {size:.2f} pt wide; the printer asks at least {least:.2f} pt",
            size=float(mark.size),
            least=float(printer.min_line),
        ),
        say("make the line wider"),
    )


def thin_reversed_lines(
    reading: Reading, printer: PrinterProfile, _: Expected
) -> Iterable[Finding]:
    """Lines that are white or of several inks are wide enough not to fill in."""
    return on_marks(
        reading,
        (mark for mark in on_sheet(reading) if _too_thin(mark, printer)[1]),
        "preflight.thin-reversed-line",
        Severity.WARNING,
        lambda mark: say(
            "a line is {size:.2f} pt wide, and white or of several inks; "
            "the printer asks at least {least:.2f} pt for that",
            size=float(mark.size),
            least=float(printer.min_reversed_line),
        ),
        say("make the line wider, or print it in one ink"),
    )


_GWG = "Ghent Workgroup 2022"

CHECKS = (
    Check("hairline", PRESS, "ISO 32000-1, 8.4.3.2", hairlines, ("preflight.hairline",)),
    Check("thin-line", PRESS, "the printer's profile", thin_lines, ("preflight.thin-line",)),
    Check(
        "thin-reversed-line",
        PRESS,
        f"{_GWG}; the printer's profile",
        thin_reversed_lines,
        ("preflight.thin-reversed-line",),
    ),
)

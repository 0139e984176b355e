"""Type: fonts that come along whole, glyphs that exist, letters that can be printed and cut."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from flevoprint.finding import Expected, Finding
from flevoprint.geometry import Box, mm_to_pt, pt_to_mm
from flevoprint.language import say, say_many
from flevoprint.press.preflight.check import (
    BOTH,
    PRESS,
    Check,
    finding,
    on_marks,
    on_sheet,
    sheet,
    what,
)
from flevoprint.press.preflight.marks import FontFacts, Mark, MarkKind, Paint
from flevoprint.press.preflight.overprint import is_white
from flevoprint.press.preflight.reading import Reading
from flevoprint.printer import PrinterProfile
from flevoprint.problem import Severity

#: Half a rounding step of layout engines, in points.
_SLACK = 0.01
#: What rounding may cost a margin, in points.
_MARGIN_SLACK = 0.15


def reversed_out(paint: Paint | None) -> bool:
    """Whether a colour is white or of more than one ink, so that register shows."""
    if paint is None or paint.inks is None:
        return False
    return is_white(paint) or sum(ink > 0 for ink in paint.inks) > 1


def _fonts(reading: Reading) -> dict[FontFacts, Mark]:
    """Every font that shows something, with the first text in it.

    A font of invisible text alone (a scan's hidden words) need not be there: nothing is drawn
    with it (ISO 19005-2, 6.2.11.4.1).
    """
    fonts: dict[FontFacts, Mark] = {}
    for mark in reading.marks:
        if mark.font is not None and not mark.invisible:
            fonts.setdefault(mark.font, mark)
    return fonts


def embedded(reading: Reading, _: PrinterProfile, __: Expected) -> Iterator[Finding]:
    """Every font comes along, or another takes its place."""
    for font, mark in _fonts(reading).items():
        if not font.embedded:
            yield finding(
                reading,
                "preflight.font-missing",
                Severity.ERROR,
                say(
                    "page {page}: the font {font} is not in the file; {thing} will look different",
                    page=mark.page,
                    font=font.name or "?",
                    thing=what(mark),
                ),
                say("export the PDF with all fonts embedded"),
                page=mark.page,
                box=mark.box,
            )


def subset(reading: Reading, _: PrinterProfile, __: Expected) -> Iterator[Finding]:
    """Fonts come along with the glyphs that are used, no more."""
    for font, mark in _fonts(reading).items():
        if font.embedded and not font.subset and font.subtype != "Type3":
            yield finding(
                reading,
                "preflight.font-whole",
                Severity.NOTE,
                say("the font {font} is in the file as a whole", font=font.name or "?"),
                say("embed only the characters that are used: the file gets smaller"),
                page=mark.page,
            )


def type3(reading: Reading, _: PrinterProfile, __: Expected) -> Iterator[Finding]:
    """Fonts that are drawings print without hinting."""
    for font, mark in _fonts(reading).items():
        if font.subtype == "Type3":
            yield finding(
                reading,
                "preflight.font-type3",
                Severity.NOTE,
                say("page {page} has a font that is made of drawings (Type 3)", page=mark.page),
                say("look closely at its letters on the proof"),
                page=mark.page,
                box=mark.box,
            )


def missing_glyphs(reading: Reading, _: PrinterProfile, __: Expected) -> Iterable[Finding]:
    """No boxes where letters should be."""
    return on_marks(
        reading,
        (mark for mark in reading.marks if mark.missing_glyphs and not mark.invisible),
        "preflight.notdef",
        Severity.ERROR,
        lambda mark: say_many(
            "{thing} has {count} sign that its font {font} does not hold: an empty box is printed",
            "{thing} has {count} signs that its font {font} does not hold: boxes are printed",
            mark.missing_glyphs,
            thing=what(mark),
            font=mark.font.name if mark.font else "?",
        ),
        say("choose a font that holds the sign, or write it another way"),
    )


def _too_small(mark: Mark, printer: PrinterProfile) -> tuple[bool, bool]:
    """Whether text is too small as such, and else whether it is for its inks."""
    small = mark.size < printer.min_text - _SLACK
    return small, not small and (
        reversed_out(mark.paint) and mark.size < printer.min_reversed_text - _SLACK
    )


def small_text(reading: Reading, printer: PrinterProfile, _: Expected) -> Iterable[Finding]:
    """Text is large enough to be read."""
    return on_marks(
        reading,
        (mark for mark in _texts(reading) if _too_small(mark, printer)[0]),
        "preflight.small-text",
        Severity.WARNING,
        lambda mark: say(
            "{thing} is {size:.1f} pt; the printer asks at least {least:.1f} pt",
            thing=what(mark),
            size=float(mark.size),
            least=float(printer.min_text),
        ),
        say("make the text larger, or leave some of it out"),
    )


def small_reversed_text(
    reading: Reading, printer: PrinterProfile, _: Expected
) -> Iterable[Finding]:
    """Text that is white or of several inks is large enough not to fill in."""
    return on_marks(
        reading,
        (mark for mark in _texts(reading) if _too_small(mark, printer)[1]),
        "preflight.small-reversed-text",
        Severity.WARNING,
        lambda mark: say(
            "{thing} is {size:.1f} pt, and white or of several inks; "
            "the printer asks at least {least:.1f} pt for that",
            thing=what(mark),
            size=float(mark.size),
            least=float(printer.min_reversed_text),
        ),
        say("make the text larger or bolder, or print it in black alone"),
    )


def _texts(reading: Reading) -> Iterator[Mark]:
    return (mark for mark in on_sheet(reading) if mark.kind is MarkKind.TEXT)


def safe_margin(reading: Reading, printer: PrinterProfile, _: Expected) -> Iterable[Finding]:
    """Text keeps away from the cut, which may be a millimetre off."""
    least = mm_to_pt(printer.safe_margin) - _MARGIN_SLACK
    return on_marks(
        reading,
        (mark for mark in _texts(reading) if _margin(mark, sheet(reading, mark.page)) < least),
        "preflight.safe-margin",
        Severity.WARNING,
        lambda mark: say(
            "{thing} is {margin:.1f} mm from the cut; the printer asks {asked:.1f} mm",
            thing=what(mark),
            margin=float(max(pt_to_mm(_margin(mark, sheet(reading, mark.page))), 0.0)),
            asked=float(printer.safe_margin),
        ),
        say("move the text away from the edge"),
    )


def _margin(mark: Mark, cut: Box) -> float:
    """From a mark to the nearest edge of the sheet it lies on, in points; negative across it."""
    box = mark.ink or mark.box
    return min(
        box.left - cut.left, box.bottom - cut.bottom, cut.right - box.right, cut.top - box.top
    )


_GWG = "Ghent Workgroup 2022"
_SHOP = "the printer's profile"

CHECKS = (
    Check(
        "fonts",
        BOTH,
        "ISO 15930-7 (fonts); ISO 19005-2, 6.2.11.4; ISO 14289-1, 7.21.4",
        embedded,
        ("preflight.font-missing",),
    ),
    Check("font-whole", PRESS, "the print shops", subset, ("preflight.font-whole",)),
    Check("font-type3", PRESS, "the print shops", type3, ("preflight.font-type3",)),
    Check(
        "notdef",
        BOTH,
        "ISO 19005-2, 6.2.11.8; ISO 14289-1, 7.21.8",
        missing_glyphs,
        ("preflight.notdef",),
    ),
    Check("small-text", PRESS, _SHOP, small_text, ("preflight.small-text",)),
    Check(
        "small-reversed-text",
        PRESS,
        f"{_GWG}; {_SHOP}",
        small_reversed_text,
        ("preflight.small-reversed-text",),
    ),
    Check("safe-margin", PRESS, _SHOP, safe_margin, ("preflight.safe-margin",)),
)

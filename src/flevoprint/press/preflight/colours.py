"""Colours: everything on the sheet in the four inks of the press, wherever it may hide."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator

from flevoprint.finding import Expected, Finding
from flevoprint.language import Phrase, say
from flevoprint.press.preflight.check import (
    PRESS,
    Check,
    finding,
    on_marks,
    on_sheet,
    what,
)
from flevoprint.press.preflight.marks import Device, Mark, MarkKind, Paint
from flevoprint.press.preflight.reading import Reading
from flevoprint.printer import PrinterProfile
from flevoprint.problem import Severity

#: Colorants that are the press's own plates, all of them, or nothing (ISO 32000-1, 8.6.6.4).
_OWN_PLATES = frozenset({"Cyan", "Magenta", "Yellow", "Black", "All", "None"})
#: Rich black (Ghent Workgroup 2022): black ink from, and more than this in all, in %.
_RICH_BLACK, _RICH_SUM = 85.0, 280.0
#: From this on each ink counts as full, in %: registration colour.
_FULL = 99.0


def _spots(paint: Paint | None) -> list[str]:
    """The plates of a colour that a press with four inks does not have."""
    return [name for name in paint.colorants if name not in _OWN_PLATES] if paint else []


def _coloured(reading: Reading) -> Iterator[tuple[Mark, Paint]]:
    """All that has a colour of its own, soft masks and invisible text too: a shop's software
    converts what it finds, painted or not."""
    for mark in reading.marks:
        if mark.paint is not None and mark.paint.space != "Pattern":
            yield mark, mark.paint


def rgb(reading: Reading, _: PrinterProfile, __: Expected) -> Iterable[Finding]:
    """No screen colours: operators, images, patterns, gradients, masks, base and alternate."""
    return on_marks(
        reading,
        (
            mark
            for mark, paint in _coloured(reading)
            if paint.device is Device.RGB and not paint.colorants
        ),
        "preflight.rgb",
        Severity.ERROR,
        _rgb_message,
        say("save images as CMYK and give colours as CMYK, or export with conversion to CMYK"),
    )


def _rgb_message(mark: Mark) -> Phrase:
    assert mark.paint is not None
    thing = what(mark)
    if mark.soft_mask:
        return say("{thing}, part of a transparency mask, has screen colours (RGB)", thing=thing)
    if mark.paint.rgb is not None and mark.paint.values:
        red, green, blue = mark.paint.rgb
        return say(
            "{thing} has the screen colour RGB {red} {green} {blue}",
            thing=thing,
            red=red,
            green=green,
            blue=blue,
        )
    return say("{thing} has screen colours (RGB)", thing=thing)


def lab(reading: Reading, _: PrinterProfile, __: Expected) -> Iterable[Finding]:
    """No colours that name a look instead of inks."""
    return on_marks(
        reading,
        (
            mark
            for mark, paint in _coloured(reading)
            if paint.device is Device.LAB and not paint.colorants
        ),
        "preflight.lab",
        Severity.ERROR,
        lambda mark: say("{thing} has Lab colours, which are no inks", thing=what(mark)),
        say("give the colour as CMYK, or export with conversion to CMYK"),
    )


def unknown(reading: Reading, _: PrinterProfile, __: Expected) -> Iterable[Finding]:
    """No colour that cannot be told."""
    return on_marks(
        reading,
        (
            mark
            for mark, paint in _coloured(reading)
            if paint.device is Device.UNKNOWN and not _spots(paint)
        ),
        "preflight.colour-unknown",
        Severity.ERROR,
        lambda mark: say(
            "{thing} has colours that cannot be read ({space})",
            thing=what(mark),
            space=mark.paint.space if mark.paint else "",
        ),
        say("export the PDF again, with conversion to CMYK"),
    )


def tagged_cmyk(reading: Reading, _: PrinterProfile, __: Expected) -> Iterable[Finding]:
    """Inks without a profile of their own: the output intent is what they mean."""
    own = hashlib.sha256(reading.intent_profile).hexdigest() if reading.intent_profile else ""
    return on_marks(
        reading,
        (
            mark
            for mark, paint in _coloured(reading)
            if paint.device is Device.CMYK and paint.profile and not paint.colorants
        ),
        "preflight.icc-cmyk",
        Severity.ERROR,
        lambda mark: (
            say(
                "{thing} repeats the profile of the output intent; inks may then be converted",
                thing=what(mark),
            )
            if mark.paint and mark.paint.profile == own
            else say(
                "{thing} has inks for another press than the output intent's", thing=what(mark)
            )
        ),
        say("convert colours to the output intent, and export without embedded profiles"),
    )


def spots(reading: Reading, _: PrinterProfile, __: Expected) -> Iterable[Finding]:
    """No plates but the four."""
    return on_marks(
        reading,
        (mark for mark, paint in _coloured(reading) if _spots(paint)),
        "preflight.spot",
        Severity.ERROR,
        lambda mark: say(
            "{thing} asks for an ink of its own ({names})",
            thing=what(mark),
            names=", ".join(_spots(mark.paint)),
        ),
        say("change the spot colour into its CMYK values"),
    )


def registration(reading: Reading, _: PrinterProfile, __: Expected) -> Iterable[Finding]:
    """The colour of crop marks stays outside the cut."""
    return on_marks(
        reading,
        (mark for mark in on_sheet(reading) if is_registration(mark.paint)),
        "preflight.registration",
        Severity.ERROR,
        lambda mark: say("{thing} is in registration colour: all inks at full", thing=what(mark)),
        say("give it black (C 0, M 0, Y 0, K 100) in the layout program"),
    )


def is_registration(paint: Paint | None) -> bool:
    """Whether a colour falls on every plate at full strength."""
    if paint is None:
        return False
    if "All" in paint.colorants:
        return bool(paint.inks and paint.inks[3] > 0)
    return paint.inks is not None and min(paint.inks) >= _FULL


def rich_black(reading: Reading, printer: PrinterProfile, _: Expected) -> Iterable[Finding]:
    """No text in black upon other inks: out of register its edges blur."""
    if not printer.rich_black_text:
        return ()
    return on_marks(
        reading,
        (
            mark
            for mark in on_sheet(reading)
            if mark.kind is MarkKind.TEXT and _rich(mark.paint) and not is_registration(mark.paint)
        ),
        "preflight.rich-black-text",
        Severity.WARNING,
        lambda mark: say(
            "{thing} is black of four inks ({sum:.0f} % in all)",
            thing=what(mark),
            sum=float(sum(mark.paint.inks or ())) if mark.paint else 0.0,
        ),
        say("give the text black alone (C 0, M 0, Y 0, K 100)"),
    )


def _rich(paint: Paint | None) -> bool:
    inks = paint.inks if paint else None
    return inks is not None and inks[3] >= _RICH_BLACK and sum(inks) > _RICH_SUM


def blend_space(reading: Reading, _: PrinterProfile, __: Expected) -> Iterator[Finding]:
    """What is see-through is mixed in the four inks (ISO 15930-7, 6.15)."""
    hint = say("set the transparency blend space to CMYK before you export")
    for group in reading.painted.groups:
        allowed = ("", "DeviceCMYK", "DeviceGray") if group.soft_mask else ("", "DeviceCMYK")
        if group.space not in allowed:
            yield finding(
                reading,
                "preflight.blend-space",
                Severity.ERROR,
                say(
                    "page {page}: transparency is mixed in {space} instead of CMYK",
                    page=group.page,
                    space=group.space,
                ),
                hint,
                page=group.page,
            )
    told = {group.page for group in reading.painted.groups if not group.where and group.space}
    for page in sorted({mark.page for mark in reading.marks if mark.transparent} - told):
        yield finding(
            reading,
            "preflight.blend-space",
            Severity.ERROR,
            say("page {page} has transparency, and does not say how it is mixed", page=page),
            hint,
            page=page,
        )


_GWG = "Ghent Workgroup 2022"

CHECKS = (
    Check("rgb", PRESS, f"{_GWG}; ISO 15930-7 (colour spaces)", rgb, ("preflight.rgb",)),
    Check("lab", PRESS, _GWG, lab, ("preflight.lab",)),
    Check("colour-unknown", PRESS, _GWG, unknown, ("preflight.colour-unknown",)),
    Check(
        "icc-cmyk",
        PRESS,
        f"ISO 15930-7 (colour spaces); {_GWG}",
        tagged_cmyk,
        ("preflight.icc-cmyk",),
    ),
    Check("spot", PRESS, f"{_GWG}, CMYK variant", spots, ("preflight.spot",)),
    Check("registration", PRESS, "the print shops", registration, ("preflight.registration",)),
    Check("rich-black", PRESS, _GWG, rich_black, ("preflight.rich-black-text",)),
    Check(
        "blend-space",
        PRESS,
        f"ISO 15930-7, 6.15; {_GWG}",
        blend_space,
        ("preflight.blend-space",),
    ),
)

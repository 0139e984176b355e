"""Pages: their boxes and how these lie in each other, sizes, rotations, bleed, empty pages."""

from __future__ import annotations

from collections.abc import Iterator

from flevoprint.finding import Expected, Finding, Kind, PageFacts
from flevoprint.geometry import Box, Size, pt_to_mm
from flevoprint.language import Phrase, say, say_many
from flevoprint.press.preflight.check import BOTH, PRESS, Check, finding
from flevoprint.press.preflight.reading import Reading
from flevoprint.printer import PrinterProfile
from flevoprint.problem import Severity

#: What rounding may cost, in mm: of a sheet's size, and of a bleed's width.
_SIZE_SLACK = 0.1
_BLEED_SLACK = 0.05
#: The same for edges that must coincide, in points.
_EDGE_SLACK = 0.05
#: Sizes that shops cut by themselves, in mm, upright: A0 to A7, DL, and a card.
_USUAL = (
    *((841, 1189), (594, 841), (420, 594), (297, 420), (210, 297), (148, 210), (105, 148)),
    *((74, 105), (99, 210), (105, 210), (55, 85)),
)


def size_of(page: PageFacts) -> Size:
    """The trimmed size of a page in mm, as its boxes lie (a rotation is not counted)."""
    box = page.trim or page.media
    return Size(pt_to_mm(box.right - box.left), pt_to_mm(box.top - box.bottom))


def _alike(first: Size, second: Size) -> bool:
    return (
        abs(first.width - second.width) <= _SIZE_SLACK
        and abs(first.height - second.height) <= _SIZE_SLACK
    )


def _in(inner: Box, outer: Box) -> bool:
    return (
        inner.left >= outer.left - _EDGE_SLACK
        and inner.bottom >= outer.bottom - _EDGE_SLACK
        and inner.right <= outer.right + _EDGE_SLACK
        and inner.top <= outer.top + _EDGE_SLACK
    )


def trim_box(reading: Reading, _: PrinterProfile, __: Expected) -> Iterator[Finding]:
    """Every page says where it is cut."""
    for page in reading.pages:
        if page.trim is None:
            yield finding(
                reading,
                "preflight.trim-missing",
                Severity.ERROR,
                say("page {page} does not say where it is cut (no TrimBox)", page=page.number),
                say("export the PDF again and set the finished size with its bleed"),
                page=page.number,
            )


def box_relations(reading: Reading, _: PrinterProfile, __: Expected) -> Iterator[Finding]:
    """The trim box lies in the bleed box, and that in the media box."""
    hint = say("export the PDF again with one finished size and one bleed for all pages")
    for page in reading.pages:
        trim, bleed = page.trim, page.bleed
        if bleed is not None and not _in(bleed, page.media):
            message = say("page {page}: the bleed reaches outside the page", page=page.number)
        elif trim is not None and not _in(trim, bleed or page.media):
            message = say("page {page}: the cut lies outside the bleed", page=page.number)
        else:
            continue
        code = "preflight.box-order"
        yield finding(reading, code, Severity.ERROR, message, hint, page=page.number, box=trim)


def crop_box(reading: Reading, _: PrinterProfile, __: Expected) -> Iterator[Finding]:
    """No crop box hides part of the page."""
    for page in reading.pages:
        crop = page.crop
        if crop is not None and not (_in(crop, page.media) and _in(page.media, crop)):
            yield finding(
                reading,
                "preflight.crop-box",
                Severity.ERROR,
                say("page {page} is cropped: part of it is hidden (CropBox)", page=page.number),
                say("undo the cropping in the PDF editor, or export without a crop box"),
                page=page.number,
                box=crop,
            )


def art_box(reading: Reading, _: PrinterProfile, __: Expected) -> Iterator[Finding]:
    """No art box beside the trim box."""
    for number, page in enumerate(reading.pdf.pages, start=1):
        if "/ArtBox" in page.obj:
            yield finding(
                reading,
                "preflight.art-box",
                Severity.ERROR,
                say("page {page} has an ArtBox, which goes against its cut", page=number),
                say("remove the ArtBox in the PDF editor, or export again as PDF/X-4"),
                page=number,
            )


def user_unit(reading: Reading, _: PrinterProfile, __: Expected) -> Iterator[Finding]:
    """Sizes are real sizes."""
    for number, page in enumerate(reading.pdf.pages, start=1):
        if "/UserUnit" in page.obj and float(page.obj.UserUnit) != 1:
            yield finding(
                reading,
                "preflight.user-unit",
                Severity.ERROR,
                say(
                    "page {page} is drawn at a scale of {scale:.2f} (UserUnit); "
                    "many presses print it too small",
                    page=number,
                    scale=float(page.obj.UserUnit),
                ),
                say("export the PDF at its real size"),
                page=number,
            )


_SIDES = {
    "left": say("on the left"),
    "bottom": say("at the bottom"),
    "right": say("on the right"),
    "top": say("at the top"),
}


def bleed_width(reading: Reading, printer: PrinterProfile, _: Expected) -> Iterator[Finding]:
    """There is room for the shop's bleed on all four sides."""
    for page in reading.pages:
        if page.trim is None:
            continue
        bleed = page.bleed or page.crop or page.media
        for side, phrase in _SIDES.items():
            room = pt_to_mm(abs(getattr(bleed, side) - getattr(page.trim, side)))
            if room >= printer.bleed - _BLEED_SLACK:
                continue
            yield finding(
                reading,
                "preflight.bleed-box",
                Severity.ERROR,
                say(
                    "page {page} has {room:.1f} mm bleed {side}; the printer asks {asked:.1f} mm",
                    page=page.number,
                    room=room,
                    side=phrase,
                    asked=float(printer.bleed),
                ),
                say(
                    "let colours and pictures run on over the cut, "
                    "and export with {asked:.1f} mm bleed on all sides",
                    asked=float(printer.bleed),
                ),
                page=page.number,
                box=page.trim,
            )


def _measured(size: Size) -> Phrase:
    return say("{width:.1f} × {height:.1f} mm", width=float(size.width), height=float(size.height))


def trim_size(reading: Reading, _: PrinterProfile, expected: Expected) -> Iterator[Finding]:
    """Pages have the size they should have, or else one that shops know."""
    for page in reading.pages:
        size = size_of(page)
        if expected.trim is not None and not _alike(size, expected.trim):
            yield finding(
                reading,
                "preflight.trim-size",
                Severity.ERROR,
                say(
                    "page {page} measures {size}, and should be {wanted}",
                    page=page.number,
                    size=_measured(size),
                    wanted=_measured(expected.trim),
                ),
                say("export the PDF at the size that was agreed"),
                page=page.number,
                box=page.trim,
            )
        elif expected.trim is None and reading.kind is Kind.PRESS and not _usual(size):
            yield finding(
                reading,
                "preflight.size-unusual",
                Severity.NOTE,
                say(
                    "page {page} measures {size}, which is no standard size",
                    page=page.number,
                    size=_measured(size),
                ),
                say("check that this is the size you ordered"),
                page=page.number,
                box=page.trim,
            )


def _usual(size: Size) -> bool:
    lesser, greater = sorted((size.width, size.height))
    return any(_alike(Size(lesser, greater), Size(*usual)) for usual in _USUAL)


def page_sizes(reading: Reading, _: PrinterProfile, expected: Expected) -> Iterator[Finding]:
    """Pages are alike; where a size is expected, each was held to that already."""
    first = reading.pages[0]
    for page in reading.pages[1:]:
        if expected.trim is None and not _alike(size_of(page), size_of(first)):
            yield finding(
                reading,
                "preflight.page-sizes",
                Severity.WARNING,
                say(
                    "page {page} measures {size}, and page 1 {first}",
                    page=page.number,
                    size=_measured(size_of(page)),
                    first=_measured(size_of(first)),
                ),
                say("make all pages one size, or give the printer two files"),
                page=page.number,
                box=page.trim,
            )
        if page.rotation != first.rotation:
            yield finding(
                reading,
                "preflight.rotation",
                Severity.WARNING,
                say(
                    "page {page} is turned by {angle} degrees, and page 1 by {first}",
                    page=page.number,
                    angle=page.rotation,
                    first=first.rotation,
                ),
                say("turn all pages the same way before you export"),
                page=page.number,
            )


def page_count(reading: Reading, _: PrinterProfile, expected: Expected) -> Iterator[Finding]:
    """There are as many pages as there should be."""
    count = len(reading.pages)
    if expected.pages is not None and count != expected.pages:
        yield finding(
            reading,
            "preflight.page-count",
            Severity.ERROR,
            say_many(
                "the file has {count} page, and should have {wanted}",
                "the file has {count} pages, and should have {wanted}",
                count,
                wanted=expected.pages,
            ),
            say("take out what does not belong, or shorten the text that ran on"),
        )


def empty_pages(reading: Reading, _: PrinterProfile, __: Expected) -> Iterator[Finding]:
    """Something is on every page."""
    painted = {mark.page for mark in reading.marks if mark.painted}
    for page in reading.pages:
        if page.number not in painted:
            yield finding(
                reading,
                "preflight.page-empty",
                Severity.WARNING,
                say("page {page} is empty", page=page.number),
                say("remove the page, or tell the printer that it stays white"),
                page=page.number,
            )


_X4 = "ISO 15930-7, 6.12"
_GWG = "Ghent Workgroup 2022"

CHECKS = (
    Check("trim-box", PRESS, _X4, trim_box, ("preflight.trim-missing",)),
    Check("box-order", PRESS, _X4, box_relations, ("preflight.box-order",)),
    Check("crop-box", PRESS, _GWG, crop_box, ("preflight.crop-box",)),
    Check("art-box", PRESS, _X4, art_box, ("preflight.art-box",)),
    Check("user-unit", PRESS, _GWG, user_unit, ("preflight.user-unit",)),
    Check("bleed-box", PRESS, "the printer's profile", bleed_width, ("preflight.bleed-box",)),
    Check(
        "trim-size",
        BOTH,
        "the layout's size; ISO 216",
        trim_size,
        ("preflight.trim-size", "preflight.size-unusual"),
    ),
    Check("page-sizes", PRESS, _GWG, page_sizes, ("preflight.page-sizes", "preflight.rotation")),
    Check("page-count", BOTH, "the layout's pages", page_count, ("preflight.page-count",)),
    Check("page-empty", BOTH, _GWG, empty_pages, ("preflight.page-empty",)),
)

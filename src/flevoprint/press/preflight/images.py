"""Images: pixels enough at the size at which they are printed (Ghent Workgroup 2022)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from flevoprint.finding import Expected, Finding
from flevoprint.language import Phrase, say
from flevoprint.press.preflight.check import PRESS, Check, on_marks, on_sheet, what
from flevoprint.press.preflight.marks import Mark
from flevoprint.press.preflight.reading import Reading
from flevoprint.printer import PrinterProfile, Threshold
from flevoprint.problem import Severity

#: Images of a single row or column are a flat colour or a gradient, whatever their size.
_FLAT = 1
#: Rounding, in pixels per inch.
_SLACK = 0.5
_BILEVEL_SPACES = ("", "DeviceGray", "CalGray", "Separation")


def _bilevel(mark: Mark) -> bool:
    """Whether an image has ink or none at each pixel, nothing between."""
    image = mark.image
    return image is not None and image.bits == 1 and image.space in _BILEVEL_SPACES


def _low(
    reading: Reading, threshold: Threshold, distance: float, *, bilevel: bool, refused: bool
) -> Iterator[Mark]:
    """Images below a threshold, which shrinks with the distance they are seen from in metres."""
    for mark in on_sheet(reading):
        if mark.image is None or _bilevel(mark) is not bilevel:
            continue
        if min(mark.image.width, mark.image.height) <= _FLAT:
            continue
        ppi = mark.image.ppi * max(distance, 1.0) + _SLACK
        if (ppi < threshold.error) if refused else threshold.error <= ppi < threshold.warning:
            yield mark


def _resolution(
    reading: Reading, printer: PrinterProfile, code: str, bilevel: bool
) -> Iterator[Finding]:
    threshold = printer.bilevel_ppi if bilevel else printer.image_ppi
    distance = printer.viewing_distance

    def tell(mark: Mark) -> Phrase:
        return say(
            "{thing} is printed at {ppi:.0f} pixels per inch; the printer asks {asked:.0f}",
            thing=what(mark),
            ppi=float(mark.image.ppi) if mark.image else 0.0,
            asked=threshold.warning / max(distance, 1.0),
        )

    hint = say("place an image with more pixels, or make it smaller on the page")
    for refused, severity in ((True, Severity.ERROR), (False, Severity.WARNING)):
        marks = _low(reading, threshold, distance, bilevel=bilevel, refused=refused)
        yield from on_marks(reading, marks, code, severity, tell, hint)


def images(reading: Reading, printer: PrinterProfile, _: Expected) -> Iterable[Finding]:
    """Photographs and other images with tones."""
    return _resolution(reading, printer, "preflight.image-resolution", bilevel=False)


def bilevel(reading: Reading, printer: PrinterProfile, _: Expected) -> Iterable[Finding]:
    """Line art: every pixel's edge shows."""
    return _resolution(reading, printer, "preflight.bilevel-resolution", bilevel=True)


_GWG = "Ghent Workgroup 2022; the printer's profile"

CHECKS = (
    Check("image-resolution", PRESS, _GWG, images, ("preflight.image-resolution",)),
    Check("bilevel-resolution", PRESS, _GWG, bilevel, ("preflight.bilevel-resolution",)),
)

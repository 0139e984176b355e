"""What the plates of a file can hold at most, by what is painted on its pages.

Most sheets are plain: opaque shapes and letters in inks that the file names. No pixel of theirs
holds more than the fullest of their colours and what overprints it, an edge being a mean of both
sides. Where that answers a question, no plates need be made. Where anything else is painted,
nothing is said here.
"""

from __future__ import annotations

from flevoprint.colour import Cmyk
from flevoprint.geometry import Box
from flevoprint.press.preflight.check import holds, touches
from flevoprint.press.preflight.marks import Mark, MarkKind
from flevoprint.press.preflight.mosaic import reach
from flevoprint.press.preflight.planes import printed
from flevoprint.press.preflight.reading import Reading

#: Spaces whose numbers are inks, whatever else a file holds: no profile or function between them.
_INKS = frozenset({"DeviceCMYK", "DeviceGray"})
_PAPER: Cmyk = (0.0, 0.0, 0.0, 0.0)


def plain_marks(reading: Reading) -> tuple[Mark, ...] | None:
    """What the pages paint, in order, where all of it is opaque and in inks that are known.

    None where anything is not; looked at once and kept with ``reading``.
    """
    kept = vars(reading)
    if "plain" not in kept:
        marks = tuple(mark for mark in reading.marks if not mark.invisible)
        sound = not (reading.painted.damage or reading.painted.groups) and all(
            _sized(printed(page)) for page in reading.pages
        )
        kept["plain"] = marks if sound and all(map(_plain, marks)) else None
    found: tuple[Mark, ...] | None = kept["plain"]
    return found


def _sized(box: Box) -> bool:
    return box.left < box.right and box.bottom < box.top


def _plain(mark: Mark) -> bool:
    if mark.paint is None or mark.paint.inks is None or mark.paint.space not in _INKS:
        return False
    stencil = mark.image is None or mark.image.stencil
    drawn = mark.font is not None and mark.font.subtype == "Type3"
    return stencil and not (drawn or mark.soft_mask or mark.transparent)


def most_ink(reading: Reading) -> float | None:
    """The most ink in % that any pixel may hold, all plates together; None where nobody knows."""
    marks = plain_marks(reading)
    if marks is None:
        return None
    paints = {(inks_of(mark), mark.overprint) for mark in marks}
    # On each plate lies what the last that covered it all left there, or what overprints since.
    over = [max(plate) for plate in zip(_PAPER, *(inks for inks, on in paints if on), strict=True)]
    grounds = {_PAPER, *(inks for inks, _ in paints)}
    return max(float(sum(map(max, ground, over))) for ground in grounds)


def black_alone(reading: Reading, page: int, box: Box, most: float) -> bool:
    """Whether within ``box`` cyan, magenta and yellow surely hold at most so many % each."""
    marks = plain_marks(reading)
    # What is not on the page itself may be shown or not; then it hides nothing for sure.
    if marks is None or "/Annots" in reading.pdf.pages[page - 1].obj:
        return False
    for mark in reversed([mark for mark in marks if mark.page == page]):
        if mark.layer:
            return False
        if max(inks_of(mark)[:3]) > most:
            if _may_reach(mark, box):
                return False
        elif mark.solid and not mark.overprint and holds(mark.box, box):
            return True
    return True


def inks_of(mark: Mark) -> Cmyk:
    """The inks in % of one of :func:`plain_marks`."""
    assert mark.paint is not None
    assert mark.paint.inks is not None
    return mark.paint.inks


def _may_reach(mark: Mark, box: Box) -> bool:
    """Whether any of ``mark`` may lie in ``box``: lines may end in points that reach far."""
    if mark.kind is MarkKind.STROKE:
        return True
    return touches((reach(mark) if mark.kind is MarkKind.TEXT else mark.box).grown(1), box)

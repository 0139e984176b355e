"""Screen edition: can every text be told from what lies under it (WCAG 2.1, 1.4.3).

The page is rendered without its text, and each text's colour is held against the pixels in the
middle of its letters' height. So it is true of gradients, photographs and transparency too.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby
from typing import Any

import numpy as np
import pikepdf
from numpy.typing import NDArray
from pikepdf import Name

from flevoprint.colour import Rgb, contrast, rough_rgb
from flevoprint.finding import Expected, Finding
from flevoprint.geometry import Box
from flevoprint.language import say
from flevoprint.press.preflight.check import finding
from flevoprint.press.preflight.marks import Mark, MarkKind
from flevoprint.press.preflight.meaning import bold
from flevoprint.press.preflight.reading import Reading
from flevoprint.press.preflight.render import Pixels, Renderer, Unrenderable
from flevoprint.press.preflight.tagcheck import screen
from flevoprint.press.preflight.tagtree import union
from flevoprint.printer import PrinterProfile
from flevoprint.problem import Severity

DPI = 90
ENOUGH, ENOUGH_LARGE = 4.5, 3.0
#: Large text: 18 pt, or 14 pt bold; a little less, as files round sizes.
LARGE, LARGE_BOLD = 17.95, 13.95
#: The share of a text's pixels that may be worse: soft edges of what lies under it.
EDGE = 0.1
#: How the walk calls the cell of a pattern, among what a mark stands in.
_CELL = "P"


@dataclass(frozen=True, slots=True)
class Pale:
    """A text that is too pale: its mark, its colour as seen, the colour under it, the ratio."""

    mark: Mark
    ink: Rgb
    ground: Rgb
    ratio: float
    needed: float


def text_contrast(reading: Reading, _: PrinterProfile, __: Expected) -> Iterator[Finding]:
    """Every text differs enough from its ground."""
    texts = [mark for mark in reading.marks if _counts(mark)]
    unknown = [mark for mark in texts if _colour(mark) is None]
    try:
        for page, pixels in _grounds_of(reading, sorted({mark.page for mark in texts})):
            here = [mark for mark in texts if mark.page == page]
            media = reading.pages[page - 1].media
            yield from _told(reading, pale_texts(here, pixels, media))
    except Unrenderable:
        unknown = texts
    if unknown:
        yield finding(
            reading,
            "preflight.contrast-unmeasured",
            Severity.WARNING,
            say("the contrast of some text could not be measured"),
            say("look yourself whether it can be read easily, or give it one plain colour"),
            page=unknown[0].page,
            box=unknown[0].box,
        )


def _grounds_of(reading: Reading, pages: list[int]) -> Iterator[tuple[int, Pixels]]:
    """Each page without its text: hidden where it stands, or in a copy where that will not do."""
    hidden = not _buried(reading)
    with ExitStack() as stack:
        copy: Renderer | None = None
        for page in pages:
            media = reading.pages[page - 1].media
            if hidden:
                try:
                    yield page, reading.renderer.textless(page, DPI, media)
                    continue
                except Unrenderable:
                    hidden = False
            copy = copy or stack.enter_context(Renderer(without_text(reading.data)))
            yield page, copy.padded(page, DPI, media)


def _buried(reading: Reading) -> bool:
    """Whether text may stand where it cannot be hidden: in a soft mask or the cell of a pattern.

    So may it where the content is damaged, and viewers differ in what they make of it.
    """
    return bool(reading.painted.damage) or any(
        mark.kind is MarkKind.TEXT and (mark.soft_mask or _CELL in mark.where.split(" > "))
        for mark in reading.marks
    )


def _counts(mark: Mark) -> bool:
    seen = mark.kind is MarkKind.TEXT and not mark.invisible and mark.alpha > 0
    sized = mark.box.right - mark.box.left > 0.5 and mark.box.top - mark.box.bottom > 0.5
    return seen and sized and bool(mark.text.strip())


def _colour(mark: Mark) -> Rgb | None:
    """The colour text is set in; None where it is a pattern or the like."""
    if mark.paint is None:
        return None
    if mark.paint.rgb is not None:
        return mark.paint.rgb
    return rough_rgb(mark.paint.inks) if mark.paint.inks is not None else None


def pale_texts(texts: Iterable[Mark], pixels: Pixels, media: Box) -> Iterator[Pale]:
    """Those of ``texts`` that are too pale on ``pixels``, a padded picture of their page's media
    box."""
    packed: NDArray[np.uint32] = pixels.view("<u4")[:, :, 0]
    for mark in texts:
        colour = _colour(mark)
        under = _under(mark.box, packed, media)
        if colour is None or not under.size:
            continue
        large = mark.size >= LARGE or (
            mark.size >= LARGE_BOLD and mark.font is not None and bold(mark.font.name)
        )
        needed = ENOUGH_LARGE if large else ENOUGH
        ratio, ink, ground = _worst(colour, mark.alpha, under)
        if ratio < needed - 0.005:
            yield Pale(mark, ink, ground, ratio, needed)


def _under(box: Box, packed: NDArray[np.uint32], media: Box) -> NDArray[np.uint32]:
    """The pixels in the middle of a text's height, red in the lowest byte of each.

    The highest byte says nothing.
    """
    height, width = packed.shape
    across, down = width / (media.right - media.left), height / (media.top - media.bottom)
    fifth = (box.top - box.bottom) / 5
    left, right = (box.left - media.left) * across, (box.right - media.left) * across
    top, bottom = (media.top - box.top + fifth) * down, (media.top - box.bottom - fifth) * down
    columns = slice(max(0, int(left)), max(int(left) + 1, min(width, round(right))))
    rows = slice(max(0, int(top)), max(int(top) + 1, min(height, round(bottom))))
    return packed[rows, columns]


def _worst(colour: Rgb, alpha: float, under: NDArray[np.uint32]) -> tuple[float, Rgb, Rgb]:
    """The least contrast that is no edge, the text's colour as seen there, the ground there."""
    if (under == under[0, 0]).all():
        return _on(colour, alpha, int(under[0, 0]) & _COLOUR)
    grounds, counts = np.unique(under & np.uint32(_COLOUR), return_counts=True)
    pairs = []
    for packed, count in zip(grounds.tolist(), counts.tolist(), strict=True):
        ratio, ink, ground = _on(colour, alpha, packed)
        pairs.append((ratio, count, ink, ground))
    pairs.sort()
    passed, allowed = 0, EDGE * under.size
    for ratio, count, ink, ground in pairs:
        passed += count
        if passed > allowed:
            return ratio, ink, ground
    raise AssertionError("no pixels")


#: The bytes of a pixel that are red, green and blue.
_COLOUR = 0xFFFFFF


@lru_cache(maxsize=4096)
def _on(colour: Rgb, alpha: float, packed: int) -> tuple[float, Rgb, Rgb]:
    """The contrast with one ground, the text's colour as seen on it, and the ground."""
    ground: Rgb = (packed & 255, packed >> 8 & 255, packed >> 16)
    ink = _mixed(colour, alpha, ground)
    return contrast(ink, ground), ink, ground


def _mixed(colour: Rgb, alpha: float, ground: Rgb) -> Rgb:
    red, green, blue = (
        round(ground[at] + (colour[at] - ground[at]) * min(alpha, 1)) for at in range(3)
    )
    return red, green, blue


def _told(reading: Reading, pales: Iterator[Pale]) -> Iterator[Finding]:
    """One finding for each run of text that is too pale in the same way."""
    for (page, ink, _, needed), run in groupby(pales, _alike):
        members = list(run)
        worst = min(members, key=lambda pale: pale.ratio)
        words = " ".join("".join(pale.mark.text for pale in members).split())
        yield finding(
            reading,
            "preflight.contrast",
            Severity.ERROR,
            say(
                "“{words}” in {ink} on {ground}: contrast {ratio:.1f}:1, not {needed:.1f}:1",
                words=words if len(words) <= 40 else words[:37] + "…",
                ink=_css(ink),
                ground=_css(worst.ground),
                ratio=worst.ratio,
                needed=needed,
            ),
            say("make the letters or what lies under them darker or lighter"),
            page=page,
            box=union(pale.mark.box for pale in members),
        )


def _alike(pale: Pale) -> tuple[int, Rgb, tuple[int, ...], float]:
    """What texts in one finding share: the page, the colours (the ground's roughly), the demand."""
    return pale.mark.page, pale.ink, tuple(part // 32 for part in pale.ground), pale.needed


def _css(colour: Rgb) -> str:
    return "#{:02x}{:02x}{:02x}".format(*colour)


def without_text(data: bytes) -> bytes:
    """The file with fonts whose letters are all empty: everything is painted but the text.

    So no content stream needs to be rewritten, and text in forms and patterns goes too.
    """
    with pikepdf.open(io.BytesIO(data)) as copy:
        empty = copy.make_indirect(_empty_font())
        for thing in copy.objects:
            for fonts in _font_lists(thing, 0):
                for name in list(fonts.keys()):
                    fonts[name] = empty
        target = io.BytesIO()
        copy.save(target, compress_streams=False)
    return target.getvalue()


def _font_lists(thing: Any, depth: int) -> Iterator[Any]:
    """The font lists of all resources that stand directly in ``thing``."""
    if depth > 4 or not isinstance(thing, (pikepdf.Dictionary, pikepdf.Stream)):
        return
    fonts = thing.get("/Font")
    if isinstance(fonts, pikepdf.Dictionary) and "/Type" not in fonts:
        yield fonts
    resources = thing.get("/Resources")
    if isinstance(resources, pikepdf.Dictionary):
        yield from _font_lists(resources, depth + 1)


def _empty_font() -> pikepdf.Dictionary:
    """A Type 3 font without a single glyph (ISO 32000-1, 9.6.5)."""
    return pikepdf.Dictionary(
        Type=Name.Font,
        Subtype=Name.Type3,
        FontBBox=[0, 0, 1, 1],
        FontMatrix=[0.001, 0, 0, 0.001, 0, 0],
        CharProcs=pikepdf.Dictionary(),
        Encoding=pikepdf.Dictionary(Type=Name.Encoding, Differences=pikepdf.Array()),
        FirstChar=0,
        LastChar=0,
        Widths=[0],
    )


CHECKS = (
    screen(
        "contrast",
        "WCAG 2.1, 1.4.3; EN 301 549, 10.1.4.3",
        text_contrast,
        "contrast contrast-unmeasured",
    ),
)

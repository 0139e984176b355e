"""Every text against what lies under it on the laid-out page (WCAG 2.1, criterion 1.4.3).

Grounds are rectangles of one colour each, laid on paper from the back to the front; translucent
ones are mixed. A text over an edge is held against the worst of what it covers. A gradient or a
picture has no one colour to measure, so that text on it is an error of its own.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from flevoprint.colour import PAPER, Colour, Rgb, blend, contrast, nearest_passing
from flevoprint.language import excerpt, say
from flevoprint.problem import Problem, error
from flevoprint.typeset.overflow import overflows
from flevoprint.typeset.page import TOLERANCE, Area, Fill, Line, Order
from flevoprint.typeset.proof import Proof

#: What text must have; large text is from 18 pt, or 14 pt bold.
MIN_RATIO, MIN_LARGE = 4.5, 3.0
_LARGE, _LARGE_BOLD, _BOLD = 18.0, 14.0, 700


def contrast_problems(proof: Proof) -> Iterator[Problem]:
    """Text that cannot be told from its ground, each pair of colours once; text that is hidden.

    What does not fit its slot stands on a ground that was not meant for it, and may lie under what
    does fit: it is left out.
    """
    told: set[tuple[Rgb, Rgb, float]] = set()
    elsewhere = overflows(proof)
    for page in proof.pages:
        fills = [fill for fill in page.fills if fill.slot not in elsewhere]
        for line in page.lines:
            if not line.shown or line.slot in elsewhere:
                continue
            ink = line.ink
            near = [fill for fill in fills if fill.area.overlaps(ink)]
            if any(fill.order > line.order for fill in near):
                yield _hidden(line, proof)
            grounds = grounds_under(ink, line.order, near)
            if None in grounds:
                yield _unknown(line, proof)
            needed = min_ratio(line)
            pairs = [(blend(line.colour, rgb, line.alpha), rgb) for rgb in grounds if rgb]
            colour, ground = min(pairs, key=lambda pair: contrast(*pair), default=(None, None))
            if colour is None or ground is None or contrast(colour, ground) >= needed:
                continue
            if (colour, ground, needed) not in told:
                told.add((colour, ground, needed))
                yield _pale(line, colour, ground, proof)


def min_ratio(line: Line) -> float:
    """The contrast that text of this size and weight needs."""
    bold = line.weight >= _BOLD and line.size >= _LARGE_BOLD - 0.01
    return MIN_LARGE if bold or line.size >= _LARGE - 0.01 else MIN_RATIO


def grounds_under(area: Area, order: Order, fills: Sequence[Fill]) -> set[Rgb | None]:
    """The colours that lie under ``area`` for what is painted at ``order``; None is unknown."""
    under = sorted(
        (fill for fill in fills if fill.order < order and fill.area.overlaps(area)),
        key=lambda fill: fill.order,
    )
    return {_seen(cell, under) for cell in _cells(area, under)}


def _cells(area: Area, fills: Sequence[Fill]) -> Iterator[Area]:
    """``area`` cut along the edges of ``fills``, slivers left out."""
    columns = _cuts(area.left, area.right, [(f.area.left, f.area.right) for f in fills])
    rows = _cuts(area.top, area.bottom, [(f.area.top, f.area.bottom) for f in fills])
    for left, right in columns:
        for top, bottom in rows:
            yield Area(left, top, right, bottom)


def _cuts(
    start: float, end: float, spans: Sequence[tuple[float, float]]
) -> list[tuple[float, float]]:
    within = {edge for span in spans for edge in span if start < edge < end}
    pieces = list(pairwise(sorted({start, end} | within)))
    return [piece for piece in pieces if piece[1] - piece[0] > TOLERANCE] or pieces


def _seen(cell: Area, fills: Sequence[Fill]) -> Rgb | None:
    """What is seen of ``fills``, the lowest first, in the middle of ``cell``."""
    x, y = (cell.left + cell.right) / 2, (cell.top + cell.bottom) / 2
    seen: Rgb | None = PAPER.rgb
    for fill in fills:
        area = fill.area
        if area.left <= x <= area.right and area.top <= y <= area.bottom:
            if fill.colour is None or (seen is None and fill.alpha < 1):
                seen = None
            else:
                seen = blend(fill.colour, seen or PAPER.rgb, fill.alpha)
    return seen


def _pale(line: Line, colour: Rgb, ground: Rgb, proof: Proof) -> Problem:
    needed = min_ratio(line)
    return error(
        "fit.contrast",
        say(
            "'{words}' is {colour} on {ground}: a contrast of {ratio:.2f}:1 where {needed:g}:1 "
            "is needed",
            words=excerpt(line.words),
            colour=_css(colour),
            ground=_css(ground),
            ratio=int(contrast(colour, ground) * 100) / 100,
            needed=needed,
        ),
        proof.layout_source("sheet.css"),
        say(
            "make the letters {nearest}, the nearest colour of the same hue that can be read, "
            "or change the ground",
            nearest=_css(nearest_passing(colour, ground, needed)),
        ),
    )


def _hidden(line: Line, proof: Proof) -> Problem:
    return error(
        "fit.covered",
        say("'{words}' lies behind a field and cannot be read", words=excerpt(line.words)),
        proof.layout_source("sheet.css"),
        say("let the layout paint the field before the text"),
    )


def _unknown(line: Line, proof: Proof) -> Problem:
    return error(
        "fit.contrast-unknown",
        say(
            "'{words}' stands on a gradient or a picture: its contrast cannot be measured",
            words=excerpt(line.words),
        ),
        proof.layout_source("sheet.css"),
        say("put a field of one colour under the text"),
    )


def _css(rgb: Rgb) -> str:
    return Colour(rgb, PAPER.cmyk).css

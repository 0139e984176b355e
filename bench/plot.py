"""The plot: for each contender a bar of seconds a sheet, on the wall and of the processor."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

WIDTH, ROW, LEFT, RIGHT, TOP = 760, 34, 250, 70, 54
WALL, PROCESSOR, OURS = "#8fa3b3", "#d5dde3", "#0e5a63"
_FONT = 'font-family="Helvetica, Arial, sans-serif"'


def plot(rows: Sequence[tuple[str, float, float, bool]]) -> str:
    """An SVG of ``rows``: label, seconds, processor's seconds, and whether it is ours."""
    most = max(max(wall, used) for _, wall, used, _ in rows)
    height = TOP + ROW * len(rows) + 16
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" '
        f'width="{WIDTH}" height="{height}" {_FONT} font-size="13" fill="#1b2a33">',
        "<title>Seconds for one sheet</title>",
        f'<rect width="{WIDTH}" height="{height}" fill="#fff"/>',
        '<text x="16" y="24" font-size="15" font-weight="bold">Seconds for one sheet, warm</text>',
        '<text x="16" y="42" fill="#55646e">dark: on the wall; light: of the processor</text>',
    ]
    for number, (label, wall, used, ours) in enumerate(rows):
        y = TOP + ROW * number
        weight = "bold" if ours else "normal"
        parts += [
            f'<text x="{LEFT - 10}" y="{y + 19}" text-anchor="end" '
            f'font-weight="{weight}">{escape(label)}</text>',
            _bar(y + 4, wall / most, 14, OURS if ours else WALL),
            _bar(y + 19, used / most, 7, PROCESSOR),
            f'<text x="{LEFT + _length(wall / most) + 6:.1f}" y="{y + 16}">{wall:.3f}</text>',
        ]
    return "\n".join((*parts, "</svg>\n"))


def _length(share: float) -> float:
    return share * (WIDTH - LEFT - RIGHT)


def _bar(y: int, share: float, high: int, colour: str) -> str:
    wide = max(1.0, _length(share))
    return f'<rect x="{LEFT}" y="{y}" width="{wide:.1f}" height="{high}" fill="{colour}"/>'

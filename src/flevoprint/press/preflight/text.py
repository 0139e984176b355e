"""Strings laid along a line: how far they reach, what they say, and what of it is ink (9.4)."""

from __future__ import annotations

from dataclasses import dataclass
from math import inf
from typing import Any

from flevoprint.press.preflight.fonts import LONGEST_LINE, MOST_LINES, Font
from flevoprint.press.preflight.graphics import Rect, State


@dataclass(frozen=True, slots=True)
class Line:
    """What one operator shows. Along the line, in text space, from where it starts.

    ``low`` and ``high`` are its ends with all spaces, ``advance`` where the next text starts.
    ``ink`` is what its letters cover (all of the line's height where the font does not tell), None
    for spaces alone; ``glyphs`` are the codes of a Type 3 font, and where each stands.
    """

    low: float
    high: float
    advance: float
    text: str
    missing: int
    ink: Rect | None
    glyphs: tuple[tuple[int, float], ...]


def lay(items: tuple[Any, ...], font: Font, state: State) -> Line:
    """Lay strings, and the shifts between them, along a line; lines come back and are kept."""
    setting = (state.size, state.stretch, state.character_space, state.word_space, state.rise)
    key = (items, setting)
    known: Line | None = font.known.lines.get(key)
    if known is None:
        known = _laid(items, font, state)
        length = sum(len(item) for item in items if isinstance(item, bytes))
        if len(font.known.lines) < MOST_LINES and length <= LONGEST_LINE:
            font.known.lines[key] = known
    return known


def _laid(items: tuple[Any, ...], font: Font, state: State) -> Line:
    size, stretch = state.size, 1.0 if font.vertical else state.stretch
    apart, between = state.character_space, state.word_space
    at, low, high, missing = 0.0, inf, -inf, 0
    covered: list[Rect] = []
    letters: list[str] = []
    glyphs: list[tuple[int, float]] = []
    known = font.known.runs
    for item in items:
        if isinstance(item, (float, int)):
            at -= float(item) / 1000 * size * stretch
            continue
        if font.type3:
            glyphs += _glyphs(item, font, state, at)
        width, text, count, lacking, spaces, ink = known.get(item) or font.run(item)
        end = at + (width * size + (apart * count + between * spaces)) * stretch
        last = end - apart * stretch
        # Comparing takes a third of what calling min and max does, of which a line has dozens.
        first, final = (at, last) if at < last else (last, at)
        low, high = first if first < low else low, final if final > high else high
        if ink is not None:
            left, bottom, right, top = ink
            right = last - (width - right) * size * stretch
            covered.append((at + left * size * stretch, bottom * size, right, top * size))
        letters.append(text)
        missing += lacking
        at = end
    return Line(low, high, at, "".join(letters), missing, _ink(covered, state), tuple(glyphs))


def _ink(covered: list[Rect], state: State) -> Rect | None:
    """What a line covers, its strings taken together."""
    if not covered:
        return None
    lefts, bottoms, rights, tops = zip(*covered, strict=True)
    across, up = (*lefts, *rights), (*bottoms, *tops)
    return (min(across), min(up) + state.rise, max(across), max(up) + state.rise)


def _glyphs(data: bytes, font: Font, state: State, at: float) -> list[tuple[int, float]]:
    """The codes of a string, and where each stands along the line."""
    found = []
    for glyph in font.read(data):
        found.append((glyph.code, at))
        space = state.character_space + (state.word_space if glyph.space else 0.0)
        at += (glyph.width * state.size + space) * state.stretch
    return found

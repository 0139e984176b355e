"""Strings laid along a line: how far they reach, what they say, and what of it is ink (9.4)."""

from __future__ import annotations

from dataclasses import dataclass
from math import inf
from typing import Any

from flevoprint.press.preflight.fonts import MOST_LINES, Font
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
        if len(font.known.lines) < MOST_LINES:
            font.known.lines[key] = known
    return known


def _laid(items: tuple[Any, ...], font: Font, state: State) -> Line:
    size, stretch = state.size, 1.0 if font.vertical else state.stretch
    at, low, high, missing = 0.0, inf, -inf, 0
    left, bottom, right, top = inf, inf, -inf, -inf
    letters: list[str] = []
    glyphs: list[tuple[int, float]] = []
    for item in items:
        if isinstance(item, (float, int)):
            at -= float(item) / 1000 * size * stretch
            continue
        shown = font.run(item)
        if font.type3:
            glyphs += _glyphs(item, font, state, at)
        spaces = state.character_space * shown.count + state.word_space * shown.spaces
        end = at + (shown.width * size + spaces) * stretch
        last = end - state.character_space * stretch
        low, high = _reach(low, high, at, last)
        if shown.ink is not None:
            first = at + shown.ink[0] * size * stretch
            last -= (shown.width - shown.ink[2]) * size * stretch
            left, right = _reach(left, right, first, last)
            bottom, top = _reach(bottom, top, shown.ink[1] * size, shown.ink[3] * size)
        letters.append(shown.text)
        missing += shown.missing
        at = end
    ink = (left, bottom + state.rise, right, top + state.rise) if left <= right else None
    return Line(low, high, at, "".join(letters), missing, ink, tuple(glyphs))


def _reach(low: float, high: float, one: float, other: float) -> tuple[float, float]:
    """The two ends, moved out to what lies beyond them; min and max take twice as long."""
    low = one if one < low else low
    high = one if one > high else high
    return other if other < low else low, other if other > high else high


def _glyphs(data: bytes, font: Font, state: State, at: float) -> list[tuple[int, float]]:
    """The codes of a string, and where each stands along the line."""
    found = []
    for glyph in font.read(data):
        found.append((glyph.code, at))
        space = state.character_space + (state.word_space if glyph.space else 0.0)
        at += (glyph.width * state.size + space) * state.stretch
    return found

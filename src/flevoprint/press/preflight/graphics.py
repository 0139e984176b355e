"""Matrices, rectangles and the graphics state of the walk (ISO 32000-1, 8.3 and 8.4)."""

from __future__ import annotations

from dataclasses import dataclass, fields
from math import inf, sqrt
from operator import attrgetter
from typing import Any

from flevoprint.press.preflight.marks import Device, Paint

#: a, b, c, d, e, f of a transformation.
Matrix = tuple[float, float, float, float, float, float]
#: Left, bottom, right, top.
Rect = tuple[float, float, float, float]

IDENTITY: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
NOWHERE: Rect = (inf, inf, -inf, -inf)
EVERYWHERE: Rect = (-inf, -inf, inf, inf)

BLACK = Paint("DeviceGray", (0.0,), (0.0, 0.0, 0.0, 100.0), (0, 0, 0), (), Device.GRAY)


def times(first: Matrix, second: Matrix) -> Matrix:
    """``first`` applied before ``second``."""
    a, b, c, d, e, f = first
    g, h, i, j, k, m = second
    return (
        a * g + b * i,
        a * h + b * j,
        c * g + d * i,
        c * h + d * j,
        e * g + f * i + k,
        e * h + f * j + m,
    )


def matrix(values: Any) -> Matrix:
    """Six numbers as a matrix; raises ValueError for any other count."""
    a, b, c, d, e, f = map(float, values)
    return (a, b, c, d, e, f)


def straight(ctm: Matrix) -> bool:
    """Whether upright rectangles stay so."""
    return not (ctm[1] or ctm[2])


def scale(ctm: Matrix) -> float:
    """How much longer a line gets, on average over its directions."""
    return sqrt(abs(ctm[0] * ctm[3] - ctm[1] * ctm[2]))


def transformed(rect: Rect, ctm: Matrix) -> Rect:
    """The upright rectangle around ``rect`` after ``ctm``."""
    left, bottom, right, top = rect
    a, b, c, d, e, f = ctm
    if not b and not c:
        # Nearly all that is painted lies straight.
        x, y, u, v = a * left, d * bottom, a * right, d * top
        x, u = (x, u) if x < u else (u, x)
        y, v = (y, v) if y < v else (v, y)
        return (x + e, y + f, u + e, v + f)
    xs = (
        a * left + c * bottom,
        a * left + c * top,
        a * right + c * bottom,
        a * right + c * top,
    )
    ys = (
        b * left + d * bottom,
        b * left + d * top,
        b * right + d * bottom,
        b * right + d * top,
    )
    return (min(xs) + e, min(ys) + f, max(xs) + e, max(ys) + f)


def rectangle(values: Any) -> Rect:
    """Four numbers, in any order of corners, as a rectangle (7.9.5)."""
    x, y, u, v = (float(value) for value in values)
    return (min(x, u), min(y, v), max(x, u), max(y, v))


def both(first: Rect, second: Rect) -> Rect:
    """What lies in both; left > right or bottom > top where nothing does."""
    # Comparing takes a third of what calling min and max does, of which a page has thousands.
    a, b, c, d = first
    e, f, g, h = second
    return (e if e > a else a, f if f > b else b, g if g < c else c, h if h < d else d)


def within(inner: Rect, outer: Rect, slack: float = 0.01) -> bool:
    """Whether ``inner`` lies in ``outer``, but for ``slack`` points."""
    return (
        inner[0] >= outer[0] - slack
        and inner[1] >= outer[1] - slack
        and inner[2] <= outer[2] + slack
        and inner[3] <= outer[3] + slack
    )


@dataclass(slots=True)
class State:
    """One level of the q/Q stack. Working state: the interpreter writes it, no one keeps it."""

    ctm: Matrix = IDENTITY
    clip: Rect = EVERYWHERE
    #: Whether all of that is seen: nothing but upright rectangles was clipped to.
    square: bool = True
    fill: Paint = BLACK
    stroke: Paint = BLACK
    #: Colour spaces and patterns that operands are read in; the interpreter's own objects.
    fill_space: Any = None
    stroke_space: Any = None
    fill_pattern: Any = None
    stroke_pattern: Any = None
    width: float = 1.0
    overprint_fill: bool = False
    overprint_stroke: bool = False
    overprint_mode: int = 0
    alpha_fill: float = 1.0
    alpha_stroke: float = 1.0
    blend: str = "Normal"
    masked: bool = False
    #: What the groups around this content do to it.
    group_alpha: float = 1.0
    group_blend: str = "Normal"
    group_masked: bool = False
    font: Any = None
    size: float = 0.0
    mode: int = 0
    rise: float = 0.0
    stretch: float = 1.0
    character_space: float = 0.0
    word_space: float = 0.0
    leading: float = 0.0

    def copied(self) -> State:
        """A level to put on the stack."""
        return State(*_LEVEL(self))

    def enter_group(self) -> None:
        """Start a transparency group (11.6.6): its own effects count for all that is in it."""
        self.group_alpha *= self.alpha_fill
        self.group_blend = self.blend if self.blend != "Normal" else self.group_blend
        self.group_masked = self.group_masked or self.masked
        self.alpha_fill = self.alpha_stroke = 1.0
        self.blend, self.masked = "Normal", False


_LEVEL = attrgetter(*(field.name for field in fields(State)))

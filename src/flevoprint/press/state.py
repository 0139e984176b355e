"""The graphics state as far as ink and overprint depend on it (ISO 32000-1, 8.4)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from math import hypot, inf, sqrt

from flevoprint.icc import Inks
from flevoprint.press.colour import BLACK

#: The a, b, c, d of a transformation; where things lie does not matter here, only how large.
Linear = tuple[float, float, float, float]
IDENTITY: Linear = (1.0, 0.0, 0.0, 1.0)

#: Black text smaller than this and black lines thinner than that overprint, in points
#: (Ghent Workgroup 2022): out of register, a knocked-out white edge shows around them.
SMALL_TEXT = 12.0
THIN_LINE = 2.0
#: Half a rounding step of the layout engine: text of 12 pt is not small.
_SLACK = 0.01


def times(first: Linear, second: Linear) -> Linear:
    """``first`` applied before ``second``, rounded so that equal scales compare equal."""
    a, b, c, d = first
    e, f, g, h = second
    product = (a * e + b * g, a * f + b * h, c * e + d * g, c * f + d * h)
    return (round(product[0], 6), round(product[1], 6), round(product[2], 6), round(product[3], 6))


@dataclass(frozen=True, slots=True)
class Paint:
    """A current colour: the kind of space operands are read in, and the inks it came to.

    ``inks`` is None for a pattern and for grey, of which overprint mode 1 takes no heed.
    """

    space: str = "gray"
    inks: Inks | None = None

    @property
    def black(self) -> bool:
        """Whether this is full black ink and nothing else."""
        return self.inks == BLACK


@dataclass(frozen=True, slots=True)
class Transparency:
    """The parameters of an ExtGState that make what is painted see-through."""

    fill: float = 1.0
    stroke: float = 1.0
    blend: str = "/Normal"
    mask: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class State:
    """One level of the q/Q stack; lengths in the units of the content stream.

    ``overprint`` is for strokes and for fills; ``slit`` says that the clip leaves but a line open.
    """

    linear: Linear = IDENTITY
    fill: Paint = Paint()
    stroke: Paint = Paint()
    transparency: Transparency = Transparency()
    width: float = 1.0
    size: float = 0.0
    mode: int = 0
    type3: bool = False
    overprint: tuple[bool, bool] = (False, False)
    slit: bool = False

    def in_group(self) -> State:
        """This state at the start of a transparency group (ISO 32000-1, 11.6.6)."""
        return replace(self, transparency=Transparency())

    @property
    def thin(self) -> bool:
        """Whether a stroke comes out thinner than :data:`THIN_LINE`."""
        a, b, c, d = self.linear
        return self.width * sqrt(abs(a * d - b * c)) < THIN_LINE - _SLACK

    def small_text(self, text: Linear) -> bool:
        """Whether type is smaller than :data:`SMALL_TEXT`, measured upright on the page."""
        _, _, c, d = times(text, self.linear)
        return abs(self.size) * hypot(c, d) < SMALL_TEXT - _SLACK

    def thin_shape(self, points: Iterable[tuple[float, float]]) -> bool:
        """Whether a filled shape is a line in all but name: the engine fills most rules.

        No more of ``points`` are looked at than it takes to see that the shape is none.
        """
        a, b, c, d = self.linear
        left = low = inf
        right = high = -inf
        for x, y in points:
            across, up = a * x + c * y, b * x + d * y
            left, right = min(left, across), max(right, across)
            low, high = min(low, up), max(high, up)
            if min(right - left, high - low) >= THIN_LINE - _SLACK:
                return False
        return left <= right

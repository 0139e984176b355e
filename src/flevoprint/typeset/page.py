"""What a laid-out page holds, as plain frozen data; lengths in mm from the top left of the trim."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from flevoprint.colour import Rgb
from flevoprint.geometry import pt_to_mm

#: Rounding of the engine's CSS pixels, mm.
TOLERANCE = 0.3


# There are hundreds of these on a page, and a tuple is made in a quarter of the time.
class Area(NamedTuple):
    """A rectangle on a page."""

    left: float
    top: float
    right: float
    bottom: float

    def lies_in(self, other: Area) -> bool:
        """Whether this area is within ``other``, rounding aside."""
        return (
            self.left >= other.left - TOLERANCE
            and self.right <= other.right + TOLERANCE
            and self.top >= other.top - TOLERANCE
            and self.bottom <= other.bottom + TOLERANCE
        )

    def overlaps(self, other: Area) -> bool:
        """Whether the two areas share more than an edge."""
        return (
            self.bottom - other.top > TOLERANCE < other.bottom - self.top
            and self.right - other.left > TOLERANCE < other.right - self.left
            and self.bottom - self.top > TOLERANCE < other.bottom - other.top
            and self.right - self.left > TOLERANCE < other.right - other.left
        )


#: When something is painted: what sorts lower is painted earlier, and so lies under what is later.
Order = tuple[tuple[int, int, int], ...]


class Line(NamedTuple):
    """A stretch of text on one line: where it lies, what it is set in, what it belongs to.

    ``path`` is the source text's path (empty for the layout's own words); ``element`` tells two
    settings of one source text apart, ``box`` the boxes of one slot, ``heading`` the headings:
    (0, 0) is none, else its level and a number of its own. ``size`` in pt; ``alpha`` 1 is opaque.
    ``shown`` is false where a box cuts the line off, or it is made invisible.
    """

    words: str
    area: Area
    path: str
    element: int
    slot: str
    box: int
    family: str
    weight: int
    italic: bool
    size: float
    colour: Rgb
    alpha: float
    order: Order
    heading: tuple[int, int]
    shown: bool

    @property
    def ink(self) -> Area:
        """About what the letters themselves take of the line's height."""
        spare = max(0.0, self.area.bottom - self.area.top - pt_to_mm(self.size)) / 2
        area = self.area
        return Area(area.left, area.top + spare, area.right, area.bottom - spare)


@dataclass(frozen=True, slots=True)
class SlotArea:
    """The box a layout gives to a slot, and how far its content really reaches.

    A slot may have several boxes; ``box`` numbers them on a page, 0 being none.
    """

    path: str
    box: int
    given: Area
    reached: Area


@dataclass(frozen=True, slots=True)
class Fill:
    """A ground: ``colour`` is None where it is no single colour but a gradient or a picture."""

    slot: str
    area: Area
    colour: Rgb | None
    alpha: float
    order: Order


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture: ``name`` of its asset, the ``area`` of its box, and what it is ``drawn`` in."""

    name: str
    area: Area
    drawn: Area
    slot: str
    box: int
    order: Order


@dataclass(frozen=True, slots=True)
class PageLayout:
    """One laid-out page; ``width`` and ``height`` in mm."""

    width: float
    height: float
    slots: tuple[SlotArea, ...]
    lines: tuple[Line, ...]
    pictures: tuple[Picture, ...]
    fills: tuple[Fill, ...]

"""The graphics state as far as ink depends on it (ISO 32000-1, 8.4)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from flevoprint.press.preflight.separate.spaces import ALL, GRAY, Space


@dataclass(frozen=True, slots=True)
class Paint:
    """A current colour.

    ``plates`` are those it paints where it overprints, ``nonzero`` those with any of its ink:
    in overprint mode 1 a colour of DeviceCMYK paints only these (8.6.7). ``pattern`` says that a
    pattern paints, of which ``space`` is the underlying colour space, if it has one.
    """

    space: Space | None = GRAY
    plates: int = ALL
    nonzero: int = ALL
    pattern: bool = False


class State(NamedTuple):
    """One level of the q/Q stack; a page has hundreds, so that making one has to be cheap.

    ``overprint`` is for strokes and for fills. ``group`` says that what is under the object may
    be see-through: it stands in a transparency group, a pattern or a mask.
    """

    fill: Paint = Paint()
    stroke: Paint = Paint()
    overprint: tuple[bool, bool] = (False, False)
    mode: int = 0
    blend: str = "/Normal"
    text: int = 0
    type3: bool = False
    group: bool = False

    def painted(self, stroke: bool) -> int:
        """The plates that painting changes."""
        if not self.overprint[0 if stroke else 1]:
            return ALL
        paint = self.stroke if stroke else self.fill
        return paint.nonzero if self.mode else paint.plates

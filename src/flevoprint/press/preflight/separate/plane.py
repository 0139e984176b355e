"""One picture's worth of plates: light instead of ink, so that any viewer can blend it.

Blending in DeviceCMYK works on 1 − ink (ISO 32000-1, 11.3.4), which is how a viewer blends red,
green and blue. So three plates fit in one RGB page and a fourth in a grey one.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from pikepdf import Name

from flevoprint.press.preflight.separate.spaces import CMY, Space, light

Values = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Plane:
    """``bits`` are the plates it shows, one or three; 0 is a soft mask, which shows light."""

    bits: int

    @property
    def components(self) -> int:
        """Values a colour has here."""
        return 3 if self.bits == CMY else 1

    @property
    def plates(self) -> range:
        """The places of its plates among cyan, magenta, yellow and black."""
        last = self.bits.bit_length()
        return range(last - self.components, last)

    @property
    def space(self) -> Name:
        """The device space it is written in."""
        return Name.DeviceRGB if self.components == 3 else Name.DeviceGray

    def operator(self, stroke: bool) -> str:
        """The operator that sets a colour here."""
        name = "rg" if self.components == 3 else "g"
        return name.upper() if stroke else name

    def convert(self, space: Space, values: Values) -> Values:
        """Colours of ``space`` (n × its components) as light on these plates, 0–1."""
        if not self.bits:
            return light(space.inks(values)) if space.light is None else space.light(values)
        return 1 - space.inks(values)[:, self.columns]

    @property
    def columns(self) -> slice:
        """Its plates among the four of an array of inks."""
        return slice(self.plates.start, self.plates.stop)


TOGETHER = (Plane(CMY), Plane(8))
APART = tuple(Plane(1 << plate) for plate in range(4))
MASK = Plane(0)

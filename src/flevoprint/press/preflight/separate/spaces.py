"""Colour spaces as amounts of ink (ISO 32000-1, 8.6).

A plate is a bit: cyan 1, magenta 2, yellow 4, black 8.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
import pikepdf
from numpy.typing import NDArray
from pikepdf import Name

from flevoprint.language import say
from flevoprint.press.preflight.context import BROKEN
from flevoprint.press.preflight.limits import unpacked
from flevoprint.press.preflight.separate.functions import evaluate
from flevoprint.press.preflight.separate.intent import Intent
from flevoprint.press.preflight.separate.unmeasured import Unmeasured

Values = NDArray[np.float64]

CYAN, MAGENTA, YELLOW, BLACK = 1, 2, 4, 8
CMY, ALL = 7, 15
#: The greys of red, green and blue, as a soft mask weighs them (ISO 32000-1, 11.5.3).
_WEIGHTS = np.array([0.3, 0.59, 0.11])
_PLATES = {"/Cyan": CYAN, "/Magenta": MAGENTA, "/Yellow": YELLOW, "/Black": BLACK}
_SHORT = {"/G": "/DeviceGray", "/RGB": "/DeviceRGB", "/CMYK": "/DeviceCMYK", "/I": "/Indexed"}
_MAX_DEPTH = 8


def light(inks: Values) -> Values:
    """Inks as a soft mask sees them: one column, 1 is paper."""
    found: Values = 1 - np.minimum(1, inks[:, :3] @ _WEIGHTS[:, None] + inks[:, 3:])
    return found


def _screen_light(rgb: Values) -> Values:
    grey: Values = np.clip(rgb, 0, 1) @ _WEIGHTS[:, None]
    return grey


@dataclass(frozen=True, slots=True)
class Space:
    """A colour space. ``inks`` and ``light`` take n × ``components`` values.

    ``plates`` are those it paints where it overprints; ``direct`` is DeviceCMYK itself, of which
    overprint mode 1 leaves out what is zero (8.6.7). ``ranges`` are those of an image's samples
    (table 90). ``grey``: one component that is the light of the black plate, 1 being none.
    """

    family: str
    components: int
    inks: Callable[[Values], Values]
    initial: tuple[float, ...]
    plates: int = ALL
    direct: bool = False
    grey: bool = False
    light: Callable[[Values], Values] | None = None
    limits: tuple[tuple[float, float], ...] = ()

    def ranges(self, bits: int) -> tuple[tuple[float, float], ...]:
        """What the lowest and the highest sample of an image stand for."""
        if self.family == "/Indexed":
            return ((0.0, float(2**bits - 1)),)
        return self.limits or ((0.0, 1.0),) * self.components


def _black_only(values: Values) -> Values:
    inks = np.zeros((len(values), 4))
    inks[:, 3] = 1 - np.clip(values[:, 0], 0, 1)
    return inks


GRAY = Space("/DeviceGray", 1, _black_only, (0,), grey=True)
CMYK = Space(
    "/DeviceCMYK", 4, lambda values: np.clip(values[:, :4], 0, 1), (0, 0, 0, 1), direct=True
)


class Spaces:
    """Reads the colour spaces of one file."""

    def __init__(self, intent: Intent) -> None:
        self._intent = intent
        self._known: dict[object, Space] = {}
        self.rgb = self._screen("/DeviceRGB", None)

    def read(self, space: Any, depth: int = 0) -> Space:
        """The space that a PDF object names. Raises :class:`Unmeasured`."""
        key = space.objgen if space.is_indirect else space.unparse(resolved=False)
        if key not in self._known:
            if depth > _MAX_DEPTH:
                raise Unmeasured(say("colour spaces nested too deeply"))
            try:
                self._known[key] = self._read(space, depth)
            except BROKEN as bad:
                raise Unmeasured(say("a colour space that cannot be read")) from bad
        return self._known[key]

    def _read(self, space: Any, depth: int) -> Space:
        family = str(space[0]) if isinstance(space, pikepdf.Array) else str(space)
        family = _SHORT.get(family, family)
        if family in ("/DeviceGray", "/CalGray"):
            return GRAY
        if family == "/DeviceCMYK":
            return CMYK
        if family in ("/DeviceRGB", "/CalRGB"):
            return self.rgb
        if family == "/ICCBased":
            return self._profiled(space[1])
        if family == "/Lab":
            return self._lab(space[1])
        if family == "/Indexed":
            return self._indexed(space, depth)
        if family == "/Separation":
            return self._spot(family, [space[1]], space, depth)
        if family == "/DeviceN":
            return self._spot(family, list(space[1]), space, depth)
        raise Unmeasured(say("the colour space {name}", name=family.lstrip("/")))

    def _screen(self, family: str, profile: bytes | None) -> Space:
        return Space(
            family,
            3,
            lambda values: self._intent.inks(np.clip(values, 0, 1), profile),
            (0, 0, 0),
            light=_screen_light,
        )

    def _profiled(self, profile: Any) -> Space:
        """An ICC profile by its channels; four are the inks themselves, one is black."""
        channels = int(profile.N)
        if channels == 1:
            return GRAY
        if channels == 3:
            return self._screen("/ICCBased", unpacked(profile))
        if channels == 4:
            return Space("/ICCBased", 4, CMYK.inks, (0, 0, 0, 0))
        raise ValueError

    def _lab(self, entries: Any) -> Space:
        low_a, high_a, low_b, high_b = (
            float(edge) for edge in entries.get("/Range", [-100, 100, -100, 100])
        )
        limits = ((0.0, 100.0), (low_a, high_a), (low_b, high_b))
        return Space("/Lab", 3, self._intent.lab_inks, (0, 0, 0), limits=limits)

    def _indexed(self, space: Any, depth: int) -> Space:
        base, highest, lookup = self.read(space[1], depth + 1), int(space[2]), space[3]
        data = unpacked(lookup) if isinstance(lookup, pikepdf.Stream) else bytes(lookup)
        count = (highest + 1) * base.components
        samples = np.frombuffer(data[:count].ljust(count, b"\0"), np.uint8) / 255
        low, high = np.array(base.ranges(8)).T
        colours = low + samples.reshape(-1, base.components) * (high - low)

        def chosen(values: Values) -> Values:
            found: Values = colours[np.clip(values[:, 0], 0, highest).astype(int)]
            return found

        base_light = base.light
        return Space(
            "/Indexed",
            1,
            lambda values: base.inks(chosen(values)),
            (0,),
            plates=base.plates,
            light=None if base_light is None else lambda values: base_light(chosen(values)),
        )

    def _spot(self, family: str, names: list[Any], space: Any, depth: int) -> Space:
        """Colorants: plates by their names, all of them, none, or spots by their alternate."""
        known = [str(name) for name in names if name != Name("/None")]
        initial = (1.0,) * len(names)
        if known == ["/All"]:
            return Space(family, len(names), lambda values: np.repeat(values[:, :1], 4, 1), initial)
        if all(name in _PLATES for name in known):
            columns = [(i, str(name)) for i, name in enumerate(names) if str(name) in _PLATES]
            plates = sum({_PLATES[name] for name in known})
            return Space(family, len(names), lambda v: _process(v, columns), initial, plates=plates)
        alternate, tint = self.read(space[2], depth + 1), space[3]

        def inks(values: Values) -> Values:
            return alternate.inks(evaluate(tint, np.clip(values, 0, 1)))

        return Space(family, len(names), inks, initial)


def _process(values: Values, columns: list[tuple[int, str]]) -> Values:
    inks = np.zeros((len(values), 4))
    for column, name in columns:
        inks[:, _PLATES[name].bit_length() - 1] = np.clip(values[:, column], 0, 1)
    return inks

"""Colour spaces: how the operands of a colour are read, and what they come to (ISO 32000-1, 8.6).

A space is followed to its end: Indexed to its base, Separation and DeviceN to their alternate,
ICCBased to what its profile takes, a device space to the default space that replaces it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import pikepdf
from pikepdf import Name

from flevoprint.colour import Cmyk
from flevoprint.press.preflight.functions import evaluate
from flevoprint.press.preflight.limits import Unreadable, unpacked
from flevoprint.press.preflight.marks import Device, Paint

_MAX_DEPTH = 8
_DEVICES = {
    "/DeviceGray": ("DeviceGray", Device.GRAY, 1),
    "/G": ("DeviceGray", Device.GRAY, 1),
    "/CalGray": ("CalGray", Device.GRAY, 1),
    "/DeviceRGB": ("DeviceRGB", Device.RGB, 3),
    "/RGB": ("DeviceRGB", Device.RGB, 3),
    "/CalRGB": ("CalRGB", Device.RGB, 3),
    "/DeviceCMYK": ("DeviceCMYK", Device.CMYK, 4),
    "/CMYK": ("DeviceCMYK", Device.CMYK, 4),
    "/Lab": ("Lab", Device.LAB, 3),
    "/Pattern": ("Pattern", Device.UNKNOWN, 0),
}
_DEFAULTS = {
    "DeviceGray": "/DefaultGray",
    "DeviceRGB": "/DefaultRGB",
    "DeviceCMYK": "/DefaultCMYK",
}
_ICC = {1: Device.GRAY, 3: Device.RGB, 4: Device.CMYK}
#: Colorants that are plates of the press itself (8.6.6.4): where their tint falls in CMYK.
_PROCESS = {"Cyan": 0, "Magenta": 1, "Yellow": 2, "Black": 3}


@dataclass(frozen=True, slots=True, eq=False)
class Space:
    """A colour space; ``count`` components. ``tint`` is a lookup table or a tint function."""

    family: str
    device: Device = Device.UNKNOWN
    count: int = 0
    colorants: tuple[str, ...] = ()
    profile: str = ""
    base: Space | None = None
    tint: Any = None

    @property
    def start(self) -> tuple[float, ...]:
        """The colour that holds when this space is chosen (8.6.8)."""
        if self.family in ("Separation", "DeviceN"):
            return (1.0,) * self.count
        if self.device is Device.CMYK and self.count == 4:
            return (0.0, 0.0, 0.0, 1.0)
        return (0.0,) * self.count


UNKNOWN = Space("unknown")


class Spaces:
    """The colour spaces of one PDF, each read once."""

    def __init__(self) -> None:
        self._known: dict[tuple[int, int], Space] = {}
        self._named: dict[str, Space] = {}
        self._paints: dict[tuple[Space, tuple[float, ...]], Paint] = {}

    def space(self, space: Any, resources: Any = None, depth: int = 0) -> Space:
        """The colour space behind a name or an array; names are looked up in ``resources``."""
        if depth > _MAX_DEPTH:
            return UNKNOWN
        if isinstance(space, Name):
            return self._name(str(space), resources, depth)
        if not isinstance(space, pikepdf.Array) or not len(space):
            return UNKNOWN
        if not space.is_indirect:
            return self._array(space, resources, depth)
        if space.objgen not in self._known:
            self._known[space.objgen] = self._array(space, resources, depth)
        return self._known[space.objgen]

    def _name(self, name: str, resources: Any, depth: int) -> Space:
        listed = resources.get("/ColorSpace") if resources is not None else None
        if name in _DEVICES:
            family, device, count = _DEVICES[name]
            default = _DEFAULTS.get(family)
            if listed is not None and default in listed:
                replaced = self.space(listed[default], None, depth + 1)
                return replaced if replaced.count == count else UNKNOWN
            return self._named.setdefault(name, Space(family, device, count))
        if listed is not None and name in listed:
            return self.space(listed[name], resources, depth + 1)
        return UNKNOWN

    def _array(self, array: Any, resources: Any, depth: int) -> Space:
        family = str(array[0])
        if len(array) == 1 or family in ("/CalGray", "/CalRGB", "/Lab"):
            return self._name(family, resources, depth)
        if family == "/ICCBased":
            return self._profiled(array[1])
        if family == "/Pattern":
            return Space("Pattern", base=self.space(array[1], resources, depth + 1))
        if family in ("/Indexed", "/I"):
            base = self.space(array[1], resources, depth + 1)
            return Space("Indexed", base.device, 1, base.colorants, base.profile, base, array[3])
        if family in ("/Separation", "/DeviceN"):
            names = [array[1]] if family == "/Separation" else list(array[1])
            plates = tuple(str(name).lstrip("/") for name in names)
            base = self.space(array[2], resources, depth + 1)
            kind = family.lstrip("/")
            return Space(kind, base.device, len(plates), plates, base.profile, base, array[3])
        return UNKNOWN

    def _profiled(self, stream: Any) -> Space:
        """An ICCBased space by its profile's channels (8.6.5.5)."""
        count = int(stream.get("/N", 0))
        try:
            data = unpacked(stream)
        except pikepdf.PdfError:
            data = b""
        device = Device.LAB if data[16:20] == b"Lab " else _ICC.get(count, Device.UNKNOWN)
        return Space("ICCBased", device, count, profile=hashlib.sha256(data).hexdigest())

    def paint(self, space: Space, values: Sequence[float]) -> Paint:
        """The colour ``values`` in ``space``."""
        key = (space, tuple(values))
        if key not in self._paints:
            if len(self._paints) > 100_000:
                self._paints.clear()
            self._paints[key] = _paint(*key)
        return self._paints[key]


def _paint(space: Space, values: tuple[float, ...]) -> Paint:
    plain = Paint(space.family, values, None, None, space.colorants, space.device, space.profile)
    if len(values) != space.count:
        return plain
    if space.family == "Indexed":
        return _through(plain, space, _looked_up(space, values))
    if space.family in ("Separation", "DeviceN"):
        inks = _plates(space.colorants, values)
        if inks is not None:
            return replace(plain, inks=inks)
        return _through(plain, space, evaluate(space.tint, values))
    if space.device is Device.CMYK:
        c, m, y, k = (_share(value) * 100 for value in values)
        return replace(plain, inks=(c, m, y, k))
    if space.device is Device.RGB:
        r, g, b = (round(_share(value) * 255) for value in values)
        return replace(plain, rgb=(r, g, b))
    if space.device is Device.GRAY:
        level = round(_share(values[0]) * 255)
        inks = (0.0, 0.0, 0.0, (1 - _share(values[0])) * 100)
        return replace(plain, inks=inks, rgb=(level, level, level))
    return plain


def _share(value: float) -> float:
    return min(max(value, 0.0), 1.0)


def _through(plain: Paint, space: Space, values: Sequence[float] | None) -> Paint:
    """``plain`` with what its values come to in the base or alternate space."""
    if space.base is None or values is None:
        return plain
    found = _paint(space.base, tuple(values))
    return replace(plain, inks=found.inks, rgb=found.rgb)


def _looked_up(space: Space, values: tuple[float, ...]) -> tuple[float, ...] | None:
    """The base colour behind an index (8.6.6.3)."""
    base = space.base
    if base is None or not base.count:
        return None
    try:
        table = (
            bytes(space.tint) if isinstance(space.tint, pikepdf.String) else unpacked(space.tint)
        )
    except (AttributeError, TypeError, pikepdf.PdfError, Unreadable):
        return None
    first = int(values[0]) * base.count
    row = table[first : first + base.count] if first >= 0 else b""
    return tuple(byte / 255 for byte in row) if len(row) == base.count else None


def _plates(colorants: tuple[str, ...], tints: tuple[float, ...]) -> Cmyk | None:
    """The inks of plates that are all the press's own; ``All`` is every plate, ``None`` nothing."""
    inks = [0.0, 0.0, 0.0, 0.0]
    for colorant, tint in zip(colorants, tints, strict=True):
        if colorant == "All":
            inks = [_share(tint) * 100] * 4
        elif colorant in _PROCESS:
            inks[_PROCESS[colorant]] = _share(tint) * 100
        elif colorant != "None":
            return None
    return (inks[0], inks[1], inks[2], inks[3])


def picture_space(data: bytes) -> Device:
    """The colour of a JPEG 2000 picture that leaves it to its file (ISO 15444-1, I.5.3.3)."""
    at = data.find(b"colr", 0, 4096)
    if at < 0 or data[at + 4 : at + 5] != b"\x01":
        return Device.UNKNOWN
    enumerated = int.from_bytes(data[at + 7 : at + 11], "big")
    known = {12: Device.CMYK, 14: Device.LAB, 16: Device.RGB, 17: Device.GRAY, 18: Device.RGB}
    return known.get(enumerated, Device.UNKNOWN)

"""One QR code, measured on a picture of it: its module, its quiet zone, its two tones."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from flevoprint.press.preflight.render import Pixels

#: Modules around a code that are looked at, and samples taken of a module.
AROUND, SAMPLES = 5, 6

Light = NDArray[np.float64]
Points = NDArray[np.float64]
#: Left, right, above and below.
Sides = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Measured:
    """``quiet`` modules are clear on each side, :data:`AROUND` being all that was looked at;
    ``contrast`` as WCAG counts it."""

    quiet: Sides
    contrast: float


def measure(padded: Pixels, corners: Points, modules: int) -> Measured:
    """Measure the code of so many ``modules`` a side in a picture with four bytes to a pixel.

    ``corners``, in pixels, are of its own top left, top right, bottom right, bottom left.
    """
    light = _luminance(_sampled(padded, corners, modules))
    dark, pale = _two_tones(light, modules)
    contrast = (max(dark, pale) + 0.05) / (min(dark, pale) + 0.05)
    return Measured(_quiet(light, modules, dark, pale), contrast)


def side(corners: Points) -> float:
    """The mean length of the four sides, in the unit of its corners."""
    return float(np.hypot(*(corners - np.roll(corners, 1, axis=0)).T).mean())


def _luminance(padded: Pixels) -> Light:
    """Relative luminance 0–1 of each pixel (WCAG 2.1)."""
    red, green, blue = (light.take(padded[:, :, at]) for at, light in enumerate(_LIGHT))
    found: Light = red + green + blue
    return found


_SHARE = np.arange(256) / 255
_LINEAR = np.where(_SHARE <= 0.04045, _SHARE / 12.92, ((_SHARE + 0.055) / 1.055) ** 2.4)
#: What each value of red, of green and of blue adds to the luminance.
_LIGHT = tuple(_LINEAR * weight for weight in (0.2126, 0.7152, 0.0722))


def _sampled(padded: Pixels, corners: Points, modules: int) -> Pixels:
    """The pixels of a code and its surroundings, set upright, :data:`SAMPLES` to a module."""
    count = (modules + 2 * AROUND) * SAMPLES
    along = ((np.arange(count) + 0.5) / SAMPLES - AROUND) / modules
    # Four bytes at once: picking pixels is what takes longest.
    packed: NDArray[np.uint32] = padded.view("<u4")[:, :, 0]
    height, width = packed.shape
    columns, rows = (
        np.clip(_spread(corners[:, axis], along).astype(np.intp), 0, most - 1)
        for axis, most in enumerate((width, height))
    )
    found: Pixels = packed.ravel().take(rows * width + columns).view(np.uint8)
    return found.reshape(count, count, 4)


def _spread(corners: Light, along: Light) -> Light:
    """One coordinate of a square's points, from that of its corners."""
    top_left, top_right, bottom_right, bottom_left = corners
    top = top_left + along * (top_right - top_left)
    bottom = bottom_left + along * (bottom_right - bottom_left)
    found: Light = top + along[:, None] * (bottom - top)
    return found


def _two_tones(light: Light, modules: int) -> tuple[float, float]:
    """The light of the modules that are set and of those that are not, by their centres.

    The outermost module of a finder pattern is always set, so an inverted code is known by it.
    """
    first = AROUND * SAMPLES + SAMPLES // 2
    centres = light[first:, first:][: modules * SAMPLES : SAMPLES, : modules * SAMPLES : SAMPLES]
    middle = (centres.min() + centres.max()) / 2
    low, high = (_median(centres[part]) for part in (centres <= middle, centres >= middle))
    finder = centres[0, :7]
    return (low, high) if _median(finder) <= middle else (high, low)


def _median(light: Light) -> float:
    """As NumPy's own, for which it would first import all it has for masked arrays."""
    ordered, half = np.sort(light), light.size // 2
    return float(ordered[half] if light.size % 2 else (ordered[half - 1] + ordered[half]) / 2)


def _quiet(light: Light, modules: int, dark: float, pale: float) -> Sides:
    """Clear modules left, right, above and below: up to what is not as light as the code's own.

    A corner counts to the side that it is further away from.
    """
    stained = np.abs(light - pale) > 0.2 * abs(pale - dark)
    nearest = []
    for distance, chosen in _borders(modules):
        hits = distance[stained & chosen]
        nearest.append(float(hits.min()) - 0.5 / SAMPLES if hits.size else float(AROUND))
    left, right, above, below = nearest
    return (left, right, above, below)


@lru_cache(maxsize=8)
def _borders(modules: int) -> tuple[tuple[Light, NDArray[np.bool_]], ...]:
    """Left, right, above and below a code: how far away each sample is, and which count."""
    place = (np.arange((modules + 2 * AROUND) * SAMPLES) + 0.5) / SAMPLES - AROUND
    before, after = np.maximum(-place, 0), np.maximum(place - modules, 0)
    away = before + after
    # The code's own edge may be a third of a module beside where the decoder puts it.
    far = np.maximum(away[:, None], away[None, :]) > 1 / 3
    x, y = away[None, :] >= away[:, None], away[:, None] >= away[None, :]
    shape = far.shape
    return (
        (np.broadcast_to(before[None, :], shape), far & x & (before > 0)[None, :]),
        (np.broadcast_to(after[None, :], shape), far & x & (after > 0)[None, :]),
        (np.broadcast_to(before[:, None], shape), far & y & (before > 0)[:, None]),
        (np.broadcast_to(after[:, None], shape), far & y & (after > 0)[:, None]),
    )

"""Colours as screen and press know them, and the contrast between them.

Standard library only: the conversion through an ICC profile is the press's business.
"""

from __future__ import annotations

import colorsys
from dataclasses import dataclass
from functools import lru_cache

Rgb = tuple[int, int, int]
#: Ink percentages, 0 to 100 each.
Cmyk = tuple[float, float, float, float]


#: Most ink on one spot, in %, that every coated sheet dries (shops ask 260 to 320).
MAX_INK = 300.0


@dataclass(frozen=True, slots=True)
class Colour:
    """One colour with both its values: sRGB, 0–255, and inks, 0–100 %."""

    rgb: Rgb
    cmyk: Cmyk

    @property
    def css(self) -> str:
        """The sRGB value as CSS writes it."""
        return "#{:02x}{:02x}{:02x}".format(*self.rgb)


PAPER = Colour((255, 255, 255), (0, 0, 0, 0))
BLACK = Colour((0, 0, 0), (0, 0, 0, 100))


def mix(first: Colour, second: Colour, share: float) -> Colour:
    """``share`` (0–1) of ``first`` in ``second``, in both colour spaces alike."""
    r, g, b = (round(y + (x - y) * share) for x, y in zip(first.rgb, second.rgb, strict=True))
    c, m, ye, k = (
        round(y + (x - y) * share, 2) for x, y in zip(first.cmyk, second.cmyk, strict=True)
    )
    return Colour((r, g, b), (c, m, ye, k))


#: What full ink takes from red, green and blue light: about the solids of coated offset paper.
_ABSORBED = ((1.0, 0.38, 0.12), (0.10, 1.0, 0.51), (0.0, 0.07, 1.0), (1.0, 1.0, 1.0))


def rough_rgb(cmyk: Cmyk) -> Rgb:
    """About how inks look, without a profile: good enough to tell light from dark."""
    left = [1.0, 1.0, 1.0]
    for ink, absorbed in zip(cmyk, _ABSORBED, strict=True):
        left = [light * (1 - ink / 100 * part) for light, part in zip(left, absorbed, strict=True)]
    red, green, blue = (round(255 * light) for light in left)
    return red, green, blue


def _linear(channel: int) -> float:
    value = channel / 255
    return value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4


def luminance(rgb: Rgb) -> float:
    """Relative luminance, 0–1 (WCAG 2.1, definition; sRGB as in IEC 61966-2-1)."""
    r, g, b = (_linear(channel) for channel in rgb)
    return 0.2126 * r + 0.7152 * g + 0.0722 * b


def lab(rgb: Rgb) -> tuple[float, float, float]:
    """Lightness 0–100 and the two colour axes (CIE 15, CIELAB; sRGB's own white, D65)."""
    r, g, b = (_linear(channel) for channel in rgb)
    x, y, z = (
        _root(value)
        for value in (
            (0.4124 * r + 0.3576 * g + 0.1805 * b) / 0.9505,
            0.2126 * r + 0.7152 * g + 0.0722 * b,
            (0.0193 * r + 0.1192 * g + 0.9505 * b) / 1.089,
        )
    )
    return 116 * y - 16, 500 * (x - y), 200 * (y - z)


def _root(share: float) -> float:
    return share ** (1 / 3) if share > 216 / 24389 else (24389 / 27 * share + 16) / 116


@lru_cache(maxsize=4096)
def contrast(first: Rgb, second: Rgb) -> float:
    """Contrast ratio, 1–21 (WCAG 2.1, success criterion 1.4.3)."""
    light, dark = sorted((luminance(first), luminance(second)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def blend(over: Rgb, under: Rgb, alpha: float) -> Rgb:
    """``over`` laid on ``under``, covering ``alpha`` (0–1) of it."""
    r, g, b = (round(y + (x - y) * alpha) for x, y in zip(over, under, strict=True))
    return r, g, b


#: Steps of lightness that are tried: two for each of the 255 of a channel.
_LIGHTNESSES = 510


def nearest_passing(text: Rgb, under: Rgb, ratio: float) -> Rgb:
    """The colour nearest to ``text``, lighter or darker, that has ``ratio`` with ``under``.

    Hue and saturation (HSL) stay, rounding to whole channels aside. Black or white, whichever is
    seen best, where no lightness passes; that can be only for a ratio over 4.58.
    """
    if contrast(text, under) >= ratio:
        return text
    hue, own, saturation = colorsys.rgb_to_hls(*(channel / 255 for channel in text))
    candidates = [
        (abs(step / _LIGHTNESSES - own), _from_hls(hue, step / _LIGHTNESSES, saturation))
        for step in range(_LIGHTNESSES + 1)
    ]
    passing = [found for found in candidates if contrast(found[1], under) >= ratio]
    if passing:
        return min(passing)[1]
    return max(((0, 0, 0), (255, 255, 255)), key=lambda end: contrast(end, under))


def _from_hls(hue: float, lightness: float, saturation: float) -> Rgb:
    r, g, b = (round(255 * value) for value in colorsys.hls_to_rgb(hue, lightness, saturation))
    return r, g, b

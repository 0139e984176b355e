"""Colours as screen and press know them, and the contrast between them.

Standard library only: the conversion through an ICC profile is the press's business.
"""

from __future__ import annotations

from dataclasses import dataclass

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


def contrast(first: Rgb, second: Rgb) -> float:
    """Contrast ratio, 1–21 (WCAG 2.1, success criterion 1.4.3)."""
    light, dark = sorted((luminance(first), luminance(second)), reverse=True)
    return (light + 0.05) / (dark + 0.05)

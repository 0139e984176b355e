"""From sRGB to ink.

Four roads, in this order: black and paper; a colour the palette declares; a neutral grey, in black
ink only; everything else through the profile of the printing condition (LittleCMS, relative
colorimetric with black point compensation). An ink is a share of 0–1 here.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache

from PIL import Image, ImageChops, ImageCms

from flevoprint.colour import Colour, Rgb
from flevoprint.icc import Inks, grey_scale, rgb_to_inks
from flevoprint.press.condition import Condition

WHITE: Inks = (0, 0, 0, 0)
BLACK: Inks = (0, 0, 0, 1)
_FIXED: Mapping[Rgb, Inks] = {(255, 255, 255): WHITE, (0, 0, 0): BLACK}


@dataclass(frozen=True, slots=True)
class InkTable:
    """The inks of a printing condition, with the colours a palette declares for itself."""

    condition: Condition
    declared: Mapping[Rgb, Inks]

    def inks(self, rgb: Rgb) -> Inks:
        """The four inks for ``rgb`` (0–255)."""
        known = _FIXED.get(rgb) or self.declared.get(rgb)
        if known is not None:
            return known
        if rgb[0] == rgb[1] == rgb[2]:
            return (0, 0, 0, grey_inks(self.condition)[rgb[0]])
        return _through_profile(self.condition, rgb)

    def picture(self, image: Image.Image) -> Image.Image:
        """An RGB picture as 1-bit, grey (0 = full black ink) or CMYK, the least that holds it.

        Palette colours are not looked up: one flat patch would then break from the shades that
        surround it.
        """
        grey = neutral(image)
        if grey is None:
            transform = _transform(self.condition)
            converted = transform.apply(image)
            assert isinstance(converted, Image.Image)
            return converted
        if bilevel(grey):
            return grey.convert("1", dither=Image.Dither.NONE)
        table = [round(255 * (1 - ink)) for ink in grey_inks(self.condition)]
        return grey.point(table)


def ink_table(condition: Condition, swatches: Iterable[Colour]) -> InkTable:
    """The table for ``swatches``, whose percentages become shares."""
    declared = {colour.rgb: as_inks(colour) for colour in swatches}
    return InkTable(condition, declared)


def as_inks(colour: Colour) -> Inks:
    """A declared colour's inks as shares of 0–1."""
    c, m, y, k = (round(percentage / 100, 4) for percentage in colour.cmyk)
    return (c, m, y, k)


def conflicts(swatches: Iterable[Colour]) -> list[Colour]:
    """The swatches that cannot be told apart on screen yet ask for other inks than before.

    Black and white count as declared from the start: text, lines and QR codes must stay sharp.
    """
    seen = dict(_FIXED)
    return [
        colour
        for colour in swatches
        if seen.setdefault(colour.rgb, as_inks(colour)) != as_inks(colour)
    ]


def luma(red: float, green: float, blue: float) -> float:
    """The grey with the same value as a mask, all 0–1 (ISO 32000-1, 10.3.2 and 11.5.3)."""
    return round(0.3 * red + 0.59 * green + 0.11 * blue, 4)


def neutral(image: Image.Image) -> Image.Image | None:
    """The one channel of an RGB picture whose pixels are all neutral, else None."""
    red, green, blue = image.split()
    if ImageChops.difference(red, green).getbbox() or ImageChops.difference(red, blue).getbbox():
        return None
    return red


def bilevel(grey: Image.Image) -> bool:
    """Whether a grey picture holds pure black and pure white only."""
    return not any(grey.histogram()[1:255])


@cache
def _transform(condition: Condition) -> ImageCms.ImageCmsTransform:
    return rgb_to_inks(condition.profile)


@lru_cache(maxsize=4096)
def _through_profile(condition: Condition, rgb: Rgb) -> Inks:
    pixel = _transform(condition).apply(Image.new("RGB", (1, 1), rgb)).tobytes()
    c, m, y, k = (round(byte / 255, 4) for byte in pixel)
    return (c, m, y, k)


@cache
def grey_inks(condition: Condition) -> tuple[float, ...]:
    """The black ink for each neutral level 0–255."""
    return grey_scale(condition.profile)

"""House colours made whole: what a manual leaves out is computed from what it gives."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from flevoprint.colour import BLACK, MAX_INK, PAPER, Cmyk, Colour, Rgb, luminance, mix
from flevoprint.model import Palette

#: How much of the main colour stays in the second one that is made of it.
SHARE = 0.6
#: From this luminance on a colour is light, and its companion a shade of it.
LIGHT = 0.2
#: What a colour on the screen may not be unless its inks are the plain ones of paper or black.
_FIXED = {colour.rgb: colour for colour in (PAPER, BLACK)}
_BESIDE: dict[Rgb, Rgb] = {PAPER.rgb: (254, 254, 254), BLACK.rgb: (1, 1, 1)}


def whole(rgb: Rgb | None, cmyk: Cmyk | None, profile: Path) -> Colour:
    """A colour of which one value may be missing, but not both."""
    if rgb is not None and cmyk is not None:
        return Colour(rgb, cmyk)
    from flevoprint.icc import cmyk_of, rgb_of  # Pillow takes time, and most manuals give both

    if rgb is None:
        assert cmyk is not None
        seen = rgb_of(cmyk, profile)
        fixed = _FIXED.get(seen)
        return Colour(seen if fixed is None or fixed.cmyk == cmyk else _BESIDE[seen], cmyk)
    return Colour(rgb, cmyk_of(rgb, profile))


def companion(main: Colour) -> Colour:
    """A second colour where the manual names one only: a tint of a dark one, a shade of a light."""
    if luminance(main.rgb) < LIGHT:
        return mix(main, PAPER, SHARE)
    shade = mix(main, BLACK, SHARE)
    return shade if sum(shade.cmyk) <= MAX_INK else main


def in_condition(palette: Palette, profile: Path) -> Palette:
    """``palette`` with the inks that the manual does not give taken from ``profile``."""
    main, second = (
        whole(colour.rgb, None, profile) if name in palette.by_profile else colour
        for name, colour in (("main", palette.main), ("second", palette.second))
    )
    return replace(palette, main=main, second=companion(main) if palette.companion else second)

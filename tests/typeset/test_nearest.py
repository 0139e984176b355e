"""The nearest colour that can be read: it passes, keeps its hue, and none nearer passes."""

from __future__ import annotations

import colorsys

from hypothesis import given
from hypothesis import strategies as st

from flevoprint.colour import Rgb, blend, contrast, nearest_passing

CHANNEL = st.integers(0, 255)
COLOURS = st.tuples(CHANNEL, CHANNEL, CHANNEL)


def hls(rgb: Rgb) -> tuple[float, float, float]:
    return colorsys.rgb_to_hls(*(channel / 255 for channel in rgb))


@given(COLOURS, COLOURS, st.sampled_from([3.0, 4.5]))
def test_it_passes_and_keeps_its_hue(text: Rgb, under: Rgb, ratio: float) -> None:
    found = nearest_passing(text, under, ratio)
    assert contrast(found, under) >= ratio
    spread, before = max(found) - min(found), max(text) - min(text)
    if spread > 40 and before > 40:  # a hue of almost grey is rounding
        apart = abs(hls(found)[0] - hls(text)[0])
        assert min(apart, 1 - apart) < 0.02


@given(COLOURS, COLOURS, st.sampled_from([3.0, 4.5]))
def test_none_nearer_passes(text: Rgb, under: Rgb, ratio: float) -> None:
    hue, own, saturation = hls(text)
    distance = abs(hls(nearest_passing(text, under, ratio))[1] - own)
    for lightness in (own - distance * 0.9, own + distance * 0.9):
        if not (0 <= lightness <= 1) or distance < 0.03:
            continue
        values = colorsys.hls_to_rgb(hue, lightness, saturation)
        nearer = tuple(round(255 * value) for value in values)
        assert contrast((nearer[0], nearer[1], nearer[2]), under) < ratio + 0.05


@given(COLOURS, COLOURS)
def test_what_passes_stays(text: Rgb, under: Rgb) -> None:
    ratio = contrast(text, under)
    assert nearest_passing(text, under, ratio) == text


def test_where_nothing_passes_it_is_black_or_white() -> None:
    assert nearest_passing((120, 120, 120), (130, 130, 130), 21) == (0, 0, 0)
    assert nearest_passing((120, 120, 120), (40, 40, 40), 21) == (255, 255, 255)


def test_blending() -> None:
    assert blend((0, 0, 0), (255, 255, 255), 0) == (255, 255, 255)
    assert blend((0, 0, 0), (255, 255, 255), 1) == (0, 0, 0)
    assert blend((0, 100, 200), (100, 100, 100), 0.5) == (50, 100, 150)

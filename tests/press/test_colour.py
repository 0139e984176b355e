from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageCms

from flevoprint.colour import BLACK, PAPER, Colour
from flevoprint.press.colour import conflicts, grey_inks, ink_table
from flevoprint.press.condition import CONDITIONS

from .sample import BLUE, SWATCHES, code, photo

FOGRA39 = CONDITIONS["FOGRA39"]
TABLE = ink_table(FOGRA39, SWATCHES)
BYTE = st.integers(0, 255)


@settings(deadline=None)  # the first colour opens the profile
@given(st.tuples(BYTE, BYTE, BYTE))
def test_any_colour_gives_inks_within_the_limit(rgb: tuple[int, int, int]) -> None:
    inks = TABLE.inks(rgb)
    assert all(0 <= ink <= 1 for ink in inks)
    assert sum(inks) <= 3


@settings(deadline=None)
@given(st.tuples(BYTE, BYTE, BYTE), st.tuples(*[st.floats(0, 100)] * 4))
def test_a_declared_colour_gets_the_inks_it_declares(
    rgb: tuple[int, int, int], cmyk: tuple[float, float, float, float]
) -> None:
    colour = Colour(rgb, cmyk)
    if not conflicts([colour]):
        table = ink_table(FOGRA39, (*SWATCHES, colour))
        assert table.inks(rgb) == pytest.approx([ink / 100 for ink in cmyk], abs=5.1e-5)


def test_neighbours_of_a_declared_colour_go_through_the_profile() -> None:
    assert TABLE.inks(BLUE.rgb) == (1, 0.6, 0, 0.1)
    near = TABLE.inks((BLUE.rgb[0], BLUE.rgb[1], BLUE.rgb[2] + 1))
    assert near != TABLE.inks(BLUE.rgb)


def test_black_is_black_ink_and_white_is_paper() -> None:
    assert TABLE.inks((0, 0, 0)) == (0, 0, 0, 1)
    assert TABLE.inks((255, 255, 255)) == (0, 0, 0, 0)


def test_greys_are_black_ink_only_and_run_evenly() -> None:
    inks = [TABLE.inks((level, level, level)) for level in range(256)]
    assert all(ink[:3] == (0, 0, 0) for ink in inks)
    steps = [dark[3] - light[3] for dark, light in pairwise(inks)]
    assert all(0 < step < 0.02 for step in steps)


def test_a_grey_prints_as_light_as_it_looks() -> None:
    """Measured through the profile: L* of the black ink against L* of the grey, stretched."""
    shares = grey_inks(FOGRA39)
    strip = Image.new("CMYK", (256, 1))
    strip.putdata([(0, 0, 0, round(255 * share)) for share in shares])
    lab = ImageCms.buildTransform(
        ImageCms.getOpenProfile(str(FOGRA39.profile)),
        ImageCms.createProfile("LAB"),
        "CMYK",
        "LAB",
        renderingIntent=ImageCms.Intent.RELATIVE_COLORIMETRIC,
    ).apply(strip)
    printed = [level / 2.55 for level in lab.tobytes()[::3]]
    for level in (0, 60, 119, 200, 255):
        y = ((level / 255 + 0.055) / 1.055) ** 2.4 if level > 10 else 0
        seen = 116 * y ** (1 / 3) - 16 if y else 0
        wanted = printed[0] + (100 - printed[0]) * seen / 100
        assert printed[level] == pytest.approx(wanted, abs=0.7)


def test_colours_that_cannot_both_be_kept_are_named() -> None:
    rich = Colour((0, 0, 0), (60, 40, 40, 100))
    other = Colour(BLUE.rgb, (90, 60, 0, 10))
    assert conflicts([PAPER, BLACK, BLUE, BLUE]) == []
    assert conflicts([BLUE, other, rich]) == [other, rich]


def test_a_picture_takes_the_least_that_holds_it() -> None:
    assert TABLE.picture(code()).mode == "1"
    grey = TABLE.picture(photo().convert("L").convert("RGB"))
    assert grey.mode == "L"
    assert TABLE.picture(photo()).mode == "CMYK"


def test_a_grey_picture_has_the_inks_of_flat_grey() -> None:
    ramp = Image.frombytes("RGB", (256, 1), bytes(b for level in range(256) for b in [level] * 3))
    printed = TABLE.picture(ramp).tobytes()
    assert [1 - level / 255 for level in printed] == pytest.approx(grey_inks(FOGRA39), abs=0.003)


def test_a_colour_picture_has_the_inks_of_flat_colour() -> None:
    picture = photo(16)
    inks = TABLE.picture(picture).tobytes()
    for index, rgb in enumerate(zip(*[iter(picture.tobytes())] * 3, strict=True)):
        if len(set(rgb)) > 1:
            flat = [round(255 * ink) for ink in TABLE.inks(rgb)]
            assert list(inks[4 * index : 4 * index + 4]) == flat

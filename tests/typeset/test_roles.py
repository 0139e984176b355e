"""Whatever the house colours are, every text of a layout can be read, and its inks are bearable."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flevoprint.colour import PAPER, Cmyk, Colour, contrast
from flevoprint.conditions import HOUSE, SHIPPED
from flevoprint.icc import printed
from flevoprint.model import Palette
from flevoprint.palettes import whole
from flevoprint.typeset.roles import MAX_INK, MIN_CONTRAST, MIN_FIELD, is_field, roles

#: Every text role with everything it may stand on.
TEXT = [
    ("ink", "paper"),
    ("ink", "panel"),
    ("heading", "paper"),
    ("heading", "panel"),
    ("on-ground", "ground"),
    ("label", "ground"),
]

TEAL = Colour((14, 90, 99), (85, 40, 45, 36))
AMBER = Colour((242, 169, 0), (4, 38, 95, 0))
YELLOW = Colour((252, 234, 17), (5, 0, 90, 0))
PURPLE = Colour((72, 62, 111), (79, 77, 23, 23))
WHITE = Colour((255, 255, 255), (0, 0, 0, 0))
RICH_BLACK = Colour((0, 0, 0), (60, 40, 40, 100))

channel = st.integers(0, 255)


@st.composite
def colours(draw: st.DrawFn) -> Colour:
    """Any colour that a gemeente may declare: at most 300 % of ink."""
    inks = draw(st.tuples(*[st.integers(0, 100)] * 4))
    scale = min(1.0, MAX_INK / max(sum(inks), 1))
    c, m, y, k = (value * scale for value in inks)
    return Colour(draw(st.tuples(channel, channel, channel)), (c, m, y, k))


#: Colours whose inks go with what the screen shows.
manual_colours = st.builds(lambda *rgb: whole(rgb, None, SHIPPED[HOUSE]), channel, channel, channel)
any_palette = st.builds(Palette, colours(), colours())


@given(any_palette)
def test_every_text_keeps_its_contrast(palette: Palette) -> None:
    found = roles(palette)
    for text, under in TEXT:
        assert contrast(found[text].rgb, found[under].rgb) >= MIN_CONTRAST, (text, under)


@given(st.builds(Palette, manual_colours, manual_colours))
def test_every_text_keeps_its_contrast_in_ink(palette: Palette) -> None:
    found = roles(palette)
    for text, under in TEXT:
        inked = contrast(printed(found[text].cmyk), printed(found[under].cmyk))
        assert inked >= MIN_CONTRAST, (text, under)


@given(any_palette)
def test_fields_are_seen_and_inks_stay_within_the_limit(palette: Palette) -> None:
    found = roles(palette)
    assert is_field(found["ground"])
    for name, colour in found.items():
        assert sum(colour.cmyk) <= MAX_INK + 0.05, name


@given(any_palette)
def test_one_screen_colour_has_one_set_of_inks(palette: Palette) -> None:
    owners: dict[tuple[int, int, int], Cmyk] = {}
    for colour in roles(palette).values():
        assert owners.setdefault(colour.rgb, colour.cmyk) == colour.cmyk


@given(any_palette)
def test_the_accent_is_seen_on_ground_and_paper(palette: Palette) -> None:
    found = roles(palette)
    for under in ("ground", "paper"):
        assert contrast(found["accent"].rgb, found[under].rgb) >= MIN_FIELD


@given(any_palette)
def test_body_text_is_black_ink_alone(palette: Palette) -> None:
    ink = roles(palette)["ink"]
    assert ink.cmyk == (0, 0, 0, 100)
    assert max(ink.rgb) <= 2


def test_a_dark_house_colour_carries_white_text_and_the_headings() -> None:
    found = roles(Palette(TEAL, AMBER))
    assert found["ground"] == TEAL
    assert found["on-ground"] == PAPER
    assert found["heading"] == TEAL
    assert found["accent"] == AMBER


def test_yellow_carries_ink_and_leaves_the_headings_to_the_second_colour() -> None:
    found = roles(Palette(YELLOW, PURPLE))
    assert found["ground"] == YELLOW
    assert found["on-ground"] == found["ink"]
    assert found["heading"] == PURPLE


def test_a_white_house_gets_a_ground_from_its_second_colour() -> None:
    assert roles(Palette(WHITE, AMBER))["ground"] == AMBER


def test_full_yellow_is_as_light_as_paper_and_yet_a_ground() -> None:
    yellow = whole((255, 255, 0), None, SHIPPED[HOUSE])
    found = roles(Palette(yellow, yellow))
    assert found["ground"] == yellow
    assert found["on-ground"] == found["ink"]


def test_two_white_colours_still_give_a_ground() -> None:
    ground = roles(Palette(WHITE, WHITE))["ground"]
    assert contrast(ground.rgb, PAPER.rgb) >= MIN_FIELD
    assert ground.cmyk[:3] == (0, 0, 0)


@pytest.mark.parametrize("colour", [TEAL, AMBER, YELLOW, RICH_BLACK])
def test_the_same_colour_twice_gives_an_accent_of_its_own(colour: Colour) -> None:
    found = roles(Palette(colour, colour))
    assert found["accent"].rgb != found["ground"].rgb


def test_a_rich_black_house_does_not_make_body_text_rich() -> None:
    found = roles(Palette(RICH_BLACK, AMBER))
    assert found["ground"].cmyk == RICH_BLACK.cmyk
    assert found["ink"].rgb != RICH_BLACK.rgb
    assert found["ink"].cmyk == (0, 0, 0, 100)


def test_tints_are_the_declared_inks_scaled() -> None:
    found = roles(Palette(TEAL, AMBER))
    share = found["plot-3"].cmyk[0] / TEAL.cmyk[0]
    assert found["plot-3"].cmyk == pytest.approx([ink * share for ink in TEAL.cmyk], abs=0.01)

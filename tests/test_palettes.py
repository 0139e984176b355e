"""A palette made whole from what a manual gives, for each printing condition."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flevoprint.batch.plan import Selection, plan
from flevoprint.colour import BLACK, MAX_INK, PAPER, Colour, contrast
from flevoprint.conditions import SHIPPED
from flevoprint.content import read_project
from flevoprint.icc import cmyk_of, rgb_of
from flevoprint.model import Palette
from flevoprint.palettes import companion, in_condition, whole

FOGRA39, FOGRA47 = SHIPPED["FOGRA39"], SHIPPED["FOGRA47"]
channel = st.integers(0, 255)


@given(st.tuples(channel, channel, channel))
def test_computed_inks_keep_to_the_limit_and_look_like_the_colour(
    rgb: tuple[int, int, int],
) -> None:
    found = whole(rgb, None, FOGRA39)
    assert sum(found.cmyk) <= MAX_INK
    assert contrast(rgb, rgb_of(found.cmyk, FOGRA39)) < 2.1  # what no ink can print


@given(st.integers(0, 255))
def test_a_grey_is_black_ink_alone_and_comes_back(level: int) -> None:
    inks = cmyk_of((level,) * 3, FOGRA39)
    assert inks[:3] == (0, 0, 0)
    assert rgb_of(inks, FOGRA39)[0] == pytest.approx(level, abs=3)


def test_white_and_black_are_what_they_always_are() -> None:
    for fixed in (PAPER, BLACK):
        assert whole(fixed.rgb, None, FOGRA39) == fixed
        assert whole(None, fixed.cmyk, FOGRA39) == fixed
    assert whole(None, (60, 40, 40, 100), FOGRA39).rgb != BLACK.rgb


@given(st.tuples(channel, channel, channel))
def test_a_companion_differs_and_dries(rgb: tuple[int, int, int]) -> None:
    main = whole(rgb, None, FOGRA39)
    found = companion(main)
    assert sum(found.cmyk) <= MAX_INK
    assert contrast(found.rgb, main.rgb) > 1.15


def house(project: Path, colours: str, printer: str = "") -> tuple[Palette, str]:
    """Urk's palette in a job for ``printer``, its file saying ``colours``, and that job's key."""
    path = project / "content" / "gemeenten" / "urk.yaml"
    before, rest = path.read_text(encoding="utf-8").split("kleuren:\n")
    path.write_text(before + "kleuren:\n" + colours + rest[rest.index("logo:") :], "utf-8")
    [job] = plan(read_project(project), Selection(("urk",), printer=printer)).jobs
    return job.gemeente.palette, job.key


def test_another_printer_gets_other_inks_where_none_are_given(project: Path) -> None:
    colours = (
        '  hoofdkleur: {rgb: "#1f3a63"}\n  tweede kleur: {rgb: "#c8a24a", cmyk: [20, 32, 77, 8]}\n'
    )
    coated, one_key = house(project, colours, "standaard")
    uncoated, other_key = house(project, colours, "ongestreken")
    assert coated.main.rgb == uncoated.main.rgb
    assert coated.main.cmyk == cmyk_of((31, 58, 99), FOGRA39)
    assert uncoated.main.cmyk == cmyk_of((31, 58, 99), FOGRA47)
    assert coated.second == uncoated.second == Colour((200, 162, 74), (20, 32, 77, 8))
    assert one_key != other_key


def test_a_second_colour_is_made_of_the_main_one(project: Path) -> None:
    found, _ = house(project, "  hoofdkleur: {cmyk: [92, 72, 27, 33]}\n")
    assert found.main.cmyk == (92, 72, 27, 33)
    assert found.second == companion(found.main)


def test_one_screen_colour_has_one_set_of_inks(project: Path) -> None:
    colours = '  hoofdkleur: {rgb: "#1f3a63"}\n'
    colours += '  tweede kleur: {rgb: "#1f3a63", cmyk: [92, 72, 27, 33]}\n'
    found, _ = house(project, colours)
    assert found.main == found.second
    assert found.main.cmyk == (92, 72, 27, 33)


def test_a_palette_with_all_its_inks_is_the_same_everywhere() -> None:
    palette = Palette(Colour((14, 90, 99), (85, 40, 45, 36)), PAPER)
    assert in_condition(palette, FOGRA47) == palette

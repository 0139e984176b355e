"""Printing conditions and the profiles that belong to them."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image, ImageCms

from flevoprint.language import Phrase
from flevoprint.model import Edition
from flevoprint.press.colour import grey_inks, ink_table
from flevoprint.press.condition import CONDITIONS, Condition, condition_of, profile_bytes
from flevoprint.printer import SHIPPED_CONDITIONS, profile_fault

PRESS = Edition("druk", condition="FOGRA47", bleed=3, marks=False)


@pytest.mark.parametrize("name", ["FOGRA39", "FOGRA47"])
def test_shipped_profiles_are_those_of_a_press_with_their_licence(name: str) -> None:
    condition = CONDITIONS[name]
    assert profile_fault(profile_bytes(condition)) is None
    assert condition.profile.stat().st_size < 1_200_000
    assert condition.profile.with_suffix(".txt").is_file()
    assert condition_of(replace(PRESS, condition=name)) is condition
    assert name in condition.info


def test_every_condition_that_content_may_name_has_its_profile() -> None:
    assert CONDITIONS.keys() == SHIPPED_CONDITIONS.keys()


@pytest.mark.parametrize(("name", "most"), [("FOGRA39", 300), ("FOGRA47", 280)])
def test_no_colour_asks_for_more_ink_than_the_paper_holds(name: str, most: float) -> None:
    table = ink_table(CONDITIONS[name], ())
    steps = range(0, 256, 51)
    inks = [table.inks((r, g, b)) for r in steps for g in steps for b in steps]
    assert max(sum(ink) for ink in inks) <= most / 100
    assert table.inks((255, 255, 255)) == (0, 0, 0, 0)


def test_uncoated_paper_is_not_coated_paper() -> None:
    """Measured solids of FOGRA47L (D50, white backing), within what 8 bits a channel tell."""
    to_lab = ImageCms.buildTransform(
        ImageCms.getOpenProfile(str(CONDITIONS["FOGRA47"].profile)),
        ImageCms.createProfile("LAB"),
        "CMYK",
        "LAB",
        renderingIntent=ImageCms.Intent.ABSOLUTE_COLORIMETRIC,
    )
    for inks, lightness, a, b in (
        ((0, 0, 0, 0), 95, 0, -2),
        ((0, 255, 0, 0), 56, 61, -1),
    ):
        pixel = Image.frombytes("CMYK", (1, 1), bytes(inks))
        found = to_lab.apply(pixel).tobytes()
        assert found[0] / 2.55 == pytest.approx(lightness, abs=1)
        assert (found[1] + 128) % 256 - 128 == pytest.approx(a, abs=1.5)
        assert (found[2] + 128) % 256 - 128 == pytest.approx(b, abs=1.5)
    coated, uncoated = grey_inks(CONDITIONS["FOGRA39"]), grey_inks(CONDITIONS["FOGRA47"])
    assert coated != uncoated
    assert (uncoated[0], uncoated[255]) == (1, 0)


def test_a_profile_of_the_users_own_is_known_by_its_content(tmp_path: Path) -> None:
    icc = tmp_path / "eigen.icc"
    icc.write_bytes(CONDITIONS["FOGRA39"].profile.read_bytes())
    own = replace(PRESS, condition="FOGRA51", icc=icc)
    first = condition_of(own)
    assert isinstance(first, Condition)
    assert (first.identifier, first.profile) == ("FOGRA51", icc)
    data = profile_bytes(first)
    icc.write_bytes(CONDITIONS["FOGRA47"].profile.read_bytes())
    second = condition_of(own)
    assert isinstance(second, Condition)
    assert second != first
    assert profile_bytes(second) != data


def test_what_is_no_profile_of_a_press_is_refused_with_a_reason(tmp_path: Path) -> None:
    icc = tmp_path / "eigen.icc"
    assert isinstance(condition_of(replace(PRESS, icc=icc)), Phrase)
    for at, data in ((12, b"mntr"), (16, b"RGB "), (36, b"xxxx")):
        profile = bytearray(profile_bytes(CONDITIONS["FOGRA47"]))
        profile[at : at + 4] = data
        icc.write_bytes(profile)
        assert isinstance(condition_of(replace(PRESS, icc=icc)), Phrase)
    icc.write_bytes(b"")
    assert isinstance(condition_of(replace(PRESS, icc=icc)), Phrase)
    assert isinstance(condition_of(replace(PRESS, condition="FOGRA00")), Phrase)

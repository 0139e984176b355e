"""Which version of a logo stands where, on what, and how large."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from flevoprint.colour import BLACK, PAPER, Colour, Rgb, contrast
from flevoprint.conditions import HOUSE, SHIPPED
from flevoprint.content.pictures import read_picture
from flevoprint.model import Asset, Logo, Look, Text
from flevoprint.palettes import whole
from flevoprint.problem import Source
from flevoprint.typeset.placing import CLEAR, MIN_RATIO, MIN_SEEN, Version, choose, place, seen

HERE = Source("x.yaml", 1, 1)
WHITE, INK, TEAL, YELLOW = (255, 255, 255), (0, 0, 0), (14, 90, 99), (252, 234, 17)


def asset(name: str, *colours: tuple[Rgb, float], field: Rgb | None = None) -> Asset:
    return Asset(Path(name), HERE, look=Look(colours=colours, field=field))


def on(rgb: Rgb) -> Colour:
    return whole(rgb, None, SHIPPED[HOUSE])


def chosen(light: Asset | None, dark: Asset | None, ground: Rgb) -> tuple[str, Rgb | None]:
    """The file that stands on ``ground``, and the colour of the plate under it."""
    version = choose(Logo(light, dark, Text("alt", HERE)), on(ground))
    return version.asset.path.name, version.plate.rgb if version.plate else None


BLACK_LOGO, WHITE_LOGO = asset("zwart", (INK, 1.0)), asset("wit", (WHITE, 1.0))


@pytest.mark.parametrize(
    ("light", "dark", "ground", "expected"),
    [
        (BLACK_LOGO, WHITE_LOGO, WHITE, ("zwart", None)),
        (BLACK_LOGO, WHITE_LOGO, YELLOW, ("zwart", None)),
        (BLACK_LOGO, WHITE_LOGO, TEAL, ("wit", None)),
        # One version, or the same twice: a plate where it is not seen.
        (BLACK_LOGO, None, TEAL, ("zwart", WHITE)),
        (BLACK_LOGO, BLACK_LOGO, TEAL, ("zwart", WHITE)),
        (WHITE_LOGO, None, WHITE, ("wit", INK)),
        (None, WHITE_LOGO, WHITE, ("wit", INK)),
        (None, WHITE_LOGO, TEAL, ("wit", None)),
        # Versions swapped: the one that is seen is taken.
        (WHITE_LOGO, BLACK_LOGO, WHITE, ("zwart", None)),
        # A house in its own colour: the mark vanishes in the field, whatever else is seen.
        (asset("merk", (INK, 0.4), (YELLOW, 0.6)), None, YELLOW, ("merk", WHITE)),
        # Pale on its own paper too: that is how the house shows it.
        (asset("merk", (INK, 0.4), (YELLOW, 0.6)), None, WHITE, ("merk", None)),
        # White that it brings along is a plate already, and gets its rim elsewhere than on white.
        (asset("foto", (INK, 1.0), field=WHITE), None, WHITE, ("foto", None)),
        (asset("foto", (INK, 1.0), field=WHITE), None, TEAL, ("foto", WHITE)),
        (asset("vlak", (TEAL, 0.8), (WHITE, 0.2), field=TEAL), None, TEAL, ("vlak", None)),
    ],
)
def test_the_version_and_the_plate(
    light: Asset | None, dark: Asset | None, ground: Rgb, expected: tuple[str, Rgb | None]
) -> None:
    assert chosen(light, dark, ground) == expected


@pytest.mark.parametrize("rgb", [TEAL, WHITE, INK])
def test_a_plain_rectangle_is_seen_on_a_ground_of_its_own_colour(rgb: Rgb, tmp_path: Path) -> None:
    """As it is read from its file: one colour is no ground that the logo brings along."""
    Image.new("RGB", (300, 120), rgb).save(tmp_path / "vlak.png")
    look = read_picture(tmp_path, "vlak.png").drawn.look
    _, plate = chosen(Asset(tmp_path / "vlak.png", HERE, look=look), None, rgb)
    assert plate is not None
    assert contrast(plate, rgb) > MIN_RATIO


channel = st.integers(0, 255)
colour = st.tuples(channel, channel, channel)


@given(colour, colour)
def test_a_logo_of_one_colour_is_seen_on_every_ground(ink: Rgb, ground: Rgb) -> None:
    logo = Logo(asset("een", (ink, 1.0)), None, Text("alt", HERE))
    version: Version = choose(logo, on(ground))
    under = version.plate or on(ground)
    assert seen(version.asset.look, under.rgb) >= MIN_SEEN
    assert version.plate in (None, PAPER, BLACK)


def area(look: Look, width: float = 60, height: float = 12) -> float:
    placed = place(look, width, height, "bottom", plate=False)
    return placed.width * placed.height


def test_logos_of_one_weight_have_one_area_whatever_their_shape() -> None:
    areas = [area(Look(ratio=ratio, cover=0.35)) for ratio in (1.3, 2, 4, 8)]
    assert areas == pytest.approx([areas[0]] * len(areas))
    # A square one is as high as the slot, and so a little smaller.
    assert areas[0] * 0.75 < area(Look(ratio=1, cover=0.35)) <= areas[0]


def test_a_heavy_logo_is_set_a_little_smaller_than_a_slight_one() -> None:
    slight, usual, heavy = (area(Look(ratio=3, cover=cover)) for cover in (0.1, 0.35, 1))
    assert slight > usual > heavy > slight / 2


@given(
    st.floats(0.05, 20),
    st.floats(0.01, 1),
    st.floats(5, 200),
    st.floats(5, 60),
    st.sampled_from(["top", "center", "bottom"]),
    st.booleans(),
)
def test_a_logo_and_its_plate_stay_within_the_slot(
    ratio: float, cover: float, width: float, height: float, align: str, plate: bool
) -> None:
    placed = place(Look(ratio=ratio, cover=cover), width, height, align, plate=plate)
    assert placed.width / placed.height == pytest.approx(ratio)
    assert placed.width + 2 * placed.rim <= width + 1e-6
    high = placed.above + placed.height + 2 * placed.rim + placed.below
    assert high == pytest.approx(height)
    assert min(placed.above, placed.below) >= -1e-9
    assert placed.rim == pytest.approx(CLEAR * placed.height if plate else 0)

"""Logos as they are found: each right in both editions, or refused with the reason."""

from __future__ import annotations

import io
import subprocess
from pathlib import Path

import pytest
from PIL import Image, ImageChops, ImageOps

from flevoprint.content.pictures import PictureError, read_picture
from tests.looks.drawings import DRAWINGS, REFUSED
from tests.looks.pictures import PICTURES, REFUSED_PICTURES
from tests.looks.sheet import Shown, build_sheets

NAMES = [*(f"{name}.svg" for name in DRAWINGS), *PICTURES]
#: One of each kind: a gradient, what is set as pixels, a ground of its own, none that is seen.
HANDFUL = ["inkscape.svg", "figma-mask.svg", "white-ground.jpg", "dark.png"]
#: Most that a rendering may differ from another program's, 0–255; ink is another colour than light.
MOST = {"scherm": 15.0, "druk": 33.0}
#: Pictures are compared in cells, this many along the long side, so that edges do not count.
CELLS = 12
#: What full black ink looks like on a screen (FOGRA39).
BLACKEST = 43


def expected(file: Path) -> Image.Image:
    """The logo on white, as another program draws it (librsvg), or as its pixels are."""
    if file.suffix == ".svg":
        command = ["rsvg-convert", "--width", "1200", "--keep-aspect-ratio", str(file)]
        data = subprocess.run(command, check=True, capture_output=True).stdout
        picture = Image.open(io.BytesIO(data)).convert("RGBA")
    else:
        read = ImageOps.exif_transpose(Image.open(file))
        if read.mode == "I;16":
            read = read.convert("I").point(lambda level: level / 257).convert("L")
        if file.name == "profile.png":
            red, green, blue = read.split()
            read = Image.merge("RGB", (green, red, blue))
        picture = read.convert("RGBA")
        picture.thumbnail((1200, 1200))
    ground = Image.new("RGBA", picture.size, "white")
    return Image.alpha_composite(ground, picture).convert("RGB")


def trimmed(picture: Image.Image) -> Image.Image:
    """What ``picture`` shows on white, without the white around it."""
    ground = Image.new("RGB", picture.size, "white")
    apart = (
        ImageChops.difference(picture, ground).convert("L").point(lambda step: 255 * (step > 30))
    )
    box = apart.getbbox()
    assert box is not None, "nothing is drawn"
    return picture.crop(box)


def difference(one: Image.Image, other: Image.Image) -> float:
    """How far two pictures of one shape differ where they differ most, 0–255."""
    scale = max(other.size) / max(one.size)
    assert [side * scale for side in one.size] == pytest.approx(other.size, abs=5)
    cell = max(one.size) / CELLS
    size = (max(1, round(one.width / cell)), max(1, round(one.height / cell)))
    small = [picture.resize(size, Image.Resampling.BOX) for picture in (one, other)]
    apart = ImageChops.difference(*small).resize(size).tobytes()
    return max(sum(apart[at : at + 3]) / 3 for at in range(0, len(apart), 3))


def in_ink(picture: Image.Image) -> Image.Image:
    """About how ``picture`` looks in black ink: the darkest it gets is a dark grey."""
    return picture.point(lambda level: BLACKEST + level * (255 - BLACKEST) / 255)


def check(shown: Shown) -> None:
    """Hold a logo's two renderings on paper against another program's, and see it on black."""
    right = trimmed(expected(shown.file))
    for edition, most in MOST.items():
        found = trimmed(shown.field(edition, "paper"))
        likely = [right, in_ink(right)] if edition == "druk" else [right]
        apart = min(difference(one, found) for one in likely)
        assert apart <= most, (shown.file.name, edition)
        for ground in ("dark", "house"):
            seen = shown.field(edition, ground).convert("L").histogram()
            assert sum(seen[190:]) > 0.004 * sum(seen), (shown.file.name, edition, ground)


@pytest.fixture(scope="module")
def handful(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Shown]:
    return build_sheets(tmp_path_factory.mktemp("handful"), HANDFUL)


@pytest.mark.parametrize("name", HANDFUL)
def test_a_handful_comes_out_right_in_both_editions(name: str, handful: dict[str, Shown]) -> None:
    check(handful[name])


@pytest.fixture(scope="module")
def everything(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Shown]:
    return build_sheets(tmp_path_factory.mktemp("everything"), NAMES)


@pytest.mark.slow
@pytest.mark.parametrize("name", [name for name in NAMES if name != "white.png"])
def test_every_logo_comes_out_right_in_both_editions(
    name: str, everything: dict[str, Shown]
) -> None:
    check(everything[name])


@pytest.mark.slow
@pytest.mark.parametrize("edition", MOST)
def test_a_white_logo_stands_on_a_black_plate_on_paper(
    edition: str, everything: dict[str, Shown]
) -> None:
    paper = everything["white.png"].field(edition, "paper").convert("L").histogram()
    assert sum(paper[:60]) > 0.05 * sum(paper)


@pytest.mark.parametrize("name", REFUSED)
def test_a_drawing_that_cannot_come_out_right_is_refused(name: str, tmp_path: Path) -> None:
    svg, code = REFUSED[name]
    (tmp_path / "logo.svg").write_text(svg, encoding="utf-8")
    with pytest.raises(PictureError) as refusal:
        read_picture(tmp_path, "logo.svg")
    assert refusal.value.code == code
    assert refusal.value.hint


@pytest.mark.parametrize("name", REFUSED_PICTURES)
def test_a_picture_that_cannot_come_out_right_is_refused(name: str, tmp_path: Path) -> None:
    write, code = REFUSED_PICTURES[name]
    write(tmp_path / name)
    with pytest.raises(PictureError) as refusal:
        read_picture(tmp_path, name)
    assert refusal.value.code == code
    assert refusal.value.hint


@pytest.mark.parametrize("lost", ["#F2A900", "#0E5A63", "#222222"])
def test_a_part_that_is_lost_or_black_is_seen_as_wrong(lost: str, tmp_path: Path) -> None:
    """The measure itself: another outcome than the right one is further off than any right one."""
    pictures = []
    for colour in (lost, "#fefefe", "#000000" if lost != "#222222" else "#F2A900"):
        path = tmp_path / f"{len(pictures)}.svg"
        path.write_text(DRAWINGS["illustrator-svg11"].replace(lost, colour), encoding="utf-8")
        pictures.append(expected(path))
    right, *wrong = pictures
    assert all(difference(right, picture) > MOST["druk"] for picture in wrong)


def test_there_are_enough_logos_and_dialects() -> None:
    assert len(NAMES) >= 30
    assert len(DRAWINGS) >= 10

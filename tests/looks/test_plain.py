"""A drawing that the typesetter draws itself comes out as another program draws it."""

from __future__ import annotations

import io
import random
import time
from collections.abc import Mapping
from pathlib import Path
from xml.etree import ElementTree

import pypdfium2
import pytest
from PIL import Image, ImageChops

from flevoprint.content.drawing import frame_of, framed, rendered
from flevoprint.content.kinds import real_kind
from flevoprint.content.pictures import read_picture
from flevoprint.content.svg_plain import draws_plainly
from flevoprint.typeset.engine import Engine
from tests.conftest import ROOT
from tests.looks.dialects import ODD, PLAIN, mixtures

#: Pixels of a side as drawn, and as compared: what differs at an edge does not count.
SIDE, COMPARED = 320, 80
#: A pixel differs from this step on, 0–255; and most pixels that may, of a thousand.
STEP, MOST = 40, 10
WHITE = (255, 255, 255, 255)


def by_engine(drawings: Mapping[str, bytes]) -> dict[str, Image.Image]:
    """Each drawing of a square as the typesetter draws it, all on one page."""
    wide = 10
    cells = "".join(
        f'<img src="asset:{number}.svg" style="position:absolute;width:{SIDE}px;height:{SIDE}px;'
        f'left:{number % wide * SIDE}px;top:{number // wide * SIDE}px" alt="">'
        for number in range(len(drawings))
    )
    size = f"{wide * SIDE}px {(len(drawings) // wide + 1) * SIDE}px"
    laid_out = Engine(ROOT / "fonts").lay_out(
        f"<style>@page{{size:{size};margin:0}}</style><title>proef</title>{cells}",
        {f"{number}.svg": data for number, data in enumerate(drawings.values())},
    )
    document = pypdfium2.PdfDocument(laid_out.write().data)
    page = document[0].render(scale=4 / 3).to_pil().convert("RGB")
    return {
        name: page.crop((left, top, left + SIDE, top + SIDE))
        for number, name in enumerate(drawings)
        for left, top in [(number % wide * SIDE, number // wide * SIDE)]
    }


def by_resvg(drawing: bytes) -> Image.Image:
    with Image.open(io.BytesIO(rendered(drawing, SIDE, SIDE))) as picture:
        ground = Image.new("RGBA", picture.size, WHITE)
        return Image.alpha_composite(ground, picture.convert("RGBA")).convert("RGB")


def differing(one: Image.Image, other: Image.Image) -> float:
    """How many pixels of a thousand are another colour."""
    small = [picture.resize((COMPARED, COMPARED), Image.Resampling.BOX) for picture in (one, other)]
    steps = ImageChops.difference(*small).split()
    apart = ImageChops.lighter(ImageChops.lighter(steps[0], steps[1]), steps[2]).histogram()
    return 1000 * sum(apart[STEP:]) / COMPARED**2


def wrong(drawings: Mapping[str, str]) -> dict[str, float]:
    """The drawings that the typesetter draws otherwise, and how many pixels of a thousand are."""
    files = {}
    for name, svg in drawings.items():
        root = ElementTree.fromstring(svg)
        files[name] = framed(root, frame_of(root))
    found = by_engine(files)
    apart = {name: differing(found[name], by_resvg(data)) for name, data in files.items()}
    return {name: share for name, share in apart.items() if share > MOST}


@pytest.mark.parametrize("name", PLAIN)
def test_what_drawing_programs_write_every_day_stays_sharp(name: str) -> None:
    assert draws_plainly(ElementTree.fromstring(PLAIN[name]))


@pytest.mark.parametrize("name", ODD)
def test_what_the_typesetter_draws_otherwise_does_not(name: str) -> None:
    assert not draws_plainly(ElementTree.fromstring(ODD[name]))


@pytest.mark.parametrize(
    ("svg", "suffix"), [(PLAIN["path"], ".svg"), (ODD["clip-rule-in-class"], ".png")]
)
def test_what_does_not_stay_sharp_is_set_as_pixels(svg: str, suffix: str, tmp_path: Path) -> None:
    (tmp_path / "logo.svg").write_text(svg, encoding="utf-8")
    assert read_picture(tmp_path, "logo.svg").drawn.suffix == suffix


@pytest.mark.parametrize(
    "inside",
    [
        "<style>" + "a" * 400_000 + "</style>",
        "<style>" + "/*" * 200_000 + "</style>",
        '<path d="M' + "1" * 400_000 + 'x"/>',
        '<path d="' + "M1 1" * 100_000 + 'x"/>',
        '<path transform="' + "scale(1 1)," * 40_000 + 'x"/>',
    ],
)
def test_a_long_drawing_does_not_take_long(inside: str) -> None:
    root = ElementTree.fromstring(f'<svg xmlns="http://www.w3.org/2000/svg">{inside}</svg>')
    start = time.process_time()
    assert not draws_plainly(root)
    assert real_kind(b"<!---->" * 600 + b"<div>") is None
    assert time.process_time() - start < 2


def test_what_stays_sharp_comes_out_right() -> None:
    assert wrong(PLAIN) == {}


@pytest.mark.parametrize("name", ["clip-rule-in-class", "radial-skewed", "css-not", "symbol"])
def test_the_measure_itself_sees_what_comes_out_wrong(name: str) -> None:
    assert wrong({name: ODD[name]})


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(6))
def test_of_drawings_put_together_at_random_those_that_stay_sharp_come_out_right(
    seed: int,
) -> None:
    made = mixtures(random.Random(seed), 400)
    plain = {name: svg for name, svg in made.items() if draws_plainly(ElementTree.fromstring(svg))}
    assert len(plain) > 40
    assert wrong(plain) == {}

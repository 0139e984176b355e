"""What lies under text: the page as it is without it, wherever the text stands."""

from __future__ import annotations

import io
from collections.abc import Callable

import numpy as np
import pytest
from pikepdf import Array, Dictionary, Name
from PIL import Image

from flevoprint.colour import contrast
from flevoprint.finding import Expected
from flevoprint.press.preflight import inspect, inspect_pictured
from flevoprint.press.preflight.contrast import _buried, _grounds_of, _worst, without_text
from flevoprint.press.preflight.reading import Reading
from flevoprint.press.preflight.render import MAX_OPEN, Renderer, Unrenderable
from tests.support.printers import PRINTER

from .inked import Press

_TEXT = "BT /F 60 Tf {mode} Tr 20 60 Td (Urk) Tj ET "
_PANEL = ".2 .4 0 0 k 10 20 150 150 re f 0 0 0 1 k "
_FONT = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name("/Helvetica-Bold"))


def same(data: bytes) -> bool:
    """Whether pages are what a copy without text shows; also that text is back afterwards."""
    with Reading(data, "x") as reading, Renderer(without_text(data)) as copy:
        before = [reading.renderer.image(page.number, 90) for page in reading.pages]
        found = dict(_grounds_of(reading, [page.number for page in reading.pages]))
        after = [reading.renderer.image(page.number, 90) for page in reading.pages]
        assert all(np.array_equal(a, b) for a, b in zip(before, after, strict=True))
        assert len(found) == len(before)
        assert any(
            not np.array_equal(pixels[:, :, :3], before[page - 1]) for page, pixels in found.items()
        )
        return all(
            np.array_equal(pixels, copy.padded(page, 90, reading.pages[page - 1].media))
            for page, pixels in found.items()
        )


def plain(press: Press) -> None:
    press.add(_PANEL + _TEXT.format(mode=0), Font=Dictionary(F=_FONT))


def in_forms(press: Press) -> None:
    """A form within a group, drawn twice."""
    resources = Dictionary(Font=Dictionary(F=_FONT))
    inner = press.form(_PANEL + _TEXT.format(mode=2), Resources=resources)
    outer = press.form("/I Do", group=True, Resources=Dictionary(XObject=Dictionary(I=inner)))
    press.add("/O Do q .5 0 0 .5 100 100 cm /O Do Q", XObject=Dictionary(O=outer))


def clipping(press: Press) -> None:
    """A picture seen through letters."""
    content = "q " + _TEXT.format(mode=7) + "0 1 0 0 k 0 0 200 200 re f Q " + _PANEL
    press.add(content, Font=Dictionary(F=_FONT))


def in_a_pattern(press: Press) -> None:
    tile = press.pdf.make_stream(_TEXT.format(mode=0).encode())
    tile.PatternType, tile.PaintType, tile.TilingType = 1, 1, 1
    tile.BBox, tile.XStep, tile.YStep = Array([0, 0, 150, 150]), 150, 150
    tile.Resources = Dictionary(Font=Dictionary(F=_FONT))
    press.add("/Pattern cs /P scn 0 0 200 200 re f", Pattern=Dictionary(P=tile))


def in_a_mask(press: Press) -> None:
    mask = press.form(
        "1 g " + _TEXT.format(mode=0), group=True, Resources=Dictionary(Font=Dictionary(F=_FONT))
    )
    mask.Group.CS = Name.DeviceGray
    state = Dictionary(SMask=Dictionary(Type=Name.Mask, S=Name.Luminosity, G=mask))
    press.add("/G gs " + _PANEL + "0 0 200 200 re f", ExtGState=Dictionary(G=state))


@pytest.mark.parametrize("draw", [plain, in_forms, clipping, in_a_pattern, in_a_mask])
def test_a_page_is_shown_without_its_text(draw: Callable[[Press], None]) -> None:
    press = Press()
    draw(press)
    assert same(press.data())


@pytest.mark.parametrize(("draw", "buried"), [(plain, 0), (in_a_pattern, 1), (in_a_mask, 1)])
def test_text_is_hidden_where_it_can_be(draw: Callable[[Press], None], buried: int) -> None:
    press = Press()
    draw(press)
    with Reading(press.data(), "x") as reading:
        assert _buried(reading) == bool(buried)


def test_text_that_clips_is_not_hidden() -> None:
    press = Press()
    clipping(press)
    with Reading(press.data(), "x") as reading, pytest.raises(Unrenderable):
        reading.renderer.textless(1, 90, reading.pages[0].media)


def test_a_shipped_sheet_is_shown_without_its_text(good_screen: bytes) -> None:
    assert same(good_screen)
    with Reading(good_screen, "x") as reading:
        assert not _buried(reading)
        reading.renderer.textless(2, 20, reading.pages[1].media)


def test_no_more_pages_stay_open_than_a_few() -> None:
    press = Press()
    for _ in range(MAX_OPEN + 3):
        plain(press)
    with Renderer(press.data()) as renderer:
        for page in range(MAX_OPEN + 3, 0, -1):
            renderer.image(page, 20)
        assert list(renderer._open) == list(range(MAX_OPEN, 0, -1))


@pytest.mark.parametrize("seed", range(8))
def test_the_worst_contrast_is_that_of_a_tenth_of_the_pixels(seed: int) -> None:
    """Few colours or many, and whatever the fourth byte of a pixel holds."""
    chance = np.random.default_rng(seed)
    pixels = chance.integers(0, 256, (9, 30, 4), np.uint8)
    pixels[:, :, :3] //= (1, 60, 255)[seed % 3]
    colour, alpha = (int(chance.integers(0, 256)), 40, 200), (1.0, 0.6)[seed % 2]
    ratio, _, ground = _worst(colour, alpha, pixels.view("<u4")[:, :, 0])
    told = []
    for under in pixels[:, :, :3].reshape(-1, 3).tolist():
        red, green, blue = under
        seen = [round(u + (c - u) * alpha) for c, u in zip(colour, under, strict=True)]
        told.append(contrast((seen[0], seen[1], seen[2]), (red, green, blue)))
    told.sort()
    assert ratio == told[int(0.1 * len(told))]
    assert any((pixels[:, :, :3] == ground).all(axis=2).ravel())


def test_a_file_is_judged_alike_with_its_pictures(good_screen: bytes) -> None:
    asked = (good_screen, "x.pdf", PRINTER, Expected())
    found, pictures = inspect_pictured(*asked)
    assert found == inspect(*asked)
    assert [Image.open(io.BytesIO(picture)).format for picture in pictures] == ["WEBP", "WEBP"]
    assert inspect_pictured(b"%PDF-1.7 kapot", *asked[1:])[1] == ()

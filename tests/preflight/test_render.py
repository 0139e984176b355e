"""Pictures of pages: the right part, the right way up, never too large."""

from __future__ import annotations

import numpy as np
import pytest
from pikepdf import Array, Name

from flevoprint.geometry import Box
from flevoprint.press.preflight import render
from flevoprint.press.preflight.render import Renderer, Unrenderable, page_image

from .inked import Press


def page(content: str = "0 0 0 1 k 0 0 108 54 re f", **boxes: list[float]) -> bytes:
    """A page of 216 × 216 pt with its lower left half of a half in black."""
    press = Press()
    made = press.add(content)
    for name, edges in boxes.items():
        made.obj[f"/{name}"] = Array(edges)
    return press.data()


def test_a_page_is_upright_and_whole() -> None:
    pixels = page_image(page(), 1, 100)
    assert pixels.shape == (300, 300, 3)
    assert pixels.dtype == np.uint8
    assert pixels[260, 20].max() < 60
    assert pixels[20, 20].min() == pixels[260, 200].min() == 255


def test_a_part_is_cut_out_where_it_lies() -> None:
    pixels = page_image(page(), 1, 72, Box(90, 36, 126, 72))
    assert pixels.shape == (36, 36, 3)
    assert pixels[30, 5].max() < 60
    assert pixels[30, 30].min() == pixels[5, 5].min() == 255


def test_what_lies_outside_the_crop_box_is_seen_too() -> None:
    assert page_image(page(CropBox=[100, 100, 200, 200]), 1, 72).shape == (216, 216, 3)


def test_a_turned_page_keeps_its_own_coordinates() -> None:
    press = Press()
    press.add("0 0 0 1 k 0 0 108 54 re f").obj.Rotate = 90
    assert page_image(press.data(), 1, 100)[260, 20].max() < 60


def test_annotations_are_not_drawn() -> None:
    press = Press()
    made = press.add("")
    stamp = press.form("0 0 0 1 k 0 0 216 216 re f")
    made.obj.Annots = Array(
        [
            {
                **{"/Type": Name.Annot, "/Subtype": Name.Stamp, "/F": 4},
                **{"/Rect": [0, 0, 216, 216], "/AP": {"/N": stamp}},
            }
        ]
    )
    assert page_image(press.data(), 1, 72).min() == 255


def test_several_pages_of_one_document() -> None:
    press = Press()
    press.add("")
    press.add("0 0 0 1 k 0 0 216 216 re f")
    with Renderer(press.data()) as renderer:
        assert [renderer.image(number, 20).mean() > 99 for number in (1, 2, 1)] == [
            True,
            False,
            True,
        ]


@pytest.mark.parametrize("inset", [-9.37, 0.0, 13.21, 60.0])
def test_a_part_looks_the_same_on_a_page_that_is_open(good: bytes, inset: float) -> None:
    """Whether it lies in the page that was opened for another picture, or beyond it."""
    part = Box(420.3 + inset, 61.7 + inset, 560.9 - inset / 9, 201.1 - inset / 9)
    with Renderer(good) as renderer:
        for frame in (Box(10.1, 8.3, 590.7, 800.9), Box(0, 0, 0.5, 0.5), Box(470, 90, 480, 99)):
            renderer.image(2, 30, frame)
            seen = renderer.image(2, 300, part).astype(int)
            alone = page_image(good, 2, 300, part)
            assert seen.shape == alone.shape
            assert seen.std() > 1
            assert np.abs(seen - alone).max() <= 8


@pytest.mark.parametrize(
    "edges", [[0, 0, 14400, 14400], [0, 0, 1e6, 1e6], [0, 0, 1e7, 3], [0, 0, 3, 1e9]]
)
def test_a_huge_page_becomes_coarser(edges: list[float]) -> None:
    pixels = page_image(page(MediaBox=edges), 1, 150)
    height, width = pixels.shape[:2]
    assert 0 < height * width <= render.MAX_PIXELS * 1.01
    assert max(height, width) <= render.MAX_SIDE + 1


@pytest.mark.parametrize("data", [b"", b"%PDF-1.7\n", b"\0" * 5000])
def test_what_is_no_pdf_cannot_be_rendered(data: bytes) -> None:
    with pytest.raises(Unrenderable):
        page_image(data, 1, 72)


def test_a_page_that_is_not_there_and_one_of_nothing() -> None:
    with pytest.raises(Unrenderable):
        page_image(page(), 2, 72)
    with pytest.raises(Unrenderable):
        page_image(page(), 1, 72, Box(5, 5, 5, 9))
    with pytest.raises(Unrenderable):
        page_image(page(), 1, 72, Box(0, 0, float("nan"), 9))


def test_the_media_box_is_that_of_the_file_whatever_was_drawn_before() -> None:
    press = Press()
    press.add("").obj.MediaBox = Array([0, 0, 200, 100])
    for box in (Box(10, 10, 50, 50), Box(-50, -50, 250, 250)):
        with Renderer(press.data()) as renderer:
            renderer.image(1, 72, box)
            assert renderer.image(1, 72).shape[:2] == (100, 200)

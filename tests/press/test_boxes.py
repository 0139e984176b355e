from __future__ import annotations

from dataclasses import replace
from typing import Any

import pikepdf
import pytest

from flevoprint.geometry import Size, mm_to_pt
from flevoprint.model import Edition
from flevoprint.problem import FlevoprintError
from tests.support.operators import opened, walk

from .sample import INFO, MARKED, PRESS, SCREEN, finish, lay_out, made

TWO_PAGES = '<p style="break-after: page">Een</p><p>Twee</p>'


def boxes(page: pikepdf.Page, *names: str) -> list[list[float]]:
    return [[float(edge) for edge in page.obj[f"/{name}"]] for name in names]


def mm(*edges: float) -> Any:
    return pytest.approx([mm_to_pt(edge) for edge in edges], abs=1e-3)


def codes(data: bytes, edition: Edition, trim: Size) -> list[str]:
    with pytest.raises(FlevoprintError) as caught:
        finish(data, edition, INFO, trim, ())
    return [problem.code for problem in caught.value.problems]


def test_the_screen_sees_the_trimmed_page() -> None:
    with opened(made(TWO_PAGES, edition=SCREEN)) as pdf:
        assert len(pdf.pages) == 2
        for page in pdf.pages:
            media, trim = boxes(page, "MediaBox", "TrimBox")
            assert media == trim == mm(0, 0, 100, 80)
            assert not {"/CropBox", "/BleedBox", "/ArtBox"} & set(page.obj.keys())


def test_the_press_gets_bleed_around_the_trim() -> None:
    with opened(made(TWO_PAGES)) as pdf:
        assert len(pdf.pages) == 2
        for page in pdf.pages:
            media, bleed, trim = boxes(page, "MediaBox", "BleedBox", "TrimBox")
            assert media == bleed == mm(0, 0, 106, 86)
            assert trim == mm(3, 3, 103, 83)
            assert "/CropBox" not in page.obj


def test_marks_lie_wholly_outside_the_bleed() -> None:
    with opened(made(TWO_PAGES, edition=MARKED)) as pdf:
        media, bleed, trim = boxes(pdf.pages[0], "MediaBox", "BleedBox", "TrimBox")
        assert media == mm(0, 0, 126, 106)
        assert bleed == mm(10, 10, 116, 96)
        assert trim == mm(13, 13, 113, 93)
        marks = [event for event in walk(pdf).strokes() if event.where == "page 1"]
    assert len(marks) == 8
    for mark in marks:
        left, bottom, right, top = mark.box
        assert mark.state.stroke == ("K", 1, 1, 1, 1)
        assert mark.size == 0.25
        assert max(right - left, top - bottom) == pytest.approx(mm_to_pt(5), abs=1e-3)
        assert right < bleed[0] or left > bleed[2] or top < bleed[1] or bottom > bleed[3]
        assert 0 < left <= right < media[2]
        assert 0 < bottom <= top < media[3]
        crosses_x = left == right and min(abs(left - trim[0]), abs(left - trim[2])) < 1e-3
        crosses_y = bottom == top and min(abs(bottom - trim[1]), abs(bottom - trim[3])) < 1e-3
        assert crosses_x or crosses_y


def test_without_marks_nothing_is_stroked() -> None:
    with opened(made(TWO_PAGES)) as pdf:
        found = walk(pdf)
    assert found.texts()
    assert not found.strokes()


def test_text_stands_where_it_stood() -> None:
    """Shifted by bleed and slug, and by nothing else."""
    with opened(lay_out("<p>Hier</p>")) as pdf:
        before = walk(pdf).texts()[0].state.ctm
    with opened(made("<p>Hier</p>", edition=MARKED)) as pdf:
        after = walk(pdf).texts()[0].state.ctm
    assert after[:4] == before[:4]
    assert [b - a for a, b in zip(before[4:], after[4:], strict=True)] == mm(13, 13)


def test_more_bleed_than_there_is() -> None:
    data = lay_out(TWO_PAGES)
    assert codes(data, replace(PRESS, bleed=10.2), Size(100, 80)) == ["press.bleed-too-large"] * 2
    assert finish(data, replace(PRESS, bleed=10), INFO, Size(100, 80), ())


@pytest.mark.parametrize("edition", [SCREEN, PRESS])
def test_another_size_than_the_layout_says(edition: Edition) -> None:
    assert codes(lay_out("<p>A</p>"), edition, Size(100, 80.2)) == ["press.trim-size"]
    assert codes(lay_out("<p>A</p>"), edition, Size(80, 100)) == ["press.trim-size"]
    assert finish(lay_out("<p>A</p>"), edition, INFO, Size(100, 80.05), ())

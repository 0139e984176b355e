"""Artwork at the cut: followed into the bleed on all four sides, and no alarm beside it."""

from __future__ import annotations

import io
from dataclasses import replace
from pathlib import Path

import pikepdf
import pytest
from pikepdf import Array

from flevoprint.finding import Finding
from flevoprint.geometry import mm_to_pt
from flevoprint.language import language
from tests.support.printers import PRINTER

from .inked import BLEED, SIDE, Press
from .seen import codes_in, findings

EMPTY = {"preflight.bleed-empty"}
FAR = SIDE - BLEED


def found(content: str, **boxes: list[float]) -> list[Finding]:
    press = Press()
    page = press.add(content)
    for name, edges in boxes.items():
        page.obj[f"/{name}"] = Array(edges)
    return findings(press.data())


@pytest.mark.parametrize(
    ("box", "edge", "start", "end", "origin"),
    [
        (f"{BLEED} 80 30 40", "linkerrand", FAR - 120, FAR - 80, "van boven"),
        (f"{FAR - 30} 80 30 40", "rechterrand", FAR - 120, FAR - 80, "van boven"),
        (f"80 {FAR - 30} 40 30", "bovenrand", 80 - BLEED, 120 - BLEED, "van links"),
        (f"80 {BLEED} 40 30", "onderrand", 80 - BLEED, 120 - BLEED, "van links"),
    ],
)
def test_a_panel_up_to_the_cut(box: str, edge: str, start: float, end: float, origin: str) -> None:
    (one,) = found(f"1 0 0 0 k {box} re f")
    told = one.problem.told(language("nl"))
    stretch = f"tussen {start / 72 * 25.4:.0f} en {end / 72 * 25.4:.0f} mm {origin}"
    assert edge in told
    assert stretch in told
    assert one.page == 1
    assert one.box is not None
    across = edge in ("linkerrand", "rechterrand")
    length = one.box.top - one.box.bottom if across else one.box.right - one.box.left
    depth = one.box.right - one.box.left if across else one.box.top - one.box.bottom
    assert length == pytest.approx(40, abs=1.5)
    assert depth == pytest.approx(mm_to_pt(3))


@pytest.mark.parametrize(
    "content",
    [
        "",
        f"1 0 0 0 k 0 0 {SIDE} {SIDE} re f",
        f".02 0 0 0 k 0 0 {SIDE} {SIDE} re f",
        f"1 0 0 0 k {BLEED + 2} {BLEED + 2} {SIDE - 2 * BLEED - 4} {SIDE - 2 * BLEED - 4} re f",
        # White at the cut, colour in the bleed only.
        f"1 0 0 0 k 0 0 {SIDE} {SIDE} re f 0 0 0 0 k {BLEED} {BLEED} 198 198 re f",
        # A round and a slanting thing across the cut.
        f"1 0 0 0 k 40 w 1 J {BLEED} 100 m {BLEED} 100 l S",
        f"1 0 0 0 k {FAR - 30} 80 m {SIDE} 100 l {SIDE} 110 l {FAR - 30} 130 l f",
        # A hairline of a corner.
        f"1 0 0 0 k {BLEED} 80 30 2 re f",
    ],
)
def test_no_alarm(content: str) -> None:
    assert found(content) == []


def test_a_faint_panel_counts_as_artwork() -> None:
    assert codes_in(found(f".03 0 0 0 k {BLEED} 80 30 40 re f")) == EMPTY


@pytest.mark.parametrize(("reach", "codes"), [(0.1, EMPTY), (0.25, EMPTY), (0.8, set())])
def test_artwork_reaches_the_cut_within_a_third_of_a_millimetre(
    reach: float, codes: set[str]
) -> None:
    gap = mm_to_pt(reach)
    assert codes_in(found(f"1 0 0 0 k {BLEED + gap} 80 30 40 re f")) == codes


@pytest.mark.parametrize(("bleed", "codes"), [(1, EMPTY), (2.5, EMPTY), (2.95, set()), (3, set())])
def test_bleed_must_be_as_deep_as_the_shop_asks(bleed: float, codes: set[str]) -> None:
    over = mm_to_pt(bleed)
    data = f"1 0 0 0 k {BLEED - over} 80 {30 + over} 40 re f"
    assert codes_in(found(data)) == codes


def test_a_shop_that_asks_less_gets_less() -> None:
    press = Press()
    press.add(f"1 0 0 0 k {BLEED - mm_to_pt(2.1)} 80 40 40 re f")
    assert codes_in(findings(press.data())) == EMPTY
    assert findings(press.data(), replace(PRINTER, bleed=2)) == []


def test_white_ink_is_paper() -> None:
    content = f"1 0 0 0 k 0 80 60 40 re f 0 0 0 0 k 0 80 {BLEED} 40 re f"
    assert codes_in(found(content)) == EMPTY


def test_two_stretches_of_an_edge_are_told_at_once() -> None:
    (one,) = found(f"1 0 0 0 k {BLEED} 30 30 20 re f {BLEED} 150 30 20 re f")
    told = one.problem.told(language("en"))
    assert f"between {(FAR - 170) / 72 * 25.4:.0f} and {(FAR - 30) / 72 * 25.4:.0f} mm" in told


def test_a_narrow_bleed_box_is_told_by_its_numbers_only() -> None:
    content = f"1 0 0 0 k {BLEED} {BLEED} {SIDE} 198 re f"
    assert found(content, BleedBox=[BLEED, BLEED, FAR, FAR]) == []
    assert found(content, TrimBox=[0, 0, SIDE, SIDE]) == []
    assert found(content, TrimBox=[-50, -50, 500, 500]) == []


def test_text_across_the_cut_is_left_to_the_margin() -> None:
    press = Press()
    font = pikepdf.Dictionary(
        A=pikepdf.Dictionary(
            Type=pikepdf.Name.Font,
            Subtype=pikepdf.Name.Type1,
            BaseFont=pikepdf.Name("/Helvetica-Bold"),
        )
    )
    press.add(f"0 0 0 1 k BT /A 30 Tf {BLEED - 3} 100 Td (HHH) Tj ET", Font=font)
    assert findings(press.data()) == []


def test_the_shipped_flyers_give_no_alarm_until_their_bleed_is_white(built: Path) -> None:
    files = sorted(built.glob("*/*-druk.pdf"))
    assert len(files) == 6
    for file in files:
        data = file.read_bytes()
        assert findings(data) == []
        target = io.BytesIO()
        with pikepdf.open(io.BytesIO(data)) as pdf:
            for page in pdf.pages:
                white = b"q 0 0 0 0 k 0 0 700 8.5 re 0 850.4 700 9 re f Q"
                page.obj.Contents = Array([page.obj.Contents, pdf.make_stream(white)])
            pdf.save(target)
        assert codes_in(findings(target.getvalue())) == EMPTY

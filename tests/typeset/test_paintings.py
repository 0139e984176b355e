"""What a known block paints is noted and painted again: in other colours, and nowhere else."""

from __future__ import annotations

from typing import Any

import pytest

from flevoprint.typeset import Engine
from tests.typeset.test_grafts import BASE, COLOURS, FONTS, made, png, source

PLAIN = (
    "<p>Een tekst met <b>nadruk</b> en een <a href='https://x.nl'>adres</a>.</p>",
    "<p class='near'>Een</p> <div class='float'>Twee</div> drie<br>vier",
    "<ul><li>Een</li><li class='accent'>twee</li></ul>",
    "<img src='asset:a.png' alt='x'><p>Tekst, en een plaat.</p>",
    "<div class='block'><p class='near'>Binnen.</p></div>",
    "<div style='overflow:hidden;border-radius:2mm;background:var(--two)'>Rond</div>",
    "<div style='border:1mm dashed var(--one);transform:rotate(9deg)'>Scheef</div>",
    "<p style='text-decoration:underline'>Een streep</p>",
)
#: What hangs on the page beside the block, so that the engine has to paint it.
ODD = ("<p style='position:relative;opacity:.5'>Doorschijnend</p>",)
SHEET = ".near{position:relative;border-left:1mm solid var(--one)}"


@pytest.mark.parametrize("held", [*PLAIN, *ODD])
def test_a_block_is_painted_as_the_engine_paints_it(held: str) -> None:
    knowing, forgetful = Engine(FONTS), Engine(FONTS)
    for one, two in [COLOURS[:2]] * 3 + [COLOURS[1:3], COLOURS[2:], COLOURS[:2]]:
        html = source([("block", held), ("block low", "Nog een")], one=one, two=two)
        forgetful._reuse.forget()
        assert made(knowing, html, SHEET) == made(forgetful, html, SHEET)
    grafts = knowing._reuse._blocks.grafts._kept.values()
    paintings = [painting for graft in grafts for painting in graft.paintings.values()]
    assert len(paintings) >= 2
    assert any(paintings)
    assert (None in paintings) is (held in ODD)


def test_a_block_that_stands_elsewhere_is_painted_there() -> None:
    engine = Engine(FONTS)
    html = source([("block", "<p class='near'>Een</p>")])
    first = made(engine, html, SHEET)
    for _ in range(3):
        assert made(engine, html, SHEET) == first
    laid = engine.lay_out(html, {"a.css": (BASE + SHEET).encode(), "a.png": png(4)})
    expected = laid.write().data
    for box in _known(laid._document.pages[0]._page_box):
        box.translate(10, 20)
    moved = laid.write().data
    assert moved != expected
    for box in _known(laid._document.pages[0]._page_box):
        box.translate(-10, -20)
    assert laid.write().data == expected


def _known(box: Any) -> list[Any]:
    """The blocks that were put in place."""
    box = getattr(box, "_box", box)
    if hasattr(box, "patch"):
        return [box]
    return [found for child in getattr(box, "children", ()) for found in _known(child)]

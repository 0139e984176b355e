"""What is said of plates before they are made is never less than what they hold."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pikepdf import Dictionary, Name

from flevoprint.finding import Expected, Kind
from flevoprint.geometry import Box, pt_to_mm
from flevoprint.press.preflight import CHECKS
from flevoprint.press.preflight.bleed import _SHADE, _surely_bleeds, gaps, shade
from flevoprint.press.preflight.bound import black_alone, most_ink, plain_marks
from flevoprint.press.preflight.ink import ROUNDING, worst_spot, worst_square
from flevoprint.press.preflight.limits import bounded
from flevoprint.press.preflight.planes import plates_of
from flevoprint.press.preflight.reading import Reading
from flevoprint.press.preflight.render import Renderer
from tests.support.printers import PRINTER

from .faults_seen import ADDRESSES
from .inked import BLEED, PAGES, Press

#: Where the generated pages have a code, say.
PLACE = Box(60, 60, 120, 120)


def press_of(content: str) -> bytes:
    """A page with graphics states that overprint and do not, a font, and no group."""
    press = Press()
    states = Dictionary(
        Y=Dictionary(OP=True, op=True, OPM=1),
        Z=Dictionary(OP=True, op=True),
        S=Dictionary(OP=True, op=False, OPM=1),
        N=Dictionary(OP=False),
    )
    font = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica)
    press.add(content, Font=Dictionary(F=font), ExtGState=states)
    del press.pdf.pages[0].obj.Group
    return press.data()


def some(*values: str) -> st.SearchStrategy[str]:
    return st.sampled_from(values)


_SHARE = some("0", "0", "0", "1", ".5", ".02")
_AT = some("-9", "0", "9", "9.5", "40", "58", "60", "62", "118", "120", "130", "207", "216", "230")
_COLOUR = st.tuples(_SHARE, _SHARE, _SHARE, _SHARE).map(lambda inks: f"{' '.join(inks)} k")
_GREY = _SHARE.map(lambda share: f"{share} g")
_BOX = st.tuples(_AT, _AT, _AT, _AT).map(
    lambda edges: (
        f"{edges[0]} {edges[1]} {float(edges[2]) - float(edges[0])} "
        f"{float(edges[3]) - float(edges[1])} re"
    )
)
_CURVE = st.tuples(*[_AT] * 6).map(
    lambda at: f"{at[0]} {at[1]} m {at[2]} {at[3]} {at[4]} {at[5]} {at[0]} 100 c h"
)
_SHAPE = st.tuples(_BOX | _BOX | _BOX | _CURVE, some("f", "f", "f*", "B", "W n")).map(" ".join)
_TEXT = st.tuples(_AT, _AT, some("0", "1", "2")).map(
    lambda at: f"BT /F 30 Tf {at[2]} Tr {at[0]} {at[1]} Td (Wijk) Tj ET"
)
_STROKE = st.tuples(_SHARE, _SHARE, _SHARE, _SHARE).map(lambda inks: f"{' '.join(inks)} K")
_STATE = some(
    "/Y gs", "/Z gs", "/S gs", "/N gs", "q", "Q", ".96 .28 -.28 .96 20 0 cm", ".5 0 0 .5 30 30 cm"
)
_LINES = st.lists(_COLOUR | _STROKE | _GREY | _SHAPE | _SHAPE | _SHAPE | _TEXT | _STATE, max_size=9)


@settings(max_examples=120, deadline=None)
@given(_LINES)
def test_no_plate_holds_more_than_is_said(lines: list[str]) -> None:
    with bounded(), Reading(press_of("\n".join(lines)), "x", Kind.PRESS) as reading:
        most = most_ink(reading)
        (plates,) = plates_of(reading)
        assert most is not None
        assert worst_spot(plates).ink <= most + ROUNDING
        assert worst_square(plates).ink <= most + ROUNDING
        if black_alone(reading, 1, PLACE, 2):
            # Edge upon edge, a plate is rounded again and again.
            assert plates.inks[plates.pixels(PLACE)][:, :, :3].max() / 2.55 <= 2 + 2 * ROUNDING
        if _surely_bleeds(reading, pt_to_mm(BLEED)):
            assert not list(gaps(plates, reading.pages[0], pt_to_mm(BLEED)))


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.__name__)
def test_of_what_is_not_plain_nothing_is_said(page: Callable[[Press], None]) -> None:
    press = Press()
    page(press)
    with bounded(), Reading(press.data(), "x", Kind.PRESS) as reading:
        assert most_ink(reading) is None


_WHITE = "0 0 0 0 k 50 50 80 80 re f"


@pytest.mark.parametrize(
    ("content", "alone"),
    [
        ("", True),
        ("0 0 0 1 k 70 70 20 20 re f", True),
        ("1 0 0 0 k 130 60 20 20 re f", True),
        ("1 0 0 0 k 110 60 20 20 re f", False),
        (f"1 0 0 0 k 0 0 216 216 re f {_WHITE}", True),
        (f"1 0 0 0 k 0 0 216 216 re f {_WHITE} 0 1 0 0 k 70 70 9 9 re f", False),
        ("1 0 0 0 k 0 0 216 216 re f 0 0 0 0 k 70 50 60 80 re f", False),
        (f"1 0 0 0 k 0 0 216 216 re f /Y gs {_WHITE}", False),
        (f"1 0 0 0 k 0 0 216 216 re f 0 0 m 99 0 l 0 99 l h W n {_WHITE}", False),
        (f"1 0 0 0 k 0 0 216 216 re f BT /F 9 Tf 7 Tr (a) Tj ET {_WHITE}", False),
        ("1 0 0 0 k 0 0 216 216 re f 0 0 0 0 k 50 50 m 200 50 l 50 200 l f", False),
        ("1 0 0 0 K 130 60 20 20 re S", False),
        ("1 0 0 0 k BT /F 30 Tf 60 40 Td (Wijk) Tj ET", False),
        (f"/OC /L BDC {_WHITE} EMC", False),
    ],
)
def test_black_alone_is_what_is_seen(content: str, alone: bool) -> None:
    with bounded(), Reading(press_of(content), "x", Kind.PRESS) as reading:
        assert black_alone(reading, 1, PLACE, 2) == alone


@pytest.mark.parametrize(
    ("content", "surely"),
    [
        ("", True),
        ("1 0 0 0 k 0 0 216 216 re f", True),
        (".02 0 0 0 k 0 0 216 216 re f", False),
        ("1 0 0 0 k 9 9 99 99 re f", False),
        ("1 0 0 0 k 0 0 m 0 90 l 60 0 l f", True),
        ("0 0 0 1 k BT /F 9 Tf 40 40 Td (Wijk) Tj ET", True),
        ("0 0 0 1 k BT /F 9 Tf 8 40 Td (Wijk) Tj ET", False),
        ("1 0 0 0 k 9 9 99 99 re f /Y gs 0 0 0 0 k 0 0 216 216 re f", False),
    ],
)
def test_a_picture_shows_that_bleed_is_there(content: str, surely: bool) -> None:
    with bounded(), Reading(press_of(content), "x", Kind.PRESS) as reading:
        assert _surely_bleeds(reading, pt_to_mm(BLEED)) == surely


def test_a_picture_never_shows_more_than_inks_would() -> None:
    """However little of a colour a pixel holds: both mix alike along an edge."""
    shares = (0, 0.02, 0.1, 0.5, 1)
    inks = np.stack(np.meshgrid(*[shares] * 4), axis=-1).reshape(-1, 4)[1:]
    places = [(at % 25 * 8, at // 25 * 8) for at in range(len(inks))]
    boxes = (
        f"{' '.join(map(str, ink))} k {x} {y} 8 8 re f"
        for ink, (x, y) in zip(inks, places, strict=True)
    )
    with Renderer(press_of("\n".join(boxes))) as renderer:
        picture = shade(renderer.padded(1, 72))[::-1]
    seen = np.array([picture[y + 4, x + 4] for x, y in places])
    held = inks.sum(axis=1) * 255
    assert (seen <= held * _SHADE.outside / 3).all()
    assert (seen >= held / 3 * _SHADE.inside).all()


def test_a_shipped_sheet_needs_no_plates(good: bytes) -> None:
    expected = Expected(Kind.PRESS, addresses=frozenset(ADDRESSES))
    with bounded(), Reading(good, "x", Kind.PRESS) as reading:
        for check in CHECKS:
            if Kind.PRESS in check.kinds:
                assert not list(check.rule(reading, PRINTER, expected))
        assert plain_marks(reading)
        assert "plates" not in vars(reading)

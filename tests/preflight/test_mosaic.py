"""Codes are searched for without the text of a page, but where that may be one, or spoil one."""

from __future__ import annotations

from typing import Any

import pytest
import segno
from pikepdf import Array, Dictionary, Name

from flevoprint.finding import Expected, Kind
from flevoprint.press.preflight.limits import bounded
from flevoprint.press.preflight.mosaic import may_draw
from flevoprint.press.preflight.reading import Reading
from flevoprint.press.preflight.scan import _expected, codes_of

from .faults_seen import ADDRESSES, modules
from .inked import Press
from .seen import codes_in, findings

ADDRESS = "https://www.urk.nl"
NONE = Expected(addresses=frozenset())
KNOWN = Expected(addresses=frozenset({ADDRESS}))
#: The size of type, the square in ZapfDingbats, its side, and what is left of its width, of 1.
TILE, SQUARE, SIDE, REST = 14.5, "n", 0.691, 0.070


def dingbats(press: Press, letter: str = "") -> Any:
    """The font, whose square is said to be ``letter``."""
    font = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.ZapfDingbats)
    if letter:
        code, text = ord(SQUARE), ord(letter)
        cmap = f"1 begincodespacerange <00> <ff> endcodespacerange 2 beginbfchar <{code:02x}> "
        cmap += f"<{text:04x}> <20> <0020> endbfchar"
        font.ToUnicode = press.pdf.make_stream(cmap.encode())
    return font


def drawn(press: Press) -> Any:
    """A font of which one letter is a square, drawn."""
    glyph = press.pdf.make_stream(f"761 0 d0 35 -14 {SIDE * 1000} {SIDE * 1000} re f".encode())
    return Dictionary(
        Type=Name.Font,
        Subtype=Name.Type3,
        FontBBox=Array([0, -20, 761, 710]),
        FontMatrix=Array([0.001, 0, 0, 0.001, 0, 0]),
        CharProcs=Dictionary(vierkant=glyph),
        Encoding=Dictionary(Differences=Array([ord(SQUARE), Name.vierkant])),
        FirstChar=ord(SQUARE),
        LastChar=ord(SQUARE),
        Widths=Array([761]),
        Resources=Dictionary(),
    )


def in_tiles(size: float = TILE) -> str:
    """The code of :data:`ADDRESS`, a line of squares for each of its rows."""
    rows = [list(row) for row in segno.make(ADDRESS, error="m", micro=False).matrix]
    lines = [f"BT /F {size} Tf {SIDE * size:.3f} TL 60 360 Td"]
    dark, light = f"({SQUARE}) {REST * 1000:.0f} ", f"{-SIDE * 1000:.0f} "
    for row in rows:
        tiles = "".join(dark if module else light for module in row)
        lines.append(f"[{tiles}] TJ T*")
    return "\n".join([*lines, "ET"])


def as_letters(press: Press) -> Any:
    return dingbats(press, "a")


@pytest.mark.parametrize("font", [dingbats, as_letters, drawn])
def test_a_code_that_is_set_as_text_is_seen(font: Any) -> None:
    """Also where it should not be there, and in a font that says its squares are letters."""
    press = Press()
    press.add(f"0 0 0 1 k {in_tiles()}", 400, Font=Dictionary(F=font(press)))
    data = press.data()
    with bounded(), Reading(data, "x") as reading:
        assert may_draw(reading, 1)
    assert "preflight.qr-wrong" in codes_in(findings(data, expected=NONE))
    assert "preflight.qr-wrong" not in codes_in(findings(data, expected=KNOWN))


def sheet(text: str, address: str = ADDRESS) -> bytes:
    """A page with one code of 35 pt from (100, 100), and a text."""
    press = Press()
    font = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica)
    path = modules(address, 0.5, (100, 100))
    press.add(f"0 0 0 1 k {path} f BT {text} ET", 400, Font=Dictionary(F=font))
    return press.data()


@pytest.mark.parametrize(
    ("text", "quick", "found"),
    [
        ("/F 12 Tf 14 TL 50 300 Td (een regel) Tj T* (nog een) Tj", True, set()),
        ("/F 12 Tf 50 107 Td (spoilt) Tj", True, set()),
        ("/F 12 Tf 89 107 Td (crowds) Tj", False, {"preflight.qr-unreadable"}),
        ("/F 40 Tf 104 104 Td (MM) Tj", False, {"preflight.qr-unreadable"}),
        ("/F 12 Tf 79 150 Td (clear) Tj", True, set()),
        ("/F 12 Tf 79 146 Td (crowds) Tj", False, set()),
        ("/F 12 Tf 78 140 Td (crowds) Tj", False, {"preflight.qr-quiet-zone"}),
    ],
)
def test_text_near_a_code_is_looked_at(text: str, quick: bool, found: set[str]) -> None:
    data = sheet(text)
    with bounded(), Reading(data, "x", Kind.PRESS) as reading:
        assert (_expected(reading, frozenset({ADDRESS})) is not None) == quick
    assert codes_in(findings(data, expected=KNOWN)) == found


def test_what_is_not_as_expected_is_looked_at_with_text() -> None:
    line = "/F 12 Tf 50 300 Td (een regel) Tj"
    for data, expected in ((sheet(line), NONE), (sheet(line, "https://urk.nl"), KNOWN)):
        with bounded(), Reading(data, "x", Kind.PRESS) as reading:
            assert _expected(reading, expected.addresses or frozenset()) is None
        assert codes_in(findings(data, expected=expected)) == {"preflight.qr-wrong"}


def test_damaged_pages_are_looked_at_with_text() -> None:
    with bounded(), Reading(sheet("/F 12 Tf 50 300 Td (regel) Tj Tj"), "x") as reading:
        assert reading.painted.damage
        assert may_draw(reading, 1)


def test_the_codes_of_a_shipped_sheet_are_the_same_without_its_text(
    good: bytes, good_screen: bytes
) -> None:
    for data in (good, good_screen):
        with bounded(), Reading(data, "x") as reading:
            quick = _expected(reading, frozenset(ADDRESSES))
            assert quick
            assert quick == codes_of(reading)

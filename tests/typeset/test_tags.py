"""What is put into the tags, and taken out of them, for who reads by them."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pikepdf
import pytest

from flevoprint.finding import Kind
from flevoprint.press.preflight.reading import Reading
from flevoprint.typeset import Engine
from flevoprint.typeset.tags import Piece, parted

ROOT = Path(__file__).resolve().parents[2]
GEMEENTEN = ["almere", "dronten", "lelystad", "noordoostpolder", "urk", "zeewolde"]
#: Where a hyphen ends a line, it cannot be told from one that was typed.
PARTED = {"pilotperiode": "pilot-periode"}


def spoken(data: bytes) -> str:
    """The text of the tags as they stand: no space is guessed where a line ends."""
    with Reading(data, "blad.pdf", Kind.SCREEN) as reading:
        pages = {page.obj.objgen: number for number, page in enumerate(reading.pdf.pages, 1)}
        texts: dict[tuple[int, int], str] = {}
        for mark in reading.marks:
            if mark.mcid is not None:
                key = (mark.page, mark.mcid)
                texts[key] = texts.get(key, "") + mark.text
        return "".join(_words(reading.pdf.Root.StructTreeRoot, pages, texts))


def _words(tag: Any, pages: dict[Any, int], texts: dict[tuple[int, int], str]) -> Iterator[str]:
    if "/ActualText" in tag:
        yield str(tag.ActualText)
        return
    kids = tag.get("/K", [])
    for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
        if isinstance(kid, int):
            yield texts.get((pages[tag.Pg.objgen], int(kid)), "")
        elif isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
            yield from _words(kid, pages, texts)
    if tag.get("/S") not in (pikepdf.Name.Span, pikepdf.Name.NonStruct, pikepdf.Name.Link):
        yield "\n"


@pytest.mark.parametrize("gemeente", GEMEENTEN)
def test_every_sentence_has_its_words_apart(built: Path, gemeente: str) -> None:
    data = (built / gemeente / f"inwonersinitiatieven-{gemeente}-scherm.pdf").read_bytes()
    said = _plain(spoken(data))
    golden = (ROOT / "tests" / "golden" / "flyer.txt").read_text(encoding="utf-8")
    sentences = [line for line in golden.splitlines() if line and not line.startswith("#")]
    assert len(sentences) > 30
    for sentence in sentences:
        words = _plain(sentence)
        for whole, apart in PARTED.items():
            words = words.replace(whole, apart)
        assert words in said


def _plain(text: str) -> str:
    """``text`` with single spaces, and without capitals or quotation marks."""
    return " ".join(re.sub("['‘’\"“”]", "", text.casefold()).split())


PAGE = """<html lang='nl'><head><title>x</title><style>
@page {{ size: 90mm 120mm; margin: 12mm; bleed: 3mm; @top-left {{ content: string(kop) }} }}
h2 {{ string-set: kop content() }} body {{ font: 9pt 'Source Sans 3' }} {css}
</style></head><body>{body}</body></html>"""


@pytest.fixture(scope="module")
def engine() -> Engine:
    return Engine(ROOT / "fonts")


def written(engine: Engine, body: str, css: str = "") -> bytes:
    return engine.lay_out(PAGE.format(body=body, css=css), {}).write().data


def tags(data: bytes) -> list[dict[str, Any]]:
    """Each tag with what it says, in the order of the tree; ``K`` counts what it holds."""
    with pikepdf.open(io.BytesIO(data)) as pdf:
        return list(_tags(pdf.Root.StructTreeRoot))


def _tags(tag: Any) -> Iterator[dict[str, Any]]:
    for kid in tag.K:
        if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
            assert kid.P.objgen == tag.objgen
            said = {key[1:]: str(kid[key]) for key in ("/S", "/Lang", "/ActualText") if key in kid}
            yield {**said, "K": len(kid.K)}
            yield from _tags(kid)


def test_a_short_column_and_markup_within_it(engine: Engine) -> None:
    html = (
        '<p style="width: 20mm">Een boven- en onderkant, een <b>vet</b> woord of <i>schuin</i>.</p>'
    )
    data = written(engine, html)
    assert spoken(data).strip() == "Een boven- en onderkant, een vet woord of schuin."
    given = [tag["ActualText"] for tag in tags(data) if "ActualText" in tag]
    assert given
    assert all(text.endswith(" ") and text.strip() for text in given)


def test_a_line_that_keeps_its_space_is_left_as_it_is(engine: Engine) -> None:
    """Of the last text of a line the engine draws the space; of the others it does not."""
    words = "Met de juiste onder\u00adsteuning komt het vrij\u2060wel altijd van de grond. " * 3
    data = written(engine, f"<p>{words}</p><h2><b>Een kop </b>die <i>breekt</i></h2>")
    given = [tag["ActualText"] for tag in tags(data) if "ActualText" in tag]
    assert given
    assert not any(unseen in text for text in given for unseen in "\u00ad\u2060")
    with Reading(data, "x.pdf", Kind.SCREEN) as reading, pikepdf.open(io.BytesIO(data)) as pdf:
        texts: dict[int, str] = {}
        for mark in reading.marks:
            if mark.mcid is not None:
                texts[mark.mcid] = texts.get(mark.mcid, "") + mark.text
        for thing in pdf.objects:
            if isinstance(thing, pikepdf.Dictionary) and "/ActualText" in thing:
                assert str(thing.ActualText) == f"{texts[int(thing.K[0])]} "


def test_what_stands_in_the_margin_shifts_no_language(engine: Engine) -> None:
    """A running head has no tag."""
    html = "<h2>Een kop</h2><p>Tekst <i lang='en'>in English</i>.</p>"
    found = tags(written(engine, html))
    assert [tag["S"] for tag in found] == ["/Document", "/H2", "/P", "/Span"]
    assert [tag.get("Lang") for tag in found] == [None, None, None, "en"]


def test_only_tags_that_say_something_stay(engine: Engine) -> None:
    html = (
        "<div></div><div><div><span></span></div></div><section><div>los</div></section>"
        "<p>een <span><b>vet</b> en <i>schuin</i></span> woord</p><ul><li></li><li>punt</li></ul>"
    )
    data = written(engine, html)
    found = [(tag["S"], tag["K"]) for tag in tags(data)]
    assert ("/P", 5) in found
    assert ("/Div", 0) not in found
    # In a group text still has a tag of its own, and what a list counts stays.
    assert [*found[1:4]] == [("/Sect", 1), ("/Div", 1), ("/Span", 1)]
    assert sum(kind == "/LI" for kind, _ in found) == 2
    with Reading(data, "x.pdf", Kind.SCREEN) as reading, pikepdf.open(io.BytesIO(data)) as pdf:
        numbers = {mark.mcid for mark in reading.marks if mark.mcid is not None}
        holders = pdf.Root.StructTreeRoot.ParentTree.Nums[1]
        assert numbers
        assert all(any(kid == number for kid in holders[number].K) for number in numbers)


@pytest.mark.parametrize("bleed", ["0mm", "3mm"])
def test_where_a_figure_is(engine: Engine, bleed: str) -> None:
    """In points from the bottom left of the trimmed page, whatever stands around it."""
    square = (
        "<svg xmlns='http://www.w3.org/2000/svg' width='10' height='10'><title>Vlak</title></svg>"
    )
    css = f"@page {{ bleed: {bleed} }} svg {{ position: absolute; left: 0; top: 0 }}"
    with pikepdf.open(io.BytesIO(written(engine, square, css))) as pdf:
        (figure,) = [
            thing
            for thing in pdf.objects
            if isinstance(thing, pikepdf.Dictionary) and thing.get("/S") == pikepdf.Name.Figure
        ]
        box = [float(edge) for edge in figure.A.BBox]
    twelve, high, side = 12 / 25.4 * 72, 120 / 25.4 * 72, 7.5
    assert box == pytest.approx([twelve, high - twelve - side, twelve + side, high - twelve], 1e-3)


@pytest.mark.parametrize(
    ("before", "after", "lost"),
    [
        ("een", "woord", True),
        ("een ", "woord", False),
        ("een", " woord", False),
        ("pilot-", "periode", False),
        ("boven-", "en onderkant", True),
        ("boven-", "enkel", False),
        ("almere.nl/", "budget", False),
        ("woord –", "en verder", True),
        ("1990–", "2000", False),
        ("", "woord", False),
        ("een", "", False),
    ],
)
def test_where_a_space_was_lost(before: str, after: str, lost: bool) -> None:
    assert parted(Piece(before, 700, 10, "nl"), Piece(after, 712, 10, "nl")) is lost
    assert not parted(Piece(before, 700, 10, "nl"), Piece(after, 698, 7, "nl"))

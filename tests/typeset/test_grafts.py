"""A block that is cut out of the source and put in as it was kept must not be told from another."""

from __future__ import annotations

import gc
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from flevoprint.typeset import Engine
from flevoprint.typeset.engine import import_engine
from flevoprint.typeset.grafts import Cut
from flevoprint.typeset.nesting import Element, elements

FONTS = Path(__file__).resolve().parents[2] / "fonts"
#: What a block may hold; a picture, a list, lines of text, an address, a block of its own.
HELD = (
    "",
    "<p>Een tekst met <b>nadruk</b> en een <a href='https://x.nl'>adres</a>.</p>",
    "<h2>Een kop</h2> <p class='accent'>En <i>meer</i>.</p>",
    "<ul><li>Een</li><li class='accent'>twee</li></ul>",
    "<ol>\n<li>Een</li> <li>twee</li></ol>",
    "<img src='asset:a.png' alt='x'>",
    "<img src='asset:b.png' alt='x'>",
    "<div class='block'><p>Binnen.</p></div>",
    "<div class='float'>Een</div> twee<br>drie",
    "<p id='een'>Een</p>",
    "<p lang='en'>One</p>",
    "Kale tekst &amp; meer",
)
BLOCKS = ("block", "block accent", "block low", "flow", "float")
SHEETS = (
    "",
    ".accent + .block{color:var(--one)} .block ~ .block p{font-weight:700}",
    ".accent p{background:var(--two)} .block:first-child{top:9mm}",
    ".block::before{content:'';position:absolute;top:0;height:1mm;width:3mm;background:var(--one)}",
    ".block > p:first-child{border-top:1mm solid var(--one);border-left:1mm solid var(--two)}",
    ".block:nth-child(3){width:30mm} section > .accent{opacity:.5}",
    # What reaches in or out of a block, or sees what follows it: nothing is cut.
    ".block p::after{content:counter(list-item)}",
    ".block:last-child{color:var(--two)}",
    ".block:empty{background:var(--one)}",
    "section:has(ul) .block{font-style:italic}",
    "h2{string-set:x content()} @page{@top-left{content:string(x)}}",
    ".block p{display:list-item;list-style:none}",
)
BASE = (
    "@page{size:90mm 120mm;margin:5mm} body{font:9pt/4mm 'Source Sans 3'} p{margin:0}"
    ".block{position:absolute;left:2mm;width:40mm;color:var(--two)} .low{bottom:3mm}"
    "ul{list-style:none} .float{float:left;width:20mm} section{position:relative}"
    ".accent{color:var(--one)}"
)
COLOURS = ("#112233", "#445566", "#ffffff", "#aa0011")


def png(size: int) -> bytes:
    from io import BytesIO

    from PIL import Image

    file = BytesIO()
    Image.new("1", (size, size)).save(file, "png")
    return file.getvalue()


def source(blocks: list[tuple[str, str]], before: str = "", one: str = "", two: str = "") -> str:
    held = "\n".join(f"<div class='{name}'>{content}</div>" for name, content in blocks)
    roles = f":root{{--one:{one or COLOURS[0]};--two:{two or COLOURS[1]};}}"
    return (
        f"<html lang='nl'><head><title>x</title><style>{roles}</style>"
        "<link rel='stylesheet' href='asset:a.css'></head>\n"
        f"<body>\n{before}<section>\n{held}\n</section>\n</body></html>"
    )


def made(engine: Engine, html: str, sheet: str = "", pictures: int = 4) -> tuple[object, ...]:
    assets = {
        "a.css": (BASE + sheet).encode(),
        "a.png": png(pictures),
        "b.png": png(5),
    }
    laid = engine.lay_out(html, assets)
    areas = [(page.slots, page.pictures, page.fills) for page in laid.pages]
    lines = [
        (line.words, line.area, line.colour, line.alpha, line.order, line.shown)
        for page in laid.pages
        for line in page.lines
    ]
    return laid.write(), laid.messages, laid.fallen_back, areas, lines


@pytest.fixture(scope="module")
def knowing() -> Engine:
    return Engine(FONTS)


@pytest.fixture(scope="module")
def forgetful() -> Engine:
    return Engine(FONTS)


def cut(engine: Engine, html: str, sheet: str = "", pictures: int = 4) -> int:
    """How many blocks of this document are known."""
    assets = {"a.css": (BASE + sheet).encode(), "a.png": png(pictures), "b.png": png(5)}
    return len(engine._reuse.cut(engine._reuse.masked(html, assets).html, assets).emptied)


blocks = st.lists(st.tuples(st.sampled_from(BLOCKS), st.sampled_from(HELD)), max_size=4)
documents = st.tuples(
    blocks,
    st.sampled_from(["", "", "<p>Ervoor.</p>", "<p>Er<br>voor.</p>\n"]),
    st.sampled_from(COLOURS),
    st.sampled_from(COLOURS),
)


@pytest.mark.slow
@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(st.lists(documents, min_size=1, max_size=3), st.sampled_from(SHEETS))
def test_documents_are_the_same_after_others(
    knowing: Engine,
    forgetful: Engine,
    given: list[tuple[list[tuple[str, str]], str, str, str]],
    sheet: str,
) -> None:
    for document in (*given, *given, *given[::-1]):
        html = source(*document)
        forgetful._reuse.forget()
        assert made(knowing, html, sheet) == made(forgetful, html, sheet)


@pytest.mark.parametrize("held", [*HELD[1:4], *HELD[5:9]])
def test_a_block_is_cut_out_the_third_time(knowing: Engine, forgetful: Engine, held: str) -> None:
    html = source([("block", held)], one="#123456")
    for times in range(4):
        assert cut(knowing, html) == int(times > 1)
        forgetful._reuse.forget()
        assert made(knowing, html) == made(forgetful, html)
    knowing._reuse.forget()


@pytest.mark.parametrize(
    "sheet",
    [*SHEETS[6:], ".block{\\63 ounter-reset:n} p{\\63 ounter-increment:n}"],
)
def test_nothing_is_cut_where_more_reaches_a_block(knowing: Engine, sheet: str) -> None:
    html = source([("block", HELD[1])])
    for _ in range(3):
        made(knowing, html, sheet)
    assert cut(knowing, html, sheet) == 0


@pytest.mark.parametrize("style", ["page:other", "&#99;ounter-reset:n"])
def test_nothing_is_cut_where_an_element_reaches_out(knowing: Engine, style: str) -> None:
    html = source([("block", HELD[1])]).replace("</body>", f"<p style='{style}'>Slot.</p></body>")
    assert style in html
    for _ in range(3):
        made(knowing, html)
    assert cut(knowing, html) == 0


@pytest.mark.parametrize("address", [" asset:a.css", "\n\tasset:a.css ", "asset&#58;a.css"])
def test_a_stylesheet_is_seen_however_it_is_named(
    knowing: Engine, forgetful: Engine, address: str
) -> None:
    html = source([("block", HELD[1])]).replace("asset:a.css", address)
    for sheet in ("", "", "", "p{margin:1mm}", ""):
        forgetful._reuse.forget()
        assert made(knowing, html, sheet) == made(forgetful, html, sheet)


def test_what_a_block_is_known_by(knowing: Engine, forgetful: Engine) -> None:
    block, other = ("block", HELD[5]), ("block accent", HELD[1])
    html = source([block])
    for _ in range(3):
        made(knowing, html)
    assert cut(knowing, html) == cut(knowing, source([block, other])) == 1
    assert cut(knowing, html, pictures=6) == 0
    assert cut(knowing, html, "p{margin:1mm}") == 0
    assert cut(knowing, source([other, block])) == 0
    assert cut(knowing, source([block], two=COLOURS[0])) == 0  # one colour where there were two
    assert cut(knowing, source([block], one="#0a0b0c", two="#0d0e0f")) == 1
    assert cut(knowing, html.replace("<body>", "<body class='x'>")) == 0
    assert cut(knowing, html.replace("\n<div class='block'>", "<div class='block'>")) == 0


def test_a_block_in_another_place_is_laid_out_anew(knowing: Engine, forgetful: Engine) -> None:
    # Its surroundings differ in nothing but how high they are, which a picture decides.
    before = "<p><img src='asset:a.png' alt='x'></p>\n"
    html = source([("block", HELD[1])]).replace("<section>", f"<section>{before}")
    for pictures in (4, 4, 4, 90, 90, 4, 4, 4, 4):
        forgetful._reuse.forget()
        assert made(knowing, html, pictures=pictures) == made(forgetful, html, pictures=pictures)
    assert cut(knowing, html, pictures=4) == cut(knowing, html, pictures=90) == 1


def documents() -> int:
    gc.collect()
    return sum(type(thing).__name__ == "LayoutContext" for thing in gc.get_objects())


def test_a_block_that_is_kept_lets_go_of_its_document() -> None:
    drawing = b"<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'/>"
    assets = {"a.css": BASE.encode(), "c.svg": drawing}
    html = source([("block", "<img src='asset:c.svg' alt='x'>")])
    engine, before = Engine(FONTS), documents()
    for _ in range(3):
        laid = engine.lay_out(html, assets)
    assert documents() > before
    del laid
    assert documents() == before


def test_no_more_blocks_are_kept_than_is_bearable(monkeypatch: pytest.MonkeyPatch) -> None:
    from flevoprint.typeset import grafts

    monkeypatch.setattr(grafts, "_MOST", 12)
    engine = Engine(FONTS)
    for number in range(12):
        html = source([("block", f"<p>{number}</p>")])
        first = made(engine, html)
        assert all(made(engine, html) == first for _ in range(3))
    kept = engine._reuse._blocks.grafts
    assert 0 < len(kept._kept) < 6
    assert kept._kept.weight == sum(graft.boxes for graft in kept._kept.values()) <= 12


def test_blocks_make_room_for_grafts(monkeypatch: pytest.MonkeyPatch) -> None:
    from flevoprint.typeset import blocks, grafts

    # Blocks of a whole sheet always fit, or those of the next would never be met again.
    assert blocks._MOST - blocks._GRAFTED * grafts._MOST >= 2_000
    monkeypatch.setattr(blocks, "_MOST", 40)
    engine, weights = Engine(FONTS), []
    kept = engine._reuse._blocks
    for number in range(6):
        for text in (number, number, number, f"once {number}"):
            made(engine, source([("block", f"<p>{text}</p>")]))
        assert kept._kept.weight <= max(0, 40 - 2 * kept.grafts.boxes)
        weights.append(kept._kept.weight)
    assert weights[0] < max(weights) > weights[-1] == 0


def tags(element: Element) -> list[object]:
    return [element.tag, *map(tags, element.children)]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("<body></body></html>", ["body"]),
        (
            "<body class='x'>\n<div id=\"a\"><p>x<br>y</p></div> </body>",
            ["body", ["div", ["p", ["br"]]]],
        ),
        (
            "<body><ul><li><ul><li>x</li></ul></li></ul></body>\n",
            ["body", ["ul", ["li", ["ul", ["li"]]]]],
        ),
    ],
)
def test_the_elements_of_a_page(body: str, expected: list[object]) -> None:
    found = elements(f"<html><title>x</title>{body}")
    assert found is not None
    assert tags(found) == expected
    assert found.count == len(list(read(body).find("body").iter()))


@pytest.mark.parametrize(
    "body",
    [
        "<p>x",
        "<body><p>x</body>",
        "<body><p>x</b></p></body>",
        "<body><p><b>x</p></b></body>",
        "<body><p><p>x</p></p></body>",
        "<body><p><div>x</div></p></body>",
        "<body><h1><h2>x</h2></h1></body>",
        "<body><a><b><a>x</a></b></a></body>",
        "<body><li>x</li></body>",
        "<body><ul><p>x</p></ul></body>",
        "<body><ul><li><li>x</li></li></ul></body>",
        "<body><!-- x --></body>",
        "<body>a < b</body>",
        "<body><P>x</P></body>",
        "<body><p class=x>x</p></body>",
        "<body><p/></body>",
        "<body><table><tr><td>x</td></tr></table></body>",
        "<body><svg></svg></body>",
        "<body><style>p{}</style></body>",
        "<body><p>x</p></body><p>y</p>",
        "<body><p>x</p></body></html><p>y</p>",
        "<body><body></body></body>",
    ],
)
def test_a_page_that_is_not_all_in_its_place_has_none(body: str) -> None:
    assert elements(f"<html><title>x</title>{body}") is None


def read(html: str) -> object:
    return import_engine().HTML(string=html).etree_element


@given(st.lists(st.sampled_from(("<div>", "</div>", "<p>", "</p>", "<b>", "</b>", "<ul>", "</ul>",
    "<li>", "</li>", "<a>", "</a>", "<br>", "x", " ", "<h1>", "</h1>")), max_size=12))  # fmt: skip
@settings(max_examples=300, deadline=None)
def test_what_is_told_of_a_page_is_what_the_engine_reads(parts: list[str]) -> None:
    html = f"<html><head></head><body>{''.join(parts)}</body></html>"
    found = elements(html)
    if found is not None:

        def named(element: object) -> list[object]:
            return [element.tag, *map(named, element)]

        assert tags(found) == named(read(html).find("body"))


def test_another_page_than_was_read_is_a_misfit() -> None:
    from flevoprint.typeset.grafts import Misfit

    with pytest.raises(Misfit):
        Cut("", count=3).find(read("<body><p>x</p></body>"))
    with pytest.raises(Misfit):
        Cut("", emptied={1: b"x"}).check()

"""What one sheet leaves for the next must not be seen in it."""

from __future__ import annotations

import hashlib
import subprocess
import sys
from itertools import chain
from pathlib import Path

import pytest
import weasyprint.css
import weasyprint.images
from weasyprint.layout import inline

from flevoprint.batch.plan import Selection, plan
from flevoprint.content import read_project
from flevoprint.model import Job
from flevoprint.press import finish
from flevoprint.typeset import Engine, typeset
from flevoprint.typeset.grafts import Cut

ROOT = Path(__file__).resolve().parents[2]
#: Slots that need to shrink or not, dark and light colours, each its own logo; a flyer and posters.
NAMES = (
    "urk inspiratie tips",
    "dronten inspiratie tips",
    "zeewolde inspiratie tips",
    "urk inspiratie",
    "dronten tips",
)
ORDERS = (NAMES, NAMES[::-1], (*NAMES[2:], *NAMES[:2], *NAMES))
#: Makes one sheet in a process of its own.
ALONE = (
    "import sys; from tests.typeset.test_reuse import digest, fresh, jobs;"
    "print(digest(fresh(), jobs()[sys.argv[1]]))"
)
LOGO = (
    b'<svg xmlns="http://www.w3.org/2000/svg" width="40" height="20">'
    b'<path fill="#aa0000" fill-opacity="0.5" stroke="#00f" stroke-dasharray="2 1"'
    b' d="M0 0h40v10c-5 5 -9 4 -20 9.5z"/>%s</svg>'
)
GRADIENT = (
    b'<linearGradient id="g"><stop stop-color="#fff"/><stop offset="1" stop-color="#00f"/>'
    b'</linearGradient><rect width="9" height="9" fill="url(#g)"/>'
)
ODD = b"<rect width='4' height='4' transform='rotate(x)'/>"
PAGE = (
    "<html lang='nl'><head><title>x</title><style>:root{--ink:%s;--wide:%s}"
    "p{color:var(--ink);width:var(--wide);border-top:1mm solid var(--ink)}</style>"
    "<link rel='stylesheet' href='asset:a.css'></head>"
    "<body><p>Een tekst van een paar woorden, die breekt.</p><img src='asset:a.svg' alt='x'>"
    "<p>Nog een.</p><img src='asset:a.svg' alt='y'></body></html>"
)
SHEET = b"@page{size:60mm 90mm;margin:5mm} p{font:9pt/4mm 'Source Sans 3';background:var(--ink)}"


def fresh() -> Engine:
    return Engine(ROOT / "fonts")


def jobs() -> dict[str, Job]:
    project = read_project(ROOT)
    every = [plan(project, Selection(layout=layout)).jobs for layout in ("handout-a4", "poster-a3")]
    return {" ".join((job.gemeente.id, *job.sheet.layout.sides)): job for job in chain(*every)}


def digest(engine: Engine, job: Job) -> str:
    """Of all editions of ``job``, and of what is said of them."""
    made = typeset(engine, job.sheet, job.gemeente, job.info, job.fonts)
    found = hashlib.sha256(repr((made.problems, made.shrunk)).encode())
    for edition in job.editions:
        found.update(finish(made.data, edition, job.info, job.sheet.layout.size, made.swatches))
    return found.hexdigest()


@pytest.fixture(scope="module")
def engine() -> Engine:
    return fresh()


def alone(name: str) -> str:
    command = [sys.executable, "-c", ALONE, name]
    return subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout


@pytest.mark.slow
def test_sheets_are_the_same_alone_and_in_any_order(engine: Engine) -> None:
    made_of = jobs()
    expected = {name: alone(name).strip() for name in NAMES}
    assert len(set(expected.values())) == len(NAMES)
    for order in ORDERS:
        assert {name: digest(engine, made_of[name]) for name in order} == expected
    for name in NAMES:
        engine._reuse.forget()
        assert digest(engine, made_of[name]) == expected[name]


def page(
    engine: Engine, ink: str, wide: str = "30mm", logo: bytes = LOGO % b"", sheet: bytes = SHEET
) -> tuple[bytes, tuple[str, ...]]:
    laid = engine.lay_out(PAGE % (ink, wide), {"a.css": sheet, "a.svg": logo})
    written = laid.write()
    return written.data, (*laid.messages, *written.messages)


@pytest.mark.parametrize("part", [b"", GRADIENT, b'<text x="1" y="9">Ab</text>'])
def test_a_page_is_the_same_after_others_like_it(engine: Engine, part: bytes) -> None:
    logo = LOGO % part
    expected = page(fresh(), "#123456", "25mm", logo)
    for ink, wide in (("#ff0000", "25mm"), ("#123456", "30mm"), ("red", "25mm"), ("#12", "25mm")):
        page(engine, ink, wide, logo)
    assert page(engine, "#123456", "25mm", logo) == expected
    assert page(engine, "#123456", "25mm", logo) == expected


#: What an absolutely placed block may hold, or reach; in some the colours are two, in others one.
HELD = {
    "text": "<p>Een tekst met <b>nadruk</b> en een <a href='https://x.nl'>adres</a>.</p>",
    "two colours": "<p><i style='color:%(one)s'>Een</i> <i style='color:%(two)s'>twee</i></p>",
    "two grounds": "<p style='background:%(one)s'>Een</p><p style='background:%(two)s'>twee</p>",
    "a ground by name": "<p style='background:var(--ink)'>Een</p>",
    "a border": "<p style='border:1mm solid %(one)s;border-radius:2mm'>Een</p>",
    "a shadow": "<p style='box-shadow:0 0 1mm %(one)s'>Een</p>",
    "a picture": "<img src='asset:a.svg' alt='x'><img src='asset:a.svg' alt='y'>",
    "a list": "<ol style='color:%(one)s'><li>Een<li>twee</ol>",
    "a table": "<table><tr><td style='background:%(one)s'>Een<td>twee</table>",
    "floats": "<p style='float:left;width:8mm'>Een</p><p>twee en drie en vier en vijf</p>",
    "a flex box": "<div style='display:flex'><p style='color:%(one)s'>Een</p><p>twee</p></div>",
    "a grid": "<div style='display:grid'><p style='color:%(one)s'>Een</p><p>twee</p></div>",
    "columns": "<div style='columns:2'><p>Een twee drie vier vijf zes zeven acht</p></div>",
    "a first letter": "<p class='first'>Een twee</p>",
    "a first line": "<p class='line'>Een twee drie vier vijf zes zeven acht</p>",
    "a quotation": "<q style='color:%(one)s'>Een</q>",
    "a footnote": "<p>Een<span class='note'>twee</span></p>",
    "a fixed block": "<p style='position:fixed;top:0;color:%(one)s'>Een</p>",
    "a named string": "<p class='named'>Een</p><p>twee</p>",
    "blocks in it": "<p style='position:absolute;right:0;bottom:0;color:%(one)s'>Een</p>",
    "a line through": "<p><s style='color:%(one)s'>Een</s> <u>twee</u></p>",
    "letters apart": "<p style='letter-spacing:0.1em;word-spacing:1mm'>Een twee</p>",
    "justified": "<p style='text-align:justify'>Een twee drie vier vijf zes zeven acht</p>",
    "hidden": "<p style='visibility:hidden'>Een</p><p style='opacity:0.5'>twee</p>",
    "a page number": "<p class='number'>Een</p>",
    "a bookmark": "<h2 id='a'>Een</h2><a href='#a'>twee</a>",
    "two languages": "<p lang='en'>One</p><p dir='rtl'>twee</p>",
}
HOLDING = (
    "<html lang='nl'><head><title>x</title><style>:root{--ink:%(one)s}</style>"
    "<link rel='stylesheet' href='asset:a.css'></head><body>"
    "<div style='position:absolute;left:2mm;top:3mm;width:40mm'>%(held)s</div>"
    "<div style='position:absolute;left:4mm;bottom:3mm'>%(held)s</div><p>Onder.</p></body></html>"
)
HOLDING_SHEET = SHEET + (
    b".first::first-letter{font-size:20pt} .line::first-line{color:red} .note{float:footnote}"
    b".named{string-set:x content()} @page{@top-left{content:string(x)}}"
    b".number::after{content:counter(page)} a{color:var(--ink)}"
    b"q::before{content:'\\201c';position:absolute;background:var(--ink)}"
)


@pytest.mark.parametrize("held", HELD.values(), ids=HELD)
def test_a_block_is_the_same_after_others_like_it(engine: Engine, held: str) -> None:
    def made(engine: Engine, one: str, two: str) -> object:
        html = HOLDING % {"one": one, "held": held % {"one": one, "two": two}}
        laid = engine.lay_out(html, {"a.css": HOLDING_SHEET, "a.svg": LOGO % b""})
        return laid.write(), laid.messages, laid.fallen_back

    colours = [("#112233", "#112233"), ("#112233", "#445566"), ("#445566", "#112233")]
    expected = [made(fresh(), *pair) for pair in colours]
    for number in (0, 1, 2, 1, 0, 2, 2, 0):
        assert made(engine, *colours[number]) == expected[number]


@pytest.mark.parametrize("wide", ["50vw", "calc(10vw + 9mm)", "var(--wide)", "5em"])
def test_a_share_of_the_page_is_of_this_page(engine: Engine, wide: str) -> None:
    def made(engine: Engine, size: str) -> object:
        css = "@page{size:%s} :root{--wide:40VW} body{font:3vmin 'Source Sans 3'} p{width:%s}"
        sheet = f"<style>{css % (size, wide)}</style><p>Een twee drie vier vijf zes zeven acht"
        return engine.lay_out(f"<html lang='nl'><title>x</title>{sheet}", {}).write()

    for size in ("60mm 90mm", "120mm 180mm", "60mm 90mm"):
        assert made(engine, size) == made(fresh(), size)


@pytest.mark.parametrize("name", ["linear-gradient", "Linear-Gradient", "linear-gr\\61 dient"])
@pytest.mark.parametrize("place", ["<p style='%s'>Een</p>", "<p>Een</p>"])
def test_a_gradient_is_as_large_as_the_type_it_stands_with(
    engine: Engine, place: str, name: str
) -> None:
    ground = f"background:{name}(#f00 1em,#00f 3em)"
    html = place.replace("%s", ground)

    def made(engine: Engine, size: int) -> object:
        head = (
            f"<html lang='nl'><title>x</title><style>body{{font:{size}pt 'Source Sans 3'}}</style>"
        )
        head += "" if ground in html else "<link rel='stylesheet' href='asset:a.css'>"
        return engine.lay_out(head + html, {"a.css": f"p{{{ground}}}".encode()}).write()

    for size in (9, 20, 9):
        assert made(engine, size) == made(fresh(), size)


def test_a_block_is_laid_out_once(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    laid: list[object] = []
    blocks = engine._reuse._blocks
    lay_out = blocks._lay_out
    monkeypatch.setattr(
        blocks,
        "_lay_out",
        lambda context, box, *rest: laid.append(box) or lay_out(context, box, *rest),
    )
    page_of = "<div style='position:absolute;width:4cm;color:%s'><p>Eenmaal.</p></div>"
    for colour in ("#112233", "#445566", "#778899"):
        engine.lay_out(page_of % colour, {})
    assert len(laid) == 3  # a colour of its own is another declaration
    page_of = "<style>:root{--c:%s}</style>" + page_of % "var(--c)"
    for colour in ("#112233", "#445566", "#778899"):
        engine.lay_out(page_of % colour, {})
    assert len(laid) == 4


def test_a_changed_stylesheet_is_read_anew(engine: Engine) -> None:
    before = page(engine, "#123456")
    other = SHEET.replace(b"9pt", b"8pt")
    after = page(engine, "#123456", sheet=other)
    assert before != after == page(fresh(), "#123456", sheet=other)
    assert page(engine, "#123456") == before


def test_a_font_of_its_own_is_of_one_document(engine: Engine) -> None:
    page_of = (
        "<html lang='nl'><title>x</title><style>p{font:9pt Eigen, 'Source Sans 3'} %s</style>"
        "<p>Een tekst.</p>"
    )
    own, none = page_of % "@font-face{font-family:Eigen;src:url(asset:eigen.ttf)}", page_of % ""
    files = [path.read_bytes() for path in sorted((ROOT / "fonts").glob("*/*_700*.ttf"))]
    documents = [(own, files[0]), (own, files[-1]), (none, files[0])]

    def made(engine: Engine, html: str, font: bytes) -> object:
        laid = engine.lay_out(html, {"eigen.ttf": font})
        return laid.write(), laid.messages, laid.fallen_back

    expected = [made(fresh(), *document) for document in documents]
    assert len({repr(one) for one in expected}) == len(documents)
    for number in (2, 0, 1, 2, 1, 0, 0):
        assert made(engine, *documents[number]) == expected[number]


def test_what_the_engine_says_is_said_of_every_sheet(engine: Engine) -> None:
    for sheet, logo in ((SHEET + b"p{colour:red}", LOGO % b""), (SHEET, LOGO % ODD)):
        said = page(fresh(), "#123456", sheet=sheet, logo=logo)[1]
        assert said
        for _ in range(2):
            assert page(engine, "#123456", sheet=sheet, logo=logo)[1] == said
    said = page(fresh(), "#123456", "nonsense")[1]
    assert said
    for _ in range(2):
        assert page(engine, "#123456", "nonsense")[1] == said


def test_the_engine_has_its_own_names_back(engine: Engine) -> None:
    def names() -> tuple[object, ...]:
        shared = weasyprint.css
        return (
            shared.CSS,
            shared.ComputedStyle,
            inline.split_first_line,
            weasyprint.images.SVGImage,
        )

    before = names()
    page(engine, "#123456")
    assert names() == before
    with engine._reuse.at_work({}, Cut("")):
        assert not set(names()) & set(before)
    with pytest.raises(TypeError), engine._reuse.at_work({}, Cut("")):
        weasyprint.css.ComputedStyle()
    assert names() == before


def test_no_more_is_kept_than_is_bearable(monkeypatch: pytest.MonkeyPatch) -> None:
    from flevoprint.typeset import blocks, drawings, glyphs, reuse

    monkeypatch.setattr(reuse, "_MOST_STYLES", 10)
    monkeypatch.setattr(drawings, "_MOST", 1)
    monkeypatch.setattr(glyphs, "_MOST", 3)
    monkeypatch.setattr(blocks, "_MOST", 20)
    engine = fresh()
    made = [page(engine, "#123456", f"{width}mm") for width in (30, 31, 30)]
    assert made[0] == made[2] != made[1]
    kept = len(engine._reuse._nodes)
    page(engine, "#123456", "32mm")
    assert len(engine._reuse._nodes) == kept
    assert len(engine._reuse._drawings._kept) == 1
    assert 0 < len(engine._reuse._glyphs._runs) <= 3
    for number in range(20):
        engine.lay_out(f"<div style='position:absolute'><p>{number}</p><p>x</p></div>", {})
    assert 0 < len(engine._reuse._blocks._kept) < 10
    assert 0 < engine._reuse._blocks._kept.weight <= 20

"""Contrast, headings, logos and the order of painting, on pages that were really laid out."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from flevoprint.batch.plan import Selection, plan
from flevoprint.colour import Colour, Rgb, contrast
from flevoprint.content import read_project
from flevoprint.geometry import Size
from flevoprint.language import language
from flevoprint.model import (
    Asset,
    Contact,
    DocumentInfo,
    Gemeente,
    Job,
    Layout,
    Logo,
    Look,
    Palette,
    Sheet,
    Slot,
    Text,
)
from flevoprint.problem import Problem, Severity, Source
from flevoprint.typeset import Engine, lay_out_sheet
from flevoprint.typeset.compose import LogoFile, compose
from flevoprint.typeset.contrast import contrast_problems, grounds_under
from flevoprint.typeset.headings import heading_problems
from flevoprint.typeset.logos import logo_problems
from flevoprint.typeset.page import Line, PageLayout
from flevoprint.typeset.proof import Proof, proof_of

ROOT = Path(__file__).resolve().parents[2]
HERE = Source("content/gemeenten/urk.yaml", 10, 3)
STYLE = (
    "@page { size: 100mm 100mm; margin: 0 } html { font: 12pt/5mm 'Source Sans 3'; color: #000 }"
    "body { margin: 10mm }"
    ".over { position: absolute; left: 0; top: 0; width: 100mm; height: 50mm }"
)


@pytest.fixture(scope="module")
def engine() -> Engine:
    return Engine(ROOT / "fonts")


@pytest.fixture(scope="module")
def job() -> Job:
    return plan(read_project(ROOT), Selection(("urk",))).jobs[0]


def page_of(engine: Engine, body: str, assets: dict[str, bytes] | None = None) -> PageLayout:
    laid_out = engine.lay_out(
        f"<html lang=nl><style>{STYLE}</style><body>{body}</body></html>", assets or {}
    )
    assert laid_out.messages == ()
    (page,) = laid_out.pages
    return page


def proof(page: PageLayout) -> Proof:
    colour = Colour((0, 0, 0), (0, 0, 0, 100))
    name, asset = Text("Urk", HERE, "naam"), Asset(Path("x.svg"), HERE)
    logo = Logo(asset, asset, name)
    gemeente = Gemeente("urk", name, "GM0184", Palette(colour, colour), logo, Contact(), HERE)
    layout = Layout("proef", Path(), Size(100, 100), ("voor",), ())
    return proof_of([page], Sheet("proef", layout, {}, (), HERE), gemeente)


def told(engine: Engine, body: str) -> list[str]:
    """What the contrast check says of ``body``, in Dutch."""
    return [
        language("nl").tell(problem.message)
        for problem in contrast_problems(proof(page_of(engine, body)))
    ]


def codes(engine: Engine, body: str) -> list[str]:
    return [problem.code for problem in contrast_problems(proof(page_of(engine, body)))]


def grounds(page: PageLayout, line: Line) -> set[Rgb | None]:
    return grounds_under(line.ink, line.order, page.fills)


def test_text_that_is_too_pale_is_named_with_its_remedy(engine: Engine) -> None:
    body = '<p style="color:#777777">Bleek</p>'
    (problem,) = contrast_problems(proof(page_of(engine, body)))
    assert problem.code == "fit.contrast"
    assert problem.source.path == "layouts/proef/sheet.css"
    assert language("nl").tell(problem.message) == (
        "'Bleek' is #777777 op #ffffff: een contrast van 4,47:1, terwijl 4,5:1 nodig is"
    )
    nearest = re.search(r"maak de letters (#\w{6})", language("nl").tell(problem.hint))
    assert nearest
    assert nearest[1] == "#767676"
    assert codes(engine, f'<p style="color:{nearest[1]}">Bleek</p>') == []


@pytest.mark.parametrize(
    ("style", "passes"),
    [
        ("font-size: 17.9pt", False),
        ("font-size: 18pt", True),
        ("font-size: 14pt; font-weight: 600", False),
        ("font-size: 14pt; font-weight: 700", True),
        ("font-size: 13.9pt; font-weight: 700", False),
    ],
)
def test_large_text_needs_less(engine: Engine, style: str, passes: bool) -> None:
    found = codes(engine, f'<p style="color:#888; {style}">Groot</p>')
    assert found == ([] if passes else ["fit.contrast"])
    assert codes(engine, f'<p style="color:#999; {style}">Te bleek</p>') == ["fit.contrast"]


def test_a_pair_of_colours_is_told_once(engine: Engine) -> None:
    pale = '<p style="color:#999">Een</p><p style="color:#999">Twee</p>'
    assert len(told(engine, pale)) == 1
    assert len(told(engine, pale + '<p style="color:#aaa">Drie</p>')) == 2


def test_half_covered_text_is_held_against_the_worst(engine: Engine) -> None:
    box = (
        '<div style="position:absolute;left:0;top:0;width:{}mm;height:50mm;background:#000"></div>'
    )
    text = '<p style="position:relative">Over de rand heen</p>'
    assert "op #000000" in told(engine, box.format(20) + text)[0]
    assert told(engine, box.format(9) + text) == []


def test_only_what_is_painted_before_is_under(engine: Engine) -> None:
    """CSS 2.1, appendix E: positioned boxes come after the flow, a negative z-index before it."""
    field = '<div class="over" style="background:#eee{}"></div>'
    after = codes(engine, f"<p>Tekst</p>{field.format('')}")
    assert after == ["fit.covered"]
    assert codes(engine, f"<p>Tekst</p>{field.format(';z-index:-1')}") == []
    positioned = '<p style="position:relative{}">Tekst</p>'
    assert codes(engine, field.format("") + positioned.format("")) == []
    assert codes(engine, positioned.format("") + field.format("")) == ["fit.covered"]
    assert codes(engine, positioned.format(";z-index:1") + field.format("")) == []


def test_a_positioned_part_of_a_float_is_painted_with_the_context(engine: Engine) -> None:
    body = (
        '<div style="float:left;width:50mm"><p style="position:relative">Binnen</p></div>'
        '<div style="background:#ddd;height:20mm">&nbsp;</div>'
    )
    page = page_of(engine, body)
    assert [grounds(page, line) for line in page.lines] == [{(221, 221, 221)}]


def test_an_inline_ground_and_the_canvas_count(engine: Engine) -> None:
    page = page_of(engine, 'Gewoon <b style="background:#ff0">vet</b>')
    assert [grounds(page, line) for line in page.lines] == [{(255, 255, 255)}, {(255, 255, 0)}]
    page = page_of(engine, "<style>html{background:#abc}</style>Tekst")
    assert grounds(page, page.lines[0]) == {(170, 187, 204)}


def test_translucent_grounds_and_letters_are_mixed(engine: Engine) -> None:
    page = page_of(engine, '<p style="background:rgba(0,0,0,.5)">Tekst</p>')
    assert grounds(page, page.lines[0]) == {(128, 128, 128)}
    page = page_of(engine, '<div style="opacity:.5"><p style="background:#000">Tekst</p></div>')
    assert grounds(page, page.lines[0]) == {(128, 128, 128)}
    assert "#7f7f7f" in told(engine, '<p style="color:rgba(0,0,0,.502)">Tekst</p>')[0]


def test_text_on_a_gradient_cannot_be_measured(engine: Engine) -> None:
    ramp = "background:linear-gradient(#fff,#eee)"
    assert codes(engine, f'<p style="{ramp}">Tekst</p>') == ["fit.contrast-unknown"]
    inner = f'<div style="{ramp}"><p style="background:#fff">Tekst</p></div>'
    assert codes(engine, inner) == []
    half = f'<div style="{ramp}"><p style="background:rgba(255,255,255,.9)">Tekst</p></div>'
    assert codes(engine, half) == ["fit.contrast-unknown"]


def test_what_is_invisible_has_no_contrast(engine: Engine) -> None:
    assert codes(engine, '<p style="color:#fff;visibility:hidden">Weg</p>') == []


@pytest.mark.parametrize("gemeente", ["almere", "noordoostpolder"])
def test_every_text_of_a_shipped_sheet_is_measured(engine: Engine, gemeente: str) -> None:
    """On yellow and on dark ground: each of the texts has one ground that its roles foresee."""
    job = plan(read_project(ROOT), Selection((gemeente,))).jobs[0]
    composition = compose(job.sheet, job.gemeente, job.info)
    known = {colour.rgb for colour in composition.swatches}
    measured = 0
    for page in engine.lay_out(composition.html, composition.assets).pages:
        for line in page.lines:
            found = grounds(page, line)
            assert found <= known
            assert all(rgb and contrast(line.colour, rgb) >= 3 for rgb in found)
            measured += len(found)
    assert measured > 100


def headings(engine: Engine, body: str) -> list[str]:
    return [
        language("nl").tell(problem.message)
        for problem in heading_problems(proof(page_of(engine, body)))
    ]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("<h1>Een</h1><h2>Twee</h2><h3>Drie</h3><h2>Twee</h2><h1>Een</h1>", []),
        ("<h1>Een <b>en</b> nog</h1>", []),
        ("<p>Geen</p>", ["het blad van Urk heeft geen enkele kop"]),
        ("<h2>Twee</h2>", ["de kop 'Twee' is van niveau 2, terwijl niveau 1 aan de beurt is"]),
        (
            "<h1>Een</h1><h3>Drie</h3><h4>Vier</h4>",
            ["de kop 'Drie' is van niveau 3, terwijl niveau 2 aan de beurt is"],
        ),
    ],
)
def test_headings_go_down_one_level_at_a_time(
    engine: Engine, body: str, expected: list[str]
) -> None:
    assert headings(engine, body) == expected


SVG = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 20 10"><path d="M0 0h20v10z"/></svg>'


def logo_codes(
    engine: Engine, style: str, around: str = "", light: bool = True, **asset: object
) -> list[tuple[str, str]]:
    """What is wrong with a logo of 20 × 10 mm placed at ``style``."""
    body = f'<div style="position:absolute;left:30mm;top:40mm;{style}">'
    body += f'<img src="asset:l.svg" style="display:block;width:20mm;height:10mm"></div>{around}'
    made = Asset(Path("l.svg"), HERE, **asset)  # type: ignore[arg-type]
    logos = {"l.svg": LogoFile(made, light, "gemeente Urk")}
    problems = logo_problems(proof(page_of(engine, body, {"l.svg": SVG})), logos)
    return [(str(problem.severity), problem.code) for problem in problems]


def look(*colours: tuple[Rgb, float]) -> Look:
    return Look(colours=colours)


def test_a_logo_that_is_not_seen_is_named(engine: Engine) -> None:
    dark, white = (31, 58, 99), (255, 255, 255)
    ground = "background:#1f3a63;padding:5mm"
    assert logo_codes(engine, ground, look=look((white, 1))) == []
    assert logo_codes(engine, ground, look=look((dark, 0.6), (white, 0.4))) == []
    assert logo_codes(engine, ground) == []  # nothing is known of its colours
    assert logo_codes(engine, ground, look=look((dark, 1))) == [
        ("waarschuwing", "typeset.logo-contrast")
    ]
    # A colour that it hardly uses does not save it.
    few = look((dark, 0.6), ((30, 60, 100), 0.3), (white, 0.1))
    assert logo_codes(engine, ground, look=few) == [("waarschuwing", "typeset.logo-contrast")]


def test_a_logo_with_its_versions_swapped_says_which(engine: Engine, job: Job) -> None:
    logo = job.gemeente.logo
    ground = (255, 255, 255)
    for light, word in ((True, "'licht'"), (False, "'donker'")):
        file = LogoFile(replace(logo.light, look=look((ground, 1))), light, "gemeente Urk")
        page = page_of(engine, '<img src="asset:l.svg">', {"l.svg": SVG})
        (problem,) = logo_problems(proof(page), {"l.svg": file})
        assert problem.source == logo.light.source
        assert f"in de versie {word}" in language("nl").tell(problem.message)


@pytest.mark.parametrize(
    ("pixels", "expected"),
    [
        (None, []),
        ((237, 119), []),  # 20 mm at 300 ppi
        ((235, 118), [("waarschuwing", "typeset.logo-resolution")]),
        ((237, 60), [("waarschuwing", "typeset.logo-resolution")]),
        ((119, 60), [("waarschuwing", "typeset.logo-resolution")]),
        ((117, 59), [("fout", "typeset.logo-resolution")]),
    ],
)
def test_a_raster_needs_pixels_for_its_printed_size(
    engine: Engine, pixels: tuple[int, int] | None, expected: list[tuple[str, str]]
) -> None:
    assert logo_codes(engine, "", pixels=pixels) == expected


def test_a_logo_keeps_room_around_it(engine: Engine) -> None:
    """A quarter of 10 mm: what stands 2.2 mm away is too near, 2.9 mm is not."""
    beside = '<p style="position:absolute;margin:0;left:{}mm;top:43mm">Tekst</p>'
    crowded = [("waarschuwing", "typeset.logo-crowded")]
    assert logo_codes(engine, "", beside.format(51.9)) == crowded
    assert logo_codes(engine, "", beside.format(52.6)) == []
    picture = '<img src="asset:l.svg" style="position:absolute;left:{}mm;top:40mm;width:4mm">'
    assert logo_codes(engine, "", picture.format(51.5)) == crowded
    assert logo_codes(engine, "", picture.format(60)) == []


def test_of_a_crowded_logo_each_is_told_what_to_do(engine: Engine) -> None:
    """A gemeente cannot change the layout: it shortens its own text, or tells the maker."""
    body = '<img src="asset:l.svg" style="height:10mm"><p style="margin:0">Tekst</p>'
    file = LogoFile(Asset(Path("l.svg"), HERE), True, "gemeente Urk")
    (problem,) = logo_problems(proof(page_of(engine, body, {"l.svg": SVG})), {"l.svg": file})
    assert problem.code == "typeset.logo-crowded"
    assert problem.hint is not None
    hint = language("nl").tell(problem.hint)
    assert "kort de tekst" in hint
    assert "meld het anders aan de maker" in hint


def test_object_fit_tells_where_a_picture_is_drawn(engine: Engine) -> None:
    style = "object-fit:contain;object-position:right bottom;width:40mm;height:10mm;display:block"
    page = page_of(engine, f'<img src="asset:l.svg" style="{style}">', {"l.svg": SVG})
    (picture,) = page.pictures
    assert picture.drawn.left == pytest.approx(30)
    assert (picture.drawn.right, picture.drawn.bottom) == pytest.approx((50, 20))
    assert (picture.area.left, picture.area.right) == pytest.approx((10, 50))


def test_foreign_words_say_so_and_break_as_in_their_language(
    engine: Engine, tmp_path: Path
) -> None:
    """Dutch breaks 'responsi-bilities' elsewhere than English does."""
    html = '<div style="width:18mm;hyphens:auto">{{ titel }}</div>'
    (tmp_path / "sheet.html").write_text(f"<html lang=nl><style>{STYLE}</style>{html}</html>")
    slots = (Slot("titel", "tekst", "", False, True),)
    layout = Layout("proef", tmp_path, Size(100, 100), (), slots)
    asset = Asset(tmp_path / "x.svg", HERE, SVG)
    breaks = {}
    for tag in ("", "en"):
        text = Text("neighbourhoods responsibilities", HERE, "titel", tag)
        base = proof(page_of(engine, "<p>x</p>")).gemeente
        gemeente = replace(base, logo=Logo(asset, asset, text))
        sheet = Sheet("proef", layout, {"titel": text}, (text,), HERE)
        made = compose(sheet, gemeente, DocumentInfo("t", "s", "p", "nl", date(2026, 11, 1)))
        assert ('lang="en"' in made.html) == bool(tag)
        page = engine.lay_out(made.html, made.assets).pages[0]
        breaks[tag] = [line.words for line in page.lines]
    assert breaks[""] != breaks["en"]


def test_the_shipped_sheets_raise_no_alarm(engine: Engine) -> None:
    for job in plan(read_project(ROOT), Selection()).jobs:
        sheet = lay_out_sheet(engine, job.sheet, job.gemeente, job.info, job.fonts)
        found: list[Problem] = [p for p in sheet.problems if p.severity is not Severity.NOTE]
        assert found == []

"""The HTML report: one file that shows each finding where it is, and needs and runs nothing."""

from __future__ import annotations

import base64
import io
import re
from collections import Counter
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, String
from PIL import Image

from flevoprint.batch.inspect import Judged, bare, inspect_file, place_mm, seen
from flevoprint.batch.report.preflight import html_report
from flevoprint.colour import contrast
from flevoprint.finding import Finding, Inspection, Kind, PageFacts
from flevoprint.geometry import Box, mm_to_pt
from flevoprint.language import language, say
from flevoprint.problem import Severity, Source, error, note, warning
from tests.support.page import Page
from tests.support.printers import PRINTER

NL = language("nl")
SOURCE = Source("blad.pdf")
CSS = Path(__file__).resolve().parents[2] / "src" / "flevoprint" / "batch" / "report" / "shared.css"


@pytest.fixture(scope="session")
def faulty(built: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A screen edition with a fault at a known place, one of a page and one of the whole file."""
    path = tmp_path_factory.mktemp("report") / "fout.pdf"
    with pikepdf.open(built / "urk" / "inwonersinitiatieven-urk-scherm.pdf") as pdf:
        link = pdf.pages[0].Annots[0]
        del link.Contents
        link.Rect = Array([mm_to_pt(20), mm_to_pt(267), mm_to_pt(50), mm_to_pt(277)])
        del pdf.Root.Outlines
        pdf.save(path)
    return path


def page_of(*files: Judged, lang: str = "nl") -> Page:
    return Page(html_report(files, PRINTER, language(lang)).decode())


def made_up(*findings: Finding, rotation: int = 0, kind: Kind = Kind.PRESS) -> Judged:
    """A file of one page of 100 × 200 points, of which no picture can be made."""
    facts = PageFacts(
        1, Box(0, 0, 100, 200), None, Box(5, 5, 95, 195), Box(10, 10, 90, 190), rotation
    )
    profile = "Drukker" if kind is Kind.PRESS else ""
    inspection = Inspection("blad.pdf", kind, profile, (facts,), findings, ("boxes",))
    return Judged("blad.pdf", b"", inspection)


def test_it_shows_each_finding_where_it_is(faulty: Path) -> None:
    page = page_of(inspect_file(faulty, PRINTER))
    spots = [a for a in page.all("a") if a.get("class", "").startswith("spot")]
    assert len(spots) == 1
    assert "zegt niet in woorden" in spots[0]["aria-label"]
    # 20 mm from the left, 20 mm from the top, 30 × 10 mm, with 2 points around it.
    frame = next(box for box in page.all("rect") if box.get("class") == "frame")
    numbers = [float(frame[name]) for name in ("x", "y", "width", "height")]
    wanted = [mm_to_pt(20) - 2, mm_to_pt(20) - 2, mm_to_pt(30) + 4, mm_to_pt(10) + 4]
    assert numbers == pytest.approx(wanted, abs=0.3)
    ids = {attributes["id"] for _, attributes in page.elements if "id" in attributes}
    assert spots[0]["href"].removeprefix("#") in ids
    assert "20 mm van links, 20 mm van boven" in page.text()


def test_it_says_all_there_is_to_say(faulty: Path) -> None:
    judged = inspect_file(faulty, PRINTER)
    text = page_of(judged).text()
    assert judged.inspection is not None
    for finding in judged.findings:
        assert NL.tell(bare(finding.problem.message)) in text
        assert NL.tell(finding.problem.hint) in text
        assert finding.problem.code in text
    assert "Matterhorn 28-012" in text
    assert "WCAG 2.1, 2.4.5" in text
    for check in judged.inspection.checks:
        assert check in text
    for words in ("Het bestand als geheel", "Niet in orde", "210 × 297 mm", "schermeditie"):
        assert words in text


def test_it_is_told_in_the_language_asked_for(faulty: Path) -> None:
    page = page_of(inspect_file(faulty, PRINTER), lang="en")
    assert page.all("html") == [{"lang": "en"}]
    assert "Not in order" in page.text()
    assert "Niet" not in page.text()


def test_it_needs_nothing_else_and_runs_nothing(faulty: Path, built: Path) -> None:
    press = built / "urk" / "inwonersinitiatieven-urk-druk.pdf"
    html = html_report([inspect_file(faulty, PRINTER), inspect_file(press, PRINTER)], PRINTER, NL)
    page = Page(html.decode())
    assert not {"script", "link", "iframe", "object", "embed", "form"} & {
        t for t, _ in page.elements
    }
    for tag, attributes in page.elements:
        assert not [name for name in attributes if name.startswith("on")], tag
        assert attributes.get("href", "#").startswith("#")
        assert attributes.get("src", "data:image/jpeg;base64,").startswith(
            "data:image/jpeg;base64,"
        )
    assert "url(" not in html.decode()
    assert "@import" not in html.decode()
    policy = next(meta["content"] for meta in page.all("meta") if "http-equiv" in meta)
    assert policy.startswith("default-src 'none'")


def test_the_pictures_are_of_the_pages(built: Path) -> None:
    page = page_of(inspect_file(built / "urk" / "inwonersinitiatieven-urk-druk.pdf", PRINTER))
    pictures = page.all("img")
    assert len(pictures) == 2
    for number, picture in enumerate(pictures, start=1):
        data = base64.b64decode(picture["src"].split(",")[1])
        with Image.open(io.BytesIO(data)) as image:
            assert image.size == pytest.approx((216 / 25.4 * 90, 303 / 25.4 * 90), abs=2)
            assert len(image.convert("RGB").resize((40, 60)).getcolors(2400)) > 50
        assert picture["alt"].endswith(f"bladzijde {number}")
    lines = [a["class"] for a in page.all("rect") if a.get("class", "").startswith("box ")]
    assert Counter(lines) == {f"box {kind}": 2 for kind in ("media", "bleed", "trim", "safe")}
    assert "veilige marge" in page.text()


def test_what_others_wrote_is_never_markup() -> None:
    evil = "<script>alert(1)</script>\"'><img src=x onerror=alert(1)>{{ 7*7 }}</style>"
    problem = error("preflight.x", say("found “{words}”", words=evil), Source(evil), evil)
    judged = made_up(Finding(problem, 1, Box(10, 10, 20, 20)))
    assert judged.inspection is not None
    judged = replace(
        judged, file=evil, inspection=replace(judged.inspection, profile=evil, file=evil)
    )
    page = page_of(judged)
    assert not page.all("script")
    assert not page.all("img")
    assert page.text().count("<script>alert(1)</script>") >= 3
    assert "49" not in page.text()


def test_an_exemption_stays_and_says_why() -> None:
    problem = note("preflight.small-text", say("page {page} is empty", page=1), SOURCE, "x")
    page = page_of(made_up(Finding(problem, 1, None, exempted="de drukker keek het na")))
    assert "Toegestaan door deze drukker: de drukker keek het na" in page.text()
    assert "In orde" in page.text()


@pytest.mark.parametrize(
    ("severity", "strict", "verdict"),
    [
        ("note", False, "In orde"),
        ("warning", False, "In orde, met waarschuwingen"),
        ("warning", True, "Niet in orde"),
        ("error", False, "Niet in orde"),
    ],
)
def test_the_verdict(severity: str, strict: bool, verdict: str) -> None:
    make = {"note": note, "warning": warning, "error": error}[severity]
    judged = made_up(Finding(make("preflight.x", "x", SOURCE, "y")))
    html = html_report([judged], PRINTER, NL, strict=strict).decode()
    assert [text for tag, text in Page(html).texts if text in {verdict}] == [verdict]


def test_errors_come_before_warnings_and_pages_in_order() -> None:
    findings = [
        Finding(warning("preflight.a", "a", SOURCE, "x"), 1),
        Finding(error("preflight.b", "b", SOURCE, "x"), 1),
        Finding(note("preflight.c", "c", SOURCE, "x"), 0),
    ]
    judged = made_up(*findings)
    assert [found.problem.code[-1] for found in judged.findings] == ["c", "b", "a"]
    assert judged.counts(Severity.NOTE) == 1


def test_findings_in_one_place_keep_their_numbers_apart() -> None:
    problem = error("preflight.x", "x", SOURCE, "y")
    page = page_of(made_up(*[Finding(problem, 1, Box(90, 190, 99, 199))] * 12))
    circles = [(float(c["cx"]), float(c["cy"])) for c in page.all("circle")]
    assert len(circles) == 12
    for at, (x, y) in enumerate(circles):
        assert 8 <= x <= 92
        assert y >= 8
        assert all(abs(x - a) >= 16 or abs(y - b) >= 16 for a, b in circles[:at])


@pytest.mark.parametrize(
    ("rotation", "wanted"),
    [(0, (0, 170, 10, 30)), (90, (0, 0, 30, 10)), (180, (90, 0, 10, 30)), (270, (170, 90, 30, 10))],
)
def test_a_turned_page_is_shown_as_it_is_seen(rotation: int, wanted: tuple[float, ...]) -> None:
    # In the bottom left corner of a page of 100 × 200 lies a box of 10 × 30.
    judged = made_up(
        Finding(error("preflight.x", "x", SOURCE, "y"), 1, Box(0, 0, 10, 30)), rotation=rotation
    )
    frame = next(box for box in page_of(judged).all("rect") if box.get("class") == "frame")
    numbers = [float(frame[name]) for name in ("x", "y", "width", "height")]
    assert numbers == [wanted[0] - 2, wanted[1] - 2, wanted[2] + 4, wanted[3] + 4]


def test_a_picture_of_a_turned_page_is_turned_too(tmp_path: Path) -> None:
    pdf = pikepdf.new()
    page = pdf.add_blank_page(page_size=(100, 200))
    page.Contents = pdf.make_stream(b"1 0 0 rg 0 0 50 50 re f")
    page.Rotate = 90
    pdf.save(tmp_path / "gedraaid.pdf")
    shown = page_of(inspect_file(tmp_path / "gedraaid.pdf", PRINTER))
    data = base64.b64decode(shown.all("img")[0]["src"].split(",")[1])
    with Image.open(io.BytesIO(data)) as image:
        assert image.size == (250, 125)
        red, green, _ = image.convert("RGB").getpixel((10, 10))  # the bottom left, turned, is top
    assert (red > 200, green < 60) == (True, True)


def test_a_box_beside_the_page_is_shown_at_its_edge() -> None:
    far = Finding(error("preflight.x", "x", SOURCE, "y"), 1, Box(500, -90, 600, -50))
    frame = next(box for box in page_of(made_up(far)).all("rect") if box.get("class") == "frame")
    assert float(frame["x"]) < 100
    assert float(frame["y"]) < 200
    assert float(frame["width"]) > 0


def test_of_a_long_file_only_pages_with_findings_are_shown(tmp_path: Path) -> None:
    pdf = pikepdf.new()
    for _ in range(12):
        pdf.add_blank_page(page_size=(100, 100))
    pdf.pages[4].obj.Annots = Array(
        [Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=[5, 5, 9, 9], Contents=String("x"))]
    )
    pdf.save(tmp_path / "lang.pdf")
    judged = inspect_file(tmp_path / "lang.pdf", PRINTER)
    assert judged.inspection is not None
    few = tuple(
        found for found in judged.inspection.findings if found.problem.code.endswith("link")
    )
    page = page_of(replace(judged, inspection=replace(judged.inspection, findings=few)))
    assert len(page.all("img")) == 1
    assert "Op 11 andere bladzijden is niets gevonden" in page.text()


def test_a_file_that_could_not_be_read_is_in_it(tmp_path: Path) -> None:
    (tmp_path / "kapot.pdf").write_bytes(b"geen pdf")
    page = page_of(
        inspect_file(tmp_path / "weg.pdf", PRINTER), inspect_file(tmp_path / "kapot.pdf", PRINTER)
    )
    assert "batch.file-missing" in page.text()
    assert "preflight.unreadable" in page.text()
    assert page.text().count("Niet in orde") == 4  # in the list of files, and with each


def test_it_can_be_used_without_eyes_or_mouse(faulty: Path) -> None:
    page = page_of(inspect_file(faulty, PRINTER))
    levels = [int(tag[1]) for tag, _ in page.elements if re.fullmatch("h[1-6]", tag)]
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))
    assert all(image["alt"] for image in page.all("img"))
    assert all(cell["scope"] for cell in page.all("th"))
    ids = [attributes["id"] for _, attributes in page.elements if "id" in attributes]
    assert len(ids) == len(set(ids))
    for _, attributes in page.elements:
        for name in ("aria-labelledby",):
            assert attributes.get(name, ids[0]) in ids
        assert attributes.get("href", f"#{ids[0]}").removeprefix("#") in ids


def test_its_colours_can_be_read() -> None:
    named = dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{3,6})", CSS.read_text(encoding="utf-8")))
    pairs = [("ink", "paper"), ("ink", "ground"), ("soft", "paper"), ("soft", "ground")]
    pairs += [(k, f"{k}-ground") for k in ("error", "warning", "note", "fine")]
    pairs += [(k, "paper") for k in ("error", "warning", "note")]
    for text, ground in pairs:
        assert contrast(_rgb(named[text]), _rgb(named[ground])) >= 4.5, (text, ground)


def _rgb(css: str) -> tuple[int, int, int]:
    digits = css[1:] if len(css) == 7 else "".join(digit * 2 for digit in css[1:])
    red, green, blue = (int(digits[at : at + 2], 16) for at in (0, 2, 4))
    return red, green, blue


def test_where_a_finding_is_in_mm() -> None:
    judged = made_up(Finding(error("preflight.x", "x", SOURCE, "y"), 1, Box(10, 100, 40, 190)))
    assert judged.inspection is not None
    where = place_mm(judged.findings[0], judged.inspection)
    assert where == pytest.approx((0, 0, 30 / 72 * 25.4, 90 / 72 * 25.4))
    facts = judged.inspection.pages[0]
    assert seen(Box(0, 0, 10, 30), replace(facts, rotation=90)) == Box(0, 90, 30, 100)

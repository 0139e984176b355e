"""The door: kinds, exemptions, checks that break off, and files that cannot be read."""

from __future__ import annotations

import io
import zlib
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, String

from flevoprint.finding import Expected, Finding, Inspection, Kind
from flevoprint.geometry import Size
from flevoprint.language import language
from flevoprint.press import preflight
from flevoprint.press.preflight import CHECKS, inspect, inspect_measured, known_codes
from flevoprint.press.preflight.check import BOTH, MOST, PRESS, SCREEN, Check
from flevoprint.press.preflight.metadata import moment
from flevoprint.press.preflight.reading import Reading
from flevoprint.printer import Exemption, PrinterProfile
from flevoprint.problem import Severity, Source
from tests.support.printers import PRINTER

from . import faults_painted
from .faults import EXPECTED, NAME, Case
from .pages import HELVETICA, Pages


def codes(inspection: Inspection) -> list[str]:
    return [finding.problem.code for finding in inspection.findings]


# The table.


def test_checks_have_names_sources_and_codes_of_their_own() -> None:
    names = [check.id for check in CHECKS]
    assert len(set(names)) == len(names) >= 40
    for check in CHECKS:
        assert check.source
        assert check.codes
        assert check.kinds in (PRESS, SCREEN, BOTH)
        assert all(code.startswith("preflight.") for code in check.codes)
    assert known_codes() > {code for check in CHECKS for code in check.codes}


def test_a_file_is_held_to_the_checks_of_its_kind(good: bytes, good_screen: bytes) -> None:
    for data, kind, profile in (
        (good, Kind.PRESS, PRINTER.name),
        (good_screen, Kind.SCREEN, ""),
    ):
        found = inspect(data, "blad.pdf", PRINTER, EXPECTED)
        assert (found.kind, found.profile, found.file) == (kind, profile, "blad.pdf")
        assert found.checks == tuple(check.id for check in CHECKS if kind in check.kinds)
    assert inspect(good_screen, "x.pdf", PRINTER, Expected(Kind.PRESS)).kind is Kind.PRESS


def test_a_finding_says_where(good: bytes) -> None:
    case = Case(faults_painted.hairline, "preflight.hairline")
    (finding,) = inspect(case.file(good), NAME, PRINTER, EXPECTED).findings
    assert finding.page == 1
    assert finding.box
    assert finding.box.left == pytest.approx(330, abs=0.1)
    assert finding.box.right == pytest.approx(500, abs=0.1)
    assert finding.problem.source == Source(NAME)
    told = finding.problem.told(language("nl"))
    assert "bladzijde 1" in told
    assert "113 mm van links" in told
    assert "haarlijn" in told


# The screen edition.


def _title_away(pdf: pikepdf.Pdf) -> None:
    packet = pdf.Root.Metadata.read_bytes().decode()
    start, end = packet.index("<dc:title>"), packet.index("</dc:title>") + len("</dc:title>")
    pdf.Root.Metadata = pdf.make_stream((packet[:start] + packet[end:]).encode())


def _draw(pdf: pikepdf.Pdf, content: str) -> None:
    page = pdf.pages[0].obj
    page.Resources.Font["/H"] = HELVETICA
    page.Contents = Array([page.Contents, pdf.make_stream(content.encode())])


def _unembedded(pdf: pikepdf.Pdf) -> None:
    _draw(pdf, "/Artifact BMC BT /H 14 Tf 1 0 0 1 60 60 Tm (x) Tj ET EMC")


def _notdef(pdf: pikepdf.Pdf) -> None:
    font = next(iter(pdf.pages[0].obj.Resources.Font.keys()))
    _draw(pdf, f"/Artifact BMC BT {font} 14 Tf 1 0 0 1 60 60 Tm <0000> Tj ET EMC")


def _one_page(pdf: pikepdf.Pdf) -> None:
    del pdf.pages[1]


def _smaller(pdf: pikepdf.Pdf) -> None:
    box = [float(edge) for edge in pdf.pages[0].obj.MediaBox]
    box[2] -= 20
    pdf.pages[0].obj.MediaBox = pdf.pages[0].obj.TrimBox = Array(box)


def _script(pdf: pikepdf.Pdf) -> None:
    pdf.Root.OpenAction = Dictionary(S=Name.JavaScript, JS=String("x"))


def _nonsense(pdf: pikepdf.Pdf) -> None:
    _draw(pdf, "foo")


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (_title_away, "title-missing"),
        (_unembedded, "font-missing"),
        (_notdef, "notdef"),
        (_one_page, "page-count"),
        (_smaller, "trim-size"),
        (_script, "javascript"),
        (_nonsense, "content-damaged"),
    ],
)
def test_the_screen_edition_is_held_to_what_both_share(
    good_screen: bytes, change: Callable[[pikepdf.Pdf], None], code: str
) -> None:
    changed = Case(change, code).file(good_screen)
    shared = {code for check in CHECKS if check.kinds == BOTH for code in check.codes}
    before = codes(inspect(good_screen, "x.pdf", PRINTER, EXPECTED))
    found = inspect(changed, "x.pdf", PRINTER, EXPECTED)
    assert before == []
    assert found.kind is Kind.SCREEN
    assert set(codes(found)) & shared == {f"preflight.{code}"}


# What a shop lets pass, and what it does not ask.


def test_an_exempted_finding_stays_as_a_note_with_its_reason(good: bytes) -> None:
    case = Case(faults_painted.rgb_fill, "preflight.rgb")
    exemption = Exemption("preflight.rgb", "Digitale pers zet zelf om", Source("x.yaml"))
    printer = replace(PRINTER, exemptions=(exemption,))
    (finding,) = inspect(case.file(good), NAME, printer, EXPECTED).findings
    assert finding.exempted == "Digitale pers zet zelf om"
    assert finding.problem.severity is Severity.NOTE
    other = Case(faults_painted.hairline, "preflight.hairline")
    (finding,) = inspect(other.file(good), NAME, printer, EXPECTED).findings
    assert (finding.exempted, finding.problem.severity) == ("", Severity.ERROR)


@pytest.mark.parametrize(
    ("change", "limits"),
    [
        (faults_painted.small_black_text_knocking_out, {"overprint_text_below": None}),
        (faults_painted.black_line_knocking_out, {"overprint_line_below": None}),
        (faults_painted.rich_black_text, {"rich_black_text": False}),
        (faults_painted.image_of_120_ppi, {"viewing_distance": 2}),
        (faults_painted.text_near_the_cut, {"safe_margin": 2.5}),
        (faults_painted.text_of_four_points, {"min_text": 4, "min_reversed_text": 4}),
        (faults_painted.thin_line, {"min_line": 0.15}),
    ],
)
def test_another_shop_asks_less(
    good: bytes, change: Callable[[pikepdf.Pdf], None], limits: dict[str, Any]
) -> None:
    data = Case(change, "").file(good)
    assert len(codes(inspect(data, NAME, PRINTER, EXPECTED))) == 1
    assert codes(inspect(data, NAME, replace(PRINTER, **limits), EXPECTED)) == []


def test_severities_follow_the_two_thresholds(good: bytes) -> None:
    for change, severity in (
        (faults_painted.image_of_120_ppi, Severity.ERROR),
        (faults_painted.image_of_200_ppi, Severity.WARNING),
    ):
        (finding,) = inspect(Case(change, "").file(good), NAME, PRINTER, EXPECTED).findings
        assert finding.problem.severity is severity


def test_the_same_in_many_places_is_counted(good: bytes) -> None:
    with pikepdf.open(io.BytesIO(good)) as pdf:
        _draw(pdf, "q 0 1 0 0 K 0 w 330 130 m 400 130 l S Q " * (MOST + 3))
        target = io.BytesIO()
        pdf.save(target)
    found = inspect(target.getvalue(), NAME, PRINTER, EXPECTED).findings
    assert [finding.box is not None for finding in found] == [True] * MOST + [False]
    assert "3" in str(found[-1].problem.message)


# A check that breaks off has not looked.


def _breaks_off(_: Reading, __: PrinterProfile, ___: Expected) -> Iterator[Finding]:
    raise ZeroDivisionError
    yield


def test_a_check_that_breaks_off_is_an_error(good: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    broken = Check("stuk", BOTH, "nergens", _breaks_off, ("preflight.stuk",))
    monkeypatch.setattr(preflight, "CHECKS", (*CHECKS, broken))
    exempt = Exemption("preflight.check-failed", "liever niet", Source("x.yaml"))
    printer = replace(PRINTER, exemptions=(exempt,))
    found = inspect(good, NAME, printer, EXPECTED)
    assert codes(found) == ["preflight.check-failed"]
    assert found.findings[0].problem.severity is Severity.ERROR
    assert "stuk" in str(found.findings[0].problem.message)


def test_figures_come_along(good: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    def measure(reading: Reading) -> dict[str, float]:
        return {"pages": float(len(reading.pages))}

    check = Check("telt", BOTH, "nergens", lambda *_: (), ("preflight.telt",), measure)
    monkeypatch.setattr(preflight, "CHECKS", (check,))
    assert inspect_measured(good, NAME, PRINTER).figures == {"pages": 2.0}
    assert inspect(good, NAME, PRINTER).figures == {}


# Files that cannot be read, or mean harm.


def _unreadable(data: bytes) -> str:
    found = inspect(data, "x.pdf", PRINTER)
    assert codes(found) == ["preflight.unreadable"]
    assert found.checks == ()
    assert found.findings[0].problem.severity is Severity.ERROR
    return str(found.findings[0].problem.message)


def test_what_is_no_pdf(good: bytes) -> None:
    assert "it is empty" in _unreadable(b"")
    assert "not a PDF" in _unreadable(b"PK\x03\x04 een zip")
    assert "broken" in _unreadable(b"%PDF-1.6\nen verder niets")
    # qpdf mends what it can: half a file without its catalogue it cannot.
    assert "broken" in _unreadable(good[: len(good) // 2])


def test_a_password(good: bytes) -> None:
    target = io.BytesIO()
    with pikepdf.open(io.BytesIO(good)) as pdf:
        pdf.save(target, encryption=pikepdf.Encryption(owner="a", user="b", R=4))
    assert "password" in _unreadable(target.getvalue())


def test_no_pages() -> None:
    assert "no pages" in _unreadable(Pages().data())


def test_a_form_that_draws_itself() -> None:
    pages = Pages()
    form = pages.form("/X Do")
    form.Resources = pages.resources(XObject={"X": form})
    pages.add("/X Do", XObject={"X": form})
    assert "draws itself" in _unreadable(pages.data())


def test_a_pattern_that_fills_itself() -> None:
    pages = Pages()
    tile = pages.stream(
        "/Pattern cs /T scn 0 0 5 5 re f",
        PatternType=1,
        PaintType=1,
        TilingType=1,
        BBox=Array([0, 0, 5, 5]),
        XStep=5,
        YStep=5,
    )
    tile.Resources = pages.resources(Pattern={"T": tile})
    pages.add("/Pattern cs /T scn 0 0 50 50 re f", Pattern={"T": tile})
    assert "draws itself" in _unreadable(pages.data())


def _nested(depth: int, times: int) -> bytes:
    pages = Pages()
    form = pages.form("0 0 1 1 re f")
    for _ in range(depth):
        form = pages.form("/X Do " * times, Resources=pages.resources(XObject={"X": form}))
    pages.add("/X Do", XObject={"X": form})
    return pages.data()


def test_forms_nested_too_deep() -> None:
    assert "too deep" in _unreadable(_nested(30, 1))
    assert "preflight.unreadable" not in codes(inspect(_nested(29, 1), "x.pdf", PRINTER))


@pytest.mark.slow
def test_forms_that_multiply() -> None:
    assert "more objects" in _unreadable(_nested(12, 10))


def _packed(stream: Any, data: bytes) -> None:
    stream.write(zlib.compress(data, 9), filter=Name.FlateDecode)


def test_a_stream_that_unpacks_without_end() -> None:
    pages = Pages()
    _packed(pages.add("").Contents, b" " * (65 << 20))
    assert "unpacks" in _unreadable(pages.data())


def test_a_stream_packed_twice() -> None:
    pages = Pages()
    contents = pages.add("").Contents
    bomb = zlib.compress(zlib.compress(b" " * (300 << 20), 9), 9)
    contents.write(bomb, filter=Array([Name.FlateDecode, Name.FlateDecode]))
    assert "broken" in _unreadable(pages.data())


def test_lzw_is_not_unpacked_beyond_its_bound() -> None:
    pages = Pages()
    pages.add("").Contents.write(b"\x80" * (200 << 10), filter=Name.LZWDecode)
    assert "unpacks" in _unreadable(pages.data())


def test_more_operators_than_can_be_read() -> None:
    pages = Pages()
    _packed(pages.add("").Contents, b"q Q " * 1_000_001)
    assert "more operators" in _unreadable(pages.data())


def test_a_page_without_a_size() -> None:
    pages = Pages()
    pages.add("0 0 5 5 re f")
    pages.add("0 0 5 5 re f")
    del pages.pdf.pages[1].obj.MediaBox
    # qpdf mends the first reading of a page that lacks it, and then it is a size like any other.
    found = inspect(pages.data(), "x.pdf", PRINTER)
    assert "preflight.trim-missing" in codes(found) or codes(found) == ["preflight.unreadable"]


def test_bounds_are_put_back(good: bytes) -> None:
    before = pikepdf.settings.get_qpdf_limits()
    inspect(good, NAME, PRINTER)
    assert pikepdf.settings.get_qpdf_limits() == before


# Sizes and dates.


def test_a_size_of_its_own_may_be_expected() -> None:
    pages = Pages()
    page = pages.add("0 0 5 5 re f")
    page.TrimBox = page.MediaBox
    wanted = Expected(Kind.PRESS, trim=Size(200 / 72 * 25.4, 100 / 72 * 25.4))
    assert "preflight.trim-size" not in codes(inspect(pages.data(), "x.pdf", PRINTER, wanted))
    assert "preflight.size-unusual" in codes(inspect(pages.data(), "x.pdf", PRINTER))


def test_dates_in_both_notations_are_one_moment() -> None:
    assert moment("D:20260304050607Z") == moment("2026-03-04T05:06:07Z")
    assert moment("D:20260304070607+02'00'") == moment("2026-03-04T05:06:07.5+00:00")
    assert moment("D:20260304020607-03'00") == moment("20260304050607")
    assert moment("2026") == moment("2026-01-01")
    assert moment("gisteren") is None
    assert moment("2026-13-45") is None

"""Print shops and their limits."""

from __future__ import annotations

from pathlib import Path

import pytest

from flevoprint.content import choose_printer, editions, read_project
from flevoprint.model import Project
from flevoprint.printer import PrinterProfile, Threshold
from flevoprint.problem import ExitCode, FlevoprintError, Problem, Severity, Source

ROOT = Path(__file__).resolve().parents[2]
ICC = ROOT / "src/flevoprint/profiles/FOGRA47L_uncoated_280.icc"
HERE = Source("opdrachtregel")


@pytest.fixture(scope="module")
def shipped() -> Project:
    return read_project(ROOT)


def profile(project: Project, printer_id: str) -> PrinterProfile:
    return next(one for one in project.printers if one.id == printer_id)


def shop(project: Path, typed: str, codes: tuple[str, ...] = ()) -> Project:
    """The project with a shop of its own that reads ``typed``."""
    folder = project / "content" / "printers"
    (folder / "eigen.yaml").write_text(f"naam: Drukkerij\n{typed}", encoding="utf-8")
    return read_project(project, lambda: codes)


def refused(project: Path, typed: str, codes: tuple[str, ...] = ()) -> list[tuple[str, int, int]]:
    """Why that shop cannot be chosen: code, line and column."""
    with pytest.raises(FlevoprintError) as caught:
        choose_printer(shop(project, typed, codes), "eigen", HERE)
    assert {one.source.path for one in caught.value.problems} == {"content/printers/eigen.yaml"}
    return [(one.code, one.source.line, one.source.column) for one in caught.value.problems]


def warned(project: Project) -> set[Problem]:
    """What every gemeente is told besides what is the content's own."""
    told = [set(variant.problems) for variant in project.variants]
    return {one for one in set.intersection(*told) if one.code != "content.address-missing"}


def test_the_shipped_shops(shipped: Project) -> None:
    assert [one.id for one in shipped.printers] == [
        "digitaal",
        "groot-formaat",
        "ongestreken",
        "standaard",
    ]
    assert list(shipped.refused_printers) == ["x1a"]
    assert shipped.printer == "standaard"
    assert warned(shipped) == set()


def test_the_default_shop_is_the_safe_choice(shipped: Project) -> None:
    """GWG 2022 sheet-fed, and what shops ask where GWG says nothing."""
    one = profile(shipped, "standaard")
    assert (one.condition, one.icc, one.bleed, one.marks) == ("FOGRA39", None, 3, False)
    assert (one.safe_margin, one.max_ink, one.average_ink) == (5, 300, 300)
    assert (one.image_ppi, one.bilevel_ppi) == (Threshold(149, 224), Threshold(549, 799))
    assert (one.min_line, one.min_reversed_line) == (0.25, 0.25)
    assert (one.min_text, one.min_reversed_text) == (6, 8)
    assert (one.overprint_text_below, one.overprint_line_below) == (12, 2)
    assert (one.rich_black_text, one.viewing_distance, one.exemptions) == (True, 1, ())


def test_the_other_shops_differ_where_they_say_so(shipped: Project) -> None:
    uncoated, digital = profile(shipped, "ongestreken"), profile(shipped, "digitaal")
    large = profile(shipped, "groot-formaat")
    assert (uncoated.condition, uncoated.max_ink, uncoated.min_reversed_text) == ("FOGRA47", 280, 8)
    assert (digital.image_ppi, digital.bilevel_ppi) == (Threshold(95, 149), Threshold(349, 599))
    assert (digital.average_ink, digital.overprint_text_below) == (None, None)
    assert digital.overprint_line_below is None
    assert digital.min_reversed_text == 5
    assert (large.image_ppi, large.min_line) == (Threshold(239, 299), 0.15)
    assert (large.overprint_text_below, large.overprint_line_below) == (12, None)
    assert (large.rich_black_text, large.viewing_distance) == (False, 2)


def test_every_value_can_be_traced_to_where_it_was_typed(shipped: Project) -> None:
    one = profile(shipped, "ongestreken")
    for path, typed in (("inkt.hoogste", "280"), ("afloop", "3"), ("beelden.fout", "149")):
        source = one.sources[path]
        line = (ROOT / source.path).read_text(encoding="utf-8").splitlines()[source.line - 1]
        assert line[source.column - 1 :].startswith(typed)
    assert one.sources["inkt.hoogste"].path == "content/printers/ongestreken.yaml"
    assert one.sources["afloop"].path == "content/printers/standaard.yaml"


def test_x1a_is_refused_with_the_reason_and_only_when_chosen(shipped: Project) -> None:
    with pytest.raises(FlevoprintError) as caught:
        choose_printer(shipped, "x1a", HERE)
    [problem] = caught.value.problems
    assert (problem.code, problem.source.line) == ("printer.standard", 5)
    assert "PDF/X-1a" in str(problem)
    assert caught.value.exit_code is ExitCode.PROBLEMS


def test_an_unknown_shop_is_a_matter_of_typing(shipped: Project) -> None:
    with pytest.raises(FlevoprintError) as caught:
        choose_printer(shipped, "digital", HERE)
    assert [one.code for one in caught.value.problems] == ["printer.unknown"]
    assert "digitaal" in str(caught.value)
    assert caught.value.exit_code is ExitCode.USAGE


def test_editions_follow_the_shop(project: Path) -> None:
    typed = "zoals: standaard\nconditie: FOGRA47\nafloop: 2 mm\nsnijtekens: ja\n"
    own = choose_printer(shop(project, typed), "eigen", HERE)
    screen, press = editions(own)
    assert (screen.id, screen.condition) == ("scherm", "")
    assert (press.id, press.condition) == ("druk", "FOGRA47")
    assert (press.bleed, press.marks, press.icc) == (2, True, None)


def test_a_project_chooses_its_shop(project: Path) -> None:
    path = project / "content/project.yaml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("drukker: standaard", "drukker: ongestreken"), encoding="utf-8")
    read = read_project(project)
    assert read.printer == "ongestreken"
    assert [one.condition for one in read.editions] == ["", "FOGRA47"]
    path.write_text(text.replace("drukker: standaard\n", ""), encoding="utf-8")
    assert read_project(project).printer == "standaard"


def test_shipped_shops_stand_in_and_give_way(project: Path) -> None:
    folder = project / "content" / "printers"
    for path in folder.iterdir():
        path.unlink()
    assert len(read_project(project).printers) == 4
    folder.rmdir()
    assert len(read_project(project).printers) == 4
    folder.mkdir()
    text = (ROOT / "content/printers/standaard.yaml").read_text(encoding="utf-8")
    (folder / "standaard.yaml").write_text(text.replace("afloop: 3", "afloop: 5"), "utf-8")
    read = read_project(project)
    assert {one.bleed for one in read.printers} == {5}
    assert read.editions[1].bleed == 5


@pytest.mark.parametrize(
    ("typed", "code", "line", "column"),
    [
        ("zoals: standaard\nafloopp: 3\n", "content.unknown-field", 3, 1),
        ("zoals: standaard\ninkt: {hoogste: 300, gemidelde: 3}\n", "content.unknown-field", 3, 22),
        ("zoals: standaard\nafloop: 11\n", "content.bad-number", 3, 9),
        ("zoals: standaard\nafloop: drie\n", "content.bad-number", 3, 9),
        ("zoals: standaard\nafloop: 1e1\n", "content.bad-number", 3, 9),
        ("zoals: standaard\nveilige marge: 31\n", "content.bad-number", 3, 16),
        ("zoals: standaard\ninkt: {hoogste: 401}\n", "content.bad-number", 3, 17),
        ("zoals: standaard\ninkt: {hoogste: 199}\n", "content.bad-number", 3, 17),
        ("zoals: standaard\ninkt: {hoogste: nee}\n", "content.bad-number", 3, 17),
        ("zoals: standaard\ninkt: {gemiddeld: ja}\n", "content.bad-number", 3, 19),
        ("zoals: standaard\nbeelden: {fout: 49}\n", "content.bad-number", 3, 17),
        ("zoals: standaard\nlijnwerk: {fout: 800}\n", "printer.thresholds", 3, 18),
        ("zoals: standaard\nlijnen: {dunste: 6}\n", "content.bad-number", 3, 18),
        ("zoals: standaard\nletters: {kleinste: 2}\n", "content.bad-number", 3, 21),
        ("zoals: standaard\noverdruk: {letters onder: 51}\n", "content.bad-number", 3, 27),
        ("zoals: standaard\nleesafstand: 0\n", "content.bad-number", 3, 14),
        ("zoals: standaard\nbestand hooguit: 0 MB\n", "content.bad-number", 3, 18),
        ("zoals: standaard\nsnijtekens: no\n", "content.not-yes-or-no", 3, 13),
        ("zoals: standaard\nnorm: PDF/X-3\n", "printer.standard", 3, 7),
        ("zoals: standaard\nconditie: FOGRA51\n", "printer.condition", 3, 11),
        ("zoals: standaard\nprofiel: weg.icc\n", "printer.profile-missing", 3, 10),
        ("zoals: standaard\nprofiel: ../project.yaml\n", "printer.profile-missing", 3, 10),
        ("zoals: standaard\nprofiel: x1a.yaml\n", "printer.bad-profile", 3, 10),
        ("zoals: standard\n", "printer.unknown", 2, 8),
        ("zoals: eigen\n", "printer.unknown", 2, 8),
        ("zoals: digitaal\n", "printer.like-like", 2, 8),
        (
            "zoals: standaard\nontheffingen:\n  - {code: preflight.thin-line}\n",
            "content.missing",
            4,
            5,
        ),
        (
            'zoals: standaard\nontheffingen: [{code: preflight.x, reden: ""}]\n',
            "content.empty-text",
            3,
            36,
        ),
        (
            "zoals: standaard\nontheffingen: [{code: fit.too-long, reden: mag}]\n",
            "printer.bad-exemption",
            3,
            23,
        ),
    ],
)
@pytest.mark.fast(8)
def test_a_mistake_is_named_where_it_stands(
    project: Path, typed: str, code: str, line: int, column: int
) -> None:
    assert refused(project, typed) == [(code, line, column)]


def test_without_a_base_every_key_must_be_there(project: Path) -> None:
    found = refused(project, "norm: PDF/X-4\n")
    assert {code for code, _, _ in found} == {"content.missing"}
    assert len(found) == 12


def test_a_broken_base_is_named(project: Path) -> None:
    (project / "content/printers/basis.yaml").write_text("naam: [open\n", encoding="utf-8")
    assert refused(project, "zoals: basis\n") == [("printer.like-broken", 2, 8)]


def test_numbers_may_carry_their_unit_and_a_comma(project: Path) -> None:
    typed = "zoals: standaard\nafloop: 3,5 mm\ninkt: {hoogste: 260 %, gemiddeld: nee}\n"
    own = choose_printer(shop(project, typed), "eigen", HERE)
    assert (own.bleed, own.max_ink, own.average_ink) == (3.5, 260, None)


def test_an_exemption_keeps_its_reason_and_place(project: Path) -> None:
    typed = (
        "zoals: standaard\nontheffingen: [{code: preflight.thin-line, reden: onze pers kan het}]\n"
    )
    own = choose_printer(shop(project, typed), "eigen", HERE)
    [exemption] = own.exemptions
    assert (exemption.code, exemption.reason) == ("preflight.thin-line", "onze pers kan het")
    assert (exemption.source.line, exemption.source.column) == (3, 23)
    known = ("preflight.thin-line", "preflight.small-text")
    assert choose_printer(shop(project, typed, known), "eigen", HERE)
    wrong = typed.replace("thin-line", "thin-lines")
    assert refused(project, wrong, known) == [("printer.bad-exemption", 3, 23)]


def test_a_mistake_in_a_shop_that_is_not_chosen_is_a_warning(project: Path) -> None:
    read = shop(project, "zoals: standaard\nafloopp: 3\n")
    [problem] = warned(read)
    assert (problem.code, problem.severity) == ("content.unknown-field", Severity.WARNING)
    assert all(variant.gemeente for variant in read.variants)
    assert warned(shop(project, "zoals: standaard\nconditie: FOGRA51\n")) == set()


def test_a_profile_of_the_users_own(project: Path) -> None:
    folder = project / "content" / "printers"
    (folder / "eigen.icc").write_bytes(ICC.read_bytes())
    typed = "zoals: standaard\nconditie: FOGRA51\nprofiel: eigen.icc\n"
    own = choose_printer(shop(project, typed), "eigen", HERE)
    assert own.icc == folder / "eigen.icc"
    assert editions(own)[1].icc == own.icc


@pytest.mark.parametrize(
    ("at", "data"), [(12, b"mntr"), (12, b"scnr"), (16, b"RGB "), (36, b"xxxx")]
)
def test_a_profile_that_is_not_of_a_press_is_refused(project: Path, at: int, data: bytes) -> None:
    icc = bytearray(ICC.read_bytes())
    icc[at : at + 4] = data
    (project / "content/printers/eigen.icc").write_bytes(icc)
    typed = "zoals: standaard\nprofiel: eigen.icc\n"
    assert refused(project, typed) == [("printer.bad-profile", 3, 10)]


def test_a_profile_that_would_swell_every_pdf_is_refused(project: Path) -> None:
    (project / "content/printers/eigen.icc").write_bytes(ICC.read_bytes() + bytes(4_000_000))
    typed = "zoals: standaard\nprofiel: eigen.icc\n"
    assert refused(project, typed) == [("printer.bad-profile", 3, 10)]


def test_a_profile_outside_the_folder_is_not_opened(project: Path, tmp_path: Path) -> None:
    (tmp_path / "ver.icc").write_bytes(ICC.read_bytes())
    (project / "content/printers/eigen.icc").symlink_to(tmp_path / "ver.icc")
    typed = "zoals: standaard\nprofiel: eigen.icc\n"
    assert refused(project, typed) == [("printer.profile-missing", 3, 10)]

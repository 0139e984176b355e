"""A whole project folder, read once."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from flevoprint.content import find_project, read_project
from flevoprint.model import Project
from flevoprint.problem import FlevoprintError, Severity, Source

ROOT = Path(__file__).resolve().parents[2]
URK = "content/gemeenten/urk.yaml"


def urk(root: Path, old: str, new: str) -> list[tuple[str, Source]]:
    """The errors and warnings of Urk once ``old`` in its file is ``new``."""
    path = root / URK
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")
    variant = next(variant for variant in read_project(root).variants if variant.id == "urk")
    return [
        (problem.code, problem.source)
        for problem in variant.problems
        if problem.severity is not Severity.NOTE
    ]


@pytest.fixture(scope="module")
def shipped() -> Project:
    return read_project(ROOT)


def test_shipped_project_is_whole(shipped: Project) -> None:
    assert [variant.id for variant in shipped.variants] == [
        "almere",
        "dronten",
        "lelystad",
        "noordoostpolder",
        "urk",
        "zeewolde",
    ]
    for variant in shipped.variants:
        assert variant.gemeente
        assert len(variant.sheets) == 1
        assert {problem.severity for problem in variant.problems} == {Severity.NOTE}


def test_codes_are_those_of_the_cbs(shipped: Project) -> None:
    codes = [variant.gemeente.code for variant in shipped.variants if variant.gemeente]
    assert codes == ["GM0034", "GM0303", "GM0995", "GM0171", "GM0184", "GM0050"]


def test_an_unknown_address_is_noted_at_its_line_and_never_invented(shipped: Project) -> None:
    variant = shipped.variants[0]
    lines = (ROOT / "content/bladen/inwonersinitiatieven.yaml").read_text("utf-8").splitlines()
    empty = [number for number, line in enumerate(lines, 1) if line.strip() == 'adres: ""']
    noted = [
        problem.source.line
        for problem in variant.problems
        if problem.code == "content.address-missing"
    ]
    assert noted == empty
    assert len(empty) == 7


def test_texts_know_where_they_were_typed(shipped: Project) -> None:
    variant = next(variant for variant in shipped.variants if variant.id == "urk")
    lines = {
        path: (ROOT / path).read_text(encoding="utf-8").splitlines()
        for path in {text.source.path for text in variant.sheets[0].texts}
    }
    assert set(lines) == {"content/bladen/inwonersinitiatieven.yaml", URK}
    for text in variant.sheets[0].texts:
        line = lines[text.source.path][text.source.line - 1]
        assert line[text.source.column - 1 :].lstrip("\"'").startswith(text.value[:20])


def test_every_problem_of_a_file_comes_at_once(project: Path) -> None:
    path = project / URK
    text = path.read_text(encoding="utf-8")
    text = text.replace("cbs: GM0184", "cbs: Urk").replace("website:", "web:")
    text = text.replace("      lokaal:", "      groepen: []\n      lokaal:")
    path.write_text(text, encoding="utf-8")
    assert urk(project, "naam: Urk", "naam:") == [
        ("content.empty-text", Source(URK, 1, 1)),
        ("content.bad-code", Source(URK, 2, 6)),
        ("content.unknown-field", Source(URK, 12, 3)),
        ("overlay.not-local", Source(URK, 16, 7)),
    ]


@pytest.mark.parametrize(
    ("old", "new", "code", "line", "column"),
    [
        ("cmyk: [92, 72, 27, 33]", "cmyk: [92, 72, 27]", "content.bad-colour", 5, 32),
        ("cmyk: [92, 72, 27, 33]", "cmyk: [92, 72, 27, 133]", "content.bad-colour", 5, 32),
        ("cmyk: [92, 72, 27, 33]", "cmyk: blauw", "content.bad-colour", 5, 38),
        ("cmyk: [92, 72, 27, 33]", "cmyk: [0, 0, 100, 0]", "content.colours-differ", 5, 3),
        ("cmyk: [92, 72, 27, 33]", "cmyk: [.92, .72, .27, .33]", "content.colours-differ", 5, 3),
        ('"#1f3a63", cmyk: [92', '"#000000", cmyk: [92', "content.colours-differ", 5, 3),
        ("kop: Caritas Urk", 'kop: "Urk \\u202eabc"', "content.bad-character", 17, 16),
        ("kop: Caritas Urk", 'kop: "\\u200b"', "content.empty-text", 17, 16),
        ("contact:", "contact:\n  telefoon: bel ons", "content.bad-phone", 12, 13),
        ("contact:", "contact:\n  e-mail: https://urk.nl", "content.bad-address", 12, 11),
        ("cbs: GM0184", "cbs: [GM0184]", "content.not-text", 2, 1),
        (
            "contact:\n  website: https://www.urk.nl",
            "contact: urk.nl",
            "content.not-a-group",
            11,
            10,
        ),
        ("bladen:\n", "bladen: niets\nbladn:\n", "content.unknown-field", 14, 1),
        ("  inwonersinitiatieven:", "  inwonersinitiatiefen:", "content.unknown-field", 14, 3),
        ("    tips:", "    tipps:", "content.unknown-field", 15, 5),
        (
            "        - kop: Caritas Urk",
            "        - titel: Caritas Urk",
            "content.unknown-field",
            17,
            11,
        ),
    ],
)
@pytest.mark.fast(5)
def test_one_mistake_one_place(
    project: Path, old: str, new: str, code: str, line: int, column: int
) -> None:
    assert (code, Source(URK, line, column)) in urk(project, old, new)


def test_an_empty_list_and_an_empty_group_are_allowed(project: Path) -> None:
    text = (project / URK).read_text(encoding="utf-8")
    start = text.index("        - kop: Caritas")
    (project / URK).write_text(text[:start].replace("https://www.urk.nl", '""'), encoding="utf-8")
    assert urk(project, "naam: Urk", "naam: Urk") == []


def test_a_gemeente_without_a_sheet_section_takes_the_shared_sheet(project: Path) -> None:
    text = (project / URK).read_text(encoding="utf-8")
    (project / URK).write_text(text[: text.index("bladen:")], encoding="utf-8")
    assert urk(project, "naam: Urk", "naam: Urk") == []


@pytest.mark.parametrize("name", ["Urk (nieuw).yaml", "urk.yml", "urk.YAML", "urk.yaml.txt"])
def test_a_bad_file_name_is_refused_with_a_good_one(project: Path, name: str) -> None:
    (project / URK).rename(project / "content/gemeenten" / name)
    variant = next(v for v in read_project(project).variants if v.id.lower().startswith("urk"))
    assert [problem.code for problem in variant.problems] == ["content.bad-file-name"]
    assert str(variant.problems[0].hint) in {
        "name the file urk.yaml",
        "name the file urk-nieuw.yaml",
    }


def test_hidden_files_are_left_alone(project: Path) -> None:
    (project / "content/gemeenten/._urk.yaml").write_bytes(b"\0\5\26\7")
    assert len(read_project(project).variants) == 6


@pytest.mark.parametrize(
    ("file", "old", "new", "code"),
    [
        ("content/project.yaml", "taal: nl", "taal: fries", "content.bad-language"),
        ("content/project.yaml", "2026-11-01", "1 november", "content.bad-date"),
        ("content/project.yaml", "drukker: standaard", "drukker: jansen", "printer.unknown"),
        (
            "content/printers/standaard.yaml",
            "snijtekens: nee",
            "snijtekens: no",
            "content.not-yes-or-no",
        ),
        ("content/printers/standaard.yaml", "afloop: 3 ", "afloop: 30 ", "content.bad-number"),
        ("content/project.yaml", "uitgever:", "uitgeverij:", "content.unknown-field"),
        (
            "content/bladen/inwonersinitiatieven.yaml",
            "layout: handout-a4",
            "layout: handout-a5",
            "content.unknown-layout",
        ),
        (
            "content/bladen/inwonersinitiatieven.yaml",
            "layout: handout-a4",
            "opmaak: handout-a4",
            "content.missing",
        ),
    ],
)
def test_a_fault_in_what_all_share_stops_everything(
    project: Path, file: str, old: str, new: str, code: str
) -> None:
    text = (project / file).read_text(encoding="utf-8")
    assert old in text
    (project / file).write_text(text.replace(old, new), encoding="utf-8")
    with pytest.raises(FlevoprintError) as caught:
        read_project(project)
    errors = [one for one in caught.value.problems if one.severity is Severity.ERROR]
    assert code in [problem.code for problem in errors]
    assert {problem.source.path for problem in errors} == {file}


@pytest.mark.parametrize("folder", ["bladen", "gemeenten"])
def test_an_empty_folder_is_named(project: Path, folder: str) -> None:
    for path in (project / "content" / folder).iterdir():
        path.unlink()
    with pytest.raises(FlevoprintError) as caught:
        read_project(project)
    assert caught.value.problems[0].source == Source(f"content/{folder}")


def test_projects_are_found_upward(project: Path, tmp_path: Path) -> None:
    assert find_project(project / "content" / "logos") == project
    assert find_project(tmp_path) is None


def test_a_link_out_of_the_project_is_not_followed(project: Path, tmp_path: Path) -> None:
    (tmp_path / "ver.yaml").write_text("naam: Ver weg\n", encoding="utf-8")
    (project / "content/gemeenten/ver.yaml").symlink_to(tmp_path / "ver.yaml")
    variant = next(v for v in read_project(project).variants if v.id == "ver")
    assert [problem.code for problem in variant.problems] == ["content.outside"]


def test_an_insecure_address_is_a_warning(project: Path) -> None:
    found = urk(project, "https://www.caritasurk.nl", "http://www.caritasurk.nl")
    assert found == [("content.address-insecure", Source(URK, 18, 18))]


def test_what_others_typed_cannot_steer_a_terminal(project: Path) -> None:
    path = project / URK
    text = path.read_text(encoding="utf-8").replace("cbs: GM0184", 'cbs: "\\e[31m"')
    path.write_text(text, encoding="utf-8")
    variant = next(v for v in read_project(project).variants if v.id == "urk")
    assert all("\x1b" not in str(problem) for problem in variant.problems)
    assert "\\u001b[31m" in str(variant.problems[0])


def change(project: Path, file: str, old: str, new: str) -> None:
    """Write ``new`` for ``old`` in a file of ``project``."""
    text = (project / file).read_text(encoding="utf-8")
    assert old in text
    (project / file).write_text(text.replace(old, new, 1), encoding="utf-8")


def test_one_pass_tells_what_is_wrong_with_all_share_and_with_gemeenten(project: Path) -> None:
    sheet = "content/bladen/inwonersinitiatieven.yaml"
    shutil.copytree(ROOT / "fonts", project / "fonts")
    change(project, "content/project.yaml", "taal: nl", "taal: fries")
    change(project, "content/printers/standaard.yaml", "snijtekens: nee", "snijtekens: no")
    change(project, "fonts/fonts.yaml", "gewicht: 400", "gewicht: 450")
    change(project, sheet, "  themas:", "  thema:")
    change(project, sheet, "van het Verwey-Jonker", "van  het Verwey-Jonker")
    change(project, URK, "cbs: GM0184", "cbs: Urk")
    change(project, URK, "kop: Caritas Urk", "kop: Lees meer")
    change(project, "content/gemeenten/almere.yaml", "naam: Almere", "naam: [Almere")
    change(project, "content/gemeenten/dronten.yaml", "alt: gemeente Dronten", "alt: logo")
    change(project, "content/gemeenten/dronten.yaml", "cbs:", "cbss:")
    with pytest.raises(FlevoprintError) as caught:
        read_project(project)
    found = {(one.code, one.source.path) for one in caught.value.problems}
    found = {one for one in found if one[0] != "content.placeholder-logo"}
    assert found - {("content.address-missing", sheet)} == {
        ("content.bad-language", "content/project.yaml"),
        ("content.not-yes-or-no", "content/printers/standaard.yaml"),
        ("content.bad-weight", "fonts/fonts.yaml"),
        ("content.unknown-field", sheet),
        ("wording.double-space", sheet),
        ("content.bad-code", URK),
        ("wording.empty-link", URK),
        ("content.yaml-syntax", "content/gemeenten/almere.yaml"),
        ("content.unknown-field", "content/gemeenten/dronten.yaml"),
        ("wording.alt-text", "content/gemeenten/dronten.yaml"),
        ("content.address-missing", "content/gemeenten/dronten.yaml"),
        ("content.address-missing", "content/gemeenten/noordoostpolder.yaml"),
        ("content.address-missing", "content/gemeenten/zeewolde.yaml"),
    }
    assert len(set(caught.value.problems)) == len(caught.value.problems)
    severities = [one.severity is Severity.ERROR for one in caught.value.problems]
    assert severities == sorted(severities, reverse=True)


def test_a_sheet_that_cannot_be_read_blames_no_gemeente(project: Path) -> None:
    sheet = "content/bladen/inwonersinitiatieven.yaml"
    change(project, sheet, "titel: Inwoners", "titel: [Inwoners")
    with pytest.raises(FlevoprintError) as caught:
        read_project(project)
    errors = [one for one in caught.value.problems if one.severity is Severity.ERROR]
    assert {one.source.path for one in errors} == {sheet}


def test_a_wrong_part_of_a_list_is_not_also_a_missing_one(project: Path) -> None:
    change(project, URK, "kop: Caritas Urk", "titel: Caritas Urk")
    found = urk(project, "naam: Urk", "naam: Urk")
    assert [code for code, _ in found] == ["content.unknown-field"]


def test_a_text_in_another_language_says_so(project: Path) -> None:
    change(project, URK, "kop: Caritas Urk", 'kop: {tekst: "Help for all of you", taal: en-GB}')
    variant = next(one for one in read_project(project).variants if one.id == "urk")
    [pointer] = variant.sheets[0].values["tips.lokaal"]
    assert (pointer.heading.value, pointer.heading.language) == ("Help for all of you", "en-GB")
    assert pointer.heading.path == "tips.lokaal[1].kop"
    assert pointer.heading.source == Source(URK, 17, 24)
    assert pointer.heading in variant.sheets[0].texts


@pytest.mark.parametrize(
    ("typed", "code", "column"),
    [
        ("{tekst: Help, taal: engels}", "content.bad-language", 36),
        ("{tekst: Help, taal: EN}", "content.bad-language", 36),
        ("{tekst: Help, taal: en-gb}", "content.bad-language", 36),
        ("{tekst: Help, tal: en}", "content.unknown-field", 30),
        ("{taal: en}", "content.missing", 11),
        ('{tekst: "", taal: en}', "content.empty-text", 17),
        ("{tekst: [Help], taal: en}", "content.not-text", 17),
        ("{Let op: Help}", "content.not-text", 11),
    ],
)
def test_a_text_written_as_a_group_is_checked(
    project: Path, typed: str, code: str, column: int
) -> None:
    assert urk(project, "kop: Caritas Urk", f"kop: {typed}") == [(code, Source(URK, 17, column))]


def test_dutch_within_dutch_is_no_other_language(project: Path) -> None:
    change(project, URK, "kop: Caritas Urk", "kop: {tekst: Caritas Urk, taal: nl}")
    variant = next(one for one in read_project(project).variants if one.id == "urk")
    assert variant.sheets[0].values["tips.lokaal"][0].heading.language == ""


def test_what_the_shared_sheet_is_told_is_told_to_every_gemeente(project: Path) -> None:
    sheet = "content/bladen/inwonersinitiatieven.yaml"
    change(project, sheet, "van het Verwey-Jonker", "van  het Verwey-Jonker")
    for variant in read_project(project).variants:
        assert [one.code for one in variant.problems].count("wording.double-space") == 1
        assert variant.gemeente


def test_only_what_was_asked_for_is_read(project: Path) -> None:
    (project / "content/gemeenten/almere.yaml").write_text("naam: Almere\n  dit: is niets\n")
    found = read_project(project, only=["URK"])
    assert [variant.id for variant in found.variants] == ["urk"]
    assert list(found.unread) == ["almere", "dronten", "lelystad", "noordoostpolder", "zeewolde"]
    assert read_project(project).unread == {}

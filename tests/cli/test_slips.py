"""Small slips at the command line: each is told with what was wrong and what mends it."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from flevoprint.cli import run
from flevoprint.cli.commands import COMMANDS, DUTCH

URK = Path("content", "gemeenten", "urk.yaml")


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["bouw"], "de opdracht 'bouw' bestaat niet; bedoelde u 'build'?"),
        (["Handboek"], "de opdracht 'Handboek' bestaat niet; bedoelde u 'handbook'?"),
        (["buidl"], "Bedoelde u 'build'?"),
        (["build", "-j", "0"], "'0' is geen heel getal van 1 tot en met 64"),
        (["check", "-j", "65"], "'65' is geen heel getal van 1 tot en met 64"),
        (["explain", "foo.bar"], "alle codes: flevoprint handbook meldingen"),
        (["explain", "blad.too-long"], "bedoelde u fit.too-long"),
        # Too unlike any code as a whole.
        (["explain", "drukwerk.rgb"], "bedoelde u preflight.rgb"),
        (["--project", "/nergens/x", "build"], "/nergens/x: fout[content.no-project]"),
    ],
)
def test_what_was_meant_is_named(
    arguments: list[str], told: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(arguments) == 2
    assert told in capsys.readouterr().err


def test_a_dutch_word_means_a_command_that_is_there() -> None:
    assert set(DUTCH.values()) <= COMMANDS.keys()
    assert not DUTCH.keys() & COMMANDS.keys()


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        (
            "cmyk: [92,",
            "cmyk: [133,",
            "'133' is geen aandeel van een inkt: elk van de vier is 0 tot",
        ),
        ("plaatshouder-urk-licht", "wapen", "zet het bestand in de map content/logos"),
        ("kop: Caritas Urk", f"kop: {'a' * 501}", "zet er spaties in: het heeft 501 letters"),
    ],
)
def test_the_hint_says_what_to_do(
    old: str, new: str, told: str, project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = (project / URK).read_text(encoding="utf-8")
    (project / URK).write_text(text.replace(old, new), encoding="utf-8")
    assert run(["--project", str(project), "check", "urk"]) == 1
    assert told in capsys.readouterr().err


@pytest.mark.parametrize(
    ("data", "told"),
    [(b"", "er is niets meegekomen"), (b"hallo", "exporteer dat dan eerst als pdf")],
)
def test_no_pdf_is_told_as_such(
    data: bytes, told: str, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "x.pdf").write_bytes(data)
    assert run(["preflight", str(tmp_path / "x.pdf")]) == 1
    printed = capfd.readouterr()
    assert told in printed.out + printed.err


@pytest.mark.skipif(sys.platform != "linux", reason="has no /proc in which nobody may write")
def test_a_folder_that_takes_nothing_is_named(
    project: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FLEVOPRINT_CACHE_DIR", "/proc/nope")
    build = ["--project", str(project), "build", "--edition", "scherm"]
    assert run([*build, "urk", "almere"]) == 0  # the sheets are safe
    assert capsys.readouterr().err.count("/proc/nope: opmerking[batch.not-kept]") == 1
    assert run([*build, "urk", "-o", "/proc/nope"]) == 1
    assert "/proc/nope: fout[batch.unwritable]" in capsys.readouterr().err


def test_what_is_missing_within_a_part_is_added_there(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = (project / URK).read_text(encoding="utf-8")
    lines = [line for line in text.splitlines(keepends=True) if "alt:" not in line]
    (project / URK).write_text("".join(lines), encoding="utf-8")
    assert run(["--project", str(project), "check", "urk"]) == 1
    hint = "onder 'logo:', twee spaties verder naar rechts: voeg een regel toe, zoals: alt: "
    assert hint in capsys.readouterr().err


def test_what_holds_for_all_sheets_says_that_nothing_was_made(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    build = ["--project", str(project), "build", "--edition", "scherm", "urk"]
    assert run(build) == 0
    sheet = project / "content" / "bladen" / "inwonersinitiatieven.yaml"
    text = sheet.read_text(encoding="utf-8")
    sheet.write_text(text.replace("  ondertitel:", "  ondertitle:", 1), encoding="utf-8")
    capsys.readouterr()
    assert run(build) == 1
    *_, error, _, made, stands = capsys.readouterr().err.splitlines()
    assert "fout[content.unknown-field]" in error
    assert made == "niets gemaakt: dit geldt voor alle bladen"
    assert stands.endswith("staat nog 1 PDF van een eerdere keer, niet vernieuwd")


def test_strict_is_named_where_it_is_the_reason(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = (project / URK).read_text(encoding="utf-8")
    (project / URK).write_text(text.replace("naam: Urk", "naam: Urck"), encoding="utf-8")
    assert run(["--project", str(project), "build", "urk", "--strict"]) == 1
    told = "urk: niets gemaakt; met --strict is een waarschuwing daarvoor genoeg"
    assert told in capsys.readouterr().err.splitlines()


def test_what_is_in_the_way_is_to_be_moved(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = project / "out"
    out.mkdir()
    (out / "urk").write_text("iets anders", encoding="utf-8")
    assert run(["--project", str(project), "build", "urk"]) == 1
    assert "hint: geef wat daar in de weg staat een andere naam" in capsys.readouterr().err


def test_a_colour_takes_the_place_of_another_without_a_word(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    below = project / "content" / "provincies" / "flevoland.yaml"
    below.parent.mkdir()
    below.write_text("kleuren:\n  hoofdkleur: {cmyk: [85, 40, 45, 36]}\n", encoding="utf-8")
    text = (project / URK).read_text(encoding="utf-8")
    (project / URK).write_text(text + "provincie: flevoland\n", encoding="utf-8")
    assert run(["--project", str(project), "check", "urk"]) == 0
    assert "overlay.replaced" not in capsys.readouterr().err


def test_a_misspelt_province_is_one_error(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """What is missing may stand in the file that it does not name."""
    text = (project / URK).read_text(encoding="utf-8")
    start, end = text.index("kleuren:"), text.index("logo:")
    (project / URK).write_text(
        text[:start] + text[end:] + "provinsie: flevoland\n", encoding="utf-8"
    )
    assert run(["--project", str(project), "-q", "check", "urk"]) == 1
    told = capsys.readouterr().err
    assert told.count("fout[") == 1
    assert "bedoelde u 'provincie'?" in told


def test_the_name_of_an_organisation_is_missed_whatever_its_gemeente_has(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    house = project / "content" / "organisaties" / "huis.yaml"
    house.parent.mkdir()
    house.write_text("onder: urk\n", encoding="utf-8")
    with (project / URK).open("a", encoding="utf-8") as file:
        file.write("naamm: Urk\n")
    assert run(["--project", str(project), "-q", "check", "huis"]) == 1
    told = capsys.readouterr().err
    assert "content/organisaties/huis.yaml:1:1: fout[content.missing]: 'naam' ontbreekt" in told

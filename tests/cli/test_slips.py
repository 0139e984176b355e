"""Small slips at the command line: each is told with what was wrong and what mends it."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from flevoprint.cli import run

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
        (["explain", "x.alt-text"], "bedoelde u wording.alt-text"),
        (["--project", "/nergens/x", "build"], "/nergens/x: fout[content.no-project]"),
    ],
)
def test_what_was_meant_is_named(
    arguments: list[str], told: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(arguments) == 2
    assert told in capsys.readouterr().err


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("cmyk: [92,", "cmyk: [133,", "133 % van één inkt kan niet: elk van de vier is 0 tot en"),
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
    assert capsys.readouterr().err.count("/proc/nope: opmerking[batch.nothing-kept]") == 1
    assert run([*build, "urk", "-o", "/proc/nope"]) == 1
    assert "/proc/nope: fout[batch.unwritable]" in capsys.readouterr().err

"""``flevoprint preflight`` as a contract."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pikepdf
import pytest

from flevoprint.cli import run

Capture = pytest.CaptureFixture[str]


@pytest.fixture
def here(built: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder outside any project, with good files and bad ones."""
    for edition in ("scherm", "druk"):
        source = built / "urk" / f"inwonersinitiatieven-urk-{edition}.pdf"
        (tmp_path / f"urk-{edition}.pdf").write_bytes(source.read_bytes())
    with pikepdf.open(tmp_path / "urk-scherm.pdf") as pdf:
        del pdf.Root.Outlines
        pdf.save(tmp_path / "zonder-bladwijzers.pdf")
        del pdf.pages[0].Annots[0].Contents
        pdf.save(tmp_path / "fout.pdf")
        pdf.save(tmp_path / "slot.pdf", encryption=pikepdf.Encryption(owner="a", user="b"))
    (tmp_path / "kapot.pdf").write_bytes(b"%PDF-1.7\nrommel")
    (tmp_path / "tekst.pdf").write_text("geen pdf")
    (tmp_path / "leeg.pdf").write_bytes(b"")
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("FLEVOPRINT_PROJECT", raising=False)
    return tmp_path


def lines(text: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in text.splitlines()]


def test_good_files_are_in_order(here: Path, capsys: Capture) -> None:
    assert run(["preflight", "urk-druk.pdf", "urk-scherm.pdf"]) == 0
    out, err = capsys.readouterr()
    assert err == ""
    told = out.splitlines()
    assert told[0].startswith("urk-druk.pdf: druk, 2 bladzijden, 210 × 297 mm, drukker ")
    assert told[1].startswith("urk-druk.pdf: in orde (")
    assert told[2].startswith("urk-scherm.pdf: scherm, 2 bladzijden, 210 × 297 mm, ")
    assert "veraPDF" in told[2]
    assert told[3].startswith("urk-scherm.pdf: in orde (")
    assert len(told) == 4


def test_a_finding_says_what_where_and_what_to_do(here: Path, capsys: Capture) -> None:
    assert run(["preflight", "fout.pdf"]) == 1
    out, err = capsys.readouterr()
    assert err == ""
    found = next(line for line in out.splitlines() if "preflight.link-contents" in line)
    assert found == (
        "fout.pdf: fout[preflight.link-contents]: bladzijde 1, 37 mm van links en 285 mm van "
        "boven: een link of notitie zegt niet in woorden wat hij is (Contents)"
    )
    assert "  hint: geef een omschrijving, bijvoorbeeld ‘website van de gemeente’" in out
    assert out.splitlines()[-1] == "fout.pdf: niet in orde: 1 fout, 1 waarschuwing"


def test_strict_makes_a_warning_count(here: Path, capsys: Capture) -> None:
    assert run(["preflight", "zonder-bladwijzers.pdf"]) == 0
    assert "in orde, maar: 0 fouten, 1 waarschuwing" in capsys.readouterr().out
    assert run(["preflight", "--strict", "zonder-bladwijzers.pdf"]) == 1
    assert "niet in orde: 0 fouten, 1 waarschuwing" in capsys.readouterr().out


def test_quiet_tells_errors_only(here: Path, capsys: Capture) -> None:
    assert run(["-q", "preflight", "urk-scherm.pdf", "zonder-bladwijzers.pdf"]) == 0
    assert capsys.readouterr() == ("", "")
    assert run(["-q", "preflight", "fout.pdf"]) == 1
    assert "preflight.link-contents" in capsys.readouterr().out


def test_it_answers_in_english_too(here: Path, capsys: Capture) -> None:
    assert run(["--lang", "en", "preflight", "fout.pdf"]) == 1
    out = capsys.readouterr().out
    assert "error[preflight.link-contents]: page 1, 37 mm from the left" in out
    assert "not in order: 1 error, 1 warning" in out


@pytest.mark.parametrize(
    ("name", "code", "words", "exit_code"),
    [
        ("weg.pdf", "batch.file-missing", "bestaat niet", 2),
        (".", "batch.file-folder", "map en geen PDF", 2),
        ("tekst.pdf", "preflight.unreadable", "niet in orde", 1),
        ("leeg.pdf", "preflight.unreadable", "niet in orde", 1),
        ("kapot.pdf", "preflight.unreadable", "niet in orde", 1),
        ("slot.pdf", "preflight.unreadable", "niet in orde", 1),
    ],
)
def test_what_cannot_be_read_is_said(
    here: Path, capsys: Capture, name: str, code: str, words: str, exit_code: int
) -> None:
    assert run(["preflight", name, "urk-druk.pdf"]) == exit_code
    out, err = capsys.readouterr()
    assert f"{name}: fout[{code}]: " in out + err
    assert words in out + err
    assert "urk-druk.pdf: in orde" in out
    assert "bladzijden" not in out.split("urk-druk.pdf")[0]
    assert "Traceback" not in err


def test_a_file_one_may_not_read(here: Path, capsys: Capture) -> None:
    if os.geteuid() == 0:
        path = Path("/proc/self/mem")  # nobody can read it whole
    else:
        path = here / "urk-druk.pdf"
        path.chmod(0)
    assert run(["preflight", str(path)]) == 2
    assert "batch.file-unreadable" in capsys.readouterr().err


def test_a_pipe_is_no_file(here: Path, capsys: Capture) -> None:
    os.mkfifo(here / "pijp.pdf")
    assert run(["preflight", "pijp.pdf"]) == 2
    assert "batch.file-unreadable" in capsys.readouterr().err


def test_a_name_cannot_steer_the_terminal(here: Path, capsys: Capture) -> None:
    name = "boos\x1b[31m.pdf"
    (here / name).write_bytes((here / "fout.pdf").read_bytes())
    assert run(["preflight", name]) == 1
    out, err = capsys.readouterr()
    assert "\x1b" not in out + err
    assert "boos\\u001b[31m.pdf" in out


def test_no_file_at_all_is_a_usage_error(here: Path, capsys: Capture) -> None:
    assert run(["preflight"]) == 2
    assert "BESTAND" in capsys.readouterr().err


def test_a_file_named_twice_is_inspected_once(here: Path, capsys: Capture) -> None:
    assert run(["preflight", "urk-druk.pdf", "urk-druk.pdf"]) == 0
    assert len(capsys.readouterr().out.splitlines()) == 2


def test_an_unknown_printer_is_a_usage_error(here: Path, capsys: Capture) -> None:
    assert run(["preflight", "--printer", "nergens", "urk-druk.pdf"]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert "nergens" in err
    assert "standaard" in err


def test_who_names_a_printer_asks_whether_it_can_print(here: Path, capsys: Capture) -> None:
    assert run(["preflight", "urk-scherm.pdf"]) == 0
    assert run(["preflight", "--printer", "standaard", "urk-scherm.pdf"]) == 1
    assert "fout[preflight.intent-missing]" in capsys.readouterr().out


def test_json_is_one_object_a_line(here: Path, capsys: Capture) -> None:
    assert run(["preflight", "--json", "fout.pdf", "urk-druk.pdf", "weg.pdf"]) == 2
    out, err = capsys.readouterr()
    assert err == ""
    records = lines(out)
    problems = {r["problem"]["code"]: r["problem"] for r in records if "problem" in r}
    link = problems["preflight.link-contents"]
    assert link["page"] == 1
    assert link["box_mm"] == [36.6, 284.6, 8.0, 4.5]
    assert (link["severity"], link["file"], link["exempted"]) == ("fout", "fout.pdf", "")
    assert link["hint"].startswith("geef een omschrijving")
    assert problems["preflight.no-bookmarks"]["box_mm"] is None
    assert problems["batch.file-missing"]["file"] == "weg.pdf"
    first, second = (r for r in records if r.get("event") == "inspected")
    assert (first["file"], first["kind"], first["printer"]) == ("fout.pdf", "scherm", "")
    assert (second["kind"], second["ok"], first["ok"]) == ("druk", True, False)
    assert len(first["checks"]) > 30
    assert set(first["judges"]) | set(first["absent"]) == {"veraPDF"}
    assert isinstance(second["figures"], dict)
    assert records[-1] == {"event": "finished", "exit_code": 2}


def test_json_says_what_stops_it_too(here: Path, capsys: Capture) -> None:
    assert run(["preflight", "--json", "--printer", "nergens", "urk-druk.pdf"]) == 2
    records = lines(capsys.readouterr().out)
    assert len(records) == 2
    assert "nergens" in records[0]["problem"]["message"]
    assert records[1] == {"event": "finished", "exit_code": 2}


def test_the_report_is_written(here: Path, capsys: Capture) -> None:
    assert run(["preflight", "fout.pdf", "urk-druk.pdf", "--html", "uit/verslag.html"]) == 1
    assert "verslag: uit/verslag.html" in capsys.readouterr().out
    html = (here / "uit" / "verslag.html").read_text(encoding="utf-8")
    assert html.startswith("<!DOCTYPE html>")
    assert "fout.pdf" in html
    assert "urk-druk.pdf" in html


def test_a_report_that_cannot_be_written(here: Path, capsys: Capture) -> None:
    (here / "vol").write_text("een bestand")
    assert run(["preflight", "urk-druk.pdf", "--html", "vol/verslag.html"]) == 1
    out, err = capsys.readouterr()
    assert "batch.unwritable" in err
    assert "urk-druk.pdf: in orde" in out


@pytest.mark.parametrize("name", ["", ".", "map.html", "fout.pdf", "content/gemeenten/urk.yaml"])
def test_a_report_needs_the_name_of_one(here: Path, capsys: Capture, name: str) -> None:
    """``--html *.pdf`` is easily typed, and the first of them is no report."""
    (here / "map.html").mkdir()
    before = (here / "fout.pdf").read_bytes()
    assert run(["preflight", "urk-druk.pdf", "--html", name]) == 2
    assert "geef de naam van een verslag, die eindigt op .html" in capsys.readouterr().err
    assert (here / "fout.pdf").read_bytes() == before


def test_a_folder_is_told_by_what_is_in_it(here: Path, capsys: Capture) -> None:
    (here / "out" / "urk").mkdir(parents=True)
    (here / "out" / "urk" / "blad.pdf").write_bytes(b"%PDF")
    assert run(["preflight", "out"]) == 2
    assert "bijvoorbeeld out/*/*.pdf" in capsys.readouterr().err
    assert run(["preflight", "out/urk"]) == 2
    assert "bijvoorbeeld out/urk/*.pdf" in capsys.readouterr().err


def test_a_closed_pipe_is_no_traceback(here: Path) -> None:
    command = f"{sys.executable} -m flevoprint preflight urk-druk.pdf fout.pdf | true"
    done = subprocess.run(["sh", "-c", command], capture_output=True, text=True, timeout=120)
    assert "Traceback" not in done.stderr


def test_no_project_is_needed(here: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "flevoprint", "preflight", "urk-scherm.pdf"],
        cwd=here,
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert (done.returncode, done.stderr) == (0, "")

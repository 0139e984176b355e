"""The same kind of problem is not told hundreds of times, and what failed stands together."""

from __future__ import annotations

from pathlib import Path

import pytest

from flevoprint.batch.events import AllChecked, Checked, Failed, Finished, Started
from flevoprint.cli import run
from flevoprint.cli.show import TextView
from flevoprint.cli.tally import MOST
from flevoprint.language import language, say
from flevoprint.problem import ExitCode, Problem, Source, error, note

NL = language("nl")
SHEET = Source("content/bladen/blad.yaml", 5, 3)


def bad_address(number: int) -> Problem:
    return error(
        "content.bad-address",
        say("the address '{address}' lacks https://", address=f"www.g{number}.nl"),
        Source(f"content/gemeenten/g{number}.yaml", 18, 18),
        say("write https://{address}", address=f"www.g{number}.nl"),
    )


def placeholder(number: int) -> Problem:
    return note("content.x", "een plaatshouder", Source(f"g{number}.yaml", 8, 10), "zet iets")


def finished(failed: int) -> Finished:
    files = (Path("out/manifest.json"), Path("out/report.html"), ())
    return Finished(342 - failed, failed, *files, ExitCode.PARTIAL, 80)


def told(view: TextView, capsys: pytest.CaptureFixture[str]) -> list[str]:
    return capsys.readouterr().err.splitlines()


def test_a_kind_of_which_there_are_many_is_counted(capsys: pytest.CaptureFixture[str]) -> None:
    for verbose, count in ((False, MOST), (True, 342)):
        view = TextView(quiet=False, verbose=verbose, language=NL)
        view.show(Started(342, 342))
        for number in range(342):
            view.show(Checked(f"g{number}", "blad", (placeholder(number),), sound=True))
        view.show(AllChecked(342, 0, ExitCode.OK, 10))
        lines = told(view, capsys)
        assert sum(": opmerking[content.x]: een plaatshouder" in line for line in lines) == count
        more = "en nog 337 keer opmerking[content.x]: een plaatshouder"
        assert (more in lines, "alle meldingen: flevoprint -v check" in lines) == (not verbose,) * 2
        assert any(line.endswith("342 opmerkingen") for line in lines)


def test_all_of_one_gemeente_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    view = TextView(quiet=False, verbose=False, language=NL)
    view.show(Started(1, 1))
    view.show(Checked("urk", "blad", tuple(placeholder(number) for number in range(9)), sound=True))
    view.show(AllChecked(1, 0, ExitCode.OK, 10))
    assert sum("een plaatshouder" in line for line in told(view, capsys)) == 9


def test_what_failed_stands_together_by_problem(capsys: pytest.CaptureFixture[str]) -> None:
    view = TextView(quiet=False, verbose=False, language=NL)
    view.show(Started(342, 342))
    for number in range(17):
        view.show(Failed(f"g{number}", "blad", (placeholder(number), bad_address(number)), ()))
    other = error("content.y", "anders", Source("content/gemeenten/urk.yaml", 2, 6), "doe dit")
    view.show(Failed("urk", "", (other,), ()))
    view.show(finished(18))
    lines = told(view, capsys)
    at = lines.index("Niet gemaakt: 18 van 342 bladen")
    assert lines[at + 1 : at + 12] == [
        "  17 bladen  fout[content.bad-address]: voor het adres '…' ontbreekt https://",
        *(
            line
            for number in range(3)
            for line in (
                f"    content/gemeenten/g{number}.yaml:18:18  g{number}: "
                f"voor het adres 'www.g{number}.nl' ontbreekt https://",
                f"      hint: write https://www.g{number}.nl",
            )
        ),
        "    en op nog 14 plaatsen: g3, g4, g5 en nog 11",
        "  1 blad  fout[content.y]: anders",
        "    content/gemeenten/urk.yaml:2:6  urk",
        "    hint: doe dit",
    ]
    assert sum("fout[content.bad-address]" in line for line in lines[:at]) == MOST
    assert sum(line.endswith(": niets gemaakt") for line in lines) == MOST + 1
    assert lines[-1] == "overzicht: out/report.html"


def test_a_fault_that_all_share_is_one_of_one_place(capsys: pytest.CaptureFixture[str]) -> None:
    view = TextView(quiet=True, verbose=False, language=NL)
    shared = error("content.y", "anders", SHEET, "doe dit")
    view.show(Started(342, 342))
    for number in range(342):
        view.show(Failed(f"g{number}", "blad", (shared,), ()))
    view.show(finished(342))
    lines = told(view, capsys)
    assert len(lines) < 15
    assert f"    {SHEET}  g0, g1, g2 en nog 339" in lines


def test_check_names_what_would_fail(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    urk = project / "content" / "gemeenten" / "urk.yaml"
    urk.write_text(urk.read_text(encoding="utf-8").replace("GM0184", "184"), encoding="utf-8")
    assert run(["--project", str(project), "check", "urk", "almere"]) == 1
    lines = capsys.readouterr().err.splitlines()
    assert "Niet in orde: 1 van 2 bladen" in lines
    assert "    content/gemeenten/urk.yaml:2:6  urk" in lines


def test_one_that_failed_alone_is_not_told_twice(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    urk = project / "content" / "gemeenten" / "urk.yaml"
    urk.write_text(urk.read_text(encoding="utf-8").replace("GM0184", "184"), encoding="utf-8")
    assert run(["--project", str(project), "build", "urk"]) == 1
    assert capsys.readouterr().err.count("content/gemeenten/urk.yaml:2:6") == 1


def test_what_must_be_mended_is_read_last(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    urk = project / "content" / "gemeenten" / "urk.yaml"
    urk.write_text(urk.read_text(encoding="utf-8").replace("GM0184", "184"), encoding="utf-8")
    for command in ("build", "check"):
        assert run(["--project", str(project), command, "urk"]) == 1
        lines = capsys.readouterr().err.splitlines()
        told = [line for line in lines if not line.startswith(" ") and "[" in line]
        assert len(told) > 5
        assert ["fout[" in line for line in told] == [False] * (len(told) - 1) + [True]


def test_a_fault_is_told_once_more_below_what_came_after_it(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    urk = project / "content" / "gemeenten" / "urk.yaml"
    almere = urk.with_name("almere.yaml")
    assert run(["--project", str(project), "build", "almere", "--edition", "scherm"]) == 0
    almere.unlink()
    urk.write_text(urk.read_text(encoding="utf-8").replace("GM0184", "184"), encoding="utf-8")
    capsys.readouterr()
    assert run(["--project", str(project), "build", "urk"]) == 1
    lines = capsys.readouterr().err.splitlines()
    (left,) = (i for i, line in enumerate(lines) if "batch.left-over" in line)
    assert lines[left + 2] == "Niet gemaakt: 1 van 1 blad"
    assert "    content/gemeenten/urk.yaml:2:6  urk" in lines[left:]

"""Authoring mistakes: a folder a case, laid over the shipped project, the outcome beside it.

``expected.txt`` holds the exit code and every error as it is printed, to the letter.
"""

from __future__ import annotations

import shutil
from itertools import pairwise
from pathlib import Path

import pytest

from flevoprint.cli import run
from flevoprint.problem import Severity

CASES = sorted(path for path in (Path(__file__).parent / "cases").iterdir() if path.is_dir())


def errors_of(stderr: str) -> str:
    """The errors in ``stderr``, each with its hint."""
    lines = stderr.splitlines()
    mark = f": {Severity.ERROR}["
    return "".join(f"{line}\n{hint}\n" for line, hint in pairwise(lines) if mark in line)


def test_there_are_cases() -> None:
    assert len(CASES) >= 12


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_mistake_is_named_and_costs_no_other_its_sheet(
    case: Path, project: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    shutil.copytree(case / "content", project / "content", dirs_exist_ok=True)

    code = run(["--project", str(project), "build", "urk", "almere", "--edition", "scherm"])

    printed = capfd.readouterr()
    expected = (case / "expected.txt").read_text(encoding="utf-8")
    assert f"exit {code}\n{errors_of(printed.err)}" == expected
    assert "Traceback" not in printed.err
    assert not list((project / "out").glob("urk/*"))
    assert sorted(path.name for path in (project / "out" / "almere").iterdir()) == [
        "inwonersinitiatieven-almere-scherm.pdf"
    ]


def test_unknown_gemeente_is_named_and_the_others_are_delivered(
    project: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    code = run(["--project", str(project), "build", "Ukr", "almere"])

    assert code == 3
    assert errors_of(capfd.readouterr().err) == (
        "opdrachtregel: fout[batch.unknown-gemeente]: "
        "de gemeente 'Ukr' bestaat niet in dit project\n"
        "  hint: bedoelde u urk?\n"
    )
    assert [path.name for path in (project / "out").glob("*/")] == ["almere"]

"""Authoring mistakes: a folder a case, each wrong in one way, the outcome beside it.

A case holds files that are laid over the shipped project (``content/``), or one line of it that
reads otherwise (``edit.txt``: the file, the line's old words, its new ones). ``expected.txt`` is
the exit code and every problem as it is printed, to the letter, but for what the shipped content
gives by itself; ``problem.txt`` is ``code file line column`` of each mistake.
"""

from __future__ import annotations

import json
import re
import shutil
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from flevoprint.cli import run
from flevoprint.problem import Severity

ROOT = Path(__file__).resolve().parents[1]
CASES = sorted(path for path in (Path(__file__).parent / "cases").iterdir() if path.is_dir())
URK = Path("content", "gemeenten", "urk.yaml")
#: What the shipped content says of itself: addresses that nobody knows yet, logos still to come.
OF_ITSELF = ("content.address-missing", "content.placeholder-logo")
MADE_UP = {"content.unknown-code", "content.name-differs"}
#: Words without which hardly any Dutch sentence does; none of them is English.
DUTCH = {"aan", "achter", "een", "geen", "het", "hoort", "met", "niet", "ontbreekt", "schrijf"}
DUTCH |= {"staat", "van", "voeg", "voor", "wordt", "zet", "zijn", "zoals"}
#: Found on the laid-out page, so only while nothing that all share is wrong.
ON_THE_PAGE = ("fit.", "typeset.")


def told(stderr: str) -> str:
    """The problems in ``stderr``, each with its hint."""
    lines = stderr.splitlines()
    known = "|".join(map(re.escape, OF_ITSELF))
    mark = re.compile(rf": ({'|'.join(Severity)})\[(?!{known})")
    return "".join(f"{line}\n{hint}\n" for line, hint in pairwise(lines) if mark.search(line))


def lay(case: Path, project: Path, gemeente: str = "urk") -> None:
    """Make the mistake of ``case`` in ``project``, as the gemeente's own if it is one's."""
    if (case / "content").is_dir():
        for file in (case / "content").rglob("*.*"):
            target = project / file.relative_to(case).with_stem(
                gemeente if file.relative_to(case) == URK else file.stem
            )
            target.parent.mkdir(parents=True, exist_ok=True)
            typed = file.read_bytes()
            if gemeente != "urk":  # a gemeente has a CBS code of its own
                code = f"GM{CASES.index(case) + 3000}".encode()
                typed = typed.replace(b"cbs: GM0184", b"cbs: " + code)
            target.write_bytes(typed)
    if (case / "edit.txt").is_file():
        name, old, new = (case / "edit.txt").read_text(encoding="utf-8").splitlines()
        if name.startswith("layouts/") and not (project / "layouts").is_dir():
            shutil.copytree(ROOT / "layouts", project / "layouts")
        text = (project / name).read_text(encoding="utf-8")
        assert text.count(old) == 1
        (project / name).write_text(text.replace(old, new), encoding="utf-8")


def mistakes(case: Path, gemeente: str = "urk") -> list[tuple[str, str, int, int]]:
    """The mistakes of ``case``: code, file, line and column."""
    found = []
    for line in (case / "problem.txt").read_text(encoding="utf-8").splitlines():
        code, file, row, column = line.split()
        file = file.replace(URK.as_posix(), URK.with_stem(gemeente).as_posix())
        found.append((code, file, int(row), int(column)))
    return found


def own(case: Path) -> bool:
    """Whether the mistake is one gemeente's."""
    return (case / URK).is_file()


def stops(case: Path) -> bool:
    """Whether the mistake is one for which nothing at all is made."""
    return (case / "expected.txt").read_text(encoding="utf-8").startswith("exit 1")


def test_there_are_cases() -> None:
    assert len(CASES) >= 40
    assert sum(own(case) for case in CASES) >= 30
    assert sum(stops(case) for case in CASES) >= 5
    assert all(len(mistakes(case)) >= 1 for case in CASES)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
@pytest.mark.fast(12)
def test_mistake_is_named_and_costs_no_other_its_sheet(
    case: Path, project: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    lay(case, project)

    code = run(["--project", str(project), "build", "urk", "almere", "--edition", "scherm"])

    printed = capfd.readouterr()
    assert f"exit {code}\n{told(printed.err)}" == (case / "expected.txt").read_text("utf-8")
    assert "Traceback" not in printed.err
    made = sorted(path.parent.name for path in (project / "out").glob("*/*.pdf"))
    assert made == {0: ["almere", "urk"], 1: [], 3: ["almere"]}[code]


def problems(
    cases: list[Path], project: Path, capfd: pytest.CaptureFixture[str], language: str = "nl"
) -> dict[tuple[str, str, int, int], dict[str, Any]]:
    """What one run says of a project with the mistakes of ``cases``, by code and place."""
    for case in cases:
        lay(case, project, case.name)
    where = ["--lang", language, "--project", str(project)]
    run([*where, "build", "--edition", "scherm", "--json"])
    printed = capfd.readouterr()
    assert "Traceback" not in printed.err + printed.out
    records = (json.loads(line).get("problem") for line in printed.out.splitlines())
    return {
        (record["code"], record["file"], record["line"], record["column"]): record
        for record in records
        # Laid together, every gemeente has a made-up code.
        if record and record["code"] not in MADE_UP
    }


def expected(cases: list[Path]) -> set[tuple[str, str, int, int]]:
    """The mistakes of ``cases``, each gemeente's under its own name."""
    found = (mistake for case in cases for mistake in mistakes(case, case.name))
    return {mistake for mistake in found if mistake[0] not in MADE_UP}


@pytest.mark.slow
def test_one_run_finds_the_mistakes_of_all_gemeenten(
    project: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    cases = [case for case in CASES if not stops(case) and case.name != "text-too-long"]
    assert len(cases) >= 40
    dutch = problems(cases, project, capfd)
    assert {found for found in dutch if found[0] not in OF_ITSELF} == expected(cases)

    english = problems([], project, capfd, "en")
    assert english.keys() == dutch.keys()
    for key, record in english.items():
        assert record["message"] != dutch[key]["message"], key
        assert record["hint"] != dutch[key]["hint"], key
        for words in (record["message"], record["hint"]):
            ours = re.sub("['‘“].*['’”]", "", words)  # without what others typed
            assert not DUTCH & set(re.findall(r"\w+", ours.lower())), words


def test_one_run_finds_what_all_share_together_with_the_gemeenten(
    project: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    # Without its layout, or the name of a side, nobody can say what may stand there; and a project
    # has one printer.
    hiding = {"shared-unknown-layout", "shared-misspelt-layout", "shared-misspelt-side"}
    hiding |= {"layout-bad-size", "layout-half-a-fit", "printer-x1a"}
    cases = [case for case in CASES if case.name not in hiding]
    found = problems(cases, project, capfd)
    on_the_page = {mistake for mistake in expected(cases) if mistake[0].startswith(ON_THE_PAGE)}
    assert {key for key in found if key[0] not in OF_ITSELF} == expected(cases) - on_the_page
    assert len(on_the_page) <= 4


def test_one_run_finds_what_is_wrong_with_a_layout_together_with_the_rest(
    project: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    names = {"layout-bad-size", "layout-half-a-fit", "printer-x1a", "project-bad-date"}
    names |= {"shared-broken-word", "bad-colour", "printer-unknown-key", "broken-word"}
    cases = [case for case in CASES if case.name in names]
    assert len(cases) == len(names)
    assert {key for key in problems(cases, project, capfd) if key[0] not in OF_ITSELF} == expected(
        cases
    )


def test_unknown_gemeente_is_named_and_the_others_are_delivered(
    project: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    code = run(["--project", str(project), "build", "Ukr", "almere"])

    assert code == 3
    assert told(capfd.readouterr().err) == (
        "opdrachtregel: fout[batch.unknown-gemeente]: "
        "de gemeente 'Ukr' bestaat niet in dit project\n"
        "  hint: bedoelde u urk?\n"
    )
    assert [path.name for path in (project / "out").glob("*/")] == ["almere"]

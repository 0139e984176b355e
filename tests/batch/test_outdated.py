"""Files of gemeenten that were not built since a shared sheet changed are told of; no others."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from flevoprint.batch.plan import Selection, plan
from flevoprint.batch.shelf import open_project
from flevoprint.cli import run

LAYOUTS = Path(__file__).parents[2] / "layouts"
SHEET = Path("content", "bladen", "inwonersinitiatieven.yaml")
CODE = "batch.outdated"


def build(project: Path, *arguments: str) -> None:
    """A build of screen editions only, that succeeds."""
    assert run(["--project", str(project), "build", "--edition", "scherm", *arguments]) == 0


def texts(project: Path, layout: str) -> dict[str, str]:
    """What each side has that all gemeenten share: the same for two that say other things."""
    jobs = plan(open_project(project, ["urk", "almere"]), Selection(layout=layout)).jobs
    assert len({job.gemeente.id for job in jobs}) == 2
    found = {job.sheet.side: job.shared for job in jobs}
    assert all(job.shared == found[job.sheet.side] for job in jobs)
    return found


def change(file: Path, old: str, new: str) -> None:
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_the_older_text_of_others_is_told_of_once(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    build(project, "urk", "almere", "dronten")
    # What changes no word of all, and what one gemeente says of itself.
    change(project / SHEET, "titel:", "# een opmerking\ntitel:")
    change(project / "content" / "gemeenten" / "urk.yaml", "kop: Caritas Urk", "kop: Caritas")
    build(project, "almere")
    assert CODE not in capsys.readouterr().err

    change(project / SHEET, "Benieuwd naar", "Nieuwsgierig naar")
    build(project, "almere")
    told = capsys.readouterr().err
    assert told.count(CODE) == 1
    note = "2 bestanden hebben nog een oudere tekst van een gedeeld blad: dronten/inw"
    assert note in told
    report = project / "out" / "report.html"
    assert note in report.read_text(encoding="utf-8")

    build(project, "dronten")
    assert "1 bestand heeft nog een oudere tekst van een gedeeld blad: urk/inw" in (
        capsys.readouterr().err
    )
    # As it was: those that were made meanwhile are the old ones now.
    change(project / SHEET, "Nieuwsgierig naar", "Benieuwd naar")
    build(project, "urk")
    assert "2 bestanden hebben nog een oudere tekst van een gedeeld blad: almere/inw" in (
        capsys.readouterr().err
    )
    build(project, "almere", "dronten")
    assert CODE not in capsys.readouterr().err
    assert CODE not in report.read_text(encoding="utf-8")


def test_another_version_of_flevoprint_proves_nothing(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    build(project, "urk")
    path = project / "out" / "manifest.json"
    listed = json.loads(path.read_text(encoding="utf-8"))
    for shared in ("other text", "", None, 3):
        for row in listed["files"]:
            row["shared"] = shared
        path.write_text(json.dumps(listed), encoding="utf-8")
        build(project, "almere")
        assert CODE not in capsys.readouterr().err


def test_what_a_gemeente_filled_is_its_own_in_any_layout(project: Path) -> None:
    """Whether it may is for the sheet's own layout to say."""
    shutil.copytree(LAYOUTS, project / "layouts")
    poster = project / "layouts" / "poster-a3" / "layout.yaml"
    text = poster.read_text(encoding="utf-8")
    before = texts(project, "poster-a3")
    assert "lokaal: ja" in text
    poster.write_text(text.replace("lokaal: ja", "lokaal: nee"), encoding="utf-8")
    assert texts(project, "poster-a3") == before


def test_a_layout_with_its_slots_in_another_order_says_the_same(project: Path) -> None:
    shutil.copytree(LAYOUTS, project / "layouts")
    before = texts(project, "")
    layout = project / "layouts" / "handout-a4" / "layout.yaml"
    lines = layout.read_text(encoding="utf-8").splitlines(keepends=True)
    first, second = (
        next(at for at, line in enumerate(lines) if f"naam: {slot}," in line)
        for slot in ("ondertitel", "ervaringskennis")
    )
    lines[first], lines[second] = lines[second], lines[first]
    layout.write_text("".join(lines), encoding="utf-8")
    assert texts(project, "") == before


def test_only_words_that_are_printed_count(project: Path) -> None:
    handout, poster = texts(project, ""), texts(project, "poster-a3")
    chosen = "op poster: ja\n          citaten"
    change(project / SHEET, chosen, chosen.replace("ja", "nee"))
    assert texts(project, "") == handout
    assert texts(project, "poster-a3") != poster

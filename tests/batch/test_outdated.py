"""Files of gemeenten that were not built since a shared sheet changed are told of; no others."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from flevoprint.batch.plan import Selection, plan
from flevoprint.batch.shelf import open_project
from flevoprint.cli import run

SHEET = Path("content", "bladen", "inwonersinitiatieven.yaml")
CODE = "batch.outdated"


def build(project: Path, *arguments: str) -> None:
    """A build of screen editions only, that succeeds."""
    assert run(["--project", str(project), "build", "--edition", "scherm", *arguments]) == 0


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
    assert "2 bestanden hebben nog een oudere tekst van een gedeeld blad: dronten/inw" in told

    build(project, "dronten")
    assert "1 bestand heeft nog een oudere tekst van een gedeeld blad: urk/inw" in (
        capsys.readouterr().err
    )
    # As it was: those that were made meanwhile are the old ones now.
    change(project / SHEET, "Nieuwsgierig naar", "Benieuwd naar")
    build(project, "urk", "almere", "dronten")
    assert CODE not in capsys.readouterr().err


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


def test_only_words_that_are_printed_count(project: Path) -> None:
    def shared(layout: str) -> set[str]:
        jobs = plan(open_project(project, ["urk", "almere"]), Selection(layout=layout)).jobs
        assert len({job.gemeente.id for job in jobs}) == 2
        return {job.shared for job in jobs}

    handout, poster = shared(""), shared("poster-a3")
    assert len(handout) == 1  # all gemeenten share it
    chosen = "op poster: ja\n          citaten"
    change(project / SHEET, chosen, chosen.replace("ja", "nee"))
    assert shared("") == handout
    assert shared("poster-a3") != poster

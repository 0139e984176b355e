"""The flyer in English, Frisian and Polish, built once."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SHEETS = Path(__file__).with_name("sheets")


def project_in(folder: Path) -> Path:
    """A project in ``folder``: the shipped content, with the flyer in the other languages too."""
    shutil.copytree(ROOT / "content", folder / "content")
    for sheet in SHEETS.glob("*.yaml"):
        shutil.copy(sheet, folder / "content" / "bladen")
    return folder


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project in four languages."""
    return project_in(tmp_path / "project")


@pytest.fixture(scope="session")
def translated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The output folder of Almere's sheets in all languages, both editions."""
    from flevoprint.cli import run

    root = project_in(tmp_path_factory.mktemp("talen"))
    assert run(["--project", str(root), "-q", "build", "almere", "-j", "1"]) == 0
    return root / "out"

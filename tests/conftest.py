"""Temporary projects made of the shipped content, layouts and fonts."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture(autouse=True, scope="session")
def no_settings() -> Iterator[None]:
    """The tests speak the default language, whatever the one who runs them has set."""
    with pytest.MonkeyPatch.context() as patch:
        for name in ("FLEVOPRINT_LANG", "FLEVOPRINT_PROJECT"):
            patch.delenv(name, raising=False)
        yield


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project folder with a copy of the shipped content; layouts and fonts are the shipped."""
    folder = tmp_path / "project"
    shutil.copytree(ROOT / "content", folder / "content")
    return folder


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The output folder of the shipped project, all gemeenten and editions, built once."""
    from flevoprint.cli import run

    out = tmp_path_factory.mktemp("built")
    assert run(["--project", str(ROOT), "-q", "build", "-o", str(out)]) == 0
    return out

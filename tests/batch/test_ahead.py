"""What workers are forked from is begun ahead where sheets will have to be made, and only there."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from flevoprint.batch.ahead import begin

pytestmark = pytest.mark.skipif(sys.platform == "darwin", reason="nothing is forked there")
LAST_YEAR, NOW = 1_700_000_000, 1_800_000_000


@pytest.fixture
def built(tmp_path: Path) -> Path:
    """A project of which all was built after it was written."""
    for name in ("content/project.yaml", "content/gemeenten/urk.yaml", "content/logos/urk.svg"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).touch()
    (tmp_path / "out" / "urk").mkdir(parents=True)
    for path in (tmp_path, *tmp_path.rglob("*")):
        os.utime(path, (LAST_YEAR, LAST_YEAR))
    os.utime(tmp_path / "out", (NOW, NOW))
    return tmp_path


@pytest.mark.parametrize("gemeenten", [(), ("urk",), ("Urk",)])
def test_not_where_nothing_changed(built: Path, gemeenten: tuple[str, ...]) -> None:
    assert not begin(built, gemeenten, built / "out")


@pytest.mark.parametrize("name", ["content", "content/logos/urk.svg", "content/gemeenten/urk.yaml"])
def test_where_something_changed(built: Path, name: str) -> None:
    os.utime(built / name, (NOW + 1, NOW + 1))
    assert begin(built, (), built / "out")
    assert begin(built, ("urk",), built / "out")


def test_where_something_was_never_made(built: Path) -> None:
    assert begin(built, (), built / "elsewhere")
    (built / "out" / "urk").rmdir()
    os.utime(built / "out", (NOW, NOW))
    assert begin(built, ("urk",), built / "out")


def test_where_it_is_no_matter_what_was_made(built: Path) -> None:
    assert begin(built, ("urk",))


def test_not_for_what_will_be_refused(built: Path) -> None:
    assert not begin(built, ("Ukr",))
    assert not begin(built, ("u" * 300,))
    (built / "content" / "project.yaml").unlink()
    assert not begin(built, ())

"""A second process looks at the logos that nothing is known of, from the back of the list."""

from __future__ import annotations

import time
from pathlib import Path
from subprocess import Popen
from typing import Any

import pytest

from flevoprint.batch import halfway
from flevoprint.batch.halfway import WORTH, helped
from flevoprint.batch.shelf import CacheShelf
from flevoprint.content import examining, pictures
from flevoprint.content.pictures import read_picture
from tests.conftest import ROOT

LOGO = ROOT / "content" / "logos" / "plaatshouder-urk-donker.svg"


@pytest.fixture
def content(tmp_path: Path) -> Path:
    """A folder of as many logos as are worth help, each its own file, and one that is none."""
    (tmp_path / "logos").mkdir()
    for at in range(WORTH - 1):
        data = LOGO.read_bytes() + b"\n" * at
        (tmp_path / "logos" / f"{at:02}.svg").write_bytes(data)
    (tmp_path / "logos" / "zz.svg").write_text("niets")
    return tmp_path


@pytest.fixture
def shelf(tmp_path: Path) -> CacheShelf:
    return CacheShelf(tmp_path / "cache", "proef 1")


@pytest.fixture
def started(monkeypatch: pytest.MonkeyPatch) -> list[Popen[bytes]]:
    """The processes that are started."""
    found = []

    def start(*given: Any, **named: Any) -> Popen[bytes]:
        found.append(Popen(*given, **named))
        return found[-1]

    monkeypatch.setattr(halfway, "Popen", start)
    return found


def test_it_leaves_what_it_finds_on_the_shelf_the_last_first(
    content: Path,
    shelf: CacheShelf,
    started: list[Popen[bytes]],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    last = f"logos/{WORTH - 2:02}.svg"
    drawn = read_picture(content, last, None).drawn
    with helped(content, shelf, 0):
        (process,) = started
        until = time.monotonic() + 60
        while not shelf.count():
            assert time.monotonic() < until
            assert process.poll() is None
            time.sleep(0.01)
    assert process.poll() is not None
    pictures._examined.cache_clear()
    monkeypatch.delattr(examining, "examine")
    assert read_picture(content, last, shelf).drawn == drawn
    assert shelf.count() < WORTH - 1  # it ended with the reading, in the midst of them


def test_it_is_not_there_for_a_few(
    content: Path, shelf: CacheShelf, started: list[Popen[bytes]]
) -> None:
    with helped(content, shelf, 1):
        assert started == []


def test_nor_without_a_folder(
    tmp_path: Path, shelf: CacheShelf, started: list[Popen[bytes]]
) -> None:
    with helped(tmp_path / "nergens", shelf, 0):
        assert started == []


def test_it_ends_by_itself_when_nobody_waits(content: Path, shelf: CacheShelf) -> None:
    helper = halfway._started(content, shelf)
    assert helper is not None
    assert helper.stdin is not None
    helper.stdin.close()
    helper.wait(timeout=60)
    assert shelf.count() < WORTH - 1


def test_what_other_software_found_out_is_not_known(shelf: CacheShelf) -> None:
    shelf.keep("een", b"1")
    assert (shelf.count(), CacheShelf(shelf.folder, "proef 2").count()) == (1, 0)

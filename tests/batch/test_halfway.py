"""A second process looks at the logos that nothing is known of, from the back of the list."""

from __future__ import annotations

import multiprocessing
import time
from pathlib import Path

import pytest

from flevoprint.batch.halfway import WORTH, helped
from flevoprint.batch.shelf import CacheShelf
from flevoprint.content import pictures
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


def test_it_leaves_what_it_finds_on_the_shelf_the_last_first(
    content: Path, shelf: CacheShelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    last = f"logos/{WORTH - 2:02}.svg"
    drawn = read_picture(content, last, None).drawn
    with helped(content, shelf, 0):
        (process,) = multiprocessing.active_children()
        until = time.monotonic() + 60
        while not shelf.count():
            assert time.monotonic() < until
            assert process.is_alive()
            time.sleep(0.01)
    assert multiprocessing.active_children() == []
    pictures._examined.cache_clear()
    monkeypatch.delattr(pictures, "_drawing")
    assert read_picture(content, last, shelf).drawn == drawn
    assert shelf.count() < WORTH - 1  # it ended with the reading, in the midst of them


def test_it_is_not_there_for_a_few(content: Path, shelf: CacheShelf) -> None:
    with helped(content, shelf, 1):
        assert multiprocessing.active_children() == []


def test_nor_without_a_folder(tmp_path: Path, shelf: CacheShelf) -> None:
    with helped(tmp_path / "nergens", shelf, 0):
        assert multiprocessing.active_children() == []

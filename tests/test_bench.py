"""The bench runs whole, and what it writes is whole. How fast anything is, is no test."""

from __future__ import annotations

import json
import socket
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree

import pytest

from bench.contenders import CONTENDERS
from bench.contenders.chromium import browser
from bench.project import prepare
from bench.table import ABSENT

ROOT = Path(__file__).parents[1]


def _texts(folder: Path) -> dict[str, str]:
    content = folder / "project" / "content"
    return {path.name: path.read_text() for path in content.rglob("*") if path.is_file()}


def test_the_job_is_always_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FLEVOPRINT_CACHE_DIR", str(tmp_path / "cache"))
    first, second = (prepare(tmp_path / name, 6) for name in ("first", "second"))
    assert _texts(first.folder) == _texts(second.folder)
    assert len(first.gemeenten) == 6


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What a quick bench writes."""
    into = tmp_path_factory.mktemp("bench")
    done = subprocess.run(
        [sys.executable, "-m", "bench", "--quick", "--into", str(into)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=1800,
    )
    assert done.returncode == 0, done.stderr
    return into


@pytest.mark.slow
def test_every_row_is_filled(written: Path) -> None:
    text = (written / "README.md").read_text()
    rows = [line for line in text.splitlines() if line.startswith("| ") and line[2:5] != " | "]
    empty = [row for row in rows if any(not cell.strip() for cell in row.strip("|").split("|"))]
    assert len(rows) > 3 * len(CONTENDERS)
    assert not empty
    assert "nan" not in text
    assert (ABSENT in text) == (browser() is None)


@pytest.mark.slow
def test_every_contender_wrote_whole_sheets(written: Path) -> None:
    looked = json.loads((written / "results.json").read_text())["looked"]
    here = [one for one in CONTENDERS if one.module != "chromium" or browser()]
    assert set(looked) == {one.id for one in here}
    for one in here:
        assert [found["edition"] for found in looked[one.id]] == list(one.editions)
        for found in looked[one.id]:
            assert found["files"] > 0
            assert (found["wrong_pages"], found["lost"]) == (0, [])
            if one.ours:
                assert found["findings"] == []


@pytest.mark.slow
def test_it_tells_the_kind_of_machine_and_not_which(written: Path) -> None:
    ElementTree.parse(written / "plot.svg")
    for path in written.iterdir():
        text = path.read_text()
        assert socket.gethostname() not in text
        assert str(ROOT) not in text
        assert "/tmp" not in text

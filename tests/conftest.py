"""Temporary projects made of the shipped content, layouts and fonts."""

from __future__ import annotations

import os
import shutil
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]


def pytest_addoption(parser: pytest.Parser) -> None:
    """How long the trials go on; see tests/batch/trials."""
    parser.addoption("--trials", type=int, default=1, help="so many times as many random trials")
    parser.addoption("--gemeenten", type=int, default=42, help="so many of which twenty are broken")


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark as slow what comes after the fast cases of a test that says how many those are."""
    seen: Counter[str] = Counter()
    for item in items:
        mark = item.get_closest_marker("fast")
        if mark is not None:
            test = item.nodeid.partition("[")[0]
            seen[test] += 1
            if seen[test] > mark.args[0]:
                item.add_marker(pytest.mark.slow)


@pytest.fixture(autouse=True, scope="session")
def no_settings(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """The tests speak the default language, and go through no proxy, whatever the one who runs
    them has set.

    They share one cache, new for every run: a sheet that many build unchanged is made once.
    """
    shared = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        shared = shared.parent
    with pytest.MonkeyPatch.context() as patch:
        for name in ("FLEVOPRINT_JOBS", "FLEVOPRINT_LANG", "FLEVOPRINT_PROJECT"):
            patch.delenv(name, raising=False)
        for name in ("http_proxy", "https_proxy", "no_proxy", "HTTP_PROXY", "HTTPS_PROXY"):
            patch.delenv(name, raising=False)
        patch.setenv("NO_PROXY", "*")
        patch.setenv("FLEVOPRINT_CACHE_DIR", str(shared / "cache"))
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

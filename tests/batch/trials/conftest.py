"""How many trials there are.

``make test-slow ARGS="tests/batch/trials --trials 10"`` does ten times as many.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.batch.trials.building import Ground, digests, prepared


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Number the trials of a test that is marked with how many it takes."""
    mark = metafunc.definition.get_closest_marker("trials")
    if mark is not None:
        count = mark.args[0] * metafunc.config.getoption("--trials")
        metafunc.parametrize("trial", range(count))


@pytest.fixture
def ground(tmp_path: Path) -> Iterator[Ground]:
    """A project, output folder and cache of its own; what may not be written is made so again."""
    yield prepared(tmp_path)
    for folder, _, _ in os.walk(tmp_path):
        Path(folder).chmod(0o755)


@pytest.fixture(scope="session")
def undisturbed(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """The digest of every file that a build makes which nobody disturbs."""
    ground = prepared(tmp_path_factory.mktemp("undisturbed"))
    ended = ground.build()
    assert ended.code == 0
    made = digests(ground.out)
    assert len(made) == 12
    return made

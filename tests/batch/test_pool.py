"""Real workers that are killed, stopped and starved: every other sheet is made all the same."""

from __future__ import annotations

import os
import signal
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from flevoprint.batch.events import Delivered, Failed
from flevoprint.batch.plan import Selection, plan
from flevoprint.batch.pool import Limits, work_off
from flevoprint.batch.run import Means, run
from flevoprint.content import read_project
from flevoprint.language import language
from flevoprint.model import Job

ROOT = Path(__file__).resolve().parents[2]
NL = language("nl")
IDS = {"almere", "dronten", "urk"}


def jobs() -> tuple[Job, ...]:
    """Three screen editions."""
    return plan(read_project(ROOT), Selection(tuple(IDS), editions=("scherm",))).jobs


def workers() -> list[int]:
    """The worker processes of this one: the children of the server that they are forked from."""
    parents = {}
    for entry in Path("/proc").glob("[0-9]*"):
        try:
            stat = (entry / "stat").read_text(encoding="utf-8")
        except OSError:
            continue
        parents[int(entry.name)] = int(stat.rpartition(")")[2].split()[1])
    servers = {pid for pid, parent in parents.items() if parent == os.getpid()}
    return sorted(pid for pid, parent in parents.items() if parent in servers)


def meddle(act: Callable[[int], None], times: int) -> threading.Thread:
    """Do ``act`` to a worker, ``times`` times, each while it is at work."""

    def work() -> None:
        done: set[int] = set()
        end = time.monotonic() + 60
        while len(done) < times and time.monotonic() < end:
            for pid in set(workers()) - done:
                time.sleep(0.05)
                try:
                    act(pid)
                except ProcessLookupError:
                    continue
                done.add(pid)
                break
            time.sleep(0.02)

    thread = threading.Thread(target=work)
    thread.start()
    return thread


def kill(pid: int) -> None:
    os.kill(pid, signal.SIGKILL)


def stop(pid: int) -> None:
    os.kill(pid, signal.SIGSTOP)


@pytest.fixture(autouse=True)
def nobody_left() -> Iterator[None]:
    """No worker outlives its build."""
    yield
    assert workers() == []


@pytest.mark.slow
def test_all_are_made_and_equal_to_those_of_one_worker() -> None:
    alone = {result.job.gemeente.id: result for result in work_off(jobs(), 1, Limits())}
    many = {result.job.gemeente.id: result for result in work_off(jobs(), 3, Limits())}
    assert alone.keys() == many.keys() == IDS
    for gemeente, result in alone.items():
        assert result.files == many[gemeente].files
        assert result.problems == many[gemeente].problems


def test_a_worker_that_dies_costs_nothing() -> None:
    thread = meddle(kill, times=1)
    results = list(work_off(jobs(), 2, Limits()))
    thread.join()
    assert {result.job.gemeente.id for result in results if result.files} == IDS


def test_one_that_stood_by_and_died_unseen_is_no_second_trial() -> None:
    """All workers are killed when the first has nothing left to do and the last is at work."""

    def stop_the_last() -> None:
        while len(workers()) < 2:
            time.sleep(0.01)
        stop(max(workers()))

    thread = threading.Thread(target=stop_the_last)
    thread.start()
    results = work_off(jobs()[:2], 2, Limits())
    first = next(results)
    thread.join()
    for pid in workers():
        kill(pid)
    assert [bool(result.files) for result in (first, *results)] == [True, True]


@pytest.mark.slow
def test_a_worker_that_hangs_is_ended() -> None:
    thread = meddle(stop, times=1)
    results = list(work_off(jobs(), 2, Limits(seconds=6)))
    thread.join()
    assert {result.job.gemeente.id for result in results if result.files} == IDS


def test_a_sheet_that_always_takes_too_long_is_given_up(tmp_path: Path) -> None:
    chosen = plan(read_project(ROOT), Selection(("urk", "almere"), editions=("scherm",)))
    means = Means(2, limits=Limits(seconds=0.05))
    failed = [event for event in run(chosen, tmp_path, NL, means) if isinstance(event, Failed)]
    assert {event.gemeente for event in failed} == {"urk", "almere"}
    for event in failed:
        (problem,) = [one for one in event.problems if one.code == "batch.gave-up"]
        assert problem.source.path == f"content/gemeenten/{event.gemeente}.yaml"
        assert "niet klaar" in NL.tell(problem.message)


def test_a_sheet_that_asks_too_much_memory_is_told(tmp_path: Path) -> None:
    chosen = plan(read_project(ROOT), Selection(("urk", "almere"), editions=("scherm",)))
    means = Means(1, limits=Limits(memory=200 << 20))
    events = list(run(chosen, tmp_path, NL, means))
    assert not [event for event in events if isinstance(event, Delivered)]
    assert list(tmp_path.rglob("*.pdf")) == []

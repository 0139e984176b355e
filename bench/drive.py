"""The bench as seen by the driver: contenders started, asked for blocks, and watched meanwhile."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import threading
import time
from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from bench.contenders import Contender
from bench.proc import cpu, memory, resident, tree
from bench.work import WARM, Work

ROOT = Path(__file__).parents[1]
#: The command beside the Python that runs the bench.
FLEVOPRINT = str(Path(sys.executable).with_name("flevoprint"))


@dataclass(frozen=True, slots=True)
class Took:
    """Seconds on the wall and of the processor for so many sheets."""

    sheets: int
    seconds: float
    cpu: float

    def each(self) -> dict[str, float]:
        """The same for one sheet."""
        return {"seconds": self.seconds / self.sheets, "cpu": self.cpu / self.sheets}


@dataclass(frozen=True, slots=True)
class Whole:
    """One contender's whole job: when each sheet was there, in seconds from the start of its
    process, and the most memory that was in use until then, in bytes.

    ``workers`` holds for each worker the bytes that were resident, by the sheets made so far.
    """

    times: tuple[float, ...]
    peaks: tuple[int, ...]
    cpu: float
    seconds: float
    workers: dict[int, dict[int, int]] = field(default_factory=dict)


class Running:
    """A contender's process, waiting for blocks."""

    def __init__(self, work: Work, contender: Contender) -> None:
        self.contender = contender
        self.process = subprocess.Popen(
            [sys.executable, "-m", "bench.serve", contender.id, str(work.folder)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env=work.environment(contender.id),
            cwd=ROOT,
            text=True,
        )

    def block(self, warm: Sequence[str], make: Sequence[str]) -> Took:
        """Make ``make``, after ``warm`` which does not count."""
        *_, last = self.answers(warm, make)
        return Took(len(make), last["seconds"], last["cpu"])

    def answers(self, warm: Sequence[str], make: Sequence[str]) -> Iterator[dict[str, float]]:
        """A line for each sheet, and one that closes."""
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        print(json.dumps({"warm": warm, "make": make}), file=self.process.stdin, flush=True)
        for line in self.process.stdout:
            answer = json.loads(line)
            yield answer
            if "seconds" in answer:
                return
        raise RuntimeError(f"{self.contender.id} ended")

    def end(self) -> None:
        """Let it end by itself."""
        assert self.process.stdin is not None
        self.process.stdin.close()
        self.process.wait(60)


def rounds(
    work: Work, contenders: Sequence[Contender], count: int, size: int
) -> dict[str, list[Took]]:
    """In each of ``count`` rounds every contender makes the same ``size`` gemeenten, in an order
    that rotates. No two rounds share a gemeente.
    """
    running = [Running(work, contender) for contender in contenders]
    took: dict[str, list[Took]] = defaultdict(list)
    spare = WARM * max(contender.workers for contender in contenders)
    for number in range(count):
        first = number * (size + spare)
        block = work.gemeenten[first : first + size + spare]
        turn = number % len(running)
        for one in running[turn:] + running[:turn]:
            warm = block[: WARM * one.contender.workers]
            took[one.contender.id].append(one.block(warm, block[spare:]))
        print(f"round {number + 1} of {count}", file=sys.stderr)
    for one in running:
        one.end()
    return dict(took)


def whole(work: Work, contender: Contender) -> Whole:
    """The whole job by one contender, in a fresh process and with an empty cache."""
    if contender.ours:
        shutil.rmtree(work.folder / "cache" / contender.id, ignore_errors=True)
        return build(work, contender)
    began = time.perf_counter()
    running = Running(work, contender)
    with _watched(running.process.pid) as watch:
        for answer in running.answers([], work.gemeenten):
            if "made" in answer:
                watch.made()
            else:
                used = answer["cpu"]
    seconds = time.perf_counter() - began
    running.end()
    return watch.whole(used, seconds)


def build(work: Work, contender: Contender) -> Whole:
    """``flevoprint build`` of everything, as anyone types it."""
    began = time.perf_counter()
    process = subprocess.Popen(
        [
            *(FLEVOPRINT, "--project", str(work.project), "build", "--json"),
            *("-j", str(contender.workers), "-o", str(work.out(contender.id))),
            *(part for edition in contender.editions for part in ("--edition", edition)),
        ],
        stdout=subprocess.PIPE,
        env=work.environment(contender.id) | {"PYTHONUNBUFFERED": "1"},
        text=True,
    )
    assert process.stdout is not None
    used = 0.0
    with _watched(process.pid) as watch:
        for line in process.stdout:
            event = json.loads(line).get("event")
            if event == "delivered":
                watch.made()
            elif event == "failed":
                raise RuntimeError(f"not made: {line}")
            elif event == "finished":
                used = cpu(process.pid)
    if process.wait(60):
        raise RuntimeError(f"flevoprint build ended with {process.returncode}")
    return watch.whole(used, time.perf_counter() - began)


class _Watch(threading.Thread):
    """Looks ten times a second how much memory a process and all below it use."""

    def __init__(self, root: int) -> None:
        super().__init__(daemon=True)
        self._root, self._began = root, time.perf_counter()
        self._over = threading.Event()
        self._most = 0
        self._times: list[float] = []
        self._peaks: list[int] = []
        self._workers: dict[int, dict[int, int]] = defaultdict(dict)

    def run(self) -> None:
        """Until it is over."""
        while not self._over.wait(0.1):
            self._look()

    def _look(self) -> None:
        self._most = max(self._most, memory(self._root))
        for pid, depth in tree(self._root).items():
            if depth == 2:  # flevoprint's workers are forked from a server below the command
                self._workers[pid][len(self._times)] = resident(pid)

    def made(self) -> None:
        """One more sheet is there."""
        if not self._times:
            self._look()
        self._times.append(time.perf_counter() - self._began)
        self._peaks.append(self._most)

    def end(self) -> None:
        """Look no more."""
        self._over.set()
        self.join()

    def whole(self, used: float, seconds: float) -> Whole:
        """What was seen."""
        times, peaks = tuple(self._times), tuple(self._peaks)
        return Whole(times, peaks, used, seconds, dict(self._workers))


@contextmanager
def _watched(root: int) -> Iterator[_Watch]:
    watch = _Watch(root)
    watch.start()
    try:
        yield watch
    finally:
        watch.end()


def cold(work: Work, contender: Contender, times: int) -> list[float]:
    """Seconds from the start of a process to its first file on the disk.

    Ours is ``flevoprint build`` of one gemeente in a project that was never built.
    """
    found = []
    for _ in range(times):
        shutil.rmtree(work.folder / "cache" / contender.id, ignore_errors=True)
        began = time.perf_counter()
        if contender.ours:
            _build_one(work, contender)
            found.append(time.perf_counter() - began)
            continue
        running = Running(work, contender)
        for answer in running.answers([], work.gemeenten[:1]):
            if "made" in answer:
                found.append(time.perf_counter() - began)
        running.end()
    return found


def _build_one(work: Work, contender: Contender) -> None:
    subprocess.run(
        [
            *(FLEVOPRINT, "--project", str(work.shipped), "build", "urk", "--force"),
            *("-j", str(contender.workers), "-o", str(work.folder / "cold")),
            *(part for edition in contender.editions for part in ("--edition", edition)),
        ],
        env=work.environment(contender.id),
        check=True,
        capture_output=True,
    )


def help_times(times: int) -> list[float]:
    """Seconds that ``flevoprint --help`` takes."""
    found = []
    for _ in range(times):
        began = time.perf_counter()
        subprocess.run([FLEVOPRINT, "--help"], check=True, capture_output=True)
        found.append(time.perf_counter() - began)
    return found

"""Worker processes that may die: a job they fail is tried once more alone, then given up.

Each worker warms the engine once and makes one job at a time. The parent sets the limits: a worker
that takes too long or too much memory is ended and replaced, and costs no other job anything.
"""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Generator, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

from flevoprint.batch.ahead import context
from flevoprint.batch.alone import undisturbed
from flevoprint.batch.serve import Task, make
from flevoprint.language import Phrase, say
from flevoprint.model import Job, JobResult
from flevoprint.problem import FlevoprintError, error

if TYPE_CHECKING:
    from multiprocessing.connection import Connection
    from multiprocessing.process import BaseProcess

    from flevoprint.batch.ahead import Context


@dataclass(frozen=True, slots=True)
class Limits:
    """What one job may take: seconds, and bytes of memory where the system can hold it to that."""

    seconds: float = 120
    memory: int = 4 << 30


#: Hundreds of times what a sheet takes.
ENOUGH = Limits()


def work_off(
    jobs: Iterable[Job], workers: int, limits: Limits, task: Task = make
) -> Generator[JobResult]:
    """The results of ``jobs`` as they come, from so many ``workers`` that do ``task``.

    Raises FlevoprintError when a library is missing. Ends all workers when it is closed.
    """
    waiting = deque(jobs)
    again: deque[Job] = deque()
    crew: list[_Worker] = []
    try:
        for _ in range(min(workers, len(waiting))):
            crew.append(_Worker(context(), limits, task))
        yield from _round(crew, waiting, again)
        for job in again:
            for worker in crew:
                worker.end()
            crew.clear()
            # Anew: one that stood by may have died unseen, which says nothing about this job.
            crew.append(_Worker(context(), limits, task))
            lost: deque[Job] = deque()
            yield from _round(crew, deque([job]), lost)
            if lost:
                yield _given_up(job, crew[0].reason, limits)
    finally:
        with undisturbed():
            for worker in crew:
                worker.end()


def _round(crew: list[_Worker], waiting: deque[Job], lost: deque[Job]) -> Generator[JobResult]:
    """Work off what is ``waiting``; jobs whose worker failed go to ``lost``."""
    for worker in crew:
        if waiting:
            worker.give(waiting.popleft())
    while busy := [worker for worker in crew if worker.job]:
        for worker in _ready(busy):
            job = worker.job
            assert job is not None
            result = worker.take()
            if waiting:  # before its result is delivered, so that it need not wait for that
                worker.give(waiting.popleft())
            if result is None:
                lost.append(job)
            else:
                yield result


def _ready(busy: list[_Worker]) -> list[_Worker]:
    """Those of ``busy`` that have something to say, have died or are out of time."""
    from multiprocessing.connection import wait

    left = max(0.0, min(worker.deadline for worker in busy) - time.monotonic())
    speaking = wait([worker.pipe for worker in busy], left)
    now = time.monotonic()
    return [worker for worker in busy if worker.pipe in speaking or worker.deadline <= now]


class _Worker:
    """A process, replaced by a new one when it fails; ``reason`` says how it failed last."""

    def __init__(self, context: Context, limits: Limits, task: Task) -> None:
        self._context, self._limits, self._task = context, limits, task
        self.job: Job | None = None
        self.deadline = 0.0
        self.reason = say("its process died")
        self.pipe, self._process = self._begin()

    def _begin(self) -> tuple[Connection, BaseProcess]:
        try:
            return self._started()
        except (EOFError, OSError):  # the process that forks them died; it too is replaced
            time.sleep(0.1)
            return self._started()

    @undisturbed()
    def _started(self) -> tuple[Connection, BaseProcess]:
        """A new process, which hears no Ctrl-C: the parent decides when to stop."""
        ours, theirs = self._context.Pipe()
        process = self._context.Process(
            target=self._task, args=(theirs, self._limits.memory), daemon=True
        )
        process.start()
        theirs.close()
        return ours, process

    def give(self, job: Job) -> None:
        """Hand over ``job``; that the process died meanwhile shows when it is asked for."""
        self.job = job
        self.deadline = time.monotonic() + self._limits.seconds
        with suppress(OSError), self._in_time():
            self.pipe.send(job)

    def take(self) -> JobResult | None:
        """The result; None when the worker failed, which then is replaced.

        Raises FlevoprintError when a library is missing.
        """
        self.job = answer = None
        with suppress(EOFError, OSError), self._in_time():
            answer = self.pipe.recv() if self.pipe.poll() else None
        if answer is None:
            late = say("it was not done after {seconds:.0f} s", seconds=self._limits.seconds)
            self.reason = late if time.monotonic() > self.deadline else say("its process died")
            self._replace()
            return None
        if isinstance(answer, FlevoprintError):
            raise answer
        assert isinstance(answer, JobResult)
        return answer

    @contextmanager
    def _in_time(self) -> Iterator[None]:
        """End the process where it stops halfway through a job or an answer."""
        left = max(1.0, self.deadline - time.monotonic())
        ender = threading.Timer(left, self._process.kill)
        ender.daemon = True  # nobody waits for it at the end
        try:
            with undisturbed():  # as its thread is then ever after: signals are for this one
                ender.start()
            yield
        finally:
            ender.cancel()

    def _replace(self) -> None:
        self.end()
        self.pipe, self._process = self._begin()

    def end(self) -> None:
        """End the process at once, whatever it is doing."""
        self.pipe.close()
        self._process.kill()
        self._process.join()


def _given_up(job: Job, reason: Phrase, limits: Limits) -> JobResult:
    problem = error(
        "batch.gave-up",
        say("{name} could not be made: {reason}", name=job.gemeente.name.value, reason=reason),
        job.gemeente.source,
        say("look for a very large logo or text; if it stays, report it with this file"),
    )
    return JobResult(job, (), (*job.problems, problem), limits.seconds)

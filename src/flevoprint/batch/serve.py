"""A worker process: jobs in, results out, until the parent is gone.

The parent imports this too, so what takes long to import is imported where it is needed.
"""

from __future__ import annotations

import contextlib
import os
import resource
import select
import signal
import threading
from collections.abc import Callable
from typing import TYPE_CHECKING, BinaryIO

from flevoprint.model import Job, JobResult
from flevoprint.problem import FlevoprintError

if TYPE_CHECKING:
    from multiprocessing.connection import Connection

#: What a worker process does, given its end of the pipe and the bytes of memory it may take.
Task = Callable[["Connection", int], None]


def make(pipe: Connection, memory: int) -> None:
    """Make each job that comes through ``pipe``, and send its result."""
    from flevoprint.batch.worker import run_job

    _serve(pipe, memory, run_job)


def look(pipe: Connection, memory: int) -> None:
    """Check each job that comes through ``pipe``, and send what was found."""
    from flevoprint.batch.worker import check_job

    _serve(pipe, memory, check_job)


def _serve(pipe: Connection, memory: int, work: Callable[[Job], JobResult]) -> None:
    from flevoprint.batch.worker import collected_after

    signal.pthread_sigmask(signal.SIG_SETMASK, {signal.SIGINT})  # the parent decides when to stop
    threading.Thread(target=end_with_parent, args=(pipe,), daemon=True).start()
    with contextlib.suppress(ValueError, OSError):  # not every system can hold a process to it
        resource.setrlimit(resource.RLIMIT_AS, (memory, resource.getrlimit(resource.RLIMIT_AS)[1]))
    with contextlib.suppress(EOFError, OSError):  # the parent is gone
        while True:
            job = pipe.recv()
            with collected_after():  # and after its result was sent, for which somebody waits
                pipe.send(_answer(job, work))


def end_with_parent(pipe: Connection | BinaryIO) -> None:
    """End this process, whatever it is doing, when nobody is left to send its answer to."""
    hung_up = select.poll()
    hung_up.register(pipe, 0)
    hung_up.poll()
    os._exit(0)


def _answer(job: Job, work: Callable[[Job], JobResult]) -> JobResult | FlevoprintError:
    """The result of a job, or the error that a library is missing."""
    try:
        return work(job)
    except FlevoprintError as failure:
        return failure

"""A worker process: jobs in, results out, until the parent is gone.

Importing this warms what every worker needs, once for all that are forked from one process.
"""

from __future__ import annotations

import contextlib
import os
import resource
import select
import signal
import threading
from multiprocessing.connection import Connection

from flevoprint.batch.worker import run_job
from flevoprint.problem import FlevoprintError
from flevoprint.typeset import import_engine

with contextlib.suppress(FlevoprintError):  # the first job tells that a library is missing
    import_engine()


def serve(pipe: Connection, memory: int) -> None:
    """Make each job that comes through ``pipe`` within ``memory`` bytes, and send its result."""
    signal.pthread_sigmask(signal.SIG_SETMASK, {signal.SIGINT})  # the parent decides when to stop
    threading.Thread(target=_end_with_parent, args=(pipe,), daemon=True).start()
    with contextlib.suppress(ValueError, OSError):  # not every system can hold a process to it
        resource.setrlimit(resource.RLIMIT_AS, (memory, resource.getrlimit(resource.RLIMIT_AS)[1]))
    with contextlib.suppress(EOFError, OSError):  # the parent is gone
        while True:
            pipe.send(_answer(pipe))


def _end_with_parent(pipe: Connection) -> None:
    """End this process, whatever it is doing, when nobody is left to send its answer to."""
    hung_up = select.poll()
    hung_up.register(pipe, 0)
    hung_up.poll()
    os._exit(0)


def _answer(pipe: Connection) -> object:
    """The result of the next job, or the error that a library is missing."""
    try:
        return run_job(pipe.recv())
    except FlevoprintError as failure:
        return failure

"""Logos that nothing is known of, looked at by a second process while the first one reads.

Those of hundreds of gemeenten take longer than all other reading. The second process begins at the
back of the list, so that the two meet halfway; what it finds out it leaves on the shelf.
"""

from __future__ import annotations

import multiprocessing
import signal
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from multiprocessing.connection import Connection
from pathlib import Path

from flevoprint.batch.alone import undisturbed
from flevoprint.batch.serve import end_with_parent
from flevoprint.content.found import Shelf
from flevoprint.content.pictures import read_picture

#: As many are looked at in the time that it takes to start a process.
WORTH = 60
_FOLDER = "logos"


@contextmanager
def helped(content: Path, shelf: Shelf, known: int) -> Iterator[None]:
    """Meanwhile look at the logos in the folder ``content``, if they are many more than are
    ``known``.
    """
    names = _names(content)
    if len(names) - known < WORTH:
        yield
        return
    # Not forked from where workers are: that has to import the engine first.
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe()
    process = context.Process(target=look, args=(theirs, content, names, shelf), daemon=True)
    with undisturbed(), suppress(OSError):  # without help it takes longer, and that is all
        process.start()
    try:
        yield
    finally:
        with undisturbed():
            if process.pid is not None:
                process.kill()
                process.join()
            process.close()
            ours.close()
            theirs.close()


def look(pipe: Connection, content: Path, names: Sequence[str], shelf: Shelf) -> None:
    """Look at the pictures ``names``, the last first, until whoever asked for it is gone."""
    signal.pthread_sigmask(signal.SIG_SETMASK, {signal.SIGINT})  # the parent decides when to stop
    threading.Thread(target=end_with_parent, args=(pipe,), daemon=True).start()
    for name in reversed(names):
        with suppress(Exception):  # who reads the gemeente tells
            read_picture(content, name, shelf)


def _names(content: Path) -> list[str]:
    try:
        return sorted(f"{_FOLDER}/{path.name}" for path in (content / _FOLDER).iterdir())
    except OSError:
        return []

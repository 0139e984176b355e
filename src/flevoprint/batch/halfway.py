"""Logos that nothing is known of, looked at by a second process while the first one reads.

Those of hundreds of gemeenten take longer than all other reading. The second process begins at the
back of the list, so that the two meet halfway; what it finds out it leaves on the shelf.
"""

from __future__ import annotations

import pickle
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from subprocess import DEVNULL, PIPE, Popen

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
    if len(_names(content)) - known < WORTH:
        yield
        return
    helper = _started(content, shelf)
    try:
        yield
    finally:
        with undisturbed():
            if helper is not None:
                _end(helper)


def _started(content: Path, shelf: Shelf) -> Popen[bytes] | None:
    """A process that looks; None where there can be none: then it takes longer, and that is all.

    A program of its own, which neither runs that of whoever reads nor hears its Ctrl-C, nor finds
    modules in the folder that it is started in.
    """
    command = [sys.executable, "-P", "-m", __name__]
    try:
        helper = Popen(command, stdin=PIPE, stdout=DEVNULL, stderr=DEVNULL, start_new_session=True)
    except OSError:
        return None
    assert helper.stdin is not None
    with suppress(OSError):  # it is gone already
        helper.stdin.write(pickle.dumps((content, shelf)))
        helper.stdin.flush()
    return helper


def _end(helper: Popen[bytes]) -> None:
    helper.kill()
    helper.wait()
    with suppress(OSError):
        helper.communicate()


def look(content: Path, shelf: Shelf) -> None:
    """Look at the logos, the last first."""
    for name in reversed(_names(content)):
        with suppress(Exception):  # who reads the gemeente tells
            read_picture(content, name, shelf)


def _names(content: Path) -> list[str]:
    try:
        return sorted(f"{_FOLDER}/{path.name}" for path in (content / _FOLDER).iterdir())
    except OSError:
        return []


if __name__ == "__main__":
    # Its input stays open for as long as it is wanted.
    asked = pickle.load(sys.stdin.buffer)
    threading.Thread(target=end_with_parent, args=(sys.stdin.buffer,), daemon=True).start()
    look(*asked)

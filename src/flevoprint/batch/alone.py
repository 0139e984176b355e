"""What must not be cut in half by a signal, and what another process is at work on."""

from __future__ import annotations

import fcntl
import os
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

#: Those by which a user or a system ends a build that it may clean up after.
ENDING = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


@contextmanager
def undisturbed() -> Iterator[None]:
    """Let whoever wants to end the build wait until this is done.

    To block a signal keeps it from this thread, and from processes that are begun meanwhile. One
    that another thread takes, such as a library's, is answered in the main thread all the same:
    that answer is put off.
    """
    heard: list[int] = []
    before = signal.pthread_sigmask(signal.SIG_BLOCK, ())
    try:
        signal.pthread_sigmask(signal.SIG_BLOCK, ENDING)
        with _put_off(heard):
            yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
        for ending in heard:
            signal.raise_signal(ending)


@contextmanager
def _put_off(heard: list[int]) -> Iterator[None]:
    """Take down in ``heard`` what would be answered meanwhile; only the main thread answers."""
    answers = {}
    if threading.current_thread() is threading.main_thread():
        answers = {ending: signal.getsignal(ending) for ending in ENDING}
    replaced = [one for one, answer in answers.items() if answer not in (signal.SIG_IGN, None)]
    try:
        for ending in replaced:
            signal.signal(ending, lambda number, _: heard.append(number))
        yield
    finally:
        for ending in replaced:
            signal.signal(ending, answers[ending])


@contextmanager
def opened(folder: Path) -> Iterator[int | None]:
    """``folder``, made where it is not there yet, to be held; None where that can't be."""
    handle = None
    with suppress(OSError):  # who writes there tells why not
        folder.mkdir(parents=True, exist_ok=True)
        handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        yield handle
    finally:
        if handle is not None:
            os.close(handle)


def held(handle: int, *, wait: bool) -> bool:
    """Whether this process has the file or folder to itself now, until it closes it or ends.

    Also where the file system knows no holding: there one has to go without.
    """
    try:
        fcntl.flock(handle, fcntl.LOCK_EX if wait else fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    except OSError:
        return True
    return True

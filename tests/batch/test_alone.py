"""What must not be cut in half, even where another thread takes the signal."""

from __future__ import annotations

import os
import signal
import threading
import time
from collections.abc import Iterator

import pytest

from flevoprint.batch.alone import undisturbed


@pytest.fixture
def listening() -> Iterator[None]:
    """Another thread, which takes the signals that the main one does not, as a library's may.

    Ctrl-C is heard, also where the tests run in the background of a shell, which has it ignored.
    """
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    ended = threading.Event()
    thread = threading.Thread(target=ended.wait)
    thread.start()
    yield
    ended.set()
    thread.join()
    signal.signal(signal.SIGINT, before)


def work(done: list[str], *, nested: bool) -> None:
    """Take down what was ``done`` after an interruption."""
    with undisturbed():
        os.kill(os.getpid(), signal.SIGINT)
        time.sleep(0.05)
        done.append("first")
        if nested:
            with undisturbed():
                done.append("within")
        done.append("last")


@pytest.mark.usefixtures("listening")
@pytest.mark.parametrize("nested", [False, True])
def test_an_interruption_waits_until_all_is_done(nested: bool) -> None:
    done: list[str] = []
    with pytest.raises(KeyboardInterrupt):
        work(done, nested=nested)
    assert done == (["first", "within", "last"] if nested else ["first", "last"])
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler
    assert signal.SIGINT not in signal.pthread_sigmask(signal.SIG_BLOCK, ())


@pytest.mark.usefixtures("listening")
def test_what_is_ignored_stays_ignored() -> None:
    before = signal.signal(signal.SIGHUP, signal.SIG_IGN)
    try:
        with undisturbed():
            os.kill(os.getpid(), signal.SIGHUP)
        assert signal.getsignal(signal.SIGHUP) is signal.SIG_IGN
    finally:
        signal.signal(signal.SIGHUP, before)


def test_it_is_for_any_thread() -> None:
    held: list[set[int]] = []

    def look() -> None:
        with undisturbed():
            held.append({*signal.pthread_sigmask(signal.SIG_BLOCK, ())})

    thread = threading.Thread(target=look)
    thread.start()
    thread.join()
    assert signal.SIGINT in held[0]

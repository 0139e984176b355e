"""How far a build is, on the last line of a terminal: drawn, kept up to date, and erased."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TextIO

from flevoprint.language import Language, Words, say, say_many

#: Seconds from one drawing to the next.
PAUSE = 0.1
#: Sheets that must have been made before their rate says anything of those to come.
ENOUGH = 3
ERASE = "\r\033[K"


@dataclass(frozen=True, slots=True)
class Part:
    """Something to say; what has the highest ``rank`` goes first where there is no room."""

    rank: int
    words: Words


@dataclass(slots=True)
class Pace:
    """How many sheets of ``total`` are ``done``, and how fast those go that have to be made.

    What an earlier build made is ``kept`` and takes no time, so it counts for nothing in the rate:
    the clock starts (``since``) when the first sheet is begun that is ``made`` now. Times are in
    seconds.
    """

    total: int
    since: float
    done: int = 0
    made: int = 0
    kept: int = 0
    last: float = 0

    def step(self, now: float, *, made: bool, kept: bool) -> None:
        """One more is done: ``made`` in its own time, ``kept``, or refused and neither."""
        self.done += 1
        self.kept += kept
        if made:
            self.made += 1
            self.last = now
        elif not self.made:
            self.since = now

    @property
    def rate(self) -> float:
        """Sheets made in a second; 0 while that is unknown."""
        spent = self.last - self.since
        return self.made / spent if self.made >= ENOUGH and spent > 0 else 0

    def left(self, now: float) -> float:
        """Seconds until all is done at this rate, and at least one."""
        return max(1, (self.total - self.done) / self.rate - (now - self.last))

    def parts(self, now: float) -> list[Part]:
        """What can be said, in reading order."""
        parts = [Part(0, f"{self.done}/{self.total}")]
        parts.append(Part(2, say("{share} %", share=100 * self.done // self.total)))
        if self.rate:
            parts.append(Part(3, say("{rate:.1f} sheets/s", rate=self.rate)))
            parts.append(Part(1, say("{time} left", time=_duration(self.left(now)))))
        if self.kept:
            parts.append(Part(4, say_many("{count} unchanged", "{count} unchanged", self.kept)))
        return parts


def line(parts: list[Part], language: Language, width: int) -> str:
    """As many of ``parts``, the first ranks first, as fit in ``width`` columns, one spared."""
    for most in range(len(parts), 0, -1):
        kept = sorted(part.rank for part in parts)[:most]
        told = (language.tell(part.words) for part in parts if part.rank in kept)
        text = "  ".join(["", *told])
        if len(text) < width:
            return text
    return ""


def _duration(seconds: float) -> Words:
    if seconds < 90:
        return say("{seconds} s", seconds=round(seconds))
    minutes = round(seconds / 60)
    if minutes < 90:
        return say("{minutes} min", minutes=minutes)
    return say("{hours} h {minutes} min", hours=minutes // 60, minutes=minutes % 60)


class Progress:
    """The line itself, on ``stream``, which is a terminal; drawn at most once a :data:`PAUSE`.

    A thread keeps it up to date while nothing happens; it draws nothing once this is closed.
    """

    def __init__(
        self, stream: TextIO, language: Language, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._stream, self._language, self._clock = stream, language, clock
        self._pace = Pace(0, clock())
        self._lock = threading.Lock()
        self._ended = threading.Event()
        self._drawn_at = -PAUSE
        self._shown = ""

    def begin(self, total: int) -> None:
        """``total`` sheets are to come."""
        with self._lock:
            self._pace = Pace(total, self._clock())
            self._draw()
        threading.Thread(target=self._tick, daemon=True).start()

    def step(self, *, made: bool, kept: bool) -> None:
        """One more is done: ``made`` in its own time, ``kept``, or refused and neither."""
        with self._lock:
            self._pace.step(self._clock(), made=made, kept=kept)
            self._draw()

    @contextmanager
    def hidden(self) -> Iterator[None]:
        """Take the line away for as long as something else is written."""
        with self._lock:
            self._erase()
            yield

    def close(self) -> None:
        """Take the line away for good."""
        self._ended.set()
        with self._lock:
            self._erase()

    def _tick(self) -> None:
        while not self._ended.wait(PAUSE):
            with self._lock:
                self._draw()

    def _draw(self) -> None:
        now, pace = self._clock(), self._pace
        if self._ended.is_set() or pace.done >= pace.total or now - self._drawn_at < PAUSE:
            return
        text = line(pace.parts(now), self._language, self._width())
        if text != self._shown:
            self._stream.write(f"{ERASE}{text}")
            self._stream.flush()
            self._drawn_at, self._shown = now, text

    def _erase(self) -> None:
        if self._shown:
            self._stream.write(ERASE)
            self._stream.flush()
            self._shown = ""

    def _width(self) -> int:
        try:
            return os.get_terminal_size(self._stream.fileno()).columns or 80
        except (OSError, ValueError):
            return 80

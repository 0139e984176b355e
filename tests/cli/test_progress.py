"""Progress on a terminal: honest, as wide as there is room, and gone at the end."""

from __future__ import annotations

import fcntl
import os
import pty
import re
import struct
import subprocess
import sys
import termios
import threading
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flevoprint.cli.progress import ERASE, PAUSE, Pace, Part, Progress, line
from flevoprint.language import language

NL = language("nl")


def told(pace: Pace, now: float, width: int = 80) -> str:
    return line(pace.parts(now), NL, width)


def test_the_rate_is_of_what_was_really_made() -> None:
    pace = Pace(342, since=0)
    for step in range(100):
        pace.step(1 + step / 1000, made=False, kept=True)
    assert told(pace, 2) == "  100/342  29 %  100 ongewijzigd"
    for step in range(1, 19):
        pace.step(1.099 + step / 4, made=True, kept=False)
    assert told(pace, pace.last) == "  118/342  34 %  4,0 bladen/s  nog 56 s  100 ongewijzigd"
    assert told(pace, pace.last + 5) == "  118/342  34 %  4,0 bladen/s  nog 51 s  100 ongewijzigd"
    assert told(pace, pace.last + 500).endswith("  nog 1 s  100 ongewijzigd")


@pytest.mark.parametrize(
    ("seconds", "words"), [(89, "nog 89 s"), (91, "nog 2 min"), (3600 * 2.5, "nog 2 u 30 min")]
)
def test_the_time_left_is_told_as_people_do(seconds: float, words: str) -> None:
    pace = Pace(20, since=0)
    for step in range(1, 11):
        pace.step(step * seconds / 10, made=True, kept=False)
    assert words in told(pace, pace.last)


@given(st.integers(1, 120), st.integers(0, 9999), st.integers(0, 9999), st.floats(0.001, 9e5))
def test_it_fits(width: int, kept: int, made: int, seconds: float) -> None:
    pace = Pace(99_999, since=0, done=kept + made, made=made, kept=kept, last=seconds)
    text = told(pace, seconds, width)
    assert len(text) < width or text == ""
    count = f"  {kept + made}/99999"
    assert text.startswith(count) or width <= len(count)


def test_what_matters_most_stays_where_there_is_no_room() -> None:
    pace = Pace(342, since=0, done=118, made=100, kept=18, last=25)
    assert told(pace, 25, 44) == "  118/342  34 %  4,0 bladen/s  nog 56 s"
    assert told(pace, 25, 40) == "  118/342  34 %  4,0 bladen/s  nog 56 s"
    assert told(pace, 25, 39) == "  118/342  34 %  nog 56 s"
    assert told(pace, 25, 22) == "  118/342  nog 56 s"
    assert told(pace, 25, 12) == "  118/342"
    assert line([Part(0, "12/34")], NL, 5) == ""


class Screen:
    """A terminal of so many columns, and what was written to it."""

    def __init__(self, columns: int) -> None:
        self.columns = columns
        self._screen, self.terminal = pty.openpty()
        fcntl.ioctl(self.terminal, termios.TIOCSWINSZ, struct.pack("HHHH", 24, columns, 0, 0))
        self.written = b""
        self._reader = threading.Thread(target=self._read)
        self._reader.start()

    def _read(self) -> None:
        while True:
            try:
                got = os.read(self._screen, 65536)
            except OSError:  # Linux tells so that nobody writes any more
                return
            if not got:
                return
            self.written += got

    def closed(self) -> str:
        """All that was written, once nobody writes any more."""
        os.close(self.terminal)
        self._reader.join(60)
        os.close(self._screen)
        return self.written.decode()


def seen(text: str) -> list[str]:
    """The lines that stay on a screen after ``text``."""
    lines = [""]
    for piece in re.split(r"(\r\n|\r\x1b\[K)", text):
        if piece == "\r\n":
            lines.append("")
        elif piece == ERASE:
            lines[-1] = ""
        else:
            lines[-1] += piece
    return lines


@pytest.fixture(params=[100, 40])
def screen(request: pytest.FixtureRequest) -> Screen:
    return Screen(request.param)


def test_it_is_drawn_now_and_then_and_erased(screen: Screen) -> None:
    with open(screen.terminal, "w", closefd=False) as stream:
        progress = Progress(stream, NL)
        begin = time.monotonic()
        progress.begin(400)
        for number in range(400):
            with progress.hidden():
                stream.write(f"blad {number}\n")
            progress.step(made=True, kept=False)
            time.sleep(0.001)
        spent = time.monotonic() - begin
        progress.close()
        progress.step(made=True, kept=False)
        stream.flush()
    text = screen.closed()
    drawn = re.findall(r"\r\x1b\[K(  \d+/400[^\r]*)", text)
    assert 2 <= len(drawn) <= spent / PAUSE + 2
    assert seen(text) == [*(f"blad {number}" for number in range(400)), ""]


def test_a_build_on_a_terminal(project: Path, screen: Screen) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "flevoprint", "build", "almere", "urk", "--edition", "scherm"],
        cwd=project,
        stdout=screen.terminal,
        stderr=screen.terminal,
        timeout=120,
        env=os.environ | {"NO_COLOR": "1", "TERM": "xterm"},
    )
    text = screen.closed()
    assert done.returncode == 0
    assert re.search(r"\r\x1b\[K  0/2  0 %", text)
    lines = seen(text)
    assert sum(line.endswith("-scherm.pdf") for line in lines) == 2
    assert not [line for line in lines if re.match(r"  \d+/2", line)]
    assert lines[-2] == "overzicht: out/report.html"
    assert lines[-1] == ""
    drawn = re.findall(r"\r\x1b\[K(  \d+/2[^\r\n]*)", text)
    assert all(len(text) < screen.columns for text in drawn)


def test_a_terminal_that_cannot_erase_gets_plain_lines(project: Path) -> None:
    screen = Screen(80)
    subprocess.run(
        [sys.executable, "-m", "flevoprint", "build", "urk"],
        cwd=project,
        stdout=subprocess.DEVNULL,
        stderr=screen.terminal,
        timeout=120,
        env=os.environ | {"TERM": "dumb", "NO_COLOR": "1"},
    )
    text = screen.closed()
    assert "\x1b" not in text
    assert "0/1" not in text

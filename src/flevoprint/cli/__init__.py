"""The command line: options in, exit code out.

This file imports next to nothing, so that Ctrl-C is heard from the first moment on. A system that
ends the process, or closes its terminal, is heard as Ctrl-C is.
"""

from __future__ import annotations

import gc
import io
import signal
import sys

#: So many objects are made before some are gone through for garbage. Of the hundreds of thousands
#: that a project is read into, all stay.
_MADE = 50_000


def main(arguments: list[str] | None = None) -> None:
    """Run the command line and end the process with its exit code."""
    gc.set_threshold(_MADE)
    for ending in (signal.SIGTERM, signal.SIGHUP):
        if signal.getsignal(ending) is signal.SIG_DFL:  # nohup, for one, has it ignored
            signal.signal(ending, signal.default_int_handler)
    _write_anything()
    try:
        code = run(arguments)
    except KeyboardInterrupt:  # while the program was still being read
        code = 130
    for ending in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(ending, signal.SIG_IGN)  # nothing is left to interrupt
    gc.freeze()  # all of it goes with the process: nobody need go through it once more
    sys.exit(code)


def run(arguments: list[str] | None) -> int:
    """Run the command line and return its exit code; ``None`` takes the process's arguments."""
    from flevoprint.cli.door import answer

    return answer(sys.argv[1:] if arguments is None else arguments)


def _write_anything() -> None:
    """Write the names of files to stdout byte for byte, and as escapes what it has no letter for.

    By itself it refuses what is no UTF-8, or not in the letters of an older system, and a sign for
    the eye or a folder's name would end a build.
    """
    if isinstance(sys.stdout, io.TextIOWrapper):
        utf_8 = sys.stdout.encoding.lower().replace("-", "") == "utf8"
        sys.stdout.reconfigure(errors="surrogateescape" if utf_8 else "backslashreplace")

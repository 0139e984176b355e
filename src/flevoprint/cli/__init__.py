"""The command line: options in, exit code out.

This file imports next to nothing, so that Ctrl-C is heard from the first moment on. A system that
ends the process, or closes its terminal, is heard as Ctrl-C is.
"""

from __future__ import annotations

import gc
import signal
import sys


def main(arguments: list[str] | None = None) -> None:
    """Run the command line and end the process with its exit code."""
    for ending in (signal.SIGTERM, signal.SIGHUP):
        if signal.getsignal(ending) is signal.SIG_DFL:  # nohup, for one, has it ignored
            signal.signal(ending, signal.default_int_handler)
    try:
        code = run(arguments)
    except KeyboardInterrupt:  # while the program was still being read
        code = 130
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # nothing is left to interrupt
    gc.freeze()  # all of it goes with the process: none need be looked through for garbage
    sys.exit(code)


def run(arguments: list[str] | None) -> int:
    """Run the command line and return its exit code; ``None`` takes the process's arguments."""
    from flevoprint.cli.door import answer

    return answer(sys.argv[1:] if arguments is None else arguments)

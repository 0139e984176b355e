"""The command line: options in, exit code out.

This file imports next to nothing, so that Ctrl-C is heard from the first moment on.
"""

from __future__ import annotations

import sys


def main(arguments: list[str] | None = None) -> None:
    """Run the command line and end the process with its exit code."""
    try:
        code = run(arguments)
    except KeyboardInterrupt:  # while the program was still being read
        code = 130
    sys.exit(code)


def run(arguments: list[str] | None) -> int:
    """Run the command line and return its exit code; ``None`` takes the process's arguments."""
    from flevoprint.cli.door import answer

    return answer(sys.argv[1:] if arguments is None else arguments)

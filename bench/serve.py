"""One contender in a process of its own: blocks of gemeenten in, files and figures out.

A line of JSON asks for a block: ``{"warm": […], "make": […]}``. A line answers each sheet made,
``{"made": …}``, and the last one tells what the block took: ``{"seconds": …, "cpu": …}``.
"""

from __future__ import annotations

import json
import os
import sys
import time
from pathlib import Path
from typing import Any

from bench.contenders import Maker, find
from bench.proc import cpu
from bench.work import Work


def serve(contender: str, folder: Path) -> None:
    """Answer until there is nothing more asked."""
    answers = os.fdopen(os.dup(1), "w", buffering=1)
    os.dup2(2, 1)  # what an engine prints is no answer
    found = find(contender)
    maker = found.maker(Work(folder))
    try:
        for line in sys.stdin:
            for answer in _block(maker, found.workers, **json.loads(line)):
                print(json.dumps(answer), file=answers)
    finally:
        getattr(maker, "close", lambda: None)()


def _block(maker: Maker, workers: int, warm: list[str], make: list[str]) -> Any:
    """Make ``warm`` and ``make``; the clock runs while it is made ready for both, then from the
    moment that each of the ``workers`` makes its last of ``warm`` or begins with ``make``.
    """
    clock = _Clock()
    maker.ready([*warm, *make])
    if warm:
        clock.stop()
    for number, gemeente in enumerate(maker.make([*warm, *make])):
        if warm and number == len(warm) - workers:
            clock.start()
        yield {"made": gemeente}
    clock.stop()
    yield {"seconds": clock.seconds, "cpu": clock.cpu}


class _Clock:
    """Seconds on the wall and of the processor, in several stretches."""

    def __init__(self) -> None:
        self.seconds = self.cpu = 0.0
        self.start()

    def start(self) -> None:
        self._cpu, self._began = cpu(os.getpid()), time.perf_counter()

    def stop(self) -> None:
        self.seconds += time.perf_counter() - self._began
        self.cpu += cpu(os.getpid()) - self._cpu


if __name__ == "__main__":
    serve(sys.argv[1], Path(sys.argv[2]))

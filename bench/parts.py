"""Where flevoprint's own time goes: its steps and the engine's, timed from outside.

Run as a program it makes the gemeente that is named, or the jobs of a bench, and prints the
seconds of each part as JSON. A part that is called by another does not count for both.
"""

from __future__ import annotations

import importlib
import json
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from bench.work import WARM, Work
from flevoprint.model import Job

IMPORT, LAYOUT, WRITING = "import the engine", "lay out (engine)", "write the PDF (engine)"
PREFLIGHT = "preflight the editions, with thumbnails"
#: Module, and the name in it that is timed, with what it is called in the table.
OURS = (
    ("flevoprint.typeset.stage", "compose", "compose the HTML (Jinja2, codes, logos)"),
    ("flevoprint.typeset.engine", "measure", "read the engine's boxes"),
    ("flevoprint.typeset.stage", "_problems", "hold the layout against its source"),
    ("flevoprint.batch.worker", "finish", "finish the editions"),
    ("flevoprint.batch.worker", "inspect", PREFLIGHT),
    ("flevoprint.batch.worker", "inspect_pictured", PREFLIGHT),
    ("flevoprint.batch.run", "deliver", "deliver"),
)


class Parts:
    """Seconds by part; the parts that run now lie on a stack."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = defaultdict(float)
        self._within: list[float] = []

    def timed(self, part: str, function: Callable[..., Any]) -> Callable[..., Any]:
        """``function``, whose seconds count for ``part``."""

        def timed(*arguments: Any, **named: Any) -> Any:
            began = time.perf_counter()
            self._within.append(0.0)
            try:
                return function(*arguments, **named)
            finally:
                took = time.perf_counter() - began
                self.seconds[part] += took - self._within.pop()
                if self._within:
                    self._within[-1] += took

        return timed

    def watch(self) -> None:
        """Time every part from here on; the engine's when it is imported."""
        engine: Any = importlib.import_module("flevoprint.typeset.engine")
        engine.import_engine = self.timed(IMPORT, self._imported(engine.import_engine))
        for name, attribute, part in OURS:
            module = importlib.import_module(name)
            setattr(module, attribute, self.timed(part, getattr(module, attribute)))

    def _imported(self, import_engine: Callable[[], Any]) -> Callable[[], Any]:
        def imported() -> Any:
            engine = import_engine()
            from weasyprint.document import Document

            engine.HTML.render = self.timed(LAYOUT, engine.HTML.render)
            Document.write_pdf = self.timed(WRITING, Document.write_pdf)
            return engine

        return imported


def build(arguments: list[str]) -> dict[str, float]:
    """The parts of a ``flevoprint`` command, run here and all in one process."""
    from flevoprint.cli import main

    parts = Parts()
    parts.watch()
    # Else they would be made in a worker, where nobody watches.
    ahead: Any = importlib.import_module("flevoprint.batch.ahead")
    ahead.begin = lambda *_arguments: False
    try:
        main(arguments)
    except SystemExit as end:
        if end.code:
            raise
    return dict(parts.seconds)


def jobs(folder: Path, count: int, editions: Sequence[str]) -> dict[str, float]:
    """The parts of one sheet in ``editions``: the mean of ``count``, in one warm process."""
    from flevoprint.batch.worker import run_job

    work, parts = Work(folder), Parts()
    parts.watch()
    made = [_only(work.job(one), editions) for one in work.gemeenten[: WARM + count]]
    for job in made[:WARM]:
        run_job(job)
    others = made[WARM:]
    parts.seconds.clear()
    began = time.perf_counter()
    for job in others:
        run_job(job)
    took = time.perf_counter() - began
    found = dict(parts.seconds) | {"everything else": took - sum(parts.seconds.values())}
    return {part: seconds / len(others) for part, seconds in found.items()}


def _only(job: Job, editions: Sequence[str]) -> Job:
    return replace(job, editions=tuple(one for one in job.editions if one.id in editions))


if __name__ == "__main__":
    what, *rest = sys.argv[1:]
    sys.stdout, answer = sys.stderr, sys.stdout
    found = build(rest) if what == "build" else jobs(Path(rest[0]), int(rest[1]), rest[2:])
    print(json.dumps(found), file=answer)

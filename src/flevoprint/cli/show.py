"""How a build looks: on a terminal, in a log, and as JSON for scripts."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any, Protocol

import click

from flevoprint.batch import Delivered, Event, Failed, Finished, Started
from flevoprint.batch.deliver import problem_record
from flevoprint.problem import ExitCode, FlevoprintError, Problem, Severity

INTERRUPTED = "onderbroken; wat klaar was, is bewaard"
COLOURS = {Severity.ERROR: "red", Severity.WARNING: "yellow", Severity.NOTE: "cyan"}


class View(Protocol):
    """Somewhere a build can be followed."""

    def show(self, event: Event) -> None:
        """Show one event."""

    def refuse(self, failure: FlevoprintError) -> None:
        """Show why nothing was begun, or why it had to end."""

    def interrupt(self) -> None:
        """Show that the user stopped the build."""


class TextView:
    """Paths on stdout; progress and problems, each once, for people on stderr."""

    def __init__(self, quiet: bool, verbose: bool):
        self._quiet, self._verbose = quiet, verbose
        self._terminal = sys.stderr.isatty() and not quiet
        self._colour = self._terminal and "NO_COLOR" not in os.environ
        self._seen: set[Problem] = set()
        self._done = self._total = self._files = 0

    def show(self, event: Event) -> None:
        """Show one event."""
        self._clear()
        if isinstance(event, Started):
            self._total = event.total
        elif isinstance(event, Delivered):
            self._delivered(event)
        elif isinstance(event, Failed):
            self._failed(event)
        else:
            self._finished(event)
            return
        self._progress()

    def refuse(self, failure: FlevoprintError) -> None:
        """Show the problems that stopped everything."""
        self._clear()
        self._problems(failure.problems)

    def interrupt(self) -> None:
        """Show that the user stopped the build."""
        self._clear()
        self._say(INTERRUPTED, always=True)

    def _delivered(self, event: Delivered) -> None:
        self._done += 1
        self._files += len(event.files)
        self._problems(event.problems)
        for path in event.files:
            click.echo(_shown(path))
        if self._verbose:
            self._say(f"{event.gemeente}: {event.seconds:.2f} s")

    def _failed(self, event: Failed) -> None:
        self._done += 1
        self._problems(event.problems)
        self._say(f"{event.gemeente}: niets gemaakt", always=True)
        if event.stale:
            names = ", ".join(_shown(path) for path in event.stale)
            self._say(
                f"{event.gemeente}: van een eerdere keer, niet vernieuwd: {names}", always=True
            )

    def _finished(self, event: Finished) -> None:
        notes = sum(problem.severity is Severity.NOTE for problem in self._seen)
        parts = [f"{self._files} PDF's in {_shown(event.manifest.parent)} ({event.seconds:.1f} s)"]
        if event.failed:
            parts.append(f"{event.failed} niet gelukt")
        if notes:
            parts.append(f"{notes} {'opmerking' if notes == 1 else 'opmerkingen'}")
        self._say("; ".join(parts))

    def _problems(self, problems: Iterable[Problem]) -> None:
        for problem in problems:
            if problem in self._seen:
                continue
            self._seen.add(problem)
            if self._quiet and problem.severity is not Severity.ERROR:
                continue
            text = str(problem)
            if self._colour:
                word = f"{problem.severity}[{problem.code}]"
                text = text.replace(word, click.style(word, fg=COLOURS[problem.severity]), 1)
            click.echo(text, err=True, color=self._colour)

    def _say(self, text: str, *, always: bool = False) -> None:
        if always or not self._quiet:
            click.echo(text, err=True)

    def _progress(self) -> None:
        if self._terminal and self._done < self._total:
            click.echo(f"{self._done}/{self._total} …", err=True, nl=False)

    def _clear(self) -> None:
        if self._terminal:
            click.echo("\r\033[K", err=True, nl=False, color=True)


class JsonView:
    """One JSON object a line on stdout; nothing else."""

    def show(self, event: Event) -> None:
        """Show one event, its problems first."""
        if isinstance(event, Started):
            _line({"event": "started", "total": event.total, "ready": event.ready})
        elif isinstance(event, Finished):
            _line(
                {
                    "event": "finished",
                    "delivered": event.delivered,
                    "failed": event.failed,
                    "manifest": str(event.manifest),
                    "exit_code": int(event.exit_code),
                    "seconds": round(event.seconds, 3),
                }
            )
        else:
            self._outcome(event)

    def refuse(self, failure: FlevoprintError) -> None:
        """Show the problems that stopped everything, and the end."""
        for problem in failure.problems:
            _line({"problem": problem_record(problem) | {"gemeente": "", "sheet": ""}})
        self._end(failure.exit_code)

    def interrupt(self) -> None:
        """Show that the user stopped the build."""
        self._end(ExitCode.INTERRUPTED)

    def _end(self, exit_code: ExitCode) -> None:
        _line({"event": "finished", "exit_code": int(exit_code)})

    def _outcome(self, event: Delivered | Failed) -> None:
        where = {"gemeente": event.gemeente, "sheet": event.sheet}
        for problem in event.problems:
            _line({"problem": problem_record(problem) | where})
        if isinstance(event, Delivered):
            files = [str(path) for path in event.files]
            seconds = round(event.seconds, 3)
            _line({"event": "delivered", **where, "files": files, "seconds": seconds})
        else:
            _line({"event": "failed", **where, "stale": [str(path) for path in event.stale]})


def _line(record: dict[str, Any]) -> None:
    click.echo(json.dumps(record, ensure_ascii=False))


def _shown(path: Path) -> str:
    """``path`` as short as it can be typed from here."""
    here = Path.cwd()
    return str(path.relative_to(here)) if path.is_relative_to(here) else str(path)

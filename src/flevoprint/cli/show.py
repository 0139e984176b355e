"""How a build looks: on a terminal, in a log, and as JSON for scripts."""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Iterable
from typing import Any, Protocol

import click

from flevoprint.batch import (
    AllChecked,
    Checked,
    Delivered,
    Event,
    Failed,
    Finished,
    Started,
    Waiting,
)
from flevoprint.batch.manifest import problem_record
from flevoprint.cli.paths import shown
from flevoprint.language import Language, Words, say, say_many
from flevoprint.problem import SEVERITIES, ExitCode, FlevoprintError, Problem, Severity

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

    def __init__(self, quiet: bool, verbose: bool, language: Language):
        self._quiet, self._verbose, self._language = quiet, verbose, language
        self._terminal = sys.stderr.isatty() and not quiet
        self._colour = self._terminal and "NO_COLOR" not in os.environ
        self._seen: set[Problem] = set()
        self._done = self._total = self._files = 0

    def show(self, event: Event) -> None:
        """Show one event."""
        self._clear()
        if isinstance(event, Started):
            self._total = event.total
        elif isinstance(event, Waiting):
            words = say("another build is writing in {folder}; waiting", folder=shown(event.out))
            self._say(words, always=True)
        elif isinstance(event, Delivered):
            self._delivered(event)
        elif isinstance(event, Failed):
            self._failed(event)
        elif isinstance(event, Checked):
            self._done += 1
            self._problems(event.problems)
        else:
            self._end(event)
            return
        self._progress()

    def refuse(self, failure: FlevoprintError) -> None:
        """Show the problems that stopped everything."""
        self._clear()
        self._problems(failure.problems)

    def interrupt(self) -> None:
        """Show that the user stopped the build."""
        self._clear()
        self._say(say("interrupted; what was finished is kept"), always=True)

    def _delivered(self, event: Delivered) -> None:
        self._done += 1
        self._files += len(event.files)
        self._problems(event.problems)
        for path in event.files:
            click.echo(shown(path))
        if self._verbose:
            self._say(
                say("{gemeente}: {seconds:.2f} s", gemeente=event.gemeente, seconds=event.seconds)
            )

    def _failed(self, event: Failed) -> None:
        self._done += 1
        self._problems(event.problems)
        lost: Words = say("{gemeente}: nothing made", gemeente=event.gemeente)
        if event.side:
            lost = say("{lost} of the side {side}", lost=lost, side=event.side)
        self._say(lost, always=True)
        if event.stale:
            text = say(
                "{gemeente}: of an earlier time, not renewed: {names}",
                gemeente=event.gemeente,
                names=", ".join(shown(path) for path in event.stale),
            )
            self._say(text, always=True)

    def _end(self, event: Finished | AllChecked) -> None:
        notes = sum(problem.severity is Severity.NOTE for problem in self._seen)
        parts = [self._sum(event)]
        if event.failed:
            parts.append(say_many("{count} failed", "{count} failed", event.failed))
        if notes:
            parts.append(say_many("{count} note", "{count} notes", notes))
        self._say("; ".join(self._language.tell(part) for part in parts))

    def _sum(self, event: Finished | AllChecked) -> Words:
        if isinstance(event, AllChecked):
            return say_many(
                "{count} sheet in order ({seconds:.1f} s)",
                "{count} sheets in order ({seconds:.1f} s)",
                event.sound,
                seconds=event.seconds,
            )
        return say_many(
            "{count} PDF in {folder} ({seconds:.1f} s)",
            "{count} PDFs in {folder} ({seconds:.1f} s)",
            self._files,
            folder=shown(event.manifest.parent),
            seconds=event.seconds,
        )

    def _problems(self, problems: Iterable[Problem]) -> None:
        for problem in problems:
            if problem in self._seen:
                continue
            self._seen.add(problem)
            if self._quiet and problem.severity is not Severity.ERROR:
                continue
            text = problem.told(self._language)
            if self._colour:
                severity = self._language.catalogue.gettext(SEVERITIES[problem.severity])
                word = f"{severity}[{problem.code}]"
                text = text.replace(word, click.style(word, fg=COLOURS[problem.severity]), 1)
            click.echo(text, err=True, color=self._colour)

    def _say(self, words: Words, *, always: bool = False) -> None:
        if always or not self._quiet:
            click.echo(self._language.tell(words), err=True)

    def _progress(self) -> None:
        if self._terminal and self._done < self._total:
            click.echo(f"{self._done}/{self._total} …", err=True, nl=False)

    def _clear(self) -> None:
        if self._terminal:
            click.echo("\r\033[K", err=True, nl=False, color=True)


class JsonView:
    """One JSON object a line on stdout; nothing else."""

    def __init__(self, language: Language):
        self._language = language
        self._start = time.perf_counter()
        self._delivered = self._failed = 0

    def show(self, event: Event) -> None:
        """Show one event, its problems first."""
        if isinstance(event, Started):
            _line({"event": "started", "total": event.total, "ready": event.ready})
        elif isinstance(event, Waiting):
            _line({"event": "waiting", "folder": str(event.out)})
        elif isinstance(event, Finished):
            self._end(event.exit_code, str(event.manifest))
        elif isinstance(event, AllChecked):
            self._delivered, self._failed = event.sound, event.failed
            self._end(event.exit_code)
        else:
            self._outcome(event)

    def refuse(self, failure: FlevoprintError) -> None:
        """Show the problems that stopped everything, and the end."""
        for problem in failure.problems:
            self._problem(problem, {"gemeente": "", "sheet": ""})
        self._end(failure.exit_code)

    def interrupt(self) -> None:
        """Show that the user stopped the build."""
        self._end(ExitCode.INTERRUPTED)

    def _end(self, exit_code: ExitCode, manifest: str = "") -> None:
        """Close with the same keys whatever happened; ``manifest`` is empty if none is known."""
        _line(
            {
                "event": "finished",
                "delivered": self._delivered,
                "failed": self._failed,
                "manifest": manifest,
                "exit_code": int(exit_code),
                "seconds": round(time.perf_counter() - self._start, 3),
            }
        )

    def _problem(self, problem: Problem, where: dict[str, str]) -> None:
        _line({"problem": {**problem_record(problem, self._language), **where}})

    def _outcome(self, event: Delivered | Failed | Checked) -> None:
        where = {"gemeente": event.gemeente, "sheet": event.sheet}
        for problem in event.problems:
            self._problem(problem, where)
        if isinstance(event, Delivered):
            self._delivered += 1
            files = [str(path) for path in event.files]
            seconds = round(event.seconds, 3)
            outcome = {"files": files, "seconds": seconds, "cached": event.cached}
            _line({"event": "delivered", **where, **outcome})
        elif isinstance(event, Checked):
            _line({"event": "checked", **where})
        else:
            self._failed += 1
            _line({"event": "failed", **where, "stale": [str(path) for path in event.stale]})


def _line(record: dict[str, Any]) -> None:
    click.echo(json.dumps(record, ensure_ascii=False))

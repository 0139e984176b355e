"""How a build looks: on a terminal, in a log, and as JSON for scripts."""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Iterable, Iterator
from contextlib import nullcontext
from pathlib import Path
from typing import Any, Protocol

import click

from flevoprint.batch.events import (
    AllChecked,
    Checked,
    Delivered,
    Event,
    Failed,
    Finished,
    Started,
    Waiting,
)
from flevoprint.batch.manifest import problem_record, read_manifest
from flevoprint.cli.paths import shown
from flevoprint.cli.progress import Progress
from flevoprint.cli.tally import MOST, Tally
from flevoprint.language import Language, Words, say, say_many
from flevoprint.problem import (
    SEVERITIES,
    ExitCode,
    FlevoprintError,
    Problem,
    Severity,
    has_errors,
)

#: The worst first.
_RANKS = list(Severity)
COLOURS = {Severity.ERROR: "red", Severity.WARNING: "yellow", Severity.NOTE: "cyan"}


class View(Protocol):
    """Somewhere a build can be followed."""

    def show(self, event: Event) -> None:
        """Show one event."""

    def refuse(self, failure: FlevoprintError, out: Path | None = None) -> None:
        """Show why nothing was begun, or why it had to end; ``out`` is where files would go."""

    def interrupt(self) -> None:
        """Show that the user stopped the build."""

    def close(self) -> None:
        """Show no progress any more."""


class TextView:
    """Paths on stdout; progress and problems, each once, for people on stderr."""

    def __init__(self, quiet: bool, verbose: bool, language: Language):
        self._quiet, self._verbose, self._language = quiet, verbose, language
        terminal = sys.stderr.isatty() and not quiet
        self._colour = terminal and "NO_COLOR" not in os.environ
        drawn = terminal and os.environ.get("TERM") != "dumb"
        self._progress = Progress(sys.stderr, language) if drawn else None
        self._tally = Tally(language, all_of_them=verbose)
        self._total = self._done = self._files = self._kept = 0

    def show(self, event: Event) -> None:
        """Show one event."""
        if isinstance(event, Finished | AllChecked):
            self.close()
            self._end(event)
        elif isinstance(event, Waiting):
            words = say("another build is writing in {folder}; waiting", folder=shown(event.out))
            self._say(words, always=True)
        elif isinstance(event, Started):
            self._total = event.total
            if self._progress:
                self._progress.begin(event.total)
        else:
            with self._progress.hidden() if self._progress else nullcontext():
                self._outcome(event)
            if self._progress:
                cached = isinstance(event, Delivered) and event.cached
                self._progress.step(made=bool(event.sheet) and not cached, kept=cached)

    def refuse(self, failure: FlevoprintError, out: Path | None = None) -> None:
        """Show the problems that stopped everything, and that nothing came of it."""
        self.close()
        self._problems(failure.problems)
        if out is None or self._files or failure.exit_code is not ExitCode.PROBLEMS:
            return
        self._say(say("nothing made: this holds for all sheets"), always=True)
        if earlier := len(read_manifest(out)):
            text = say_many(
                "{count} PDF of an earlier time stands in {folder}, not renewed",
                "{count} PDFs of an earlier time stand in {folder}, not renewed",
                earlier,
                folder=shown(out),
            )
            self._say(text, always=True)

    def interrupt(self) -> None:
        """Show that the user stopped the build."""
        self.close()
        words: Words = say("interrupted; nothing was finished")
        if self._done:
            words = say(
                "interrupted after {done} of {total} sheets", done=self._done, total=self._total
            )
        if self._files:
            words = say(
                "{words}; what was finished is kept, the next build makes the rest", words=words
            )
        self._say(words, always=True)

    def close(self) -> None:
        """Show no progress any more."""
        if self._progress:
            self._progress.close()

    def _outcome(self, event: Delivered | Failed | Checked) -> None:
        self._done += 1
        told = self._problems(event.problems, event.gemeente)
        if isinstance(event, Delivered):
            self._delivered(event)
        elif isinstance(event, Failed):
            self._tally.fail(event.gemeente, event.problems)
            if told or self._verbose or self._tally.failures <= MOST:
                self._lost(event)
        elif not event.sound:
            self._tally.fail(event.gemeente, event.problems)

    def _delivered(self, event: Delivered) -> None:
        self._files += len(event.files)
        self._kept += event.cached
        if event.files:
            click.echo("\n".join(map(shown, event.files)))
        if self._verbose:
            self._say(
                say("{gemeente}: {seconds:.2f} s", gemeente=event.gemeente, seconds=event.seconds)
            )

    def _lost(self, event: Failed) -> None:
        lost: Words = say("{gemeente}: nothing made", gemeente=event.gemeente)
        if event.side:
            lost = say("{lost} of the side {side}", lost=lost, side=event.side)
        if not has_errors(event.problems):
            lost = say("{lost}; with --strict a warning is enough for that", lost=lost)
        self._say(lost, always=True)
        if event.stale:
            text = say(
                "{gemeente}: of an earlier time, not renewed: {names}",
                gemeente=event.gemeente,
                names=", ".join(shown(path) for path in event.stale),
            )
            self._say(text, always=True)

    def _end(self, event: Finished | AllChecked) -> None:
        others = event.problems if isinstance(event, Finished) else ()
        self._problems(others)
        held = self._tally.held()
        for line in held:
            self._say(line)
        # Of few errors, and nothing else, each is still in sight.
        alone = self._total == 1 and not others
        if event.failed and not alone and (not self._quiet or self._tally.failures > MOST):
            made = isinstance(event, Finished)
            for line in self._tally.table(self._total, made=made):
                self._say(line, always=True)
        self._say("; ".join(self._language.tell(part) for part in self._sums(event)))
        if isinstance(event, Finished) and not has_errors(event.problems):
            self._say(say("overview: {file}", file=shown(event.report)))
        elif held:
            self._say(say("all of them: flevoprint -v check"))

    def _sums(self, event: Finished | AllChecked) -> Iterator[Words]:
        yield self._sum(event)
        if self._kept:
            yield say_many("{count} sheet unchanged", "{count} sheets unchanged", self._kept)
        if event.failed:
            yield say_many("{count} failed", "{count} failed", event.failed)
        if warnings := self._tally.count(Severity.WARNING):
            yield say_many("{count} warning", "{count} warnings", warnings)
        if notes := self._tally.count(Severity.NOTE):
            yield say_many("{count} note", "{count} notes", notes)

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

    def _problems(self, problems: Iterable[Problem], gemeente: str = "") -> bool:
        """Tell those problems of ``gemeente`` that are due; whether an error was among them.

        The worst comes last, where it is in sight.
        """
        errors = False
        for problem in sorted(problems, key=lambda problem: -_RANKS.index(problem.severity)):
            severe = problem.severity is Severity.ERROR
            if (self._quiet and not severe) or not self._tally.is_to_be_told(problem, gemeente):
                continue
            errors |= severe
            text = problem.told(self._language)
            if self._colour:
                severity = self._language.catalogue.gettext(SEVERITIES[problem.severity])
                word = f"{severity}[{problem.code}]"
                text = text.replace(word, click.style(word, fg=COLOURS[problem.severity]), 1)
            click.echo(text, err=True, color=self._colour)
        return errors

    def _say(self, words: Words, *, always: bool = False) -> None:
        if always or not self._quiet:
            click.echo(self._language.tell(words), err=True)


#: What becomes a line of JSON.
Record = dict[str, Any]
_ENCODER = json.JSONEncoder(ensure_ascii=False)
#: The outcomes of one sheet, as scripts know them.
EVENTS = {Delivered: "delivered", Failed: "failed", Checked: "checked"}
#: Of a problem that no sheet has.
NOWHERE = {"gemeente": "", "sheet": "", "side": ""}


class JsonView:
    """One JSON object a line on stdout; nothing else."""

    def __init__(self, language: Language):
        self._language = language
        self._start = time.perf_counter()
        self._delivered = self._failed = self._done = self._total = 0

    def show(self, event: Event) -> None:
        """Show one event, its problems first."""
        if isinstance(event, Started):
            self._total = event.total
            _line({"event": "started", "total": event.total, "ready": event.ready})
        elif isinstance(event, Waiting):
            _line({"event": "waiting", "folder": str(event.out)})
        elif isinstance(event, Finished):
            _lines(self._problems(event.problems, NOWHERE))
            self._end(event.exit_code, str(event.manifest), str(event.report))
        elif isinstance(event, AllChecked):
            self._delivered, self._failed = event.sound, event.failed
            self._end(event.exit_code)
        else:
            self._outcome(event)

    def refuse(self, failure: FlevoprintError, out: Path | None = None) -> None:
        """Show the problems that stopped everything, and the end."""
        _lines(self._problems(failure.problems, NOWHERE))
        self._end(failure.exit_code)

    def interrupt(self) -> None:
        """Show that the user stopped the build."""
        self._end(ExitCode.INTERRUPTED)

    def close(self) -> None:
        """Nothing: a script is shown no progress but the events."""

    def _end(self, exit_code: ExitCode, manifest: str = "", report: str = "") -> None:
        """Close with the same keys whatever happened; the files are empty if none is known."""
        _line(
            {
                "event": "finished",
                "delivered": self._delivered,
                "failed": self._failed,
                "manifest": manifest,
                "report": report,
                "exit_code": int(exit_code),
                "seconds": round(time.perf_counter() - self._start, 3),
            }
        )

    def _problems(self, problems: Iterable[Problem], where: dict[str, str]) -> Iterator[Record]:
        for problem in problems:
            yield {"problem": {**problem_record(problem, self._language), **where}}

    def _outcome(self, event: Delivered | Failed | Checked) -> None:
        where = {"gemeente": event.gemeente, "sheet": event.sheet, "side": event.side}
        outcome: Record = {}
        if isinstance(event, Delivered):
            files = [str(path) for path in event.files]
            seconds = round(event.seconds, 3)
            outcome = {"files": files, "seconds": seconds, "cached": event.cached}
        elif isinstance(event, Failed):
            outcome = {"stale": [str(path) for path in event.stale]}
        self._delivered += isinstance(event, Delivered)
        self._failed += isinstance(event, Failed)
        self._done += 1
        done = {"done": self._done, "total": self._total}
        ended = {"event": EVENTS[type(event)], **where, **outcome, **done}
        _lines([*self._problems(event.problems, where), ended])


def _line(record: Record) -> None:
    _lines([record])


def _lines(records: Iterable[Record]) -> None:
    """Write them in one go: each by itself takes as long as finding out what it says."""
    lines = [_ENCODER.encode(record) for record in records]
    if lines:
        click.echo("\n".join(lines))

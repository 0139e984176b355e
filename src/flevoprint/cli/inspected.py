"""How preflight looks: for people, and as JSON for scripts."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import Any, Protocol

import click

from flevoprint.batch.inspect import Judged, place_mm, size_words
from flevoprint.batch.manifest import problem_record
from flevoprint.finding import Finding
from flevoprint.language import Language, Phrase, Words, say, say_many
from flevoprint.problem import SEVERITIES, ExitCode, FlevoprintError, Severity, printable

COLOURS = {Severity.ERROR: "red", Severity.WARNING: "yellow", Severity.NOTE: "cyan"}


class View(Protocol):
    """Somewhere a preflight can be followed."""

    def show(self, judged: Judged, *, strict: bool) -> None:
        """Show one file and what was found."""

    def wrote(self, report: Path) -> None:
        """Show that the report was written."""

    def refuse(self, failure: FlevoprintError) -> None:
        """Show why it could not be done."""

    def finish(self, exit_code: ExitCode) -> None:
        """Show the end."""


class TextView:
    """Findings on stdout, as that is what was asked for; what kept us from looking on stderr."""

    def __init__(self, quiet: bool, language: Language):
        self._quiet, self._language = quiet, language
        self._colour = sys.stdout.isatty() and "NO_COLOR" not in os.environ

    def show(self, judged: Judged, *, strict: bool) -> None:
        """One line on the file, its findings, and the verdict where there is nothing wrong."""
        if judged.inspection is None:
            for problem in judged.problems:
                click.echo(problem.told(self._language), err=True)
            return
        file = printable(judged.file)
        if not self._quiet and judged.inspection.pages:
            self._print(say("{file}: {about}", file=file, about=self._about(judged)))
        for finding in judged.findings:
            if not self._quiet or finding.problem.severity is Severity.ERROR:
                click.echo(self._told(finding), color=self._colour)
        if not self._quiet:
            self._print(say("{file}: {verdict}", file=file, verdict=verdict(judged, strict=strict)))

    def wrote(self, report: Path) -> None:
        """Where the report is."""
        self._print(say("report: {file}", file=printable(str(report))))

    def refuse(self, failure: FlevoprintError) -> None:
        """The problems that stopped everything."""
        for problem in failure.problems:
            click.echo(problem.told(self._language), err=True)

    def finish(self, exit_code: ExitCode) -> None:
        """Nothing but a word on an interruption: the exit code says the rest."""
        if exit_code is ExitCode.INTERRUPTED:
            click.echo(self._language.tell(say("interrupted")), err=True)

    def _about(self, judged: Judged) -> str:
        inspection = judged.inspection
        assert inspection is not None
        parts: list[Words] = [str(inspection.kind)]
        parts.append(say_many("{count} page", "{count} pages", len(inspection.pages)))
        parts.append(size_words(inspection))
        if inspection.profile:
            parts.append(say("printer {printer}", printer=inspection.profile))
        parts += [say("judged by {judge} too", judge=judge) for judge in judged.judges]
        parts += [say("without {judge} (not installed)", judge=judge) for judge in judged.absent]
        return ", ".join(self._language.tell(part) for part in parts)

    def _told(self, finding: Finding) -> str:
        first, _, rest = finding.problem.told(self._language).partition("\n")
        if finding.exempted:
            reason = say("let pass: {reason}", reason=printable(finding.exempted))
            rest = f"{rest}\n  {self._language.tell(reason)}"
        if self._colour:
            severity = finding.problem.severity
            word = f"{self._language.tell(Phrase(SEVERITIES[severity]))}[{finding.problem.code}]"
            first = first.replace(word, click.style(word, fg=COLOURS[severity]), 1)
        return f"{first}\n{rest}"

    def _print(self, words: Words) -> None:
        click.echo(self._language.tell(words))


def verdict(judged: Judged, *, strict: bool) -> Phrase:
    """In one line: in order, or what is wrong with it."""
    errors, warnings = judged.counts(Severity.ERROR), judged.counts(Severity.WARNING)
    checks = len(judged.inspection.checks) if judged.inspection else 0
    found = say(
        "{errors}, {warnings}",
        errors=say_many("{count} error", "{count} errors", errors),
        warnings=say_many("{count} warning", "{count} warnings", warnings),
    )
    if judged.exit_code(strict=strict) is not ExitCode.OK:
        return say("not in order: {found}", found=found)
    if warnings:
        return say("in order, but: {found}", found=found)
    return say_many("in order ({count} check)", "in order ({count} checks)", checks)


class JsonView:
    """One JSON object a line on stdout; nothing else."""

    def __init__(self, language: Language):
        self._language = language

    def show(self, judged: Judged, *, strict: bool) -> None:
        """The findings, and then the file itself."""
        inspection = judged.inspection
        for finding in judged.findings:
            where = place_mm(finding, inspection) if inspection else None
            record = {
                **problem_record(finding.problem, self._language),
                "page": finding.page,
                "box_mm": [round(edge, 1) for edge in where] if where else None,
                "exempted": finding.exempted,
            }
            _line({"problem": record})
        if inspection is None:
            return
        _line(
            {
                "event": "inspected",
                "file": judged.file,
                "kind": str(inspection.kind),
                "printer": inspection.profile,
                "pages": len(inspection.pages),
                "checks": list(inspection.checks),
                "judges": list(judged.judges),
                "absent": list(judged.absent),
                "figures": dict(inspection.figures),
                "ok": judged.exit_code(strict=strict) is ExitCode.OK,
            }
        )

    def wrote(self, report: Path) -> None:
        """Where the report is."""
        _line({"event": "reported", "file": str(report)})

    def refuse(self, failure: FlevoprintError) -> None:
        """The problems that stopped everything, and the end."""
        for problem in failure.problems:
            record = problem_record(problem, self._language)
            _line({"problem": {**record, "page": 0, "box_mm": None, "exempted": ""}})
        self.finish(failure.exit_code)

    def finish(self, exit_code: ExitCode) -> None:
        """The end."""
        _line({"event": "finished", "exit_code": int(exit_code)})


def _line(record: dict[str, Any]) -> None:
    click.echo(json.dumps(record, ensure_ascii=False))

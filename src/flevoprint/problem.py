"""Errors as values: what is wrong, where, and what mends it.

A stage collects every problem it finds and raises :class:`FlevoprintError` once, at its end.
Nothing here prints.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import IntEnum, StrEnum

from flevoprint.language import Language, Words, language, marked


class Severity(StrEnum):
    """How bad a problem is; the values are what scripts read, in every language."""

    ERROR = "fout"
    WARNING = "waarschuwing"
    NOTE = "opmerking"


class ExitCode(IntEnum):
    """What the process answers; part of the command line's contract."""

    OK = 0
    PROBLEMS = 1
    USAGE = 2
    PARTIAL = 3
    MISSING = 4
    INTERRUPTED = 130


@dataclass(frozen=True, slots=True, order=True)
class Source:
    """A place in a file the editor can open.

    ``path`` is relative to the project's root, with forward slashes; ``line`` and ``column``
    count from 1, and 0 means that the problem is about the file as a whole.
    """

    path: str
    line: int = 0
    column: int = 0

    def __str__(self) -> str:
        if not self.line:
            return self.path
        return f"{self.path}:{self.line}:{self.column}"


@dataclass(frozen=True, slots=True)
class Problem:
    """One finding: a stable English ``code``, a ``message`` and the remedy in ``hint``."""

    code: str
    severity: Severity
    message: Words
    source: Source
    hint: Words

    def told(self, language: Language) -> str:
        """The problem as people read it, on two lines."""
        severity = language.catalogue.gettext(SEVERITIES[self.severity])
        line = f"{self.source}: {severity}[{self.code}]: {language.tell(self.message)}"
        return f"{printable(line)}\n  hint: {printable(language.tell(self.hint))}"

    def __str__(self) -> str:
        return self.told(language("en"))


SEVERITIES = {
    Severity.ERROR: marked("error"),
    Severity.WARNING: marked("warning"),
    Severity.NOTE: marked("note"),
}


def printable(line: str) -> str:
    """``line`` without what steers a terminal: it quotes what others typed."""
    return "".join(
        character if character.isprintable() else f"\\u{ord(character):04x}" for character in line
    )


def error(code: str, message: Words, source: Source, hint: Words) -> Problem:
    """A problem that stops what it concerns."""
    return Problem(code, Severity.ERROR, message, source, hint)


def warning(code: str, message: Words, source: Source, hint: Words) -> Problem:
    """A problem that the editor should mend, but that stops nothing unless asked to."""
    return Problem(code, Severity.WARNING, message, source, hint)


def note(code: str, message: Words, source: Source, hint: Words) -> Problem:
    """Something to know; it never stops anything."""
    return Problem(code, Severity.NOTE, message, source, hint)


def has_errors(problems: Iterable[Problem]) -> bool:
    """Whether any of ``problems`` is an error."""
    return any(problem.severity is Severity.ERROR for problem in problems)


class FlevoprintError(Exception):
    """Raised once at the end of a stage, with all the problems that stage found."""

    def __init__(self, problems: Iterable[Problem], exit_code: ExitCode = ExitCode.PROBLEMS):
        self.problems = tuple(problems)
        self.exit_code = exit_code
        super().__init__("\n".join(str(problem) for problem in self.problems))

    def __reduce__(self) -> tuple[type[FlevoprintError], tuple[tuple[Problem, ...], ExitCode]]:
        """Keep the values, not the text, when a worker process hands the error to its parent."""
        return FlevoprintError, (self.problems, self.exit_code)

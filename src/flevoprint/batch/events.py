"""What happens during a build, as values; a door shows them, nothing here prints."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from flevoprint.problem import ExitCode, Problem


@dataclass(frozen=True, slots=True)
class Started:
    """``total`` gemeente-sheet pairs were asked for; ``ready`` of them can be made."""

    total: int
    ready: int


@dataclass(frozen=True, slots=True)
class Waiting:
    """Another build writes into the folder ``out``; this one goes on when that has ended."""

    out: Path


@dataclass(frozen=True, slots=True)
class Delivered:
    """All editions of one sheet for one gemeente stand in the output folder.

    ``cached`` if an earlier build made them; ``side`` where they are of that side alone.
    """

    gemeente: str
    sheet: str
    files: tuple[Path, ...]
    problems: tuple[Problem, ...]
    seconds: float
    cached: bool
    side: str = ""


@dataclass(frozen=True, slots=True)
class Failed:
    """Nothing of ``gemeente`` was written; ``stale`` files of an earlier build still stand.

    Or nothing of the one ``side`` that is a file of its own.
    """

    gemeente: str
    sheet: str
    problems: tuple[Problem, ...]
    stale: tuple[Path, ...]
    side: str = ""


@dataclass(frozen=True, slots=True)
class Finished:
    """The end: how many sheets were delivered and failed, and what the process answers.

    ``problems`` say why the ``report`` could not be written, and what stands of an earlier time.
    """

    delivered: int
    failed: int
    manifest: Path
    report: Path
    problems: tuple[Problem, ...]
    exit_code: ExitCode
    seconds: float


@dataclass(frozen=True, slots=True)
class Checked:
    """One sheet of a gemeente was laid out and held against its source; nothing was written.

    ``sound`` if it would be made; ``side`` where it is that side alone.
    """

    gemeente: str
    sheet: str
    problems: tuple[Problem, ...]
    sound: bool
    side: str = ""


@dataclass(frozen=True, slots=True)
class AllChecked:
    """The end of a check: how many sheets are in order, and what the process answers."""

    sound: int
    failed: int
    exit_code: ExitCode
    seconds: float


Event = Started | Waiting | Delivered | Failed | Finished | Checked | AllChecked

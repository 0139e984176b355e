"""What the options before the command mean."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from flevoprint.problem import ExitCode, FlevoprintError, Problem, Source, error


@dataclass(frozen=True, slots=True)
class Context:
    """The global options, as given."""

    project: Path | None
    quiet: bool
    verbose: bool

    def root(self) -> Path:
        """The project's root. Raises FlevoprintError (usage) when there is none."""
        from flevoprint.content import find_project

        if self.project is not None:
            return self.project
        root = find_project(Path.cwd())
        if root is None:
            raise FlevoprintError([_no_project()], ExitCode.USAGE)
        return root


def _no_project() -> Problem:
    return error(
        "cli.no-project",
        "hier is geen flevoprint-project (geen content/project.yaml in deze map of erboven)",
        Source("."),
        "ga naar de map van uw project, of geef hem op: flevoprint --project MAP build",
    )

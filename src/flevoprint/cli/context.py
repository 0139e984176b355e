"""What the options before the command mean."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from flevoprint.language import Language, say
from flevoprint.problem import ExitCode, FlevoprintError, Problem, Source, error
from flevoprint.root import find_project


@dataclass(frozen=True, slots=True)
class Context:
    """The global options, as given."""

    project: Path | None
    quiet: bool
    verbose: bool
    language: Language

    def found(self) -> Path | None:
        """The project's root; None where there is none."""
        return self.project if self.project is not None else find_project(Path.cwd())

    def root(self) -> Path:
        """The project's root. Raises FlevoprintError (usage) when there is none."""
        root = self.found()
        if root is None:
            raise FlevoprintError([_no_project()], ExitCode.USAGE)
        return root


def _no_project() -> Problem:
    return error(
        "cli.no-project",
        say(
            "there is no flevoprint project here (no content/project.yaml in this folder or above)"
        ),
        Source("."),
        say(
            "go to your project's folder, or give it: flevoprint --project FOLDER build; "
            "to begin one: flevoprint new project FOLDER"
        ),
    )

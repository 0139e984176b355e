"""Problems gathered while one edition is finished; raised together at its end."""

from __future__ import annotations

from flevoprint.language import Phrase
from flevoprint.problem import FlevoprintError, Problem, Source, error


class Report:
    """The problems of one edition, each once, in the order in which they were met."""

    def __init__(self, edition: str) -> None:
        self._source = Source(f"editie {edition}")
        self._problems: dict[Problem, None] = {}

    def add(self, code: str, message: Phrase, hint: Phrase) -> None:
        """Note a problem; the same one twice is one."""
        self._problems[error(code, message, self._source, hint)] = None

    def close(self) -> None:
        """Raise :class:`FlevoprintError` with all that was noted, if anything was."""
        if self._problems:
            raise FlevoprintError(self._problems)

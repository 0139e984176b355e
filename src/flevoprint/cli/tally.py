"""What was told of a build and what was not yet, so that no problem is told hundreds of times.

Of each kind of problem those of the first few gemeenten are told in full and the rest is counted:
all of them stand in the report. What failed is told once more at the end, together.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from flevoprint.language import Language, say, say_many
from flevoprint.problem import SEVERITIES, Problem, Severity, Source, printable

#: Of how many gemeenten the problems of one kind are told.
MOST = 5
#: How many places of one kind are named at the end, and gemeenten in one place.
NAMED = 3

Kind = tuple[Severity, str, str]


@dataclass(slots=True)
class _Group:
    """The problems of one kind: who failed of them, by where each has it."""

    problems: dict[Problem, None] = field(default_factory=dict)
    places: dict[Source, list[str]] = field(default_factory=dict)
    sheets: int = 0


class Tally:
    """The problems of one build, told in ``language``; with ``all_of_them`` none is kept back."""

    def __init__(self, language: Language, *, all_of_them: bool) -> None:
        self._language, self._all = language, all_of_them
        self._seen: dict[Problem, None] = {}
        self._told: dict[Kind, set[str]] = {}
        self._held: dict[Kind, list[Problem]] = {}
        self._failed: dict[Kind, _Group] = {}
        self.failures = 0

    def is_to_be_told(self, problem: Problem, gemeente: str) -> bool:
        """Whether to tell ``problem`` now: it is new, and few others have one of its kind."""
        if problem in self._seen:
            return False
        self._seen[problem] = None
        kind = self._kind(problem)
        having = self._told.setdefault(kind, set())
        if gemeente not in having and len(having) == MOST and not self._all:
            self._held.setdefault(kind, []).append(problem)
            return False
        having.add(gemeente)
        return True

    def fail(self, gemeente: str, problems: Iterable[Problem]) -> None:
        """A sheet of ``gemeente`` could not be made, for the worst of its ``problems``."""
        self.failures += 1
        found = list(problems)
        ranks = list(Severity)
        worst = min((ranks.index(problem.severity) for problem in found), default=0)
        counted: set[Kind] = set()
        for problem in found:
            if ranks.index(problem.severity) == worst:
                kind = self._kind(problem)
                group = self._failed.setdefault(kind, _Group())
                group.problems[problem] = None
                names = group.places.setdefault(problem.source, [])
                if gemeente not in names:
                    names.append(gemeente)
                group.sheets += kind not in counted
                counted.add(kind)

    def count(self, severity: Severity) -> int:
        """How many problems of ``severity`` there were, each counted once."""
        return sum(problem.severity is severity for problem in self._seen)

    def held(self) -> list[str]:
        """A line for each kind of which not all were told, nor are told by :meth:`table`."""
        lines = []
        for kind, problems in self._held.items():
            if kind not in self._failed:
                what = self._name(kind, problems)
                more = say("{count} more: {what}", count=len(problems), what=what)
                lines.append(printable(self._language.tell(more)))
        return lines

    def table(self, total: int, *, made: bool) -> Iterator[str]:
        """What failed of ``total`` sheets, ``made`` or looked at, and why: by kind, the most
        frequent first."""
        head = say_many(
            "Not in order: {failed} of {count} sheet",
            "Not in order: {failed} of {count} sheets",
            total,
            failed=self.failures,
        )
        if made:
            head = say_many(
                "Not made: {failed} of {count} sheet",
                "Not made: {failed} of {count} sheets",
                total,
                failed=self.failures,
            )
        yield self._language.tell(head)
        for kind, group in sorted(self._failed.items(), key=lambda item: -item[1].sheets):
            yield from self._rows(kind, group)

    def _rows(self, kind: Kind, group: _Group) -> Iterator[str]:
        tell = self._language.tell
        sheets = tell(say_many("{count} sheet", "{count} sheets", group.sheets))
        yield printable(f"  {sheets}  {self._name(kind, list(group.problems))}")
        messages = {tell(problem.message) for problem in group.problems}
        hints = {tell(problem.hint) for problem in group.problems}
        at = {problem.source: problem for problem in reversed(group.problems)}
        places = list(group.places.items())
        for source, names in places[:NAMED]:
            said = f": {tell(at[source].message)}" if len(messages) > 1 else ""
            yield printable(f"    {source}  {self._names(names)}{said}")
            if len(hints) > 1:
                yield printable(f"      hint: {tell(at[source].hint)}")
        if others := places[NAMED:]:
            more = say_many(
                "and {count} place more: {names}",
                "and {count} places more: {names}",
                len(others),
                names=self._names(
                    list(dict.fromkeys(name for _, found in others for name in found))
                ),
            )
            yield f"    {tell(more)}"
        if len(hints) == 1:
            yield printable(f"    hint: {hints.pop()}")

    def _names(self, names: list[str]) -> str:
        named = ", ".join(names[:NAMED])
        if len(names) <= NAMED:
            return named
        more = len(names) - NAMED
        return self._language.tell(say("{names} and {count} more", names=named, count=more))

    def _name(self, kind: Kind, problems: list[Problem]) -> str:
        """What all ``problems`` of a kind say; where they differ, without what they name."""
        severity, code, common = kind
        messages = {self._language.tell(problem.message) for problem in problems}
        word = self._language.catalogue.gettext(SEVERITIES[severity])
        return f"{word}[{code}]: {messages.pop() if len(messages) == 1 else common}"

    def _kind(self, problem: Problem) -> Kind:
        return problem.severity, problem.code, self._language.kind(problem.message)

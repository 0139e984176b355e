"""What a check is: one rule, its source, and a small function that finds where it is broken."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from flevoprint.finding import Expected, Finding, Kind
from flevoprint.geometry import Box
from flevoprint.language import Words
from flevoprint.press.preflight.reading import Reading
from flevoprint.printer import PrinterProfile
from flevoprint.problem import Problem, Severity, Source

#: From a file, the shop's limits and what is expected of it to where the rule is broken.
Rule = Callable[[Reading, PrinterProfile, Expected], Iterable[Finding]]


@dataclass(frozen=True, slots=True)
class Check:
    """One rule. ``id`` is its stable name, ``source`` the standard's clause or the paper."""

    id: str
    kinds: frozenset[Kind]
    source: str
    rule: Rule
    codes: tuple[str, ...] = ()


PRESS = frozenset({Kind.PRESS})
SCREEN = frozenset({Kind.SCREEN})
BOTH = PRESS | SCREEN


def finding(
    reading: Reading,
    code: str,
    severity: Severity,
    message: Words,
    hint: Words,
    *,
    page: int = 0,
    box: Box | None = None,
) -> Finding:
    """A finding in ``reading``; ``code`` is ``preflight.…``."""
    return Finding(Problem(code, severity, message, Source(reading.file), hint), page, box)

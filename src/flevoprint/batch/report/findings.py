"""What was found on the sheets of a report, each thing once however many sheets have it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from flevoprint.batch.manifest import Row
from flevoprint.language import Language, Phrase
from flevoprint.problem import SEVERITIES, Severity, Source

#: What a sheet is, as the manifest tells sheets apart; the gemeente comes first.
Place = tuple[str, str, str, str]
#: The severities as classes of the style sheet.
CLASSES = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "note"}


@dataclass(frozen=True, slots=True)
class Told:
    """One finding in words; equal where two sheets have the very same one.

    ``kind`` is what its message has in common with others of its code; ``look`` a class of the
    style sheet.
    """

    code: str
    severity: Severity
    name: str
    look: str
    kind: str
    message: str
    hint: str
    source: str


@dataclass(frozen=True, slots=True)
class Group:
    """Findings of one kind, on so many ``sheets``.

    ``message`` and ``hint`` are what all of them say, the hint empty where they differ. ``places``
    are the findings that several gemeenten have, each with the number of sheets that have it; the
    others stand with their sheets.
    """

    first: Told
    message: str
    hint: str
    sheets: int
    places: tuple[tuple[Told, int], ...]


def told(rows: Iterable[Row], language: Language) -> tuple[Told, ...]:
    """The findings in ``rows`` of the manifest, each once, the worst first."""
    records = (record for row in rows for record in row["problems"] if isinstance(record, Mapping))
    found = dict.fromkeys(_told(record, language) for record in records)
    return tuple(sorted(found, key=lambda one: list(Severity).index(one.severity)))


def _told(record: Row, language: Language) -> Told:
    text = {key: str(record.get(key, "")) for key in ("code", "kind", "message", "hint", "file")}
    known = record.get("severity") in list(Severity)
    severity = Severity(record["severity"]) if known else Severity.NOTE
    line, column = (record.get(key) for key in ("line", "column"))
    at = (line, column) if isinstance(line, int) and isinstance(column, int) else (0, 0)
    return Told(
        text["code"],
        severity,
        language.tell(Phrase(SEVERITIES[severity])),
        CLASSES[severity],
        text["kind"] or text["message"],
        text["message"],
        text["hint"],
        str(Source(text["file"], *at)),
    )


def common(found: Mapping[Place, Sequence[Told]]) -> frozenset[Told]:
    """Those of ``found`` that several gemeenten have: faults of what they share."""
    having: defaultdict[Told, set[str]] = defaultdict(set)
    for (gemeente, *_), ones in found.items():
        for one in ones:
            having[one].add(gemeente)
    return frozenset(one for one, gemeenten in having.items() if len(gemeenten) > 1)


def groups(found: Mapping[Place, Sequence[Told]], shared: frozenset[Told]) -> Iterator[Group]:
    """The kinds of what was ``found``, the worst and the most frequent first."""
    kinds: defaultdict[tuple[Severity, str, str], dict[Place, list[Told]]] = defaultdict(dict)
    for place, ones in found.items():
        for one in ones:
            kinds[one.severity, one.code, one.kind].setdefault(place, []).append(one)
    ranks = list(Severity)
    for _, by_place in sorted(
        kinds.items(), key=lambda item: (ranks.index(item[0][0]), -len(item[1]), item[0])
    ):
        yield _group(by_place, shared)


def _group(by_place: Mapping[Place, Sequence[Told]], shared: frozenset[Told]) -> Group:
    counts: dict[Told, int] = {}
    for ones in by_place.values():
        for one in ones:
            counts[one] = counts.get(one, 0) + 1
    first, messages = next(iter(counts)), {one.message for one in counts}
    hints = {one.hint for one in counts}
    return Group(
        first,
        first.message if len(messages) == 1 else first.kind,
        first.hint if len(hints) == 1 else "",
        len(by_place),
        tuple((one, count) for one, count in counts.items() if one in shared),
    )

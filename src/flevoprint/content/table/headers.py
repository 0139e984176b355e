"""Which row names the columns, and what each of them holds."""

from __future__ import annotations

import difflib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from flevoprint.content.register import folded
from flevoprint.content.table.grid import Cell, letter
from flevoprint.language import Words, excerpt, say
from flevoprint.problem import Problem, note, warning

#: Above the row of heads may stand a title, a date, merged heads.
FARTHEST = 20
#: The file's name, beside the keys of ``written.PATHS``.
FILE = "bestand"
#: Key -> how people head such a column; letters and digits count, nothing else.
HEADS = {
    FILE: ("bestand", "bestandsnaam", "id"),
    "naam": ("naam", "gemeente", "gemeentenaam", "naam gemeente", "naam van de gemeente", "name"),
    "cbs": (
        *("cbs", "code", "cbs-code", "gemeentecode", "gemeentecode gm", "gm", "gm-code"),
        *("cbs-nummer", "gemeentenummer", "cbs gemeentecode", "code gemeente"),
    ),
    "website": (
        *("website", "site", "web", "url", "webadres", "internet", "internetadres", "homepage"),
        *("www", "webpagina", "adres website"),
    ),
    "e-mail": ("e-mail", "mail", "e-mailadres", "mailadres", "emailadres algemeen"),
    "telefoon": (
        *("telefoon", "tel", "telefoonnummer", "telnr", "telefoonnr", "tel nummer", "phone"),
        *("telefoon algemeen", "nummer", "algemeen nummer"),
    ),
    "hoofdkleur": (
        *("hoofdkleur", "kleur", "kleur 1", "eerste kleur", "huiskleur", "primaire kleur", "rgb"),
        *("hoofdkleur rgb", "kleur 1 rgb", "rgb hoofdkleur", "kleur rgb"),
    ),
    "hoofdkleur cmyk": ("hoofdkleur cmyk", "cmyk", "kleur 1 cmyk", "cmyk hoofdkleur", "kleur cmyk"),
    "tweede kleur": (
        *("tweede kleur", "kleur 2", "2e kleur", "steunkleur", "secundaire kleur", "accentkleur"),
        *("tweede kleur rgb", "kleur 2 rgb", "rgb tweede kleur", "steunkleur rgb"),
    ),
    "tweede kleur cmyk": (
        *("tweede kleur cmyk", "kleur 2 cmyk", "cmyk tweede kleur", "steunkleur cmyk"),
        "2e kleur cmyk",
    ),
}
_KEYS = {folded(head): key for key, heads in HEADS.items() for head in heads}
#: Without one of these nobody knows of which gemeente a row is.
NEEDED = ("naam", "cbs")


@dataclass(frozen=True, slots=True)
class Header:
    """The heads, the last of which stand in ``row`` of the rows: what each column means, from 0."""

    row: int = 0
    cells: Sequence[Cell] = ()
    keys: Mapping[int, str] = field(default_factory=dict)
    #: Columns whose key stands in an earlier column too.
    double: tuple[int, ...] = ()


def best_header(rows: Sequence[Sequence[Cell]]) -> Header:
    """The row, among the first, in which most heads are known; no keys where there is none.

    Heads may stand in two rows, where a wide one has others below it.
    """
    found = [_header(*_heads(rows, at)) for at in range(min(len(rows), FARTHEST))]
    named = [header for header in found if set(header.keys.values()) & set(NEEDED)]
    # As many may be known of a row alone as of it with a title above: then that is no head.
    return max(
        reversed(named), key=lambda header: (len(header.keys), -header.row), default=Header()
    )


def column_problems(header: Header, rows: Sequence[Sequence[Cell]]) -> list[Problem]:
    """What stands in the table and is not used."""
    heads = header.cells
    problems: list[Problem] = []
    for column in range(max(len(row) for row in rows[header.row :])):
        filled = [row[column] for row in rows[header.row + 1 :] if _filled(row, column)]
        if column in header.keys or not filled:
            continue
        head = heads[column] if _filled(heads, column) else None
        if column in header.double and head:
            problems.append(
                warning(
                    "import.column-twice",
                    say(
                        "column {letter} '{head}' is not read: an earlier column has {key} already",
                        letter=letter(column + 1),
                        head=head.text,
                        key=_KEYS[folded(head.text)],
                    ),
                    head.source,
                    say("give the column you mean the right head, and remove the other"),
                )
            )
        else:
            problems.append(_unused(column, head, filled[0]))
    return problems


def _heads(rows: Sequence[Sequence[Cell]], at: int) -> tuple[int, Sequence[Cell]]:
    """The heads that begin in the row ``at``, and the row in which they end."""
    heads, below = rows[at], rows[at + 1] if at + 1 < len(rows) else ()
    filled = [cell for cell in below if cell.text]
    if not filled or not all(folded(cell.text) in _KEYS for cell in filled):
        return at, heads
    lower = [_filled(below, column) or column >= len(heads) for column in range(len(below))]
    lowest = [below[column] if is_lower else heads[column] for column, is_lower in enumerate(lower)]
    return at + 1, (*lowest, *heads[len(below) :])


def _header(at: int, row: Sequence[Cell]) -> Header:
    keys: dict[int, str] = {}
    double = []
    for column, cell in enumerate(row):
        key = _KEYS.get(folded(cell.text))
        if key and key in keys.values():
            double.append(column)
        elif key:
            keys[column] = key
    return Header(at, row, keys, tuple(double))


def _filled(row: Sequence[Cell], column: int) -> bool:
    return column < len(row) and bool(row[column].text)


def _unused(column: int, head: Cell | None, first: Cell) -> Problem:
    if head is None:
        message = say("column {letter} has no head and is not read", letter=letter(column + 1))
        hint: Words = say("put a head above it: {known}", known=", ".join(HEADS))
        return note("import.column-unused", message, first.source, hint)
    close = difflib.get_close_matches(folded(head.text), _KEYS, 1, 0.75)
    hint = (
        say("did you mean '{name}'?", name=_KEYS[close[0]])
        if close
        else say("these heads are read: {known}", known=", ".join(HEADS))
    )
    message = say(
        "column {letter} '{head}' is not read", letter=letter(column + 1), head=excerpt(head.text)
    )
    return note("import.column-unused", message, head.source, hint)

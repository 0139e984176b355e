"""A table file as a grid of cells, whatever wrote it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from flevoprint.language import Phrase, say, system_reason
from flevoprint.problem import FlevoprintError, Problem, Source, error

#: Far more than the gemeenten of the Netherlands; beyond it something else was saved along.
MAX_ROWS, MAX_COLUMNS, MAX_LETTERS = 5_000, 200, 2_000
MAX_BYTES = 20_000_000

#: Control characters but for spaces; zero-width marks and soft hyphens.
_UNSEEN = {code: None for code in (*range(32), *range(127, 160)) if not chr(code).isspace()}
_UNSEEN |= dict.fromkeys((0xAD, 0x200B, 0x2060, 0xFEFF))


@dataclass(frozen=True, slots=True)
class Cell:
    """What stands in one cell. Its source's line is the row, its column the column, from 1."""

    text: str
    source: Source


@dataclass(frozen=True, slots=True)
class Grid:
    """The rows in which something stands, each from its first column on.

    ``problems`` tell of what else the file holds.
    """

    name: str
    rows: tuple[tuple[Cell, ...], ...]
    problems: tuple[Problem, ...] = ()


def read_bytes(path: Path) -> bytes:
    """The file's bytes. Raises FlevoprintError for what cannot be a table."""
    name = str(path)
    try:
        if path.exists() and not path.is_file():
            raise FlevoprintError([unreadable(say("this is not an ordinary file"), name)])
        if path.stat().st_size > MAX_BYTES:
            raise FlevoprintError([too_large(_megabytes(), Source(name))])
        return path.read_bytes()
    except OSError as failure:
        raise FlevoprintError([unreadable(system_reason(failure), name)]) from None


def grid(name: str, rows: Iterable[tuple[int, Iterable[str]]]) -> Grid:
    """The cells of numbered ``rows``, empty rows left out. Raises FlevoprintError past a limit."""
    kept = []
    for number, texts in rows:
        cells = tuple(
            Cell(" ".join(_visible(text).split()), Source(name, number, column))
            for column, text in enumerate(texts, start=1)
        )
        if not any(cell.text for cell in cells):
            continue
        kept.append(cells)
        if len(kept) > MAX_ROWS + 20:
            most = say("{most} rows", most=MAX_ROWS)
            raise FlevoprintError([too_large(most, cells[0].source)])
        for cell in cells:
            _check(cell)
    return Grid(name, tuple(kept))


def letter(column: int) -> str:
    """A column as Excel names it: A, B … Z, AA."""
    name = ""
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(ord("A") + rest) + name
    return name


def unreadable(reason: Phrase, name: str) -> Problem:
    """A file that cannot be opened."""
    return error(
        "import.unreadable",
        say("the file cannot be read: {reason}", reason=reason),
        Source(name),
        say("check the name of the file and whether you may read it"),
    )


def too_large(most: Phrase, source: Source) -> Problem:
    """A file, or what stands in it, beyond all reason; ``most`` is what is still read."""
    return error(
        "import.too-large",
        say("this table is too large; at most {most}", most=most),
        source,
        say("check that this is the right file, and keep only the rows and columns that count"),
    )


def bad_format(message: Phrase, name: str) -> Problem:
    """A file of a kind that is not read."""
    return error(
        "import.format",
        message,
        Source(name),
        say("save the table in Excel or LibreOffice as .xlsx or as CSV UTF-8, and import that"),
    )


def _megabytes() -> Phrase:
    return say("{most} MB", most=MAX_BYTES // 10**6)


def _visible(text: str) -> str:
    """``text`` without what shows nothing and comes along when pasting."""
    return text.translate(_UNSEEN)


def _check(cell: Cell) -> None:
    if cell.text and cell.source.column > MAX_COLUMNS:
        raise FlevoprintError([too_large(say("{most} columns", most=MAX_COLUMNS), cell.source)])
    if len(cell.text) > MAX_LETTERS:
        most = say("{most} letters in a cell", most=MAX_LETTERS)
        raise FlevoprintError([too_large(most, cell.source)])

"""A table's rows as what is known of each gemeente, and what is wrong with the others."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from flevoprint.content.files import slug
from flevoprint.content.found import Pictures
from flevoprint.content.register import find, folded, likely, of_code
from flevoprint.content.shapes import RowShape
from flevoprint.content.table.delimited import read_delimited
from flevoprint.content.table.grid import Cell, Grid, bad_format, letter, read_bytes
from flevoprint.content.table.headers import FILE, HEADS, best_header, column_problems
from flevoprint.content.table.values import NAMED, Lost, read_value
from flevoprint.content.table.workbook import read_workbook
from flevoprint.content.validation import validate
from flevoprint.content.written import PATHS
from flevoprint.language import Phrase, either, excerpt, say, say_many
from flevoprint.model import Entry, Node
from flevoprint.problem import FlevoprintError, Problem, Source, error, has_errors, note, warning

#: Remedies in a cell of what in a file is written otherwise, by code and the end of a key.
IN_A_CELL = {
    ("content.bad-colour", "kleur"): say("write # with six digits or letters a–f, such as #0e5a63"),
    ("content.bad-colour", "cmyk"): say(
        "write four percentages, for cyan, magenta, yellow and black, such as 85 40 45 36"
    ),
    ("content.bad-address", "e-mail"): say("write the address alone, such as info@urk.nl"),
}
DELIMITED, WORKBOOK = (".csv", ".tsv", ".txt"), (".xlsx", ".xlsm")


@dataclass(frozen=True, slots=True)
class Row:
    """What one row says: ``values`` by the keys of ``written.PATHS``, empty cells too.

    ``named`` tells that the row itself says what its file is called.
    """

    id: str
    values: Mapping[str, str]
    source: Source
    named: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """What was understood of a table, and what was not.

    ``columns`` are letter, head and key of what is read; ``failed`` counts the rows with an error.
    """

    name: str
    heads_at: int
    columns: tuple[tuple[str, str, str], ...]
    rows: tuple[Row, ...]
    failed: int
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class _Remark:
    """Something done to a value, where, and what came of it."""

    what: str
    cell: Cell
    text: str


def read_table(path: Path) -> Table:
    """The table in ``path``. Raises FlevoprintError where nothing can be read of it."""
    grid = _grid(path)
    header = best_header(grid.rows)
    if not header.keys:
        raise FlevoprintError([_no_header(grid), *grid.problems])
    heads = header.cells
    problems = [*grid.problems, *column_problems(header, grid.rows)]
    remarks: list[_Remark] = []
    rows: dict[str, Row] = {}
    failed = 0
    for cells in grid.rows[header.row + 1 :]:
        known = {key: cells[at] for at, key in header.keys.items() if at < len(cells)}
        if not any(cell.text for cell in known.values()):
            continue
        row, found, said = _read_row(known, cells[0].source)
        if row is not None and row.id in rows:
            found, row = [twice(row, rows[row.id], f"{row.id}.yaml")], None
        problems += found
        if row is None:
            failed += 1
        else:
            rows[row.id] = row
            remarks += said
    if not rows and not failed:
        raise FlevoprintError([_no_rows(heads[0].source), *grid.problems])
    return Table(
        grid.name,
        heads[0].source.line,
        tuple((letter(at + 1), heads[at].text, key) for at, key in header.keys.items()),
        tuple(rows.values()),
        failed,
        (*problems, *_told(remarks)),
    )


def _grid(path: Path) -> Grid:
    suffix, name = path.suffix.lower(), str(path)
    if suffix not in DELIMITED + WORKBOOK:
        message = say("'{kind}' is not a kind of table that is read here", kind=suffix or path.name)
        raise FlevoprintError([bad_format(message, name)])
    data = read_bytes(path)
    zipped = data.startswith(b"PK\x03\x04")
    return (read_workbook if zipped or suffix in WORKBOOK else read_delimited)(data, name)


def _read_row(
    cells: Mapping[str, Cell], source: Source
) -> tuple[Row | None, list[Problem], list[_Remark]]:
    """The row, None where something in it is wrong; what is wrong; and what was done to it."""
    values: dict[str, str] = {}
    problems: list[Problem] = []
    remarks: list[_Remark] = []
    for key, cell in cells.items():
        try:
            read = read_value(key, cell.text) if cell.text else None
        except Lost:
            problems.append(_lost(key, cell))
            continue
        values[key] = read.text if read else ""
        if read and read.remark:
            remarks.append(_Remark(read.remark, cell, read.text))
    typed = values.get("naam", "")
    if "naam" in values or "naam" not in cells:
        problems += _identified(values, cells, source)
    if not has_errors(problems):
        found = validate(RowShape, _node(values, cells, source), Pictures(Path()))[1]
        problems += [_in_a_cell(problem, cells) for problem in found]
    if has_errors(problems):
        return None, problems, []
    if values["naam"] != typed and typed:
        remarks.append(_Remark(NAMED, cells["naam"], values["naam"]))
    file = values.pop(FILE, "").removesuffix(".yaml")
    return Row(slug(file or values["naam"]), values, source, bool(file)), problems, remarks


def _in_a_cell(problem: Problem, cells: Mapping[str, Cell]) -> Problem:
    """A ``problem`` of one of ``cells`` with the remedy that a table has."""
    key = next((key for key, cell in cells.items() if cell.source == problem.source), "")
    hints = (
        hint
        for (code, end), hint in IN_A_CELL.items()
        if code == problem.code and key.endswith(end)
    )
    return replace(problem, hint=next(hints, problem.hint))


def _identified(values: dict[str, str], cells: Mapping[str, Cell], source: Source) -> list[Problem]:
    """Name and code completed from each other, as far as the CBS's list knows them."""
    name, code = values.get("naam", ""), values.get("cbs", "")
    by_name, by_code = (find(name) if name else None), of_code(code)
    if not name and not by_code:
        return [_no_name(cells.get("cbs"), source)]
    if not name and by_code:
        values["naam"] = by_code.name
    elif by_name and folded(by_name.name) == folded(name):
        values["naam"] = by_name.name
    if not code:
        values["cbs"] = by_name.code if by_name else ""
        if not by_name:
            return [_unlisted(name, cells["naam"].source)]
    elif (
        by_code
        and (by_name is None or by_name.code != code)
        and folded(name) not in folded(by_code.name)
    ):
        return [_other_name(name, code, by_code.name, cells["cbs"].source)]
    return []


def _node(values: Mapping[str, str], cells: Mapping[str, Cell], source: Source) -> Node:
    """The values as the YAML they will be, each standing where its cell does."""
    top: dict[str, Entry] = {}
    for key, path in PATHS.items():
        if not values.get(key):
            continue
        at = cells[key].source if key in cells else source
        inks = key.endswith("cmyk")
        value = tuple(Node(ink, at) for ink in values[key].split()) if inks else values[key]
        group = top
        for step in path[:-1]:
            inner = group.setdefault(step, Entry(Node({}, at), at)).node.value
            assert isinstance(inner, dict)
            group = inner
        group[path[-1]] = Entry(Node(value, at), at)
    return Node(top, source)


def _told(remarks: list[_Remark]) -> Iterator[Problem]:
    """One note for each thing done, however many cells it was done to."""
    for what in dict.fromkeys(remark.what for remark in remarks):
        alike = [remark for remark in remarks if remark.what == what]
        first = alike[0]
        yield note(
            "import.changed",
            say_many(
                "{what}, in {count} cell: {typed} became {text}",
                "{what}, in {count} cells; the first: {typed} became {text}",
                len(alike),
                what=Phrase(what),
                typed=first.cell.text,
                text=first.text,
            ),
            first.cell.source,
            say("check that this is what you mean; if not, mend it in the table"),
        )


def _no_header(grid: Grid) -> Problem:
    shown = [cell.text[:20] for cell in grid.rows[0] if cell.text][:6] if grid.rows else []
    message = (
        say("no row with heads was found; at the top stands: {shown}", shown=" | ".join(shown))
        if shown
        else say("the table is empty")
    )
    hint = say("put heads above the columns: {known}", known=", ".join(HEADS))
    source = grid.rows[0][0].source if grid.rows else Source(grid.name)
    return error("import.no-header", message, source, hint)


def _no_rows(source: Source) -> Problem:
    message = say("there are heads in this row, and nothing stands below them")
    hint = say("put one gemeente in each row below the heads")
    return error("import.no-rows", message, source, hint)


def _no_name(code: Cell | None, source: Source) -> Problem:
    if code is not None and code.text:
        message = say("there is no name, and the CBS's list has no code '{code}'", code=code.text)
    else:
        message = say("this row has neither a name nor a CBS code")
    hint = say("fill in the name of the gemeente, or remove the row")
    return error("import.no-name", message, code.source if code else source, hint)


def _unlisted(name: str, source: Source) -> Problem:
    close = likely(name)
    return note(
        "import.unknown-name",
        say("'{name}' is not one gemeente on the CBS's list, so its code is not known", name=name),
        source,
        say(
            "did you mean {names}? Then correct the table, remove the file of this name and import "
            "again",
            names=either(close),
        )
        if close
        else say("fill in the code in the table, or in the file that is made"),
    )


def _other_name(name: str, code: str, listed: str, source: Source) -> Problem:
    return warning(
        "import.other-name",
        say(
            "{code} is {listed} on the CBS's list, not {name}", code=code, listed=listed, name=name
        ),
        source,
        say("check name and code; they may have come in another row by sorting"),
    )


def twice(row: Row, first: Row, file: str) -> Problem:
    """A row of which an earlier one has the ``file`` already."""
    if row.values["naam"].casefold() == first.values["naam"].casefold():
        message = say(
            "'{name}' stands in the table for the second time; the first is in row {row}",
            name=row.values["naam"],
            row=first.source.line,
        )
    else:
        message = say(
            "'{name}' would get the same file as '{first}' in row {row}: {file}",
            name=row.values["naam"],
            first=first.values["naam"],
            row=first.source.line,
            file=file,
        )
    return error(
        "import.twice",
        message,
        row.source,
        say("remove one of the two rows, or give one another name in a column '{key}'", key=FILE),
    )


def _lost(key: str, cell: Cell) -> Problem:
    letters = letter(cell.source.column)
    if cell.text.startswith("="):
        message = say(
            "in column {letter} ({key}) stands a formula without a result: '{typed}'",
            letter=letters,
            key=key,
            typed=excerpt(cell.text),
        )
        hint = say("open the table in Excel and save it there, or type the value itself")
    else:
        message = say(
            "in column {letter} ({key}) the spreadsheet has no value: '{typed}'",
            letter=letters,
            key=key,
            typed=excerpt(cell.text),
        )
        hint = say(
            "type the value anew, in a column with the format Text, and save the table again"
        )
    return error("import.cell", message, cell.source, hint)

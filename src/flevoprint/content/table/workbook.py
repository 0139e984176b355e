"""Excel workbooks. openpyxl is used here and nowhere else.

It reads a sheet row by row, so what a sheet claims to hold is never made at once: a workbook of a
few kilobytes can claim every cell there is. It also keeps how a number is shown, from which a
leading zero can be told. What is zipped is measured before it is read.

It gives either the results that stand with the formulas or the formulas themselves, so a workbook
is opened twice: a formula without a result (no program computed it yet) is no empty cell.
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime
from itertools import islice
from typing import Any

from flevoprint.content.table.grid import MAX_COLUMNS, Grid, bad_format, grid, too_large
from flevoprint.content.table.headers import FARTHEST, best_header
from flevoprint.language import Phrase, say
from flevoprint.problem import FlevoprintError, Problem, Source, note, warning

#: Unzipped, and the parts it is made of; a workbook of 342 gemeenten takes 0.2 MB.
MAX_UNZIPPED, MAX_PARTS = 100_000_000, 2_000
#: What is shown of a formula, in letters.
FORMULA = 100
_OLD_EXCEL = b"\xd0\xcf\x11\xe0"


@dataclass(frozen=True, slots=True)
class _Sheet:
    """A sheet of the workbook as openpyxl gives it: with results, and with formulas."""

    results: Any
    formulas: Any

    @property
    def visible(self) -> bool:
        return bool(self.results.sheet_state == "visible")


def read_workbook(data: bytes, name: str) -> Grid:
    """The visible sheet with the best heads, and what stands on the others told as a problem.

    Raises FlevoprintError for what is no workbook.
    """
    if data.startswith(_OLD_EXCEL):
        message = say("this is an old Excel file (.xls), or one with a password")
        raise FlevoprintError([bad_format(message, name)])
    _measure(data, name)
    try:
        # From best to worst; of equals the first one.
        heads = {sheet: _heads(sheet, name) for sheet in _sheets(data)}
        filled = sorted((one for one in heads if heads[one] >= 0), key=lambda one: -heads[one])
        chosen = next((sheet for sheet in filled if sheet.visible), None)
        problems = tuple(_unread(one, chosen, name) for one in filled if one is not chosen)
        found = grid(name, _rows(chosen)) if chosen else Grid(name, ())
        return replace(found, problems=problems)
    except FlevoprintError:
        raise
    except Exception:  # whatever it stumbles over in a broken file, the remedy is the same
        raise FlevoprintError([bad_format(_broken(), name)]) from None


def _sheets(data: bytes) -> list[_Sheet]:
    import openpyxl

    results, formulas = (
        openpyxl.load_workbook(
            io.BytesIO(data), read_only=True, data_only=data_only, keep_links=False
        )
        for data_only in (True, False)
    )
    pairs = zip(results.worksheets, formulas.worksheets, strict=True)
    return [_Sheet(*pair) for pair in pairs]


def _heads(sheet: _Sheet, name: str) -> int:
    """How many heads the sheet has that are known; -1 where nothing stands on it."""
    try:
        rows = grid(name, islice(_rows(sheet), FARTHEST)).rows
    except FlevoprintError:  # beyond a limit: no table, or told once it is read whole
        return 0
    return len(best_header(rows).keys) if rows else -1


def _unread(sheet: _Sheet, chosen: _Sheet | None, name: str) -> Problem:
    """A sheet on which something stands that nobody will see; one that is hidden is often help."""
    title = sheet.results.title
    if not sheet.visible:
        return note(
            "import.sheet-unread",
            say("the hidden sheet '{sheet}' is not read", sheet=title),
            Source(name),
            say("if gemeenten stand on it, make it visible, or save it as a table of its own"),
        )
    return warning(
        "import.sheet-unread",
        say(
            "the sheet '{sheet}' is not read; '{chosen}' is",
            sheet=title,
            chosen=chosen.results.title if chosen else "",
        ),
        Source(name),
        say("if gemeenten stand on it, put all on one sheet, or save it as a table of its own"),
    )


def _measure(data: bytes, name: str) -> None:
    """Unzip all of it once, a piece at a time: what a zip says of its sizes need not be true."""
    total = 0
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            if len(archive.infolist()) > MAX_PARTS:
                raise FlevoprintError([_too_much(name)])
            for part in archive.infolist():
                with archive.open(part) as file:
                    head = file.read(1 << 16)
                    if part.filename.endswith((".xml", ".rels")) and b"<!DOCTYPE" in head:
                        raise FlevoprintError([bad_format(_broken(), name)])
                    total += len(head)
                    while piece := file.read(1 << 20):
                        total += len(piece)
                        if total > MAX_UNZIPPED:
                            raise FlevoprintError([_too_much(name)])
    except (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError, NotImplementedError):
        raise FlevoprintError([bad_format(_broken(), name)]) from None


def _rows(sheet: _Sheet) -> Iterator[tuple[int, list[str]]]:
    rows = []
    for one in (sheet.results, sheet.formulas):
        one.reset_dimensions()  # what a sheet says of its size need not be true either
        rows.append(one.iter_rows(max_col=MAX_COLUMNS + 1))
    blank = None
    for number, (row, formulas) in enumerate(zip(*rows, strict=True), start=1):
        # Rows that are not in the file come as one and the same; there can be a million.
        if row is blank:
            continue
        texts = [_text(cell, formula) for cell, formula in zip(row, formulas, strict=True)]
        if any(texts):
            yield number, texts
        else:
            blank = row


def _text(cell: Any, formula: Any) -> str:
    """What Excel shows in ``cell``, as near as it matters; a formula that has no result is shown
    itself. One whose result is an empty text (``str``) is an empty cell."""
    if cell.value is None and formula.data_type == "f" and cell.data_type != "str":
        written = str(getattr(formula.value, "text", formula.value))
        return f"={written.removeprefix('=')}"[:FORMULA]
    value = cell.value
    if value is None:
        return ""
    if isinstance(value, bool):
        return "ja" if value else "nee"
    if isinstance(value, datetime | date):
        return value.isoformat()[:10]
    if isinstance(value, int | float) and value == int(value):
        return _shown(int(value), str(cell.number_format))
    return str(value)


def _shown(number: int, shape: str) -> str:
    """A whole number in a format of zeros, such as 0000-000000; other formats change nothing."""
    zeros = shape.count("0")
    if not re.fullmatch(r"0[0 -]*0", shape) or len(str(abs(number))) > zeros or number < 0:
        return str(number)
    digits = iter(str(number).zfill(zeros))
    return "".join(next(digits) if mark == "0" else mark for mark in shape)


def _broken() -> Phrase:
    return say("this is not a readable Excel workbook")


def _too_much(name: str) -> Problem:
    most = say("{most} MB unzipped", most=MAX_UNZIPPED // 10**6)
    return too_large(most, Source(name))

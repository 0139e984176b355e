"""Excel workbooks. openpyxl is used here and nowhere else.

It reads a sheet row by row, so what a sheet claims to hold is never made at once: a workbook of a
few kilobytes can claim every cell there is. It also keeps how a number is shown, from which a
leading zero can be told. What is zipped is measured before it is read.
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from flevoprint.content.table.grid import MAX_COLUMNS, Grid, bad_format, grid, too_large
from flevoprint.language import Phrase, say
from flevoprint.problem import FlevoprintError, Problem, Source

#: Unzipped, and the parts it is made of; a workbook of 342 gemeenten takes 0.2 MB.
MAX_UNZIPPED, MAX_PARTS = 100_000_000, 2_000
_OLD_EXCEL = b"\xd0\xcf\x11\xe0"


def read_workbook(data: bytes, name: str) -> Grid:
    """The first sheet that holds something. Raises FlevoprintError for what is no workbook."""
    if data.startswith(_OLD_EXCEL):
        message = say("this is an old Excel file (.xls), or one with a password")
        raise FlevoprintError([bad_format(message, name)])
    _measure(data, name)
    import openpyxl

    try:
        book = openpyxl.load_workbook(
            io.BytesIO(data), read_only=True, data_only=True, keep_links=False
        )
        for sheet in book.worksheets:
            found = grid(name, _rows(sheet))
            if found.rows:
                return found
    except FlevoprintError:
        raise
    except Exception:  # whatever it stumbles over in a broken file, the remedy is the same
        raise FlevoprintError([bad_format(_broken(), name)]) from None
    return Grid(name, ())


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


def _rows(sheet: Any) -> Iterator[tuple[int, list[str]]]:
    sheet.reset_dimensions()  # what a sheet says of its size need not be true either
    blank = None
    for number, row in enumerate(sheet.iter_rows(max_col=MAX_COLUMNS + 1), start=1):
        # Rows that are not in the file come as one and the same; there can be a million.
        if row is blank:
            continue
        texts = [_text(cell) for cell in row]
        if any(texts):
            yield number, texts
        else:
            blank = row


def _text(cell: Any) -> str:
    """What Excel shows in ``cell``, as near as it matters."""
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

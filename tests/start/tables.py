"""Tables as people have them, written by other programs than the one that reads them."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from pathlib import Path

import xlsxwriter

from flevoprint.content.register import LIST

Cells = Sequence[object]


def everyone() -> list[dict[str, str]]:
    """Every gemeente of the CBS's list, by code and name."""
    with LIST.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def all_of_them() -> list[Cells]:
    """A table of all gemeenten, with a made-up phone (as Excel keeps it) and site each."""
    heads = ("Gemeente", "GM-code", "Telefoon", "Website")
    rows = [
        (row["naam"], row["code"], 200_000_000 + 7 * at, f"www.gemeente-{at}.example")
        for at, row in enumerate(everyone())
    ]
    return [heads, *rows]


def csv_bytes(rows: Iterable[Cells], *, separator: str = ";", encoding: str = "utf-8-sig") -> bytes:
    """The rows as CSV."""
    out = io.StringIO()
    csv.writer(out, delimiter=separator, lineterminator="\r\n").writerows(rows)
    return out.getvalue().encode(encoding)


def write_xlsx(path: Path, rows: Iterable[Cells], formats: dict[int, str] | None = None) -> Path:
    """The rows as a workbook; ``formats`` are number formats by column, from 0."""
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet("Gemeenten")
        shapes = {
            column: book.add_format({"num_format": shape})
            for column, shape in (formats or {}).items()
        }
        for at, row in enumerate(rows):
            for column, value in enumerate(row):
                if value is not None:
                    sheet.write(at, column, value, shapes.get(column))
    return path

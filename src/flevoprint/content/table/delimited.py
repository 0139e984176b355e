"""CSV as Excel, LibreOffice and databases write it: any separator, any of four encodings."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from itertools import islice

from flevoprint.content.table.grid import MAX_BYTES, Grid, grid
from flevoprint.content.table.headers import best_header
from flevoprint.language import say
from flevoprint.problem import FlevoprintError, Problem, Source, error

SEPARATORS = ";,\t|"
#: Rows that tell which separator is meant.
SAMPLE = 60


def read_delimited(data: bytes, name: str) -> Grid:
    """The grid in ``data``. Raises FlevoprintError for what is no text."""
    text = _decoded(data, name)
    first = re.match(
        rf"sep=([{SEPARATORS}])\r?\n", text, re.IGNORECASE
    )  # a line that Excel reads itself
    if first:
        return grid(name, _rows(text, first[1], name))
    return grid(name, _rows(text, _separator(text, name), name))


def _separator(text: str, name: str) -> str:
    """The separator with which most column heads are known, and else the most cells are found."""

    def worth(separator: str) -> tuple[int, int]:
        try:
            rows = grid(name, islice(_rows(text, separator, name), SAMPLE)).rows
        except FlevoprintError:
            return 0, 0
        return len(best_header(rows).keys), sum(len(row) > 1 for row in rows)

    return max(SEPARATORS, key=worth)


def _rows(text: str, separator: str, name: str) -> Iterator[tuple[int, list[str]]]:
    """Each record with the line it begins on."""
    csv.field_size_limit(MAX_BYTES)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    begins = 1
    try:
        for record in reader:
            yield begins, record
            begins = reader.line_num + 1
    except csv.Error:
        raise FlevoprintError([_open_quote(Source(name, begins, 1))]) from None


def _open_quote(source: Source) -> Problem:
    """Else all that follows, up to a next quote, would be taken for one cell."""
    return error(
        "import.quote",
        say('in this row a double quote (") is not closed, or text follows behind it'),
        source,
        say("remove the quote, or save the table from Excel as .xlsx"),
    )


def _decoded(data: bytes, name: str) -> str:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        encodings = ["utf-16"]
    elif data[:400].count(b"\0") > len(data[:400]) // 3:
        # Without a mark at its start; Latin letters leave every second byte empty.
        encodings = ["utf-16-le" if data[1:2] == b"\0" else "utf-16-be"]
    else:
        encodings = ["utf-8-sig", "cp1252"]
    for encoding in encodings:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise FlevoprintError(
        [
            error(
                "import.encoding",
                say("this is not text in a known encoding (UTF-8, UTF-16 or Windows-1252)"),
                Source(name),
                say("save the table in Excel as 'CSV UTF-8', or as .xlsx"),
            )
        ]
    )

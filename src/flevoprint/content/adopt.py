"""A table's rows held against the files a project has: what to write, and what to leave alone.

A file that somebody edited is never touched: its first line carries a digest of what flevoprint
wrote, and a file without it, or with another, is the editor's own. Nor does a row ever change the
file of another gemeente, or two rows the same file.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from enum import Enum
from pathlib import Path

from flevoprint.content.files import Files, entry_text, slug
from flevoprint.content.layers import FOLDERS, Kind
from flevoprint.content.nodes import Document, parse_document
from flevoprint.content.register import of_code
from flevoprint.content.table.headers import FILE
from flevoprint.content.table.rows import Row, twice
from flevoprint.content.table.values import Lost, read_value
from flevoprint.content.written import (
    COLOURS,
    NEUTRAL,
    PATHS,
    Below,
    Values,
    entry,
    gemeente_text,
    header,
    table_text,
    untouched,
    values_in,
)
from flevoprint.language import say
from flevoprint.problem import Problem, Source, error, note


class Outcome(Enum):
    """What becomes of a row."""

    NEW = "new"
    CHANGED = "changed"
    SAME = "same"
    KEPT = "kept"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Own:
    """A file that the project has."""

    path: Path
    document: Document
    values: Values


@dataclass(frozen=True, slots=True)
class Adopted:
    """A row's file: ``text`` is to be written, None where the file stays as it is.

    ``name`` is the gemeente's, for a placeholder of its logo; ``own`` is the file that there is.
    """

    id: str
    name: str
    path: Path
    outcome: Outcome
    text: str | None = None
    problem: Problem | None = None
    own: Own | None = None


def adopt(root: Path, rows: Iterable[Row]) -> tuple[Adopted, ...]:
    """What becomes of each row in the project at ``root``."""
    files = Files(root.resolve())
    own = own_files(files)
    taken: dict[Path, Row] = {}
    adopted = []
    for row in rows:
        item = _adopted(files, row, _match(row, own))
        if item.outcome is not Outcome.REFUSED and taken.setdefault(item.path, row) is not row:
            item = _refused(item, twice(row, taken[item.path], item.path.name))
        adopted.append(item)
    return tuple(adopted)


def below_gemeente(files: Files, province: str = "") -> Below:
    """What lies below a gemeente in the project of ``files``: the ``province`` that its file names,
    or what is there for one that is new."""
    provinces = files.listed(files.content / FOLDERS[Kind.PROVINCE])
    there = [path for path in provinces if path.stem == (province or path.stem)]
    names = (province,) if province else tuple(path.stem for path in there)
    if len(there) != 1:
        return Below(names)
    document = files.read(there[0])
    said = {key for key, text in values_in(document).items() if text}
    logo = entry(document.node, ("logo",))
    return Below(names, frozenset(said | ({"logo"} if logo and logo.node.value else set())))


def as_it_is_now(files: Files, item: Adopted) -> Adopted:
    """``item``, kept as it is where somebody wrote its file since the table was laid beside it."""
    if item.text is None:
        return item
    if item.own is None:
        changed = os.path.lexists(item.path)
    else:
        changed = files.read(item.path).data != item.own.document.data
    if not changed:
        return item
    problem = _meanwhile(files.name(item.path))
    return replace(item, outcome=Outcome.KEPT, text=None, problem=problem)


def own_files(files: Files) -> list[Own]:
    """The gemeenten that the project has, well written or not."""
    documents = {path: files.read(path) for path in files.listed(files.content / "gemeenten")}
    return [Own(path, found, values_in(found)) for path, found in documents.items()]


def file_of(root: Path, gemeente_id: str, code: str) -> Path | None:
    """The file that the project at ``root`` has of this gemeente, by its name or its code."""
    own = own_files(Files(root.resolve()))
    found = _match(Row(gemeente_id, {"cbs": code}, Source("")), own)
    return found.path if found else None


def gemeente_path(root: Path, gemeente_id: str) -> Path:
    """Where the file of a gemeente lies."""
    return Files(root.resolve()).content / "gemeenten" / f"{gemeente_id}.yaml"


def table_rows(root: Path) -> tuple[list[list[str]], tuple[Problem, ...]]:
    """What the files of the project at ``root`` say, as a table with its heads, and what is wrong
    with how they are written. A file that cannot be read has no row."""
    own = own_files(Files(root.resolve()))
    rows = [
        [found.path.stem, *(table_text(key, found.values[key]) for key in PATHS)]
        for found in own
        if found.document.node is not None
    ]
    problems = tuple(problem for found in own for problem in found.document.problems)
    return [[FILE, *PATHS], *rows], problems


def _match(row: Row, own: Sequence[Own]) -> Own | None:
    """The project's file of the row's gemeente: by its id, else the only one with its code.

    A row that names its file means that one and no other.
    """
    same = [found for found in own if found.path.stem.casefold() == row.id]
    if same:
        return min(same, key=lambda found: found.path.name != f"{row.id}.yaml")
    code = row.values.get("cbs")
    alike = [found for found in own if code and found.values["cbs"] == code]
    return alike[0] if len(alike) == 1 and not row.named else None


def _adopted(files: Files, row: Row, own: Own | None) -> Adopted:
    name = row.values["naam"]
    if own is None:
        path = gemeente_path(files.root, row.id)
        text = gemeente_text(row.id, row.values, below_gemeente(files))
        return Adopted(row.id, name, path, Outcome.NEW, text)
    same = Adopted(own.path.stem, name, own.path, Outcome.SAME, own=own)
    code = _plain("cbs", own.values["cbs"])
    if not row.named and code and row.values.get("cbs") not in (None, "", code):
        return _refused(same, _other_code(files.name(own.path), code, row))
    if untouched(own.document.text):
        province, _ = entry_text(own.document, "provincie") or ("", None)
        below = below_gemeente(files, province)
        written = gemeente_text(own.path.stem, _laid_over(own.values, row.values), below)
        text = header(own.document.text) + written
        after = values_in(parse_document(text, ""))
        if after != own.values:
            problem = _emptied(files.name(own.path), row, own.values, after)
            return replace(same, outcome=Outcome.CHANGED, text=text, problem=problem)
    elif differing := _differing(own.values, row.values):
        problem = _kept(files.name(own.path), row, differing)
        return replace(same, outcome=Outcome.KEPT, problem=problem)
    return same


def _refused(item: Adopted, problem: Problem) -> Adopted:
    return replace(item, outcome=Outcome.REFUSED, text=None, problem=problem)


def _laid_over(own: Values, row: Values) -> dict[str, str]:
    """What a file of ours says, with the row over it: an empty cell empties it.

    Inks belong to their colour, so those of a colour that changes go with it.
    """
    kept = dict(own)
    for key in COLOURS:
        if own[key] == NEUTRAL[key][0] or row.get(key, own[key]) != own[key]:
            del kept[key], kept[f"{key} cmyk"]
        elif not row.get(f"{key} cmyk"):
            row = {other: text for other, text in row.items() if other != f"{key} cmyk"}
    return {**kept, **row}


def _differing(own: Values, row: Values) -> list[str]:
    """The keys of which the row says something else than the editor's own file."""
    return [key for key, text in row.items() if text and text != _plain(key, own[key])]


def _plain(key: str, typed: str) -> str:
    """A value of a file as a table would have it."""
    try:
        return read_value(key, typed).text
    except Lost:
        return typed


def _kept(name: str, row: Row, differing: list[str]) -> Problem:
    return note(
        "import.edited",
        say(
            "this file was edited by hand and stays as it is; the table (row {row}) differs in: "
            "{keys}",
            row=row.source.line,
            keys=", ".join(differing),
        ),
        Source(name),
        say("take over what you want, or remove the file and import again"),
    )


def _emptied(name: str, row: Row, own: Values, after: Values) -> Problem | None:
    """A note that names what an empty cell took away."""
    empty = [key for key, text in row.values.items() if not text]
    gone = [f"{key} ({own[key]})" for key in empty if own[key] and after[key] != own[key]]
    if not gone:
        return None
    return note(
        "import.emptied",
        say(
            "in the table (row {row}) this is empty, so it goes out of the file: {gone}",
            row=row.source.line,
            gone=", ".join(gone),
        ),
        Source(name),
        say("to keep it, fill in the cell; a column that the table does not have changes nothing"),
    )


def _meanwhile(name: str) -> Problem:
    return note(
        "import.edited",
        say("this file was edited while the table was being read, and stays as it is"),
        Source(name),
        say("import the table again"),
    )


def _other_code(name: str, code: str, row: Row) -> Problem:
    listed = of_code(row.values["cbs"])
    example = slug(listed.name) if listed else row.id
    return error(
        "import.other-code",
        say(
            "{file} has the code {code}, and '{name}' in this row has {other}: another gemeente?",
            file=name,
            code=code,
            name=row.values["naam"],
            other=row.values["cbs"],
        ),
        row.source,
        say(
            "add a column '{key}': with '{id}' in this row if that file is meant, and else with a "
            "name of its own, such as '{example}'",
            key=FILE,
            id=row.id,
            example=example if example != row.id else f"{row.id}-2",
        ),
    )

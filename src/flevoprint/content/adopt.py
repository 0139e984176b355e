"""A table's rows held against the files a project has: what to write, and what to leave alone.

A file that somebody edited is never touched: its first line carries a digest of what flevoprint
wrote, and a file without it, or with another, is the editor's own.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import Enum
from pathlib import Path

from flevoprint.content.files import Files, entry_text
from flevoprint.content.layers import FOLDERS, Kind
from flevoprint.content.nodes import Document, parse_document
from flevoprint.content.table.headers import FILE
from flevoprint.content.table.rows import Row
from flevoprint.content.table.values import Lost, read_value
from flevoprint.content.written import (
    COLOURS,
    NEUTRAL,
    PATHS,
    Below,
    Values,
    entry,
    gemeente_text,
    table_text,
    untouched,
    values_in,
)
from flevoprint.language import say
from flevoprint.problem import Problem, Source, note


class Outcome(Enum):
    """What becomes of a row."""

    NEW = "new"
    CHANGED = "changed"
    SAME = "same"
    KEPT = "kept"


@dataclass(frozen=True, slots=True)
class Adopted:
    """A row's file: ``text`` is to be written, None where the file stays as it is.

    ``name`` is the gemeente's, for a placeholder of its logo.
    """

    id: str
    name: str
    path: Path
    outcome: Outcome
    text: str | None = None
    problem: Problem | None = None


@dataclass(frozen=True, slots=True)
class _Own:
    """A file that the project has."""

    path: Path
    document: Document
    values: Values


def adopt(root: Path, rows: Iterable[Row]) -> tuple[Adopted, ...]:
    """What becomes of each row in the project at ``root``."""
    files = Files(root.resolve())
    own = own_files(files)
    return tuple(_adopted(files, row, _match(row, own)) for row in rows)


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


def own_files(files: Files) -> dict[str, _Own]:
    """The gemeenten that the project has, by id."""
    documents = {path: files.read(path) for path in files.listed(files.content / "gemeenten")}
    return {
        path.stem.casefold(): _Own(path, found, values_in(found))
        for path, found in documents.items()
    }


def file_of(root: Path, gemeente_id: str, code: str) -> Path | None:
    """The file that the project at ``root`` has of this gemeente, by its name or its code."""
    own = own_files(Files(root.resolve()))
    found = _match(Row(gemeente_id, {"cbs": code}, Source("")), own)
    return found.path if found else None


def gemeente_path(root: Path, gemeente_id: str) -> Path:
    """Where the file of a gemeente lies."""
    return Files(root.resolve()).content / "gemeenten" / f"{gemeente_id}.yaml"


def table_rows(root: Path) -> list[list[str]]:
    """What the files of the project at ``root`` say, as a table with its heads."""
    own = own_files(Files(root.resolve()))
    rows = [
        [found.path.stem, *(table_text(key, found.values[key]) for key in PATHS)]
        for found in own.values()
    ]
    return [[FILE, *PATHS], *rows]


def _match(row: Row, own: Mapping[str, _Own]) -> _Own | None:
    """The project's file of the row's gemeente: by its id, else the only one with its code."""
    if row.id in own:
        return own[row.id]
    code = row.values.get("cbs")
    alike = [found for found in own.values() if code and found.values["cbs"] == code]
    return alike[0] if len(alike) == 1 else None


def _adopted(files: Files, row: Row, own: _Own | None) -> Adopted:
    name = row.values["naam"]
    if own is None:
        path = gemeente_path(files.root, row.id)
        text = gemeente_text(row.id, row.values, below_gemeente(files))
        return Adopted(row.id, name, path, Outcome.NEW, text)
    gemeente_id = own.path.stem
    if untouched(own.document.text):
        province, _ = entry_text(own.document, "provincie") or ("", None)
        below = below_gemeente(files, province)
        text = gemeente_text(gemeente_id, _laid_over(own.values, row.values), below)
        if values_in(parse_document(text, "")) != own.values:
            return Adopted(gemeente_id, name, own.path, Outcome.CHANGED, text)
    elif differing := _differing(own.values, row.values):
        problem = _kept(files.name(own.path), row, differing)
        return Adopted(gemeente_id, name, own.path, Outcome.KEPT, problem=problem)
    return Adopted(gemeente_id, name, own.path, Outcome.SAME)


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

"""The manifest: what stands in the output folder and is vouched for."""

from __future__ import annotations

import json
import time
from collections.abc import Collection, Iterable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

from flevoprint.batch.cache import Entry, Kept
from flevoprint.batch.deliver import file_name, is_file, stamp, write_whole
from flevoprint.language import Language
from flevoprint.model import Job, JobResult, Rendered
from flevoprint.problem import FlevoprintError, Problem

MANIFEST = "manifest.json"
Row = Mapping[str, Any]
#: Seconds between two writings during a build.
_INTERVAL = 2.0
_ENCODER = json.JSONEncoder(ensure_ascii=False)


class Manifest:
    """``manifest.json`` in ``out``, whose problems are told in ``language``.

    At any moment it lists only files that stand as it says, so that a build may be ended by force.
    Beside them it lists what could not be made when it was last tried.
    """

    def __init__(self, out: Path, language: Language) -> None:
        self.path = out / MANIFEST
        self._out, self._language = out, language
        known = _read(out)
        rows = (row for row in _rows(known, "files", _FILE) if is_file(out / row["file"]))
        self._rows = {str(row["file"]): row for row in rows}
        self._to_replace: dict[str, Row] = {}
        self._failed = {_place(row): row for row in _rows(known, "failed", _FAILED)}
        self._written = time.monotonic()

    @property
    def files(self) -> list[Row]:
        """The files that stand, by name."""
        return [self._rows[name] for name in sorted(self._rows)]

    @property
    def failed(self) -> list[Row]:
        """What could not be made, by gemeente."""
        return [self._failed[place] for place in sorted(self._failed)]

    def vouches(self, job: Job) -> bool:
        """Whether all files of ``job`` are listed as it would make them."""
        names = [file_name(job, edition.id) for edition in job.editions]
        return all(self._rows.get(name, {}).get("key") == job.key for name in names)

    def stands(self, entry: Entry) -> bool:
        """Whether all files of ``entry`` are vouched for, and nobody touched them since."""
        return self.vouches(entry.job) and all(
            self._untouched(file_name(entry.job, kept.edition), kept) for kept in entry.files
        )

    def _untouched(self, name: str, kept: Kept) -> bool:
        row, now = self._rows[name], stamp(self._out / name)
        listed = (row.get("sha256"), row.get("bytes"), row.get("pages"), row.get("stamp"))
        return now is not None and listed == (kept.sha256, kept.size, kept.pages, list(now))

    def forget(self, job: Job) -> None:
        """Vouch no longer for the files of ``job``, which may be replaced from now on."""
        for name in (file_name(job, edition.id) for edition in job.editions):
            if name in self._rows:
                self._to_replace[name] = self._rows.pop(name)

    def recall(self) -> None:
        """Vouch again for what was forgotten and never replaced: it stands as it did."""
        self._rows = self._to_replace | self._rows
        self._to_replace = {}

    def drop(self, gemeente: str, sheets: Mapping[str, str], side: str = "") -> None:
        """Vouch no longer for these sheets of ``gemeente``, even where files still stand.

        ``sheets`` says for each in which layout: what another layout made of it is vouched for
        as before. Of all sides, or of the one ``side`` that is a file of its own.
        """

        def kept(row: Row) -> bool:
            return (
                row.get("gemeente") != gemeente
                or row.get("sheet") not in sheets
                or row.get("layout") != sheets[row["sheet"]]
                or bool(side and row.get("side") != side)
            )

        self._rows = {name: row for name, row in self._rows.items() if kept(row)}
        self._to_replace = {name: row for name, row in self._to_replace.items() if kept(row)}

    def lists(self, path: Path) -> bool:
        """Whether the file at ``path`` is vouched for."""
        return path.relative_to(self._out).as_posix() in self._rows

    def add(self, result: JobResult | Entry) -> None:
        """List the files of ``result``, which stand now."""
        self._forgive(subject_of(result.job))
        for row in rows_of(result, self._language):
            name = str(row["file"])
            self._rows[name] = {**row, "stamp": list(stamp(self._out / name) or ())}

    def fail(self, subject: Row, problems: Iterable[Problem], stale: Iterable[Path]) -> None:
        """List that nothing could be made of ``subject``, for its ``problems``.

        ``stale`` are files of an earlier time that still stand.
        """
        self._forgive(subject)
        names = [path.relative_to(self._out).as_posix() for path in stale]
        told = [problem_record(problem, self._language) for problem in problems]
        self._failed[_place(subject)] = {**subject, "stale": names, "problems": told}

    def _forgive(self, subject: Row) -> None:
        """Forget what failed of ``subject``, and that its gemeente could not be read."""
        whole = not subject["sheet"]
        for place in [place for place in self._failed if place[0] == subject["gemeente"]]:
            if whole or not place[1] or place == _place(subject):
                del self._failed[place]

    def keep_failed(self, gemeenten: Collection[str], sheets: Collection[str]) -> None:
        """Forget what failed of gemeenten and sheets that the project has no more."""
        self._failed = {
            place: row
            for place, row in self._failed.items()
            if place[0] in gemeenten and (not place[1] or place[1] in sheets)
        }

    def write(self) -> None:
        """Write the manifest, whole. Raises FlevoprintError when that can't be."""
        text = f'{{"files": {_lines(self.files)}, "failed": {_lines(self.failed)}}}\n'
        write_whole(self.path, text.encode("utf-8", "replace"))
        self._written = time.monotonic()

    def write_now_and_then(self) -> None:
        """Write it where that is some time ago; while that can't be, the one there stays true."""
        if time.monotonic() - self._written > _INTERVAL:
            with suppress(FlevoprintError):
                self.write()


def _lines(rows: Iterable[Row]) -> str:
    # A line a row: indented JSON takes as long to write as all content takes to read.
    lines = [_ENCODER.encode(row) for row in rows]
    return "[\n" + ",\n".join(lines) + "\n]" if lines else "[]"


#: What a row must have to be one of ours; the rest of it is for others.
_SUBJECT = dict.fromkeys(("gemeente", "name", "sheet", "title", "side", "layout"), str)
_FAILED: Mapping[str, type] = {**_SUBJECT, "stale": list, "problems": list}
_FILE: Mapping[str, type] = {
    **_SUBJECT,
    **dict.fromkeys(("file", "edition", "key"), str),
    **{"bytes": int, "trim_mm": list, "problems": list},
}


def read_manifest(out: Path) -> list[Row]:
    """The files of an earlier build; a manifest that can't be read is an empty one."""
    return _rows(_read(out), "files", _FILE)


def _read(out: Path) -> Any:
    try:
        return json.loads((out / MANIFEST).read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError):
        return {}


def _rows(known: Any, name: str, shape: Mapping[str, type]) -> list[Row]:
    try:
        rows = known[name]
        return [row for row in rows if all(isinstance(row[key], shape[key]) for key in shape)]
    except (KeyError, TypeError):
        return []


def _place(row: Row) -> tuple[str, str, str, str]:
    """What a row is about: one gemeente's sheet in one layout, or one side of it."""
    return row["gemeente"], row["sheet"], row["layout"], row["side"]


def subject_of(job: Job) -> Row:
    """What a job makes, as both kinds of row say it."""
    return {
        "gemeente": job.gemeente.id,
        "name": job.gemeente.name.value,
        "sheet": job.sheet.id,
        "title": job.info.subject,
        "side": job.sheet.side,
        "layout": job.sheet.layout.id,
    }


def rows_of(result: JobResult | Entry, language: Language) -> list[Row]:
    """The manifest's rows for the files of ``result``, its problems told in ``language``."""
    told = [problem_record(problem, language) for problem in result.problems]
    return [_row(result, file, told) for file in result.files]


def _row(result: JobResult | Entry, file: Rendered | Kept, told: Sequence[Row]) -> Row:
    job = result.job
    return {
        "file": file_name(job, file.edition),
        **subject_of(job),
        "language": job.sheet.language,
        "edition": file.edition,
        "pages": file.pages,
        "trim_mm": [job.sheet.layout.size.width, job.sheet.layout.size.height],
        "bytes": file.size,
        "sha256": file.sha256,
        "key": job.key,
        "shared": job.shared,
        "seconds": round(result.seconds, 3),
        "cached": result.cached,
        "shrunk": {slot: round(share, 3) for slot, share in sorted(result.shrunk.items())},
        "problems": told,
    }


def problem_record(problem: Problem, language: Language) -> dict[str, Any]:
    """A problem as the JSON that scripts rely on; only kind, message and hint follow ``language``.

    Problems of one code and ``kind`` differ only in what their messages name.
    """
    return {
        "code": problem.code,
        "severity": str(problem.severity),
        "kind": language.kind(problem.message),
        "message": language.tell(problem.message),
        "hint": language.tell(problem.hint),
        "file": problem.source.path,
        "line": problem.source.line,
        "column": problem.source.column,
    }

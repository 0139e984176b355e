"""The manifest: what stands in the output folder and is vouched for."""

from __future__ import annotations

import hashlib
import json
import time
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

from flevoprint.batch.deliver import file_name, is_file, write_whole
from flevoprint.language import Language
from flevoprint.model import Job, JobResult, Rendered
from flevoprint.problem import FlevoprintError, Problem

MANIFEST = "manifest.json"
Row = Mapping[str, Any]
#: Seconds between two writings during a build.
_INTERVAL = 2.0
#: What a row is found by.
_NAMES = ("file", "sheet", "side", "layout", "gemeente", "key")


class Manifest:
    """``manifest.json`` in ``out``, whose problems are told in ``language``.

    At any moment it lists only files that stand as it says, so that a build may be ended by force.
    """

    def __init__(self, out: Path, language: Language) -> None:
        self.path = out / MANIFEST
        self._out, self._language = out, language
        self._rows = {
            str(row["file"]): row for row in read_manifest(out) if is_file(out / row["file"])
        }
        self._written = time.monotonic()

    def vouches(self, job: Job) -> bool:
        """Whether all files of ``job`` are listed as it would make them."""
        names = [file_name(job, edition.id) for edition in job.editions]
        return all(self._rows.get(name, {}).get("key") == job.key for name in names)

    def forget(self, job: Job) -> None:
        """Vouch no longer for the files of ``job``, which may be replaced from now on."""
        for edition in job.editions:
            self._rows.pop(file_name(job, edition.id), None)

    def drop(self, gemeente: str, sheets: Mapping[str, str], side: str = "") -> None:
        """Vouch no longer for these sheets of ``gemeente``, even where files still stand.

        ``sheets`` says for each in which layout: what another layout made of it is vouched for
        as before. Of all sides, or of the one ``side`` that is a file of its own.
        """
        self._rows = {
            name: row
            for name, row in self._rows.items()
            if row.get("gemeente") != gemeente
            or row.get("sheet") not in sheets
            or row.get("layout") != sheets[row["sheet"]]
            or (side and row.get("side") != side)
        }

    def lists(self, path: Path) -> bool:
        """Whether the file at ``path`` is vouched for."""
        return path.relative_to(self._out).as_posix() in self._rows

    def add(self, result: JobResult) -> None:
        """List the files of ``result``, which stand now."""
        for rendered in result.files:
            row = row_of(result, rendered, self._language)
            self._rows[str(row["file"])] = row

    def write(self) -> None:
        """Write the manifest, whole. Raises FlevoprintError when that can't be."""
        # A line a file: indented JSON takes as long to write as all content takes to read.
        lines = [json.dumps(self._rows[name], ensure_ascii=False) for name in sorted(self._rows)]
        text = '{"files": [\n' + ",\n".join(lines) + "\n]}\n"
        write_whole(self.path, text.encode("utf-8", "replace"))
        self._written = time.monotonic()

    def write_now_and_then(self) -> None:
        """Write it where that is some time ago; while that can't be, the one there stays true."""
        if time.monotonic() - self._written > _INTERVAL:
            with suppress(FlevoprintError):
                self.write()


def read_manifest(out: Path) -> list[Row]:
    """The rows of an earlier build; a manifest that can't be read is an empty one."""
    try:
        files = json.loads((out / MANIFEST).read_text(encoding="utf-8"))["files"]
        return [row for row in files if all(isinstance(row[name], str) for name in _NAMES)]
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return []


def row_of(result: JobResult, rendered: Rendered, language: Language) -> Row:
    """The manifest's row for a file of ``result``, its problems told in ``language``."""
    job = result.job
    return {
        "file": file_name(job, rendered.edition),
        "sheet": job.sheet.id,
        "side": job.sheet.side,
        "layout": job.sheet.layout.id,
        "language": job.sheet.language,
        "gemeente": job.gemeente.id,
        "edition": rendered.edition,
        "pages": rendered.pages,
        "trim_mm": [job.sheet.layout.size.width, job.sheet.layout.size.height],
        "bytes": len(rendered.data),
        "sha256": hashlib.sha256(rendered.data).hexdigest(),
        "key": job.key,
        "seconds": round(result.seconds, 3),
        "cached": result.cached,
        "shrunk": {slot: round(share, 3) for slot, share in sorted(result.shrunk.items())},
        "problems": [problem_record(problem, language) for problem in result.problems],
    }


def problem_record(problem: Problem, language: Language) -> dict[str, Any]:
    """A problem as the JSON that scripts rely on; only message and hint follow ``language``."""
    return {
        "code": problem.code,
        "severity": str(problem.severity),
        "message": language.tell(problem.message),
        "hint": language.tell(problem.hint),
        "file": problem.source.path,
        "line": problem.source.line,
        "column": problem.source.column,
    }

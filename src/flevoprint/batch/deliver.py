"""Files into the output folder, whole or not at all, and the manifest that lists them."""

from __future__ import annotations

import hashlib
import json
import os
import tempfile
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from flevoprint.model import Job, JobResult, Rendered
from flevoprint.problem import FlevoprintError, Problem, Source, error

MANIFEST = "manifest.json"
Row = Mapping[str, Any]


def file_name(job: Job, edition: str) -> str:
    """Where an edition goes below the output folder; made of checked identifiers only."""
    gemeente = job.gemeente.id
    return f"{gemeente}/{job.sheet.id}-{gemeente}-{edition}.pdf"


def deliver(result: JobResult, out: Path) -> tuple[Path, ...]:
    """Write the files of ``result`` below ``out``. Raises FlevoprintError when that can't be."""
    paths = []
    for rendered in result.files:
        path = out / file_name(result.job, rendered.edition)
        write_whole(path, rendered.data)
        paths.append(path)
    return tuple(paths)


def write_whole(path: Path, data: bytes) -> None:
    """Write ``data`` to ``path`` by way of a temporary file beside it."""
    temporary = None
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}-")
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        Path(temporary).chmod(0o644)
        Path(temporary).replace(path)
    except OSError as failure:
        raise FlevoprintError([_unwritable(path, failure)]) from None
    finally:
        if temporary is not None:
            Path(temporary).unlink(missing_ok=True)


def rows(result: JobResult, seconds: float) -> list[Row]:
    """The manifest's rows for ``result``."""
    return [_row(result, rendered, seconds) for rendered in result.files]


def _row(result: JobResult, rendered: Rendered, seconds: float) -> Row:
    job = result.job
    return {
        "file": file_name(job, rendered.edition),
        "sheet": job.sheet.id,
        "gemeente": job.gemeente.id,
        "edition": rendered.edition,
        "pages": rendered.pages,
        "trim_mm": [job.sheet.layout.size.width, job.sheet.layout.size.height],
        "bytes": len(rendered.data),
        "sha256": hashlib.sha256(rendered.data).hexdigest(),
        "key": job.key,
        "seconds": round(seconds, 3),
        "cached": False,
        "problems": [problem_record(problem) for problem in result.problems],
    }


def problem_record(problem: Problem) -> dict[str, Any]:
    """A problem as the JSON that scripts rely on."""
    return {
        "code": problem.code,
        "severity": str(problem.severity),
        "message": problem.message,
        "hint": problem.hint,
        "file": problem.source.path,
        "line": problem.source.line,
        "column": problem.source.column,
    }


def read_manifest(out: Path) -> list[Row]:
    """The rows of an earlier build; a manifest that can't be read is an empty one."""
    try:
        files = json.loads((out / MANIFEST).read_text(encoding="utf-8"))["files"]
        return [row for row in files if isinstance(row["file"], str)]
    except (OSError, ValueError, KeyError, TypeError):
        return []


def write_manifest(out: Path, new: Iterable[Row], replaced: set[tuple[str, str]]) -> Path:
    """List ``new`` files, and those of earlier builds that still stand and were not replaced.

    ``replaced`` holds the gemeente and sheet of everything this build tried, failed ones included:
    what failed is no longer vouched for, even where an older file still stands.
    """
    kept = [
        row
        for row in read_manifest(out)
        if (row.get("gemeente"), row.get("sheet")) not in replaced and (out / row["file"]).is_file()
    ]
    files = sorted([*kept, *new], key=lambda row: str(row["file"]))
    path = out / MANIFEST
    text = json.dumps({"files": files}, ensure_ascii=False, indent=2) + "\n"
    write_whole(path, text.encode("utf-8"))
    return path


def _unwritable(path: Path, failure: OSError) -> Problem:
    return error(
        "batch.unwritable",
        f"schrijven lukt niet: {failure.strerror or 'onbekende fout'}",
        Source(str(path)),
        "controleer of de map bestaat, of u er mag schrijven en of de schijf niet vol is; "
        "een pdf die openstaat in een ander programma kan ook in de weg staan",
    )

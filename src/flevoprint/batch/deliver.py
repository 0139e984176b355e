"""Files into the output folder, whole or not at all, and the manifest that lists them."""

from __future__ import annotations

import hashlib
import json
import os
import tempfile
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from flevoprint.language import Language, Phrase, say, system_reason
from flevoprint.model import Job, JobResult, Rendered
from flevoprint.problem import FlevoprintError, Problem, Source, error

MANIFEST = "manifest.json"
Row = Mapping[str, Any]


def file_name(job: Job, edition: str) -> str:
    """Where an edition goes below the output folder; made of checked identifiers only."""
    gemeente = job.gemeente.id
    return f"{gemeente}/{job.sheet.id}-{gemeente}-{edition}.pdf"


def deliver(result: JobResult, out: Path) -> tuple[Path, ...]:
    """Write all files of ``result`` below ``out``, or none of them.

    Raises FlevoprintError when that can't be.
    """
    files = {out / file_name(result.job, file.edition): file.data for file in result.files}
    write_together(files)
    return tuple(files)


def write_whole(path: Path, data: bytes) -> None:
    """Write ``data`` to ``path`` by way of a temporary file beside it."""
    write_together({path: data})


def write_together(files: Mapping[Path, bytes]) -> None:
    """Write ``files``, each whole; when one can't be written, none takes its place."""
    waiting: dict[Path, Path] = {}
    path = Path()
    try:
        for path, data in files.items():
            if path.is_dir():
                reason = say("a folder of this name is in the way")
                raise FlevoprintError([_unwritable(path, reason)])
            if path.exists():
                # A program that keeps the file open (Windows) is in the way of replacing it.
                path.open("r+b").close()
            waiting[path] = _write_beside(path, data)
        for path, temporary in waiting.items():
            temporary.replace(path)
    except OSError as failure:
        raise FlevoprintError([_unwritable(path, system_reason(failure))]) from None
    finally:
        for temporary in waiting.values():
            temporary.unlink(missing_ok=True)


def _write_beside(path: Path, data: bytes) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}-")
    temporary = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        temporary.chmod(path.stat().st_mode & 0o777 if path.exists() else 0o644)
    except OSError:
        temporary.unlink(missing_ok=True)
        raise
    return temporary


def rows(result: JobResult, language: Language) -> list[Row]:
    """The manifest's rows for ``result``, its problems told in ``language``."""
    return [_row(result, rendered, language) for rendered in result.files]


def _row(result: JobResult, rendered: Rendered, language: Language) -> Row:
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
        "seconds": round(result.seconds, 3),
        "cached": False,
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


def read_manifest(out: Path) -> list[Row]:
    """The rows of an earlier build; a manifest that can't be read is an empty one."""
    try:
        files = json.loads((out / MANIFEST).read_text(encoding="utf-8"))["files"]
        return [row for row in files if isinstance(row["file"], str)]
    except (OSError, ValueError, KeyError, TypeError):
        return []


def write_manifest(out: Path, new: Iterable[Row], failed: set[tuple[str, str]]) -> Path:
    """List ``new`` files, and those of earlier builds that still stand and were not replaced.

    ``failed`` holds the gemeente and sheet of all that this build could not make: it is no longer
    vouched for, even where an older file still stands.
    """
    listed = {str(row["file"]): row for row in read_manifest(out) if _stands(row, out, failed)}
    listed |= {str(row["file"]): row for row in new}
    path = out / MANIFEST
    files = [listed[name] for name in sorted(listed)]
    text = json.dumps({"files": files}, ensure_ascii=False, indent=2) + "\n"
    write_whole(path, text.encode("utf-8"))
    return path


def _stands(row: Row, out: Path, failed: set[tuple[str, str]]) -> bool:
    return (row.get("gemeente"), row.get("sheet")) not in failed and (out / row["file"]).is_file()


def _unwritable(path: Path, reason: Phrase) -> Problem:
    return error(
        "batch.unwritable",
        say("writing fails: {reason}", reason=reason),
        Source(str(path)),
        say(
            "check that the folder exists, that you may write there and that the disk is not full; "
            "a pdf that is open in another program can be in the way too"
        ),
    )

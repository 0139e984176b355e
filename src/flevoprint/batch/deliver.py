"""Files into the output folder, whole or not at all."""

from __future__ import annotations

import glob
import os
import tempfile
import time
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from flevoprint.language import Phrase, say, system_reason
from flevoprint.model import Job, JobResult
from flevoprint.problem import FlevoprintError, Problem, Source, error

#: Seconds after which no one can still be writing a file.
LEFT_BEHIND = 3600


def file_name(job: Job, edition: str) -> str:
    """Where an edition goes below the output folder; made of checked identifiers only."""
    gemeente, sheet = job.gemeente.id, job.sheet
    parts = (sheet.id, sheet.side, gemeente, edition, sheet.paper)
    return f"{gemeente}/{'-'.join(part for part in parts if part)}.pdf"


def deliver(result: JobResult, out: Path) -> tuple[Path, ...]:
    """Write all files of ``result`` below ``out``, or none of them; one that stands already stays.

    Raises FlevoprintError when that can't be.
    """
    files = {out / file_name(result.job, file.edition): file.data for file in result.files}
    write_together({path: data for path, data in files.items() if not stands(path, data)})
    return tuple(files)


def stands(path: Path, data: bytes) -> bool:
    """Whether ``path`` holds ``data`` already."""
    try:
        return path.stat().st_size == len(data) and path.read_bytes() == data
    except OSError:
        return False


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
    _sweep(path)
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


def _sweep(path: Path) -> None:
    """Remove what a process that was ended by force left beside ``path``.

    What is younger may be another build's, which is writing it now.
    """
    for left in path.parent.glob(f".{glob.escape(path.name)}-????????"):
        with suppress(OSError):
            if time.time() - left.stat().st_mtime > LEFT_BEHIND:
                left.unlink()


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

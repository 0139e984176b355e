"""Files into the output folder, whole or not at all."""

from __future__ import annotations

import errno
import os
import tempfile
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from flevoprint.batch.alone import held, undisturbed
from flevoprint.language import Phrase, say, system_reason
from flevoprint.model import Job, JobResult
from flevoprint.problem import FlevoprintError, Problem, Source, error

#: When a file or folder was last written and last touched at all, its size and its number.
Stamp = tuple[int, int, int, int]


def stamp(path: Path) -> Stamp | None:
    """What tells that ``path`` was changed since; None where it is gone."""
    try:
        stat = path.stat()
    except OSError:
        return None
    return stat.st_mtime_ns, stat.st_ctime_ns, stat.st_size, stat.st_ino


def file_name(job: Job, edition: str) -> str:
    """Where an edition goes below the output folder; made of checked identifiers only."""
    gemeente, sheet = job.gemeente.id, job.sheet
    parts = (sheet.id, sheet.side, gemeente, edition, sheet.paper)
    return f"{gemeente}/{'-'.join(part for part in parts if part)}.pdf"


def is_file(path: Path) -> bool:
    """Whether a file stands at ``path``, as far as one may look."""
    try:
        return path.is_file()
    except OSError:
        return False


def deliver(result: JobResult, out: Path) -> tuple[Path, ...]:
    """Write all files of ``result`` below ``out``, or none of them; one that stands already stays.

    Raises FlevoprintError when that can't be.
    """
    files = {out / file_name(result.job, file.edition): file.data for file in result.files}
    sweep(files)
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


@undisturbed()
def write_together(files: Mapping[Path, bytes]) -> None:
    """Write ``files``, each whole; when one can't be written, none takes its place."""
    waiting: dict[Path, _Beside] = {}
    path = Path()
    try:
        for path, data in files.items():
            if path.is_dir():
                reason = say("a folder of this name is in the way")
                raise FlevoprintError([_unwritable(path, reason, _IN_THE_WAY)])
            if path.exists():
                # A program that keeps the file open (Windows) is in the way of replacing it.
                path.open("r+b").close()
            path.parent.mkdir(parents=True, exist_ok=True)
            sweep((path,))
            waiting[path] = _beside(path)
            waiting[path].write(data, path.stat().st_mode if path.exists() else 0o644)
        for path, beside in waiting.items():
            beside.path.replace(path)
    except OSError as failure:
        place = path.parent if _is_of_folder(failure, path) else path
        hint = _IN_THE_WAY if failure.errno in (errno.EEXIST, errno.ENOTDIR) else _HINT
        raise FlevoprintError([_unwritable(place, system_reason(failure), hint)]) from None
    finally:
        for beside in waiting.values():
            beside.end()


def _is_of_folder(failure: OSError, path: Path) -> bool:
    """Whether it is the folder of ``path`` that is at fault: nothing could be put into it."""
    place = failure.filename
    beside = isinstance(place, str | Path) and Path(place) != path and failure.filename2 is None
    return beside and failure.errno != errno.ENAMETOOLONG


@dataclass(frozen=True, slots=True)
class _Beside:
    """A temporary file, held by this process as long as it is open."""

    path: Path
    handle: int

    def write(self, data: bytes, mode: int) -> None:
        """Write all of ``data``. Raises OSError."""
        # A drive on the network tells only at closing that it is full.
        with os.fdopen(os.dup(self.handle), "wb") as file:
            file.write(data)
        self.path.chmod(mode & 0o777)

    def end(self) -> None:
        """Remove it, unless it took its place."""
        with suppress(OSError):
            self.path.unlink(missing_ok=True)
        os.close(self.handle)


def _beside(path: Path) -> _Beside:
    """A new file beside ``path`` that no other process sweeps away."""
    while True:
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}-")
        beside = _Beside(Path(name), handle)
        held(handle, wait=True)
        if beside.path.exists():
            return beside
        beside.end()  # swept away in the moment before it was held


def sweep(paths: Iterable[Path]) -> None:
    """Remove what a process that was ended by force left beside ``paths``.

    What is held is another build's, which is writing it now.
    """
    by_folder: dict[Path, list[str]] = {}
    for path in paths:
        by_folder.setdefault(path.parent, []).append(path.name)
    for folder, ours in by_folder.items():
        with suppress(OSError):
            with os.scandir(folder) as entries:
                names = [entry.name for entry in entries if entry.name.startswith(".")]
            for name in names:
                if any(name.startswith(f".{one}-") and len(name) == len(one) + 10 for one in ours):
                    _remove_unheld(folder / name)


def _remove_unheld(left: Path) -> None:
    with suppress(OSError), left.open("rb") as file:
        if held(file.fileno(), wait=False):
            left.unlink()


_IN_THE_WAY = say("give what is in the way there another name, or remove it")
_HINT = say(
    "check that the folder exists, that you may write there and that the disk is not full; "
    "a pdf that is open in another program can be in the way too"
)


def _unwritable(path: Path, reason: Phrase, hint: Phrase) -> Problem:
    message = say("writing fails: {reason}", reason=reason)
    return error("batch.unwritable", message, Source(str(path)), hint)

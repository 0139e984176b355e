"""What was made before, by the key of everything that can change a byte of it.

A folder of its own, shared by all projects of one user. An entry names its files by their digest,
so that a file that was cut off, changed or put there by another program is no file at all, and an
entry that cannot be read is no entry: the sheet is made anew. Only the parent process writes here.
"""

from __future__ import annotations

import base64
import hashlib
import json
import os
import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, fields, is_dataclass
from pathlib import Path
from typing import Any

from flevoprint.batch.deliver import write_whole
from flevoprint.language import Phrase, Value, Words, say
from flevoprint.model import Job, JobResult, Rendered
from flevoprint.problem import FlevoprintError, Problem, Severity, Source, note

#: Raised when entries are written in another way; older ones are then not found.
FORMAT = 2
#: What all entries together may take, in bytes; the longest unused go first.
MOST_BYTES = 3_000_000_000
_DAY = 86_400.0
#: What reading an entry that was cut off, changed or written by another program may raise.
_DAMAGE = (OSError, ValueError, KeyError, TypeError, IndexError, AttributeError)


@dataclass(frozen=True, slots=True)
class Kept:
    """A file in the cache: its digest, its size in bytes, and where it lies."""

    edition: str
    pages: int
    sha256: str
    size: int
    path: Path

    def read(self) -> bytes | None:
        """The file's bytes; None where they are not what was kept."""
        try:
            data = self.path.read_bytes()
        except OSError:
            return None
        return data if hashlib.sha256(data).hexdigest() == self.sha256 else None


@dataclass(frozen=True, slots=True)
class Entry:
    """A job that was done before: its files, and what was wrong with them, at today's lines.

    ``packed`` are its pictures as the entry has them: of what stands already nobody asks for them.
    """

    job: Job
    files: tuple[Kept, ...]
    problems: tuple[Problem, ...]
    shrunk: Mapping[str, float]
    packed: tuple[str, ...]

    @property
    def seconds(self) -> float:
        """As of a :class:`JobResult`: nothing had to be made."""
        return 0

    @property
    def cached(self) -> bool:
        """As of a :class:`JobResult`."""
        return True

    def use(self) -> None:
        """Keep its files from being the longest unused: what stands for years is read by nobody."""
        for kept in self.files:
            with suppress(OSError):  # a file that is gone is missed when it is asked for
                if time.time() - kept.path.stat().st_mtime > _DAY:
                    os.utime(kept.path)

    def result(self) -> JobResult | None:
        """The entry as if it were made now; None where a file of it is gone or damaged."""
        rendered = []
        for kept in self.files:
            data = kept.read()
            if data is None:
                return None
            rendered.append(Rendered(kept.edition, kept.pages, data, kept.sha256))
        try:
            pictures = _unpacked(self.packed)
        except _DAMAGE:
            return None
        made = (tuple(rendered), self.problems, 0, self.shrunk, pictures)
        return JobResult(self.job, *made, cached=True)


@dataclass(frozen=True, slots=True)
class Cache:
    """Entries in ``folder``; what it cannot write it does without."""

    folder: Path

    def find(self, job: Job) -> Entry | None:
        """What was kept of ``job``, its problems pointing at where the words stand now."""
        try:
            record = self._record(job.key)
            files = tuple(self._kept(row) for row in record["files"])
            places = tuple(_places(job)) if record["problems"] else ()
            found = tuple(_problem(row, places) for row in record["problems"])
            shrunk = {str(slot): float(share) for slot, share in record["shrunk"].items()}
            packed = tuple(record["pictures"])
        except _DAMAGE:
            return None
        if [kept.edition for kept in files] != [edition.id for edition in job.editions]:
            return None
        return Entry(job, files, (*job.problems, *found), shrunk, packed)

    def pictures(self, key: str) -> tuple[bytes, ...]:
        """The pictures of the pages that were made under ``key``; none where they are gone."""
        try:
            return _unpacked(self._record(key)["pictures"])
        except _DAMAGE:
            return ()

    def keep(self, result: JobResult) -> Problem | None:
        """Keep the files of ``result`` and the problems that the page itself showed.

        A note where that can't be: a full disk or a folder that may not be written. The sheet
        itself is safe.
        """
        job = result.job
        own = result.problems[len(job.problems) :]
        numbered = [*enumerate(_places(job))] if own else []
        places = {place: number for number, place in reversed(numbered)}
        files = [_file_row(rendered) for rendered in result.files]
        record = {
            "key": job.key,
            "files": files,
            "problems": [_problem_row(problem, places) for problem in own],
            "shrunk": dict(result.shrunk),
            "pictures": [base64.b64encode(picture).decode() for picture in result.pictures],
        }
        try:
            for rendered, row in zip(result.files, files, strict=True):
                write_whole(self._file(row["sha256"]), rendered.data)
            text = json.dumps(record, ensure_ascii=False)
            write_whole(self._entry(job.key), _sealed(text.encode("utf-8", "surrogatepass")))
        except FlevoprintError as failure:
            return unkept(self.folder, failure)
        return None

    def prune(self, most: int = MOST_BYTES) -> None:
        """Throw away what was longest unused, until the rest takes at most ``most`` bytes."""
        found = sorted(_stats(self._root()), key=lambda stat: stat[0], reverse=True)
        total = 0
        for _, size, path in found:
            total += size
            if total > most:
                with suppress(OSError):  # what may not be thrown away stays
                    path.unlink(missing_ok=True)

    def _record(self, key: str) -> Mapping[str, Any]:
        record: Mapping[str, Any] = json.loads(_unsealed(self._entry(key).read_bytes()))
        if record["key"] != key:
            raise ValueError(key)
        return record

    def _root(self) -> Path:
        return self.folder / f"v{FORMAT}"

    def _entry(self, key: str) -> Path:
        return self.folder.joinpath(f"v{FORMAT}", "entries", key[:2], f"{key}.json")

    def _file(self, sha256: str) -> Path:
        return self.folder.joinpath(f"v{FORMAT}", "files", sha256[:2], f"{sha256}.pdf")

    def _kept(self, row: Mapping[str, Any]) -> Kept:
        sha256 = str(row["sha256"])
        if len(sha256) != 64 or not sha256.isalnum():
            raise ValueError(sha256)
        path = self._file(sha256)
        return Kept(str(row["edition"]), int(row["pages"]), sha256, int(row["bytes"]), path)


def unkept(folder: Path, failure: FlevoprintError) -> Problem:
    """A note that something could not be kept below ``folder``: what was asked for is safe."""
    return note(
        "batch.not-kept",
        say(
            "not everything can be kept here for the next time: {failure}",
            failure=failure.problems[0].message,
        ),
        Source(folder.as_posix()),
        say(
            "see to it that you may write in this folder and that the disk is not full, or give "
            "another in FLEVOPRINT_CACHE_DIR"
        ),
    )


def _sealed(text: bytes) -> bytes:
    """``text`` under its digest: what was changed since is no entry, whatever it says."""
    return hashlib.sha256(text).hexdigest().encode() + b"\n" + text


def _unsealed(data: bytes) -> bytes:
    """The text that was sealed. Raises ValueError where it is not that."""
    text = data.partition(b"\n")[2]
    if data != _sealed(text):
        raise ValueError("not what was kept")
    return text


def _unpacked(pictures: Iterable[str]) -> tuple[bytes, ...]:
    return tuple(base64.b64decode(text, validate=True) for text in pictures)


def _file_row(rendered: Rendered) -> dict[str, Any]:
    return {
        "edition": rendered.edition,
        "pages": rendered.pages,
        "sha256": rendered.sha256,
        "bytes": rendered.size,
    }


def _stats(folder: Path) -> Iterator[tuple[float, int, Path]]:
    for parent, _, names in os.walk(folder):  # which passes over what may not be looked into
        for path in (Path(parent, name) for name in names):
            with suppress(OSError):
                stat = path.stat()
                yield max(stat.st_atime, stat.st_mtime), stat.st_size, path


# Problems, which point at lines that may have moved since.


def _places(value: object) -> Iterator[Source]:
    """Every place in ``value`` in a fixed order: equal keys have equally many, one for one."""
    if isinstance(value, Source):
        yield value
    elif isinstance(value, Job):
        yield from _places((value.sheet, value.gemeente))
    elif isinstance(value, tuple | list):
        for item in value:
            yield from _places(item)
    elif isinstance(value, Mapping):
        for item in value.values():
            yield from _places(item)
    elif is_dataclass(value):
        for part in fields(value):
            yield from _places(getattr(value, part.name))


def _problem_row(problem: Problem, places: Mapping[Source, int]) -> dict[str, Any]:
    source = problem.source
    return {
        "code": problem.code,
        "severity": str(problem.severity),
        "message": _words_row(problem.message),
        "hint": _words_row(problem.hint),
        "place": places.get(source, [source.path, source.line, source.column]),
    }


def _problem(row: Mapping[str, Any], places: tuple[Source, ...]) -> Problem:
    place = row["place"]
    return Problem(
        str(row["code"]),
        Severity(row["severity"]),
        _words(row["message"]),
        places[place] if isinstance(place, int) else Source(*place),
        _words(row["hint"]),
    )


def _words_row(words: Value) -> Any:
    if not isinstance(words, Phrase):
        return words
    values = [[name, _words_row(value)] for name, value in words.values]
    return {"text": words.text, "values": values, "plural": words.plural, "count": words.count}


def _words(row: Any) -> Words:
    value = _value(row)
    if not isinstance(value, Phrase | str):
        raise TypeError(row)
    return value


def _value(row: Any) -> Value:
    if isinstance(row, Mapping):
        values = tuple((str(name), _value(value)) for name, value in row["values"])
        return Phrase(str(row["text"]), values, str(row["plural"]), int(row["count"]))
    if not isinstance(row, str | int | float):
        raise TypeError(row)
    return row

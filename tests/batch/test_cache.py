"""What was made before: found again by its key, pointing at today's lines, and never trusted."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from pathlib import Path

import pytest

from flevoprint.batch.cache import FORMAT, Cache
from flevoprint.batch.events import Delivered, Event, Failed
from flevoprint.batch.plan import Selection, plan
from flevoprint.batch.run import Means, run
from flevoprint.batch.worker import run_job
from flevoprint.content import read_project
from flevoprint.language import language
from flevoprint.model import Job

NL = language("nl")
URK = "content/gemeenten/urk.yaml"


def job_of(project: Path) -> Job:
    """Urk's job as the project stands."""
    return plan(read_project(project), Selection(("urk",), editions=("scherm",))).jobs[0]


def build(project: Path, cache: Cache, force: bool = False) -> Event:
    """What became of Urk's screen edition."""
    chosen = plan(read_project(project), Selection(("urk",), editions=("scherm",)))
    return list(run(chosen, project / "out", NL, Means(cache=cache, force=force)))[1]


def edit(project: Path, old: str, new: str, name: str = URK) -> None:
    """Replace ``old``, which must be there, by ``new``."""
    text = (project / name).read_text(encoding="utf-8")
    assert old in text
    (project / name).write_text(text.replace(old, new), encoding="utf-8")


@pytest.fixture
def cache(tmp_path: Path) -> Cache:
    """A cache of its own."""
    return Cache(tmp_path / "cache")


def cached(event: Event) -> bool:
    """Whether ``event`` delivered what an earlier build made."""
    assert isinstance(event, Delivered), event
    return event.cached


def test_only_what_changed_is_made(project: Path, cache: Cache) -> None:
    assert not cached(build(project, cache))
    assert cached(build(project, cache))
    edit(project, "naam: Urk", "# een opmerking\nnaam: Urk")
    assert cached(build(project, cache))
    assert not cached(build(project, cache, force=True))
    edit(project, "kop: Caritas Urk", "kop: Caritas op Urk")
    assert not cached(build(project, cache))
    edit(project, "kop: Caritas op Urk", "kop: Caritas Urk")
    assert cached(build(project, cache))


def test_its_files_are_those_of_a_build_without_cache(project: Path, cache: Cache) -> None:
    build(project, cache)
    file = project / "out" / "urk" / "inwonersinitiatieven-urk-scherm.pdf"
    made = file.read_bytes()
    file.write_bytes(made[:1000])
    assert cached(build(project, cache))
    assert file.read_bytes() == made
    shutil.rmtree(project / "out")
    assert cached(build(project, cache))
    assert file.read_bytes() == made
    rows = json.loads((project / "out" / "manifest.json").read_text(encoding="utf-8"))["files"]
    assert [row["cached"] for row in rows] == [True]


def test_problems_point_at_where_the_words_stand_now(project: Path, cache: Cache) -> None:
    # Too much for its slot at full size, so that its type is set smaller, which is told.
    words = "Dit is een zin van zeven korte woorden. " * 21
    text = f"kop: Caritas Urk\n          tekst: [{words.rstrip()}]"
    edit(project, "kop: Caritas Urk", text)
    first = build(project, cache)
    assert isinstance(first, Delivered)
    edit(project, "bladen:", "\n\n\nbladen:")
    again = build(project, cache)
    assert isinstance(again, Delivered)
    assert again.cached
    own = [problem for problem in first.problems if problem.code == "fit.shrunk"]
    moved = [problem for problem in again.problems if problem.code == "fit.shrunk"]
    assert [problem.source.path for problem in own] == [URK]
    assert [problem.source.line + 3 for problem in own] == [p.source.line for p in moved]
    assert [NL.tell(p.message) for p in own] == [NL.tell(p.message) for p in moved]


def test_an_entry_that_cannot_be_read_is_no_entry(project: Path, cache: Cache) -> None:
    build(project, cache)
    (entry,) = cache.folder.rglob("*.json")
    job = job_of(project)
    assert cache.find(job) is not None
    for text in ("", "{", "[]", "null", '{"key": "x"}', '{"key": 3, "files": 4}', "\ufeff{}", "["):
        entry.write_text(text * 100_000, encoding="utf-8")
        assert cache.find(job) is None
    assert not cached(build(project, cache))


def test_half_an_entry_is_no_entry(project: Path, cache: Cache) -> None:
    build(project, cache)
    (entry,) = cache.folder.rglob("*.json")
    seal, text = entry.read_bytes().split(b"\n")
    record = json.loads(text)

    def write(record: object) -> None:
        typed = json.dumps(record).encode()
        entry.write_bytes(hashlib.sha256(typed).hexdigest().encode() + b"\n" + typed)

    for name in record:
        write({key: value for key, value in record.items() if key != name})
        assert cache.find(job_of(project)) is None
    for changed in ({"key": "0" * 64}, {"files": []}, {"problems": [{"place": 10**6}]}):
        write(record | changed)
        assert cache.find(job_of(project)) is None
    write(record)
    assert cache.find(job_of(project)) is not None
    for other in (text, seal, seal + text, seal + b"\n" + text.replace(b"pages", b"bytes")):
        entry.write_bytes(other)
        assert cache.find(job_of(project)) is None


def test_a_damaged_file_is_made_anew(project: Path, cache: Cache) -> None:
    build(project, cache)
    (file,) = cache.folder.rglob("*.pdf")
    good = file.read_bytes()
    entry = cache.find(job_of(project))
    assert entry is not None
    for bad in (good[:-1], good + b" ", bytes(len(good)), b""):
        file.write_bytes(bad)
        assert entry.result() is None
    assert cached(build(project, cache))  # what stands untouched needs none
    shutil.rmtree(project / "out")
    assert not cached(build(project, cache))
    assert file.read_bytes() == good
    file.unlink()
    assert entry.result() is None


def test_a_file_that_somebody_touched_is_looked_at(project: Path, cache: Cache) -> None:
    build(project, cache)
    (file,) = (project / "out").rglob("*.pdf")
    made, then = file.read_bytes(), file.stat().st_mtime_ns
    file.write_bytes(bytes(len(made)))
    os.utime(file, ns=(then, then))  # as long and as old as it was
    assert cached(build(project, cache))
    assert file.read_bytes() == made


def test_something_else_in_place_of_what_was_kept(project: Path, cache: Cache) -> None:
    made = run_job(job_of(project))

    def kept() -> bool:
        cache.keep(made)
        entry = cache.find(made.job)
        result = entry.result() if entry else None
        return result is not None and result.files == made.files

    assert kept()
    for pattern in ("*.json", "*.pdf"):
        (place,) = cache.folder.rglob(pattern)
        place.with_name("vreemd.txt").write_text("van een ander programma")
        place.unlink()
        place.mkdir()
        assert not kept()
        place.rmdir()
        for target in (place, place.with_name("nergens")):
            place.unlink(missing_ok=True)
            place.symlink_to(target)
            assert cache.find(made.job) is None or pattern == "*.pdf"
            assert kept()
    cache.prune(most=0)
    assert [path for path in cache.folder.rglob("*") if path.is_file()] == []


def test_a_cache_that_cannot_be_written_is_done_without(project: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    cache = Cache(tmp_path / "file")
    assert not cached(build(project, cache))
    assert cache.find(job_of(project)) is None


def test_what_failed_is_tried_again(project: Path, cache: Cache) -> None:
    edit(project, "kop: Caritas Urk", "kop: " + "Caritas Urk " * 80)
    for _ in range(2):
        assert isinstance(build(project, cache), Failed)
    assert list(cache.folder.rglob("*.json")) == []


def test_the_longest_unused_goes_first(project: Path, cache: Cache) -> None:
    for number in range(3):
        path = cache.folder / f"v{FORMAT}" / "files" / f"{number}.pdf"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(bytes(10))
        os.utime(path, (1000 + number, 1000 + number))
    cache.prune(most=20)
    assert sorted(path.name for path in cache.folder.rglob("*.pdf")) == ["1.pdf", "2.pdf"]

"""One job from sheet to finished files. Runs in a worker; prints nothing, leaves no file."""

from __future__ import annotations

import gc
import hashlib
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import Path

from flevoprint.batch.deliver import file_name
from flevoprint.batch.memory import keep_memory
from flevoprint.batch.repeats import repeats
from flevoprint.finding import Expected, Kind
from flevoprint.language import say
from flevoprint.model import Edition, Job, JobResult, Rendered
from flevoprint.press import finish
from flevoprint.press.preflight import inspect, inspect_pictured
from flevoprint.printer import PrinterProfile
from flevoprint.problem import ExitCode, FlevoprintError, Problem, error, has_errors
from flevoprint.typeset import Engine, Typeset, lay_out_sheet, typeset


@lru_cache(maxsize=1)
def _engine(fonts_folder: Path) -> Engine:
    """The engine, warmed once per process: importing it and reading the fonts takes a second."""
    keep_memory()
    return Engine(fonts_folder)


@contextmanager
def collected_after() -> Iterator[None]:
    """Collect garbage after a job, not in the midst of it; the outermost of several does.

    A laid-out document is a few hundred thousand objects that hold on to each other. Going through
    them again and again as they grow in number takes a fifth of the time of laying it out.
    """
    collects = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collects:
            gc.enable()
            _collect()


#: After so many collections, what was to stay is gone through as well.
_THOROUGH = 50


def _collect() -> None:
    """Collect what a job left; what outlives it is kept for the next, and not gone through again.

    Some of that is let go of later, and may hold on to itself: now and then all is gone through.
    """
    before = gc.get_stats()[-1]["collections"]
    if before and before % _THOROUGH == 0:
        gc.unfreeze()
    gc.collect()
    gc.freeze()


def run_job(job: Job) -> JobResult:
    """Make all editions of ``job``, or say why not. Raises only when a library is missing."""
    return _guarded(job, _make)


def check_job(job: Job) -> JobResult:
    """Everything :func:`run_job` says before it writes a PDF; there are no files."""
    return _guarded(job, _look)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a job; its fields as in :class:`JobResult`."""

    problems: tuple[Problem, ...]
    files: tuple[Rendered, ...] = ()
    shrunk: Mapping[str, float] = field(default_factory=dict)
    pictures: tuple[bytes, ...] = ()


def _guarded(job: Job, work: Callable[[Job], Outcome]) -> JobResult:
    start = time.perf_counter()
    try:
        with collected_after():
            made = work(job)
    except FlevoprintError as failure:
        if failure.exit_code is ExitCode.MISSING:
            raise
        made = Outcome(failure.problems)
    except Exception as failure:  # one job's fault must not cost another its sheet
        made = Outcome((_crash(job, failure),))
    problems = (*job.problems, *made.problems)
    seconds = time.perf_counter() - start
    return JobResult(job, made.files, problems, seconds, made.shrunk, made.pictures)


def _look(job: Job) -> Outcome:
    engine = _engine(job.fonts_folder)
    laid = lay_out_sheet(engine, job.sheet, job.gemeente, job.info, job.fonts)
    return Outcome(laid.problems, shrunk=laid.shrunk)


def _make(job: Job) -> Outcome:
    result = typeset(_engine(job.fonts_folder), job.sheet, job.gemeente, job.info, job.fonts)
    if has_errors(result.problems):
        return Outcome(result.problems, shrunk=result.shrunk)
    try:
        files = tuple(_finish(job, edition, result) for edition in job.editions)
    except FlevoprintError as failure:
        # The press sees a PDF; what an editor can mend is the gemeente's file.
        found = (replace(problem, source=job.gemeente.source) for problem in failure.problems)
        return Outcome((*result.problems, *found), shrunk=result.shrunk)
    # The editions look the same: one layout, one picture of it.
    first, *others = (_to_judge(job, *pair, result) for pair in _pairs(job, files))
    inspection, pictures = inspect_pictured(*first)
    judged = (inspection, *(inspect(*other) for other in others))
    found = (finding.problem for inspection in judged for finding in inspection.findings)
    problems = (problem for problem in found if not repeats(problem, job))
    return Outcome((*result.problems, *problems), files, result.shrunk, pictures)


def _pairs(job: Job, files: tuple[Rendered, ...]) -> Iterator[tuple[Edition, Rendered]]:
    return zip(job.editions, files, strict=True)


def _to_judge(
    job: Job, edition: Edition, file: Rendered, result: Typeset
) -> tuple[bytes, str, PrinterProfile, Expected]:
    """A finished file, its name, and what a printer or a screen reader would hold it to."""
    expected = Expected(
        kind=Kind.PRESS if edition.condition else Kind.SCREEN,
        trim=job.sheet.layout.size,
        pages=len(job.sheet.layout.sides),
        language=job.info.language,
        addresses=result.codes,
    )
    return file.data, file_name(job, edition.id), job.printer, expected


def _finish(job: Job, edition: Edition, result: Typeset) -> Rendered:
    data = finish(
        result.data,
        edition,
        job.info,
        job.sheet.layout.size,
        result.swatches,
    )
    return Rendered(edition.id, result.pages, data, hashlib.sha256(data).hexdigest())


def _crash(job: Job, failure: Exception) -> Problem:
    detail = " ".join(str(failure).split())[:200]
    return error(
        "batch.crash",
        say(
            "unexpected fault in {gemeente}: {failure}",
            gemeente=str(job.gemeente.name),
            failure=f"{type(failure).__name__}: {detail}",
        ),
        job.gemeente.source,
        say("this is a fault in flevoprint or in the layout; report it, with this file"),
    )

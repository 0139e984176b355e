"""One job from sheet to finished files, in memory. Runs in a worker; never prints, never writes."""

from __future__ import annotations

import time
from dataclasses import replace
from functools import lru_cache
from pathlib import Path

from flevoprint.language import say
from flevoprint.model import Edition, Job, JobResult, Rendered
from flevoprint.press import finish
from flevoprint.problem import ExitCode, FlevoprintError, Problem, error, has_errors
from flevoprint.typeset import Engine, Typeset, typeset


@lru_cache(maxsize=1)
def _engine(fonts_folder: Path) -> Engine:
    """The engine, warmed once per process: importing it and reading the fonts takes a second."""
    return Engine(fonts_folder)


def run_job(job: Job) -> JobResult:
    """Make all editions of ``job``, or say why not. Raises only when a library is missing."""
    start = time.perf_counter()
    try:
        files, problems = _make(job)
    except FlevoprintError as failure:
        if failure.exit_code is ExitCode.MISSING:
            raise
        files, problems = (), failure.problems
    except Exception as failure:  # one job's fault must not cost another its sheet
        files, problems = (), (_crash(job, failure),)
    return JobResult(job, files, (*job.problems, *problems), time.perf_counter() - start)


def _make(job: Job) -> tuple[tuple[Rendered, ...], tuple[Problem, ...]]:
    result = typeset(_engine(job.fonts_folder), job.sheet, job.gemeente, job.info, job.fonts)
    if has_errors(result.problems):
        return (), result.problems
    try:
        files = tuple(_finish(job, edition, result) for edition in job.editions)
    except FlevoprintError as failure:
        # The press sees a PDF; what an editor can mend is the gemeente's file.
        found = (replace(problem, source=job.gemeente.source) for problem in failure.problems)
        return (), (*result.problems, *found)
    return files, result.problems


def _finish(job: Job, edition: Edition, result: Typeset) -> Rendered:
    data = finish(
        result.tagged if edition.tagged else result.plain,
        edition,
        job.info,
        job.sheet.layout.size,
        result.swatches,
    )
    return Rendered(edition.id, result.pages, data)


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

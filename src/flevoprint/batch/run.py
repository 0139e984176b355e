"""A plan carried out: workers make, the parent delivers and keeps the manifest."""

from __future__ import annotations

import time
from collections.abc import Generator
from pathlib import Path

from flevoprint.batch.deliver import Row, deliver, file_name, rows, write_manifest
from flevoprint.batch.events import (
    AllChecked,
    Checked,
    Delivered,
    Event,
    Failed,
    Finished,
    Started,
)
from flevoprint.batch.plan import Plan, counts
from flevoprint.batch.worker import check_job, run_job
from flevoprint.language import Language
from flevoprint.model import Job, JobResult
from flevoprint.problem import ExitCode, FlevoprintError


def run(plan: Plan, out: Path, language: Language) -> Generator[Event]:
    """Make and deliver ``plan`` below ``out``, saying what happens as it happens.

    The manifest tells its problems in ``language``.

    What was finished is kept and listed when the caller stops early.
    """
    start = time.perf_counter()
    listed: list[Row] = []
    unmade: set[tuple[str, str]] = set()
    failed = len(plan.refusals)
    delivered = 0
    yield Started(len(plan.jobs) + failed, len(plan.jobs))
    try:
        for refusal in plan.refusals:
            stale: tuple[Path, ...] = ()
            if refusal.known:
                stale = tuple(sorted((out / refusal.gemeente).glob("*.pdf")))
                unmade |= {(refusal.gemeente, sheet) for sheet in plan.sheets}
            yield Failed(refusal.gemeente, "", refusal.problems, stale)
        for job in plan.jobs:
            event, made = _one(job, plan, out, language)
            listed += made
            if isinstance(event, Failed):
                unmade.add((job.gemeente.id, job.sheet.id))
                failed += 1
            else:
                delivered += 1
            yield event
    finally:
        manifest = write_manifest(out, listed, unmade)
    seconds = time.perf_counter() - start
    yield Finished(delivered, failed, manifest, _exit_code(delivered, failed), seconds)


def check(plan: Plan) -> Generator[Event]:
    """Say everything that :func:`run` would find before it writes a PDF; writes nothing."""
    start = time.perf_counter()
    failed = len(plan.refusals)
    yield Started(len(plan.jobs) + failed, len(plan.jobs))
    for refusal in plan.refusals:
        yield Checked(refusal.gemeente, "", refusal.problems)
    sound = 0
    for job in plan.jobs:
        problems = check_job(job).problems
        wrong = counts(problems, strict=plan.strict)
        failed, sound = failed + wrong, sound + (not wrong)
        yield Checked(job.gemeente.id, job.sheet.id, problems)
    code = ExitCode.PROBLEMS if failed else ExitCode.OK
    yield AllChecked(sound, failed, code, time.perf_counter() - start)


def _one(job: Job, plan: Plan, out: Path, language: Language) -> tuple[Event, list[Row]]:
    result = run_job(job)
    if not counts(result.problems, strict=plan.strict):
        try:
            paths = deliver(result, out)
        except FlevoprintError as failure:
            return _failed(result, failure, out), []
        event = Delivered(job.gemeente.id, job.sheet.id, paths, result.problems, result.seconds)
        return event, rows(result, language)
    return _failed(result, None, out), []


def _failed(result: JobResult, failure: FlevoprintError | None, out: Path) -> Failed:
    job = result.job
    problems = result.problems + (failure.problems if failure else ())
    names = [out / file_name(job, edition.id) for edition in job.editions]
    stale = tuple(path for path in names if path.is_file())
    return Failed(job.gemeente.id, job.sheet.id, problems, stale)


def _exit_code(delivered: int, failed: int) -> ExitCode:
    if not failed:
        return ExitCode.OK
    return ExitCode.PARTIAL if delivered else ExitCode.PROBLEMS

"""A plan carried out: workers make, the parent delivers and keeps the manifest."""

from __future__ import annotations

import time
from collections.abc import Generator, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from flevoprint.batch.alone import held, opened, undisturbed
from flevoprint.batch.cache import Cache, Entry
from flevoprint.batch.deliver import deliver, file_name, is_file, sweep
from flevoprint.batch.events import (
    AllChecked,
    Checked,
    Delivered,
    Event,
    Failed,
    Finished,
    Started,
    Waiting,
)
from flevoprint.batch.left import left_over, outdated
from flevoprint.batch.manifest import Manifest, subject_of
from flevoprint.batch.plan import Plan, Refusal, counts
from flevoprint.batch.pool import ENOUGH, Limits, work_off
from flevoprint.batch.report.album import Album
from flevoprint.batch.report.write import REPORT, write_report
from flevoprint.batch.serve import look
from flevoprint.batch.store import Store
from flevoprint.language import Language
from flevoprint.model import Job, JobResult
from flevoprint.problem import ExitCode, FlevoprintError


@dataclass(frozen=True, slots=True)
class Means:
    """What a build works with: so many ``workers``, each job within ``limits``, and a ``cache``.

    With ``force`` nothing is taken from the cache; all is made anew, and kept. ``ahead`` if what
    workers are forked from has begun, so that they need not wait for its start.
    """

    workers: int = 1
    cache: Cache | None = None
    force: bool = False
    ahead: bool = False
    limits: Limits = ENOUGH


#: One worker, and nothing kept.
PLAIN = Means()
#: As many sheets for each worker are looked at in the time that it takes to start one, where that
#: was not begun ahead.
WORTH_WORKERS = 4


def run(plan: Plan, out: Path, language: Language, means: Means = PLAIN) -> Generator[Event]:
    """Make and deliver ``plan`` below ``out``, saying what happens as it happens.

    The manifest tells its problems in ``language``. What was finished is kept and listed when the
    caller stops early.
    """
    start = time.perf_counter()
    yield Started(len(plan.jobs) + len(plan.refusals), len(plan.jobs))
    with opened(out) as folder:
        if folder is not None and not held(folder, wait=False):
            yield Waiting(out)
            held(folder, wait=True)
        yield from _alone(plan, out, language, means, start)


def _alone(
    plan: Plan, out: Path, language: Language, means: Means, start: float
) -> Generator[Failed | Delivered | Finished]:
    """The build, begun at ``start``, while no other one writes into ``out``."""
    failed = len(plan.refusals)
    delivered = 0
    manifest, album = Manifest(out, language), Album(means.cache)
    store = Store(means.cache, blank=means.force)
    manifest.keep_failed(plan.all_gemeenten, plan.all_sheets)
    try:
        for refusal in plan.refusals:
            yield _refused(refusal, plan, out, manifest)
        with closing(_all(plan, out, manifest, album, store, means)) as events:
            for event in events:
                delivered += isinstance(event, Delivered)
                failed += isinstance(event, Failed)
                yield event
    finally:
        # Also when the caller stops early: what was finished is listed and shown, and what it did
        # not come to as well.
        manifest.recall()
        manifest.write()
        left = (*left_over(manifest, plan, out), *outdated(manifest, plan, out))
        problems = write_report(out, manifest, left, album, language)
    seconds = time.perf_counter() - start
    code = _exit_code(delivered, failed + len(problems))
    files = (manifest.path, out / REPORT)
    unkept = (store.problem,) if store.problem else ()
    told = (*left, *unkept, *problems)
    yield Finished(delivered, failed, *files, told, code, seconds)


def _refused(refusal: Refusal, plan: Plan, out: Path, manifest: Manifest) -> Failed:
    """Nothing can be made of a gemeente; what stands of it is vouched for no longer."""
    stale: tuple[Path, ...] = ()
    if refusal.known:
        manifest.drop(refusal.gemeente, plan.sheets)
        found = sorted((out / refusal.gemeente).glob("*.pdf"))
        stale = tuple(path for path in found if not manifest.lists(path))
        subject = {"gemeente": refusal.gemeente, "name": refusal.name, "sheet": "", "title": ""}
        manifest.fail({**subject, "side": "", "layout": ""}, refusal.problems, stale)
    return Failed(refusal.gemeente, "", refusal.problems, stale)


def _all(
    plan: Plan,
    out: Path,
    manifest: Manifest,
    album: Album,
    store: Store,
    means: Means,
) -> Generator[Delivered | Failed]:
    """First what was made before, then what has to be made now."""
    replaced = [job for job in plan.jobs if not manifest.vouches(job)]
    for job in replaced:
        manifest.forget(job)
    if replaced or plan.refusals:
        # Were we ended by force, the manifest must not vouch for what is replaced from here on.
        manifest.write()
    missing = []
    for job in plan.jobs:
        entry = store.find(job)
        if entry and manifest.stands(entry) and not counts(entry.problems, strict=plan.strict):
            yield _standing(entry, out, manifest)
            continue
        result = entry.result() if entry else None
        if result is None:
            missing.append(job)
        else:
            album.add(result)
            yield _outcome(result, plan, out, manifest)
    with closing(_made(missing, means)) as results:
        for result in results:
            if result.files and plan.holds():
                store.keep(result)
            album.add(result)
            yield _outcome(result, plan, out, manifest)
            manifest.write_now_and_then()
    if missing:
        store.prune()


@undisturbed()
def _standing(entry: Entry, out: Path, manifest: Manifest) -> Delivered:
    """What was delivered before and not touched since, of which no byte need be read."""
    job = entry.job
    paths = tuple(out / file_name(job, edition.id) for edition in job.editions)
    sweep(paths)
    manifest.add(entry)
    entry.use()
    return Delivered(job.gemeente.id, job.sheet.id, paths, entry.problems, 0, True, job.sheet.side)


def _made(jobs: list[Job], means: Means) -> Generator[JobResult]:
    if jobs:
        # The report will need it; whoever makes the sheets is still at its own imports.
        import flevoprint.batch.report.build  # noqa: F401
    if means.ahead or len(jobs) > 1:
        yield from work_off(jobs, means.workers, means.limits)
    elif jobs:
        # A process of its own would protect no other sheet, and make this one wait for its start.
        from flevoprint.batch.worker import run_job

        yield from map(run_job, jobs)


@undisturbed()
def _outcome(result: JobResult, plan: Plan, out: Path, manifest: Manifest) -> Delivered | Failed:
    """Deliver ``result`` and list it, or say why not."""
    job = result.job
    failure = None
    if not counts(result.problems, strict=plan.strict):
        try:
            paths = deliver(result, out)
        except FlevoprintError as unwritable:
            failure = unwritable
        else:
            manifest.add(result)
            how = (result.problems, result.seconds, result.cached, job.sheet.side)
            return Delivered(job.gemeente.id, job.sheet.id, paths, *how)
    manifest.drop(job.gemeente.id, {job.sheet.id: job.sheet.layout.id}, job.sheet.side)
    event = _failed(result, failure, out)
    manifest.fail(subject_of(job), event.problems, event.stale)
    return event


def check(plan: Plan, means: Means = PLAIN) -> Generator[Event]:
    """Say everything that :func:`run` would find before it writes a PDF; writes nothing."""
    start = time.perf_counter()
    failed = len(plan.refusals)
    yield Started(len(plan.jobs) + failed, len(plan.jobs))
    for refusal in plan.refusals:
        yield Checked(refusal.gemeente, "", refusal.problems, sound=False)
    sound = 0
    with closing(_looked_at(plan.jobs, means)) as results:
        for result in results:
            job, wrong = result.job, counts(result.problems, strict=plan.strict)
            failed, sound = failed + wrong, sound + (not wrong)
            how = (not wrong, job.sheet.side)
            yield Checked(job.gemeente.id, job.sheet.id, result.problems, *how)
    code = ExitCode.PROBLEMS if failed else ExitCode.OK
    yield AllChecked(sound, failed, code, time.perf_counter() - start)


def _looked_at(jobs: Sequence[Job], means: Means) -> Generator[JobResult]:
    if means.ahead or (means.workers > 1 and len(jobs) > WORTH_WORKERS * means.workers):
        yield from work_off(jobs, means.workers, means.limits, look)
        return
    from flevoprint.batch.worker import check_job

    yield from map(check_job, jobs)


def _failed(result: JobResult, failure: FlevoprintError | None, out: Path) -> Failed:
    job = result.job
    problems = result.problems + (failure.problems if failure else ())
    names = [out / file_name(job, edition.id) for edition in job.editions]
    stale = tuple(path for path in names if is_file(path))
    return Failed(job.gemeente.id, job.sheet.id, problems, stale, job.sheet.side)


def _exit_code(delivered: int, failed: int) -> ExitCode:
    if not failed:
        return ExitCode.OK
    return ExitCode.PARTIAL if delivered else ExitCode.PROBLEMS

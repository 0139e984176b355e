"""What stands in the output folder that is not of now: of gemeenten and sheets that the project has
no more, and with what a shared sheet said before it was changed."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from flevoprint.batch.manifest import Manifest, Row, subject_of
from flevoprint.batch.plan import Plan
from flevoprint.language import say, say_many
from flevoprint.problem import Problem, Source, note

#: As many files are named of each; the rest is counted.
NAMED = 4


def left_over(manifest: Manifest, plan: Plan, out: Path) -> Iterator[Problem]:
    """A note for each gemeente and each sheet that went and whose files still stand below ``out``.

    Nothing is removed: a file may be the only one there is.
    """
    gone: dict[tuple[str, str], list[str]] = {}
    for row in manifest.files:
        for kind, known in (("gemeente", plan.all_gemeenten), ("sheet", plan.all_sheets)):
            if row[kind] not in known:
                gone.setdefault((kind, row[kind]), []).append(row["file"])
                break
    for (_, name), files in gone.items():
        more = ("…",) if len(files) > NAMED else ()
        yield note(
            "batch.left-over",
            say_many(
                "{count} file is left of '{name}', which is not in the project any more: {files}",
                "{count} files are left of '{name}', which is not in the project any more: {files}",
                len(files),
                name=name,
                files=", ".join((*files[:NAMED], *more)),
            ),
            Source(out.absolute().name),
            say("remove them where they are not needed any more"),
        )


def outdated(manifest: Manifest, plan: Plan, out: Path) -> Iterator[Problem]:
    """A note if files that stand below ``out`` say what a sheet of ``plan`` said to all before.

    Only slots that no gemeente can fill are compared, so that no other gemeente need be read for
    it: what it says of itself may have changed too. So are only sheets in the layout of ``plan``.
    """
    now = {_sheet_of(subject_of(job)): job.shared for job in plan.jobs}
    old = [
        row
        for row in manifest.files
        if row["gemeente"] in plan.all_gemeenten
        and _is_another(row.get("shared"), now.get(_sheet_of(row)))
    ]
    if old:
        yield note(
            "batch.outdated",
            say_many(
                "{count} file still has an older text of a shared sheet: {files}",
                "{count} files still have an older text of a shared sheet: {files}",
                len(old),
                files=", ".join([row["file"] for row in old[:NAMED]] + ["…"] * (len(old) > NAMED)),
            ),
            Source(out.absolute().name),
            say("make them anew: the same command, without the name of a gemeente or an edition"),
        )


def _sheet_of(row: Row) -> tuple[str, str, str]:
    return row["sheet"], row["side"], row["layout"]


def _is_another(listed: object, now: str | None) -> bool:
    """Whether both are known, of one version of flevoprint and the same slots, and differ."""
    if not isinstance(listed, str) or not now or listed.split()[:1] != now.split()[:1]:
        return False
    return listed != now

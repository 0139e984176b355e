"""What stands in the output folder of gemeenten and sheets that the project has no more."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from flevoprint.batch.manifest import Manifest
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
            Source(out.as_posix()),
            say("remove them where they are not needed any more"),
        )

"""What can begin before the project is read: the process that workers are forked from.

It imports the engine meanwhile, which takes as long as reading does. The doors import this before
all that reads, so it imports next to nothing itself: of processes only where one is begun.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from flevoprint.batch.alone import undisturbed
from flevoprint.root import PROJECT_FILE

if TYPE_CHECKING:
    from multiprocessing.context import ForkServerContext, SpawnContext

    Context = ForkServerContext | SpawnContext

#: Where a project keeps what its sheets are made of.
FOLDERS = ("content", "layouts", "fonts")


def context() -> Context:
    """Forks workers from one process that imported the engine; starts them where that is unsafe."""
    import multiprocessing
    from multiprocessing import resource_tracker

    # Begun halfway, it would let through the signals that a worker must not hear.
    resource_tracker.ensure_running()
    if sys.platform == "darwin":
        return multiprocessing.get_context("spawn")
    found = multiprocessing.get_context("forkserver")
    found.set_forkserver_preload(["flevoprint.batch.warm"])
    return found


def begin(root: Path, gemeenten: Sequence[str], out: Path | None = None) -> bool:
    """Begin that process if sheets of ``gemeenten`` have to be made; whether it was begun.

    ``out`` is where an earlier build may have left them, None where that is no matter. What has
    to be made is guessed, in milliseconds, and what makes that impossible is told by who reads the
    project. The process ends when this one does, once it has imported.
    """
    names = [f"{name.lower()}.yaml" for name in gemeenten]
    try:
        named = all((root / "content" / "gemeenten" / name).is_file() for name in names)
        if not (
            named and (root / PROJECT_FILE).is_file() and (out is None or _stale(root, out, names))
        ):
            return False
        from multiprocessing import forkserver
        from multiprocessing.context import SpawnContext

        if isinstance(context(), SpawnContext):
            return False
        with undisturbed():
            forkserver.ensure_running()
    except OSError:
        return False
    return True


def _stale(root: Path, out: Path, names: Sequence[str]) -> bool:
    """Whether something was changed since the last build, or one of ``names`` not made in it."""
    try:
        built = out.stat().st_mtime_ns
        made = all((out / name).with_suffix("").is_dir() for name in names)
        return not made or any(_changed(root / folder, built) for folder in FOLDERS)
    except OSError:
        return True


def _changed(folder: Path, since: int) -> bool:
    """Whether anything in ``folder`` was written ``since``, or put there or taken away."""
    if not folder.is_dir():
        return False
    if folder.stat().st_mtime_ns > since:
        return True
    with os.scandir(folder) as entries:
        return any(
            _changed(Path(entry.path), since)
            if entry.is_dir(follow_symlinks=False)
            else entry.stat(follow_symlinks=False).st_mtime_ns > since
            for entry in entries
        )

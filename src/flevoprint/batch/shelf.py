"""What reading found out before: how each logo looks, by the digest of its file.

A logo is drawn to be measured, which takes longer than all the rest of reading a gemeente. As in
the cache beside it, what was cut off, changed or put there by another program is nothing at all.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Collection
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from flevoprint.batch.cache import FORMAT
from flevoprint.batch.codes import known_codes
from flevoprint.batch.deliver import write_whole
from flevoprint.batch.halfway import helped
from flevoprint.batch.key import software
from flevoprint.content import read_project
from flevoprint.keeping import cache_folder
from flevoprint.model import Project
from flevoprint.problem import FlevoprintError

_DIGEST = hashlib.sha256().digest_size


@dataclass(frozen=True, slots=True)
class CacheShelf:
    """What was found out by this very ``software``, in files below ``folder``."""

    folder: Path
    software: str

    def find(self, name: str) -> bytes | None:
        """What is kept under ``name``; None where that is nothing, or not what was kept."""
        try:
            kept = self._path(name).read_bytes()
        except OSError:
            return None
        data = kept[_DIGEST:]
        return data if self._seal(name, data) == kept[:_DIGEST] else None

    def keep(self, name: str, data: bytes) -> None:
        """Keep ``data`` under ``name``; where that can't be written it is found out again."""
        try:
            write_whole(self._path(name), self._seal(name, data) + data)
        except FlevoprintError:
            return

    def count(self) -> int:
        """How much is kept."""
        return sum(len(names) for _, _, names in os.walk(self._root()))

    def _root(self) -> Path:
        return _root(self.folder, self.software)

    def _path(self, name: str) -> Path:
        key = hashlib.sha256(f"{self.software}\n{name}".encode()).hexdigest()
        return self._root().joinpath(key[:2], key)

    def _seal(self, name: str, data: bytes) -> bytes:
        return hashlib.sha256(f"{self.software}\n{name}\n".encode() + data).digest()


@lru_cache(maxsize=8)
def _root(folder: Path, software: str) -> Path:
    return folder.joinpath(
        f"v{FORMAT}", "found", hashlib.sha256(software.encode()).hexdigest()[:16]
    )


def open_project(root: Path, only: Collection[str] | None = None, processes: int = 1) -> Project:
    """The project in ``root``, as every door reads it; of its gemeenten ``only`` those with these
    names, where they are given. Raises FlevoprintError.
    """
    shelf = CacheShelf(cache_folder(), software())
    if only is not None or processes == 1:
        return read_project(root, known_codes, shelf, only)
    with helped(root / "content", shelf, shelf.count()):
        return read_project(root, known_codes, shelf)

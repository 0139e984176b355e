"""The pictures of the pages in the output folder, whenever they were made."""

from __future__ import annotations

from flevoprint.batch.cache import Cache
from flevoprint.model import JobResult


class Album:
    """Pictures by the key of the job that made them: those of this build, else from ``cache``."""

    def __init__(self, cache: Cache | None) -> None:
        self._cache = cache
        self._pictures: dict[str, tuple[bytes, ...]] = {}

    def add(self, result: JobResult) -> None:
        """Take up the pictures of ``result``."""
        self._pictures[result.job.key] = result.pictures

    def pictures(self, key: str) -> tuple[bytes, ...]:
        """A WebP of each page that was made under ``key``; none where they are gone."""
        if key in self._pictures:
            return self._pictures[key]
        return self._cache.pictures(key) if self._cache else ()

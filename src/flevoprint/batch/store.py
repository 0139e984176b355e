"""The cache as one build uses it."""

from __future__ import annotations

from flevoprint.batch.cache import Cache, Entry
from flevoprint.model import Job, JobResult
from flevoprint.problem import Problem


class Store:
    """What was made before, and what is made now for the next time.

    ``problem`` tells once why something could not be kept.
    """

    def __init__(self, cache: Cache | None, *, blank: bool) -> None:
        """In ``cache``, where there is one; ``blank`` finds nothing in it."""
        self._cache, self._blank = cache, blank
        self.problem: Problem | None = None

    def find(self, job: Job) -> Entry | None:
        """What was kept of ``job``."""
        return self._cache.find(job) if self._cache and not self._blank else None

    def keep(self, result: JobResult) -> None:
        """Keep ``result`` for the next time; the sheet itself is safe where that can't be."""
        if self._cache:
            self.problem = self._cache.keep(result) or self.problem

    def prune(self) -> None:
        """Throw away what was longest unused."""
        if self._cache:
            self._cache.prune()

"""flevoprint by the door that ``flevoprint build`` uses: plan, run, deliver, cache and all."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bench.contenders import Contender, Maker
from bench.work import Work
from flevoprint.batch.cache import Cache
from flevoprint.batch.events import Delivered, Failed
from flevoprint.batch.plan import Plan, Selection, plan
from flevoprint.batch.run import Means, run
from flevoprint.batch.shelf import open_project
from flevoprint.keeping import cache_folder
from flevoprint.language import language


class Ours:
    """The project is read once; each call is a build of its own, with workers of its own."""

    def __init__(self, work: Work, contender: Contender) -> None:
        self._contender = contender
        self._out = work.out(contender.id)
        self._project = open_project(work.project)
        self._plan: Plan | None = None

    def ready(self, gemeenten: Sequence[str]) -> None:
        """Plan the build."""
        chosen = Selection(tuple(gemeenten), editions=self._contender.editions)
        self._plan = plan(self._project, chosen)

    def make(self, gemeenten: Sequence[str]) -> Iterator[str]:
        """Run it; what fails or comes from the cache is no measurement."""
        assert self._plan is not None
        means = Means(self._contender.workers, Cache(cache_folder()))
        for event in run(self._plan, self._out, language("nl"), means):
            if isinstance(event, Failed) or (isinstance(event, Delivered) and event.cached):
                raise RuntimeError(f"not made: {event}")
            if isinstance(event, Delivered):
                yield event.gemeente


def maker(work: Work, contender: Contender) -> Maker:
    """This engine, started."""
    return Ours(work, contender)

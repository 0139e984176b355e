"""The engines that are held side by side; one file knows one engine."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Protocol, cast

from bench.work import Work


class Maker(Protocol):
    """An engine in a process of its own, warm from its first sheet on."""

    def ready(self, gemeenten: Sequence[str]) -> None:
        """Do what can be done before the first sheet; it is part of the work."""

    def make(self, gemeenten: Sequence[str]) -> Iterator[str]:
        """Make the sheets of ``gemeenten``; yields each when its files are on the disk."""


@dataclass(frozen=True, slots=True)
class Contender:
    """A row of the bench: an engine, the editions that it makes, and how it is called there."""

    id: str
    module: str
    label: str
    editions: tuple[str, ...]
    workers: int = 1

    @property
    def ours(self) -> bool:
        """Whether this is flevoprint."""
        return self.module == "ours"

    def maker(self, work: Work) -> Maker:
        """The engine, imported and started."""
        module = import_module(f"bench.contenders.{self.module}")
        return cast(Maker, module.maker(work, self))


def _ours(editions: tuple[str, ...], workers: int) -> Contender:
    how = {1: "one worker", 2: "two workers"}[workers]
    name = "-".join(("ours", *editions, str(workers)))
    return Contender(name, "ours", f"flevoprint, {how}", editions, workers)


#: What all others are measured against: one file, made as anyone would.
NAIVE = Contender("weasyprint-scherm", "weasy", "WeasyPrint, naively", ("scherm",))
BOTH = _ours(("scherm", "druk"), 1)
BOTH_TWO = _ours(("scherm", "druk"), 2)
SCREEN = _ours(("scherm",), 1)

CONTENDERS = (
    NAIVE,
    Contender("weasyprint-druk", "weasy", "WeasyPrint, naively", ("druk",)),
    Contender("typst-scherm", "typst_binding", "Typst", ("scherm",)),
    Contender("fullbleed-scherm", "fullbleed_engine", "fullbleed", ("scherm",)),
    Contender("fullbleed-druk", "fullbleed_engine", "fullbleed", ("druk",)),
    Contender("chromium-scherm", "chromium", "Chromium print", ("scherm",)),
    SCREEN,
    _ours(("druk",), 1),
    BOTH,
    _ours(("scherm",), 2),
    _ours(("druk",), 2),
    BOTH_TWO,
)


def find(contender: str) -> Contender:
    """The contender of this id."""
    return next(found for found in CONTENDERS if found.id == contender)


def target(work: Work, contender: Contender, gemeente: str) -> Path:
    """Where a peer writes the sheet of ``gemeente``."""
    folder = work.out(contender.id)
    folder.mkdir(parents=True, exist_ok=True)
    return folder / f"{gemeente}.pdf"

"""All figures of one bench, raw and worked out; kept as JSON beside the table."""

from __future__ import annotations

import json
import os
import platform
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from importlib.metadata import version
from pathlib import Path
from statistics import median
from typing import Any

import bench.contenders.chromium as chromium
from bench.contenders import BOTH, BOTH_TWO, NAIVE, SCREEN
from bench.drive import Took, Whole
from bench.look import Looked
from bench.parts import PREFLIGHT
from bench.proc import PROC
from flevoprint import __version__

#: After so many sheets the memory is told, where the job is as long.
POINTS = (10, 100, 342)
#: So many sheets at the beginning are held against as many at the end.
STRETCH = 100
#: From here on a worker's memory should stay as it is.
SETTLED = 50


@dataclass(frozen=True, slots=True)
class Start:
    """``flevoprint build`` of one gemeente from the cold: all seconds, and those of some parts."""

    seconds: float
    parts: Mapping[str, float]
    engine: tuple[str, ...]

    @property
    def own(self) -> float:
        """What is left when the engine is imported and has laid out."""
        return self.seconds - sum(self.parts[part] for part in self.engine)


@dataclass(frozen=True, slots=True)
class Results:
    """One bench. ``absent`` names contenders that are not installed here."""

    gemeenten: int
    block: int
    took: Mapping[str, Sequence[Took]]
    whole: Mapping[str, Whole]
    again: Whole
    cold: Mapping[str, Sequence[float]]
    looked: Mapping[str, Sequence[Looked]]
    help: Sequence[float]
    start: Sequence[Start]
    parts: Mapping[str, Mapping[str, float]]
    absent: Sequence[str]

    def seconds(self, contender: str) -> float:
        """Median seconds a sheet."""
        return median(took.seconds / took.sheets for took in self.took[contender])

    def cpu(self, contender: str) -> float:
        """Median seconds of the processor a sheet."""
        return median(took.cpu / took.sheets for took in self.took[contender])

    def ratio(self, contender: str, other: str = NAIVE.id) -> float:
        """Median, over the rounds, of the seconds against those of ``other`` in that round."""
        pairs = zip(self.took[contender], self.took[other], strict=True)
        return median(ours.seconds / theirs.seconds for ours, theirs in pairs)

    def cpu_ratio(self, contender: str, other: str = NAIVE.id) -> float:
        """The same of the processor's seconds."""
        pairs = zip(self.took[contender], self.took[other], strict=True)
        return median(ours.cpu / theirs.cpu for ours, theirs in pairs)

    @property
    def unjudged(self) -> float:
        """Seconds of a sheet's screen edition without its preflight over those of a naive file."""
        made = self.seconds(SCREEN.id) - self.parts[SCREEN.id][PREFLIGHT]
        return made / self.seconds(NAIVE.id)

    @property
    def points(self) -> list[int]:
        """The numbers of sheets after which memory is told."""
        return sorted({min(point, self.gemeenten) for point in POINTS})

    @property
    def stretch(self) -> int:
        """How many sheets the beginning and the end are."""
        return max(1, min(STRETCH, self.gemeenten // 3))

    @property
    def linear(self) -> float:
        """Seconds of the last sheets over those of the first, with two workers.

        The first stretch begins when each worker has made its first sheet: that it starts is told
        elsewhere.
        """
        times, skip = self.whole[BOTH_TWO.id].times, BOTH_TWO.workers - 1
        first = times[skip + self.stretch] - times[skip]
        return (times[-1] - times[-1 - self.stretch]) / first

    @property
    def two_over_one(self) -> float:
        """Seconds of the whole job with two workers over those with one."""
        return self.whole[BOTH_TWO.id].seconds / self.whole[BOTH.id].seconds

    @property
    def flat(self) -> float:
        """Memory of a worker at the end over that when it has settled; of the worst worker."""
        grown = []
        for contender in (BOTH, BOTH_TWO):
            each = self.gemeenten / contender.workers
            settled = min(SETTLED, each / 2)
            for seen in self.whole[contender.id].workers.values():
                made = [(sheets / contender.workers, size) for sheets, size in seen.items()]
                made = [(sheets, size) for sheets, size in made if size and sheets >= settled]
                early = [size for sheets, size in made if sheets <= settled * 1.2]
                late = [size for sheets, size in made if sheets >= each * 0.9]
                if made:
                    grown.append(median(late or [made[-1][1]]) / median(early or [made[0][1]]))
        return max(grown)

    @property
    def share_again(self) -> float:
        """Seconds of a second run in which nothing changed over those of the first."""
        return self.again.seconds / self.whole[BOTH_TWO.id].seconds

    def write(self, path: Path) -> None:
        """Everything as JSON, with where it was measured."""
        raw = {"date": date.today().isoformat(), "machine": machine(), "versions": versions()}
        text = json.dumps(_rounded(raw | asdict(self)), separators=(",", ":"))
        path.write_text(text.replace('},"', '},\n"') + "\n", encoding="utf-8")


def _rounded(value: Any) -> Any:
    """``value`` with a tenth of a millisecond as the smallest difference."""
    if isinstance(value, float):
        return round(value, 4)
    if isinstance(value, dict):
        return {key: _rounded(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_rounded(item) for item in value]
    return value


def machine() -> dict[str, str]:
    """The kind of machine; not which one."""
    said = (PROC / "cpuinfo").read_text()
    models = [line.partition(":")[2].strip() for line in said.splitlines() if "model name" in line]
    pages = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    return {
        "cores": str(os.cpu_count()),
        "processor": models[0] if models else platform.machine(),
        "memory": f"{pages / 2**30:.0f} GiB",
        "system": platform.system(),
    }


def versions() -> dict[str, str]:
    """Of everything that took part."""
    packages = {name: version(name) for name in ("weasyprint", "typst", "fullbleed", "pikepdf")}
    return {
        "Python": platform.python_version(),
        "flevoprint": __version__,
        "Chromium": chromium.version(),
        **packages,
    }

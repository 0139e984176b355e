"""``python -m bench``: everything measured, and the figures written into ``README.md``."""

from __future__ import annotations

import argparse
import compileall
import json
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from bench import drive
from bench.contenders import BOTH, BOTH_TWO, CONTENDERS, NAIVE, SCREEN, Contender
from bench.contenders.chromium import browser
from bench.look import look
from bench.parts import IMPORT, LAYOUT
from bench.plot import plot
from bench.project import prepare
from bench.results import Results, Start
from bench.table import told
from bench.work import WARM, Work

HERE = Path(__file__).parent
BEGIN, END = "<!-- figures: begin -->", "<!-- figures: end -->"
#: Those that make the whole job, each alone.
WHOLE = (
    *(one for one in CONTENDERS if not one.ours and one.editions == NAIVE.editions),
    *(SCREEN, BOTH, BOTH_TWO),
)


def main() -> None:
    """Measure, then write the table, the plot and the raw figures."""
    asked = _asked()
    if not Path("/proc/self/smaps_rollup").exists():
        sys.exit("the bench reads memory and processor time from /proc: it needs Linux")
    # As pip does when it installs; else each start of ours would compile what peers have compiled.
    compileall.compile_dir(drive.ROOT / "src", quiet=1)
    with tempfile.TemporaryDirectory(prefix="flevoprint-bench-") as folder:
        _say(f"preparing {asked.gemeenten} gemeenten")
        results = _measure(prepare(Path(folder), asked.gemeenten), asked)
    into: Path = asked.into
    readme = into / "README.md"
    if into != HERE:
        into.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(HERE / "README.md", readme)
    before, _, rest = readme.read_text(encoding="utf-8").partition(BEGIN)
    after = rest.partition(END)[2]
    readme.write_text(f"{before}{BEGIN}\n\n{told(results)}\n\n{END}{after}", encoding="utf-8")
    rows = [one for one in CONTENDERS if one.id in results.took]
    (into / "plot.svg").write_text(plot([_bar(results, one) for one in rows]), encoding="utf-8")
    results.write(into / "results.json")
    _say(f"written: {readme}")


def _asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="bench", description=__doc__)
    parser.add_argument("--gemeenten", type=int, default=342, metavar="N", help="how many")
    parser.add_argument("--rounds", type=int, default=5, metavar="N", help="side by side")
    parser.add_argument("--block", type=int, default=20, metavar="N", help="gemeenten in a round")
    parser.add_argument("--times", type=int, default=5, metavar="N", help="for each short thing")
    parser.add_argument("--quick", action="store_true", help="a look: 20 gemeenten, two rounds")
    parser.add_argument("--into", type=Path, default=HERE, metavar="FOLDER", help="else bench/")
    asked = parser.parse_args()
    if asked.quick:
        asked.gemeenten, asked.rounds, asked.block, asked.times = 20, 2, 2, 1
    if asked.gemeenten > 342:
        parser.error("there are 342 gemeenten")
    needed = asked.rounds * (asked.block + WARM * max(one.workers for one in CONTENDERS))
    if needed > asked.gemeenten:
        parser.error(f"so many rounds need {needed} gemeenten")
    return asked


def _measure(work: Work, asked: argparse.Namespace) -> Results:
    here = [one for one in CONTENDERS if one.module != "chromium" or browser()]
    took = drive.rounds(work, here, asked.rounds, asked.block)
    cold = {}
    for one in here:
        _say(f"cold: {one.id}")
        cold[one.id] = drive.cold(work, one, asked.times)
    wholes = {}
    for one in (one for one in WHOLE if one in here):
        _say(f"whole: {one.id}")
        wholes[one.id] = drive.whole(work, one)
    again = drive.build(work, BOTH_TWO)
    _say("our own parts")
    start = [_start(work) for _ in range(asked.times)]
    parts = {one.id: _parts(work, one, asked.block) for one in (SCREEN, BOTH)}
    _say("looking at what came out")
    return Results(
        gemeenten=asked.gemeenten,
        block=asked.block,
        took=took,
        whole=wholes,
        again=again,
        cold=cold,
        looked=look(work, here),
        help=drive.help_times(2 * asked.times + 1),
        start=start,
        parts=parts,
        absent=[one.id for one in CONTENDERS if one not in here],
    )


def _start(work: Work) -> Start:
    """``flevoprint build urk`` from the cold, and its parts, measured in a process by itself."""
    (seconds,) = drive.cold(work, BOTH, 1)
    cache = work.folder / "cache" / "start"
    shutil.rmtree(cache, ignore_errors=True)
    command = ["build", "--project", str(work.shipped), "build", "urk", "--force"]
    parts = _run_parts(work, [*command, "-o", str(work.folder / "start")])
    return Start(seconds, parts, (IMPORT, LAYOUT))


def _parts(work: Work, one: Contender, count: int) -> dict[str, float]:
    return _run_parts(work, ["jobs", str(work.folder), str(count), *one.editions])


def _run_parts(work: Work, arguments: list[str]) -> dict[str, float]:
    done = subprocess.run(
        [sys.executable, "-m", "bench.parts", *arguments],
        env=work.environment("start"),
        cwd=drive.ROOT,
        check=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )
    return dict(json.loads(done.stdout))


def _bar(results: Results, one: Contender) -> tuple[str, float, float, bool]:
    label = f"{one.label}: {' + '.join(one.editions)}"
    return label, results.seconds(one.id), results.cpu(one.id), one.ours


def _say(text: str) -> None:
    print(text, file=sys.stderr)


if __name__ == "__main__":
    main()

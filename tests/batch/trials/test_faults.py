"""Builds that are killed, interrupted, out of disk, not allowed to write, or kept waiting."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time

import pytest

from tests.batch.trials.building import (
    LAYOUT,
    Ground,
    Running,
    busy,
    digests,
    listed,
    litter,
    made_good,
    whole,
)

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform != "linux", reason="looks for processes in /proc"),
]
Undisturbed = dict[str, str]
VICTIMS = ("parent", "worker", "both", "all")


def at_random(ground: Ground, chance: random.Random) -> Running:
    """A build at a random moment: any from its very start, or just when so many files stand."""
    running = ground.start()
    files = chance.randrange(-2, 11)
    running.until(lambda: files < 0 or len(digests(ground.out)) >= files)
    time.sleep(chance.uniform(0.15, 1.5) if files < 0 else chance.uniform(0, 0.5))
    return running


def kill(running: Running, victim: str) -> None:
    """SIGKILL to ``victim``."""
    pids = {
        "parent": lambda: [running.process.pid],
        "worker": lambda: running.workers()[:1],
        "both": lambda: [running.process.pid, *running.workers()[:1]],
        "all": lambda: [*running.servers(), *running.workers()],
    }[victim]()
    for pid in pids:
        with_pid(pid, signal.SIGKILL)


def with_pid(pid: int, number: signal.Signals) -> None:
    """Send a signal to who may have ended meanwhile."""
    try:
        os.kill(pid, number)
    except ProcessLookupError:
        return


@pytest.mark.trials(20)
def test_killed_at_any_moment(trial: int, ground: Ground, undisturbed: Undisturbed) -> None:
    chance = random.Random(trial)
    victim = VICTIMS[trial % len(VICTIMS)]
    running = at_random(ground, chance)
    kill(running, victim)
    ended = running.end(120)
    # It may have been done before it was killed, which is as good.
    if victim in ("parent", "both"):
        assert ended.code in (-signal.SIGKILL, 0)
    else:
        assert ended.code == 0
        assert digests(ground.out) == undisturbed
    whole(ground.out, undisturbed)
    made_good(ground, undisturbed)


@pytest.mark.trials(10)
def test_interrupted_at_any_moment(trial: int, ground: Ground, undisturbed: Undisturbed) -> None:
    chance = random.Random(trial)
    running = at_random(ground, chance)
    begin = time.monotonic()
    # A terminal tells all processes at once; who is in a hurry types it twice.
    for _ in range(chance.choice((1, 1, 2, 3))):
        if trial % 2:
            os.killpg(running.process.pid, signal.SIGINT)
        else:
            running.process.send_signal(signal.SIGINT)
        time.sleep(0.02)
    running.process.wait(60)
    assert time.monotonic() - begin < 2 * busy()
    ended = running.end(0)
    assert ended.code in (130, 0)
    assert not ended.stderr or ended.code == 0 or "onderbroken" in ended.stderr
    whole(ground.out, undisturbed)
    assert litter(ground.out, ground.cache) == []
    # Every file that stands is listed, and nobody has to make it again.
    assert not ground.out.exists() or listed(ground.out) == digests(ground.out).keys()
    made_good(ground, undisturbed)


@pytest.mark.trials(6)
def test_ended_politely_at_any_moment(trial: int, ground: Ground, undisturbed: Undisturbed) -> None:
    number = (signal.SIGTERM, signal.SIGHUP)[trial % 3 == 2]
    running = at_random(ground, random.Random(trial))
    begin = time.monotonic()
    if trial % 2:
        os.killpg(running.process.pid, number)
    else:
        running.process.send_signal(number)
    running.process.wait(60)
    assert time.monotonic() - begin < 2 * busy()
    ended = running.end(0)
    assert ended.code in (130, 0)
    whole(ground.out, undisturbed)
    assert litter(ground.out, ground.cache) == []
    made_good(ground, undisturbed)


def test_two_builds_at_once(ground: Ground, undisturbed: Undisturbed) -> None:
    other = Ground(ground.folder / "other")
    other.folder.mkdir()
    for name in ("project", "cache", "out"):
        (ground.folder / name).mkdir(exist_ok=True)
        (other.folder / name).symlink_to(ground.folder / name)
    running = [ground.start(), other.start()]
    ended = [one.end(120) for one in running]
    assert [one.code for one in ended] == [0, 0]
    assert sum("een andere bouw schrijft in" in one.stderr for one in ended) == 1
    assert digests(ground.out) == undisturbed
    assert listed(ground.out) == undisturbed.keys()
    assert litter(ground.out, ground.cache) == []


def test_a_build_that_waits_goes_on_when_the_other_is_killed(
    ground: Ground, undisturbed: Undisturbed
) -> None:
    first = ground.start()
    assert first.until(lambda: digests(ground.out))
    second = Ground(ground.folder / "second")
    second.folder.mkdir()
    for name in ("project", "cache", "out"):
        (second.folder / name).symlink_to(ground.folder / name)
    waiting = second.start()
    assert waiting.until(lambda: "andere bouw" in waiting.stderr.read_text("utf-8"))
    kill(first, "parent")
    first.end(60)
    assert waiting.end(120).code == 0
    assert digests(ground.out) == undisturbed
    assert listed(ground.out) == undisturbed.keys()
    assert litter(ground.out, ground.cache) == []


#: Runs a command in a folder that is a disk of its own, full at some size, then with room again.
FULL = """
set -e
mount -t tmpfs -o size=$SIZE tmpfs "$DISK"
status=0
"$@" >"$AFTER.stdout" 2>"$AFTER.stderr" || status=$?
echo $status >"$AFTER.code"
find "$OUT" "$CACHE" -name '.*' >"$AFTER.litter"
cp -r "$OUT" "$AFTER"
mount -o remount,size=100m "$DISK"
"$@" >"$LATER.stdout" 2>"$LATER.stderr"
find "$OUT" "$CACHE" -name '.*' >"$LATER.litter"
cp -r "$OUT" "$LATER"
"""


def own_mounts() -> bool:
    """Whether this system lets one mount in a namespace of one's own."""
    try:
        return (
            subprocess.run(["unshare", "-rm", "mount", "-t", "tmpfs", "x", "/mnt"]).returncode == 0
        )
    except FileNotFoundError:
        return False


needs_mounts = pytest.mark.skipif(
    not own_mounts(), reason="no mounting in a namespace of one's own"
)


def in_namespace(ground: Ground, script: str, **names: object) -> None:
    """Run ``script`` with the build's command as its arguments; every name is a variable there."""
    ground.out.mkdir(exist_ok=True)
    ground.cache.mkdir(exist_ok=True)
    folders = {"OUT": ground.out, "CACHE": ground.cache, "AFTER": ground.folder / "after"}
    folders["LATER"] = ground.folder / "later"
    variables = {name: str(value) for name, value in {**folders, **names}.items()}
    subprocess.run(
        ["unshare", "-rm", "sh", "-c", script, "sh", *ground.command],
        env={**ground.environment, **variables},
        check=True,
        timeout=300,
    )


@needs_mounts
@pytest.mark.parametrize(
    ("disk", "kilobytes"),
    [("out", 4), ("out", 200), ("out", 700), ("out", 1100), ("cache", 4), ("cache", 900)],
)
def test_a_full_disk(disk: str, kilobytes: int, ground: Ground, undisturbed: Undisturbed) -> None:
    in_namespace(ground, FULL, DISK=ground.folder / disk, SIZE=f"{kilobytes}k")
    after = ground.folder / "after"
    said = after.with_suffix(".stderr").read_text("utf-8")
    code = int(after.with_suffix(".code").read_text())
    assert "Traceback" not in said
    whole(after, undisturbed)
    if disk == "cache":
        assert (code, digests(after)) == (0, undisturbed)
        assert said.count("opmerking[batch.not-kept]") == 1
        assert "fout[" not in said
    else:
        assert code == (3 if digests(after) else 1)
        assert "de schijf is vol" in said
    assert after.with_suffix(".litter").read_text() == ""
    later = ground.folder / "later"
    assert digests(later) == undisturbed
    assert listed(later) == undisturbed.keys()
    assert later.with_suffix(".litter").read_text() == ""


def test_files_that_may_not_grow(ground: Ground, undisturbed: Undisturbed) -> None:
    """As a full disk, where nobody lets one mount."""
    biggest = 150
    ended = ground.build(before=["sh", "-c", f'ulimit -f {biggest * 2}; exec "$@"', "sh"])
    assert ended.code in (1, 3)
    assert "te groot" in ended.stderr
    whole(ground.out, undisturbed)
    assert litter(ground.out, ground.cache) == []
    made_good(ground, undisturbed)


READ_ONLY = """
set -e
mount --bind "$DISK" "$DISK"
mount -o remount,ro,bind "$DISK"
status=0
"$@" >"$AFTER.stdout" 2>"$AFTER.stderr" || status=$?
echo $status >"$AFTER.code"
"""


@needs_mounts
@pytest.mark.parametrize("disk", ["out", "cache", "out/urk"])
def test_a_disk_that_can_only_be_read(disk: str, ground: Ground, undisturbed: Undisturbed) -> None:
    (ground.folder / disk).mkdir(parents=True)
    in_namespace(ground, READ_ONLY, DISK=ground.folder / disk)
    after = ground.folder / "after"
    said = after.with_suffix(".stderr").read_text("utf-8")
    code = int(after.with_suffix(".code").read_text())
    assert "Traceback" not in said
    assert code == {"out": 1, "cache": 0, "out/urk": 3}[disk]
    assert "alleen te lezen" in said
    assert ("fout[batch.unwritable]" in said) is (disk != "cache")
    assert ("opmerking[batch.not-kept]" in said) is (disk == "cache")
    whole(ground.out, undisturbed)
    made_good(ground, undisturbed)


def unprivileged() -> list[str]:
    """Before a command: what lets modes count for root too."""
    if os.geteuid():
        return []
    return ["setpriv", "--bounding-set=-dac_override,-dac_read_search,-fowner"]


@pytest.mark.parametrize(
    ("folder", "mode", "code"),
    [
        ("out", 0o500, 1),
        ("out", 0, 1),
        ("out/urk", 0o500, 3),
        ("out/urk", 0, 3),
        ("cache", 0o500, 0),
        ("cache", 0, 0),
        ("cache/v1", 0, 0),
    ],
)
def test_a_folder_that_may_not_be_written(
    folder: str, mode: int, code: int, ground: Ground, undisturbed: Undisturbed
) -> None:
    unwritable = ground.folder / folder
    unwritable.mkdir(parents=True)
    unwritable.chmod(mode)
    ended = ground.build(before=unprivileged())
    unwritable.chmod(0o755)
    assert ended.code == code
    # What may not be looked into cannot be told from a file that may not be read.
    place = f"{folder}: " if mode else f"{folder}/"
    told = place in ended.stderr and "fout[batch.unwritable]: " in ended.stderr
    assert (told and "geen toestemming" in ended.stderr) is (code > 0)
    whole(ground.out, undisturbed)
    made_good(ground, undisturbed)


@pytest.mark.parametrize("kind", ["file", "dangling", "loop"])
@pytest.mark.parametrize(("folder", "code"), [("out", 1), ("out/urk", 3), ("cache", 0)])
def test_something_else_in_place_of_a_folder(
    kind: str, folder: str, code: int, ground: Ground, undisturbed: Undisturbed
) -> None:
    place = ground.folder / folder
    place.parent.mkdir(exist_ok=True)
    if kind == "file":
        place.write_text("iets anders")
    else:
        place.symlink_to(place if kind == "loop" else ground.folder / "nergens" / "iets")
    ended = ground.build()
    if place == ground.out and kind == "file":
        assert ended.code == 2
    else:
        assert ended.code == code
        assert place.name in ended.stderr
        assert "schrijven lukt niet" in ended.stderr
        assert ("fout[batch.unwritable]" in ended.stderr) is (code > 0)
        assert ("opmerking[batch.not-kept]" in ended.stderr) is (code == 0)
    if place != ground.out:
        whole(ground.out, undisturbed)
    place.unlink()
    made_good(ground, undisturbed)


#: A build by hand, as only so a sheet's time can be set.
WITH_LIMITS = """
import sys
from pathlib import Path
from flevoprint.batch.events import Finished
from flevoprint.batch.plan import Selection, plan
from flevoprint.batch.pool import Limits
from flevoprint.batch.run import Means, run
from flevoprint.batch.cache import Cache
from flevoprint.batch.shelf import open_project
from flevoprint.language import language

project, out, cache, layout, seconds = sys.argv[1:]
means = Means(2, Cache(Path(cache)), limits=Limits(seconds=float(seconds)))
nl = language("nl")
for event in run(plan(open_project(Path(project)), Selection(layout=layout)), Path(out), nl, means):
    for problem in getattr(event, "problems", ()):
        print(problem.told(nl), file=sys.stderr)
sys.exit(event.exit_code)
"""


@pytest.mark.trials(5)
def test_a_worker_that_hangs(trial: int, ground: Ground, undisturbed: Undisturbed) -> None:
    chance = random.Random(trial)
    where = [str(ground.project), str(ground.out), str(ground.cache), LAYOUT, "12"]
    running = ground.start([sys.executable, "-c", WITH_LIMITS, *where])
    assert running.until(running.workers)
    files = chance.randrange(9)
    running.until(lambda: len(digests(ground.out)) >= files)
    time.sleep(chance.uniform(0, 0.5))
    for pid in running.workers()[: 1 + trial % 2]:
        with_pid(pid, signal.SIGSTOP)
    assert running.end(240).code == 0
    whole(ground.out, undisturbed)
    assert digests(ground.out) == undisturbed
    made_good(ground, undisturbed)

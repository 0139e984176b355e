"""Real builds in processes of their own, and what must be true of what they leave behind."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.docs.walk import blocks

ROOT = Path(__file__).resolve().parents[3]
FLEVOPRINT = Path(sys.executable).with_name("flevoprint")
#: A sheet that is made in half the time of the shipped ones.
LAYOUT = "kaart"
#: What no one who uses flevoprint should ever read.
CRASHES = ("Traceback", "Exception ignored", "onverwachte fout", "resource_tracker")


@dataclass(frozen=True, slots=True)
class Ended:
    """How a build ended."""

    code: int
    stdout: str
    stderr: str


@dataclass(frozen=True, slots=True)
class Ground:
    """Where a trial is held."""

    folder: Path

    @property
    def project(self) -> Path:
        """The project's folder."""
        return self.folder / "project"

    @property
    def out(self) -> Path:
        """The output folder."""
        return self.folder / "out"

    @property
    def cache(self) -> Path:
        """The cache."""
        return self.folder / "cache"

    @property
    def command(self) -> list[str]:
        """The line that builds everything as cards, two at a time."""
        where = ["--project", str(self.project)]
        how = ["-j", "2", "--layout", LAYOUT]
        return [str(FLEVOPRINT), *where, "build", *how, "-o", str(self.out)]

    @property
    def environment(self) -> dict[str, str]:
        """The environment of a build here."""
        return {**os.environ, "FLEVOPRINT_CACHE_DIR": str(self.cache)}

    def start(self, command: Sequence[str] = ()) -> Running:
        """Begin a build, or ``command``, as a session of its own."""
        stdout, stderr = self.folder / "stdout", self.folder / "stderr"
        with stdout.open("wb") as said, stderr.open("wb") as complained:
            process = subprocess.Popen(
                list(command or self.command),
                env=self.environment,
                stdout=said,
                stderr=complained,
                start_new_session=True,
                # Whoever runs the tests in the background hands down a SIGINT that is ignored.
                preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
            )
        return Running(process, stdout, stderr)

    def build(self, *options: str, before: Sequence[str] = ()) -> Ended:
        """Build to the end; ``before`` goes before the command."""
        return self.start([*before, *self.command, *options]).end(300)


@dataclass(frozen=True, slots=True)
class Running:
    """A build that runs, with all processes it began."""

    process: subprocess.Popen[bytes]
    stdout: Path
    stderr: Path

    def end(self, seconds: float) -> Ended:
        """Wait until it ended, at most ``seconds``, and look whether it left anybody behind."""
        try:
            code = self.process.wait(seconds)
        finally:
            left = {pid: _command(pid) for pid in self._left()}
            for pid in left:
                os.kill(pid, signal.SIGKILL)
        assert not left
        ended = Ended(code, self.stdout.read_text("utf-8"), self.stderr.read_text("utf-8"))
        assert not any(word in ended.stderr for word in CRASHES), ended.stderr
        return ended

    def workers(self) -> list[int]:
        """Those that make sheets: forked from the server, and of the same command line.

        While it imports the engine, the server looks for libraries with programs of the system.
        """
        servers = self.servers()
        return sorted(
            pid
            for pid, parent in self._family().items()
            if parent in servers and b"forkserver" in _command(pid)
        )

    def servers(self) -> list[int]:
        """Those that workers are forked from."""
        return sorted(
            pid
            for pid, parent in self._family().items()
            if parent == self.process.pid and b"forkserver" in _command(pid)
        )

    def until(self, true: Callable[[], object], seconds: float = 60) -> bool:
        """Wait until something is ``true``; whether it became so before the end."""
        end = time.monotonic() + seconds
        while time.monotonic() < end and self.process.poll() is None:
            if true():
                return True
            time.sleep(0.01)
        return False

    def _family(self) -> dict[int, int]:
        """Every living process of this session, and its parent."""
        parents = {}
        for entry in Path("/proc").glob("[0-9]*"):
            try:
                stat = (entry / "stat").read_text(encoding="utf-8")
            except OSError:
                continue
            state, parent, _, session = stat.rpartition(")")[2].split()[:4]
            if int(session) == self.process.pid and state != "Z":
                parents[int(entry.name)] = int(parent)
        return parents

    def _left(self) -> list[int]:
        """Who is still there when all have had the time to go."""
        end = time.monotonic() + 5
        while self._family() and time.monotonic() < end:
            time.sleep(0.02)
        return sorted(self._family())


def _command(pid: int) -> bytes:
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes()
    except OSError:
        return b""


def prepared(folder: Path) -> Ground:
    """The shipped content as a project in ``folder``, with the small layout that docs/ makes."""
    shutil.copytree(ROOT / "content", folder / "project" / "content")
    for block in blocks((ROOT / "docs" / "layouts.md").read_text(encoding="utf-8")):
        if block.mark == "file":
            path = folder / "project" / block.value
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(block.body, encoding="utf-8")
    return Ground(folder)


def busy() -> float:
    """How many times as long as on an idle machine something takes now; at least 1."""
    begin, used = time.monotonic(), os.times()
    subprocess.run([FLEVOPRINT, "--help"], check=True, capture_output=True)
    after = os.times()
    cpu = after.children_user + after.children_system - used.children_user - used.children_system
    return max(1.0, (time.monotonic() - begin) / max(cpu, 0.05))


def digests(out: Path) -> dict[str, str]:
    """The digest of each PDF below ``out``."""
    return {
        path.relative_to(out).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(out.rglob("*.pdf"))
        if not path.name.startswith(".") and path.is_file()
    }


def litter(*folders: Path) -> list[Path]:
    """What was to be moved into place, and never was."""
    return [path for folder in folders for path in folder.rglob(".*")]


def listed(out: Path) -> set[str]:
    """The files that the manifest lists; each stands as it says."""
    try:
        text = (out / "manifest.json").read_text(encoding="utf-8")
    except (FileNotFoundError, NotADirectoryError, IsADirectoryError):
        return set()
    rows = json.loads(text)["files"]
    for row in rows:
        data = (out / row["file"]).read_bytes()
        assert (len(data), hashlib.sha256(data).hexdigest()) == (row["bytes"], row["sha256"])
    return {row["file"] for row in rows}


def whole(out: Path, undisturbed: dict[str, str]) -> None:
    """No half file stands under its final name, and the manifest lists none that differs."""
    made = digests(out)
    assert made.items() <= undisturbed.items()
    assert listed(out) <= made.keys()


def made_good(ground: Ground, undisturbed: dict[str, str]) -> None:
    """A following build makes everything as if nothing had happened, and tidies up."""
    assert ground.build().code == 0
    assert digests(ground.out) == undisturbed
    assert listed(ground.out) == undisturbed.keys()
    assert litter(ground.out, ground.cache) == []

"""Chromium's own printing, over the DevTools protocol: one browser and one page kept warm."""

from __future__ import annotations

import base64
import json
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from bench.contenders import Contender, Maker, target
from bench.pages import font_faces, page
from bench.work import Work

NAMES = ("chromium", "chromium-browser", "chromium-headless-shell", "google-chrome")
#: It makes a page smaller when something stands out to the right of it, as what bleeds does.
_MORE = ".side { overflow: hidden }"
_FLAGS = (
    "--headless",
    "--remote-debugging-pipe",
    "--allow-file-access-from-files",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-extensions",
    "--disable-gpu",
    "--no-first-run",
    "--no-sandbox",  # its own sandbox cannot be had as root; it prints our own pages only
)


def browser() -> str | None:
    """Where Chromium is, None where it is not installed."""
    return next((path for path in map(shutil.which, NAMES) if path), None)


def version() -> str:
    """What it calls itself."""
    path = browser()
    if path is None:
        return "not installed"
    said = subprocess.run([path, "--version"], capture_output=True, text=True, check=True)
    return said.stdout.split()[1]


class _DevTools:
    """Commands and answers, each ended by a NUL, through the pipes 3 and 4 of the browser."""

    def __init__(self, path: str, profile: str) -> None:
        theirs_in, ours_out = os.pipe()
        ours_in, theirs_out = os.pipe()
        self._process = subprocess.Popen(
            [
                *("sh", "-c", f'exec "$0" "$@" 3<&{theirs_in} 4>&{theirs_out}', path),
                *_FLAGS,
                f"--user-data-dir={profile}",
            ],
            pass_fds=(theirs_in, theirs_out),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        os.close(theirs_in)
        os.close(theirs_out)
        self._out, self._in = os.fdopen(ours_out, "wb"), os.fdopen(ours_in, "rb")
        self._left, self._number, self.session = b"", 0, ""

    def call(self, method: str, **parameters: Any) -> dict[str, Any]:
        """Give a command and wait for its answer; events before it are passed over."""
        self._number += 1
        command = {"id": self._number, "method": method, "params": parameters}
        if self.session:
            command["sessionId"] = self.session
        self._out.write(json.dumps(command).encode() + b"\0")
        self._out.flush()
        while True:
            said = self._hear()
            if said.get("id") == self._number:
                if "error" in said:
                    raise RuntimeError(f"{method}: {said['error']}")
                return dict(said["result"])

    def wait(self, event: str) -> None:
        """Wait until ``event`` happens."""
        while self._hear().get("method") != event:
            pass

    def _hear(self) -> dict[str, Any]:
        while b"\0" not in self._left:
            more = os.read(self._in.fileno(), 1 << 20)
            if not more:
                raise RuntimeError("Chromium is gone")
            self._left += more
        message, _, self._left = self._left.partition(b"\0")
        return dict(json.loads(message))

    def end(self) -> None:
        """Close the browser."""
        self.session = ""
        self.call("Browser.close")
        self._process.wait(30)


class Chromium:
    """The page goes from sheet to sheet, as from address to address."""

    def __init__(self, work: Work, contender: Contender) -> None:
        self._work, self._contender = work, contender
        path = browser()
        if path is None:
            raise RuntimeError("Chromium is not installed")
        self._folder = tempfile.TemporaryDirectory(prefix="bench-chromium-")
        self._tools = _DevTools(path, self._folder.name)
        tab = self._tools.call("Target.createTarget", url="about:blank")["targetId"]
        attached = self._tools.call("Target.attachToTarget", targetId=tab, flatten=True)
        self._tools.session = attached["sessionId"]
        self._tools.call("Page.enable")

    def ready(self, gemeenten: Sequence[str]) -> None:
        """Nothing."""

    def make(self, gemeenten: Sequence[str]) -> Iterator[str]:
        """The sheet as a file, opened when its fonts are there, printed with tags."""
        file = Path(self._folder.name, "sheet.html")
        for gemeente in gemeenten:
            job = self._work.job(gemeente)
            file.write_text(page(job).whole(font_faces(job.fonts) + _MORE), encoding="utf-8")
            self._tools.call("Page.navigate", url=file.as_uri())
            self._tools.wait("Page.loadEventFired")
            ready = "document.fonts.ready.then(() => document.fonts.size)"
            self._tools.call("Runtime.evaluate", expression=ready, awaitPromise=True)
            printed = self._tools.call(
                "Page.printToPDF",
                printBackground=True,
                preferCSSPageSize=True,
                generateTaggedPDF=True,
            )
            data = base64.b64decode(printed["data"])
            target(self._work, self._contender, gemeente).write_bytes(data)
            yield gemeente

    def close(self) -> None:
        """End the browser and remove its profile."""
        self._tools.end()
        self._folder.cleanup()


def maker(work: Work, contender: Contender) -> Maker:
    """This engine, started."""
    return Chromium(work, contender)

"""A real Chromium without a window, driven by what its developer tools listen to.

The protocol: https://chromedevtools.github.io/devtools-protocol (JSON over a websocket).
"""

from __future__ import annotations

import base64
import json
import os
import shutil
import subprocess
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import websocket

#: Seconds that the browser may take to start, and for an answer.
PATIENCE = 60
#: Key -> its code in Windows, which is what the protocol speaks, and the text that it types.
KEYS = {"Tab": (9, ""), "Enter": (13, "\r"), "End": (35, ""), "Escape": (27, ""), " ": (32, " ")}


class Browser:
    """One page in a browser; ``heard`` is all that it told unasked."""

    def __init__(self, address: str) -> None:
        # No Origin: the browser lets in none that it was not told of.
        self._socket = websocket.create_connection(
            address, timeout=PATIENCE, suppress_origin=True, enable_multithread=False
        )
        self._count = 0
        self.heard: list[dict[str, Any]] = []
        for domain in ("Page", "Runtime", "Network", "Log"):
            self.ask(f"{domain}.enable")
        still = {"name": "prefers-reduced-motion", "value": "reduce"}
        self.ask("Emulation.setEmulatedMedia", features=[still])

    def close(self) -> None:
        """Hang up."""
        self._socket.close()

    def ask(self, method: str, **params: Any) -> Any:
        """Ask, and wait for the answer."""
        self._count += 1
        self._socket.send(json.dumps({"id": self._count, "method": method, "params": params}))
        while True:
            message = json.loads(self._socket.recv())
            if message.get("id") == self._count:
                assert "error" not in message, message
                return message["result"]
            self.heard.append(message)

    def open(self, page: Path, width: int, height: int = 800) -> None:
        """Show ``page`` in a window of so many CSS pixels, and wait until it is loaded."""
        size = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": width < 600}
        self.ask("Emulation.setDeviceMetricsOverride", **size)
        self.heard.clear()
        self.ask("Page.navigate", url=page.as_uri())
        while not any(message["method"] == "Page.loadEventFired" for message in self.heard):
            self.heard.append(json.loads(self._socket.recv()))

    def value(self, expression: str) -> Any:
        """What ``expression`` in JavaScript is."""
        how = {"returnByValue": True, "awaitPromise": True}
        answer = self.ask("Runtime.evaluate", expression=expression, **how)
        assert "exceptionDetails" not in answer, answer["exceptionDetails"]
        return answer["result"].get("value")

    def press(self, key: str, times: int = 1, modifiers: int = 0) -> None:
        """Press a key: a name in :data:`KEYS` or a letter."""
        code, text = KEYS.get(key, (ord(key[0].upper()), key))
        what = {"key": key, "windowsVirtualKeyCode": code, "modifiers": modifiers}
        for _ in range(times):
            self.ask("Input.dispatchKeyEvent", type="keyDown", text=text, **what)
            self.ask("Input.dispatchKeyEvent", type="keyUp", **what)

    def type(self, words: str) -> None:
        """Press the keys of ``words``."""
        for letter in words:
            self.press(letter)

    def picture(self, target: Path) -> None:
        """What is seen, as a PNG."""
        target.write_bytes(base64.b64decode(self.ask("Page.captureScreenshot")["data"]))

    def told(self, *methods: str) -> list[dict[str, Any]]:
        """What was heard of ``methods``: their parameters."""
        return [message["params"] for message in self.heard if message["method"] in methods]


@contextmanager
def browser(folder: Path) -> Iterator[Browser]:
    """A browser whose profile lies in ``folder``. Fails where Chromium is not there."""
    program = shutil.which("chromium")
    assert program, "no Chromium: run tools/setup-system test"
    options = ["--headless=new", "--disable-gpu", "--remote-debugging-port=0", "--no-first-run"]
    options += ["--disable-background-networking", "--disable-component-update"]
    if os.geteuid() == 0:  # its sandbox asks for another user than root
        options.append("--no-sandbox")
    process = subprocess.Popen(
        [program, *options, f"--user-data-dir={folder}", "about:blank"],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        opened = Browser(_page(folder / "DevToolsActivePort"))
        try:
            yield opened
        finally:
            opened.close()
    finally:
        process.terminate()
        process.wait(PATIENCE)


def _page(port_file: Path) -> str:
    """The address of the page's websocket, once the browser wrote down its port."""
    begin = time.monotonic()
    while not (port_file.is_file() and port_file.read_text()):
        assert time.monotonic() - begin < PATIENCE, "Chromium does not start"
        time.sleep(0.1)
    port = int(port_file.read_text().splitlines()[0])
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/json/list", timeout=PATIENCE) as answer:
        pages = [target for target in json.load(answer) if target["type"] == "page"]
    return str(pages[0]["webSocketDebuggerUrl"])

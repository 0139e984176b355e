"""A real YAML language server, asked over standard input and output what an editor asks.

The protocol: https://microsoft.github.io/language-server-protocol (messages are JSON behind a
Content-Length header, as in HTTP).
"""

from __future__ import annotations

import json
import queue
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

ROOT = Path(__file__).resolve().parents[2]
SERVER = ROOT / "node_modules" / "yaml-language-server" / "bin" / "yaml-language-server"
#: Seconds that the server may take for an answer.
PATIENCE = 30
#: What an editor has set: everything on, but nothing fetched from elsewhere.
SETTINGS = {
    "yaml": {
        "validate": True,
        "hover": True,
        "completion": True,
        "schemaStore": {"enable": False},
        "kubernetesCRDStore": {"enable": False},
    }
}

Answer = dict[str, Any]


class Opened(NamedTuple):
    """A file that is open in the editor, and what the server remarks on it."""

    uri: str
    remarks: list[Answer]


class LanguageServer:
    """A server that runs; what it says meanwhile is kept until it is asked for."""

    def __init__(self, process: subprocess.Popen[bytes]):
        assert process.stdin
        assert process.stdout
        self._process, self._in, self._out = process, process.stdin, process.stdout
        self._said: queue.Queue[Answer | None] = queue.Queue()
        self._count = 0
        threading.Thread(target=self._listen, daemon=True).start()

    def start(self, root: Path) -> None:
        """Shake hands."""
        capabilities = {
            "workspace": {"configuration": True},
            "textDocument": {
                "completion": {"completionItem": {"documentationFormat": ["markdown"]}},
                "hover": {"contentFormat": ["markdown"]},
            },
        }
        params = {"processId": None, "rootUri": root.as_uri(), "capabilities": capabilities}
        self.ask("initialize", params)
        self._tell("initialized", {})
        self._tell("workspace/didChangeConfiguration", {"settings": SETTINGS})

    def open(self, path: Path, text: str) -> Opened:
        """``text`` in an editor, as a new file beside ``path``."""
        self._count += 1
        uri = path.with_stem(f"{path.stem}-{self._count}").as_uri()
        document = {"uri": uri, "languageId": "yaml", "version": 1, "text": text}
        self._tell("textDocument/didOpen", {"textDocument": document})
        while True:
            answer = self._next()
            published = answer.get("method") == "textDocument/publishDiagnostics"
            if published and answer["params"]["uri"] == uri:
                return Opened(uri, answer["params"]["diagnostics"])

    def at(self, method: str, opened: Opened, line: int, column: int) -> Any:
        """Ask ``method`` of a place, counted from 0."""
        place = {"line": line, "character": column}
        params = {"textDocument": {"uri": opened.uri}, "position": place}
        return self.ask(f"textDocument/{method}", params)

    def ask(self, method: str, params: Answer) -> Any:
        """Ask, and wait for the answer."""
        self._count += 1
        self._send({"id": self._count, "method": method, "params": params})
        while True:
            answer = self._next()
            if answer.get("id") == self._count and "method" not in answer:
                assert "error" not in answer, answer
                return answer["result"]

    def _tell(self, method: str, params: Answer) -> None:
        self._send({"method": method, "params": params})

    def _send(self, message: Answer) -> None:
        data = json.dumps({"jsonrpc": "2.0", **message}).encode()
        self._in.write(b"Content-Length: %d\r\n\r\n%s" % (len(data), data))
        self._in.flush()

    def _next(self) -> Answer:
        """What the server says next; what it asks is answered on the way."""
        answer = self._said.get(timeout=PATIENCE)
        assert answer is not None, "the language server has ended"
        if "method" in answer and "id" in answer:
            result: Any = None
            if answer["method"] == "workspace/configuration":
                asked = answer["params"]["items"]
                result = [SETTINGS.get(item.get("section", "")) for item in asked]
            self._send({"id": answer["id"], "result": result})
        return answer

    def _listen(self) -> None:
        while header := self._out.readline():
            length = int(header.partition(b":")[2])
            while self._out.readline().strip():
                pass
            self._said.put(json.loads(self._out.read(length)))
        self._said.put(None)


@contextmanager
def language_server(root: Path) -> Iterator[LanguageServer]:
    """A server for the project in ``root``. Fails where Node.js or the server is not there."""
    assert SERVER.is_file(), "no YAML language server: run tools/setup-system test"
    with subprocess.Popen(
        ["node", str(SERVER), "--stdio"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=root
    ) as process:
        try:
            server = LanguageServer(process)
            server.start(root)
            yield server
        finally:
            process.kill()

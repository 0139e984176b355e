"""A real web server on this machine, that behaves in every way that a site can."""

from __future__ import annotations

import socket
import ssl
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

#: Path -> status and location of a plain reply.
PLAIN = {
    "/ok": (200, ""),
    "/moved": (301, "/ok"),
    "/moved-twice": (308, "/moved"),
    "/later": (302, "/ok"),
    "/moved-then-later": (301, "/later"),
    "/later-then-moved": (307, "/moved"),
    "/moved-to-nothing": (301, "/gone"),
    "/moved-away": (301, "http://no.test/"),
    "/gone": (404, ""),
    "/gone-for-good": (410, ""),
    "/denied": (403, ""),
    "/fault": (503, ""),
    "/circle": (301, "/circle"),
    "/within": (302, "http://10.0.0.1/"),
    "/this-machine": (302, "http://localhost.test/secret"),
    "/file": (302, "file:///etc/passwd"),
    "/as-someone": (302, "https://a:b@site.test/"),
    "/odd": (302, "http://[site.test/"),
    "/space": (301, "/o k?a=é".encode().decode("latin-1")),
    "/o%20k?a=%C3%A9": (200, ""),
}


class Handler(BaseHTTPRequestHandler):
    """Answers by path, and notes down who was there at once."""

    protocol_version = "HTTP/1.1"
    server: Site

    def do_HEAD(self) -> None:
        self._answer()

    def do_GET(self) -> None:
        self._answer()

    def log_message(self, *_: object) -> None:
        """Say nothing."""

    def _answer(self) -> None:
        site = self.server
        with site.lock:
            site.visits.append((time.monotonic(), self.command, self.path))
        with suppress(BrokenPipeError, ConnectionResetError):  # a visitor without patience
            self._reply()

    def _reply(self) -> None:
        self.close_connection = True
        path = self.path
        head = self.command == "HEAD"
        if path.startswith("/slow"):
            self._think()
        elif path == "/never":
            self.server.over.wait(5)
        elif path == "/drip":
            for _ in range(200):
                self.wfile.write(b"H")
                if self.server.over.wait(0.02):
                    return
        elif path == "/garbage":
            self.wfile.write(b"SSH-2.0-OpenSSH_9.2\r\n\r\n")
            return
        elif path == "/endless":
            self.wfile.write(b"HTTP/1.1 200 OK\r\nX: " + b"x" * 100_000)
            return
        elif path == "/many-headers":
            self.wfile.write(b"HTTP/1.1 200 OK\r\n" + b"X: y\r\n" * 1000 + b"\r\n")
            return
        elif path == "/hints":
            self.wfile.write(b"HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\n")
        elif path == "/no-head" and head:
            self.send_error(405)
            return
        elif path == "/drop-head" and head:
            return
        elif path == "/downgrade":
            self._plain(301, self.server.elsewhere)
            return
        self._plain(*PLAIN.get(path, (200, "")))

    def _think(self) -> None:
        site = self.server
        with site.lock:
            site.here += 1
            site.most = max(site.most, site.here)
        time.sleep(0.15)
        with site.lock:
            site.here -= 1

    def _plain(self, status: int, location: str) -> None:
        self.send_response(status)
        if location:
            self.send_header("Location", location)
        self.send_header("Content-Length", "0")
        self.end_headers()


class Site(ThreadingHTTPServer):
    """The server; ``most`` visitors were there at once."""

    daemon_threads = True

    def __init__(self, certificate: Path | None = None):
        super().__init__(("127.0.0.1", 0), Handler)
        self.lock, self.over = threading.Lock(), threading.Event()
        self.visits: list[tuple[float, str, str]] = []
        self.here = self.most = 0
        self.elsewhere = "http://site.test/"
        if certificate:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(certificate)
            self.socket = context.wrap_socket(self.socket, server_side=True)

    @property
    def port(self) -> int:
        return int(self.server_address[1])

    def handle_error(self, *_: object) -> None:
        """A visitor that does not trust us hangs up."""


@contextmanager
def serving(site: Site) -> Iterator[Site]:
    """``site`` while it answers."""
    thread = threading.Thread(target=site.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield site
    finally:
        site.over.set()
        site.shutdown()
        thread.join()
        site.server_close()


#: Where names live, in the tests' own telephone book.
BOOK = {
    "site.test": ["127.0.0.1"],
    "other.test": ["127.0.0.1"],
    "both.test": ["10.1.2.3", "127.0.0.1"],
    "localhost.test": ["192.168.1.1", "169.254.169.254"],
    "10.0.0.1": ["10.0.0.1"],
}


def look(host: str) -> list[str]:
    """The book, and how a resolver says that a name is not in it, or that it can't look."""
    if host == "slow.test":
        time.sleep(0.6)
    if host.startswith("offline"):
        raise socket.gaierror(socket.EAI_AGAIN, "Temporary failure in name resolution")
    if host not in BOOK:
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")
    return BOOK[host]

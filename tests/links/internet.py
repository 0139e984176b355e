"""A small internet on this machine, behind a real proxy: what stands in for the one outside.

The proxy speaks what those of offices speak: it relays requests for http, and makes tunnels
(CONNECT) for https. Behind a tunnel is a server with a certificate of an authority made for the
occasion, which is trusted as the CA of any office is: by naming it in SSL_CERT_FILE.
"""

from __future__ import annotations

import asyncio
import ssl
import subprocess
import threading
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

#: What is on the internet of the handbook besides pages that are there: a status, and a location.
PAGES: Mapping[str, tuple[int, str]] = {
    "https://urk.nl/": (301, "https://www.urk.nl/"),
    "https://www.caritasurk.nl/bestaat-niet": (404, ""),
}


@dataclass(frozen=True)
class Papers:
    """Files: the certificate of the authority, and one for all sites with its key."""

    authority: Path
    site: Path


def papers(folder: Path, names: Iterable[str]) -> Papers:
    """Make the papers in ``folder`` for the sites ``names``."""
    made = Papers(folder / "authority.pem", folder / "site.pem")
    key, request, extra = folder / "key.pem", folder / "request.pem", folder / "extra.txt"

    def openssl(*arguments: str | Path) -> None:
        subprocess.run(["openssl", *arguments], check=True, capture_output=True, timeout=60)

    new = ("-newkey", "rsa:2048", "-nodes")
    usage = ("-addext", "keyUsage=critical,keyCertSign,cRLSign")
    openssl(
        *("req", "-x509", *new, "-days", "2", "-subj", "/CN=Authority of the tests", *usage),
        *("-keyout", key, "-out", made.authority),
    )
    openssl("req", *new, "-subj", "/CN=sites", "-keyout", made.site, "-out", request)
    alternatives = ",".join(f"DNS:{name}" for name in names)
    extra.write_text(
        f"subjectAltName={alternatives}\nauthorityKeyIdentifier=keyid\n", encoding="ascii"
    )
    certificate = folder / "certificate.pem"
    openssl(
        *("x509", "-req", "-in", request, "-CA", made.authority, "-CAkey", key, "-set_serial", "1"),
        *("-days", "2", "-extfile", extra, "-out", certificate),
    )
    with made.site.open("a", encoding="ascii") as file:
        file.write(certificate.read_text(encoding="ascii"))
    return made


@dataclass
class Internet:
    """The proxy, and all that is behind it: ``hosts``, of which each page is there but for those in
    ``pages``. With ``password`` it asks who is there; ``status`` is what it says to any tunnel;
    with ``secure`` it must itself be spoken to over TLS. ``asked`` is what it was asked for.
    """

    papers: Papers
    hosts: frozenset[str]
    pages: Mapping[str, tuple[int, str]] = field(default_factory=lambda: PAGES)
    password: str = ""
    status: int = 200
    secure: bool = False
    asked: list[str] = field(default_factory=list)
    port: int = 0

    @property
    def address(self) -> str:
        """What HTTPS_PROXY is set to."""
        return f"{'https' if self.secure else 'http'}://localhost:{self.port}"

    async def meet(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """One connection, from the first line to the last."""
        with suppress(OSError, ValueError, asyncio.IncompleteReadError):
            await self._serve(reader, writer)
        writer.close()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        method, target, headers = await self._read(reader)
        self.asked.append(f"{method} {target}")
        if self.password and f"Basic {self.password}" != headers.get("proxy-authorization"):
            await self._say(writer, 407)
        elif method != "CONNECT":
            await self._page(writer, target, urlsplit(target).hostname or "")
        elif self.status != 200:
            await self._say(writer, self.status)
        elif (host := target.partition(":")[0]) not in self.hosts:
            await self._say(writer, 503)
        else:
            writer.write(b"HTTP/1.1 200 Connection established\r\n\r\n")
            await writer.drain()
            await writer.start_tls(self._context())
            method, path, headers = await self._read(reader)
            assert "proxy-authorization" not in headers, "told to the site, not to the proxy"
            self.asked.append(f"{method} https://{host}{path}")
            await self._page(writer, f"https://{headers['host']}{path}", host)

    async def _page(self, writer: asyncio.StreamWriter, address: str, host: str) -> None:
        if host in self.hosts:
            await self._say(writer, *self.pages.get(address, (200, "")))
        else:
            await self._say(writer, 502)

    async def _say(self, writer: asyncio.StreamWriter, status: int, location: str = "") -> None:
        more = f"Location: {location}\r\n" if location else ""
        writer.write(f"HTTP/1.1 {status} So\r\n{more}Content-Length: 0\r\n\r\n".encode("ascii"))
        await writer.drain()

    async def _read(self, reader: asyncio.StreamReader) -> tuple[str, str, dict[str, str]]:
        head = (await reader.readuntil(b"\r\n\r\n")).decode("ascii").splitlines()
        method, target, _ = head[0].split(" ")
        pairs = (line.partition(":") for line in head[1:] if line)
        return method, target, {name.lower(): value.strip() for name, _, value in pairs}

    def _context(self) -> ssl.SSLContext:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(self.papers.site)
        return context

    @contextmanager
    def on(self) -> Iterator[Internet]:
        """This internet while it is there."""
        loop = asyncio.new_event_loop()
        context = self._context() if self.secure else None
        serving = asyncio.start_server(self.meet, "localhost", 0, ssl=context)
        server = loop.run_until_complete(serving)
        self.port = int(server.sockets[0].getsockname()[1])
        thread = threading.Thread(target=loop.run_forever)
        thread.start()
        try:
            yield self
        finally:
            loop.call_soon_threadsafe(loop.stop)
            thread.join()
            server.close()
            for task in asyncio.all_tasks(loop):
                task.cancel()
            loop.run_until_complete(asyncio.sleep(0))
            loop.run_until_complete(server.wait_closed())
            loop.close()

"""One HTTP request, to an IP address that was judged before or through the system's proxy, read up
to the end of its headers.

The standard library's own client looks hosts up by itself, follows what it is told and waits for
each byte anew; here the address is fixed, nothing is followed, and the caller's deadline holds for
the whole. No body is ever read.
"""

from __future__ import annotations

import asyncio
import re
import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from urllib.parse import SplitResult

from flevoprint import __version__
from flevoprint.links.hosts import look_up, looked_up
from flevoprint.links.proxy import (
    ASKS_WHO,
    NEXT_DOOR,
    Proxy,
    TunnelError,
    asks_who,
    bracketed,
    odd,
    unreachable,
)

_STATUS = re.compile(r"\d{3}", re.ASCII)
_PORTS = {"http": 80, "https": 443}
#: Lines of headers, and bytes in a line, that a reply may have.
MAX_LINES, MAX_LINE = 200, 65536


class BadReplyError(Exception):
    """What came back is not HTTP."""


@dataclass(frozen=True, slots=True)
class Reply:
    """A status code, and where a redirect leads; empty for anything else."""

    status: int
    location: str


Streams = tuple[asyncio.StreamReader, asyncio.StreamWriter]


async def request(method: str, url: SplitResult, way: str | Proxy, trust: ssl.SSLContext) -> Reply:
    """Ask for ``url`` at the IP address ``way``, or through that proxy.

    Raises OSError (of which ssl.SSLError is one) or BadReplyError, and where there is a proxy
    ProxyError or TunnelError.
    """
    relayed = isinstance(way, Proxy) and url.scheme == "http"
    connecting = _through(way, url, trust) if isinstance(way, Proxy) else _straight(way, url, trust)
    async with _held(await connecting) as (reader, writer):
        host = url.netloc.rpartition("@")[2]
        target = (url.path or "/") + (f"?{url.query}" if url.query else "")
        # Whoever relays a request must be told where it is for.
        first = f"{method} http://{host}{target}" if relayed else f"{method} {target}"
        own = way.headers if relayed and isinstance(way, Proxy) else ""
        writer.write(
            f"{first} HTTP/1.1\r\nHost: {host}\r\nUser-Agent: flevoprint/{__version__}"
            f"\r\nAccept: */*\r\n{own}Connection: close\r\n\r\n".encode("ascii")
        )
        await writer.drain()
        reply = await _reply(reader)
        while 100 <= reply.status < 200 and reply.status != 101:  # only announces the real one
            reply = await _reply(reader)
        if reply.status == ASKS_WHO and isinstance(way, Proxy):
            raise asks_who(way)
        return reply


@asynccontextmanager
async def _held(streams: Streams) -> AsyncIterator[Streams]:
    reader, writer = streams
    try:
        yield reader, writer
    finally:
        writer.transport.abort()
        with suppress(OSError):
            await writer.wait_closed()


async def _straight(ip: str, url: SplitResult, trust: ssl.SSLContext) -> Streams:
    secure = url.scheme == "https"
    return await _opened(ip, _port(url), trust if secure else None, url.hostname or "")


async def _through(proxy: Proxy, url: SplitResult, trust: ssl.SSLContext) -> Streams:
    """A connection with the proxy, and behind it with the site where that is to be secure."""
    reader, writer = await _next_door(proxy, trust)
    if url.scheme == "http":
        return reader, writer
    try:
        await _tunnel(proxy, f"{bracketed(url.hostname or '')}:{_port(url)}", reader, writer)
        await writer.start_tls(trust, server_hostname=url.hostname)
    except BaseException:
        writer.transport.abort()
        raise
    return reader, writer


async def _next_door(proxy: Proxy, trust: ssl.SSLContext) -> Streams:
    secure = trust if proxy.scheme == "https" else None
    try:
        async with asyncio.timeout(NEXT_DOOR):
            ips = await looked_up(look_up, proxy.host)
            for ip in ips[:-1]:
                with suppress(OSError):
                    return await _opened(ip, proxy.port, secure, proxy.host)
            return await _opened(ips[-1], proxy.port, secure, proxy.host)
    except OSError:  # one out of time is among them
        raise unreachable(proxy) from None


async def _tunnel(
    proxy: Proxy, there: str, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
) -> None:
    asked = f"CONNECT {there} HTTP/1.1\r\nHost: {there}\r\n{proxy.headers}\r\n"
    writer.write(asked.encode("ascii"))
    await writer.drain()
    try:
        reply = await _reply(reader)
    except (BadReplyError, ConnectionResetError):
        raise odd(proxy) from None
    if reply.status == ASKS_WHO:
        raise asks_who(proxy)
    if not 200 <= reply.status < 300:
        raise TunnelError(reply.status)


async def _opened(ip: str, port: int, trust: ssl.SSLContext | None, host: str) -> Streams:
    return await asyncio.open_connection(
        ip, port, ssl=trust, server_hostname=host if trust else None, limit=MAX_LINE
    )


def _port(url: SplitResult) -> int:
    return url.port or _PORTS[url.scheme]


async def _reply(reader: asyncio.StreamReader) -> Reply:
    try:
        lines = [line async for line in _lines(reader)]
    except ValueError:  # a line without end
        raise BadReplyError from None
    first = lines[0].split(None, 2) if lines else []
    if len(first) < 2 or not first[0].startswith("HTTP/") or not _STATUS.fullmatch(first[1]):
        raise BadReplyError
    status = int(first[1])
    headers = [(name.strip().lower(), value) for name, _, value in map(_parted, lines[1:])]
    location = next((value.strip() for name, value in headers if name == "location"), "")
    return Reply(status, location if 300 <= status < 400 else "")


async def _lines(reader: asyncio.StreamReader) -> AsyncIterator[str]:
    for _ in range(MAX_LINES):
        line = await reader.readline()
        if not line.endswith(b"\n"):
            raise BadReplyError
        if not line.strip():
            return
        yield line.decode("latin-1").rstrip("\r\n")
    raise BadReplyError


def _parted(line: str) -> tuple[str, str, str]:
    return line.partition(":")

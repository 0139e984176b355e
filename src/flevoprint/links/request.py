"""One HTTP request, to an IP address that was judged before, read up to the end of its headers.

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

_STATUS = re.compile(r"\d{3}", re.ASCII)
#: Lines of headers, and bytes in a line, that a reply may have.
MAX_LINES, MAX_LINE = 200, 65536


class BadReplyError(Exception):
    """What came back is not HTTP."""


@dataclass(frozen=True, slots=True)
class Reply:
    """A status code, and where a redirect leads; empty for anything else."""

    status: int
    location: str


async def request(method: str, url: SplitResult, ip: str, trust: ssl.SSLContext) -> Reply:
    """Ask ``ip`` for ``url``. Raises OSError (of which ssl.SSLError is one) or BadReplyError."""
    async with _connected(url, ip, trust) as (reader, writer):
        host = url.netloc.rpartition("@")[2]
        target = (url.path or "/") + (f"?{url.query}" if url.query else "")
        writer.write(
            f"{method} {target} HTTP/1.1\r\nHost: {host}\r\nUser-Agent: flevoprint/{__version__}"
            "\r\nAccept: */*\r\nConnection: close\r\n\r\n".encode("ascii")
        )
        await writer.drain()
        reply = await _reply(reader)
        while 100 <= reply.status < 200 and reply.status != 101:  # only announces the real one
            reply = await _reply(reader)
        return reply


@asynccontextmanager
async def _connected(
    url: SplitResult, ip: str, trust: ssl.SSLContext
) -> AsyncIterator[tuple[asyncio.StreamReader, asyncio.StreamWriter]]:
    secure = url.scheme == "https"
    reader, writer = await asyncio.open_connection(
        ip,
        url.port or (443 if secure else 80),
        ssl=trust if secure else None,
        server_hostname=url.hostname if secure else None,
        limit=MAX_LINE,
    )
    try:
        yield reader, writer
    finally:
        writer.transport.abort()
        with suppress(OSError):
            await writer.wait_closed()


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

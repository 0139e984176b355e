"""Where a host lives, and whether we may go there: addresses come from files that others wrote."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Callable
from contextlib import suppress
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from threading import Thread

#: IPv4 behind IPv6 for networks that have no IPv4 (RFC 6052).
_NAT64 = IPv6Network("64:ff9b::/96")
#: Names that nobody has on the internet (RFC 6761, 6762 and 8375; ICANN for the third).
_WITHIN = (".localhost", ".local", ".internal", ".home.arpa")


def look_up(host: str) -> list[str]:
    """The IP addresses of ``host``. Raises OSError."""
    found = socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(address[0]) for *_, address in found))


def is_public(ip: str) -> bool:
    """Whether ``ip`` is on the internet, and not this machine, its network or its keeper's."""
    found = ip_address(ip.partition("%")[0])
    if isinstance(found, IPv6Address):
        behind = IPv4Address(int(found) & 0xFFFFFFFF) if found in _NAT64 else None
        found = behind or found.ipv4_mapped or found.sixtofour or found
    return found.is_global and not found.is_multicast


def literal(host: str) -> str | None:
    """The IP address that ``host`` itself is, in any notation that a resolver takes for one."""
    with suppress(ValueError):
        return str(ip_address(host))
    with suppress(OSError):
        return socket.inet_ntoa(socket.inet_aton(host))
    return None


def is_within(host: str) -> bool:
    """Whether ``host`` is a name within a network by its form alone: for whoever cannot look it up
    because only a proxy can."""
    name = host.lower().rstrip(".")
    return "." not in name or name.endswith(_WITHIN)


async def looked_up(look: Callable[[str], list[str]], host: str) -> list[str]:
    """``look(host)`` in a thread of its own, that nobody waits for when time is up."""
    loop = asyncio.get_running_loop()
    future: asyncio.Future[list[str]] = loop.create_future()

    def settle(found: list[str], failure: OSError | None) -> None:
        if future.done():
            return
        if failure is None:
            future.set_result(found)
        else:
            future.set_exception(failure)

    def run() -> None:
        found: list[str] = []
        failure: OSError | None = None
        try:
            found = look(host)
        except (OSError, UnicodeError) as raised:
            failure = raised if isinstance(raised, OSError) else OSError(str(raised))
        with suppress(RuntimeError):  # the run is over
            loop.call_soon_threadsafe(settle, found, failure)

    Thread(target=run, daemon=True).start()
    return await future

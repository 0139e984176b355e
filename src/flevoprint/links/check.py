"""Many addresses at once: politely for each host, bounded in time, each with its outcome."""

from __future__ import annotations

import asyncio
import errno
import re
import socket
import ssl
from collections import defaultdict
from collections.abc import AsyncIterator, Callable, Iterable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from enum import StrEnum
from urllib.parse import SplitResult, quote, urljoin, urlsplit

from flevoprint.language import Phrase, say
from flevoprint.links.hosts import is_public, is_within, literal, look_up, looked_up
from flevoprint.links.proxy import NOT_REACHED, Proxy, ProxyError, TunnelError, system_proxy
from flevoprint.links.request import BadReplyError, Reply, request


class Outcome(StrEnum):
    """How it went; the values are what scripts read."""

    ALIVE = "alive"
    MOVED = "moved"
    REDIRECTED = "redirected"
    NOT_FOUND = "not-found"
    REFUSED = "refused"
    SERVER_FAULT = "server-fault"
    INSECURE = "insecure"
    CIRCLE = "circle"
    CERTIFICATE = "certificate"
    NO_TLS = "no-tls"
    UNKNOWN_HOST = "unknown-host"
    UNREACHABLE = "unreachable"
    OFFLINE = "offline"
    TIMEOUT = "timeout"
    PRIVATE = "private"
    BAD_REPLY = "bad-reply"
    NOT_REACHED = "not-reached"
    PROXY = "proxy"
    PROXY_REFUSED = "proxy-refused"
    BEHIND_PROXY = "behind-proxy"


#: Those of an address at which a reader finds something.
FOUND = {Outcome.ALIVE, Outcome.MOVED, Outcome.REDIRECTED}


@dataclass(frozen=True, slots=True)
class Rules:
    """How to go about it. Times in seconds.

    ``each`` is for one request; ``pause`` lies between two requests to one host. ``allowed``
    judges an IP address, ``look`` finds those of a host, ``trust`` makes what certificates are
    held against, ``proxy`` finds what stands before an address, if anything does.
    """

    each: float = 15.0
    overall: float = 120.0
    at_once: int = 16
    per_host: int = 2
    pause: float = 0.5
    redirects: int = 8
    look: Callable[[str], list[str]] = look_up
    allowed: Callable[[str], bool] = is_public
    trust: Callable[[], ssl.SSLContext] = ssl.create_default_context
    proxy: Callable[[SplitResult], Proxy | None] = system_proxy


@dataclass(frozen=True, slots=True)
class Answer:
    """What one address gave: a ``status`` where there was a reply, where it led to in the end.

    ``moved_to`` is how far it moved for good; ``reason`` says more of a failure.
    """

    address: str
    outcome: Outcome
    status: int = 0
    target: str = ""
    moved_to: str = ""
    reason: Phrase | None = None


def check(addresses: Iterable[str], rules: Rules) -> tuple[Answer, ...]:
    """Ask for every one of ``addresses``, all http or https."""
    return asyncio.run(_check([*dict.fromkeys(addresses)], rules))


async def _check(addresses: list[str], rules: Rules) -> tuple[Answer, ...]:
    visitor = _Visitor(rules)
    tasks = [asyncio.create_task(visitor.follow(address)) for address in addresses]
    if tasks:
        _, late = await asyncio.wait(tasks, timeout=rules.overall)
        for task in late:
            task.cancel()
        await asyncio.gather(*late, return_exceptions=True)
    return tuple(
        Answer(address, Outcome.NOT_REACHED) if task.cancelled() else task.result()
        for address, task in zip(addresses, tasks, strict=True)
    )


class _Host:
    """A host's door: so many at a time, and not too soon after one another."""

    def __init__(self, rules: Rules):
        self._places, self._turn = asyncio.Semaphore(rules.per_host), asyncio.Lock()
        self._pause, self._free = rules.pause, 0.0

    @asynccontextmanager
    async def visit(self) -> AsyncIterator[None]:
        """Wait for a place and a turn."""
        now = asyncio.get_running_loop().time
        async with self._places:
            async with self._turn:
                await asyncio.sleep(max(0.0, self._free - now()))
                self._free = now() + self._pause
            yield


class _Visitor:
    """Asks for addresses by the rules, and follows where they lead."""

    def __init__(self, rules: Rules):
        self._rules, self._trust = rules, rules.trust()
        self._all = asyncio.Semaphore(rules.at_once)
        self._hosts: defaultdict[str, _Host] = defaultdict(lambda: _Host(rules))

    async def follow(self, address: str) -> Answer:
        """``address`` to its end."""
        here, moved_to, for_good = address, "", True
        for _ in range(self._rules.redirects + 1):
            answer = await self._ask(here)
            if answer.outcome not in (Outcome.MOVED, Outcome.REDIRECTED):
                break
            there = answer.target
            for_good = for_good and answer.outcome is Outcome.MOVED
            if for_good:
                moved_to = there
            if urlsplit(here).scheme == "https" and urlsplit(there).scheme == "http":
                return Answer(address, Outcome.INSECURE, answer.status, there)
            here = there
        else:
            return Answer(address, Outcome.CIRCLE, answer.status, here)
        if here == address:
            return answer
        whole = replace(answer, address=address, target=here, moved_to=moved_to)
        if answer.outcome is not Outcome.ALIVE:
            return whole
        return replace(whole, outcome=Outcome.MOVED if moved_to else Outcome.REDIRECTED)

    async def _ask(self, address: str) -> Answer:
        """One step; a redirect's ``target`` is the next."""
        url = urlsplit(address)
        assert url.hostname  # a web address always has one
        try:
            async with self._hosts[url.hostname].visit(), self._all:
                reply = await self._reply(url)
        except _PrivateError:
            return Answer(address, Outcome.PRIVATE)
        except BadReplyError:
            return Answer(address, Outcome.BAD_REPLY)
        except ProxyError as failure:
            return Answer(address, Outcome.PROXY, reason=failure.reason)
        except TunnelError as failure:
            unreached = failure.status in NOT_REACHED
            outcome = Outcome.BEHIND_PROXY if unreached else Outcome.PROXY_REFUSED
            return Answer(address, outcome, failure.status)
        except OSError as failure:
            outcome, reason = _failed(failure)
            return Answer(address, outcome, reason=reason)
        if not reply.location:
            return Answer(address, _judged(reply.status), reply.status)
        there = _next(address, reply.location)
        if there is None:
            return Answer(address, Outcome.BAD_REPLY, reply.status)
        outcome = Outcome.MOVED if reply.status in (301, 308) else Outcome.REDIRECTED
        return Answer(address, outcome, reply.status, there)

    async def _reply(self, url: SplitResult) -> Reply:
        """A reply to HEAD, or to GET where a server makes nothing of HEAD."""
        ways = await self._ways(url)
        try:
            reply = await self._first(ways, "HEAD", url)
        except (BadReplyError, ConnectionResetError):
            reply = Reply(405, "")
        return reply if reply.status < 400 else await self._first(ways, "GET", url)

    async def _ways(self, url: SplitResult) -> Sequence[str | Proxy]:
        """The proxy before ``url``, or the IP addresses of its host that may be asked."""
        host = url.hostname or ""
        if proxy := self._rules.proxy(url):
            # Its keeper says where it may go; that which shows by itself, we needn't ask for.
            ip = literal(host)
            if is_within(host) if ip is None else not self._rules.allowed(ip):
                raise _PrivateError
            return [proxy]
        async with asyncio.timeout(self._rules.each):
            found = await looked_up(self._rules.look, host)
        ips = [ip for ip in found if self._rules.allowed(ip)]
        if not ips:
            raise _PrivateError
        return ips

    async def _first(self, ways: Sequence[str | Proxy], method: str, url: SplitResult) -> Reply:
        """The reply by the first of the ways to a host that can be gone."""
        async with asyncio.timeout(self._rules.each):
            for at, way in enumerate(ways, start=1):
                try:
                    return await request(method, url, way, self._trust)
                except ssl.SSLError:
                    raise
                except OSError:
                    if at == len(ways):
                        raise
        raise AssertionError("a host has at least one address")


class _PrivateError(Exception):
    """The host is not on the internet."""


def _next(address: str, location: str) -> str | None:
    """Where a redirect leads; None for what no reader's browser should follow."""
    location = quote(location.encode("latin-1", "replace"), safe="%!#$&'()*+,/:;=?@[]~")
    try:
        url = urlsplit(urljoin(address, location))
        usable = url.scheme in ("http", "https") and url.hostname and url.username is None
        _ = url.port
    except ValueError:
        return None
    return url._replace(fragment="").geturl() if usable else None


def _judged(status: int) -> Outcome:
    if 200 <= status < 300:
        return Outcome.ALIVE
    if status in (404, 410):
        return Outcome.NOT_FOUND
    if 400 <= status < 500:
        return Outcome.REFUSED
    return Outcome.SERVER_FAULT if status >= 500 else Outcome.BAD_REPLY


def _failed(failure: OSError) -> tuple[Outcome, Phrase | None]:
    if isinstance(failure, ssl.SSLCertVerificationError):
        return Outcome.CERTIFICATE, _certificate(failure)
    if isinstance(failure, ssl.SSLError):
        return Outcome.NO_TLS, None
    if isinstance(failure, TimeoutError):
        return Outcome.TIMEOUT, None
    if isinstance(failure, socket.gaierror):
        again = failure.errno == socket.EAI_AGAIN
        return Outcome.OFFLINE if again else Outcome.UNKNOWN_HOST, None
    # With several addresses tried, asyncio tells the reasons in words alone.
    codes = {failure.errno, *map(int, re.findall(r"Errno (\d+)", str(failure)))}
    if codes & {errno.ENETUNREACH, errno.ENETDOWN}:
        return Outcome.OFFLINE, None
    return Outcome.UNREACHABLE, None


def _certificate(failure: ssl.SSLCertVerificationError) -> Phrase:
    """What OpenSSL (verify(1)) has against a certificate."""
    if failure.verify_code == 10:
        return say("it has expired")
    if failure.verify_code in (62, 63, 64):
        return say("it is for another name")
    if failure.verify_code in (18, 19, 20, 21):
        return say("nobody that browsers trust vouches for it")
    return say("browsers do not trust it")

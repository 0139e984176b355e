"""The proxy of the system, through which an office lets its computers reach the internet.

Which one it is, is no setting of ours: it is what the environment (HTTPS_PROXY, HTTP_PROXY,
NO_PROXY) or macOS says, as the standard library reads it. A secure address goes through a tunnel
(CONNECT, RFC 9110 section 9.3.6), so that the proxy sees its host and nothing more.
"""

from __future__ import annotations

import base64
from dataclasses import dataclass, field
from urllib.parse import SplitResult, unquote, urlsplit
from urllib.request import getproxies, proxy_bypass

from flevoprint.language import Phrase, say

#: Seconds in which a proxy must pick up: it stands next door.
NEXT_DOOR = 5.0
#: What a proxy says when it is the site that it cannot reach (RFC 9110 section 15.6).
NOT_REACHED = {502, 503, 504}
ASKS_WHO = 407
_PORTS = {"http": 80, "https": 443}


@dataclass(frozen=True, slots=True)
class Proxy:
    """Where it is, and the value of Proxy-Authorization, empty where it asks for none."""

    scheme: str
    host: str
    port: int
    authorization: str = field(default="", repr=False)

    def __str__(self) -> str:
        """As it may be shown: without a password."""
        return f"{self.scheme}://{bracketed(self.host)}:{self.port}"

    @property
    def headers(self) -> str:
        """The lines for it alone in a request."""
        return f"Proxy-Authorization: {self.authorization}\r\n" if self.authorization else ""


class ProxyError(Exception):
    """The proxy is what fails, so nothing is known of the address."""

    def __init__(self, reason: Phrase):
        super().__init__(reason)
        self.reason = reason


class TunnelError(Exception):
    """The proxy works, but makes no connection with this host."""

    def __init__(self, status: int):
        super().__init__(status)
        self.status = status


def system_proxy(url: SplitResult) -> Proxy | None:
    """The proxy for ``url``; None where it goes straight. Raises ProxyError."""
    found = getproxies().get(url.scheme)
    if not found or proxy_bypass(url.netloc.rpartition("@")[2]):
        return None
    return proxy_at(found)


def proxy_at(address: str) -> Proxy:
    """The proxy of a setting such as ``http://proxy.example:8080``. Raises ProxyError."""
    try:
        url = urlsplit(address if "://" in address else f"http://{address}")
        host, port = url.hostname or "", url.port or _PORTS[url.scheme]
        usable = bool(host) and url.scheme in _PORTS
    except (ValueError, KeyError):
        usable = False
    if not usable:
        # A password may stand in front of the @.
        shown = address.rpartition("@")[2]
        raise ProxyError(say("{proxy} is not a proxy that flevoprint can use", proxy=shown))
    who = ""
    if url.username is not None:
        pair = f"{unquote(url.username)}:{unquote(url.password or '')}"
        who = "Basic " + base64.b64encode(pair.encode()).decode("ascii")
    return Proxy(url.scheme, host, port, who)


def bracketed(host: str) -> str:
    """``host`` as it stands before a port."""
    return f"[{host}]" if ":" in host else host


def unreachable(proxy: Proxy) -> ProxyError:
    """Nobody picks up."""
    return ProxyError(say("the proxy {proxy} cannot be reached", proxy=str(proxy)))


def asks_who(proxy: Proxy) -> ProxyError:
    """It lets nobody through whose name it does not know."""
    return ProxyError(
        say("the proxy {proxy} asks for a user name and a password", proxy=str(proxy))
    )


def odd(proxy: Proxy) -> ProxyError:
    """Something else than a proxy lives there."""
    return ProxyError(say("what {proxy} answers is not what a proxy answers", proxy=str(proxy)))

"""Which addresses a sheet may carry."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from flevoprint.language import Phrase, say

#: https is meant to be the rule; the others only when the editor writes them out.
SCHEMES = ("https", "http", "mailto", "tel")
_HOST = re.compile(r"[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)+")
_MAIL = re.compile(r"[A-Za-z0-9._+-]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+")
_PHONE = re.compile(r"\+?[0-9-]{3,20}")
MAX_LENGTH = 300


class AddressError(Exception):
    """Why an address is refused, and the remedy."""

    def __init__(self, message: Phrase, hint: Phrase):
        self.message, self.hint = message, hint
        super().__init__(str(message))


def check_address(typed: str) -> str:
    """``typed`` if it may be printed and linked; empty stays empty. Raises AddressError."""
    address = typed.strip()
    if not address:
        return ""
    if len(address) > MAX_LENGTH:
        raise AddressError(
            say(
                "the address is {length} characters long; that fits no readable QR code",
                length=len(address),
            ),
            say("use a shorter address of your own site"),
        )
    if re.search(r"[\s\x00-\x1f<>\"\\^`{|}]", address) or not address.isascii():
        raise AddressError(
            say(
                "in the address '{address}' there is a space or a character that cannot be",
                address=address,
            ),
            say("take out spaces; copy a web address from the browser's address bar"),
        )
    scheme, separator, rest = address.partition(":")
    if not separator or scheme.lower() not in SCHEMES:
        return _refuse_scheme(address, scheme if separator else "")
    if scheme.lower() in ("http", "https"):
        _check_web(address)
    elif not (_MAIL if scheme.lower() == "mailto" else _PHONE).fullmatch(rest):
        raise AddressError(
            say("'{address}' is not a valid address", address=address),
            say("write mailto:naam@gemeente.nl or tel:+31527689868"),
        )
    return address


def _refuse_scheme(address: str, scheme: str) -> str:
    if _MAIL.fullmatch(address):
        raise AddressError(
            say("the e-mail address '{address}' lacks mailto:", address=address),
            say("write {address}", address=f"mailto:{address}"),
        )
    if _PHONE.fullmatch(address):
        raise AddressError(
            say("the telephone number '{address}' lacks tel:", address=address),
            say("write {address}", address=f"tel:{address}"),
        )
    if _HOST.fullmatch(address.split("/")[0].lower()):
        raise AddressError(
            say("the address '{address}' lacks https://", address=address),
            say("write {address}", address=f"https://{address}"),
        )
    if scheme:
        raise AddressError(
            say("an address that begins with '{scheme}:' cannot be here", scheme=scheme),
            say("use an address with https://"),
        )
    raise AddressError(
        say("'{address}' is not an address", address=address),
        say("copy the address from the browser's address bar, such as https://www.urk.nl"),
    )


def _check_web(address: str) -> None:
    try:
        parts = urlsplit(address)
        host, user, _ = parts.hostname or "", parts.username, parts.port
    except ValueError:
        host, user = "", None
    if user is not None:
        raise AddressError(
            say("there is a user name or password in the address"),
            say("remove everything up to and including the @; anyone can read it"),
        )
    if not _HOST.fullmatch(host):
        raise AddressError(
            say("'{address}' is not a valid web address", address=address),
            say("copy the address from the browser's address bar, such as https://www.urk.nl"),
        )

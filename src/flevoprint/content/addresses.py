"""Which addresses a sheet may carry."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

#: https is meant to be the rule; the others only when the editor writes them out.
SCHEMES = ("https", "http", "mailto", "tel")
_HOST = re.compile(r"[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)+")
_MAIL = re.compile(r"[A-Za-z0-9._+-]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+")
_PHONE = re.compile(r"\+?[0-9-]{3,20}")
MAX_LENGTH = 300


class AddressError(Exception):
    """Why an address is refused, and the remedy, in Dutch."""

    def __init__(self, message: str, hint: str):
        self.message, self.hint = message, hint
        super().__init__(message)


def check_address(typed: str) -> str:
    """``typed`` if it may be printed and linked; empty stays empty. Raises AddressError."""
    address = typed.strip()
    if not address:
        return ""
    if len(address) > MAX_LENGTH:
        raise AddressError(
            f"het adres is {len(address)} tekens lang; dat past in geen leesbare QR-code",
            "gebruik een korter adres van uw eigen site",
        )
    if re.search(r"[\s\x00-\x1f<>\"\\^`{|}]", address) or not address.isascii():
        raise AddressError(
            f"in het adres '{address}' staat een spatie of een teken dat niet kan",
            "haal spaties weg; kopieer een webadres uit de adresbalk van de browser",
        )
    scheme, separator, rest = address.partition(":")
    if not separator or scheme.lower() not in SCHEMES:
        return _refuse_scheme(address, scheme if separator else "")
    if scheme.lower() in ("http", "https"):
        _check_web(address)
    elif not (_MAIL if scheme.lower() == "mailto" else _PHONE).fullmatch(rest):
        raise AddressError(
            f"'{address}' is geen geldig adres",
            "schrijf mailto:naam@gemeente.nl of tel:+31527689868",
        )
    return address


def _refuse_scheme(address: str, scheme: str) -> str:
    if _MAIL.fullmatch(address):
        raise AddressError(
            f"voor het e-mailadres '{address}' ontbreekt mailto:", f"schrijf mailto:{address}"
        )
    if _PHONE.fullmatch(address):
        raise AddressError(
            f"voor het telefoonnummer '{address}' ontbreekt tel:", f"schrijf tel:{address}"
        )
    if _HOST.fullmatch(address.split("/")[0].lower()):
        raise AddressError(
            f"voor het adres '{address}' ontbreekt https://", f"schrijf https://{address}"
        )
    if scheme:
        raise AddressError(
            f"een adres dat met '{scheme}:' begint, kan hier niet", "gebruik een adres met https://"
        )
    raise AddressError(
        f"'{address}' is geen adres",
        "kopieer het adres uit de adresbalk van de browser, zoals https://www.urk.nl",
    )


def _check_web(address: str) -> None:
    try:
        parts = urlsplit(address)
        host, user, _ = parts.hostname or "", parts.username, parts.port
    except ValueError:
        host, user = "", None
    if user is not None:
        raise AddressError(
            "in het adres staat een gebruikersnaam of wachtwoord",
            "haal alles voor en met de @ weg; iedereen kan het lezen",
        )
    if not _HOST.fullmatch(host):
        raise AddressError(
            f"'{address}' is geen geldig webadres",
            "kopieer het adres uit de adresbalk van de browser, zoals https://www.urk.nl",
        )

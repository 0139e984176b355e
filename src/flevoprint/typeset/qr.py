"""QR codes (ISO/IEC 18004). The only file that knows segno."""

from __future__ import annotations

import io
from dataclasses import dataclass
from functools import lru_cache

import segno

from flevoprint.language import say
from flevoprint.model import Address
from flevoprint.problem import FlevoprintError, error

#: Smallest module that a telephone reads from a handout without fail, in mm.
QR_MIN_MODULE_MM = 0.4
#: Modules of white on each side (ISO/IEC 18004, 6.3.8).
QUIET_ZONE = 4
#: Weighing the eight masks takes most of the time, and every mask gives a valid code.
_MASK = 4


@dataclass(frozen=True, slots=True)
class Code:
    """A code as a PNG file of one pixel a module, which the press turns into a drawing.

    ``modules`` counts one side, quiet zones included.
    """

    png: bytes
    modules: int


def qr_for_print(address: Address, width: float, smallest: float = QR_MIN_MODULE_MM) -> Code:
    """The code for ``address``, ``width`` mm wide in print: black on white, with its quiet zone.

    Error correction M. The same address gives the same bytes. Raises FlevoprintError
    (``typeset.qr-too-dense``) where its modules would become smaller than ``smallest`` mm.
    """
    try:
        code = _encoded(address.url)
    except segno.DataOverflowError:
        raise _too_dense(address, width, smallest) from None
    modules = _modules(code)
    if width / modules < smallest:
        raise _too_dense(address, width, smallest)
    out = io.BytesIO()
    code.save(out, kind="png", scale=1, border=QUIET_ZONE)
    return Code(out.getvalue(), modules)


@lru_cache(maxsize=40)
def _encoded(url: str) -> segno.QRCode:
    return segno.make_qr(url, error="m", mask=_MASK, boost_error=False)


def _modules(code: segno.QRCode) -> int:
    return int(code.symbol_size(border=QUIET_ZONE)[0])


def _too_dense(address: Address, width: float, smallest: float) -> FlevoprintError:
    message = say(
        "the address is too long ({count} characters) for a readable QR code of {width:g} mm: "
        "its squares become smaller than {smallest:g} mm",
        count=len(address.url),
        width=float(width),
        smallest=smallest,
    )
    return FlevoprintError(
        [error("typeset.qr-too-dense", message, address.source, say("use a shorter address"))]
    )

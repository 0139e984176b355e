"""QR codes as 1-bit pictures (ISO/IEC 18004). The only file that knows segno."""

from __future__ import annotations

import io
from dataclasses import dataclass

import segno

from flevoprint.model import Address
from flevoprint.problem import FlevoprintError, error

#: Smallest module that a telephone reads from a handout without fail, in mm.
QR_MIN_MODULE_MM = 0.4
#: Modules of white on each side (ISO/IEC 18004, 6.3.8).
QUIET_ZONE = 4
#: Pixels a module: up to 45 mm wide even the smallest code stays above 800 ppi, which is what
#: print shops ask of 1-bit pictures.
PIXELS_PER_MODULE = 48
#: Weighing the eight masks takes most of the time, and every mask gives a valid code.
_MASK = 4


@dataclass(frozen=True, slots=True)
class Code:
    """A code as a PNG file; ``modules`` counts one side, quiet zones included."""

    png: bytes
    modules: int

    def module_mm(self, width: float) -> float:
        """How large one module is, in mm, when the code is printed ``width`` mm wide."""
        return width / self.modules


def qr_png(url: str) -> Code:
    """The code for ``url``: black on white, error correction M, quiet zone included.

    The same address gives the same bytes.
    """
    code = segno.make_qr(url, error="m", mask=_MASK, boost_error=False)
    out = io.BytesIO()
    code.save(out, kind="png", scale=PIXELS_PER_MODULE, border=QUIET_ZONE)
    return Code(out.getvalue(), code.symbol_size(border=QUIET_ZONE)[0])


def qr_for_print(address: Address, width: float) -> Code:
    """The code for ``address``, to be printed ``width`` mm wide.

    Raises FlevoprintError (``typeset.qr-too-dense``) where its modules would become too small.
    """
    try:
        code = qr_png(address.url)
    except segno.DataOverflowError:
        raise _too_dense(address, width) from None
    if code.module_mm(width) < QR_MIN_MODULE_MM:
        raise _too_dense(address, width)
    return code


def _too_dense(address: Address, width: float) -> FlevoprintError:
    smallest = f"{QR_MIN_MODULE_MM:g}".replace(".", ",")
    printed = f"{width:g}".replace(".", ",")
    message = (
        f"het adres is te lang ({len(address.url)} tekens) voor een leesbare QR-code van "
        f"{printed} mm: de blokjes worden kleiner dan {smallest} mm"
    )
    hint = "gebruik een korter adres"
    return FlevoprintError([error("typeset.qr-too-dense", message, address.source, hint)])

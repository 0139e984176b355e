"""Memory that one picture after another asks for and gives back: kept, not asked for anew."""

from __future__ import annotations

import ctypes
from contextlib import suppress

#: The options of mallopt in glibc: from where on a piece is mapped on its own, and how much that
#: is free at the end is kept.
_M_MMAP_THRESHOLD, _M_TRIM_THRESHOLD = -3, -1
#: A page of A4 at 150 dpi is 9 MB; larger pictures are rare, and given back.
_PIECE = 10 << 20
#: More than a sheet leaves free: what is given back now and then is asked for anew soon after, and
#: how much a worker takes goes up and down.
_KEPT = 64 << 20


def keep_memory() -> None:
    """Have the C library keep what is given back, up to :data:`_KEPT`, for what comes next.

    A picture of a page is mapped, filled with noughts by the kernel, and unmapped, a dozen times a
    sheet: 8 ms. Other C libraries than glibc have no such option, and stay as they are.
    """
    with suppress(OSError, TypeError, AttributeError):
        mallopt = ctypes.CDLL(None).mallopt
        mallopt(_M_MMAP_THRESHOLD, _PIECE)
        mallopt(_M_TRIM_THRESHOLD, _KEPT)

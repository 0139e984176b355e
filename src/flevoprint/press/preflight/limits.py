"""How far a PDF is followed before it is refused: a hostile one must end in a problem."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from typing import Any

import pikepdf
from pikepdf import Name, settings

from flevoprint.language import Phrase, say

#: Forms, patterns and glyphs within each other.
MAX_DEPTH = 30
#: Objects painted on all pages: at worst half a minute, and half a gigabyte.
MAX_MARKS = 500_000
#: Operators carried out and glyphs shown, forms counted each time they are drawn.
MAX_STEPS = 4_000_000
#: Bytes of one content stream, unpacked, and words in it: each operator read takes some 250 bytes.
MAX_CONTENT = 64 << 20
MAX_WORDS = 2_000_000
#: Bytes of any other stream, unpacked.
MAX_STREAM = 256 << 20
#: LZW, which qpdf unpacks without a bound, may grow two thousandfold.
MAX_LZW = MAX_STREAM >> 11
MAX_PAGES = 5_000

#: Packed bytes of a profile that may be kept.
_MOST_PROFILE = 4 << 20


_REMEDY = say("open the file in a PDF reader; if that works, export it again without password")


class Unreadable(Exception):
    """A PDF that cannot be read, or is refused; ``reason`` and ``remedy`` are told to people."""

    def __init__(self, reason: Phrase, remedy: Phrase = _REMEDY):
        self.reason, self.remedy = reason, remedy
        super().__init__(str(reason))


@contextmanager
def bounded() -> Iterator[None]:
    """Have qpdf refuse streams that unpack beyond :data:`MAX_STREAM`, for as long as this lasts.

    These bounds hold for the whole process; what they were is put back.
    """
    before: dict[str, Any] = dict(settings.get_qpdf_limits())
    settings.set_qpdf_limits(
        flate_max_memory=MAX_STREAM,
        run_length_max_memory=MAX_STREAM,
        png_max_memory=MAX_STREAM,
        tiff_max_memory=MAX_STREAM,
        max_stream_filters=5,
    )
    try:
        yield
    finally:
        settings.set_qpdf_limits(**before)


def unpacked(stream: Any, most: int = MAX_STREAM) -> bytes:
    """A stream's bytes without its filters; raises :class:`Unreadable` beyond ``most`` bytes."""
    filters = stream.get("/Filter", Name("/None"))
    names = list(filters) if isinstance(filters, pikepdf.Array) else [filters]
    if Name.LZWDecode in names and len(stream.read_raw_bytes()) > MAX_LZW:
        raise Unreadable(say("a stream unpacks to more than can be read"))
    with bounded():
        data: bytes = stream.read_bytes()
    if len(data) > most:
        raise Unreadable(say("a stream unpacks to more than can be read"))
    return data


def unpacked_profile(stream: Any) -> bytes:
    """A colour profile's bytes, as :func:`unpacked`; whole print runs carry the same few."""
    packed = stream.read_raw_bytes()
    plain = stream.get("/Filter") == Name.FlateDecode and "/DecodeParms" not in stream
    return _inflated(packed) if plain and len(packed) <= _MOST_PROFILE else unpacked(stream)


@lru_cache(maxsize=4)
def _inflated(packed: bytes) -> bytes:
    with pikepdf.new() as scratch:
        return unpacked(pikepdf.Stream(scratch, packed, Filter=Name.FlateDecode))

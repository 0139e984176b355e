"""Bytes of streams, always compressed by one and the same library.

Flate data differs between the zlibs that Python is linked with, so what reaches a file is
compressed by the one inside pikepdf (qpdf), also where it is stored for later use.
"""

from __future__ import annotations

import io
import zlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import cache, lru_cache
from threading import RLock
from typing import Any, Final

import pikepdf
from pikepdf import Name

from flevoprint.press.condition import Condition, profile_bytes

#: Bytes of a stream whose Flate data is kept, and how many are: fonts, their maps, drawings.
_LONGEST, _MOST = 1 << 15, 1 << 8


def drawn(pdf: pikepdf.Pdf, *, fonts: bool = True) -> list[pikepdf.Stream]:
    """The streams that the pages of ``pdf`` draw with: all their resources hang on.

    Without ``fonts`` those of fonts are left out. To go through all objects would read the tags
    too, which a press edition has no use for.
    """
    found: dict[tuple[int, int], pikepdf.Stream] = {}
    seen: set[tuple[int, int]] = set()
    passed = {"/Parent"} if fonts else {"/Parent", "/Font"}
    waiting: list[Any] = [page.obj.get("/Resources") for page in pdf.pages]
    while waiting:
        thing = waiting.pop()
        if not isinstance(thing, pikepdf.Object) or thing.objgen in seen:
            continue
        if thing.is_indirect:
            seen.add(thing.objgen)
        if isinstance(thing, pikepdf.Stream):
            found[thing.objgen] = thing
            thing = thing.stream_dict
        if isinstance(thing, pikepdf.Dictionary):
            waiting += [value for key, value in thing.items() if key not in passed]
        # Most arrays are long, and refer to nothing.
        elif isinstance(thing, pikepdf.Array) and b" R" in thing.unparse():
            waiting += list(thing)
    return [found[key] for key in sorted(found)]


#: How hard zlib tries: by itself, and where what it gains is not worth the while.
_USUAL: Final = -1
_SWIFT: Final = 5


_ONE_AT_A_TIME = RLock()


@contextmanager
def swiftly() -> Iterator[None]:
    """Have qpdf compress what is left to it in half the time, for as long as this lasts.

    That is the pages' content, which no file has in common with another; it grows by a fiftieth.
    """
    with _ONE_AT_A_TIME:  # what is set here holds for all threads
        pikepdf.settings.set_flate_compression_level(_SWIFT)
        try:
            yield
        finally:
            pikepdf.settings.set_flate_compression_level(_USUAL)


def deflate(data: bytes) -> bytes:
    """``data`` as qpdf compresses it."""
    target = io.BytesIO()
    with _ONE_AT_A_TIME, pikepdf.new() as pdf:
        pdf.Root.Data = pdf.make_stream(data)
        pdf.save(target, compress_streams=True)
    with pikepdf.open(target) as pdf:
        return pdf.Root.Data.read_raw_bytes()


@cache
def deflated_profile(condition: Condition) -> bytes:
    """The condition's profile, compressed once in a process: it is a megabyte in every file."""
    return deflate(profile_bytes(condition))


@lru_cache(maxsize=_MOST)
def _deflated(data: bytes) -> bytes:
    """The same as :func:`deflate`, for what comes back in file after file."""
    return deflate(data)


def recompress(streams: Iterable[pikepdf.Stream]) -> None:
    """Have qpdf compress all that another library compressed, and what nobody did.

    Predictors are kept: qpdf would drop them, and photographs would double in size. Long streams
    are left to the moment of saving.
    """
    for stream in streams:
        kind, parameters = stream.get("/Filter"), stream.get("/DecodeParms")
        if kind == Name.FlateDecode and isinstance(parameters, pikepdf.Dictionary):
            predicted = zlib.decompress(stream.read_raw_bytes())
            stream.write(deflate(predicted), filter=Name.FlateDecode, decode_parms=parameters)
        elif kind == Name.FlateDecode or kind is None:
            data = stream.read_bytes()
            if len(data) > _LONGEST:
                stream.write(data)
            elif stream.get("/Type") != Name.Metadata:
                stream.write(_deflated(data), filter=Name.FlateDecode)

"""Bytes of streams, always compressed by one and the same library.

Flate data differs between the zlibs that Python is linked with, so what reaches a file is
compressed by the one inside pikepdf (qpdf), also where it is stored for later use.
"""

from __future__ import annotations

import io
import zlib
from functools import cache

import pikepdf
from pikepdf import Name

from flevoprint.press.condition import Condition, profile_bytes


def deflate(data: bytes) -> bytes:
    """``data`` as qpdf compresses it."""
    target = io.BytesIO()
    with pikepdf.new() as pdf:
        pdf.Root.Data = pdf.make_stream(data)
        pdf.save(target, compress_streams=True)
    with pikepdf.open(target) as pdf:
        return pdf.Root.Data.read_raw_bytes()


@cache
def deflated_profile(condition: Condition) -> bytes:
    """The condition's profile, compressed once in a process: it is a megabyte in every file."""
    return deflate(profile_bytes(condition))


def recompress(pdf: pikepdf.Pdf) -> None:
    """Have qpdf compress all Flate streams of ``pdf`` that another library compressed.

    Predictors are kept: qpdf would drop them, and photographs would double in size.
    """
    for stream in pdf.objects:
        if not isinstance(stream, pikepdf.Stream) or stream.get("/Filter") != Name.FlateDecode:
            continue
        parameters = stream.get("/DecodeParms")
        if not isinstance(parameters, pikepdf.Dictionary):
            stream.write(stream.read_bytes())
        else:
            predicted = zlib.decompress(stream.read_raw_bytes())
            stream.write(deflate(predicted), filter=Name.FlateDecode, decode_parms=parameters)

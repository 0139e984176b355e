"""Objects that are the same in all they refer to have one fingerprint; what goes on has none."""

from __future__ import annotations

import pikepdf
from pikepdf import Array, Dictionary, Name

from flevoprint.press.preflight import fingerprint as module
from flevoprint.press.preflight.fingerprint import fingerprint


def font(pdf: pikepdf.Pdf, data: bytes = b"letters", name: str = "/A") -> pikepdf.Object:
    """A font whose file is ``data``."""
    file = pdf.make_indirect(pdf.make_stream(data))
    descriptor = pdf.make_indirect(Dictionary(FontName=Name(name), FontFile2=file))
    return pdf.make_indirect(Dictionary(Type=Name.Font, FontDescriptor=descriptor))


def test_the_same_in_another_file_is_the_same() -> None:
    with pikepdf.new() as one, pikepdf.new() as other:
        other.make_indirect(Name.Other)
        first = fingerprint(font(one))
        assert first is not None
        assert fingerprint(font(other)) == first
        assert fingerprint(font(other, b"others")) != first
        assert fingerprint(font(other, name="/B")) != first


def test_what_goes_on_has_none() -> None:
    with pikepdf.new() as pdf:
        ring = pdf.make_indirect(Array([]))
        ring.append(ring)
        assert fingerprint(ring) is None
        # Few objects, and sixty to the power of four ways through them.
        level = pdf.make_indirect(Name.X)
        for _ in range(4):
            level = pdf.make_indirect(Array([level] * 60))
        seen = module._Taken()
        assert not seen.all_of(level, module._DEPTH)
        assert seen._things < module._MOST_THINGS * 2

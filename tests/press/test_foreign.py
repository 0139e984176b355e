"""Constructs that an engine may write one day: built by hand, finished as any other page."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name

from flevoprint.geometry import mm_to_pt
from flevoprint.problem import FlevoprintError
from tests.support.operators import Walk, opened, spaces, walk

from .sample import BLUE, INFO, PRESS, SWATCHES, TRIM, finish

Build = Callable[[pikepdf.Pdf], Dictionary]
BLUE_RGB = "0 0.352941 0.627451"


def page(content: bytes, build: Build = lambda pdf: Dictionary()) -> bytes:
    """One page of the sample's size with ``content`` and the resources that ``build`` makes."""
    trim = (0, 0, mm_to_pt(TRIM.width), mm_to_pt(TRIM.height))
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        leaf = pdf.pages[0].obj
        leaf.TrimBox = Array([round(edge, 4) for edge in trim])
        leaf.MediaBox = Array([-30, -30, round(trim[2] + 30, 4), round(trim[3] + 30, 4)])
        leaf.Contents = pdf.make_stream(content)
        leaf.Resources = build(pdf)
        pdf.save(target := io.BytesIO())
    return target.getvalue()


def pressed(content: bytes, build: Build = lambda pdf: Dictionary()) -> tuple[pikepdf.Pdf, Walk]:
    pdf = opened(finish(page(content, build), PRESS, INFO, TRIM, SWATCHES))
    assert set(spaces(pdf)) <= {"DeviceCMYK", "DeviceGray"}
    return pdf, walk(pdf)


def codes(content: bytes, build: Build = lambda pdf: Dictionary()) -> list[str]:
    with pytest.raises(FlevoprintError) as caught:
        finish(page(content, build), PRESS, INFO, TRIM, SWATCHES)
    return [problem.code for problem in caught.value.problems]


def test_black_is_ink_where_nothing_was_chosen() -> None:
    _, found = pressed(b"0 0 50 50 re f 0 g 0 0 9 9 re f /DeviceGray cs 0 0 9 9 re f")
    assert [event.state.fill for event in found.events] == [("k", 0, 0, 0, 1)] * 3


def test_every_way_to_choose_a_colour() -> None:
    rgb = BLUE_RGB.encode()
    _, found = pressed(
        rgb + b" rg " + rgb + b" RG 0 0 50 50 re B "
        b"/DeviceRGB cs " + rgb + b" sc /DeviceRGB CS " + rgb + b" SCN 0 0 50 50 re B "
        b"/DeviceCMYK cs 1 .6 0 .1 scn /DeviceCMYK CS 1 .6 0 .1 SC 0 0 50 50 re b*"
    )
    assert len(found.events) == 3
    for event in found.events:
        assert event.state.fill == ("k", 1, 0.6, 0, 0.1)
        assert event.state.stroke == ("K", 1, 0.6, 0, 0.1)


def test_a_thin_black_outline_overprints_and_its_filling_does_not() -> None:
    _, found = pressed(b"1 w 0 0 0 RG 1 0 0 rg 0 0 50 50 re B 1 1 1 RG 0 0 50 50 re B")
    assert [(e.state.overprint_stroke, e.state.overprint_fill) for e in found.events] == [
        (True, False),
        (False, False),
    ]


def test_unbalanced_states_are_balanced() -> None:
    _, found = pressed(b"q 1 0 0 rg 0 0 9 9 re f q")
    assert found.operators["q"] == found.operators["Q"]
    _, found = pressed(b"Q Q 1 0 0 rg 0 0 9 9 re f")
    assert found.operators["q"] == found.operators["Q"]


def test_an_inline_picture_becomes_an_object() -> None:
    pixels = bytes((200, 30, 30) * 16)
    content = b"q 9 0 0 9 0 0 cm BI /W 4 /H 4 /CS /RGB /BPC 8 ID " + pixels + b" EI Q"
    pdf, found = pressed(content)
    (image,) = found.images()
    assert image.ColorSpace == "/DeviceCMYK"
    assert len(image.read_bytes()) == 64
    pdf.close()


def test_an_inline_mask_stays_inline() -> None:
    content = b"1 0 0 rg q 9 0 0 9 0 0 cm BI /W 8 /H 2 /IM true /BPC 1 ID \xaa\x55 EI Q"
    pdf, found = pressed(content)
    assert found.operators["INLINE IMAGE"] == 1
    pdf.close()


def test_an_indexed_picture() -> None:
    def build(pdf: pikepdf.Pdf) -> Dictionary:
        image = pdf.make_stream(bytes([0, 1, 1, 0]))
        image.Type, image.Subtype = Name.XObject, Name.Image
        image.Width = image.Height = 2
        image.BitsPerComponent = 8
        image.ColorSpace = Array(
            [Name.Indexed, Name.DeviceRGB, 1, pikepdf.String(bytes((200, 30, 30, 30, 200, 30)))]
        )
        return Dictionary(XObject=Dictionary(I=image))

    pdf, found = pressed(b"9 0 0 9 0 0 cm /I Do", build)
    (image,) = found.images()
    assert image.ColorSpace == "/DeviceCMYK"
    inks = image.read_bytes()
    assert inks[:4] == inks[12:] != inks[4:8] == inks[8:12]
    pdf.close()


def test_glyphs_that_are_drawings() -> None:
    def build(pdf: pikepdf.Pdf) -> Dictionary:
        glyph = pdf.make_stream(b"500 0 d0 1 0 0 rg 0 0 400 400 re f")
        font = Dictionary(
            Type=Name.Font, Subtype=Name.Type3, FontBBox=Array([0, 0, 500, 500]),
            FontMatrix=Array([0.001, 0, 0, 0.001, 0, 0]), FirstChar=97, LastChar=97,
            Widths=Array([500]), CharProcs=Dictionary(a=glyph),
            Encoding=Dictionary(Differences=Array([97, Name.a])),
        )  # fmt: skip
        return Dictionary(Font=Dictionary(T=pdf.make_indirect(font)))

    pdf, found = pressed(b"BT /T 8 Tf 0 0 0 rg (a) Tj ET", build)
    assert found.kinds["glyph"] == 1
    assert found.operators["rg"] == 0
    (shown,) = found.texts()
    assert not shown.state.overprint_fill
    pdf.close()


def shaded(function: Callable[[pikepdf.Pdf], Any], space: Name = Name.DeviceRGB) -> Build:
    def build(pdf: pikepdf.Pdf) -> Dictionary:
        shading = Dictionary(
            ShadingType=2, ColorSpace=space, Coords=Array([0, 0, 100, 0]), Function=function(pdf)
        )
        return Dictionary(Shading=Dictionary(S=pdf.make_indirect(shading)))

    return build


def sampled(bits: int) -> Callable[[pikepdf.Pdf], Any]:
    def build(pdf: pikepdf.Pdf) -> Any:
        stream = pdf.make_stream(bytes((*BLUE.rgb, 255, 255, 255, 0, 0, 0)))
        stream.FunctionType, stream.BitsPerSample = 0, bits
        stream.Domain, stream.Range = Array([0, 1]), Array([0, 1] * 3)
        stream.Size = Array([3])
        return stream

    return build


def test_a_sampled_gradient_is_sampled_anew() -> None:
    pdf, found = pressed(b"/S sh", shaded(sampled(8)))
    (event,) = found.events
    function = event.target.Function
    blue = [round(2.55 * ink) for ink in BLUE.cmyk]
    assert list(function.read_bytes()) == [*blue, 0, 0, 0, 0, 0, 0, 0, 255]
    assert len(function.Range) == 8
    pdf.close()


def test_functions_that_cannot_be_read_are_a_problem() -> None:
    def calculator(pdf: pikepdf.Pdf) -> Any:
        stream = pdf.make_stream(b"{ dup dup }")
        stream.FunctionType = 4
        stream.Domain, stream.Range = Array([0, 1]), Array([0, 1] * 3)
        return stream

    assert codes(b"/S sh", shaded(calculator)) == ["press.gradient"]
    assert codes(b"/S sh", shaded(sampled(4))) == ["press.gradient"]


def test_spot_colours_states_and_layers_are_problems() -> None:
    def spot(pdf: pikepdf.Pdf) -> Dictionary:
        tint = Dictionary(FunctionType=2, Domain=Array([0, 1]), N=1, C0=Array([0]), C1=Array([1]))
        space = Array([Name.Separation, Name("/Goud"), Name.DeviceGray, tint])
        return Dictionary(
            ColorSpace=Dictionary(S=space), ExtGState=Dictionary(T=Dictionary(TR=Name.Identity))
        )

    assert codes(b"/S cs 1 scn 0 0 9 9 re f", spot) == ["press.colour-space"]
    assert codes(b"/T gs 0 0 9 9 re f", spot) == ["press.graphics-state"]
    assert codes(b"/OC /Laag BDC 0 0 9 9 re f EMC") == ["press.layers"]


def test_what_is_not_used_is_not_a_problem() -> None:
    def build(pdf: pikepdf.Pdf) -> Dictionary:
        lab = Array([Name.Lab, Dictionary(WhitePoint=Array([0.96, 1, 0.82]))])
        return Dictionary(ColorSpace=Dictionary(L=lab))

    pdf, _ = pressed(b"0 0 9 9 re f", build)
    assert "/ColorSpace" not in pdf.pages[0].resources
    pdf.close()


def test_a_coloured_mask_keeps_its_value() -> None:
    def build(pdf: pikepdf.Pdf) -> Dictionary:
        group = pdf.make_stream(b"1 0 0 rg 0 0 50 50 re f")
        group.Type, group.Subtype = Name.XObject, Name.Form
        group.BBox = Array([0, 0, 50, 50])
        group.Group = Dictionary(S=Name.Transparency, CS=Name.DeviceRGB)
        mask = Dictionary(S=Name.Luminosity, G=group, BC=Array([0, 1, 0]))
        return Dictionary(ExtGState=Dictionary(M=Dictionary(SMask=mask)))

    pdf, found = pressed(b"/M gs 0 0 9 9 re f", build)
    (masked,) = [event for event in found.events if "mask" in event.where]
    assert masked.state.fill == ("g", 0.3)
    (state,) = pdf.pages[0].resources.ExtGState.values()
    assert state.SMask.G.Group.CS == "/DeviceGray"
    assert [float(value) for value in state.SMask.BC] == [0.59]
    pdf.close()


def test_one_form_at_two_sizes() -> None:
    def build(pdf: pikepdf.Pdf) -> Dictionary:
        form = pdf.make_stream(b"BT /F 8 Tf (a) Tj ET")
        form.Type, form.Subtype, form.BBox = Name.XObject, Name.Form, Array([0, 0, 50, 50])
        font = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica)
        form.Resources = Dictionary(Font=Dictionary(F=font))
        return Dictionary(XObject=Dictionary(X=form))

    pdf, found = pressed(b"0 0 0 rg /X Do q 2 0 0 2 0 0 cm /X Do Q 1 0 0 rg /X Do", build)
    assert [event.state.overprint_fill for event in found.texts()] == [True, False, False]
    pdf.close()

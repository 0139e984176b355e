"""Faults in what is painted: colours, overprint, type, lines and images."""

from __future__ import annotations

from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, String

from flevoprint.geometry import mm_to_pt

from .faults import (
    OVERPRINTING,
    SPOT,
    at,
    draw,
    fault,
    form,
    graphics_state,
    image,
    patch,
    sound,
    words,
)

# Colours, and everywhere they may hide.


@fault("rgb")
def rgb_fill(pdf: pikepdf.Pdf) -> None:
    draw(pdf, patch("0.2 0.6 0.8 rg"))


@fault("rgb")
def rgb_line(pdf: pikepdf.Pdf) -> None:
    draw(pdf, f"0.2 0.6 0.8 RG 2 w {SPOT[0]} {SPOT[1]} m 500 {SPOT[1]} l S")


@fault("rgb")
def rgb_text(pdf: pikepdf.Pdf) -> None:
    words(pdf, 12, "0.2 0.6 0.8 rg")


@fault("rgb")
def rgb_invisible_text(pdf: pikepdf.Pdf) -> None:
    words(pdf, 12, "0.2 0.6 0.8 rg 3 Tr")


@fault("rgb")
def rgb_image(pdf: pikepdf.Pdf) -> None:
    picture = image(pdf, 60, 60, Name.DeviceRGB, 3)
    draw(pdf, f"{at(18, 18)} /X Do", XObject={"X": picture})


@fault("rgb")
def rgb_inline_image(pdf: pikepdf.Pdf) -> None:
    data = b"\x80" * (60 * 60 * 3)
    head = f"{at(18, 18)} BI /W 60 /H 60 /BPC 8 /CS /RGB ID ".encode()
    draw(pdf, head + data + b" EI")


@fault("rgb")
def rgb_indexed_image(pdf: pikepdf.Pdf) -> None:
    space = Array([Name.Indexed, Name.DeviceRGB, 255, String(bytes(range(256)) * 3)])
    picture = image(pdf, 60, 60, space, 1)
    draw(pdf, f"{at(18, 18)} /X Do", XObject={"X": picture})


@fault("rgb")
def rgb_in_a_form(pdf: pikepdf.Pdf) -> None:
    inner = form(pdf, patch("0.2 0.6 0.8 rg"))
    outer = form(pdf, "/In Do", Resources=Dictionary(XObject=Dictionary(In=inner)))
    draw(pdf, "/Uit Do", XObject={"Uit": outer})


def _tiles(pdf: pikepdf.Pdf, content: str, paint: int = 1) -> Any:
    pattern = pdf.make_stream(content.encode())
    pattern.PatternType, pattern.PaintType, pattern.TilingType = 1, paint, 1
    pattern.BBox, pattern.XStep, pattern.YStep = Array([0, 0, 5, 5]), 5, 5
    pattern.Resources = Dictionary()
    return pattern


@fault("rgb")
def rgb_in_a_pattern(pdf: pikepdf.Pdf) -> None:
    pattern = _tiles(pdf, "0.2 0.6 0.8 rg 0 0 4 4 re f")
    draw(pdf, patch("/Pattern cs /P scn"), Pattern={"P": pattern})


@fault("rgb")
def rgb_for_an_uncoloured_pattern(pdf: pikepdf.Pdf) -> None:
    pattern = _tiles(pdf, "0 0 4 4 re f", paint=2)
    space = Array([Name.Pattern, Name.DeviceRGB])
    draw(
        pdf,
        patch("/S cs 0.2 0.6 0.8 /P scn"),
        Pattern={"P": pattern},
        ColorSpace={"S": space},
    )


@sound()
def inks_in_patterns(pdf: pikepdf.Pdf) -> None:
    pattern = _tiles(pdf, "0.5 0 0 0 k 0 0 4 4 re f")
    bare = _tiles(pdf, "1 0 0 rg 0 0 4 4 re f", paint=2)
    space = Array([Name.Pattern, Name.DeviceCMYK])
    draw(
        pdf,
        f"{patch('/Pattern cs /P scn')} {patch('/S cs 0.5 0 0 0 /Q scn')}",
        Pattern={"P": pattern, "Q": bare},
        ColorSpace={"S": space},
    )


def _gradient(space: Any, first: list[float], last: list[float]) -> Any:
    function = Dictionary(
        FunctionType=2, Domain=Array([0, 1]), C0=Array(first), C1=Array(last), N=1
    )
    return Dictionary(
        ShadingType=2,
        ColorSpace=space,
        Coords=Array([SPOT[0], 0, SPOT[0] + 40, 0]),
        Function=function,
    )


@fault("rgb")
def rgb_shading(pdf: pikepdf.Pdf) -> None:
    shading = _gradient(Name.DeviceRGB, [1, 1, 1], [0, 0.5, 1])
    draw(pdf, f"{patch().replace(' f', ' W n')} /Sh sh", Shading={"Sh": shading})


@fault("rgb")
def rgb_shading_pattern(pdf: pikepdf.Pdf) -> None:
    shading = _gradient(Name.DeviceRGB, [1, 1, 1], [0, 0.5, 1])
    pattern = Dictionary(PatternType=2, Shading=shading)
    draw(pdf, patch("/Pattern cs /P scn"), Pattern={"P": pattern})


@sound()
def gradient_of_inks(pdf: pikepdf.Pdf) -> None:
    shading = _gradient(Name.DeviceCMYK, [0, 0, 0, 0], [1, 0.5, 0, 0])
    pattern = Dictionary(PatternType=2, Shading=shading)
    draw(pdf, patch("/Pattern cs /P scn"), Pattern={"P": pattern})


def _blending(pdf: pikepdf.Pdf) -> None:
    pdf.pages[0].obj.Group = Dictionary(S=Name.Transparency, CS=Name.DeviceCMYK)


def _mask(pdf: pikepdf.Pdf, content: str, space: Any) -> dict[str, Any]:
    group = form(pdf, content, Group=Dictionary(S=Name.Transparency, CS=space))
    mask = Dictionary(S=Name.Luminosity, G=group)
    return {"ExtGState": {"M": Dictionary(SMask=mask)}}


@fault("rgb")
def rgb_in_a_soft_mask(pdf: pikepdf.Pdf) -> None:
    _blending(pdf)
    resources = _mask(pdf, patch("0.2 0.6 0.8 rg"), Name.DeviceGray)
    draw(pdf, f"/M gs {patch('1 0 0 0 k')}", **resources)


@sound()
def grey_soft_mask(pdf: pikepdf.Pdf) -> None:
    _blending(pdf)
    draw(pdf, f"/M gs {patch('1 0 0 0 k')}", **_mask(pdf, patch("0.5 g"), Name.DeviceGray))


@fault("rgb")
def rgb_through_a_profile(pdf: pikepdf.Pdf) -> None:
    profile = pdf.make_stream(b"\0" * 12 + b"mntrRGB XYZ " + b"\0" * 104)
    profile.N = 3
    space = Array([Name.ICCBased, pdf.make_indirect(profile)])
    draw(pdf, patch("/S cs 0.2 0.6 0.8 scn"), ColorSpace={"S": space})


@fault("rgb")
def calibrated_rgb(pdf: pikepdf.Pdf) -> None:
    space = Array([Name.CalRGB, Dictionary(WhitePoint=Array([0.95, 1, 1.09]))])
    draw(pdf, patch("/S cs 0.2 0.6 0.8 scn"), ColorSpace={"S": space})


@fault("rgb")
def rgb_behind_a_default(pdf: pikepdf.Pdf) -> None:
    profile = pdf.make_stream(b"\0" * 12 + b"mntrRGB XYZ " + b"\0" * 104)
    profile.N = 3
    space = Array([Name.ICCBased, pdf.make_indirect(profile)])
    draw(pdf, patch("0.2 0.6 0.8 rg"), ColorSpace={"DefaultRGB": space})


@sound()
def rgb_listed_and_not_used(pdf: pikepdf.Pdf) -> None:
    space = Array([Name.CalRGB, Dictionary(WhitePoint=Array([0.95, 1, 1.09]))])
    draw(pdf, patch("1 0 0 0 k"), ColorSpace={"S": space})


@fault("lab")
def lab(pdf: pikepdf.Pdf) -> None:
    space = Array([Name.Lab, Dictionary(WhitePoint=Array([0.96, 1, 0.82]))])
    draw(pdf, patch("/S cs 50 10 10 scn"), ColorSpace={"S": space})


@fault("colour-unknown")
def profile_of_five_channels(pdf: pikepdf.Pdf) -> None:
    profile = pdf.make_stream(b"\0" * 12 + b"prtr5CLRLab " + b"\0" * 104)
    profile.N = 5
    space = Array([Name.ICCBased, pdf.make_indirect(profile)])
    draw(pdf, patch("/S cs 0 0 0 0 1 scn"), ColorSpace={"S": space})


@fault("icc-cmyk")
def profile_of_the_intent(pdf: pikepdf.Pdf) -> None:
    space = Array([Name.ICCBased, pdf.Root.OutputIntents[0].DestOutputProfile])
    draw(pdf, patch("/S cs 1 0 0 0 scn"), ColorSpace={"S": space})


@fault("icc-cmyk")
def profile_behind_a_default(pdf: pikepdf.Pdf) -> None:
    profile = pdf.Root.OutputIntents[0].DestOutputProfile
    content = form(pdf, patch("1 0 0 0 k"))
    default = Dictionary(DefaultCMYK=Array([Name.ICCBased, profile]))
    content.Resources = Dictionary(ColorSpace=default)
    draw(pdf, "/X Do", XObject={"X": content})


@fault("icc-cmyk")
def profile_of_another_press(pdf: pikepdf.Pdf) -> None:
    profile = pdf.make_stream(b"\0" * 12 + b"prtrCMYKLab " + b"\0" * 104)
    profile.N = 4
    space = Array([Name.ICCBased, pdf.make_indirect(profile)])
    picture = image(pdf, 60, 60, space, 4)
    draw(pdf, f"{at(18, 18)} /X Do", XObject={"X": picture})


def _tint(*inks: float) -> Any:
    return Dictionary(
        FunctionType=2,
        Domain=Array([0, 1]),
        C0=Array([0, 0, 0, 0]),
        C1=Array(list(inks)),
        N=1,
    )


def _separation(name: str, *inks: float) -> Array:
    return Array([Name.Separation, Name(f"/{name}"), Name.DeviceCMYK, _tint(*inks)])


@fault("spot")
def spot_colour(pdf: pikepdf.Pdf) -> None:
    space = _separation("PANTONE 300 C", 1, 0.44, 0, 0)
    draw(pdf, patch("/S cs 1 scn"), ColorSpace={"S": space})


@fault("spot")
def spot_colour_by_rgb(pdf: pikepdf.Pdf) -> None:
    function = Dictionary(
        FunctionType=2, Domain=Array([0, 1]), C0=Array([1, 1, 1]), C1=Array([0, 0, 1]), N=1
    )
    space = Array([Name.Separation, Name("/Lak"), Name.DeviceRGB, function])
    draw(pdf, patch("/S cs 1 scn"), ColorSpace={"S": space})


@fault("spot")
def spot_among_several(pdf: pikepdf.Pdf) -> None:
    function = pdf.make_stream(b"{ 0 exch dup 0 exch 0 exch pop }")
    function.FunctionType = 4
    function.Domain, function.Range = Array([0, 1] * 2), Array([0, 1] * 4)
    names = Array([Name.Cyan, Name("/Goud")])
    space = Array([Name.DeviceN, names, Name.DeviceCMYK, pdf.make_indirect(function)])
    draw(pdf, patch("/S cs 0.5 0.5 scn"), ColorSpace={"S": space})


@sound()
def plates_of_the_press(pdf: pikepdf.Pdf) -> None:
    names = Array([Name.Magenta, Name.Yellow, Name("/None")])
    function = pdf.make_stream(b"{ pop 0 3 1 roll 0 }")
    function.FunctionType = 4
    function.Domain, function.Range = Array([0, 1] * 3), Array([0, 1] * 4)
    several = Array([Name.DeviceN, names, Name.DeviceCMYK, pdf.make_indirect(function)])
    draw(
        pdf,
        f"{patch('/S cs 1 scn')} {patch('/N cs 0.5 0.5 0 scn')}",
        ColorSpace={"S": _separation("Black", 0, 0, 0, 1), "N": several},
    )


@fault("registration")
def registration_colour(pdf: pikepdf.Pdf) -> None:
    draw(pdf, f"1 1 1 1 K 2 w {SPOT[0]} {SPOT[1]} m 500 {SPOT[1]} l S")


@fault("registration")
def registration_text(pdf: pikepdf.Pdf) -> None:
    words(pdf, 12, "1 1 1 1 k")


@fault("registration")
def all_plates(pdf: pikepdf.Pdf) -> None:
    space = _separation("All", 1, 1, 1, 1)
    draw(
        pdf,
        f"/S CS 1 SCN 2 w {SPOT[0]} {SPOT[1]} m 500 {SPOT[1]} l S",
        ColorSpace={"S": space},
    )


@sound()
def crop_marks(pdf: pikepdf.Pdf) -> None:
    page = pdf.pages[0].obj
    edges = [float(edge) for edge in page.MediaBox]
    page.MediaBox = Array([edges[0] - 30, edges[1], edges[2], edges[3]])
    draw(pdf, f"1 1 1 1 K 0.25 w -28 {page.TrimBox[1]} m -8 {page.TrimBox[1]} l S")


@fault("rich-black-text")
def rich_black_text(pdf: pikepdf.Pdf) -> None:
    words(pdf, 10, "0.7 0.7 0.6 0.9 k")


@sound()
def dark_text_that_is_not_black(pdf: pikepdf.Pdf) -> None:
    words(pdf, 14, "0.8 0.8 0.75 0.6 k")


@sound()
def black_text_with_some_cyan(pdf: pikepdf.Pdf) -> None:
    words(pdf, 14, "0.6 0.4 0.4 1 k")


_SEE_THROUGH = {"ExtGState": {"A": Dictionary(ca=0.5)}}


@fault("blend-space")
def mixed_in_rgb(pdf: pikepdf.Pdf) -> None:
    pdf.pages[0].obj.Group = Dictionary(S=Name.Transparency, CS=Name.DeviceRGB)


@fault("blend-space")
def transparency_without_a_blend_space(pdf: pikepdf.Pdf) -> None:
    assert "/Group" not in pdf.pages[0].obj
    draw(pdf, f"/A gs {patch('1 0 0 0 k')}", **_SEE_THROUGH)


@fault("blend-space")
def multiplied_without_a_blend_space(pdf: pikepdf.Pdf) -> None:
    state = {"ExtGState": {"A": Dictionary(BM=Name.Multiply)}}
    draw(pdf, f"/A gs {patch('1 0 0 0 k')}", **state)


@fault("blend-space")
def image_with_transparency_without_a_blend_space(pdf: pikepdf.Pdf) -> None:
    mask = image(pdf, 60, 60, Name.DeviceGray, 1)
    picture = image(pdf, 60, 60, Name.DeviceCMYK, 4, SMask=mask)
    draw(pdf, f"{at(14, 14)} /X Do", XObject={"X": picture})


@fault("blend-space")
def form_mixed_in_rgb(pdf: pikepdf.Pdf) -> None:
    _blending(pdf)
    group = Dictionary(S=Name.Transparency, CS=Name.DeviceRGB)
    draw(pdf, "/X Do", XObject={"X": form(pdf, patch("1 0 0 0 k"), Group=group)})


@fault("blend-space")
def mask_mixed_in_rgb(pdf: pikepdf.Pdf) -> None:
    _blending(pdf)
    draw(pdf, f"/M gs {patch('1 0 0 0 k')}", **_mask(pdf, patch("0.5 g"), Name.DeviceRGB))


@sound()
def transparency_mixed_in_inks(pdf: pikepdf.Pdf) -> None:
    _blending(pdf)
    draw(pdf, f"/A gs {patch('1 0 0 0 k')}", **_SEE_THROUGH)


# Overprint.


@fault("white-overprint")
def white_text_overprinting(pdf: pikepdf.Pdf) -> None:
    words(pdf, 14, "0 0 0 0 k", **OVERPRINTING)


@fault("white-overprint")
def white_line_overprinting(pdf: pikepdf.Pdf) -> None:
    state = {"ExtGState": {"O": graphics_state(**OVERPRINTING)}}
    draw(pdf, f"/O gs 0 0 0 0 K 3 w {SPOT[0]} {SPOT[1]} m 500 {SPOT[1]} l S", **state)


@fault("white-overprint")
def grey_white_overprinting(pdf: pikepdf.Pdf) -> None:
    state = {"ExtGState": {"O": Dictionary(op=True)}}
    draw(pdf, f"/O gs {patch('1 g')}", **state)


@sound()
def white_knocking_out(pdf: pikepdf.Pdf) -> None:
    words(pdf, 14, "0 0 0 0 k")


@fault("knockout-text")
def small_black_text_knocking_out(pdf: pikepdf.Pdf) -> None:
    words(pdf, 11.5)


@fault("knockout-text")
def small_black_text_with_the_wrong_mode(pdf: pikepdf.Pdf) -> None:
    words(pdf, 10, OP=True, op=True, OPM=0)


@fault("knockout-text")
def small_black_text_in_grey(pdf: pikepdf.Pdf) -> None:
    words(pdf, 10, "0 g", **OVERPRINTING)


@sound()
def large_black_text_knocking_out(pdf: pikepdf.Pdf) -> None:
    words(pdf, 12)


@sound()
def small_black_text_overprinting(pdf: pikepdf.Pdf) -> None:
    words(pdf, 7, **OVERPRINTING)


@sound()
def small_black_text_that_is_see_through(pdf: pikepdf.Pdf) -> None:
    _blending(pdf)
    words(pdf, 10, ca=0.5)


@fault("knockout-line")
def black_line_knocking_out(pdf: pikepdf.Pdf) -> None:
    draw(pdf, f"0 0 0 1 K 1.9 w {SPOT[0]} {SPOT[1]} m 500 {SPOT[1]} l S")


@fault("knockout-line")
def black_rule_knocking_out(pdf: pikepdf.Pdf) -> None:
    draw(pdf, f"0 0 0 1 k {SPOT[0]} {SPOT[1]} 150 1 re f")


@sound()
def thick_black_line_knocking_out(pdf: pikepdf.Pdf) -> None:
    draw(pdf, f"0 0 0 1 K 2 w {SPOT[0]} {SPOT[1]} m 500 {SPOT[1]} l S")


@sound()
def black_dot(pdf: pikepdf.Pdf) -> None:
    draw(pdf, f"0 0 0 1 k {SPOT[0]} {SPOT[1]} 1.5 1.5 re f")


# Type.


def _black_words(font: str, size: float = 14) -> str:
    return f"0 0 0 1 k BT /{font} {size} Tf {SPOT[0]} {SPOT[1] + 4} Td (Los woord) Tj ET"


_HELVETICA = Dictionary(
    Type=Name.Font,
    Subtype=Name.Type1,
    BaseFont=Name.Helvetica,
    Encoding=Name.WinAnsiEncoding,
)


@fault("font-missing")
def font_not_embedded(pdf: pikepdf.Pdf) -> None:
    draw(pdf, _black_words("H"), Font={"H": _HELVETICA})


@sound()
def invisible_text_in_a_font_not_embedded(pdf: pikepdf.Pdf) -> None:
    draw(pdf, f"3 Tr {_black_words('H', 4)}", Font={"H": _HELVETICA})


@fault("font-whole")
def font_without_a_prefix(pdf: pikepdf.Pdf) -> None:
    for font in pdf.pages[0].obj.Resources.Font.values():
        name = Name("/" + str(font.BaseFont).partition("+")[2])
        font.BaseFont = font.DescendantFonts[0].BaseFont = name
        break


def _drawn_font(pdf: pikepdf.Pdf, glyph: str) -> Any:
    procedures = Dictionary(vierkant=pdf.make_stream(glyph.encode()))
    return Dictionary(
        Type=Name.Font,
        Subtype=Name.Type3,
        FontBBox=Array([0, -200, 500, 800]),
        FontMatrix=Array([0.001, 0, 0, 0.001, 0, 0]),
        CharProcs=procedures,
        Encoding=Dictionary(Differences=Array([65, Name.vierkant])),
        FirstChar=65,
        LastChar=65,
        Widths=Array([500]),
        Resources=Dictionary(),
    )


def _drawn_text() -> str:
    return f"1 0 0 0 k BT /T 14 Tf {SPOT[0]} {SPOT[1] + 4} Td (AAA) Tj ET"


@fault("font-type3")
def drawn_font(pdf: pikepdf.Pdf) -> None:
    draw(pdf, _drawn_text(), Font={"T": _drawn_font(pdf, "500 0 d0 0 0 400 700 re f")})


def _own_font(pdf: pikepdf.Pdf) -> str:
    return str(next(iter(pdf.pages[0].obj.Resources.Font.keys())))


@fault("notdef")
def glyph_zero(pdf: pikepdf.Pdf) -> None:
    place = f"{SPOT[0]} {SPOT[1] + 4}"
    draw(pdf, f"0 0 0 1 k BT {_own_font(pdf)} 14 Tf {place} Td <0000> Tj ET")


@fault("notdef")
def glyph_beyond_the_font(pdf: pikepdf.Pdf) -> None:
    place = f"{SPOT[0]} {SPOT[1] + 4}"
    draw(pdf, f"0 0 0 1 k BT {_own_font(pdf)} 14 Tf {place} Td <FFF0> Tj ET")


@fault("small-text")
def text_of_four_points(pdf: pikepdf.Pdf) -> None:
    words(pdf, 4, **OVERPRINTING)


@fault("small-text")
def text_made_small_by_its_matrix(pdf: pikepdf.Pdf) -> None:
    x, y = SPOT[:2]
    words(pdf, 10, f"0.4 0 0 0.4 {x} {y} cm 0 0 0 1 k", (0, 0), **OVERPRINTING)


@sound()
def text_of_six_points(pdf: pikepdf.Pdf) -> None:
    words(pdf, 6, **OVERPRINTING)


@fault("small-reversed-text")
def small_white_text(pdf: pikepdf.Pdf) -> None:
    words(pdf, 7.5, "0 0 0 0 k")


@fault("small-reversed-text")
def small_text_of_two_inks(pdf: pikepdf.Pdf) -> None:
    words(pdf, 7.5, "1 0.5 0 0 k")


@sound()
def small_text_of_one_ink(pdf: pikepdf.Pdf) -> None:
    words(pdf, 7.5, "0 1 0 0 k")


@sound()
def white_text_of_eight_points(pdf: pikepdf.Pdf) -> None:
    words(pdf, 8, "0 0 0 0 k")


def _from_the_cut(pdf: pikepdf.Pdf, mm: float) -> None:
    left = float(pdf.pages[0].obj.TrimBox[0]) + mm_to_pt(mm)
    words(pdf, 14, place=(left, SPOT[1]))


@fault("safe-margin")
def text_near_the_cut(pdf: pikepdf.Pdf) -> None:
    _from_the_cut(pdf, 3)


@fault("safe-margin")
def text_across_the_cut(pdf: pikepdf.Pdf) -> None:
    _from_the_cut(pdf, -1)


# The letter drawn starts 0.34 mm behind where its text is placed: what it covers counts.


@fault("safe-margin")
def text_just_within_the_safe_margin(pdf: pikepdf.Pdf) -> None:
    _from_the_cut(pdf, 4.5)


@sound()
def text_at_the_safe_margin(pdf: pikepdf.Pdf) -> None:
    _from_the_cut(pdf, 4.68)


# Lines.


def _line(colour: str, width: float) -> str:
    return f"{colour} {width} w {SPOT[0]} {SPOT[1]} m 500 {SPOT[1]} l S"


@fault("hairline")
def hairline(pdf: pikepdf.Pdf) -> None:
    draw(pdf, _line("0 1 0 0 K", 0))


@fault("thin-line")
def thin_line(pdf: pikepdf.Pdf) -> None:
    draw(pdf, _line("0 1 0 0 K", 0.2))


@fault("thin-line")
def line_made_thin_by_its_matrix(pdf: pikepdf.Pdf) -> None:
    draw(pdf, f"0.2 0 0 0.2 0 0 cm 0 1 0 0 K 1 w {SPOT[0] * 5} {SPOT[1] * 5} m 2500 700 l S")


@fault("thin-line")
def thin_rule(pdf: pikepdf.Pdf) -> None:
    draw(pdf, f"0 1 0 0 k {SPOT[0]} {SPOT[1]} 150 0.2 re f")


@sound()
def line_of_a_quarter_point(pdf: pikepdf.Pdf) -> None:
    draw(pdf, _line("0 1 0 0 K", 0.25))


@sound()
def sliver_that_a_clip_leaves(pdf: pikepdf.Pdf) -> None:
    x, y = SPOT[:2]
    draw(pdf, f"{x} {y} 150 9.99 re W n 0 1 0 0 k {x} {y + 9.98} 150 8 re f")


@fault("thin-reversed-line")
def thin_white_line(pdf: pikepdf.Pdf) -> None:
    draw(pdf, _line("0 0 0 0 K", 0.3))


@fault("thin-reversed-line")
def thin_line_of_two_inks(pdf: pikepdf.Pdf) -> None:
    draw(pdf, _line("1 1 0 0 K", 0.3))


@sound()
def white_line_of_half_a_point(pdf: pikepdf.Pdf) -> None:
    draw(pdf, _line("0 0 0 0 K", 0.5))


# Images. One inch is 72 points: 18 points hold a quarter of the pixels per inch.


def _pixels(pdf: pikepdf.Pdf, ppi: int) -> None:
    picture = image(pdf, ppi // 4, ppi // 2, Name.DeviceCMYK, 4)
    draw(pdf, f"{at(18, 18)} /X Do", XObject={"X": picture})


@fault("image-resolution")
def image_of_120_ppi(pdf: pikepdf.Pdf) -> None:
    _pixels(pdf, 120)


@fault("image-resolution")
def image_of_200_ppi(pdf: pikepdf.Pdf) -> None:
    _pixels(pdf, 200)


@fault("image-resolution")
def inline_image_of_120_ppi(pdf: pikepdf.Pdf) -> None:
    head = f"{at(18, 18)} BI /W 30 /H 30 /BPC 8 /CS /G ID ".encode()
    draw(pdf, head + b"\x80" * 900 + b" EI")


@sound()
def image_of_224_ppi(pdf: pikepdf.Pdf) -> None:
    _pixels(pdf, 224)


@sound()
def flat_colour_as_an_image(pdf: pikepdf.Pdf) -> None:
    picture = image(pdf, 1, 1, Name.DeviceCMYK, 4)
    draw(pdf, f"{at(18, 18)} /X Do", XObject={"X": picture})


def _line_art(pdf: pikepdf.Pdf, ppi: int, **entries: Any) -> None:
    side = ppi // 4
    stream = pdf.make_stream(b"\xaa" * (-(-side // 8) * side))
    stream.Type, stream.Subtype = Name.XObject, Name.Image
    stream.Width = stream.Height = side
    stream.BitsPerComponent = 1
    for key, value in entries.items():
        stream[f"/{key}"] = value
    draw(pdf, f"0 1 0 0 k {at(18, 18)} /X Do", XObject={"X": stream})


@fault("bilevel-resolution")
def line_art_of_300_ppi(pdf: pikepdf.Pdf) -> None:
    _line_art(pdf, 300, ColorSpace=Name.DeviceGray)


@fault("bilevel-resolution")
def stencil_of_600_ppi(pdf: pikepdf.Pdf) -> None:
    _line_art(pdf, 600, ImageMask=True)


@sound()
def line_art_of_800_ppi(pdf: pikepdf.Pdf) -> None:
    _line_art(pdf, 800, ColorSpace=Name.DeviceGray)

"""What the walk sees of a page, held against pages whose marks are known, and against MuPDF."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pikepdf
import pymupdf
import pytest
from pikepdf import Array, Dictionary, Name, String

from flevoprint.finding import Kind
from flevoprint.press.preflight.marks import Damage, Device, FontFacts, MarkKind
from flevoprint.press.preflight.reading import Reading, kind_of
from flevoprint.press.preflight.walk import read_marks

from .pages import HELVETICA, Pages, edges, marks

ROOT = Path(__file__).parents[2]
FONT = ROOT / "fonts"


# Held against MuPDF.


def _judged(data: bytes, heights: bool) -> int:
    """Hold all text and images to MuPDF's boxes, to a point; how many were held.

    MuPDF gives an unembedded font heights of its own, so ``heights`` of those are not compared.
    """
    count = 0
    with Reading(data, "proef.pdf") as reading, pymupdf.open(stream=data) as document:
        for number, page in enumerate(document, start=1):
            back = ~page.transformation_matrix
            ours = [mark for mark in reading.marks if mark.page == number and not mark.soft_mask]
            tall = {
                (round(char["origin"][0], 1), round(char["origin"][1], 1)): char["bbox"]
                for block in page.get_text("rawdict")["blocks"]
                for line in block.get("lines", [])
                for span in line["spans"]
                for char in span["chars"]
            }
            chars = [char for span in page.get_texttrace() for char in span["chars"]]
            for mark in (mark for mark in ours if mark.kind is MarkKind.TEXT):
                part, chars = chars[: len(mark.text)], chars[len(mark.text) :]
                assert "".join(chr(char[0]) for char in part) == mark.text
                rects = [pymupdf.Rect(char[3]) * back for char in part]
                assert min(rect.x0 for rect in rects) == pytest.approx(mark.box.left, abs=1)
                assert max(rect.x1 for rect in rects) == pytest.approx(mark.box.right, abs=1)
                if heights:
                    places = [(round(char[2][0], 1), round(char[2][1], 1)) for char in part]
                    rects = [pymupdf.Rect(tall[place]) * back for place in places if place in tall]
                    assert rects
                    assert min(r.y0 for r in rects) == pytest.approx(mark.box.bottom, abs=1)
                    assert max(r.y1 for r in rects) == pytest.approx(mark.box.top, abs=1)
                count += 1
            assert chars == []
            theirs = sorted(
                tuple(pymupdf.Rect(image["bbox"]) * back) for image in page.get_image_info()
            )
            images = sorted(edges(mark) for mark in ours if mark.image and not mark.image.stencil)
            assert len(theirs) == len(images)
            for their, our in zip(theirs, images, strict=True):
                assert our == pytest.approx(their, abs=1)
                count += 1
    return count


@pytest.mark.parametrize("edition", ["druk", "scherm"])
def test_shipped_flyers_are_where_mupdf_puts_them(built: Path, edition: str) -> None:
    for file in sorted(built.glob(f"*/*-{edition}.pdf")):
        assert _judged(file.read_bytes(), heights=True) > 150


def _foreign(rotation: int = 0) -> Any:
    document = pymupdf.open()
    page = document.new_page()
    page.insert_text((72, 100), "Hello Helvetica, wide words", fontsize=11)
    page.insert_text((72, 300), "Courier in outline", fontname="cour", fontsize=14, render_mode=1)
    page.insert_text((72, 350), "Zwaar bold", fontname="hebo", fontsize=14)
    box = (72, 400, 300, 600)
    page.insert_textbox(box, "Veel woorden in een vak " * 12, fontname="tiit", align=3)
    pixels = pymupdf.Pixmap(pymupdf.csRGB, (0, 0, 40, 20))
    page.insert_image((300, 100, 400, 200), pixmap=pixels, rotate=90)
    page.set_rotation(rotation)
    return document


@pytest.mark.parametrize("rotation", [0, 90])
def test_foreign_files_are_where_mupdf_puts_them(rotation: int) -> None:
    with _foreign(rotation) as document:
        assert _judged(document.tobytes(), heights=False) > 8


def test_a_foreign_embedded_font_is_where_mupdf_puts_it() -> None:
    file = next(FONT.glob("*/AtkinsonHyperlegibleNext_400*.ttf"), None) or next(
        FONT.glob("*/*.ttf")
    )
    with pymupdf.open() as document:
        page = document.new_page()
        page.insert_font(fontname="F0", fontfile=str(file))
        page.insert_text((72, 650), "Ingesloten", fontname="F0", fontsize=18)
        document.subset_fonts()
        assert _judged(document.tobytes(), heights=False) == 1


# Paths, clips and the graphics state.


def test_a_rectangle_is_exact_and_cut_to_the_clip() -> None:
    (mark,) = marks("0.5 0 0 0.5 10 20 cm 0 0 60 100 re W n 1 0 0 0 k 20 20 100 10 re f")
    assert (mark.kind, edges(mark)) == (MarkKind.FILL, (20, 30, 40, 35))
    assert mark.size == 5
    assert mark.paint
    assert (mark.paint.space, mark.paint.device) == ("DeviceCMYK", Device.CMYK)
    assert mark.paint.inks == (100, 0, 0, 0)
    assert not mark.invisible


def test_outlined_letters_are_painted_as_lines_are() -> None:
    states = {"S": Dictionary(OP=True, op=False, CA=0.5, ca=1)}
    pages = Pages()
    content = "/S gs BT /F 9 Tf (a) Tj 1 Tr (b) Tj ET"
    pages.add(content, ExtGState=states, Font={"F": HELVETICA})
    filled, outlined = pages.painted().marks
    assert (filled.overprint, filled.alpha) == (False, 1)
    assert (outlined.overprint, outlined.alpha) == (True, 0.5)


def test_only_one_upright_rectangle_covers_its_box() -> None:
    for content, solid in (
        ("1 2 3 4 re f", True),
        ("1 2 3 4 re 2 3 9 9 re f", False),
        ("1 2 m 9 2 l 9 9 l h f", False),
        ("1 1 0 1 0 0 cm 1 2 3 4 re f", False),
        ("0 0 5 5 re W n 1 2 3 4 re f", True),
        ("0 0 m 9 0 l 0 9 l h W n 1 2 3 4 re f", False),
        ("q 0 0 m 9 0 l 0 9 l h W n Q 1 2 3 4 re f", True),
    ):
        (mark,) = marks(content)
        assert mark.solid == solid


def test_what_lies_outside_the_clip_or_the_page_shows_nothing() -> None:
    for content in ("0 0 10 10 re W n 20 20 5 5 re f", "300 300 5 5 re f"):
        (mark,) = marks(content)
        assert mark.invisible
        assert not mark.painted
    assert edges(mark) == (300, 300, 305, 305)


def test_a_clip_ends_with_its_level() -> None:
    first, second = marks("q 0 0 10 10 re W n 0 0 50 50 re f Q 0 0 50 50 re f")
    assert edges(first) == (0, 0, 10, 10)
    assert edges(second) == (0, 0, 50, 50)


def test_a_line_has_the_width_it_comes_out_at() -> None:
    line, hair = marks("4 0 0 4 0 0 cm 0.5 w 5 5 m 20 5 l S 0 w 5 9 m 20 9 l S")
    assert (line.kind, line.size) == (MarkKind.STROKE, 2)
    assert edges(line) == (19, 19, 81, 21)
    assert hair.size == 0


def test_filling_and_stroking_are_two_marks() -> None:
    fill, stroke = marks("1 0 0 0 k 0 1 0 0 K 20 20 10 10 re B")
    assert (fill.kind, stroke.kind) == (MarkKind.FILL, MarkKind.STROKE)
    assert fill.paint
    assert stroke.paint
    assert (fill.paint.inks, stroke.paint.inks) == ((100, 0, 0, 0), (0, 100, 0, 0))


def test_a_page_starts_in_black_and_without_overprint() -> None:
    (mark,) = marks("20 20 10 10 re f")
    assert mark.paint
    assert mark.paint.inks == (0, 0, 0, 100)
    assert mark.paint.rgb == (0, 0, 0)
    assert (mark.overprint, mark.overprint_mode) == (False, 0)


def test_overprint_is_told_apart_for_fills_and_strokes() -> None:
    states = {
        "A": Dictionary(OP=True, OPM=1),
        "B": Dictionary(OP=True, op=False),
        "C": Dictionary(OP=False, op=True),
    }
    for name, expected in {"A": (True, True), "B": (False, True), "C": (True, False)}.items():
        fill, stroke = marks(f"/{name} gs 20 20 10 10 re B", ExtGState=states)
        assert (fill.overprint, stroke.overprint) == expected
        assert fill.overprint_mode == (name == "A")


def test_transparency_adds_up_through_groups() -> None:
    pages = Pages()
    group = Dictionary(S=Name.Transparency, CS=Name.DeviceRGB)
    inner = pages.form(
        "/H gs 0 0 9 9 re f",
        Group=group,
        Resources=pages.resources(ExtGState={"H": Dictionary(ca=0.5)}),
    )
    state = Dictionary(ca=0.5, BM=Name.Multiply)
    pages.add("/A gs /X Do 20 20 9 9 re f", ExtGState={"A": state}, XObject={"X": inner})
    inside, after = pages.painted().marks
    assert (inside.alpha, inside.blend, inside.where) == (0.25, "Multiply", "X")
    assert (after.alpha, after.blend, after.where) == (0.5, "Multiply", "")
    assert inside.transparent
    (found,) = pages.painted().groups
    assert (found.where, found.space, found.device) == ("X", "DeviceRGB", Device.RGB)


def test_a_soft_mask_is_marked_as_one_and_lifted_again() -> None:
    pages = Pages()
    group = Dictionary(S=Name.Transparency, CS=Name.DeviceGray)
    mask = Dictionary(S=Name.Luminosity, G=pages.form("0.5 g 0 0 50 50 re f", Group=group))
    states = {"M": Dictionary(SMask=mask), "N": Dictionary(SMask=Name("/None"))}
    pages.add("/M gs 1 0 0 0 k 0 0 9 9 re f /N gs 0 0 9 9 re f", ExtGState=states)
    inside, through, after = pages.painted().marks
    assert (inside.soft_mask, inside.painted) == (True, False)
    assert (through.soft_mask, through.masked, through.painted) == (False, True, True)
    assert not after.masked
    assert pages.painted().groups[0].soft_mask


# Colour spaces.


def _space(space: Any, values: str) -> Any:
    (mark,) = marks(f"/S cs {values} scn 20 20 10 10 re f", ColorSpace={"S": space})
    return mark.paint


def _exponential(*last: float) -> Dictionary:
    return Dictionary(
        FunctionType=2, Domain=Array([0, 1]), C0=Array([0] * len(last)), C1=Array(last), N=1
    )


def test_indexed_comes_to_its_base() -> None:
    paint = _space(Array([Name.Indexed, Name.DeviceRGB, 1, String(b"\0\0\0\xff\x80\0")]), "1")
    assert (paint.space, paint.device, paint.rgb) == ("Indexed", Device.RGB, (255, 128, 0))


def test_a_spot_colour_comes_to_its_alternate() -> None:
    space = Array([Name.Separation, Name("/Oranje"), Name.DeviceCMYK, _exponential(0, 0.5, 1, 0)])
    paint = _space(space, "0.5")
    assert (paint.space, paint.colorants) == ("Separation", ("Oranje",))
    assert paint.inks == pytest.approx((0, 25, 50, 0))


def test_plates_of_the_press_are_its_inks() -> None:
    for name, inks in {"Black": (0, 0, 0, 40), "All": (40, 40, 40, 40)}.items():
        space = Array([Name.Separation, Name("/" + name), Name.DeviceGray, _exponential(1)])
        assert _space(space, "0.4").inks == pytest.approx(inks)


def test_a_calculated_tint_is_calculated() -> None:
    pages = Pages()
    program = "{ dup 0.5 gt { 1 exch pop } { 2 mul } ifelse exch 0.5 mul 0 0 4 2 roll exch }"
    domain, reach = Array([0, 1, 0, 1]), Array([0, 1] * 4)
    function = pages.stream(program, FunctionType=4, Domain=domain, Range=reach)
    names = Array([Name("/Een"), Name("/Twee")])
    space = Array([Name.DeviceN, names, Name.DeviceCMYK, function])
    content = "/S cs 0.8 0.25 scn 0 0 9 9 re f 0.8 0.75 scn 0 0 9 9 re f"
    pages.add(content, ColorSpace={"S": space})
    first, second = (mark.paint for mark in pages.painted().marks)
    assert first
    assert first.inks == pytest.approx((0, 0, 40, 50))
    assert second
    assert second.inks == pytest.approx((0, 0, 40, 100))


def test_a_sampled_tint_runs_between_its_samples() -> None:
    pages = Pages()
    function = pages.stream(
        bytes([0, 0, 0, 0, 0, 255, 0, 51]),
        FunctionType=0,
        Domain=Array([0, 1]),
        Range=Array([0, 1] * 4),
        Size=Array([2]),
        BitsPerSample=8,
    )
    space = Array([Name.Separation, Name("/Lak"), Name.DeviceCMYK, function])
    pages.add("/S cs 0.5 scn 0 0 9 9 re f", ColorSpace={"S": space})
    (mark,) = pages.painted().marks
    assert mark.paint
    assert mark.paint.inks == pytest.approx((0, 50, 0, 10))


def test_a_stitched_tint_takes_the_right_part() -> None:
    function = Dictionary(
        FunctionType=3,
        Domain=Array([0, 1]),
        Functions=Array([_exponential(1, 0, 0, 0), _exponential(0, 1, 0, 0)]),
        Bounds=Array([0.5]),
        Encode=Array([0, 1, 0, 1]),
    )
    space = Array([Name.Separation, Name("/Lak"), Name.DeviceCMYK, function])
    assert _space(space, "0.25").inks == pytest.approx((50, 0, 0, 0))
    assert _space(space, "0.75").inks == pytest.approx((0, 50, 0, 0))


def test_choosing_a_space_chooses_its_first_colour() -> None:
    content = "/DeviceCMYK cs 0 0 9 9 re f /S cs 0 0 9 9 re f"
    space = Array([Name.Separation, Name("/Lak"), Name.DeviceCMYK, _exponential(0, 1, 0, 0)])
    black, full = (mark.paint for mark in marks(content, ColorSpace={"S": space}))
    assert black
    assert black.inks == (0, 0, 0, 100)
    assert full
    assert full.inks == (0, 100, 0, 0)


# Patterns, glyphs, annotations.


def test_a_repeated_tile_covers_what_it_fills() -> None:
    pages = Pages()
    tile = pages.stream(
        "0 1 0 0 k 1 1 2 2 re f",
        PatternType=1,
        PaintType=1,
        TilingType=1,
        BBox=Array([0, 0, 5, 5]),
        XStep=5,
        YStep=5,
    )
    pages.add("/Pattern cs /T scn 20 20 60 30 re f", Pattern={"T": tile})
    field, inside = pages.painted().marks
    assert field.paint
    assert field.paint.space == "Pattern"
    assert inside.paint
    assert inside.paint.inks == (0, 100, 0, 0)
    assert (edges(inside), inside.size) == ((20, 20, 80, 50), 2)


def test_a_single_tile_keeps_its_place() -> None:
    pages = Pages()
    tile = pages.stream(
        "0 1 0 0 k 10 10 20 20 re f",
        PatternType=1,
        PaintType=1,
        TilingType=1,
        BBox=Array([0, 0, 100, 100]),
        XStep=100,
        YStep=100,
        Matrix=Array([1, 0, 0, 1, 15, 15]),
    )
    form = pages.form("/Pattern cs /T scn 20 20 60 30 re f", Matrix=Array([1, 0, 0, 1, 5, 0]))
    form.Resources = pages.resources(Pattern={"T": tile})
    pages.add("/X Do", XObject={"X": form})
    field, inside = pages.painted().marks
    assert edges(field) == (25, 20, 85, 50)
    # 15 of its own, 5 of the form that it hangs on, 10 in the tile; cut to the field.
    assert edges(inside) == (30, 25, 50, 45)


def test_a_drawn_glyph_is_followed_and_takes_the_colour_of_its_text() -> None:
    pages = Pages()
    font = Dictionary(
        Subtype=Name.Type3,
        FontBBox=Array([0, 0, 10, 10]),
        FontMatrix=Array([0.1, 0, 0, 0.1, 0, 0]),
        CharProcs=pages.resources(X={"v": pages.stream("10 0 0 0 8 8 d1 1 0 0 rg 0 0 8 8 re f")}).X,
        Encoding=Dictionary(Differences=Array([65, Name("/v")])),
        FirstChar=65,
        Widths=Array([10]),
    )
    pages.add("0 1 0 0 k BT /T 20 Tf 30 40 Td (AAB) Tj ET", Font={"T": font})
    text, *glyphs = pages.painted().marks
    assert text.font == FontFacts("", "Type3", embedded=True, subset=False)
    assert text.missing_glyphs == 1
    assert [edges(glyph) for glyph in glyphs] == [(30, 40, 46, 56), (50, 40, 66, 56)]
    for glyph in glyphs:
        assert glyph.paint
        assert glyph.paint.inks == (0, 100, 0, 0)


@pytest.mark.parametrize(
    ("flags", "kind", "seen"),
    [
        (4, Kind.PRESS, True),
        (0, Kind.PRESS, False),
        (6, Kind.PRESS, False),
        (0, Kind.SCREEN, True),
        (32, Kind.SCREEN, False),
    ],
)
def test_an_annotation_counts_where_it_is_printed_or_shown(
    flags: int, kind: Kind, seen: bool
) -> None:
    pages = Pages()
    look = pages.form("1 0 0 rg 0 0 10 10 re f", BBox=Array([0, 0, 10, 10]))
    note = Dictionary(
        Subtype=Name.Stamp, Rect=Array([50, 50, 70, 90]), F=flags, AP=Dictionary(N=look)
    )
    pages.add("").Annots = Array([note])
    found = pages.painted(kind).marks
    assert [(edges(mark), mark.where) for mark in found] == [((50, 50, 70, 90), "Stamp")] * seen


# Text.


def test_text_goes_by_widths_spacing_stretch_and_rise() -> None:
    widths = Array([500] * 224)
    font = Dictionary(HELVETICA)
    font.update({"/FirstChar": 32, "/Widths": widths})
    (plain,) = marks("BT /F 10 Tf 20 50 Td (ab c) Tj ET", Font={"F": font})
    assert edges(plain)[::2] == (20, 40)
    assert plain.size == 10
    content = "BT /F 10 Tf 50 Tz 2 Tc 3 Tw 5 Ts 20 50 Td (ab c) Tj (d) Tj ET"
    spaced, after = marks(content, Font={"F": font})
    # 4 × 5 of letters, 3 × 2 between them and 3 for the space, at half width.
    assert edges(spaced)[::2] == (20, 34.5)
    assert spaced.box.bottom == pytest.approx(plain.box.bottom + 5)
    assert after.box.left == 35.5


def test_shifts_move_and_lines_follow_on() -> None:
    font = Dictionary(HELVETICA)
    font.update({"/FirstChar": 32, "/Widths": Array([500] * 224)})
    content = "BT /F 10 Tf 12 TL 20 50 Td [(a) -1000 (b)] TJ T* (c) Tj (d) ' 1 2 (e) \" ET"
    shifted, *lines = marks(content, Font={"F": font})
    assert edges(shifted)[::2] == (20, 40)
    assert shifted.text == "ab"
    assert [mark.box.left for mark in lines] == [20, 20, 20]
    steps = [mark.box.bottom - shifted.box.bottom for mark in lines]
    assert steps == pytest.approx([-12, -24, -36])


def test_size_is_the_height_as_it_comes_out() -> None:
    (mark,) = marks(
        "0 2 -3 0 0 0 cm BT /F 10 Tf 1 0 0 1 20 -40 Tm (a) Tj ET", Font={"F": HELVETICA}
    )
    assert mark.size == pytest.approx(30)


@pytest.mark.parametrize(("mode", "kinds"), [(0, "t"), (1, "t"), (2, "ts"), (3, "t"), (7, "t")])
def test_rendering_modes(mode: int, kinds: str) -> None:
    content = f"1 0 0 0 k 0 1 0 0 K BT /F 10 Tf {mode} Tr 20 50 Td (a) Tj ET"
    found = marks(content, Font={"F": HELVETICA})
    assert "".join(mark.kind[0] for mark in found) == kinds
    assert found[0].invisible == (mode in (3, 7))
    assert found[0].paint
    assert found[0].paint.inks == ((0, 100, 0, 0) if mode == 1 else (100, 0, 0, 0))


def test_to_unicode_says_what_a_reader_gets() -> None:
    pages = Pages()
    cmap = pages.stream(
        "1 begincodespacerange <00> <FF> endcodespacerange "
        "1 beginbfchar <61> <00660069> endbfchar "
        "2 beginbfrange <62> <63> <0041> <64> <65> [<0058> <0059>] endbfrange"
    )
    font = Dictionary(HELVETICA)
    font["/ToUnicode"] = cmap
    pages.add("BT /F 10 Tf 20 50 Td (abcdef) Tj ET", Font={"F": font})
    (mark,) = pages.painted().marks
    assert mark.text == "fiABXYf"


def _composite(pages: Pages, **inner: Any) -> Dictionary:
    descriptor = Dictionary(Flags=4, FontName=Name("/ABCDEF+Proef"))
    file = next(FONT.glob("*/*.ttf")).read_bytes()
    descriptor["/FontFile2"] = pages.stream(file)
    head = {
        "/Subtype": Name.CIDFontType2,
        "/BaseFont": Name("/ABCDEF+Proef"),
        "/FontDescriptor": descriptor,
        "/DW": 700,
    }
    descendant = Dictionary(head | {f"/{key}": value for key, value in inner.items()})
    return Dictionary(
        Type=Name.Font,
        Subtype=Name.Type0,
        BaseFont=Name("/ABCDEF+Proef"),
        Encoding=Name("/Identity-H"),
        DescendantFonts=Array([descendant]),
    )


def test_a_composite_font_goes_by_its_widths() -> None:
    pages = Pages()
    widths = Array([1, Array([500, 600]), 5, 7, 250])
    font = _composite(pages, W=widths)
    pages.add("BT /F 10 Tf 20 50 Td <00010002000300050007> Tj ET", Font={"F": font})
    (mark,) = pages.painted().marks
    assert edges(mark)[::2] == pytest.approx((20, 20 + 5 + 6 + 7 + 2.5 + 2.5))
    assert mark.text == "\ufffd" * 5
    assert mark.font == FontFacts("ABCDEF+Proef", "Type0", embedded=True, subset=True)
    assert mark.missing_glyphs == 0


def test_missing_glyphs_of_a_composite_font() -> None:
    pages = Pages()
    ids = pages.stream(b"\0\x05\0\0\0\x06")
    straight, mapped = _composite(pages), _composite(pages, CIDToGIDMap=ids)
    content = "BT /{} 10 Tf 20 50 Td <{}> Tj ET"
    pages.add(
        content.format("S", "00000001FFFE") + content.format("M", "000000010002"),
        Font={"S": straight, "M": mapped},
    )
    assert [mark.missing_glyphs for mark in pages.painted().marks] == [2, 1]


def test_what_letters_cover_is_less_than_their_line() -> None:
    with pymupdf.open() as document:
        page = document.new_page()
        file = next(FONT.glob("*/*.ttf"))
        page.insert_font(fontname="F0", fontfile=str(file))
        page.insert_text((72, 650), " x ", fontname="F0", fontsize=100)
        with Reading(document.tobytes(), "proef.pdf") as reading:
            (mark,) = reading.marks
        drawn = page.get_pixmap(dpi=72)
    assert mark.ink
    assert mark.ink.left > mark.box.left + 10
    assert mark.ink.right < mark.box.right - 10
    assert mark.ink.top < mark.box.top - 20
    rows = [
        y
        for y in range(drawn.height)
        if min(drawn.samples[y * drawn.stride : (y + 1) * drawn.stride]) < 128
    ]
    assert 842 - rows[0] == pytest.approx(mark.ink.top, abs=1.5)
    assert 842 - rows[-1] - 1 == pytest.approx(mark.ink.bottom, abs=1.5)


def _simple(file: bytes, **entries: Any) -> tuple[Pages, Dictionary]:
    pages = Pages()
    descriptor = Dictionary(Flags=32, FontName=Name("/ABCDEF+Proef"))
    descriptor["/FontFile2"] = pages.stream(file)
    font = Dictionary(
        {
            "/Subtype": Name.TrueType,
            "/BaseFont": Name("/ABCDEF+Proef"),
            "/FontDescriptor": descriptor,
            "/Encoding": Name.WinAnsiEncoding,
            "/FirstChar": 0,
            "/Widths": Array([500] * 256),
        }
        | {f"/{key}": value for key, value in entries.items()}
    )
    return pages, font


def test_missing_glyphs_of_a_simple_truetype_font() -> None:
    file = next(FONT.glob("*/*.ttf")).read_bytes()
    encoding = Dictionary(
        BaseEncoding=Name.WinAnsiEncoding, Differences=Array([66, Name("/uni4E00")])
    )
    pages, font = _simple(file, Encoding=encoding)
    pages.add("BT /F 10 Tf 20 50 Td (ABC) Tj ET", Font={"F": font})
    (mark,) = pages.painted().marks
    assert mark.text == "A\u4e00C"
    assert mark.missing_glyphs == 1


def test_a_broken_font_file_leaves_it_unknown() -> None:
    pages, font = _simple(b"geen lettertype")
    pages.add("BT /F 10 Tf 20 50 Td (ABC) Tj ET", Font={"F": font})
    (mark,) = pages.painted().marks
    assert (mark.text, mark.missing_glyphs) == ("ABC", 0)


# Marked content and layers.


def test_marked_content_is_known_by_its_nearest_id() -> None:
    content = (
        "/P <</MCID 3>> BDC 0 0 5 5 re f /Span BMC 0 0 5 5 re f EMC EMC "
        "/Artifact BMC 0 0 5 5 re f EMC /P /Own BDC 0 0 5 5 re f EMC 0 0 5 5 re f"
    )
    found = marks(content, Properties={"Own": Dictionary(MCID=7)})
    assert [(mark.mcid, mark.artifact) for mark in found] == [
        *((3, False), (3, False), (None, True)),
        *((7, False), (None, False)),
    ]


def test_layers_are_known_by_name() -> None:
    pages = Pages()
    layer = pages.pdf.make_indirect(Dictionary(Type=Name.OCG, Name=String("Concept")))
    member = Dictionary(Type=Name.OCMD, OCGs=Array([layer]))
    form = pages.form("0 0 5 5 re f", OC=member)
    content = "/OC /L BDC 0 0 5 5 re f EMC /X Do 0 0 5 5 re f"
    pages.add(content, Properties={"L": layer}, XObject={"X": form})
    assert [mark.layer for mark in pages.painted().marks] == ["Concept", "Concept", ""]


# Images.


def test_an_image_tells_its_pixels_per_inch() -> None:
    pages = Pages()
    mask = pages.image(b"\0" * 64, 8, 8, ColorSpace=Name.DeviceGray)
    image = pages.image(b"\0" * 600, 20, 10, ColorSpace=Name.DeviceRGB, SMask=mask)
    pages.add("0 36 -36 0 80 20 cm /I Do", XObject={"I": image})
    found, hidden = pages.painted().marks
    assert edges(found) == (44, 20, 80, 56)
    assert found.image
    assert (found.image.width, found.image.height, found.image.ppi) == (20, 10, 20)
    assert (found.image.space, found.masked, found.soft_mask) == ("DeviceRGB", True, False)
    assert hidden.soft_mask


def test_a_stencil_has_the_colour_it_is_painted_with() -> None:
    pages = Pages()
    stencil = pages.image(b"\0" * 8, 8, 8, ImageMask=True)
    del stencil.BitsPerComponent
    pages.add("0 1 0 0 k 72 0 0 72 0 0 cm /I Do", XObject={"I": stencil})
    (mark,) = pages.painted().marks
    assert mark.image
    assert (mark.image.stencil, mark.image.bits, mark.image.ppi) == (True, 1, 8)
    assert mark.paint
    assert mark.paint.inks == (0, 100, 0, 0)


def test_an_inline_image_is_one_too() -> None:
    content = b"72 0 0 36 0 0 cm BI /W 4 /H 4 /BPC 8 /CS /CMYK ID " + b"\0" * 64 + b" EI"
    (mark,) = marks(content)
    assert mark.image
    assert (mark.image.space, mark.image.ppi) == ("DeviceCMYK", 4)


def test_jpeg_2000_without_a_space_tells_by_its_file() -> None:
    pages = Pages()
    header = b"\0" * 20 + b"colr\x01\0\0" + (16).to_bytes(4, "big")
    image = pages.image(header, 8, 8, Filter=Name.JPXDecode)
    pages.add("72 0 0 72 0 0 cm /I Do", XObject={"I": image})
    (mark,) = pages.painted().marks
    assert mark.paint
    assert (mark.paint.space, mark.paint.device) == ("JPXDecode", Device.RGB)


# What is broken is told, and the rest still read.


def test_damage_is_noted_and_passed_over() -> None:
    pages = Pages()
    pages.add("(x) w 1 2 3 foo /Weg Do BT (a) Tj ET 0 0 5 5 re f")
    painted = pages.painted()
    assert [damage.operator for damage in painted.damage] == ["w", "foo", "Do", "Tj"]
    assert painted.damage[0] == Damage(1, "", "w")
    assert [mark.kind for mark in painted.marks] == [MarkKind.FILL]


def test_unknown_operators_are_allowed_where_the_file_says_so() -> None:
    pages = Pages()
    pages.add("BX foo EX 0 0 5 5 re f bar")
    assert [damage.operator for damage in pages.painted().damage] == ["bar"]


# What kind of file it is.


def test_a_file_is_of_the_press_or_of_the_screen(good: bytes, good_screen: bytes) -> None:
    for data, kind in ((good, Kind.PRESS), (good_screen, Kind.SCREEN)):
        with pikepdf.open(io.BytesIO(data)) as pdf:
            assert kind_of(pdf) is kind


def test_kinds_are_told_by_intent_by_tags_and_by_metadata(good: bytes, good_screen: bytes) -> None:
    with pikepdf.open(io.BytesIO(good_screen)) as pdf:
        del pdf.Root.MarkInfo
        assert kind_of(pdf) is Kind.SCREEN
        del pdf.Root.Metadata
        assert kind_of(pdf) is Kind.PRESS
    with pikepdf.open(io.BytesIO(good)) as pdf:
        pdf.Root.MarkInfo = Dictionary(Marked=True)
        pdf.Root.OutputIntents[0].S = Name.GTS_PDFA1
        assert kind_of(pdf) is Kind.PRESS
        del pdf.Root.OutputIntents
        assert kind_of(pdf) is Kind.SCREEN
        pdf.Root.MarkInfo = Dictionary(Marked=False)
        assert kind_of(pdf) is Kind.PRESS


def test_marks_can_be_read_of_an_open_pdf(good: bytes) -> None:
    with pikepdf.open(io.BytesIO(good)) as pdf, Reading(good, "goed.pdf") as reading:
        assert read_marks(pdf) == reading.marks

"""Ink by our own plates, held against Ghostscript's separations and against sums by hand."""

from __future__ import annotations

import io
import subprocess
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pikepdf
import pytest
from numpy.typing import NDArray
from pikepdf import Array, Dictionary, Name
from PIL import Image, ImageCms

from flevoprint.geometry import Box
from flevoprint.language import language
from flevoprint.press.condition import CONDITIONS
from flevoprint.press.preflight import inspect
from flevoprint.press.preflight.ink import figures, worst_spot, worst_square
from flevoprint.press.preflight.limits import Unreadable
from flevoprint.press.preflight.planes import Plates, plates_of, separated
from flevoprint.press.preflight.reading import Reading
from flevoprint.press.preflight.scan import codes_of
from flevoprint.press.preflight.separate.functions import evaluate
from flevoprint.press.preflight.separate.unmeasured import Unmeasured
from tests.support.printers import PRINTER

from . import inked
from .faults import FAULTS, SOUND, Case
from .faults_seen import __name__ as SEEN
from .seen import CHECKS, codes_in, findings

#: How far our figures may be from Ghostscript's, in percentage points.
NEAR = 2.0


def boxes(data: bytes) -> tuple[Box, ...]:
    with pikepdf.open(io.BytesIO(data)) as pdf:
        return tuple(
            Box(*(float(edge) for edge in page.obj.get("/BleedBox", page.mediabox)))
            for page in pdf.pages
        )


def ghostscript(data: bytes, folder: Path) -> list[NDArray[np.uint8]]:
    """Four plates a page at 100 dpi, four by four samples a pixel, spots by their alternate."""
    (folder / "in.pdf").write_bytes(data)
    subprocess.run(
        [
            *("gs", "-q", "-dSAFER", "-dBATCH", "-dNOPAUSE", "-sDEVICE=tiffsep", "-r400"),
            *("-dDownScaleFactor=4", "-dMaxSpots=0", "-sOutputFile=o%d.tif", "in.pdf"),
        ],
        cwd=folder,
        check=True,
        capture_output=True,
        timeout=300,
    )
    pages = []
    while (folder / f"o{len(pages) + 1}(Cyan).tif").is_file():
        plates = []
        for name in ("Cyan", "Magenta", "Yellow", "Black"):
            with Image.open(folder / f"o{len(pages) + 1}({name}).tif") as plate:
                plates.append(255 - np.asarray(plate))
        pages.append(np.stack(plates, axis=2))
    return pages


def assert_alike(ours: tuple[Plates, ...], theirs: list[NDArray[np.uint8]]) -> None:
    assert len(ours) == len(theirs) > 0
    for own, other in zip(ours, theirs, strict=True):
        assert own.unmeasured is None
        judge = Plates(own.page, own.box, other)
        assert worst_spot(own).ink == pytest.approx(worst_spot(judge).ink, abs=NEAR)
        assert worst_square(own).ink == pytest.approx(worst_square(judge).ink, abs=NEAR)
        means = [plates.inks.mean(axis=(0, 1)) / 2.55 for plates in (own, judge)]
        assert means[0] == pytest.approx(means[1], abs=NEAR)
        assert means[1].sum() > 3


@pytest.mark.parametrize("make", inked.PAGES, ids=lambda make: make.__name__)
def test_our_plates_are_those_of_ghostscript(
    make: Callable[[inked.Press], None], tmp_path: Path
) -> None:
    press = inked.Press()
    make(press)
    data = press.data()
    assert_alike(separated(data, boxes(data)), ghostscript(data, tmp_path))


@pytest.mark.parametrize("gemeente", ["urk", "almere"])
def test_so_they_are_of_the_shipped_flyers(built: Path, gemeente: str, tmp_path: Path) -> None:
    data = (built / gemeente / f"inwonersinitiatieven-{gemeente}-druk.pdf").read_bytes()
    assert_alike(separated(data, boxes(data)), ghostscript(data, tmp_path))


def at(content: str, x: float = 50, y: float = 50, **resources: Dictionary) -> list[int]:
    """The inks in whole % of one point of a page with ``content``."""
    press = inked.Press()
    press.add(content, **resources)
    return point(press.data(), x, y)


def point(data: bytes, x: float, y: float) -> list[int]:
    (plates,) = separated(data, boxes(data))
    assert plates.unmeasured is None, str(plates.unmeasured)
    across, down = plates.scale
    pixel = plates.inks[int((inked.SIDE - y) / down), int(x / across)]
    return [round(int(ink) / 2.55) for ink in pixel]


FILL = " 0 0 216 216 re f "
OVER = {"ExtGState": Dictionary(O=Dictionary(OP=True, op=True, OPM=1))}


def test_black_on_colour_by_the_numbers() -> None:
    ground = ".5 .4 .3 0 k" + FILL
    assert at(ground + "0 0 0 1 k" + FILL) == [0, 0, 0, 100]
    assert at(ground + "/O gs 0 0 0 1 k" + FILL, **OVER) == [50, 40, 30, 100]
    assert at(ground + "/O gs 0 0 0 0 k" + FILL, **OVER) == [50, 40, 30, 0]
    # Overprint mode 1 is about DeviceCMYK only: grey knocks out (ISO 32000-1, 8.6.7).
    assert at(ground + "/O gs 0 g" + FILL, **OVER) == [0, 0, 0, 100]
    assert at(ground + "/O gs 0 .9 0 0 k" + FILL, **OVER) == [50, 90, 30, 0]
    assert at(ground + "/O gs 0 0 0 1 k 0 0 .2 0 K 10 w 0 0 216 216 re B", **OVER) == (
        [50, 40, 30, 100]
    )
    assert at(ground + "/O gs 0 0 0 1 K 60 w 50 0 m 50 216 l S", **OVER) == [50, 40, 30, 100]


def test_black_overprints_in_a_group_what_lies_in_the_group_only() -> None:
    press = inked.Press()
    inked.overprints_in_a_group(press)
    data = press.data()
    assert point(data, 60, 60) == [0, 80, 0, 100]
    assert point(data, 140, 60) == [0, 0, 0, 100]


def test_text_overprints_by_its_mode() -> None:
    font = Dictionary(
        A=Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name("/Helvetica-Bold"))
    )
    show = "/O gs 0 0 0 1 k BT /A 300 Tf {} 20 0 Td (I) Tj ET 1 0 0 0 k 0 0 9 9 re f"
    ground = ".5 .4 .3 0 k" + FILL
    resources = {"Font": font, **OVER}
    assert at(ground + show.format(""), 62, 100, **resources) == [50, 40, 30, 100]
    assert at(ground + show.format("3 Tr"), 62, 100, **resources) == [50, 40, 30, 0]
    assert at(ground + show.format("").replace("/O gs", ""), 62, 100, **resources) == (
        [0, 0, 0, 100]
    )


@pytest.mark.parametrize(
    ("glyph", "inks"),
    [
        ("500 0 d0 0 0 400 700 re f", [100, 0, 0, 0]),
        ("500 0 0 0 400 700 d1 0 0 400 700 re f", [100, 0, 0, 0]),
        ("500 0 d0 0 .7 0 0 k 0 0 400 700 re f", [0, 70, 0, 0]),
    ],
)
def test_drawn_glyphs(glyph: str, inks: list[int]) -> None:
    press = inked.Press()
    font = Dictionary(
        Type=Name.Font,
        Subtype=Name.Type3,
        FontBBox=Array([0, 0, 500, 800]),
        FontMatrix=Array([0.001, 0, 0, 0.001, 0, 0]),
        CharProcs=Dictionary(a=press.pdf.make_stream(glyph.encode())),
        Encoding=Dictionary(Differences=Array([65, Name.a])),
        FirstChar=65,
        LastChar=65,
        Widths=Array([500]),
    )
    press.add("1 0 0 0 k BT /T 200 Tf 10 10 Td (A) Tj ET", Font=Dictionary(T=font))
    assert point(press.data(), 50, 50) == inks


def test_screen_colours_go_through_the_output_intent() -> None:
    profile = CONDITIONS["FOGRA39"].profile.read_bytes()
    transform = ImageCms.buildTransform(
        ImageCms.createProfile("sRGB"),
        ImageCms.ImageCmsProfile(io.BytesIO(profile)),
        "RGB",
        "CMYK",
        renderingIntent=ImageCms.Intent.RELATIVE_COLORIMETRIC,
        flags=ImageCms.Flags.BLACKPOINTCOMPENSATION,
    )
    picture = transform.apply(Image.new("RGB", (1, 1), (204, 51, 102)))
    assert picture is not None
    expected = [round(ink / 2.55) for ink in picture.tobytes()]
    press = inked.Press()
    press.add(".8 .2 .4 rg" + FILL)
    data = press.data()
    (unknown,) = separated(data, boxes(data))
    assert "screen colours" in str(unknown.unmeasured)
    (known,) = separated(data, boxes(data), profile)
    assert [round(int(ink) / 2.55) for ink in known.inks[50, 50]] == expected
    intent = press.pdf.make_stream(profile, N=4)
    press.pdf.Root.OutputIntents = Array([Dictionary(DestOutputProfile=intent)])
    assert point(press.data(), 50, 50) == expected


@pytest.mark.parametrize(
    ("program", "inputs", "outputs"),
    [
        (
            "{ dup 0.5 gt { pop 1 0 } { 2 mul 1 exch } ifelse }",
            [[0.25], [0.75]],
            [[1, 0.5], [1, 0]],
        ),
        ("{ 0.2 3 1 roll exch }", [[0.5, 0.7]], [[0.2, 0.7, 0.5]]),
        ("{ dup 1 index mul sqrt 0 copy 1 index }", [[0.3]], [[0.3, 0.3, 0.3]]),
        ("{ 0.5 ge { 0.9 } if 0.1 true false and 0 ne { pop 0.4 } if }", [[0.6]], [[0.9, 0.1]]),
        ("{ 100 mul cvi 7 idiv 10 div 3 2 bitshift 2 mod }", [[0.5]], [[0.7, 0]]),
        ("{ 360 mul sin 1 exch sub 0 1 atan }", [[0.25]], [[0, 0]]),
    ],
)
def test_the_calculator(
    program: str, inputs: list[list[float]], outputs: list[list[float]]
) -> None:
    with pikepdf.new() as pdf:
        function = pdf.make_stream(program.encode())
        function.FunctionType = 4
        function.Domain = Array([0, 1] * len(inputs[0]))
        function.Range = Array([0, 1] * len(outputs[0]))
        assert evaluate(function, np.array(inputs)) == pytest.approx(np.array(outputs))


@pytest.mark.parametrize(
    "program",
    ["{ 1 2", "1 2", "{ pop pop pop }", "{ launch }", "{" * 99 + "}" * 99, "{ 200 copy }"],
)
def test_a_broken_calculator_is_not_believed(program: str) -> None:
    with pikepdf.new() as pdf:
        function = pdf.make_stream(program.encode())
        function.FunctionType, function.Domain = 4, Array([0, 1])
        function.Range = Array([0, 1])
        with pytest.raises(Unmeasured):
            evaluate(function, np.array([[0.5]]))


def test_a_table_of_two_inputs_and_odd_bits() -> None:
    with pikepdf.new() as pdf:
        function = pdf.make_stream(bytes([0x0F, 0xF0]))
        function.FunctionType, function.BitsPerSample = 0, 4
        function.Size, function.Domain = Array([2, 2]), Array([0, 1, 0, 1])
        function.Range, function.Decode = Array([0, 1]), Array([0, 0.5])
        found = evaluate(function, np.array([[0, 0], [1, 0], [0.5, 0.5], [1, 1]], dtype=float))
        assert found[:, 0] == pytest.approx([0, 0.5, 0.25, 0])


# What is hostile or broken.


def test_drawings_within_drawings_end_in_a_finding() -> None:
    press = inked.Press()
    inner = press.form(".5 g 0 0 9 9 re f")
    for level in range(40):
        inner = press.form("/A Do " * 3, Resources=Dictionary(XObject=Dictionary(A=inner)))
        inner.Matrix = Array([1, 0, 0, 1, level, 0])
    press.add("/A Do", XObject=Dictionary(A=inner))
    data = press.data()
    began = time.monotonic()
    (plates,) = separated(data, boxes(data))
    assert time.monotonic() - began < 5
    assert plates.unmeasured is not None


@pytest.mark.parametrize(
    ("content", "resources"),
    [
        ("/A sh", {"Shading": Dictionary(A=Dictionary(ShadingType=2))}),
        ("/A cs 1 scn 0 0 9 9 re f", {"ColorSpace": Dictionary(A=Array([Name.Separation]))}),
        ("1 2 3 k 0 0 9 9 re f", {}),
        ("/A cs 1 scn 0 0 9 9 re f", {"ColorSpace": Dictionary(A=Name.Onbekend)}),
    ],
)
def test_what_cannot_be_told_is_said(content: str, resources: dict[str, Dictionary]) -> None:
    press = inked.Press()
    press.add(content, **resources)
    assert "preflight.ink-unmeasured" in codes_in(findings(press.data()))


def test_an_image_that_lies_about_its_size_is_said() -> None:
    press = inked.Press()
    image = press.image(b"\0" * 10, 100, 100, Name.DeviceCMYK)
    press.add("72 0 0 72 0 0 cm /A Do", XObject=Dictionary(A=image))
    assert codes_in(findings(press.data())) == {"preflight.ink-unmeasured"}


def dust(step: float) -> bytes:
    """A page filled with a pattern that repeats after ``step`` points."""
    press = inked.Press()
    tile = press.pdf.make_stream(b"1 0 .2 0 k 0 0 6 6 re f")
    tile.PatternType, tile.PaintType, tile.TilingType = 1, 1, 1
    tile.BBox, tile.XStep, tile.YStep = Array([0, 0, 12, 12]), step, step
    tile.Resources = Dictionary()
    press.add("/Pattern cs /P scn" + FILL, Pattern=Dictionary(P=tile))
    return press.data()


def test_a_pattern_as_fine_as_dust_is_not_rendered() -> None:
    began = time.monotonic()
    (plates,) = separated(dust(0.01), boxes(dust(0.01)))
    assert "too closely" in str(plates.unmeasured)
    with Reading(dust(0.01), "blad.pdf") as reading, pytest.raises(Unreadable):
        codes_of(reading)
    assert time.monotonic() - began < 2
    assert point(dust(0.6), 50, 50) == [100, 0, 20, 0]


def test_a_mesh_of_too_many_parts_is_refused() -> None:
    press = inked.Press()
    inked.mesh(press)
    shading = press.pdf.pages[0].obj.Resources.Shading.T
    vertices = shading.read_bytes()
    shading.write(vertices * 30_000)
    data = press.data()
    (plates,) = separated(data, boxes(data))
    assert "too many parts" in str(plates.unmeasured)


# Figures, places and messages.


def plates(inks: NDArray[np.uint8]) -> Plates:
    height, width = inks.shape[:2]
    return Plates(1, Box(0, 0, width * 0.72, height * 0.72), inks)


def test_one_pixel_is_no_spot_and_two_by_two_are() -> None:
    inks = np.zeros((100, 100, 4), np.uint8)
    inks[40, 30] = 255
    assert worst_spot(plates(inks)).ink == 0
    inks[40:42, 30:32] = 204
    spot = worst_spot(plates(inks))
    assert spot.ink == pytest.approx(320)
    box = spot.box
    assert (box.left, box.right) == pytest.approx((30 * 0.72, 32 * 0.72))
    assert (box.top, box.bottom) == pytest.approx((60 * 0.72, 58 * 0.72))


def test_a_square_of_15_mm_is_averaged() -> None:
    inks = np.zeros((300, 300, 4), np.uint8)
    inks[100:159, 200:259] = 255
    square = worst_square(plates(inks))
    assert square.ink == pytest.approx(400)
    assert square.box.left == pytest.approx(200 * 0.72)
    inks[100:159, 200:229] = 0
    assert worst_square(plates(inks)).ink == pytest.approx(400 * 30 / 59)


def test_the_message_says_how_much_and_where() -> None:
    press = inked.Press()
    press.add(".8 .8 .8 .8 k 98 98 20 20 re f")
    (found,) = findings(press.data())
    told = found.problem.told(language("nl"))
    assert "320 %" in told
    assert "35 mm van links" in told
    assert found.page == 1
    assert found.box is not None
    assert found.box.left == pytest.approx(98, abs=1)
    assert found.box.top == pytest.approx(118, abs=1)


def test_registration_colour_is_left_to_its_own_check() -> None:
    press = inked.Press()
    press.add("1 1 1 1 k 50 50 20 20 re f")
    assert codes_in(findings(press.data())) == set()
    press.add("1 1 1 1 k 50 50 20 20 re f .9 .9 .9 .9 k 100 100 20 20 re f")
    assert codes_in(findings(press.data())) == {"preflight.ink-coverage"}


def test_figures_of_the_whole_file() -> None:
    press = inked.Press()
    press.add(".4 0 0 .2 k" + FILL)
    press.add("")
    with Reading(press.data(), "blad.pdf") as reading:
        assert figures(reading) == {
            **{"ink.max": 60.0, "ink.average": 60.0, "ink.cyan": 20.0, "ink.magenta": 0},
            **{"ink.yellow": 0, "ink.black": 10.0},
        }
        assert plates_of(reading) is plates_of(reading)


def test_the_limit_is_the_shops() -> None:
    press = inked.Press()
    press.add(".7 .7 .7 .6 k 50 50 20 20 re f")
    data = press.data()
    assert codes_in(findings(data)) == set()
    assert codes_in(findings(data, replace(PRINTER, max_ink=260))) == {"preflight.ink-coverage"}


# Every fault by its own code and no other, by these checks and by all the others.

CASES = [case for case in FAULTS if case.change.__module__ == SEEN]
CLEAN = [case for case in SOUND if case.change.__module__ == SEEN]


def codes(case: Case, good: bytes) -> set[str]:
    data = case.file(good)
    others = inspect(data, case.name, case.printer, case.expected).findings
    return codes_in(findings(data, case.printer, case.expected)) | codes_in(list(others))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
@pytest.mark.fast(6)
def test_a_fault_that_shows_is_found_by_its_own_code(case: Case, good: bytes) -> None:
    assert codes(case, good) == {case.code}


@pytest.mark.parametrize("case", CLEAN, ids=lambda case: case.id)
@pytest.mark.fast(3)
def test_what_is_sound_passes(case: Case, good: bytes) -> None:
    assert codes(case, good) == set()


def test_there_is_a_fault_for_each_code() -> None:
    known = {code for check in CHECKS for code in check.codes}
    assert {case.code for case in CASES} == known


@pytest.mark.parametrize("case", [case for case in FAULTS if case not in CASES], ids=lambda c: c.id)
@pytest.mark.slow
def test_other_faults_are_not_found_twice(case: Case, good: bytes) -> None:
    assert codes_in(findings(case.file(good), case.printer, case.expected)) == set()


@pytest.mark.parametrize("seed", range(12))
def test_the_fullest_square_is_the_first_of_all_that_there_are(seed: int) -> None:
    """Told as by looking at every square; panels of one colour make many the same."""
    chance = np.random.default_rng(seed)
    inks = np.zeros((*chance.integers(20, 150, 2), 4), np.uint8)
    for _ in range(4):
        top, left = (chance.integers(0, side) for side in inks.shape[:2])
        inks[top : top + 90, left : left + 90] = chance.integers(0, 256, 4)
    if seed % 2:
        inks[::7] = chance.integers(0, 256, inks[::7].shape)
    found = plates(inks)
    total = inks.sum(axis=2)
    assert np.array_equal(found.total, total)
    high, wide = (min(59, side) for side in total.shape)
    sums = np.lib.stride_tricks.sliding_window_view(total, (high, wide)).sum(axis=(2, 3))
    y, x = np.unravel_index(sums.argmax(), sums.shape)
    square = worst_square(found)
    assert square.ink == pytest.approx(sums.max() / (wide * high) / 2.55)
    assert square.box == found.area(int(x), int(y), int(x) + wide, int(y) + high)


@pytest.mark.parametrize("seed", range(24))
def test_the_fullest_spot_is_the_first_of_all_that_there_are(seed: int) -> None:
    """Told as by looking at every spot, also where it lies across two pieces of the page."""
    chance = np.random.default_rng(seed)
    inks = np.zeros((*chance.integers(2, 150, 2), 4), np.uint8)
    for _ in range(4):
        top, left = (chance.integers(0, side) for side in inks.shape[:2])
        inks[top : top + 20, left : left + 20] = chance.integers(0, 256, 4)
    if seed % 2:
        inks[:] = chance.integers(0, 1 + seed, inks.shape)
    found = plates(inks)
    spots = np.lib.stride_tricks.sliding_window_view(inks.sum(axis=2), (2, 2)).min(axis=(2, 3))
    y, x = (int(at) for at in np.unravel_index(spots.argmax(), spots.shape))
    spot = worst_spot(found)
    assert spot.ink == pytest.approx(int(spots.max()) / 2.55)
    near = spots >= spots.max() * 0.97
    right, bottom = (int(np.argmin([*run, False])) for run in (near[y, x:], near[y:, x]))
    left, top = (int(np.argmin([*run[::-1], False])) for run in (near[y, :x], near[:y, x]))
    assert spot.box == found.area(x - left, y - top, x + right + 1, y + bottom + 1)

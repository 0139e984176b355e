"""Press files with one fault that only shows when a page is rendered: ink, bleed, QR codes."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pikepdf
import segno
from pikepdf import Array, Dictionary, Name

from tests.support.printers import PRINTER

from .faults import EXPECTED, draw, fault, image, patch, sound
from .faults_painted import _blending, _gradient

ADDRESSES = frozenset(
    {
        "https://www.kenniscentrumongelijkheid.nl/",
        "https://www.caritasurk.nl",
        "https://buurtadvies.nl/atlas",
        "https://www.urk.nl",
    }
)
KNOWN = replace(EXPECTED, addresses=ADDRESSES)
#: A white place on the second page with room for a code, in points, and on its edges.
PLACE = (340.0, 110.0)
EDGE = (500.0, 560.0)
#: The flyer's boxes.
LEFT, BOTTOM, RIGHT, TOP, BLEED = 8.504, 8.504, 603.78, 850.394, 8.504
MM = 72 / 25.4


# Ink.


@fault("ink-coverage")
def area_of_320(pdf: pikepdf.Pdf) -> None:
    draw(pdf, patch(".9 .9 .9 .5 k"))


@fault("ink-coverage")
def picture_of_400(pdf: pikepdf.Pdf) -> None:
    picture = image(pdf, 120, 54, Name.DeviceCMYK, 4)
    picture.write(b"\xff" * (120 * 54 * 4))
    draw(pdf, "28.8 0 0 12.96 340 130 cm /Test Do", XObject={"Test": picture})


@fault("ink-coverage")
def dark_by_multiplying(pdf: pikepdf.Pdf) -> None:
    _blending(pdf)
    draw(
        pdf,
        patch(".8 .8 .6 0 k") + " /Test gs " + patch(".5 .5 .5 .5 k"),
        ExtGState={"Test": Dictionary(BM=Name.Multiply)},
    )


@fault("ink-coverage")
def dark_by_overprinting(pdf: pikepdf.Pdf) -> None:
    state = Dictionary(OP=True, op=True, OPM=1)
    draw(
        pdf,
        patch(".9 .9 .9 0 k") + " /Test gs " + patch("0 0 0 .8 k"),
        ExtGState={"Test": state},
    )


@fault("ink-coverage")
def dark_in_a_gradient(pdf: pikepdf.Pdf) -> None:
    shading = _gradient(Name.DeviceCMYK, [0.2, 0, 0, 0], [0.9, 0.9, 0.9, 0.6])
    draw(pdf, "330 130 200 18 re W n /Test sh", Shading={"Test": shading})


@sound()
def area_of_300(pdf: pikepdf.Pdf) -> None:
    draw(pdf, patch(".85 .75 .75 .65 k"))


@sound()
def dark_knocked_out(pdf: pikepdf.Pdf) -> None:
    draw(pdf, patch(".9 .9 .9 0 k") + " " + patch(".6 0 0 .8 k"))


@fault("ink-average", printer=replace(PRINTER, average_ink=230))
def dark_square(pdf: pikepdf.Pdf) -> None:
    draw(pdf, ".8 .7 .7 .6 k 420 770 70 60 re f")


@sound(printer=replace(PRINTER, average_ink=230))
def small_dark_square(pdf: pikepdf.Pdf) -> None:
    draw(pdf, ".8 .7 .7 .6 k 420 800 12 12 re f")


@sound(printer=replace(PRINTER, average_ink=None))
def dark_square_nobody_asks_about(pdf: pikepdf.Pdf) -> None:
    dark_square(pdf)


@fault("ink-unmeasured")
def function_that_does_not_compute(pdf: pikepdf.Pdf) -> None:
    shading = _gradient(Name.DeviceCMYK, [0, 0, 0, 0], [0, 0, 0, 1])
    function = pdf.make_stream(b"{ dup dup frobnicate }")
    function.FunctionType, function.Domain = 4, Array([0, 1])
    function.Range = Array([0, 1] * 4)
    shading.Function = function
    draw(pdf, "330 130 200 18 re W n /Test sh", Shading={"Test": shading})


# Bleed.


@fault("bleed-empty")
def panel_up_to_the_left_cut(pdf: pikepdf.Pdf) -> None:
    draw(pdf, f".5 0 0 0 k {LEFT} {EDGE[0]} 12 60 re f", page=1)


@fault("bleed-empty")
def panel_up_to_the_right_cut(pdf: pikepdf.Pdf) -> None:
    draw(pdf, f".5 0 0 0 k {RIGHT - 12} {EDGE[0]} 12 60 re f", page=1)


@fault("bleed-empty")
def no_colour_above_the_cut(pdf: pikepdf.Pdf) -> None:
    draw(pdf, f"0 0 0 0 k 0 {TOP} 700 20 re f")


@fault("bleed-empty")
def no_colour_below_the_cut(pdf: pikepdf.Pdf) -> None:
    draw(pdf, f"0 0 0 0 k 0 0 700 {BOTTOM} re f", page=1)


@fault("bleed-empty")
def one_millimetre_of_bleed(pdf: pikepdf.Pdf) -> None:
    draw(pdf, f".5 0 0 0 k {RIGHT - 12} {EDGE[0]} {12 + MM} 60 re f", page=1)


@sound()
def panel_into_the_bleed(pdf: pikepdf.Pdf) -> None:
    draw(pdf, f".5 0 0 0 k {RIGHT - 12} {EDGE[0]} {12 + BLEED} 60 re f", page=1)


@sound()
def panel_that_stops_before_the_cut(pdf: pikepdf.Pdf) -> None:
    draw(pdf, f".5 0 0 0 k {LEFT + 2 * MM} {EDGE[0]} 12 60 re f", page=1)


@sound()
def stripe_aslant_over_the_cut(pdf: pikepdf.Pdf) -> None:
    x, y = RIGHT, EDGE[0]
    draw(pdf, f".5 0 0 0 k {x - 30} {y} m {x + 20} {y + 25} l {x + 20} {y + 50} l f", page=1)


# QR codes.


def modules(address: str, module: float, place: tuple[float, float] = PLACE) -> str:
    """The path of a code with modules of so many mm, its bottom left at ``place``."""
    rows = [list(row) for row in segno.make(address, error="m", micro=False).matrix]
    side = module * MM
    return " ".join(
        f"{place[0] + x * side:.3f} {place[1] + (len(rows) - 1 - y) * side:.3f} {side:.3f} "
        f"{side:.3f} re"
        for y, row in enumerate(rows)
        for x, dark in enumerate(row)
        if dark
    )


def code(
    pdf: pikepdf.Pdf,
    address: str,
    module: float = 0.5,
    colour: str = "0 0 0 1 k",
    over: str = "",
) -> None:
    """Draw a code on the second page, upon what ``over`` draws."""
    draw(pdf, f"{over} {colour} {modules(address, module)} f", page=1)


def cover(box: str, colour: str = "0 0 0 0 k") -> str:
    """Operators that fill a box."""
    return f"{colour} {box} re f"


#: Where the code of the gemeente stands, with its quiet zone.
LARGE = "430 60 130 130"


@sound(expected=KNOWN)
def the_codes_as_they_are(pdf: pikepdf.Pdf) -> None:
    """Nothing changed."""


@sound(expected=KNOWN)
def one_code_more_of_the_same(pdf: pikepdf.Pdf) -> None:
    code(pdf, "https://www.urk.nl")


@sound()
def code_to_anywhere(pdf: pikepdf.Pdf) -> None:
    code(pdf, "mailto:griffie@urk.nl")


@fault("qr-wrong", expected=KNOWN)
def code_to_elsewhere(pdf: pikepdf.Pdf) -> None:
    code(pdf, "https://www.elders.nl")


@fault("qr-wrong", expected=KNOWN)
def code_replaced_by_another(pdf: pikepdf.Pdf) -> None:
    code(pdf, "https://www.elders.nl", over=cover(LARGE))


@fault("qr-wrong")
def code_without_an_address(pdf: pikepdf.Pdf) -> None:
    code(pdf, "zomaar wat woorden")


@fault("qr-unreadable", expected=KNOWN)
def code_that_is_missing(pdf: pikepdf.Pdf) -> None:
    draw(pdf, cover(LARGE), page=1)


@fault("qr-unreadable", expected=KNOWN)
def code_with_a_blot(pdf: pikepdf.Pdf) -> None:
    draw(pdf, cover("465 95 50 50", "0 0 0 1 k"), page=1)


@fault("qr-unreadable")
def code_with_a_blot_of_anyone(pdf: pikepdf.Pdf) -> None:
    draw(pdf, cover("465 95 40 40", "0 0 0 1 k"), page=1)


@fault("qr-small", expected=KNOWN)
def code_of_small_modules(pdf: pikepdf.Pdf) -> None:
    code(pdf, "https://www.urk.nl", 0.3)


@fault("qr-pale", expected=KNOWN)
def code_in_grey(pdf: pikepdf.Pdf) -> None:
    code(pdf, "https://www.urk.nl", 0.5, "0 0 0 .45 k")


@fault("qr-quiet-zone", expected=KNOWN)
def panel_beside_a_code(pdf: pikepdf.Pdf) -> None:
    edge = PLACE[0] + (25 + 2) * 0.5 * MM
    code(pdf, "https://www.urk.nl", over=cover(f"{edge} {PLACE[1]} 10 20", ".6 .2 0 0 k"))


@fault("qr-quiet-zone", expected=KNOWN)
def line_below_a_code(pdf: pikepdf.Pdf) -> None:
    line = cover(f"{PLACE[0] - 8} {PLACE[1] - 5} 50 3", "0 0 0 1 k")
    code(pdf, "https://www.urk.nl", over=line)


@sound(expected=KNOWN)
def panel_far_enough_from_a_code(pdf: pikepdf.Pdf) -> None:
    edge = PLACE[0] + (25 + 4) * 0.5 * MM
    code(pdf, "https://www.urk.nl", over=cover(f"{edge} {PLACE[1]} 8 20", ".6 .2 0 0 k"))


@fault("qr-colour", expected=KNOWN)
def code_in_four_inks(pdf: pikepdf.Pdf) -> None:
    code(pdf, "https://www.urk.nl", 0.5, ".5 .4 .4 1 k")


@fault("qr-colour", expected=KNOWN)
def code_on_yellow(pdf: pikepdf.Pdf) -> None:
    ground = cover(f"{PLACE[0] - 10} {PLACE[1] - 10} 56 56", "0 0 .3 0 k")
    code(pdf, "https://www.urk.nl", over=ground)


@sound(expected=KNOWN)
def code_as_an_image(pdf: pikepdf.Pdf) -> None:
    size = 25 * 0.5 * MM
    picture = bilevel(pdf, "https://www.urk.nl")
    draw(
        pdf,
        f"{size} 0 0 {size} {PLACE[0]} {PLACE[1]} cm /Test Do",
        page=1,
        XObject={"Test": picture},
    )


def bilevel(pdf: pikepdf.Pdf, address: str) -> Any:
    """A code as a 1-bit image, as the flyer's own are."""
    rows = [list(row) for row in segno.make(address, error="m", micro=False).matrix]
    size = 16 * len(rows)
    lines = [
        int("".join(("0" if dark else "1") * 16 for dark in row), 2).to_bytes(size // 8)
        for row in rows
        for _ in range(16)
    ]
    picture = image(pdf, size, size, Name.DeviceGray, 1)
    picture.BitsPerComponent = 1
    picture.write(b"".join(lines))
    return picture

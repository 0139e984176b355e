"""What is on the page, read back by an independent walk: inks, greys, nothing else."""

from __future__ import annotations

import io
from typing import Any

import pikepdf
import pymupdf
import pytest
from PIL import Image

from flevoprint.colour import Colour
from flevoprint.geometry import Size
from flevoprint.language import language
from flevoprint.problem import FlevoprintError
from tests.support.operators import opened, spaces, walk

from .sample import (
    BLUE,
    GREEN,
    INFO,
    PRESS,
    SCREEN,
    SWATCHES,
    TRIM,
    code,
    finish,
    lay_out,
    made,
    photo,
    picture,
)


def inks_of(data: bytes) -> set[tuple[Any, ...]]:
    with opened(data) as pdf:
        return set(walk(pdf).colours)


def test_the_walk_sees_rgb_where_there_is_rgb(rich_source: bytes) -> None:
    """The reader of these tests must be able to fail them."""
    with opened(rich_source) as pdf:
        assert {"DeviceRGB", "ICCBased", "Lab"} <= set(spaces(pdf))
        found = walk(pdf)
    assert found.operators["rg"] > 5
    assert {"form", "pattern", "mask"} <= set(found.kinds)


def test_only_ink_and_grey_reach_the_press(rich_press: bytes) -> None:
    with opened(rich_press) as pdf:
        assert set(spaces(pdf)) == {"DeviceCMYK", "DeviceGray"}
        found = walk(pdf)
    assert {"form", "pattern", "mask"} <= set(found.kinds)
    assert len(found.events) > 20
    used = {operator for operator, *_ in found.colours}
    assert used <= {"g", "k", "K", "cs", "scn"}
    assert ("cs", "/Pattern") in found.colours
    assert not {"BDC", "BMC", "EMC"} & set(found.operators)


def test_grey_operators_stand_in_masks_only(rich_press: bytes) -> None:
    with opened(rich_press) as pdf:
        events = walk(pdf).events
    grey = [event for event in events if event.state.fill[0] == "g" and event.operator == "f"]
    assert grey
    assert all("mask" in event.where for event in grey)


@pytest.mark.parametrize("variant", [None, "pdf/a-2a", "pdf/x-4"])
@pytest.mark.filterwarnings("ignore")
def test_any_variant_of_the_engine_will_do(variant: str | None) -> None:
    css = ".v { height: 9mm; background: linear-gradient(#005aa0, #78b428); opacity: .5 }"
    data = lay_out('<p>Zwart</p><div class="v"></div>', css, variant)
    with opened(finish(data, PRESS, INFO, TRIM, SWATCHES)) as pdf:
        assert set(spaces(pdf)) == {"DeviceCMYK"}
        assert len(walk(pdf).texts()) == 1


def test_text_inks() -> None:
    found = inks_of(
        made(
            '<p>zwart</p><p style="color: #005aa0">blauw</p><p style="color: #777">grijs</p>'
            '<p style="color: #fff">wit</p><p style="color: #c08040">bruin</p>'
        )
    )
    assert {("k", 0, 0, 0, 1), ("k", 1, 0.6, 0, 0.1), ("k", 0, 0, 0, 0)} <= found
    (grey,) = [c for c in found if c[0] == "k" and c[1:4] == (0, 0, 0) and 0 < c[4] < 1]
    assert 0.5 < grey[4] < 0.7
    (brown,) = [c for c in found if c[0] == "k" and c[1] and c[1] != 1]
    assert sum(brown[1:]) < 3


def test_device_cmyk_in_css_passes_untouched() -> None:
    style = "color: device-cmyk(10% 20% 30% 40%)"
    assert ("k", 0.1, 0.2, 0.3, 0.4) in inks_of(made(f'<p style="{style}">inkt</p>'))


def stops(function: Any) -> list[list[float]]:
    if function.FunctionType == 3:
        return [stop for part in function.Functions for stop in stops(part)]
    return [[float(value) for value in function[key]] for key in ("/C0", "/C1")]


@pytest.mark.parametrize("kind", ["linear", "radial"])
def test_a_gradient_runs_from_ink_to_ink(kind: str) -> None:
    css = f".v {{ height: 9mm; background: {kind}-gradient(#005aa0, #78b428 40%, #777, #000) }}"
    with opened(made('<div class="v"></div>', css)) as pdf:
        (shade,) = [event for event in walk(pdf).events if event.operator == "sh"]
        assert shade.target.ColorSpace == "/DeviceCMYK"
        found = stops(shade.target.Function)
    assert found[0] == [ink / 100 for ink in BLUE.cmyk]
    assert found[1] == found[2] == [ink / 100 for ink in GREEN.cmyk]
    assert found[4][:3] == [0, 0, 0]
    assert found[5] == [0, 0, 0, 1]


def test_a_gradient_to_nothing_keeps_its_mask() -> None:
    css = ".v { height: 9mm; background: linear-gradient(#005aa0, rgba(0, 90, 160, .25)) }"
    with opened(lay_out('<div class="v"></div>', css)) as pdf:
        before = [stops(e.target.Function) for e in walk(pdf).events if "mask" in e.where]
    with opened(made('<div class="v"></div>', css)) as pdf:
        masks = [event for event in walk(pdf).events if "mask" in event.where]
        assert [event.target.ColorSpace for event in masks] == ["/DeviceGray"]
        assert [stops(event.target.Function) for event in masks] == before != []
        assert pdf.pages[0].obj.Group.CS == "/DeviceCMYK"


def test_opacity_blends_in_ink() -> None:
    with opened(made('<div style="opacity: .5; background: #005aa0">Half</div>')) as pdf:
        found = walk(pdf)
        assert {event.state.alpha for event in found.events} == {1}
        assert found.kinds["form"] == 1
        (form,) = [
            o for o in pdf.objects if isinstance(o, pikepdf.Stream) and o.get("/Subtype") == "/Form"
        ]
        assert form.Group.CS == "/DeviceCMYK"
        assert pdf.pages[0].obj.Group.CS == "/DeviceCMYK"
        alphas = [
            float(state["/ca"])
            for state in pdf.pages[0].resources.ExtGState.values()
            if "/ca" in state
        ]
        assert alphas == [0.5]


def test_an_opaque_page_shows_no_transparency() -> None:
    with opened(made('<p style="background: #005aa0; color: #fff">Dicht</p>')) as pdf:
        page = pdf.pages[0].obj
        assert "/Group" not in page
        assert "ExtGState" not in str(page.Resources)


# Pictures.


def only_image(data: bytes) -> tuple[pikepdf.Pdf, Any]:
    pdf = opened(data)
    (image,) = walk(pdf).images()
    assert "/Interpolate" not in image
    return pdf, image


def test_a_jpeg_becomes_four_inks_without_loss_or_limit() -> None:
    pdf, image = only_image(made(picture(photo(), "JPEG")))
    assert (image.ColorSpace, image.BitsPerComponent, image.Filter) == (
        "/DeviceCMYK",
        8,
        "/FlateDecode",
    )
    inks = image.read_bytes()
    assert len(inks) == 64 * 64 * 4
    assert max(sum(inks[i : i + 4]) for i in range(0, len(inks), 4)) <= 3 * 255
    pdf.close()


def test_a_picture_keeps_its_alpha() -> None:
    seen_through = photo(16).convert("RGBA")
    alpha = Image.linear_gradient("L").resize((16, 16))
    seen_through.putalpha(alpha)
    pdf, image = only_image(made(picture(seen_through)))
    assert image.ColorSpace == "/DeviceCMYK"
    assert image.SMask.ColorSpace == "/DeviceGray"
    assert image.SMask.read_bytes() == alpha.tobytes()
    assert pdf.pages[0].obj.Group.CS == "/DeviceCMYK"
    pdf.close()


def test_a_grey_jpeg_stays_and_a_neutral_picture_becomes_black_ink() -> None:
    grey = photo().convert("L")
    pdf, image = only_image(made(picture(grey, "JPEG")))
    assert (image.ColorSpace, image.Filter) == ("/DeviceGray", "/DCTDecode")
    pdf.close()
    pdf, image = only_image(made(picture(grey.convert("RGB"))))
    assert (image.ColorSpace, image.BitsPerComponent) == ("/DeviceGray", 8)
    pdf.close()


def test_a_cmyk_jpeg_stays_as_it_is() -> None:
    pdf, image = only_image(made(picture(photo().convert("CMYK"), "JPEG")))
    assert (image.ColorSpace, image.Filter) == ("/DeviceCMYK", "/DCTDecode")
    pdf.close()


@pytest.mark.parametrize("edition", [PRESS, SCREEN])
@pytest.mark.parametrize("mode", ["RGB", "1"])
def test_a_code_becomes_a_drawing(edition: Any, mode: str) -> None:
    style = "width: 21mm; image-rendering: pixelated"
    data = made(picture(code().convert(mode), style=style), edition=edition)
    with opened(data) as pdf:
        assert not walk(pdf).images()
        used = {colour for colour in walk(pdf).colours if colour[0] in "gk"}
    black, white = (
        (("k", 0, 0, 0, 1), ("k", 0, 0, 0, 0)) if edition is PRESS else (("g", 0), ("g", 1))
    )
    assert {black, white} <= used
    # A millimetre is a module, and ten pixels: the middle of each tells its colour.
    with pymupdf.open(stream=data, filetype="pdf") as document:
        pixels = document[0].get_pixmap(dpi=254, colorspace="GRAY")
        grey = Image.frombytes("L", (pixels.width, pixels.height), pixels.samples)
    box = grey.point(lambda value: 255 if value < 128 else 0).getbbox()
    assert box is not None
    middles = [(box[0] + 10 * x + 5, box[1] + 10 * y + 5) for y in range(21) for x in range(21)]
    seen = [grey.getpixel(middle) < 128 for middle in middles]
    assert seen == [code().getpixel((x, y)) == (0, 0, 0) for y in range(21) for x in range(21)]


def test_a_picture_in_black_and_white_stays_a_picture() -> None:
    pdf, image = only_image(made(picture(code()), edition=SCREEN))
    assert image.ColorSpace == "/DeviceRGB"
    pdf.close()
    pdf, image = only_image(made(picture(code())))
    assert (image.ColorSpace, image.BitsPerComponent) == ("/DeviceGray", 1)
    assert image.read_bytes() == code().convert("1").tobytes()
    pdf.close()


def test_a_colour_picture_stays_rgb_on_screen() -> None:
    pdf, image = only_image(made(picture(photo()), edition=SCREEN))
    assert image.ColorSpace == "/DeviceRGB"
    assert image.read_bytes() == photo().tobytes()
    pdf.close()


# What cannot be honoured.


def problems(data: bytes) -> list[str]:
    with pytest.raises(FlevoprintError) as caught:
        finish(data, PRESS, INFO, TRIM, SWATCHES)
    for problem in caught.value.problems:
        for words in (problem.message, problem.hint):
            assert language("nl").tell(words) != str(words)  # whoever reads it has it translated
    return [problem.code for problem in caught.value.problems]


def test_a_lab_colour_is_a_problem_once() -> None:
    data = lay_out(
        '<p style="color: lab(50% 20 30)">een</p><p style="color: lab(50% 9 9)">twee</p>'
    )
    assert problems(data) == ["press.colour-space"]


def test_other_gradients_are_a_problem() -> None:
    css = ".v { height: 9mm; background: linear-gradient(#005aa0, #78b428) }"
    with opened(lay_out('<div class="v"></div>', css)) as pdf:
        for obj in pdf.objects:
            if isinstance(obj, pikepdf.Dictionary) and "/ShadingType" in obj:
                obj.Function = pikepdf.Array([obj.Function])
        pdf.save(target := io.BytesIO())
    with pytest.raises(FlevoprintError) as caught:
        finish(target.getvalue(), PRESS, INFO, TRIM, SWATCHES)
    (problem,) = caught.value.problems
    assert problem.code == "press.gradient"
    assert language("nl").tell(problem.message) == (
        "een kleurverloop is van een soort die niet naar drukinkt gaat (een functie per kleur)"
    )


def test_all_problems_come_together() -> None:
    data = lay_out('<p style="color: lab(50% 20 30)">een</p>')
    with pytest.raises(FlevoprintError) as caught:
        finish(data, PRESS, INFO, Size(90, 80), (*SWATCHES, Colour(BLUE.rgb, (1, 2, 3, 4))))
    found = {problem.code for problem in caught.value.problems}
    assert found == {"press.colour-space", "press.trim-size", "press.swatch-conflict"}
    told = {language("nl").tell(problem.message) for problem in caught.value.problems}
    assert "bladzijde 1 is opgemaakt op 100,0 × 80,0 mm, maar de opmaak zegt 90 × 80 mm" in told
    assert f"de kleur {BLUE.css} heeft al andere inkten dan 1 2 3 4" in told
    assert str(caught.value.problems[0].source) == "editie drukwerk"

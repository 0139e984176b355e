"""Codes can be scanned, are one bit deep, keep their quiet zone, and refuse to become dust."""

from __future__ import annotations

import io

import pytest
import zxingcpp
from PIL import Image

from flevoprint.model import Address
from flevoprint.problem import FlevoprintError, Source
from flevoprint.typeset.qr import MIN_PPI, QR_MIN_MODULE_MM, QUIET_ZONE, qr_for_print, qr_png

SOURCE = Source("content/gemeenten/urk.yaml", 18, 18)
SHORT = "https://buurtadvies.nl/atlas"
LONG = "https://www.voorbeeld.nl/" + "a" * 300


def picture(png: bytes) -> Image.Image:
    return Image.open(io.BytesIO(png))


@pytest.mark.parametrize("url", [SHORT, "https://www.urk.nl", "mailto:gemeente@urk.nl"])
def test_a_code_says_its_address(url: str) -> None:
    results = zxingcpp.read_barcodes(picture(qr_png(url).png).convert("L"))
    assert [(result.text, str(result.ec_level)) for result in results] == [(url, "M")]


def test_a_code_is_one_bit_deep_and_crisp() -> None:
    code = qr_png(SHORT, pixels=8)
    image = picture(code.png)
    assert image.mode == "1"
    assert image.size == (code.modules * 8, code.modules * 8)
    modules = image.resize((code.modules, code.modules), Image.Resampling.NEAREST)
    again = modules.resize(image.size, Image.Resampling.NEAREST)
    assert again.tobytes() == image.tobytes()


def test_the_quiet_zone_is_white_on_all_sides() -> None:
    code = qr_png(SHORT, pixels=1)
    # Inverted, what is dark gives the bounding box.
    box = picture(code.png).convert("L").point(lambda value: 255 - value).getbbox()
    inner = code.modules - QUIET_ZONE
    assert box == (QUIET_ZONE, QUIET_ZONE, inner, inner)


def test_the_same_address_gives_the_same_bytes() -> None:
    assert qr_png(SHORT) == qr_png(SHORT)


@pytest.mark.parametrize("width", [18.0, 20.25, 58.5])
def test_a_printed_code_is_large_and_sharp_enough(width: float) -> None:
    code = qr_for_print(Address(SHORT, SOURCE), width)
    assert code.module_mm(width) >= QR_MIN_MODULE_MM
    assert picture(code.png).width / (width / 25.4) >= MIN_PPI


@pytest.mark.parametrize("url", [LONG, "https://www.voorbeeld.nl/" + "a" * 4000])
def test_an_address_that_is_too_long_is_refused_where_it_was_typed(url: str) -> None:
    with pytest.raises(FlevoprintError) as caught:
        qr_for_print(Address(url, SOURCE), 20.25)
    (problem,) = caught.value.problems
    assert problem.code == "typeset.qr-too-dense"
    assert problem.source == SOURCE
    assert problem.hint == "gebruik een korter adres"
    assert "20,25 mm" in problem.message

"""Codes can be scanned, keep their quiet zone, and refuse to become dust."""

from __future__ import annotations

import io

import pytest
import zxingcpp
from PIL import Image

from flevoprint.language import language
from flevoprint.model import Address
from flevoprint.problem import FlevoprintError, Source
from flevoprint.typeset.qr import QR_MIN_MODULE_MM, QUIET_ZONE, Code, qr_for_print

SOURCE = Source("content/gemeenten/urk.yaml", 18, 18)
SHORT = "https://buurtadvies.nl/atlas"
LONG = "https://www.voorbeeld.nl/" + "a" * 300


def code_for(url: str, width: float = 20.25) -> Code:
    return qr_for_print(Address(url, SOURCE), width)


def picture(png: bytes) -> Image.Image:
    return Image.open(io.BytesIO(png))


@pytest.mark.parametrize("url", [SHORT, "https://www.urk.nl", "mailto:gemeente@urk.nl"])
def test_a_code_says_its_address(url: str) -> None:
    image = picture(code_for(url).png).convert("L")
    large = image.resize((image.width * 4, image.height * 4), Image.Resampling.NEAREST)
    results = zxingcpp.read_barcodes(large)
    assert [(result.text, str(result.ec_level)) for result in results] == [(url, "M")]


def test_a_code_is_a_pixel_a_module_in_black_and_white() -> None:
    code = code_for(SHORT)
    image = picture(code.png)
    assert image.size == (code.modules, code.modules)
    assert {colour for _, colour in image.convert("RGB").getcolors()} == {(0,) * 3, (255,) * 3}


def test_the_quiet_zone_is_white_on_all_sides() -> None:
    code = code_for(SHORT)
    # Inverted, what is dark gives the bounding box.
    box = picture(code.png).convert("L").point(lambda value: 255 - value).getbbox()
    inner = code.modules - QUIET_ZONE
    assert box == (QUIET_ZONE, QUIET_ZONE, inner, inner)


def test_the_same_address_gives_the_same_bytes() -> None:
    assert code_for(SHORT) == code_for(SHORT)


@pytest.mark.parametrize("width", [18.0, 20.25, 58.5])
def test_a_printed_code_is_large_enough(width: float) -> None:
    code = code_for(SHORT, width)
    assert width / code.modules >= QR_MIN_MODULE_MM


@pytest.mark.parametrize("url", [LONG, "https://www.voorbeeld.nl/" + "a" * 4000])
def test_an_address_that_is_too_long_is_refused_where_it_was_typed(url: str) -> None:
    with pytest.raises(FlevoprintError) as caught:
        qr_for_print(Address(url, SOURCE), 20.25)
    (problem,) = caught.value.problems
    assert problem.code == "typeset.qr-too-dense"
    assert problem.source == SOURCE
    told = problem.told(language("nl"))
    assert told.endswith("hint: gebruik een korter adres")
    assert "20,25 mm: de blokjes worden kleiner dan 0,4 mm" in told

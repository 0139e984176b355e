"""Codes can be scanned, are one bit deep, keep their quiet zone, and refuse to become dust."""

from __future__ import annotations

import io

import pytest
import zxingcpp
from PIL import Image

from flevoprint.language import language
from flevoprint.model import Address
from flevoprint.problem import FlevoprintError, Source
from flevoprint.typeset.qr import MIN_PPI, QR_MIN_MODULE_MM, QUIET_ZONE, Code, qr_for_print

SOURCE = Source("content/gemeenten/urk.yaml", 18, 18)
SHORT = "https://buurtadvies.nl/atlas"
LONG = "https://www.voorbeeld.nl/" + "a" * 300


def code_for(url: str, width: float = 20.25) -> Code:
    return qr_for_print(Address(url, SOURCE), width)


def picture(png: bytes) -> Image.Image:
    return Image.open(io.BytesIO(png))


@pytest.mark.parametrize("url", [SHORT, "https://www.urk.nl", "mailto:gemeente@urk.nl"])
def test_a_code_says_its_address(url: str) -> None:
    results = zxingcpp.read_barcodes(picture(code_for(url).png).convert("L"))
    assert [(result.text, str(result.ec_level)) for result in results] == [(url, "M")]


def test_a_code_is_one_bit_deep_and_crisp() -> None:
    code = code_for(SHORT)
    image = picture(code.png)
    assert image.mode == "1"
    assert image.size[0] == image.size[1]
    assert image.size[0] % code.modules == 0
    modules = image.resize((code.modules, code.modules), Image.Resampling.NEAREST)
    again = modules.resize(image.size, Image.Resampling.NEAREST)
    assert again.tobytes() == image.tobytes()


def test_the_quiet_zone_is_white_on_all_sides() -> None:
    code = code_for(SHORT)
    modules = picture(code.png).resize((code.modules, code.modules), Image.Resampling.NEAREST)
    # Inverted, what is dark gives the bounding box.
    box = modules.convert("L").point(lambda value: 255 - value).getbbox()
    inner = code.modules - QUIET_ZONE
    assert box == (QUIET_ZONE, QUIET_ZONE, inner, inner)


def test_the_same_address_gives_the_same_bytes() -> None:
    assert code_for(SHORT) == code_for(SHORT)


@pytest.mark.parametrize("width", [18.0, 20.25, 58.5])
def test_a_printed_code_is_large_and_sharp_enough(width: float) -> None:
    code = code_for(SHORT, width)
    assert width / code.modules >= QR_MIN_MODULE_MM
    assert picture(code.png).width / (width / 25.4) >= MIN_PPI


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

"""Small real sheets for the press tests: WeasyPrint lays them out, the press finishes them."""

from __future__ import annotations

import base64
import io
import os
import warnings
from datetime import date
from pathlib import Path

from PIL import Image

ROOT = Path(__file__).parents[2]
# Before WeasyPrint wakes fontconfig: the tests see the committed fonts and no others.
os.environ["FONTCONFIG_FILE"] = str(ROOT / "fonts" / "fonts.conf")

import weasyprint  # noqa: E402

from flevoprint.colour import Colour  # noqa: E402
from flevoprint.geometry import Size  # noqa: E402
from flevoprint.model import DocumentInfo, Edition  # noqa: E402
from flevoprint.press import finish  # noqa: E402

TRIM = Size(100, 80)
INFO = DocumentInfo(
    "Titel & <teken>", "Waarover “het” gaat", "Provincie Flevoland", "nl", date(2026, 3, 4)
)
SCREEN = Edition("scherm", condition="", bleed=0, marks=False)
PRESS = Edition("drukwerk", condition="FOGRA39", bleed=3, marks=False)
MARKED = Edition("drukwerk-snijtekens", condition="FOGRA39", bleed=3, marks=True)

BLUE = Colour((0, 90, 160), (100, 60, 0, 10))
GREEN = Colour((120, 180, 40), (60, 0, 100, 0))
SWATCHES = (BLUE, GREEN)

_PAGE = """<!doctype html><html lang="nl"><title>Blad</title><style>
@page {{ size: 100mm 80mm; margin: 5mm; bleed: 10mm }}
body {{ font: 10pt 'Source Sans 3'; margin: 0; color: #000 }}
{css}
</style><body>{body}</body></html>"""


def lay_out(body: str, css: str = "", variant: str | None = "pdf/a-2a") -> bytes:
    """A laid-out PDF of 100 × 80 mm with 10 mm of artwork around it."""
    html = weasyprint.HTML(string=_PAGE.format(body=body, css=css))
    with warnings.catch_warnings():
        # WeasyPrint 70 leaves the file of its own sRGB profile to the garbage collector.
        warnings.filterwarnings("ignore", "unclosed file .*sRGB2014", ResourceWarning)
        result = html.write_pdf(
            pdf_variant=variant, pdf_tags=True, pdf_identifier=b"sample", uncompressed_pdf=True
        )
    assert isinstance(result, bytes)
    return result


def made(body: str, css: str = "", edition: Edition = PRESS) -> bytes:
    """``body`` laid out and finished."""
    return finish(lay_out(body, css), edition, INFO, TRIM, SWATCHES)


def picture(image: Image.Image, kind: str = "PNG", style: str = "width: 20mm") -> str:
    """An ``<img>`` with the picture in it."""
    target = io.BytesIO()
    image.save(target, kind)
    data = base64.b64encode(target.getvalue()).decode()
    return f'<img alt="Beeld" style="{style}" src="data:image/{kind.lower()};base64,{data}">'


def code(size: int = 21) -> Image.Image:
    """An RGB picture of pure black and white, as a QR code arrives."""
    image = Image.new("RGB", (size, size), "white")
    for x in range(size):
        for y in range(x % 3, size, 2 + x % 2):
            image.putpixel((x, y), (0, 0, 0))
    return image


def photo(size: int = 64) -> Image.Image:
    """An RGB picture with all sorts of colours."""
    bands = [
        Image.linear_gradient("L"),
        Image.radial_gradient("L"),
        Image.linear_gradient("L").rotate(90),
    ]
    return Image.merge("RGB", [band.resize((size, size)) for band in bands])


RICH_CSS = """
@page { background: #f4f0e0 }
.verloop { background: linear-gradient(90deg, #005aa0, #78b428 40%, rgba(255, 0, 0, .4)) }
.rond { background: radial-gradient(#ff0000, #ffff00); border-radius: 3mm }
.half { background: #78b428; opacity: .5 }
.tegel { background-size: 5mm 5mm }
.verloop, .rond, .half, .tegel { height: 6mm }
.lijn { border: 1px dashed #000; border-bottom: 4pt solid #005aa0 }
"""

_SVG = (
    '<img alt="Tekening" style="width: 15mm" src="data:image/svg+xml,'
    "%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 10 10'%3E%3Cdefs%3E"
    "%3Cmask id='m'%3E%3Crect width='10' height='10' fill='%23a04'/%3E%3C/mask%3E"
    "%3ClinearGradient id='l'%3E%3Cstop offset='0' stop-color='red'/%3E"
    "%3Cstop offset='1' stop-color='blue' stop-opacity='.3'/%3E%3C/linearGradient%3E"
    "%3Cpattern id='p' width='2' height='2' patternUnits='userSpaceOnUse'%3E"
    "%3Crect width='1' height='1' fill='green'/%3E%3C/pattern%3E%3C/defs%3E"
    "%3Crect width='5' height='5' fill='red' mask='url(%23m)'/%3E"
    "%3Crect x='5' width='5' height='5' fill='url(%23l)'/%3E"
    "%3Crect y='5' width='5' height='5' fill='url(%23p)' fill-opacity='.5'/%3E%3C/svg%3E\">"
)


def rich() -> str:
    """A sheet with a bit of everything a layout may use."""
    seen_through = photo(16).convert("RGBA")
    seen_through.putalpha(Image.linear_gradient("L").resize((16, 16)))
    return (
        '<h1 style="font: 700 20pt \'Bricolage Grotesque\'">Kop <a href="https://example.org">'
        'met link</a></h1><p style="color: #777">Grijs <b style="color: #005aa0">blauw</b></p>'
        '<div class="verloop"></div><div class="rond"></div><div class="half"></div>'
        '<p class="lijn">Kleine zwarte letters</p>'
        + picture(photo(), "JPEG")
        + picture(seen_through)
        + picture(code(), style="width: 20mm; image-rendering: pixelated")
        + picture(photo().convert("L").convert("RGB"))
        + _SVG
    )

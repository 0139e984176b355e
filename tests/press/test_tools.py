"""Other people's programs read what we wrote, without a word of complaint."""

from __future__ import annotations

import io
import subprocess
from pathlib import Path

import pymupdf
import pytest
from PIL import Image, ImageChops

from .sample import BLUE, GREEN, PRESS, RICH_CSS, SCREEN, code, made, picture, rich

# Debian's mutool is built without colour management and says so of every file.
HARMLESS = {"warning: ICC support is not available"}

COMMANDS = {
    "ghostscript": [
        "gs",
        "-q",
        "-dSAFER",
        "-dBATCH",
        "-dNOPAUSE",
        "-dPDFSTOPONERROR",
        "-dPDFSTOPONWARNING",
        "-sDEVICE=tiffsep1",
        "-r72",
        "-sOutputFile=out%d.tif",
    ],
    "pdftoppm": ["pdftoppm", "-r", "72", "-png"],
    "pdffonts": ["pdffonts"],
    "mutool": ["mutool", "draw", "-q", "-r", "72", "-o", "out%d.png"],
    "qpdf by mutool": ["mutool", "clean", "-s"],
}


@pytest.mark.parametrize("command", COMMANDS.values(), ids=COMMANDS.keys())
@pytest.mark.parametrize("kind", ["press", "screen"])
def test_no_reader_complains(
    command: list[str], kind: str, rich_press: bytes, rich_screen: bytes, tmp_path: Path
) -> None:
    (tmp_path / "in.pdf").write_bytes(rich_press if kind == "press" else rich_screen)
    target = ["out"] if command[0] == "pdftoppm" else []
    done = subprocess.run(
        [*command, "in.pdf", *target], cwd=tmp_path, capture_output=True, text=True, timeout=120
    )
    said = {line for line in done.stderr.splitlines() if line.strip()} - HARMLESS
    assert (done.returncode, said) == (0, set())
    assert "error" not in done.stdout.lower()
    assert "warning" not in done.stdout.lower()


def plates(data: bytes, folder: Path) -> Image.Image:
    """The first page as four inks, by Ghostscript, at 72 dpi."""
    (folder / "in.pdf").write_bytes(data)
    subprocess.run(
        [
            "gs",
            "-q",
            "-dSAFER",
            "-dBATCH",
            "-dNOPAUSE",
            "-sDEVICE=tiff32nc",
            "-r72",
            "-sOutputFile=out.tif",
            "-dFirstPage=1",
            "-dLastPage=1",
            "in.pdf",
        ],
        cwd=folder,
        check=True,
        timeout=120,
    )
    with Image.open(folder / "out.tif") as image:
        image.load()
        assert image.mode == "CMYK"
        return image


def test_the_inks_on_the_plates_are_those_declared(tmp_path: Path) -> None:
    css = ".b { background: #005aa0 } .g { background: #78b428 } div { height: 20mm }"
    plate = plates(made('<div class="b"></div><div class="g"></div>', css), tmp_path)
    for y_mm, colour in ((18, BLUE), (38, GREEN)):
        pixel = plate.getpixel((150, round(y_mm * 72 / 25.4)))
        assert isinstance(pixel, tuple)
        assert [ink / 2.55 for ink in pixel] == pytest.approx(colour.cmyk, abs=0.4)


def test_small_black_text_leaves_the_ground_whole(tmp_path: Path) -> None:
    """Overprint seen at work: no hole in the cyan plate under small text, one under large."""
    css = "@page { background: #005aa0 } p { font-size: %s; font-weight: bold; line-height: 1 }"
    words = "<p>MMMMMMMMMM</p>"
    small = plates(made(words, css % "11pt"), tmp_path)
    large = plates(made(words, css % "30pt"), tmp_path)
    assert small.getchannel("K").getextrema()[1] == 255
    assert small.getchannel("C").getextrema() == (255, 255)
    assert large.getchannel("C").getextrema()[0] == 0


def drawn(data: bytes, clip_mm: float) -> Image.Image:
    """The first page in grey at 144 dpi, less ``clip_mm`` on all sides."""
    with pymupdf.open(stream=data) as document:
        pixels = document[0].get_pixmap(dpi=144, colorspace=pymupdf.csGRAY)
        image = Image.open(io.BytesIO(pixels.tobytes("png"))).convert("L")
    edge = round(clip_mm / 25.4 * 144)
    return image.crop((edge, edge, image.width - edge, image.height - edge))


def test_patterns_lie_on_the_press_where_they_lie_on_screen() -> None:
    """Patterns hang on the page, not on the operator that shifts it."""
    data = picture(code(), style="")
    url = data.partition('src="')[2].partition('"')[0]
    css = f"div {{ height: 20mm; background: url({url}) 3mm 2mm / 7mm 7mm }} .o {{ opacity: .6 }}"
    css += " .g { background: linear-gradient(90deg, #000, #fff 50%, #000) }"
    body = '<div></div><div class="o"></div><div class="g"></div>'
    press, screen = drawn(made(body, css, PRESS), 3), drawn(made(body, css, SCREEN), 0)
    wide, high = min(press.width, screen.width), min(press.height, screen.height)
    box = (0, 0, wide, high)
    difference = ImageChops.difference(press.crop(box), screen.crop(box)).histogram()
    assert sum(screen.histogram()[:40]) > 1000
    assert sum(difference[90:]) / (wide * high) < 0.01


def test_a_sheet_stays_small() -> None:
    """The profile is most of a press file; the artwork must not swell."""
    profile = 784_037
    assert len(made(rich(), RICH_CSS)) < profile + 150_000
    assert len(made(rich(), RICH_CSS, SCREEN)) < 150_000

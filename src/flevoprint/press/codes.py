"""QR codes as drawings, sharp in any size.

The engine embeds a code as a picture of a pixel a module, and says of it alone that its pixels are
not to be smoothed. As one path its modules have no seams, whatever draws it.
"""

from __future__ import annotations

from functools import lru_cache
from itertools import groupby

import pikepdf
from pikepdf import Name
from PIL import Image

from flevoprint.press.pictures import Unreadable, read_rgb
from flevoprint.press.streams import drawn

#: Most modules of a code along a side (version 40), with a quiet zone of 4 on each side.
_MOST = 177 + 8


def draw_codes(pdf: pikepdf.Pdf) -> None:
    """Turn each picture of a code into a drawing of the same unit square (ISO 32000-1, 8.10)."""
    for thing in drawn(pdf, fonts=False):
        if _may_be_code(thing):
            dictionary = thing.stream_dict.unparse()
            # The engine writes a picture of a code in one piece.
            alone = b" R" not in dictionary
            path = _path(thing.read_raw_bytes(), dictionary) if alone else None
            if path is not None:
                _draw(thing, path)


def _may_be_code(thing: pikepdf.Stream) -> bool:
    return (
        thing.get("/Subtype") == Name.Image
        and not thing.get("/Interpolate", True)
        and thing.get("/ColorSpace") == Name.DeviceRGB
        and thing.Width == thing.Height <= _MOST
        and "/SMask" not in thing
    )


@lru_cache(maxsize=40)
def _path(data: bytes, dictionary: bytes) -> bytes | None:
    """The drawing of the picture with ``data`` as its stream; None where it is no code.

    The same few codes stand on the sheet of every gemeente.
    """
    with pikepdf.new() as pdf:
        image = pikepdf.Stream(pdf, data, pikepdf.Object.parse(dictionary))
        modules = _modules(image)
    return None if modules is None else _rectangles(modules)


def _modules(image: pikepdf.Stream) -> Image.Image | None:
    """The picture in black and white; None where it has other colours."""
    try:
        picture = read_rgb(pikepdf.PdfImage(image))
    except Unreadable:
        return None
    colours = picture.getcolors(2) or []
    if {colour for _, colour in colours} != {(0, 0, 0), (255, 255, 255)}:
        return None
    return picture.convert("1", dither=Image.Dither.NONE)


def _draw(image: pikepdf.Stream, path: bytes) -> None:
    side = int(image.Width)
    for key in list(image.keys()):
        if key not in ("/Length", "/StructParent"):
            del image[key]
    image.Type, image.Subtype = Name.XObject, Name.Form
    image.BBox = [0, 0, side, side]
    scale = round(1 / side, 9)
    image.Matrix = [scale, 0, 0, scale, 0, 0]
    image.Resources = pikepdf.Dictionary()
    image.write(path)


def _rectangles(modules: Image.Image) -> bytes:
    """White, and on it in one path a rectangle for each run of set modules in a row."""
    side, pixels = modules.width, modules.tobytes("raw", "L")
    parts = [f"1 g 0 0 {side} {side} re f 0 g"]
    for row in range(side):
        x = 0
        for light, run in groupby(pixels[row * side : (row + 1) * side]):
            length = len(list(run))
            if not light:
                parts.append(f"{x} {side - 1 - row} {length} 1 re")
            x += length
    return ("\n".join(parts) + "\nf\n").encode()

"""Pictures: read from a PDF, brought to ink, written back.

RGB pictures are written lossless whatever they came from: a second JPEG pass would leave rings
around edges, and JPEG files of four inks are read inverted by one program and upright by another.
"""

from __future__ import annotations

import io
import struct
from typing import Any

import pikepdf
from pikepdf import Name
from PIL import Image

from flevoprint.language import Phrase, say
from flevoprint.press.dictionaries import copy, remove
from flevoprint.press.report import Report
from flevoprint.press.spaces import Spaces

_PNG_MODES = {"L": "L", "RGB": "RGB", "CMYK": "RGBA"}
_SPACES = {"1": Name.DeviceGray, "L": Name.DeviceGray, "CMYK": Name.DeviceCMYK}


class Unreadable(Exception):
    """A picture that cannot be brought to RGB pixels."""


def read_rgb(image: Any) -> Image.Image:
    """The RGB pixels of an image XObject or an inline image; raises :class:`Unreadable`."""
    try:
        picture: Image.Image = image.as_pil_image()
        return picture.convert("RGB")
    except (pikepdf.PdfError, OSError, ValueError, NotImplementedError) as reason:
        raise Unreadable(str(reason)) from reason


def write_picture(pdf: pikepdf.Pdf, picture: Image.Image) -> pikepdf.Stream:
    """An image XObject holding ``picture`` (mode 1, L or CMYK)."""
    stream = pdf.make_stream(b"")
    stream.Type, stream.Subtype = Name.XObject, Name.Image
    fill_picture(stream, picture)
    return stream


def fill_picture(stream: pikepdf.Stream, picture: Image.Image) -> None:
    """Give an image XObject the pixels and the colour space of ``picture``."""
    stream.Width, stream.Height = picture.size
    stream.ColorSpace = _SPACES[picture.mode]
    if picture.mode == "1":
        stream.BitsPerComponent = 1
        stream.write(picture.tobytes())
        return
    stream.BitsPerComponent = 8
    stream.write(
        _predicted(picture),
        filter=Name.FlateDecode,
        decode_parms=pikepdf.Dictionary(
            Predictor=15, Colors=len(picture.getbands()), Columns=picture.width
        ),
    )


def _predicted(picture: Image.Image) -> bytes:
    """Flate data with PNG predictors: half the size of plain Flate for a photograph.

    PNG has no four inks, but its predictors work on bytes: four inks pass for RGB and alpha.
    """
    mode = _PNG_MODES[picture.mode]
    target = io.BytesIO()
    # Level 1, as qpdf compresses the data anew before it is saved.
    Image.frombytes(mode, picture.size, picture.tobytes()).save(target, "PNG", compress_level=1)
    data, position, chunks = target.getvalue(), 8, []
    while position < len(data):
        length, kind = struct.unpack_from(">I4s", data, position)
        if kind == b"IDAT":
            chunks.append(data[position + 8 : position + 8 + length])
        position += length + 12
    return b"".join(chunks)


class Pictures:
    """Converts the pictures of one PDF; made for one edition."""

    def __init__(self, pdf: pikepdf.Pdf, spaces: Spaces, report: Report) -> None:
        self._pdf = pdf
        self._spaces = spaces
        self._report = report
        self._spent: list[pikepdf.Stream] = []

    def empty_spent(self) -> None:
        """Empty the pictures that converted ones replaced, so that no one compresses them."""
        for stream in self._spent:
            stream.write(b"")

    def picture(self, image: Any, masked: bool) -> Any:
        """A picture XObject (8.9.5); grey and four inks stay as they are, RGB is converted."""
        remove(image, "/Interpolate", "/Intent", "/StructParent")
        if "/SMask" in image:
            remove(image.SMask, "/Interpolate")
        if image.get("/ImageMask", False):
            return image
        space = image.get("/ColorSpace")
        kind = "rgb" if _indexed(space) or space is None else self._spaces.kind(space)
        if kind == "gray" or (kind == "cmyk" and not masked):
            image.ColorSpace = Name.DeviceGray if kind == "gray" else Name.DeviceCMYK
            return image
        if kind != "rgb":
            self.unsupported(say("colour space {name}", name=kind))
            return None
        if "/Matte" in image.get("/SMask", {}) or isinstance(image.get("/Mask"), pikepdf.Array):
            self.unsupported(say("transparency that hangs on a screen colour"))
            return None
        if _indexed(space):
            self._spaces.kind(space[1])
        converted = self._convert(pikepdf.PdfImage(image), image.get("/Decode"), masked)
        if converted is not None:
            copy(image, converted, "/SMask", "/Mask")
            self._spent.append(image)
        return converted

    def inline(self, image: Any, masked: bool) -> Any:
        """An inline image as an XObject, or None where it may stay inline (8.9.7)."""
        if image.image_mask:
            return None
        stays = ("/DeviceGray", "/G") if masked else ("/DeviceGray", "/G", "/DeviceCMYK", "/CMYK")
        if not image.indexed and image.colorspace in stays:
            return None
        return self._convert(image, image.obj.get("/Decode"), masked)

    def _convert(self, image: Any, decode: Any, masked: bool) -> Any:
        if decode is not None and [float(edge) for edge in decode] != [0, 1] * (len(decode) // 2):
            self.unsupported(say("inverted colour values"))
            return None
        try:
            pixels = read_rgb(image)
        except Unreadable:
            self.unsupported(say("its data cannot be read"))
            return None
        return write_picture(
            self._pdf, pixels.convert("L") if masked else self._spaces.table.picture(pixels)
        )

    def unsupported(self, what: Phrase) -> None:
        """Report a picture that cannot be brought to ink."""
        self._report.add(
            "press.picture",
            say("a picture cannot be turned into ink ({reason})", reason=what),
            say("save the picture as PNG or JPEG in sRGB with 8 bits per colour"),
        )


def _indexed(space: Any) -> bool:
    return isinstance(space, pikepdf.Array) and len(space) == 4 and space[0] == Name.Indexed

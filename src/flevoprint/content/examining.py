"""Logo files, drawn and measured: what is set of each, and what it looks like.

What was found out is kept, so that most builds do none of this; it takes Pillow, resvg and a
hundred patterns, all of which take time to import. Limits: 40 megapixels; for SVG see ``svg.py``.
"""

from __future__ import annotations

import io
import re
import threading
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from xml.etree import ElementTree

from PIL import Image, ImageFile, ImageOps

from flevoprint.content.drawing import Frame, Undrawable, frame_of, framed, rendered
from flevoprint.content.found import RASTER_FORMATS, Drawn, PictureError
from flevoprint.content.kinds import real_kind
from flevoprint.content.looks import measure
from flevoprint.content.svg import pictures_within, read_svg
from flevoprint.content.svg_plain import draws_plainly
from flevoprint.icc import to_srgb
from flevoprint.language import say

MAX_PIXELS = 40_000_000
#: Grey with 16 bits a pixel, as Pillow reads it from PNG.
DEEP_GREY = {"I", "I;16", "I;16B"}
#: What the editions can hold or what can be made so: anything else would be wrong in one of them.
MODES = {"1", "L", "LA", "P", "PA", "RGB", "RGBA"} | DEEP_GREY
#: Most pixels that are set: 60 mm square, or 170 mm of eight to one, at 600 an inch.
SET_PIXELS, SET_SIDE = 2_000_000, 4_000
#: The long side on which a drawing is measured.
MEASURED = 400
#: Within what Pillow says of a PNG with more beside its pixels than it unpacks.
_TOO_MUCH_BESIDE = "MAX_TEXT_CHUNK"
#: The EXIF tag of which way is up.
_ORIENTATION = 0x0112
_ONE_AT_A_TIME = threading.RLock()
_AGAIN = say("save the logo in the drawing program anew as 'plain SVG'")


def examine(data: bytes, suffix: str) -> Drawn:
    """What the file ``data``, called ``suffix``, draws. Raises PictureError."""
    _check_contents(data, suffix)
    return _drawing(data) if suffix == ".svg" else _raster(data, suffix)


def _check_contents(data: bytes, suffix: str) -> None:
    """Hold what a file is against what its name says. Raises PictureError."""
    real = real_kind(data)
    if real is not None and suffix not in real.suffixes:
        message = say("the file is called {suffix}, but is {kind}", suffix=suffix, kind=real.name)
        raise PictureError("content.logo-broken", message, real.remedy)


def _drawing(data: bytes) -> Drawn:
    """A drawing without the room around it: as it is, or as pixels where no other way is right."""
    root = read_svg(data)
    sharp = _pixels_a_unit(root)
    try:
        frame = frame_of(root)
        whole = _drawn(root, frame, MEASURED, MEASURED**2)
        measured = measure(whole)
        if measured is None:
            raise PictureError("content.logo-empty", say("the SVG draws nothing"), _AGAIN)
        width, height = whole.size
        left, top, right, bottom = measured.box
        ink = frame.within(left / width, top / height, right / width, bottom / height)
        if draws_plainly(root):
            return Drawn(framed(root, ink), ".svg", None, measured.look)
        pixels = _drawn(root, ink, SET_SIDE, SET_PIXELS)
        scale = min((pixels.width / ink.width, *sharp))
        size = max(1, round(ink.width * scale)), max(1, round(ink.height * scale))
        return Drawn(_png(pixels), ".png", size, measured.look)
    except Undrawable:
        message = say("the SVG has no size (viewBox), or cannot be drawn")
        raise PictureError("content.logo-broken", message, _AGAIN) from None


def _drawn(root: ElementTree.Element, frame: Frame, side: int, pixels: int) -> Image.Image:
    scale = min(
        side / max(frame.width, frame.height), (pixels / (frame.width * frame.height)) ** 0.5
    )
    size = max(1, round(frame.width * scale)), max(1, round(frame.height * scale))
    with Image.open(io.BytesIO(rendered(framed(root, frame), *size))) as picture:
        return picture.convert("RGBA")


def _pixels_a_unit(root: ElementTree.Element) -> list[float]:
    """How many pixels the pictures within a drawing have for each unit of its plane.

    About: what groups around a picture do to its size is left out. Raises PictureError.
    """
    found = []
    for element, data in pictures_within(root):
        try:
            with _strictly(), _opened(data, ["PNG", "JPEG"]) as picture:
                wide = re.fullmatch(r"\d*\.?\d+", element.get("width", ""))
                if wide and float(wide[0]):
                    found.append(picture.width / float(wide[0]))
        except (OSError, ValueError):
            message = say("a picture within the SVG cannot be read")
            raise PictureError("content.logo-broken", message, _AGAIN) from None
    return found


def _raster(data: bytes, suffix: str) -> Drawn:
    expected = RASTER_FORMATS[suffix]
    hint = say("open the logo in a drawing program and save it again as {kind}", kind=expected)
    try:
        with _strictly(), _opened(data, [expected]) as picture:
            picture.load()
            _check_mode(picture.mode)
            return _trimmed(data, suffix, picture)
    except (OSError, ValueError, SyntaxError) as failure:
        message = say("the file is not a readable {kind}", kind=expected)
        if _TOO_MUCH_BESIDE in str(failure):
            message = say("the colour profile or a text within the file is larger than 1 MB")
            hint = say("save it again as {kind}, in sRGB and without a profile", kind=expected)
        raise PictureError("content.logo-broken", message, hint) from None


@contextmanager
def _strictly() -> Iterator[None]:
    """Nothing of Pillow on a terminal: the limit below is stricter than its own, and an error; and
    of what a camera noted wrongly nothing is drawn. What is cut off is broken, also where the
    engine, once imported, let Pillow make the best of it.
    """
    with _ONE_AT_A_TIME:  # what is set here holds for all threads
        before, ImageFile.LOAD_TRUNCATED_IMAGES = ImageFile.LOAD_TRUNCATED_IMAGES, False
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                yield
        finally:
            ImageFile.LOAD_TRUNCATED_IMAGES = before


def _opened(data: bytes, formats: list[str]) -> Image.Image:
    """A raster of a bearable size, known by its header. Raises PictureError and OSError."""
    try:
        picture = Image.open(io.BytesIO(data), formats=formats)
    except Image.DecompressionBombError:
        raise _too_many_pixels() from None
    if picture.width * picture.height > MAX_PIXELS:
        picture.close()
        raise _too_many_pixels()
    return picture


def _trimmed(data: bytes, suffix: str, picture: Image.Image) -> Drawn:
    """A raster upright, in 8 bits of sRGB, without the room around what it draws."""
    upright = _plain_pixels(picture)
    plain = _in_srgb(upright, picture)
    measured = measure((plain or upright).convert("RGBA"))
    if measured is None:
        message = say("the picture is wholly transparent")
        hint = say("look in a drawing program whether its layers are on, and save it anew as PNG")
        raise PictureError("content.logo-empty", message, hint)
    as_it_is = plain is picture and measured.box == (0, 0, *picture.size)
    small = picture.width * picture.height <= SET_PIXELS and max(picture.size) <= SET_SIDE
    if as_it_is and small and picture.mode in {"L", "RGB", "RGBA"}:
        return Drawn(data, suffix, picture.size, measured.look)
    cut = _fitted((plain or upright).crop(measured.box))
    return Drawn(_png(cut), ".png", cut.size, measured.look, guessed=plain is None)


def _plain_pixels(picture: Image.Image) -> Image.Image:
    """``picture`` turned upright, in 8 bits a channel; itself where it is so already."""
    upright = picture
    if picture.getexif().get(_ORIENTATION, 1) != 1:
        upright = ImageOps.exif_transpose(picture)
    if upright.mode in DEEP_GREY:
        upright = upright.convert("I").point(lambda level: level / 256).convert("L")
    elif upright.mode == "1":
        upright = upright.convert("L")
    elif upright.mode not in {"L", "RGB", "RGBA"} or "transparency" in upright.info:
        upright = upright.convert("RGBA")
    return upright


def _in_srgb(upright: Image.Image, picture: Image.Image) -> Image.Image | None:
    """The colours of ``picture``, made ``upright``, as a screen shows them; None where its profile
    says nothing about them. Grey needs none.
    """
    if "icc_profile" not in picture.info or picture.mode in {"1", "L", "LA"} | DEEP_GREY:
        return upright
    # None stands for a profile that cannot be unpacked.
    return to_srgb(upright, picture.info["icc_profile"] or b"")


def _fitted(picture: Image.Image) -> Image.Image:
    width, height = picture.size
    scale = min(1.0, SET_SIDE / max(width, height), (SET_PIXELS / (width * height)) ** 0.5)
    if scale == 1:
        return picture
    size = max(1, round(width * scale)), max(1, round(height * scale))
    return picture.resize(size, Image.Resampling.LANCZOS)


def _png(picture: Image.Image) -> bytes:
    if picture.mode == "RGBA" and picture.getchannel("A").getextrema() == (255, 255):
        picture = picture.convert("RGB")
    target = io.BytesIO()
    picture.save(target, "PNG", icc_profile=None)
    return target.getvalue()


def _too_many_pixels() -> PictureError:
    return PictureError(
        "content.logo-too-large",
        say("the logo is more than {most} megapixels", most=MAX_PIXELS // 10**6),
        say("save the logo smaller, or use an SVG"),
    )


def _check_mode(mode: str) -> None:
    if mode not in MODES:
        kind = say("CMYK") if mode == "CMYK" else say("of another kind ({mode})", mode=mode)
        raise PictureError(
            "content.logo-colours",
            say(
                "the logo is {kind}; a logo in pixels must be RGB or grey, with 8 bits a colour",
                kind=kind,
            ),
            say(
                "save it in a drawing program as RGB, or use an SVG; "
                "flevoprint itself makes printing ink of it"
            ),
        )

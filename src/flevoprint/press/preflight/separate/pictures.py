"""Images as light on plates (ISO 32000-1, 8.9): stencils stay, greys stay on the black plate."""

from __future__ import annotations

import io
import zlib
from dataclasses import dataclass
from typing import Any

import numpy as np
import pikepdf
from numpy.typing import NDArray
from pikepdf import Name
from PIL import Image

from flevoprint.language import say
from flevoprint.press.preflight.context import BROKEN
from flevoprint.press.preflight.limits import unpacked
from flevoprint.press.preflight.separate.plane import Plane
from flevoprint.press.preflight.separate.spaces import CMYK, GRAY, Space, Spaces
from flevoprint.press.preflight.separate.unmeasured import Unmeasured

Samples = NDArray[np.uint8]

#: Most samples read of one image: 12 000 × 8 000 pixels in four inks.
_MAX_SAMPLES = 400_000_000
#: An image is looked at no finer than this many pixels along a side: an A3 page at 200 dpi.
_ENOUGH = 3300
#: Colours of spot inks told apart in one image.
_MAX_COLOURS = 50_000
_MODES = {1: "L", 3: "RGB", 4: "CMYK"}
_KEPT = ("/SMask", "/Mask", "/OC")


@dataclass(frozen=True, slots=True)
class _Read:
    """An image's inks (height × width × 4; in a mask its light, × 1), and its colour key's mask."""

    values: Samples
    alpha: Samples | None


class Pictures:
    """Converts the images of one working copy."""

    def __init__(self, pdf: pikepdf.Pdf, spaces: Spaces) -> None:
        self._pdf = pdf
        self._spaces = spaces
        self._read: dict[object, _Read] = {}

    def plates(self, image: Any) -> int:
        """The plates an image paints where it overprints."""
        return self._space(image).plates

    def converted(self, image: Any, plane: Plane) -> Any:
        """An image XObject for ``plane``, or ``image`` itself. Raises :class:`Unmeasured`."""
        if image.get("/ImageMask", False):
            return image
        try:
            return self._converted(image, plane)
        except (*BROKEN, OSError, Image.DecompressionBombError) as bad:
            raise Unmeasured(say("an image that cannot be read")) from bad

    def _converted(self, image: Any, plane: Plane) -> Any:
        space = self._space(image)
        if space.grey and not isinstance(image.get("/Mask"), pikepdf.Array):
            if plane.bits in (0, 8):
                return image
            return self._written(np.full((1, 1, plane.components), 255, np.uint8), image, plane)
        bits = int(image.get("/BitsPerComponent", 8))
        if space.components == 1 and bits <= 8 and not _packed(image, "/JPXDecode"):
            return self._by_table(image, space, bits, plane)
        read = self._samples_of(image, space, plane)
        light = read.values if not plane.bits else 255 - read.values[:, :, plane.columns]
        stream = self._written(light, image, plane)
        if read.alpha is not None:
            stream.SMask = self._grey(read.alpha)
        return stream

    def _space(self, image: Any) -> Space:
        if "/ColorSpace" in image:
            return self._spaces.read(image.ColorSpace)
        with _opened(image) as picture:
            found = {1: GRAY, 3: self._spaces.rgb, 4: CMYK}.get(len(picture.getbands()))
        if found is None:
            raise Unmeasured(say("an image that cannot be read"))
        return found

    def _by_table(self, image: Any, space: Space, bits: int, plane: Plane) -> Any:
        """One component a pixel: what stays is the image, what is converted is its table."""
        ((low, high),) = _decode(image, space, bits)
        values = np.linspace(low, high, 2**bits)[:, None]
        table = np.rint(255 * plane.convert(space, values)).astype(np.uint8)
        entries = {key: value for key, value in image.items() if key not in ("/Decode", "/Length")}
        copy = self._pdf.make_stream(image.read_raw_bytes(), entries)
        lookup = pikepdf.String(table.tobytes())
        copy.ColorSpace = pikepdf.Array([Name.Indexed, plane.space, 2**bits - 1, lookup])
        self._matte(copy, space, plane)
        return copy

    def _samples_of(self, image: Any, space: Space, plane: Plane) -> _Read:
        """The inks of ``image``; kept, as every plane asks for them."""
        key = (image.objgen, plane.bits == 0)
        if key in self._read and image.is_indirect:
            return self._read[key]
        bits = int(image.get("/BitsPerComponent", 8))
        samples = _samples(image, space.components, bits)
        mask = image.get("/Mask")
        alpha = _keyed(samples, mask, bits) if isinstance(mask, pikepdf.Array) else None
        if alpha is None and "/Matte" not in image.get("/SMask", {}):
            samples = _coarser(samples)
        found = _Read(_colours(samples, space, _decode(image, space, bits), plane), alpha)
        self._read[key] = found
        return found

    def _written(self, light: Samples, image: Any, plane: Plane) -> pikepdf.Stream:
        stream = self._pdf.make_stream(light.tobytes())
        stream.Type, stream.Subtype = Name.XObject, Name.Image
        stream.Height, stream.Width = light.shape[:2]
        stream.ColorSpace, stream.BitsPerComponent = plane.space, 8
        for key in _KEPT:
            if key in image and not isinstance(image[key], pikepdf.Array):
                stream[key] = image[key]
        self._matte(stream, self._space(image), plane)
        return stream

    def _matte(self, image: Any, space: Space, plane: Plane) -> None:
        """Bring the colour an image was blended with beforehand to its plates (11.6.5.3)."""
        matte = image.get("/SMask", {}).get("/Matte")
        if matte is None:
            return
        mask = image.SMask
        entries = {key: value for key, value in mask.items() if key not in ("/Matte", "/Length")}
        image.SMask = self._pdf.make_stream(mask.read_raw_bytes(), entries)
        if (image.Width, image.Height) == (mask.Width, mask.Height):
            values = np.array([[float(value) for value in matte]])
            light = plane.convert(space, values)[0]
            image.SMask.Matte = pikepdf.Array([round(float(value), 4) for value in light])

    def _grey(self, samples: Samples) -> pikepdf.Stream:
        stream = self._pdf.make_stream(samples.tobytes())
        stream.Type, stream.Subtype = Name.XObject, Name.Image
        stream.Height, stream.Width = samples.shape
        stream.ColorSpace, stream.BitsPerComponent = Name.DeviceGray, 8
        return self._pdf.make_indirect(stream)


def _decode(image: Any, space: Space, bits: int) -> tuple[tuple[float, float], ...]:
    edges = [float(edge) for edge in image.get("/Decode", [])]
    if not edges:
        return space.ranges(bits)
    return tuple(zip(edges[::2], edges[1::2], strict=True))[: space.components]


def _packed(image: Any, name: str) -> bool:
    filters = image.get("/Filter", [])
    names = list(filters) if isinstance(filters, pikepdf.Array) else [filters]
    return bool(names) and str(names[-1]) == name


def _opened(image: Any) -> Image.Image:
    """The pixels of an image that is a file in itself, JPEG or JPEG 2000."""
    filters = image.get("/Filter")
    if isinstance(filters, pikepdf.Array) and len(filters) > 1:
        if list(filters[:-1]) != [Name.FlateDecode] or "/DecodeParms" in image:
            raise ValueError(str(filters))
        unpacker = zlib.decompressobj()
        return Image.open(io.BytesIO(unpacker.decompress(image.read_raw_bytes(), _MAX_SAMPLES)))
    return Image.open(io.BytesIO(image.read_raw_bytes()))


def _samples(image: Any, components: int, bits: int) -> Samples:
    """The samples as they stand in the file, before Decode, brought to eight bits."""
    width, height = int(image.Width), int(image.Height)
    if not 0 < width * height * components <= _MAX_SAMPLES:
        raise Unmeasured(say("an image that is too large to look at"))
    if _packed(image, "/DCTDecode") or _packed(image, "/JPXDecode"):
        with _opened(image) as picture:
            if picture.mode != _MODES.get(components):
                raise ValueError(picture.mode)
            if picture.width * picture.height * components > _MAX_SAMPLES:
                raise Unmeasured(say("an image that is too large to look at"))
            samples = np.asarray(picture).reshape(picture.height, picture.width, components)
        # Pillow turns all JPEGs of four inks over, as Adobe's are; PDF says it with Decode.
        turned = components == 4 and _packed(image, "/DCTDecode")
        return 255 - samples if turned else samples
    row = (width * components * bits + 7) // 8
    data = np.frombuffer(unpacked(image), np.uint8)[: row * height].reshape(height, row)
    if bits == 16:
        data = data[:, ::2]
    elif bits < 8:
        flags = np.unpackbits(data, axis=1)[:, : width * components * bits]
        parts = flags.reshape(height, width * components, bits)
        data = (parts @ (1 << np.arange(bits - 1, -1, -1))) * 255 // (2**bits - 1)
    return data.reshape(height, width, components).astype(np.uint8)


def _keyed(samples: Samples, mask: Any, bits: int) -> Samples:
    """Opaque where a sample falls outside the colour key (8.9.6.4)."""
    top = 2 ** min(bits, 8) - 1
    edges = np.array([int(edge) >> max(0, bits - 8) for edge in mask]).reshape(-1, 2)
    raw = np.rint(samples.astype(np.uint16) * top / 255)
    hidden = ((raw >= edges[:, 0]) & (raw <= edges[:, 1])).all(axis=2)
    shown: Samples = np.where(hidden, 0, 255).astype(np.uint8)
    return shown


def _coarser(samples: Samples) -> Samples:
    """``samples`` averaged over squares, while more of them remain than can be seen."""
    by = max(samples.shape[:2]) // _ENOUGH
    height, width = (length // max(by, 1) for length in samples.shape[:2])
    if by < 2 or not height or not width:
        return samples
    squares = samples[: height * by, : width * by].reshape(height, by, width, by, -1)
    means: Samples = np.rint(squares.mean(axis=(1, 3))).astype(np.uint8)
    return means


def _colours(
    samples: Samples, space: Space, decode: tuple[tuple[float, float], ...], plane: Plane
) -> Samples:
    """Samples to inks, or for a mask to light."""
    if space.direct and plane.bits and decode in (((0, 1),) * 4, ((1, 0),) * 4):
        return samples if decode[0] == (0, 1) else 255 - samples
    low, high = np.array(decode, dtype=float).T
    flat = samples.reshape(-1, samples.shape[2])
    back: Any = slice(None)
    if space.family in ("/DeviceN", "/Separation"):
        flat, back = _distinct(flat)
    values = low + flat / 255 * (high - low)
    found = space.inks(values) if plane.bits else plane.convert(space, values)
    result: Samples = np.rint(255 * found).astype(np.uint8)[back]
    return result.reshape(*samples.shape[:2], -1)


def _distinct(flat: Samples) -> tuple[Samples, NDArray[np.intp]]:
    """The distinct colours and where each pixel finds its own; rounded where they are many."""
    for lost in range(5):
        rounded = flat >> lost << lost if lost else flat
        colours, back = np.unique(rounded, axis=0, return_inverse=True)
        if len(colours) <= _MAX_COLOURS:
            break
    return colours, back.reshape(-1)

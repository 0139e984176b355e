"""Pages as pixels, by PDFium. Nothing else here knows that library.

PDFium is not thread safe: one process renders one page at a time.
"""

from __future__ import annotations

import ctypes
import math
import struct
from collections.abc import Callable, Iterator
from functools import partial
from types import TracebackType
from typing import Any

import numpy as np
import pypdfium2
from numpy.typing import NDArray
from pypdfium2 import raw

from flevoprint.geometry import Box

#: A picture: height × width × red, green, blue of 0–255.
Pixels = NDArray[np.uint8]

#: Most pixels in one picture (an A0 poster at 150 dpi is 35 million): beyond it, it is coarser.
MAX_PIXELS = 36_000_000
#: Longest side in pixels: a page may be 5 m long and a hair wide.
MAX_SIDE = 20_000
#: Pages that stay open: opening one reads all its content, which takes longer than most pictures.
MAX_OPEN = 4
#: How colours and greys are drawn: red before blue, which greys must not ask for. Annotations are
#: drawn only where asked for.
_COLOURS = raw.FPDFBitmap_BGRx, raw.FPDF_REVERSE_BYTE_ORDER
_GREYS = raw.FPDFBitmap_Gray, 0

#: Makes a picture of a box on an open page: the page, its frame, the box, dots per inch.
Make = Callable[[pypdfium2.PdfPage, Box, Box, float], Pixels]


class Unrenderable(Exception):
    """A file or page of which no picture can be made."""


class Renderer:
    """An open document, and the pages of it that were rendered last. A context, or close it."""

    def __init__(self, data: bytes) -> None:
        """Raises :class:`Unrenderable` where the file cannot be opened."""
        try:
            self._document = pypdfium2.PdfDocument(data)
        except pypdfium2.PdfiumError as reason:
            raise Unrenderable(str(reason)) from reason
        self._open: dict[int, tuple[pypdfium2.PdfPage, Box]] = {}
        self._media: dict[int, Box] = {}

    def __enter__(self) -> Renderer:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        raised: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Give back what PDFium holds."""
        self._document.close()

    def image(self, page: int, dpi: float, box: Box | None = None) -> Pixels:
        """Page ``page`` (from 1) on white, upright as its coordinates are, without annotations.

        ``box`` in points of the page's own coordinates; by default the media box. The picture
        covers it wholly; where it would exceed :data:`MAX_PIXELS` its resolution is lower than
        asked, so scale by its shape. Raises :class:`Unrenderable`.
        """
        return self.padded(page, dpi, box)[:, :, :3]

    def padded(self, page: int, dpi: float, box: Box | None = None) -> Pixels:
        """The same picture as it was made, with a fourth byte to each pixel that says nothing."""
        return self._shown(page, dpi, box, _pixels)

    def textless(self, page: int, dpi: float, box: Box) -> Pixels:
        """The same picture, padded, without the text on the page and in the forms it draws.

        Text in patterns and soft masks stays. Raises :class:`Unrenderable`, also for text that
        other things are seen through: hiding it does not tell what there is without it.
        """
        return self._shown(page, dpi, box, partial(_without_text, _pixels))

    def grey(self, page: int, dpi: float, box: Box) -> Pixels:
        """The same without text, as height × width of 0–255: a third of the time of colours."""
        return self._shown(page, dpi, box, partial(_without_text, _greys))

    def _shown(self, page: int, dpi: float, box: Box | None, make: Make) -> Pixels:
        try:
            box = box and _sized(page, box)
            opened, frame = self._framed(page, box)
            return make(opened, frame, box or frame, dpi)
        except (pypdfium2.PdfiumError, IndexError, MemoryError, OverflowError) as reason:
            raise Unrenderable(f"page {page}: {reason}") from reason

    def _framed(self, number: int, box: Box | None) -> tuple[pypdfium2.PdfPage, Box]:
        """The page, open, and the frame that is all there is of it: ``box``, or one around it."""
        before = self._open.pop(number, None)
        if before is not None:
            if box is not None and _around(before[1], box):
                self._open[number] = before
                return before
            before[0].close()
        while len(self._open) >= MAX_OPEN:
            self._open.pop(next(iter(self._open)))[0].close()
        opened = self._document[number - 1]
        media = self._media.setdefault(number, Box(*opened.get_mediabox()))
        frame = box or _sized(number, media)
        # PDFium reads the boxes when a page is opened.
        if opened.get_rotation() or opened.get_bbox() != _singles(frame):
            _set_boxes(opened, frame)
            opened.close()
            opened = self._document[number - 1]
        self._open[number] = opened, frame
        return opened, frame


def _sized(page: int, box: Box) -> Box:
    """``box`` with its corners in order; PDFium makes a US letter of a page without a size."""
    left, right = sorted((box.left, box.right))
    bottom, top = sorted((box.bottom, box.top))
    if not (0 < right - left < math.inf and 0 < top - bottom < math.inf):
        raise Unrenderable(f"page {page}: no size")
    return Box(left, bottom, right, top)


def _around(frame: Box, box: Box) -> bool:
    return (
        frame.left <= box.left < box.right <= frame.right
        and frame.bottom <= box.bottom < box.top <= frame.top
    )


def _singles(box: Box) -> tuple[float, ...]:
    """The edges as PDFium keeps them, in single precision."""
    return struct.unpack("4f", struct.pack("4f", box.left, box.bottom, box.right, box.top))


def _set_boxes(page: pypdfium2.PdfPage, frame: Box) -> None:
    edges = (frame.left, frame.bottom, frame.right, frame.top)
    page.set_rotation(0)
    page.set_mediabox(*edges)
    page.set_cropbox(*edges)


def _pixels(page: pypdfium2.PdfPage, frame: Box, box: Box, dpi: float) -> Pixels:
    """A picture of ``box``, which lies in the ``frame`` that the page was opened with."""
    across, down = _size(page, frame, box, dpi)
    # Four bytes a pixel render fastest, of those with colours.
    pixels = np.empty((down, across, 4), np.uint8)
    _draw(page, frame, box, pixels, *_COLOURS)
    return pixels


def _greys(page: pypdfium2.PdfPage, frame: Box, box: Box, dpi: float) -> Pixels:
    """The same in grey, a byte a pixel."""
    across, down = _size(page, frame, box, dpi)
    # PDFium wants rows that begin at every fourth byte.
    pixels = np.empty((down, across + -across % 4), np.uint8)[:, :across]
    _draw(page, frame, box, pixels, *_GREYS)
    return pixels


def _size(page: pypdfium2.PdfPage, frame: Box, box: Box, dpi: float) -> tuple[int, int]:
    """How many pixels a picture has across and down."""
    width, height = (
        page.get_size() if box == frame else (box.right - box.left, box.top - box.bottom)
    )
    if width <= 0 or height <= 0:
        raise Unrenderable("no size")
    scale = min(
        dpi / 72,
        MAX_SIDE / max(width, height),
        math.sqrt(MAX_PIXELS / (width * height)),
    )
    return math.ceil(width * scale), math.ceil(height * scale)


def _draw(
    page: pypdfium2.PdfPage, frame: Box, box: Box, pixels: Pixels, kind: int, flags: int
) -> None:
    """Draw ``box`` on white onto all of ``pixels``."""
    down, across = pixels.shape[:2]
    pixels.fill(255)
    bitmap = raw.FPDFBitmap_CreateEx(
        across, down, kind, pixels.ctypes.data_as(ctypes.c_void_p), pixels.strides[0]
    )
    if not bitmap:
        raise Unrenderable("no picture of its size can be made")
    try:
        if box == frame:
            raw.FPDF_RenderPageBitmap(bitmap, page, 0, 0, across, down, 0, flags)
        else:
            cut = raw.FS_RECTF(0, 0, across, down)
            raw.FPDF_RenderPageBitmapWithMatrix(
                bitmap, page, _onto(frame, box, across, down), cut, flags
            )
    finally:
        raw.FPDFBitmap_Destroy(bitmap)


def _onto(frame: Box, box: Box, across: int, down: int) -> raw.FS_MATRIX:
    """The matrix by which ``box`` comes to cover so many pixels across and down.

    PDFium applies it to the frame as it lies with its top left in the origin, a pixel a point.
    """
    x, y = across / (box.right - box.left), down / (box.top - box.bottom)
    return raw.FS_MATRIX(x, 0, 0, y, (frame.left - box.left) * x, (box.top - frame.top) * y)


def _without_text(make: Make, page: pypdfium2.PdfPage, frame: Box, box: Box, dpi: float) -> Pixels:
    texts = list(_texts(page.raw, raw.FPDFPage_CountObjects, raw.FPDFPage_GetObject))
    if any(raw.FPDFTextObj_GetTextRenderMode(text) >= _FIRST_CLIPPING for text in texts):
        raise Unrenderable("text that clips")
    try:
        for text in texts:
            raw.FPDFPageObj_SetIsActive(text, False)
        return make(page, frame, box, dpi)
    finally:
        for text in texts:
            raw.FPDFPageObj_SetIsActive(text, True)


#: From this on, of the modes of ISO 32000-1, table 106, text is added to the clip.
_FIRST_CLIPPING = raw.FPDF_TEXTRENDERMODE_FILL_CLIP


def _texts(holder: Any, count: Callable[..., int], get: Callable[..., Any]) -> Iterator[Any]:
    """The text objects of a page or a form, and of the forms in it; PDFium bounds how deep."""
    for at in range(count(holder)):
        found = get(holder, at)
        kind = raw.FPDFPageObj_GetType(found)
        if kind == raw.FPDF_PAGEOBJ_TEXT:
            yield found
        elif kind == raw.FPDF_PAGEOBJ_FORM:
            yield from _texts(found, raw.FPDFFormObj_CountObjects, raw.FPDFFormObj_GetObject)


def page_image(data: bytes, page: int, dpi: float, box: Box | None = None) -> Pixels:
    """One picture of one page; see :meth:`Renderer.image`."""
    with Renderer(data) as renderer:
        return renderer.image(page, dpi, box)

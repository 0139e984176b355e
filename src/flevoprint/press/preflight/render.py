"""Pages as pixels, by PDFium. Nothing else here knows that library.

PDFium is not thread safe: one process renders one page at a time.
"""

from __future__ import annotations

import math
from types import TracebackType

import numpy as np
import pypdfium2
from numpy.typing import NDArray
from PIL import Image

from flevoprint.geometry import Box

#: A picture: height × width × red, green, blue of 0–255.
Pixels = NDArray[np.uint8]
#: A picture in grey: height × width of 0–255.
Grey = NDArray[np.uint8]

#: Most pixels in one picture (an A0 poster at 150 dpi is 35 million): beyond it, it is coarser.
MAX_PIXELS = 36_000_000
#: Longest side in pixels: a page may be 5 m long and a hair wide.
MAX_SIDE = 20_000


class Unrenderable(Exception):
    """A file or page of which no picture can be made."""


class Renderer:
    """An open document. Use it as a context, or close it."""

    def __init__(self, data: bytes) -> None:
        """Raises :class:`Unrenderable` where the file cannot be opened."""
        try:
            self._document = pypdfium2.PdfDocument(data)
        except pypdfium2.PdfiumError as reason:
            raise Unrenderable(str(reason)) from reason

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
        return self._rendered(page, dpi, box)[:, :, :3]

    def grey(self, page: int, dpi: float, box: Box | None = None) -> Grey:
        """The same picture in grey, its luma after ITU-R BT.601."""
        rendered = self._rendered(page, dpi, box)
        height, width = rendered.shape[:2]
        return np.asarray(Image.frombuffer("RGBX", (width, height), rendered).convert("L"))

    def _rendered(self, page: int, dpi: float, box: Box | None) -> Pixels:
        try:
            self._frame(page - 1, box)
            opened = self._document[page - 1]
            try:
                return _pixels(opened, dpi)
            finally:
                opened.close()
        except (pypdfium2.PdfiumError, IndexError, MemoryError, OverflowError) as reason:
            raise Unrenderable(f"page {page}: {reason}") from reason

    def _frame(self, index: int, box: Box | None) -> None:
        """Make ``box`` all there is of a page; PDFium reads the boxes when a page is opened."""
        opened = self._document[index]
        try:
            left, bottom, right, top = (
                (box.left, box.bottom, box.right, box.top) if box else opened.get_mediabox()
            )
            left, right = sorted((left, right))
            bottom, top = sorted((bottom, top))
            # PDFium makes a US letter of a page without a size.
            if not (0 < right - left < math.inf and 0 < top - bottom < math.inf):
                raise Unrenderable(f"page {index + 1}: no size")
            opened.set_rotation(0)
            opened.set_mediabox(left, bottom, right, top)
            opened.set_cropbox(left, bottom, right, top)
        finally:
            opened.close()


def _pixels(page: pypdfium2.PdfPage, dpi: float) -> Pixels:
    width, height = page.get_size()
    if width <= 0 or height <= 0:
        raise Unrenderable("no size")
    scale = min(
        dpi / 72,
        MAX_SIDE / max(width, height),
        math.sqrt(MAX_PIXELS / (width * height)),
    )
    # Four bytes a pixel copy fastest.
    bitmap = page.render(
        scale=scale, may_draw_forms=False, draw_annots=False, rev_byteorder=True, prefer_bgrx=True
    )
    try:
        # A copy: the bitmap's memory is PDFium's.
        pixels: Pixels = bitmap.to_numpy().copy()
        return pixels
    finally:
        bitmap.close()


def page_image(data: bytes, page: int, dpi: float, box: Box | None = None) -> Pixels:
    """One picture of one page; see :meth:`Renderer.image`."""
    with Renderer(data) as renderer:
        return renderer.image(page, dpi, box)

"""A page as a small picture, for reports."""

from __future__ import annotations

import io
import math
from collections.abc import Iterator

import numpy as np
from PIL import (
    Image,
    WebPImagePlugin,  # noqa: F401  (else Pillow imports all forty of them to find this one)
)

from flevoprint.finding import PageFacts
from flevoprint.geometry import Box
from flevoprint.press.preflight.limits import Unreadable
from flevoprint.press.preflight.reading import Reading
from flevoprint.press.preflight.render import Renderer, Unrenderable

DPI = 90
QUALITY = 82
#: Most pages of one file that get a picture.
MOST_PAGES = 40
#: Pixels of a thumbnail: 200 × 283 for a page of A4, in about 5 kB, read at a glance.
THUMB_PIXELS = 56_600
THUMB_QUALITY = 30
#: Most pages of one file that get a thumbnail.
MOST_THUMBS = 8


def page_pictures(data: bytes, pages: tuple[PageFacts, ...]) -> Iterator[bytes]:
    """A JPEG of each page's media box, turned as a reader sees it; empty where none can be made."""
    try:
        with Renderer(data) as renderer:
            for facts in pages[:MOST_PAGES]:
                yield _picture(renderer, facts)
    except Unrenderable:
        return


def thumbnails(reading: Reading) -> tuple[bytes, ...]:
    """A WebP of each page's sheet as it is after cutting; none where they cannot be made."""
    try:
        return tuple(_thumbnail(reading.renderer, facts) for facts in reading.pages[:MOST_THUMBS])
    except (Unreadable, Unrenderable):
        return ()


def _thumbnail(renderer: Renderer, facts: PageFacts) -> bytes:
    sheet = facts.trim or facts.media
    pixels = renderer.image(facts.number, _dpi(sheet), sheet)
    target = io.BytesIO()
    # The quickest method that still makes small files: pages by the hundred stand in one report.
    Image.fromarray(pixels).save(target, "WEBP", quality=THUMB_QUALITY, method=2)
    return target.getvalue()


def _dpi(sheet: Box) -> float:
    area = (sheet.right - sheet.left) * (sheet.top - sheet.bottom)
    return 72 * math.sqrt(THUMB_PIXELS / area)


def _picture(renderer: Renderer, facts: PageFacts) -> bytes:
    try:
        pixels = renderer.image(facts.number, DPI, facts.media)
    except Unrenderable:
        return b""
    turned = np.ascontiguousarray(np.rot90(pixels, -(facts.rotation // 90)))
    target = io.BytesIO()
    Image.fromarray(turned).save(target, "JPEG", quality=QUALITY, subsampling=0, optimize=True)
    return target.getvalue()

"""A page as a small picture, for reports."""

from __future__ import annotations

import io
from collections.abc import Iterator

import numpy as np
from PIL import Image

from flevoprint.finding import PageFacts
from flevoprint.press.preflight.render import Renderer, Unrenderable

DPI = 90
QUALITY = 82
#: Most pages of one file that get a picture.
MOST_PAGES = 40


def page_pictures(data: bytes, pages: tuple[PageFacts, ...]) -> Iterator[bytes]:
    """A JPEG of each page's media box, turned as a reader sees it; empty where none can be made."""
    try:
        with Renderer(data) as renderer:
            for facts in pages[:MOST_PAGES]:
                yield _picture(renderer, facts)
    except Unrenderable:
        return


def _picture(renderer: Renderer, facts: PageFacts) -> bytes:
    try:
        pixels = renderer.image(facts.number, DPI, facts.media)
    except Unrenderable:
        return b""
    turned = np.ascontiguousarray(np.rot90(pixels, -(facts.rotation // 90)))
    target = io.BytesIO()
    Image.fromarray(turned).save(target, "JPEG", quality=QUALITY, subsampling=0, optimize=True)
    return target.getvalue()

"""Small PDFs made by hand, for one thing at a time."""

from __future__ import annotations

import io
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name

from flevoprint.finding import Kind
from flevoprint.press.preflight.marks import Mark, Painted
from flevoprint.press.preflight.reading import Reading


class Pages:
    """A PDF of pages of 200 × 100 points."""

    def __init__(self) -> None:
        self.pdf = pikepdf.new()

    def add(self, content: str | bytes, **resources: Any) -> Any:
        """Add a page; ``Font={"F": font}`` and so on are its resources."""
        self.pdf.add_blank_page(page_size=(200, 100))
        page = self.pdf.pages[-1].obj
        page.Contents = self.stream(content)
        page.Resources = self.resources(**resources)
        return page

    def resources(self, **kinds: Any) -> Dictionary:
        return Dictionary(
            {
                f"/{kind}": Dictionary({f"/{name}": thing for name, thing in things.items()})
                for kind, things in kinds.items()
            }
        )

    def stream(self, content: str | bytes, **entries: Any) -> Any:
        data = content.encode("latin-1") if isinstance(content, str) else content
        return self.pdf.make_stream(data, {f"/{key}": value for key, value in entries.items()})

    def form(self, content: str, **entries: Any) -> Any:
        head = {"Type": Name.XObject, "Subtype": Name.Form, "BBox": Array([0, 0, 1000, 1000])}
        return self.stream(content, **(head | entries))

    def image(self, data: bytes, width: int, height: int, **entries: Any) -> Any:
        head = {"Subtype": Name.Image, "Width": width, "Height": height, "BitsPerComponent": 8}
        return self.stream(data, **(head | entries))

    def data(self) -> bytes:
        target = io.BytesIO()
        # As it was packed: some of these are packed to do harm.
        plain = pikepdf.StreamDecodeLevel.none
        self.pdf.save(target, compress_streams=False, stream_decode_level=plain)
        return target.getvalue()

    def painted(self, kind: Kind = Kind.PRESS) -> Painted:
        with Reading(self.data(), "proef.pdf", kind) as reading:
            return reading.painted


def marks(content: str | bytes, **resources: Any) -> tuple[Mark, ...]:
    """What one page with ``content`` paints; nothing in it may be broken."""
    pages = Pages()
    pages.add(content, **resources)
    painted = pages.painted()
    assert painted.damage == ()
    return painted.marks


def edges(mark: Mark) -> tuple[float, ...]:
    """A mark's box, rounded."""
    box = mark.box
    return tuple(round(edge, 3) for edge in (box.left, box.bottom, box.right, box.top))


HELVETICA = Dictionary(
    Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica, Encoding=Name.WinAnsiEncoding
)

"""Where a content stream stands, and what may go wrong in one."""

from __future__ import annotations

from dataclasses import dataclass

import pikepdf

from flevoprint.press.preflight.graphics import IDENTITY, Matrix, Rect

#: What a broken PDF makes its readers raise.
BROKEN = (
    ArithmeticError,
    AttributeError,
    LookupError,
    NotImplementedError,
    TypeError,
    ValueError,
    pikepdf.PdfError,
)


@dataclass(frozen=True, slots=True)
class Place:
    """Where a content stream stands.

    ``base`` is the matrix at its start, on which patterns hang (8.7.2). ``area`` is what a
    repeated tile covers, and then the box of all that is in the tile. ``colourless`` content takes
    the colour it is drawn with (8.7.3.3, 9.6.5).
    """

    page: int
    where: str = ""
    base: Matrix = IDENTITY
    soft_mask: bool = False
    area: Rect | None = None
    colourless: bool = False
    mcid: int | None = None
    artifact: bool = False
    layer: str = ""

    def inside(self, name: str) -> str:
        """How something in this stream is called."""
        return f"{self.where} > {name}" if self.where else name

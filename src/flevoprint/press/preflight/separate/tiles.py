"""Patterns so fine that no renderer gets through them: seen before one is asked to."""

from __future__ import annotations

from typing import Any

import pikepdf

from flevoprint.language import say
from flevoprint.press.preflight.context import BROKEN
from flevoprint.press.preflight.separate.unmeasured import Unmeasured

#: The smallest area of one tile in points squared: two million of them cover an A4.
_SMALLEST = 0.25


def refuse_dust(pdf: pikepdf.Pdf) -> None:
    """Raise :class:`Unmeasured` where a tiling pattern repeats too closely (8.7.3)."""
    for thing in pdf.objects:
        if isinstance(thing, pikepdf.Stream) and thing.get("/PatternType") == 1:
            try:
                area = _area(thing)
            except BROKEN:
                continue  # a viewer skips what it cannot read
            if area < _SMALLEST:
                raise Unmeasured(say("a pattern that repeats too closely"))


def _area(pattern: Any) -> float:
    a, b, c, d = (float(value) for value in list(pattern.get("/Matrix", [1, 0, 0, 1]))[:4])
    return abs(float(pattern.XStep) * float(pattern.YStep) * (a * d - b * c))

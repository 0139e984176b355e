"""One PDF being inspected: what several checks need is read once, and kept while it lasts."""

from __future__ import annotations

import io
from functools import cached_property

import pikepdf

from flevoprint.finding import Kind, PageFacts
from flevoprint.press.preflight.marks import Mark


class Reading:
    """An open PDF and what was read of it. Use it as a context, or close it."""

    def __init__(self, data: bytes, file: str, kind: Kind):
        self.data = data
        self.file = file
        self.kind = kind
        self.pdf = pikepdf.open(io.BytesIO(data))

    @cached_property
    def pages(self) -> tuple[PageFacts, ...]:
        """The boxes of every page."""
        raise NotImplementedError

    @cached_property
    def marks(self) -> tuple[Mark, ...]:
        """All that the pages paint, in order."""
        raise NotImplementedError

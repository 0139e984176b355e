"""One PDF being inspected: what several checks need is read once, and kept while it lasts."""

from __future__ import annotations

import io
from functools import cached_property
from types import TracebackType
from typing import Any

import pikepdf
from pikepdf import Name

from flevoprint.finding import Kind, PageFacts
from flevoprint.geometry import Box
from flevoprint.language import say
from flevoprint.press.preflight.context import BROKEN
from flevoprint.press.preflight.graphics import rectangle
from flevoprint.press.preflight.limits import (
    MAX_PAGES,
    Unreadable,
    bounded,
    unpacked,
    unpacked_profile,
)
from flevoprint.press.preflight.marks import Mark, Painted
from flevoprint.press.preflight.render import Renderer
from flevoprint.press.preflight.walk import inherited, walk


class Reading:
    """An open PDF and what was read of it. Use it as a context, or close it.

    ``kind`` None is decided by :func:`kind_of`. Raises :class:`Unreadable` for what cannot be
    opened; so do :attr:`pages` and :attr:`marks` for what cannot be read any further.
    """

    def __init__(self, data: bytes, file: str, kind: Kind | None = None):
        self.data = data
        self.file = file
        self.pdf = _opened(data)
        self.kind = kind or kind_of(self.pdf)

    def __enter__(self) -> Reading:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the file."""
        if "renderer" in vars(self):
            self.renderer.close()
        self.pdf.close()

    @cached_property
    def renderer(self) -> Renderer:
        """The file, open for pictures. Raises :class:`Unrenderable` where it cannot be."""
        return Renderer(self.data)

    @cached_property
    def pages(self) -> tuple[PageFacts, ...]:
        """The boxes of every page, inherited ones too (ISO 32000-1, 7.7.3.4)."""
        try:
            return tuple(_facts(page.obj, n) for n, page in enumerate(self.pdf.pages, start=1))
        except BROKEN as reason:
            raise Unreadable(say("its page tree is broken")) from reason

    @cached_property
    def painted(self) -> Painted:
        """All that the pages paint, with groups and damage."""
        try:
            return walk(self.pdf, press=self.kind is Kind.PRESS)
        except BROKEN as reason:
            raise Unreadable(say("the content of its pages is broken")) from reason

    @property
    def marks(self) -> tuple[Mark, ...]:
        """All that the pages paint, in order."""
        return self.painted.marks

    @property
    def intents(self) -> list[Any]:
        """The output intents for the press (ISO 15930-7, 6.2.2)."""
        intents = _dictionaries(self.pdf.Root.get("/OutputIntents"))
        return [intent for intent in intents if intent.get("/S") == Name.GTS_PDFX]

    @cached_property
    def intent_profile(self) -> bytes:
        """The profile embedded in the first of them; empty where there is none to be read."""
        for intent in self.intents[:1]:
            profile = intent.get("/DestOutputProfile")
            if isinstance(profile, pikepdf.Stream):
                try:
                    return unpacked_profile(profile)
                except (pikepdf.PdfError, Unreadable):
                    break
        return b""


def _opened(data: bytes) -> pikepdf.Pdf:
    if not data:
        remedy = say("copy or download it again, or ask its maker for it: nothing came along")
        raise Unreadable(say("it is empty"), remedy)
    if b"%PDF-" not in data[:1024]:
        remedy = say("name the PDF itself; of a document of another kind, make one by exporting it")
        raise Unreadable(say("it is not a PDF"), remedy)
    try:
        with bounded():
            pdf = pikepdf.open(io.BytesIO(data))
            if not len(pdf.pages):
                raise Unreadable(say("it has no pages"))
            if len(pdf.pages) > MAX_PAGES:
                raise Unreadable(say("it has more than {most} pages", most=MAX_PAGES))
    except pikepdf.PasswordError as reason:
        raise Unreadable(say("it is locked with a password")) from reason
    except BROKEN as reason:
        raise Unreadable(say("its structure is broken")) from reason
    return pdf


def _facts(page: Any, number: int) -> PageFacts:
    media = _box(inherited(page, "/MediaBox"))
    if media is None:
        raise Unreadable(say("page {page} has no size", page=number))
    return PageFacts(
        number,
        media,
        _box(inherited(page, "/CropBox")),
        _box(page.get("/BleedBox")),
        _box(page.get("/TrimBox")),
        int(inherited(page, "/Rotate") or 0) % 360,
    )


def _box(array: Any) -> Box | None:
    return None if array is None else Box(*rectangle(array))


def kind_of(pdf: pikepdf.Pdf) -> Kind:
    """What a PDF means to be: for the press by its output intent, for the screen by its tags.

    What says neither is held to be for the press.
    """
    if any(_of_press(intent) for intent in _dictionaries(pdf.Root.get("/OutputIntents"))):
        return Kind.PRESS
    marked = pdf.Root.get("/MarkInfo")
    if isinstance(marked, pikepdf.Dictionary) and bool(marked.get("/Marked", False)):
        return Kind.SCREEN
    metadata = pdf.Root.get("/Metadata")
    try:
        packet = unpacked(metadata, 16 << 20) if isinstance(metadata, pikepdf.Stream) else b""
    except (pikepdf.PdfError, Unreadable):
        packet = b""
    named = b"/pdfua/ns/id/" in packet or b"/pdfa/ns/id/" in packet
    return Kind.SCREEN if named else Kind.PRESS


def _dictionaries(array: Any) -> list[Any]:
    items = list(array) if isinstance(array, pikepdf.Array) else []
    return [item for item in items if isinstance(item, pikepdf.Dictionary)]


def _of_press(intent: Any) -> bool:
    profile = intent.get("/DestOutputProfile")
    inks = isinstance(profile, pikepdf.Stream) and profile.get("/N") == 4
    return inks or intent.get("/S") == Name.GTS_PDFX

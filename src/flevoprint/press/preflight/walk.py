"""The walk over the pages of a PDF: what each content stream paints, and where.

Forms, tiling patterns, Type 3 glyphs, soft masks and the appearances of printed annotations are
followed; each is read once and carried out every time it is drawn, within the bounds of
:mod:`~flevoprint.press.preflight.limits`.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

import pikepdf
from pikepdf import Name

from flevoprint.language import say
from flevoprint.press.preflight.context import BROKEN, Place
from flevoprint.press.preflight.fonts import Font
from flevoprint.press.preflight.graphics import (
    IDENTITY,
    State,
    both,
    matrix,
    rectangle,
    straight,
    times,
    transformed,
)
from flevoprint.press.preflight.instructions import Instructions, operators
from flevoprint.press.preflight.interpreter import Interpreter
from flevoprint.press.preflight.limits import (
    MAX_DEPTH,
    MAX_MARKS,
    MAX_PAGES,
    MAX_STEPS,
    Unreadable,
    unpacked,
)
from flevoprint.press.preflight.marks import Damage, Group, Mark, Painted
from flevoprint.press.preflight.paints import UNKNOWN, Spaces

_INVISIBLE, _PRINTED, _NO_VIEW = 2, 4, 32


class Walk:
    """What the content streams of one PDF share: what was read of them, and what they painted."""

    def __init__(self, pdf: pikepdf.Pdf, press: bool):
        self.pdf = pdf
        self.press = press
        self.spaces = Spaces()
        self.marks: list[Mark] = []
        self.groups: list[Group] = []
        self.damage: dict[Damage, None] = {}
        self._fonts: dict[tuple[int, int], Font] = {}
        self._streams: dict[tuple[int, int], Instructions] = {}
        self._within: list[object] = []
        self._steps = 0

    def painted(self) -> Painted:
        """Walk over all pages."""
        if len(self.pdf.pages) > MAX_PAGES:
            raise Unreadable(say("it has more than {most} pages", most=MAX_PAGES))
        for number, page in enumerate(self.pdf.pages, start=1):
            self._page(page, number)
        return Painted(tuple(self.marks), tuple(self.groups), tuple(self.damage))

    def spend(self, steps: int) -> None:
        """Count work done; raises :class:`Unreadable` when it is too much."""
        self._steps += steps
        if self._steps > MAX_STEPS or len(self.marks) > MAX_MARKS:
            raise Unreadable(say("its pages paint more objects than can be read"))

    def broken(self, place: Place, operator: str) -> None:
        """Note an operator that cannot be carried out."""
        if len(self.damage) < 100:
            self.damage[Damage(place.page, place.where, operator)] = None

    @contextmanager
    def within(self, stream: Any) -> Iterator[None]:
        """Be inside ``stream``; raises :class:`Unreadable` for a circle, or too deep."""
        key = stream.objgen if stream.is_indirect else id(stream)
        if key in self._within:
            raise Unreadable(say("a form or pattern draws itself"))
        if len(self._within) >= MAX_DEPTH:
            raise Unreadable(say("forms and patterns are nested too deep"))
        self._within.append(key)
        try:
            yield
        finally:
            self._within.pop()

    def font(self, font: Any) -> Font:
        """A font, read once."""
        if not font.is_indirect:
            return Font(font)
        if font.objgen not in self._fonts:
            self._fonts[font.objgen] = Font(font)
        return self._fonts[font.objgen]

    def instructions(self, stream: Any) -> Instructions:
        """A form's, pattern's or glyph's operators, read once."""
        if not stream.is_indirect:
            return operators(unpacked(stream))
        if stream.objgen not in self._streams:
            self._streams[stream.objgen] = operators(unpacked(stream))
        return self._streams[stream.objgen]

    def run(self, stream: Any, resources: Any, state: State, place: Place) -> None:
        """Carry out a stream other than a page."""
        with self.within(stream):
            own = stream.get("/Resources", resources)
            Interpreter(self, own, state, place).run(self.instructions(stream))

    def form(self, form: Any, resources: Any, state: State, place: Place) -> None:
        """Draw a form XObject (8.10), as a group where it is one (11.6.6)."""
        inner = state.copied()
        inner.ctm = times(matrix(form.get("/Matrix", IDENTITY)), state.ctm)
        inner.clip = both(state.clip, transformed(rectangle(form.BBox), inner.ctm))
        inner.square = state.square and straight(inner.ctm)
        if "/Group" in form:
            self.group(form.Group, form.get("/Resources", resources), place)
            inner.enter_group()
        self.run(form, resources, inner, replace(place, base=inner.ctm))

    def group(self, group: Any, resources: Any, place: Place) -> None:
        """Note a transparency group."""
        if group.get("/S") != Name.Transparency:
            return
        space = self.spaces.space(group.CS, resources) if "/CS" in group else UNKNOWN
        found = Group(
            place.page,
            place.where,
            space.family if "/CS" in group else "",
            space.device,
            place.soft_mask,
        )
        if found not in self.groups[-50:]:
            self.groups.append(found)

    def _page(self, page: pikepdf.Page, number: int) -> None:
        place = Place(number)
        resources = inherited(page.obj, "/Resources") or pikepdf.Dictionary()
        clip = rectangle(inherited(page.obj, "/MediaBox") or (0, 0, 612, 792))
        if isinstance(page.obj.get("/Group"), pikepdf.Dictionary):
            self.group(page.obj.Group, resources, place)
        contents = page.obj.get("/Contents")
        parts = list(contents) if isinstance(contents, pikepdf.Array) else [contents]
        streams = [part for part in parts if isinstance(part, pikepdf.Stream)]
        data = b"\n".join(map(unpacked, streams))
        Interpreter(self, resources, State(clip=clip), place).run(operators(data))
        for annotation in page.obj.get("/Annots", ()):
            try:
                self._annotation(annotation, State(clip=clip), place)
            except BROKEN:
                self.broken(place, "Annots")

    def _annotation(self, annotation: Any, state: State, place: Place) -> None:
        """Draw the appearance of an annotation that is printed, or shown (12.5.5)."""
        flags = int(annotation.get("/F", 0))
        hidden = not flags & _PRINTED if self.press else bool(flags & _NO_VIEW)
        appearance = annotation.get("/AP", pikepdf.Dictionary()).get("/N")
        if isinstance(appearance, pikepdf.Dictionary):
            appearance = appearance.get(str(annotation.get("/AS", "/Off")))
        if flags & _INVISIBLE or hidden or not isinstance(appearance, pikepdf.Stream):
            return
        own = matrix(appearance.get("/Matrix", IDENTITY))
        box = transformed(rectangle(appearance.BBox), own)
        target = rectangle(annotation.Rect)
        width, height = box[2] - box[0], box[3] - box[1]
        across = (target[2] - target[0]) / width if width else 1.0
        up = (target[3] - target[1]) / height if height else 1.0
        state.ctm = (across, 0, 0, up, target[0] - box[0] * across, target[1] - box[1] * up)
        name = str(annotation.get("/Subtype", "/Annot")).lstrip("/")
        self.form(appearance, pikepdf.Dictionary(), state, replace(place, where=name))


def inherited(page: Any, key: str) -> Any:
    """A page's entry, or that of the nearest of its ancestors (7.7.3.4); None without one."""
    for _ in range(MAX_DEPTH):
        if key in page:
            return page[key]
        page = page.get("/Parent")
        if not isinstance(page, pikepdf.Dictionary):
            return None
    return None


def walk(pdf: pikepdf.Pdf, *, press: bool = True) -> Painted:
    """All that the pages of ``pdf`` paint, with its groups and what is broken.

    ``press`` chooses which annotations count: those that are printed, or those that are shown.
    Raises :class:`Unreadable` for a PDF beyond the bounds, ``pikepdf.PdfError`` for a broken one.
    """
    return Walk(pdf, press).painted()


def read_marks(pdf: pikepdf.Pdf) -> tuple[Mark, ...]:
    """What the pages of ``pdf`` paint, in order; raises as :func:`walk` does."""
    return walk(pdf).marks

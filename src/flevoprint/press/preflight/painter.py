"""What a content stream paints with: the graphics state, its colours, and the marks it leaves."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pikepdf
from pikepdf import Name

from flevoprint.geometry import Box
from flevoprint.press.preflight.context import Place
from flevoprint.press.preflight.graphics import (
    IDENTITY,
    Matrix,
    Rect,
    State,
    both,
    matrix,
    rectangle,
    times,
    transformed,
    within,
)
from flevoprint.press.preflight.marks import Mark, MarkKind, Paint
from flevoprint.press.preflight.paints import UNKNOWN

if TYPE_CHECKING:
    from flevoprint.press.preflight.walk import Walk

_PATTERN = Paint("Pattern")
#: Colours that are kept of one content stream.
_MOST_COLOURS = 1_000


class Painter:
    """The state of one content stream while it is carried out, and how it paints."""

    def __init__(self, walk: Walk, resources: Any, state: State, place: Place):
        self._walk = walk
        self._resources = resources
        self._state = state
        self._place = place
        #: What was looked up so far: colours of device spaces, and graphics states.
        self._devices: dict[tuple[Any, ...], tuple[Paint, Any]] = {}
        self._states: dict[str, list[tuple[str, Any]]] = {}
        self._marked: list[tuple[int | None, bool, str]] = [
            (place.mcid, place.artifact, place.layer)
        ]

    def _named(self, kind: str, name: Any) -> Any:
        """A resource; raises KeyError where there is none."""
        return self._resources[kind][str(name)]

    # What is painted.

    def _emit(
        self,
        kind: MarkKind,
        rect: Rect,
        paint: Paint | None,
        *,
        stroke: bool = False,
        masked: bool = False,
        invisible: bool = False,
        **facts: Any,
    ) -> None:
        """Note what is painted within ``rect``, cut to the clip."""
        state, place = self._state, self._place
        cut = both(rect, state.clip)
        outside = cut[0] > cut[2] or cut[1] > cut[3]
        found = rect if outside else cut
        if place.area is not None:
            found = place.area
        mcid, artifact, layer = self._marked[-1]
        alpha = state.alpha_stroke if stroke else state.alpha_fill
        self._walk.spend(1)
        self._walk.marks.append(
            Mark(
                page=place.page,
                kind=kind,
                box=Box(*found),
                paint=paint,
                overprint=state.overprint_stroke if stroke else state.overprint_fill,
                overprint_mode=state.overprint_mode,
                alpha=alpha * state.group_alpha,
                blend=state.blend if state.blend != "Normal" else state.group_blend,
                soft_mask=place.soft_mask,
                masked=masked or state.masked or state.group_masked,
                invisible=invisible or outside,
                mcid=mcid,
                artifact=artifact,
                layer=layer,
                where=place.where,
                **facts,
            )
        )

    def _filled(self, kind: MarkKind, rect: Rect, stroke: bool = False, **facts: Any) -> None:
        """Paint ``rect`` with the current colour, or with what the current pattern paints."""
        state = self._state
        pattern = state.stroke_pattern if stroke else state.fill_pattern
        paint = state.stroke if stroke else state.fill
        if pattern is None:
            self._emit(kind, rect, paint, stroke=stroke, **facts)
        elif int(pattern.PatternType) == 2:
            kind = MarkKind.SHADING if kind is MarkKind.FILL else kind
            self._emit(kind, rect, self._shading_paint(pattern.Shading), stroke=stroke, **facts)
        else:
            self._emit(kind, rect, _PATTERN, stroke=stroke, **facts)
            self._tile(pattern, both(rect, state.clip), paint)

    def _shading_paint(self, shading: Any) -> Paint:
        space = self._walk.spaces.space(shading.ColorSpace, self._resources)
        return replace(self._walk.spaces.paint(space, ()), values=())

    def _tile(self, pattern: Any, area: Rect, paint: Paint) -> None:
        """Paint the cell of a tiling pattern, once for all its copies in ``area`` (8.7.3)."""
        if area[0] > area[2] or area[1] > area[3]:
            return
        ctm = times(matrix(pattern.get("/Matrix", IDENTITY)), self._place.base)
        cell = transformed(rectangle(pattern.BBox), ctm)
        once = within(area, cell)
        state = State(ctm=ctm, clip=both(area, cell) if once else cell, fill=paint, stroke=paint)
        outer = self._state
        state.group_alpha = outer.alpha_fill * outer.group_alpha
        state.group_blend = outer.blend if outer.blend != "Normal" else outer.group_blend
        state.group_masked = outer.masked or outer.group_masked
        colourless = int(pattern.get("/PaintType", 1)) == 2
        if not colourless:
            state.fill = state.stroke = State().fill
        self._within_here(pattern, state, "P", ctm, area if not once else None, colourless)

    def _within_here(
        self,
        stream: Any,
        state: State,
        name: str,
        base: Matrix,
        area: Rect | None,
        colourless: bool,
    ) -> None:
        """Carry out a pattern's cell or a glyph's procedure."""
        mcid, artifact, layer = self._marked[-1]
        place = replace(
            self._place,
            where=self._place.inside(name),
            base=base,
            area=self._place.area or area,
            colourless=self._place.colourless or colourless,
            mcid=mcid,
            artifact=artifact,
            layer=layer,
        )
        self._walk.run(stream, self._resources, state, place)

    # Graphics state.

    def _gs(self, operands: Any) -> None:
        name, state = str(operands[0]), self._state
        known = self._states.get(name)
        if known is not None:
            for entry, value in known:
                setattr(state, entry, value)
            return
        wanted = self._named("/ExtGState", name)
        read: list[tuple[str, Any]] = []
        for entry, value in _settings(wanted):
            setattr(state, entry, value)
            read.append((entry, value))
        if "/Font" in wanted:
            state.font, state.size = self._walk.font(wanted.Font[0]), float(wanted.Font[1])
        if "/SMask" in wanted:
            self._soft_mask(wanted.SMask)
        if "/Font" not in wanted and "/SMask" not in wanted:
            self._states[name] = read

    def _soft_mask(self, mask: Any) -> None:
        """Paint through a mask from here on, or no longer (11.6.5.2)."""
        self._state.masked = isinstance(mask, pikepdf.Dictionary)
        if self._state.masked and not self._place.soft_mask:
            place = replace(self._place, where=self._place.inside("SMask"), soft_mask=True)
            state = State(ctm=self._state.ctm, clip=self._state.clip)
            self._walk.form(mask.G, self._resources, state, place)

    # Colour.

    def _set(self, stroke: bool, paint: Paint, space: Any = None, pattern: Any = None) -> None:
        if self._place.colourless:
            return
        state = self._state
        if stroke:
            state.stroke, state.stroke_space, state.stroke_pattern = paint, space, pattern
        else:
            state.fill, state.fill_space, state.fill_pattern = paint, space, pattern

    def _device(self, stroke: bool, name: str, operands: Any) -> None:
        key = (name, *operands)
        known = self._devices.get(key)
        if known is None:
            space = self._walk.spaces.space(Name(name), self._resources)
            values = tuple(float(value) for value in operands)
            known = (self._walk.spaces.paint(space, values), space)
            if len(self._devices) < _MOST_COLOURS:
                self._devices[key] = known
        self._set(stroke, *known)

    def _choose(self, stroke: bool, operands: Any) -> None:
        space = self._walk.spaces.space(operands[0], self._resources)
        if space is UNKNOWN:
            raise KeyError(str(operands[0]))
        self._set(stroke, self._walk.spaces.paint(space, space.start), space)

    def _components(self, stroke: bool, operands: Any) -> None:
        state, values = self._state, list(operands)
        space = (state.stroke_space if stroke else state.fill_space) or self._walk.spaces.space(
            Name.DeviceGray, self._resources
        )
        if values and isinstance(values[-1], Name):
            pattern = self._named("/Pattern", values.pop())
            under = space.base or UNKNOWN
            paint = self._walk.spaces.paint(under, [float(value) for value in values])
            self._set(stroke, paint if values else _PATTERN, space, pattern)
        else:
            paint = self._walk.spaces.paint(space, [float(value) for value in values])
            self._set(stroke, paint, space)

    def _uncoloured(self, _operands: Any) -> None:
        """A glyph without colours of its own (d1, 9.6.5)."""
        self._place = replace(self._place, colourless=True)


def _settings(wanted: Any) -> Iterator[tuple[str, Any]]:
    """What a graphics state parameter dictionary sets of a state (8.4.5), entry by entry."""
    if "/LW" in wanted:
        yield "width", abs(float(wanted.LW))
    if "/OP" in wanted:
        yield "overprint_stroke", bool(wanted.OP)
        yield "overprint_fill", bool(wanted.OP)
    if "/op" in wanted:
        yield "overprint_fill", bool(wanted.op)
    if "/OPM" in wanted:
        yield "overprint_mode", int(wanted.OPM)
    if "/ca" in wanted:
        yield "alpha_fill", float(wanted.ca)
    if "/CA" in wanted:
        yield "alpha_stroke", float(wanted.CA)
    if "/BM" in wanted:
        mode = wanted.BM[0] if isinstance(wanted.BM, pikepdf.Array) else wanted.BM
        yield "blend", str(mode).lstrip("/")

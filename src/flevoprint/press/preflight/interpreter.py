"""One content stream, operator by operator (ISO 32000-1, Annex A), as marks."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from math import hypot, inf, isfinite
from typing import TYPE_CHECKING, Any

import pikepdf
from pikepdf import Name

from flevoprint.geometry import Box
from flevoprint.press.lexer import PATH, Path
from flevoprint.press.preflight.context import BROKEN, Place
from flevoprint.press.preflight.graphics import (
    IDENTITY,
    NOWHERE,
    Matrix,
    Rect,
    State,
    both,
    matrix,
    scale,
    straight,
    times,
    transformed,
)
from flevoprint.press.preflight.instructions import INLINE, Instructions
from flevoprint.press.preflight.marks import Device, ImageFacts, MarkKind, Paint
from flevoprint.press.preflight.painter import Painter
from flevoprint.press.preflight.paints import picture_space
from flevoprint.press.preflight.text import Line, lay

if TYPE_CHECKING:
    from flevoprint.press.preflight.walk import Walk

_ARTIFACT, _OPTIONAL = Name.Artifact, Name.OC
_UNIT: Rect = (0.0, 0.0, 1.0, 1.0)
_FILLS = frozenset({"f", "F", "f*", "B", "B*", "b", "b*"})
_STROKES = frozenset({"S", "s", "B", "B*", "b", "b*"})
#: More parts of a path than one rectangle has.
_SHAPE = 2
#: Half the width a hairline's box is given, in points: it paints one device pixel.
_HAIR = 0.005


class Interpreter(Painter):
    """Carries out one content stream, once."""

    def __init__(self, walk: Walk, resources: Any, state: State, place: Place):
        super().__init__(walk, resources, state, place)
        self._stack: list[State] = []
        self._text: Matrix = IDENTITY
        self._line: Matrix = IDENTITY
        self._edges = NOWHERE
        self._clipping = False
        #: Parts of the path; where it is one, that is an upright rectangle.
        self._parts = 0
        self._fonts: dict[str, Any] = {}
        self._lenient = 0

    def run(self, instructions: Instructions) -> None:
        """Carry out ``instructions``; what cannot be is noted and passed over."""
        self._walk.spend(len(instructions) + 1)
        operations = _OPERATIONS
        for operator, operands, _ in instructions:
            operation = operations.get(operator)
            if operation is None:
                if operator not in _IGNORED and not self._lenient:
                    self._walk.broken(self._place, operator)
                continue
            try:
                operation(self, operands)
            except BROKEN:
                self._walk.broken(self._place, operator)

    def _begin_lenient(self, _operands: Any) -> None:
        """From here on, operators that nobody knows are no mistake (7.8.2)."""
        self._lenient += 1

    def _end_lenient(self, _operands: Any) -> None:
        self._lenient = max(self._lenient - 1, 0)

    # Graphics state.

    def _push(self, _operands: Any) -> None:
        if len(self._stack) > 10_000:
            raise ValueError("q without Q")
        self._stack.append(self._state.copied())

    def _pop(self, _operands: Any) -> None:
        if self._stack:
            self._state = self._stack.pop()

    def _concat(self, operands: Any) -> None:
        self._state.ctm = times(matrix(operands), self._state.ctm)

    def _width(self, operands: Any) -> None:
        self._state.width = abs(float(operands[0]))

    # Paths.

    def _point(self, operands: Any) -> None:
        a, b, c, d, e, f = self._state.ctm
        left, bottom, right, top = self._edges
        # Comparing takes a third of what calling min and max does, of which a page has thousands.
        for x, y in zip(operands[::2], operands[1::2], strict=True):
            u, v = a * x + c * y + e, b * x + d * y + f
            left, right = u if u < left else left, u if u > right else right
            bottom, top = v if v < bottom else bottom, v if v > top else top
        self._edges = (left, bottom, right, top)
        self._parts = _SHAPE

    def _rectangle(self, operands: Any) -> None:
        x, y, width, height = operands
        parts = self._parts + 1
        self._point((x, y, x + width, y, x, y + height, x + width, y + height))
        self._parts = parts if straight(self._state.ctm) else _SHAPE

    def _segments(self, operands: Any) -> None:
        path: Path = operands[0]
        self._walk.spend(path.count - 1)
        a, b, c, d, e, f = self._state.ctm
        parts = self._parts + 1
        if b or c or not isfinite(a + d + e + f):
            for operator, numbers in path.segments():
                (self._rectangle if operator == "re" else self._point)(numbers)
        elif path.edges[0] <= path.edges[2]:
            # What lies straight keeps its edges; its points need not be gone through.
            self._point(path.edges)
        self._parts = parts if path.rectangle and not (b or c) else _SHAPE

    def _clip(self, _operands: Any) -> None:
        self._clipping = True

    def _paint(self, operator: str) -> None:
        rect, self._edges = self._edges, NOWHERE
        clipping, self._clipping = self._clipping, False
        parts, self._parts = self._parts, 0
        if rect[0] <= rect[2]:
            if operator in _FILLS:
                cut = both(rect, self._state.clip)
                size = max(min(cut[2] - cut[0], cut[3] - cut[1]), 0.0)
                solid = parts == 1 and self._state.square
                self._filled(MarkKind.FILL, rect, size=size, solid=solid)
            if operator in _STROKES:
                self._stroked(rect)
        if clipping:
            self._state.clip = both(self._state.clip, rect)
            self._state.square = self._state.square and parts == 1

    def _stroked(self, rect: Rect) -> None:
        width = self._state.width * scale(self._state.ctm)
        half = max(width / 2, _HAIR)
        grown = (rect[0] - half, rect[1] - half, rect[2] + half, rect[3] + half)
        self._filled(MarkKind.STROKE, grown, stroke=True, size=width)

    # Text (9.4).

    def _begin_text(self, _operands: Any) -> None:
        self._text = self._line = IDENTITY

    def _font(self, operands: Any) -> None:
        name = str(operands[0])
        if name not in self._fonts:
            self._fonts[name] = self._walk.font(self._named("/Font", name))
        self._state.font, self._state.size = self._fonts[name], float(operands[1])

    def _matrix(self, operands: Any) -> None:
        self._text = self._line = matrix(operands)

    def _move(self, operands: Any) -> None:
        x, y = (float(value) for value in operands)
        self._text = self._line = times((1.0, 0.0, 0.0, 1.0, x, y), self._line)

    def _move_leading(self, operands: Any) -> None:
        self._state.leading = -float(operands[1])
        self._move(operands)

    def _next_line(self, _operands: Any) -> None:
        self._move((0, -self._state.leading))

    def _setting(self, name: str, factor: float, operands: Any) -> None:
        setattr(self._state, name, float(operands[0]) * factor)

    def _mode(self, operands: Any) -> None:
        self._state.mode = int(operands[0])

    def _show(self, operands: Any) -> None:
        text = operands[0]
        self._shown((bytes(text) if isinstance(text, pikepdf.Object) else text,))

    def _show_all(self, operands: Any) -> None:
        self._shown(operands[0])

    def _show_next(self, operands: Any) -> None:
        self._next_line(operands)
        self._show(operands)

    def _show_spaced(self, operands: Any) -> None:
        self._state.word_space = float(operands[0])
        self._state.character_space = float(operands[1])
        self._show_next([operands[2]])

    def _shown(self, items: Any) -> None:
        """Show strings and shifts between them; the text matrix ends behind them."""
        state, font = self._state, self._state.font
        if font is None:
            raise KeyError("no font")
        if not isinstance(items, tuple):
            raise TypeError("no array")
        line = lay(items, font, state)
        self._walk.spend(len(line.text))
        if line.text:
            self._text_mark(line)
        for code, offset in line.glyphs:
            self._glyph(code, offset)
        shift = (0.0, line.advance) if font.vertical else (line.advance, 0.0)
        self._text = times((1.0, 0.0, 0.0, 1.0, *shift), self._text)

    def _text_mark(self, line: Line) -> None:
        state, font = self._state, self._state.font
        placed = times(self._text, state.ctm)
        upright = abs(state.size) * hypot(placed[2], placed[3])
        low, high = min(line.low, line.high), max(line.low, line.high)
        ink = None
        if font.vertical:
            half = abs(state.size) / 2
            rect = transformed((-half, low, half, high), placed)
        else:
            ends = (font.descent * state.size, font.ascent * state.size)
            rect = (low, state.rise + min(ends), high, state.rise + max(ends))
            rect = transformed(rect, placed)
            ink = line.ink and Box(*transformed(line.ink, placed))
        height = font.ascent - font.descent if font.type3 else 1.0
        # Modes 0 and 4 fill, 1 and 5 stroke, 2 and 6 do both, 3 and 7 paint nothing (9.3.6).
        mode = state.mode % 4
        # From 4 on, what follows is clipped to the letters.
        state.square = state.square and state.mode < 4
        self._filled(
            MarkKind.TEXT,
            rect,
            stroke=mode == 1,
            size=upright * height,
            text=line.text,
            missing_glyphs=line.missing,
            invisible=mode == 3,
            font=font.facts,
            ink=ink,
        )
        if mode == 2:
            self._stroked(rect)

    def _glyph(self, code: int, offset: float) -> None:
        """Carry out a Type 3 glyph's procedure (9.6.5)."""
        state, font = self._state, self._state.font
        procedure = font.procedure(code)
        if procedure is None or state.mode % 4 == 3:
            return
        size = state.size
        placed: Matrix = (size * state.stretch, 0.0, 0.0, size, offset, state.rise)
        inner = state.copied()
        inner.ctm = times(font.matrix, times(times(placed, self._text), state.ctm))
        inner.stroke, inner.stroke_pattern = inner.fill, inner.fill_pattern
        resources, self._resources = self._resources, font.font.get("/Resources", self._resources)
        try:
            self._within_here(procedure, inner, "Type3", inner.ctm, None, False)
        finally:
            self._resources = resources

    # Pictures, forms and shadings.

    def _draw(self, operands: Any) -> None:
        thing = self._named("/XObject", operands[0])
        name = str(operands[0]).lstrip("/")
        mcid, artifact, layer = self._marked[-1]
        if "/OC" in thing:
            layer = _layer(thing.OC) or layer
        if thing.get("/Subtype") == Name.Image:
            self._marked.append((mcid, artifact, layer))
            try:
                self._picture(thing, name)
            finally:
                self._marked.pop()
        elif thing.get("/Subtype") == Name.Form:
            place = replace(
                self._place,
                where=self._place.inside(name),
                mcid=mcid,
                artifact=artifact,
                layer=layer,
            )
            self._walk.form(thing, self._resources, self._state, place)

    def _picture(self, image: Any, _name: str) -> None:
        stencil = bool(image.get("/ImageMask", False))
        masked = "/SMask" in image or int(image.get("/SMaskInData", 0)) > 0
        facts = self._image_facts(image, stencil)
        rect = transformed(_UNIT, self._state.ctm)
        if stencil:
            self._filled(MarkKind.IMAGE, rect, image=facts, masked=masked)
            return
        paint = self._picture_paint(image)
        self._emit(MarkKind.IMAGE, rect, paint, image=facts, masked=masked)
        if "/SMask" in image and not self._place.soft_mask:
            outer, self._place = self._place, replace(self._place, soft_mask=True)
            self._picture(image.SMask, "")
            self._place = outer

    def _image_facts(self, image: Any, stencil: bool) -> ImageFacts:
        a, b, c, d, _, _ = self._state.ctm
        width, height = int(image.get("/Width", 0)), int(image.get("/Height", 0))
        across, up = hypot(a, b) / 72, hypot(c, d) / 72
        ppi = min(width / across if across else inf, height / up if up else inf)
        bits = 1 if stencil else int(image.get("/BitsPerComponent", 8))
        space = "" if stencil else self._picture_paint(image).space
        return ImageFacts(width, height, bits, space, ppi, stencil)

    def _picture_paint(self, image: Any) -> Paint:
        """The colour space of a picture; one in JPEG 2000 may leave it to its file."""
        if "/ColorSpace" in image:
            space = self._walk.spaces.space(image.ColorSpace, self._resources)
            return self._walk.spaces.paint(space, ())
        device = Device.UNKNOWN
        if image.get("/Filter") == Name.JPXDecode:
            device = picture_space(image.read_raw_bytes())
        return Paint("JPXDecode", device=device)

    def _inline(self, operands: Any) -> None:
        self._picture(operands[0].obj, "")

    def _shade(self, operands: Any) -> None:
        shading = self._named("/Shading", operands[0])
        self._emit(MarkKind.SHADING, self._state.clip, self._shading_paint(shading))

    # Marked content (14.6).

    def _begin_plain(self, operands: Any) -> None:
        mcid, artifact, layer = self._marked[-1]
        self._marked.append((mcid, artifact or operands[0] == _ARTIFACT, layer))

    def _begin_marked(self, operands: Any) -> None:
        mcid, artifact, layer = self._marked[-1]
        tag = operands[0]
        artifact = artifact or tag == _ARTIFACT
        self._marked.append((mcid, artifact, layer))
        properties = operands[1]
        if isinstance(properties, Name):
            properties = self._named("/Properties", properties)
        number = properties.get("/MCID")
        if number is not None:
            mcid = int(number)
        if tag == _OPTIONAL:
            layer = _layer(properties) or layer
        self._marked[-1] = (mcid, artifact, layer)

    def _end_marked(self, _operands: Any) -> None:
        if len(self._marked) > 1:
            self._marked.pop()


def _layer(group: Any) -> str:
    """The name of an optional content group, or of the first in a membership (8.11)."""
    if group.get("/Type") == Name.OCMD:
        members = group.get("/OCGs", pikepdf.Array())
        group = members if isinstance(members, pikepdf.Dictionary) else next(iter(members), {})
    return str(group.get("/Name", "?")) if group else "?"


#: Operators that change nothing we look at.
_IGNORED = frozenset({"J", "j", "M", "d", "ri", "i", "d0", "MP", "DP", "ET"})


def _painter(operator: str) -> Callable[[Interpreter, Any], None]:
    return lambda interpreter, _operands: interpreter._paint(operator)


def _in_space(stroke: bool, name: str) -> Callable[[Interpreter, Any], None]:
    return lambda interpreter, operands: interpreter._device(stroke, name, operands)


def _setter(name: str, factor: float = 1.0) -> Callable[[Interpreter, Any], None]:
    return lambda interpreter, operands: interpreter._setting(name, factor, operands)


_OPERATIONS: dict[str, Callable[[Interpreter, Any], None]] = {
    "BX": Interpreter._begin_lenient,
    "EX": Interpreter._end_lenient,
    "q": Interpreter._push,
    "Q": Interpreter._pop,
    "cm": Interpreter._concat,
    "w": Interpreter._width,
    "gs": Interpreter._gs,
    "g": _in_space(False, "/DeviceGray"),
    "G": _in_space(True, "/DeviceGray"),
    "rg": _in_space(False, "/DeviceRGB"),
    "RG": _in_space(True, "/DeviceRGB"),
    "k": _in_space(False, "/DeviceCMYK"),
    "K": _in_space(True, "/DeviceCMYK"),
    "cs": lambda interpreter, operands: interpreter._choose(False, operands),
    "CS": lambda interpreter, operands: interpreter._choose(True, operands),
    "sc": lambda interpreter, operands: interpreter._components(False, operands),
    "scn": lambda interpreter, operands: interpreter._components(False, operands),
    "SC": lambda interpreter, operands: interpreter._components(True, operands),
    "SCN": lambda interpreter, operands: interpreter._components(True, operands),
    "d1": Interpreter._uncoloured,
    "m": Interpreter._point,
    "l": Interpreter._point,
    "c": Interpreter._point,
    "v": Interpreter._point,
    "y": Interpreter._point,
    "h": Interpreter._point,
    "re": Interpreter._rectangle,
    PATH: Interpreter._segments,
    "W": Interpreter._clip,
    "W*": Interpreter._clip,
    **{operator: _painter(operator) for operator in {*_FILLS, *_STROKES, "n"}},
    "BT": Interpreter._begin_text,
    "Tf": Interpreter._font,
    "Tm": Interpreter._matrix,
    "Td": Interpreter._move,
    "TD": Interpreter._move_leading,
    "T*": Interpreter._next_line,
    "TL": _setter("leading"),
    "Tc": _setter("character_space"),
    "Tw": _setter("word_space"),
    "Tz": _setter("stretch", 0.01),
    "Ts": _setter("rise"),
    "Tr": Interpreter._mode,
    "Tj": Interpreter._show,
    "TJ": Interpreter._show_all,
    "'": Interpreter._show_next,
    '"': Interpreter._show_spaced,
    "Do": Interpreter._draw,
    INLINE: Interpreter._inline,
    "sh": Interpreter._shade,
    "BMC": Interpreter._begin_plain,
    "BDC": Interpreter._begin_marked,
    "EMC": Interpreter._end_marked,
}

"""Content streams written anew for one plane (ISO 32000-1, annex A).

What leaves a plate alone because it overprints must not be painted there. On a page that is done
by not painting it. In a group nothing may be known of what lies under the object: it is painted
in white and multiplied, which is what overprinting is in additive colour (11.7.4.2).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any

import numpy as np
import pikepdf
from pikepdf import Name

from flevoprint.language import say
from flevoprint.press.preflight.instructions import INLINE, Instructions
from flevoprint.press.preflight.separate.spaces import ALL, CMYK, GRAY, Space
from flevoprint.press.preflight.separate.state import Paint, State
from flevoprint.press.preflight.separate.unmeasured import Unmeasured
from flevoprint.press.resources import Resources, identify

if TYPE_CHECKING:
    from flevoprint.press.preflight.separate.separator import Separator

#: Operator -> whether it strokes, and whether it fills.
PATHS = {
    **dict.fromkeys(("f", "F", "f*"), (False, True)),
    **dict.fromkeys(("S", "s"), (True, False)),
    **dict.fromkeys(("B", "B*", "b", "b*"), (True, True)),
}
#: What is left of an operator that strokes and fills, without its fill and without its stroke.
_HALVES = {"B": ("S", "f"), "B*": ("S", "f*"), "b": ("s", "f"), "b*": ("s", "f*")}
_SHOWS = ("Tj", "TJ", "'", '"')
#: Blend modes that take hue from one colour and lightness from another: black follows the
#: ground in all of them but Luminosity (11.3.5.3).
_HUES = ("/Hue", "/Saturation", "/Color")


class _Missing(Exception):
    """A resource that is named and is not there."""


class Partial(Exception):
    """An object overprints one of several plates in a plane: they must be rendered apart."""


class Rewriter:
    """Rewrites one content stream for one plane; used once."""

    def __init__(self, separator: Separator, source: Any, state: State, depth: int) -> None:
        self._separator = separator
        self._plane = separator.plane
        self._source = source
        self._state = state
        self._depth = depth
        self._stack: list[State] = []
        self._out: list[Any] = []
        self.resources = Resources()
        self._fonts: dict[tuple[str, str], tuple[bytes, bool]] = {}

    def begin(self) -> None:
        """Start in black of DeviceGray, as a page does."""
        for stroke in (False, True):
            self._colour(stroke, GRAY, GRAY.initial)

    def run(self, instructions: Instructions) -> bytes:
        """The stream's new bytes, with every ``q`` closed by a ``Q``."""
        keep = self._out.append
        for operator, operands, source in instructions:
            handler = _HANDLERS.get(operator)
            if handler is None:
                keep(source)
                continue
            try:
                handler(self, operator, operands, source)
            except _Missing:
                # What a page names and the file lacks is painted by nobody; it is told elsewhere.
                continue
        self._out.extend(b"Q" for _ in self._stack)
        return joined(self._out)

    def dictionary(self) -> pikepdf.Dictionary:
        """The resources of what was written."""
        found = self.resources.dictionary()
        if "/Properties" in self._source:
            found.Properties = self._source.Properties
        return found

    # Handlers.

    def _emit(self, operator: str, *operands: Any) -> None:
        self._out.append(instructed(operator, *operands))

    def _lookup(self, kind: str, name: Any) -> Any:
        found = self._source.get(kind, pikepdf.Dictionary()).get(str(name))
        if found is None:
            raise _Missing
        return found

    def _drop(self, _operator: str, _operands: Any, _source: Any) -> None:
        """Leave it out."""

    def _push(self, _operator: str, _operands: Any, source: Any) -> None:
        self._stack.append(self._state)
        self._out.append(source)

    def _pop(self, _operator: str, _operands: Any, source: Any) -> None:
        if self._stack:
            self._state = self._stack.pop()
            self._out.append(source)

    def _text_mode(self, _operator: str, operands: Any, source: Any) -> None:
        self._state = self._state._replace(text=int(operands[0]))
        self._out.append(source)

    def _font(self, _operator: str, operands: Any, _: Any) -> None:
        key = (str(operands[0]), str(operands[1]))  # whatever a file gives, it can be looked up
        known = self._fonts.get(key)
        if known is None:
            font = self._lookup("/Font", operands[0])
            converted = self._separator.font(font, self._source, self._depth)
            name = self.resources.name("/Font", identify(font), "F", lambda: converted)
            known = instructed("Tf", name, operands[1]), font.get("/Subtype") == Name.Type3
            self._fonts[key] = known
        source, type3 = known
        if type3 != self._state.type3:
            self._state = self._state._replace(type3=type3)
        self._out.append(source)

    def _marked(self, _operator: str, operands: Any, source: Any) -> None:
        """Marked content stays for its layers; a property list in the stream tells of none."""
        if isinstance(operands[1], Name):
            self._out.append(source)
        else:
            self._emit("BMC", operands[0])

    # Colour.

    def _device(self, operator: str, operands: Any, _source: Any) -> None:
        kind = operator.lower()
        space = {"g": GRAY, "rg": self._separator.spaces.rgb, "k": CMYK}[kind]
        values = [float(value) for value in operands]
        self._colour(operator.isupper(), space, values)

    def _space(self, operator: str, operands: Any, _source: Any) -> None:
        """Choosing a space also chooses its first colour (8.6.8)."""
        stroke, name = operator == "CS", operands[0]
        named = self._source.get("/ColorSpace", pikepdf.Dictionary()).get(str(name), name)
        is_array = isinstance(named, pikepdf.Array)
        if (named[0] if is_array else named) == Name.Pattern:
            under = self._separator.spaces.read(named[1]) if is_array and len(named) > 1 else None
            self._set(stroke, Paint(under, pattern=True))
            return
        space = self._separator.spaces.read(named)
        self._colour(stroke, space, space.initial)

    def _components(self, operator: str, operands: Any, _source: Any) -> None:
        stroke, values = operator.isupper(), list(operands)
        paint = self._state.stroke if stroke else self._state.fill
        if values and isinstance(values[-1], Name):
            self._pattern(stroke, paint, values)
        elif paint.space is not None:
            self._colour(stroke, paint.space, [float(value) for value in values])

    def _colour(self, stroke: bool, space: Space, operands: Iterable[float]) -> None:
        values = tuple(operands)
        if len(values) != space.components:
            raise Unmeasured(say("a colour with too few or too many values"))
        paint, source = self._separator.painted(stroke, space, values)
        self._set(stroke, paint)
        self._out.append(source)

    def _set(self, stroke: bool, paint: Paint) -> None:
        if stroke and self._state.stroke is not paint:
            self._state = self._state._replace(stroke=paint)
        elif not stroke and self._state.fill is not paint:
            self._state = self._state._replace(fill=paint)

    def _pattern(self, stroke: bool, paint: Paint, operands: list[Any]) -> None:
        pattern = self._lookup("/Pattern", operands[-1])
        converted, plates = self._separator.pattern(pattern, self._source, self._depth)
        name = self.resources.name("/Pattern", identify(converted), "P", lambda: converted)
        space: Any = Name.Pattern
        light: tuple[float, ...] = ()
        if pattern.get("/PaintType") == 2 and paint.space is not None:
            values = tuple(float(value) for value in operands[:-1])
            light, _ = self._separator.colour(paint.space, values)
            both = pikepdf.Array([Name.Pattern, self._plane.space])
            space = self.resources.name("/ColorSpace", "pattern", "C", lambda: both)
            plates = paint.space.plates
        self._set(stroke, Paint(paint.space, plates, plates, pattern=True))
        self._emit("CS" if stroke else "cs", space)
        self._emit("SCN" if stroke else "scn", *light, name)

    # Painting.

    def _left(self, painted: int) -> bool:
        """Whether painting these plates leaves this plane alone."""
        bits = self._plane.bits
        if bits == 8 and self._state.blend in _HUES:
            return True
        if painted & bits and painted & bits != bits:
            raise Partial
        return bool(bits) and not painted & bits

    def _multiplied(self, instruction: Any) -> None:
        """Paint what is white here so that it takes room but no light."""
        for mode in ("/Multiply", self._state.blend):
            name = self._blend(mode)
            self._emit("gs", name)
            if mode == "/Multiply":
                self._out.append(instruction)

    def _blend(self, mode: str) -> Name:
        return self.resources.name(
            "/ExtGState", mode, "B", lambda: pikepdf.Dictionary(BM=Name(mode))
        )

    def _path(self, operator: str, _operands: Any, source: Any) -> None:
        strokes, fills = PATHS[operator]
        state = self._state
        stroke = strokes and not self._left(state.painted(True))
        fill = fills and not self._left(state.painted(False))
        if (stroke, fill) == (strokes, fills):
            self._out.append(source)
        elif state.group and not (stroke or fill):
            self._multiplied(source)
        elif not (stroke or fill):
            self._emit("n")
        else:
            self._emit(_HALVES[operator][0 if stroke else 1])

    def _show(self, _operator: str, _operands: Any, source: Any) -> None:
        state = self._state
        mode = state.text % 4
        strokes = mode in (1, 2) and not state.type3
        fills = mode in (0, 2) or state.type3
        stroke = strokes and not self._left(state.painted(True))
        fill = fills and not self._left(state.painted(False))
        if (stroke, fill) == (strokes, fills):
            self._out.append(source)
        elif not (stroke or fill) and (state.group or state.type3):
            self._multiplied(source)
        else:
            less = {(True, False): 1, (False, True): 0, (False, False): 3}[stroke, fill]
            self._emit("Tr", less + 4 * (state.text // 4))
            self._out.append(source)
            self._emit("Tr", state.text)

    def _graphics_state(self, _operator: str, operands: Any, _source: Any) -> None:
        wanted = self._lookup("/ExtGState", operands[0])
        state, stroke = self._state, bool(wanted.get("/OP", self._state.overprint[0]))
        fill = bool(wanted.get("/op", stroke if "/OP" in wanted else state.overprint[1]))
        state = state._replace(overprint=(stroke, fill), mode=int(wanted.get("/OPM", state.mode)))
        entries, blend = self._separator.graphics_state(wanted, self._source, self._depth)
        self._state = state._replace(blend=blend or state.blend)
        if len(entries):
            name = self.resources.name("/ExtGState", identify(wanted), "G", lambda: entries)
            self._emit("gs", name)

    def _shade(self, _operator: str, operands: Any, _source: Any) -> None:
        shading = self._lookup("/Shading", operands[0])
        plates = self._separator.spaces.read(shading.ColorSpace).plates
        overprints = self._state.overprint[1]
        converted = self._separator.shading(shading)
        name = self.resources.name("/Shading", identify(converted), "S", lambda: converted)
        self._object(instructed("sh", name), plates if overprints else ALL)

    def _draw(self, _operator: str, operands: Any, _source: Any) -> None:
        xobject = self._lookup("/XObject", operands[0])
        painted = ALL
        if xobject.get("/Subtype") == Name.Form:
            converted = self._separator.form(xobject, self._state, self._source, self._depth)
        elif xobject.get("/Subtype") == Name.Image:
            painted = self._image_plates(xobject)
            converted = self._separator.image(xobject)
        else:
            raise Unmeasured(say("a drawing of an unknown kind"))
        name = self.resources.name("/XObject", identify(converted), "X", lambda: converted)
        self._object(instructed("Do", name), painted)

    def _image_plates(self, image: Any) -> int:
        if image.get("/ImageMask", False):
            return self._state.painted(False)
        if not self._state.overprint[1]:
            return ALL
        return self._separator.pictures.plates(image)

    def _object(self, instruction: Any, painted: int) -> None:
        """Draw what is one thing: an image, a gradient, a form."""
        if not self._left(painted):
            self._out.append(instruction)
        elif self._state.group and self._state.blend not in _HUES:
            self._multiplied(instruction)

    def _inline(self, _operator: str, operands: Any, _source: Any) -> None:
        image = self._separator.inline(operands[0], self._source)
        converted = self._separator.image(image)
        name = self.resources.name("/XObject", identify(converted), "X", lambda: converted)
        self._object(instructed("Do", name), self._image_plates(image))


_HANDLERS: dict[str, Callable[[Rewriter, str, Any, Any], None]] = {
    "q": Rewriter._push,
    "Q": Rewriter._pop,
    "gs": Rewriter._graphics_state,
    "Do": Rewriter._draw,
    "sh": Rewriter._shade,
    "Tr": Rewriter._text_mode,
    "Tf": Rewriter._font,
    INLINE: Rewriter._inline,
    "ri": Rewriter._drop,
    "BDC": Rewriter._marked,
    **dict.fromkeys(("g", "rg", "k", "G", "RG", "K"), Rewriter._device),
    **dict.fromkeys(("cs", "CS"), Rewriter._space),
    **dict.fromkeys(("sc", "scn", "SC", "SCN"), Rewriter._components),
    **dict.fromkeys(PATHS, Rewriter._path),
    **dict.fromkeys(_SHOWS, Rewriter._show),
}


def gathered(instructions: Instructions) -> Instructions:
    """The same stream, in which instructions that every plane keeps as they are stand together.

    Those are three in four: they are joined once, and not gone through again for each plane.
    """
    found: list[Any] = []
    kept: list[Any] = []
    for instruction in instructions:
        if instruction[0] not in _HANDLERS:
            kept.append(instruction[2])
            continue
        if kept:
            found.append(("", (), joined(kept)))
            kept = []
        found.append(instruction)
    if kept:
        found.append(("", (), joined(kept)))
    return tuple(found)


def instructed(operator: str, *operands: Any) -> bytes:
    """An instruction as it is written in a content stream."""
    return b" ".join((*map(_word, operands), operator.encode()))


def _word(operand: Any) -> bytes:
    if isinstance(operand, (float, int)):
        return (f"{operand:.15f}".rstrip("0").rstrip(".") or "0").encode()
    found: bytes = operand.unparse()
    return found


def joined(parts: Iterable[Any]) -> bytes:
    """A content stream of instructions, each in bytes or as qpdf read it."""
    written = list(parts)
    try:
        return b"\n".join(written)
    except TypeError:
        return b"\n".join(
            part if isinstance(part, bytes) else pikepdf.unparse_content_stream([part])
            for part in written
        )


def nonzero(inks: Any) -> int:
    """The plates that one colour's inks (1 × 4) touch."""
    return int(np.dot(inks[0] > 0, (1, 2, 4, 8)))

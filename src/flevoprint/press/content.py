"""Content streams, operator by operator (ISO 32000-1, Annex A).

A stream is written anew with resources of its own: only what it uses, already converted. So the
colour spaces that a layout engine lists and never uses disappear, and what is used and cannot be
converted is met and reported. Marked content is dropped: a press edition carries no structure.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pikepdf
from pikepdf import Name

from flevoprint.language import say
from flevoprint.press.lexer import PATH
from flevoprint.press.resources import Resources, identify
from flevoprint.press.state import IDENTITY, Linear, Paint, State, Transparency, times
from flevoprint.press.steps import Step

if TYPE_CHECKING:
    from flevoprint.press.convert import Converter

_CONSTRUCTION = frozenset({PATH, "W", "W*"})
_FILLS = frozenset({"f", "F", "f*", "B", "B*", "b", "b*"})
_STROKES = frozenset({"S", "s", "B", "B*", "b", "b*"})
_PAINTS = _FILLS | _STROKES | {"n"}
_SHOWS = frozenset({"Tj", "TJ", "'", '"'})
_DROPPED = frozenset({"BMC", "EMC", "MP", "DP", "BX", "EX", "ri", "i"})
_LAYERED = Name.OC
_DEVICE = {"g": "gray", "rg": "rgb", "k": "cmyk"}


def number(value: float) -> int | Decimal:
    """``value`` as it is written, to four decimals and without idle zeros."""
    text = f"{value:.4f}".rstrip("0").rstrip(".")
    return Decimal(text) if "." in text else int(text)


class Rewriter:
    """Rewrites one content stream. Made for one stream, used once."""

    def __init__(
        self,
        converter: Converter,
        source: Any,
        state: State,
        masked: bool,
        *,
        origin: tuple[float, float] = (0, 0),
        resources: Resources | None = None,
    ) -> None:
        """``origin`` is how far a page is shifted, in points, for the patterns it anchors.

        ``masked`` streams belong to a soft mask and are written in grey.
        """
        self.converter = converter
        self.source = source
        self.masked = masked
        self.resources = resources or Resources()
        self.state = state
        self._origin = origin
        self._start = state
        self._stack: list[State] = []
        self._out: list[bytes] = []
        self._colours: dict[tuple[Any, ...], tuple[Paint, bytes]] = {}
        self._states: dict[
            tuple[Name, Transparency], tuple[Transparency, float | None, Name | None]
        ] = {}
        self._fonts: dict[Name, tuple[Name, bool]] = {}
        self._path: list[Step] = []
        self._clipping = False
        self._text: Linear = IDENTITY
        self._handlers: dict[str, Callable[[str, Sequence[Any]], bool]] = {
            "q": self._push,
            "Q": self._pop,
            "cm": self._concat,
            "BT": self._begin_text,
            "Tm": self._text_matrix,
            "Tf": self._font,
            "Tr": self._text_mode,
            "w": self._line_width,
            "gs": self._gs,
            "Do": self._draw,
            "sh": self._shade,
            "BDC": self._marked,
            "BI": self._inline,
            "cs": self._space,
            "CS": self._space,
            **dict.fromkeys(("g", "rg", "k", "G", "RG", "K"), self._device),
            **dict.fromkeys(("sc", "scn", "SC", "SCN"), self._components),
            **dict.fromkeys(_SHOWS, self._show),
        }

    def begin_black(self) -> None:
        """Start a page or a pattern in black ink: by itself it starts in black of DeviceGray.

        Overprint mode 1 is about DeviceCMYK only (ISO 32000-1, 8.4.1 and 8.6.7).
        """
        if not self.masked:
            self._colour(False, "gray", [0])
            self._colour(True, "gray", [0])

    def run(self, steps: Iterable[Step]) -> bytes:
        """The stream's new bytes, with every ``q`` closed by a ``Q``."""
        for step in steps:
            self._take(step)
        self._flush()
        # The engine leaves groups open at the end of a form (ISO 32000-1, 8.4.2 wants balance).
        self._out += [b"Q"] * len(self._stack)
        return b"\n".join(self._out)

    def _take(self, step: Step) -> None:
        operator = step.operator
        if operator in _DROPPED:
            return
        if operator in _CONSTRUCTION:
            self._construct(step)
        elif operator in _PAINTS:
            self._paint(step)
        else:
            if self._path:
                self._flush()
            handler = self._handlers.get(operator)
            if handler is None or handler(operator, step.operands):
                self._out.append(step.written)

    # Handlers answer whether the instruction stays as it stands.

    def _emit(self, operator: str, *operands: Any) -> None:
        self._out.append(_written(operator, *operands))

    def _push(self, _operator: str, _operands: Sequence[Any]) -> bool:
        self._stack.append(self.state)
        return True

    def _pop(self, _operator: str, _operands: Sequence[Any]) -> bool:
        if not self._stack:
            return False
        self.state = self._stack.pop()
        return True

    def _concat(self, _operator: str, operands: Sequence[Any]) -> bool:
        self.state = replace(self.state, linear=times(_linear(operands), self.state.linear))
        return True

    def _begin_text(self, _operator: str, _operands: Sequence[Any]) -> bool:
        self._text = IDENTITY
        return True

    def _text_matrix(self, _operator: str, operands: Sequence[Any]) -> bool:
        self._text = _linear(operands)
        return True

    def _line_width(self, _operator: str, operands: Sequence[Any]) -> bool:
        self.state = replace(self.state, width=float(operands[0]))
        return True

    def _text_mode(self, _operator: str, operands: Sequence[Any]) -> bool:
        self.state = replace(self.state, mode=int(operands[0]))
        return True

    def _font(self, _operator: str, operands: Sequence[Any]) -> bool:
        known = self._fonts.get(operands[0])
        if known is None:
            font = self._lookup("/Font", operands[0])
            converted = self.converter.font(font, self.masked)
            name = self.resources.name("/Font", identify(font), "F", lambda: converted)
            known = self._fonts[operands[0]] = name, font.get("/Subtype") == Name.Type3
        self._change(self.state.size, float(operands[1]), "size")
        self._change(self.state.type3, known[1], "type3")
        self._emit("Tf", known[0], operands[1])
        return False

    def _marked(self, _operator: str, operands: Sequence[Any]) -> bool:
        if operands[0] == _LAYERED:
            self.converter.report.add(
                "press.layers",
                say(
                    "the page has layers that can be switched on or off; "
                    "at the printer's something may drop out"
                ),
                say("take the layers (optional content) out of the inserted picture"),
            )
        return False

    # Colour.

    def _device(self, operator: str, operands: Sequence[Any]) -> bool:
        self._colour(operator.isupper(), _DEVICE[operator.lower()], operands)
        return False

    def _space(self, operator: str, operands: Sequence[Any]) -> bool:
        stroke, name = operator == "CS", operands[0]
        space = self.converter.spaces.kind(self._lookup("/ColorSpace", name, name))
        if space == "pattern":
            self._set(stroke, Paint("pattern"))
            return True
        # Choosing a space also chooses black (ISO 32000-1, 8.6.8).
        self._colour(stroke, space, [0, 0, 0, 1] if space == "cmyk" else [0] * 3)
        return False

    def _components(self, operator: str, operands: Sequence[Any]) -> bool:
        stroke = operator.isupper()
        if not (operands and isinstance(operands[-1], Name)):
            paint = self.state.stroke if stroke else self.state.fill
            self._colour(stroke, paint.space, operands)
            return False
        pattern = self._lookup("/Pattern", operands[-1])
        converted = self.converter.pattern(pattern, self._start, self._origin, self.masked)
        name = self.resources.name("/Pattern", identify(converted), "P", lambda: converted)
        self._emit(operator, name)
        return False

    def _colour(self, stroke: bool, space: str, operands: Sequence[Any]) -> None:
        """Set a colour given in ``space``: black ink from grey, grey in a soft mask."""
        key = (stroke, space, *operands)
        known = self._colours.get(key)
        if known is None:
            known = self._colours[key] = self._converted(*key)
        self._set(stroke, known[0])
        self._out.append(known[1])

    def _converted(self, stroke: bool, space: str, *operands: Any) -> tuple[Paint, bytes]:
        values = [float(value) for value in operands]
        if self.masked:
            grey = self.converter.spaces.grey(space, values)
            return Paint(space), _written("G" if stroke else "g", number(grey))
        inks = self.converter.spaces.inks(space, values)
        return Paint(space, inks), _written("K" if stroke else "k", *map(number, inks))

    def _set(self, stroke: bool, paint: Paint) -> None:
        if stroke:
            self._change(self.state.stroke, paint, "stroke")
        else:
            self._change(self.state.fill, paint, "fill")

    def _change(self, before: object, after: object, name: str) -> None:
        """Set a field of the state; most settings are what holds already."""
        if after != before:
            changed: dict[str, Any] = {name: after}
            self.state = replace(self.state, **changed)

    # Painting.

    def _construct(self, step: Step) -> None:
        self._path.append(step)
        self._clipping = self._clipping or step.operator != PATH

    def _thin_path(self) -> bool:
        """Whether the path is a line in all but name; to read its numbers costs as much again."""
        shape = (step for step in self._path if step.operator == PATH)
        return self.state.thin_shape(point for step in shape for point in step.points())

    def _flush(self) -> None:
        if self._path:
            self._out += [step.written for step in self._path]
            self._path.clear()
            self._clipping = False

    def _paint(self, step: Step) -> None:
        """Paint a path; a graphics state may only be set before the path begins."""
        state, operator = self.state, step.operator
        stroke = fill = False
        if operator in _STROKES:
            stroke = state.stroke.black and state.thin
        if operator in _FILLS:
            fill = state.fill.black and (state.slit or self._thin_path())
        if operator != "n":
            self._overprint(stroke, fill)
        if self._clipping and self._thin_path():
            # The engine paints a border as a large frame behind a clip as thin as the border.
            self.state = replace(self.state, slit=True)
        self._flush()
        self._out.append(step.written)

    def _show(self, _operator: str, _operands: Sequence[Any]) -> bool:
        state = self.state
        small = state.small_text(self._text) and not state.type3
        # Modes 0–2 and 4–6 fill, stroke, or do both; 3 and 7 paint nothing (9.3.6).
        strokes, fills = state.mode % 4 in (1, 2), state.mode % 4 in (0, 2)
        self._overprint(
            strokes and small and state.stroke.black, fills and small and state.fill.black
        )
        return True

    def _overprint(self, stroke: bool, fill: bool) -> None:
        """Have what follows overprint or knock out, where that differs from what holds now."""
        if self.masked or self.state.overprint == (stroke, fill):
            return
        self.state = replace(self.state, overprint=(stroke, fill))
        name = self.resources.name(
            "/ExtGState",
            ("overprint", stroke, fill),
            "G",
            lambda: pikepdf.Dictionary(
                {
                    "/Type": Name.ExtGState,
                    "/OP": stroke,
                    "/op": fill,
                    "/OPM": 1 if stroke or fill else 0,
                }
            ),
        )
        self._emit("gs", name)

    def _gs(self, _operator: str, operands: Sequence[Any]) -> bool:
        key = (operands[0], self.state.transparency)
        known = self._states.get(key)
        if known is None:
            wanted = self._lookup("/ExtGState", operands[0])
            after, entries = self.converter.graphics_state(wanted, self.state, self.masked)
            width = float(wanted.LW) if "/LW" in wanted else None
            known = after, width, self._named_state(entries) if entries else None
            if "/SMask" not in wanted:  # a mask hangs on more than the state before it
                self._states[key] = known
        after, width, name = known
        self._change(self.state.transparency, after, "transparency")
        if width is not None:
            self._change(self.state.width, width, "width")
        if name is not None:
            self._emit("gs", name)
        return False

    def _named_state(self, entries: dict[str, Any]) -> Name:
        state = pikepdf.Dictionary({"/Type": Name.ExtGState, **entries})
        return self.resources.name("/ExtGState", identify(state), "G", lambda: state)

    def _draw(self, _operator: str, operands: Sequence[Any]) -> bool:
        xobject = self._lookup("/XObject", operands[0])
        if xobject.get("/Subtype") == Name.Image:
            self._overprint(False, False)
        converted = self.converter.xobject(xobject, self.state, self.masked)
        if converted is not None:
            name = self.resources.name("/XObject", identify(converted), "X", lambda: converted)
            self._emit("Do", name)
        return False

    def _inline(self, _operator: str, operands: Sequence[Any]) -> bool:
        """An inline picture in RGB becomes an ordinary one; masks and grey stay where they are."""
        self._overprint(False, False)
        image = self.converter.pictures.inline(operands[0], self.masked)
        if image is None:
            return True
        self._emit("Do", self.resources.name("/XObject", identify(image), "X", lambda: image))
        return False

    def _shade(self, _operator: str, operands: Sequence[Any]) -> bool:
        self._overprint(False, False)
        shading = self.converter.shading(self._lookup("/Shading", operands[0]), self.masked)
        self._emit("sh", self.resources.name("/Shading", identify(shading), "S", lambda: shading))
        return False

    def _lookup(self, kind: str, name: Any, default: Any = None) -> Any:
        return self.source.get(kind, pikepdf.Dictionary()).get(str(name), default)


def _linear(operands: Sequence[Any]) -> Linear:
    a, b, c, d = (float(value) for value in operands[:4])
    return (a, b, c, d)


def _written(operator: str, *operands: Any) -> bytes:
    """An instruction as it is written in a content stream."""
    words = (f"{one:f}" if isinstance(one, Decimal) else str(one) for one in operands)
    return " ".join((*words, operator)).encode()

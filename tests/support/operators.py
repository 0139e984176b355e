"""What is in a finished PDF, read without the code that made it.

:func:`walk` follows every page as a viewer would and gives what it paints, with the graphics state
at that moment; :func:`spaces` sweeps all objects, drawn or not, for colour spaces. Neither imports
flevoprint.press, so a mistake there is not made here too.
"""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from math import hypot, sqrt
from typing import Any

import pikepdf

FAMILIES = frozenset(
    {
        "DeviceGray",
        "DeviceRGB",
        "DeviceCMYK",
        "CalGray",
        "CalRGB",
        "Lab",
        "ICCBased",
        "Indexed",
        "Separation",
        "DeviceN",
    }
)
COLOUR_OPERATORS = frozenset({"g", "G", "rg", "RG", "k", "K", "cs", "CS", "sc", "SC", "scn", "SCN"})
_PATHS = {"f", "F", "f*", "B", "B*", "b", "b*", "S", "s"}
_SHOWS = {"Tj", "TJ", "'", '"'}

Colour = tuple[Any, ...]


@dataclass(frozen=True)
class Graphics:
    """The graphics state of a viewer, as far as these tests ask for it."""

    ctm: tuple[float, ...] = (1, 0, 0, 1, 0, 0)
    fill: Colour = ("g", 0.0)
    stroke: Colour = ("G", 0.0)
    font: float = 0
    width: float = 1
    overprint_fill: bool = False
    overprint_stroke: bool = False
    overprint_mode: int = 0
    alpha: float = 1
    masked: bool = False


@dataclass(frozen=True)
class Event:
    """One thing painted: the operator, the state, the size in points, the stream it stands in.

    ``size`` is the height of type or the width of a line; ``box`` the corners of a path on the
    page; ``text`` the shown codes; ``target`` the object of ``Do`` and ``sh``.
    """

    operator: str
    state: Graphics
    where: str
    size: float = 0
    text: bytes = b""
    box: tuple[float, float, float, float] = (0, 0, 0, 0)
    target: Any = None


@dataclass
class Walk:
    """All that the pages paint, in order."""

    events: list[Event] = field(default_factory=list)
    operators: Counter[str] = field(default_factory=Counter)
    colours: Counter[Colour] = field(default_factory=Counter)
    kinds: Counter[str] = field(default_factory=Counter)

    def texts(self) -> list[Event]:
        return [event for event in self.events if event.operator in _SHOWS]

    def strokes(self) -> list[Event]:
        return [event for event in self.events if event.operator in {"S", "s"}]

    def images(self) -> list[Any]:
        return [
            event.target
            for event in self.events
            if event.target is not None and event.target.get("/Subtype") == "/Image"
        ]


def opened(data: bytes) -> pikepdf.Pdf:
    return pikepdf.open(io.BytesIO(data))


def spaces(pdf: pikepdf.Pdf) -> Counter[str]:
    """Every colour space family named anywhere in the file's objects (not in its streams)."""
    found: Counter[str] = Counter()
    for obj in (*pdf.objects, pdf.Root):
        for value in _values(obj):
            if isinstance(value, pikepdf.Name) and str(value)[1:] in FAMILIES:
                found[str(value)[1:]] += 1
    return found


def _values(obj: Any) -> Iterator[Any]:
    """``obj`` and all direct objects within it."""
    yield obj
    if isinstance(obj, (pikepdf.Dictionary, pikepdf.Stream)):
        children: list[Any] = [value for _, value in obj.items()]
    elif isinstance(obj, pikepdf.Array):
        children = list(obj)
    else:
        return
    for child in children:
        if isinstance(child, pikepdf.Name) or not getattr(child, "is_indirect", False):
            yield from _values(child)


def walk(pdf: pikepdf.Pdf) -> Walk:
    """Follow all pages, with the forms, patterns, glyphs, masks and gradients they use."""
    found = Walk()
    for number, page in enumerate(pdf.pages, start=1):
        _stream(found, page, page.obj.get("/Resources", {}), Graphics(), f"page {number}")
    return found


def _stream(found: Walk, stream: Any, resources: Any, state: Graphics, where: str) -> None:
    found.kinds[where.split()[-2] if " " in where else where] += 1
    stack: list[Graphics] = []
    base = state.ctm
    text: tuple[float, ...] = (1, 0, 0, 1, 0, 0)
    points: list[tuple[float, float]] = []
    for instruction in pikepdf.parse_content_stream(stream):
        operator = str(instruction.operator)
        operands = list(instruction.operands)
        found.operators[operator] += 1
        if operator == "q":
            stack.append(state)
        elif operator == "Q":
            assert stack, f"Q without q in {where}"
            state = stack.pop()
        elif operator == "cm":
            state = replace(state, ctm=_times(_floats(operands), state.ctm))
        elif operator in COLOUR_OPERATORS:
            state = _colour(found, operator, operands, resources, state, base, where)
        elif operator == "w":
            state = replace(state, width=float(operands[0]))
        elif operator == "gs":
            state = _gs(found, resources.ExtGState[str(operands[0])], state, where)
        elif operator == "BT":
            text = (1, 0, 0, 1, 0, 0)
        elif operator == "Tm":
            text = _floats(operands)
        elif operator == "Tf":
            state = replace(state, font=float(operands[1]))
            _font(found, resources.Font[str(operands[0])], where)
        elif operator in {"m", "l", "c", "v", "y"}:
            numbers = _floats(operands)
            points += zip(numbers[::2], numbers[1::2], strict=True)
        elif operator == "re":
            x, y, width, height = _floats(operands)
            points += [(x, y), (x + width, y), (x, y + height), (x + width, y + height)]
        elif operator in _SHOWS:
            _, _, c, d, _, _ = _times(text, state.ctm)
            shown = b"".join(_strings(operands))
            found.events.append(Event(operator, state, where, abs(state.font) * hypot(c, d), shown))
        elif operator in _PATHS:
            a, b, c, d, _, _ = state.ctm
            found.events.append(
                Event(
                    operator,
                    state,
                    where,
                    state.width * sqrt(abs(a * d - b * c)),
                    box=_box(points, state.ctm),
                )
            )
            points = []
        elif operator == "n":
            points = []
        elif operator == "Do":
            _draw(found, resources.XObject[str(operands[0])], state, where)
        elif operator == "sh":
            shading = resources.Shading[str(operands[0])]
            found.events.append(Event("sh", state, where, target=shading))
    assert not stack, f"q without Q in {where}"


def _draw(found: Walk, xobject: Any, state: Graphics, where: str) -> None:
    if xobject.Subtype == "/Image":
        found.events.append(Event("Do", state, where, target=xobject))
        return
    matrix = _floats(xobject.get("/Matrix", (1, 0, 0, 1, 0, 0)))
    inner = replace(state, ctm=_times(matrix, state.ctm))
    if "/Group" in xobject:
        inner = replace(inner, alpha=1, masked=False)
    _stream(found, xobject, xobject.get("/Resources", {}), inner, f"{where} form x")


def _colour(
    found: Walk,
    operator: str,
    operands: list[Any],
    resources: Any,
    state: Graphics,
    base: tuple[float, ...],
    where: str,
) -> Graphics:
    values: Colour = (
        operator,
        *(str(value) if isinstance(value, pikepdf.Name) else float(value) for value in operands),
    )
    found.colours[values] += 1
    if operator in {"scn", "SCN"} and operands and isinstance(operands[-1], pikepdf.Name):
        pattern = resources.Pattern[str(operands[-1])]
        if pattern.PatternType == 1:
            matrix = _floats(pattern.get("/Matrix", (1, 0, 0, 1, 0, 0)))
            _stream(
                found,
                pattern,
                pattern.Resources,
                Graphics(ctm=_times(matrix, base)),
                f"{where} pattern x",
            )
        else:
            found.events.append(Event("sh", state, where, target=pattern.Shading))
    return replace(state, stroke=values) if operator.isupper() else replace(state, fill=values)


def _gs(found: Walk, entries: Any, state: Graphics, where: str) -> Graphics:
    if "/OP" in entries:
        stroke = bool(entries.OP)
        state = replace(
            state, overprint_stroke=stroke, overprint_fill=bool(entries.get("/op", stroke))
        )
    if "/OPM" in entries:
        state = replace(state, overprint_mode=int(entries.OPM))
    if "/ca" in entries:
        state = replace(state, alpha=float(entries.ca))
    if "/LW" in entries:
        state = replace(state, width=float(entries.LW))
    if "/SMask" in entries:
        mask = entries.SMask
        state = replace(state, masked=mask != "/None")
        if mask != "/None":
            group = mask.G
            matrix = _floats(group.get("/Matrix", (1, 0, 0, 1, 0, 0)))
            _stream(
                found,
                group,
                group.get("/Resources", {}),
                Graphics(ctm=_times(matrix, state.ctm)),
                f"{where} mask x",
            )
    return state


def _font(found: Walk, font: Any, where: str) -> None:
    if font.Subtype == "/Type3":
        for _, glyph in font.CharProcs.items():
            _stream(found, glyph, font.get("/Resources", {}), Graphics(), f"{where} glyph x")


def _strings(operands: list[Any]) -> Iterator[bytes]:
    for operand in operands:
        if isinstance(operand, pikepdf.String):
            yield bytes(operand)
        elif isinstance(operand, pikepdf.Array):
            yield from _strings(list(operand))


def _floats(values: Any) -> tuple[float, ...]:
    return tuple(float(value) for value in values)


def _times(first: tuple[float, ...], second: tuple[float, ...]) -> tuple[float, ...]:
    a, b, c, d, e, f = first
    g, h, i, j, k, m = second
    return (
        a * g + b * i,
        a * h + b * j,
        c * g + d * i,
        c * h + d * j,
        e * g + f * i + k,
        e * h + f * j + m,
    )


def _box(
    points: list[tuple[float, float]], ctm: tuple[float, ...]
) -> tuple[float, float, float, float]:
    if not points:
        return (0, 0, 0, 0)
    a, b, c, d, e, f = ctm
    xs = [a * x + c * y + e for x, y in points]
    ys = [b * x + d * y + f for x, y in points]
    return (min(xs), min(ys), max(xs), max(ys))

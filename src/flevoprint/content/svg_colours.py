"""The colours that an SVG draws in, weighed by about how much of the picture each covers.

About: a shape counts as its bounding box, a stroke as its width along that box. It tells a black
wordmark from a white one, and ink from the plate it lies on.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from xml.etree import ElementTree

from flevoprint.colour import Rgb
from flevoprint.content.svg import DRAWN, local_name

#: Reads a colour as CSS writes it, with its opacity (0–1); None for what is no colour.
ReadColour = Callable[[str], tuple[Rgb, float] | None]

#: From which opacity a colour counts: what is fainter shows the ground as much as itself.
OPAQUE = 0.9
#: What draws only where something refers to it.
_KEPT = {"defs", "symbol", "clipPath", "mask", "pattern", "marker", "filter", "style"}
_KEPT |= {"linearGradient", "radialGradient", "title", "desc", "metadata"}
_INHERITED = {"fill", "stroke", "stroke-width", "fill-opacity", "stroke-opacity", "color"}
_NUMBER = re.compile(r"[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?")
_SEGMENT = re.compile(r"([MmLlHhVvCcSsQqTtAaZz])([^MmLlHhVvCcSsQqTtAaZz]*)")
#: Numbers that each path command takes (SVG 1.1, 8.3).
_TAKES = {"M": 2, "L": 2, "H": 1, "V": 1, "C": 6, "S": 4, "Q": 4, "T": 2, "A": 7}

_Box = tuple[float, float]
Style = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class _Pen:
    """How an element draws: what it inherits, and how far it is scaled up, as an area."""

    style: Style
    scale: float = 1.0


def drawn_colours(root: ElementTree.Element, read_colour: ReadColour) -> Counter[Rgb]:
    """Each opaque colour in the checked drawing ``root``, with the area it covers."""
    painter = _Painter(root, read_colour)
    painter.walk(root, _Pen({}))
    return painter.areas


class _Painter:
    """Walks a drawing and adds up areas."""

    def __init__(self, root: ElementTree.Element, read_colour: ReadColour):
        self.areas: Counter[Rgb] = Counter()
        self._read_colour = read_colour
        self._by_id = {element.get("id", ""): element for element in root.iter()}
        self._classes = _class_rules(root)

    def walk(self, element: ElementTree.Element, pen: _Pen) -> None:
        """Draw ``element`` and what is in it."""
        own = self._own_style(element)
        if own.get("display") == "none" or own.get("visibility") == "hidden":
            return
        if _share(own.get("opacity", "1")) < OPAQUE:
            return
        kept = {key: value for key, value in own.items() if key in _INHERITED}
        scale = pen.scale * _scale(element.get("transform", ""))
        pen = _Pen({**pen.style, **kept}, scale)
        tag = local_name(element.tag)
        if tag in DRAWN:
            self._paint(element, tag, pen)
        for child in element:
            if local_name(child.tag) not in _KEPT:
                self.walk(child, pen)
        if tag == "use":
            for name, value in element.attrib.items():
                target = self._by_id.get(value.removeprefix("#"))
                if local_name(name) == "href" and target is not None:
                    self.walk(target, pen)

    def _own_style(self, element: ElementTree.Element) -> Style:
        """Attributes, then rules for its classes, then its own style: the later wins (CSS)."""
        style = {local_name(name): value.strip() for name, value in element.attrib.items()}
        for name in element.get("class", "").split():
            style |= self._classes.get(name, {})
        return style | _declarations(element.get("style", ""))

    def _paint(self, element: ElementTree.Element, tag: str, pen: _Pen) -> None:
        width, height = _size(element, tag)
        if tag != "line":
            self._add("fill", pen, width * height * pen.scale, "black")
        stroke = _number(pen.style.get("stroke-width", "1"))
        length = width + height if tag in {"line", "polyline", "path"} else 2 * (width + height)
        self._add("stroke", pen, stroke * length * pen.scale, "none")

    def _add(self, what: str, pen: _Pen, area: float, otherwise: str) -> None:
        if area <= 0 or _share(pen.style.get(f"{what}-opacity", "1")) < OPAQUE:
            return
        paint = pen.style.get(what, otherwise)
        if paint.lower() == "currentcolor":
            paint = pen.style.get("color", "black")
        colours = self._colours(paint)
        for rgb in colours:
            self.areas[rgb] += max(1, round(1000 * area / len(colours)))

    def _colours(self, paint: str) -> list[Rgb]:
        """The colour that ``paint`` names, or those of its gradient's stops."""
        found = re.match(r"url\(\s*['\"]?\s*#([^'\")\s]+)", paint)
        if not found:
            read = self._read_colour(paint)
            return [read[0]] if read and read[1] >= OPAQUE else []
        return self._stops(self._by_id.get(found[1]), 3)

    def _stops(self, gradient: ElementTree.Element | None, depth: int) -> list[Rgb]:
        """The colours of a gradient; it may borrow its stops from another (SVG 1.1, 13.2.2)."""
        if gradient is None or depth == 0:
            return []
        stops = []
        for stop in gradient:
            style = self._own_style(stop)
            read = self._read_colour(style.get("stop-color", "black"))
            if read and min(read[1], _share(style.get("stop-opacity", "1"))) >= OPAQUE:
                stops.append(read[0])
        if stops:
            return stops
        borrowed = [value for name, value in gradient.items() if local_name(name) == "href"]
        return self._stops(self._by_id.get(borrowed[0][1:]), depth - 1) if borrowed else []


def _class_rules(root: ElementTree.Element) -> dict[str, Style]:
    """What the drawing's style sheets say of each class, as drawing programs write them."""
    rules: dict[str, Style] = {}
    for element in root.iter():
        if local_name(element.tag) != "style":
            continue
        for selectors, body in re.findall(r"([^{}]+)\{([^{}]*)\}", element.text or ""):
            for name in re.findall(r"(?:^|[\s,])\.([\w-]+)\s*(?=,|$)", selectors.strip()):
                rules[name] = {**rules.get(name, {}), **_declarations(body)}
    return rules


def _declarations(text: str) -> dict[str, str]:
    pairs = (part.partition(":") for part in text.split(";") if ":" in part)
    return {name.strip().lower(): value.strip() for name, _, value in pairs}


def _share(typed: str) -> float:
    return _number(typed) / 100 if typed.endswith("%") else _number(typed)


def _number(typed: str | None) -> float:
    """The number at the start of ``typed``, its unit left out; 0 where there is none."""
    found = _NUMBER.match((typed or "").strip())
    return min(float(found[0]), 1e9) if found else 0.0


def _numbers(typed: str) -> list[float]:
    return [max(-1e9, min(float(number), 1e9)) for number in _NUMBER.findall(typed)]


def _scale(transform: str) -> float:
    """By how much a transform enlarges an area."""
    scale = 1.0
    for name, arguments in re.findall(r"(\w+)\s*\(([^)]*)\)", transform):
        given = _numbers(arguments)
        if name == "scale" and given:
            scale *= abs(given[0] * given[-1])
        elif name == "matrix" and len(given) == 6:
            scale *= abs(given[0] * given[3] - given[1] * given[2])
    return scale


def _size(element: ElementTree.Element, tag: str) -> _Box:
    """The width and height of the box around a shape."""
    get = element.get
    if tag == "rect":
        return _number(get("width")), _number(get("height"))
    if tag == "circle":
        return 2 * _number(get("r")), 2 * _number(get("r"))
    if tag == "ellipse":
        return 2 * _number(get("rx")), 2 * _number(get("ry"))
    if tag == "line":
        across = abs(_number(get("x2")) - _number(get("x1")))
        return across, abs(_number(get("y2")) - _number(get("y1")))
    if tag == "path":
        return _path_size(get("d", ""))
    numbers = _numbers(get("points", ""))
    return _extent(numbers[::2]), _extent(numbers[1::2])


def _extent(values: list[float]) -> float:
    return max(values) - min(values) if values else 0.0


@dataclass(frozen=True, slots=True)
class _At:
    x: float = 0.0
    y: float = 0.0


def _path_size(d: str) -> _Box:
    """The box around a path's points, those that steer its curves included."""
    at, start = _At(), _At()
    xs: list[float] = []
    ys: list[float] = []
    for letter, arguments in _SEGMENT.findall(d):
        command, relative = letter.upper(), letter.islower()
        if command == "Z":
            at = start
            continue
        numbers, takes = _numbers(arguments), _TAKES[command]
        for first in range(0, len(numbers) - takes + 1, takes):
            points = _points(command, numbers[first : first + takes], at, relative)
            xs += [point.x for point in points]
            ys += [point.y for point in points]
            at = points[-1]
            if command == "M" and first == 0:
                start = at
    return _extent(xs), _extent(ys)


def _points(command: str, numbers: list[float], at: _At, relative: bool) -> list[_At]:
    """The points that one command names; its last is where the next begins."""
    base = at if relative else _At()
    if command == "H":
        return [replace(at, x=base.x + numbers[0])]
    if command == "V":
        return [replace(at, y=base.y + numbers[0])]
    pairs = numbers[5:] if command == "A" else numbers
    points = zip(pairs[::2], pairs[1::2], strict=True)
    return [_At(base.x + x, base.y + y) for x, y in points]

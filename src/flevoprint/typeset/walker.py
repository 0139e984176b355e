"""Reads the engine's box tree into the plain data of ``page.py``.

The tree is the engine's own; ``engine.py`` hands it on.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

from flevoprint.colour import Rgb
from flevoprint.geometry import PT_PER_PX, px_to_mm
from flevoprint.typeset.page import Area, Fill, Line, Order, PageLayout, Picture, SlotArea


class Faces:
    """Holds each family that the text asks for against the font the engine took for it."""

    def __init__(self, families: Callable[[Any], set[str]]) -> None:
        self._families = families
        self._asked: dict[str, bool] = {}

    def note(self, text_box: Any) -> None:
        """Look at one text; a family that was found once needs no second look."""
        family = text_box.style["font_family"][0]
        if not self._asked.get(family):
            self._asked[family] = family in self._families(text_box)

    def fallen_back(self) -> tuple[str, ...]:
        """The families that no text was set in."""
        return tuple(sorted(family for family, found in self._asked.items() if not found))


@dataclass(frozen=True, slots=True)
class Probe:
    """What only the engine itself can tell of a box.

    ``drawn`` gives width, height, left and top in px of what a picture is drawn in: ``object-fit``
    may make that smaller than its box.
    """

    drawn: Callable[[Any], tuple[float, float, float, float]]
    faces: Faces


def measure(page_box: Any, probe: Probe) -> PageLayout:
    """The page that ``page_box`` is the root of."""
    walker = _Walker(probe)
    walker.fill(page_box, page_box.canvas_background, ((-1, 0, 0),), _Within())
    walker.visit(page_box, _Within())
    return PageLayout(
        px_to_mm(page_box.margin_width()),
        px_to_mm(page_box.margin_height()),
        tuple(walker.slots),
        tuple(walker.lines),
        tuple(walker.pictures),
        tuple(walker.fills),
    )


# Layers of a stacking context, from the back to the front (CSS 2.1, appendix E.2).
_OWN, _BEHIND, _BLOCKS, _FLOATS, _INLINE, _POSITIONED, _BEFORE = range(7)
_HEADINGS = frozenset(f"h{level}" for level in range(1, 7))
#: Boxes on a line that are painted as one piece.
_ATOMIC = {"InlineBlockBox", "InlineFlexBox", "InlineGridBox"}


#: All there is: what nothing cuts off.
_EVERYWHERE = Area(-1e6, -1e6, 1e6, 1e6)


@dataclass(frozen=True, slots=True)
class _Within:
    """What surrounds a box: its slot, its source text, the line box it stands on, its paint order.

    ``context`` is the stacking context, ``local`` what paints the box's own flow: a float or a
    positioned box is painted as one piece, but its positioned parts belong to the context.
    """

    slot: str = ""
    box: int = 0
    path: str = ""
    element: int = 0
    heading: tuple[int, int] = (0, 0)
    line: Any = None
    context: Order = ()
    local: Order = ()
    opacity: float = 1.0
    clip: Area = _EVERYWHERE

    def placed(self, box: Any, number: int) -> _Within:
        """What surrounds the content of ``box``, which is the page's ``number``th."""
        style = box.style
        z_index = style["z_index"] if style["z_index"] != "auto" else 0
        positioned = style["position"] != "static"
        closed = (
            (positioned and style["z_index"] != "auto")
            or style["opacity"] < 1
            or style["transform"]
            or style["overflow"] != "visible"
        )
        if closed or positioned:
            layer = _BEHIND if z_index < 0 else _BEFORE if z_index > 0 else _POSITIONED
            local = (*self.context, (layer, z_index, number))
            return replace(self, local=local, context=local if closed else self.context)
        if style["float"] != "none":
            return replace(self, local=(*self.local, (_FLOATS, 0, number)))
        if type(box).__name__ in _ATOMIC:
            return replace(self, local=(*self.local, (_INLINE, 0, number)))
        return self


class _Walker:
    """Reads one page's box tree into lines, slots, pictures and fills, in document order."""

    def __init__(self, probe: Probe) -> None:
        self.lines: list[Line] = []
        self.slots: list[SlotArea] = []
        self.pictures: list[Picture] = []
        self.fills: list[Fill] = []
        self._probe = probe
        self._boxes = 0
        self._seen = 0

    def visit(self, box: Any, surrounding: _Within) -> list[Area]:
        """Record ``box`` and what it holds; returns the areas of what it shows."""
        box = getattr(box, "_box", box)  # an absolutely placed box stands behind a placeholder
        within = self._inside(box, surrounding)
        areas: list[Area] = []
        kind = type(box).__name__
        if kind == "TextBox":
            if box.text.strip():
                self._probe.faces.note(box)
                self.lines.append(_line(box, within, (*within.local, (_INLINE, 0, self._seen))))
                areas.append(self.lines[-1].area)
        elif kind.endswith("ReplacedBox"):
            areas.append(self._picture(box, within))
        for child in getattr(box, "children", ()):
            areas += self.visit(child, within)
        if within.box != surrounding.box:
            given = _area(box, box)
            self.slots.append(SlotArea(within.slot, within.box, given, _union(areas, given)))
        return areas

    def _picture(self, box: Any, within: _Within) -> Area:
        width, height, left, top = (px_to_mm(px) for px in self._probe.drawn(box))
        drawn = Area(left, top, left + width, top + height)
        order = (*within.local, (_INLINE, 0, self._seen))
        area = _area(box, box)
        self.pictures.append(Picture(_name(box), area, drawn, within.slot, within.box, order))
        return area

    def _inside(self, box: Any, within: _Within) -> _Within:
        """What surrounds the content of ``box``; its ground is recorded on the way."""
        self._seen += 1
        style, outside = box.style, within.local
        if type(box).__name__ == "LineBox":
            return replace(within, line=box)
        if type(box).__name__ != "TextBox":
            within = within.placed(box, self._seen)
        if style["opacity"] != 1:
            within = replace(within, opacity=within.opacity * style["opacity"])
        background = getattr(box, "background", None)
        if background is not None:
            layer = _OWN if within.local != outside else _ground_layer(box)
            self.fill(box, background, (*within.local, (layer, 0, self._seen)), within)
        if style["overflow"] != "visible":
            within = replace(within, clip=_intersection(within.clip, _area(box, box)))
        return self._marked(box, within)

    def _marked(self, box: Any, within: _Within) -> _Within:
        """``within``, with what the element of ``box`` says of itself."""
        if box.element is None:
            return within
        attributes, tag = box.element.attrib, box.element_tag
        if tag in _HEADINGS:
            within = replace(within, heading=(int(tag[1]), id(box.element)))
        if "data-text" in attributes:
            within = replace(within, path=attributes["data-text"], element=id(box.element))
        slot = attributes.get("data-slot", within.slot)
        if slot != within.slot:
            self._boxes += 1
            within = replace(within, slot=slot, box=self._boxes)
        return within

    def fill(self, box: Any, background: Any, order: Order, within: _Within) -> None:
        """Record the ground that ``background`` paints under ``box``."""
        if background is None or box.style["visibility"] != "visible":
            return
        left, top, width, height = (px_to_mm(px) for px in background.layers[-1].painting_area)
        area = Area(left, top, left + width, top + height)
        colour, alpha = _colour(background.color, within.opacity)
        if alpha:
            self.fills.append(Fill(within.slot, area, colour, alpha, order))
        if any(layer.image is not None for layer in background.layers):
            self.fills.append(Fill(within.slot, area, None, 1, order))


def _ground_layer(box: Any) -> int:
    """The layer that the ground of a box in the flow is painted in."""
    levels = {kind.__name__ for kind in type(box).__mro__}
    return _BLOCKS if "BlockLevelBox" in levels else _INLINE


def _colour(colour: Any, opacity: float) -> tuple[Rgb, float]:
    """A CSS colour as sRGB, 0–255, and how far it covers, 0–1."""
    rgb, alpha = _in_srgb(colour)
    return rgb, alpha * opacity


@lru_cache(maxsize=512)
def _in_srgb(colour: Any) -> tuple[Rgb, float]:
    in_srgb = colour.to("srgb")
    red, green, blue = (round(255 * min(1, max(0, value))) for value in in_srgb.coordinates)
    return (red, green, blue), in_srgb.alpha


def _line(box: Any, within: _Within, order: Order) -> Line:
    style, area = box.style, _area(box, within.line)
    colour, alpha = _colour(style["color"], within.opacity)
    return Line(
        words=box.text,
        area=area,
        path=within.path,
        element=within.element,
        slot=within.slot,
        box=within.box,
        family=style["font_family"][0],
        weight=style["font_weight"],
        italic=style["font_style"] == "italic",
        size=style["font_size"] * PT_PER_PX,
        colour=colour,
        alpha=alpha,
        order=order,
        heading=within.heading,
        shown=style["visibility"] == "visible" and area.lies_in(within.clip),
    )


def _name(box: Any) -> str:
    """The asset that a picture shows; empty where it is not one of ours."""
    source = "" if box.element is None else box.element.attrib.get("src", "")
    return str(source).removeprefix("asset:")


def _area(box: Any, vertical: Any) -> Area:
    """The box's width, and the height of ``vertical``: a glyph's own box may exceed its line."""
    left, top = box.position_x, vertical.position_y
    return Area(
        px_to_mm(left),
        px_to_mm(top),
        px_to_mm(left + box.margin_width()),
        px_to_mm(top + vertical.margin_height()),
    )


def _intersection(one: Area, other: Area) -> Area:
    return Area(
        max(one.left, other.left),
        max(one.top, other.top),
        min(one.right, other.right),
        min(one.bottom, other.bottom),
    )


def _union(areas: list[Area], empty: Area) -> Area:
    if not areas:
        return Area(empty.left, empty.top, empty.left, empty.top)
    return Area(
        min(area.left for area in areas),
        min(area.top for area in areas),
        max(area.right for area in areas),
        max(area.bottom for area in areas),
    )

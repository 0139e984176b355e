"""Which drawings the typesetter draws right by itself.

Found by holding its pages against two other programs (``tests/looks``). What is not listed here or
in ``svg_values.py`` as sound is set as pixels, so a mistake in a list costs sharpness at most,
never a wrong logo.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from xml.etree import ElementTree

from flevoprint.content.svg import DRAWN, local_name
from flevoprint.content.svg_values import (
    GEOMETRY,
    UNKNOWN,
    declared,
    has_known_reach,
    is_sound_place,
    is_sound_property,
    rules,
)

_SVG = "{http://www.w3.org/2000/svg}"
_HREF = "{http://www.w3.org/1999/xlink}href"
_GRADIENTS = frozenset({"linearGradient", "radialGradient"})
_ANYWHERE = {"style", "title", "desc", "metadata"}
#: In what each other element may lie: the typesetter draws a shape wherever it lies.
_WITHIN = {
    "stop": _GRADIENTS,
    **dict.fromkeys(DRAWN | {"use"}, frozenset({"svg", "g", "defs", "clipPath"})),
    **dict.fromkeys(_GRADIENTS | {"g", "defs", "clipPath"}, frozenset({"svg", "g", "defs"})),
}
#: What has no look in any dialect.
_NAMES = re.compile(r"id|class|version|baseProfile|lang|role|focusable|tabindex|(?:data|aria)-.*")
#: How large the drawing itself is shown, which the page decides, and for whom.
_OUTER = {"x", "y", "width", "height", "viewBox", "preserveAspectRatio", "zoomAndPan"}
_OUTER |= {"contentStyleType", "contentScriptType"}
#: What the typesetter leaves out of the drawing as a whole.
_NOT_OF_ALL = {"opacity", "clip-path", "display", "transform"}
#: What a gradient must say itself: left out, it would count from the shape, not the drawing.
_NEEDED = {"linearGradient": {"x2"}, "radialGradient": {"cx", "cy", "r"}}
#: Shapes whose edge cannot cross itself, so that no rule for what lies within is needed.
_SIMPLE = {"rect", "circle", "ellipse", "use"}

By = Mapping[str, ElementTree.Element]


@dataclass(frozen=True, slots=True)
class _Looks:
    """What is said anywhere in a drawing, as far as one part bears on another."""

    strokes: bool
    fades: bool
    hides: bool
    even_clips: bool
    painted: frozenset[str]
    clipped: frozenset[str]
    currently: bool


def draws_plainly(root: ElementTree.Element) -> bool:
    """Whether the typesetter may draw the checked drawing ``root`` itself."""
    said = list(_properties(root))
    if not all(is_sound_property(name, value) for name, value in said):
        return False
    looks = _Looks(
        strokes=any(name == "stroke" and value != "none" for name, value in said),
        fades=any(name.endswith("opacity") and float(value) != 1 for name, value in said),
        hides=("display", "none") in said,
        even_clips=("clip-rule", "evenodd") in said,
        painted=_named(said, "fill"),
        clipped=_named(said, "clip-path"),
        currently=any(value == "currentColor" for _, value in said),
    )
    by_id = {element.get("id", ""): element for element in root.iter()}
    outer = [name for name, _ in (*_properties_of(root), *_ruled_of(root))]
    return (
        not (looks.strokes and looks.fades)
        and {_kind(by_id, name) for name in looks.painted} <= _GRADIENTS
        and {_kind(by_id, name) for name in looks.clipped} <= {"clipPath"}
        and _NOT_OF_ALL.isdisjoint(outer)
        and (
            not looks.currently or [name for name, _ in said].count("color") == outer.count("color")
        )
        and all(_lies_well(element, parent) for element, parent in _elements(root))
        and all(_works_well(element, looks, by_id) for element in root.iter())
    )


def _named(said: list[tuple[str, str]], property_name: str) -> frozenset[str]:
    """The ids that a property refers to."""
    return frozenset(
        value[4:-1].strip("'\"").removeprefix("#")
        for name, value in said
        if name == property_name and value.startswith("url(")
    )


def _kind(by_id: By, name: str) -> str:
    found = by_id.get(name)
    return "" if found is None else local_name(found.tag)


def _elements(root: ElementTree.Element) -> Iterator[tuple[ElementTree.Element, str]]:
    """Every element, and the kind of what it lies in; that of the drawing itself is empty."""
    yield root, ""
    for parent in root.iter():
        for child in parent:
            yield child, local_name(parent.tag)


def _lies_well(element: ElementTree.Element, within: str) -> bool:
    """Whether an element is a known one, in a known place, and tells well where it draws."""
    tag = local_name(element.tag)
    if not str(element.tag).startswith(_SVG):
        # One of an editor; the typesetter goes by its name alone.
        return tag not in GEOMETRY or tag in _ANYWHERE
    if tag not in GEOMETRY or (tag == "svg") != (within == ""):
        return False
    if within and tag not in _ANYWHERE and within not in _WITHIN[tag]:
        return False
    places = GEOMETRY[tag]
    return all(
        is_sound_place(places[name], name, value)
        for name, value in _attributes(element)
        if name in places
    )


def _works_well(element: ElementTree.Element, looks: _Looks, by_id: By) -> bool:
    """Whether an element does to others, or has done to it, what it should."""
    tag = local_name(element.tag)
    if tag in _GRADIENTS and element.get("id", "") in looks.painted:
        return element.get("gradientUnits") == "userSpaceOnUse" and all(
            name in element.attrib for name in _NEEDED[tag]
        )
    if tag == "clipPath":
        return not looks.hides and _clips_well(element, looks, by_id)
    if tag == "use":
        moved = "x" in element.attrib or "y" in element.attrib
        return _kind(by_id, _target(element)) in DRAWN | {"g", "use"} and not (
            moved and looks.clipped
        )
    if tag == "ellipse":
        return "rx" in element.attrib and "ry" in element.attrib
    measured = looks.fades or looks.painted
    return tag != "path" or not measured or has_known_reach(element.get("d", ""))


def _clips_well(clip: ElementTree.Element, looks: _Looks, by_id: By) -> bool:
    """Whether a clip is one shape: the typesetter takes several for one that crosses itself."""
    shapes = [part for part in clip if local_name(part.tag) not in _ANYWHERE]
    if len(shapes) != 1 or any(name == "clip-path" for name, _ in _properties_of(clip)):
        return False
    (shape,) = shapes
    kinds = {local_name(shape.tag)}
    if "use" in kinds:
        kinds.add(_kind(by_id, _target(shape)))
    if not kinds <= DRAWN | {"use"}:
        return False
    return kinds <= _SIMPLE or not looks.even_clips


def _target(use: ElementTree.Element) -> str:
    return use.get(_HREF, use.get("href", "")).removeprefix("#")


def _properties(root: ElementTree.Element) -> Iterator[tuple[str, str]]:
    """What is said of the look of any element of SVG itself, and with which value."""
    for element in root.iter():
        if str(element.tag).startswith(_SVG):
            yield from _properties_of(element, outer=element is root)
            if local_name(element.tag) == "style":
                for rule in rules(element.text or ""):
                    yield from declared(rule[1]) if rule != UNKNOWN else [UNKNOWN]


def _properties_of(
    element: ElementTree.Element, *, outer: bool = True
) -> Iterator[tuple[str, str]]:
    places = GEOMETRY.get(local_name(element.tag), {})
    for name, value in _attributes(element):
        if name == "style":
            yield from declared(value)
        elif not (name in places or _NAMES.fullmatch(name) or (outer and name in _OUTER)):
            yield name, value
    if _HREF in element.attrib and "href" in element.attrib:
        yield UNKNOWN


def _ruled_of(root: ElementTree.Element) -> Iterator[tuple[str, str]]:
    """What rules may say of the drawing as a whole."""
    names = {"svg", "*", f"#{root.get('id')}"}
    names |= {f".{name}" for name in root.get("class", "").split()}
    for element in root.iter(f"{_SVG}style"):
        for selectors, style in rules(element.text or ""):
            if not names.isdisjoint(re.findall(r"[.#]?[\w-]+|\*", selectors)):
                yield from declared(style)


def _attributes(element: ElementTree.Element) -> Iterator[tuple[str, str]]:
    """The attributes that SVG knows, XLink's among them; those of editors are none."""
    for name, value in element.attrib.items():
        if not name.startswith("{"):
            yield name, value
        elif name == _HREF:
            yield "href", value

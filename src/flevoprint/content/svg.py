"""SVG as untrusted input: what it may hold, and which colours it draws in.

Limits: 500 kB, 5000 elements, copies of copies counted; no script, DOCTYPE, letters or reference to
anything outside the file.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from xml.etree import ElementTree

from flevoprint.language import Phrase, say

MAX_BYTES = 500_000
MAX_ELEMENTS = 5_000
MAX_DEPTH = 100
DRAWN = {"path", "rect", "circle", "ellipse", "line", "polyline", "polygon"}
FORBIDDEN_TAGS = {"script", "foreignObject", "iframe", "image", "animate", "set"}
#: Colours that would stay outside sRGB, which the screen edition may not carry.
_NOT_SRGB = re.compile(r"device-cmyk|icc-color|\b(ok)?l(ab|ch)\(|\bcolor\(", re.IGNORECASE)
_OUTSIDE = re.compile(r"url\((?!\s*['\"]?\s*#)|@import|javascript:", re.IGNORECASE)
_AGAIN = say("save the logo in the drawing program anew as 'plain SVG'")
_SIMPLER = say("simplify the logo in the drawing program")


class PictureError(Exception):
    """Why a picture can't be used: a problem code, a message and the remedy."""

    def __init__(self, code: str, message: Phrase, hint: Phrase):
        self.code, self.message, self.hint = code, message, hint
        super().__init__(str(message))


def read_svg(data: bytes) -> ElementTree.Element:
    """The drawing in ``data``. Raises PictureError."""
    if len(data) > MAX_BYTES:
        message = say(
            "the SVG is {size} kB; it may be {most} kB",
            size=len(data) // 1000,
            most=MAX_BYTES // 1000,
        )
        raise PictureError("content.logo-too-large", message, _SIMPLER)
    if b"\0" in data or b"<!DOCTYPE" in data or b"<!ENTITY" in data:
        message = say("the SVG is not UTF-8 or holds a DOCTYPE or ENTITY")
        raise PictureError("content.logo-unsafe", message, _AGAIN)
    try:
        root = ElementTree.fromstring(data)
    except (ElementTree.ParseError, ValueError, LookupError):
        message = say("the file is not a readable SVG")
        raise PictureError("content.logo-broken", message, _AGAIN) from None
    elements = list(root.iter())
    if local_name(root.tag) != "svg":
        raise PictureError("content.logo-broken", say("the file is not an SVG"), _AGAIN)
    if len(elements) > MAX_ELEMENTS:
        message = say(
            "the SVG has {count} parts, it may have {most}",
            count=len(elements),
            most=MAX_ELEMENTS,
        )
        raise PictureError("content.logo-too-large", message, _SIMPLER)
    for element in elements:
        _check_element(element)
    _check_visible(root)
    _check_uses(root)
    return root


def local_name(name: object) -> str:
    """An element's or attribute's name without its namespace."""
    return name.rpartition("}")[2] if isinstance(name, str) else ""


def references(element: ElementTree.Element) -> Iterator[str]:
    """The ids that ``element`` draws with: copies, masks, markers, gradients, clips."""
    for name, value in element.attrib.items():
        if local_name(name) == "href":
            yield value.removeprefix("#")
        yield from re.findall(r"url\(\s*['\"]?\s*#([^'\")\s]+)", value)


def _check_element(element: ElementTree.Element) -> None:
    tag = local_name(element.tag)
    if tag in FORBIDDEN_TAGS:
        message = say("the SVG holds <{tag}>", tag=tag)
        raise PictureError("content.logo-unsafe", message, _AGAIN)
    if tag in {"text", "tspan", "textPath"}:
        raise PictureError(
            "content.logo-text",
            say("the SVG holds text in a font that may be lacking elsewhere"),
            say("turn the text into outlines (paths) in the drawing program"),
        )
    styles = [element.text or ""] if tag == "style" else []
    for name, value in element.attrib.items():
        if local_name(name).lower().startswith("on"):
            message = say("the SVG holds a script ({name})", name=name)
            raise PictureError("content.logo-unsafe", message, _AGAIN)
        if local_name(name) == "href" and not value.startswith("#"):
            raise PictureError("content.logo-unsafe", _POINTS_OUTSIDE, _AGAIN)
        styles.append(value)
    if any(_NOT_SRGB.search(style) for style in styles):
        raise PictureError(
            "content.logo-colours",
            say("the SVG uses colours that are not in RGB"),
            say(
                "save the logo in the drawing program with RGB colours; "
                "flevoprint itself makes printing ink of them"
            ),
        )
    if any(_OUTSIDE.search(style) for style in styles):
        raise PictureError("content.logo-unsafe", _POINTS_OUTSIDE, _AGAIN)


_POINTS_OUTSIDE = say("the SVG refers to something outside the file")


def _check_visible(root: ElementTree.Element) -> None:
    if not any(local_name(element.tag) in DRAWN for element in root.iter()):
        raise PictureError("content.logo-empty", say("the SVG draws nothing"), _AGAIN)
    if "viewBox" not in root.attrib and not {"width", "height"} <= root.attrib.keys():
        raise PictureError("content.logo-broken", say("the SVG has no size (viewBox)"), _AGAIN)


def _check_uses(root: ElementTree.Element) -> None:
    """Refuse copies of copies: a few lines of <use> can stand for millions of shapes."""
    named = [element for element in root.iter() if element.get("id")]
    by_id = {element.get("id"): element for element in named}
    if len(by_id) < len(named):
        message = say("the SVG gives two parts the same id")
        raise PictureError("content.logo-unsafe", message, _AGAIN)
    sizes: dict[ElementTree.Element, int] = {}

    def size(element: ElementTree.Element, path: tuple[ElementTree.Element, ...]) -> int:
        if element in path or len(path) > MAX_DEPTH:
            raise PictureError("content.logo-unsafe", say("the SVG refers in a circle"), _AGAIN)
        if element not in sizes:
            targets = (by_id.get(name) for name in references(element))
            inside = [*element, *(target for target in targets if target is not None)]
            sizes[element] = 1 + sum(size(child, (*path, element)) for child in inside)
        return sizes[element]

    if size(root, ()) > MAX_ELEMENTS:
        message = say("the SVG draws more than {most} parts by reference", most=MAX_ELEMENTS)
        raise PictureError("content.logo-too-large", message, _SIMPLER)

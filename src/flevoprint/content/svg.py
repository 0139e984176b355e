"""SVG as untrusted input: what it may hold, and which colours it draws in.

Limits: 500 kB besides pictures within it, 5000 elements, copies of copies counted, 100 groups
within each other; no script, entities, letters, or reference to anything outside the file; and
nothing that one program draws otherwise than another.
"""

from __future__ import annotations

import base64
import re
from collections.abc import Iterator
from xml.etree import ElementTree

from flevoprint.content.found import PictureError
from flevoprint.language import say

MAX_BYTES = 500_000
MAX_ELEMENTS = 5_000
#: The same of a drawing with effects, each of which may take as long as all else.
MAX_WITH_EFFECTS = 500
MAX_DEPTH = 100
DRAWN = {"path", "rect", "circle", "ellipse", "line", "polyline", "polygon"}
FORBIDDEN_TAGS = {"script", "foreignObject", "iframe", "animate", "set", "animateTransform"}
FORBIDDEN_TAGS |= {"animateMotion", "audio", "video", "canvas", "handler", "listener"}
TEXT_TAGS = {"text", "tspan", "textPath", "tref", "altGlyph", "flowRoot", "flowPara"}
#: Effects that every program draws alike and in no time.
EFFECTS = {"feBlend", "feColorMatrix", "feComposite", "feDropShadow", "feFlood", "feFuncA"}
EFFECTS |= {"feFuncB", "feFuncG", "feFuncR", "feComponentTransfer", "feGaussianBlur", "feMerge"}
EFFECTS |= {"feMergeNode", "feOffset"}
#: A picture within the drawing.
_WITHIN = re.compile(r"\s*data:image/(?:png|jpe?g);base64,([A-Za-z0-9+/=\s]+)")
#: What one program draws otherwise than another, and what that is called.
_FREE = re.compile(
    r"(var|calc)\(|(@(?:media|keyframes|supports|container))|(transform-(?:box|origin)|mask-image|"
    r"offset-path|backdrop-filter|animation(?:-name)?)\s*:|vector-effect['\":=\s]+(non-scaling-\w+)|"
    r"(?:clip-path|filter)['\":=\s]+(?!url|none|inherit)([a-z-]+\()",
    re.IGNORECASE,
)
#: Colours that would stay outside sRGB, which the screen edition may not carry.
_NOT_SRGB = re.compile(r"device-cmyk|icc-color|\b(ok)?l(ab|ch)\(|\bcolor\(", re.IGNORECASE)
_OUTSIDE = re.compile(r"url\((?!\s*['\"]?\s*#)|@import|javascript:|@font-face", re.I)
#: Attributes of other programs, and names: whatever they hold, nothing is drawn by it.
_NO_STYLE = re.compile(r"\{.*|id|class|(?:data|aria)-.*")
_AGAIN = say("save the logo in the drawing program anew as 'plain SVG'")
_SIMPLER = say("simplify the logo in the drawing program")
_UNGROUP = say("ungroup the logo in the drawing program and save it anew")


def read_svg(data: bytes) -> ElementTree.Element:
    """The drawing in ``data``. Raises PictureError."""
    drawn = len(data) - sum(len(picture) for picture in _EMBEDDED.findall(data))
    if drawn > MAX_BYTES:
        message = say(
            "the SVG is {size} kB; it may be {most} kB",
            size=drawn // 1000,
            most=MAX_BYTES // 1000,
        )
        raise PictureError("content.logo-too-large", message, _SIMPLER)
    _check_prologue(data)
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
    if tag.startswith("fe") and tag not in EFFECTS:
        raise _drawn_differently(f"<{tag}>")
    if tag in TEXT_TAGS:
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
        if local_name(name) == "href":
            if not (value.startswith("#") or (tag == "image" and _WITHIN.fullmatch(value))):
                raise PictureError("content.logo-unsafe", _POINTS_OUTSIDE, _AGAIN)
            continue
        if not _NO_STYLE.fullmatch(name):
            styles.append(f"{local_name(name)}: {value}")
    if any("\\" in style for style in styles):
        message = say("the SVG hides letters of a style behind a backslash")
        raise PictureError("content.logo-unsafe", message, _AGAIN)
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
    free = next(filter(None, map(_FREE.search, styles)), None)
    if free is not None:
        raise _drawn_differently(next(filter(None, free.groups())).rstrip("("))


def pictures_within(root: ElementTree.Element) -> Iterator[tuple[ElementTree.Element, bytes]]:
    """The pictures that the checked drawing ``root`` carries. Raises PictureError."""
    for element in root.iter():
        if local_name(element.tag) != "image":
            continue
        for name, value in element.items():
            found = _WITHIN.fullmatch(value)
            if local_name(name) == "href" and found:
                try:
                    yield element, base64.b64decode(found[1])
                except ValueError:
                    message = say("a picture within the SVG cannot be read")
                    raise PictureError("content.logo-broken", message, _AGAIN) from None


def _check_prologue(data: bytes) -> None:
    """What stands before the drawing: its encoding, a DOCTYPE, a style sheet of another file."""
    if b"\0" in data:
        raise PictureError("content.logo-unsafe", say("the SVG is not UTF-8"), _AGAIN)
    if b"<!ENTITY" in data or re.search(rb"<!DOCTYPE[^>]*\[", data):
        raise PictureError(
            "content.logo-unsafe",
            say("the SVG holds entities, pieces of text that a reader must fill in"),
            say(
                "save it in the drawing program anew as 'plain SVG'; in Illustrator, without "
                "'Preserve Illustrator Editing Capabilities'"
            ),
        )
    if b"<?xml-stylesheet" in data:
        raise PictureError("content.logo-unsafe", _POINTS_OUTSIDE, _AGAIN)


def _drawn_differently(what: str) -> PictureError:
    return PictureError(
        "content.logo-unsupported",
        say("the SVG uses {what}, which one program draws otherwise than another", what=what),
        say(
            "turn it into plain shapes in the drawing program, or save the logo as a PNG of "
            "3000 pixels wide"
        ),
    )


_EMBEDDED = re.compile(rb"data:image/(?:png|jpe?g);base64,[A-Za-z0-9+/=\s]+")
_POINTS_OUTSIDE = say("the SVG refers to something outside the file")


def _check_visible(root: ElementTree.Element) -> None:
    if not any(local_name(element.tag) in DRAWN | {"image"} for element in root.iter()):
        raise PictureError("content.logo-empty", say("the SVG draws nothing"), _AGAIN)


def _check_uses(root: ElementTree.Element) -> None:
    """Refuse copies of copies: a few lines of <use> can stand for millions of shapes."""
    named = [element for element in root.iter() if element.get("id")]
    by_id = {element.get("id"): element for element in named}
    if len(by_id) < len(named):
        message = say("the SVG gives two parts the same id")
        raise PictureError("content.logo-unsafe", message, _AGAIN)
    sizes: dict[ElementTree.Element, int] = {}

    def size(element: ElementTree.Element, path: tuple[ElementTree.Element, ...]) -> int:
        if element in path:
            raise PictureError("content.logo-unsafe", say("the SVG refers in a circle"), _AGAIN)
        if len(path) > MAX_DEPTH:
            message = say("the SVG has more than {most} groups within each other", most=MAX_DEPTH)
            raise PictureError("content.logo-too-large", message, _UNGROUP)
        if element not in sizes:
            targets = (by_id.get(name) for name in references(element))
            inside = [*element, *(target for target in targets if target is not None)]
            sizes[element] = 1 + sum(size(child, (*path, element)) for child in inside)
        return sizes[element]

    effects = any(local_name(element.tag) == "filter" for element in root.iter())
    most = MAX_WITH_EFFECTS if effects else MAX_ELEMENTS
    if size(root, ()) > most:
        message = say("the SVG draws more than {most} parts by reference", most=most)
        raise PictureError("content.logo-too-large", message, _SIMPLER)

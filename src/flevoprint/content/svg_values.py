"""What may be written in a drawing that the typesetter draws itself: names, values, style rules.

Each pattern is as narrow as what drawing programs write: what the typesetter would read otherwise
than they do (percentages, capitals, an empty value, a path that breaks off) is in none of them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from flevoprint.content.looks import COLOUR_NAMES

# Possessive, so that a long wrong value fails as quickly as a right one matches.
_SIZE = r"(?>(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][-+]?\d+(?!\.))?)"
_NUMBER = rf"(?>[-+]?{_SIZE})"
_UNIT = r"(?:px|pt|pc|mm|cm|in)?"
_NEXT = r"(?>\s*,?\s*)"
_ID = r"[A-Za-z_][\w.:-]*"
_COLOUR = r"#[0-9A-Fa-f]{3}|#[0-9A-Fa-f]{6}|rgb\(\s*\d+\s*,\s*\d+\s*,\s*\d+\s*\)"
_COLOUR += "".join(f"|{name}" for name in COLOUR_NAMES)
_URL = rf"url\(['\"]?#{_ID}['\"]?\)"
_WHOLE = r"1(?:\.0*)?"


def _numbers(count: int) -> str:
    """``count`` numbers, or that many again and again."""
    return rf"(?!\s*,)(?:(?:{_NEXT}{_NUMBER}){{{count}}})+"


_ARCS = (
    rf"(?!\s*,)(?:(?:{_NEXT}{_SIZE}){{2}}{_NEXT}{_NUMBER}{_NEXT}[01]{_NEXT}[01]"
    rf"(?:{_NEXT}{_NUMBER}){{2}})+"
)
#: A path in full; a smooth quadratic curve (T) goes elsewhere in the typesetter.
_PATH = (
    rf"\s*[Mm]{_numbers(2)}(?:\s*(?:[MmLl]{_numbers(2)}|[HhVv]{_numbers(1)}|[Cc]{_numbers(6)}"
    rf"|[SsQq]{_numbers(4)}|[Aa]{_ARCS}|[Zz]))*\s*"
)
_ONE, _TWO, _SIX = (rf"\s*{_NUMBER}(?:{_NEXT}{_NUMBER}){{{more}}}\s*" for more in ("0", "1", "5"))
_MOVE = (
    rf"matrix\({_SIX}\)|translate\((?:{_ONE}|{_TWO})\)|scale\((?:{_ONE}|{_TWO})\)"
    rf"|rotate\({_ONE}(?:{_NEXT}{_TWO})?\)|skew[XY]\({_ONE}\)"
)
#: What leaves a gradient's axes upright.
_UPRIGHT = (
    rf"matrix\(\s*{_NUMBER}{_NEXT}[-+]?0(?:\.0*)?{_NEXT}[-+]?0(?:\.0*)?(?:{_NEXT}{_NUMBER}){{3}}\s*\)"
    rf"|translate\((?:{_ONE}|{_TWO})\)|scale\((?:{_ONE}|{_TWO})\)"
)
_PLACE, _EXTENT = rf"{_NUMBER}{_UNIT}", rf"{_SIZE}{_UNIT}"
_HREF = rf"#{_ID}"
TRANSFORM = rf"\s*(?:(?:{_MOVE})[\s,]*)*"

Patterns = Mapping[str, re.Pattern[str]]


def _compiled(written: Mapping[str, str]) -> Patterns:
    return {
        name: re.compile(pattern, re.ASCII)
        for names, pattern in written.items()
        for name in names.split()
    }


#: What is said of a shape's look, in an attribute, a style or a rule.
PROPERTIES = _compiled(
    {
        "fill": rf"none|currentColor|{_COLOUR}|{_URL}",
        "stroke": rf"none|currentColor|{_COLOUR}",
        "color stop-color": _COLOUR,
        "fill-rule clip-rule": "nonzero|evenodd",
        "fill-opacity stroke-opacity opacity": _NUMBER,
        "stop-opacity": _WHOLE,
        "stroke-width stroke-dashoffset": _EXTENT,
        "stroke-miterlimit": _SIZE,
        "stroke-linecap": "butt|round|square",
        "stroke-linejoin": "miter|round|bevel",
        "stroke-dasharray": rf"none|{_EXTENT}(?:{_NEXT}{_EXTENT})*",
        "clip-path": rf"none|{_URL}",
        "display": "inline|block|none",
        "visibility overflow": "visible",
        "mask filter marker marker-start marker-mid marker-end vector-effect": "none",
        "mix-blend-mode paint-order": "normal",
        "color-interpolation": "auto|sRGB",
    }
)
#: What changes nothing in a drawing without letters and effects.
_IDLE = re.compile(
    r"-inkscape-[a-z-]+|enable-background|isolation|(?:shape|image|color|text)-rendering"
    r"|color-(?:interpolation-filters|profile)|solid-(?:color|opacity)|cursor|pointer-events"
    r"|font(?:-[a-z-]+)?|text-[a-z-]+|(?:line-height|letter-spacing|word-spacing|white-space)"
    r"|baseline-shift|block-progression|direction|dominant-baseline|writing-mode|mask-type"
    r"|(?:shape-(?:padding|margin)|inline-size)|flood-(?:color|opacity)|lighting-color"
    r"|clip|user-select|kerning"
)
#: What is said of where each element lies.
GEOMETRY: Mapping[str, Patterns] = {
    "svg": {},
    "g": _compiled({"transform": TRANSFORM}),
    "path": _compiled({"d": _PATH, "transform": TRANSFORM}),
    "rect": _compiled({"x y": _PLACE, "width height rx ry": _EXTENT, "transform": TRANSFORM}),
    "circle": _compiled({"cx cy": _PLACE, "r": _EXTENT, "transform": TRANSFORM}),
    "ellipse": _compiled({"cx cy": _PLACE, "rx ry": _EXTENT, "transform": TRANSFORM}),
    "line": _compiled({"x1 y1 x2 y2": _PLACE, "transform": TRANSFORM}),
    **dict.fromkeys(
        ("polyline", "polygon"),
        _compiled({"points": rf"{_numbers(2)}\s*", "transform": TRANSFORM}),
    ),
    "use": _compiled(
        {"x y": _PLACE, "width height": _EXTENT, "href": _HREF, "transform": TRANSFORM}
    ),
    "clipPath": _compiled({"clipPathUnits": "userSpaceOnUse"}),
    "linearGradient": _compiled(
        {
            "x1 y1 x2 y2": _NUMBER,
            "gradientUnits": "userSpaceOnUse|objectBoundingBox",
            "gradientTransform": rf"\s*(?:(?:{_UPRIGHT})[\s,]*)*",
            "spreadMethod": "pad",
            "href": _HREF,
        }
    ),
    "radialGradient": _compiled(
        {
            "cx cy fx fy": _NUMBER,
            "r": _SIZE,
            "gradientUnits": "userSpaceOnUse|objectBoundingBox",
            "spreadMethod": "pad",
            "href": _HREF,
        }
    ),
    "stop": _compiled({"offset": rf"{_SIZE}%?"}),
    "style": _compiled({"type": "text/css"}),
    "defs": {},
    "title": {},
    "desc": {},
    "metadata": {},
}
#: A path that is closed where it begins: the typesetter leaves out the dot that it is.
_DOT = re.compile(rf"[Mm]\s*{_NUMBER}{_NEXT}{_NUMBER}\s*[Zz]", re.ASCII)
#: A path of which the typesetter knows how far it reaches: not after a curve that goes on
#: smoothly, an arc, or a relative step from where a path was closed.
_REACH_UNKNOWN = re.compile(r"[sSaA]|[zZ]\s*[a-y]")
_SELECTOR = re.compile(r"(?=\S)(?:\*|[a-z][A-Za-z]*)?(?:[.#][A-Za-z_-][\w-]*)*", re.ASCII)
_COMMENT = re.compile(r"/\*.*?(?:\*/|\Z)", re.DOTALL)
#: What stands for something that is not known to be sound.
UNKNOWN = ("", "")


def is_sound_property(name: str, value: str) -> bool:
    """Whether the typesetter draws a shape of which this is said as others do."""
    pattern = PROPERTIES.get(name)
    if pattern is None:
        return bool(_IDLE.fullmatch(name)) and bool(value)
    return bool(pattern.fullmatch(value))


def is_sound_place(pattern: re.Pattern[str], name: str, value: str) -> bool:
    """Whether ``value`` is wholly what ``pattern`` says, and flattens nothing to a line or dot."""
    if not pattern.fullmatch(value) or (name == "d" and _DOT.search(value)):
        return False
    return name not in {"transform", "gradientTransform"} or not _is_flat(value)


def has_known_reach(path: str) -> bool:
    """Whether the typesetter knows how far ``path`` reaches, for a gradient or an opacity."""
    return _REACH_UNKNOWN.search(path) is None


def declared(style: str) -> Iterator[tuple[str, str]]:
    """The properties in a style and their values; what is none of it, as ``UNKNOWN``."""
    for declaration in style.split(";"):
        name, colon, value = (part.strip() for part in declaration.partition(":"))
        if colon and "!" not in value and "/*" not in value:
            yield name, value
        elif name or colon:
            yield UNKNOWN


def rules(sheet: str) -> Iterator[tuple[str, str]]:
    """What each rule of a style sheet is for, and the style it gives; ``UNKNOWN`` as above."""
    sheet = _COMMENT.sub(" ", sheet)
    *blocks, rest = sheet.split("}")
    if rest.strip():
        yield UNKNOWN
    for block in blocks:
        selectors, _, style = block.partition("{")
        parts = [part for each in selectors.split(",") for part in (each.split() or [""])]
        sound = "{" not in style and all(map(_SELECTOR.fullmatch, parts))
        yield (selectors, style) if sound else UNKNOWN


def _is_flat(transform: str) -> bool:
    for name, inside in re.findall(r"(\w+)\(([^)]*)\)", transform):
        numbers = [float(number) for number in re.findall(_NUMBER, inside)]
        if name == "scale" and not all(numbers):
            return True
        if name == "matrix" and not numbers[0] * numbers[3] - numbers[1] * numbers[2]:
            return True
    return False

"""Which drawings the typesetter draws right by itself.

Found by holding its pages against two other programs (``tests/looks``). What is not listed here as
sound is set as pixels, so a mistake in this list costs sharpness at most, never a wrong logo.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from xml.etree import ElementTree

from flevoprint.content.svg import DRAWN, local_name

_SVG = "http://www.w3.org/2000/svg"
_SOUND = DRAWN | {"svg", "g", "defs", "use", "symbol", "style", "title", "desc", "metadata"}
_SOUND |= {"linearGradient", "radialGradient", "stop", "clipPath"}
#: Properties that it knows nothing of, or draws otherwise.
_UNSOUND = re.compile(
    r"(?<![\w-])(mask|filter|marker|marker-\w+|mix-blend-mode|paint-order)\s*[:=]"
    r"|stroke\s*[:=]\s*['\"]?url|stop-opacity|(?<![-\w])transform\s*:|\d%(?!\s*\))"
)
_PAINT = re.compile(r"url\(\s*['\"]?\s*#([^'\")\s]+)")
#: Where a percentage is no length.
_IN_SHARES = {"linearGradient", "radialGradient", "stop"}
_OPACITY = re.compile(r"(?<![\w-])opacity\s*[:=]\s*['\"]?\s*(?!1['\";\s])")
_STROKE = re.compile(r"(?<![\w-])stroke\s*[:=]\s*['\"]?\s*(?!none)")


def draws_plainly(root: ElementTree.Element) -> bool:
    """Whether the typesetter may draw the checked drawing ``root`` itself."""
    written = " ".join(_written(root))
    painted = set(_PAINT.findall(written))
    if _UNSOUND.search(written) or (_OPACITY.search(written) and _STROKE.search(written)):
        return False
    return all(_is_sound(element, inner, painted) for element, inner in _elements(root))


def _elements(root: ElementTree.Element) -> Iterator[tuple[ElementTree.Element, bool]]:
    """The elements of SVG itself, and whether they lie within another one."""
    for element in root.iter():
        if isinstance(element.tag, str) and element.tag.startswith(f"{{{_SVG}}}"):
            yield element, element is not root


def _is_sound(element: ElementTree.Element, inner: bool, painted: Collection[str]) -> bool:
    tag = local_name(element.tag)
    if tag not in _SOUND or (inner and tag == "svg"):
        return False
    if tag.endswith("Gradient") and element.get("id") in painted:
        return element.get("gradientUnits") == "userSpaceOnUse"
    if tag == "clipPath":
        return not any("evenodd" in value for part in element for value in part.attrib.values())
    return True


def _written(root: ElementTree.Element) -> Iterator[str]:
    """Every attribute and style rule that can change how the drawing looks."""
    for element, inner in _elements(root):
        if local_name(element.tag) == "style":
            yield element.text or ""
        shares = not inner or local_name(element.tag) in _IN_SHARES
        for name, value in element.attrib.items():
            key = local_name(name)
            if key not in {"d", "points", "id"} and not (shares and "%" in value):
                yield f'{key}="{value}"'

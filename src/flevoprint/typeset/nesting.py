"""Where the elements of a page begin and end, read from its source at a glance.

HTML forgives anything, and reading it as it is meant takes the engine's own parser. A page whose
elements are all closed and stand only where they may is read the same by anyone. Of such a page
alone this tells the elements; of any other it tells nothing.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

_BODY = re.compile(r"<body\b[^<>]*>")
_END = re.compile(r"\s*(?:</html>\s*)?")
_TAG = re.compile(r"""<(/?)([a-z][a-z0-9]*)((?:\s+[a-z][a-z-]*(?:=(?:"[^"]*"|'[^']*'))?)*)\s*>""")
_NAMED = re.compile(r"\s(?:id|name)\b")
_LISTS = frozenset({"ul", "ol"})
_VOID = frozenset({"img", "br"})
#: What may stand in a line of text, and what holds nothing else.
_LETTERING = frozenset({"span", "a", "b", "i", "em", "strong", "s", "u", "small"})
_LINES = _LETTERING | {"h1", "h2", "h3", "h4", "h5", "h6", "p"}
_BLOCKS = frozenset(
    {"div", "section", "main", "article", "header", "footer", "aside", "nav", "blockquote", "body"}
)
_KNOWN = _LISTS | _VOID | _LINES | _BLOCKS | {"li"}


@dataclass(slots=True)
class Element:
    """An element of a source: where it starts, where its content does, and where it stops.

    ``count`` is how many elements it and its content are; ``named`` whether any of them has a name
    that others may know it by.
    """

    tag: str
    start: int
    inside: int
    stop: int = 0
    count: int = 1
    named: bool = False
    children: list[Element] = field(default_factory=list)

    def may_hold(self, tag: str) -> bool:
        """Whether an element ``tag`` may stand in this one, and leaves it open."""
        if tag not in _KNOWN or tag == "body":
            return False
        if self.tag in _LINES:
            return tag in _LETTERING or tag in _VOID
        return (tag == "li") == (self.tag in _LISTS)


def elements(html: str) -> Element | None:
    """The body of ``html``; None where it is not all closed and in its place."""
    begin = _BODY.search(html)
    if begin is None:
        return None
    open_ = [Element("body", begin.start(), begin.end())]
    at = begin.end()
    for found in _TAG.finditer(html, at):
        if html.find("<", at, found.start()) >= 0:
            return None
        at, tag, last = found.end(), found[2], open_[-1]
        if not found[1]:
            if not last.may_hold(tag) or (tag == "a" and any(each.tag == "a" for each in open_)):
                return None
            element = Element(tag, found.start(), at, at, named=bool(_NAMED.search(found[3])))
            last.children.append(element)
            if tag in _VOID:
                last.count += 1
                last.named |= element.named
            else:
                open_.append(element)
        elif tag != last.tag or found[3]:
            return None
        else:
            last.stop = at
            open_.pop()
            if not open_:
                return last if _END.fullmatch(html, at) else None
            open_[-1].count += last.count
            open_[-1].named |= last.named
    return None

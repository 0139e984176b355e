"""Elements whose whole content is known: they are laid out without the engine seeing it.

Most of what a sheet holds is the same for every gemeente, and stands in blocks that are placed
absolutely. Of such a block, what :mod:`flevoprint.typeset.blocks` keeps is all that the engine
would make of it. So once an element with its content was met twice, its content is cut out of the
next document before the engine looks at it, and what is kept is put in where the engine comes to
lay out the empty block. An element is the same if it, its content and its pictures are, and all
that a selector can see from there: what stands around and before it, and the stylesheets. Where
more than that can reach in or out of it, such as a counter, nothing is cut. Where the block turns
out to be placed otherwise than before, the document is laid out anew, with nothing cut out of it.
"""

from __future__ import annotations

import hashlib
import re
from collections import OrderedDict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import count
from typing import Any

#: Elements that may stand around a block, and be one.
_AROUND = frozenset(
    {"html", "body", "div", "section", "main", "article", "header", "footer", "aside", "nav"}
)
_LISTS = frozenset({"ul", "ol"})
_LETTERING = {"span", "a", "b", "i", "em", "strong", "s", "u", "small", "br"}
#: Elements that a block may hold: those that have nothing to do with what is outside it.
_WITHIN = _AROUND.union(
    _LISTS, _LETTERING, {"h1", "h2", "h3", "h4", "h5", "h6", "p", "blockquote", "li", "img"}
)
#: Attributes by which an element is known elsewhere in its document.
_KNOWN_BY = frozenset({"id", "name"})
#: What in a stylesheet, without its comments, reaches in or out of a block, or sees what it holds
#: or what follows it.
_REACHING = re.compile(
    r"counter|string-set|string\(|content\(|element\(|running\(|note|target|leader\(|quotes|(?:open|close)-quote"
    r"|bookmark|url\(|attr\(|[;{\s]page\s*:|:has|:empty|:last|:only|:nth-last|@(?!page\b|media\b)",
    re.IGNORECASE,
)
_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
#: Most elements known by their content or their place, of a few hundred bytes each; a sheet of two
#: sides has some 400. Most boxes kept; such a sheet has some 2 000.
_MOST, _MOST_BOXES = 8_000, 4_000


class Misfit(Exception):
    """An element was cut out that is not placed as it was when it was kept."""


@dataclass(frozen=True, slots=True)
class Graft:
    """A block as it is kept: ``laid``, of ``boxes`` boxes, the ``things`` that it had of its
    document, and the ``pictures`` among them by place, each with its address and orientation.

    ``placed`` is all that the engine knew of where it was placed.
    """

    laid: Any
    boxes: int
    things: tuple[Any, ...]
    pictures: Mapping[int, tuple[str, Any]]
    placed: object

    def of(self, context: Any) -> list[Any]:
        """The things of the block, its pictures those of the document that ``context`` lays out."""
        things = list(self.things)
        for place, (url, orientation) in self.pictures.items():
            things[place] = context.get_image_from_uri(url=url, orientation=orientation)
            if things[place] is None:
                raise Misfit
        return things


@dataclass(slots=True)
class Cut:
    """One document: which of its elements were ``emptied``, and the ``names`` of others."""

    emptied: dict[Any, int] = field(default_factory=dict)
    names: dict[Any, int] = field(default_factory=dict)
    filled: set[Any] = field(default_factory=set)

    def check(self) -> None:
        """Raises :class:`Misfit` where what was cut out was not put in again."""
        if self.filled != self.emptied.keys():
            raise Misfit


class Grafts:
    """The elements that one engine knows."""

    def __init__(self) -> None:
        self._numbers = count(1)
        self._known: dict[object, int] = {}
        self._kept: OrderedDict[int, Graft] = OrderedDict()
        self._boxes = 0

    def clear(self) -> None:
        """Keep nothing."""
        self._known.clear()
        self._kept.clear()
        self._boxes = 0

    def keep(self, name: int, graft: Graft) -> None:
        """Keep ``graft`` for the element that goes by ``name``."""
        if name in self._kept:
            return
        self._kept[name] = graft
        self._boxes += graft.boxes
        while self._boxes > _MOST_BOXES:
            _, gone = self._kept.popitem(last=False)
            self._boxes -= gone.boxes

    def get(self, name: int) -> Graft:
        """What is kept for ``name``; raises :class:`Misfit` where that is gone."""
        if name not in self._kept:
            raise Misfit
        self._kept.move_to_end(name)
        return self._kept[name]

    def cut(self, root: Any, assets: Mapping[str, bytes]) -> Cut:
        """Empty the known elements of a document, of which ``root`` is the root element."""
        if len(self._known) > _MOST:
            self.clear()
        cut = Cut()
        sheets = list(_sheets(root, assets))
        styles = "\n".join([element.attrib.get("style", "") for element in root.iter()])
        if not any(map(_reaches, _texts(sheets))) and not _reaches(styles):
            contents: dict[Any, int] = {}
            self._read(root, assets, contents)
            self._empty(root, self._number(("document", *sheets)), contents, cut)
        return cut

    def _number(self, thing: object) -> int:
        """A number by which ``thing`` goes, and nothing else ever did."""
        number = self._known.get(thing)
        if number is None:
            number = self._known[thing] = next(self._numbers)
        return number

    def _read(
        self, element: Any, assets: Mapping[str, bytes], contents: dict[Any, int]
    ) -> tuple[int, bool]:
        """The number of ``element`` with its content, 0 where it cannot stand alone.

        And whether it holds an item that belongs to a list around it.
        """
        tag, attributes = element.tag, element.attrib
        fit, loose = tag in _WITHIN and _KNOWN_BY.isdisjoint(attributes), tag == "li"
        parts: list[object] = [tag, element.text, *attributes.items()]
        for child in element:
            number, astray = self._read(child, assets, contents)
            fit, loose = fit and number > 0, loose or astray
            parts += (number, child.tail)
        if tag == "img":
            data = assets.get(attributes.get("src", "").partition(":")[2])
            parts.append(data and hashlib.blake2b(data).digest())
            fit = fit and data is not None
        if tag in _LISTS:
            loose = False
        number = self._number(tuple(parts)) if fit else 0
        if number and not loose:
            contents[element] = number
        return number, loose

    def _empty(self, element: Any, place: int, contents: Mapping[Any, int], cut: Cut) -> None:
        """Empty what is known of the content of ``element``; note the names of what is not."""
        before = element.text
        for child in element:
            tag = child.tag
            place = self._number((place, tag, *child.attrib.items()))
            if tag in _AROUND:
                name = self._number(("in", place, contents[child])) if child in contents else 0
                if name and before and before.isspace():
                    if name in self._kept:
                        del child[:]
                        child.text = None
                        cut.emptied[child] = name
                        before = child.tail
                        continue
                    cut.names[child] = name
                self._empty(child, self._number(("around", place)), contents, cut)
            before = child.tail


def _sheets(root: Any, assets: Mapping[str, bytes]) -> Iterator[tuple[object, ...]]:
    """The stylesheets of a document, with all that says which they are."""
    for element in root.iter():
        if element.tag not in ("style", "link"):
            continue
        data = assets.get(element.get("href", "").partition(":")[2])
        yield element.tag, element.text, data, *element.attrib.items()


def _texts(sheets: list[tuple[object, ...]]) -> Iterator[str]:
    """All that is written in ``sheets``."""
    for _, text, data, *_attributes in sheets:
        yield str(text or "")
        yield data.decode(errors="replace") if isinstance(data, bytes) else ""


def _reaches(text: str) -> bool:
    """Whether something in this CSS reaches in or out of a block."""
    return _REACHING.search(_COMMENT.sub("", text)) is not None

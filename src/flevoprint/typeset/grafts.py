"""Elements whose whole content is known: they are laid out without the engine seeing it.

Most of what a sheet holds is the same for every gemeente, and stands in blocks that are placed
absolutely. Of such a block, what :mod:`flevoprint.typeset.blocks` keeps is all that the engine
would make of it. So once an element with its content was met twice, its content is cut out of the
next document before the engine reads it, and what is kept is put in where the engine comes to lay
out the empty block. An element is the same if it, its content and its pictures are, and all that a
selector can see from there: what stands around and before it, and the stylesheets. Where more than
that can reach in or out of it, such as a counter, nothing is cut. Where the block turns out to be
placed otherwise than before, the document is laid out anew, with nothing cut out of it.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Container, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from flevoprint.latest import Latest
from flevoprint.typeset.nesting import Element, elements

#: Elements that may stand around a block, and be one.
_AROUND = frozenset(
    {"body", "div", "section", "main", "article", "header", "footer", "aside", "nav"}
)
_SHEET = re.compile(r"<(?:html|body|base|link|style|script)\b[^>]*>", re.IGNORECASE)
_STYLE = re.compile(r"<style\b[^>]*>(.*?)</style", re.IGNORECASE | re.DOTALL)
_LINK = re.compile(r"<link\b", re.IGNORECASE)
_ASSET = re.compile(r"""(?:src|href)\s*=\s*["']?\s*asset:([^"'\s>]*)""", re.IGNORECASE)
_STYLED = re.compile(r"""\sstyle\s*=\s*("[^"]*"|'[^']*')""")
#: What in a stylesheet, without its comments, reaches in or out of a block, or sees what it holds
#: or what follows it; or may, written with escapes.
_REACHING = re.compile(
    r"counter|list-item|string-set|string\(|content\(|element\(|running\(|note|target|leader\(|quotes"
    r"|(?:open|close)-quote|bookmark|url\(|attr\(|(?<![-\w])page\s*:|\\|&|:has|:empty|:last|:only|:nth-last"
    r"|@(?!page\b|media\b)",
    re.IGNORECASE,
)
_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
#: Most boxes kept; a sheet of two sides has some 600 in blocks that are known. Of those, one in
#: sixty comes back later than that, when one worker makes all of 342 sheets.
_MOST = 3_200


class Misfit(Exception):
    """An element was cut out that is not placed as it was when it was kept."""


@dataclass(frozen=True, slots=True)
class Graft:
    """A block as it is kept: ``laid``, of ``boxes`` boxes, the ``things`` that it had of its
    document, and for the ``pictures`` among them, by place, an address and an orientation.

    ``placed`` is all that the engine knew of where it was placed, ``paintings`` what it paints.
    """

    laid: Any
    boxes: int
    things: tuple[Any, ...]
    pictures: Mapping[int, tuple[str, Any]]
    placed: object
    paintings: dict[int, Any] = field(default_factory=dict)

    def of(self, context: Any) -> list[Any]:
        """The things of the block, its pictures those of the document that ``context`` lays out."""
        things = list(self.things)
        for place, (url, orientation) in self.pictures.items():
            things[place] = context.get_image_from_uri(url=url, orientation=orientation)
            if things[place] is None:
                raise Misfit
        return things


@dataclass(frozen=True, slots=True)
class Patch:
    """A block that was put in place: ``held`` is all text and all pictures in it.

    What its parts paint is kept in ``paintings``, each under its own name.
    """

    held: list[Any]
    paintings: dict[int, Any]

    def add(self, box: Any, laid: Any) -> None:
        """Note that ``box`` is in it, which was made of ``laid``."""
        if laid.shows:
            self.held.append(box)
        if laid.alone:
            box.patch = self, id(laid)


@dataclass(slots=True)
class Cut:
    """One document: its ``html``, and by which names some of its elements go.

    ``emptied`` are those that were emptied, ``names`` others: by their number in the body until
    they are found in what the engine read, and then by themselves.
    """

    html: str
    emptied: dict[Any, bytes] = field(default_factory=dict)
    names: dict[Any, bytes] = field(default_factory=dict)
    count: int = 0
    filled: set[Any] = field(default_factory=set)

    def find(self, root: Any) -> None:
        """Find the elements; raises :class:`Misfit` where the engine read others."""
        if not self.count:
            return
        body = root.find("body")
        found = [] if body is None else list(body.iter())
        if len(found) != self.count:
            raise Misfit
        self.emptied = {found[number]: name for number, name in self.emptied.items()}
        self.names = {found[number]: name for number, name in self.names.items()}

    def check(self) -> None:
        """Raises :class:`Misfit` where what was cut out was not put in again."""
        if self.filled != self.emptied.keys():
            raise Misfit


class Grafts:
    """The elements that one engine knows."""

    def __init__(self) -> None:
        self._kept: Latest[Graft] = Latest(_MOST, lambda graft: graft.boxes)

    @property
    def boxes(self) -> int:
        """How many boxes are kept."""
        return self._kept.weight

    def clear(self) -> None:
        """Keep nothing."""
        self._kept.clear()

    def keep(self, name: bytes, graft: Graft) -> None:
        """Keep ``graft`` for the element that goes by ``name``."""
        if name not in self._kept:
            self._kept.keep(name, graft)

    def get(self, name: bytes) -> Graft:
        """What is kept for ``name``; raises :class:`Misfit` where that is gone."""
        try:
            return self._kept.used(name)
        except KeyError:
            raise Misfit from None

    def cut(self, html: str, assets: Mapping[str, bytes]) -> Cut:
        """``html`` without the content of the elements that are known."""
        body = elements(html)
        if body is None:
            return Cut(html)
        head = html[: body.start]
        if len(_LINK.findall(head)) != len(_ASSET.findall(head)):
            return Cut(html)  # a file is named in a way that is not seen here
        styles = list(_styles(head, assets))
        if any(map(_reaches, (*styles, "\n".join(_STYLED.findall(html))))):
            return Cut(html)
        cut, kept = Cut(html), [head]
        context = _digest(*_SHEET.findall(html[: body.inside]), *styles)
        _Knife(self._kept, html, assets, cut, kept).pass_over(body, context)
        cut.html = "".join((*kept, html[body.stop :]))
        return cut


@dataclass(slots=True)
class _Knife:
    """Goes through ``html`` once; what is not cut out is added to ``kept``, piece by piece."""

    known: Container[object]
    html: str
    assets: Mapping[str, bytes]
    cut: Cut
    kept: list[str]

    def pass_over(self, element: Element, place: bytes) -> None:
        """Add ``element``, which stands at ``place``, and what is not known of its content."""
        self.cut.count += 1
        self.kept.append(self.html[element.start : element.inside])
        at = element.inside
        for child in element.children:
            before, at = self.html[at : child.start], child.stop
            self.kept.append(before)
            place = _digest(place, self.html[child.start : child.inside])
            if child.tag not in _AROUND:
                self.kept.append(self.html[child.start : child.stop])
                self.cut.count += child.count
                continue
            # A space before it takes the first one within it, and is all that can.
            name = self._name(child, place) if before.isspace() else None
            if name is not None and name in self.known:
                self.cut.emptied[self.cut.count] = name
                self.kept += (self.html[child.start : child.inside], f"</{child.tag}>")
                self.cut.count += 1
                continue
            if name is not None:
                self.cut.names[self.cut.count] = name
            self.pass_over(child, _digest(place, "around"))
        self.kept.append(self.html[at : element.stop])

    def _name(self, element: Element, place: bytes) -> bytes | None:
        """What ``element`` goes by; None where it cannot stand alone."""
        if element.named:
            return None
        source = self.html[element.start : element.stop]
        pictures = [self.assets.get(name) for name in _ASSET.findall(source)]
        if None in pictures:
            return None
        return _digest(place, source, *pictures)


def _digest(*parts: str | bytes | None) -> bytes:
    """A name for ``parts`` that nothing else has."""
    found = hashlib.blake2b(digest_size=20)
    for part in parts:
        data = part.encode() if isinstance(part, str) else part or b""
        found.update(b"%d:" % len(data))
        found.update(data)
    return found.digest()


def _styles(head: str, assets: Mapping[str, bytes]) -> Iterator[str]:
    """All stylesheets of a document, in itself and in the files that it names."""
    yield from _STYLE.findall(head)
    for name in _ASSET.findall(head):
        yield assets.get(name, b"").decode(errors="replace")


@lru_cache(maxsize=32)
def _reaches(text: str) -> bool:
    """Whether something in this CSS reaches in or out of a block."""
    return _REACHING.search(_COMMENT.sub("", text)) is not None

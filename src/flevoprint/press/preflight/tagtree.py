"""The tag tree of a PDF as plain values, and the text it holds (ISO 32000-1, 14.7 and 14.8).

The tree is anyone's, so nothing is taken on trust: depth and number are bounded, and what does not
hang together is kept as a fault instead of followed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import pikepdf

from flevoprint.geometry import Box
from flevoprint.press.preflight.marks import Mark, MarkKind

DEPTH = 150
MOST_TAGS = 200_000

#: The types of ISO 32000-1, 14.8.4: those that group others, and those that hold text.
GROUPING_TYPES = "Document Part Art Sect Div BlockQuote Caption TOC TOCI Index NonStruct Private"
TEXT_TYPES = (
    "P H H1 H2 H3 H4 H5 H6 L LI Lbl LBody Table TR TH TD THead TBody TFoot Span Quote Note "
    "Reference BibEntry Code Link Annot Ruby RB RT RP Warichu WT WP Figure Formula Form"
)
GROUPING = frozenset(GROUPING_TYPES.split())
STANDARD = GROUPING | frozenset(TEXT_TYPES.split())
HEADINGS = ("H1", "H2", "H3", "H4", "H5", "H6")

Id = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Piece:
    """What a tag holds of a page: marked content by its ``mcid``, or the object ``target``.

    ``within`` says that the content stands in a form of its own (``/Stm``).
    """

    page: int
    mcid: int | None
    target: Id | None = None
    within: bool = False


@dataclass(frozen=True, slots=True)
class Tag:
    """One tag. ``type`` is the standard type its ``name`` stands for; None: it is not there."""

    id: Id
    name: str
    type: str
    kids: tuple[Tag | Piece, ...]
    alt: str | None = None
    actual: str | None = None
    expanded: str | None = None
    language: str | None = None

    def tags(self) -> Iterator[Tag]:
        """The tags directly below this one."""
        return (kid for kid in self.kids if isinstance(kid, Tag))

    def walk(self) -> Iterator[Tag]:
        """This tag and all below it, in reading order."""
        waiting = [self]
        while waiting:
            tag = waiting.pop()
            yield tag
            waiting += [kid for kid in reversed(tag.kids) if isinstance(kid, Tag)]

    def pieces(self) -> Iterator[Piece]:
        """All that this tag and those below it hold, in reading order."""
        waiting: list[Tag | Piece] = [self]
        while waiting:
            thing = waiting.pop()
            if isinstance(thing, Piece):
                yield thing
            else:
                waiting += reversed(thing.kids)


@dataclass(frozen=True, slots=True)
class Fault:
    """Something in the tree that does not hang together: ``kind``, the tag's name, its page."""

    kind: str
    name: str
    page: int = 0


@dataclass(frozen=True)
class TagTree:
    """The whole tree, and what the pages paint for each of its pieces."""

    tops: tuple[Tag, ...]
    faults: tuple[Fault, ...]
    #: (page, mcid) -> its marks, in the order of painting, each with its place in that order.
    content: Mapping[tuple[int, int], tuple[tuple[int, Mark], ...]]

    def tags(self) -> Iterator[Tag]:
        """Every tag, in reading order."""
        return iter(self._tags)

    @cached_property
    def _tags(self) -> tuple[Tag, ...]:
        return tuple(tag for top in self.tops for tag in top.walk())

    def pieces(self) -> Iterator[Piece]:
        """Every piece, in reading order."""
        for top in self.tops:
            yield from top.pieces()

    def painted(self, thing: Tag | Piece) -> list[tuple[int, Mark]]:
        """The marks that ``thing`` holds, in reading order."""
        pieces = [thing] if isinstance(thing, Piece) else thing.pieces()
        return [
            placed
            for piece in pieces
            if piece.mcid is not None
            for placed in self.content.get((piece.page, piece.mcid), ())
        ]

    def text(self, thing: Tag | Piece) -> str:
        """What is read aloud of ``thing``; a line that ends without a space gets one."""
        if id(thing) not in self._texts:
            words: list[str] = []
            self._speak(thing, words)
            self._texts[id(thing)] = (thing, " ".join("".join(words).split()))
        return self._texts[id(thing)][1]

    @cached_property
    def _texts(self) -> dict[int, tuple[Tag | Piece, str]]:
        """What was asked for so far, by the thing's identity: it stays its own as it is kept."""
        return {}

    def _speak(self, thing: Tag | Piece, words: list[str]) -> tuple[Mark, Mark] | None:
        """Add what is read aloud of ``thing``; gives the first and the last text it shows."""
        ends: tuple[Mark, Mark] | None = None
        if isinstance(thing, Tag) and thing.actual is None:
            for kid in thing.kids:
                start = len(words)
                shown = self._speak(kid, words)
                if shown:
                    if ends and not same_line(ends[1], shown[0]):
                        words.insert(start, " ")
                    ends = (ends[0] if ends else shown[0], shown[1])
            return ends
        for _, mark in self.painted(thing):
            if mark.kind is MarkKind.TEXT:
                if isinstance(thing, Piece):
                    words.append(" " if ends and not same_line(ends[1], mark) else "")
                    words.append(mark.text)
                ends = (ends[0] if ends else mark, mark)
        if isinstance(thing, Tag):
            words.append(thing.actual or "")
        return ends

    def place(self, thing: Tag | Piece) -> tuple[int, Box | None]:
        """The first page on which ``thing`` is painted (0: none), and its box on it."""
        marks = [mark for _, mark in self.painted(thing)]
        if not marks:
            pieces = [thing] if isinstance(thing, Piece) else list(thing.pieces())
            return (pieces[0].page, None) if pieces else (0, None)
        page = marks[0].page
        return page, union(mark.box for mark in marks if mark.page == page)


def same_line(first: Mark, second: Mark) -> bool:
    """Whether two marks overlap for half the lower one's height."""
    low, high = max(first.box.bottom, second.box.bottom), min(first.box.top, second.box.top)
    least = min(first.box.top - first.box.bottom, second.box.top - second.box.bottom)
    return first.page == second.page and high - low > least / 2


def union(boxes: Iterator[Box]) -> Box | None:
    """The smallest box around all ``boxes``; None around nothing."""
    known = list(boxes)
    if not known:
        return None
    return Box(
        min(box.left for box in known),
        min(box.bottom for box in known),
        max(box.right for box in known),
        max(box.top for box in known),
    )


def read_tags(pdf: pikepdf.Pdf, marks: tuple[Mark, ...]) -> TagTree:
    """The tags of ``pdf``; a file without any gives an empty tree."""
    content: dict[tuple[int, int], list[tuple[int, Mark]]] = {}
    for place, mark in enumerate(marks):
        if mark.mcid is not None:
            content.setdefault((mark.page, mark.mcid), []).append((place, mark))
    frozen = {key: tuple(value) for key, value in content.items()}
    root = pdf.Root.get("/StructTreeRoot")
    if not isinstance(root, pikepdf.Dictionary):
        return TagTree((), (), frozen)
    reader = _Reader(pdf, root)
    tops = tuple(tag for tag in reader.kids(root, root.objgen, 0, 0) if isinstance(tag, Tag))
    return TagTree(tops, (*reader.faults, *reader.parent_faults()), frozen)


class _Reader:
    """Reads one tree; what is wrong with it gathers in ``faults``."""

    def __init__(self, pdf: pikepdf.Pdf, root: Any):
        self.faults: list[Fault] = []
        self._root = root
        self._pages = {page.obj.objgen: number for number, page in enumerate(pdf.pages, start=1)}
        self._page_objects = [page.obj for page in pdf.pages]
        roles = root.get("/RoleMap")
        self._roles: dict[str, str] = {}
        if isinstance(roles, pikepdf.Dictionary):
            self._roles = {str(key)[1:]: str(value)[1:] for key, value in roles.items()}
        self._seen: set[Id] = set()
        self._held: list[tuple[Piece, Id, str]] = []

    def kids(self, holder: Any, holder_id: Id, page: int, depth: int) -> Iterator[Tag | Piece]:
        """What ``holder`` holds (``/K``: one thing or an array of them).

        ``holder`` is a dictionary's entries: a tag has a few, and each costs a call to ask for.
        """
        found = holder.get("/K")
        things = list(found) if isinstance(found, pikepdf.Array) else [found]
        for thing in things:
            if thing is None:
                continue
            kid = self._kid(thing, holder_id, page, depth)
            if kid is not None:
                if isinstance(kid, Piece):
                    self._held.append((kid, holder_id, str(holder.get("/S", ""))[1:]))
                yield kid

    def _kid(self, thing: Any, holder: Id, page: int, depth: int) -> Tag | Piece | None:
        if isinstance(thing, int):
            return Piece(page, int(thing))
        if not isinstance(thing, pikepdf.Dictionary):
            self.faults.append(Fault("kid", type(thing).__name__, page))
            return None
        entries = dict(thing.items())
        page = self._page(entries.get("/Pg"), page)
        kind = str(entries.get("/Type", ""))
        if kind == "/MCR":
            mcid = entries.get("/MCID")
            number = int(mcid) if isinstance(mcid, int) else None
            return Piece(page, number, within="/Stm" in entries)
        if kind == "/OBJR":
            target = entries.get("/Obj")
            if not isinstance(target, (pikepdf.Dictionary, pikepdf.Stream)):
                return Piece(page, None)
            # One without a number of its own cannot be what a page has among its annotations.
            return Piece(page, None, target.objgen if target.is_indirect else None)
        return self._tag(thing.objgen, entries, holder, page, depth)

    def _tag(
        self, own: Id, entries: dict[str, Any], holder: Id, page: int, depth: int
    ) -> Tag | None:
        name = _name(entries.get("/S"))
        if own != (0, 0) and own in self._seen:
            self.faults.append(Fault("twice", name, page))
            return None
        self._seen.add(own)
        if depth > DEPTH or len(self._seen) > MOST_TAGS:
            self.faults.append(Fault("deep", name, page))
            return None
        parent = entries.get("/P")
        if not isinstance(parent, pikepdf.Dictionary) or parent.objgen != holder:
            self.faults.append(Fault("parent", name, page))
        return Tag(
            id=own,
            name=name,
            type=self._standard(name),
            kids=tuple(self.kids(entries, own, page, depth + 1)),
            alt=_string(entries.get("/Alt")),
            actual=_string(entries.get("/ActualText")),
            expanded=_string(entries.get("/E")),
            language=_string(entries.get("/Lang")),
        )

    def _page(self, page: Any, inherited: int) -> int:
        if not isinstance(page, pikepdf.Dictionary):
            return inherited
        return self._pages.get(page.objgen, inherited)

    def _standard(self, name: str) -> str:
        """The type that ``name`` is mapped to; itself where the map ends or goes round."""
        seen: set[str] = set()
        while name in self._roles and name not in seen:
            seen.add(name)
            name = self._roles[name]
        return name

    def parent_faults(self) -> Iterator[Fault]:
        """Where the way back, from content to its tag, leads elsewhere (14.7.4.4)."""
        parents = dict(_numbers(self._root.get("/ParentTree"), 0))
        held = Counter((piece.page, piece.mcid) for piece, _, _ in self._held)
        for piece, holder, name in self._held:
            if piece.mcid is None or piece.within or not piece.page:
                continue
            if held[piece.page, piece.mcid] > 1:
                continue  # one of them must be wrong: that is told as content used twice
            key = self._page_objects[piece.page - 1].get("/StructParents")
            row = parents.get(int(key)) if isinstance(key, int) else None
            found = None
            if isinstance(row, pikepdf.Array) and 0 <= piece.mcid < len(row):
                found = row[piece.mcid]
            if not isinstance(found, pikepdf.Dictionary) or found.objgen != holder:
                yield Fault("parent-tree", name, piece.page)


def _numbers(node: Any, depth: int) -> Iterator[tuple[int, Any]]:
    """The entries of a number tree (7.9.7)."""
    if not isinstance(node, pikepdf.Dictionary) or depth > 30:
        return
    entries = node.get("/Nums")
    if isinstance(entries, pikepdf.Array):
        for place in range(0, len(entries) - 1, 2):
            if isinstance(entries[place], int):
                yield int(entries[place]), entries[place + 1]
    kids = node.get("/Kids")
    if isinstance(kids, pikepdf.Array):
        for kid in kids:
            yield from _numbers(kid, depth + 1)


def _name(value: Any) -> str:
    return str(value)[1:] if isinstance(value, pikepdf.Name) else ""


def _string(value: Any) -> str | None:
    return str(value) if isinstance(value, pikepdf.String) else None

"""The tree of tags as the engine made it, before it is written (ISO 32000-1, 14.7.2)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from flevoprint.geometry import PT_PER_PX

#: Tags within a paragraph; any other begins a text of its own.
_INLINE = frozenset({"/Span", "/NonStruct", "/Link", "/Quote", "/Code", "/Reference"})
#: What every tag has.
_PLAIN = frozenset({"Type", "S", "K", "P", "Pg"})
#: Tags that mean nothing by themselves, and those that mean nothing where they hold nothing.
_MERE = frozenset({"/Span", "/NonStruct"})
_GROUPS = _MERE | {"/Div"}
#: Tags that hold content themselves: what is within them needs no tag to be read.
_TEXTS = frozenset(
    {"/P", "/H1", "/H2", "/H3", "/H4", "/H5", "/H6", "/Lbl", "/LBody", "/TH", "/TD", "/Caption"}
    | {"/Span", "/Link", "/Quote", "/Code", "/Reference"}
)


@dataclass(frozen=True, slots=True)
class Holder:
    """The tag that holds a piece of content, and the number of the text that it belongs to."""

    tag: Any
    text: int

    @property
    def alone(self) -> bool:
        """Whether the piece has this tag to itself; those of an address have not."""
        return self.tag["S"] == "/Span" and len(self.tag["K"]) == 1


class Tree:
    """The tags of a PDF that is still to be written."""

    def __init__(self, pdf: Any) -> None:
        """``pdf`` is the engine's."""
        self._objects = pdf.objects
        self._root = self._at(pdf.catalog["StructTreeRoot"])
        self._text = 0

    def holders(self) -> Iterator[Holder]:
        """For each piece of marked content, in the order of the tags, what holds it."""
        yield from self._holders(self._root)

    def _holders(self, tag: Any) -> Iterator[Holder]:
        for kid in tag["K"]:
            if isinstance(kid, int):
                yield Holder(tag, self._text)
            elif "S" in (thing := self._at(kid)):
                # A block ends what stands before it, and is over where what follows it begins.
                block = thing["S"] not in _INLINE
                self._text += block
                yield from self._holders(thing)
                self._text += block

    def place_figures(self, heights: Mapping[bytes, float]) -> None:
        """Put the box of each figure where its picture is (14.8.5.4.3, table 344).

        The engine writes it in CSS pixels from the top of the page; ``heights`` are those of the
        pages in px, by the references to them.
        """
        for thing in self._objects:
            if isinstance(thing, dict) and thing.get("S") == "/Figure":
                left, top, right, bottom = thing["A"]["BBox"]
                height = heights[thing["Pg"]]
                edges = (left, height - bottom, right, height - top)
                thing["A"]["BBox"][:] = [round(edge * PT_PER_PX, 4) for edge in edges]

    def prune(self) -> None:
        """Take out what says nothing: groups that hold nothing, and tags within a text that add
        nothing to it. What these held, their parent holds then.
        """
        taken: dict[bytes, bytes] = {}
        self._prune(self._root, taken)
        for holders in self._at(self._root["ParentTree"])["Nums"][1::2]:
            if isinstance(holders, list):
                for at, holder in enumerate(holders):
                    while holder in taken:
                        holder = taken[holder]
                    holders[at] = holder

    def _prune(self, tag: Any, taken: dict[bytes, bytes]) -> None:
        """Prune below ``tag``; who holds instead what another held goes to ``taken``."""
        kids: list[Any] = []
        for kid in tag["K"]:
            thing = None if isinstance(kid, int) else self._at(kid)
            if thing is None or "S" not in thing:
                kids.append(kid)
                continue
            self._prune(thing, taken)
            if not _is_needless(thing, tag):
                kids.append(kid)
                continue
            kids += thing["K"]
            for below in thing["K"]:
                if not isinstance(below, int):
                    self._at(below)["P"] = tag.reference
            taken[thing.reference] = tag.reference
            thing.free = "f"
        tag["K"][:] = kids

    def _at(self, reference: bytes) -> Any:
        return self._objects[int(reference.split()[0])]


def _is_needless(tag: Any, parent: Any) -> bool:
    if tag.keys() != _PLAIN:
        return False
    if not tag["K"]:
        return tag["S"] in _GROUPS
    within = tag["S"] in _MERE and parent.get("S") in _TEXTS
    return within and tag["Pg"] == parent["Pg"]

"""Blocks that are placed absolutely, laid out once: most hold the same for every gemeente.

Such a block stands apart: how it is laid out hangs on what it holds, on the block it is placed in
and on nothing else of the page. So what the engine made of it is kept without the document it was
made for, and given to a block of another document that is the same but for its colours. A block is
the same if all that the engine knows of it before it is laid out is the same; where anything is not
plain data, or reaches out of the block, the engine lays it out every time.
"""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from flevoprint.latest import Latest
from flevoprint.typeset.grafts import Cut, Graft, Grafts, Misfit, Patch

#: After each new block what is kept weighs no more than this together, some 20 MB: a box one, and
#: one of a graft two, for its styles and what it paints are kept with it. That is full after some
#: 30 sheets; from then on more and more are grafts. Blocks are left 2 000 boxes, which is about a
#: sheet of two sides: with less than the sheet before it, none would be met again.
_MOST, _GRAFTED = 8_400, 2
_PLAIN = frozenset({int, float, str, bool, type(None)})
#: What a box has of its document.
_OWN = ("style", "element", "replacement")
#: What a box has of that, or of what it holds; a space at the start or end is one within it.
_HELD = frozenset({*_OWN, "children", "leading_collapsible_space", "trailing_collapsible_space"})


class NotAlone(Exception):
    """A block that holds more than can be kept without its document."""


@dataclass(slots=True)
class _Parts:
    """The styles, elements and pictures of a block in the order in which they are met.

    Boxes share them, and blocks are the same only if theirs share them in the same way.
    """

    assets: Mapping[str, bytes]
    emptied: Mapping[Any, bytes]
    things: list[Any] = field(default_factory=list)
    key: list[object] = field(default_factory=list)
    pictures: dict[int, tuple[str, Any]] = field(default_factory=dict)
    _numbers: dict[int, int] = field(default_factory=dict)

    def number(self, thing: Any) -> int:
        """The place of ``thing``, which is noted if it was not met before."""
        at = self._numbers.setdefault(id(thing), len(self.things))
        if at == len(self.things):
            self.things.append(thing)
        return at

    def lasting(self) -> tuple[Any, ...]:
        """The things without the pictures: each of those holds on to its whole document."""
        return tuple(None if at in self.pictures else thing for at, thing in enumerate(self.things))

    def find(self, thing: Any) -> int:
        """The place of ``thing``; raises :class:`NotAlone` where the block did not hold it."""
        at = self._numbers.get(id(thing))
        if at is None:
            raise NotAlone
        return at

    def read(self, box: Any) -> None:
        """Add to the key all that the engine knows of ``box``."""
        self.key.append(type(box))
        for name, value in box.__dict__.items():
            if name == "style":
                self.key += (self.number(value), *place_of(value))
            elif name == "element":
                if value in self.emptied:  # what it holds is not here to be read
                    raise NotAlone
                self.key.append(self.number(value))
            elif name == "replacement":
                at, data = self.number(value), self._picture(box)
                self.key += (at, type(value).__name__, data)
                self.pictures[at] = box.element.attrib["src"], box.style["image_orientation"]
            elif name != "children":
                self.key += (name, _plain(value))
        self.key.append(len(box.children))
        for child in box.children:
            self.read(child)

    def _picture(self, box: Any) -> bytes:
        source = "" if box.element is None else box.element.attrib.get("src", "")
        data = self.assets.get(source.partition(":")[2])
        if box.element_tag != "img" or data is None:
            raise NotAlone
        return data


def place_of(style: Any) -> tuple[object, ...]:
    """What decides how a style lays out: its place, or that of the style it is anonymous in."""
    node = getattr(style, "node", None)
    if node is not None:
        return (node,)
    above = style.parent_style
    node = getattr(above, "node", None)
    if node is None or above.anonymous_style is not style:
        raise NotAlone
    return node, style["white_space"], style["display"], style["position"]


def _plain(value: Any) -> object:
    """Plain data as it can be compared; raises :class:`NotAlone` for any other."""
    if type(value) in _PLAIN:
        return value
    if isinstance(value, tuple | list):
        return tuple([_plain(item) for item in value])
    if isinstance(value, set | frozenset):
        return frozenset([_plain(item) for item in value])
    if isinstance(value, dict):
        return tuple([(key, _plain(item)) for key, item in value.items()])
    raise NotAlone


@dataclass(frozen=True, slots=True)
class _Laid:
    """A box that was laid out, without its document: of what that had, the places in the block.

    It is painted ``alone`` if it is positioned, and ``shows`` something if it is text or a picture.
    """

    kind: Any
    own: tuple[tuple[str, int], ...]
    data: Mapping[str, Any]
    mutable: tuple[str, ...]
    children: tuple[_Laid, ...]
    family: Any
    placed: bool
    alone: bool
    shows: bool

    def count(self) -> int:
        """How many boxes these are."""
        return 1 + sum(child.count() for child in self.children)


class Blocks:
    """The blocks that one engine laid out."""

    def __init__(self, absolute: Any) -> None:
        """``absolute`` is the engine's module."""
        self._placeholder = absolute.AbsolutePlaceholder
        self._lay_out = absolute.absolute_block
        self._kept: Latest[tuple[_Laid, int]] = Latest(_MOST, lambda kept: kept[1])
        self.grafts = Grafts()

    def clear(self) -> None:
        """Keep nothing."""
        self._kept.clear()
        self.grafts.clear()

    def of(self, assets: Mapping[str, bytes], cut: Cut) -> Callable[..., Any]:
        """``absolute_block`` for a document with ``assets``, which looks here first."""

        def known_block(context: Any, box: Any, around: Any, fixed: Any, *rest: Any) -> Any:
            name = _name(box, cut.emptied)
            if name is not None:
                cut.filled.add(box.element)
                return self._grafted(name, context, box, rest), None
            parts = _Parts(assets, cut.emptied)
            try:
                parts.read(box)
                parts.key += (_surroundings(context), rest)
            except NotAlone:
                return self._lay_out(context, box, around, fixed, *rest)
            key = tuple(parts.key)
            if key in self._kept:
                laid, boxes = self._kept.used(key)
                name = _name(box, cut.names)
                if name is not None:
                    placed, things = _placed(context, box, rest), parts.lasting()
                    self.grafts.keep(name, Graft(laid, boxes, things, parts.pictures, placed))
                return self._made(laid, parts.things), None
            before = _reached(context, fixed)
            made, resume_at = self._lay_out(context, box, around, fixed, *rest)
            if resume_at is None and _reached(context, fixed) == before:
                self._keep(key, made, parts)
            return made, resume_at

        return known_block

    def _grafted(self, name: bytes, context: Any, box: Any, rest: tuple[Any, ...]) -> Any:
        """The block that goes by ``name``, in the place of ``box``, which was emptied."""
        graft = self.grafts.get(name)
        if _placed(context, box, rest) != graft.placed:
            raise Misfit
        return self._made(graft.laid, graft.of(context), Patch([], graft.paintings))

    def _keep(self, key: object, made: Any, parts: _Parts) -> None:
        try:
            laid = self._taken(made, parts)
        except NotAlone:
            return
        self._kept.keep(key, (laid, laid.count()), beside=_GRAFTED * self.grafts.boxes)

    def _taken(self, box: Any, parts: _Parts) -> _Laid:
        """``box`` without its document."""
        placed = isinstance(box, self._placeholder)
        if placed:
            box = box._box
        data = dict(box.__dict__)
        children = data.pop("children")
        own = tuple((name, parts.find(data.pop(name))) for name in _OWN if name in data)
        mutable = []
        for name, value in data.items():
            if name == "pango_layout":
                data[name] = copy.copy(value)
                mutable.append(name)
            elif type(value) not in _PLAIN:
                _plain(value)
                data[name] = copy.copy(value)
                mutable.append(name)
        below = tuple([self._taken(child, parts) for child in children])
        alone = box.style["position"] != "static"
        shows = "text" in data or hasattr(box, "replacement")
        return _Laid(
            *(type(box), own, data, tuple(mutable), below, type(children)),
            *(placed, alone, shows),
        )

    def _made(self, laid: _Laid, things: list[Any], patch: Patch | None = None) -> Any:
        """A box as ``laid``, of the document that ``things`` belong to; in a ``patch``, or none."""
        box = laid.kind.__new__(laid.kind)
        data = box.__dict__
        data.update(laid.data)
        for name in laid.mutable:
            data[name] = copy.copy(data[name])
        for name, at in laid.own:
            data[name] = things[at]
        if patch is not None:
            patch.add(box, laid)
        data["children"] = laid.family(
            [self._made(child, things, patch) for child in laid.children]
        )
        if not laid.placed:
            return box
        placeholder = self._placeholder(box)
        placeholder.set_laid_out_box(box)
        return placeholder


def _name(box: Any, names: Mapping[Any, bytes]) -> bytes | None:
    """What the element goes by that ``box`` is the box of, and not that of ``::before`` it."""
    element = box.element
    return names.get(element) if element is not None and box.element_tag == element.tag else None


def _placed(context: Any, box: Any, rest: tuple[Any, ...]) -> object:
    """All that the engine knows of where ``box`` is placed, whatever it holds."""
    data = box.__dict__.items()
    own = [(name, _plain(value)) for name, value in data if name not in _HELD]
    return type(box), tuple(own), _surroundings(context), rest


def _surroundings(context: Any) -> tuple[object, ...]:
    """What of the page reaches into a block."""
    return context.page_bottom, context.current_page, context.forced_break, context.in_column


def _reached(context: Any, fixed: Any) -> list[int]:
    """How much of the page was touched so far."""
    return [
        len(thing)
        for thing in (
            fixed,
            context.broken_out_of_flow,
            context.footnotes,
            context.current_page_footnotes,
            context.reported_footnotes,
            context.tables,
            *_running(context),
        )
    ]


def _running(context: Any) -> Iterator[Any]:
    for pages in context.running_elements.values():
        yield from pages.values()

"""Sheets with their layers, validated: what no layer touched is validated once for all variants.

A layer leaves the nodes that it says nothing of as they are, the very same objects. By that a slot
is known to hold what the shared sheet holds, and all sheets share what was made of it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from flevoprint.content.files import Files
from flevoprint.content.overlay import Laid
from flevoprint.content.shapes import build, sheet_shape
from flevoprint.content.sheets import said_problems, sheet_problems, slot_entry, slot_value
from flevoprint.content.translations import SharedSheet, spoken
from flevoprint.content.validation import Place, validate
from flevoprint.model import Entry, Layout, Node, Sheet, Slot, Text, printed
from flevoprint.problem import Problem


@dataclass(frozen=True, slots=True)
class _Filled:
    """What a slot holds, the texts in it, and what is wrong with how those are worded."""

    value: Any
    texts: tuple[Text, ...]
    problems: tuple[Problem, ...]


#: Slots by their paths.
_Slots = Mapping[str, _Filled]


class Sheets:
    """Validates sheets, and remembers what their slots hold as they are shared."""

    def __init__(self, files: Files) -> None:
        self.files = files
        self._shared: dict[str, _Slots] = {}

    def of(
        self, sheet: SharedSheet, laid: Laid, lenders: Mapping[str, str]
    ) -> tuple[Sheet | None, list[Problem]]:
        """``laid`` as a sheet, and what is wrong with it."""
        layout, shared = sheet.layout, sheet.node
        assert layout is not None  # else nothing could be laid over it
        assert shared is not None
        known = self._known(sheet, layout, shared)
        own = [slot for slot in layout.slots if not (known and _untouched(slot, laid.node, shared))]
        node = _less_shared(laid.node, shared, layout) if known else laid.node
        filled = _filled(self.files, sheet, own, node, lenders) if own else {}
        if filled is None:
            # What no gemeente can fill, the shared sheet itself lacks, of which that is told.
            lost = [] if known else [_place(slot) for slot in layout.slots if not slot.local]
            return None, sheet_problems(layout, laid.node, self.files, lost)
        slots = [filled.get(slot.path) or known[slot.path] for slot in layout.slots]
        values = {slot.path: one.value for slot, one in zip(layout.slots, slots, strict=True)}
        texts = tuple(text for one in slots for text in one.texts)
        problems = [problem for one in slots for problem in one.problems]
        return Sheet(sheet.id, layout, values, texts, laid.node.source, sheet.language), problems

    def _known(self, sheet: SharedSheet, layout: Layout, shared: Node) -> _Slots:
        """All slots as they are shared; none where the sheet is whole only with a layer over it."""
        if sheet.id not in self._shared:
            filled = _filled(self.files, sheet, layout.slots, shared, {})
            self._shared[sheet.id] = filled or {}
        return self._shared[sheet.id]


def _filled(
    files: Files,
    sheet: SharedSheet,
    slots: Sequence[Slot],
    node: Node,
    lenders: Mapping[str, str],
) -> _Slots | None:
    """These ``slots`` of ``sheet`` as they are in ``node``; None where something is wrong with it.

    What is in ``node`` and fills none of them is wrong.
    """
    assert sheet.layout is not None
    layout = replace(sheet.layout, slots=tuple(slots))
    shape, _ = validate(sheet_shape(layout), node, files.pictures)
    if shape is None:
        return None
    values = {
        slot.path: spoken(build(slot_value(shape, slot)), sheet.language, lenders) for slot in slots
    }
    return {path: _told(value) for path, value in values.items()}


def _told(value: Any) -> _Filled:
    texts = tuple(text for text in printed(value) if isinstance(text, Text))
    return _Filled(value, texts, tuple(said_problems(value)))


def _place(slot: Slot) -> Place:
    return (slot.side, slot.name) if slot.side else (slot.name,)


def _untouched(slot: Slot, node: Node, shared: Node) -> bool:
    return slot_entry(node, slot.path) is slot_entry(shared, slot.path)


def _less_shared(node: Node, shared: Node, layout: Layout) -> Node:
    """``node`` without the entries that it has from ``shared``, but for the keys of the sheet."""
    assert isinstance(node.value, Mapping)  # a document's top always is
    assert isinstance(shared.value, Mapping)
    slots = {slot.path for slot in layout.slots}
    kept: dict[str, Entry] = {}
    for key, entry in node.value.items():
        below = shared.value.get(key)
        if key in layout.sides:
            kept[key] = replace(entry, node=_less(entry.node, below.node if below else None))
        elif entry is not below or key not in slots:
            kept[key] = entry
    return Node(kept, node.source)


def _less(side: Node, shared: Node | None) -> Node:
    """A ``side`` without the entries that it has from ``shared``."""
    if shared is None or not isinstance(side.value, Mapping):
        return side
    assert isinstance(shared.value, Mapping)  # validated as such
    below = shared.value
    kept = {key: entry for key, entry in side.value.items() if entry is not below.get(key)}
    return replace(side, value=kept)

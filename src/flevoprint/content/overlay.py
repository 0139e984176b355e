"""A gemeente's own words laid over the shared sheet, before anything is validated.

Mappings merge key by key; a list or a text replaces what stood there. Nodes keep their own
positions, so a later error names the line the editor typed.
"""

from __future__ import annotations

from collections.abc import Mapping

from flevoprint.content.validation import unknown_key
from flevoprint.language import say
from flevoprint.model import Entry, Layout, Node
from flevoprint.problem import Problem, Source, error

#: Keys of a sheet that are no slots.
SHEET_KEYS = ("layout", "taal", "vertaling van")


def overlay(shared: Node, own: Node) -> Node:
    """``own`` laid over ``shared``; neither is changed."""
    if not isinstance(shared.value, Mapping) or not isinstance(own.value, Mapping):
        return own
    merged = dict(shared.value)
    for key, entry in own.value.items():
        below = merged.get(key)
        node = overlay(below.node, entry.node) if below else entry.node
        merged[key] = Entry(node, entry.key_source)
    # The shared sheet's own start stays: a missing required slot is missing there.
    return Node(merged, shared.source)


def local_part(own: Node, layout: Layout) -> tuple[Node, list[Problem]]:
    """``own`` without what a gemeente may not say, and a problem for each thing left out."""
    if not isinstance(own.value, Mapping):
        return Node({}, own.source), [_not_a_group(own.source)]
    kept: dict[str, Entry] = {}
    problems: list[Problem] = []
    for key, entry in own.value.items():
        if key in layout.sides and isinstance(entry.node.value, Mapping):
            names = [slot.name for slot in layout.slots if slot.side == key]
            inner, found = _local_slots(entry.node.value, f"{key}.", names, layout)
            kept[key] = Entry(Node(inner, entry.node.source), entry.key_source)
        elif key in layout.sides:
            found = [] if entry.node.value == "" else [_not_a_group(entry.node.source)]
        else:
            allowed, found = _local_slots({key: entry}, "", [*layout.sides], layout)
            kept |= allowed
        problems += found
    return Node(kept, own.source), problems


def _local_slots(
    entries: Mapping[str, Entry], prefix: str, names: list[str], layout: Layout
) -> tuple[dict[str, Entry], list[Problem]]:
    slots = {slot.path: slot for slot in layout.slots}
    kept: dict[str, Entry] = {}
    problems = []
    for name, entry in entries.items():
        slot = slots.get(prefix + name)
        if slot is not None and slot.local:
            kept[name] = entry
        elif slot is not None or name in SHEET_KEYS:
            problems.append(_not_local(name, entry, layout))
        else:
            problems.append(unknown_key(name, entry.key_source, names))
    return kept, problems


def _not_local(name: str, entry: Entry, layout: Layout) -> Problem:
    own = ", ".join(slot.path for slot in layout.slots if slot.local)
    return error(
        "overlay.not-local",
        say("'{name}' is the same for all gemeenten; a gemeente cannot change it", name=name),
        entry.key_source,
        say("remove these lines; a gemeente fills only: {own}", own=own),
    )


def _not_a_group(source: Source) -> Problem:
    return error(
        "content.not-a-group",
        say("a group of lines belongs here"),
        source,
        say("write lines 'key: value' here, as in another file in content/gemeenten"),
    )

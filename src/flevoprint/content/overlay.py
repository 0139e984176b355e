"""A gemeente's own words laid over the shared sheet, before anything is validated.

Mappings merge key by key; a list or a text replaces what stood there. Nodes keep their own
positions, so a later error names the line the editor typed.
"""

from __future__ import annotations

from collections.abc import Mapping

from flevoprint.content.schema import unknown_key
from flevoprint.model import Entry, Layout, Node, Slot
from flevoprint.problem import Problem, Source, error


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


def overlay_problems(own: Node, layout: Layout) -> list[Problem]:
    """What a gemeente may not lay over a sheet: slots that are unknown or not local."""
    if not isinstance(own.value, Mapping):
        return [_not_a_group(own.source)]
    slots = {slot.path: slot for slot in layout.slots}
    problems = []
    for key, entry in own.value.items():
        if key not in layout.sides:
            problems += _slot_problems(key, key, entry, slots, [*layout.sides])
        elif isinstance(entry.node.value, Mapping):
            names = [slot.name for slot in layout.slots if slot.side == key]
            for name, inner in entry.node.value.items():
                problems += _slot_problems(f"{key}.{name}", name, inner, slots, names)
        elif entry.node.value != "":
            problems.append(_not_a_group(entry.node.source))
    return problems


def _slot_problems(
    path: str, name: str, entry: Entry, slots: Mapping[str, Slot], allowed: list[str]
) -> list[Problem]:
    slot = slots.get(path)
    if slot is None and name != "layout":
        return [unknown_key(name, entry.key_source, allowed)]
    if slot is not None and slot.local:
        return []
    own = ", ".join(path for path, slot in slots.items() if slot.local)
    return [
        error(
            "overlay.not-local",
            f"'{name}' is voor alle gemeenten gelijk; een gemeente kan het niet wijzigen",
            entry.key_source,
            f"haal deze regels weg; een gemeente vult alleen: {own}",
        )
    ]


def _not_a_group(source: Source) -> Problem:
    return error(
        "content.not-a-group",
        "hier hoort een groep regels",
        source,
        "schrijf hier regels 'sleutel: waarde', zoals in een ander bestand in content/gemeenten",
    )

"""One layer laid over the layers below it, before anything is validated.

Groups merge key by key; a text or a list replaces what stood there. A list below can be changed
instead, and a group can lose keys: ``weglaten``, then ``toevoegen``, then ``volgorde``, always in
that order. Nodes keep their own positions, so a later error names the line the editor typed, and
what is no longer in the result is kept in a :class:`Trace`.
"""

from __future__ import annotations

import difflib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flevoprint.content.validation import suggestion, unknown_key
from flevoprint.language import Words, say
from flevoprint.model import Entry, Layout, Node, Text
from flevoprint.problem import Problem, Source, error

#: Keys of a sheet that are no slots.
SHEET_KEYS = ("layout", "taal", "vertaling van")
LEAVE_OUT, ADD, ORDER = "weglaten", "toevoegen", "volgorde"
#: How a list is changed, in the order in which it is done.
CHANGES = (LEAVE_OUT, ADD, ORDER)
#: The keys whose text is an entry's name: the first of these that it has.
NAMES = ("kop", "naam", "stelling", "code", "tekst")
REPLACED, LEFT_OUT, ORDERED = "replaced", "left-out", "ordered"


@dataclass(frozen=True, slots=True)
class Trace:
    """What a layer did to what stood below it, at ``path``, by the line ``by``.

    ``node`` is what is gone from the result, None where a list was only put in another order. A
    path names keys only: what happens within a list happens to the whole list.
    """

    path: str
    how: str
    node: Node | None
    by: Source


@dataclass(frozen=True, slots=True)
class Laid:
    """What came of laying over: the result, what is wrong with it, and what was hidden."""

    node: Node
    problems: tuple[Problem, ...] = ()
    traces: tuple[Trace, ...] = ()


def overlay(below: Node, own: Node, path: str = "") -> Laid:
    """``own`` laid over ``below``, which stands at ``path``; neither is changed."""
    layer = _Layer()
    node = layer.lay(below, own, path)
    return Laid(node, tuple(layer.problems), tuple(layer.traces))


class _Layer:
    """Collects problems and traces while one layer is laid."""

    def __init__(self) -> None:
        self.problems: list[Problem] = []
        self.traces: list[Trace] = []

    def lay(self, below: Node | None, own: Node, path: str) -> Node:
        under = below.value if below is not None else ""
        if isinstance(own.value, Mapping):
            if below is not None and isinstance(under, Mapping):
                return self._group(under, own.value, below, path)
            if isinstance(under, tuple) and any(map(_like_a_change, own.value)):
                return self._list(under, own, path)
            if _changes_a_list(own.value):
                return self._change_of(below, own, path)
            inner = self._group({}, own.value, own, path)
            self._hides(below, own.source, path)
            return inner
        if own.value == "" and isinstance(under, Mapping | tuple):
            return below or own  # a key with nothing behind it says nothing of a group or list
        self._hides(below, own.source, path)
        return own

    def _hides(self, below: Node | None, by: Source, path: str, how: str = REPLACED) -> None:
        if below is not None and below.value:
            self.traces.append(Trace(path, how, below, by))

    def _group(
        self,
        below: Mapping[str, Entry],
        own: Mapping[str, Entry],
        start: Node,
        path: str,
    ) -> Node:
        merged = dict(below)
        if LEAVE_OUT in own:
            for name in self._names(own[LEAVE_OUT].node):
                if name.value in below:
                    gone = merged.pop(name.value).node
                    self._hides(gone, name.source, _at(path, name.value), LEFT_OUT)
                else:
                    self.problems.append(_unknown_name(name, list(below)))
        for key, entry in own.items():
            if key in (ADD, ORDER):
                self.problems.append(_nothing_to_change(entry.key_source, start.source))
            elif key != LEAVE_OUT:
                under = merged.get(key)
                node = self.lay(under.node if under else None, entry.node, _at(path, key))
                merged[key] = Entry(node, entry.key_source)
        # The start below stays: a missing required key is missing there.
        return Node(merged, start.source)

    def _change_of(self, below: Node | None, own: Node, path: str) -> Node:
        """A change of what is no list: nothing at all, or a text."""
        assert isinstance(own.value, Mapping)
        if below is None or below.value == "":
            changed = self._list((), own, path)
            # Whether it would have been a list or a group, nobody can say.
            return changed if changed.value else Node("", own.source)
        key = next(entry.key_source for name, entry in own.value.items() if name in CHANGES)
        self.problems.append(_nothing_to_change(key, below.source))
        return below

    def _list(self, below: tuple[Node, ...], own: Node, path: str) -> Node:
        """The list ``below`` as ``own`` changes it."""
        assert isinstance(own.value, Mapping)
        for key, entry in own.value.items():
            if key not in CHANGES:
                self.problems.append(unknown_key(key, entry.key_source, [*CHANGES]))
        nodes = {key: entry.node for key, entry in own.value.items()}
        items = list(below)
        for name in self._names(nodes.get(LEAVE_OUT)):
            at = self._find(name, below)
            if at is not None:
                items = [item for item in items if item is not below[at]]
                self._hides(below[at], name.source, path, LEFT_OUT)
        items += self._added(nodes.get(ADD), items)
        first = self._named(nodes.get(ORDER), items)
        if first:
            self.traces.append(Trace(path, ORDERED, None, nodes[ORDER].source))
        rest = [item for item in items if not any(item is other for other in first)]
        return Node((*first, *rest), own.source)

    def _named(self, node: Node | None, items: Sequence[Node]) -> list[Node]:
        places = [self._find(name, items) for name in self._names(node)]
        return [items[at] for at in places if at is not None]

    def _added(self, node: Node | None, present: Sequence[Node]) -> tuple[Node, ...]:
        """The entries to add; one whose name is there already would be printed twice."""
        added = self._items(node)
        known = {name: item.source for item in present if (name := entry_name(item))}
        for item in added:
            name = entry_name(item)
            if name in known:
                self.problems.append(_repeated(name, item.source, known[name]))
            elif name:
                known[name] = item.source
        return added

    def _find(self, name: Text, items: Sequence[Node]) -> int | None:
        """Where in ``items`` the one called ``name`` is."""
        names = [entry_name(item) for item in items]
        wanted = _one_line(name.value)
        if names.count(wanted) == 1:
            return names.index(wanted)
        if wanted in names:
            twins = [
                item.source for item, known in zip(items, names, strict=True) if known == wanted
            ]
            self.problems.append(_ambiguous(name, twins))
        else:
            self.problems.append(_unknown_name(name, [known for known in names if known]))
        return None

    def _names(self, node: Node | None) -> list[Text]:
        """The names that a change lists, each once."""
        names: dict[str, Text] = {}
        for item in self._items(node):
            if not isinstance(item.value, str) or not item.value.strip():
                self.problems.append(_not_a_name(item.source))
            elif _one_line(item.value) in names:
                first = names[_one_line(item.value)].source
                self.problems.append(_repeated(item.value, item.source, first))
            else:
                names[_one_line(item.value)] = Text(item.value, item.source)
        return list(names.values())

    def _items(self, node: Node | None) -> tuple[Node, ...]:
        if node is None or node.value == "":
            return ()
        if isinstance(node.value, tuple):
            return node.value
        hint = say("put each name or entry on a line of its own that begins with '- '")
        self.problems.append(
            error("content.not-a-list", say("a list belongs here"), node.source, hint)
        )
        return ()


def entry_name(node: Node) -> str:
    """What a list's entry is called: its heading, name or text; empty if it has none."""
    value = node.value
    if isinstance(value, tuple):
        return entry_name(value[0]) if value else ""
    if isinstance(value, Mapping):
        found = (entry_name(value[key].node) for key in NAMES if key in value)
        return next((name for name in found if name), "")
    return _one_line(value)


def _one_line(words: str) -> str:
    return " ".join(words.split())


def _at(path: str, key: str) -> str:
    return f"{path}.{key}" if path else key


def _changes_a_list(own: Mapping[str, Entry]) -> bool:
    """Whether ``own``, with nothing below it, means a list; a group can lose keys too."""
    return bool(own.keys() & {ADD, ORDER}) or own.keys() == {LEAVE_OUT}


def _like_a_change(key: str) -> bool:
    return bool(difflib.get_close_matches(key, CHANGES, n=1, cutoff=0.75))


def _unknown_name(name: Text, known: list[str]) -> Problem:
    hint: Words = say("nothing that has a name stands there; remove this line")
    return error(
        "overlay.unknown-name",
        say("there is no '{name}' here in the layers below", name=_one_line(name.value)),
        name.source,
        suggestion(_one_line(name.value), known) if known else hint,
    )


def _ambiguous(name: Text, twins: list[Source]) -> Problem:
    return error(
        "overlay.ambiguous-name",
        say("more than one entry is called '{name}'", name=_one_line(name.value)),
        name.source,
        say(
            "give one of them another name: {places}",
            places=", ".join(f"{twin.path}:{twin.line}" for twin in twins),
        ),
    )


def _repeated(name: str, source: Source, first: Source) -> Problem:
    return error(
        "overlay.repeated-name",
        say(
            "'{name}' is there already: {place}",
            name=_one_line(name),
            place=f"{first.path}:{first.line}",
        ),
        source,
        say("remove one of the two; to replace the one in a layer below, name it at weglaten"),
    )


def _nothing_to_change(source: Source, below: Source) -> Problem:
    return error(
        "overlay.no-list",
        say("in the layers below no list stands here to change"),
        source,
        say(
            "write here what is to replace it; it is in {place}", place=f"{below.path}:{below.line}"
        ),
    )


def _not_a_name(source: Source) -> Problem:
    return error(
        "content.not-text",
        say("the name of an entry belongs here"),
        source,
        say("write the entry's 'kop' or 'naam', or else its text"),
    )


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
        say("'{name}' is the same for all gemeenten; no layer can change it", name=name),
        entry.key_source,
        say("remove these lines; a layer fills only: {own}", own=own),
    )


def _not_a_group(source: Source) -> Problem:
    return error(
        "content.not-a-group",
        say("a group of lines belongs here"),
        source,
        say("write lines 'key: value' here, as in another file in content/gemeenten"),
    )

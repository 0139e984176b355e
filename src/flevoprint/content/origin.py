"""Where each value of a variant comes from, and what it hides."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from flevoprint.content.files import Files
from flevoprint.content.layers import Kind, Stack, known_keys, name_of, no_gemeenten, read_stacks
from flevoprint.content.nodes import read_document
from flevoprint.content.overlay import ORDERED, Laid, Trace
from flevoprint.content.sheets import read_shared
from flevoprint.content.translations import named_language
from flevoprint.model import Node
from flevoprint.problem import FlevoprintError, Problem, Source, has_errors
from flevoprint.root import PROJECT_FILE

#: What a place holds.
TEXT, LIST, GROUP, NOTHING = "text", "list", "group", "nothing"
#: What goes before the keys of a sheet that is called as another key is.
SHEETS = "bladen."


@dataclass(frozen=True, slots=True)
class Value:
    """What stands at ``key``: ``what`` it is, its ``text`` if it is one, where and in which layer.

    A list or a group has a value of its own where it is empty, was put in order or hides something;
    ``nothing`` is a key that was left out.
    """

    key: str
    what: str
    text: str
    source: Source
    layer: Kind
    hides: tuple[Hidden, ...] = ()

    def at(self, key: str) -> bool:
        """Whether this tells of ``key``: its value, one within it, or the list that holds it."""
        return within(self.key, key) or (self.what != TEXT and within(key, self.key))


@dataclass(frozen=True, slots=True)
class Hidden:
    """A value of a lower layer that is not in the result, and the line that saw to it."""

    value: Value
    how: str
    by: Source


@dataclass(frozen=True, slots=True)
class Origins:
    """Everything that is said of a variant, and what is wrong with how it is said."""

    values: tuple[Value, ...]
    problems: tuple[Problem, ...]

    def chosen(self, typed: str) -> tuple[Value, ...]:
        """The values at the key ``typed``, in any case; empty if there is no such key."""
        key = typed.strip().casefold()
        folded = [replace(value, key=value.key.casefold()) for value in self.values]
        for meant in (key, key.removeprefix(SHEETS)):
            if any(within(value.key, meant) for value in folded):
                pairs = zip(self.values, folded, strict=True)
                return tuple(value for value, lower in pairs if lower.at(meant))
        return ()

    def like(self, typed: str) -> list[str]:
        """The keys that ``typed`` may have meant, the likeliest first; perhaps only their end."""
        known = dict.fromkeys(part for value in self.values for part in _parts(value.key))
        by_words = {key.casefold(): key for key in reversed(known)}
        by_words |= {key.rpartition(".")[2].casefold(): key for key in reversed(known)}
        close = difflib.get_close_matches(typed.strip().casefold(), by_words, 3, 0.6)
        return [*dict.fromkeys(by_words[words] for words in close)]


def within(key: str, outer: str) -> bool:
    """Whether ``key`` is ``outer`` or a part of it."""
    return key == outer or key.startswith((f"{outer}.", f"{outer}["))


@dataclass(frozen=True, slots=True)
class Layers:
    """All variants of a project before they are validated."""

    files: Files
    stacks: tuple[Stack, ...]
    problems: tuple[Problem, ...]

    @property
    def names(self) -> dict[str, str]:
        """What each variant is called, by its id."""
        tops = {stack.id: stack.top for stack in self.stacks}
        return {
            name: (name_of(top).value if top.document.node else "") or name
            for name, top in tops.items()
        }

    def origins(self, variant: str) -> Origins:
        """Where the values of ``variant``, one of ``names``, come from."""
        stack = next(stack for stack in self.stacks if stack.id == variant)
        kinds = {layer.document.name: layer.kind for layer in stack.layers}
        teller = _Teller(kinds)
        values = list(teller.told(stack.profile, "")) if stack.profile else []
        known = known_keys(stack.top.kind)
        order = {key: rank for rank, key in enumerate(known)}
        values.sort(key=lambda value: order.get(value.key.partition(".")[0], len(order)))
        for sheet_id, laid in stack.sheets.items():
            taken = sheet_id in {*known, Kind.PROJECT.value}
            values += teller.told(laid, f"{SHEETS}{sheet_id}" if taken else sheet_id)
        project = read_document(self.files.root / PROJECT_FILE, PROJECT_FILE.as_posix())
        if project.node is not None:
            teller = _Teller({project.name: Kind.PROJECT})
            values += teller.told(Laid(project.node), Kind.PROJECT.value)
        problems = (*self.problems, *project.problems, *stack.problems)
        return Origins(
            tuple(values), tuple(problem for problem in problems if has_errors([problem]))
        )


def read_layers(root: Path) -> Layers:
    """The layers of the project in ``root``. Raises FlevoprintError where there is no variant."""
    files = Files(root.resolve())
    project = read_document(files.root / PROJECT_FILE, PROJECT_FILE.as_posix())
    shared = read_shared(files, named_language(project.node))
    stacks, found = read_stacks(files, shared.sheets)
    if not stacks:
        raise FlevoprintError((*shared.problems, *found, no_gemeenten()))
    return Layers(files, stacks, shared.problems)


@dataclass(frozen=True, slots=True)
class _Teller:
    """Tells of nodes by the file they stand in; what no layer has is the shared sheet's."""

    kinds: Mapping[str, Kind]

    def told(self, laid: Laid, prefix: str) -> Iterator[Value]:
        traces: dict[str, list[Trace]] = {}
        for trace in laid.traces:
            path = f"{prefix}.{trace.path}" if prefix else trace.path
            traces.setdefault(path, []).append(trace)
        told = set()
        for value in self._values(laid.node, prefix, traces):
            told.add(value.key)
            yield value
        for path, gone in traces.items():
            if path not in told:
                by = gone[-1].by
                yield Value(path, NOTHING, "", by, self._kind(by), self._hidden(path, gone))

    def _values(self, node: Node, path: str, traces: Mapping[str, list[Trace]]) -> Iterator[Value]:
        hides = self._hidden(path, traces.get(path, ()))
        what = _what(node)
        ordered = any(trace.how == ORDERED for trace in traces.get(path, ()))
        if what == TEXT or not node.value or hides or ordered:
            yield self._value(path, node, hides)
        if isinstance(node.value, tuple):
            for number, item in enumerate(node.value, start=1):
                yield from self._values(item, f"{path}[{number}]", traces)
        elif isinstance(node.value, Mapping):
            for key, entry in node.value.items():
                yield from self._values(entry.node, f"{path}.{key}" if path else key, traces)

    def _hidden(self, path: str, traces: Iterable[Trace]) -> tuple[Hidden, ...]:
        """The texts that ``traces`` hid at ``path``, those of the nearest layer first."""
        return tuple(
            Hidden(value, trace.how, trace.by)
            for trace in reversed([*traces])
            if trace.node is not None
            for value in self._values(trace.node, path, {})
        )

    def _value(self, path: str, node: Node, hides: tuple[Hidden, ...]) -> Value:
        text = node.value if isinstance(node.value, str) else ""
        return Value(path, _what(node), text, node.source, self._kind(node.source), hides)

    def _kind(self, source: Source) -> Kind:
        return self.kinds.get(source.path, Kind.SHEET)


def _what(node: Node) -> str:
    if isinstance(node.value, str):
        return TEXT
    return LIST if isinstance(node.value, tuple) else GROUP


def _parts(key: str) -> Iterator[str]:
    """``key`` and every group and list that it stands in."""
    for at, character in enumerate(key):
        if character in ".[":
            yield key[:at]
    yield key

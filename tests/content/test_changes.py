"""What a layer may do to lists and groups below it, and that no word goes without a trace."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flevoprint.content.nodes import parse_document
from flevoprint.content.overlay import (
    CHANGES,
    LEFT_OUT,
    ORDERED,
    REPLACED,
    Laid,
    entry_name,
    overlay,
)
from flevoprint.model import Entry, Node
from flevoprint.problem import Source


def node(value: Any, file: str, numbers: Iterator[int]) -> Node:
    """``value`` as nodes of ``file``, each on a line of its own."""
    source = Source(file, next(numbers), 1)
    if isinstance(value, dict):
        entries = {key: Entry(node(inner, file, numbers), source) for key, inner in value.items()}
        return Node(entries, source)
    if isinstance(value, list):
        return Node(tuple(node(inner, file, numbers) for inner in value), source)
    return Node(value, source)


def bare(value: Node) -> Any:
    """The values of ``value`` without positions."""
    if isinstance(value.value, str):
        return value.value
    if isinstance(value.value, tuple):
        return [bare(item) for item in value.value]
    return {key: bare(entry.node) for key, entry in value.value.items()}


def words(value: Node, *, names: bool = True) -> set[Source]:
    """Where the texts of ``value`` stand; without those that only name an entry, if asked."""
    if isinstance(value.value, str):
        return {value.source} if value.value else set()
    if isinstance(value.value, tuple):
        return {source for item in value.value for source in words(item, names=names)}
    return {
        source
        for key, entry in value.value.items()
        if names or key not in ("weglaten", "volgorde")
        for source in words(entry.node, names=names)
    }


def typed(text: str) -> Node:
    """The nodes of YAML ``text``."""
    found = parse_document(text, "x.yaml").node
    assert found
    return found


def laid(below: str, own: str) -> Laid:
    return overlay(typed(below), typed(own))


NAMES = st.sampled_from("ABCDE")
ITEMS = NAMES | st.fixed_dictionaries({"kop": NAMES}, optional={"adres": st.just("x")})
LISTS = st.lists(ITEMS, max_size=4)
CHANGED = st.fixed_dictionaries(
    {},
    optional={
        "weglaten": st.lists(NAMES, max_size=3),
        "toevoegen": LISTS,
        "volgorde": st.lists(NAMES, max_size=3),
        "weglatn": st.just(["A"]),
    },
)
VALUES = st.sampled_from(["", "a text", "another"]) | LISTS | CHANGED
KEYS = st.sampled_from(["p", "q", "r"])
GROUPS = st.dictionaries(
    KEYS | st.just("weglaten"),
    VALUES | st.dictionaries(KEYS, VALUES, max_size=2),
    max_size=3,
)


@settings(max_examples=400)
@given(st.lists(GROUPS, min_size=2, max_size=4))
def test_every_word_is_in_the_result_or_in_a_trace_or_a_problem_tells(layers: list[Any]) -> None:
    numbers = count(1)
    first, *others = [node(value, f"{at}.yaml", numbers) for at, value in enumerate(layers)]
    # The lowest layer has nothing to change: it is a sheet, or laid over nothing.
    result = overlay(Node({}, first.source), first)
    traces, problems = list(result.traces), list(result.problems)
    for own in others:
        result = overlay(result.node, own)
        traces += result.traces
        problems += result.problems
    said = words(result.node, names=False)
    hidden = {source for trace in traces if trace.node for source in words(trace.node)}
    everything = {source for own in (first, *others) for source in words(own, names=False)}
    assert not said & hidden
    if not problems:
        assert everything == said | hidden
        assert not any(key in str(bare(result.node)) for key in CHANGES)


@given(
    st.lists(NAMES, unique=True),
    st.lists(NAMES, unique=True, max_size=2),
    st.lists(st.sampled_from("UVW"), unique=True),
    st.data(),
)
def test_a_list_loses_gains_and_is_put_in_order(
    below: list[str], gone: list[str], added: list[str], data: st.DataObject
) -> None:
    gone = [name for name in gone if name in below]
    kept = [name for name in below if name not in gone] + added
    first = data.draw(st.lists(st.sampled_from(kept), unique=True)) if kept else []
    numbers = count(1)
    own = {"weglaten": gone, "toevoegen": added, "volgorde": first}
    result = overlay(node({"x": below}, "below", numbers), node({"x": own}, "own", numbers))
    assert not result.problems
    assert bare(result.node) == {"x": first + [name for name in kept if name not in first]}
    left = [trace.node.value for trace in result.traces if trace.node]
    assert left == gone
    assert {trace.path for trace in result.traces} <= {"x"}


BELOW = """
x:
  - kop: A
    tekst: [een]
  - B
  - {naam: C}
  - tekst: [D, meer]
  - kop: {tekst: E, taal: en}
"""


@pytest.mark.parametrize(
    ("own", "names"),
    [
        ("x: {weglaten: [A, B, C]}", ["D", "E"]),
        ("x: {volgorde: [E, D]}", ["E", "D", "A", "B", "C"]),
        ('x: {weglaten: [D], toevoegen: [F], volgorde: [F, "C"]}', ["F", "C", "A", "B", "E"]),
        ("x: {weglaten: [A], toevoegen: [{kop: A, tekst: [anders]}]}", ["B", "C", "D", "E", "A"]),
        ("x: {toevoegen: , weglaten: }", ["A", "B", "C", "D", "E"]),
        ("x: [F]", ["F"]),
        ("x:", ["A", "B", "C", "D", "E"]),
        ("x: []", []),
    ],
)
def test_entries_go_by_their_heading_name_or_text(own: str, names: list[str]) -> None:
    result = laid(BELOW, own)
    assert not result.problems
    assert isinstance(result.node.value, dict)
    items = result.node.value["x"].node.value
    assert [entry_name(item) for item in items if isinstance(item, Node)] == names


@pytest.mark.parametrize(
    ("own", "code", "line", "column"),
    [
        ("x: {weglaten: [F]}", "overlay.unknown-name", 1, 16),
        ("x: {volgorde: [A, F]}", "overlay.unknown-name", 1, 19),
        ("x: {weglaten: [A], volgorde: [A]}", "overlay.unknown-name", 1, 31),
        ("x: {weglaten: [A, A]}", "overlay.repeated-name", 1, 19),
        ("x: {toevoegen: [{kop: A}]}", "overlay.repeated-name", 1, 17),
        ("x: {toevoegen: [F, F]}", "overlay.repeated-name", 1, 20),
        ("x: {weglaten: A}", "content.not-a-list", 1, 15),
        ("x: {weglaten: [{kop: A}]}", "content.not-text", 1, 16),
        ("x: {weglaatn: [A]}", "content.unknown-field", 1, 5),
        ("x: {weglaten: [A], kop: B}", "content.unknown-field", 1, 20),
        ("y: {toevoegen: [A], z: b}", "content.unknown-field", 1, 21),
        ("y: {weglaten: [A]}", "overlay.unknown-name", 1, 16),
        ("weglaten: [y]", "overlay.unknown-name", 1, 12),
    ],
)
def test_a_change_that_cannot_be_is_a_problem(own: str, code: str, line: int, column: int) -> None:
    found = [(problem.code, problem.source) for problem in laid(BELOW, own).problems]
    assert found == [(code, Source("x.yaml", line, column))]


def test_a_name_that_two_entries_have_points_at_neither() -> None:
    (problem,) = laid("x:\n- kop: A\n- A\n", "x: {weglaten: [A]}").problems
    assert problem.code == "overlay.ambiguous-name"
    assert "x.yaml:2, x.yaml:3" in str(problem)


@pytest.mark.parametrize("below", ["x: woorden", "x: {a: '1'}"])
def test_a_text_or_a_group_is_no_list_to_change(below: str) -> None:
    result = laid(below, "x: {toevoegen: [A]}")
    assert [problem.code for problem in result.problems] == ["overlay.no-list"]
    assert bare(result.node) == bare(typed(below))


def test_a_group_loses_keys_and_gets_its_own() -> None:
    below = "x: {a: '1', b: '2', c: '3'}"
    result = laid(below, "x: {weglaten: [a, b], b: '4'}")
    assert not result.problems
    assert bare(result.node) == {"x": {"c": "3", "b": "4"}}
    assert [(trace.path, trace.how) for trace in result.traces] == [
        ("x.a", LEFT_OUT),
        ("x.b", LEFT_OUT),
    ]


def test_a_key_with_nothing_behind_it_hides_no_group() -> None:
    assert bare(laid("x: {a: '1'}", "x:").node) == {"x": {"a": "1"}}
    assert bare(laid("x: {a: '1'}", "x: {a: }").node) == {"x": {"a": ""}}


def test_what_is_hidden_is_told_with_the_line_that_hid_it() -> None:
    traces = laid("a: '1'\nb: [x]\nc: {d: '2'}", "a: '1'\nb: {volgorde: [x]}\nc: [e]").traces
    assert [(trace.path, trace.how, trace.by.line) for trace in traces] == [
        ("a", REPLACED, 1),
        ("b", ORDERED, 2),
        ("c", REPLACED, 3),
    ]

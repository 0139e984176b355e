"""Laying a gemeente over the shared sheet."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from flevoprint.content.files import Files
from flevoprint.content.layouts import read_layout
from flevoprint.content.overlay import local_part, overlay
from flevoprint.model import Entry, Node
from flevoprint.problem import Source

ROOT = Path(__file__).resolve().parents[2]


def node(value: Any, name: str) -> Node:
    """``value`` as nodes of the file ``name``."""
    source = Source(name, 1, 1)
    if isinstance(value, dict):
        return Node({key: Entry(node(inner, name), source) for key, inner in value.items()}, source)
    if isinstance(value, list):
        return Node(tuple(node(inner, name) for inner in value), source)
    return Node(value, source)


def bare(value: Node) -> Any:
    """The values of ``value`` without positions."""
    if isinstance(value.value, str):
        return value.value
    if isinstance(value.value, tuple):
        return [bare(item) for item in value.value]
    return {key: bare(entry.node) for key, entry in value.value.items()}


TREES = st.recursive(
    st.text(max_size=3),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from("abc"), inner, max_size=3)
    ),
    max_leaves=12,
)
MAPPINGS = st.dictionaries(st.sampled_from("abc"), TREES, max_size=3)


def merged(shared: Any, own: Any) -> Any:
    """The rule in plain dicts: mappings merge, everything else replaces.

    A key with nothing behind it says nothing of a mapping or list.
    """
    if isinstance(shared, dict | list) and own == "":
        return shared
    if isinstance(shared, dict) and isinstance(own, dict):
        both = {key: merged(shared[key], own[key]) for key in own if key in shared}
        return {**shared, **own, **both}
    return own


@given(MAPPINGS, MAPPINGS)
def test_mappings_merge_and_the_rest_replaces(shared: Any, own: Any) -> None:
    assert bare(overlay(node(shared, "s"), node(own, "o")).node) == merged(shared, own)


@given(MAPPINGS)
def test_nothing_laid_over_changes_nothing(shared: Any) -> None:
    assert overlay(node(shared, "s"), node({}, "o")).node == node(shared, "s")


@given(MAPPINGS, MAPPINGS)
def test_laying_over_twice_is_laying_over_once(shared: Any, own: Any) -> None:
    once = overlay(node(shared, "s"), node(own, "o")).node
    assert overlay(once, node(own, "o")).node == once


def test_each_value_keeps_its_own_file() -> None:
    result = overlay(node({"a": "1", "b": "2"}, "s"), node({"b": "3"}, "o")).node
    assert isinstance(result.value, dict)
    assert result.value["a"].node.source.path == "s"
    assert result.value["b"].node.source.path == "o"


def test_only_local_slots_may_be_laid_over() -> None:
    layout, _ = read_layout(Files(ROOT), "handout-a4")
    assert layout
    own = node({"tips": {"lokaal": [], "groepen": [], "grappen": []}, "inspratie": {}}, "urk.yaml")
    kept, problems = local_part(own, layout)
    assert bare(kept) == {"tips": {"lokaal": []}}
    assert [problem.code for problem in problems] == [
        "overlay.not-local",
        "content.unknown-field",
        "content.unknown-field",
    ]

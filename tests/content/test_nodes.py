"""YAML as text with positions."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from flevoprint.content.nodes import MAX_BYTES, is_identifier, parse_document, read_document
from flevoprint.model import Node
from flevoprint.problem import Problem, Source
from tests.conftest import ROOT


def bare(node: Node) -> Any:
    """The values of ``node`` without their positions."""
    if isinstance(node.value, str):
        return node.value
    if isinstance(node.value, tuple):
        return [bare(item) for item in node.value]
    return {key: bare(entry.node) for key, entry in node.value.items()}


def good(text: str) -> Node:
    """The nodes of ``text``, in which nothing is wrong."""
    document = parse_document(text, "x.yaml")
    assert not document.problems
    assert document.node
    return document.node


def wrong(text: str) -> tuple[Problem, ...]:
    """What is wrong in ``text``."""
    return parse_document(text, "x.yaml").problems


@pytest.mark.parametrize(
    "typed", ["0320123456", "9:00", "no", "on", "1e3", "~", "0x1F", "2026-11-01"]
)
def test_scalars_stay_what_was_typed(typed: str) -> None:
    assert bare(good(f"telefoon: {typed}\n")) == {"telefoon": typed}


def test_positions_count_from_one() -> None:
    root = good("naam: Urk\nlogo:\n  licht: a.svg\n")
    assert isinstance(root.value, dict)
    logo = root.value["logo"]
    assert logo.key_source == Source("x.yaml", 2, 1)
    assert isinstance(logo.node.value, dict)
    assert logo.node.value["licht"].node.source == Source("x.yaml", 3, 10)


@pytest.mark.parametrize(
    ("text", "code", "line", "column"),
    [
        ("a: 1\na: 2\n", "content.duplicate-key", 2, 1),
        ("a: &x 1\nb: 2\n", "content.alias", 1, 4),
        ("a: !!int 1\n", "content.alias", 1, 4),
        ("- a\n- b\n", "content.not-a-mapping", 1, 1),
        ("a: 1\n---\nb: 2\n", "content.second-document", 2, 1),
        ("a: [1, 2\nb: 3\n", "content.yaml-syntax", 2, 2),
        ('b: c\na: "open\n', "content.yaml-syntax", 2, 4),
        ("a: 't Huis van d'n Boer\n", "content.yaml-syntax", 1, 18),
        ("a: 't Huis van de boeren'\n", "content.apostrophe", 1, 4),
        ("a: Caritas #1 Urk\n", "content.text-after-hash", 1, 12),
        ("a: Caritas\t#1 Urk\n", "content.text-after-hash", 1, 12),
        ("- a: x\n- Bel ons # elke dag\n", "content.text-after-hash", 2, 11),
        ("a: *nieuw*\n", "content.yaml-syntax", 1, 10),
        ('a: "C:\\urk"\n', "content.yaml-syntax", 1, 9),
        ('a: "\\U00110000"\n', "content.bad-character", 0, 0),
        ("a: b\x07\n", "content.bad-character", 1, 5),
        ('a: "\\ud800"\n', "content.bad-character", 1, 4),
        ("# alleen een opmerking\n", "content.empty", 1, 1),
        ("? [a, b]\n: c\n", "content.bad-key", 1, 3),
    ],
)
def test_faults_are_named_where_they_stand(text: str, code: str, line: int, column: int) -> None:
    problem = wrong(text)[0]
    assert (problem.code, problem.source) == (code, Source("x.yaml", line, column))
    assert problem.hint


@pytest.mark.parametrize(
    "text", ["a: 3  # mm\n", "# los\na: b\n", "a: '#1'\n", "a: x#1\n", "a:  # b\n  c: d\n"]
)
def test_comments_and_hashes_that_lose_nothing_are_fine(text: str) -> None:
    good(text)


def test_a_pipe_or_a_folder_is_refused(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pijp.yaml")
    (tmp_path / "map.yaml").mkdir()
    for name in ("pijp.yaml", "map.yaml"):
        problems = read_document(tmp_path / name, name).problems
        assert problems[0].code == "content.unreadable"


def test_all_duplicates_are_named_at_once() -> None:
    problems = wrong("a: 1\na: 2\nb: 3\nb: 4\n")
    assert [problem.source.line for problem in problems] == [2, 4]


def test_an_alias_bomb_is_refused_before_it_grows() -> None:
    bomb = "a: &a [x, x]\nb: &b [*a, *a]\nc: &c [*b, *b]\n"
    problems = wrong(bomb)
    assert {problem.code for problem in problems} == {"content.alias"}


def test_depth_is_limited() -> None:
    problems = wrong("a: " + "[" * 200 + "]" * 200)
    assert problems[0].code == "content.too-deep"


def test_size_is_limited(tmp_path: Path) -> None:
    big = tmp_path / "big.yaml"
    big.write_bytes(b"a: " + b"x" * MAX_BYTES)
    problems = read_document(big, "big.yaml").problems
    assert problems[0].code == "content.too-large"


def test_a_byte_order_mark_is_harmless(tmp_path: Path) -> None:
    file = tmp_path / "a.yaml"
    file.write_bytes("naam: Urk\n".encode("utf-8-sig"))
    document = read_document(file, "a.yaml")
    assert document.node
    assert bare(document.node) == {"naam": "Urk"}


@pytest.mark.parametrize("encoding", ["utf-16", "cp1252"])
def test_another_encoding_is_named(tmp_path: Path, encoding: str) -> None:
    file = tmp_path / "a.yaml"
    file.write_bytes("naam: Súdwest-Fryslân\n".encode(encoding))
    problems = read_document(file, "a.yaml").problems
    assert problems[0].code == "content.encoding"


@given(st.text())
def test_no_text_gives_anything_but_nodes_or_problems(text: str) -> None:
    document = parse_document(text, "x.yaml")
    assert document.problems or isinstance(document.node and document.node.value, dict)


@given(data=st.binary(max_size=300))
def test_no_bytes_give_a_traceback(tmp_path_factory: pytest.TempPathFactory, data: bytes) -> None:
    file = tmp_path_factory.mktemp("bytes") / "a.yaml"
    file.write_bytes(data)
    document = read_document(file, "a.yaml")
    assert document.problems or isinstance(document.node and document.node.value, dict)


@pytest.mark.parametrize("name", ["urk", "s-hertogenbosch", "wijk-2"])
def test_good_identifiers(name: str) -> None:
    assert is_identifier(name)


@pytest.mark.parametrize("name", ["", "Urk", "../urk", "urk_", "-urk", "a--b", "é", "x" * 61])
def test_bad_identifiers(name: str) -> None:
    assert not is_identifier(name)


@pytest.mark.parametrize(
    ("text", "readable"),
    [("a: 1\na: 2\n", True), ("a: &x 1\n", True), ("a: b # c\n", True), ("a: *x\nb: 1\n", False)],
)
def test_what_is_left_can_be_judged_unless_something_is_missing(text: str, readable: bool) -> None:
    document = parse_document(text, "x.yaml")
    assert document.problems
    assert (document.node is not None) is readable


#: What means something to YAML, or to how it counts lines and columns.
TOKENS = [*"\t:'\"#\n{}[],%@`\\é\u2028\x85\xa0\U0001f600"]
TOKENS += [": ", "- ", " #", "  ", "&a ", "*a", "!x ", "|\n", ">\n", "? ", "\r\n", "---\n", "...\n"]
TOKENS += ["\\x41", "\\ud800", "<<: "]
PLACES = st.floats(0, 1, exclude_max=True)
SCATTERED = st.lists(st.tuples(PLACES, st.sampled_from(TOKENS)), max_size=3)


@given(scattered=SCATTERED)
@settings(max_examples=300)
def test_libyaml_reads_what_pyyaml_reads(scattered: list[tuple[float, str]]) -> None:
    """Where the quick parser accepts a text, it reads the same words at the same places.

    It accepts more: tabs within a line, and a question mark within brackets.
    """
    text = (ROOT / "content" / "gemeenten" / "urk.yaml").read_text("utf-8")
    for place, token in scattered:
        at = int(place * len(text))
        text = text[:at] + token + text[at:]

    def scalars(loader: type) -> list[tuple[str, bool, int, int]]:
        return [
            (event.value, bool(event.style), event.start_mark.line, event.start_mark.column)
            for event in yaml.parse(text, Loader=loader)
            # Where nothing stands is nowhere.
            if isinstance(event, yaml.ScalarEvent) and event.value
        ]

    try:
        slow = scalars(yaml.SafeLoader)
    except yaml.YAMLError:
        return
    try:
        quick = scalars(yaml.CSafeLoader)
    except yaml.YAMLError:
        return
    assert quick == slow

"""A gemeente's file as flevoprint writes it: short, read back to the letter, known as its own."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flevoprint.content.nodes import parse_document
from flevoprint.content.table.values import read_value
from flevoprint.content.written import (
    PATHS,
    Below,
    entry,
    gemeente_text,
    header,
    placeholders,
    scalar,
    table_text,
    untouched,
    values_in,
)

URK = {"naam": "Urk", "cbs": "GM0184"}
FULL = {
    "naam": "’s-Hertogenbosch",
    "cbs": "GM0796",
    "website": "https://www.s-hertogenbosch.nl",
    "e-mail": "mailto:info@s-hertogenbosch.nl",
    "telefoon": "+31 73 615 51 55",
    "hoofdkleur": "#003366",
    "hoofdkleur cmyk": "100 70 10 40",
    "tweede kleur": "#fcea11",
    "tweede kleur cmyk": "4 0 93 0",
}


@given(st.text(st.characters(codec="utf-8", exclude_characters="\0"), min_size=1))
def test_every_text_is_read_back_to_the_letter(text: str) -> None:
    document = parse_document(f"a: {scalar(text)}\nb: c\n", "")
    assert document.problems == ()
    assert document.node is not None
    assert [entry.node.value for entry in document.node.value.values()] == [text, "c"]


@given(st.dictionaries(st.sampled_from([*PATHS][2:5]), st.text("abc'\"#:-[]{} é’", min_size=1)))
def test_a_file_says_what_it_was_made_of(values: dict[str, str]) -> None:
    typed = {key: " ".join(text.split()) or "x" for key, text in values.items()}
    text = gemeente_text("urk", URK | typed, Below())
    said = values_in(parse_document(text, ""))
    assert {key: said[key] for key in URK | typed} == URK | typed
    assert len(text.splitlines()) == 15
    assert untouched(text)


def test_all_that_is_known_is_in_it() -> None:
    assert values_in(parse_document(gemeente_text("s-hertogenbosch", FULL, Below()), "")) == FULL


def test_it_says_what_to_fill_in() -> None:
    text = gemeente_text("urk", {"naam": "Urk", "cbs": ""}, Below())
    assert len(text.splitlines()) <= 15
    document = parse_document(text, "urk.yaml")
    assert document.problems == ()
    assert document.node is not None
    assert [(one.code, one.source.line) for one in placeholders(document.node)] == [
        ("content.code-missing", 3),
        ("content.placeholder-colours", 5),
        ("content.placeholder-logo", 8),
    ]


def test_any_edit_is_seen_and_how_lines_end_is_none() -> None:
    text = gemeente_text("urk", URK, Below())
    assert untouched(text.replace("\n", "\r\n"))
    assert untouched(text.rstrip("\n"))
    assert not untouched(text.replace("Urk", "URK"))
    assert not untouched(text + "bladen:\n")
    assert not untouched(text.replace("  # telefoon:", "  telefoon:"))
    assert not untouched(text.partition("\n")[2])
    assert not untouched("naam: Urk\n")
    assert not untouched("")


def test_what_nobody_gave_of_a_colour_is_left_out() -> None:
    for typed, line in (
        ({"hoofdkleur": "#ff0000"}, '  hoofdkleur: {rgb: "#ff0000"}'),
        ({"hoofdkleur cmyk": "0 100 100 0"}, "  hoofdkleur: {cmyk: [0, 100, 100, 0]}"),
        ({}, '  hoofdkleur: {rgb: "#34495e", cmyk: [78, 60, 40, 34]}'),
    ):
        lines = gemeente_text("urk", {"naam": "Urk", **typed}, Below()).splitlines()
        assert line in lines
        # A second colour that nobody chose is not printed beside one that somebody did.
        assert any(one.startswith("  tweede kleur:") for one in lines) is not bool(typed)
        assert len(lines) == 15
        assert any("neutraal" in one for one in lines) is not bool(typed)


def test_a_neutral_second_colour_is_told_too() -> None:
    text = gemeente_text("urk", URK | {"hoofdkleur": "#ff0000", "tweede kleur": "#d08b3f"}, Below())
    node = parse_document(text, "urk.yaml").node
    assert node is not None
    told = [(one.code, one.source.line) for one in placeholders(node)]
    assert told[0] == ("content.placeholder-colours", 6)


def test_the_line_for_an_editor_is_no_edit() -> None:
    text = gemeente_text("urk", URK, Below())
    line = "# yaml-language-server: $schema=../.schema/gemeente.json\n"
    assert untouched(line + text)
    assert header(line + text) == line
    assert untouched((line + text).replace("\n", "\r\n"))
    assert not untouched(line + text.replace("Urk", "URK"))
    assert not untouched("# van ons\n" + text)
    assert header(text) == ""


def test_no_cell_of_ours_is_a_formula_and_each_is_read_back() -> None:
    for key, text in FULL.items() | {("naam", "=HYPERLINK(1)"), ("naam", "@x")}:
        cell = table_text(key, text)
        assert cell[0] not in "=+-@"
        assert read_value(key, cell).text == text


def test_what_the_only_province_says_is_not_hidden() -> None:
    said = frozenset({"hoofdkleur", "hoofdkleur cmyk", "tweede kleur", "website", "logo"})
    text = gemeente_text("urk", {"naam": "Urk", "cbs": "GM0184"}, Below(["flevoland"], said))
    node = parse_document(text, "").node
    assert node
    assert list(node.value) == ["naam", "cbs", "provincie", "contact"]
    contact = entry(node, ("contact",))
    assert contact
    assert contact.node.value == ""
    assert "nu die van flevoland" in text
    typed = gemeente_text("urk", {"naam": "Urk", **TYPED}, Below(["flevoland"], said))
    values = values_in(parse_document(typed, ""))
    assert {key: values[key] for key in TYPED} == TYPED
    assert values["tweede kleur"] == ""


TYPED = {"hoofdkleur": "#1f3a63", "website": "https://www.urk.nl"}


@pytest.mark.parametrize("names", [["flevoland"], ["drenthe", "flevoland", "'t oosten"]])
@pytest.mark.parametrize("said", [set(), {"e-mail"}, {"hoofdkleur"}, {"logo"}])
def test_with_a_province_it_is_no_longer(names: list[str], said: set[str]) -> None:
    for values in ({"naam": "Urk"}, FULL):
        text = gemeente_text("urk", values, Below(names, frozenset(said)))
        assert len(text.splitlines()) <= 15
        assert untouched(text)
        document = parse_document(text, "")
        assert document.problems == ()
        named = entry(document.node, ("provincie",))
        assert (named is not None) is (len(names) == 1)

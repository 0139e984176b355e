"""Sheets in another language: what they may say, and what they take from the original."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from flevoprint.content import read_project
from flevoprint.content.files import Files
from flevoprint.content.layouts import read_layout
from flevoprint.content.nodes import parse_document
from flevoprint.content.wording import text_problems
from flevoprint.model import Sheet, Variant
from flevoprint.problem import FlevoprintError, Problem, Severity

ROOT = Path(__file__).resolve().parents[2]
SHEETS = ROOT / "tests" / "languages" / "sheets"
DUTCH = "inwonersinitiatieven"
ENGLISH = f"{DUTCH}-en"
URK = "content/gemeenten/urk.yaml"


@pytest.fixture
def english(project: Path) -> Path:
    """The shipped project with the English flyer."""
    shutil.copy(SHEETS / f"{ENGLISH}.yaml", project / "content/bladen")
    return project


def edit(root: Path, file: str, old: str, new: str) -> None:
    text = (root / file).read_text(encoding="utf-8")
    assert old in text
    (root / file).write_text(text.replace(old, new, 1), encoding="utf-8")


def stopped(root: Path) -> list[tuple[str, str, int, int]]:
    """The errors for which nothing is made: code, file, line and column."""
    with pytest.raises(FlevoprintError) as caught:
        read_project(root)
    return [
        (one.code, one.source.path, one.source.line, one.source.column)
        for one in caught.value.problems
        if one.severity is Severity.ERROR
    ]


def variant_of(root: Path, gemeente: str = "urk") -> Variant:
    return next(one for one in read_project(root).variants if one.id == gemeente)


def sheet_of(variant: Variant, sheet_id: str) -> Sheet:
    return next(sheet for sheet in variant.sheets if sheet.id == sheet_id)


def notes(variant: Variant) -> list[Problem]:
    return [one for one in variant.problems if one.code == "content.not-translated"]


@pytest.mark.parametrize(
    ("old", "new", "found"),
    [
        ("taal: en", "taal: engels", ("content.bad-language", 2, 7)),
        ("taal: en", "taal: ar", ("content.right-to-left", 2, 7)),
        ("taal: en", "taal: uk", ("content.layout-language", 2, 7)),
        ("taal: en", "taal: nl", ("content.bad-original", 3, 16)),
        ("van: inwonersinitiatieven", "van: inwoners", ("content.bad-original", 3, 16)),
        ("van: inwonersinitiatieven", 'van: ""', ("content.bad-original", 3, 16)),
        ("Resident initiatives", "مبادرات", ("content.right-to-left", 4, 8)),
        ("Lived experience", "ניסיון", ("content.right-to-left", 9, 10)),
    ],
)
@pytest.mark.fast(3)
def test_what_a_sheet_cannot_be_is_told_where_it_says_so(
    english: Path, old: str, new: str, found: tuple[str, int, int]
) -> None:
    file = f"content/bladen/{ENGLISH}.yaml"
    edit(english, file, old, new)
    code, line, column = found
    assert (code, file, line, column) in stopped(english)


def test_a_sheet_that_is_renamed_wrongly_is_told_its_name(english: Path) -> None:
    (english / f"content/bladen/{ENGLISH}.yaml").rename(english / "content/bladen/flyer.yaml")
    with pytest.raises(FlevoprintError) as caught:
        read_project(english)
    [problem] = [one for one in caught.value.problems if one.severity is Severity.ERROR]
    assert (problem.code, str(problem.source)) == (
        "content.sheet-name",
        "content/bladen/flyer.yaml:2:7",
    )
    assert str(problem.hint) == "name the file flyer-en.yaml"


def test_a_country_needs_no_words_nor_name_of_its_own(english: Path) -> None:
    edit(english, f"content/bladen/{ENGLISH}.yaml", "taal: en", "taal: en-GB")
    assert sheet_of(variant_of(english), ENGLISH).language == "en-GB"


def test_a_project_may_be_in_another_language(project: Path) -> None:
    edit(project, "content/project.yaml", "taal: nl", "taal: fy")
    found = read_project(project)
    assert found.language == "fy"
    assert {sheet.language for variant in found.variants for sheet in variant.sheets} == {"fy"}


def test_a_gemeente_lends_its_words_to_the_translation(english: Path) -> None:
    urk = variant_of(english)
    assert [pointer.heading.language for pointer in local(urk, ENGLISH)] == ["nl"]
    assert [pointer.heading.language for pointer in local(urk, DUTCH)] == [""]
    [told] = notes(urk)
    assert (told.severity, told.source.path, told.source.line) == (Severity.NOTE, URK, 15)
    shared = [text for text in sheet_of(urk, ENGLISH).texts if text.source.path != URK]
    assert {text.language for text in shared} == {""}


def test_what_a_gemeente_says_of_the_translation_takes_the_place_of_what_it_lends(
    english: Path,
) -> None:
    own = (
        f"bladen:\n  {ENGLISH}:\n    tips:\n      lokaal:\n"
        "        - kop: Help with letters\n        - kop: {tekst: Voedselbank, taal: nl}\n"
    )
    edit(english, URK, "bladen:\n", own)
    urk = variant_of(english)
    assert [(one.heading.value, one.heading.language) for one in local(urk, ENGLISH)] == [
        ("Help with letters", ""),
        ("Voedselbank", "nl"),
    ]
    assert [one.heading.value for one in local(urk, DUTCH)] == ["Caritas Urk"]
    assert not notes(urk)


def local(variant: Variant, sheet_id: str) -> tuple[object, ...]:
    found: tuple[object, ...] = sheet_of(variant, sheet_id).values["tips.lokaal"]
    return found


def test_a_sheet_that_translates_nothing_borrows_nothing(english: Path) -> None:
    edit(english, f"content/bladen/{ENGLISH}.yaml", f"vertaling van: {DUTCH}\n", "")
    urk = variant_of(english)
    assert sheet_of(urk, ENGLISH).values["tips.lokaal"] == ()
    assert not notes(urk)


def test_a_gemeente_cannot_change_the_language_of_a_sheet(english: Path) -> None:
    edit(english, URK, f"  {DUTCH}:\n", f"  {DUTCH}:\n    taal: en\n    vertaling van: x\n")
    codes = [one.code for one in variant_of(english).problems]
    assert codes.count("overlay.not-local") == 2


def test_what_is_read_aloud_of_a_logo_is_in_the_language_of_the_project(english: Path) -> None:
    urk = variant_of(english)
    assert urk.gemeente
    assert urk.gemeente.logo.alt.language == "nl"
    senders = sheet_of(urk, ENGLISH).values["tips.afzenders"]
    assert {sender.logo.alt.language for sender in senders} == {""}


@pytest.mark.parametrize(
    ("tag", "typed", "hint"),
    [
        ("nl", 'Zij zei: "dit helpt"', "write “dit helpt”"),
        ("pl", 'Mówi: "to pomaga"', "write „to pomaga”"),
        ("pl", "Mówi: 'to pomaga'", "write «to pomaga»"),
        ("de", 'Sie sagt: "das hilft"', "write „das hilft“"),
        ("fr", 'Elle dit : "on y va"', "write «\u202fon y va\u202f»"),
    ],
)
def test_the_quotes_that_are_advised_are_those_of_the_language(
    tag: str, typed: str, hint: str
) -> None:
    found = of_text(typed, tag)
    assert [(one.code, str(one.hint)) for one in found] == [("wording.straight-quotes", hint)]


@pytest.mark.parametrize(
    ("tag", "typed", "hint"),
    [
        ("pl", "Mówi: “to pomaga”", "write „…”"),
        ("en", "She says „this helps”", "write “…”"),
        ("de", "Sie sagt «das hilft»", "write „…“"),
        ("pl", "Mówi: „to pomaga”, «tak»", ""),
        ("de", "Sie sagt „das hilft“ und geht", ""),
        ("nl", "Zij zei „dit helpt” en “dat” ook", ""),
        ("fr", "Elle dit «\u202fon y va\u202f»", ""),
        ("fy", "Se sei “dit helpt” op ’e ‘dyk’", ""),
    ],
)
def test_quotes_of_another_language_are_named(tag: str, typed: str, hint: str) -> None:
    found = [(one.code, str(one.hint)) for one in of_text(typed, tag)]
    assert found == ([("wording.quotes-language", hint)] if hint else [])


@pytest.mark.parametrize(
    ("tag", "typed", "likely"),
    [
        ("en", "You can walk in every morning for help with letters and forms.", ""),
        ("en", "U kunt elke ochtend binnenlopen voor hulp met brieven en formulieren.", "nl"),
        ("fy", "U kunt elke ochtend binnenlopen voor hulp met uw brieven en uw geld.", "nl"),
        ("fy", "It bliuwt wichtich dat it inisjatyf by de bewenners bliuwt.", ""),
        ("fy", "Jo kinne alle moarnen komme foar help mei brieven en formulieren.", ""),
        ("nl", "Jo kinne foar help mei dizze brieven ek nei it doarpshûs yn Wâldsein.", "fy"),
        ("nl", "Nie jest to trudne, jeśli można przyjść i porozmawiać o tym.", "pl"),
        ("pl", "Nie jest to trudne, jeśli można przyjść i porozmawiać o tym.", ""),
        ("pl", "You can walk in every morning for help with letters and forms.", "en"),
    ],
)
def test_a_text_is_held_against_the_language_it_must_be_in(
    tag: str, typed: str, likely: str
) -> None:
    found = [one for one in of_text(typed, tag) if one.code == "wording.foreign-text"]
    assert [f"({likely})" in str(one.message) for one in found] == ([True] if likely else [])


def of_text(typed: str, tag: str) -> list[Problem]:
    return text_problems(parse_document(f"kop: |-\n  {typed}\n", "x.yaml"), tag)


def test_in_a_gemeente_each_sheet_is_read_in_its_own_language() -> None:
    words = "You can walk in every morning for help with letters and forms."
    typed = f"bladen:\n  een:\n    tips: [{words}]\n  een-en:\n    tips: [{words}]\n"
    document = parse_document(typed, "x.yaml")
    lines = [one.source.line for one in text_problems(document, "nl", {"een-en": "en"})]
    assert lines == [3]


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("nl:\n  in: in\n  en: en\npl:\n  in: w\n", [("content.layout-words", 4, 1)]),
        ("nl:\n  in: in\npl:\n  in:\n", [("content.layout-words", 4, 3)]),
        ("nl:\n  in: in\npl: w\n", [("content.not-a-group", 3, 5)]),
        ("nl:\n  in: in\npl:\n  in: w\n  na: po\n", [("content.unknown-field", 5, 3)]),
        ("nl:\n  in: in\nPools:\n  in: w\n", [("content.bad-language", 3, 1)]),
        ("nl: [in]\n", [("content.not-a-group", 1, 5)]),
    ],
)
def test_a_layout_has_the_same_words_in_every_language(
    tmp_path: Path, words: str, found: list[tuple[str, int, int]]
) -> None:
    shutil.copytree(ROOT / "layouts", tmp_path / "layouts")
    (tmp_path / "layouts/handout-a4/woorden.yaml").write_text(words, encoding="utf-8")
    layout, problems = read_layout(Files(tmp_path), "handout-a4")
    places = [(one.code, one.source.line, one.source.column) for one in problems]
    assert places == found
    assert {one.source.path for one in problems} <= {"layouts/handout-a4/woorden.yaml"}
    assert layout is None


def test_each_layer_lends_what_it_has_for_the_original(english: Path) -> None:
    (english / "content/provincies").mkdir()
    (english / "content/provincies/flevoland.yaml").write_text(
        f"bladen:\n  {DUTCH}:\n    tips:\n      lokaal:\n        - kop: Van de provincie\n",
        encoding="utf-8",
    )
    own = (
        f"provincie: flevoland\nbladen:\n  {ENGLISH}:\n    tips:\n      lokaal:\n"
        "        toevoegen:\n          - kop: Help with letters\n"
    )
    edit(english, URK, "bladen:\n", own)
    urk = variant_of(english)
    assert [(one.heading.value, one.heading.language) for one in local(urk, ENGLISH)] == [
        ("Van de provincie", "nl"),
        ("Help with letters", ""),
    ]
    assert [one.source.path for one in notes(urk)] == ["content/provincies/flevoland.yaml"]


def test_lines_that_change_what_the_translation_lacks_cost_no_sheet(english: Path) -> None:
    edit(english, f"content/bladen/{DUTCH}.yaml", "lokaal: []", "lokaal: [{kop: Welkom}]")
    edit(english, URK, "      lokaal:\n", "      lokaal:\n        weglaten: [Welkom]\n        x:\n")
    text = (english / URK).read_text(encoding="utf-8")
    (english / URK).write_text(text.split("        x:")[0], encoding="utf-8")
    urk = variant_of(english)
    assert (local(urk, DUTCH), local(urk, ENGLISH)) == ((), ())
    [told] = notes(urk)
    assert (told.severity, told.source.path) == (Severity.WARNING, URK)


def test_a_translation_of_a_translation_borrows_from_the_first(english: Path) -> None:
    frisian = f"{DUTCH}-fy"
    shutil.copy(SHEETS / f"{frisian}.yaml", english / "content/bladen")
    edit(english, f"content/bladen/{frisian}.yaml", f"van: {DUTCH}\n", f"van: {ENGLISH}\n")
    urk = variant_of(english)
    assert [pointer.heading.language for pointer in local(urk, frisian)] == ["nl"]
    assert len(notes(urk)) == 2


def test_translations_that_name_each_other_end(english: Path) -> None:
    frisian = f"{DUTCH}-fy"
    shutil.copy(SHEETS / f"{frisian}.yaml", english / "content/bladen")
    edit(english, f"content/bladen/{frisian}.yaml", f"van: {DUTCH}\n", f"van: {ENGLISH}\n")
    edit(english, f"content/bladen/{ENGLISH}.yaml", f"van: {DUTCH}\n", f"van: {frisian}\n")
    assert local(variant_of(english), ENGLISH) == ()

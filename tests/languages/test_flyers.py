"""The flyer in other languages, held against what readers and auditors see of it."""

from __future__ import annotations

import json
import re
import subprocess
from pathlib import Path

import pikepdf
import pytest
import yaml

from flevoprint.content import read_project
from flevoprint.typeset.engine import Engine
from tests.support.verapdf import validate

from .conftest import ROOT

LANGUAGES = ("en", "fy", "pl")
EDITIONS = ("scherm", "druk")
#: What the layout itself sets, and what is read aloud of a code, on Almere's sheet.
OWN_WORDS = {
    "en": ["See the other side too", "Published by", "Municipality of Almere", "to you in Almere"],
    "fy": ["Sjoch ek de oare kant", "In útjefte fan", "Gemeente Almere", "by dy yn Almere"],
    "pl": ["Zobacz też drugą stronę", "Wydawcy", "Gmina Almere", "ciebie w gminie Almere"],
}
CODES = {"en": "QR code to", "fy": "QR-koade nei", "pl": "Kod QR do"}
#: What only the Dutch sheet says.
DUTCH_WORDS = ("Zie ook", "Een uitgave", "Dichter bij", "QR-code naar")


def pdf(built: Path, language: str, edition: str) -> Path:
    """The file's path; the project's own language is not named."""
    sheet = "inwonersinitiatieven" + (f"-{language}" if language != "nl" else "")
    return built / "almere" / f"{sheet}-almere-{edition}.pdf"


def text_of(path: Path) -> str:
    """What Poppler reads on the pages, in the order in which it is written."""
    command = ("pdftotext", "-raw", "-enc", "UTF-8", path, "-")
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def bare(text: str) -> str:
    """``text`` without spaces, hyphens and capitals."""
    return re.sub(r"[\s\-\u200b]", "", text.casefold())


def tags(path: Path) -> list[tuple[str, str, str]]:
    """Of each structure element its type, its language and its alternative text."""
    with pikepdf.open(path) as document:
        return [
            tuple(str(thing.get(key, "")) for key in ("/S", "/Lang", "/Alt"))
            for thing in document.objects
            if isinstance(thing, pikepdf.Dictionary) and "/S" in thing and "/K" in thing
        ]


def test_the_files_carry_the_language(translated: Path) -> None:
    found = sorted(path.name for path in translated.rglob("*.pdf"))
    assert found == sorted(
        pdf(translated, language, edition).name
        for language in ("nl", *LANGUAGES)
        for edition in EDITIONS
    )
    assert "inwonersinitiatieven-en-almere-scherm.pdf" in found
    rows = json.loads((translated / "manifest.json").read_text(encoding="utf-8"))["files"]
    assert {(row["file"], row["language"]) for row in rows} == {
        (pdf(translated, language, edition).relative_to(translated).as_posix(), language)
        for language in ("nl", *LANGUAGES)
        for edition in EDITIONS
    }
    told = [problem for row in rows for problem in row["problems"]]
    assert {problem["severity"] for problem in told} == {"opmerking"}


@pytest.mark.parametrize("edition", EDITIONS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_document_says_its_language(translated: Path, language: str, edition: str) -> None:
    with pikepdf.open(pdf(translated, language, edition)) as document:
        packet = document.Root.Metadata.read_bytes().decode()
        assert re.findall(r"<dc:language>.*?<rdf:li>(\w+)<", packet, re.DOTALL) == [language]
        if edition == "scherm":
            assert document.Root.Lang == language


@pytest.mark.parametrize("edition", EDITIONS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_word_is_there_and_none_of_the_layout_is_dutch(
    translated: Path, language: str, edition: str
) -> None:
    variant = next(v for v in read_project(translated.parent).variants if v.id == "almere")
    sheet = next(sheet for sheet in variant.sheets if sheet.language == language)
    page = bare(text_of(pdf(translated, language, edition)))
    assert len(sheet.texts) > 50
    for words in [*(text.value for text in sheet.texts), *OWN_WORDS[language]]:
        assert bare(words) in page, words
    for words in DUTCH_WORDS:
        assert bare(words) not in page


@pytest.mark.parametrize("language", LANGUAGES)
def test_quotes_are_set_in_the_marks_of_the_language(translated: Path, language: str) -> None:
    raw = yaml.safe_load(
        (translated.parent / f"content/bladen/inwonersinitiatieven-{language}.yaml").read_text(
            encoding="utf-8"
        )
    )
    side = raw["inspiratie"]
    quotes = side["ervaringskennis"]["citaten"] + [
        quote for theme in side["themas"] for point in theme["punten"] for quote in point["citaten"]
    ]
    assert len(quotes) == 11
    opening, closing = ("„", "”") if language == "pl" else ("“", "”")
    page = bare(text_of(pdf(translated, language, "druk")))
    for quote in quotes:
        assert f"{opening}{bare(quote)}{closing}" in page
    assert ("“" in page) == (language != "pl")


def test_in_polish_no_line_ends_in_a_word_of_one_letter(translated: Path) -> None:
    lines = text_of(pdf(translated, "pl", "druk")).splitlines()
    assert len(lines) > 80
    assert not [line for line in lines if re.search(r"(?<!\S)[^\W\d_]$", line.rstrip())]
    typed = (translated.parent / "content/bladen/inwonersinitiatieven-pl.yaml").read_text("utf-8")
    assert len(re.findall(r"\b[^\W\d_] ", typed)) > 30


def test_verapdf_accepts_every_language(translated: Path) -> None:
    verdicts = validate([pdf(translated, language, "scherm") for language in LANGUAGES])
    assert len(verdicts) == 6
    for verdict in verdicts:
        assert verdict.compliant, str(verdict)
        assert verdict.checks > 1000


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_read_aloud_is_in_its_own_language(translated: Path, language: str) -> None:
    found = tags(pdf(translated, language, "scherm"))
    marked = [(kind, alt) for kind, tongue, alt in found if tongue]
    assert {tongue for _, tongue, _ in found} == {"", "nl"}
    # Almere's own pointers stay Dutch, and what is read aloud of its logo, on both sides.
    assert marked.count(("/Figure", "gemeente Almere")) == 2
    assert marked.count(("/Span", "")) == len(marked) - 2 >= 7
    alts = [alt for _, _, alt in found]
    assert f"{CODES[language]} almere.nl" in alts
    assert not [alt for alt in alts if alt.startswith("QR-code naar")]


def test_a_sheet_in_one_language_marks_no_passage(translated: Path) -> None:
    found = tags(pdf(translated, "nl", "scherm"))
    assert len(found) > 100
    assert {tongue for _, tongue, _ in found} == {""}


@pytest.fixture(scope="module")
def engine() -> Engine:
    return Engine(ROOT / "fonts")


@pytest.mark.parametrize(
    ("language", "word", "pieces"),
    [
        ("nl", "gemeenschapsontwikkeling", ["gemeenschapsont-", "wikkeling"]),
        ("en", "gemeenschapsontwikkeling", ["gemeenschapsontwikkeling"]),
        ("en", "neighbourhood", ["neigh-", "bourhood"]),
        ("pl", "spółdzielniom", ["spółdziel-", "niom"]),
        ("fy", "mienskipsûntwikkeling", ["mienskipsûntwikkeling"]),
    ],
)
def test_words_are_broken_off_as_their_language_does(
    engine: Engine, language: str, word: str, pieces: list[str]
) -> None:
    width = 15 if len(word) < 15 else 30
    html = (
        f'<html lang="{language}"><title>x</title><style>html {{ hyphenate-character: "-" }}'
        f"@page {{ size: {width}mm 60mm; margin: 0 }} body {{ margin: 0; hyphens: auto;"
        'font: 9.4pt "Atkinson Hyperlegible Next"; hyphenate-limit-chars: 10 4 4 }</style>'
        f'<p><span data-text="t">{word}</span></p>'
    )
    page = engine.lay_out(html, {}).pages[0]
    assert [line.words for line in page.lines] == pieces


def broken_off(path: Path) -> set[str]:
    """The first halves of words that end a line, without those that have a hyphen of their own."""
    lines = text_of(path).splitlines()
    return {line.split()[-1] for line in lines if re.search(r"[^\W\d_]-$", line)}


def test_english_and_polish_are_broken_off_on_the_page_and_frisian_is_not(
    translated: Path,
) -> None:
    typed = {
        language: (
            translated.parent / f"content/bladen/inwonersinitiatieven-{language}.yaml"
        ).read_text(encoding="utf-8")
        for language in LANGUAGES
    }
    found = {
        language: {
            piece.strip("“„")
            for piece in broken_off(pdf(translated, language, "druk"))
            if piece not in typed[language]
        }
        for language in LANGUAGES
    }
    assert {"neigh-"} <= found["en"]
    assert {"spół-"} <= found["pl"]
    # Its dictionary is not there; what breaks off is Almere's Dutch alone.
    assert found["fy"] <= {"ver-"}

"""Words that a line's end parts stay apart for who reads by the tags."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pikepdf
import pytest

from flevoprint.finding import Kind
from flevoprint.press.preflight.reading import Reading
from flevoprint.press.spoken import Shown, _breaks

from . import sample

ROOT = Path(__file__).resolve().parents[2]
GEMEENTEN = ["almere", "dronten", "lelystad", "noordoostpolder", "urk", "zeewolde"]
#: Where a hyphen ends a line, it cannot be told from one that was typed.
PARTED = {"pilotperiode": "pilot-periode"}


def spoken(data: bytes) -> str:
    """The text of the tags as they stand: no space is guessed where a line ends."""
    with Reading(data, "blad.pdf", Kind.SCREEN) as reading:
        pages = {page.obj.objgen: number for number, page in enumerate(reading.pdf.pages, 1)}
        texts: dict[tuple[int, int], str] = {}
        for mark in reading.marks:
            if mark.mcid is not None:
                key = (mark.page, mark.mcid)
                texts[key] = texts.get(key, "") + mark.text
        return "".join(_words(reading.pdf.Root.StructTreeRoot, pages, texts))


def _words(tag: Any, pages: dict[Any, int], texts: dict[tuple[int, int], str]) -> Iterator[str]:
    if "/ActualText" in tag:
        yield str(tag.ActualText)
        return
    kids = tag.get("/K", [])
    for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
        if isinstance(kid, int):
            yield texts.get((pages[tag.Pg.objgen], int(kid)), "")
        elif isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
            yield from _words(kid, pages, texts)
    if tag.get("/S") not in (pikepdf.Name.Span, pikepdf.Name.NonStruct, pikepdf.Name.Link):
        yield "\n"


@pytest.mark.parametrize("gemeente", GEMEENTEN)
def test_every_sentence_has_its_words_apart(built: Path, gemeente: str) -> None:
    data = (built / gemeente / f"inwonersinitiatieven-{gemeente}-scherm.pdf").read_bytes()
    said = _plain(spoken(data))
    golden = (ROOT / "tests" / "golden" / "flyer.txt").read_text(encoding="utf-8")
    sentences = [line for line in golden.splitlines() if line and not line.startswith("#")]
    assert len(sentences) > 30
    for sentence in sentences:
        words = _plain(sentence)
        for whole, parted in PARTED.items():
            words = words.replace(whole, parted)
        assert words in said


def _plain(text: str) -> str:
    """``text`` with single spaces, and without capitals or quotation marks."""
    return " ".join(re.sub("['‘’\"“”]", "", text.casefold()).split())


def test_a_short_column_and_markup_within_it() -> None:
    html = (
        '<p style="width: 20mm">Een boven- en onderkant, een <b>vet</b> woord of <i>schuin</i>.</p>'
    )
    data = sample.finish(
        sample.lay_out(html, "p { margin: 9mm }"),
        sample.SCREEN,
        sample.INFO,
        sample.TRIM,
        sample.SWATCHES,
    )
    said = spoken(data).strip()
    assert said == "Een boven- en onderkant, een vet woord of schuin."
    with pikepdf.open(io.BytesIO(data)) as pdf:
        given = [str(thing.ActualText) for thing in pdf.objects if _has_text(thing)]
    assert given
    assert all(text.endswith(" ") and text.strip() for text in given)


def _has_text(thing: Any) -> bool:
    return isinstance(thing, pikepdf.Dictionary) and "/ActualText" in thing


@pytest.mark.parametrize(
    ("before", "after", "lost"),
    [
        ("een", "woord", True),
        ("een ", "woord", False),
        ("een", " woord", False),
        ("pilot-", "periode", False),
        ("boven-", "en onderkant", True),
        ("boven-", "enkel", False),
        ("almere.nl/", "budget", False),
        ("woord –", "en verder", True),
        ("1990–", "2000", False),
        ("", "woord", False),
        ("een", "", False),
    ],
)
def test_where_a_space_was_lost(before: str, after: str, lost: bool) -> None:
    assert _breaks(Shown(before, 700, 10, True), Shown(after, 688, 10, True)) is lost
    assert not _breaks(Shown(before, 700, 10, True), Shown(after, 702, 7, True))

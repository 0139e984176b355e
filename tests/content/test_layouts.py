"""Layouts as their folders declare them."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from flevoprint.content.files import Files
from flevoprint.content.layouts import known_layouts, read_layout
from flevoprint.geometry import Size
from flevoprint.model import Layout
from flevoprint.problem import Problem

HEAD = "formaat: A5\nzijden: [voor]\nvakken:\n"
SLOT = "  - {zijde: voor, naam: kop, soort: tekst, lokaal: ja, verplicht: nee"


def read(root: Path, text: str) -> tuple[Layout | None, list[Problem]]:
    """The layout that ``text`` declares."""
    folder = root / "layouts" / "proef"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "layout.yaml").write_text(text, encoding="utf-8")
    return read_layout(Files(root), "proef")


def places(root: Path, text: str) -> list[tuple[str, int, int]]:
    layout, problems = read(root, text)
    assert layout is None
    return [(one.code, one.source.line, one.source.column) for one in problems]


def test_a_slot_may_shrink_as_far_as_it_says(tmp_path: Path) -> None:
    slots = [", passend: krimp", ", passend: krimp, ondergrens: 92 %, samen: rij", ""]
    text = HEAD + "".join(
        SLOT.replace("kop", f"kop{number}") + slot + "}\n" for number, slot in enumerate(slots)
    )
    layout, problems = read(tmp_path, text)
    assert problems == []
    assert layout
    assert layout.size == Size(148, 210)
    assert [(slot.smallest, slot.group) for slot in layout.slots] == [
        (0.88, ""),
        (0.92, "rij"),
        (1.0, ""),
    ]
    first = layout.slots[0]
    assert (first.path, first.kind, first.local, first.required) == (
        "voor.kop0",
        "tekst",
        True,
        False,
    )


@pytest.mark.parametrize(
    ("text", "code", "line", "column"),
    [
        (HEAD + SLOT + ", passend: ja}\n", "content.bad-fit", 4, 81),
        (HEAD + SLOT + ", ondergrens: 90}\n", "content.bad-fit", 4, 84),
        (HEAD + SLOT + ", samen: rij}\n", "content.bad-fit", 4, 79),
        (HEAD + SLOT + ", passend: krimp, ondergrens: 49}\n", "content.bad-number", 4, 100),
        (HEAD + SLOT + ", passend: krimp, ondergrens: 101}\n", "content.bad-number", 4, 100),
        (HEAD + SLOT.replace("tekst", "tekts") + "}\n", "content.unknown-field", 4, 37),
        (HEAD + SLOT.replace("voor", "achter") + "}\n", "content.unknown-field", 4, 13),
        (HEAD + SLOT.replace("kop", "een kop") + "}\n", "content.bad-key", 4, 25),
        (HEAD + SLOT + "}\n" + SLOT + "}\n", "content.duplicate-slot", 5, 25),
        (HEAD.replace("A5", "A0") + SLOT + "}\n", "content.unknown-paper", 1, 10),
        (HEAD.replace("voor]", "voor, op zij]") + SLOT + "}\n", "content.bad-key", 2, 16),
        (HEAD + SLOT.replace("tekst", "groep") + ", keuze: alles}\n", "content.bad-choice", 4, 79),
        (HEAD + SLOT.replace("tekst", "groep") + ", hoogstens: 2}\n", "content.bad-choice", 4, 83),
        (HEAD + SLOT + ", keuze: op poster}\n", "content.bad-choice", 4, 37),
        ("kleinste letter: 8 pt\n" + HEAD + SLOT + "}\n", "content.bad-number", 1, 18),
    ],
)
def test_a_mistake_is_named_where_it_stands(
    tmp_path: Path, text: str, code: str, line: int, column: int
) -> None:
    assert places(tmp_path, text) == [(code, line, column)]


def test_what_several_layouts_share_is_no_layout(tmp_path: Path) -> None:
    assert known_layouts(Files(tmp_path)) == ["handout-a4", "poster-a3"]
    layout, problems = read_layout(Files(tmp_path), "poster-a3")
    assert problems == []
    assert layout
    assert layout.shared == layout.folder.parent / "_shared"
    assert (layout.separate, layout.smallest_type, layout.smallest_module) == (True, 14, 1)
    assert {slot.path: slot.most for slot in layout.slots if slot.chosen} == {
        "inspiratie.ervaringskennis": 1,
        "inspiratie.themas": 5,
        "tips.groepen": 2,
        "tips.dichtbij": 1,
        "tips.lokaal": 4,
    }


def test_the_shipped_layout_reads(tmp_path: Path) -> None:
    layout, problems = read_layout(Files(tmp_path), "handout-a4")
    assert layout
    assert problems == []
    shutil.copytree(layout.folder.parent, tmp_path / "layouts")
    own, _ = read_layout(Files(tmp_path), "handout-a4")
    assert own
    assert own.folder.is_relative_to(tmp_path)

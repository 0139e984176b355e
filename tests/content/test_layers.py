"""Provinces, gemeenten and organisations, read from disk and laid over one another."""

from __future__ import annotations

from pathlib import Path

import pytest

from flevoprint.cli import run
from flevoprint.content import read_project
from flevoprint.model import Project, Variant
from flevoprint.problem import Severity
from tests.layers import ALMERE, PROVINCE, ROOM, SHEET, change, lay_four

URK = "content/gemeenten/urk.yaml"
OTHERS = {"dronten", "lelystad", "noordoostpolder", "urk", "zeewolde"}


@pytest.fixture
def four(project: Path) -> Path:
    """A project four layers deep."""
    lay_four(project)
    return project


def variant(project: Path, variant_id: str) -> Variant:
    return next(one for one in read_project(project).variants if one.id == variant_id)


def faults(found: Variant) -> list[tuple[str, str]]:
    """The errors and warnings: code and place."""
    return [
        (problem.code, str(problem.source))
        for problem in found.problems
        if problem.severity is not Severity.NOTE
    ]


def sound(project: Project) -> set[str]:
    """The variants that can be made."""
    return {one.id for one in project.variants if one.gemeente}


def test_an_organisation_takes_what_it_does_not_say_from_the_layers_below(four: Path) -> None:
    room, almere = variant(four, "buurtkamer-haven"), variant(four, "almere")
    assert (faults(room), faults(almere)) == ([], [])
    assert (room.under, almere.under) == ("almere", "")
    assert room.gemeente
    assert almere.gemeente
    assert (str(room.gemeente.name), str(room.gemeente.place)) == ("Buurtkamer Haven", "Almere")
    assert almere.gemeente.place == almere.gemeente.name
    assert room.gemeente.code == "GM0034"
    assert room.gemeente.palette.main.rgb == (0x0E, 0x5A, 0x63)
    assert room.gemeente.palette.second.rgb == (0xF2, 0xA9, 0x00)
    assert room.gemeente.contact.email is None
    assert almere.gemeente.contact.email
    headings = [str(item.heading) for item in room.sheets[0].values["tips.lokaal"]]
    assert headings == ["Koffie op dinsdag", "De Schoor", "Vrijwilligerspunt Flevoland"]
    headings = [str(item.heading) for item in almere.sheets[0].values["tips.lokaal"]]
    assert headings == ["Vrijwilligerspunt Flevoland", "De Schoor", "VMCA"]


def test_a_gemeente_that_names_no_province_is_as_it_was(four: Path, tmp_path: Path) -> None:
    assert sound(read_project(four)) == OTHERS | {"almere", "buurtkamer-haven"}
    urk = variant(four, "urk")
    assert {text.source.path for text in urk.sheets[0].texts} == {SHEET, URK}


def test_it_is_built_under_its_own_name(four: Path, capfd: pytest.CaptureFixture[str]) -> None:
    code = run(["--project", str(four), "build", "Buurtkamer Haven", "--edition", "scherm"])
    assert code == 0, capfd.readouterr().err
    made = four / "out/buurtkamer-haven/inwonersinitiatieven-buurtkamer-haven-scherm.pdf"
    assert [path for path in (four / "out").rglob("*.pdf")] == [made]
    capfd.readouterr()
    assert run(["--project", str(four), "list"]) == 0
    assert capfd.readouterr().out.splitlines()[-1] == (
        "buurtkamer-haven  GM0034  Buurtkamer Haven  (onder almere)"
    )


@pytest.mark.parametrize(
    ("file", "old", "new", "found", "lost"),
    [
        # A mistake costs its own layer, and what is above it: nobody else.
        (ROOM, "036 531 00 00", "zes", [("content.bad-phone", f"{ROOM}:5:13")], set()),
        (ROOM, "onder: almere", "onder: almeer", [("overlay.unknown-layer", f"{ROOM}:2:8")], set()),
        (
            ROOM,
            "onder: almere",
            "onder: buurtkamer-haven",
            [("overlay.unknown-layer", f"{ROOM}:2:8")],
            set(),
        ),
        (ROOM, "onder: almere\n", "", [("content.missing", f"{ROOM}:1:1")], set()),
        (ROOM, "onder:", "ondr:", [("content.unknown-field", f"{ROOM}:2:1")], set()),
        (ALMERE, "naam:", "naan:", [("content.unknown-field", f"{ALMERE}:1:1")], {"almere"}),
        (ROOM, "onder: almere", "onder:", [("content.empty-text", f"{ROOM}:2:1")], set()),
        (
            ROOM,
            "naam: Buurtkamer Haven\n",
            "",
            [("content.missing", f"{ROOM}:1:1")],
            set(),
        ),
        (
            ROOM,
            "onder: almere",
            "onder: almere\nprovincie: flevoland",
            [("content.unknown-field", f"{ROOM}:3:1")],
            set(),
        ),
        (ALMERE, "naam: Almere\n", "", [("content.missing", f"{ALMERE}:1:1")], {"almere"}),
        (ALMERE, "cbs: GM0034", "cbs: Almere", [("content.bad-code", f"{ALMERE}:2:6")], {"almere"}),
        (
            ALMERE,
            "provincie: flevoland",
            "provincie: flevolant",
            [("overlay.unknown-layer", f"{ALMERE}:3:12")],
            {"almere"},
        ),
        (
            ALMERE,
            "weglaten: [Sport in Flevoland]",
            "weglaten: [Sport Flevoland]",
            [("overlay.unknown-name", f"{ALMERE}:17:20")],
            {"almere"},
        ),
        (
            PROVINCE,
            "      lokaal:",
            "      ondertitel: Onze tips\n      lokaal:",
            [("overlay.not-local", f"{PROVINCE}:12:7")],
            {"almere"},
        ),
        (
            PROVINCE,
            "kleuren:",
            "naam: Flevoland\nkleuren:",
            [("content.unknown-field", f"{PROVINCE}:2:1")],
            {"almere"},
        ),
        (
            PROVINCE,
            "kleuren:",
            'kleuren: "',
            [("content.yaml-syntax", f"{PROVINCE}:4:3")],
            {"almere"},
        ),
    ],
)
@pytest.mark.fast(4)
def test_a_mistake_costs_no_other_its_sheet(
    file: str,
    old: str,
    new: str,
    found: list[tuple[str, str]],
    lost: set[str],
    four: Path,
) -> None:
    change(four, file, old, new)
    project = read_project(four)
    assert sound(project) == (OTHERS | {"almere"}) - lost
    (room,) = (one for one in project.variants if one.id == "buurtkamer-haven")
    # No more than that: what is named in a layer that is absent is not told to be missing.
    assert faults(room) == found


def test_an_organisation_is_no_gemeente_of_the_same_name(
    four: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    (four / ROOM).rename((four / ROOM).with_name("urk.yaml"))
    assert run(["--project", str(four), "build", "urk", "--edition", "scherm"]) == 0
    project = read_project(four)
    assert sound(project) == OTHERS | {"almere"}
    (other,) = (one for one in project.variants if one.id == "organisaties/urk")
    assert faults(other) == [("overlay.same-id", "content/organisaties/urk.yaml")]


def test_a_province_that_nobody_names_is_told(four: Path) -> None:
    change(four, ALMERE, "provincie: flevoland\n", "")
    urk = variant(four, "urk")
    assert faults(urk) == []
    notes = [problem.source.path for problem in urk.problems if problem.code == "overlay.unused"]
    assert notes == [PROVINCE]


def test_gemeenten_with_one_code_are_told_and_cost_each_other_nothing(project: Path) -> None:
    change(project, URK, "cbs: GM0184", "cbs: GM0050")
    places = {
        (one.id, problem.severity, str(problem.source))
        for one in read_project(project).variants
        for problem in one.problems
        if problem.code == "content.shared-code"
    }
    assert places == {
        ("urk", Severity.NOTE, f"{URK}:2:6"),
        ("zeewolde", Severity.NOTE, "content/gemeenten/zeewolde.yaml:2:6"),
    }


@pytest.mark.parametrize(
    ("own", "found"),
    [
        ("logo:\n  alt: Buurtkamer\n", [("overlay.mixed", f"{ROOM}:3:1")]),
        ('kleuren:\n  hoofdkleur: {rgb: "#0e5a64"}\n', [("overlay.mixed", f"{ROOM}:4:3")]),
        ('kleuren:\n  hoofdkleur: {rgb: "#0e5a64", cmyk: [85, 40, 45, 36]}\n', []),
    ],
)
def test_half_a_logo_or_a_colour_is_warned_of(
    own: str, found: list[tuple[str, str]], four: Path
) -> None:
    change(four, ROOM, "contact:\n", f"{own}contact:\n")
    assert faults(variant(four, "buurtkamer-haven")) == found

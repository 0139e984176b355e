"""Sheets of many variants: shared where no layer says anything, and no less right for it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from flevoprint.batch.key import Digester
from flevoprint.content import read_project
from flevoprint.content.filling import Sheets
from flevoprint.model import Sheet, Slot
from flevoprint.problem import Severity

SHEET = "content/bladen/inwonersinitiatieven.yaml"
URK = "content/gemeenten/urk.yaml"


def sheets_of(root: Path) -> dict[str, Sheet]:
    """Each gemeente's one sheet."""
    return {one.id: one.sheets[0] for one in read_project(root).variants if one.sheets}


def local(sheet: Sheet) -> list[Slot]:
    return [slot for slot in sheet.layout.slots if slot.local]


def test_what_no_layer_touches_is_one_for_all(project: Path) -> None:
    sheets = sheets_of(project)
    urk, zeewolde = sheets["urk"], sheets["zeewolde"]
    shared = [slot.path for slot in urk.layout.slots if not slot.local]
    assert shared
    assert all(urk.values[path] is zeewolde.values[path] for path in shared)
    (own,) = (slot.path for slot in local(urk))
    assert urk.values[own] != zeewolde.values[own]


def test_it_is_as_if_each_were_validated_alone(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    together = read_project(project)
    monkeypatch.setattr(Sheets, "_known", lambda *_: {})
    alone = read_project(project)
    assert together == alone
    for one, other in zip(together.variants, alone.variants, strict=True):
        assert [sheet.texts for sheet in one.sheets] == [sheet.texts for sheet in other.sheets]


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("adres:", "adrse:", "content.unknown-field"),
        ("      lokaal:", "      lokaal: nee\n      lokaaal:", "content.not-a-list"),
    ],
)
def test_a_fault_in_a_layer_is_its_own(project: Path, old: str, new: str, code: str) -> None:
    path = project / URK
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    variants = {one.id: one for one in read_project(project).variants}
    found = [one for one in variants["urk"].problems if one.severity is Severity.ERROR]
    assert code in {one.code for one in found}
    assert {one.source.path for one in found} == {URK}
    assert variants["zeewolde"].sheets


def test_a_key_does_not_tell_who_shares(project: Path) -> None:
    sheet = sheets_of(project)["urk"]
    same = sheets_of(project)["urk"]
    assert same.values["titel"] is not sheet.values["titel"]
    digester = Digester()
    assert digester.digest(sheet) == digester.digest(same) == Digester().digest(same)
    other = replace(
        sheet, values={**sheet.values, "titel": replace(sheet.values["titel"], value="!")}
    )
    assert digester.digest(other) != digester.digest(sheet)

"""Workbooks of more than one sheet, and formulas whose result no program has written yet."""

from __future__ import annotations

import zipfile
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter

from flevoprint.cli import run
from flevoprint.content.table import read_table
from flevoprint.problem import FlevoprintError, Severity
from tests.start.tables import Cells

HEADS = ("naam", "telefoon")
Sheets = dict[str, list[Cells]]


def workbook(path: Path, sheets: Sheets, *, hidden: str = "") -> Path:
    with xlsxwriter.Workbook(str(path)) as book:
        for title, rows in sheets.items():
            sheet = book.add_worksheet(title)
            for at, row in enumerate(rows):
                sheet.write_row(at, 0, row)
            if title == hidden:
                sheet.hide()
            elif len(sheets) > 1:
                sheet.activate()
                sheet.set_first_sheet()
    return path


def test_a_sheet_that_is_not_read_is_named(
    tmp_path: Path, project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    sheets: Sheets = {
        "Noord": [HEADS, ("Zwolle", "14 038"), ("Den Haag", "14 070")],
        "Leeg": [],
        "Zuid": [HEADS, ("Breda", "14 076")],
    }
    path = workbook(tmp_path / "t.xlsx", sheets)
    assert run(["--project", str(project), "import", str(path), "--dry-run"]) == 0
    err = capsys.readouterr().err
    line = "waarschuwing[import.sheet-unread]: het werkblad 'Zuid' wordt niet gelezen; 'Noord' wel"
    assert f"{path}: {line}" in err
    assert err.count("sheet-unread") == 1


@pytest.mark.parametrize("above", [[("Vul onderstaande lijst in",)], [("x" * 5000,)]])
def test_the_sheet_with_the_best_heads_is_read_wherever_it_stands(
    above: list[Cells], tmp_path: Path
) -> None:
    sheets: Sheets = {"Uitleg": above, "Lijst": [HEADS, ("Breda", "14 076")]}
    table = read_table(workbook(tmp_path / "t.xlsx", sheets))
    assert [row.id for row in table.rows] == ["breda"]
    assert [str(one.source) for one in table.problems] == [str(tmp_path / "t.xlsx")]


def test_a_hidden_sheet_is_never_read(tmp_path: Path) -> None:
    more = (*HEADS, "website")
    sheets: Sheets = {"Oud": [more, ("Zwolle", "", "")], "Nu": [HEADS, ("Breda", "14 076")]}
    table = read_table(workbook(tmp_path / "t.xlsx", sheets, hidden="Oud"))
    assert [row.id for row in table.rows] == ["breda"]
    (problem,) = table.problems
    assert (problem.code, problem.severity) == ("import.sheet-unread", Severity.NOTE)
    sheets["Nu"] = []
    with pytest.raises(FlevoprintError) as caught:
        read_table(workbook(tmp_path / "u.xlsx", sheets, hidden="Oud"))
    codes = [one.code for one in caught.value.problems]
    assert codes == ["import.no-header", "import.sheet-unread"]


def test_a_formula_without_a_result_is_no_empty_cell(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    for row in (HEADS, ("Den Haag", '=CONCATENATE("070 ","3533000")'), ("Urk", "0527 68 98 68")):
        book.active.append(row)  # type: ignore[union-attr]
    book.save(tmp_path / "t.xlsx")
    table = read_table(tmp_path / "t.xlsx")
    assert [row.id for row in table.rows] == ["urk"]
    (problem,) = table.problems
    assert (problem.code, problem.source.line, problem.source.column) == ("import.cell", 2, 2)
    assert "=CONCATENATE" in str(problem.message)
    assert "Excel" in str(problem.hint)


def test_a_formula_with_a_result_is_its_result_an_empty_one_too(tmp_path: Path) -> None:
    with xlsxwriter.Workbook(str(tmp_path / "t.xlsx")) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, (*HEADS, "website"))
        sheet.write_row(1, 0, ("Urk",))
        sheet.write_formula(1, 1, '="0527 "&"68 98 68"', None, "0527 68 98 68")
        sheet.write_formula(1, 2, '=IF(TRUE,"","x")', None, "leeg")
    # As Excel writes an empty text that a formula gave.
    with (
        zipfile.ZipFile(tmp_path / "t.xlsx") as old,
        zipfile.ZipFile(tmp_path / "u.xlsx", "w") as new,
    ):
        for part in old.namelist():
            new.writestr(part, old.read(part).replace(b"<v>leeg</v>", b"<v></v>"))
    table = read_table(tmp_path / "u.xlsx")
    assert table.problems == ()
    assert table.rows[0].values["telefoon"] == "0527 68 98 68"
    assert table.rows[0].values["website"] == ""

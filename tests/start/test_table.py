"""Tables as people have them are read, and what cannot be is named by row and column."""

from __future__ import annotations

import contextlib
import tempfile
import time
import zipfile
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flevoprint.content.table import Table, read_table
from flevoprint.content.table.grid import MAX_BYTES, letter
from flevoprint.content.table.values import Lost, read_value
from flevoprint.language import Phrase
from flevoprint.problem import FlevoprintError, Problem, Severity
from tests.start.tables import Cells, csv_bytes, write_xlsx

PLAIN: list[Cells] = [
    ("naam", "cbs", "telefoon", "website"),
    ("Urk", "GM0184", "0527 68 98 68", "https://www.urk.nl"),
    ("Súdwest-Fryslân", "GM1900", "14 0515", "https://sudwestfryslan.nl"),
]


def read(path: Path, data: bytes) -> Table:
    path.write_bytes(data)
    return read_table(path)


def refused(path: Path, data: bytes | None = None) -> Problem:
    if data is not None:
        path.write_bytes(data)
    with pytest.raises(FlevoprintError) as caught:
        read_table(path)
    (problem,) = caught.value.problems
    return problem


def found(table: Table) -> list[tuple[str, int, int]]:
    return [(one.code, one.source.line, one.source.column) for one in table.problems]


@pytest.mark.parametrize("separator", [";", ",", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16", "utf-16-le"])
def test_every_encoding_and_separator(separator: str, encoding: str, tmp_path: Path) -> None:
    data = csv_bytes(PLAIN, separator=separator, encoding=encoding)
    table = read(tmp_path / "t.csv", data)
    assert [row.values["naam"] for row in table.rows] == ["Urk", "Súdwest-Fryslân"]
    assert [row.values["telefoon"] for row in table.rows] == ["0527 68 98 68", "14 0515"]
    assert table.problems == ()


def test_excel_s_own_line_and_what_stands_above_the_heads(tmp_path: Path) -> None:
    above: list[Cells] = [("Overzicht", "", "", ""), ("", "", "", ""), ("Gemeente", "", "Contact")]
    data = b"sep=;\r\n" + csv_bytes([*above, ("Naam", "Code", "Tel.nr.", "Site"), *PLAIN[1:]])
    table = read(tmp_path / "t.csv", data.replace(b"\xef\xbb\xbf", b""))
    assert table.heads_at == 5
    assert [key for _, _, key in table.columns] == ["naam", "cbs", "telefoon", "website"]
    assert [(row.id, row.source.line) for row in table.rows] == [("urk", 6), ("sudwest-fryslan", 7)]


def test_empty_rows_and_columns_are_passed_by(tmp_path: Path) -> None:
    rows = [(None, *row[:2], None, *row[2:], None) for row in PLAIN]
    table = read_table(write_xlsx(tmp_path / "t.xlsx", [(), *rows[:2], (), (), rows[2], ()]))
    assert [row.values["website"] for row in table.rows] == [row[3] for row in PLAIN[1:]]
    assert [row.source.line for row in table.rows] == [3, 6]
    assert table.problems == ()


def test_a_merged_row_above_the_heads(tmp_path: Path) -> None:
    import xlsxwriter

    path = tmp_path / "t.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        book.add_worksheet("Leeg")
        sheet = book.add_worksheet("Lijst")
        sheet.merge_range(0, 0, 0, 1, "Gemeente")
        sheet.merge_range(0, 2, 0, 3, "Contact")
        for at, row in enumerate([("Naam", "GM", "Tel", "Site"), *PLAIN[1:]], start=1):
            sheet.write_row(at, 0, row)
    table = read_table(path)
    assert (table.heads_at, len(table.rows)) == (2, 2)


def test_numbers_as_excel_keeps_them(tmp_path: Path) -> None:
    rows: list[Cells] = [
        ("Gemeente", "Code", "Telefoon", "Hoofdkleur"),
        ("Urk", 184, 527689868, "1F3A63"),
        ("Almere", 34.0, 365399911.0, 3366),
        ("Zeewolde", "50", "36 5229522", "rgb(31, 58, 99)"),
    ]
    shaped = read_table(write_xlsx(tmp_path / "t.xlsx", rows, {2: "0000-000000"}))
    assert [row.values["telefoon"] for row in shaped.rows][:2] == ["0527-689868", "0365-399911"]
    table = read_table(write_xlsx(tmp_path / "u.xlsx", rows))
    assert [row.values["cbs"] for row in table.rows] == ["GM0184", "GM0034", "GM0050"]
    assert [row.values["telefoon"] for row in table.rows] == [
        "0527689868",
        "0365399911",
        "036 5229522",
    ]
    assert [row.values["hoofdkleur"] for row in table.rows] == ["#1f3a63", "#003366", "#1f3a63"]
    assert {one.severity for one in table.problems} == {Severity.NOTE}
    # Codes and numbers were mended; inks are left to the build, which knows the paper.
    (mended,) = table.problems
    assert found(table) == [("import.changed", 2, 3)]
    assert isinstance(mended.message, Phrase)
    assert dict(mended.message.values)["count"] == 4
    assert not any(key.endswith("cmyk") for row in table.rows for key in row.values)


def test_what_cannot_be_read_is_named_and_costs_no_other_row(tmp_path: Path) -> None:
    rows: list[Cells] = [
        ("naam", "cbs", "telefoon", "website", "hoofdkleur", "opmerking"),
        ("Urk", "", "bel ons", "urk.nl", "", "let op"),
        ("Almere", "", "5,28E+08", "", "", ""),
        ("Zeewolde", "", "", "geen site", "blauw", ""),
        ("", "99", "", "", "", ""),
        ("Dronten", "GM0303", "", "", "", ""),
        ("dronten", "", "", "", "", ""),
        ("Lelystad", "#N/B", "", "", "", ""),
        ("Noordoostpolder", "GM0184", "", "", "", ""),
        ("Nergenshuizen", "", "", "", "", ""),
    ]
    table = read(tmp_path / "t.csv", csv_bytes(rows))
    assert [row.id for row in table.rows] == ["dronten", "noordoostpolder", "nergenshuizen"]
    assert table.failed == 6
    assert found(table) == [
        ("import.column-unused", 1, 6),
        ("content.bad-phone", 2, 3),
        ("import.cell", 3, 3),
        ("content.bad-colour", 4, 5),
        ("content.bad-address", 4, 4),
        ("import.no-name", 5, 2),
        ("import.twice", 7, 1),
        ("import.cell", 8, 2),
        ("import.other-name", 9, 2),
        ("import.unknown-name", 10, 1),
    ]


@pytest.mark.parametrize(
    ("upper", "lower"),
    [
        (("Gemeente", "CBS-code", "Contact", "", "Kleur"), ("", "", "telefoon", "e-mail", "")),
        (("Gemeente", "CBS-code", "Contact"), ("", "", "telefoon", "e-mail", "hoofdkleur")),
        (("Wie", "", "Hoe", "", ""), ("naam", "cbs", "telefoon", "e-mail", "hoofdkleur")),
        (("naam", "cbs", "", "", "kleur"), ("", "", "telefoon", "e-mail")),
    ],
)
def test_heads_may_stand_in_two_rows(tmp_path: Path, upper: Cells, lower: Cells) -> None:
    row = ("Urk", "GM0184", "0527 68 98 68", "info@urk.nl", "#1f3a63")
    table = read(tmp_path / "t.csv", csv_bytes([("Lijst van 2026",), upper, lower, row]))
    assert [key for _, _, key in table.columns] == [
        *("naam", "cbs", "telefoon", "e-mail", "hoofdkleur")
    ]
    assert table.problems == ()
    assert [one.values["hoofdkleur"] for one in table.rows] == ["#1f3a63"]


def test_a_title_above_the_heads_is_no_head(tmp_path: Path) -> None:
    title: Cells = ("Lijst van 2026", "", "Naam")
    rows = [title, ("gemeente", "cbs"), ("Urk", "GM0184", "van ons")]
    (problem,) = read(tmp_path / "t.csv", csv_bytes(rows)).problems
    assert problem.code == "import.column-unused"
    assert "Naam" not in str(problem.message)


def test_the_remedy_is_one_for_a_cell(tmp_path: Path) -> None:
    rows: list[Cells] = [
        ("naam", "e-mail", "hoofdkleur", "hoofdkleur cmyk"),
        ("Urk", "info(at)urk.nl", "blauw", "1 2 3"),
    ]
    hints = [str(one.hint) for one in read(tmp_path / "t.csv", csv_bytes(rows)).problems]
    for example in ("#0e5a63", "85 40 45 36", "as info@urk.nl"):
        assert sum(hint.endswith(example) for hint in hints) == 1
    assert not any("quotes" in hint or "browser" in hint for hint in hints)


def test_heads_are_known_by_many_names_and_the_others_are_told(tmp_path: Path) -> None:
    heads = (
        "GEMEENTENAAM",
        "GM-code",
        "Tel.",
        "E-mail adres",
        "Web-site",
        "Kleur 2",
        "telefon",
        "",
    )
    row = ("Urk", "184", "0527 68 98 68", "INFO@urk.nl", "www.Urk.nl/contact", "fcea11", "x", "y")
    table = read(tmp_path / "t.csv", csv_bytes([heads, row]))
    assert table.rows[0].values == {
        "naam": "Urk",
        "cbs": "GM0184",
        "telefoon": "0527 68 98 68",
        "e-mail": "mailto:INFO@urk.nl",
        "website": "https://www.urk.nl/contact",
        "tweede kleur": "#fcea11",
    }
    codes = [code for code, _, column in found(table) if column > 6]
    assert codes == ["import.column-unused", "import.column-unused"]
    assert "telefoon" in str(table.problems[0].hint)


def test_what_shows_nothing_is_left_out_and_what_turns_text_round_is_told(tmp_path: Path) -> None:
    data = csv_bytes(
        [
            ("naam\x1b", "telefoon"),
            ("\ufeffUrk\u200b\xa0", "14\xa00527"),
            ("Ner\u202egens", ""),
        ]
    )
    table = read(tmp_path / "t.csv", data)
    assert table.columns[0] == ("A", "naam", "naam")
    assert table.rows[0].values == {"naam": "Urk", "cbs": "GM0184", "telefoon": "14 0527"}
    assert ("content.bad-character", 3, 1) in found(table)


def test_a_second_column_of_a_kind_is_told(tmp_path: Path) -> None:
    data = csv_bytes([("naam", "tel", "telefoonnummer"), ("Urk", "0527 68 98 68", "14 0527")])
    table = read(tmp_path / "t.csv", data)
    assert table.rows[0].values["telefoon"] == "0527 68 98 68"
    assert found(table) == [("import.column-twice", 1, 3)]


@pytest.mark.parametrize(
    ("name", "data", "code"),
    [
        ("t.csv", b"", "import.no-header"),
        ("t.csv", b"\n\n;;\n", "import.no-header"),
        ("t.csv", b"een;twee\n1;2\n", "import.no-header"),
        ("t.csv", b"naam;cbs\n", "import.no-rows"),
        ("t.csv", b'naam;cbs\n"Urk;184\nAlmere;34\n', "import.quote"),
        ("t.csv", b"naam;cbs\nUrk\x81\x00;184\n" * 30, "import.encoding"),
        ("t.csv", b"naam\n" + b"Urk\n" * 6000, "import.too-large"),
        ("t.csv", b"naam\n" + b"U" * 3000 + b"\n", "import.too-large"),
        ("t.csv", b"naam" + b";x" * 300 + b"\n", "import.too-large"),
        ("t.csv", b" " * (MAX_BYTES + 1), "import.too-large"),
        ("t.xls", b"\xd0\xcf\x11\xe0", "import.format"),
        ("t.ods", b"PK\x03\x04", "import.format"),
        ("t.xlsx", b"\xd0\xcf\x11\xe0", "import.format"),
        ("t.xlsx", b"PK\x03\x04broken", "import.format"),
        ("t.xlsx", b"naam;cbs\n", "import.format"),
        ("t", b"naam;cbs\n", "import.format"),
    ],
)
def test_what_is_no_table_is_refused(name: str, data: bytes, code: str, tmp_path: Path) -> None:
    assert refused(tmp_path / name, data).code == code


def test_what_is_not_there_or_no_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "map.csv").mkdir()
    assert refused(tmp_path / "map.csv").code == "import.unreadable"
    assert refused(tmp_path / "weg.csv").code == "import.unreadable"


def _swapped(path: Path, part: str, data: bytes) -> bytes:
    """The workbook at ``path`` with one part of it replaced."""
    out = BytesIO()
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, data if name == part else old.read(name))
    return out.getvalue()


def test_a_workbook_that_would_grow_without_bound_is_refused(tmp_path: Path) -> None:
    path = write_xlsx(tmp_path / "t.xlsx", PLAIN)
    sheet = "xl/worksheets/sheet1.xml"
    bomb = _swapped(path, sheet, b" " * 150_000_000)
    assert len(bomb) < 1_000_000
    assert refused(tmp_path / "bomb.xlsx", bomb).code == "import.too-large"
    with zipfile.ZipFile(path) as book:
        xml = book.read(sheet)
    entity = b'<!DOCTYPE x [<!ENTITY a "b">]>' + xml.partition(b"?>")[2]
    assert refused(tmp_path / "entity.xlsx", _swapped(path, sheet, entity)).code == "import.format"


def test_a_sheet_that_claims_every_row_there_is_takes_no_time(tmp_path: Path) -> None:
    path = write_xlsx(tmp_path / "t.xlsx", PLAIN)
    sheet = "xl/worksheets/sheet1.xml"
    with zipfile.ZipFile(path) as book:
        xml = book.read(sheet)
    far = xml.replace(
        b"</sheetData>",
        b'<row r="1048576"><c r="A1048576" t="inlineStr"><is><t>Almere</t></is></c>'
        b'<c r="XFD1048576"/></row></sheetData>',
    )
    started = time.perf_counter()
    table = read(tmp_path / "far.xlsx", _swapped(path, sheet, far))
    assert [row.source.line for row in table.rows] == [2, 3, 1_048_576]
    assert time.perf_counter() - started < 10


def test_letters_of_columns() -> None:
    assert [letter(at) for at in (1, 26, 27, 52, 703)] == ["A", "Z", "AA", "AZ", "AAA"]


@pytest.mark.parametrize(
    ("key", "typed", "expected"),
    [
        ("telefoon", "527689868", "0527689868"),
        ("telefoon", "527-689868", "0527-689868"),
        ("telefoon", "(527) 68 98 68", "(0527) 68 98 68"),
        ("telefoon", "612345678", "0612345678"),
        ("telefoon", "8001234", "08001234"),
        ("telefoon", "31527689868", "+31527689868"),
        ("telefoon", "5,27689868E+8", "0527689868"),
        ("telefoon", "14 0527", "14 0527"),
        ("telefoon", "0527689868", "0527689868"),
        ("telefoon", "+31 527 689868", "+31 527 689868"),
        ("website", "HTTPS://WWW.URK.NL/Contact", "https://www.urk.nl/Contact"),
        ("website", "geen site", "geen site"),
        ("e-mail", "mailto:info@urk.nl", "mailto:info@urk.nl"),
        ("hoofdkleur", "1E5063", "#1e5063"),
        ("hoofdkleur cmyk", "92,72,27,33", "92 72 27 33"),
        ("hoofdkleur cmyk", "C92 M72,5 Y27 K33", "92 72.5 27 33"),
        ("cbs", "gm184", "GM0184"),
        ("naam", "Gemeente  Urk", "Urk"),
        ("naam", "'t Zandt", "’t Zandt"),
    ],
)
def test_values(key: str, typed: str, expected: str) -> None:
    assert read_value(key, typed).text == expected


@pytest.mark.parametrize("typed", ["#N/A", "#WAARDE!", "########", "5,28E+08", "1E+20"])
def test_what_the_spreadsheet_lost(typed: str) -> None:
    with pytest.raises(Lost):
        read_value("telefoon", typed)


@given(st.binary(max_size=300) | st.text(max_size=200).map(lambda text: text.encode()))
def test_whatever_stands_in_a_file_gives_a_table_or_problems(data: bytes) -> None:
    with tempfile.TemporaryDirectory() as folder:
        for name in ("t.csv", "t.xlsx"):
            path = Path(folder, name)
            path.write_bytes(b"naam;telefoon\n" + data if name == "t.csv" else b"PK\x03\x04" + data)
            with contextlib.suppress(FlevoprintError):
                assert read_table(path).name == str(path)

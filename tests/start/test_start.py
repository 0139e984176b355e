"""A project, a gemeente and a table of gemeenten: written whole, and over nobody's work."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from flevoprint.batch.start import new_gemeente, new_project, plan_import, write_import
from flevoprint.cli import run
from flevoprint.content import read_project
from flevoprint.content.adopt import Outcome, table_rows
from flevoprint.content.pictures import read_picture
from flevoprint.problem import FlevoprintError
from flevoprint.typeset.wordmark import gemeente_mark
from tests.conftest import ROOT
from tests.start.tables import Cells, all_of_them, csv_bytes, everyone, write_xlsx


@pytest.fixture
def own(tmp_path: Path) -> Path:
    """A new project without gemeenten."""
    folder = tmp_path / "own"
    new_project(folder)
    for path in (folder / "content" / "gemeenten").iterdir():
        path.unlink()
    return folder


def everything(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


def outcomes(root: Path, table: Path) -> dict[str, str]:
    return {item.id: item.outcome.value for item in plan_import(root, table).adopted}


def imported(root: Path, rows: list[Cells], name: str = "t.csv") -> dict[str, str]:
    """Import ``rows``; what became of each."""
    table = root / name
    table.write_bytes(csv_bytes(rows))
    done = outcomes(root, table)
    write_import(root, plan_import(root, table))
    return done


# A project.


def test_a_new_project_is_the_shipped_content_and_whole(tmp_path: Path) -> None:
    new_project(tmp_path / "a" / "b")
    made = everything(tmp_path / "a" / "b")
    assert made.pop("LEESMIJ.txt")
    shipped = everything(ROOT / "content")
    assert made == {f"content/{name}": data for name, data in shipped.items()}
    assert all(os.access(path, os.W_OK) for path in (tmp_path / "a" / "b").rglob("*"))
    assert all(variant.gemeente for variant in read_project(tmp_path / "a" / "b").variants)


def test_a_folder_that_systems_have_been_in_counts_as_empty(tmp_path: Path) -> None:
    (tmp_path / ".DS_Store").write_bytes(b"")
    (tmp_path / ".git").mkdir()
    new_project(tmp_path)
    assert (tmp_path / "content" / "project.yaml").is_file()


def test_a_filled_folder_is_refused_and_stays_as_it_is(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "brief.docx").write_bytes(b"x")
    before = everything(tmp_path)
    assert run(["new", "project", str(tmp_path)]) == 2
    told = capsys.readouterr()
    assert "fout[new.not-empty]: deze map is niet leeg: brief.docx" in told.err
    assert told.out == ""
    assert run(["new", "project", str(tmp_path / "brief.docx")]) == 2
    assert everything(tmp_path) == before
    assert sorted(path.name for path in tmp_path.iterdir()) == ["brief.docx"]


@pytest.mark.parametrize("existed", [True, False])
@pytest.mark.parametrize("failure", [OSError(28, "full"), KeyboardInterrupt()])
def test_half_a_project_is_taken_back(
    existed: bool, failure: BaseException, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "own"
    if existed:
        folder.mkdir()
    replace, calls = Path.replace, []

    def second_fails(path: Path, target: Path) -> Path:
        calls.append(path)
        if len(calls) == 2:
            raise failure
        return replace(path, target)

    monkeypatch.setattr(Path, "replace", second_fails)
    with pytest.raises((FlevoprintError, KeyboardInterrupt)):
        new_project(folder)
    assert len(calls) == 2
    assert folder.exists() == existed
    assert not existed or not list(folder.iterdir())


def test_of_two_that_make_one_project_the_first_keeps_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder, first = tmp_path / "own", []

    def meanwhile() -> Path:
        """The other run begins and ends between our look at the folder and our writing."""
        if not first:
            first.append(folder)
            new_project(folder)
            (folder / "content" / "eigen.txt").write_bytes(b"x")
        return ROOT

    monkeypatch.setattr("flevoprint.batch.start.shipped_folder", meanwhile)
    with pytest.raises(FlevoprintError, match=r"new\.not-empty"):
        new_project(folder)
    assert (folder / "content" / "eigen.txt").is_file()
    assert sorted(path.name for path in folder.iterdir()) == ["LEESMIJ.txt", "content"]


# A gemeente.


def test_a_new_gemeente_builds_at_once_and_says_what_to_fill_in(
    own: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    project = ["--project", str(own)]
    assert run([*project, "new", "gemeente", "nuenen", "gerwen", "en", "nederwetten"]) == 0
    path = own / "content" / "gemeenten" / "nuenen-gerwen-en-nederwetten.yaml"
    printed = capsys.readouterr()
    assert printed.out.strip() == str(path)
    assert "flevoprint build nuenen-gerwen-en-nederwetten" in printed.err
    text = path.read_text(encoding="utf-8")
    assert "naam: Nuenen, Gerwen en Nederwetten\ncbs: GM0820\n" in text
    assert len(text.splitlines()) <= 15
    assert run([*project, "check"]) == 0
    told = capsys.readouterr().err
    for code in ("placeholder-colours", "placeholder-logo", "address-missing"):
        assert f"opmerking[content.{code}]" in told


def test_a_new_gemeente_hides_nothing_of_the_only_province(
    own: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (own / "content" / "provincies").mkdir()
    province = own / "content" / "provincies" / "drenthe.yaml"
    province.write_text(
        'kleuren:\n  hoofdkleur: {rgb: "#00497a"}\n  tweede kleur: {rgb: "#f2a900"}\n'
        "contact:\n  website: https://www.drenthe.nl\n",
        encoding="utf-8",
    )
    project = ["--project", str(own)]
    assert run([*project, "new", "gemeente", "Emmen"]) == 0
    assert run([*project, "check"]) == 0
    told = capsys.readouterr().err
    of_emmen = [line for line in told.splitlines() if "gemeenten/emmen.yaml" in line]
    assert [line.partition("[")[2].partition("]")[0] for line in of_emmen] == [
        "content.placeholder-logo"
    ]
    (own / "gemeenten.csv").write_text(
        "Gemeente;Hoofdkleur\nEmmen;\nCoevorden;#1f3a63\n", encoding="utf-8"
    )
    gemeenten = own / "content" / "gemeenten"
    assert run([*project, "import", str(own / "gemeenten.csv")]) == 0
    written = everything(gemeenten)
    # A second province changes nothing for who named the first.
    province.with_name("friesland.yaml").write_text("contact:\n  telefoon: 14 058\n", "utf-8")
    assert run([*project, "import", str(own / "gemeenten.csv")]) == 0
    assert everything(gemeenten) == written
    capsys.readouterr()
    for name, key, value in (
        ("emmen", "kleuren.hoofdkleur", "provincies/drenthe.yaml:2"),
        ("emmen", "contact.website", "provincies/drenthe.yaml:5"),
        ("coevorden", "kleuren.hoofdkleur", "gemeenten/coevorden.yaml"),
        ("coevorden", "kleuren.tweede kleur", "provincies/drenthe.yaml:3"),
    ):
        assert run([*project, "explain", name, key]) == 0
        assert capsys.readouterr().out.startswith(f"content/{value}"), (name, key)


def test_an_unknown_name_gets_suggestions_and_can_be_used_all_the_same(
    own: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    project = ["--project", str(own)]
    assert run([*project, "new", "gemeente", "Lelysatd"]) == 2
    told = capsys.readouterr().err
    assert "fout[new.unknown-gemeente]" in told
    assert "bedoelde u Lelystad?" in told
    assert not list((own / "content" / "gemeenten").iterdir())
    assert run([*project, "new", "gemeente", "Wijk bij de Zee", "--unlisted"]) == 0
    assert run([*project, "check"]) == 0
    assert "wijk-bij-de-zee.yaml:3:1: opmerking[content.code-missing]" in capsys.readouterr().err


def test_a_gemeente_that_has_a_file_is_left_alone(own: Path) -> None:
    path = new_gemeente(own, "Den Bosch", unlisted=False)
    assert path.name == "den-bosch.yaml"
    before = everything(own)
    for name in ("den bosch", "'s-Hertogenbosch"):
        with pytest.raises(FlevoprintError, match=r"new\.exists"):
            new_gemeente(own, name, unlisted=False)
    assert everything(own) == before


@pytest.mark.parametrize("name", ["", "  ", "'", "…"])
def test_no_name_is_a_usage_error(name: str, own: Path) -> None:
    assert run(["--project", str(own), "new", "gemeente", name]) == 2


@pytest.mark.parametrize("arguments", [["new", "gemeente", "Urk"], ["import", "t.csv"]])
def test_outside_a_project_the_way_to_begin_one_is_told(
    arguments: list[str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    assert run(arguments) == 2
    told = capsys.readouterr().err
    assert "fout[cli.no-project]" in told
    assert "flevoprint new project MAP" in told
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    "arguments",
    [
        ["new"],
        ["new", "project"],
        ["new", "flyer", "x"],
        ["new", "project", "mijn", "map"],
        ["new", "project", "x", "--unlisted"],
        ["list", "bladen", "--csv"],
        ["import"],
    ],
)
def test_usage_errors(arguments: list[str], own: Path) -> None:
    before = everything(own)
    assert run(["--project", str(own), *arguments]) == 2
    assert everything(own) == before


def test_the_placeholder_of_any_name_is_a_safe_picture(own: Path) -> None:
    for name in ("’s-Hertogenbosch", '<b> & "x"', "Łódź 東京", "…"):
        path = own / "content" / "logos" / "proef.svg"
        path.write_bytes(gemeente_mark(name)["licht"])
        assert read_picture(own / "content", "logos/proef.svg").drawn.pixels is None


# A table.


def test_a_row_changes_a_file_that_nobody_touched(own: Path) -> None:
    heads = ("naam", "telefoon", "website")
    assert imported(own, [heads, ("Urk", "0527 68 98 68", "urk.nl")]) == {"urk": "new"}
    path = own / "content" / "gemeenten" / "urk.yaml"
    assert imported(own, [heads, ("Urk", "0527 68 98 68", "https://urk.nl")]) == {"urk": "same"}
    assert imported(own, [heads, ("Urk", "14 0527", "urk.nl")]) == {"urk": "changed"}
    assert "telefoon: 14 0527" in path.read_text("utf-8")
    # What a table has no column for stays; what it has an empty cell for goes.
    assert imported(own, [("naam", "e-mail"), ("Urk", "info@urk.nl")]) == {"urk": "changed"}
    assert "telefoon: 14 0527" in path.read_text("utf-8")
    assert imported(own, [heads, ("Urk", "", "urk.nl")]) == {"urk": "changed"}
    assert "  # telefoon:" in path.read_text("utf-8")
    assert "mailto:info@urk.nl" in path.read_text("utf-8")


def test_inks_go_with_their_colour(own: Path) -> None:
    heads = ("naam", "kleur", "cmyk")
    assert imported(own, [heads, ("Urk", "1f3a63", "92/72/27/33")]) == {"urk": "new"}
    path = own / "content" / "gemeenten" / "urk.yaml"
    assert 'hoofdkleur: {rgb: "#1f3a63", cmyk: [92, 72, 27, 33]}' in path.read_text("utf-8")
    assert imported(own, [heads[:2], ("Urk", "1f3a63")]) == {"urk": "same"}
    assert imported(own, [heads[:2], ("Urk", "ff0000")]) == {"urk": "changed"}
    # Inks that nobody gave are no house style: the build computes them, and says so.
    assert 'hoofdkleur: {rgb: "#ff0000"}' in path.read_text("utf-8")
    assert imported(own, [("naam", "cmyk"), ("Dronten", "0/100/100/0")]) == {"dronten": "new"}
    dronten = (own / "content" / "gemeenten" / "dronten.yaml").read_text("utf-8")
    assert "hoofdkleur: {cmyk: [0, 100, 100, 0]}" in dronten


def test_a_file_is_found_by_its_code_and_by_a_name_of_its_own(own: Path) -> None:
    new_gemeente(own, "Den Bosch", unlisted=False)
    assert imported(own, [("naam",), ("'s-Hertogenbosch",)]) == {"den-bosch": "changed"}
    rows: list[Cells] = [("bestand", "naam"), ("urk-haven", "Urk"), ("Urk.yaml", "Urk")]
    assert imported(own, rows) == {"urk-haven": "new", "urk": "new"}


def test_what_an_empty_cell_takes_away_is_named(own: Path) -> None:
    heads = ("naam", "telefoon", "kleur", "cmyk")
    imported(own, [heads, ("Urk", "0527 68 98 68", "1f3a63", "92/72/27/33")])
    (own / "t.csv").write_bytes(csv_bytes([heads, ("Urk", "", "1f3a63", "")]))
    # Inks stay with their colour; a telephone number that goes is told.
    (item,) = plan_import(own, own / "t.csv").adopted
    assert item.problem is not None
    assert item.problem.code == "import.emptied"
    assert item.problem.source.path == "content/gemeenten/urk.yaml"
    assert "telefoon (0527 68 98 68)" in str(item.problem.message)
    assert "kleur" not in str(item.problem.message)
    (own / "t.csv").write_bytes(csv_bytes([heads, ("Urk", "14 0527", "", "")]))
    (item,) = plan_import(own, own / "t.csv").adopted
    assert "hoofdkleur (#1f3a63), hoofdkleur cmyk (92 72 27 33)" in str(item.problem)
    imported(own, [heads[:2], ("Urk", "14 0527")])
    assert imported(own, [heads[:2], ("Urk", "0527 68 98 68")]) == {"urk": "changed"}
    (item,) = plan_import(own, own / "t.csv").adopted
    assert item.problem is None


def test_a_namesake_never_takes_the_file_of_another(
    own: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    imported(own, [("naam", "cbs"), ("Bergen", "GM0373")])
    before = everything(own / "content")
    rows: list[Cells] = [("naam", "cbs"), ("Bergen", "GM0893"), ("Urk", "GM0184")]
    (own / "t.csv").write_bytes(csv_bytes(rows))
    assert run(["--project", str(own), "import", str(own / "t.csv")]) == 3
    told = capsys.readouterr().err
    assert "t.csv:2:1: fout[import.other-code]: content/gemeenten/bergen.yaml heeft" in told
    assert "'bergen-l'" in told
    assert "1 niet gebruikt" in told
    assert before.items() < everything(own / "content").items()
    # Both remedies that the hint names.
    named: list[Cells] = [("bestand", *rows[0]), ("bergen-l", *rows[1])]
    assert imported(own, named) == {"bergen-l": "new"}
    named[1] = ("bergen", *rows[1])
    assert imported(own, named) == {"bergen": "changed"}
    (own / "t.csv").write_bytes(csv_bytes([rows[0], ("Bergen", "GM0373")]))
    assert run(["--project", str(own), "import", str(own / "t.csv")]) == 1


def test_two_rows_never_get_one_file(own: Path, capsys: pytest.CaptureFixture[str]) -> None:
    heads = ("naam", "cbs", "tel")
    imported(own, [heads, ("Zwolle", "GM0193", "14 038")])
    rows: list[Cells] = [heads, ("Zwolle", "193", "038 1110000"), ("Zwolle stad", "193", "14 038")]
    (own / "t.csv").write_bytes(csv_bytes(rows))
    assert run(["--project", str(own), "import", str(own / "t.csv")]) == 3
    told = capsys.readouterr().err
    assert "t.csv:3:1: fout[import.twice]: 'Zwolle stad' zou hetzelfde bestand krijgen" in told
    assert "038 1110000" in (own / "content/gemeenten/zwolle.yaml").read_text("utf-8")
    named: list[Cells] = [("bestand", *heads), ("", *rows[1]), ("zwolle-stad", *rows[2])]
    assert imported(own, named) == {"zwolle": "same", "zwolle-stad": "new"}


def test_names_that_make_no_file_name_are_told_so(own: Path) -> None:
    (own / "t.csv").write_bytes(csv_bytes([("naam", "cbs"), ("Лёд", "GM9001"), ("Дом", "GM9002")]))
    problem = plan_import(own, own / "t.csv").table.problems[-1]
    assert problem.code == "import.twice"
    assert "'Дом' would get the same file as 'Лёд' in row 2: naam.yaml" in str(problem)


def test_after_the_schemas_were_written_a_table_still_changes_its_files(own: Path) -> None:
    heads = ("naam", "tel", "kleur")
    imported(own, [heads, ("Urk", "0527 68 98 68", "1f3a63"), ("Almere", "14 036", "")])
    assert run(["--project", str(own), "-q", "schema", "--write"]) == 0
    path = own / "content" / "gemeenten" / "urk.yaml"
    first = path.read_bytes().splitlines()[0]
    assert first.startswith(b"# yaml-language-server: ")
    rows: list[Cells] = [heads, ("Urk", "14 0527", "1f3a63"), ("Almere", "14 036", "")]
    assert imported(own, rows) == {"urk": "changed", "almere": "same"}
    assert b"telefoon: 14 0527" in path.read_bytes()
    assert path.read_bytes().splitlines()[0] == first
    assert imported(own, rows) == {"urk": "same", "almere": "same"}
    path.write_bytes(path.read_bytes().replace(b"14 0527", b"14 0528"))
    assert imported(own, rows) == {"urk": "kept", "almere": "same"}


def test_what_is_edited_while_a_table_is_read_stays(own: Path) -> None:
    heads = ("naam", "tel")
    imported(own, [heads, ("Urk", "0527 68 98 68"), ("Almere", "14 036")])
    folder = own / "content" / "gemeenten"
    table = own / "t.csv"
    rows: list[Cells] = [heads, ("Urk", "14 0527"), ("Almere", "14 0"), ("Dronten", "14 0321")]
    table.write_bytes(csv_bytes(rows))
    planned = plan_import(own, table)
    (folder / "dronten.yaml").write_bytes(b"naam: Dronten\n")
    (folder / "urk.yaml").write_bytes((folder / "urk.yaml").read_bytes() + b"bladen:\n")
    before = everything(own)
    done = write_import(own, planned)
    assert {item.id: item.outcome.value for item in done.adopted} == {
        "urk": "kept",
        "almere": "changed",
        "dronten": "kept",
    }
    told = [item.problem for item in done.adopted if item.problem]
    assert [(one.code, one.source.path) for one in told] == [
        ("import.edited", "content/gemeenten/urk.yaml"),
        ("import.edited", "content/gemeenten/dronten.yaml"),
    ]
    changed = {name for name, data in everything(own).items() if before.get(name) != data}
    assert changed == {"content/gemeenten/almere.yaml"}


def test_a_placeholder_of_ours_follows_the_name(own: Path) -> None:
    heads = ("bestand", "naam")
    imported(own, [heads, ("x", "Zwolle"), ("y", "Urk")])
    logos = own / "content" / "logos"
    real = (logos / "plaatshouder-y-licht.svg").read_bytes().replace(b"<title>", b"<title>Echt: ")
    (logos / "plaatshouder-y-licht.svg").write_bytes(real)
    assert imported(own, [heads, ("x", "Breda"), ("y", "Almere")]) == {
        "x": "changed",
        "y": "changed",
    }
    for ground in ("licht", "donker"):
        drawn = (logos / f"plaatshouder-x-{ground}.svg").read_bytes()
        assert drawn == gemeente_mark("Breda")[ground]
    assert (logos / "plaatshouder-y-licht.svg").read_bytes() == real
    assert b"Almere" in (logos / "plaatshouder-y-donker.svg").read_bytes()


def test_what_was_edited_is_named_and_left_alone(
    own: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rows: list[Cells] = [("naam", "tel"), ("Urk", "14 0527"), ("Almere", "14 036")]
    imported(own, rows)
    path = own / "content" / "gemeenten" / "urk.yaml"
    path.write_text(path.read_text("utf-8").replace("14 0527", "0527 68 98 68"), "utf-8")
    before = everything(own)
    assert run(["--project", str(own), "import", str(own / "t.csv")]) == 0
    told = capsys.readouterr()
    assert "gemeenten/urk.yaml: opmerking[import.edited]" in told.err
    assert "(rij 2) zegt iets anders bij: telefoon" in told.err
    assert told.out == ""
    assert everything(own) == before
    # A file with a name that no file may have, and one that can't be read, are somebody's too.
    path.rename(path.with_name("Urk.yaml"))
    (path.parent / "almere.yaml").write_bytes(b"\xff\xfe")
    before = everything(own)
    assert imported(own, rows) == {"Urk": "kept", "almere": "kept"}
    assert everything(own) == before


def test_rows_with_a_mistake_cost_no_other_its_file(
    own: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    table = own / "t.csv"
    table.write_bytes(csv_bytes([("naam", "tel"), ("Urk", "bel ons"), ("Almere", "14 036")]))
    project = ["--project", str(own)]
    assert run([*project, "import", str(table), "--dry-run"]) == 3
    assert not list((own / "content" / "gemeenten").iterdir())
    assert run([*project, "import", str(table)]) == 3
    told = capsys.readouterr()
    assert told.out.strip() == str(own / "content" / "gemeenten" / "almere.yaml")
    assert f"{table}:2:2: fout[content.bad-phone]" in told.err
    assert "kolom B  tel → telefoon" in told.err
    table.write_bytes(csv_bytes([("naam", "tel"), ("Urk", "bel ons")]))
    assert run([*project, "import", str(table)]) == 1
    assert run([*project, "import", str(own / "weg.csv")]) == 1


def test_list_gives_the_table_back(own: Path, tmp_path: Path, project: Path) -> None:
    rows: list[Cells] = [
        ("naam", "cbs", "site", "mail", "tel", "hoofdkleur"),
        ("'s-Hertogenbosch", "796", "x.nl", "a@x.nl", "+31 73 615 51 55", "1f3a63"),
        ('=1+1"', "GM9999", "", "", "", ""),
    ]
    imported(own, rows)
    for root in (own, project):
        listed = tmp_path / "listed.csv"
        listed.write_bytes(csv_bytes(table_rows(root)[0]))
        assert set(outcomes(root, listed).values()) == {"same"}
    again = tmp_path / "again"
    new_project(again)
    for path in (again / "content" / "gemeenten").iterdir():
        path.unlink()
    listed.write_bytes(csv_bytes(table_rows(own)[0]))
    assert set(outcomes(again, listed).values()) == {"new"}
    write_import(again, plan_import(again, listed))
    assert table_rows(again) == table_rows(own)


def test_a_file_that_cannot_be_read_is_named_and_has_no_row(
    own: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    imported(own, [("naam",), ("Urk",), ("Almere",)])
    folder = own / "content" / "gemeenten"
    (folder / "almere.yaml").write_bytes(b"\xff\xfe")
    (folder / "Urk.yaml").write_bytes((folder / "urk.yaml").read_bytes())
    assert run(["--project", str(own), "list", "--csv"]) == 1
    told = capsys.readouterr()
    assert [line.split(";")[0] for line in told.out.splitlines()[1:]] == ["urk"]
    assert "gemeenten/almere.yaml:1:1: fout[content.encoding]" in told.err
    assert "gemeenten/Urk.yaml: fout[content.bad-file-name]" in told.err


def test_the_listed_table_is_what_excel_opens(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["--project", str(project), "list", "gemeenten", "--csv"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].startswith("\ufeffbestand;naam;cbs;website;")
    assert lines[5].startswith("urk;Urk;GM0184;https://www.urk.nl;;;#1f3a63;92 72 27 33;")


def test_all_gemeenten_of_the_netherlands(own: Path) -> None:
    table = write_xlsx(own / "alle.xlsx", all_of_them())
    planned = plan_import(own, table)
    assert planned.table.failed == 0
    assert {item.outcome for item in planned.adopted} == {Outcome.NEW}
    write_import(own, planned)
    files = sorted((own / "content" / "gemeenten").iterdir())
    assert len(files) == 342
    before = everything(own)
    again = plan_import(own, table)
    assert {item.outcome for item in again.adopted} == {Outcome.SAME}
    assert write_import(own, again) == again
    assert everything(own) == before
    edited = own / "content" / "gemeenten" / "s-hertogenbosch.yaml"
    edited.write_text(edited.read_text("utf-8").replace("telefoon: 020", "telefoon: 073"), "utf-8")
    before = everything(own)
    again = plan_import(own, table)
    (kept,) = [item for item in again.adopted if item.outcome is not Outcome.SAME]
    assert (kept.path, kept.outcome, kept.text) == (edited, Outcome.KEPT, None)
    assert kept.problem is not None
    assert kept.problem.source.path == "content/gemeenten/s-hertogenbosch.yaml"
    assert everything(own) == before


@pytest.mark.slow
def test_all_gemeenten_are_valid_and_the_strangest_names_are_right_on_the_page(own: Path) -> None:
    write_import(own, plan_import(own, write_xlsx(own / "alle.xlsx", all_of_them())))
    project = read_project(own)
    assert [variant.id for variant in project.variants if variant.gemeente is None] == []
    assert len(project.variants) == 342
    names = {
        variant.gemeente.code: variant.name for variant in project.variants if variant.gemeente
    }
    assert names == {row["code"]: row["naam"].replace("'", "’") for row in everyone()}
    strange = [variant for variant in project.variants if not variant.name.isalpha()]
    shown = [
        *(variant for variant in strange if any(mark in variant.name for mark in "’(,úâ")),
        max(project.variants, key=lambda variant: len(variant.name)),
    ]
    ids = list(dict.fromkeys(variant.id for variant in shown))
    assert {"s-hertogenbosch", "bergen-nh", "sudwest-fryslan"} < set(ids)
    assert run(["--project", str(own), "-q", "build", *ids]) == 0
    for variant in shown:
        for edition in ("scherm", "druk"):
            path = own / f"out/{variant.id}/inwonersinitiatieven-{variant.id}-{edition}.pdf"
            text = subprocess.run(["pdftotext", path, "-"], capture_output=True, check=True).stdout
            words = " ".join(text.decode().split())
            assert f"Gemeente {variant.name}" in words
            assert f"Dichter bij jou in {variant.name}" in words

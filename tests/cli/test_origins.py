"""``flevoprint explain GEMEENTE [KEY]`` against the truth, four layers deep."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from flevoprint.cli import run
from flevoprint.content.nodes import read_document
from flevoprint.model import Node
from tests.layers import ALMERE, HERE, PROVINCE, ROOM, SHEET, change, lay_four

TIPS = "inwonersinitiatieven.tips"
ROOT = Path(__file__).resolve().parents[2]
TRUTH = [line for line in (HERE / "truth.txt").read_text("utf-8").splitlines() if line[0] != "#"]


@pytest.fixture
def four(project: Path) -> Path:
    """A project four layers deep."""
    lay_four(project)
    return project


def explained(
    project: Path, capsys: pytest.CaptureFixture[str], *arguments: str, code: int = 0
) -> list[dict[str, Any]]:
    """What ``explain --json`` answers."""
    assert run(["--project", str(project), "explain", *arguments, "--json"]) == code
    printed = capsys.readouterr()
    assert printed.err == ""
    *records, last = [json.loads(line) for line in printed.out.splitlines()]
    assert last == {"event": "finished", "exit_code": code}
    return records


def place(record: dict[str, Any]) -> str:
    return "{file}:{line}:{column}".format(**record)


def row(key: str, record: dict[str, Any]) -> str:
    """``record`` as a line of the truth."""
    value = "-" if record["value"] is None else record["value"] or '""'
    return f"{key} | {value} | {place(record)} | {record['layer']}"


def test_each_value_against_the_truth(four: Path, capsys: pytest.CaptureFixture[str]) -> None:
    wanted = [line.split(" | ")[0] for line in TRUTH if not line.startswith(" ")]
    assert len(wanted) >= 20
    layers = {line.rpartition(" | ")[2] for line in TRUTH}
    assert layers == {"project", "blad", "provincie", "gemeente", "organisatie"}
    records = {record["key"]: record for record in explained(four, capsys, "buurtkamer-haven")}
    found = []
    for key in wanted:
        found.append(row(key, records[key]))
        found += [row("  hides", hidden) for hidden in records[key]["hides"]]
    assert found == TRUTH


def test_what_is_hidden_names_the_line_that_hid_it(
    four: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    records = {record["key"]: record for record in explained(four, capsys, "buurtkamer-haven")}
    told = [
        (one["value"], one["how"], place(one["by"])) for one in records[f"{TIPS}.lokaal"]["hides"]
    ]
    assert told[::2] == [
        ("VMCA", "left-out", f"{ROOM}:10:20"),
        ("Sport in Flevoland", "left-out", f"{ALMERE}:17:20"),
        ("Buurtatlas", "replaced", f"{PROVINCE}:13:9"),
    ]


def scalars(node: Node, path: str = "") -> list[tuple[str, str, str]]:
    """The path, text and place of every text in ``node``."""
    if isinstance(node.value, str):
        return [(path, node.value, str(node.source))]
    if isinstance(node.value, tuple):
        return [text for item in node.value for text in scalars(item, path)]
    return [
        text for key, entry in node.value.items() for text in scalars(entry.node, f"{path}.{key}")
    ]


@pytest.mark.parametrize("variant", ["buurtkamer-haven", "almere"])
def test_no_word_of_any_layer_is_lost(
    variant: str, four: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    records = explained(four, capsys, variant)
    told = {place(record) for record in records}
    told |= {place(hidden) for record in records for hidden in record["hides"]}
    files = [SHEET, PROVINCE, ALMERE, *([ROOM] if variant == "buurtkamer-haven" else [])]
    typed = 0
    for file in files:
        node = read_document(four / file, file).node
        assert node
        for path, text, where in scalars(node):
            typed += 1
            names = path.endswith((".weglaten", ".volgorde"))
            assert names or where in told, (path, text)
    assert typed > 60


def test_one_value_a_group_or_a_list(four: Path, capsys: pytest.CaptureFixture[str]) -> None:
    def keys(key: str) -> list[str]:
        return [record["key"] for record in explained(four, capsys, "Buurtkamer Haven", key)]

    assert keys("contact.telefoon") == ["contact.telefoon"]
    assert sorted(keys("contact")) == ["contact.e-mail", "contact.telefoon", "contact.website"]
    lokaal = keys(f"bladen.{TIPS}.lokaal")
    assert lokaal[0] == f"{TIPS}.lokaal"
    assert len(lokaal) == 9
    # An entry of a list is shown with the list, which says what the whole of it hides.
    assert keys(f"{TIPS.upper()}.lokaal[2].kop") == [f"{TIPS}.lokaal", f"{TIPS}.lokaal[2].kop"]


@pytest.mark.parametrize("name", ["contact", "project"])
def test_a_sheet_called_as_another_key_has_keys_of_its_own(
    project: Path, capsys: pytest.CaptureFixture[str], name: str
) -> None:
    sheet = project / "content" / "bladen" / "inwonersinitiatieven.yaml"
    sheet.rename(sheet.with_name(f"{name}.yaml"))
    for path in (project / "content" / "gemeenten").glob("*.yaml"):
        typed = path.read_text("utf-8").replace("  inwonersinitiatieven:", f"  {name}:")
        path.write_text(typed, "utf-8")
    keys = [record["key"] for record in explained(project, capsys, "urk")]
    assert len(set(keys)) == len(keys)
    (title,) = explained(project, capsys, "urk", f"bladen.{name}.titel")
    assert title["file"] == f"content/bladen/{name}.yaml"
    assert {record["file"] for record in explained(project, capsys, "urk", name)} == {
        "content/gemeenten/urk.yaml" if name == "contact" else "content/project.yaml"
    }


def test_for_people_it_reads_as_a_message_does(
    four: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["--project", str(four), "explain", "buurtkamer-haven", "contact.telefoon"]) == 0
    printed = capsys.readouterr().out
    assert printed in (ROOT / "docs" / "handboek" / "lagen.md").read_text(encoding="utf-8")
    assert printed == (
        f"{ROOM}:5:13: contact.telefoon: 036 531 00 00 [organisatie]\n"
        f"  verbergt {ALMERE}:12:13: contact.telefoon: 14 036 [gemeente]\n"
        f"  verbergt {PROVINCE}:7:13: contact.telefoon: 0320 265 265 [provincie of regio], "
        f"zoals {ALMERE}:12 al deed\n"
    )
    where = ["--lang", "en", "--project", str(four)]
    assert run([*where, "explain", "buurtkamer-haven", "contact.e-mail"]) == 0
    assert capsys.readouterr().out == (
        f"{ROOM}:4:14: contact.e-mail: (left out) [organisation]\n"
        f"  leaves out {PROVINCE}:8:11: contact.e-mail: mailto:info@flevoland.nl "
        f"[province or region], named in {ROOM}:4\n"
    )


def test_a_text_is_shortened_among_others_and_whole_alone(
    four: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    where = ["--project", str(four), "explain", "urk"]
    key = "inwonersinitiatieven.inspiratie.ervaringskennis.citaten"
    assert run([*where, key]) == 0
    assert "…" in capsys.readouterr().out
    assert run([*where, f"{key}[3]"]) == 0
    assert "hoe kan je daarmee omgaan? [gezamenlijk blad]\n" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        (["urk", "telefon"], "zegt iets over 'telefon'\n"),
        (["urk", "websit"], "zegt iets over 'websit'; bedoelde u contact.website?"),
        (["urk", "contact.websit"], "; bedoelde u contact.website of contact?"),
        (["fit.too-long", "contact"], "een code van een melding staat alleen"),
        ([""], "'' is geen code van een melding en geen gemeente"),
    ],
)
def test_what_is_not_there_is_a_usage_error(
    typed: list[str], said: str, project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["--project", str(project), "explain", *typed]) == 2
    printed = capsys.readouterr()
    assert printed.out == ""
    assert said in printed.err


def test_an_unknown_gemeente_gets_suggestions(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["--project", str(project), "explain", "almeer"]) == 2
    assert "bedoelde u almere?" in capsys.readouterr().err
    (record,) = explained(project, capsys, "almeer", code=2)
    assert record["problem"]["code"] == "batch.unknown-gemeente"


def test_outside_a_project_it_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert run(["explain", "urk"]) == 2
    assert "fout[cli.no-project]" in capsys.readouterr().err


def test_layers_with_a_mistake_are_shown_as_far_as_they_go(
    four: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    change(four, ROOM, "weglaten: [VMCA]", "weglaten: [VCMA]")
    *records, last = explained(four, capsys, "buurtkamer-haven", TIPS, code=1)
    assert f"{TIPS}.lokaal[4].kop" in [record["key"] for record in records]
    assert (last["problem"]["code"], last["problem"]["line"]) == ("overlay.unknown-name", 10)


def test_what_others_typed_cannot_steer_a_terminal(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    change(project, "content/gemeenten/urk.yaml", "naam: Urk", 'naam: "Urk\\e[31m"')
    assert run(["--project", str(project), "explain", "urk", "naam"]) == 0
    assert capsys.readouterr().out.endswith("naam: Urk\\u001b[31m [gemeente]\n")

"""JSON Schemas: right files pass, mistakes that a schema can see don't, every key is explained."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter

from flevoprint.batch.codes import known_codes
from flevoprint.cli import run
from flevoprint.content import fields, project_files, shapes
from flevoprint.content.found import Pictures
from flevoprint.content.headers import schema_files, with_header
from flevoprint.content.help import HELP, KIND_HELP
from flevoprint.content.nodes import parse_document
from flevoprint.content.schema import Drafted, draft_schemas
from flevoprint.content.validation import validate
from flevoprint.language import language
from tests.support.plain_yaml import load
from tests.test_cases import CASES

ROOT = Path(__file__).resolve().parents[2]

#: The cases whose mistake a schema sees, or the parser of YAML before it.
SEEN = {
    *("address-with-script", "address-without-https", "bad-colour", "bad-phone"),
    *(
        "empty-file",
        "exemption-of-content",
        "exemption-without-reason",
        "layout-bad-size",
        "layout-half-a-fit",
    ),
    *("layer-no-list", "list-expected", "missing-key", "non-local-key", "printer-unknown-key"),
    *("printer-x1a", "project-bad-date", "project-unknown-printer", "shared-unknown-key"),
    "colour-without-quotes",
    *("shared-unknown-layout", "unknown-key", "unknown-language", "unquoted-colour"),
    *("misspelt-key", "shared-misspelt-layout", "shared-misspelt-side"),
}
NOT_YAML = {"binary-file", "duplicate-key", "open-quote", "tab-indent", "wrong-indent"}
NOT_YAML |= {"wrong-encoding", "first-line-indented", "no-space-behind-colon"}
NOT_YAML |= {"colour-closes-no-bracket", "pasted-space"}
#: Why a schema can't see the others.
UNSEEN = {
    "what one value alone does not show": {
        *("colour-empty", "colours-derived", "colours-differ", "too-much-ink", "same-logo"),
        *("logo-two-ways", "right-to-left", "inks-as-shares", "inks-of-another-colour"),
        *("name-differs", "unknown-code", "phone-without-zero"),
    },
    "how large a number with its unit is": {"printer-bad-number"},
    "what stands in another file": {
        *("layer-ambiguous-name", "layer-half-a-logo", "layer-repeated-name", "layer-unknown-name"),
        *("layer-unknown-province", "layer-unused", "logo-entities", "logo-mask", "logo-outside"),
        *("logo-of-a-browser", "logo-with-text", "missing-logo", "shared-code", "tiny-logo"),
        "logo-with-a-broken-profile",
    },
    "what the parser takes away": {
        *("alias", "apostrophe-lost", "comma-in-brackets", "text-after-hash"),
    },
    "what only the page shows": {"glyph-missing", "text-too-long", "foreign-text"},
    "how it is worded": {
        *("alt-is-file-name", "alt-says-nothing", "bare-address", "broken-word", "capitals"),
        *("click-here", "double-space", "empty-link", "insecure-address", "markup", "no-words"),
        *("shared-broken-word", "space-before-mark", "straight-apostrophe", "straight-quotes"),
    },
}


def drafted_of(root: Path, language_id: str = "nl") -> Drafted:
    return draft_schemas(project_files(root), known_codes(), language(language_id))


@pytest.fixture(scope="module")
def drafted() -> Drafted:
    """The schemas of the shipped project."""
    return drafted_of(ROOT)


def complaints(schema: dict[str, Any], text: str) -> list[str]:
    """What ``schema`` says of a file that holds ``text``."""
    found = jsonschema.Draft7Validator(schema).iter_errors(load(text))
    return [f"{'.'.join(map(str, error.path))}: {error.message}" for error in found]


def wrong_files(case: Path) -> Iterator[tuple[Path, str]]:
    """The files of ``case`` that are wrong: where each would lie in a project, and its text."""
    for path in (case / "content").glob("**/*.yaml"):
        yield path.relative_to(case), path.read_text(encoding="utf-8")
    if (case / "edit.txt").is_file():
        name, old, new = (case / "edit.txt").read_text(encoding="utf-8").splitlines()
        text = (ROOT / name).read_text(encoding="utf-8")
        assert old in text
        yield Path(name), text.replace(old, new)


def keys(schema: Any, path: str = "") -> Iterator[tuple[str, dict[str, Any]]]:
    """Every key that ``schema`` knows, with what it says of it."""
    for key, about in schema.get("properties", {}).items():
        yield f"{path}.{key}", about
        yield from keys(about, f"{path}.{key}")
    if "items" in schema:
        yield from keys(schema["items"], f"{path}[]")


# What is right.


def test_every_shipped_file_follows_a_schema_that_accepts_it(drafted: Drafted) -> None:
    shipped = {
        path
        for folder in ("content", "layouts", "fonts")
        for path in ROOT.glob(f"{folder}/**/*.y*")
        if path.name != "woorden.yaml"  # its keys are its layout's own
    }
    assert set(drafted.followers) == shipped
    assert len(shipped) > 10
    for path, name in drafted.followers.items():
        assert complaints(drafted.schemas[name], path.read_text(encoding="utf-8")) == [], path
    assert drafted.problems == ()


def test_the_schemas_are_schemas(drafted: Drafted) -> None:
    for schema in drafted.schemas.values():
        jsonschema.Draft7Validator.check_schema(schema)
        assert "$ref" not in json.dumps(schema)


def test_every_key_has_a_title_and_help_in_either_language(drafted: Drafted) -> None:
    dutch = {name: dict(keys(schema)) for name, schema in drafted.schemas.items()}
    english = {name: dict(keys(schema)) for name, schema in drafted_of(ROOT, "en").schemas.items()}
    assert sum(map(len, dutch.values())) > 100
    for name, known in dutch.items():
        assert known.keys() == english[name].keys()
        for path, about in known.items():
            assert about["title"], (name, path)
            assert len(about["description"]) > 10, (name, path)
            assert about["description"] != english[name][path]["description"], (name, path)
            assert about["type"], (name, path)


def test_every_field_has_its_help_and_no_other() -> None:
    declared = {
        shape
        for shape in vars(shapes).values()
        if isinstance(shape, type) and issubclass(shape, shapes.Shape) and shape is not shapes.Shape
    }
    rows = {shapes.RowShape, shapes.RowPaletteShape}  # of tables, which no YAML editor opens
    assert set(HELP) == declared - rows
    for shape in declared - rows:
        assert set(HELP[shape]) == set(shape.model_fields), shape
    assert set(KIND_HELP) == set(shapes.KINDS)


def test_a_printer_that_is_like_another_says_only_what_differs(drafted: Drafted) -> None:
    validator = jsonschema.Draft7Validator(drafted.schemas["printer"])
    assert validator.is_valid({"zoals": "standaard", "naam": "X", "inkt": {"hoogste": 260}})
    assert not validator.is_valid({"naam": "X", "inkt": {"hoogste": 260}})
    assert not validator.is_valid({"zoals": "standard", "naam": "X"})


FIELDS = {
    **{name: getattr(fields, name) for name in ("Words", "Link", "WebLink", "MailLink", "Phone")},
    **{name: getattr(fields, name) for name in ("YesOrNo", "Plain", "Code", "RgbValue", "Day")},
    **{name: getattr(fields, name) for name in ("Weight", "Language", "Paper", "Shrink")},
    "CmykValue": fields.CmykValue,
    "number": fields.Annotated[float, fields.number(0, 30, "mm")],
    "number_or_no": fields.Annotated[float | None, fields.number_or_no(1, 400, "%")],
}
#: Pieces of what people type, right and nearly right.
PIECES = (
    *("https://", "http://", "mailto:", "tel:", "www.", "urk.nl", "a@b.nl", "/x?y=(1)", "#", "%"),
    *("0527", "14 0", "+31", "(0)", "-", " ", ".", ",", "1", "9", "00", "GM0184", "GM", "true"),
    *("ja", "nee", "nl", "A4", "krimp", "2026-11-01", "20261101", "2026-W01", "#0e5a63", "0e5a63"),
    *("400", "900", "mm", "%", "3", "2,5", "12.25", "1e3", "0x1f", ".5", "Tekst", "null", "~", "é"),
)


@given(
    name=st.sampled_from(sorted(FIELDS)),
    typed=st.lists(st.sampled_from(PIECES), min_size=0, max_size=3).map("".join),
    quoted=st.booleans(),
)
def test_what_the_reader_takes_the_schema_takes(name: str, typed: str, quoted: bool) -> None:
    typed = f"[{typed}, 1, 2,5, 100%]" if name == "CmykValue" else typed
    text = f"value: {json.dumps(typed) if quoted else typed}\n"
    document = parse_document(text, "x.yaml")
    shape = shapes.create_model("One", __base__=shapes.Shape, value=(FIELDS[name], ...))
    if document.node is None or document.problems:
        return
    read, _ = validate(shape, document.node, Pictures(ROOT))
    if read is None:
        return
    seen = load(text)["value"]
    if seen is None and name == "Words":
        return  # the word null without quotes, which no editor can tell from nothing
    schema = TypeAdapter(FIELDS[name]).json_schema()
    assert jsonschema.Draft7Validator(schema).is_valid(seen), (text, schema)


# What is wrong.


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_mistake_that_a_schema_can_see_is_seen(case: Path, drafted: Drafted) -> None:
    names = {path.relative_to(ROOT).parent: name for path, name in drafted.followers.items()}
    names |= {Path("content/provincies"): "provincie", Path("content/organisaties"): "organisatie"}
    try:
        found = [
            told
            for path, text in wrong_files(case)
            for told in complaints(drafted.schemas[names[path.parent]], text)
        ]
    except (yaml.YAMLError, UnicodeDecodeError):
        assert case.name in NOT_YAML
    else:
        assert bool(found) == (case.name in SEEN), found


def test_every_case_is_accounted_for() -> None:
    parts = [SEEN, NOT_YAML, *UNSEEN.values()]
    names = sorted(name for part in parts for name in part)
    assert names == sorted(case.name for case in CASES)


# Written into a project.


def test_written_once_and_again_nothing_changes(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = {path: path.read_bytes() for path in project.rglob("*.*") if path.is_file()}
    urk = project / "content/gemeenten/urk.yaml"
    urk.write_bytes(b"\xef\xbb\xbf" + before[urk].replace(b"\n", b"\r\n"))
    urk.chmod(0o664)
    before[urk] = urk.read_bytes()

    assert run(["--project", str(project), "schema", "--write"]) == 0
    told = capsys.readouterr()
    named = {Path(line).name for line in told.out.splitlines()}
    assert {"gemeente.json", "blad-handout-a4.json", "urk.yaml", "project.yaml"} <= named
    assert "bestanden geschreven, 0 ongewijzigd" in told.err

    after = {path: path.read_bytes() for path in project.rglob("*.*") if path.is_file()}
    for path, data in before.items():
        name = {"content": "project", "bladen": "blad-handout-a4", "printers": "printer"}.get(
            path.parent.name, "gemeente"
        )
        if path.suffix == ".yaml":
            up = "" if path.parent.name == "content" else "../"
            header = f"# yaml-language-server: $schema={up}.schema/{name}.json".encode()
            bom, end = (b"\xef\xbb\xbf", b"\r\n") if path == urk else (b"", b"\n")
            assert after[path] == bom + header + end + data.removeprefix(bom)
        else:
            assert after[path] == data
    assert urk.stat().st_mode & 0o777 == 0o664

    assert run(["--project", str(project), "schema", "--write"]) == 0
    assert capsys.readouterr().out == ""
    assert {path: path.read_bytes() for path in project.rglob("*.*") if path.is_file()} == after
    assert run(["--project", str(project), "list", "bladen"]) == 0
    assert capsys.readouterr().out == "inwonersinitiatieven\n"


H = b"# yaml-language-server: $schema="


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (b"a: 1\n", H + b"../.schema/x.json\na: 1\n"),
        (b"a: 1", H + b"../.schema/x.json\na: 1"),
        (b"a: 1\rb: 2", H + b"../.schema/x.json\ra: 1\rb: 2"),
        (b"\xef\xbb\xbfa: 1\r\n", b"\xef\xbb\xbf" + H + b"../.schema/x.json\r\na: 1\r\n"),
        (b"%YAML 1.2\n---\na: 1\n", H + b"../.schema/x.json\n%YAML 1.2\n---\na: 1\n"),
        # One that stands there already is renewed where it stands.
        (H + b"../.schema/x.json\na: 1\n", H + b"../.schema/x.json\na: 1\n"),
        (
            b"# Ons\n\n" + H + b"../.schema/y.json\na: 1",
            b"# Ons\n\n" + H + b"../.schema/x.json\na: 1",
        ),
        (
            b"#  yaml-language-server : $schema=../../content/.schema/y.json x\r\na: 1",
            b"#  yaml-language-server : $schema=../.schema/x.json x\r\na: 1",
        ),
        # Somebody else's is left alone.
        (H + b"https://example.org/x.json\na: 1\n", H + b"https://example.org/x.json\na: 1\n"),
        # Below the first key an editor looks for none.
        (
            b"a: 1\n" + H + b"../.schema/y.json\n",
            H + b"../.schema/x.json\na: 1\n" + H + b"../.schema/y.json\n",
        ),
    ],
)
def test_the_header_changes_no_other_byte(before: bytes, after: bytes) -> None:
    assert with_header(before, b"../.schema/x.json") == after
    assert with_header(after, b"../.schema/x.json") == after


@given(st.binary(max_size=60).map(lambda data: data.replace(b"y", b"# yaml-language-server: ")))
def test_a_header_put_in_leaves_the_rest(data: bytes) -> None:
    made = with_header(data, b"../.schema/x.json")
    assert with_header(made, b"../.schema/x.json") == made
    bare = re.sub(
        rb"# yaml-language-server: \$schema=\.\./\.schema/x\.json(\r\n|\n|\r)", b"", made, count=1
    )
    assert bare == data


def test_what_is_checked_is_what_is_rewritten(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    drafted, files = drafted_of(project), project_files(project)
    read: Counter[Path] = Counter()
    read_bytes = Path.read_bytes

    def counted(path: Path) -> bytes:
        read[path] += 1
        return read_bytes(path)

    monkeypatch.setattr(Path, "read_bytes", counted)
    schema_files(drafted, files)
    assert {path.name for path in read} >= {"urk.yaml", "project.yaml"}
    assert set(read.values()) == {1}


def test_a_file_that_cannot_be_read_is_told_of_and_left(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    urk = project / "content/gemeenten/urk.yaml"
    urk.write_bytes("naam: Fryslân\n".encode("cp1252"))
    blad = project / "content/bladen/inwonersinitiatieven.yaml"
    blad.write_text(blad.read_text("utf-8").replace("handout-a4", "handout"), "utf-8")
    kept = urk.read_bytes(), blad.read_bytes()

    assert run(["--project", str(project), "schema", "--write"]) == 1
    told = capsys.readouterr()
    assert "content/gemeenten/urk.yaml:1:12: fout[content.encoding]" in told.err
    assert "content/bladen/inwonersinitiatieven.yaml:4:9: fout[content.unknown-layout]" in told.err
    assert "almere.yaml" in told.out
    assert (urk.read_bytes(), blad.read_bytes()) == kept
    schema = json.loads((project / "content/.schema/gemeente.json").read_text("utf-8"))
    assert "inwonersinitiatieven" in schema["properties"]["bladen"]["properties"]


def test_the_schema_of_a_layout_that_is_gone_goes_too_but_no_one_elses(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder, command = project / "content/.schema", ["--project", str(project), "schema", "--write"]
    sheet = project / "content/bladen/poster.yaml"
    original = (project / "content/bladen/inwonersinitiatieven.yaml").read_text("utf-8")
    sheet.write_text(original.replace("handout-a4", "poster-a3"), encoding="utf-8")
    assert run(command) == 0
    ours = folder / "blad-poster-a3.json"
    theirs = folder / "van-ons-zelf.json"
    theirs.write_text('{"type": "object"}', encoding="utf-8")
    (folder / "verwijzing.json").symlink_to(ours)
    assert ours.is_file()

    written = sheet.read_text("utf-8")
    sheet.write_text("layout: [\n", encoding="utf-8")  # broken for now
    assert run(command) == 1
    assert ours.is_file()

    sheet.write_text(written, encoding="utf-8")
    sheet.unlink()
    capsys.readouterr()
    assert run(command) == 0
    assert "1 schema verwijderd" in capsys.readouterr().err
    assert not ours.exists()
    assert theirs.is_file()
    assert (folder / "verwijzing.json").is_symlink()
    assert run(command) == 0
    assert "verwijderd" not in capsys.readouterr().err


def test_of_a_layer_a_group_can_lose_keys(drafted: Drafted) -> None:
    for name in ("gemeente", "organisatie", "provincie"):
        contact = drafted.schemas[name]["properties"]["contact"]
        validator = jsonschema.Draft7Validator(contact)
        assert validator.is_valid({"weglaten": ["e-mail"], "telefoon": "14 0527"}), name
        assert not validator.is_valid({"weglaten": ["adres"]}), name


def test_a_link_to_a_file_outside_is_not_followed(project: Path, tmp_path: Path) -> None:
    outside = tmp_path / "buiten.yaml"
    outside.write_text("naam: X\n", encoding="utf-8")
    (project / "content/gemeenten/elders.yaml").symlink_to(outside)
    written = schema_files(drafted_of(project), project_files(project))
    assert [problem.code for problem in written.problems] == ["content.outside"]
    assert not any(path.stem in ("elders", "buiten") for path in written.files)


def test_printed_schemas_are_json(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["--project", str(project), "schema"]) == 0
    printed = json.loads(capsys.readouterr().out)
    assert set(printed) >= {"project", "gemeente", "printer", "blad-handout-a4"}
    assert not (project / "content/.schema").exists()


def test_no_project_no_schema(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["--project", str(tmp_path), "schema", "--write"]) == 2
    assert "fout[content.no-project]" in capsys.readouterr().err
    assert [*tmp_path.iterdir()] == []

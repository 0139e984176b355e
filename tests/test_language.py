"""Everything said to people: found, translated, and told in the language that was asked for."""

from __future__ import annotations

import ast
import errno
import gettext
import importlib.machinery
import importlib.util
import os
import pickle
import re
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import click
import pytest
from babel.messages.extract import extract_from_dir

from flevoprint.cli.handbook import CODE, PARTS, chapter_path, paragraphs
from flevoprint.cli.words import speaking
from flevoprint.language import either, language, say, say_many, system_reason
from flevoprint.press.preflight import known_codes
from flevoprint.problem import Source, error

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = ROOT / "src" / "flevoprint"
MODULES = sorted(PACKAGE.rglob("*.py"))
EN, NL = language("en"), language("nl")
EACH_MODULE = pytest.mark.parametrize(
    "module", MODULES, ids=lambda path: str(path.relative_to(PACKAGE))
)

#: Words that Dutch has and English has not.
DUTCH = re.compile(
    r"\b(de|het|een|niet|geen|dit|deze|wordt|zijn|staat|hier|voor|naar|uit|zet|schrijf|geef|bestand"
    r"|blad|vak|kies|maak|alleen)\b",
    re.IGNORECASE,
)
#: What makes a problem, and which of its arguments is the code; the texts follow it.
PROBLEMS = {
    **dict.fromkeys(("error", "warning", "note", "Problem", "fail", "PictureError", "add"), 0),
    "finding": 1,
}
TELLERS = {"say": 1, "say_many": 2, "marked": 1}
#: Dutch that is not a message: the headings the handbook's reader looks for.
NOT_SAID = set(PARTS)
#: Modules that hold Dutch which is no message: YAML keys, lists of words, what a page prints.
DUTCH_DATA = {
    "content/examples.py",
    "content/shapes.py",
    "content/table/headers.py",
    "content/tongue.py",
    "content/wording.py",
    "content/written.py",
    "typeset/compose.py",
    "typeset/wordmark.py",
}


@pytest.fixture(scope="module")
def tool() -> ModuleType:
    """``tools/messages`` as a module."""
    loader = importlib.machinery.SourceFileLoader("messages", str(ROOT / "tools" / "messages"))
    spec = importlib.util.spec_from_loader("messages", loader)
    assert spec
    module = importlib.util.module_from_spec(spec)
    loader.exec_module(module)
    return module


def tree(module: Path) -> ast.Module:
    """``module`` without its docstrings."""
    parsed = ast.parse(module.read_text(encoding="utf-8"))
    for node in ast.walk(parsed):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            node.value.value = None
    return parsed


def calls(module: Path) -> Iterator[tuple[str, ast.Call]]:
    """The calls in ``module``, by the last part of what is called."""
    for node in ast.walk(tree(module)):
        if isinstance(node, ast.Call):
            name = getattr(node.func, "id", getattr(node.func, "attr", ""))
            yield str(name), node


def tellers(module: Path) -> Iterator[tuple[str, ast.Call]]:
    """The calls in ``module`` of what tells; the engine has methods of such names."""
    for name, call in calls(module):
        if name in TELLERS and isinstance(call.func, ast.Name):
            yield name, call


def problems(module: Path) -> Iterator[ast.Call]:
    """The calls in ``module`` that make a problem, with code, message and hint."""
    for name, call in calls(module):
        if name in PROBLEMS and len(call.args) + len(call.keywords) >= PROBLEMS[name] + 3:
            call.args = call.args[PROBLEMS[name] :]
            yield call


def literals(node: ast.AST) -> Iterator[str]:
    """The strings in ``node``, but for the texts that a teller is given."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    told = getattr(getattr(node, "func", None), "id", "") in TELLERS
    children = node.keywords if told and isinstance(node, ast.Call) else ast.iter_child_nodes(node)
    for child in children:
        yield from literals(child)


# Telling.


def test_a_phrase_is_told_in_each_language() -> None:
    phrase = say("writing fails: {reason}", reason=system_reason(OSError(errno.ENOSPC, "x")))
    assert EN.tell(phrase) == str(phrase) == "writing fails: the disk is full"
    assert NL.tell(phrase) == "schrijven lukt niet: de schijf is vol"
    assert NL.tell("Dronten") == "Dronten"


def test_numbers_and_plurals_follow_the_language() -> None:
    told = {
        count: [
            speaker.tell(
                say_many(
                    "{count} PDF in {folder} ({seconds:.1f} s)",
                    "{count} PDFs in {folder} ({seconds:.1f} s)",
                    count,
                    folder="out",
                    seconds=1.25,
                )
            )
            for speaker in (EN, NL)
        ]
        for count in (0, 1, 2)
    }
    assert told == {
        0: ["0 PDFs in out (1.2 s)", "0 PDF's in out (1,2 s)"],
        1: ["1 PDF in out (1.2 s)", "1 PDF in out (1,2 s)"],
        2: ["2 PDFs in out (1.2 s)", "2 PDF's in out (1,2 s)"],
    }


def test_values_are_not_read_as_text_to_fill_in() -> None:
    phrase = say("'{path}' is a file; give a folder", path="{reason}.yaml")
    assert NL.tell(phrase) == "'{reason}.yaml' is een bestand; geef een map"


def test_text_without_a_translation_stays_english() -> None:
    assert NL.tell(say("no one wrote this")) == "no one wrote this"
    assert NL.tell(say("")) == ""  # gettext keeps its header there


def test_either() -> None:
    assert [NL.tell(either(["a", "b", "c"][:count])) for count in (1, 2, 3)] == [
        "a",
        "a of b",
        "a of b of c",
    ]


def test_a_problem_travels_and_is_told_in_another_language() -> None:
    hint = say("choose from: {names}", names="b")
    problem = error("batch.x", say("interrupted"), Source("a.yaml", 1, 2), hint)
    problem = pickle.loads(pickle.dumps(problem))
    assert problem.told(NL) == "a.yaml:1:2: fout[batch.x]: onderbroken\n  hint: kies uit: b"
    assert problem.told(EN) == "a.yaml:1:2: error[batch.x]: interrupted\n  hint: choose from: b"
    assert str(problem) == problem.told(EN)


def test_the_system_s_reason_is_told_in_dutch(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="directory") as caught:
        tmp_path.read_bytes()
    assert NL.tell(system_reason(caught.value)) == "dit is een map, geen bestand"
    assert EN.tell(system_reason(caught.value)) == "this is a folder, not a file"


def test_a_reason_that_is_not_known_is_passed_on() -> None:
    assert NL.tell(system_reason(OSError(errno.EXDEV, "Other {thing}"))) == "Other {thing}"
    assert NL.tell(system_reason(OSError())) == "onbekende fout"


def test_the_process_s_own_domain_comes_back() -> None:
    before = gettext.textdomain(), os.environ.get("LANGUAGE")
    with speaking(NL):
        assert gettext.gettext("Usage:") == "Gebruik:"
        with speaking(EN):
            assert gettext.gettext("Usage:") == "Usage:"
        assert gettext.gettext("Usage:") == "Gebruik:"
    assert (gettext.textdomain(), os.environ.get("LANGUAGE")) == before
    with pytest.raises(ZeroDivisionError), speaking(NL):
        _ = 1 / 0
    assert gettext.gettext("Usage:") == "Usage:"


# The catalogue.


def test_the_catalogue_is_whole_and_compiled(
    tool: ModuleType, capsys: pytest.CaptureFixture[str]
) -> None:
    assert tool.main(["--check"]) == 0, capsys.readouterr().err


@EACH_MODULE
def test_every_text_is_a_literal_and_has_been_found(tool: ModuleType, module: Path) -> None:
    parts = module.relative_to(PACKAGE).parts
    known = tool.read(PACKAGE / f"locale/nl/{parts[0] if len(parts) > 1 else 'floor'}.po")
    for name, call in tellers(module):
        for argument in call.args[: TELLERS[name]]:
            where = f"{module.name}:{call.lineno}"
            assert isinstance(argument, ast.Constant), f"{where}: not a literal"
            assert known.get(argument.value) or name == "say_many", f"{where}: {argument.value}"


def test_there_are_texts_to_look_at(tool: ModuleType) -> None:
    found = tool.texts(PACKAGE)
    assert set(found) >= {"batch", "cli", "floor", "press"}
    assert sum(map(len, found.values())) > 100


@EACH_MODULE
def test_no_message_stays_outside_the_catalogue(module: Path) -> None:
    if module.relative_to(PACKAGE).as_posix() not in DUTCH_DATA:
        for text in literals(tree(module)):
            assert not (" " in text.strip() and DUTCH.search(text)) or text in NOT_SAID, text
    for call in problems(module):
        for argument in (*call.args[1:], *call.keywords):
            # A sentence has a space; a name, a path or a mark between two has none.
            said = [text for text in literals(argument) if " " in text.strip()]
            assert not said, f"{module.name}:{call.lineno}: {said}"


@EACH_MODULE
def test_the_source_texts_are_english(module: Path) -> None:
    for name, call in tellers(module):
        for argument in call.args[: TELLERS[name]]:
            assert isinstance(argument, ast.Constant)
            assert not DUTCH.search(argument.value), f"{module.name}:{call.lineno}"


def said(call: ast.Call) -> Iterator[str]:
    """The texts that a problem is given, in English and in Dutch."""
    for node in ast.walk(call):
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") in TELLERS:
            for argument in node.args[: TELLERS[getattr(node.func, "id", "")]]:
                assert isinstance(argument, ast.Constant)
                yield str(argument.value)
                yield NL.catalogue.gettext(str(argument.value))


@EACH_MODULE
def test_problems_are_written_in_one_form(module: Path) -> None:
    for call in problems(module):
        for text in said(call):
            where = f"{module.name}:{call.lineno}: {text}"
            assert not text.endswith((".", "!")), where
            assert not re.match(r"[A-Z][a-z]", text) or text.startswith("Debian"), where


def test_dutch_is_told_from_english() -> None:
    assert DUTCH.search("Zet hier de naam")
    assert not DUTCH.search("put the name of the gemeente here")


def source_codes() -> dict[str, str]:
    """Each problem code in the source -> where it is written."""
    found = {
        str(call.args[0].value): f"{module.name}:{call.lineno}"
        for module in MODULES
        for call in problems(module)
        if call.args and isinstance(call.args[0], ast.Constant)
    }
    kinds = {code.split(".")[0] for code in found}
    for module in MODULES:
        for text in literals(tree(module)):
            if CODE.fullmatch(text) and text.split(".")[0] in kinds:
                found.setdefault(text, module.name)
    return {**dict.fromkeys(known_codes(), "preflight"), **found}


def test_every_code_is_well_formed() -> None:
    found = source_codes()
    assert len(found) > 50
    for code, where in found.items():
        assert CODE.fullmatch(code), f"{where}: {code}"


def test_the_handbook_explains_every_code_and_no_other() -> None:
    explained = paragraphs(chapter_path().read_text(encoding="utf-8"))
    found = source_codes()
    assert explained
    for code, paragraph in explained.items():
        assert code in found, f"no problem has the code {code}"
        starts = [paragraph.find(f"**{part}**") for part in PARTS]
        assert starts == sorted(starts), code
        assert starts[0] == 0, code
        assert all(len(part) > 20 for part in paragraph.split("**")[2::2]), code
    assert set(explained) == set(found)


# The tool.


@pytest.fixture
def source(tmp_path: Path, tool: ModuleType) -> Path:
    """A small package whose catalogue is whole."""
    folder = tmp_path / "source"
    (folder / "press").mkdir(parents=True)
    (folder / "floor.py").write_text('say("one")\n', encoding="utf-8")
    (folder / "press" / "a.py").write_text(
        'say("two {x:.1f}", x=say("in " "side"))\nsay_many("{count} a", "{count} b", 3)\n',
        encoding="utf-8",
    )
    assert tool.main([], folder) == 1  # nothing is translated yet
    dutch = {"one": "een", "two {x:.1f}": "twee {x:.1f}", "in side": "binnen"}
    for part in ("floor", "press"):
        path = folder / f"locale/nl/{part}.po"
        catalog = tool.read(path)
        for message, texts, _ in tool.messages(catalog):
            message.string = ("{count} x", "{count} y") if len(texts) > 1 else dutch[texts[0]]
        path.write_bytes(tool.po_bytes(catalog))
    assert tool.main([], folder) == 0
    assert tool.main(["--check"], folder) == 0
    return folder


def edit(path: Path, old: str, new: str) -> None:
    """Replace ``old``, which must be there, by ``new``."""
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def test_the_compiled_file_is_read_by_gettext(source: Path) -> None:
    catalogue = gettext.translation("flevoprint", source / "locale", ["nl"])
    assert catalogue.gettext("two {x:.1f}") == "twee {x:.1f}"
    assert catalogue.gettext("in side") == "binnen"
    assert [catalogue.ngettext("{count} a", "{count} b", n)[-1] for n in (0, 1, 2)] == list("yxy")


@pytest.mark.parametrize(
    ("file", "old", "new", "said"),
    [
        ("floor.py", "one", "three", "floor.po: lacks a translation: three"),
        ("locale/nl/floor.po", 'msgstr "een"', 'msgstr ""', "floor.po: lacks a translation: one"),
        ("locale/nl/press.po", 'msgstr[1] "{count} y"', 'msgstr[1] ""', "lacks a translation"),
        ("locale/nl/press.po", "twee {x:.1f}", "twee {y:.1f}", "press.po: has other places"),
        ("locale/nl/press.po", "twee {x:.1f}", "twee {x:.2f}", "press.po: has other places"),
        ("locale/nl/press.po", "twee {x:.1f}", "twee {x", "press.po: has other places"),
        ("floor.py", 'say("one")', "", "floor.po: not up to date"),
        ("locale/nl/floor.po", 'msgstr "een"', 'msgstr "één"', "flevoprint.mo: not up to date"),
    ],
)
def test_what_is_amiss_is_said_and_nothing_is_changed(
    file: str,
    old: str,
    new: str,
    said: str,
    source: Path,
    tool: ModuleType,
    capsys: pytest.CaptureFixture[str],
) -> None:
    edit(source / file, old, new)
    before = {path: path.read_bytes() for path in source.rglob("*.*o")}
    assert tool.main(["--check"], source) == 1
    assert said in capsys.readouterr().err
    assert {path: path.read_bytes() for path in source.rglob("*.*o")} == before


def test_a_text_translated_in_two_ways_is_said(
    source: Path, tool: ModuleType, capsys: pytest.CaptureFixture[str]
) -> None:
    edit(source / "floor.py", "one", "in side")
    tool.main([], source)
    edit(source / "locale/nl/floor.po", 'msgstr ""\n', 'msgstr "erin"\n')
    edit(source / "locale/nl/floor.po", 'msgid ""\nmsgstr "erin"\n', 'msgid ""\nmsgstr ""\n')
    capsys.readouterr()
    assert tool.main([], source) == 1
    assert "press.po: has another translation in another file: in side" in capsys.readouterr().err


def test_what_is_gone_is_dropped(source: Path, tool: ModuleType) -> None:
    (source / "floor.py").unlink()
    edit(source / "press" / "a.py", "in ", "out")
    assert tool.main([], source) == 1
    assert not (source / "locale/nl/floor.po").exists()
    assert "in side" not in (source / "locale/nl/press.po").read_text(encoding="utf-8")
    assert "outside" in (source / "locale/nl/press.po").read_text(encoding="utf-8")


# Click's own words.


def test_every_word_of_click_is_translated(tool: ModuleType) -> None:
    known = tool.read(PACKAGE / "locale/nl/click.po")
    spoken = {
        text
        for _, _, text, _, _ in extract_from_dir(
            Path(click.__file__).parent, keywords={"_": None, "ngettext": (1, 2)}
        )
    }
    assert len(spoken) > 50
    for text in spoken:
        assert known.get(text if isinstance(text, str) else text[0]), text

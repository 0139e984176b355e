"""The command line in two languages: help, usage errors, and Click's own words."""

from __future__ import annotations

import gettext
import re
from pathlib import Path

import click
import pytest

from flevoprint.cli import run
from flevoprint.cli.commands import COMMANDS
from flevoprint.cli.door import cli
from flevoprint.cli.words import asked_language
from flevoprint.language import LANGUAGES

#: Words that are the same in both languages: names, what is typed, and what Dutch borrowed.
SHARED = {
    *COMMANDS,
    *("flevoprint", "gemeente", "gemeenten", "layouts", "scherm", "druk", "fit", "long"),
    *("layout", "poster"),
    *("json", "stdout", "out", "manifest", "content", "project", "yaml", "pdf", "code"),
    *(
        "bladen",
        "drukkers",
        "edities",
        "too",
        "posters",
        "per",
        "website",
        "object",
        "contrast",
        "layout",
    ),
    *("begin", "cbs", "computer", "csv", "excel", "flyer", "hand", "python", "run", "xlsx"),
    *("contact", "telefoon", "cache", "dir", "mail"),
}
HELPS = [
    ["--help"],
    *([name, "--help"] for name in COMMANDS),
    *(["new", name, "--help"] for name in ("project", "gemeente")),
]


def words(text: str) -> set[str]:
    """The words of ``text`` of three letters or more, without the options."""
    return set(re.findall(r"[a-zé]{3,}", re.sub(r"--\w+", "", text.lower())))


def printed(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> str:
    """What ``arguments`` print, on both streams."""
    run(arguments)
    captured = capsys.readouterr()
    return captured.out + captured.err


@pytest.mark.parametrize("arguments", HELPS, ids=" ".join)
def test_help_is_dutch_and_with_lang_en_english(
    arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    dutch = printed(arguments, capsys)
    english = printed(["--lang", "en", *arguments], capsys)
    assert dutch.startswith("Gebruik: flevoprint")
    assert english.startswith("Usage: flevoprint")
    assert len(words(english)) > 8
    assert words(dutch) & words(english) <= SHARED
    assert dutch.splitlines()[-1] != english.splitlines()[-1]


def test_the_languages_do_not_leak_into_each_other(capsys: pytest.CaptureFixture[str]) -> None:
    first = [printed(help_, capsys) for help_ in HELPS]
    for help_ in HELPS:
        printed(["--lang", "en", *help_], capsys)
    assert [printed(help_, capsys) for help_ in HELPS] == first
    assert gettext.gettext("Usage:") == "Usage:"


USAGE_ERRORS = [
    (["buidl"], "de opdracht 'buidl' bestaat niet. Bedoelde u 'build'?", "No such command 'buidl'"),
    (
        ["build", "--fource"],
        "de optie '--fource' bestaat niet. Bedoelde",
        "No such option '--fource'",
    ),
    (["list", "fouten"], "'fouten' is geen van deze: 'gemeenten'", "'fouten' is not one of"),
    (["list", "bladen", "urk"], "dit hoort er niet bij: urk", "unexpected extra argument (urk)"),
    (["build", "-o"], "achter de optie '-o' hoort een waarde", "Option '-o' requires an argument"),
    (["build", "--strict=1"], "hoort geen waarde", "does not take a value"),
    (["explain"], "hier ontbreekt een waarde: 'CODE", "Missing argument 'CODE"),
    (["new", "flyer", "x"], "de opdracht 'flyer' bestaat niet", "No such command 'flyer'"),
    (["new", "project", "mijn", "map"], 'aanhalingstekens: "mijn map"', 'quotes: "mijn map"'),
    (["new", "project", "x", "--unlisted"], "de optie '--unlisted' bestaat niet", "No such option"),
    (["-q", "-v", "list"], "kies -q of -v, niet allebei", "choose -q or -v, not both"),
    (["explain", ""], "'' is geen code van een melding", "'' is neither a problem code"),
    (["build", "-o", ""], "dit is leeg; geef een map", "this is empty; give a folder"),
    (["--project", "", "list"], "dit is leeg; geef een map", "this is empty; give a folder"),
]


@pytest.mark.parametrize(("arguments", "dutch", "english"), USAGE_ERRORS)
def test_a_usage_error_is_told_in_the_language_asked_for(
    arguments: list[str], dutch: str, english: str, capsys: pytest.CaptureFixture[str]
) -> None:
    for told in (printed(arguments, capsys), printed(["--lang", "nl", *arguments], capsys)):
        assert told.splitlines()[-1].startswith("Fout: ")
        assert dutch in told.splitlines()[-1]
        # Of some mistakes Click doesn't know in which command they were made.
        assert len(told.splitlines()) == 1 or told.startswith("Gebruik: flevoprint")
        assert len(told.splitlines()) == 1 or "\nUitleg krijgt u met 'flevoprint" in told
    for typed in (["--lang", "en", *arguments], ["--lang=en", *arguments]):
        told = printed(typed, capsys)
        assert told.splitlines()[-1].startswith("Error: ")
        assert english in told.splitlines()[-1]
        assert "Uitleg" not in told
        assert run(typed) == 2


def test_the_language_may_stand_behind_what_is_wrong(capsys: pytest.CaptureFixture[str]) -> None:
    assert "No such option '--formaat'" in printed(["build", "--formaat", "--lang", "en"], capsys)
    assert "No such command 'zweef'" in printed(["zweef", "--lang=en"], capsys)
    assert printed(["list", "--help", "--lang", "en"], capsys).startswith("Usage:")
    typed = ["new", "project", "mijn", "map", "--lang", "en"]
    assert "goes between quotes" in printed(typed, capsys)


def test_the_language_may_stand_behind_the_command(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["--project", str(project), "list", "edities", "--lang", "en"]) == 0
    assert "for the website" in capsys.readouterr().out
    assert run(["--project", str(project), "list", "edities"]) == 0
    assert "voor de website" in capsys.readouterr().out


@pytest.mark.parametrize(
    "arguments", [["--lang", "fr", "list"], ["list", "--lang=fr"], ["--lang", "en", "--lang", ""]]
)
def test_an_unknown_language_is_a_usage_error_that_names_the_known(
    arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(arguments) == 2
    told = capsys.readouterr().err
    assert "Fout: de waarde voor '--lang' kan niet" in told
    assert "is geen van deze: 'nl', 'en'." in told


def test_the_language_from_the_environment(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FLEVOPRINT_LANG", "en")
    assert printed(["--help"], capsys).startswith("Usage:")
    assert printed(["--lang", "nl", "--help"], capsys).startswith("Gebruik:")
    monkeypatch.setenv("FLEVOPRINT_LANG", "fr")
    assert "'fr' is geen van deze: 'nl', 'en'." in printed(["list"], capsys)
    monkeypatch.setenv("FLEVOPRINT_LANG", "")
    assert printed(["--help"], capsys).startswith("Gebruik:")


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        ([], "nl"),
        (["--lang", "en"], "en"),
        (["--lang=en", "build"], "en"),
        (["build", "--lang", "en"], "en"),
        (["--lang", "en", "--lang", "nl"], "nl"),
        (["--lang"], "nl"),
        (["--lang", "EN"], "nl"),
        (["build", "--", "--lang", "en"], "nl"),
        (["--language", "en"], "nl"),
    ],
)
def test_the_language_is_known_before_parsing(arguments: list[str], expected: str) -> None:
    assert asked_language(arguments, {}).id == expected


def test_a_problem_is_told_in_english(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["--lang", "en", "--project", str(project), "build", "Ukr"]) == 2
    assert capsys.readouterr().err == (
        "opdrachtregel: error[batch.unknown-gemeente]: "
        "the gemeente 'Ukr' is not in this project\n  hint: did you mean urk?\n"
    )


def test_no_option_leaves_checking_a_path_to_click() -> None:
    """Click names a path's kind when a command is imported, whatever language is asked later."""
    context = click.Context(cli)
    commands = [cli, *(cli.get_command(context, name) for name in COMMANDS)]
    params = [param for command in commands if command for param in command.params]
    assert len(params) > len(LANGUAGES)
    for param in params:
        if isinstance(param.type, click.Path):
            assert not param.type.exists
            assert param.type.file_okay
            assert param.type.dir_okay

"""``flevoprint handbook``: every chapter can be read where flevoprint is installed."""

from __future__ import annotations

import pytest

from flevoprint.cli import run
from flevoprint.cli.handbook import folder
from flevoprint.cli.reading import readable


def test_it_lists_the_chapters_and_where_they_lie(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["handbook"]) == 0
    printed = capsys.readouterr()
    names = [line.split()[0] for line in printed.out.splitlines()]
    assert names == sorted(path.stem for path in folder().glob("*.md") if path.stem != "README")
    assert str(folder()) in printed.err


@pytest.mark.parametrize("typed", ["lagen", "Lagen.md"])
def test_it_prints_a_chapter(typed: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["handbook", typed]) == 0
    assert capsys.readouterr().out.startswith("# Lagen")


def test_every_chapter_is_readable() -> None:
    for path in folder().glob("*.md"):
        text = readable(path.read_text(encoding="utf-8"))
        assert not any(mark in text for mark in ("```", "![", "<!--")), path.name
        assert "**" not in text.replace("**/", "")


def test_an_unknown_chapter_gets_a_suggestion(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["handbook", "laag"]) == 2
    assert "bedoelde u lagen?" in capsys.readouterr().err


def test_an_example_is_indented_and_a_link_is_its_words() -> None:
    text = "Zie [lagen](lagen.md).\n\n![kaart](a.png)\n\n```yaml\na: 1\n\nb: 2\n```\n"
    assert readable(text) == "Zie lagen.\n\n    a: 1\n\n    b: 2\n"

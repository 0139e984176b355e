"""Whoever follows a page: types what it says to type, and sees what it shows."""

from __future__ import annotations

import contextlib
import io
import shlex
import shutil
import subprocess
from collections.abc import Callable, Mapping
from pathlib import Path

import click
import pytest

from flevoprint.cli import run
from flevoprint.cli.door import cli
from flevoprint.doctor import LIBRARIES
from tests.conftest import ROOT
from tests.docs.walk import Block, Mention, changed, differs, steps

#: What a reader has by himself before a page names it: how it comes there.
Own = Mapping[str, Callable[[Path], None]]


def follow(text: str, own: Own, patch: pytest.MonkeyPatch) -> list[str]:
    """Do all that ``text`` says, from the working directory on; returns every command given.

    Raises AssertionError where something is not as the page says, or cannot be done by a test.
    """
    done: list[str] = []
    for step in steps(text):
        if isinstance(step, Mention):
            told = f"line {step.line}: {step.typed}"
            code, printed = _do(step.typed, told, own, patch)
            wanted = 2 if is_name_alone(step.typed) else 0
            assert code == wanted, f"{told}\n{printed}"
            done.append(step.typed)
        elif step.mark in ("file", "change", "copy"):
            edit(step)
        elif step.kind == "console":
            done += _follow_console(step, own, patch)
    return done


def _follow_console(block: Block, own: Own, patch: pytest.MonkeyPatch) -> list[str]:
    """Give the commands of ``block``, and compare what they print with what it shows."""
    commands = [*block.commands()]
    assert commands, f"line {block.line}: a console block without a command"
    for command in commands:
        told = f"line {block.line}: {command.typed}"
        wanted = int(block.value) if block.mark == "exit" and command is commands[-1] else 0
        code, printed = _do(command.typed, told, own, patch)
        assert code == wanted, f"{told}\n{printed}"
        assert not differs(command.shown, printed), f"{told}\n{printed}"
    return [command.typed for command in commands]


def edit(block: Block) -> None:
    """Write what ``block`` shows into the file that it is of."""
    source, _, copy = block.value.partition(" ")
    name = copy or source
    assert Path(name).name in block.above, f"line {block.line}: the text does not name {name}"
    path = Path(name)
    path.parent.mkdir(parents=True, exist_ok=True)
    if copy:
        assert not path.exists(), f"{path} is there already"
        shutil.copyfile(source, path)
    old = path.read_text(encoding="utf-8") if block.mark != "file" else ""
    new = changed(old, block.body) if old else block.body
    assert new != old, f"{name} is so already"
    path.write_text(new, encoding="utf-8")


def is_name_alone(command: str) -> bool:
    """Whether ``command`` only names one that cannot do without more: ``flevoprint new``."""
    program, *words = shlex.split(command)
    here: click.Command | None = cli if program == "flevoprint" else None
    while words and isinstance(here, click.Group):
        here = here.get_command(click.Context(here), words.pop(0))
    if here is None:
        return False
    return isinstance(here, click.Group) or len(words) < sum(one.required for one in here.params)


def _do(command: str, told: str, own: Own, patch: pytest.MonkeyPatch) -> tuple[int, str]:
    """The exit code of a command line, and what it prints: both streams, as on a terminal."""
    program, *words = shlex.split(command)
    match program, words:
        case "flevoprint", _:
            return _run(_expanded(words, own))
        case "cd", [folder]:
            patch.chdir(folder)
        case "unset", [name]:
            patch.delenv(name, raising=False)
        case "make", [target]:  # what it would do, for the doing is what ran this test
            done = subprocess.run(
                ["make", "-n", target], cwd=ROOT, capture_output=True, text=True, timeout=60
            )
            return done.returncode, done.stdout + done.stderr
        case "brew", ["install", package]:  # at least what doctor says, where it is true
            assert package in {library.homebrew for library in LIBRARIES}, told
        case _:
            raise AssertionError(f"{told}: no test can give this command")
    return 0, ""


def _run(arguments: list[str]) -> tuple[int, str]:
    printed = io.TextIOWrapper(io.BytesIO(), encoding="utf-8", write_through=True)
    with contextlib.redirect_stdout(printed), contextlib.redirect_stderr(printed):
        code = run(arguments)
    assert isinstance(printed.buffer, io.BytesIO)
    return code, printed.buffer.getvalue().decode()


def _expanded(words: list[str], own: Own) -> list[str]:
    """``words`` as a shell hands them over, once what they name of the reader's own is there."""
    found = []
    for word in words:
        if word in own and not Path(word).exists():
            own[word](Path(word))
        found += sorted(map(str, Path().glob(word))) if "*" in word else [word]
    return found

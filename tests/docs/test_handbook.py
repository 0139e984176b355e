"""The documents do what they say: every command is given, every edit made, every picture there."""

from __future__ import annotations

import contextlib
import importlib.machinery
import importlib.util
import io
import re
import shlex
from pathlib import Path
from types import ModuleType

import pytest
from PIL import Image

from flevoprint.batch.start import new_project
from flevoprint.cli import run
from flevoprint.cli.handbook import chapter_path
from tests.conftest import ROOT
from tests.docs.walk import Block, blocks, changed, differs

HANDBOOK = ROOT / "docs" / "handboek"
PICTURES = HANDBOOK / "beelden"
PAGES = sorted([*HANDBOOK.glob("*.md"), *(ROOT / "docs").glob("*.md")])
#: Those in which something is typed; the messages are explained, not followed.
WALKED = [
    page
    for page in PAGES
    if any(block.kind == "console" for block in blocks(page.read_text(encoding="utf-8")))
]
EACH_PAGE = pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
_LINK = re.compile(r"(?P<picture>!?)\[(?P<text>[^\]]*)\]\((?P<to>[^)#\s]*)(?P<part>#[^)\s]*)?\)")


def links(page: Path) -> list[re.Match[str]]:
    return list(_LINK.finditer(page.read_text(encoding="utf-8")))


def typed(command: str) -> tuple[int, str]:
    """The exit code of a command line, and what it prints: both streams, as on a terminal."""
    program, *arguments = shlex.split(command)
    assert program == "flevoprint", command
    printed = io.TextIOWrapper(io.BytesIO(), encoding="utf-8", write_through=True)
    with contextlib.redirect_stdout(printed), contextlib.redirect_stderr(printed):
        code = run(arguments)
    assert isinstance(printed.buffer, io.BytesIO)
    return code, printed.buffer.getvalue().decode()


def edit(block: Block) -> None:
    """Write what ``block`` shows into the file that it is of."""
    assert f"`{block.value}`" in block.above, f"the text does not name {block.value}"
    path = Path(block.value)
    path.parent.mkdir(parents=True, exist_ok=True)
    old = path.read_text(encoding="utf-8") if block.mark == "change" else ""
    new = changed(old, block.body) if old else block.body
    assert new != old, f"{block.value} is so already"
    path.write_text(new, encoding="utf-8")


def give(block: Block, monkeypatch: pytest.MonkeyPatch) -> None:
    """Give the commands of ``block``; of one that needs the network only whether it is there."""
    commands = list(block.commands())
    assert commands, "a console block without a command"
    for command in commands:
        if command.typed.startswith("cd "):
            monkeypatch.chdir(command.typed.removeprefix("cd "))
            continue
        wanted = int(block.value) if block.mark == "exit" and command is commands[-1] else 0
        network = block.mark == "network"
        code, printed = typed(command.typed + (" --help" if network else ""))
        told = f"line {block.line}: {command.typed}\n{printed}"
        assert code == wanted, told
        assert network or not differs(command.shown, printed), told


@pytest.mark.parametrize("page", WALKED, ids=lambda page: page.name)
def test_whoever_follows_a_page_sees_what_it_shows(
    page: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = blocks(page.read_text(encoding="utf-8"))
    monkeypatch.chdir(tmp_path)
    if not any("flevoprint new project" in block.body for block in told):
        new_project(tmp_path / "mijn-flyer")
        monkeypatch.chdir("mijn-flyer")
    for block in told:
        if block.mark in ("file", "change"):
            edit(block)
        elif block.kind == "console":
            give(block, monkeypatch)


def test_the_pages_that_people_type_from_are_walked() -> None:
    assert {page.name for page in WALKED} >= {
        "README.md",
        "beginnen.md",
        "huisstijl.md",
        "lagen.md",
        "layouts.md",
        "links-en-qr.md",
        "naar-de-drukker.md",
        "op-de-website.md",
        "poster.md",
    }


@pytest.mark.parametrize(
    "page", [page for page in PAGES if page != chapter_path()], ids=lambda page: page.name
)
def test_commands_stand_in_console_blocks_only(page: Path) -> None:
    for block in blocks(page.read_text(encoding="utf-8")):
        if block.kind != "console":
            assert not re.search(r"^(\$ |flevoprint )", block.body, re.MULTILINE), block.line
            assert block.mark in ("", "file", "change"), block.line


@EACH_PAGE
def test_links_lead_somewhere_and_pictures_have_words(page: Path) -> None:
    for link in links(page):
        if not link["to"].startswith("https://"):
            assert (page.parent / link["to"]).exists(), link[0]
        if link["picture"]:
            assert len(link["text"]) > 20, f"{link[0]} says too little to who can't see it"


def test_the_first_page_leads_to_every_other() -> None:
    led = {link["to"] for link in links(HANDBOOK / "README.md")}
    assert led >= {page.name for page in HANDBOOK.glob("*.md") if page.name != "README.md"}
    assert "../layouts.md" in led


def test_what_a_change_and_a_comparison_are() -> None:
    text = "a: 1\nb:\n  c: 2\n  d: 3\ne: 4\n"
    assert changed(text, "b:\n  c: 5\nf: 6\n") == "a: 1\nb:\n  c: 5\ne: 4\nf: 6\n"
    assert not differs((), "anything\n")
    assert not differs(("a (1,5 s)", "…"), "a (2,7 s)\nb\n")
    assert not differs(("a … c",), "a b c\n")
    assert differs(("a …",), "a b\nc\n")
    assert differs(("a",), "a\nb\n")
    assert differs(("b",), "a\n")


# Pictures.


def named() -> set[str]:
    return {
        Path(link["to"]).name
        for page in PAGES
        for link in links(page)
        if link["picture"] and (page.parent / link["to"]).parent == PICTURES
    }


def test_every_picture_is_named_there_and_small() -> None:
    there = {path.name: path for path in PICTURES.iterdir()}
    assert named() == set(there)
    assert 4 <= len(there) <= 6
    for path in there.values():
        with Image.open(path) as picture:
            assert (picture.format, picture.mode) == ("PNG", "P"), path.name
        assert path.stat().st_size < 120_000, path.name


@pytest.fixture
def tool() -> ModuleType:
    """``tools/handbook-pictures`` as a module."""
    path = ROOT / "tools" / "handbook-pictures"
    loader = importlib.machinery.SourceFileLoader("handbook_pictures", str(path))
    spec = importlib.util.spec_from_loader("handbook_pictures", loader)
    assert spec
    module = importlib.util.module_from_spec(spec)
    loader.exec_module(module)
    return module


@pytest.mark.slow
def test_the_tool_makes_each_of_them(tool: ModuleType, tmp_path: Path) -> None:
    """Not each pixel: those follow the library that draws letters."""

    def sizes(folder: Path) -> dict[str, tuple[int, int]]:
        found = {}
        for path in folder.iterdir():
            with Image.open(path) as picture:
                found[path.name] = picture.size
        return found

    assert tool.main([str(tmp_path)]) == 0
    assert sizes(tmp_path) == sizes(PICTURES)

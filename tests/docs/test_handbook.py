"""The documents do what they say: every command is given, every edit made, every picture there."""

from __future__ import annotations

import importlib.machinery
import importlib.util
import shutil
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import numpy as np
import pytest
from PIL import Image

from flevoprint.batch.codes import known_codes
from flevoprint.batch.start import new_project
from flevoprint.cli import run
from flevoprint.cli.commands import COMMANDS
from flevoprint.content import project_files
from flevoprint.content.named import named_addresses
from flevoprint.content.schema import draft_schemas
from flevoprint.language import language
from tests.conftest import ROOT
from tests.docs.examples import Places, shape_of
from tests.docs.reader import follow, is_name_alone
from tests.docs.walk import anchors, blocks, changed, differs, given, hidden, links
from tests.links.internet import PAGES as WEB_PAGES
from tests.links.internet import Internet, papers
from tests.start.tables import write_xlsx
from tests.support.plain_yaml import load

HANDBOOK = ROOT / "docs" / "handboek"
PICTURES = HANDBOOK / "beelden"
PAGES = sorted([*HANDBOOK.glob("*.md"), *(ROOT / "docs").glob("*.md"), ROOT / "README.md"])
EACH_PAGE = pytest.mark.parametrize(
    "page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix()
)


def text_of(page: Path) -> str:
    return page.read_text(encoding="utf-8")


@pytest.fixture(scope="session")
def internet(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Internet]:
    """The internet as the handbook sees it: every address of the shipped content is alive."""
    named = named_addresses(project_files(ROOT)).places
    addresses = [*(address for address in named if address.startswith("http")), *WEB_PAGES]
    hosts = frozenset(address.split("/")[2] for address in addresses)
    with Internet(papers(tmp_path_factory.mktemp("papers"), hosts), hosts).on() as there:
        yield there


@pytest.fixture
def at_an_office(internet: Internet, monkeypatch: pytest.MonkeyPatch) -> Internet:
    """This computer reaches that internet through a proxy, as it does in an office."""
    monkeypatch.delenv("NO_PROXY")
    monkeypatch.setenv("HTTPS_PROXY", internet.address)
    monkeypatch.setenv("SSL_CERT_FILE", str(internet.papers.authority))
    return internet


def write_table(path: Path) -> None:
    """A table as a reader has it."""
    write_xlsx(path, [("Gemeente", "Telefoonnummer"), ("Coevorden", "14 0524")])


def fetch_flyer(path: Path) -> None:
    """A press PDF from elsewhere: here the one that was built before."""
    shutil.copyfile("out/urk/inwonersinitiatieven-urk-druk.pdf", path)


#: What readers have of their own, when a page has them type its name.
OWN = {
    "gemeenten.xlsx": write_table,
    "mijn gemeenten.xlsx": write_table,
    "flyer van de drukker.pdf": fetch_flyer,
    "Documenten/flyers": new_project,
}


@EACH_PAGE
def test_whoever_follows_a_page_sees_what_it_shows(
    page: Path, at_an_office: Internet, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = text_of(page)
    wanted = given(text)
    monkeypatch.chdir(tmp_path)
    if not any(command.startswith("flevoprint new project") for command in wanted[:3]):
        new_project(tmp_path / "mijn-flyer")
        monkeypatch.chdir("mijn-flyer")
    assert follow(text, OWN, monkeypatch) == wanted


@EACH_PAGE
def test_no_command_of_a_page_escapes(page: Path) -> None:
    assert hidden(text_of(page)) == []


def test_every_command_is_given_in_full_somewhere() -> None:
    everywhere = [command for page in PAGES for command in given(text_of(page))]
    in_full = [command for command in everywhere if not is_name_alone(command)]
    named = {f"flevoprint {name}" for name in COMMANDS}
    named |= {command for command in everywhere if is_name_alone(command)}
    for name in named:
        assert any(f"{command} ".startswith(f"{name} ") for command in in_full), name


def test_links_are_asked_for_over_the_network(
    at_an_office: Internet, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The walk's internet is a real one: without it, ``flevoprint links`` fails."""
    new_project(tmp_path / "flyer")
    at_an_office.asked.clear()
    assert run(["--project", str(tmp_path / "flyer"), "links"]) == 0
    assert "HEAD https://www.caritasurk.nl/" in at_an_office.asked
    monkeypatch.delenv("SSL_CERT_FILE")
    assert run(["--project", str(tmp_path / "flyer"), "links"]) == 1


# The walk itself: it fails where a page says what is not so, or more than a test sees.


@pytest.mark.parametrize(
    "text",
    [
        "Typ `flevoprint build atlantis`.\n",
        "Typ `flevoprint fly`.\n",
        "Typ `flevoprint list\nsterren`.\n",
        "Typ `flevoprint list layouts --sterren`.\n",
        "Typ `sudo rm alles`, en daarna `flevoprint list`.\n",
        "Typ `brew install sterren`.\n",
        "Typ `make sterren`.\n",
        "```sh\nflevoprint list sterren  # niet\n```\n",
        "```text\n.venv/bin/flevoprint list sterren\n```\n",
        "```console\n$ flevoprint list sterren\n```\n",
        "```console\n$ flevoprint list layouts\nanders\n```\n",
        "```console\nflevoprint list layouts\n```\n",
        "In `x.yaml`:\n\n<!-- copy: content/project.yaml x.yaml -->\n```yaml\n```\n",
        "<!-- file: x.yaml -->\n```yaml\na: 1\n```\n",
    ],
)
def test_a_page_that_is_not_true_is_refused(
    text: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    new_project(tmp_path / "flyer")
    monkeypatch.chdir(tmp_path / "flyer")
    with pytest.raises(AssertionError):
        follow(text, {}, monkeypatch)


@pytest.mark.parametrize(
    "text",
    [
        "Typ flevoprint check urk.\n",
        "<p><code>flevoprint check urk</code></p>\n",
        "Typ **flevoprint --lang en check**.\n",
        "    $ flevoprint check\n",
        "~~~console\n$ flevoprint check\n~~~\n",
        "```yaml\n# daarna: flevoprint check urk\n```\n",
        "```python\nflevoprint check\n```\n",
        "```text\n$ flevoprint check\n```\n",
        "```text\ndan flevoprint check\n```\n",
        "``flevoprint check``\n",
    ],
)
def test_a_command_that_no_test_gives_is_found(text: str) -> None:
    assert hidden(f"# Kop\n\n{text}") != []


def test_what_a_walk_sees() -> None:
    text = (
        "Met `flevoprint\nlist` of `list`, flevoprint zelf.\n\n"
        "```console\n$ cd x\n$ flevoprint a\nb\n```\n\n"
        "1. Zo:\n\n   ```sh\n   flevoprint c  # zo\n   flevoprint [-q] d\n   ```\n\n"
        "`make e` en `maak f`.\n"
    )
    assert given(text) == ["flevoprint list", "cd x", "flevoprint a", "flevoprint c", "make e"]
    assert hidden(text) == []
    with pytest.raises(ValueError, match="unknown comment"):
        blocks("<!-- netwerk: x -->\n```console\n$ flevoprint list\n```\n")


def test_what_is_a_name_alone() -> None:
    for name in ("flevoprint new", "flevoprint new gemeente", "flevoprint import"):
        assert is_name_alone(name), name
    for command in ("flevoprint build", "flevoprint new gemeente Urk", "flevoprint fly", "cd x"):
        assert not is_name_alone(command), command


# Examples, options and links.


@pytest.fixture(scope="module")
def places(tmp_path_factory: pytest.TempPathFactory) -> Places:
    """All that a file may say, in a project with all that the handbook speaks of."""
    root = tmp_path_factory.mktemp("examples") / "flyer"
    new_project(root)
    sheets = root / "content" / "bladen"
    original = (sheets / "inwonersinitiatieven.yaml").read_text(encoding="utf-8")
    translated = f"{original}taal: en\nvertaling van: inwonersinitiatieven\n"
    (sheets / "inwonersinitiatieven-en.yaml").write_text(translated, encoding="utf-8")
    drafted = draft_schemas(project_files(root), known_codes(), language("nl"))
    assert drafted.problems == ()
    words = [load(path.read_text("utf-8")) for path in (ROOT / "layouts").rglob("woorden.yaml")]
    return Places([*drafted.schemas.values(), *map(shape_of, words)])


@EACH_PAGE
def test_every_example_may_stand_in_a_file(page: Path, places: Places) -> None:
    for block in blocks(text_of(page)):
        if block.kind == "yaml" and not block.mark:  # with a mark, it is put there
            assert places.hold(load(block.body)), f"line {block.line}:\n{block.body}"


@pytest.mark.parametrize(
    "text",
    [
        "websiet: https://www.urk.nl",
        "contact: {website: www.urk.nl}",
        "contact: {naam: Urk}",
        "hoofdkleur: {rgb: rood}",
        "afloop: veel",
        "bladen: {inwonersinitiatieven: {tips: {lokaal: [{kopje: Hier}]}}}",
        "- {kopje: Hier}",
        "pl: {andere_kant: x}",
    ],
)
def test_an_example_that_may_stand_nowhere_is_seen(text: str, places: Places) -> None:
    assert not places.hold(load(text))


@EACH_PAGE
def test_links_lead_somewhere_and_pictures_have_words(page: Path) -> None:
    for link in links(text_of(page)):
        if not link["to"].startswith("https://"):
            target = page.parent / link["to"] if link["to"] else page
            assert target.exists(), link[0]
            assert not link["part"] or link["part"] in anchors(text_of(target)), link[0]
        if link["picture"]:
            assert len(link["text"]) > 20, f"{link[0]} says too little to who can't see it"


def test_the_first_page_leads_to_every_other() -> None:
    led = {link["to"] for link in links(text_of(HANDBOOK / "README.md"))}
    assert led >= {page.name for page in HANDBOOK.glob("*.md") if page.name != "README.md"}
    assert "../layouts.md" in led


def test_what_a_link_may_lead_to() -> None:
    text = "# Op kantoor: een `proxy`\n\n```sh\n# niet dit\n```\n\n## links.no-tls\n"
    assert anchors(text) == {"#op-kantoor-een-proxy", "#linksno-tls"}


def test_what_a_change_and_a_comparison_are() -> None:
    text = "a: 1\nb:\n  c: 2\n  d: 3\ne: 4\n"
    assert changed(text, "b:\n  c: 5\nf: 6\n") == "a: 1\nb:\n  c: 5\ne: 4\nf: 6\n"
    assert not differs((), "anything\n")
    assert not differs(("a (1,5 s)", "…"), "a (2,7 s)\nb\n")
    assert not differs(("a … c",), "a b c\n")
    assert not differs(("a (1,5 s); 8 b",), "a (0,0 s); 2 bladen ongewijzigd; 8 b\n")
    assert differs(("a …",), "a b\nc\n")
    assert differs(("a",), "a\nb\n")
    assert differs(("b",), "a\n")


# Pictures.


def named() -> set[str]:
    return {
        Path(link["to"]).name
        for page in PAGES
        for link in links(text_of(page))
        if link["picture"] and (page.parent / link["to"]).parent == PICTURES
    }


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


def test_every_picture_is_named_made_by_the_tool_and_small(tool: ModuleType) -> None:
    there = {path.name: path for path in PICTURES.iterdir()}
    assert {link["picture"] and link["to"] for page in PAGES for link in links(text_of(page))} - {
        "",
        *(f"beelden/{name}" for name in there),
    } == set(), "a picture from elsewhere"
    assert named() == set(there) == {f"{name}.png" for name in tool.PICTURES}
    assert 4 <= len(there) <= 6
    for path in there.values():
        with Image.open(path) as picture:
            assert (picture.format, picture.mode) == ("PNG", "P"), path.name
        assert path.stat().st_size < 120_000, path.name


@pytest.mark.slow
def test_the_tool_makes_each_of_them_again(tool: ModuleType, tmp_path: Path) -> None:
    """The same but for the edges of letters, which follow the library that draws them."""
    assert tool.main([str(tmp_path)]) == 0
    assert {path.name for path in tmp_path.iterdir()} == {f"{name}.png" for name in tool.PICTURES}
    for path in tmp_path.iterdir():
        ours, theirs = pixels(PICTURES / path.name), pixels(path)
        assert ours.shape == theirs.shape, path.name
        assert differing(ours, theirs) < 0.0002, f"{path.name}: run tools/handbook-pictures"


def pixels(path: Path) -> np.ndarray:
    with Image.open(path) as picture:
        return np.asarray(picture.convert("RGB"), dtype=np.int16)


def differing(one: np.ndarray, other: np.ndarray) -> float:
    """The share of pixels that an eye sees differ: by more than a fifth in a colour."""
    return float((np.abs(one - other).max(axis=2) > 51).mean())

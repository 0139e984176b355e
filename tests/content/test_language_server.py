"""What someone sees who edits a project in VS Code: a real language server on written schemas."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from flevoprint.cli import run
from tests.support.language_server import LanguageServer, language_server

pytestmark = pytest.mark.slow

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The shipped project whole, with the schemas written into it."""
    folder = tmp_path_factory.mktemp("project")
    for name in ("content", "layouts", "fonts"):
        shutil.copytree(ROOT / name, folder / name)
    assert run(["--project", str(folder), "-q", "schema", "--write"]) == 0
    return folder


@pytest.fixture(scope="module")
def server(project: Path) -> Iterator[LanguageServer]:
    with language_server(project) as running:
        yield running


def edited(path: Path, old: str, new: str) -> str:
    """The text of ``path`` with ``old`` replaced by ``new``."""
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1
    return text.replace(old, new)


def place(text: str, mark: str) -> tuple[int, int]:
    """The line and column, from 0, where ``mark`` begins."""
    before = text[: text.index(mark)]
    return before.count("\n"), len(before) - before.rfind("\n") - 1


def test_it_has_nothing_to_say_of_what_is_shipped(server: LanguageServer, project: Path) -> None:
    # The keys of woorden.yaml are its layout's own.
    files = [path for path in sorted(project.glob("*/**/*.yaml")) if path.name != "woorden.yaml"]
    assert len(files) > 10
    for path in files:
        text = path.read_text(encoding="utf-8")
        assert text.startswith("# yaml-language-server: $schema=")
        assert server.open(path, text).remarks == [], path


def test_it_completes_a_key_and_tells_what_it_is_for(server: LanguageServer, project: Path) -> None:
    path = project / "content/gemeenten/urk.yaml"
    text = edited(path, "contact:\n", "contact:\n  tel\n")
    line, column = place(text, "tel\n")
    items = server.at("completion", server.open(path, text), line, column + 3)["items"]
    labels = {item["label"]: item for item in items}
    assert "telefoon" in labels
    assert "zoals mensen het schrijven" in str(labels["telefoon"]["documentation"])
    assert labels["telefoon"]["insertText"].startswith("telefoon: ")


@pytest.mark.parametrize(
    ("file", "mark", "title", "help_"),
    [
        ("content/gemeenten/urk.yaml", "tweede kleur", "Tweede kleur", "voor lijnen en accenten"),
        ("content/gemeenten/urk.yaml", "adres:", "Adres", "en op papier een QR-code"),
        ("content/gemeenten/urk.yaml", "lokaal:", "Lokaal", "mag dit vak zelf vullen"),
        ("content/bladen/inwonersinitiatieven.yaml", "stelling:", "Stelling", "wordt vet gedrukt"),
        ("content/printers/digitaal.yaml", "zoals", "Zoals", "alleen wat anders is"),
        ("content/project.yaml", "drukker:", "Drukker", "een bestand in content/printers"),
        ("layouts/handout-a4/layout.yaml", "formaat", "Formaat", "na het snijden"),
        ("fonts/fonts.yaml", "gewicht", "Gewicht", "700 is vet"),
    ],
)
def test_it_shows_help_in_dutch(
    file: str, mark: str, title: str, help_: str, server: LanguageServer, project: Path
) -> None:
    path = project / file
    text = path.read_text(encoding="utf-8")
    line, column = place(re.sub(r"(?m)^#.*$", lambda m: " " * len(m[0]), text), mark)
    shown = server.at("hover", server.open(path, text), line, column + 1)["contents"]["value"]
    assert title in shown
    assert help_ in shown


def test_it_offers_the_values_that_can_be(server: LanguageServer, project: Path) -> None:
    path = project / "content/project.yaml"
    text = edited(path, "drukker: standaard", "drukker: ")
    line, column = place(text, "drukker: ")
    opened = server.open(path, text)
    items = server.at("completion", opened, line, column + len("drukker: "))["items"]
    assert {"standaard", "digitaal", "groot-formaat", "ongestreken"} <= {
        item["label"] for item in items
    }


@pytest.mark.parametrize(
    ("old", "new", "mark", "message"),
    [
        ("contact:\n", "contact:\n  telefon: 0527\n", "telefon:", "telefon is not allowed"),
        ("cbs: GM0184", "cbs: 0184", "0184", "schrijf GM met vier cijfers"),
        ("cbs: GM0184", "cbs: GM184", "GM184", "schrijf GM met vier cijfers"),
        ("naam: Urk", "naam:", "naam:", "vul de tekst in, of haal"),
        ("https://www.urk.nl", "www.urk.nl", "www.urk.nl", "zet hier een webadres, zoals"),
        ("    tips:\n", "    titel: Urk\n    tips:\n", "titel:", "titel is not allowed"),
        ("  alt: gemeente Urk\n", "", "logo:", 'Missing property "alt"'),
    ],
)
def test_it_points_at_a_mistake(
    old: str, new: str, mark: str, message: str, server: LanguageServer, project: Path
) -> None:
    path = project / "content/gemeenten/urk.yaml"
    text = edited(path, old, new)
    remarks = server.open(path, text).remarks
    assert [message in remark["message"] for remark in remarks] == [True], remarks
    assert remarks[0]["range"]["start"]["line"] == place(text, mark)[0]

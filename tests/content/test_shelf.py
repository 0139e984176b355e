"""What was found out of a logo is found again to the byte, or else found out anew."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from PIL import Image

from flevoprint.batch.shelf import CacheShelf
from flevoprint.content import examining, pictures
from flevoprint.content.found import PictureFile, Shelf, packed, unpacked
from flevoprint.content.pictures import PictureError, read_picture
from tests.conftest import ROOT

LOGO = ROOT / "content" / "logos" / "plaatshouder-urk-donker.svg"


def read(folder: Path, name: str, shelf: Shelf | None) -> PictureFile:
    """As a new process reads it."""
    pictures._examined.cache_clear()
    return read_picture(folder, name, shelf)


@pytest.fixture
def shelf(tmp_path: Path) -> CacheShelf:
    return CacheShelf(tmp_path / "cache", "proef 1")


@pytest.fixture
def logos(tmp_path: Path) -> Path:
    folder = tmp_path / "logos"
    folder.mkdir()
    (folder / "vorm.svg").write_bytes(LOGO.read_bytes())
    Image.new("RGBA", (300, 90), (200, 20, 20, 255)).save(folder / "vlak.png")
    Image.new("RGB", (90, 90), (255, 255, 255)).save(folder / "wit.jpg")
    return folder


def kept(shelf: CacheShelf) -> list[Path]:
    return sorted(path for path in shelf.folder.rglob("*") if path.is_file())


@pytest.mark.parametrize("name", ["vorm.svg", "vlak.png", "wit.jpg"])
def test_a_second_reading_finds_the_same_without_drawing(
    name: str, logos: Path, shelf: CacheShelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = read(logos, name, shelf)
    assert first == read(logos, name, None)
    monkeypatch.delattr(examining, "examine")
    assert read(logos, name, shelf) == first
    assert unpacked(packed(first.drawn)) == first.drawn


def test_another_file_or_other_software_finds_nothing(logos: Path, shelf: CacheShelf) -> None:
    read(logos, "vorm.svg", shelf)
    assert len(kept(shelf)) == 1
    (logos / "vorm.svg").write_bytes(LOGO.read_bytes() + b"\n")
    read(logos, "vorm.svg", shelf)
    assert len(kept(shelf)) == 2
    read(logos, "vorm.svg", CacheShelf(shelf.folder, "proef 2"))
    assert len(kept(shelf)) == 3


@pytest.mark.parametrize("damage", [b"", b"x", b"\0" * 32, b"\0" * 32 + b"[]\n"])
def test_what_is_damaged_is_found_out_anew(damage: bytes, logos: Path, shelf: CacheShelf) -> None:
    first = read(logos, "vorm.svg", shelf)
    (place,) = kept(shelf)
    whole = place.read_bytes()
    for wrong in (damage, whole[:-1], whole[:40] + damage + whole[41:]):
        place.write_bytes(wrong)
        assert read(logos, "vorm.svg", shelf) == first
        assert place.read_bytes() == whole


def test_what_belongs_to_another_logo_is_not_taken(logos: Path, shelf: CacheShelf) -> None:
    read(logos, "vorm.svg", shelf)
    (place,) = kept(shelf)
    read(logos, "vlak.png", shelf)
    (other,) = set(kept(shelf)) - {place}
    other.write_bytes(place.read_bytes())
    assert read(logos, "vlak.png", shelf).drawn.suffix == ".png"


def test_a_shelf_that_cannot_be_written_costs_nothing(logos: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    assert read(logos, "vorm.svg", CacheShelf(tmp_path / "file", "proef")).drawn.suffix == ".svg"


def test_a_refused_logo_is_refused_again(logos: Path, shelf: CacheShelf) -> None:
    (logos / "leeg.svg").write_text('<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"/>')
    for _ in range(2):
        with pytest.raises(PictureError):
            read(logos, "leeg.svg", shelf)
    assert not kept(shelf)


def test_reading_takes_what_draws_only_where_it_has_to_draw(tmp_path: Path) -> None:
    code = "import sys, flevoprint.batch.run\nfrom pathlib import Path\n"
    code += "from flevoprint.batch.shelf import open_project\n"
    code += "from flevoprint.batch.plan import Selection, plan\n"
    code += f"assert plan(open_project(Path({str(ROOT)!r})), Selection()).jobs\n"
    code += "print(sorted({'PIL', 'resvg_py', 'jinja2', 'weasyprint'} & set(sys.modules)))"
    environment = os.environ | {"FLEVOPRINT_CACHE_DIR": str(tmp_path)}

    def imported() -> str:
        command = [sys.executable, "-c", code]
        return subprocess.run(
            command, env=environment, check=True, capture_output=True, text=True, timeout=60
        ).stdout

    assert "PIL" in imported()
    assert imported() == "[]\n"

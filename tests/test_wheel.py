"""The built wheel works on its own: layouts, content, fonts and profiles travel with it."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from tests.docs.walk import anchors, links

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture(scope="module")
def unpacked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel as installing it lays it out."""
    folder = tmp_path_factory.mktemp("wheel")
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)],
        cwd=ROOT,
        check=True,
        capture_output=True,
        timeout=120,
    )
    (wheel,) = folder.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(folder / "site")
    return folder / "site"


def test_everything_shipped_is_in_it(unpacked: Path) -> None:
    shipped = unpacked / "flevoprint" / "shipped"
    for folder in ("layouts", "content", "fonts"):
        ours = {path.relative_to(ROOT) for path in (ROOT / folder).rglob("*") if path.is_file()}
        theirs = {
            path.relative_to(shipped) for path in (shipped / folder).rglob("*") if path.is_file()
        }
        assert theirs == ours
    profiles = unpacked / "flevoprint" / "profiles"
    assert {path.suffix for path in profiles.iterdir()} == {".icc", ".txt"}
    assert (unpacked / "flevoprint" / "py.typed").is_file()
    licences = {path.name for path in unpacked.glob("*.dist-info/licenses/**/*") if path.is_file()}
    assert licences == {
        "LICENSE",
        "OFL.txt",
        "ISOcoated_v2_300_bas.txt",
        "FOGRA47L_uncoated_280.txt",
    }


def test_every_link_of_the_handbook_holds_in_it(unpacked: Path) -> None:
    shipped = unpacked / "flevoprint" / "shipped"
    pages = [*shipped.rglob("*.md")]
    ours = {path.name for path in (ROOT / "docs").rglob("*.md")}
    assert {page.name for page in pages} >= ours >= {"README.md", "meldingen.md", "layouts.md"}
    within = [
        (page, link)
        for page in pages
        for link in links(page.read_text(encoding="utf-8"))
        if not link["to"].startswith("https://")
    ]
    assert len(within) > 20
    for page, link in within:
        target = (page.parent / link["to"]).resolve() if link["to"] else page
        assert target.is_relative_to(shipped), link[0]
        assert target.is_file(), f"{page.name}: {link[0]}"
        if link["part"]:
            assert link["part"] in anchors(target.read_text(encoding="utf-8")), link[0]


def test_it_builds_a_project_that_has_content_only(unpacked: Path, project: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "flevoprint", "-q", "build", "urk", "--edition", "scherm"],
        cwd=project,
        env=os.environ | {"PYTHONPATH": str(unpacked)},
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert (done.returncode, done.stderr) == (0, "")
    where = subprocess.run(
        [sys.executable, "-c", "import flevoprint.content as c; print(c.shipped_folder())"],
        env=os.environ | {"PYTHONPATH": str(unpacked)},
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    assert where.stdout.strip() == str(unpacked / "flevoprint" / "shipped")


def test_a_newcomer_has_a_flyer_in_four_commands(unpacked: Path, tmp_path: Path) -> None:
    """``new project``, ``new gemeente``, one edit, ``build``, in an empty folder."""

    def typed(*arguments: str, cwd: Path) -> str:
        done = subprocess.run(
            [sys.executable, "-m", "flevoprint", *arguments],
            cwd=cwd,
            env=os.environ | {"PYTHONPATH": str(unpacked)},
            capture_output=True,
            text=True,
            timeout=120,
        )
        assert done.returncode == 0, done.stderr
        assert "Traceback" not in done.stderr
        return done.stdout

    assert typed("new", "project", "flyer", cwd=tmp_path) == "flyer\n"
    folder = tmp_path / "flyer"
    assert typed("new", "gemeente", "Súdwest-Fryslân", cwd=folder).split() == [
        "content/gemeenten/sudwest-fryslan.yaml"
    ]
    file = folder / "content" / "gemeenten" / "sudwest-fryslan.yaml"
    text = file.read_text(encoding="utf-8").replace(
        "# telefoon: 0527 12 34 56", "telefoon: 14 0515"
    )
    file.write_text(text, encoding="utf-8")
    made = typed("build", "sudwest-fryslan", cwd=folder).split()
    assert [Path(path).name for path in made] == [
        f"inwonersinitiatieven-sudwest-fryslan-{edition}.pdf" for edition in ("scherm", "druk")
    ]
    for path in made:
        words = subprocess.run(
            ["pdftotext", folder / path, "-"], capture_output=True, check=True, timeout=60
        ).stdout.decode()
        assert "Gemeente Súdwest-Fryslân" in words
        assert "14 0515" in words

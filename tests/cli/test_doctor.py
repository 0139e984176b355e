"""``flevoprint doctor``: whatever is missing is named, with the line that mends it."""

from __future__ import annotations

import errno
import json
import os
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import click
import pytest

import flevoprint
from flevoprint import doctor
from flevoprint.cli import run
from flevoprint.doctor import LIBRARIES, MODULES, Check, Library, State, examine
from tests.conftest import ROOT


def told(*arguments: str, path: Path, options: tuple[str, ...] = ()) -> tuple[int, str, str]:
    """Run the real program with ``path`` in front of all that is installed."""
    done = subprocess.run(
        [sys.executable, *options, "-m", "flevoprint", *arguments],
        env=os.environ | {"PYTHONPATH": str(path)},
        cwd=path,
        capture_output=True,
        text=True,
        timeout=120,
    )
    return done.returncode, done.stdout, done.stderr


def test_this_machine_is_ready(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["--project", str(ROOT), "doctor", "--json"]) == 0
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert lines[-1] == {"event": "finished", "missing": 0, "exit_code": 0}
    checks = {line["name"]: line for line in lines[:-1]}
    assert re.fullmatch(r"\d+\.\d+\.\d+", checks["Pango"]["found"])
    assert re.fullmatch(r"\d+\.\d+\.\d+", checks["HarfBuzz"]["found"])
    assert set(MODULES) < set(checks)
    assert {check["state"] for check in checks.values()} <= {"ok", "optional"}
    assert len(checks) > 20


def test_every_dependency_is_tried() -> None:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    asked = [re.split("[>=<]", text)[0] for text in settings["project"]["dependencies"]]
    assert sorted(asked) == sorted(MODULES)


def test_where_nothing_but_click_is_installed(tmp_path: Path) -> None:
    for module in (click, flevoprint):
        folder = Path(module.__file__ or "").parent
        (tmp_path / folder.name).symlink_to(folder)
    code, out, err = told("doctor", path=tmp_path, options=("-S",))
    assert (code, err) == (4, "")
    for package in MODULES:
        if package != "click":
            assert f"✗ {package}: niet geïnstalleerd\n" in out
            assert f'-m pip install "{package}"' in out
    assert "✓ Pango" in out
    assert "dingen" in out.splitlines()[-1]


def test_where_the_engine_cannot_start(tmp_path: Path) -> None:
    (tmp_path / "weasyprint.py").write_text(
        "print('advice')\nraise OSError('cannot load library libpango')\n"
    )
    code, out, err = told("doctor", "--json", path=tmp_path)
    assert (code, err) == (4, "")
    checks = [json.loads(line) for line in out.splitlines()[:-1]]
    (engine,) = [check for check in checks if check["state"] == "missing"]
    assert engine["name"] == "weasyprint"
    assert "cannot load library libpango" in engine["found"]
    assert "pip install --force-reinstall" in engine["mend"]
    code, out, _ = told("-q", "doctor", path=tmp_path)
    assert code == 4
    assert out.splitlines()[0].startswith("✗ weasyprint")


LACKING = Library("Nergens", "libnergens.so.9", "libnergens.9.dylib", "deb", "rpm", "brew")


@pytest.mark.parametrize(
    ("platform", "programs", "line"),
    [
        ("linux", {"apt-get"}, "sudo apt-get install deb"),
        ("linux", {"dnf"}, "sudo dnf install rpm"),
        ("linux", {"apt-get", "dnf"}, "sudo apt-get install deb"),
        ("linux", set(), "sudo apt-get install deb"),
        ("darwin", {"brew"}, "brew install brew"),
    ],
)
def test_the_line_is_that_of_the_platform(
    platform: str, programs: set[str], line: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "platform", platform)
    monkeypatch.setattr(
        doctor.shutil, "which", lambda name: f"/nergens/bin/{name}" if name in programs else None
    )
    check = doctor._library(LACKING)
    assert (check.state, check.mend) == (State.MISSING, line)


def test_a_library_that_python_does_not_find_beside_homebrew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "lib").mkdir()
    (tmp_path / "lib" / LACKING.macos).write_bytes(b"")
    monkeypatch.setattr(sys, "platform", "darwin")
    monkeypatch.setattr(doctor.shutil, "which", lambda name: str(tmp_path / "bin" / name))
    assert str(doctor._library(LACKING).mend).startswith("export DYLD_FALLBACK_LIBRARY_PATH=")


def test_every_library_is_the_engine_s_own() -> None:
    from weasyprint.text import ffi

    source = Path(ffi.__file__).read_text(encoding="utf-8")
    for library in LIBRARIES:
        assert library.linux in source


@pytest.mark.parametrize(
    ("requirement", "state"),
    [
        ("click>=8", State.READY),
        ("click>=8,<9", State.READY),
        ("click>=99", State.MISSING),
        ("click<8", State.MISSING),
        ("no-such-package>=1", State.MISSING),
    ],
)
def test_versions(requirement: str, state: State) -> None:
    check = doctor._package(requirement)
    assert check.state is state
    assert state is State.READY or f'pip install "{requirement}"' in str(check.mend)


def found(project: Path, name: str) -> Check:
    return next(check for check in examine(project) if str(check.name) == name)


def test_a_font_that_is_listed_and_not_there(project: Path) -> None:
    (project / "fonts").mkdir()
    listing = (ROOT / "fonts" / "fonts.yaml").read_text(encoding="utf-8")
    (project / "fonts" / "fonts.yaml").write_text(listing, encoding="utf-8")
    check = found(project, "fonts")
    assert check.state is State.MISSING
    assert "SourceSans3_600SemiBold.ttf" in str(check.found)
    assert str(project / "fonts") in str(check.mend)


def test_a_folder_that_cannot_be_written(project: Path) -> None:
    (project / "out").write_bytes(b"")  # a file where the folder should be
    check = found(project, "folder for results")
    assert check.state is State.MISSING
    assert str(project / "out") in str(check.found)


def test_a_folder_that_may_not_be_looked_for(
    project: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    exists = Path.exists

    def refuse(path: Path) -> bool:  # as Python 3.11 does below a folder that is closed to us
        if path.name == "closed":
            raise PermissionError(errno.EACCES, "Permission denied")
        return exists(path)

    monkeypatch.setattr(Path, "exists", refuse)
    monkeypatch.setenv("FLEVOPRINT_CACHE_DIR", str(project / "closed"))
    assert run(["--project", str(project), "doctor"]) == 0
    assert str(project / "closed") in capsys.readouterr().out
    assert run(["--project", str(project / "closed"), "list"]) == 2
    assert "schrijven lukt niet" not in capsys.readouterr().err

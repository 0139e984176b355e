"""One folder for what is kept, for whoever asks."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from flevoprint import doctor
from flevoprint.keeping import cache_folder


@pytest.mark.parametrize(
    ("platform", "settings", "below"),
    [
        ("linux", {"FLEVOPRINT_CACHE_DIR": "own", "XDG_CACHE_HOME": "xdg"}, "own"),
        ("darwin", {"FLEVOPRINT_CACHE_DIR": "own"}, "own"),
        ("linux", {"XDG_CACHE_HOME": "xdg"}, "xdg/flevoprint"),
        ("linux", {}, ".cache/flevoprint"),
        ("darwin", {}, "Library/Caches/flevoprint"),
    ],
)
def test_where_it_lies_and_doctor_looks_there(
    platform: str,
    settings: dict[str, str],
    below: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for name in ("FLEVOPRINT_CACHE_DIR", "XDG_CACHE_HOME"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("HOME", str(tmp_path))
    for name, folder in settings.items():
        monkeypatch.setenv(name, str(tmp_path / folder))
    monkeypatch.setattr(sys, "platform", platform)
    assert cache_folder() == tmp_path / below
    assert str(tmp_path / below) in [str(check.found) for check in doctor._folders(tmp_path)]

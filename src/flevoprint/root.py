"""Which folder is a project: told without reading it, and so without importing what reads."""

from __future__ import annotations

from pathlib import Path

PROJECT_FILE = Path("content", "project.yaml")


def find_project(start: Path) -> Path | None:
    """The project's root: the nearest folder at or above ``start`` with content/project.yaml."""
    start = start.resolve()
    for folder in (start, *start.parents):
        if (folder / PROJECT_FILE).is_file():
            return folder
    return None

"""Where the shipped layouts, content, fonts and handbook lie."""

from __future__ import annotations

from functools import cache
from pathlib import Path


@cache
def shipped_folder() -> Path:
    """The folder with layouts, content and fonts: in the wheel, else the repository."""
    package = Path(__file__).resolve().parent
    installed = package / "shipped"
    return installed if installed.is_dir() else package.parents[1]

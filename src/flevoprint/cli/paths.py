"""How paths are shown."""

from __future__ import annotations

from pathlib import Path


def shown(path: Path) -> str:
    """``path`` as short as it can be typed from here."""
    here = Path.cwd()
    return str(path.relative_to(here)) if path.is_relative_to(here) else str(path)

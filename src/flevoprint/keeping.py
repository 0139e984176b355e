"""Where is kept what need not be made or asked for twice: one folder for all projects of a user."""

from __future__ import annotations

import os
import sys
from pathlib import Path


def cache_folder() -> Path:
    """``FLEVOPRINT_CACHE_DIR``, or where this system keeps such things. It need not exist."""
    chosen = os.environ.get("FLEVOPRINT_CACHE_DIR", "")
    if chosen:
        return Path(chosen)
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Caches" / "flevoprint"
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "flevoprint"

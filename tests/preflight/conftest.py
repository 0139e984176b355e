"""The good file that faults are made from."""

from __future__ import annotations

from pathlib import Path

import pytest

from .faults import NAME


@pytest.fixture(scope="session")
def good(built: Path) -> bytes:
    """A shipped flyer for the press."""
    return (built / "urk" / NAME).read_bytes()


@pytest.fixture(scope="session")
def good_screen(built: Path) -> bytes:
    """The same flyer for the screen."""
    return (built / "urk" / NAME.replace("druk", "scherm")).read_bytes()

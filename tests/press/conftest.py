"""Finished editions that several tests look at; laid out once."""

from __future__ import annotations

import pytest

from . import sample


@pytest.fixture(scope="session")
def rich_source() -> bytes:
    """The sheet with a bit of everything, as the engine leaves it."""
    return sample.lay_out(sample.rich(), sample.RICH_CSS)


@pytest.fixture(scope="session", params=[sample.PRESS, sample.MARKED], ids=["plain", "marks"])
def rich_press(request: pytest.FixtureRequest, rich_source: bytes) -> bytes:
    """That sheet for the press, without marks and with."""
    return sample.finish(rich_source, request.param, sample.INFO, sample.TRIM, sample.SWATCHES)


@pytest.fixture(scope="session")
def rich_screen(rich_source: bytes) -> bytes:
    """That sheet for the screen."""
    return sample.finish(rich_source, sample.SCREEN, sample.INFO, sample.TRIM, sample.SWATCHES)

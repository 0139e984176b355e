"""Many cases, of which the fast tests run the first few."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pytest


def sampled(items: Iterable[Any], fast: int) -> list[Any]:
    """``items`` as parameters, of which the first ``fast`` always run."""
    return [
        pytest.param(item, id=str(number), marks=() if number < fast else pytest.mark.slow)
        for number, item in enumerate(items)
    ]

"""Printing conditions: what an output intent says, and the profile that belongs to it.

A row in a table; a shop that prints otherwise is a new row with its profile beside it.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

_PROFILES = Path(__file__).parent / "profiles"

#: The registry that the identifiers come from (ISO 15930-7, 6.2.2).
REGISTRY = "http://www.color.org"


@dataclass(frozen=True, slots=True)
class Condition:
    """A registered characterised printing condition and its CMYK profile."""

    identifier: str
    description: str
    profile: Path

    @property
    def info(self) -> str:
        """The line that a preflight window shows."""
        return f"{self.identifier}: {self.description}"


CONDITIONS = {
    condition.identifier: condition
    for condition in (
        Condition(
            "FOGRA39",
            "Offset on coated paper (ISO 12647-2:2004/Amd 1, paper type 1 or 2), ink limit 300 %",
            _PROFILES / "ISOcoated_v2_300_bas.icc",
        ),
    )
}


@cache
def profile_bytes(condition: Condition) -> bytes:
    """The condition's ICC profile; read once in a process, as every edition embeds it."""
    return condition.profile.read_bytes()

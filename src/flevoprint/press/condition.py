"""Printing conditions: what an output intent says, and the profile that belongs to it.

A row in a table; a shop that prints otherwise brings its own profile with its edition.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from flevoprint.conditions import SHIPPED
from flevoprint.language import Phrase, say, system_reason
from flevoprint.model import Edition
from flevoprint.printer import ICC_HEADER, SHIPPED_CONDITIONS, profile_fault

#: The registry that the identifiers come from (ISO 15930-7, 6.2.2).
REGISTRY = "http://www.color.org"


@dataclass(frozen=True, slots=True)
class Condition:
    """A registered characterised printing condition and its CMYK profile.

    ``digest`` names the content of a profile of the user's own: the same path may hold another one
    tomorrow. It is empty for ours, which do not change.
    """

    identifier: str
    description: str
    profile: Path
    digest: str = ""

    @property
    def info(self) -> str:
        """The line that a preflight window shows."""
        return f"{self.identifier}: {self.description}"


CONDITIONS = {
    identifier: Condition(identifier, description, SHIPPED[identifier])
    for identifier, description in SHIPPED_CONDITIONS.items()
}


def condition_of(edition: Edition) -> Condition | Phrase:
    """The printing condition of a press edition, or why it has none."""
    if edition.icc is None:
        unknown = say("the printing condition '{name}' is unknown", name=edition.condition)
        return CONDITIONS.get(edition.condition, unknown)
    try:
        data = edition.icc.read_bytes()
    except OSError as failure:
        return say("the ICC profile cannot be read: {reason}", reason=system_reason(failure))
    fault = profile_fault(data[:ICC_HEADER])
    if fault is not None:
        return fault
    description = SHIPPED_CONDITIONS.get(edition.condition, edition.icc.stem)
    digest = hashlib.sha256(data).hexdigest()
    return Condition(edition.condition, description, edition.icc, digest)


@cache
def profile_bytes(condition: Condition) -> bytes:
    """The condition's ICC profile; read once in a process, as every edition embeds it."""
    return condition.profile.read_bytes()

"""The gemeenten as Statistics Netherlands (CBS) lists them: names and codes to fill in.

The list is a help, not a rule: a gemeente that is not on it can be used all the same. Its source
and date stand beside it in ``cbs/LEESMIJ.txt``.
"""

from __future__ import annotations

import csv
import difflib
import re
import unicodedata
from dataclasses import dataclass
from functools import cache
from pathlib import Path

LIST = Path(__file__).parent / "cbs" / "gemeenten.csv"
#: What people say for a name that the list has otherwise.
ALSO_CALLED = {"denhaag": ("GM0518", "Den Haag"), "denbosch": ("GM0796", "Den Bosch")}


@dataclass(frozen=True, slots=True)
class Registered:
    """A gemeente on the list; ``name`` has typographic apostrophes, as it is printed."""

    code: str
    name: str


@cache
def register() -> tuple[Registered, ...]:
    """The whole list, in its own order; read once."""
    with LIST.open(encoding="utf-8", newline="") as file:
        return tuple(
            Registered(row["code"], typographic(row["naam"])) for row in csv.DictReader(file)
        )


def typographic(name: str) -> str:
    """``name`` with the apostrophes that are printed, and single spaces."""
    return " ".join(name.split()).replace("'", "’").replace("`", "’").replace("‘", "’")


def folded(name: str) -> str:
    """``name`` for comparing: letters and digits only, in small letters without accents."""
    decomposed = unicodedata.normalize("NFKD", name.casefold())
    return "".join(character for character in decomposed if character.isalnum())


def alike(name: str) -> str:
    """What names that mean the same have in common: as :func:`folded`, if that leaves anything."""
    return folded(name) or name


def find(name: str) -> Registered | None:
    """The gemeente that ``name`` means, however it is typed, if it can be one only.

    What the list adds in brackets to tell namesakes apart may be left out where there is only one.
    A name in everyday use (Den Haag) is kept.
    """
    wanted = folded(name)
    by_name = _by_name()
    if wanted in by_name:
        return by_name[wanted]
    if wanted in ALSO_CALLED:
        return Registered(*ALSO_CALLED[wanted])
    namesakes = [found for found in register() if folded(_bare(found.name)) == wanted]
    if len(namesakes) == 1:
        return Registered(namesakes[0].code, _bare(namesakes[0].name))
    return None


def of_code(code: str) -> Registered | None:
    """The gemeente with this CBS code, if it is on the list."""
    return next((found for found in register() if found.code == code), None)


def names_of(listed: Registered) -> set[str]:
    """What a gemeente may be called in print: as listed, without brackets, or as people do."""
    also = {name for code, name in ALSO_CALLED.values() if code == listed.code}
    return {listed.name, _bare(listed.name), *also}


def likely(name: str) -> list[str]:
    """Up to three names on the list that ``name`` may mean."""
    wanted = folded(name)
    namesakes = [found.name for found in register() if folded(_bare(found.name)) == wanted]
    if namesakes:
        return namesakes
    by_name = _by_name()
    return [by_name[key].name for key in difflib.get_close_matches(wanted, [*by_name], 3, 0.7)]


@cache
def _by_name() -> dict[str, Registered]:
    return {folded(found.name): found for found in register()}


def _bare(name: str) -> str:
    return re.sub(r" \(.*\)$", "", name)

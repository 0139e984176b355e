"""Printing conditions and the ICC profiles that describe them; ``icc.py`` looks into those."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from flevoprint.printer import PrinterProfile

_FOLDER = Path(__file__).parent / "profiles"
#: The profiles that come with flevoprint, by the registered name of their condition.
SHIPPED: Mapping[str, Path] = {
    "FOGRA39": _FOLDER / "ISOcoated_v2_300_bas.icc",
    "FOGRA47": _FOLDER / "FOGRA47L_uncoated_280.icc",
}
#: The condition that a house style means with its CMYK unless it says otherwise: coated offset.
HOUSE = "FOGRA39"


def profile_of(printer: PrinterProfile) -> Path:
    """The profile of the condition that ``printer`` prints under."""
    return printer.icc or SHIPPED.get(printer.condition, SHIPPED[HOUSE])

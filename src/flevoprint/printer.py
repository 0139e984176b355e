"""What one print shop asks of a file: the limits that preflight holds it to. Frozen nouns.

The values of a shop stand in ``content/printers/*.yaml``, never here. Lengths in mm, sizes of type
and line widths in points, inks in %, resolutions in pixels per inch.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from flevoprint.language import Phrase, say
from flevoprint.problem import Source

#: The standard that the press edition is written to (ISO 15930-7).
STANDARD = "PDF/X-4"

#: Registered printing conditions with a profile of ours, and what they stand for (ISO 12647-2).
SHIPPED_CONDITIONS: Mapping[str, str] = {
    "FOGRA39": (
        "Offset on coated paper (ISO 12647-2:2004/Amd 1, paper type 1 or 2), ink limit 300 %"
    ),
    "FOGRA47": "Offset on uncoated paper (ISO 12647-2:2004/Amd 1, paper type 4), ink limit 280 %",
}

#: Bytes of an ICC profile's header (ICC.1, 7.2).
ICC_HEADER = 128


def profile_fault(header: bytes) -> Phrase | None:
    """Why a file that begins with ``header`` cannot be the profile of a press, None if it can.

    An output intent's profile is of class ``prtr`` and its space CMYK (ISO 15930-7, 6.2.2).
    """
    if len(header) < ICC_HEADER or header[36:40] != b"acsp":
        return say("the file is not an ICC profile")
    if header[12:16] != b"prtr":
        return say("the ICC profile is not that of a press (its class is not 'prtr')")
    if header[16:20] != b"CMYK":
        return say("the ICC profile is not for CMYK")
    return None


@dataclass(frozen=True, slots=True)
class Threshold:
    """Below ``error`` is refused, below ``warning`` is warned of."""

    error: float
    warning: float


@dataclass(frozen=True, slots=True)
class Exemption:
    """A finding this shop lets pass, by its code; it stays in the report with its ``reason``."""

    code: str
    reason: str
    source: Source


@dataclass(frozen=True, slots=True)
class PrinterProfile:
    """One shop. None: this shop does not ask for it, so it is not checked.

    ``sources`` tells where each value was typed, by its path in the file (``inkt.hoogste``): a
    value may come from the profile that this one is like.
    """

    id: str
    name: str
    #: Registered name of the printing condition, such as FOGRA39.
    condition: str
    #: A profile of the user's own for that condition; None takes the shipped one.
    icc: Path | None
    bleed: float
    marks: bool
    safe_margin: float
    #: Most ink on one spot, and on average over a square of 15 mm.
    max_ink: float
    average_ink: float | None
    image_ppi: Threshold
    bilevel_ppi: Threshold
    #: Thinnest line; thinnest that is white or of more than one ink.
    min_line: float
    min_reversed_line: float
    min_text: float
    min_reversed_text: float
    #: Type and lines of black alone below these must overprint.
    overprint_text_below: float | None
    overprint_line_below: float | None
    #: Whether black type with much other ink under it is warned of.
    rich_black_text: bool
    #: From how far the sheet is read, in metres: large format asks less of an image far away.
    viewing_distance: float
    max_megabytes: float
    exemptions: tuple[Exemption, ...]
    source: Source
    sources: Mapping[str, Source] = field(default_factory=dict)

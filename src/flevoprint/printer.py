"""What one print shop asks of a file: the limits that preflight holds it to. Frozen nouns.

The defaults of a shipped profile stand in ``content/printers/*.yaml``, never here. Lengths in mm,
sizes of type and line widths in points, inks in %, resolutions in pixels per inch.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from flevoprint.problem import Source


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
    """One shop. None: this shop does not ask for it, so it is not checked."""

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
    rich_black_text: bool
    #: From how far the sheet is read, in metres: large format asks less of an image far away.
    viewing_distance: float
    max_megabytes: float
    exemptions: tuple[Exemption, ...]
    source: Source

"""A print shop as a test needs one."""

from __future__ import annotations

from flevoprint.printer import PrinterProfile, Threshold
from flevoprint.problem import Source

PRINTER = PrinterProfile(
    id="standaard",
    name="Drukker voor de toets",
    condition="FOGRA39",
    icc=None,
    bleed=3,
    marks=False,
    safe_margin=5,
    max_ink=300,
    average_ink=300,
    image_ppi=Threshold(149, 224),
    bilevel_ppi=Threshold(549, 799),
    min_line=0.25,
    min_reversed_line=0.5,
    min_text=6,
    min_reversed_text=8,
    overprint_text_below=12,
    overprint_line_below=2,
    rich_black_text=True,
    viewing_distance=1,
    max_megabytes=100,
    exemptions=(),
    source=Source("content/printers/standaard.yaml"),
)

"""How it looks: a sheet composed, laid out, held against its source, written as PDF."""

from flevoprint.typeset.engine import Engine, import_engine
from flevoprint.typeset.stage import LaidSheet, Typeset, lay_out_sheet, typeset

__all__ = [
    "Engine",
    "LaidSheet",
    "Typeset",
    "import_engine",
    "lay_out_sheet",
    "typeset",
]

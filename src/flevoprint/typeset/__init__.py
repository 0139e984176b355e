"""How it looks: a sheet composed, laid out, held against its source, written as PDF."""

from flevoprint.typeset.engine import Engine, engine_version
from flevoprint.typeset.stage import LaidSheet, Typeset, lay_out_sheet, typeset

__all__ = ["Engine", "LaidSheet", "Typeset", "engine_version", "lay_out_sheet", "typeset"]

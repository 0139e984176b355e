"""How it looks: a sheet composed, laid out once, held against its source, written as PDF."""

from flevoprint.typeset.engine import Engine, engine_version
from flevoprint.typeset.stage import Typeset, typeset

__all__ = ["Engine", "Typeset", "engine_version", "typeset"]

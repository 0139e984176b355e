"""What every worker needs, imported once by the process that all of them are forked from."""

from __future__ import annotations

import contextlib

import flevoprint.batch.worker  # noqa: F401  (importing it is all that this module is for)
from flevoprint.problem import FlevoprintError
from flevoprint.typeset import import_engine

with contextlib.suppress(FlevoprintError):  # the first job tells that a library is missing
    import_engine()

"""What every worker needs, imported once by the process that all of them are forked from.

What is imported stays, so nobody need look through it for garbage, neither now nor in a worker, but
for once in many sheets.
"""

from __future__ import annotations

import contextlib
import gc

gc.disable()

import flevoprint.batch.worker  # noqa: E402, F401  (importing it is all that this is for)
from flevoprint.problem import FlevoprintError  # noqa: E402
from flevoprint.typeset import import_engine  # noqa: E402

with contextlib.suppress(FlevoprintError):  # the first job tells that a library is missing
    import_engine()
gc.freeze()
gc.enable()

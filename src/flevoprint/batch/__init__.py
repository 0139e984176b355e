"""For everyone: jobs planned, made by workers, delivered by the parent, listed in a manifest."""

from flevoprint.batch.events import (
    AllChecked,
    Checked,
    Delivered,
    Event,
    Failed,
    Finished,
    Started,
    Waiting,
)
from flevoprint.batch.plan import Plan, Selection, find_variant, plan
from flevoprint.batch.pool import Limits
from flevoprint.batch.run import Means, check, run

__all__ = [
    "AllChecked",
    "Checked",
    "Delivered",
    "Event",
    "Failed",
    "Finished",
    "Limits",
    "Means",
    "Plan",
    "Selection",
    "Started",
    "Waiting",
    "check",
    "find_variant",
    "plan",
    "run",
]

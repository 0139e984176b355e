"""For everyone: jobs planned, made by workers, delivered by the parent, listed in a manifest."""

from flevoprint.batch.events import Delivered, Event, Failed, Finished, Started
from flevoprint.batch.plan import Plan, Selection, plan
from flevoprint.batch.run import run

__all__ = [
    "Delivered",
    "Event",
    "Failed",
    "Finished",
    "Plan",
    "Selection",
    "Started",
    "plan",
    "run",
]

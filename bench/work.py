"""Where the job lies, for the bench and for each contender; imports next to nothing."""

from __future__ import annotations

import os
import pickle
from dataclasses import dataclass
from pathlib import Path

from flevoprint.model import Job


@dataclass(frozen=True, slots=True)
class Work:
    """A temporary project, and each of its jobs as a file that a contender may read."""

    folder: Path

    @property
    def project(self) -> Path:
        """The project, as ``flevoprint build`` wants it."""
        return self.folder / "project"

    @property
    def shipped(self) -> Path:
        """A project with the six gemeenten that ship, and nothing else."""
        return self.folder / "shipped"

    @property
    def gemeenten(self) -> list[str]:
        """The ids of all gemeenten, in the order in which they are made."""
        return (self.folder / "jobs" / "order.txt").read_text().split()

    def job(self, gemeente: str) -> Job:
        """The content of one gemeente's sheet, validated, as every contender gets it."""
        # The bench wrote this file itself, a moment ago.
        job = pickle.loads((self.folder / "jobs" / f"{gemeente}.pickle").read_bytes())
        assert isinstance(job, Job)
        return job

    def out(self, contender: str) -> Path:
        """Where ``contender`` leaves its files."""
        return self.folder / "out" / contender

    def environment(self, contender: str) -> dict[str, str]:
        """The environment in which ``contender`` runs, with a cache of its own.

        Python keeps what it compiled, as it has of all that is installed; else whoever runs from
        a checkout compiles it again each time.
        """
        kept = {name: text for name, text in os.environ.items() if "FLEVOPRINT" not in name}
        for name in ("FONTCONFIG_FILE", "PYTHONDONTWRITEBYTECODE"):
            kept.pop(name, None)
        return kept | {"FLEVOPRINT_CACHE_DIR": str(self.folder / "cache" / contender)}

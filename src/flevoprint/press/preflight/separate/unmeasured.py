"""What is raised where the ink of something cannot be told."""

from __future__ import annotations

from flevoprint.language import Phrase


class Unmeasured(Exception):
    """Something paints an amount of ink nobody here can tell; ``what`` names it."""

    def __init__(self, what: Phrase) -> None:
        self.what = what
        super().__init__(str(what))

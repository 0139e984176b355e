"""What preflight saw in one PDF: its pages, what is wrong with them and where. Frozen nouns."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from flevoprint.geometry import Box, Size
from flevoprint.problem import Problem


class Kind(StrEnum):
    """What a PDF means to be."""

    SCREEN = "scherm"
    PRESS = "druk"


@dataclass(frozen=True, slots=True)
class Expected:
    """What is known of a file beforehand; None or empty where nobody knows.

    ``trim`` in mm. ``addresses`` are the urls whose QR codes must be on the pages: all of them,
    and no others; None says nothing of codes.
    """

    kind: Kind | None = None
    trim: Size | None = None
    pages: int | None = None
    language: str = ""
    addresses: frozenset[str] | None = None


@dataclass(frozen=True, slots=True)
class Finding:
    """A problem and where it is seen: ``page`` from 1, 0 being the file as a whole.

    ``box`` in points of the page's own coordinates (origin of the media box, y upward), or None.
    ``exempted`` is the reason for which the printer lets it pass.
    """

    problem: Problem
    page: int = 0
    box: Box | None = None
    exempted: str = ""


@dataclass(frozen=True, slots=True)
class PageFacts:
    """A page's boxes, in points of its own coordinates; what is not set is None."""

    number: int
    media: Box
    crop: Box | None
    bleed: Box | None
    trim: Box | None
    rotation: int


@dataclass(frozen=True, slots=True)
class Inspection:
    """The outcome of one preflight.

    ``profile`` is the printer's name, empty for a screen edition; ``figures`` what was measured
    (``{"ink.max": 287.4}``), for reports; ``checks`` names every check that ran.
    """

    file: str
    kind: Kind
    profile: str
    pages: tuple[PageFacts, ...]
    findings: tuple[Finding, ...]
    checks: tuple[str, ...]
    figures: Mapping[str, float] = field(default_factory=dict)

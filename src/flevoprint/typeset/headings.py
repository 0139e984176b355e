"""The headings as they follow each other on the pages (WCAG 2.1, 1.3.1; ISO 14289-1, 7.4.2)."""

from __future__ import annotations

from collections.abc import Iterator

from flevoprint.language import excerpt, say
from flevoprint.problem import Problem, error
from flevoprint.typeset.page import Line
from flevoprint.typeset.proof import Proof


def heading_problems(proof: Proof) -> Iterator[Problem]:
    """A document without a first heading, and headings that skip a level on the way down."""
    level = 0
    for line in _headings(proof):
        found = line.heading[0]
        if found > level + 1:
            yield error(
                "fit.heading-order",
                say(
                    "the heading '{words}' is of level {found}, where level {expected} is next",
                    words=excerpt(line.words),
                    found=found,
                    expected=level + 1,
                ),
                proof.layout_source("sheet.html"),
                say("use h{expected} for it in the layout", expected=level + 1),
            )
        level = found
    if level == 0:
        yield error(
            "fit.heading-order",
            say("the sheet of {gemeente} has no heading at all", gemeente=proof.name),
            proof.layout_source("sheet.html"),
            say("make the title an h1 in the layout"),
        )


def _headings(proof: Proof) -> Iterator[Line]:
    """The first line of each heading."""
    told: set[tuple[int, int]] = {(0, 0)}
    for line in proof.lines:
        if line.heading not in told:
            told.add(line.heading)
            yield line

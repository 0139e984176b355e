"""What stands over something else: two slots in one place, text over text, text over a picture.

A box of a layout may reach into another's, as long as what stands in them keeps apart.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from flevoprint.language import excerpt, say
from flevoprint.problem import Problem, error
from flevoprint.typeset.page import Area, Line, PageLayout
from flevoprint.typeset.proof import Proof


@dataclass(frozen=True, slots=True)
class _Thing:
    """A line or a picture (``line`` is None); ``element`` tells two texts apart."""

    area: Area
    slot: str
    element: int
    line: Line | None


def overlap_problems(proof: Proof) -> Iterator[Problem]:
    """Each pair of slots that collide once, and each text that stands over something once."""
    told: set[object] = set()
    for page in proof.pages:
        for one, other in _pairs(page):
            apart = one.slot != other.slot and one.slot and other.slot
            key: object = (one.slot, other.slot) if apart else one.element
            if key not in told:
                told.add(key)
                yield _collision(one, other, proof) if apart else _overlap(one, other, proof)


def _pairs(page: PageLayout) -> Iterator[tuple[_Thing, _Thing]]:
    """What overlaps on ``page``, the text of each pair first and the later of two texts."""
    lines = [_Thing(line.area, line.slot, line.element, line) for line in page.lines]
    pictures = [
        _Thing(picture.area, picture.slot, -number, None)
        for number, picture in enumerate(page.pictures, start=1)
    ]
    things = [*pictures, *lines]
    for first, second in sorted(_overlapping([thing.area for thing in things])):
        one, other = things[first], things[second]
        if one.element != other.element:
            yield one, other


def _overlapping(areas: Sequence[Area]) -> Iterator[tuple[int, int]]:
    """Each two of ``areas`` that overlap, by their numbers, the later first.

    From the top of the page down, an area is held only against those that reach below its top.
    """
    reaching: list[int] = []
    for number in sorted(range(len(areas)), key=lambda number: areas[number].top):
        area = areas[number]
        reaching = [other for other in reaching if areas[other].bottom > area.top]
        for other in reaching:
            if area.overlaps(areas[other]):
                yield max(number, other), min(number, other)
        reaching.append(number)


def _collision(one: _Thing, other: _Thing, proof: Proof) -> Problem:
    message = (
        say(
            "the slot '{slot}' of {gemeente} runs over the slot '{other}', at '{words}'",
            slot=one.slot,
            gemeente=proof.name,
            other=other.slot,
            words=excerpt(one.line.words),
        )
        if one.line
        else say(
            "a picture in the slot '{slot}' of {gemeente} lies over one in the slot '{other}'",
            slot=one.slot,
            gemeente=proof.name,
            other=other.slot,
        )
    )
    return error(
        "fit.collision",
        message,
        proof.source(one.line) if one.line else proof.slot_source(one.slot),
        say("shorten the text, or move the slot in the layout"),
    )


def _overlap(one: _Thing, other: _Thing, proof: Proof) -> Problem:
    words = excerpt(one.line.words) if one.line else ""
    if not one.line:
        message = say("a picture in the slot '{slot}' lies over another", slot=one.slot)
    elif other.line:
        message = say("'{words}' stands over other text", words=words)
    else:
        message = say("'{words}' stands over a picture and cannot be read", words=words)
    return error(
        "fit.overlap",
        message,
        proof.source(one.line) if one.line else proof.slot_source(one.slot),
        say("shorten the text; there is no room for it here"),
    )

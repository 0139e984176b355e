"""What a box is given against what stands in it: how much is too much, in words and in mm."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import accumulate

from flevoprint.language import Phrase, say, say_many
from flevoprint.model import Text
from flevoprint.problem import Problem, Source, error
from flevoprint.typeset.page import TOLERANCE, Line, SlotArea
from flevoprint.typeset.proof import Proof, bare, belongs, short


@dataclass(frozen=True, slots=True)
class Overflow:
    """What does not fit in one slot, all its boxes together.

    ``length`` and ``width`` are mm, 0 where they fit; ``words`` counts what does not fit and
    ``longest`` is the longest word of it. ``text`` is where shortening helps, ``first`` the first
    text that does not fit (either None where only the layout's own words or pictures are outside).
    """

    slot: str
    length: float
    width: float
    words: int
    longest: str
    text: Text | None
    first: Text | None


def overflows(proof: Proof) -> dict[str, Overflow]:
    """The slots that do not fit, by path, in the order of the pages."""
    parts: dict[str, list[_Part]] = defaultdict(list)
    for part in _parts(proof):
        parts[part.slot].append(part)
    return {slot: _overflow(slot, theirs, proof.texts) for slot, theirs in parts.items()}


def to_tell(flows: Mapping[str, Overflow]) -> Iterator[Overflow]:
    """What is worth telling: a text too long for its own slot and another is told of its own."""
    at_home = {
        flow.text.path
        for flow in flows.values()
        if flow.text and belongs(flow.text.path, flow.slot)
    }
    for flow in flows.values():
        if not flow.text or belongs(flow.text.path, flow.slot) or flow.text.path not in at_home:
            yield flow


@dataclass(frozen=True, slots=True)
class _Part:
    """One box that does not fit: ``outside`` are its lines that do not, ``lines`` are all."""

    slot: str
    length: float
    width: float
    outside: tuple[Line, ...]
    lines: tuple[Line, ...]


def _parts(proof: Proof) -> Iterator[_Part]:
    for page in proof.pages:
        for area in page.slots:
            length, width = _excess(area)
            if max(length, width) > TOLERANCE:
                lines = tuple(line for line in page.lines if line.box == area.box)
                outside = tuple(line for line in lines if not line.area.lies_in(area.given))
                yield _Part(area.path, length, width, outside, lines)


def _excess(area: SlotArea) -> tuple[float, float]:
    """How far the content of a box reaches out of it, down or up and sideways, in mm."""
    reached, given = area.reached, area.given
    below = max(reached.bottom - given.bottom, given.top - reached.top)
    beside = max(reached.right - given.right, given.left - reached.left)
    return max(below, 0.0), max(beside, 0.0)


def _overflow(slot: str, parts: list[_Part], texts: Mapping[str, Text]) -> Overflow:
    outside = [line for part in parts for line in part.outside]
    lines = [line for part in parts for line in part.lines]
    words = [word for line in outside for word in line.words.split()]
    longest = max(words, key=len, default="")
    length = sum(part.length for part in parts if part.length > TOLERANCE)
    first = next((texts[line.path] for line in outside if line.path in texts), None)
    if length > TOLERANCE:
        text = _to_shorten(lines, outside, texts) or first
    else:
        widest = (line for line in outside if longest in line.words)
        text = next((texts[line.path] for line in widest if line.path in texts), first)
    width = max(part.width for part in parts)
    return Overflow(slot, length, width, _count(lines, outside, texts), longest, text, first)


def _to_shorten(lines: list[Line], outside: list[Line], texts: Mapping[str, Text]) -> Text | None:
    """The longest text from which all that does not fit can be missed, if there is one.

    It need not be what does not fit: a long text pushes out the short ones that follow it.
    """
    excess = sum(len(bare(line.words)) for line in outside)
    shown = dict.fromkeys(line.path for line in lines if line.path in texts)
    long = [texts[path] for path in shown if len(bare(texts[path].value)) > excess]
    return max(long, key=lambda text: len(text.value), default=None)


def _count(lines: list[Line], outside: list[Line], texts: Mapping[str, Text]) -> int:
    """How many words are ``outside``; one that is broken over lines counts once."""
    placed: dict[int, int] = defaultdict(int)
    words: set[tuple[int, int]] = set()
    own = 0
    for line in lines:
        start = placed[line.element]
        placed[line.element] += len(bare(line.words))
        if line not in outside:
            continue
        if line.path in texts:
            spans = _spans(texts[line.path].value)
            words |= {
                (line.element, number)
                for number, (first, last) in enumerate(spans)
                if first < placed[line.element] and last > start
            }
        else:
            own += len(line.words.split())
    return len(words) + own


def _spans(value: str) -> list[tuple[int, int]]:
    """Where each word of ``value`` begins and ends, in letters."""
    ends = list(accumulate(len(bare(word)) for word in value.split()))
    return list(zip([0, *ends], ends, strict=False))


def overflow_problem(flow: Overflow, proof: Proof) -> Problem:
    """``flow`` as an error at the line where shortening helps."""
    source = flow.text.source if flow.text else proof.slot_source(flow.slot)
    if not flow.words:
        return _picture_outside(flow, proof, source)
    if flow.length > TOLERANCE:
        return error(
            "fit.too-long",
            say_many(
                "the slot '{slot}' of {gemeente} is {count} word or {length:.1f} mm too long",
                "the slot '{slot}' of {gemeente} is {count} words or {length:.1f} mm too long",
                flow.words,
                slot=flow.slot,
                gemeente=proof.name,
                length=flow.length,
            ),
            source,
            _advice(flow, proof),
        )
    return error(
        "fit.too-wide",
        say(
            "in the slot '{slot}' of {gemeente} '{word}' sticks out by {length:.1f} mm",
            slot=flow.slot,
            gemeente=proof.name,
            word=flow.longest,
            length=flow.width,
        ),
        source,
        say("use a shorter word, or put a space or hyphen in it"),
    )


def _picture_outside(flow: Overflow, proof: Proof, source: Source) -> Problem:
    return error(
        "fit.picture-outside",
        say(
            "a picture in the slot '{slot}' of {gemeente} sticks out by {length:.1f} mm",
            slot=flow.slot,
            gemeente=proof.name,
            length=max(flow.length, flow.width),
        ),
        source,
        say("use fewer or smaller parts in this slot"),
    )


def _advice(flow: Overflow, proof: Proof) -> Phrase:
    """What to do, what was done already, and where it stops fitting if that is elsewhere."""
    advice = say_many(
        "shorten the text by about {count} word",
        "shorten the text by about {count} words",
        flow.words,
    )
    if flow.slot in proof.shrunk:
        advice = say(
            "{advice}; the slot is already set at {percent} %, which is as small as it may be",
            advice=advice,
            percent=round(100 * proof.shrunk[flow.slot]),
        )
    if flow.first and flow.text and flow.first.path != flow.text.path:
        advice = say(
            "{advice}; what no longer fits begins at '{words}'",
            advice=advice,
            words=short(flow.first.value),
        )
    return advice

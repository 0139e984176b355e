"""What a box is given against what stands in it: how much is too much, in words and in mm."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import accumulate

from flevoprint.language import Phrase, excerpt, say, say_many
from flevoprint.model import Text
from flevoprint.problem import Problem, Source, error
from flevoprint.typeset.page import TOLERANCE, Line, SlotArea
from flevoprint.typeset.proof import Proof, bare, belongs

#: In letters: what is longer is no word of Dutch, but some run together, or an address.
LONGEST_WORD = 45


@dataclass(frozen=True, slots=True)
class Overflow:
    """What does not fit in one slot, all its boxes together.

    ``length`` and ``width`` are mm, 0 where they fit. ``words`` counts what is below the box, from
    ``first`` on; ``text`` is where shortening helps. ``word`` of ``wide`` is too wide for it. Each
    is None or empty where only pictures, or the layout's own words, do not fit.
    """

    slot: str
    length: float
    words: int
    text: Text | None
    first: Text | None
    width: float
    word: str
    wide: Text | None

    @property
    def blamed(self) -> Text | None:
        """The text to change first."""
        return self.text or self.wide


def overflows(proof: Proof) -> dict[str, Overflow]:
    """The slots that do not fit, by path, in the order of the pages."""
    parts: dict[str, list[_Part]] = defaultdict(list)
    for page in proof.pages:
        for area in page.slots:
            lines = tuple(line for line in page.lines if line.box == area.box)
            part = _Part(lines, area)
            if max(part.length, part.width) > TOLERANCE:
                parts[area.path].append(part)
    return {slot: _overflow(slot, theirs, proof.texts) for slot, theirs in parts.items()}


def to_tell(flows: Mapping[str, Overflow]) -> Iterator[Overflow]:
    """What is worth telling: a text too long for its own slot and another is told of its own."""
    at_home = {
        flow.blamed.path
        for flow in flows.values()
        if flow.blamed and belongs(flow.blamed.path, flow.slot)
    }
    for flow in flows.values():
        text = flow.blamed
        if not text or belongs(text.path, flow.slot) or text.path not in at_home:
            yield flow


@dataclass(frozen=True, slots=True)
class _Part:
    """One box of a slot and the lines in it."""

    lines: tuple[Line, ...]
    area: SlotArea

    @property
    def length(self) -> float:
        """How far the content reaches out below, or above, in mm."""
        reached, given = self.area.reached, self.area.given
        return max(0.0, reached.bottom - given.bottom, given.top - reached.top)

    @property
    def width(self) -> float:
        """How far the content reaches out on either side, in mm."""
        reached, given = self.area.reached, self.area.given
        return max(0.0, reached.right - given.right, given.left - reached.left)

    def below(self) -> list[Line]:
        """The lines that are below the box, or above it."""
        top, bottom = self.area.given.top - TOLERANCE, self.area.given.bottom + TOLERANCE
        return [line for line in self.lines if line.area.bottom > bottom or line.area.top < top]

    def beside(self) -> list[Line]:
        """The lines that stick out sideways."""
        left, right = self.area.given.left - TOLERANCE, self.area.given.right + TOLERANCE
        return [line for line in self.lines if line.area.right > right or line.area.left < left]


def _overflow(slot: str, parts: list[_Part], texts: Mapping[str, Text]) -> Overflow:
    lines = [line for part in parts for line in part.lines]
    below = [line for part in parts for line in part.below()]
    beside = [line for part in parts for line in part.beside()]
    word = max((word for line in beside for word in line.words.split()), key=len, default="")
    return Overflow(
        slot,
        length=sum(part.length for part in parts if part.length > TOLERANCE),
        words=_count(lines, below, texts),
        text=_to_shorten(lines, below, texts) or _first(below, texts),
        first=_first(below, texts),
        width=max(part.width for part in parts),
        word=word,
        wide=_first((line for line in beside if word in line.words), texts),
    )


def _first(lines: Iterable[Line], texts: Mapping[str, Text]) -> Text | None:
    return next((texts[line.path] for line in lines if line.path in texts), None)


def _to_shorten(lines: list[Line], below: list[Line], texts: Mapping[str, Text]) -> Text | None:
    """The longest text, if it holds at least half of what is ``below``.

    It need not be what does not fit: a long text pushes out the short ones that follow it.
    """
    excess = sum(len(bare(line.words)) for line in below)
    shown = dict.fromkeys(line.path for line in lines if line.path in texts)
    long = [texts[path] for path in shown if 0 < excess < 2 * len(bare(texts[path].value))]
    return max(long, key=lambda text: len(text.value), default=None)


def _count(lines: list[Line], below: list[Line], texts: Mapping[str, Text]) -> int:
    """How many words are ``below``; one that is broken over lines counts once."""
    placed: dict[int, int] = defaultdict(int)
    beyond = {id(line) for line in below}
    spans = {path: _spans(texts[path].value) for path in {line.path for line in lines} & set(texts)}
    words: set[tuple[int, int]] = set()
    for line in lines:
        start = placed[line.element]
        placed[line.element] += len(bare(line.words))
        if id(line) in beyond and line.path in texts:
            words |= {
                (line.element, number)
                for number, (first, last) in enumerate(spans[line.path])
                if first < placed[line.element] and last > start
            }
    own = (line for line in below if line.path not in texts)
    return len(words) + sum(len(line.words.split()) for line in own)


def _spans(value: str) -> list[tuple[int, int]]:
    """Where each word of ``value`` begins and ends, in letters."""
    ends = list(accumulate(len(bare(word)) for word in value.split()))
    return list(zip([0, *ends], ends, strict=False))


def overflow_problems(flow: Overflow, proof: Proof) -> Iterator[Problem]:
    """``flow`` as errors, each at the line where a change helps."""
    if flow.words:
        yield error(
            "fit.too-long",
            say_many(
                "the slot '{slot}' of {gemeente} is {count} word or {length:.1f} mm too long",
                "the slot '{slot}' of {gemeente} is {count} words or {length:.1f} mm too long",
                flow.words,
                slot=flow.slot,
                gemeente=proof.name,
                length=flow.length,
            ),
            flow.text.source if flow.text else proof.slot_source(flow.slot),
            _advice(flow, proof),
        )
    if flow.word:
        yield error(
            "fit.too-wide",
            say(
                "in the slot '{slot}' of {gemeente} '{word}' sticks out by {length:.1f} mm",
                slot=flow.slot,
                gemeente=proof.name,
                word=excerpt(flow.word),
                length=flow.width,
            ),
            flow.wide.source if flow.wide else proof.slot_source(flow.slot),
            say("use a shorter word, or put a space or hyphen in it"),
        )
    if not flow.words and not flow.word:
        yield _picture_outside(flow, proof, proof.slot_source(flow.slot))


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
    typed = flow.text.value.split() if flow.text else []
    longest = max(typed, key=len, default="")
    if len(typed) <= flow.words and len(longest) > LONGEST_WORD:
        advice = say(
            "make the word '{word}' shorter, or put spaces in it: it has {count} letters",
            word=excerpt(longest),
            count=len(longest),
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
            words=excerpt(flow.first.value),
        )
    return advice

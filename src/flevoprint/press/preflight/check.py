"""What a check is: one rule, its source, and a small function that finds where it is broken."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from flevoprint.finding import Expected, Finding, Kind
from flevoprint.geometry import Box, pt_to_mm
from flevoprint.language import Phrase, Words, excerpt, say, say_many
from flevoprint.press.preflight.marks import Mark, MarkKind
from flevoprint.press.preflight.reading import Reading
from flevoprint.printer import PrinterProfile
from flevoprint.problem import Problem, Severity, Source

#: From a file, the shop's limits and what is expected of it to where the rule is broken.
Rule = Callable[[Reading, PrinterProfile, Expected], Iterable[Finding]]
#: From a file to figures for its report, by names such as ``ink.max``.
Measure = Callable[[Reading], Mapping[str, float]]


@dataclass(frozen=True, slots=True)
class Check:
    """One rule. ``id`` is its stable name, ``source`` the standard's clause or the paper.

    ``codes`` are all that its findings may carry; ``measure`` gives figures, where it has any.
    """

    id: str
    kinds: frozenset[Kind]
    source: str
    rule: Rule
    codes: tuple[str, ...] = ()
    measure: Measure | None = None


PRESS = frozenset({Kind.PRESS})
SCREEN = frozenset({Kind.SCREEN})
BOTH = PRESS | SCREEN

#: Findings of one code on one page; the rest is counted.
MOST = 10


def finding(
    reading: Reading,
    code: str,
    severity: Severity,
    message: Words,
    hint: Words,
    *,
    page: int = 0,
    box: Box | None = None,
) -> Finding:
    """A finding in ``reading``; ``code`` is ``preflight.…``."""
    return Finding(Problem(code, severity, message, Source(reading.file), hint), page, box)


def on_marks(
    reading: Reading,
    marks: Iterable[Mark],
    code: str,
    severity: Severity,
    tell: Callable[[Mark], Words],
    hint: Words,
) -> Iterator[Finding]:
    """A finding for each of ``marks``; beyond :data:`MOST` of a page they are counted only.

    ``tell`` says what is wrong, as a clause behind the place: "page 1, 5 mm from …: a line is …".
    """
    seen: Counter[int] = Counter()
    for mark in marks:
        seen[mark.page] += 1
        if seen[mark.page] <= MOST:
            message = say("{place}: {what}", place=place(reading, mark), what=tell(mark))
            yield finding(reading, code, severity, message, hint, page=mark.page, box=mark.box)
    for page, count in seen.items():
        if count > MOST:
            message = say_many(
                "page {page}: the same in {count} more place",
                "page {page}: the same in {count} more places",
                count - MOST,
                page=page,
            )
            yield finding(reading, code, severity, message, hint, page=page)


def place(reading: Reading, mark: Mark) -> Phrase:
    """Where a mark's left top is, measured from the trimmed sheet's."""
    page = reading.pages[mark.page - 1]
    sheet = page.trim or page.media
    return say(
        "page {page}, {across:.0f} mm from the left and {down:.0f} mm from the top",
        page=mark.page,
        across=abs(round(pt_to_mm(mark.box.left - sheet.left))) + 0.0,
        down=abs(round(pt_to_mm(sheet.top - mark.box.top))) + 0.0,
    )


def what(mark: Mark) -> Phrase:
    """What a mark is, to people: the text itself, a line, a picture of so many pixels."""
    if mark.kind is MarkKind.TEXT:
        return say("the text “{text}”", text=excerpt(mark.text))
    if mark.image is not None:
        width, height = mark.image.width, mark.image.height
        return say("an image of {width} × {height} pixels", width=width, height=height)
    return _NOUNS[mark.kind]


_NOUNS = {
    MarkKind.FILL: say("a filled shape"),
    MarkKind.STROKE: say("a line"),
    MarkKind.SHADING: say("a colour gradient"),
    MarkKind.IMAGE: say("an image"),
}


def touches(first: Box, second: Box, slack: float = 0.0) -> bool:
    """Whether two boxes overlap by more than ``slack`` points."""
    return (
        first.left < second.right - slack
        and first.right > second.left + slack
        and first.bottom < second.top - slack
        and first.top > second.bottom + slack
    )


def holds(outer: Box, inner: Box) -> bool:
    """Whether all of one box lies in another."""
    return (
        outer.left <= inner.left
        and outer.bottom <= inner.bottom
        and inner.right <= outer.right
        and inner.top <= outer.top
    )


def sheet(reading: Reading, page: int) -> Box:
    """The trimmed sheet of a page, or its whole media where no trim box is set."""
    facts = reading.pages[page - 1]
    return facts.trim or facts.media


def on_sheet(reading: Reading) -> tuple[Mark, ...]:
    """What leaves ink on the trimmed sheets; crop marks and colour bars lie outside.

    Nearly every check asks for it: looked for once and kept with ``reading``.
    """
    kept = vars(reading)
    if "on_sheet" not in kept:
        kept["on_sheet"] = tuple(
            mark
            for mark in reading.marks
            if mark.painted and touches(mark.box, sheet(reading, mark.page))
        )
    found: tuple[Mark, ...] = kept["on_sheet"]
    return found

"""The preflight report: one HTML file that shows each finding where it is.

It needs nothing beside it and no script; everything that came out of a PDF is escaped by the
template, and a content policy in the page forbids whatever would slip through.
"""

from __future__ import annotations

import base64
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path

from flevoprint.batch.inspect import Judged, bare, facts_of, place, seen, size_words
from flevoprint.batch.report.findings import CLASSES
from flevoprint.finding import Finding, Inspection, PageFacts
from flevoprint.geometry import Box, mm_to_pt
from flevoprint.language import Language, Phrase, Words, say, say_many
from flevoprint.press.preflight import CHECKS, verapdf
from flevoprint.press.preflight.snapshot import page_pictures
from flevoprint.printer import PrinterProfile
from flevoprint.problem import SEVERITIES, Severity
from flevoprint.templates import templates

FOLDER = Path(__file__).parent
#: Size of a number on the picture, in points.
BADGE = 16.0
#: Least width and height of a box on the picture, in points.
HAIR = 1.5


@dataclass(frozen=True, slots=True)
class Entry:
    """One finding as it is shown. ``box`` is in points from the top left of the page as seen."""

    id: str
    number: int
    kind: str
    severity: str
    message: str
    hint: str
    code: str
    source: str
    place: str
    exempted: str
    page: int
    box: tuple[float, float, float, float] | None
    badge: tuple[float, float] = (0, 0)


@dataclass(frozen=True, slots=True)
class Outline:
    """One of a page's boxes: its class in the style sheet, its name, and its corners."""

    kind: str
    name: str
    box: tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class PageView:
    """One page: its picture, its boxes and the findings on it."""

    number: int
    width: float
    height: float
    picture: str
    outlines: tuple[Outline, ...]
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class FileView:
    """One file, told."""

    id: str
    name: str
    kind: str
    verdict: str
    verdict_kind: str
    facts: tuple[tuple[str, str], ...]
    whole: tuple[Entry, ...]
    pages: tuple[PageView, ...]
    quiet: str
    checks: tuple[tuple[str, str], ...]


def html_report(
    files: Sequence[Judged], printer: PrinterProfile, language: Language, *, strict: bool = False
) -> bytes:
    """The report on ``files`` in ``language``, as one HTML file (UTF-8)."""
    views = tuple(
        _file(judged, number, printer, language, strict)
        for number, judged in enumerate(files, start=1)
    )
    words = {name: language.tell(text) for name, text in WORDS.items()}
    template = templates(FOLDER).get_template("inspected.html")
    page = template.render(
        files=views, words=words, language=language.id, summary=_summary(files, language)
    )
    return page.encode("utf-8", "replace")


WORDS: Mapping[str, Words] = {
    "title": say("Preflight report"),
    "skip": say("To the findings"),
    "files": say("Files"),
    "whole": say("The file as a whole"),
    "page": say("Page"),
    "findings": say("Findings"),
    "picture": say("Page as it will look"),
    "legend": say("Lines in the pictures"),
    "checks": say("What was checked"),
    "check": say("Check"),
    "rule": say("Rule"),
    "hint": say("What to do"),
    "exempted": say("Let pass by this printer"),
    "nothing": say("Nothing found on this page."),
    "no_picture": say("No picture can be made of this page."),
}


def _summary(files: Sequence[Judged], language: Language) -> str:
    errors = sum(judged.counts(Severity.ERROR) for judged in files)
    warnings = sum(judged.counts(Severity.WARNING) for judged in files)
    parts = [
        say_many("{count} file", "{count} files", len(files)),
        say_many("{count} error", "{count} errors", errors),
        say_many("{count} warning", "{count} warnings", warnings),
    ]
    return " · ".join(language.tell(part) for part in parts)


def _file(
    judged: Judged, number: int, printer: PrinterProfile, language: Language, strict: bool
) -> FileView:
    entries = list(_entries(judged, number, language))
    inspection = judged.inspection
    errors, warnings = judged.counts(Severity.ERROR), judged.counts(Severity.WARNING)
    kind = "error" if errors or (strict and warnings) else "warning" if warnings else "fine"
    known = {page.number for page in inspection.pages} if inspection else set()
    pages = tuple(_pages(judged, inspection, entries, printer, language)) if inspection else ()
    return FileView(
        id=f"f{number}",
        name=judged.file,
        kind=str(inspection.kind) if inspection else "",
        verdict=language.tell(VERDICTS[kind]),
        verdict_kind=kind,
        facts=tuple((language.tell(name), language.tell(value)) for name, value in _facts(judged)),
        whole=tuple(entry for entry in entries if entry.page not in known),
        pages=tuple(page for page in pages if page.entries or len(pages) <= 8),
        quiet=_quiet(pages, language),
        checks=_checks(inspection),
    )


VERDICTS: Mapping[str, Words] = {
    "error": say("Not in order"),
    "warning": say("In order, with warnings"),
    "fine": say("In order"),
}


def _quiet(pages: Sequence[PageView], language: Language) -> str:
    """What is not shown of a long document: the pages on which nothing was found."""
    count = sum(not page.entries for page in pages)
    if len(pages) <= 8 or not count:
        return ""
    return language.tell(
        say_many(
            "Nothing was found on {count} other page; it is not shown.",
            "Nothing was found on {count} other pages; they are not shown.",
            count,
        )
    )


def _entries(judged: Judged, file: int, language: Language) -> Iterator[Entry]:
    sources = rule_sources()
    for number, finding in enumerate(judged.findings, start=1):
        problem = finding.problem
        where = place(finding, judged.inspection)
        yield Entry(
            id=f"f{file}-{number}",
            number=number,
            kind=CLASSES[problem.severity],
            severity=language.tell(Phrase(SEVERITIES[problem.severity])),
            message=language.tell(bare(problem.message)),
            hint=language.tell(problem.hint),
            code=problem.code,
            source=sources.get(problem.code, ""),
            place=language.tell(where) if where else "",
            exempted=finding.exempted,
            page=finding.page,
            box=_on_page(finding, judged.inspection),
        )


def rule_sources() -> Mapping[str, str]:
    """Code of a finding -> the standard's clause it comes from."""
    known = {code: check.source for check in CHECKS for code in check.codes}
    return known | {"preflight.verapdf": verapdf.SOURCE, "preflight.verapdf-failed": verapdf.SOURCE}


def _on_page(
    finding: Finding, inspection: Inspection | None
) -> tuple[float, float, float, float] | None:
    if inspection is None or finding.box is None:
        return None
    facts = facts_of(inspection, finding.page)
    return _downward(finding.box, facts) if facts else None


def _downward(box: Box, facts: PageFacts) -> tuple[float, float, float, float]:
    """A box as a picture has it: left, top, width, height, y downward.

    It is kept on the page, and wide enough to be seen.
    """
    width, height = _size(facts)
    turned = seen(box, facts)
    left, top = max(turned.left, 0), max(height - turned.top, 0)
    right, bottom = min(turned.right, width), min(height - turned.bottom, height)
    left, top = min(left, width - HAIR), min(top, height - HAIR)
    wide, high = max(right - left, HAIR), max(bottom - top, HAIR)
    return round(left, 2), round(top, 2), round(wide, 2), round(high, 2)


def _size(facts: PageFacts) -> tuple[float, float]:
    turned = seen(facts.media, facts)
    return turned.right - turned.left, turned.top - turned.bottom


def _pages(
    judged: Judged,
    inspection: Inspection,
    entries: Sequence[Entry],
    printer: PrinterProfile,
    language: Language,
) -> Iterator[PageView]:
    pictures = list(page_pictures(judged.data, inspection.pages))
    for facts in inspection.pages:
        width, height = _size(facts)
        here = [entry for entry in entries if entry.page == facts.number]
        at = facts.number - 1
        yield PageView(
            number=facts.number,
            width=round(width, 2),
            height=round(height, 2),
            picture=_data(pictures[at]) if at < len(pictures) else "",
            outlines=tuple(_outlines(facts, inspection, printer, language)),
            entries=tuple(_with_badges(here, width, height)),
        )


def _data(jpeg: bytes) -> str:
    return f"data:image/jpeg;base64,{base64.b64encode(jpeg).decode()}" if jpeg else ""


def _outlines(
    facts: PageFacts, inspection: Inspection, printer: PrinterProfile, language: Language
) -> Iterator[Outline]:
    press = bool(inspection.profile)
    trim = facts.trim
    safe = trim.grown(-mm_to_pt(printer.safe_margin)) if trim and press else None
    named: Iterable[tuple[str, Words, Box | None]] = (
        ("media", say("media box: the whole page of the file"), facts.media if press else None),
        ("bleed", say("bleed box: to be printed up to here"), facts.bleed if press else None),
        ("trim", say("trim box: the sheet after cutting"), trim if press else None),
        ("safe", say("safe margin: keep text inside it"), safe),
    )
    for kind, name, box in named:
        if box is not None:
            yield Outline(kind, language.tell(name), _downward(box, facts))


def _with_badges(entries: Sequence[Entry], width: float, height: float) -> Iterator[Entry]:
    """Each entry with a place for its number, at its box's corner, none over another."""
    taken: list[tuple[float, float]] = []
    for entry in entries:
        if entry.box is None:
            yield entry
            continue
        x = min(max(entry.box[0] - BADGE / 2, BADGE / 2), width - BADGE / 2)
        y = min(max(entry.box[1] - BADGE / 2, BADGE / 2), height - BADGE / 2)
        for _ in range(200):
            if all(abs(x - other) >= BADGE or abs(y - line) >= BADGE for other, line in taken):
                break
            x += BADGE
            if x > width - BADGE / 2:
                x, y = BADGE / 2, y + BADGE
        taken.append((x, y))
        yield replace(entry, badge=(round(x, 2), round(y, 2)))


def _facts(judged: Judged) -> Iterator[tuple[Words, Words]]:
    inspection = judged.inspection
    if inspection is None:
        return
    yield say("Kind"), KINDS[str(inspection.kind)]
    if inspection.profile:
        yield say("Printer"), inspection.profile
    pages = inspection.pages
    yield say("Pages"), str(len(pages))
    if pages:
        yield say("Size"), size_words(inspection)
    yield say("Checks"), str(len(inspection.checks))
    if judged.judges:
        yield say("Judged by others"), ", ".join(judged.judges)
    if judged.absent:
        names = ", ".join(judged.absent)
        yield say("Not judged by"), say("{names} (not installed)", names=names)
    for name, value in islice(inspection.figures.items(), 40):
        yield FIGURES.get(name, name), say("{value:.1f}", value=float(value))


KINDS: Mapping[str, Words] = {
    "scherm": say("screen edition, for the website"),
    "druk": say("press edition, for the printer"),
}

#: What was measured, by the name under which a check gives it.
FIGURES: Mapping[str, Words] = {
    "ink.max": say("Most ink on one spot, in %"),
    "ink.average": say("Most ink on average over 15 mm, in %"),
    "ink.cyan": say("Cyan on average, in %"),
    "ink.magenta": say("Magenta on average, in %"),
    "ink.yellow": say("Yellow on average, in %"),
    "ink.black": say("Black on average, in %"),
}


def _checks(inspection: Inspection | None) -> tuple[tuple[str, str], ...]:
    if inspection is None:
        return ()
    sources = {check.id: check.source for check in CHECKS} | {verapdf.CHECK: verapdf.SOURCE}
    return tuple((check, sources.get(check, "")) for check in inspection.checks)

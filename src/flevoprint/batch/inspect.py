"""Preflight of a file on disk: anyone's PDF, by our own checks and by the outside judges here."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from flevoprint.finding import Expected, Finding, Inspection, Kind, PageFacts
from flevoprint.geometry import Box, Size, pt_to_mm
from flevoprint.language import Phrase, Words, say, system_reason
from flevoprint.press.preflight import inspect_measured, verapdf
from flevoprint.printer import PrinterProfile
from flevoprint.problem import ExitCode, FlevoprintError, Problem, Severity, Source, error

__all__ = [
    "Judged",
    "bare",
    "facts_of",
    "inspect_file",
    "place",
    "place_mm",
    "seen",
    "size_words",
]

#: Largest file that is read, in bytes.
MAX_BYTES = 1_000_000_000


@dataclass(frozen=True, slots=True)
class Judged:
    """One file and what came of it.

    ``inspection`` is None where the file could not be read, and ``problems`` then says why.
    ``judges`` names the outside judges that took part, ``absent`` those that are not installed.
    """

    file: str
    data: bytes
    inspection: Inspection | None
    problems: tuple[Problem, ...] = ()
    judges: tuple[str, ...] = ()
    absent: tuple[str, ...] = ()

    @property
    def findings(self) -> tuple[Finding, ...]:
        """All that is wrong, page by page and the worst first; also where nothing could be read."""
        if self.inspection is None:
            return tuple(Finding(problem) for problem in self.problems)
        ranks = list(Severity)
        return tuple(
            sorted(
                self.inspection.findings,
                key=lambda found: (found.page, ranks.index(found.problem.severity)),
            )
        )

    def exit_code(self, *, strict: bool) -> ExitCode:
        """What a door answers for this file alone."""
        if self.inspection is None:
            return ExitCode.USAGE
        wrong = self.counts(Severity.ERROR) + (self.counts(Severity.WARNING) if strict else 0)
        return ExitCode.PROBLEMS if wrong else ExitCode.OK

    def counts(self, severity: Severity) -> int:
        """How many findings have ``severity``."""
        return sum(finding.problem.severity is severity for finding in self.findings)


def inspect_file(path: Path, printer: PrinterProfile, expected: Expected | None = None) -> Judged:
    """Hold the PDF at ``path`` to ``printer``'s limits, or to what the web asks of it."""
    file = path.as_posix()
    try:
        data = _read(path, file)
    except FlevoprintError as failure:
        return Judged(file, b"", None, failure.problems)
    inspection = inspect_measured(data, file, printer, expected or Expected())
    if inspection.kind is not Kind.SCREEN or not inspection.pages:
        return Judged(file, data, inspection)
    program = verapdf.installed()
    if program is None:
        return Judged(file, data, inspection, absent=("veraPDF",))
    found = verapdf.judged(program, path, file)
    inspection = replace(
        inspection,
        findings=(*inspection.findings, *found),
        checks=(*inspection.checks, verapdf.CHECK),
    )
    return Judged(file, data, inspection, judges=("veraPDF",))


def _read(path: Path, file: str) -> bytes:
    source = Source(file)
    try:
        if path.is_dir():
            pattern = "*.pdf" if any(path.glob("*.pdf")) else "*/*.pdf"
            hint = say("name the files themselves, for example {file}", file=f"{file}/{pattern}")
            raise _refusal("batch.file-folder", say("this is a folder and not a PDF"), source, hint)
        if not path.exists():
            hint = say("check the name and the folder you are in; with spaces in it, quote it")
            raise _refusal("batch.file-missing", say("there is no such file"), source, hint)
        if not path.is_file() or path.stat().st_size > MAX_BYTES:
            hint = say("give a PDF file of at most {most} MB", most=MAX_BYTES // 1_000_000)
            message = say("this is no ordinary file, or it is too large")
            raise _refusal("batch.file-unreadable", message, source, hint)
        return path.read_bytes()
    except OSError as failure:
        hint = say(
            "check whether you may read this file, and copy it to your own folder if need be"
        )
        message = say("cannot be read: {reason}", reason=system_reason(failure))
        raise _refusal("batch.file-unreadable", message, source, hint) from None


def _refusal(code: str, message: Words, source: Source, hint: Words) -> FlevoprintError:
    return FlevoprintError([error(code, message, source, hint)])


def facts_of(inspection: Inspection, number: int) -> PageFacts | None:
    """The boxes of page ``number``."""
    return next((page for page in inspection.pages if page.number == number), None)


def seen(box: Box, facts: PageFacts) -> Box:
    """``box`` as the page is seen, turned by its rotation, from the media box's corner."""
    media = facts.media
    box = box.moved(-media.left, -media.bottom)
    width, height = media.right - media.left, media.top - media.bottom
    for _ in range(facts.rotation // 90 % 4):
        box = Box(box.bottom, width - box.right, box.top, width - box.left)
        width, height = height, width
    return box


def place_mm(finding: Finding, inspection: Inspection) -> tuple[float, float, float, float] | None:
    """Where ``finding`` is, in mm from the left and top of the sheet as seen: left, top, width,
    height; None where it says only a page or nothing at all."""
    facts = facts_of(inspection, finding.page)
    if facts is None or finding.box is None:
        return None
    box = seen(finding.box, facts)
    sheet = seen(facts.trim or facts.crop or facts.media, facts)
    return (
        pt_to_mm(box.left - sheet.left),
        pt_to_mm(sheet.top - box.top),
        pt_to_mm(box.right - box.left),
        pt_to_mm(box.top - box.bottom),
    )


def place(finding: Finding, inspection: Inspection | None) -> Phrase | None:
    """Where ``finding`` is on its page, in words; None where it says no more than a page."""
    where = place_mm(finding, inspection) if inspection is not None else None
    if where is None:
        return None
    left, top = (abs(round(edge)) for edge in where[:2])
    return say("{left} mm from the left, {top} mm from the top", left=left, top=top)


def bare(message: Words) -> Words:
    """A finding's message without the place that it begins with, for who shows that himself."""
    if isinstance(message, Phrase) and message.text == "{place}: {what}":
        what = dict(message.values)["what"]
        return what if isinstance(what, Phrase) else str(what)
    return message


def size_words(inspection: Inspection) -> Phrase:
    """The size of the first page's sheet, as seen."""
    sheet = sheet_size(inspection.pages[0])
    return say("{width:.0f} × {height:.0f} mm", width=sheet.width, height=sheet.height)


def sheet_size(facts: PageFacts) -> Size:
    """A page's size after trimming, as seen."""
    sheet = seen(facts.trim or facts.crop or facts.media, facts)
    return Size(pt_to_mm(sheet.right - sheet.left), pt_to_mm(sheet.top - sheet.bottom))

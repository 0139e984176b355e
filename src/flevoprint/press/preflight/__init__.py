"""Preflight: any PDF held to a shop's limits, or to what readers of a screen need.

Every rule is a :class:`Check`: a small function with the source of its rule. :func:`inspect` runs
those that are meant for the kind of file it gets, and none can be skipped: one that fails is a
finding itself.
"""

from __future__ import annotations

from dataclasses import replace

from flevoprint.finding import Expected, Finding, Inspection, Kind
from flevoprint.language import Words, say
from flevoprint.press.preflight import (
    bleed,
    boxes,
    codes,
    colours,
    contrast,
    images,
    ink,
    intents,
    lettering,
    lines,
    metadata,
    overprint,
    structure,
    tags,
)
from flevoprint.press.preflight.check import Check
from flevoprint.press.preflight.limits import Unreadable, bounded
from flevoprint.press.preflight.reading import Reading
from flevoprint.press.preflight.snapshot import thumbnails
from flevoprint.printer import PrinterProfile
from flevoprint.problem import Problem, Severity, Source

__all__ = ["CHECKS", "inspect", "inspect_measured", "inspect_pictured", "known_codes"]

#: All checks, in the order in which their findings are told.
CHECKS: tuple[Check, ...] = (
    *structure.CHECKS,
    *boxes.CHECKS,
    *metadata.CHECKS,
    *intents.CHECKS,
    *colours.CHECKS,
    *overprint.CHECKS,
    *lettering.CHECKS,
    *lines.CHECKS,
    *images.CHECKS,
    *ink.CHECKS,
    *bleed.CHECKS,
    *codes.CHECKS,
    *tags.CHECKS,
    *contrast.CHECKS,
)

_NOTHING = Expected()
_UNREADABLE, _FAILED = "preflight.unreadable", "preflight.check-failed"


def known_codes() -> frozenset[str]:
    """Every code that a finding may carry."""
    return frozenset({_UNREADABLE, _FAILED}.union(*(check.codes for check in CHECKS)))


def inspect(
    data: bytes, file: str, printer: PrinterProfile, expected: Expected = _NOTHING
) -> Inspection:
    """Hold the PDF ``data`` to all rules for its kind; ``file`` is what findings call it.

    The kind is the expected one, or else what the file means to be. Never raises for what is in
    the file: one that cannot be read ends in ``preflight.unreadable``. There are no figures:
    what no rule needs to know is not measured.
    """
    try:
        with bounded(), Reading(data, file, expected.kind) as reading:
            return _inspection(reading, printer, expected)
    except Unreadable as reason:
        return _refused(file, printer, expected, reason)


def inspect_measured(
    data: bytes, file: str, printer: PrinterProfile, expected: Expected = _NOTHING
) -> Inspection:
    """The same, with all figures."""
    try:
        with bounded(), Reading(data, file, expected.kind) as reading:
            return _inspection(reading, printer, expected, measured=True)
    except Unreadable as reason:
        return _refused(file, printer, expected, reason)


def inspect_pictured(
    data: bytes, file: str, printer: PrinterProfile, expected: Expected = _NOTHING
) -> tuple[Inspection, tuple[bytes, ...]]:
    """The first, and a thumbnail of each page, made from what was opened for it."""
    try:
        with bounded(), Reading(data, file, expected.kind) as reading:
            return _inspection(reading, printer, expected), thumbnails(reading)
    except Unreadable as reason:
        return _refused(file, printer, expected, reason), ()


def _refused(
    file: str, printer: PrinterProfile, expected: Expected, reason: Unreadable
) -> Inspection:
    kind = expected.kind or Kind.PRESS
    profile = printer.name if kind is Kind.PRESS else ""
    return Inspection(file, kind, profile, (), (_unreadable(file, reason),), ())


def _inspection(
    reading: Reading, printer: PrinterProfile, expected: Expected, *, measured: bool = False
) -> Inspection:
    pages, _ = reading.pages, reading.painted
    checks = [check for check in CHECKS if reading.kind in check.kinds]
    findings: list[Finding] = []
    figures: dict[str, float] = {}
    for check in checks:
        try:
            findings += check.rule(reading, printer, expected)
            figures |= check.measure(reading) if measured and check.measure else {}
        except Exception as reason:  # anyone's PDF may make any code stumble: never in silence
            findings.append(_failed(reading.file, check, reason))
    reasons = {exemption.code: exemption.reason for exemption in printer.exemptions}
    press = reading.kind is Kind.PRESS
    return Inspection(
        reading.file,
        reading.kind,
        printer.name if press else "",
        pages,
        tuple(_exempt(found, reasons) if press else found for found in findings),
        tuple(check.id for check in checks),
        figures,
    )


def _failed(file: str, check: Check, reason: Exception) -> Finding:
    detail: Words = reason.reason if isinstance(reason, Unreadable) else type(reason).__name__
    return Finding(
        Problem(
            _FAILED,
            Severity.ERROR,
            say("the check “{check}” broke off ({detail})", check=check.id, detail=detail),
            Source(file),
            say("export the PDF again; if this stays, send the file to who maintains flevoprint"),
        )
    )


def _unreadable(file: str, reason: Unreadable) -> Finding:
    return Finding(
        Problem(
            _UNREADABLE,
            Severity.ERROR,
            say("the file cannot be checked: {reason}", reason=reason.reason),
            Source(file),
            reason.remedy,
        )
    )


def _exempt(found: Finding, reasons: dict[str, str]) -> Finding:
    """A finding that the shop lets pass stays, as a note with its reason; not one that nobody
    looked."""
    reason = reasons.get(found.problem.code)
    if reason is None or found.problem.code == _FAILED:
        return found
    return replace(found, problem=replace(found.problem, severity=Severity.NOTE), exempted=reason)

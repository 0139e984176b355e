"""What the checks of rendered pages say of a file."""

from __future__ import annotations

from flevoprint.finding import Expected, Finding, Kind
from flevoprint.press.preflight import bleed, codes, ink
from flevoprint.press.preflight.limits import bounded
from flevoprint.press.preflight.reading import Reading
from flevoprint.printer import PrinterProfile
from tests.support.printers import PRINTER

CHECKS = (*ink.CHECKS, *bleed.CHECKS, *codes.CHECKS)
NOTHING = Expected()


def findings(
    data: bytes,
    printer: PrinterProfile = PRINTER,
    expected: Expected = NOTHING,
    kind: Kind = Kind.PRESS,
) -> list[Finding]:
    with bounded(), Reading(data, "blad.pdf", kind) as reading:
        return [
            found
            for check in CHECKS
            if kind in check.kinds
            for found in check.rule(reading, printer, expected)
        ]


def codes_in(found: list[Finding]) -> set[str]:
    return {one.problem.code for one in found}

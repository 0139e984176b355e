"""QR codes as a telephone meets them: what is found on the rendered page must read and lead right.

A decoder forgives nearly everything, so that a code can be read proves little: the size of its
modules, the quiet zone around it, its contrast and its inks are judged too (ISO/IEC 18004, 5.3
and 9.1; sizes by the distance from which a sheet is read).
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator

from flevoprint.finding import Expected, Finding
from flevoprint.geometry import pt_to_mm
from flevoprint.language import Phrase, excerpt, say
from flevoprint.press.preflight.bound import black_alone
from flevoprint.press.preflight.check import BOTH, PRESS, Check, finding
from flevoprint.press.preflight.planes import plates_of, printed
from flevoprint.press.preflight.reading import Reading
from flevoprint.press.preflight.scan import DPI, QUIET, Code, codes_of
from flevoprint.printer import PrinterProfile
from flevoprint.problem import Severity

#: Smallest module in mm: in the hand, and on a sheet of A3 and larger, read from 1 to 2 m.
HANDOUT, POSTER = 0.4, 1.0
#: The shorter side in mm from which a sheet is a poster.
_POSTER_SIDE = 290.0
#: The least ratio of light to dark (WCAG 2.1).
CONTRAST = 4.0
#: What measuring a module and a quiet zone on a picture may be off.
_SIZE_SLACK, _QUIET_SLACK = 0.98, 0.25
#: Ink beside black, in % of one plate, that is no rounding.
_STRAY = 2.0
_ADDRESS = re.compile(r"https?://[^\s/.]+\.[^\s]+|mailto:[^\s@]+@[^\s@]+|tel:\+?[0-9().\- ]+")


def _texts(reading: Reading, _: PrinterProfile, expected: Expected) -> Iterator[Finding]:
    """Every code reads, and leads where it should."""
    known = expected.addresses
    codes = codes_of(reading, known)
    wrong = [code for code in codes if code.text and not _right(code.text, known)]
    for code in wrong:
        yield _wrong(reading, code, known)
    for code in codes:
        if not code.text and known is None:
            yield _unreadable(
                reading, say("the QR code {where} cannot be read", where=_at(code, reading)), code
            )
        elif code.dpi > DPI and code.module >= _least(reading, code) * _SIZE_SLACK:
            yield _unreadable(
                reading,
                say(
                    "the QR code {where} is hard to read ({text})",
                    where=_at(code, reading),
                    text=code.text,
                ),
                code,
                Severity.WARNING,
            )
    missing = sorted((known or frozenset()) - {code.text for code in codes})
    unread = [code for code in codes if not code.text]
    # A code that leads elsewhere stands in the place of one that is missing.
    for at, address in enumerate(missing[len(wrong) :]):
        yield _unreadable(
            reading,
            say("no QR code that can be read leads to {address}", address=address),
            unread[at] if at < len(unread) else None,
        )


def _right(text: str, known: frozenset[str] | None) -> bool:
    return _ADDRESS.fullmatch(text) is not None if known is None else text in known


def _wrong(reading: Reading, code: Code, known: frozenset[str] | None) -> Finding:
    where, text = _at(code, reading), excerpt(code.text, 80)
    if known is None:
        message = say(
            "the QR code {where} holds no web address, but “{text}”", where=where, text=text
        )
        hint = say("make the code anew with a full address, beginning with https://")
        severity = Severity.WARNING
    else:
        message = say(
            "the QR code {where} leads to {text}, which no link of this sheet names",
            where=where,
            text=text,
        )
        hint = say(
            "make the code anew from the link itself: {links}", links=", ".join(sorted(known))
        )
        severity = Severity.ERROR
    return finding(
        reading, "preflight.qr-wrong", severity, message, hint, page=code.page, box=code.box
    )


def _unreadable(
    reading: Reading, message: Phrase, code: Code | None, severity: Severity = Severity.ERROR
) -> Finding:
    return finding(
        reading,
        "preflight.qr-unreadable",
        severity,
        message,
        say("print the code larger, in black on white, with nothing in it or over it"),
        page=code.page if code else 0,
        box=code.box if code else None,
    )


def _small(reading: Reading, _: PrinterProfile, expected: Expected) -> Iterator[Finding]:
    for code in _read(reading, expected):
        least = _least(reading, code)
        if code.module < least * _SIZE_SLACK:
            yield finding(
                reading,
                "preflight.qr-small",
                Severity.ERROR,
                say(
                    "the QR code {where} has modules of {module:.2f} mm; at least {least:.1f} mm "
                    "is needed to read it on a sheet of this size",
                    where=_at(code, reading),
                    module=code.module,
                    least=least,
                ),
                say(
                    "make the code at least {side:.0f} mm wide, or shorten its address: fewer "
                    "characters give larger modules",
                    side=math.ceil(least * code.modules) + 0.0,
                ),
                page=code.page,
                box=code.box,
            )


def _least(reading: Reading, code: Code) -> float:
    """The smallest module in mm for the sheet that ``code`` stands on."""
    page = reading.pages[code.page - 1]
    box = page.trim or printed(page)
    shorter = pt_to_mm(min(box.right - box.left, box.top - box.bottom))
    return POSTER if shorter >= _POSTER_SIDE else HANDOUT


def _crowded(reading: Reading, _: PrinterProfile, expected: Expected) -> Iterator[Finding]:
    for code in _read(reading, expected):
        clear = min(code.quiet)
        if clear < QUIET - _QUIET_SLACK:
            where = _SIDES[code.quiet.index(clear)]
            yield finding(
                reading,
                "preflight.qr-quiet-zone",
                Severity.ERROR,
                say(
                    "the QR code {where} has {clear:.1f} modules of clear space {side}; "
                    "{quiet} are needed",
                    where=_at(code, reading),
                    clear=max(0.0, clear),
                    side=where,
                    quiet=QUIET,
                ),
                say(
                    "keep {room:.1f} mm around the code free of text, lines and colour",
                    room=QUIET * code.module,
                ),
                page=code.page,
                box=code.box,
            )


_SIDES = (
    say("on its left"),
    say("on its right"),
    say("above it"),
    say("below it"),
)


def _pale(reading: Reading, _: PrinterProfile, expected: Expected) -> Iterator[Finding]:
    for code in _read(reading, expected):
        if code.contrast < CONTRAST:
            yield finding(
                reading,
                "preflight.qr-pale",
                Severity.ERROR,
                say(
                    "the QR code {where} has a contrast of {contrast:.1f} : 1; at least "
                    "{least:g} : 1 is needed",
                    where=_at(code, reading),
                    contrast=code.contrast,
                    least=CONTRAST,
                ),
                say("print the code in black on white"),
                page=code.page,
                box=code.box,
            )


def _coloured(reading: Reading, printer: PrinterProfile, expected: Expected) -> Iterator[Finding]:
    """On press a code is black ink alone: four plates never lie exactly on one another."""
    for code in _read(reading, expected):
        if black_alone(reading, code.page, code.box, _STRAY):
            continue
        plates = plates_of(reading, printer)[code.page - 1]
        inside = plates.inks[plates.pixels(code.box)]
        if not inside.size:
            continue
        most = inside[:, :, :3].max(axis=(0, 1)) / 2.55
        strays = [str(name) for name, ink in zip("CMY", most, strict=True) if ink > _STRAY]
        if strays:
            yield finding(
                reading,
                "preflight.qr-colour",
                Severity.ERROR,
                say(
                    "the QR code {where} is not printed in black alone (also {inks})",
                    where=_at(code, reading),
                    inks=", ".join(strays),
                ),
                say("give the code black (C 0, M 0, Y 0, K 100) on white paper"),
                page=code.page,
                box=code.box,
            )


def _read(reading: Reading, expected: Expected) -> Iterable[Code]:
    return (code for code in codes_of(reading, expected.addresses) if code.text)


def _at(code: Code, reading: Reading) -> Phrase:
    """Where a code's left top is, measured from the trimmed sheet's."""
    page = reading.pages[code.page - 1]
    sheet = page.trim or page.media
    return say(
        "on page {page}, {across:.0f} mm from the left and {down:.0f} mm from the top",
        page=code.page,
        across=abs(pt_to_mm(code.box.left - sheet.left)),
        down=abs(pt_to_mm(sheet.top - code.box.top)),
    )


_18004 = "ISO/IEC 18004"
CHECKS = (
    Check(
        "qr-texts",
        BOTH,
        f"{_18004}: decoded from the page at 150 dpi",
        _texts,
        ("preflight.qr-unreadable", "preflight.qr-wrong"),
    ),
    Check("qr-size", BOTH, f"{_18004}, 9.1 (module)", _small, ("preflight.qr-small",)),
    Check("qr-quiet", BOTH, f"{_18004}, 9.1 (quiet zone)", _crowded, ("preflight.qr-quiet-zone",)),
    Check("qr-contrast", BOTH, f"{_18004} (contrast); WCAG 2.1", _pale, ("preflight.qr-pale",)),
    Check("qr-inks", PRESS, "register: one plate only", _coloured, ("preflight.qr-colour",)),
)

"""The output intent: which inks on which paper the file was made for (ISO 15930-7, 6.2.2)."""

from __future__ import annotations

from collections.abc import Iterator

from flevoprint.finding import Expected, Finding
from flevoprint.language import say
from flevoprint.press.condition import REGISTRY
from flevoprint.press.preflight.check import PRESS, Check, finding
from flevoprint.press.preflight.reading import Reading
from flevoprint.printer import PrinterProfile
from flevoprint.problem import Severity

_EXPORT = say("export the PDF as PDF/X-4 with the printer's colour profile as output intent")


def intent_count(reading: Reading, _: PrinterProfile, __: Expected) -> Iterator[Finding]:
    """There is one output intent."""
    count = len(reading.intents)
    if count == 0:
        yield finding(
            reading,
            "preflight.intent-missing",
            Severity.ERROR,
            say("the file does not say which inks and paper it was made for (no output intent)"),
            _EXPORT,
        )
    elif count > 1:
        yield finding(
            reading,
            "preflight.intent-many",
            Severity.ERROR,
            say("the file has {count} output intents, and may have one", count=count),
            _EXPORT,
        )


def intent_space(reading: Reading, _: PrinterProfile, __: Expected) -> Iterator[Finding]:
    """Its profile is embedded, and is one of a press with four inks."""
    for intent in reading.intents[:1]:
        data = reading.intent_profile
        if not data:
            code = "preflight.intent-profile"
            message = say("the output intent comes without its colour profile")
        elif (
            data[12:16] != b"prtr"
            or data[16:20] != b"CMYK"
            or intent.DestOutputProfile.get("/N") != 4
        ):
            code = "preflight.intent-space"
            message = say(
                "the output intent is not that of a press with four inks, but “{kind} {space}”",
                kind=data[12:16].decode("latin-1").strip(),
                space=data[16:20].decode("latin-1").strip(),
            )
        else:
            continue
        yield finding(reading, code, Severity.ERROR, message, _EXPORT)


def condition(reading: Reading, printer: PrinterProfile, _: Expected) -> Iterator[Finding]:
    """It is the condition that the shop prints by."""
    for intent in reading.intents[:1]:
        named = str(intent.get("/OutputConditionIdentifier", ""))
        if named != printer.condition:
            yield finding(
                reading,
                "preflight.condition",
                Severity.ERROR,
                say(
                    "the file was made for “{named}”, and {printer} prints by {wanted}",
                    named=named,
                    printer=printer.name,
                    wanted=printer.condition,
                ),
                say("export the PDF with {wanted} as output intent", wanted=printer.condition),
            )
        elif str(intent.get("/RegistryName", "")).rstrip("/") != REGISTRY:
            yield finding(
                reading,
                "preflight.registry",
                Severity.WARNING,
                say("the output intent does not say whose list “{named}” stands in", named=named),
                say("export the PDF with the registry http://www.color.org"),
            )


CHECKS = (
    Check(
        "intent",
        PRESS,
        "ISO 15930-7, 6.2.2",
        intent_count,
        ("preflight.intent-missing", "preflight.intent-many"),
    ),
    Check(
        "intent-profile",
        PRESS,
        "ISO 15930-7, 6.2.2; Ghent Workgroup 2022",
        intent_space,
        ("preflight.intent-profile", "preflight.intent-space"),
    ),
    Check(
        "condition",
        PRESS,
        "ISO 15930-7, 6.2.2; the printer's profile",
        condition,
        ("preflight.condition", "preflight.registry"),
    ),
)

"""The file as a whole: what may lock it, act in it, or come along in it unseen."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice
from pathlib import PurePath
from typing import Any

import pikepdf
from pikepdf import Name

from flevoprint.finding import Expected, Finding
from flevoprint.geometry import Box
from flevoprint.language import Words, say, say_many
from flevoprint.press.preflight.check import BOTH, PRESS, Check, finding, touches
from flevoprint.press.preflight.graphics import rectangle
from flevoprint.press.preflight.reading import Reading
from flevoprint.printer import PrinterProfile
from flevoprint.problem import Severity

#: PDF/X-4 builds on PDF 1.6 (ISO 15930-7).
_NEWEST = (1, 6)
_PLAIN_NAME = re.compile(r"[A-Za-z0-9._-]+\Z")
#: Annotations that print production itself uses (ISO 15930-7, annotations).
_ALLOWED = ("/TrapNet", "/PrinterMark")
#: Dictionaries looked through for actions, at most.
_MANY = 20_000


def encryption(reading: Reading, _: PrinterProfile, __: Expected) -> Iterator[Finding]:
    """Nothing is locked."""
    if reading.pdf.is_encrypted:
        yield finding(
            reading,
            "preflight.encrypted",
            Severity.ERROR,
            say("the file is protected: others may not be able to use it as they must"),
            say("save the PDF without protection or password"),
        )


def version(reading: Reading, _: PrinterProfile, __: Expected) -> Iterator[Finding]:
    """The version is one that PDF/X-4 builds on."""
    said = max(_version(reading.pdf.pdf_version), _version(reading.pdf.Root.get("/Version", "")))
    if said > _NEWEST:
        yield finding(
            reading,
            "preflight.version",
            Severity.WARNING,
            say(
                "the file is PDF {version}; PDF/X-4 is at most 1.6", version=f"{said[0]}.{said[1]}"
            ),
            say("export the PDF as PDF/X-4"),
        )


def _version(text: object) -> tuple[int, int]:
    found = re.search(r"(\d)\.(\d)", str(text))
    return (int(found[1]), int(found[2])) if found else (0, 0)


def notes(reading: Reading, _: PrinterProfile, __: Expected) -> Iterator[Finding]:
    """No links, notes or form fields where ink comes."""
    for number, page in enumerate(reading.pdf.pages, start=1):
        facts = reading.pages[number - 1]
        area = facts.bleed or facts.media
        for annotation in page.obj.get("/Annots", ()):
            subtype = str(annotation.get("/Subtype", "/?"))
            box = Box(*rectangle(annotation.get("/Rect", (0, 0, 0, 0))))
            if subtype in _ALLOWED or not touches(box, area):
                continue
            code, message, hint = _annotation(subtype, number)
            yield finding(reading, code, Severity.ERROR, message, hint, page=number, box=box)


def _annotation(subtype: str, page: int) -> tuple[str, Words, Words]:
    if subtype == "/Link":
        return (
            "preflight.link",
            say("page {page} has a link you can click on", page=page),
            say("export the PDF for print without hyperlinks"),
        )
    if subtype == "/Widget":
        return (
            "preflight.form-field",
            say("page {page} has a form field", page=page),
            say("export the PDF without form fields, or flatten them"),
        )
    return (
        "preflight.annotation",
        say("page {page} has a note or stamp on it ({kind})", page=page, kind=subtype.lstrip("/")),
        say("remove notes, stamps and comments from the PDF"),
    )


def layers(reading: Reading, _: PrinterProfile, __: Expected) -> Iterator[Finding]:
    """No layers that someone may switch off."""
    properties = reading.pdf.Root.get("/OCProperties", pikepdf.Dictionary())
    names = [str(group.get("/Name", "?")) for group in properties.get("/OCGs", ())]
    used = sorted({mark.layer for mark in reading.marks if mark.layer} - set(names))
    if names or used:
        yield finding(
            reading,
            "preflight.layers",
            Severity.WARNING,
            say(
                "the file has layers ({names}); what is switched off at the printer is missing",
                names=", ".join([*names, *used][:5]),
            ),
            say("flatten the layers before you export"),
        )


def actions(reading: Reading, _: PrinterProfile, __: Expected) -> Iterator[Finding]:
    """Nothing runs by itself."""
    root = reading.pdf.Root
    scripts = "/JavaScript" in root.get("/Names", {}) or any(
        isinstance(thing, pikepdf.Dictionary) and thing.get("/S") == _SCRIPT and "/JS" in thing
        for thing in _things(reading.pdf)
    )
    if scripts:
        yield finding(
            reading,
            "preflight.javascript",
            Severity.ERROR,
            say("the file holds a script (JavaScript)"),
            say("export the PDF again without scripts; look at forms and buttons first"),
        )


_SCRIPT = Name.JavaScript
#: Entries that hold an action, or a dictionary of them.
_HOLDERS = frozenset({"/OpenAction", "/A", "/AA", "/Next"})


def _things(pdf: pikepdf.Pdf) -> Iterator[Any]:
    """What may be a script: objects that hold one, and what hangs directly in any object."""
    for thing in islice(pdf.objects, _MANY + 1):
        if not isinstance(thing, pikepdf.Dictionary):
            continue
        keys = thing.keys()  # asked for once: a file has objects by the hundred
        if "/JS" in keys:
            yield thing
        for key in _HOLDERS.intersection(keys):
            inner = thing.get(key)
            if isinstance(inner, pikepdf.Dictionary):
                yield inner
                if key == "/AA":
                    yield from inner.values()


def automatic(reading: Reading, _: PrinterProfile, __: Expected) -> Iterator[Finding]:
    """No actions in a file for the press (ISO 15930-7, actions)."""
    holders = [reading.pdf.Root, *(page.obj for page in reading.pdf.pages)]
    found = [
        holder.AA if "/AA" in holder else holder.OpenAction
        for holder in holders
        if "/AA" in holder or isinstance(holder.get("/OpenAction"), pikepdf.Dictionary)
    ]
    if any(not _is_script(action) for action in found):
        yield finding(
            reading,
            "preflight.action",
            Severity.ERROR,
            say("the file does something by itself when it is opened (an action)"),
            say("export the PDF for print without actions"),
        )


def _is_script(action: Any) -> bool:
    return action.get("/S") == Name.JavaScript or any(
        isinstance(inner, pikepdf.Dictionary) and inner.get("/S") == Name.JavaScript
        for inner in action.values()
    )


def attachments(reading: Reading, _: PrinterProfile, __: Expected) -> Iterator[Finding]:
    """No other files come along."""
    root = reading.pdf.Root
    if "/EmbeddedFiles" in root.get("/Names", {}) or "/AF" in root:
        yield finding(
            reading,
            "preflight.attachment",
            Severity.WARNING,
            say("another file is attached to the PDF"),
            say("remove the attachment; send the printer what is to be printed only"),
        )


def damage(reading: Reading, _: PrinterProfile, __: Expected) -> Iterator[Finding]:
    """Every operator on the pages can be carried out."""
    pages: dict[int, list[str]] = {}
    for found in reading.painted.damage:
        pages.setdefault(found.page, []).append(found.operator)
    for page, operators in pages.items():
        yield finding(
            reading,
            "preflight.content-damaged",
            Severity.ERROR,
            say_many(
                "page {page} holds {count} instruction that cannot be followed ({operators})",
                "page {page} holds {count} instructions that cannot be followed ({operators})",
                len(operators),
                page=page,
                operators=" ".join(sorted(set(operators))[:5]),
            ),
            say("export the PDF again; if that does not help, from another program"),
            page=page,
        )


def file_size(reading: Reading, printer: PrinterProfile, _: Expected) -> Iterator[Finding]:
    """The file is not larger than the shop takes."""
    megabytes = len(reading.data) / 1e6
    if megabytes > printer.max_megabytes:
        yield finding(
            reading,
            "preflight.file-size",
            Severity.WARNING,
            say(
                "the file is {size:.1f} MB; the printer takes {most:.1f} MB",
                size=megabytes,
                most=float(printer.max_megabytes),
            ),
            say("bring images down to 300 pixels per inch at their printed size"),
        )


def file_name(reading: Reading, _: PrinterProfile, __: Expected) -> Iterator[Finding]:
    """The name survives every computer."""
    name = PurePath(reading.file.replace("\\", "/")).name
    if name and not _PLAIN_NAME.match(name):
        yield finding(
            reading,
            "preflight.file-name",
            Severity.NOTE,
            say("the file's name has signs in it that some systems do not take"),
            say("use letters a to z, digits, hyphens and underscores only"),
        )


CHECKS = (
    Check(
        "encryption",
        BOTH,
        "ISO 15930-7 (encryption); ISO 19005-2, 6.1.3",
        encryption,
        ("preflight.encrypted",),
    ),
    Check("version", PRESS, "ISO 15930-7", version, ("preflight.version",)),
    Check(
        "annotations",
        PRESS,
        "ISO 15930-7 (annotations)",
        notes,
        ("preflight.link", "preflight.form-field", "preflight.annotation"),
    ),
    Check("layers", PRESS, "ISO 15930-7 (optional content)", layers, ("preflight.layers",)),
    Check(
        "javascript",
        BOTH,
        "ISO 15930-7 (actions); ISO 19005-2, 6.5.1",
        actions,
        ("preflight.javascript",),
    ),
    Check("action", PRESS, "ISO 15930-7 (actions)", automatic, ("preflight.action",)),
    Check("attachment", PRESS, "the print shops", attachments, ("preflight.attachment",)),
    Check("content", BOTH, "ISO 32000-1, 7.8.2", damage, ("preflight.content-damaged",)),
    Check("file-size", PRESS, "the printer's profile", file_size, ("preflight.file-size",)),
    Check("file-name", PRESS, "the print shops", file_name, ("preflight.file-name",)),
)

"""What a file says of itself, in XMP and in the Info dictionary (ISO 15930-7; ISO 16684-1)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta, timezone
from xml.etree import ElementTree

import pikepdf

from flevoprint.finding import Expected, Finding, Kind
from flevoprint.language import say
from flevoprint.press.preflight.check import BOTH, PRESS, Check, finding
from flevoprint.press.preflight.limits import Unreadable, unpacked
from flevoprint.press.preflight.reading import Reading
from flevoprint.printer import PrinterProfile
from flevoprint.problem import Severity

#: Bytes of an XMP packet.
_MAX_PACKET = 4 << 20
_PREFIXES = {
    "http://purl.org/dc/elements/1.1/": "dc",
    "http://ns.adobe.com/pdf/1.3/": "pdf",
    "http://ns.adobe.com/xap/1.0/": "xmp",
    "http://ns.adobe.com/xap/1.0/mm/": "xmpMM",
    "http://www.npes.org/pdfx/ns/id/": "pdfxid",
}
_RDF = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}"
_DATE = re.compile(
    r"(?:D:)?(\d{4})-?(\d\d)?-?(\d\d)?[T ]?(\d\d)?:?(\d\d)?:?(\d\d)?(?:\.\d+)?"
    r"(?:(Z)|([+-])(\d\d):?'?(\d\d)?'?)?"
)

_EXPORT = say("export the PDF again as PDF/X-4")


def properties(reading: Reading) -> Mapping[str, str] | None:
    """The XMP properties by ``prefix:name``; None for no packet or one that is not XML."""
    stream = reading.pdf.Root.get("/Metadata")
    if not isinstance(stream, pikepdf.Stream):
        return None
    try:
        packet = unpacked(stream, _MAX_PACKET)
        # A packet needs no entities, and those of a hostile one may grow without end.
        if b"<!DOCTYPE" in packet or b"<!ENTITY" in packet:
            return None
        root = ElementTree.fromstring(packet.strip())
    except (pikepdf.PdfError, Unreadable, ElementTree.ParseError, ValueError, LookupError):
        return None
    found: dict[str, str] = {}
    for description in root.iter(f"{_RDF}Description"):
        for name, value in description.attrib.items():
            _keep(found, name, value)
        for element in description:
            words = (part.strip() for part in element.itertext())
            _keep(found, element.tag, " ".join(word for word in words if word))
    return found


def _keep(found: dict[str, str], name: str, value: str) -> None:
    space, _, local = name.lstrip("{").partition("}")
    if space in _PREFIXES:
        found.setdefault(f"{_PREFIXES[space]}:{local}", value.strip())


def _info(reading: Reading) -> Mapping[str, str]:
    info = reading.pdf.trailer.get("/Info")
    if not isinstance(info, pikepdf.Dictionary):
        return {}
    return {str(key): str(value) for key, value in info.items()}


def packet(reading: Reading, _: PrinterProfile, __: Expected) -> Iterator[Finding]:
    """There is metadata, and the file calls itself PDF/X-4."""
    said = properties(reading)
    if said is None:
        yield finding(
            reading,
            "preflight.metadata-missing",
            Severity.ERROR,
            say("the file says nothing of itself that can be read (no XMP metadata)"),
            _EXPORT,
        )
    elif said.get("pdfxid:GTS_PDFXVersion") != "PDF/X-4":
        version = said.get("pdfxid:GTS_PDFXVersion") or _info(reading).get("/GTS_PDFXVersion")
        yield finding(
            reading,
            "preflight.not-x4",
            Severity.ERROR,
            say("the file calls itself {version} instead of PDF/X-4", version=version)
            if version
            else say("the file does not call itself PDF/X-4"),
            _EXPORT,
        )


def trapped(reading: Reading, _: PrinterProfile, __: Expected) -> Iterator[Finding]:
    """It is known whether colours were made to overlap, and both places say the same."""
    in_info = _info(reading).get("/Trapped", "").lstrip("/")
    said = properties(reading)
    in_xmp = said.get("pdf:Trapped", "") if said is not None else in_info
    if in_info not in ("True", "False") or in_xmp != in_info:
        yield finding(
            reading,
            "preflight.trapped",
            Severity.ERROR,
            say("the file does not say whether it was trapped (Trapped must be True or False)"),
            say("export the PDF as PDF/X-4, with Trapped set to False"),
        )


def titled(reading: Reading, _: PrinterProfile, __: Expected) -> Iterator[Finding]:
    """The file has a title."""
    said = properties(reading)
    if said is None and reading.kind is Kind.PRESS:
        return
    if not (said or {}).get("dc:title"):
        yield finding(
            reading,
            "preflight.title-missing",
            Severity.ERROR,
            say("the file has no title"),
            say("fill in the title in the document's properties, and export again"),
        )


def dates(reading: Reading, _: PrinterProfile, __: Expected) -> Iterator[Finding]:
    """It is known when the file was made and changed, and both places say the same."""
    said = properties(reading)
    if said is None:
        return
    info = _info(reading)
    pairs = (("xmp:CreateDate", "/CreationDate"), ("xmp:ModifyDate", "/ModDate"))
    moments = {name: moment(said.get(name, "")) for name in _DATES}
    if not all(moments.values()):
        yield finding(
            reading,
            "preflight.dates-missing",
            Severity.ERROR,
            say(
                "the file does not say when it was made and changed ({names})",
                names=", ".join(name for name, found in moments.items() if not found),
            ),
            _EXPORT,
        )
        return
    if any(key in info and moment(info[key]) != moments[name] for name, key in pairs):
        yield finding(
            reading,
            "preflight.dates-differ",
            Severity.ERROR,
            say("the file gives two different dates for when it was made or changed"),
            _EXPORT,
        )


_DATES = ("xmp:CreateDate", "xmp:ModifyDate", "xmp:MetadataDate")


def moment(text: str) -> datetime | None:
    """A date of XMP (ISO 8601) or of Info (ISO 32000-1, 7.9.4); without a zone it is UTC."""
    found = _DATE.match(text.strip())
    if not found:
        return None
    year, month, day, hour, minute, second = found.groups()[:6]
    _, sign, hours, minutes = found.groups()[6:]
    zone = UTC
    try:
        if sign:
            offset = timedelta(hours=int(hours), minutes=int(minutes or 0))
            zone = timezone(offset if sign == "+" else -offset)
        return datetime(
            int(year),
            int(month or 1),
            int(day or 1),
            int(hour or 0),
            int(minute or 0),
            int(second or 0),
            tzinfo=zone,
        )
    except (ValueError, OverflowError):
        return None


def identity(reading: Reading, _: PrinterProfile, __: Expected) -> Iterator[Finding]:
    """The file can be told from others."""
    said = properties(reading)
    named = said is None or bool(said.get("xmpMM:DocumentID"))
    if not named or "/ID" not in reading.pdf.trailer:
        yield finding(
            reading,
            "preflight.identity",
            Severity.ERROR,
            say("the file has no identity of its own (DocumentID and ID)"),
            _EXPORT,
        )


_X4 = "ISO 15930-7 (metadata)"

CHECKS = (
    Check(
        "metadata",
        PRESS,
        "ISO 15930-7, 6.1",
        packet,
        ("preflight.metadata-missing", "preflight.not-x4"),
    ),
    Check("trapped", PRESS, _X4, trapped, ("preflight.trapped",)),
    Check(
        "title-missing",
        BOTH,
        f"{_X4}; ISO 14289-1, 7.1; WCAG 2.1, 2.4.2",
        titled,
        ("preflight.title-missing",),
    ),
    Check("dates", PRESS, _X4, dates, ("preflight.dates-missing", "preflight.dates-differ")),
    Check("identity", PRESS, _X4, identity, ("preflight.identity",)),
)

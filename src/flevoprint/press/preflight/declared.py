"""Screen edition: what the file says of itself, in its catalogue and its metadata."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pikepdf

from flevoprint.finding import Expected, Finding
from flevoprint.language import say
from flevoprint.press.preflight.check import finding
from flevoprint.press.preflight.marks import MarkKind
from flevoprint.press.preflight.reading import Reading
from flevoprint.press.preflight.tagcheck import (
    ERROR,
    WARNING,
    entry,
    quoted,
    screen,
    tree_of,
)
from flevoprint.press.preflight.tongue import base, likely_language, name, well_formed
from flevoprint.printer import PrinterProfile


def tagged(reading: Reading, _: PrinterProfile, __: Expected) -> Iterator[Finding]:
    """Tags are there, and are said to be reliable."""
    info = entry(reading, "/MarkInfo")
    if not info.get("/Marked", False) or not tree_of(reading).tops:
        yield finding(
            reading,
            "preflight.not-tagged",
            ERROR,
            say("this PDF has no tags: a screen reader cannot tell headings, lists and pictures"),
            say("save it again from the program it was made in, as a tagged (accessible) PDF"),
        )
    elif info.get("/Suspects", False):
        yield finding(
            reading,
            "preflight.tags-suspect",
            WARNING,
            say("the program that made the tags says that it guessed them"),
            say("look through the tags in a PDF editor, mend them, and set Suspects to false"),
        )


def declared(reading: Reading, _: PrinterProfile, __: Expected) -> Iterator[Finding]:
    """PDF/UA and PDF/A say so in the metadata, or nobody will treat the file as such."""
    metadata = xmp(reading)
    hint = say("have the program that makes the PDF write PDF/UA-1 and PDF/A-2a")
    if metadata.get(_UA + "part") != "1":
        message = say("the metadata does not say that this is PDF/UA-1")
        yield finding(reading, "preflight.no-pdfua", ERROR, message, hint)
    if not metadata.get(_A + "part"):
        message = say("the metadata does not say that this is PDF/A, the form archives ask for")
        yield finding(reading, "preflight.no-pdfa", WARNING, message, hint)


_UA = "{http://www.aiim.org/pdfua/ns/id/}"
_A = "{http://www.aiim.org/pdfa/ns/id/}"
_TITLE = "{http://purl.org/dc/elements/1.1/}title"


def xmp(reading: Reading) -> dict[str, str]:
    """The file's XMP properties by ``{namespace}name``; empty where they cannot be read.

    Read once and kept with ``reading``.
    """
    kept = vars(reading)
    if "xmp" not in kept:
        kept["xmp"] = _xmp(reading)
    found: dict[str, str] = kept["xmp"]
    return found


def _xmp(reading: Reading) -> dict[str, str]:
    try:
        with reading.pdf.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as found:
            return {
                key: str(found[key]) for key in (_UA + "part", _A + "part", _TITLE) if key in found
            }
    except Exception:  # whatever the XML parser makes of a packet that is no XML
        return {}


#: Titles that a program made up: a file name, or what it calls a document without a name.
_MADE_UP = re.compile(
    r"(.*\.(pdf|docx?|odt|indd|html?|pptx?|xlsx?)|(microsoft (word|powerpoint|excel)|print) - .*"
    r"|untitled.*|naamloos.*|document\s?\d*|slide \d+|title|titel)\Z",
    re.IGNORECASE,
)


def title(reading: Reading, _: PrinterProfile, __: Expected) -> Iterator[Finding]:
    """The title means something, and is what a window shows instead of the file's name."""
    preferences = entry(reading, "/ViewerPreferences")
    if not preferences.get("/DisplayDocTitle", False):
        yield finding(
            reading,
            "preflight.title-hidden",
            ERROR,
            say("the window will show the file's name instead of the document's title"),
            say("switch on “show document title” (DisplayDocTitle) where the PDF is made"),
        )
    words = xmp(reading).get(_TITLE, "").strip()
    if words and _MADE_UP.match(words):
        yield finding(
            reading,
            "preflight.title-poor",
            WARNING,
            say("the title “{title}” does not say what the document is about", title=quoted(words)),
            say("give the document a title that a reader can choose it by"),
        )


def language(reading: Reading, _: PrinterProfile, expected: Expected) -> Iterator[Finding]:
    """The language is given, and is the one the text is in."""
    value = reading.pdf.Root.get("/Lang")
    tag = str(value).strip() if isinstance(value, pikepdf.String) else ""
    hint = say("set the document's language where it is made, such as nl")
    if not tag:
        message = say("the PDF does not say which language it is in: it will be read out wrongly")
        yield finding(reading, "preflight.no-language", ERROR, message, hint)
        return
    if not well_formed(tag):
        message = say("“{tag}” is no language code", tag=quoted(tag))
        yield finding(reading, "preflight.language-invalid", ERROR, message, hint)
        return
    text = " ".join(mark.text for mark in reading.marks if mark.kind is MarkKind.TEXT)
    right = expected.language or likely_language(text)
    if right and base(right) != base(tag):
        message = say(
            "the PDF says that it is in {tag}, but it is in {right}",
            tag=name(tag),
            right=name(right),
        )
        yield finding(reading, "preflight.language-wrong", ERROR, message, hint)


CHECKS = (
    screen("tagged", "ISO 14289-1, 7.1; Matterhorn 01-007", tagged, "not-tagged tags-suspect"),
    screen(
        "declared",
        "ISO 14289-1, 5; ISO 19005-2, 6.6.4; Matterhorn 06-002",
        declared,
        "no-pdfua no-pdfa",
    ),
    screen(
        "title",
        "ISO 14289-1, 7.1; Matterhorn 07-001; WCAG 2.1, 2.4.2",
        title,
        "title-hidden title-poor",
    ),
    screen(
        "language",
        "ISO 14289-1, 7.2; Matterhorn 11-006; WCAG 2.1, 3.1.1",
        language,
        "no-language language-invalid language-wrong",
    ),
)

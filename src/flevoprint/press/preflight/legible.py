"""Screen edition: is the text there as text, and is what is read aloud also seen."""

from __future__ import annotations

from collections.abc import Iterator

from flevoprint.finding import Expected, Finding
from flevoprint.geometry import Box
from flevoprint.language import say
from flevoprint.press.preflight.check import finding
from flevoprint.press.preflight.marks import Mark, MarkKind
from flevoprint.press.preflight.reading import Reading
from flevoprint.press.preflight.tagcheck import (
    ERROR,
    WARNING,
    quoted,
    screen,
)
from flevoprint.press.preflight.tagtree import union
from flevoprint.printer import PrinterProfile


def pages_of_pixels(reading: Reading, _: PrinterProfile, __: Expected) -> Iterator[Finding]:
    """A page is not a picture of a page."""
    for facts in reading.pages:
        here = [mark for mark in reading.marks if mark.page == facts.number]
        pictures = [mark.box for mark in here if mark.kind is MarkKind.IMAGE]
        if any(mark.kind is MarkKind.TEXT and mark.text.strip() for mark in here):
            continue
        whole = facts.crop or facts.media
        if sum(map(_surface, pictures)) > _surface(whole) / 2:
            yield finding(
                reading,
                "preflight.image-only",
                ERROR,
                say("this page is a picture: there is no text to read aloud, search or enlarge"),
                say("use the document itself instead of a scan, or have the text recognised (OCR)"),
                page=facts.number,
                box=union(iter(pictures)),
            )


def _surface(box: Box) -> float:
    return max(0, box.right - box.left) * max(0, box.top - box.bottom)


def readable(reading: Reading, _: PrinterProfile, __: Expected) -> Iterator[Finding]:
    """Each letter is known as a letter and not only as a shape (Matterhorn 10-001)."""
    strange: dict[tuple[int, str], list[Mark]] = {}
    for mark in reading.marks:
        if mark.kind is MarkKind.TEXT and _unknown(mark):
            name = mark.font.name if mark.font else ""
            strange.setdefault((mark.page, name), []).append(mark)
    for (page, name), marks in strange.items():
        yield finding(
            reading,
            "preflight.no-unicode",
            ERROR,
            say("text in {font} can be seen but not read: its letters have no Unicode", font=name),
            say("make the PDF anew with this font embedded and with its characters (ToUnicode)"),
            page=page,
            box=union(mark.box for mark in marks),
        )


def _unknown(mark: Mark) -> bool:
    """Whether a mark has a letter without a meaning: none, a replacement, private use."""
    return not mark.text or any(
        character in "\ufffd\x00" or "\ue000" <= character <= "\uf8ff" for character in mark.text
    )


def hidden(reading: Reading, _: PrinterProfile, __: Expected) -> Iterator[Finding]:
    """What is read aloud can also be seen; text over a scan may be invisible."""
    for facts in reading.pages:
        here = [mark for mark in reading.marks if mark.page == facts.number]
        pictures = [mark.box for mark in here if mark.kind is MarkKind.IMAGE]
        unseen = [
            mark
            for mark in here
            if mark.kind is MarkKind.TEXT
            and mark.text.strip()
            and not mark.artifact
            and _unseen(mark, facts.crop or facts.media, pictures)
        ]
        if unseen:
            words = quoted(" ".join(mark.text for mark in unseen))
            yield finding(
                reading,
                "preflight.hidden-text",
                WARNING,
                say("this text is read aloud but cannot be seen: “{words}”", words=words),
                say("remove it, or mark it as an artifact if it is not meant to be read"),
                page=facts.number,
                box=union(mark.box for mark in unseen),
            )


def _unseen(mark: Mark, page: Box, pictures: list[Box]) -> bool:
    box = mark.box
    if box.right <= page.left or box.left >= page.right:
        return True
    if box.top <= page.bottom or box.bottom >= page.top:
        return True
    if mark.alpha == 0 and not mark.invisible:
        return True
    middle = ((box.left + box.right) / 2, (box.bottom + box.top) / 2)
    return mark.invisible and not any(
        picture.left <= middle[0] <= picture.right and picture.bottom <= middle[1] <= picture.top
        for picture in pictures
    )


CHECKS = (
    screen(
        "image-only",
        "ISO 14289-1, 7.1; Matterhorn 08-001; WCAG 2.1, 1.4.5",
        pages_of_pixels,
        "image-only",
    ),
    screen("unicode", "ISO 14289-1, 7.21.7; Matterhorn 10-001", readable, "no-unicode"),
    screen("hidden", "ISO 14289-1, 7.1; WCAG 2.1, 1.3.2", hidden, "hidden-text"),
)

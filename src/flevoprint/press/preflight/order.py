"""Screen edition: do the tags follow the order of reading, and can one find one's way."""

from __future__ import annotations

from collections.abc import Iterator

from flevoprint.finding import Expected, Finding
from flevoprint.geometry import Box
from flevoprint.language import say
from flevoprint.press.preflight.check import finding
from flevoprint.press.preflight.marks import MarkKind
from flevoprint.press.preflight.reading import Reading
from flevoprint.press.preflight.tagcheck import (
    ERROR,
    WARNING,
    entry,
    on_tree,
    quoted,
    screen,
    tree_of,
)
from flevoprint.press.preflight.tagtree import HEADINGS, Piece, TagTree
from flevoprint.printer import PrinterProfile


def page_order(reading: Reading, tree: TagTree) -> Iterator[Finding]:
    """The tags go through the pages from first to last."""
    last = 0
    for piece in tree.pieces():
        if piece.page < last and tree.painted(piece):
            yield finding(
                reading,
                "preflight.page-order",
                ERROR,
                say(
                    "the tags come back to this page after page {last}, at “{words}”",
                    last=last,
                    words=quoted(tree.text(piece)),
                ),
                say("put the tags of each page together, in the order of the pages"),
                page=piece.page,
                box=tree.place(piece)[1],
            )
            return
        last = max(last, piece.page)


def painting_order(reading: Reading, tree: TagTree) -> Iterator[Finding]:
    """On a page the tags follow the order of painting, which programs without tags read by."""
    for page, piece in _late(tree).items():
        yield finding(
            reading,
            "preflight.reading-order",
            WARNING,
            say(
                "the tags read “{words}” later than the page shows it",
                words=quoted(tree.text(piece)),
            ),
            say("put the tags in the order in which the sheet is read"),
            page=page,
            box=tree.place(piece)[1],
        )


def _late(tree: TagTree) -> dict[int, Piece]:
    """Page -> the first piece that the tags have after what is painted later."""
    last: dict[int, int] = {}
    late: dict[int, Piece] = {}
    for piece in tree.pieces():
        places = [place for place, mark in tree.painted(piece) if mark.kind is MarkKind.TEXT]
        if places and places[0] < last.get(piece.page, -1):
            late.setdefault(piece.page, piece)
        if places:
            last[piece.page] = max(last.get(piece.page, -1), places[-1])
    return late


def downward(reading: Reading, tree: TagTree) -> Iterator[Finding]:
    """Within a column, text is read from top to bottom, also where painting agrees with tags."""
    told = set(_late(tree))
    before: tuple[int, Box] | None = None
    for tag in tree.tags():
        if tag.type not in ("P", *HEADINGS):
            continue
        page, box = tree.place(tag)
        if box is None:
            continue
        if before and before[0] == page and page not in told and _above(box, before[1]):
            told.add(page)
            yield finding(
                reading,
                "preflight.column-order",
                WARNING,
                say(
                    "“{words}” is read after what stands below it in the same column",
                    words=quoted(tree.text(tag)),
                ),
                say("put the tags in the order in which the sheet is read"),
                page=page,
                box=box,
            )
        before = (page, box)


def _above(box: Box, other: Box) -> bool:
    """Whether ``box`` stands wholly above ``other`` and over most of the same width."""
    shared = min(box.right, other.right) - max(box.left, other.left)
    narrow = min(box.right - box.left, other.right - other.left)
    wide = max(box.right - box.left, other.right - other.left)
    return box.bottom >= other.top and shared > 0.8 * narrow and shared > 0.4 * wide


def bookmarks(reading: Reading, _: PrinterProfile, __: Expected) -> Iterator[Finding]:
    """A document of several pages has bookmarks."""
    outlines = entry(reading, "/Outlines")
    if len(reading.pdf.pages) > 1 and "/First" not in outlines and tree_of(reading).tops:
        yield finding(
            reading,
            "preflight.no-bookmarks",
            WARNING,
            say("several pages, but no bookmarks to find one's way by"),
            say("have the program make bookmarks from the headings"),
        )


CHECKS = (
    screen("page-order", "ISO 14289-1, 7.2; Matterhorn 09-001", on_tree(page_order), "page-order"),
    screen(
        "reading-order",
        "Matterhorn 09-001; WCAG 2.1, 1.3.2",
        on_tree(painting_order),
        "reading-order",
    ),
    screen("column-order", "Matterhorn 09-001; WCAG 2.1, 1.3.2", on_tree(downward), "column-order"),
    screen("bookmarks", "ISO 14289-1, 7.17; WCAG 2.1, 2.4.5", bookmarks, "no-bookmarks"),
)

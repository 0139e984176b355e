"""What the checks of the screen edition share: the tags, read once, and small words about them.

Sources of all of them: ISO 14289-1 (PDF/UA-1), the Matterhorn Protocol 1.1 that turns it into
checkpoints, and WCAG 2.1 as EN 301 549 asks it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from functools import lru_cache
from typing import Any

import pikepdf

from flevoprint.finding import Expected, Finding
from flevoprint.geometry import Box, pt_to_mm
from flevoprint.language import Phrase, excerpt, say
from flevoprint.press.preflight.check import SCREEN, Check
from flevoprint.press.preflight.reading import Reading
from flevoprint.press.preflight.tagtree import TagTree, read_tags
from flevoprint.printer import PrinterProfile
from flevoprint.problem import Severity

ERROR, WARNING = Severity.ERROR, Severity.WARNING


@lru_cache(maxsize=1)
def tree_of(reading: Reading) -> TagTree:
    """The file's tags, read once for all checks that ask for them."""
    return read_tags(reading.pdf, reading.marks)


def on_tree(
    rule: Callable[[Reading, TagTree], Iterable[Finding]],
) -> Callable[[Reading, PrinterProfile, Expected], Iterable[Finding]]:
    """A rule about the tags; where there are none, :func:`tagged` has said so."""

    def checked(reading: Reading, _: PrinterProfile, __: Expected) -> Iterable[Finding]:
        tree = tree_of(reading)
        return rule(reading, tree) if tree.tops else ()

    return checked


def screen(
    check: str,
    source: str,
    rule: Callable[[Reading, PrinterProfile, Expected], Iterable[Finding]],
    codes: str,
) -> Check:
    """A check of the screen edition; ``codes`` without what all of them begin with."""

    def placed(reading: Reading, printer: PrinterProfile, expected: Expected) -> Iterator[Finding]:
        for found in rule(reading, printer, expected):
            yield _placed(reading, found)

    return Check(
        check, SCREEN, source, placed, tuple(f"preflight.{code}" for code in codes.split())
    )


def _placed(reading: Reading, found: Finding) -> Finding:
    """A finding whose message says where it is, as those of the press edition do."""
    if not found.page:
        return found
    message = say("{place}: {what}", place=_place(reading, found), what=found.problem.message)
    return replace(found, problem=replace(found.problem, message=message))


def _place(reading: Reading, found: Finding) -> Phrase:
    facts = reading.pages[found.page - 1]
    sheet = facts.trim or facts.media
    if found.box is None:
        return say("page {page}", page=found.page)
    return say(
        "page {page}, {across:.0f} mm from the left and {down:.0f} mm from the top",
        page=found.page,
        across=abs(round(pt_to_mm(found.box.left - sheet.left))) + 0.0,
        down=abs(round(pt_to_mm(sheet.top - found.box.top))) + 0.0,
    )


def quoted(text: str) -> str:
    """The beginning of ``text``, to be quoted: without such marks of its own."""
    return excerpt(" ".join(text.split()).strip("“”„\"‘’' "), 60)


def entry(reading: Reading, key: str) -> Any:
    """A dictionary of the catalogue; an empty one where it is something else, or not there."""
    found = reading.pdf.Root.get(key)
    return found if isinstance(found, pikepdf.Dictionary) else pikepdf.Dictionary()


def visible_annotations(page: pikepdf.Page) -> Iterator[Any]:
    """The annotations of a page that somebody can see or press (ISO 32000-1, 12.5.3)."""
    found = page.obj.get("/Annots")
    for annotation in found if isinstance(found, pikepdf.Array) else ():
        if isinstance(annotation, pikepdf.Dictionary):
            flags = annotation.get("/F", 0)
            hidden = isinstance(flags, int) and int(flags) & 2
            if not hidden and annotation.get("/Subtype") != "/Popup":
                yield annotation


def box_of(annotation: Any) -> Box | None:
    """Where an annotation lies; None where it does not say so in numbers."""
    try:
        x1, y1, x2, y2 = (float(edge) for edge in annotation.get("/Rect"))
    except (TypeError, ValueError):
        return None
    return Box(min(x1, x2), min(y1, y2), max(x1, x2), max(y1, y2))

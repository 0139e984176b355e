"""Screen edition: links and what else can be pressed: in the tags, described, on the page."""

from __future__ import annotations

from collections.abc import Iterator

from flevoprint.finding import Expected, Finding
from flevoprint.language import say
from flevoprint.press.preflight.check import finding
from flevoprint.press.preflight.reading import Reading
from flevoprint.press.preflight.tagcheck import (
    ERROR,
    WARNING,
    box_of,
    on_tree,
    screen,
    visible_annotations,
)
from flevoprint.press.preflight.tagtree import Piece, TagTree
from flevoprint.printer import PrinterProfile


def tab_order(reading: Reading, _: PrinterProfile, __: Expected) -> Iterator[Finding]:
    """The Tab key follows the tags on each page with something to press."""
    for number, page in enumerate(reading.pdf.pages, start=1):
        if any(True for _ in visible_annotations(page)) and page.obj.get("/Tabs") != "/S":
            yield finding(
                reading,
                "preflight.tab-order",
                ERROR,
                say("the Tab key does not go through the links in reading order"),
                say("set the tab order of the page to “use document structure”"),
                page=number,
            )


def inside(reading: Reading, _: PrinterProfile, __: Expected) -> Iterator[Finding]:
    """What can be pressed lies on the page."""
    for number, page in enumerate(reading.pdf.pages, start=1):
        facts = reading.pages[number - 1]
        edge = (facts.crop or facts.media).grown(1)
        for annotation in visible_annotations(page):
            box = box_of(annotation)
            if box is None or (
                box.left < edge.left
                or box.bottom < edge.bottom
                or box.right > edge.right
                or box.top > edge.top
            ):
                yield finding(
                    reading,
                    "preflight.annotation-outside",
                    WARNING,
                    say("a link or note lies outside the page, where nobody can press it"),
                    say("move it onto the page, or remove it"),
                    page=number,
                    box=box,
                )


def annotations_tagged(reading: Reading, tree: TagTree) -> Iterator[Finding]:
    """Each link hangs in a Link tag, each form field in a Form, anything else in an Annot."""
    holders = {
        kid.target: tag.type
        for tag in tree.tags()
        for kid in tag.kids
        if isinstance(kid, Piece) and kid.target is not None
    }
    wanted = {"/Link": "Link", "/Widget": "Form"}
    for number, page in enumerate(reading.pdf.pages, start=1):
        for annotation in visible_annotations(page):
            kind = str(annotation.get("/Subtype", ""))
            if holders.get(annotation.objgen) == wanted.get(kind, "Annot"):
                continue
            yield finding(
                reading,
                "preflight.link-tag" if kind == "/Link" else "preflight.annotation-tag",
                ERROR,
                say("a link is not in the tags as a link, so a screen reader cannot follow it")
                if kind == "/Link"
                else say("a note or form field is not in the tags"),
                say("give it a tag of its own (Link, Form or Annot) that points at it"),
                page=number,
                box=box_of(annotation),
            )


def annotations_described(reading: Reading, tree: TagTree) -> Iterator[Finding]:
    """Each link says in words where it leads, also where its text is a picture."""
    described = {
        kid.target
        for tag in tree.tags()
        for kid in tag.kids
        if isinstance(kid, Piece) and tag.alt and tag.alt.strip()
    }
    for number, page in enumerate(reading.pdf.pages, start=1):
        for annotation in visible_annotations(page):
            words = annotation.get("/Contents", annotation.get("/TU"))
            if annotation.objgen in described or str(words if words is not None else "").strip():
                continue
            yield finding(
                reading,
                "preflight.link-contents",
                ERROR,
                say("a link or note does not say in words what it is (Contents)"),
                say("give it a description, such as “website of the gemeente”"),
                page=number,
                box=box_of(annotation),
            )


CHECKS = (
    screen(
        "tab-order",
        "ISO 14289-1, 7.18.3; Matterhorn 28-008; WCAG 2.1, 2.4.3",
        tab_order,
        "tab-order",
    ),
    screen("annotation-place", "ISO 14289-1, 7.18.1", inside, "annotation-outside"),
    screen(
        "annotation-tags",
        "ISO 14289-1, 7.18.1; Matterhorn 28-002",
        on_tree(annotations_tagged),
        "link-tag annotation-tag",
    ),
    screen(
        "annotation-words",
        "ISO 14289-1, 7.18.5; Matterhorn 28-012",
        on_tree(annotations_described),
        "link-contents",
    ),
)

"""Screen edition: is it declared, tagged and coherent, so that a screen reader can use it at all.

Sources: ISO 14289-1 (PDF/UA-1), the Matterhorn Protocol 1.1 that turns it into checkpoints, and
WCAG 2.1 as EN 301 549 asks it. What the tags mean is looked at in meaning.py.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from typing import Any

import pikepdf

from flevoprint.finding import Expected, Finding
from flevoprint.geometry import Box
from flevoprint.language import marked, say, say_many
from flevoprint.press.preflight.check import SCREEN, Check, finding
from flevoprint.press.preflight.marks import Mark, MarkKind
from flevoprint.press.preflight.reading import Reading
from flevoprint.press.preflight.tagtree import HEADINGS, STANDARD, Piece, TagTree, read_tags, union
from flevoprint.press.preflight.tongue import base, likely_language, well_formed
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
    return Check(check, SCREEN, source, rule, tuple(f"preflight.{code}" for code in codes.split()))


def excerpt(text: str) -> str:
    """The beginning of ``text``, to be found again by."""
    return text if len(text) <= 60 else text[:57].rstrip() + "…"


# What the file says of itself.


def tagged(reading: Reading, _: PrinterProfile, __: Expected) -> Iterator[Finding]:
    """Tags are there, and are said to be reliable."""
    info = reading.pdf.Root.get("/MarkInfo", pikepdf.Dictionary())
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
    """The file's XMP properties by ``{namespace}name``; empty where they cannot be read."""
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
    preferences = reading.pdf.Root.get("/ViewerPreferences", pikepdf.Dictionary())
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
            say(
                "the title “{title}” does not say what the document is about", title=excerpt(words)
            ),
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
        message = say("“{tag}” is no language code", tag=excerpt(tag))
        yield finding(reading, "preflight.language-invalid", ERROR, message, hint)
        return
    text = " ".join(mark.text for mark in reading.marks if mark.kind is MarkKind.TEXT)
    right = expected.language or likely_language(text)
    if right and base(right) != base(tag):
        message = say("the PDF says it is in “{tag}”, but it is in “{right}”", tag=tag, right=right)
        yield finding(reading, "preflight.language-wrong", ERROR, message, hint)


def locked(reading: Reading, _: PrinterProfile, __: Expected) -> Iterator[Finding]:
    """No lock keeps a screen reader out (Matterhorn 26-002)."""
    if reading.pdf.is_encrypted and not reading.pdf.allow.accessibility:
        yield finding(
            reading,
            "preflight.locked-reading",
            ERROR,
            say("the PDF is locked, also for programs that read it aloud"),
            say("save it without a password, or allow “text access for screen readers”"),
        )


# Whether all that is painted is in the tags, and all tags hang together.


def untagged(reading: Reading, tree: TagTree) -> Iterator[Finding]:
    """Everything painted is in a tag, or is marked as decoration."""
    known = {(piece.page, piece.mcid) for piece in tree.pieces()}
    loose: dict[int, list[Mark]] = {}
    for mark in reading.marks:
        if not mark.artifact and (mark.mcid is None or (mark.page, mark.mcid) not in known):
            loose.setdefault(mark.page, []).append(mark)
    for page, marks in loose.items():
        words = excerpt(" ".join(mark.text for mark in marks if mark.text.strip()))
        if words:
            message = say("this text is in no tag, so it is not read aloud: “{words}”", words=words)
        else:
            message = say_many(
                "{count} picture or shape is in no tag and not marked as decoration",
                "{count} pictures or shapes are in no tag and not marked as decoration",
                len(marks),
            )
        yield finding(
            reading,
            "preflight.untagged-content",
            ERROR,
            message,
            say("give it a tag, or mark it as an artifact if it is decoration only"),
            page=page,
            box=union(mark.box for mark in marks),
        )


def role_map(reading: Reading, tree: TagTree) -> Iterator[Finding]:
    """Each type is a standard one, or is mapped to one; standard types are not mapped away."""
    hint = say("map each type of your own to one of PDF's own types (RoleMap)")
    wrong = Counter(tag.name for tag in tree.tags() if tag.type not in STANDARD)
    for name in wrong:
        message = say("the tag type “{name}” is not known to a screen reader", name=excerpt(name))
        yield finding(reading, "preflight.role-map", ERROR, message, hint)
    away = Counter(tag.name for tag in tree.tags() if tag.name in STANDARD and tag.type != tag.name)
    for name in away:
        message = say("the standard tag type “{name}” is mapped to another", name=name)
        yield finding(reading, "preflight.role-map", ERROR, message, hint)


_FAULTS = {
    "kid": marked("a tag holds something that is no tag and no content"),
    "twice": marked("a tag hangs in two places, or the tags go round in a circle"),
    "deep": marked("the tags are nested too deep"),
    "parent": marked("a tag does not know what it hangs below"),
    "parent-tree": marked("the way back from content to its tag is broken"),
}


def coherent(reading: Reading, tree: TagTree) -> Iterator[Finding]:
    """The tree hangs together, and so does the way back from content to tag."""
    for (kind, page), count in Counter((fault.kind, fault.page) for fault in tree.faults).items():
        yield finding(
            reading,
            "preflight.tag-tree",
            ERROR,
            say("{what} ({count}×)", what=say(_FAULTS[kind]), count=count),
            say("make the PDF anew from its source; a PDF editor can often not mend this"),
            page=page,
        )


def once(reading: Reading, tree: TagTree) -> Iterator[Finding]:
    """A piece of content has one number, and one place in the tags (ISO 32000-1, 14.7.4)."""
    held = Counter(
        (piece.page, piece.mcid)
        for piece in tree.pieces()
        if piece.mcid is not None and not piece.within
    )
    twice = {key for key, count in held.items() if count > 1} | _interrupted(reading.marks)
    for page in sorted({page for page, _ in twice}):
        numbers = sorted(number for at, number in twice if at == page)
        boxes = (mark.box for mark in reading.marks if mark.page == page and mark.mcid in numbers)
        yield finding(
            reading,
            "preflight.mcid-twice",
            ERROR,
            say("content is used twice in the tags, so it is read twice or lost"),
            say("make the PDF anew from its source"),
            page=page,
            box=union(boxes),
        )


def _interrupted(marks: tuple[Mark, ...]) -> set[tuple[int, int]]:
    """Numbers that come back after other content: two pieces that share one number."""
    seen: set[tuple[int, int]] = set()
    twice = set()
    current = (0, -1)
    for mark in marks:
        if mark.mcid is None or (key := (mark.page, mark.mcid)) == current:
            continue
        if key in seen:
            twice.add(key)
        seen.add(key)
        current = key
    return twice


#: Types that are nothing without something in them.
_FILLED = frozenset({"P", "H", *HEADINGS, "L", "LI", "LBody", "Table", "TR", "Figure", "Formula"})


def filled(reading: Reading, tree: TagTree) -> Iterator[Finding]:
    """No tag announces what is not there."""
    for tag in tree.tags():
        if tag.type in _FILLED and not any(True for _ in tag.pieces()) and not tag.actual:
            yield finding(
                reading,
                "preflight.tag-empty",
                WARNING,
                say(
                    "an empty tag ({name}): a screen reader announces something not there",
                    name=tag.name,
                ),
                say("remove the empty line, heading or list where the document is made"),
            )


# Pages and annotations.


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


# Text.


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
            words = excerpt(" ".join(mark.text for mark in unseen))
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
    screen("locked", "ISO 14289-1, 7.16; Matterhorn 26-002", locked, "locked-reading"),
    screen(
        "untagged", "ISO 14289-1, 7.1; Matterhorn 01-005", on_tree(untagged), "untagged-content"
    ),
    screen(
        "role-map", "ISO 14289-1, 7.1; Matterhorn 02-001 to 02-004", on_tree(role_map), "role-map"
    ),
    screen("tag-tree", "ISO 32000-1, 14.7.2 and 14.7.4.4", on_tree(coherent), "tag-tree"),
    screen("mcid", "ISO 32000-1, 14.7.4", on_tree(once), "mcid-twice"),
    screen("tag-empty", "ISO 14289-1, 7.1; Matterhorn 01-006", on_tree(filled), "tag-empty"),
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
    screen(
        "image-only",
        "ISO 14289-1, 7.1; Matterhorn 08-001; WCAG 2.1, 1.4.5",
        pages_of_pixels,
        "image-only",
    ),
    screen("unicode", "ISO 14289-1, 7.21.7; Matterhorn 10-001", readable, "no-unicode"),
    screen("hidden", "ISO 14289-1, 7.1; WCAG 2.1, 1.3.2", hidden, "hidden-text"),
)

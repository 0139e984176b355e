"""Screen edition: is all that is painted in the tags, and do the tags hang together."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from flevoprint.finding import Finding
from flevoprint.language import say, say_many
from flevoprint.press.preflight.check import finding
from flevoprint.press.preflight.marks import Mark
from flevoprint.press.preflight.reading import Reading
from flevoprint.press.preflight.tagcheck import (
    ERROR,
    WARNING,
    on_tree,
    quoted,
    screen,
)
from flevoprint.press.preflight.tagtree import HEADINGS, STANDARD, TagTree, union


def untagged(reading: Reading, tree: TagTree) -> Iterator[Finding]:
    """Everything painted is in a tag, or is marked as decoration."""
    known = {(piece.page, piece.mcid) for piece in tree.pieces()}
    loose: dict[int, list[Mark]] = {}
    for mark in reading.marks:
        if not mark.artifact and (mark.mcid is None or (mark.page, mark.mcid) not in known):
            loose.setdefault(mark.page, []).append(mark)
    for page, marks in loose.items():
        words = quoted(" ".join(mark.text for mark in marks if mark.text.strip()))
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
        message = say("the tag type “{name}” is not known to a screen reader", name=quoted(name))
        yield finding(reading, "preflight.role-map", ERROR, message, hint)
    away = Counter(tag.name for tag in tree.tags() if tag.name in STANDARD and tag.type != tag.name)
    for name in away:
        message = say("the standard tag type “{name}” is mapped to another", name=name)
        yield finding(reading, "preflight.role-map", ERROR, message, hint)


_FAULTS = {
    "kid": say("a tag holds something that is no tag and no content"),
    "twice": say("a tag hangs in two places, or the tags go round in a circle"),
    "deep": say("the tags are nested too deep"),
    "parent": say("a tag does not know what it hangs below"),
    "parent-tree": say("the way back from content to its tag is broken"),
}


def coherent(reading: Reading, tree: TagTree) -> Iterator[Finding]:
    """The tree hangs together, and so does the way back from content to tag."""
    for (kind, page), count in Counter((fault.kind, fault.page) for fault in tree.faults).items():
        yield finding(
            reading,
            "preflight.tag-tree",
            ERROR,
            say("{what} ({count}×)", what=_FAULTS[kind], count=count),
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


CHECKS = (
    screen(
        "untagged", "ISO 14289-1, 7.1; Matterhorn 01-005", on_tree(untagged), "untagged-content"
    ),
    screen(
        "role-map", "ISO 14289-1, 7.1; Matterhorn 02-001 to 02-004", on_tree(role_map), "role-map"
    ),
    screen("tag-tree", "ISO 32000-1, 14.7.2 and 14.7.4.4", on_tree(coherent), "tag-tree"),
    screen("mcid", "ISO 32000-1, 14.7.4", on_tree(once), "mcid-twice"),
    screen("tag-empty", "ISO 14289-1, 7.1; Matterhorn 01-006", on_tree(filled), "tag-empty"),
)

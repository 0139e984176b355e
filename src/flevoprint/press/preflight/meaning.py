"""Screen edition: do the tags mean what the page shows: headings, lists, tables, pictures, tongues.

A validator passes a heading set as a bold paragraph, an alternative text that is a file name and a
link that says “click here”; a reader does not.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from flevoprint.finding import Finding
from flevoprint.language import Words, say
from flevoprint.press.preflight.check import finding
from flevoprint.press.preflight.marks import Mark, MarkKind
from flevoprint.press.preflight.reading import Reading
from flevoprint.press.preflight.tagcheck import ERROR, WARNING, on_tree, quoted, screen
from flevoprint.press.preflight.tagtree import GROUPING, HEADINGS, Tag, TagTree
from flevoprint.press.preflight.tongue import base, likely_language, name, well_formed
from flevoprint.problem import Severity


@dataclass(frozen=True, slots=True)
class _Teller:
    """Makes findings about tags of one file."""

    reading: Reading
    tree: TagTree

    def __call__(
        self, code: str, severity: Severity, message: Words, hint: Words, tag: Tag
    ) -> Finding:
        page, box = self.tree.place(tag)
        code = f"preflight.{code}"
        return finding(self.reading, code, severity, message, hint, page=page, box=box)


# Pictures.

_FILE_NAME = re.compile(
    r".+\.(png|jpe?g|svg|gif|tiff?|webp|bmp|eps|pdf|ai|psd|heic)\Z", re.IGNORECASE
)
#: Words that say that there is a picture, and not what is on it; cameras' names for files.
_NO_MEANING = re.compile(
    r"(img|dscn?|dscf|pict|pxl|image|images|picture|pic|photo|foto|afbeelding|beeld|figuur|figure"
    r"|fig|plaatje|tekening|drawing|logo|icon|icoon|graphic|graphics|grafiek|chart|diagram|scan"
    r"|screenshot|schermafbeelding|untitled|naamloos|placeholder|qr([ -]?code)?|alt|alt text)"
    r"[\s_.\-]*[\d_\-]*\Z|[\W\d_]*\Z|[0-9a-f\-]{16,}\Z",
    re.IGNORECASE,
)


def alternatives(reading: Reading, tree: TagTree) -> Iterator[Finding]:
    """Each picture says in words what it shows."""
    tell = _Teller(reading, tree)
    hint = say("say in a few words what is to be seen, or mark the picture as decoration")
    for tag in tree.tags():
        if tag.type not in {"Figure", "Formula"}:
            continue
        words = next((text for text in (tag.alt, tag.actual) if text is not None), None)
        if words is None:
            message = say("a picture has no alternative text: who cannot see it, misses it")
            yield tell("figure-alt", ERROR, message, hint, tag)
        elif _FILE_NAME.match(words.strip()) or _NO_MEANING.match(words.strip()):
            message = say("the alternative text “{words}” says nothing", words=quoted(words))
            yield tell("alt-poor", WARNING, message, hint, tag)


# Headings.


def heading_order(reading: Reading, tree: TagTree) -> Iterator[Finding]:
    """Headings begin with the first level and never skip one on the way down."""
    tell = _Teller(reading, tree)
    hint = say("give each heading the level of its place: first H1, below it H2, then H3")
    before = 0
    for tag in tree.tags():
        if tag.type not in HEADINGS:
            continue
        level = int(tag.type[1])
        if level > before + 1:
            words = quoted(tree.text(tag))
            if before:
                message = say(
                    "heading “{words}” has level {level}, but the one before it has level {before}",
                    words=words,
                    level=level,
                    before=before,
                )
            else:
                message = say(
                    "the first heading, “{words}”, has level {level} and not 1",
                    words=words,
                    level=level,
                )
            yield tell("heading-order", ERROR, message, hint, tag)
        before = level


_Style = tuple[str, float]


def headings_tagged(reading: Reading, tree: TagTree) -> Iterator[Finding]:
    """What looks like a heading is one.

    In a document without headings those are large or bold lines; in one that has them, lines that
    look just like those, stand before plain text and are not a line of something larger.
    """
    tell = _Teller(reading, tree)
    hint = say("make it a real heading with the styles of the program, not bold text")
    styles: dict[_Style, str] = {}
    for tag in tree.tags():
        if tag.type in (*HEADINGS, "H") and (style := _style(tree, tag)):
            styles.setdefault(style, tag.type)
    body = _body(reading.marks)
    paragraphs = [(tag, _style(tree, tag)) for tag in tree.tags() if tag.type == "P"]
    for place, (tag, style) in enumerate(paragraphs):
        text = tree.text(tag)
        if style is None or style == body or len(text.split()) > 12:
            continue
        before, after = paragraphs[place - 1 : place], paragraphs[place + 1 : place + 2]
        opens = all(found is None or found[1] <= style[1] for _, found in before)
        if not re.search(r"[^\W\d_]{3}", text) or any(kid.type == "Link" for kid in tag.walk()):
            continue
        words = quoted(text)
        if style in styles and opens and any(found == body for _, found in after):
            message = say(
                "“{words}” looks just like heading {level}, but is tagged as a paragraph",
                words=words,
                level=styles[style],
            )
            yield tell("heading-untagged", WARNING, message, hint, tag)
        elif not styles and (style[1] >= 1.2 * body[1] or bold(style[0]) > bold(body[0])):
            message = say("“{words}” looks like a heading, but no tag says so", words=words)
            yield tell("heading-untagged", WARNING, message, hint, tag)


def _style(tree: TagTree, tag: Tag) -> _Style | None:
    """The font and size of a tag's text, where it is all of one."""
    found = {
        (mark.font.name if mark.font else "", round(mark.size, 1))
        for _, mark in tree.painted(tag)
        if mark.kind is MarkKind.TEXT and mark.text.strip()
    }
    return found.pop() if len(found) == 1 else None


def _body(marks: tuple[Mark, ...]) -> _Style:
    """The style that most letters are set in."""
    letters: dict[_Style, int] = {}
    for mark in marks:
        if mark.kind is MarkKind.TEXT:
            style = (mark.font.name if mark.font else "", round(mark.size, 1))
            letters[style] = letters.get(style, 0) + len(mark.text)
    return max(letters, key=lambda style: letters[style], default=("", 0.0))


def bold(font: str) -> bool:
    """Whether a font is bold, by its name."""
    return bool(re.search(r"bold|black|heavy|[-,](7|8|9)00", font, re.IGNORECASE)) and not (
        re.search(r"(semi|demi)-?bold", font, re.IGNORECASE)
    )


# Lists and tables.

#: Type -> the types it may stand directly below (ISO 32000-1, 14.8.4.3.3 and 14.8.4.3.4).
_BELOW = {
    "LI": {"L"},
    "Lbl": {"LI", "Note", "Reference", "BibEntry"},
    "LBody": {"LI"},
    "TR": {"Table", "THead", "TBody", "TFoot"},
    "TH": {"TR"},
    "TD": {"TR"},
    "THead": {"Table"},
    "TBody": {"Table"},
    "TFoot": {"Table"},
}
#: Type -> all it may hold directly.
_HOLDS = {
    "L": {"LI", "L", "Caption"},
    "LI": {"Lbl", "LBody"},
    "Table": {"TR", "THead", "TBody", "TFoot", "Caption"},
    "TR": {"TH", "TD"},
}
_LISTS = frozenset({"L", "LI", "Lbl", "LBody"})


def nesting(reading: Reading, tree: TagTree) -> Iterator[Finding]:
    """Lists and tables are built of the parts they consist of, one in the other."""
    tell = _Teller(reading, tree)
    for parent, tag in _pairs(tree):
        above = parent.type if parent else "Document"
        wrong_above = tag.type in _BELOW and above not in _BELOW[tag.type]
        wrong_below = above in _HOLDS and tag.type not in _HOLDS[above]
        if not (wrong_above or wrong_below):
            continue
        is_list = tag.type in _LISTS or (wrong_below and above in _LISTS)
        yield tell(
            "list" if is_list else "table",
            ERROR,
            say(
                "tag {name} stands directly in {above}, where it has no place",
                name=tag.name,
                above=above,
            ),
            say("a list is L with LI, and in each LI an LBody")
            if is_list
            else say("a table is Table with TR, and in each TR cells TH and TD"),
            tag,
        )


def _pairs(tree: TagTree) -> Iterator[tuple[Tag | None, Tag]]:
    for top in tree.tops:
        yield None, top
        for tag in top.walk():
            yield from ((tag, kid) for kid in tag.tags())


_BULLET = re.compile(r"[•‣◦▪–\-*·●■➤]\s+\S|\(?(\d{1,2}|[a-z])[.)]\s+\S")


def lists_tagged(reading: Reading, tree: TagTree) -> Iterator[Finding]:
    """Paragraphs that begin with a bullet or a number, one after the other, are a list."""
    tell = _Teller(reading, tree)
    run: list[Tag] = []
    for tag in (*tree.tags(), None):
        if tag is not None and tag.type != "P":
            continue
        if tag is not None and _BULLET.match(tree.text(tag)):
            run.append(tag)
            continue
        if len(run) >= 3:
            message = say(
                "{count} lines with bullets or numbers are not tagged as a list", count=len(run)
            )
            hint = say("make it a real list with the list button of the program")
            yield tell("list-untagged", WARNING, message, hint, run[0])
        run = []


def table_heads(reading: Reading, tree: TagTree) -> Iterator[Finding]:
    """Each table says which cells head its columns or rows."""
    tell = _Teller(reading, tree)
    for tag in tree.tags():
        if tag.type == "Table" and not any(cell.type == "TH" for cell in tag.walk()):
            yield tell(
                "table-headers",
                ERROR,
                say("a table has no heading cells (TH): read aloud, its figures mean nothing"),
                say("mark the first row or column as table heading where the document is made"),
                tag,
            )


# Links.

_EMPTY_LINK = re.compile(
    r"((klik|click)(\s+(hier|here|op\s+deze\s+link|op\s+de\s+link))?|hier|here"
    r"|(lees|bekijk)\s+(hier|meer|verder)|(read|learn)\s+more|meer|more|verder|bekijk|go\s+to"
    r"|(meer|more)\s+(lezen|info|informatie|information)|(via\s+)?(deze\s+|this\s+)?link"
    r"|(de\s+)?(web)?site|ga\s+naar(\s+de\s+website)?|download|downloaden)[\s.…:!>»→›]*\Z",
    re.IGNORECASE,
)


def link_words(reading: Reading, tree: TagTree) -> Iterator[Finding]:
    """The words of a link say where it leads, also on their own."""
    tell = _Teller(reading, tree)
    for tag in tree.tags():
        if tag.type != "Link":
            continue
        text = tag.alt or tree.text(tag)
        inner = " ".join(kid.alt or "" for kid in tag.walk() if kid is not tag).strip()
        if text.strip() and not _EMPTY_LINK.match(text.strip()):
            continue
        if not text.strip() and inner:
            continue
        message = (
            say("the link “{words}” does not say where it leads", words=quoted(text))
            if text.strip()
            else say("a link without any words")
        )
        hint = say("name what the link leads to: “the programme”, and not “click here”")
        yield tell("link-text", WARNING, message, hint, tag)


# Languages.


def passages(reading: Reading, tree: TagTree) -> Iterator[Finding]:
    """A passage in another language says so, and what a tag says of its language is true."""
    tell = _Teller(reading, tree)
    everything = " ".join(tree.text(top) for top in tree.tops)
    # Where the document's own language is wrong, that is told once and not of each passage.
    document = likely_language(everything) or str(reading.pdf.Root.get("/Lang", ""))
    hint = say("set the language of that passage where the document is made")
    for tag, tongue in _languages(tree.tops, document):
        if tag.language and not well_formed(tag.language):
            message = say("“{tag}” is no language code", tag=quoted(tag.language))
            yield tell("language-invalid", ERROR, message, hint, tag)
            continue
        likely = likely_language(tree.text(tag)) if _is_block(tag) else ""
        if likely and tongue and likely != base(tongue):
            message = say(
                "“{words}” is in {likely}, but is marked as {tongue}",
                words=quoted(tree.text(tag)),
                likely=name(likely),
                tongue=name(tongue),
            )
            yield tell("passage-language", WARNING, message, hint, tag)


def _languages(tags: tuple[Tag, ...], inherited: str) -> Iterator[tuple[Tag, str]]:
    """Each tag in reading order, with the language that holds in it."""
    waiting = [(tag, inherited) for tag in reversed(tags)]
    while waiting:
        tag, tongue = waiting.pop()
        tongue = tag.language or tongue
        yield tag, tongue
        waiting += [(kid, tongue) for kid in reversed(tag.kids) if isinstance(kid, Tag)]


def _is_block(tag: Tag) -> bool:
    """Whether ``tag`` is a paragraph or the like: it holds text, and nothing that groups.

    One that gives a language to a part of itself is left to that part.
    """
    if tag.type in GROUPING or tag.type in {"Span", "L", "LI", "Table", "TR", "Link", "Figure"}:
        return bool(tag.language) and tag.type in {"Span", "Link"}
    below = [kid for kid in tag.walk() if kid is not tag]
    return not any(kid.language or kid.type in {"P", "L", "Table", *HEADINGS} for kid in below)


CHECKS = (
    screen(
        "alternatives",
        "ISO 14289-1, 7.3; Matterhorn 13-004; WCAG 2.1, 1.1.1",
        on_tree(alternatives),
        "figure-alt alt-poor",
    ),
    screen(
        "heading-order",
        "ISO 14289-1, 7.4.2; Matterhorn 14-002 and 14-003",
        on_tree(heading_order),
        "heading-order",
    ),
    screen(
        "headings",
        "Matterhorn 14-001; WCAG 2.1, 1.3.1 and 2.4.6",
        on_tree(headings_tagged),
        "heading-untagged",
    ),
    screen(
        "nesting",
        "ISO 14289-1, 7.5 and 7.6; Matterhorn 09-004 and 09-005",
        on_tree(nesting),
        "list table",
    ),
    screen(
        "lists",
        "ISO 14289-1, 7.6; Matterhorn 16-003; WCAG 2.1, 1.3.1",
        on_tree(lists_tagged),
        "list-untagged",
    ),
    screen(
        "table-headers",
        "ISO 14289-1, 7.5; Matterhorn 15-001; WCAG 2.1, 1.3.1",
        on_tree(table_heads),
        "table-headers",
    ),
    screen("link-words", "WCAG 2.1, 2.4.4", on_tree(link_words), "link-text"),
    screen(
        "passages",
        "ISO 14289-1, 7.2; Matterhorn 11-007; WCAG 2.1, 3.1.2",
        on_tree(passages),
        "language-invalid passage-language",
    ),
)

"""A laid-out sheet beside its source: what every check of the page looks at."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from flevoprint.language import excerpt
from flevoprint.model import Address, Gemeente, Sheet, Text, printed
from flevoprint.problem import Source
from flevoprint.typeset.faces import is_invisible
from flevoprint.typeset.page import Line, PageLayout


@dataclass(frozen=True, slots=True)
class Proof:
    """``texts`` by path is all that must stand on the pages; ``shrunk`` the share of full size
    that slots were set at, by path, where that is less than one."""

    pages: Sequence[PageLayout]
    sheet: Sheet
    gemeente: Gemeente
    texts: Mapping[str, Text]
    shrunk: Mapping[str, float] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """The gemeente's name, short enough for a message."""
        return excerpt(self.gemeente.name.value)

    @property
    def lines(self) -> Iterator[Line]:
        """All lines of all pages, in document order."""
        return (line for page in self.pages for line in page.lines)

    def source(self, line: Line) -> Source:
        """Where the words of ``line`` were typed; the sheet for the layout's own words."""
        text = self.texts.get(line.path)
        return text.source if text else self.sheet.source

    def slot_source(self, slot: str) -> Source:
        """The first text of ``slot``; the sheet where it has none."""
        own = (text.source for path, text in self.texts.items() if belongs(path, slot))
        return next(own, self.sheet.source)

    def layout_source(self, file: str) -> Source:
        """A file of the layout, as a whole."""
        return Source(f"layouts/{self.sheet.layout.id}/{file}")


def proof_of(
    pages: Sequence[PageLayout],
    sheet: Sheet,
    gemeente: Gemeente,
    shrunk: Mapping[str, float] | None = None,
) -> Proof:
    """``pages`` beside the texts that they must show."""
    texts = {text.path: text for text in expected_texts(sheet, gemeente)}
    return Proof(pages, sheet, gemeente, texts, shrunk or {})


def expected_texts(sheet: Sheet, gemeente: Gemeente) -> Iterator[Text]:
    """Every text that must stand on the pages; an address goes by its url."""
    yield from sheet.texts
    yield gemeente.name
    for found in printed((*sheet.values.values(), gemeente.contact)):
        if isinstance(found, Address) and found.url:
            yield Text(found.display, found.source, found.url)
    if gemeente.contact.phone:
        yield gemeente.contact.phone


def belongs(path: str, slot: str) -> bool:
    """Whether a text was typed in ``slot``: ``tips.lokaal[2].kop`` was in ``tips.lokaal``."""
    return path == slot or path.startswith((f"{slot}.", f"{slot}["))


@lru_cache(maxsize=512)
def bare(words: str) -> str:
    """``words`` without what typesetting may add or take: spaces, hyphens, capitals."""
    return "".join(
        character
        for character in words.casefold()
        if not is_invisible(character) and character not in "-‐"
    )

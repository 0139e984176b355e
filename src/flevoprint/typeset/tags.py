"""What the engine leaves out of the tags, put into them before they are written.

- Passages in another language are marked as such (ISO 14289-1, 7.2; WCAG 2.1, 3.1.2): the engine
  writes the language of the document alone.
- The space at which a line breaks, which the engine drops. On the page nobody misses it, but who
  reads by the tags gets the last word of a line and the first of the next as one. The tag of the
  line gives it back as replacement text (ActualText, ISO 32000-1, 14.9.4).
- Where figures are.

What says nothing is taken out: more than half of the engine's tags.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from flevoprint.typeset.tree import Tree

#: After these a line may break without a space: in a word, in an address.
_JOINED = tuple("-‐‑/\u00ad\u200b")
#: What may stand in a word unseen, and is no part of what is said.
_UNSEEN = str.maketrans("", "", "\u00ad\u200b\u2060\ufeff")
#: "boven- en onderkant": here the hyphen ends a word.
_NEXT_WORD = re.compile(r"(en|of|and|or|und|oder|et|ou|tot|t/m)\b")


@dataclass(frozen=True, slots=True)
class Piece:
    """A box that holds text or a picture: its text as it is drawn, its line's base and its type's
    size in px.
    """

    text: str
    base: float
    size: float
    language: str


def complete_tags(document: Any, pdf: Any) -> None:
    """Put into the tags of ``pdf`` what is said of them above; ``document`` is the engine's.

    The engine makes the tags of a page by walking its boxes, so the same walk tells which tag holds
    which box.
    """
    tree, pages = Tree(pdf), document.pages
    pieces = [_piece(box) for page in pages for box in _leaves(page._page_box)]
    held = list(zip(tree.holders(), pieces, strict=True))
    string = type(pdf.catalog["Lang"])
    for holder, piece in held:
        if piece.language and piece.language != document.metadata.lang:
            holder.tag["Lang"] = string(piece.language)
    for (holder, piece), (next_holder, following) in pairwise(held):
        if holder.text == next_holder.text and holder.alone and parted(piece, following):
            holder.tag["ActualText"] = string(f"{piece.text.translate(_UNSEEN)} ")
    tree.place_figures(dict(zip(pdf.page_references, (page.height for page in pages), strict=True)))
    tree.prune()


def parted(piece: Piece, following: Piece) -> bool:
    """Whether a space was lost between two pieces: they stand on two lines, and none is there.

    A hyphen at the end of a line stays: whether it was typed cannot be seen any more.
    """
    if abs(piece.base - following.base) < 0.5 * min(piece.size, following.size):
        return False
    before, after = piece.text, following.text
    if not before or not after or before[-1].isspace() or after[0].isspace():
        return False
    if before[-1] in "–—":
        return before[-2:-1].isspace()
    return not before.endswith(_JOINED) or bool(_NEXT_WORD.match(after))


def _piece(box: Any) -> Piece:
    text, base = "", 0.0
    if getattr(box, "text", "").strip():
        # Some spaces at the end of a line are taken from the box alone, and drawn all the same.
        text, base = box.pango_layout.text, box.position_y + box.baseline
    return Piece(text, base, box.style["font_size"], box.style["lang"])


def _leaves(box: Any) -> Iterator[Any]:
    """The boxes that hold text or a picture, in the order of the tags."""
    box = getattr(box, "_box", box)  # one that is placed absolutely stands behind a placeholder
    if hasattr(box, "text") or hasattr(box, "replacement"):
        yield box
    for child in box.children:
        if not hasattr(child, "at_keyword"):  # what stands in a page's margin has no tag
            yield from _leaves(child)

"""Whether the text of a page may draw: characters laid side by side and on one another, as tiles.

QR codes are set so too, from block elements or in a font whose letters are rows of modules. Where
text is nothing but lines of letters, a page may be searched for codes without it.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from flevoprint.geometry import Box
from flevoprint.press.preflight.marks import Mark, MarkKind
from flevoprint.press.preflight.reading import Reading

#: From here on, characters draw: box drawing, block elements, shapes, Braille, what fonts keep for
#: themselves, and what no one can tell. Letters of further scripts count as such too.
_DRAWING = "\u2500"
#: The least gap between lines, as a share of the height of the smaller one: rows of tiles join.
_GAP = 0.15
#: Lines may overlap side by side by so many points: of a bold word and the next.
_KERNED = 1.0
#: Most texts on a page that are held against one another.
_MOST = 1_000


def may_draw(reading: Reading, page: int) -> bool:
    """Whether anything on page ``page`` that is shown as text may be more than lines of letters.

    So it may where the content is damaged, and viewers differ in what they make of it.
    """
    texts = [
        mark
        for mark in reading.marks
        if mark.page == page and mark.kind is MarkKind.TEXT and mark.text.strip()
    ]
    return (
        bool(reading.painted.damage)
        or len(texts) > _MOST
        or not all(map(_spells, texts))
        or _joined([_letters(text) for text in texts])
    )


def _spells(text: Mark) -> bool:
    """Whether a text is of letters, by what it says and by how it is drawn."""
    drawn = text.font is None or text.font.subtype == "Type3"
    patterned = text.paint is None or text.paint.space == "Pattern"
    return not (drawn or patterned) and max(text.text) < _DRAWING


def reach(text: Mark) -> Box:
    """How far the letters of a text may reach at most, where their font tells less than all."""
    return _letters(text).grown(text.size / 4)


def _letters(text: Mark) -> Box:
    """What a text's letters cover, where their font tells, or else as high as they may be."""
    return text.ink or text.box


def _joined(lines: Sequence[Box]) -> bool:
    """Whether any line stands so close above another that both may be rows of one drawing."""
    if not lines:
        return False
    left, bottom, right, top = (
        np.array(edges)
        for edges in zip(
            *((line.left, line.bottom, line.right, line.top) for line in lines), strict=True
        )
    )
    high = top - bottom
    beside = np.minimum.outer(right, right) - np.maximum.outer(left, left) > _KERNED
    above = (bottom[:, None] > bottom) & (top[:, None] >= top)
    close = bottom[:, None] - top < _GAP * np.minimum.outer(high, high)
    return bool((beside & above & close).any())

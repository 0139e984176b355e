"""Words that the end of a line parts stay apart in the tags too.

The engine leaves out the space at which it breaks a line. On the page nobody misses it, but who
reads by the tags gets the last word of a line and the first of the next as one. Their tag gives
the space back as replacement text (ActualText, ISO 32000-1, 14.9.4); the page itself is untouched.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import pikepdf
from pikepdf import Name

from flevoprint.press.preflight.cmaps import CodeMap, read_cmap
from flevoprint.press.preflight.graphics import Matrix, matrix, times
from flevoprint.press.steps import steps

#: Tags within a paragraph; any other begins a text of its own.
INLINE = frozenset({Name.Span, Name.NonStruct, Name.Link, Name.Quote, Name.Code, Name.Reference})
#: After these a line may break without a space: in a word, in an address.
_JOINED = tuple("-‐‑/\u00ad\u200b")
#: "boven- en onderkant": here the hyphen ends a word.
_NEXT_WORD = re.compile(r"(en|of|and|or|und|oder|et|ou|tot|t/m)\b")


@dataclass(slots=True)
class Shown:
    """What one piece of marked content shows: its text, the height of its line, its type's size."""

    text: str = ""
    line: float = 0
    size: float = 0
    begun: bool = False


class _Letters:
    """Reads the strings of one font: short ones and the same ones, for type is kerned."""

    def __init__(self, code_map: CodeMap) -> None:
        self._map = code_map
        self._known: dict[bytes, str] = {}

    def read(self, string: bytes) -> str:
        """What a reader gets of a shown string."""
        known = self._known.get(string)
        if known is None:
            codes = self._map.split(string)
            known = "".join(self._map.text(code, length) or "" for code, length in codes)
            self._known[string] = known
        return known


def part_words(pdf: pikepdf.Pdf) -> None:
    """Give the tag of each text that ends a line the space that stands there.

    A hyphen at the end of a line stays: whether it was typed cannot be seen any more.
    """
    shown: dict[tuple[Any, int], Shown] = {}
    fonts: dict[Any, _Letters | None] = {}
    for page in pdf.pages:
        for mcid, piece in _pieces(page, fonts).items():
            shown[page.obj.objgen, mcid] = piece
    root = pdf.Root.get("/StructTreeRoot")
    for run in _runs(root) if root is not None else ():
        known = [(tag, shown[key]) for tag, key in run if key in shown]
        for (tag, piece), (_, following) in pairwise(known):
            if _breaks(piece, following) and tag is not None:
                tag.ActualText = pikepdf.String(f"{piece.text} ")


def _breaks(piece: Shown, following: Shown) -> bool:
    """Whether a space was lost between two pieces: they stand on two lines, and none is there."""
    if abs(piece.line - following.line) < 0.5 * min(piece.size, following.size):
        return False
    before, after = piece.text, following.text
    if not before or not after or before[-1].isspace() or after[0].isspace():
        return False
    if before[-1] in "–—":
        return before[-2:-1].isspace()
    return not before.endswith(_JOINED) or bool(_NEXT_WORD.match(after))


_Key = tuple[Any, int]


def _runs(root: Any) -> Iterator[list[tuple[Any, _Key]]]:
    """The pieces of each paragraph in reading order, each with its tag if that is all it holds.

    The pieces of an address are one: it has no spaces, wherever it breaks.
    """
    run: list[tuple[Any, _Key]] = []
    waiting: list[Any] = [root]
    while waiting:
        tag = waiting.pop()
        if tag is None:
            yield run
            run = []
            continue
        kids = tag.get("/K", [])
        things = list(kids) if isinstance(kids, pikepdf.Array) else [kids]
        own = [thing for thing in things if isinstance(thing, int)]
        page = tag.get("/Pg")
        if page is not None:
            alone = tag if len(things) == 1 and tag.get("/S") == Name.Span else None
            run += [(alone, (page.objgen, int(mcid))) for mcid in own]
        below = [
            thing for thing in things if isinstance(thing, pikepdf.Dictionary) and "/S" in thing
        ]
        for thing in reversed(below):
            # A block ends what stands before it, and is over where what follows it begins.
            block = thing.get("/S") not in INLINE
            waiting += [None, thing, None] if block else [thing]
    yield run


def _pieces(page: pikepdf.Page, fonts: dict[Any, _Letters | None]) -> dict[int, Shown]:
    """Content number -> what it shows on ``page``; ``fonts`` are those read so far."""
    found: dict[int, Shown] = {}
    named = {key: _letters(font, fonts) for key, font in page.Resources.get("/Font", {}).items()}
    current: Shown | None = None
    letters: _Letters | None = None
    ctm: Matrix = (1, 0, 0, 1, 0, 0)
    stack: list[Matrix] = []
    size = 0.0
    for step in steps(page):
        operator, operands = step.operator, step.operands
        if operator == "q":
            stack.append(ctm)
        elif operator == "Q":
            ctm = stack.pop() if stack else ctm
        elif operator == "cm":
            ctm = times(matrix(operands), ctm)
        elif operator == "BDC" and isinstance(operands[1], dict):
            mcid = operands[1].get("/MCID")
            current = found.setdefault(int(mcid), Shown()) if mcid is not None else None
        elif operator == "EMC":
            current = None
        elif operator == "Tf":
            letters, size = named.get(str(operands[0])), float(operands[1])
        elif operator == "Tm" and current is not None and not current.begun:
            placed = times(matrix(operands), ctm)
            current.line, current.begun = placed[5], True
            current.size = abs(size * placed[3])
        elif operator in ("TJ", "Tj") and current is not None and letters is not None:
            current.size = current.size or size
            current.text += _decoded(letters, operands[0])
    return found


def _letters(font: Any, fonts: dict[Any, _Letters | None]) -> _Letters | None:
    """How to read ``font``; None where it does not tell. A font is read once for all pages."""
    if font.objgen not in fonts:
        told = "/ToUnicode" in font
        fonts[font.objgen] = _Letters(read_cmap(font.ToUnicode.read_bytes())) if told else None
    return fonts[font.objgen]


def _decoded(letters: _Letters, operand: Any) -> str:
    """What a reader gets of a shown string, or of an array of strings and distances."""
    strings = operand if isinstance(operand, tuple) else (operand,)
    return "".join([letters.read(string) for string in strings if isinstance(string, bytes)])

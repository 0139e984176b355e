"""Words that the end of a line parts stay apart in the tags too.

The engine leaves out the space at which it breaks a line. On the page nobody misses it, but who
reads by the tags gets the last word of a line and the first of the next as one. Their tag gives
the space back as replacement text (ActualText, ISO 32000-1, 14.9.4); the page itself is untouched.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import Any

import pikepdf
from pikepdf import Name

from flevoprint.press.lexer import Instruction, lexed
from flevoprint.press.preflight.cmaps import read_cmap
from flevoprint.press.preflight.graphics import Matrix, matrix, times
from flevoprint.press.steps import steps

_SPAN = Name.Span
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
    """Reads what one font shows: the same lines, and short strings, for type is kerned."""

    def __init__(self, cmap: bytes) -> None:
        self._map = read_cmap(cmap)
        self._known: dict[Any, str] = {}

    def read(self, shown: Any) -> str:
        """What a reader gets of a string, or of an array of strings and distances."""
        known = self._known.get(shown)
        if known is None:
            if isinstance(shown, tuple):
                known = "".join([self.read(part) for part in shown if isinstance(part, bytes)])
            else:
                codes = self._map.split(shown)
                known = "".join(self._map.text(code, length) or "" for code, length in codes)
            if len(self._known) >= _MOST:
                self._known.clear()
            self._known[shown] = known
        return known


@lru_cache(maxsize=32)
def _letters(cmap: bytes) -> _Letters:
    """How to read a font that says so with ``cmap``; hundreds of sheets carry the same few."""
    return _Letters(cmap)


def part_words(pdf: pikepdf.Pdf) -> None:
    """Give the tag of each text that ends a line the space that stands there.

    A hyphen at the end of a line stays: whether it was typed cannot be seen any more.
    """
    shown: dict[tuple[Any, int], Shown] = {}
    for page in pdf.pages:
        for mcid, piece in _pieces(page).items():
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
#: Strings and lines of a font that are kept.
_MOST = 500
#: Stands in for a tag where a text ends.
_END = (None, None)


def _runs(root: Any) -> Iterator[list[tuple[Any, _Key]]]:
    """The pieces of each paragraph in reading order, each with its tag if that is all it holds.

    The pieces of an address are one: it has no spaces, wherever it breaks.
    """
    run: list[tuple[Any, _Key]] = []
    waiting: list[tuple[Any, Any]] = [(root, None)]
    while waiting:
        tag, kind = waiting.pop()
        if tag is None:
            yield run
            run = []
            continue
        kids = tag.get("/K", [])
        things = list(kids) if isinstance(kids, pikepdf.Array) else [kids]
        own = [int(thing) for thing in things if isinstance(thing, int)]
        page = tag.get("/Pg") if own else None
        if page is not None:
            alone = tag if len(things) == 1 and kind == _SPAN else None
            run += [(alone, (page.objgen, mcid)) for mcid in own]
        for thing in reversed(things):
            below = thing.get("/S") if isinstance(thing, pikepdf.Dictionary) else None
            if below is not None:
                # A block ends what stands before it, and is over where what follows it begins.
                apart = [_END] if below not in INLINE else []
                waiting += [*apart, (thing, below), *apart]
    yield run


def _pieces(page: pikepdf.Page) -> dict[int, Shown]:
    """Content number -> what it shows on ``page``."""
    found: dict[int, Shown] = {}
    fonts = _fonts(page)
    current: Shown | None = None
    letters: _Letters | None = None
    ctm: Matrix = (1, 0, 0, 1, 0, 0)
    stack: list[Matrix] = []
    size = 0.0
    for operator, operands, _ in _instructions(page):
        if operator == "q":
            stack.append(ctm)
        elif operator == "Q":
            ctm = stack.pop() if stack else ctm
        elif operator == "cm":
            ctm = times(matrix(operands), ctm)
        elif operator == "BDC" and not isinstance(operands[1], Name):
            mcid = operands[1].get("/MCID")
            current = found.setdefault(int(mcid), Shown()) if mcid is not None else None
        elif operator == "EMC":
            current = None
        elif operator == "Tf":
            letters, size = fonts.get(str(operands[0])), float(operands[1])
        elif operator == "Tm" and current is not None and not current.begun:
            placed = times(matrix(operands), ctm)
            current.line, current.begun = placed[5], True
            current.size = abs(size * placed[3])
        elif operator in ("TJ", "Tj") and current is not None and letters is not None:
            current.size = current.size or size
            current.text += letters.read(operands[0])
    return found


def _instructions(page: pikepdf.Page) -> Iterable[Instruction]:
    contents = page.obj.get("/Contents")
    found = lexed(contents.read_bytes()) if isinstance(contents, pikepdf.Stream) else None
    if found is None:
        return [(step.operator, step.operands, step.written) for step in steps(page)]
    return found


def _fonts(page: pikepdf.Page) -> dict[str, _Letters]:
    """How to read the fonts of ``page``, but for those that do not tell."""
    return {
        name: _letters(font.ToUnicode.read_bytes())
        for name, font in page.Resources.get("/Font", {}).items()
        if "/ToUnicode" in font
    }

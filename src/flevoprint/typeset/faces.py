"""Which glyphs the committed fonts have. fontTools is used here and nowhere else.

The engine replaces a missing face or glyph by another font without a word, so each stretch of
laid-out text is held against the font file it asks for.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path

from fontTools.ttLib import TTFont

from flevoprint.model import FontFace


@lru_cache(maxsize=64)
def glyphs(path: Path) -> frozenset[int]:
    """The code points the font file ``path`` has a glyph for."""
    with TTFont(path, lazy=True) as font:
        return frozenset(font.getBestCmap())


def find_face(faces: Iterable[FontFace], family: str, weight: int, italic: bool) -> FontFace | None:
    """The committed face that is exactly what the text asks for, if there is one."""
    for face in faces:
        if (face.family, face.weight, face.italic) == (family, weight, italic):
            return face
    return None


@lru_cache(maxsize=4096)
def is_invisible(character: str) -> bool:
    """Whether ``character`` shows nothing: a space, or a mark of where a line may break."""
    return character.isspace() or unicodedata.category(character) == "Cf"


def missing_glyphs(face: FontFace, words: str) -> str:
    """The characters of ``words`` that ``face`` can't show, each once, in order."""
    known = glyphs(face.path)
    return "".join(
        dict.fromkeys(
            character
            for character in words
            if ord(character) not in known and not is_invisible(character)
        )
    )

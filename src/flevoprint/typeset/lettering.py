"""The letters that the lines are set in: their size, their face, and the glyphs it has."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from flevoprint.language import excerpt, say
from flevoprint.model import FontFace
from flevoprint.problem import Problem, error
from flevoprint.typeset.faces import find_face, missing_glyphs
from flevoprint.typeset.page import Line
from flevoprint.typeset.proof import Proof

#: In a slot that was shrunk to fit, type may be this share of the smallest a layout may carry:
#: 8.5 pt instead of 9 on a handout.
SHRUNK = 8.5 / 9


def size_problems(proof: Proof) -> Iterator[Problem]:
    """Text that is too small to read."""
    least = proof.sheet.layout.smallest_type
    for line in proof.lines:
        smallest = least * SHRUNK if line.slot in proof.shrunk else least
        if line.size < smallest - 0.01:
            yield error(
                "fit.too-small",
                say(
                    "'{words}' is {size:.1f} pt; the minimum is {smallest:g} pt",
                    words=excerpt(line.words),
                    size=line.size,
                    smallest=smallest,
                ),
                proof.source(line),
                say(
                    "make the letters larger in {file}", file=proof.layout_source("sheet.css").path
                ),
            )


def face_problems(proof: Proof, faces: Sequence[FontFace]) -> Iterator[Problem]:
    """Text in a face that is not ours, or with characters that its face lacks."""
    unknown = set()
    for line in proof.lines:
        face = find_face(faces, line.family, line.weight, line.italic)
        asked = (line.family, line.weight, line.italic)
        if face is None:
            if asked not in unknown:
                unknown.add(asked)
                yield _not_ours(line, proof)
            continue
        lacking = missing_glyphs(face, line.words)
        if lacking:
            yield error(
                "fit.glyph-missing",
                say(
                    "the font {family} has no glyph for {characters} (in '{words}')",
                    family=face.family,
                    characters=_named(lacking),
                    words=excerpt(line.words),
                ),
                proof.source(line),
                _ANOTHER_ALPHABET if _is_alphabet(lacking) else _ANOTHER_CHARACTER,
            )


_ANOTHER_CHARACTER = say("use another character; pasting from Word may bring in odd ones")
_ANOTHER_ALPHABET = say(
    "the fonts of the layout do not have this alphabet; write it in Latin letters, or have a font "
    "that has it put into the layout"
)


def _is_alphabet(lacking: str) -> bool:
    """Whether the font lacks a whole script and not an odd character."""
    return sum(character.isalpha() for character in lacking) > 2


def _not_ours(line: Line, proof: Proof) -> Problem:
    cut = say("{weight} italic", weight=line.weight) if line.italic else str(line.weight)
    return error(
        "fit.font-missing",
        say("the font {family} {cut} is not in fonts/fonts.yaml", family=line.family, cut=cut),
        proof.layout_source("sheet.css"),
        say("add the font, or use one that is there"),
    )


def _named(characters: str) -> str:
    """``characters`` with their numbers: some look like nothing, or like another."""
    return ", ".join(f"'{character}' (U+{ord(character):04X})" for character in characters)

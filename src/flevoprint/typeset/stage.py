"""The stage as a whole: one sheet in, one laid-out document out, with all that is wrong with it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from flevoprint.colour import Colour
from flevoprint.model import DocumentInfo, FontFace, Gemeente, Sheet
from flevoprint.problem import FlevoprintError, Problem, Source, error, has_errors, note
from flevoprint.typeset.compose import Composition, compose
from flevoprint.typeset.engine import Engine
from flevoprint.typeset.fit import fit_problems
from flevoprint.typeset.roles import roles


@dataclass(frozen=True, slots=True)
class Typeset:
    """A sheet as PDF, still in RGB: ``tagged`` for the screen, ``plain`` for the press.

    ``swatches`` are the colours whose inks are declared. With an error among ``problems`` both
    files are empty.
    """

    pages: int
    tagged: bytes
    plain: bytes
    swatches: tuple[Colour, ...]
    problems: tuple[Problem, ...]


def typeset(
    engine: Engine,
    sheet: Sheet,
    gemeente: Gemeente,
    info: DocumentInfo,
    faces: Sequence[FontFace],
) -> Typeset:
    """Compose, lay out once, check, and write both files from that one layout."""
    try:
        composition = compose(sheet, gemeente, info)
    except FlevoprintError as failure:
        return Typeset(0, b"", b"", (), failure.problems)
    return _set(engine, composition, sheet, gemeente, faces)


def _set(
    engine: Engine,
    composition: Composition,
    sheet: Sheet,
    gemeente: Gemeente,
    faces: Sequence[FontFace],
) -> Typeset:
    laid_out = engine.lay_out(composition.html, composition.assets)
    problems = [*_palette_notes(gemeente), *_engine_problems(laid_out.messages, sheet)]
    problems += fit_problems(laid_out.pages, sheet, gemeente, faces)
    if has_errors(problems):
        return Typeset(len(laid_out.pages), b"", b"", (), tuple(problems))
    plain, tagged = laid_out.write(tagged=False), laid_out.write(tagged=True)
    problems += _engine_problems((*plain.messages, *tagged.messages), sheet)
    asked = {line.family for page in laid_out.pages for line in page.lines}
    problems += _fallback_problems(asked, plain.families & tagged.families, sheet)
    if has_errors(problems):
        return Typeset(len(laid_out.pages), b"", b"", (), tuple(problems))
    return Typeset(
        len(laid_out.pages), tagged.data, plain.data, composition.swatches, tuple(problems)
    )


def _fallback_problems(asked: set[str], used: frozenset[str], sheet: Sheet) -> list[Problem]:
    """Families the layout asked for and that the engine replaced by another, without a word."""
    return [
        error(
            "typeset.font-fallback",
            f"het lettertype {family} is niet gevonden en door een ander vervangen",
            Source("fonts/fonts.yaml"),
            "controleer of de bestanden in de map fonts bij de namen in fonts.yaml horen",
        )
        for family in sorted(asked - used)
    ]


def _palette_notes(gemeente: Gemeente) -> list[Problem]:
    if roles(gemeente.palette)["ground"].rgb == gemeente.palette.main.rgb:
        return []
    return [
        note(
            "typeset.main-too-light",
            f"de hoofdkleur van {gemeente.name} is op wit papier niet te zien; "
            "de tweede kleur neemt haar plaats in",
            gemeente.source,
            "kies een donkerder hoofdkleur, of laat het zo",
        )
    ]


def _engine_problems(messages: Iterable[str], sheet: Sheet) -> list[Problem]:
    return [
        error(
            "typeset.engine",
            f"de opmaak meldt: {message}",
            sheet.source,
            f"kijk in layouts/{sheet.layout.id}; dit is een fout in de layout of in een logo",
        )
        for message in dict.fromkeys(messages)
    ]

"""The stage as a whole: one sheet in, one laid-out document out, with all that is wrong with it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from flevoprint.colour import Colour
from flevoprint.language import say, say_many
from flevoprint.model import DocumentInfo, FontFace, Gemeente, Sheet
from flevoprint.problem import FlevoprintError, Problem, Source, error, has_errors, note
from flevoprint.typeset.compose import SCHEME, Composition, LogoFile, compose
from flevoprint.typeset.contrast import contrast_problems
from flevoprint.typeset.copyfit import Fitted, copyfit
from flevoprint.typeset.engine import Engine, LaidOut
from flevoprint.typeset.fit import fit_problems
from flevoprint.typeset.headings import heading_problems
from flevoprint.typeset.logos import logo_problems
from flevoprint.typeset.roles import is_field, roles


@dataclass(frozen=True, slots=True)
class LaidSheet:
    """A sheet laid out and checked, not written yet.

    ``shrunk`` is the share of full size that slots were set at, by path, where they had to shrink;
    ``codes`` the addresses that got a QR code.
    """

    pages: int
    shrunk: Mapping[str, float]
    codes: frozenset[str]
    problems: tuple[Problem, ...]
    swatches: tuple[Colour, ...]
    _sheet: Sheet = field(repr=False)
    _logos: Mapping[str, LogoFile] = field(repr=False)
    _document: LaidOut | None = field(repr=False)

    def write(self) -> Typeset:
        """The file that all editions are made from; with an error it is empty."""
        if self._document is None or has_errors(self.problems):
            return self._typeset(b"", ())
        written = self._document.write()
        said = _engine_problems(written.messages, self._sheet, self._logos)
        return self._typeset(b"" if said else written.data, said)

    def _typeset(self, data: bytes, found: Iterable[Problem]) -> Typeset:
        return Typeset(
            pages=self.pages,
            data=data,
            swatches=self.swatches if data else (),
            problems=(*self.problems, *found),
            shrunk=self.shrunk,
            codes=self.codes,
        )


@dataclass(frozen=True, slots=True)
class Typeset:
    """A sheet as a tagged PDF, still in RGB and with all its bleed.

    ``swatches`` are the colours whose inks are declared; for ``shrunk`` and ``codes`` see
    :class:`LaidSheet`. With an error among ``problems`` it is empty.
    """

    pages: int
    data: bytes
    swatches: tuple[Colour, ...]
    problems: tuple[Problem, ...]
    shrunk: Mapping[str, float]
    codes: frozenset[str]


def typeset(
    engine: Engine,
    sheet: Sheet,
    gemeente: Gemeente,
    info: DocumentInfo,
    faces: Sequence[FontFace],
) -> Typeset:
    """Lay out, check, and write."""
    return lay_out_sheet(engine, sheet, gemeente, info, faces).write()


def lay_out_sheet(
    engine: Engine,
    sheet: Sheet,
    gemeente: Gemeente,
    info: DocumentInfo,
    faces: Sequence[FontFace],
) -> LaidSheet:
    """Compose, lay out (again, smaller, where type must shrink to fit) and check."""
    try:
        composition = compose(sheet, gemeente, info)
    except FlevoprintError as failure:
        return LaidSheet(0, {}, frozenset(), failure.problems, (), sheet, {}, None)

    def set_at(shares: Mapping[str, float]) -> LaidOut:
        wanted = compose(sheet, gemeente, info, shares) if shares else composition
        return engine.lay_out(wanted.html, wanted.assets)

    fitted = copyfit(set_at, sheet, gemeente)
    return LaidSheet(
        pages=len(fitted.laid_out.pages),
        shrunk=fitted.proof.shrunk,
        codes=composition.codes,
        problems=tuple(_problems(fitted, composition, faces)),
        swatches=composition.swatches,
        _sheet=sheet,
        _logos=composition.logos,
        _document=fitted.laid_out,
    )


def _problems(fitted: Fitted, composition: Composition, faces: Sequence[FontFace]) -> list[Problem]:
    """Everything that is wrong with the layout, each thing once."""
    proof = fitted.proof
    found = [
        *_palette_notes(proof.gemeente),
        *_engine_problems(fitted.laid_out.messages, proof.sheet, composition.logos),
        *_fallback_problems(fitted.laid_out.fallen_back),
    ]
    unfit = fit_problems(proof, faces)
    found += unfit
    if not has_errors(unfit):
        found += _shrink_notes(fitted)
    found += contrast_problems(proof)
    found += heading_problems(proof)
    found += logo_problems(proof, composition.logos)
    return list(dict.fromkeys(found))


def _shrink_notes(fitted: Fitted) -> list[Problem]:
    """The slots that were too full at full size, where shortening would help."""
    return [
        note(
            "fit.shrunk",
            say(
                "the slot '{slot}' of {gemeente} was set at {percent} % to make it fit",
                slot=slot,
                gemeente=fitted.proof.name,
                percent=round(100 * fitted.proof.shrunk[slot]),
            ),
            flow.blamed.source if flow.blamed else fitted.proof.slot_source(slot),
            say_many(
                "leave it so, or shorten the text by about {count} word to have it at full size",
                "leave it so, or shorten the text by about {count} words to have it at full size",
                flow.words,
            ),
        )
        for slot, flow in fitted.crowded.items()
    ]


def _fallback_problems(families: Iterable[str]) -> list[Problem]:
    """Families the layout asked for and that the engine replaced by another, without a word."""
    return [
        error(
            "typeset.font-fallback",
            say("the font {family} was not found and was replaced by another", family=family),
            Source("fonts/fonts.yaml"),
            say("check that the files in the folder fonts go with the names in fonts.yaml"),
        )
        for family in families
    ]


def _palette_notes(gemeente: Gemeente) -> list[Problem]:
    ground, main = roles(gemeente.palette)["ground"], gemeente.palette.main
    if ground.rgb == main.rgb:
        return []
    if is_field(main):
        message = say(
            "neither white nor black letters read well on the main colour of {gemeente} in print; "
            "fields are {ground}",
            gemeente=gemeente.name.value,
            ground=ground.css,
        )
        hint = say("choose a darker or lighter main colour, or leave it so")
        return [note("typeset.main-between", message, gemeente.source, hint)]
    if ground.rgb != gemeente.palette.second.rgb:
        message = say(
            "neither colour of {gemeente} can be seen on white paper; fields are {ground}",
            gemeente=gemeente.name.value,
            ground=ground.css,
        )
        hint = say("choose a darker main colour, or leave it so")
        return [note("typeset.main-too-light", message, gemeente.source, hint)]
    return [
        note(
            "typeset.main-too-light",
            say(
                "the main colour of {gemeente} cannot be seen on white paper; "
                "the second colour takes its place",
                gemeente=gemeente.name.value,
            ),
            gemeente.source,
            say("choose a darker main colour, or leave it so"),
        )
    ]


def _engine_problems(
    messages: Iterable[str], sheet: Sheet, logos: Mapping[str, LogoFile]
) -> list[Problem]:
    """What the engine logged; of a logo, at the line that names its file."""
    return [_engine_problem(message, sheet, logos) for message in dict.fromkeys(messages)]


def _engine_problem(message: str, sheet: Sheet, logos: Mapping[str, LogoFile]) -> Problem:
    for name, logo in logos.items():
        if SCHEME + name in message:
            return error(
                "typeset.engine",
                say(
                    "the typesetter says of the logo '{logo}': {message}",
                    logo=logo.alt,
                    message=message,
                ),
                logo.asset.source,
                say("save the logo anew as plain SVG or PNG, or ask its maker for another file"),
            )
    return error(
        "typeset.engine",
        say("the typesetter says: {message}", message=message),
        sheet.source,
        say(
            "look in layouts/{layout}; this is a fault in the layout or in a logo",
            layout=sheet.layout.id,
        ),
    )

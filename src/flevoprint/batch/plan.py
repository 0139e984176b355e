"""Which jobs a build consists of, and what can't be made at all."""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from flevoprint.batch.deliver import Stamp, stamp
from flevoprint.batch.key import Digester, software, versions
from flevoprint.conditions import profile_of
from flevoprint.content import choose_printer, laid_by
from flevoprint.content import editions as editions_of
from flevoprint.content.register import alike
from flevoprint.language import Phrase, either, marked, say
from flevoprint.model import (
    Address,
    DocumentInfo,
    Edition,
    Gemeente,
    Job,
    Project,
    Sheet,
    Variant,
    printed,
)
from flevoprint.palettes import in_condition
from flevoprint.printer import PrinterProfile
from flevoprint.problem import (
    ExitCode,
    FlevoprintError,
    Problem,
    Severity,
    Source,
    error,
    has_errors,
)

#: What can be asked for by name: the problem's code, what it says of ``{name}``, and what
#: ``flevoprint list`` calls all there are.
Kind = tuple[str, str, str]
#: As many names are told in a hint; of more it names that list.
NAMED = 20
GEMEENTE = (
    "batch.unknown-gemeente",
    marked("the gemeente '{name}' is not in this project"),
    "gemeenten",
)
SHEET = ("batch.unknown-sheet", marked("the sheet '{name}' is not in this project"), "bladen")
EDITION = (
    "batch.unknown-edition",
    marked("the edition '{name}' is not in this project"),
    "edities",
)


@dataclass(frozen=True, slots=True)
class Selection:
    """What was asked for; empty means everything, or what the project itself says.

    ``day`` replaces the project's own date, ``layout`` the layouts of all sheets.
    """

    gemeenten: tuple[str, ...] = ()
    sheets: tuple[str, ...] = ()
    editions: tuple[str, ...] = ()
    printer: str = ""
    strict: bool = False
    day: date | None = None
    layout: str = ""


@dataclass(frozen=True, slots=True)
class Refusal:
    """A gemeente of which nothing can be made, and why; ``known`` if the project has it."""

    gemeente: str
    name: str
    problems: tuple[Problem, ...]
    known: bool = True


@dataclass(frozen=True, slots=True)
class Plan:
    """The jobs of a build in the order of the project, and the gemeenten left out of it.

    ``sheets`` are those that are made, by id, each with the id of its layout; ``all_gemeenten``
    and ``all_sheets`` what the project has, asked for or not. ``stamps`` tell whether a file that
    the jobs' keys speak for was changed since.
    """

    jobs: tuple[Job, ...]
    refusals: tuple[Refusal, ...]
    sheets: Mapping[str, str]
    all_gemeenten: frozenset[str]
    all_sheets: frozenset[str]
    strict: bool
    stamps: Mapping[Path, Stamp | None]

    def holds(self) -> bool:
        """Whether all files are as they were when the keys were made."""
        return all(stamp(path) == known for path, known in self.stamps.items())


def plan(project: Project, selection: Selection) -> Plan:
    """The jobs for ``selection``. Raises FlevoprintError (usage) when it names nothing we have, and
    when a layout is asked for that the sheets do not go with.
    """
    sheets = _chosen(SHEET, selection.sheets, tuple(project.sheets))
    project = laid_by(project, selection.layout, Source("--layout"), sheets)
    printer = choose_printer(project, selection.printer or project.printer, Source("--printer"))
    offered = editions_of(printer)
    ids = _chosen(EDITION, selection.editions, tuple(edition.id for edition in offered))
    editions = tuple(edition for edition in offered if edition.id in ids)
    variants, unknown = _chosen_variants(project, selection.gemeenten)
    if not variants:
        raise FlevoprintError(
            [problem for refusal in unknown for problem in refusal.problems], ExitCode.USAGE
        )
    digester = Digester()
    shared = _shared_key(digester, project, editions, printer)
    texts: dict[tuple[str, str], str] = {}
    jobs: list[Job] = []
    refusals = list(unknown)
    for variant in variants:
        if variant.gemeente is None or (selection.strict and counts(variant.problems, strict=True)):
            refusals.append(Refusal(variant.id, variant.name, variant.problems))
            continue
        for sheet in variant.sheets:
            if sheet.id in sheets:
                job = _job(project, variant, sheet, editions, printer, selection.day)
                key = digester.digest(job.sheet, job.gemeente, job.info, shared)
                place = sheet.id, sheet.side
                texts[place] = texts.get(place) or _shared_text(digester, sheet)
                jobs.append(replace(job, key=key, shared=texts[place]))
    laid = {sheet: project.sheets[sheet] for sheet in sheets}
    gemeenten = frozenset(_names(project))
    known = (gemeenten, frozenset(project.sheets))
    return Plan(tuple(jobs), tuple(refusals), laid, *known, selection.strict, digester.stamps)


def counts(problems: tuple[Problem, ...], *, strict: bool) -> bool:
    """Whether ``problems`` stop a sheet: errors do, and warnings when ``strict``."""
    warned = any(problem.severity is Severity.WARNING for problem in problems)
    return has_errors(problems) or (strict and warned)


def _job(
    project: Project,
    variant: Variant,
    sheet: Sheet,
    editions: tuple[Edition, ...],
    printer: PrinterProfile,
    day: date | None,
) -> Job:
    assert variant.gemeente is not None  # what could not be read was refused above
    palette = in_condition(variant.gemeente.palette, profile_of(printer))
    gemeente = replace(variant.gemeente, palette=palette)
    heading = sheet.values.get("titel", project.title)
    info = DocumentInfo(
        title=_title(heading, sheet, gemeente),
        subject=str(heading),
        publisher=project.publisher,
        language=sheet.language,
        date=day or project.date,
    )
    return Job(
        sheet=sheet,
        gemeente=gemeente,
        editions=editions,
        printer=printer,
        info=info,
        fonts=project.fonts,
        fonts_folder=project.fonts_folder,
        problems=variant.problems,
        key="",
    )


def _title(heading: object, sheet: Sheet, gemeente: Gemeente) -> str:
    """What a reader's window says; of a side that is a file of its own also which one."""
    names = (heading, sheet.values.get(f"{sheet.side}.ondertitel"), gemeente.name)
    return " – ".join(str(name) for name in names if name)


def _shared_key(
    digester: Digester,
    project: Project,
    editions: tuple[Edition, ...],
    printer: PrinterProfile,
) -> str:
    """What names all that can change a byte of every job's files; the rest stands in the job."""
    fonts = (project.fonts, project.fonts_folder / "fonts.conf")
    return digester.digest(editions, printer, profile_of(printer), fonts, versions())


def _shared_text(digester: Digester, sheet: Sheet) -> str:
    """What names all that a sheet file says to everyone, in slots that no gemeente can fill.

    Of another version of flevoprint, or of a layout with other slots, it proves nothing: those
    stand in front.
    """
    slots = sorted(sheet.layout.slots, key=lambda slot: slot.path)
    fixed = [slot.path for slot in slots if not slot.local]
    said = [
        [
            found.url if isinstance(found, Address) else str(found)
            for found in printed(sheet.values[path])
        ]
        for path in fixed
    ]
    asked = [(slot.path, slot.local, slot.kind, slot.chosen) for slot in slots]
    return f"{digester.digest(software(), asked)[:16]} {digester.digest(said)[:32]}"


def _chosen(kind: Kind, typed: tuple[str, ...], known: tuple[str, ...]) -> tuple[str, ...]:
    unknown = [name for name in typed if name not in known]
    if unknown:
        raise FlevoprintError([_unknown(kind, name, known) for name in unknown], ExitCode.USAGE)
    return typed or known


def _chosen_variants(
    project: Project, typed: tuple[str, ...]
) -> tuple[list[Variant], list[Refusal]]:
    if not typed:
        return list(project.variants), []
    names = _names(project)
    meant = _Meant(names)
    chosen = {one for name in typed for one in meant.by(name)}
    unknown = [name for name in dict.fromkeys(typed) if not meant.by(name)]
    assert not chosen & project.unread.keys()  # whoever read the project knew what is asked for
    return (
        [variant for variant in project.variants if variant.id in chosen],
        [
            Refusal(name, name, (_unknown(GEMEENTE, name, tuple(names)),), known=False)
            for name in unknown
        ],
    )


def _names(project: Project) -> dict[str, str]:
    """The names of all that the project has, by their ids: also of what was not read."""
    return {**{variant.id: variant.name for variant in project.variants}, **project.unread}


def find_variant(typed: str, names: Mapping[str, str]) -> str:
    """The id of the gemeente that ``typed`` means; ``names`` are those there are, by id.

    Raises FlevoprintError (usage) where there is none.
    """
    found = _Meant(names).by(typed)
    if not found:
        raise FlevoprintError([_unknown(GEMEENTE, typed, tuple(names))], ExitCode.USAGE)
    if len(found) > 1:
        problem = error(
            "batch.two-of-this-name",
            say("more than one is called '{name}'", name=typed),
            Source("opdrachtregel"),
            say("choose from: {names}", names=", ".join(found)),
        )
        raise FlevoprintError([problem], ExitCode.USAGE)
    return found[0]


class _Meant:
    """What may be typed for a variant; ``names`` are those there are, by id."""

    def __init__(self, names: Mapping[str, str]) -> None:
        self._exact = {name: (name,) for name in names}
        self._ids = _grouped({name: name for name in names})
        self._names = _grouped(names)

    def by(self, typed: str) -> tuple[str, ...]:
        """The ids that ``typed`` means: an id to the letter, an id, or a name, in this order."""
        loosely = alike(typed)
        return self._exact.get(typed) or self._ids.get(loosely) or self._names.get(loosely, ())


def _grouped(names: Mapping[str, str]) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for variant, name in names.items():
        found[alike(name)] = (*found.get(alike(name), ()), variant)
    return found


def _unknown(kind: Kind, name: str, known: tuple[str, ...]) -> Problem:
    code, message, names = kind
    close = difflib.get_close_matches(alike(name), known, n=3, cutoff=0.5)
    if close:
        hint = say("did you mean {names}?", names=either(close))
    elif len(known) > NAMED:
        hint = say("which there are: {command}", command=f"flevoprint list {names}")
    else:
        hint = say("choose from: {names}", names=", ".join(known))
    return error(code, Phrase(message, (("name", name),)), Source("opdrachtregel"), hint)

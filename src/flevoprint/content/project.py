"""A project folder, read once and in one pass: everything that is wrong is told together.

What is wrong with what all share is raised, with all that is wrong in the gemeenten; what is wrong
with one gemeente alone becomes that gemeente's problems and costs no other its sheet.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from pathlib import Path

from flevoprint.content.files import Files, entry_text
from flevoprint.content.found import Shelf
from flevoprint.content.gemeenten import chosen, read_variants
from flevoprint.content.layers import no_gemeenten, read_stacks
from flevoprint.content.layouts import read_fonts
from flevoprint.content.nodes import read_document
from flevoprint.content.printers import (
    DEFAULT,
    KnownCodes,
    nobody_knows,
    read_printers,
    unknown_printer,
)
from flevoprint.content.shapes import ProjectShape
from flevoprint.content.sheets import read_shared
from flevoprint.content.translations import named_language
from flevoprint.content.validation import validate
from flevoprint.content.wording import text_problems
from flevoprint.language import say, system_reason
from flevoprint.model import Edition, Project
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
from flevoprint.root import PROJECT_FILE


def read_project(
    root: Path,
    known_codes: KnownCodes = nobody_knows,
    shelf: Shelf | None = None,
    only: Collection[str] | None = None,
) -> Project:
    """The project in ``root``; ``known_codes`` tells preflight's, to hold exemptions against.

    What is found out of logos is kept on the ``shelf``, and taken from there. Gemeenten that are
    not meant by one of the names in ``only`` are left unread; None means all of them.

    Raises FlevoprintError with every problem, of gemeenten too, when what all share has an error.
    """
    files = replace(project_files(root), shelf=shelf)
    try:
        return _read(files, known_codes, only)
    except OSError as failure:
        raise FlevoprintError([_unreadable(files, failure)]) from None


def project_files(root: Path) -> Files:
    """The folders of the project in ``root``. Raises FlevoprintError (usage) if it is none."""
    if not (root / PROJECT_FILE).is_file():
        raise FlevoprintError([_no_project(root)], ExitCode.USAGE)
    return Files(root.resolve())


def editions(printer: PrinterProfile) -> tuple[Edition, ...]:
    """The ways to write a sheet when ``printer`` prints it."""
    return (
        Edition("scherm", condition="", bleed=0, marks=False),
        Edition(
            "druk",
            condition=printer.condition,
            bleed=printer.bleed,
            marks=printer.marks,
            icc=printer.icc,
        ),
    )


def choose_printer(project: Project, printer_id: str, source: Source) -> PrinterProfile:
    """The printer ``printer_id``, typed at ``source``. Raises FlevoprintError with the reason."""
    for profile in project.printers:
        if profile.id == printer_id:
            return profile
    if printer_id in project.refused_printers:
        raise FlevoprintError(project.refused_printers[printer_id])
    known = [profile.id for profile in project.printers]
    raise FlevoprintError([unknown_printer(printer_id, source, known)], ExitCode.USAGE)


def _read(files: Files, known_codes: KnownCodes, only: Collection[str] | None) -> Project:
    name = PROJECT_FILE.as_posix()
    document = read_document(files.root / PROJECT_FILE, name)
    problems = [*document.problems]
    settings = None
    if document.node is not None:
        settings, found = validate(ProjectShape, document.node, files.pictures)
        problems += found
    language = named_language(document.node)
    problems += text_problems(document, language)
    printers = read_printers(files, known_codes)
    printer_id, typed_at = entry_text(document, "drukker") or (DEFAULT, Source(name))
    problems += printers.chosen(printer_id, typed_at)
    for other, found_there in printers.warnings.items():
        problems += found_there if other != printer_id else ()
    fonts, found = read_fonts(files)
    problems += found
    shared = read_shared(files, language)
    problems += shared.problems
    told = [problem for problem in problems if problem.severity is not Severity.ERROR]
    stacks, unused = read_stacks(files, shared.sheets)
    problems += [] if stacks else [no_gemeenten()]
    asked, unread = chosen(stacks, only)
    variants = read_variants(files, asked, shared.sheets, (*told, *unused), language)
    if settings is None or has_errors(problems):
        problems += [problem for variant in variants for problem in variant.problems]
        errors_first = sorted(problems, key=lambda problem: problem.severity is not Severity.ERROR)
        raise FlevoprintError(dict.fromkeys(errors_first))
    printer = next(profile for profile in printers.profiles if profile.id == printer_id)
    layouts = [layout for layout, _ in shared.layouts.values() if layout]
    return Project(
        root=files.root,
        title=settings.title.value,
        publisher=settings.publisher.value,
        language=language,
        date=settings.day,
        fonts=fonts,
        fonts_folder=files.own_or_shipped("fonts"),
        editions=editions(printer),
        printers=printers.profiles,
        refused_printers=printers.refused,
        printer=printer_id,
        layouts=tuple(sorted(layouts, key=lambda layout: layout.id)),
        refused_layouts={
            layout_id: tuple(found)
            for layout_id, (layout, found) in shared.layouts.items()
            if not layout
        },
        sheets={sheet.id: sheet.layout.id for sheet in shared.sheets if sheet.layout},
        variants=variants,
        unread=unread,
    )


def _unreadable(files: Files, failure: OSError) -> Problem:
    return error(
        "content.unreadable",
        say("the file or folder cannot be read: {reason}", reason=system_reason(failure)),
        Source(files.name(Path(failure.filename or files.root))),
        say("check whether you may read the file or folder"),
    )


def _no_project(root: Path) -> Problem:
    return error(
        "content.no-project",
        say("here is no flevoprint project (no content/project.yaml)"),
        Source(root.as_posix()),
        say("give with --project the folder that holds the folder content"),
    )

"""Print shops: ``content/printers/*.yaml``, the project's own beside and over the shipped ones.

A profile that says ``zoals: standaard`` takes from there what it does not say itself; every value
keeps the place where it was typed.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from flevoprint.content.files import Files, entry_text
from flevoprint.content.nodes import Document
from flevoprint.content.overlay import overlay
from flevoprint.content.shapes import ExemptionShape, PrinterShape, ResolutionShape
from flevoprint.content.validation import suggestion, validate
from flevoprint.content.wording import text_problems
from flevoprint.language import say, system_reason
from flevoprint.model import Node, Text
from flevoprint.printer import (
    ICC_HEADER,
    SHIPPED_CONDITIONS,
    STANDARD,
    Exemption,
    PrinterProfile,
    Threshold,
    profile_fault,
)
from flevoprint.problem import Problem, Severity, Source, error, has_errors
from flevoprint.shipped import shipped_folder

#: The printer of a project that names none.
DEFAULT = "standaard"
#: Exemptions are from findings of preflight, nothing else.
NAMESPACE = "preflight."
#: Tells the findings there can be; asked only where there is an exemption.
KnownCodes = Callable[[], Collection[str]]
#: A profile is embedded in every press PDF.
MAX_PROFILE_BYTES = 4_000_000


@dataclass(frozen=True, slots=True)
class Printers:
    """The shops that can be chosen, and why others cannot.

    ``refused`` holds the reasons by id. ``warnings`` are the mistakes among them, for whoever did
    not choose that shop: a shop that asks what we cannot give is no mistake.
    """

    profiles: tuple[PrinterProfile, ...]
    refused: Mapping[str, tuple[Problem, ...]]
    warnings: Mapping[str, tuple[Problem, ...]]

    def chosen(self, printer_id: str, source: Source) -> tuple[Problem, ...]:
        """What keeps ``printer_id``, typed at ``source``, from being used; nothing if it can."""
        if any(profile.id == printer_id for profile in self.profiles):
            return ()
        if printer_id in self.refused:
            return self.refused[printer_id]
        known = [profile.id for profile in self.profiles]
        return (unknown_printer(printer_id, source, known),)


def nobody_knows() -> Collection[str]:
    """The findings there can be, where nobody knows them."""
    return ()


def unknown_printer(printer_id: str, source: Source, known: list[str]) -> Problem:
    """The problem of a printer that is nowhere in ``content/printers``."""
    message = say("there is no printer '{name}'", name=printer_id)
    return error("printer.unknown", message, source, suggestion(printer_id, known))


def read_printers(files: Files, known_codes: KnownCodes) -> Printers:
    """Every shop. ``known_codes`` tells the findings there can be; none where nobody knows."""
    documents = {path.stem: files.read(path) for path in _paths(files)}
    profiles: list[PrinterProfile] = []
    refused: dict[str, tuple[Problem, ...]] = {}
    warnings: dict[str, tuple[Problem, ...]] = {}
    for printer_id, document in documents.items():
        profile, mistakes = _read(files, printer_id, documents, known_codes)
        refusals = [] if profile is None else list(_cannot(profile, document))
        if profile is not None and not has_errors((*mistakes, *refusals)):
            profiles.append(profile)
        else:
            refused[printer_id] = (*mistakes, *refusals)
        warnings[printer_id] = tuple(
            replace(problem, severity=Severity.WARNING)
            if problem.severity is Severity.ERROR
            else problem
            for problem in mistakes
        )
    return Printers(tuple(profiles), refused, warnings)


def _paths(files: Files) -> list[Path]:
    """The project's own profiles, and the shipped ones that it has none of its own for."""
    folder = files.content / "printers"
    own = {path.stem: path for path in files.listed(folder)}
    shipped = {path.stem: path for path in files.listed(shipped_folder() / "content" / "printers")}
    return [path for _, path in sorted((shipped | own).items())]


def _read(
    files: Files, printer_id: str, documents: Mapping[str, Document], known_codes: KnownCodes
) -> tuple[PrinterProfile | None, list[Problem]]:
    document = documents[printer_id]
    problems = [*document.problems, *text_problems(document)]
    node, found = _with_base(document, documents)
    problems += found
    if node is None:
        return None, problems
    shape, found = validate(PrinterShape, node, files.pictures)
    problems += found
    if shape is None:
        return None, problems
    icc, found = _icc(files, document, shape.icc)
    problems += found
    for exemption in shape.exemptions:
        problems += _bad_exemption(exemption, known_codes)
    return _profile(printer_id, shape, icc, node), problems


def _with_base(
    document: Document, documents: Mapping[str, Document]
) -> tuple[Node | None, list[Problem]]:
    """The profile laid over the one that it is like. One deep, so that values can be traced."""
    like = entry_text(document, "zoals")
    if like is None or document.node is None:
        return document.node, []
    name, source = like
    base = documents.get(name)
    if base is None or base is document:
        known = [other for other in documents if documents[other] is not document]
        return None, [unknown_printer(name, source, known)]
    if entry_text(base, "zoals"):
        message = say("'{name}' itself is like another profile", name=name)
        hint = say(
            "name the profile that '{name}' is like, and write here what is different", name=name
        )
        return None, [error("printer.like-like", message, source, hint)]
    if base.node is None:
        message = say("the profile '{name}' that this one is like cannot be read", name=name)
        hint = say("mend {file} first", file=base.name)
        return None, [error("printer.like-broken", message, source, hint)]
    laid = overlay(base.node, document.node)
    return laid.node, list(laid.problems)


def _cannot(profile: PrinterProfile, document: Document) -> Iterator[Problem]:
    """What this shop asks that we cannot give."""
    standard = entry_text(document, "norm")
    if standard and standard[0] != STANDARD:
        yield error(
            "printer.standard",
            say(
                "this printer asks for {asked}; flevoprint makes {made}, "
                "in which transparency stays live",
                asked=standard[0],
                made=STANDARD,
            ),
            standard[1],
            say(
                "ask the printer whether {made} is right too, and then write norm: {made}; "
                "else choose another printer",
                made=STANDARD,
            ),
        )
    condition = profile.sources.get("conditie", profile.source)
    if profile.icc is None and profile.condition not in SHIPPED_CONDITIONS:
        yield error(
            "printer.condition",
            say("flevoprint has no ICC profile for the condition {name}", name=profile.condition),
            condition,
            say(
                "put that ICC profile in content/printers and add a line 'profiel: …icc'; "
                "the ECI gives many away (eci.org), or ask the printer"
            ),
        )


def _icc(files: Files, document: Document, typed: Text | None) -> tuple[Path | None, list[Problem]]:
    """The user's own ICC profile, and what is wrong with it."""
    if typed is None:
        return None, []
    folder = (files.root / document.name).parent
    try:
        path = Path(os.path.realpath(folder / typed.value))
        if not path.is_relative_to(folder.resolve()) or not path.is_file():
            return None, [_no_profile(typed)]
        size = path.stat().st_size
        with path.open("rb") as file:
            fault = profile_fault(file.read(ICC_HEADER))
    except (OSError, ValueError) as failure:
        reason = system_reason(failure) if isinstance(failure, OSError) else say("unknown error")
        message = say("the file cannot be read: {reason}", reason=reason)
        hint = say("check whether you may read the file")
        return None, [error("printer.bad-profile", message, typed.source, hint)]
    if size > MAX_PROFILE_BYTES:
        fault = say(
            "the ICC profile is {size:.1f} MB; it may be {most} MB, for it goes into every PDF",
            size=size / 1e6,
            most=MAX_PROFILE_BYTES // 10**6,
        )
    if fault is not None:
        hint = say("take the profile of a press, in CMYK, that the printer or the ECI gives")
        return None, [error("printer.bad-profile", fault, typed.source, hint)]
    return path, []


def _no_profile(typed: Text) -> Problem:
    return error(
        "printer.profile-missing",
        say("the ICC profile '{file}' does not lie in content/printers", file=typed.value),
        typed.source,
        say("put it there; the ECI gives many away (eci.org), or ask the printer"),
    )


def _bad_exemption(exemption: ExemptionShape, known_codes: KnownCodes) -> Iterator[Problem]:
    code = exemption.code.value
    if not code.startswith(NAMESPACE):
        message = say("'{code}' is not a finding of preflight", code=code)
        hint = say("an exemption names a code that begins with '{start}'", start=NAMESPACE)
        yield error("printer.bad-exemption", message, exemption.code.source, hint)
    elif (known := known_codes()) and code not in known:
        message = say("'{code}' is not a finding of preflight", code=code)
        hint = suggestion(code, sorted(known))
        yield error("printer.bad-exemption", message, exemption.code.source, hint)


def _profile(printer_id: str, shape: PrinterShape, icc: Path | None, node: Node) -> PrinterProfile:
    return PrinterProfile(
        id=printer_id,
        name=shape.name.value,
        condition=shape.condition.value,
        icc=icc,
        bleed=shape.bleed,
        marks=shape.marks,
        safe_margin=shape.safe_margin,
        max_ink=shape.ink.highest,
        average_ink=shape.ink.average,
        image_ppi=_threshold(shape.images),
        bilevel_ppi=_threshold(shape.bilevel),
        min_line=shape.lines.thinnest,
        min_reversed_line=shape.lines.thinnest_reversed,
        min_text=shape.letters.smallest,
        min_reversed_text=shape.letters.smallest_reversed,
        overprint_text_below=shape.overprint.text_below,
        overprint_line_below=shape.overprint.line_below,
        rich_black_text=shape.letters.rich_black,
        viewing_distance=shape.viewing_distance,
        max_megabytes=shape.max_megabytes,
        exemptions=tuple(
            Exemption(one.code.value, one.reason.value, one.code.source) for one in shape.exemptions
        ),
        source=shape.name.source,
        sources=dict(_sources(node)),
    )


def _threshold(shape: ResolutionShape) -> Threshold:
    return Threshold(shape.error, shape.warning)


def _sources(node: Node, path: str = "") -> Iterator[tuple[str, Source]]:
    """Where each value was typed, by its path."""
    if isinstance(node.value, Mapping):
        for key, entry in node.value.items():
            yield from _sources(entry.node, f"{path}.{key}" if path else key)
    elif path:
        yield path, node.source

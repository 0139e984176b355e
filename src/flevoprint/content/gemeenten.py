"""Every gemeente's own file, laid over the shared sheets."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from flevoprint.content.files import Files
from flevoprint.content.overlay import local_part, overlay
from flevoprint.content.shapes import ContactShape, GemeenteShape, LogoShape, build, sheet_shape
from flevoprint.content.sheets import said_problems, sheet_problems
from flevoprint.content.translations import SharedSheet, lent, lent_note, spoken
from flevoprint.content.validation import unknown_key, validate
from flevoprint.content.wording import text_problems
from flevoprint.content.written import placeholders
from flevoprint.language import say
from flevoprint.model import Gemeente, Logo, Node, Sheet, Slot, Text, Variant, printed
from flevoprint.problem import Problem, Source, error, has_errors


def read_variants(
    files: Files, shared: tuple[SharedSheet, ...], told: Iterable[Problem], language: str
) -> tuple[tuple[Variant, ...], list[Problem]]:
    """Every gemeente, and what is wrong if there is none.

    ``told`` is what the shared part already warns of: it belongs to every gemeente's sheets.
    What is no part of a sheet is in ``language``.
    """
    paths = files.listed(files.content / "gemeenten")
    if paths:
        everyones = tuple(told)
        return tuple(_read_variant(files, path, shared, everyones, language) for path in paths), []
    problem = error(
        "content.no-gemeenten",
        say("there is not a single gemeente in content/gemeenten"),
        Source("content/gemeenten"),
        say("make one, such as: flevoprint new gemeente Urk"),
    )
    return (), [problem]


def _read_variant(
    files: Files,
    path: Path,
    shared: tuple[SharedSheet, ...],
    told: tuple[Problem, ...],
    language: str,
) -> Variant:
    document = files.read(path)
    if document.node is None:
        return Variant(path.stem, path.stem, None, (), document.problems)
    problems = [*document.problems]
    shape, found = validate(GemeenteShape, document.node, files.content)
    problems += found
    overlays, lenders, found = _overlays(document.node, shared)
    problems += found
    sheets = []
    for sheet in shared:
        lender = {document.name: lenders[sheet.id]} if sheet.id in lenders else {}
        merged, found = _lay_over(files, sheet, overlays.get(sheet.id), lender)
        problems += found
        if merged is not None:
            sheets.append(merged)
    problems += text_problems(document, language, {sheet.id: sheet.language for sheet in shared})
    problems += placeholders(document.node)
    gemeente = _gemeente(path.stem, shape, document.node.source, language) if shape else None
    problems += said_problems(gemeente) if gemeente else _part_problems(files, document.node)
    unique = tuple(dict.fromkeys((*problems, *told)))
    typed = gemeente.name.value if gemeente else path.stem
    if gemeente is None or has_errors(problems):
        return Variant(path.stem, typed, None, (), unique)
    return Variant(path.stem, typed, gemeente, tuple(sheets), unique)


def _overlays(
    node: Node, shared: tuple[SharedSheet, ...]
) -> tuple[dict[str, Node], dict[str, str], list[Problem]]:
    """What a gemeente lays over each sheet, and what is wrong with that.

    The second names the language of what it only lends to a translation, by the latter's id.
    """
    assert isinstance(node.value, Mapping)  # a document's top always is
    entry = node.value.get("bladen")
    if entry is None or entry.node.value == "" or not shared:
        return {}, {}, []
    by_id = {sheet.id: sheet for sheet in shared}
    if not isinstance(entry.node.value, Mapping):
        hint = say("write the name of a sheet here: {known}", known=", ".join(by_id))
        message = say("a group of lines belongs here")
        return {}, {}, [error("content.not-a-group", message, entry.node.source, hint)]
    overlays: dict[str, Node] = {}
    problems: list[Problem] = []
    for sheet_id, own in entry.node.value.items():
        if sheet_id not in by_id:
            problems.append(unknown_key(sheet_id, own.key_source, [*by_id]))
            continue
        layout = by_id[sheet_id].layout
        if own.node.value != "" and layout is not None:
            overlays[sheet_id], found = local_part(own.node, layout)
            problems += found
    lenders = {}
    for sheet_id, own in lent(entry.node.value, shared).items():
        translation, original = by_id[sheet_id], by_id[by_id[sheet_id].original]
        if original.id in overlays and translation.layout == original.layout:
            overlays[sheet_id], lenders[sheet_id] = overlays[original.id], original.language
            problems.append(lent_note(translation, own, original.language))
    return overlays, lenders, problems


def _lay_over(
    files: Files, shared: SharedSheet, own: Node | None, lenders: Mapping[str, str]
) -> tuple[Sheet | None, list[Problem]]:
    if shared.layout is None or shared.node is None:
        return None, []
    node = overlay(shared.node, own) if own else shared.node
    shape, problems = validate(sheet_shape(shared.layout), node, files.content)
    if shape is None:
        return None, sheet_problems(shared.layout, node, files)
    values = {
        slot.path: spoken(build(_slot_value(shape, slot)), shared.language, lenders)
        for slot in shared.layout.slots
    }
    texts = tuple(
        text for value in values.values() for text in printed(value) if isinstance(text, Text)
    )
    for value in values.values():
        problems += said_problems(value)
    made = Sheet(shared.id, shared.layout, values, texts, node.source, shared.language)
    return made, problems


def _part_problems(files: Files, node: Node) -> list[Problem]:
    """What is wrong with the wording of a gemeente that is not right as a whole."""
    assert isinstance(node.value, Mapping)  # a document's top always is
    problems = []
    for key, part in (("logo", LogoShape), ("contact", ContactShape)):
        if key in node.value:
            shape, _ = validate(part, node.value[key].node, files.content)
            problems += said_problems(build(shape)) if shape is not None else []
    return problems


def _slot_value(shape: Any, slot: Slot) -> Any:
    return getattr(getattr(shape, slot.side) if slot.side else shape, slot.name)


def _gemeente(gemeente_id: str, shape: GemeenteShape, source: Source, language: str) -> Gemeente:
    logo: Logo = build(shape.logo)
    # A name is the same in all languages; what is read aloud of a logo is in one of them.
    alt = replace(logo.alt, language=logo.alt.language or language)
    return Gemeente(
        id=gemeente_id,
        name=Text(shape.name.value, shape.name.source, "gemeente.naam", shape.name.language),
        code=shape.code,
        palette=build(shape.palette),
        logo=replace(logo, alt=alt),
        contact=build(shape.contact),
        source=source,
    )

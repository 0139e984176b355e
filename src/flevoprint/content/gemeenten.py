"""Every gemeente, and every organisation below one: its layers, validated."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace

from flevoprint.content.files import Files
from flevoprint.content.filling import Sheets
from flevoprint.content.layers import Kind, Stack, name_of
from flevoprint.content.overlay import entry_name
from flevoprint.content.palettes import house_palette, palette_notes
from flevoprint.content.plausible import name_warnings, phone_warnings
from flevoprint.content.register import alike
from flevoprint.content.shapes import ContactShape, GemeenteShape, LogoShape, build
from flevoprint.content.sheets import said_problems
from flevoprint.content.translations import SharedSheet
from flevoprint.content.validation import validate
from flevoprint.content.wording import text_problems
from flevoprint.content.written import placeholders
from flevoprint.language import say
from flevoprint.model import Entry, Gemeente, Logo, Node, Text, Variant
from flevoprint.problem import Problem, Source, has_errors, warning

#: Values that belong together, so that half of them from another layer is likely a mistake.
TOGETHER = ("licht", "donker", "alt"), ("rgb", "cmyk"), ("tekst", "taal")


def chosen(
    stacks: tuple[Stack, ...], only: Collection[str] | None
) -> tuple[tuple[Stack, ...], dict[str, str]]:
    """Those that one of the names in ``only`` may mean, and the names of the others by their ids.

    Where ``only`` is None there are no others.
    """
    if only is None:
        return stacks, {}
    wanted = {alike(typed) for typed in only}
    names = {stack.id: _called(stack) for stack in stacks}
    meant = {one for one, name in names.items() if {alike(one), alike(name)} & wanted}
    others = {one: name for one, name in names.items() if one not in meant}
    return tuple(stack for stack in stacks if stack.id in meant), others


def read_variants(
    files: Files,
    stacks: tuple[Stack, ...],
    shared: tuple[SharedSheet, ...],
    told: tuple[Problem, ...],
    language: str,
) -> tuple[Variant, ...]:
    """Every gemeente and organisation of ``stacks``.

    ``told`` is what all warn of that they share: it belongs to everyone's sheets.
    What is no part of a sheet is in ``language``.
    """
    judged = Sheets(files)
    return tuple(_variant(judged, stack, shared, told, language) for stack in stacks)


def _variant(
    judged: Sheets,
    stack: Stack,
    shared: tuple[SharedSheet, ...],
    told: tuple[Problem, ...],
    language: str,
) -> Variant:
    under = stack.under.id if stack.under else ""
    if stack.profile is None:
        return Variant(stack.id, stack.id, None, (), stack.problems, under)
    profile = stack.profile.node
    shape, problems = validate(stack.shape, profile, judged.files.pictures, stack.lost)
    sheets = []
    for sheet in shared:
        if sheet.id in stack.sheets:
            lenders = stack.lenders.get(sheet.id, {})
            merged, found = judged.of(sheet, stack.sheets[sheet.id], lenders)
            problems += found
            sheets += [merged] if merged is not None else []
    if not stack.whole:  # what is missing may stand in the layer that is absent
        problems = [problem for problem in problems if problem.code != "content.missing"]
    for layer in stack.layers:
        problems += text_problems(
            layer.document, language, {one.id: one.language for one in shared}
        )
    problems += placeholders(profile)
    gemeente = _gemeente(stack, shape, language) if shape else None
    problems += said_problems(gemeente) if gemeente else _part_problems(judged.files, profile)
    if gemeente:
        problems += palette_notes(gemeente.palette, profile)
        problems += _doubts(gemeente, profile, stack)
    problems += _mixed(profile)
    unique = tuple(dict.fromkeys((*_in_order(stack, problems), *told)))
    typed = gemeente.name.value if gemeente else _called(stack)
    if gemeente is None or has_errors(unique):
        return Variant(stack.id, typed, None, (), unique, under)
    return Variant(stack.id, typed, gemeente, tuple(sheets), unique, under)


def _called(stack: Stack) -> str:
    """What a variant is called, in whichever of its layers, or else its id."""
    node = stack.profile.node if stack.profile else None
    named = node.value.get("naam") if node and isinstance(node.value, Mapping) else None
    return (entry_name(named.node) if named else "") or stack.id


def _doubts(gemeente: Gemeente, profile: Node, stack: Stack) -> Iterator[Problem]:
    """What may be a slip of the hand; an organisation has a name of its own, and another's code."""
    if stack.top.kind is not Kind.ORGANISATION:
        assert isinstance(profile.value, Mapping)  # a document's top always is
        yield from name_warnings(gemeente.name, gemeente.code, profile.value["cbs"].node.source)
    if gemeente.contact.phone:
        yield from phone_warnings(gemeente.contact.phone)


def _in_order(stack: Stack, problems: list[Problem]) -> list[Problem]:
    """All problems as an editor meets them: the variant's own file first, each from its top."""
    files = [layer.document.name for layer in reversed(stack.layers)]
    ranks = {name: rank for rank, name in enumerate(files)}
    return sorted(
        (*stack.problems, *problems),
        key=lambda problem: (ranks.get(problem.source.path, len(files)), problem.source),
    )


def _mixed(node: Node) -> Iterator[Problem]:
    """A logo or a colour of which a layer says one half and a layer below it the other."""
    assert isinstance(node.value, Mapping)
    for name, entry in node.value.items():
        if not isinstance(entry.node.value, Mapping):
            continue
        for keys in TOGETHER:
            parts = {key: entry.node.value[key] for key in keys if key in entry.node.value}
            if len({_file(part) for part in parts.values()}) > 1:
                key = next(key for key, part in parts.items() if _file(part) != _file(entry))
                yield _half(name, entry, key, parts[key])
        yield from _mixed(entry.node)


def _file(entry: Entry) -> str:
    return entry.key_source.path


def _half(name: str, entry: Entry, key: str, part: Entry) -> Problem:
    place = f"{part.key_source.path}:{part.key_source.line}"
    return warning(
        "overlay.mixed",
        say(
            "'{name}' takes its '{key}' from another file: {place}", name=name, key=key, place=place
        ),
        entry.key_source,
        say("write '{key}' here too: these values belong together", key=key),
    )


def _part_problems(files: Files, node: Node) -> list[Problem]:
    """What is wrong with the wording of a gemeente that is not right as a whole."""
    assert isinstance(node.value, Mapping)  # a document's top always is
    problems = []
    for key, part in (("logo", LogoShape), ("contact", ContactShape)):
        if key in node.value:
            shape, _ = validate(part, node.value[key].node, files.pictures)
            problems += said_problems(build(shape)) if shape is not None else []
    return problems


def _gemeente(stack: Stack, shape: GemeenteShape, language: str) -> Gemeente:
    logo: Logo = build(shape.logo)
    # A name is the same in all languages; what is read aloud of a logo is in one of them.
    alt = replace(logo.alt, language=logo.alt.language or language)
    return Gemeente(
        id=stack.id,
        name=Text(shape.name.value, shape.name.source, "gemeente.naam", shape.name.language),
        code=shape.code,
        palette=house_palette(shape.palette),
        logo=replace(logo, alt=alt),
        contact=build(shape.contact),
        source=Source(stack.top.document.name, 1, 1),
        under=name_of(stack.under) if stack.under else None,
    )

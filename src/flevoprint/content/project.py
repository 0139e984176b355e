"""A project folder, read once: shared sheets, layouts, fonts, and every gemeente laid over them.

What is wrong with the shared part stops everything and is raised; what is wrong with one gemeente
becomes that gemeente's problems and costs no other its sheet.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

from flevoprint.content.nodes import is_identifier, read_nodes
from flevoprint.content.overlay import local_part, overlay
from flevoprint.content.shapes import (
    KINDS,
    FontsShape,
    GemeenteShape,
    LayoutShape,
    ProjectShape,
    SlotShape,
    build,
    sheet_shape,
)
from flevoprint.content.validation import address_problems, unknown_key, validate
from flevoprint.geometry import PAPER_SIZES
from flevoprint.model import (
    Edition,
    Entry,
    FontFace,
    Gemeente,
    Layout,
    Node,
    Project,
    Sheet,
    Slot,
    Text,
    Variant,
    printed,
)
from flevoprint.problem import (
    ExitCode,
    FlevoprintError,
    Problem,
    Source,
    error,
    has_errors,
)

PROJECT_FILE = Path("content", "project.yaml")


@dataclass(frozen=True, slots=True)
class SharedSheet:
    """A sheet before any gemeente is laid over it."""

    id: str
    layout: Layout
    node: Node


def shipped_folder() -> Path:
    """Where the shipped layouts, content and fonts lie: in the wheel, else in the repository."""
    package = Path(__file__).resolve().parents[1]
    installed = package / "shipped"
    return installed if installed.is_dir() else package.parents[1]


def find_project(start: Path) -> Path | None:
    """The project's root: the nearest folder at or above ``start`` with content/project.yaml."""
    start = start.resolve()
    for folder in (start, *start.parents):
        if (folder / PROJECT_FILE).is_file():
            return folder
    return None


def read_project(root: Path) -> Project:
    """The project in ``root``. Raises FlevoprintError for what concerns all gemeenten."""
    try:
        return _read(root.resolve())
    except OSError as failure:
        raise FlevoprintError([_unreadable(root, failure)]) from None


def _read(root: Path) -> Project:
    name = PROJECT_FILE.as_posix()
    if not (root / PROJECT_FILE).is_file():
        raise FlevoprintError([_no_project(root)], ExitCode.USAGE)
    folder = root / "content"
    shape, problems = validate(ProjectShape, read_nodes(root / PROJECT_FILE, name), folder)
    if shape is None:
        raise FlevoprintError(problems)
    settings = cast(ProjectShape, shape)
    fonts_folder = _own_or_shipped(root, "fonts")
    sheets = _read_shared_sheets(root)
    press = settings.editions.press
    return Project(
        root=root,
        title=settings.title.value,
        publisher=settings.publisher.value,
        language=settings.language,
        date=settings.day,
        fonts=_read_fonts(root, fonts_folder),
        fonts_folder=fonts_folder,
        editions=(
            Edition("scherm", tagged=True, condition="", bleed=0, marks=False),
            Edition(
                "druk", tagged=False, condition="FOGRA39", bleed=press.bleed, marks=press.marks
            ),
        ),
        layouts=tuple({sheet.layout.id: sheet.layout for sheet in sheets}.values()),
        sheets=tuple(sheet.id for sheet in sheets),
        variants=_read_variants(root, sheets),
    )


def _own_or_shipped(root: Path, name: str) -> Path:
    own = root / name
    return own if own.is_dir() else shipped_folder() / name


def _relative(root: Path, path: Path) -> str:
    return path.relative_to(root).as_posix() if path.is_relative_to(root) else path.name


def _read_shared_sheets(root: Path) -> list[SharedSheet]:
    problems: list[Problem] = []
    sheets = []
    for path in _yaml_files(root / "content" / "bladen"):
        try:
            sheets.append(_read_shared_sheet(root, path))
        except FlevoprintError as failure:
            problems += failure.problems
    if problems:
        raise FlevoprintError(problems)
    if not sheets:
        hint = "neem content/bladen/inwonersinitiatieven.yaml van flevoprint als voorbeeld"
        message = "er is geen enkel blad in content/bladen"
        raise FlevoprintError([error("content.no-sheets", message, Source("content/bladen"), hint)])
    return sheets


def _read_shared_sheet(root: Path, path: Path) -> SharedSheet:
    name = _relative(root, path)
    _check_file_name(path, name, root)
    node = read_nodes(path, name)
    layout = _layout_of(root, node)
    value, problems = validate(sheet_shape(layout), node, root / "content")
    if value is None:
        raise FlevoprintError(problems)
    return SharedSheet(path.stem, layout, node)


def _yaml_files(folder: Path) -> list[Path]:
    """The files in ``folder`` that mean to be read, well named or not; hidden ones do not."""
    return sorted(
        path for path in folder.glob("[!.]*") if re.search(r"\.ya?ml\b", path.name, re.IGNORECASE)
    )


def _check_file_name(path: Path, name: str, root: Path) -> None:
    if not path.resolve().is_relative_to(root):
        hint = "zet het bestand zelf in de map, in plaats van een verwijzing ernaar"
        message = "dit verwijst naar een bestand buiten het project"
        raise FlevoprintError([error("content.outside", message, Source(name), hint)])
    if path.suffix != ".yaml" or not is_identifier(path.stem):
        stem = re.sub(r"\.ya?ml\b.*", "", path.name, flags=re.IGNORECASE)
        message = (
            "een bestandsnaam bestaat uit hooguit 60 kleine letters a–z, cijfers en streepjes, "
            "en eindigt op .yaml"
        )
        hint = f"noem het bestand {_slug(stem)}.yaml"
        raise FlevoprintError([error("content.bad-file-name", message, Source(name), hint)])


def _slug(text: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", text.lower())[:40].strip("-") or "naam"


def _layout_of(root: Path, node: Node) -> Layout:
    entries = cast(Mapping[str, Entry], node.value)
    available = sorted(
        folder.name
        for folder in _own_or_shipped(root, "layouts").iterdir()
        if (folder / "layout.yaml").is_file()
    )
    hint = f"kies een van deze layouts: {', '.join(available)}"
    if "layout" not in entries:
        raise FlevoprintError([error("content.missing", "'layout' ontbreekt", node.source, hint)])
    typed = entries["layout"].node
    if typed.value not in available:
        message = f"de layout '{typed.value}' bestaat niet"
        raise FlevoprintError([error("content.unknown-layout", message, typed.source, hint)])
    return read_layout(root, str(typed.value))


def read_layout(root: Path, layout_id: str) -> Layout:
    """The layout ``layout_id`` of the project, or else the shipped one. Raises FlevoprintError."""
    folder = _own_or_shipped(root, "layouts") / layout_id
    name = f"layouts/{layout_id}/layout.yaml"
    node = read_nodes(folder / "layout.yaml", name)
    shape, problems = validate(LayoutShape, node, folder)
    if shape is None:
        raise FlevoprintError(problems)
    declared = cast(LayoutShape, shape)
    sides = tuple(side.value for side in declared.sides)
    problems += [problem for slot in declared.slots for problem in _slot_problems(slot, sides)]
    if declared.size.value not in PAPER_SIZES:
        problems.append(unknown_key(declared.size.value, declared.size.source, [*PAPER_SIZES]))
    if problems:
        raise FlevoprintError(problems)
    return Layout(
        id=layout_id,
        folder=folder,
        size=PAPER_SIZES[declared.size.value],
        sides=sides,
        slots=tuple(
            Slot(
                name=slot.name.value,
                kind=slot.kind.value,
                side=slot.side.value if slot.side else "",
                local=slot.local,
                required=slot.required,
            )
            for slot in declared.slots
        ),
    )


def _slot_problems(slot: SlotShape, sides: tuple[str, ...]) -> list[Problem]:
    problems = []
    if slot.kind.value not in KINDS:
        problems.append(unknown_key(slot.kind.value, slot.kind.source, [*KINDS]))
    if slot.side and slot.side.value not in sides:
        problems.append(unknown_key(slot.side.value, slot.side.source, [*sides]))
    if not slot.name.value.isidentifier():
        hint = "gebruik alleen letters, cijfers en lage streepjes"
        message = f"'{slot.name.value}' kan geen naam van een vak zijn"
        problems.append(error("content.bad-key", message, slot.name.source, hint))
    return problems


def _read_fonts(root: Path, folder: Path) -> tuple[FontFace, ...]:
    path = folder / "fonts.yaml"
    shape, problems = validate(FontsShape, read_nodes(path, _relative(root, path)), folder)
    if shape is None:
        raise FlevoprintError(problems)
    faces = []
    for face in cast(FontsShape, shape).faces:
        file = folder / face.file.value
        if not file.is_file():
            hint = "zet het lettertype met zijn licentie in de map fonts"
            message = f"het lettertype {face.file.value} bestaat niet"
            problems.append(error("content.font-missing", message, face.file.source, hint))
        faces.append(FontFace(face.family.value, face.weight, face.italic, file))
    if problems:
        raise FlevoprintError(problems)
    return tuple(faces)


def _read_variants(root: Path, sheets: list[SharedSheet]) -> tuple[Variant, ...]:
    paths = _yaml_files(root / "content" / "gemeenten")
    if not paths:
        hint = "maak content/gemeenten/<naam>.yaml, naar het voorbeeld van flevoprint"
        message = "er is geen enkele gemeente in content/gemeenten"
        source = Source("content/gemeenten")
        raise FlevoprintError([error("content.no-gemeenten", message, source, hint)])
    return tuple(_read_variant(root, path, sheets) for path in paths)


def _read_variant(root: Path, path: Path, shared: list[SharedSheet]) -> Variant:
    name = _relative(root, path)
    try:
        _check_file_name(path, name, root)
        node = read_nodes(path, name)
    except FlevoprintError as failure:
        return Variant(path.stem, path.stem, None, (), failure.problems)
    shape, problems = validate(GemeenteShape, node, root / "content")
    overlays, overlay_errors = _overlays(node, shared)
    problems += overlay_errors
    sheets = []
    for sheet in shared:
        merged, found = _lay_over(root, sheet, overlays.get(sheet.id))
        problems += found
        if merged is not None:
            sheets.append(merged)
    gemeente = _gemeente(path.stem, cast(GemeenteShape, shape), node.source) if shape else None
    if gemeente:
        problems += address_problems(gemeente.contact)
    typed = gemeente.name.value if gemeente else path.stem
    if gemeente is None or has_errors(problems):
        return Variant(path.stem, typed, None, (), tuple(dict.fromkeys(problems)))
    return Variant(path.stem, typed, gemeente, tuple(sheets), tuple(dict.fromkeys(problems)))


def _overlays(node: Node, shared: list[SharedSheet]) -> tuple[dict[str, Node], list[Problem]]:
    """What a gemeente lays over each sheet, and what is wrong with that."""
    entries = cast(Mapping[str, Entry], node.value)
    if "bladen" not in entries or entries["bladen"].node.value == "":
        return {}, []
    by_id = {sheet.id: sheet for sheet in shared}
    bladen = entries["bladen"].node
    if not isinstance(bladen.value, Mapping):
        hint = f"schrijf hier de naam van een blad: {', '.join(by_id)}"
        message = "hier hoort een groep regels"
        return {}, [error("content.not-a-group", message, bladen.source, hint)]
    overlays: dict[str, Node] = {}
    problems: list[Problem] = []
    for sheet_id, entry in bladen.value.items():
        if sheet_id not in by_id:
            problems.append(unknown_key(sheet_id, entry.key_source, [*by_id]))
        elif entry.node.value != "":
            overlays[sheet_id], found = local_part(entry.node, by_id[sheet_id].layout)
            problems += found
    return overlays, problems


def _lay_over(
    root: Path, shared: SharedSheet, own: Node | None
) -> tuple[Sheet | None, list[Problem]]:
    node = overlay(shared.node, own) if own else shared.node
    shape, problems = validate(sheet_shape(shared.layout), node, root / "content")
    if shape is None:
        return None, problems
    values = {slot.path: build(_slot_value(shape, slot)) for slot in shared.layout.slots}
    texts = tuple(
        text for value in values.values() for text in printed(value) if isinstance(text, Text)
    )
    notes = [found for value in values.values() for found in address_problems(value)]
    return Sheet(shared.id, shared.layout, values, texts, node.source), notes


def _slot_value(shape: Any, slot: Slot) -> Any:
    return getattr(getattr(shape, slot.side) if slot.side else shape, slot.name)


def _gemeente(gemeente_id: str, shape: GemeenteShape, source: Source) -> Gemeente:
    return Gemeente(
        id=gemeente_id,
        name=Text(shape.name.value, shape.name.source, "gemeente.naam"),
        code=shape.code,
        palette=build(shape.palette),
        logo=build(shape.logo),
        contact=build(shape.contact),
        source=source,
    )


def _unreadable(root: Path, failure: OSError) -> Problem:
    return error(
        "content.unreadable",
        f"het bestand of de map is niet te lezen: {failure.strerror or 'onbekende fout'}",
        Source(_relative(root.resolve(), Path(failure.filename or root))),
        "controleer of u het bestand of de map mag lezen",
    )


def _no_project(root: Path) -> Problem:
    return error(
        "content.no-project",
        "hier is geen flevoprint-project (geen content/project.yaml)",
        Source(root.name or "."),
        "geef met --project de map waarin de map content staat",
    )

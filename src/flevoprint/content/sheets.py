"""The sheets that all gemeenten share."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from flevoprint.content.files import Files
from flevoprint.content.layouts import known_layouts, read_layout
from flevoprint.content.shapes import build, sheet_shape, slot_shape
from flevoprint.content.translations import (
    SharedSheet,
    named_language,
    sheet_original,
    translation_problems,
)
from flevoprint.content.validation import Place, address_problems, misspelt, unknown_key, validate
from flevoprint.content.wording import text_problems, wording_problems
from flevoprint.language import say
from flevoprint.model import Entry, Layout, Node, Slot
from flevoprint.problem import Problem, Source, error


@dataclass(frozen=True, slots=True)
class SharedPart:
    """All shared sheets, with what is wrong with them and with the layouts that they name.

    ``layouts`` are all there are, named or not, each with what is wrong with it.
    """

    sheets: tuple[SharedSheet, ...]
    problems: tuple[Problem, ...]
    layouts: Mapping[str, tuple[Layout | None, list[Problem]]]


def read_shared(files: Files, default: str) -> SharedPart:
    """Every file in ``content/bladen``; one that names no language is in ``default``."""
    available = known_layouts(files)
    layouts: dict[str, tuple[Layout | None, list[Problem]]] = {}
    sheets: list[SharedSheet] = []
    problems: list[Problem] = []
    for path in files.listed(files.content / "bladen"):
        document = files.read(path)
        problems += document.problems
        language = named_language(document.node, default)
        layout_id, found = "", list[Problem]()
        if document.node is not None:
            layout_id, found = _layout_id(document.node, available)
            found += text_problems(document, language)
        if layout_id and layout_id not in layouts:
            layouts[layout_id] = read_layout(files, layout_id)
            problems += layouts[layout_id][1]
        layout = layouts[layout_id][0] if layout_id else None
        if layout is not None and document.node is not None:
            found += sheet_problems(layout, document.node, files)
        problems += found
        original = sheet_original(document.node)
        sheets.append(SharedSheet(path.stem, layout, document.node, language, original))
    problems += translation_problems(sheets, default)
    if not sheets:
        problems.append(_none())
    layouts |= {other: read_layout(files, other) for other in available if other not in layouts}
    return SharedPart(tuple(sheets), tuple(problems), layouts)


def sheet_problems(
    layout: Layout, node: Node, files: Files, lost: Collection[Place] = ()
) -> list[Problem]:
    """What is wrong with a sheet, and with the wording of those of its slots that are right.

    That something is missing at the places ``lost`` was told of already.
    """
    shape, problems = validate(sheet_shape(layout), node, files.pictures, lost)
    for slot in layout.slots:
        entry = slot_entry(node, slot.path)
        if shape is not None:
            problems += said_problems(build(slot_value(shape, slot)))
        elif entry is not None and entry.node.value != "":
            problems += _alone(slot, entry, node, files)
    return problems


def _alone(slot: Slot, entry: Entry, node: Node, files: Files) -> list[Problem]:
    """What is wrong with the wording of a ``slot``, where the sheet is not right as a whole."""
    alone = Node({"value": entry}, node.source)
    shape, _ = validate(slot_shape(slot.kind), alone, files.pictures)
    return said_problems(build(dict(shape)["value"])) if shape is not None else []


def slot_value(shape: Any, slot: Slot) -> Any:
    """What a sheet that is right has in ``slot``."""
    return getattr(getattr(shape, slot.side) if slot.side else shape, slot.name)


def said_problems(value: object) -> list[Problem]:
    """What is wrong with the addresses and the wording of validated content."""
    return [*address_problems(value), *wording_problems(value)]


def slot_entry(node: Node, path: str) -> Entry | None:
    """What stands in a sheet for the slot at ``path``; None where nothing does."""
    entry: Entry | None = None
    for key in path.split("."):
        value = entry.node.value if entry else node.value
        entry = value.get(key) if isinstance(value, Mapping) else None
        if entry is None:
            return None
    return entry


def _layout_id(node: Node, available: list[str]) -> tuple[str, list[Problem]]:
    """The layout that a sheet names, empty where there is no such layout."""
    assert isinstance(node.value, Mapping)  # a document's top always is
    hint = say("choose one of these layouts: {known}", known=", ".join(available))
    if "layout" not in node.value:
        for key, entry in node.value.items():
            if misspelt(key, ["layout"]):
                return "", [unknown_key(key, entry.key_source, ["layout"])]
        message = say("'{key}' is missing", key="layout")
        return "", [error("content.missing", message, node.source, hint)]
    typed = node.value["layout"].node
    if isinstance(typed.value, str) and typed.value in available:
        return typed.value, []
    shown = typed.value if isinstance(typed.value, str) else "…"
    message = say("the layout '{name}' does not exist", name=shown)
    return "", [error("content.unknown-layout", message, typed.source, hint)]


def _none() -> Problem:
    return error(
        "content.no-sheets",
        say("there is not a single sheet in content/bladen"),
        Source("content/bladen"),
        say("take content/bladen/inwonersinitiatieven.yaml of flevoprint as an example"),
    )

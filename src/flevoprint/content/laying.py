"""The content of a sheet in another layout: the same slots, and of each what that layout asks for.

A sheet is validated against the layout that it was written for, whoever lays it. Another layout
finds what it needs by a slot's path and kind. It may show fewer words: where it declares ``keuze``
only the parts that the content chose, with what stands over them (a heading, a statement).
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from flevoprint.content.fields import ON_POSTER
from flevoprint.geometry import paper_name
from flevoprint.language import say
from flevoprint.model import (
    Layout,
    Point,
    PointerGroup,
    Project,
    Quotes,
    Sheet,
    Slot,
    Text,
    Theme,
    Variant,
    printed,
)
from flevoprint.problem import ExitCode, FlevoprintError, Problem, Source, error

#: Where the parts of a noun stand that can be chosen by themselves.
PARTS: Mapping[type, str] = {
    Quotes: "quotes",
    Theme: "points",
    Point: "quotes",
    PointerGroup: "pointers",
}


def laid_by(project: Project, layout_id: str, source: Source, sheets: Collection[str]) -> Project:
    """``project`` with its ``sheets`` laid by ``layout_id``; each by its own where that is empty.

    ``source`` is where the layout was asked for. What is wrong with one gemeente's choice becomes
    that gemeente's problem. Raises FlevoprintError with what is wrong for all.
    """
    asked = _choose(project, layout_id, source) if layout_id else None
    laid = [_variant(variant, asked, sheets) for variant in project.variants]
    shared = dict.fromkeys(problem for one in laid for problem in one.shared)
    if shared:
        raise FlevoprintError(shared)
    return replace(
        project,
        variants=tuple(one.variant for one in laid),
        sheets={sheet: layout_id or own for sheet, own in project.sheets.items()},
    )


@dataclass(frozen=True, slots=True)
class _Laid:
    """A variant in its new layout; ``shared`` are the problems that all variants have."""

    variant: Variant
    shared: list[Problem] = field(default_factory=list)


def _choose(project: Project, layout_id: str, source: Source) -> Layout:
    for layout in project.layouts:
        if layout.id == layout_id:
            return layout
    if layout_id in project.refused_layouts:
        raise FlevoprintError(project.refused_layouts[layout_id])
    known = ", ".join(layout.id for layout in project.layouts)
    message = say("the layout '{name}' does not exist", name=layout_id)
    hint = say("choose one of these layouts: {known}", known=known)
    problem = error("content.unknown-layout", message, source, hint)
    raise FlevoprintError([problem], ExitCode.USAGE)


def _variant(variant: Variant, asked: Layout | None, sheets: Collection[str]) -> _Laid:
    made: list[Sheet] = []
    own: list[Problem] = []
    shared: list[Problem] = []
    for sheet in variant.sheets:
        if sheet.id in sheets:
            layout = asked or sheet.layout
            declared = {slot.path: slot for slot in sheet.layout.slots}
            for slot in layout.slots:
                known = declared.get(slot.path)
                found = own if known and known.local else shared
                found += _slot_problems(slot, known, sheet, layout)
            made += _sheets(sheet, layout)
    if own:
        # Nothing of a gemeente is made whose content is not right, as when it was read.
        refused = replace(variant, gemeente=None, sheets=(), problems=(*variant.problems, *own))
        return _Laid(refused, shared)
    return _Laid(replace(variant, sheets=tuple(made)), shared)


def _sheets(sheet: Sheet, layout: Layout) -> Iterator[Sheet]:
    """``sheet`` laid by ``layout``: as a whole, or a sheet for each side."""
    other = layout.separate or layout.id != sheet.layout.id
    if not (other or any(slot.chosen for slot in layout.slots)):
        yield sheet  # as it was read
        return
    paper = paper_name(layout.size).lower() if other else ""
    # Whether a gemeente filled it was for the layout that it was read by to say.
    local = {slot.path: slot.local for slot in sheet.layout.slots}
    read = [replace(slot, local=local.get(slot.path, slot.local)) for slot in layout.slots]
    for side in layout.sides if layout.separate else ("",):
        slots = tuple(slot for slot in read if slot.side in ("", side) or not side)
        values = {slot.path: _value(slot, sheet) for slot in slots}
        yield replace(
            sheet,
            layout=replace(layout, sides=(side,) if side else layout.sides, slots=slots),
            values=values,
            texts=tuple(text for text in printed((*values.values(),)) if isinstance(text, Text)),
            side=side,
            paper=paper,
        )


def _value(slot: Slot, sheet: Sheet) -> Any:
    value = sheet.values.get(slot.path)
    if not slot.chosen:
        return value
    found = _chosen_of(value)
    return () if found is None and isinstance(value, tuple) else found


def _chosen_of(value: Any) -> Any:
    """What was chosen of ``value``, with what stands over it; None where that is nothing."""
    if isinstance(value, tuple):
        return tuple(kept for part in value if (kept := _chosen_of(part)) is not None) or None
    within = PARTS.get(type(value))
    chosen = getattr(value, "chosen", False)
    if within is None:
        return value if chosen else None
    parts = _chosen_of(getattr(value, within))
    return replace(value, **{within: parts or ()}) if parts or chosen else None


def _parts_chosen(value: Any) -> Iterator[Any]:
    """Every part of ``value`` that was chosen by itself, in reading order."""
    if isinstance(value, tuple):
        for part in value:
            yield from _parts_chosen(part)
        return
    if getattr(value, "chosen", False):
        yield value
    if type(value) in PARTS:
        yield from _parts_chosen(getattr(value, PARTS[type(value)]))


# What a layout asks for and the content does not have.


def _slot_problems(
    slot: Slot, known: Slot | None, sheet: Sheet, layout: Layout
) -> Iterator[Problem]:
    """What is wrong with what stands in ``slot``, which the sheet's own layout has as ``known``."""
    if known is None or known.kind != slot.kind:
        yield _unsuited(slot, known, sheet, layout)
        return
    if slot.required and not _value(slot, sheet):
        yield _empty(slot, sheet, layout)
    chosen = [*_parts_chosen(sheet.values[slot.path])] if slot.most is not None else []
    if slot.most is not None and len(chosen) > slot.most:
        yield _too_many(slot, len(chosen), _source(chosen[int(slot.most)], sheet), layout)


def _source(value: Any, sheet: Sheet) -> Source:
    """Where ``value`` begins; the sheet where nobody typed anything."""
    return next((found.source for found in printed(value)), sheet.source)


def _unsuited(slot: Slot, own: Slot | None, sheet: Sheet, layout: Layout) -> Problem:
    if own is None:
        message = say(
            "the layout '{layout}' asks for the slot '{slot}', which the sheet '{sheet}' "
            "does not have",
            layout=layout.id,
            slot=slot.path,
            sheet=sheet.id,
        )
    else:
        message = say(
            "the layout '{layout}' wants the slot '{slot}' to be of kind '{wanted}'; in the sheet "
            "'{sheet}' it is of kind '{kind}'",
            layout=layout.id,
            slot=slot.path,
            wanted=slot.kind,
            sheet=sheet.id,
            kind=own.kind,
        )
    hint = say(
        "choose a layout that goes with this sheet; it was written for {own}", own=sheet.layout.id
    )
    return error("content.layout-unsuited", message, sheet.source, hint)


def _empty(slot: Slot, sheet: Sheet, layout: Layout) -> Problem:
    source = _source(sheet.values[slot.path], sheet)
    if not slot.chosen:
        message = say(
            "the layout '{layout}' cannot do without '{slot}', and nothing is there",
            layout=layout.id,
            slot=slot.path,
        )
        return error("content.nothing-chosen", message, source, say("fill in this slot"))
    message = say(
        "nothing of '{slot}' was chosen for the layout '{layout}'",
        slot=slot.path,
        layout=layout.id,
    )
    hint = say("put a line '{choice}: ja' in one of its parts", choice=ON_POSTER)
    return error("content.nothing-chosen", message, source, hint)


def _too_many(slot: Slot, count: int, source: Source, layout: Layout) -> Problem:
    message = say(
        "{count} parts of '{slot}' were chosen; the layout '{layout}' has room for {most}",
        count=count,
        slot=slot.path,
        layout=layout.id,
        most=int(slot.most or 0),
    )
    hint = say("take '{choice}: ja' away from this one, or from another", choice=ON_POSTER)
    return error("content.too-many-chosen", message, source, hint)

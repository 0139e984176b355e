"""JSON Schemas of every kind of file in a project, for editors that complete and explain keys.

They are made from the shapes that validate the files, so the two can't part. They are written as
draft 7, the newest that all editors' YAML plugins know, and hold no references: next to a ``$ref``
draft 7 ignores a key's own title and help. What one value alone can't show (inks that are too much
together, a logo that is not there) stays for ``check``.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pydantic.json_schema import GenerateJsonSchema
from pydantic_core import core_schema

from flevoprint.content.fields import empty_group, empty_list
from flevoprint.content.files import Files
from flevoprint.content.help import (
    ADD_HELP,
    HELP,
    LANGUAGE_HELP,
    LAYOUT_HELP,
    LEAVE_KEYS_HELP,
    LEAVE_OUT_HELP,
    ORDER_HELP,
    ORIGINAL_HELP,
    SHEET_HELP,
    side_help,
    slot_help,
)
from flevoprint.content.layers import OWN, Kind
from flevoprint.content.layouts import known_layouts
from flevoprint.content.overlay import ADD, LEAVE_OUT, ORDER
from flevoprint.content.printers import read_printers
from flevoprint.content.shapes import (
    KINDS,
    ExemptionShape,
    FontsShape,
    GemeenteShape,
    LayoutShape,
    OrganisationShape,
    PrinterShape,
    ProjectShape,
    Shape,
    SlotShape,
    sheet_shape,
)
from flevoprint.content.sheets import read_shared
from flevoprint.content.typed import choice
from flevoprint.language import Language, Phrase
from flevoprint.model import Layout
from flevoprint.problem import Problem

Schema = dict[str, Any]
DRAFT = "http://json-schema.org/draft-07/schema#"
#: The keys of a slot that only mean something together with another one.
TOGETHER = {SlotShape: {"ondergrens": ["passend"], "samen": ["passend"], "hoogstens": ["keuze"]}}


@dataclass(frozen=True, slots=True)
class Drafted:
    """The schemas by name, and which of them each file of the project follows."""

    schemas: Mapping[str, Schema]
    followers: Mapping[Path, str]
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class _Facts:
    """What schemas take from the project at hand.

    ``sheets`` maps a sheet's id to its layout, None where that can't be read. ``choices`` are the
    names that a field can take, by shape and field.
    """

    sheets: Mapping[str, Layout | None]
    choices: Mapping[tuple[type[Shape], str], Collection[str]]
    layouts: Collection[str]
    language: Language


@dataclass(frozen=True, slots=True)
class FileKind:
    """One kind of file: the name of its schema, where such files lie, and their shape.

    ``adapted`` makes of the shape's schema what such a file may say by itself.
    """

    name: str
    files: str
    shape: type[Shape]
    adapted: Callable[[Schema, _Facts], Schema] = field(default=lambda schema, _: schema)


def draft_schemas(files: Files, known_codes: Collection[str], language: Language) -> Drafted:
    """The schemas of the project in ``files``, told in ``language``.

    ``known_codes`` are preflight's, which an exemption can name.
    """
    shared = read_shared(files, "nl")  # a language changes no schema
    sheets = {sheet.id: sheet.layout for sheet in shared.sheets}
    printers = [profile.id for profile in read_printers(files, lambda: known_codes).profiles]
    choices: dict[tuple[type[Shape], str], Collection[str]] = {
        (ProjectShape, "printer"): printers,
        (PrinterShape, "like"): printers,
        (ExemptionShape, "code"): sorted(known_codes),
        (SlotShape, "kind"): [*KINDS],
    }
    facts = _Facts(sheets, choices, known_layouts(files), language)
    schemas = {kind.name: kind.adapted(_schema(kind.shape, facts), facts) for kind in FILE_KINDS}
    followers = {
        path: kind.name for kind in FILE_KINDS for path in sorted(files.root.glob(kind.files))
    }
    for sheet_id, layout in sheets.items():
        if layout is not None:
            schemas[f"blad-{layout.id}"] = _sheet_schema(layout, facts)
            followers[files.content / "bladen" / f"{sheet_id}.yaml"] = f"blad-{layout.id}"
    broken = {f"content/bladen/{sheet_id}.yaml" for sheet_id in sheets if sheets[sheet_id] is None}
    problems = [
        problem
        for problem in shared.problems
        if problem.source.path in broken or problem.source.path.startswith("layouts/")
    ]
    told = {name: _told({"$schema": DRAFT, **schemas[name]}, language) for name in sorted(schemas)}
    return Drafted(told, followers, tuple(problems))


class _Generator(GenerateJsonSchema):
    """A shape as a JSON Schema: with help, and with what our reader takes for nothing."""

    def __init__(self, facts: _Facts) -> None:
        super().__init__(by_alias=True)
        self._facts = facts

    def model_schema(self, schema: core_schema.ModelSchema) -> Schema:
        """A group of keys, each with its title and help."""
        shape = schema["cls"]
        made = super().model_schema(schema)
        properties: dict[str, Schema] = {}
        for name, declared in shape.model_fields.items():
            key = declared.alias or name
            title = key if self._facts.language.id == "nl" else name.replace("_", " ")
            inner = made["properties"][key]
            inner.pop("title", None)
            names = self._facts.choices.get((shape, name))
            if names:
                inner = choice(names)
            help_ = HELP.get(shape, {}).get(name)
            helped = {"description": help_} if help_ else {}
            properties[key] = {"title": title.capitalize(), **helped, **inner}
        return {
            "type": "object",
            "properties": properties,
            "required": made.get("required", []),
            "additionalProperties": False,
            "dependencies": TOGETHER.get(shape, {}),
        }

    def nullable_schema(self, schema: core_schema.NullableSchema) -> Schema:
        """What may be left out; no one can type that it is absent."""
        return self.generate_inner(schema["schema"])

    def default_schema(self, schema: core_schema.WithDefaultSchema) -> Schema:
        """A default is ours, and nothing to fill in for an editor."""
        return self.generate_inner(schema["schema"])

    def function_before_schema(self, schema: core_schema.BeforeValidatorFunctionSchema) -> Schema:
        """A list or a group that may also be nothing behind its key."""
        inner = super().function_before_schema(schema)
        if schema["function"]["function"] is empty_list and not inner.get("minItems"):
            return {**inner, "type": ["array", "null"]}
        if schema["function"]["function"] is empty_group:
            return {**inner, "type": ["object", "null"]}
        return inner


def _schema(shape: type[Shape], facts: _Facts) -> Schema:
    made = _Generator(facts).generate(shape.__pydantic_core_schema__)
    whole: Schema = _without_references(made, made.pop("$defs", {}))
    return whole


def _without_references(value: Any, definitions: Mapping[str, Any]) -> Any:
    """``value`` with each reference replaced by what it refers to; what stands beside it wins."""
    if isinstance(value, list):
        return [_without_references(item, definitions) for item in value]
    if not isinstance(value, dict):
        return value
    found = {key: _without_references(item, definitions) for key, item in value.items()}
    reference = found.pop("$ref", None)
    if isinstance(reference, str):
        name = reference.removeprefix("#/$defs/")
        found = {**_without_references(definitions[name], definitions), **found}
    return found


def _sheet_schema(layout: Layout, facts: _Facts) -> Schema:
    """A shared sheet that fills ``layout``."""
    schema = _schema(sheet_shape(layout), facts)
    schema = _with(schema, "layout", {**choice(facts.layouts), "description": LAYOUT_HELP})
    schema["properties"]["taal"]["description"] = LANGUAGE_HELP
    schema["properties"]["vertaling van"]["description"] = ORIGINAL_HELP
    for side in layout.sides:
        schema["properties"][side]["description"] = side_help(layout, side)
    for slot in layout.slots:
        within = schema["properties"][slot.side] if slot.side else schema
        within["properties"][slot.name]["description"] = slot_help(slot)
    return schema


def _gemeente(schema: Schema, facts: _Facts) -> Schema:
    """A gemeente, which need not say what its province does."""
    whole = _over_sheets(schema, facts)
    alone = {"if": {"not": {"required": ["provincie"]}}, "then": _demands(whole)}
    return {**_part(whole), "required": ["naam"], **alone}


def _organisation(schema: Schema, facts: _Facts) -> Schema:
    """An organisation, which takes from its gemeente what it does not say itself."""
    return _without(_over_sheets(schema, facts), OWN[Kind.ORGANISATION], ["naam", "onder"])


def _province(schema: Schema, facts: _Facts) -> Schema:
    """A province, which says what its gemeenten have in common."""
    return _without(_over_sheets(schema, facts), OWN[Kind.PROVINCE], [])


def _without(schema: Schema, keys: Collection[str], required: list[str]) -> Schema:
    """A layer that may not have ``keys`` and only must have those ``required``."""
    part = _part(schema)
    kept = {key: value for key, value in part["properties"].items() if key not in keys}
    return {**part, "properties": kept, "required": required}


def _over_sheets(schema: Schema, facts: _Facts) -> Schema:
    """What a gemeente may lay over each sheet: its local slots, and of those what it likes."""
    sheets = {
        sheet_id: {"title": sheet_id, "description": SHEET_HELP, **_local(layout, facts)}
        for sheet_id, layout in facts.sheets.items()
    }
    return _with(schema, "bladen", _group(sheets))


def _local(layout: Layout | None, facts: _Facts) -> Schema:
    if layout is None:
        return {"type": ["object", "null"]}
    whole = _sheet_schema(layout, facts)["properties"]
    own: dict[str, Schema] = {}
    for slot in layout.slots:
        if not slot.local:
            continue
        if slot.side:
            side = own.setdefault(slot.side, {**whole[slot.side], **_group({})})
            side["properties"][slot.name] = _changed(whole[slot.side]["properties"][slot.name])
        else:
            own[slot.name] = _changed(whole[slot.name])
    return _group(own)


def _changed(schema: Schema) -> Schema:
    """What is laid over a slot: other content, or of a list how it changes."""
    part = _part(schema)
    if "items" not in part:
        return part
    names = {"type": ["array", "null"], "items": {"type": ["string", "number", "boolean"]}}
    return {
        **part,
        "type": ["array", "object", "null"],
        "properties": {
            LEAVE_OUT: {"title": LEAVE_OUT.capitalize(), "description": LEAVE_OUT_HELP, **names},
            ADD: {**schema, "title": ADD.capitalize(), "description": ADD_HELP},
            ORDER: {"title": ORDER.capitalize(), "description": ORDER_HELP, **names},
        },
        "additionalProperties": False,
    }


def _group(properties: dict[str, Schema]) -> Schema:
    """A group of keys that may all be absent."""
    return {
        "type": ["object", "null"],
        "properties": properties,
        "required": [],
        "additionalProperties": False,
    }


def _like_another(schema: Schema, _facts: _Facts) -> Schema:
    """A profile of a print shop says only what differs from the one that it is like."""
    return {**_part(schema), "if": {"not": {"required": ["zoals"]}}, "then": _demands(schema)}


def _part(schema: Schema) -> Schema:
    """``schema`` of what is laid over something else: of a group, no key is required, and those
    of the layer below can be left out.

    What stands in a list is whole, for a list replaces the one under it.
    """
    part = {key: value for key, value in schema.items() if key != "required"}
    if "properties" in part and _is_group(schema):
        inner = part["properties"].items()
        part["properties"] = {key: _part(value) for key, value in inner} | {
            LEAVE_OUT: {
                "title": LEAVE_OUT.capitalize(),
                "description": LEAVE_KEYS_HELP,
                "type": ["array", "null"],
                "items": {"enum": [*part["properties"]]},
            }
        }
    elif "required" in schema:
        part["required"] = schema["required"]
    return part


def _demands(schema: Schema) -> Schema:
    """Of ``schema`` only which keys must be there."""
    demands: Schema = {"required": schema["required"]} if schema.get("required") else {}
    inner = {
        key: found
        for key, value in schema.get("properties", {}).items()
        if _is_group(value) and (found := _demands(value))
    }
    return {**demands, "properties": inner} if inner else demands


def _is_group(schema: Schema) -> bool:
    """Whether it is nothing but a group; a text in another language is one too, but whole."""
    return schema.get("type") in ("object", ["object", "null"])


def _with(schema: Schema, key: str, inner: Schema) -> Schema:
    """``schema`` with ``inner`` behind ``key``, which keeps its title and help."""
    properties = schema["properties"]
    return {**schema, "properties": {**properties, key: {**properties[key], **inner}}}


def _told(value: Any, language: Language) -> Any:
    """``value`` with every phrase in it told."""
    if isinstance(value, Phrase):
        return language.tell(value)
    if isinstance(value, dict):
        return {key: _told(item, language) for key, item in value.items()}
    return [_told(item, language) for item in value] if isinstance(value, list | tuple) else value


#: Every kind of file but the sheets, which follow their layouts.
FILE_KINDS = (
    FileKind("project", "content/project.yaml", ProjectShape),
    FileKind("provincie", "content/provincies/*.yaml", GemeenteShape, _province),
    FileKind("gemeente", "content/gemeenten/*.yaml", GemeenteShape, _gemeente),
    FileKind("organisatie", "content/organisaties/*.yaml", OrganisationShape, _organisation),
    FileKind("printer", "content/printers/*.yaml", PrinterShape, _like_another),
    FileKind("layout", "layouts/*/layout.yaml", LayoutShape),
    FileKind("fonts", "fonts/fonts.yaml", FontsShape),
)

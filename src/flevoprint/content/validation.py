"""Nodes held against a shape: every problem at once, at the place where it was typed."""

from __future__ import annotations

import difflib
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any, TypeVar, get_args

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from flevoprint.content.examples import EXAMPLES
from flevoprint.content.found import Pictures
from flevoprint.content.shapes import Shape
from flevoprint.language import Phrase, Words, say
from flevoprint.model import Address, Node, Text, printed
from flevoprint.problem import Problem, Source, error, note, warning

_S = TypeVar("_S", bound=Shape)
#: The keys and the places in lists that lead to a value.
Place = tuple[int | str, ...]


def validate(
    shape: type[_S], node: Node, pictures: Pictures, lost: Collection[Place] = ()
) -> tuple[_S | None, list[Problem]]:
    """``node`` as ``shape``, and all that is wrong with it; ``pictures`` are those it may name.

    ``lost`` are places of which was told already why nothing is there.
    """
    try:
        return shape.model_validate(plain(node), context={"pictures": pictures}), []
    except ValidationError as failure:
        found = [details for details in failure.errors() if not _follows(details)]
        meant = {*_meant(found, shape), *lost}
        return None, [
            _problem(details, node, shape)
            for details in found
            if details["type"] != "missing" or details["loc"] not in meant
        ]


def plain(node: Node, path: str = "") -> Any:
    """``node`` as dicts, tuples and Text: what the shapes validate."""
    value = node.value
    if isinstance(value, str):
        return Text(value, node.source, path)
    if isinstance(value, tuple):
        return tuple([plain(item, f"{path}[{i}]") for i, item in enumerate(value, start=1)])
    above = f"{path}." if path else ""
    return {key: plain(entry.node, above + key) for key, entry in value.items()}


def address_problems(value: object) -> Iterator[Problem]:
    """A note for every address that was left empty, a warning for one that is not secure."""
    for found in printed(value):
        if isinstance(found, Address) and not found.url:
            yield note(
                "content.address-missing",
                say("the address is still to be checked: there will be no QR code"),
                found.source,
                say("find the address and fill it in, with https:// in front"),
            )
        elif isinstance(found, Address) and found.url.lower().startswith("http:"):
            yield warning(
                "content.address-insecure",
                say("the address begins with http://; browsers warn of that"),
                found.source,
                say("try whether the site works with https:// too, and write that"),
            )


def _follows(details: ErrorDetails) -> bool:
    """Whether a list only counts as too short because what stands in it is wrong."""
    return details["type"] == "too_short" and bool(details["input"])


def _meant(found: list[ErrorDetails], shape: type[Shape]) -> set[Place]:
    """The places of the keys that were meant by those that nobody declared."""
    strange = [details["loc"] for details in found if details["type"] == "extra_forbidden"]
    return {
        (*place[:-1], misspelt(str(place[-1]), _allowed_keys(shape, place[:-1])))
        for place in strange
    }


def _problem(details: ErrorDetails, node: Node, shape: type[Shape]) -> Problem:
    context: Mapping[str, Any] = details.get("ctx", {})
    within = context.get("within", "")
    location = (*details["loc"], within) if within else details["loc"]
    source, key, key_source = _locate(node, location)
    kind = details["type"]
    if kind == "missing":
        hint: Words = say("add a line such as: {line}", line=EXAMPLES.get(key, f"{key}: …"))
        above = details["loc"][-2] if len(details["loc"]) > 1 else ""
        if isinstance(above, str) and above:
            hint = say("below '{above}:', two spaces further in: {hint}", above=above, hint=hint)
        return error("content.missing", say("'{key}' is missing", key=key), source, hint)
    if kind == "extra_forbidden":
        return unknown_key(key, key_source, _allowed_keys(shape, location[:-1]))
    if kind == "too_short":
        message = say("'{key}' must have at least one part", key=key)
        hint = say("put a line with '- ' below '{key}:'", key=key)
        return error("content.missing", message, source, hint)
    if kind == "tuple_type":
        hint = say(
            "put each part below '{key}:' on a line of its own that begins with '- '", key=key
        )
        return error("content.not-a-list", say("a list belongs here"), source, hint)
    if kind in ("model_type", "model_attributes_type"):
        if getattr(details["input"], "value", None) == "":
            hint = say("fill in the part, or remove the dash")
            return error("content.empty-text", say("this part is empty"), source, hint)
        keys = ", ".join(_allowed_keys(shape, location))
        hint = say("write lines 'key: value' here, with: {keys}", keys=keys)
        if key in EXAMPLES:
            hint = say("write it as: {line}", line=EXAMPLES[key])
        return error("content.not-a-group", say("a group of lines belongs here"), source, hint)
    fallback = say("look in another file in this folder how it is done")
    message = context.get("message", say("this value cannot be here"))
    place = key_source if kind == "content.unknown-field" else source
    return error(kind, message, place, context.get("hint", fallback))


def unknown_key(key: str, source: Source, allowed: Sequence[str]) -> Problem:
    """The problem of a key that nobody declared, with the likely one as the remedy."""
    message = say("unknown key '{key}'", key=key)
    return error("content.unknown-field", message, source, suggestion(key, allowed))


def suggestion(typed: str, known: Sequence[str]) -> Phrase:
    """The one of ``known`` that was probably meant, else all of them."""
    if close := _nearest(typed, known, 0.6):
        return say("did you mean '{name}'?", name=close)
    return say("here can be: {known}", known=", ".join(known))


def misspelt(typed: str, known: Sequence[str]) -> str:
    """The one of ``known`` that was surely meant, so that it is not missing; empty if none."""
    swapped = next((key for key in known if sorted(key) == sorted(typed)), "")
    return swapped or _nearest(typed, known, 0.75)


def _nearest(typed: str, known: Sequence[str], alike: float) -> str:
    return "".join(difflib.get_close_matches(typed, known, n=1, cutoff=alike))


def _locate(node: Node, location: Place) -> tuple[Source, str, Source]:
    """Where the value at ``location`` stands, its last key, and where that key stands.

    A value that is missing is located at its nearest parent.
    """
    source, key, key_source = node.source, "", node.source
    for step in location:
        key = step if isinstance(step, str) else key
        if isinstance(node.value, Mapping) and step in node.value:
            entry = node.value[str(step)]
            node, key_source = entry.node, entry.key_source
            # An empty value stands nowhere an editor can see: its key does.
            source = node.source if node.value and isinstance(node.value, str) else key_source
        elif isinstance(node.value, tuple) and isinstance(step, int):
            node = node.value[step]
            source = key_source = node.source
        else:
            break
    return source, key, key_source


def _allowed_keys(shape: type[Shape], location: Place) -> list[str]:
    for step in location:
        if isinstance(step, str):
            by_alias = {field.alias or name: field for name, field in shape.model_fields.items()}
            field = by_alias.get(step)
            inner = _shape_within(field.annotation) if field else None
            if inner is None:
                return []
            shape = inner
    return [field.alias or name for name, field in shape.model_fields.items()]


def _shape_within(annotation: Any) -> type[Shape] | None:
    if isinstance(annotation, type) and issubclass(annotation, Shape):
        return annotation
    for argument in get_args(annotation):
        found = _shape_within(argument)
        if found is not None:
            return found
    return None

"""Nodes held against a shape: every problem at once, at the place where it was typed."""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, get_args

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from flevoprint.content.shapes import Shape
from flevoprint.model import Address, Node, Text, printed
from flevoprint.problem import Problem, Source, error, note, warning


def validate(shape: type[Shape], node: Node, folder: Path) -> tuple[Shape | None, list[Problem]]:
    """``node`` as ``shape``, and all that is wrong with it; ``folder`` is where pictures lie."""
    try:
        return shape.model_validate(plain(node), context={"folder": folder}), []
    except ValidationError as failure:
        return None, [_problem(details, node, shape) for details in failure.errors()]


def plain(node: Node, path: str = "") -> Any:
    """``node`` as dicts, tuples and Text: what the shapes validate."""
    if isinstance(node.value, str):
        return Text(node.value, node.source, path)
    if isinstance(node.value, tuple):
        return tuple(plain(item, f"{path}[{i}]") for i, item in enumerate(node.value, start=1))
    return {
        key: plain(entry.node, f"{path}.{key}" if path else key)
        for key, entry in node.value.items()
    }


def address_problems(value: object) -> Iterator[Problem]:
    """A note for every address that was left empty, a warning for one that is not secure."""
    for found in printed(value):
        if isinstance(found, Address) and not found.url:
            yield note(
                "content.address-missing",
                "het adres is nog te controleren: er komt geen QR-code",
                found.source,
                "zoek het adres op en vul het in, met https:// ervoor",
            )
        elif isinstance(found, Address) and found.url.lower().startswith("http:"):
            yield warning(
                "content.address-insecure",
                "het adres begint met http://; browsers waarschuwen daarvoor",
                found.source,
                "probeer of de site ook met https:// werkt, en schrijf dat",
            )


def _problem(details: ErrorDetails, node: Node, shape: type[Shape]) -> Problem:
    kind, location = details["type"], details["loc"]
    context = details.get("ctx", {})
    source, key, key_source = _locate(node, location)
    if kind == "missing":
        hint = f"voeg een regel '{key}: …' toe"
        return error("content.missing", f"'{key}' ontbreekt", source, hint)
    if kind == "extra_forbidden":
        return unknown_key(key, key_source, _allowed_keys(shape, location[:-1]))
    if kind == "too_short":
        message = f"'{key}' moet minstens één onderdeel hebben"
        return error("content.missing", message, source, f"zet onder '{key}:' een regel met '- '")
    if kind == "tuple_type":
        hint = f"zet elk onderdeel onder '{key}:' op een eigen regel die met '- ' begint"
        return error("content.not-a-list", "hier hoort een lijst", source, hint)
    if kind in ("model_type", "model_attributes_type"):
        if getattr(details["input"], "value", None) == "":
            hint = "vul het onderdeel in, of haal het streepje weg"
            return error("content.empty-text", "dit onderdeel is leeg", source, hint)
        keys = ", ".join(_allowed_keys(shape, location))
        hint = f"schrijf hier regels 'sleutel: waarde', met: {keys}"
        return error("content.not-a-group", "hier hoort een groep regels", source, hint)
    hint = str(context.get("hint", "kijk in een ander bestand in deze map hoe het moet"))
    return error(kind, str(context.get("message", "deze waarde kan hier niet")), source, hint)


def unknown_key(key: str, source: Source, allowed: list[str]) -> Problem:
    """The problem of a key that nobody declared, with the likely one as the remedy."""
    close = difflib.get_close_matches(key, allowed, n=1, cutoff=0.6)
    hint = f"bedoelde u '{close[0]}'?" if close else f"hier kunnen staan: {', '.join(allowed)}"
    return error("content.unknown-field", f"onbekende sleutel '{key}'", source, hint)


def _locate(node: Node, location: tuple[int | str, ...]) -> tuple[Source, str, Source]:
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


def _allowed_keys(shape: type[Shape], location: tuple[int | str, ...]) -> list[str]:
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

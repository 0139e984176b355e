"""Whether a piece of YAML may stand in a file of a project, by the schemas that editors use."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import jsonschema

Schema = dict[str, Any]


class Places:
    """Every place in the files that ``schemas`` describe."""

    def __init__(self, schemas: Iterable[Schema]):
        every = [place for schema in schemas for place in _places(schema)]
        self._groups = [place["properties"] for place in every if "properties" in place]
        self._lists = [place for place in every if place.get("type") == "array"]

    def hold(self, example: Any) -> bool:
        """Whether ``example`` is right in one of them: some keys of a group, which may lack what it
        needs besides, or a list."""
        if not isinstance(example, dict):
            return any(_valid(place, example) for place in self._lists)
        return any(
            all(_valid(group[key], value) for key, value in example.items())
            for group in self._groups
            if example.keys() <= group.keys()
        )


def shape_of(example: Any) -> Schema:
    """The schema of what has the groups and keys of ``example``, and texts in it."""
    if not isinstance(example, dict):
        return {"type": "string"}
    keys = {key: shape_of(value) for key, value in example.items()}
    return {"type": "object", "properties": keys, "additionalProperties": False}


def _places(schema: Any) -> Iterator[Schema]:
    """``schema`` and every schema within."""
    if isinstance(schema, dict):
        yield schema
        for part in schema.values():
            yield from _places(part)
    elif isinstance(schema, list):
        for part in schema:
            yield from _places(part)


def _valid(place: Any, value: Any) -> bool:
    return bool(jsonschema.Draft7Validator(place).is_valid(value))

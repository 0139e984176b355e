"""YAML as any other program reads it: with the types of YAML 1.2's core schema (10.3.2)."""

from __future__ import annotations

import re
from typing import Any, ClassVar

import yaml


class CoreLoader(yaml.SafeLoader):
    """PyYAML, but for its types of YAML 1.1 (``nee`` is no boolean, a date is a text)."""

    yaml_implicit_resolvers: ClassVar[dict[str, Any]] = {}


for tag, pattern, first in (
    ("null", r"~|null|Null|NULL|", ["~", "n", "N", ""]),
    ("bool", r"true|True|TRUE|false|False|FALSE", list("tTfF")),
    ("int", r"[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+", list("-+0123456789")),
    (
        "float",
        r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?|[-+]?\.(inf|Inf|INF)|\.(nan|NaN|NAN)",
        list("-+0123456789."),
    ),
):
    resolver = re.compile(f"^(?:{pattern})$")
    CoreLoader.add_implicit_resolver(f"tag:yaml.org,2002:{tag}", resolver, first)


def _integer(loader: CoreLoader, node: yaml.ScalarNode) -> int:
    typed = loader.construct_scalar(node)
    base = {"0o": 8, "0x": 16}.get(typed[:2], 10)
    return int(typed[2:] if base != 10 else typed, base)


CoreLoader.add_constructor("tag:yaml.org,2002:int", _integer)


def load(text: str) -> Any:
    """What ``text`` says. Raises yaml.YAMLError."""
    return yaml.load(text, CoreLoader)

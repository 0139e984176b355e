"""A digest of everything that can change a byte of a job's output, and of nothing else."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from enum import Enum
from importlib.metadata import version
from pathlib import Path
from typing import Any

from flevoprint import __version__
from flevoprint.model import Layout
from flevoprint.problem import Problem, Source
from flevoprint.typeset import engine_version

#: Packages whose version can change a byte.
PACKAGES = (
    "cssselect2",
    "fonttools",
    "jinja2",
    "markupsafe",
    "pikepdf",
    "pillow",
    "pydyf",
    "pyphen",
    "resvg-py",
    "segno",
    "tinycss2",
    "tinyhtml5",
)


def digest(*values: Any) -> str:
    """SHA-256 over ``values``: files by their content, positions in YAML left out."""
    state = hashlib.sha256()
    for value in values:
        for part in _parts(value):
            state.update(len(part).to_bytes(8, "big"))
            state.update(part)
    return state.hexdigest()


def versions(fonts_folder: Path) -> str:
    """Versions of everything that writes the output, system libraries included.

    Raises FlevoprintError where one of them is missing.
    """
    packages = (f"{package} {version(package)}" for package in PACKAGES)
    return ", ".join([f"flevoprint {__version__}", *packages, engine_version(fonts_folder)])


def _parts(value: Any) -> Iterator[bytes]:
    if isinstance(value, Source | Problem):
        return
    if isinstance(value, bytes):
        yield value
    elif isinstance(value, Path):
        yield value.read_bytes()
    elif isinstance(value, Layout):
        yield from _folder(value.folder)
    elif is_dataclass(value):
        yield type(value).__name__.encode()
        for field in fields(value):
            yield field.name.encode()
            yield from _parts(getattr(value, field.name))
    elif isinstance(value, Mapping):
        for key in value:
            yield str(key).encode()
            yield from _parts(value[key])
        yield b"end"
    elif isinstance(value, tuple | list):
        for item in value:
            yield from _parts(item)
        yield b"end"
    else:
        yield repr(value.value if isinstance(value, Enum) else value).encode()


def _folder(folder: Path) -> Iterator[bytes]:
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            yield path.relative_to(folder).as_posix().encode()
            yield path.read_bytes()

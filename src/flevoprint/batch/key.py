"""A digest of everything that can change a byte of a job's output, and of nothing else."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import fields, is_dataclass
from enum import Enum
from functools import cache
from importlib.metadata import PackageNotFoundError, distribution, version
from pathlib import Path
from typing import Any

from flevoprint import __version__
from flevoprint.batch.deliver import Stamp, stamp
from flevoprint.libraries import engine_version, package_missing
from flevoprint.model import Asset, Layout
from flevoprint.problem import ExitCode, FlevoprintError, Problem, Source

#: Packages whose version can change a byte, or what is told of the files.
PACKAGES = (
    "cssselect2",
    "fonttools",
    "jinja2",
    "markupsafe",
    "numpy",
    "pikepdf",
    "pillow",
    "pydyf",
    "pyphen",
    "pypdfium2",
    "resvg-py",
    "segno",
    "tinycss2",
    "tinyhtml5",
    "zxing-cpp",
)
#: What is told apart by how it is written; most of what is no text is a colour or its share.
_PLAIN = frozenset((int, float, bool, type(None)))


class Digester:
    """Digests of values, for one plan: files by their content, each read once.

    A noun that many jobs share, the very same object, is gone through once.
    """

    def __init__(self) -> None:
        self._files: dict[Path, bytes] = {}
        self._folders: dict[Path, bytes] = {}
        # With the nouns themselves: the number of one that is gone may become another's.
        self._nouns: dict[int, tuple[object, bytes]] = {}
        self.stamps: dict[Path, Stamp | None] = {}

    def digest(self, *values: Any) -> str:
        """SHA-256 over ``values``; positions in YAML and what does not compare are left out."""
        parts: list[bytes] = []
        self._add(values, parts)
        return _digest(parts).hex()

    def _add(self, value: Any, parts: list[bytes]) -> None:
        """Put all that ``value`` holds at the end of ``parts``: hundreds of texts a job."""
        kind: Any = type(value)
        if kind is str:
            parts.append(b"text " + value.encode("utf-8", "surrogatepass"))
        elif kind in _PLAIN:
            parts.append(repr(value).encode())
        elif kind is tuple or kind is list:
            parts.append(b"begin")
            for item in value:
                self._add(item, parts)
            parts.append(b"end")
        elif (names := _names(kind)) is not None:
            parts.append(self._noun(value, kind, names))
        elif kind is bytes:
            parts.append(value)
        elif isinstance(value, Path):
            parts.append(self._file(value))
        elif isinstance(value, Mapping):
            parts.append(b"begin")
            for key in value:
                self._add(key, parts)
                self._add(value[key], parts)
            parts.append(b"end")
        else:
            parts.append(repr(value.value if isinstance(value, Enum) else value).encode())

    def _noun(self, noun: Any, kind: Any, names: tuple[str, ...]) -> bytes:
        if id(noun) not in self._nouns:
            parts = [kind.__name__.encode()]
            if kind is Asset:  # nothing reads its file again; by its name two versions are one
                set_as = (noun.data, noun.suffix, noun.pixels, noun.look)
                self._add((noun.path.name, *set_as), parts)
            elif kind is Layout:
                self._add_layout(noun, names, parts)
            else:
                for name in names:
                    item = getattr(noun, name)
                    if type(item) is not Source:  # most of what there is, with texts
                        self._add(item, parts)
            self._nouns[id(noun)] = noun, _digest(parts)
        return self._nouns[id(noun)][1]

    def _add_layout(self, layout: Layout, names: tuple[str, ...], parts: list[bytes]) -> None:
        """What was read of its YAML, in which there may be comments, and its other files."""
        parts.append(self._folder(layout.folder))
        parts.append(self._folder(layout.shared) if layout.shared else b"")
        for name in names:
            if name not in ("folder", "shared"):
                self._add(getattr(layout, name), parts)

    def _file(self, path: Path) -> bytes:
        if path not in self._files:
            self.stamps[path] = stamp(path)
            self._files[path] = hashlib.sha256(path.read_bytes()).digest()
        return self._files[path]

    def _folder(self, folder: Path) -> bytes:
        """All that templates and style sheets may take from ``folder``."""
        if folder not in self._folders:
            paths = [path for path in sorted(folder.rglob("*")) if path.suffix != ".yaml"]
            for path in (folder, *paths):
                self.stamps[path] = stamp(path)
            self._folders[folder] = _digest(_files(folder, paths))
        return self._folders[folder]


def _digest(parts: Iterable[bytes]) -> bytes:
    return hashlib.sha256(b"".join([b"%d:%b" % (len(part), part) for part in parts])).digest()


def _files(folder: Path, paths: Iterable[Path]) -> Iterator[bytes]:
    """Names and contents of the files among ``paths`` below ``folder``."""
    for path in paths:
        if path.is_file():
            yield path.relative_to(folder).as_posix().encode()
            yield path.read_bytes()


@cache
def _names(kind: Any) -> tuple[str, ...] | None:
    """The fields of a noun that can change a byte, none of a place; None for what is no noun."""
    if issubclass(kind, Source | Problem):
        return ()
    if not is_dataclass(kind):
        return None
    return tuple(field.name for field in fields(kind) if field.compare)


def versions() -> str:
    """Versions of everything that writes the output, system libraries included.

    Raises FlevoprintError where one of them is missing.
    """
    return f"{software()}, {engine_version()}"


def _version(package: str) -> str:
    """As ``importlib.metadata`` has it, which reads all that a package says of itself for it."""
    said = distribution(package).read_text("METADATA") or ""
    found = re.search(r"^Version:[ \t]*(\S+)", said, re.MULTILINE)
    return found[1] if found else version(package)


@cache
def software() -> str:
    """Versions of the packages, and of flevoprint to the letter.

    Raises FlevoprintError (missing) where a package is not there.
    """
    try:
        packages = [f"{package} {_version(package)}" for package in PACKAGES]
    except PackageNotFoundError as failure:
        raise FlevoprintError([package_missing(failure.name)], ExitCode.MISSING) from None
    root = Path(__file__).parents[1]
    own = _digest(_files(root, sorted(root.rglob("*.py")))).hex()
    return ", ".join([f"flevoprint {__version__} {own}", *packages])

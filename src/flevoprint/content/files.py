"""Where a project's files lie, and what their names may be."""

from __future__ import annotations

import os
import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from flevoprint.content.found import Pictures, Shelf
from flevoprint.content.nodes import Document, is_identifier, read_document
from flevoprint.language import say, system_reason
from flevoprint.problem import FlevoprintError, Problem, Source, error
from flevoprint.shipped import shipped_folder

_YAML = re.compile(r"\.ya?ml\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Files:
    """A project's folders. ``root`` is resolved; the ``shelf`` spares looking at logos again."""

    root: Path
    shelf: Shelf | None = None

    @property
    def content(self) -> Path:
        """What is said, and the only folder that pictures and profiles may come from."""
        return self.root / "content"

    @property
    def pictures(self) -> Pictures:
        """Those that content may name."""
        return Pictures(self.content, self.shelf)

    def own_or_shipped(self, *parts: str) -> Path:
        """The project's own folder, or the shipped one where it has none."""
        own = self.root.joinpath(*parts)
        return own if own.is_dir() else shipped_folder().joinpath(*parts)

    def name(self, path: Path) -> str:
        """``path`` as positions carry it: from the project's root, else from what is shipped."""
        for base in (self.root, shipped_folder()):
            if path.is_relative_to(base):
                return path.relative_to(base).as_posix()
        return path.name

    def listed(self, folder: Path) -> list[Path]:
        """The files in ``folder`` that mean to be read, well named or not; hidden ones do not."""
        return sorted(path for path in _within(folder) if _YAML.search(path.name))

    def deeper(self, folder: Path) -> list[Path]:
        """Files like those that are ``listed``, in the folders within ``folder``."""
        folders = (path for path in _within(folder) if path.is_dir() and not path.is_symlink())
        return [path for inner in sorted(folders) for path in self.listed(inner)]

    def read(self, path: Path) -> Document:
        """One of the ``listed`` files. Its name becomes an id, so that is checked first."""
        name = self.name(path)
        problem = self._bad_name(path, name)
        return Document(name, "", None, (problem,)) if problem else read_document(path, name)

    def _bad_name(self, path: Path, name: str) -> Problem | None:
        try:
            resolved = path.resolve()
        except (OSError, RuntimeError):
            return error(
                "content.outside",
                say("this refers to itself, and so to no file at all"),
                Source(name),
                say("put the file itself in the folder, instead of a reference to it"),
            )
        if not any(resolved.is_relative_to(base) for base in (self.root, shipped_folder())):
            return error(
                "content.outside",
                say("this refers to a file outside the project"),
                Source(name),
                say("put the file itself in the folder, instead of a reference to it"),
            )
        if path.suffix != ".yaml" or not is_identifier(path.stem):
            stem = re.sub(r"\.ya?ml\b.*", "", path.name, flags=re.IGNORECASE)
            good = f"{slug(stem)}.yaml"
            return error(
                "content.bad-file-name",
                say(
                    "a file name consists of at most 60 small letters a–z, digits and hyphens, "
                    "and ends in .yaml"
                ),
                Source(name),
                say("{name} is there already: put in it what it lacks, and remove this", name=good)
                if path.with_name(good).exists()
                else say("name the file {name}", name=good),
            )
        return None


def _within(folder: Path) -> Iterator[Path]:
    """What ``folder`` holds and does not hide; nothing where there is no folder.

    Raises FlevoprintError for one that may not be read: it would pass for an empty one.
    """
    try:
        with os.scandir(folder) as entries:
            names = [entry.name for entry in entries]
    except (FileNotFoundError, NotADirectoryError):
        return
    except OSError as failure:
        raise FlevoprintError(
            [
                error(
                    "content.unreadable",
                    say(
                        "the file or folder cannot be read: {reason}", reason=system_reason(failure)
                    ),
                    Source(f"{folder.parent.name}/{folder.name}"),
                    say("check whether you may read the file or folder"),
                )
            ]
        ) from None
    yield from (folder / name for name in names if not name.startswith("."))


def slug(text: str) -> str:
    """``text`` as an identifier: small letters without accents, digits, single hyphens."""
    decomposed = unicodedata.normalize("NFKD", text.lower())
    bare = "".join(character for character in decomposed if not unicodedata.combining(character))
    return re.sub(r"[^a-z0-9]+", "-", bare)[:40].strip("-") or "naam"


def entry_text(document: Document, key: str) -> tuple[str, Source] | None:
    """The text behind ``key`` at the top of ``document``, and where it stands."""
    if document.node is None or not isinstance(document.node.value, Mapping):
        return None
    entry = document.node.value.get(key)
    if entry is None or not isinstance(entry.node.value, str):
        return None
    return entry.node.value, entry.node.source

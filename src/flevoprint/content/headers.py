"""The line at the top of a YAML file that tells an editor which schema the file follows."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from flevoprint.content.files import Files
from flevoprint.content.schema import Drafted, Schema
from flevoprint.problem import Problem

#: Where the schemas lie, from the project's root: hidden, and in no folder of content.
FOLDER = Path("content", ".schema")
#: How a schema file of ours begins, for whoever opens it and for ourselves.
MADE = "Made by flevoprint schema --write, which also takes it away when nothing follows it."

_BOM = b"\xef\xbb\xbf"
_NEWLINE = re.compile(rb"\r\n|\n|\r")
#: The comments at the top of a file, up to a header; an editor looks for one nowhere else.
_HEADER = re.compile(
    rb"(?P<above>(?:[ \t]*(?:#[^\r\n]*)?(?:\r\n|\n|\r))*?)"
    rb"#[ \t]+yaml-language-server[ \t]*:[ \t]*\$schema=(?P<schema>[^\s]+)"
)
#: A header of ours; any other is its owner's choice.
_OURS = re.compile(rb"(?:\.\./)*content/\.schema/[^/]+\.json|(?:\.\./)*\.schema/[^/]+\.json")


@dataclass(frozen=True, slots=True)
class Written:
    """Files as they are to be, by path; only those that differ from what stands there.

    ``unchanged`` counts the rest; ``gone`` are schemas of ours that nothing follows any more;
    ``problems`` tell of files that can't be read.
    """

    files: Mapping[Path, bytes]
    unchanged: int
    gone: tuple[Path, ...]
    problems: tuple[Problem, ...]


def schema_files(drafted: Drafted, files: Files) -> Written:
    """The schemas as files of the project, and each file that follows one with its header."""
    before: dict[Path, bytes | None] = {}
    wanted: dict[Path, bytes] = {}
    for name, schema in drafted.schemas.items():
        path = files.root / FOLDER / f"{name}.json"
        before[path] = path.read_bytes() if path.is_file() else None
        wanted[path] = schema_bytes(schema)
    problems = [*drafted.problems]
    for path, name in drafted.followers.items():
        document = files.read(path)
        if not document.text:
            problems += document.problems
        else:
            target = os.path.relpath(files.root / FOLDER / f"{name}.json", path.parent)
            reference = Path(target).as_posix().encode()
            before[path.resolve()] = document.data
            wanted[path.resolve()] = with_header(document.data, reference)
    changed = {path: data for path, data in wanted.items() if before[path] != data}
    # What is broken now may be whole tomorrow, and then its schema is still there.
    gone = () if problems else tuple(_gone(files.root / FOLDER, wanted))
    return Written(changed, len(wanted) - len(changed), gone, tuple(problems))


def schema_bytes(schema: Schema) -> bytes:
    """A schema as JSON, the same each time."""
    return (json.dumps({"$comment": MADE, **schema}, ensure_ascii=False, indent=2) + "\n").encode()


def with_header(data: bytes, reference: bytes) -> bytes:
    """A YAML file with the header that refers to the schema ``reference``, else as it was."""
    bom = _BOM if data.startswith(_BOM) else b""
    text = data[len(bom) :]
    found = _HEADER.match(text)
    if found is None:
        newline = _NEWLINE.search(text)
        line = b"# yaml-language-server: $schema=" + reference
        return bom + line + (newline[0] if newline else b"\n") + text
    if not _OURS.fullmatch(found["schema"]):
        return data
    start, end = found.span("schema")
    return bom + text[:start] + reference + text[end:]


def _gone(folder: Path, wanted: Collection[Path]) -> Iterator[Path]:
    start = schema_bytes({}).rstrip(b"\n}")
    for path in sorted(folder.glob("*.json")):
        if path not in wanted and path.is_file() and not path.is_symlink():
            with path.open("rb") as file:
                if file.read(len(start)) == start:
                    yield path

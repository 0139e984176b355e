"""YAML text to nodes with positions. PyYAML is used here and nowhere else.

Every scalar stays the text that was typed: YAML's implicit types would turn ``0320123456`` into a
number, ``9:00`` into 540 and ``no`` into false. Aliases, anchors and tags are refused (a short
file of aliases can grow without bound), and so are equal keys, of which YAML keeps the last.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path

import yaml

from flevoprint.content import syntax
from flevoprint.language import Phrase, say, system_reason
from flevoprint.model import Entry, Node
from flevoprint.problem import FlevoprintError, Problem, Source, error

MAX_BYTES = 1_000_000
MAX_DEPTH = 20
#: Events that say nothing.
_SILENT = {yaml.StreamStartEvent, yaml.StreamEndEvent, yaml.DocumentEndEvent}
#: Half a character, which "\ud800" in quotes can name; no font or file can hold it.
_HALF = re.compile("[\ud800-\udfff]")
#: A # that begins a comment where somebody may have written on.
_HASH = re.compile(r"[ \t]#")
#: What is taken for the start of a quote, and may be that of a word.
_SHORTENED = re.compile(r"[tsnk] |s-")


@dataclass(frozen=True, slots=True)
class Document:
    """A file that was read: what it says, and what is wrong with how it is written.

    ``name`` is its path from the project's root, ``text`` what was typed. ``node`` is the mapping
    at its top, None where the file cannot be read as one; with a node there may still be problems.
    ``data`` are the bytes that ``text`` was read from, with the mark that may stand before it.
    """

    name: str
    text: str
    node: Node | None
    problems: tuple[Problem, ...]
    data: bytes = b""


def read_document(path: Path, name: str) -> Document:
    """The YAML file ``path``, under the ``name`` that positions carry. Never raises."""
    data, text, problem = _read(path, name)
    if problem:
        return Document(name, "", None, (problem,))
    return replace(parse_document(text, name), data=data)


def parse_document(text: str, name: str) -> Document:
    """Like :func:`read_document`, for text already decoded."""
    pasted = syntax.pasted_space(text, name)
    if pasted:
        return Document(name, text, None, (pasted,))
    try:
        events = _events(text, name)
    except yaml.MarkedYAMLError as failure:
        return Document(name, text, None, (_syntax_problem(failure, text, name),))
    except yaml.reader.ReaderError as failure:
        return Document(name, text, None, (_character_problem(failure, text, name),))
    except (ValueError, OverflowError):
        # A number behind \U that no character has; the scanner does not say where.
        return Document(name, text, None, (syntax.bad_character(0x110000, Source(name)),))
    except FlevoprintError as failure:
        return Document(name, text, None, failure.problems)
    starts = [event for event in events if isinstance(event, yaml.DocumentStartEvent)]
    if len(starts) > 1:
        return Document(name, text, None, (syntax.second_document(_source(starts[1], name)),))
    lines = text.splitlines()
    builder = _Builder(name)
    root = builder.whole(event for event in events if event not in starts)
    lost: list[Problem] = []
    for event in events:
        if isinstance(event, yaml.ScalarEvent):
            found = [*_lost_text(event, lines, name)]
            lost += found
            builder.holes |= bool(found) and not event.value
    if root is None or root.value == "":
        return Document(name, text, None, (*lost, *(builder.problems or [syntax.empty_file(name)])))
    if not isinstance(root.value, dict):
        return Document(
            name, text, None, (*lost, *builder.problems, syntax.not_a_mapping(root.source))
        )
    problems = (*lost, *builder.problems)
    return Document(name, text, None if builder.holes else root, problems)


def _read(path: Path, name: str) -> tuple[bytes, str, Problem | None]:
    """The file's bytes and text, or why there are none."""
    try:
        if path.exists() and not path.is_file():
            return b"", "", _unreadable(say("this is not an ordinary file"), name)
        size = path.stat().st_size
        data = path.read_bytes() if size <= MAX_BYTES else b""
    except OSError as failure:
        return b"", "", _unreadable(system_reason(failure), name)
    if size > MAX_BYTES:
        return b"", "", _too_large(size, name)
    return data, *_decoded(data, name)


def _decoded(data: bytes, name: str) -> tuple[str, Problem | None]:
    """The text, or why it is none."""
    if b"\0" in data and not data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "", error(
            "content.binary",
            say("this is not a text file (it holds binary data)"),
            Source(name, 1, 1),
            say("save the content as plain text (UTF-8), with a name that ends in .yaml"),
        )
    try:
        return data.decode("utf-8-sig"), None
    except UnicodeDecodeError as failure:
        line = data.count(b"\n", 0, failure.start) + 1
        column = failure.start - (data.rfind(b"\n", 0, failure.start) + 1) + 1
        return "", error(
            "content.encoding",
            say("the file has a wrong encoding (probably Windows-1252 or UTF-16)"),
            Source(name, line, column),
            say("save the file again as UTF-8 (in Notepad: Save as, Encoding: UTF-8)"),
        )


def _too_large(size: int, name: str) -> Problem:
    return error(
        "content.too-large",
        say(
            "the file is {size} kB, it may be {most} kB",
            size=size // 1000,
            most=MAX_BYTES // 1000,
        ),
        Source(name),
        say("check that this is the right file; a sheet of text is a few kB"),
    )


def _unreadable(reason: Phrase, name: str) -> Problem:
    hint = say("check the name of the file and whether you may read it")
    message = say("the file cannot be read: {reason}", reason=reason)
    return error("content.unreadable", message, Source(name), hint)


class _Builder:
    """Nodes from YAML's events, and the problems met on the way.

    ``holes`` tells that something is missing from the nodes which the editor did write, so that
    nothing can be said of what they hold.
    """

    def __init__(self, name: str):
        self.name = name
        self.problems: list[Problem] = []
        self.holes = False

    def whole(self, events: Iterator[yaml.Event]) -> Node | None:
        """The node at the top, None for an empty file."""
        first = next(events, None)
        return self._node(first, events) if first else None

    def _node(self, event: yaml.Event, events: Iterator[yaml.Event]) -> Node:
        """The node that ``event`` opens; consumes ``events`` up to its end."""
        source = _source(event, self.name)
        if isinstance(event, yaml.AliasEvent):
            self.problems.append(syntax.alias(source))
            self.holes = True
            return Node("", source)
        if getattr(event, "anchor", None) or getattr(event, "tag", None) not in (None, "!"):
            self.problems.append(syntax.alias(source))
        if isinstance(event, yaml.ScalarEvent):
            half = None if event.value.isascii() else _HALF.search(event.value)
            if half:
                self.problems.append(syntax.bad_character(ord(half[0]), source))
                self.holes = True
            return Node(event.value, source)
        if isinstance(event, yaml.SequenceStartEvent):
            return Node(tuple(self._items(events)), source)
        return Node(self._entries(events), source)

    def _items(self, events: Iterator[yaml.Event]) -> Iterator[Node]:
        for event in events:
            if isinstance(event, yaml.SequenceEndEvent):
                break
            yield self._node(event, events)

    def _entries(self, events: Iterator[yaml.Event]) -> dict[str, Entry]:
        entries: dict[str, Entry] = {}
        for event in events:
            if isinstance(event, yaml.MappingEndEvent):
                break
            key = self._node(event, events)
            opening = next(events)
            value = self._node(opening, events)
            if key.value == "tekst" and getattr(opening, "flow_style", False):
                self.problems += _split(value)
            if not isinstance(key.value, str):
                self.problems.append(syntax.bad_key(key.source))
            elif key.value in entries:
                first = entries[key.value].key_source
                self.problems.append(syntax.duplicate_key(key.value, key.source, first))
            else:
                entries[key.value] = Entry(value, key.source)
        return entries


def _split(value: Node) -> Iterator[Problem]:
    """A sentence in brackets that a comma made two of."""
    for item in value.value[1:] if isinstance(value.value, tuple) else ():
        if isinstance(item, Node) and isinstance(item.value, str) and item.value[:1].islower():
            yield syntax.split_at_comma(item.value, item.source)


def _source(event: yaml.Event, name: str) -> Source:
    mark = event.start_mark
    return Source(name, mark.line + 1, mark.column + 1) if mark else Source(name)


def _events(text: str, name: str) -> list[yaml.Event]:
    """YAML's events, by libyaml, which is ten times as fast; PyYAML itself says what is wrong.

    A byte order mark within a text is no part of it to libyaml, so that a # behind it begins a
    comment.
    """
    quick = None if "\ufeff" in text else getattr(yaml, "CSafeLoader", None)
    if quick:
        with suppress(yaml.YAMLError, UnicodeError):
            return _bounded(yaml.parse(text, Loader=quick), name)
    return _bounded(yaml.parse(text, Loader=yaml.SafeLoader), name)


def _bounded(parsed: Iterable[yaml.Event], name: str) -> list[yaml.Event]:
    """Events that say something; depth is bounded while they come: deep files are slow to read."""
    events = []
    depth = 0
    for event in parsed:
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
        if depth > MAX_DEPTH:
            message = say("too many levels inside one another")
            hint = say("keep the file flat: a slot has a few levels at most")
            source = _source(event, name)
            raise FlevoprintError([error("content.too-deep", message, source, hint)])
        if type(event) not in _SILENT:
            events.append(event)
    return events


def _lost_text(event: yaml.ScalarEvent, lines: list[str], name: str) -> Iterator[Problem]:
    """What YAML takes from a text without a word: behind a #, or an apostrophe at its start."""
    mark = event.end_mark
    if mark and not event.style and mark.line < len(lines):
        line = lines[mark.line]
        colour = None if event.value else syntax.BARE_COLOUR.match(line, mark.column)
        if colour:
            yield syntax.bare_colour(colour[1], Source(name, mark.line + 1, colour.start(1) + 1))
        # Two spaces before a # are how comments are written; one is how people write on.
        if event.value and _HASH.match(line, mark.column):
            yield _dropped(line[mark.column :], Source(name, mark.line + 1, mark.column + 2))
    if event.style == "'" and _SHORTENED.match(event.value):
        yield error(
            "content.apostrophe",
            say("the apostrophe at the start of ''{text}' is dropped", text=event.value[:30]),
            _source(event, name),
            say('put the whole text in double quotes, such as "\'t Huis"'),
        )


def _dropped(rest: str, source: Source) -> Problem:
    return error(
        "content.text-after-hash",
        say(
            "everything from '{rest}' on is dropped, for # begins a comment", rest=rest.strip()[:30]
        ),
        source,
        say("put the whole text in quotes; if it is a comment, put two spaces in front of it"),
    )


def _syntax_problem(failure: yaml.MarkedYAMLError, text: str, name: str) -> Problem:
    """What is wrong, where the editor did it: the parser often stumbles a line further on."""
    mark = failure.problem_mark or failure.context_mark
    if "end of stream" in (failure.problem or ""):
        mark = failure.context_mark or mark  # where the quote was opened, not where the file ends
    source = Source(name, mark.line + 1, mark.column + 1) if mark else Source(name)
    if mark:
        lines = text.splitlines()[: mark.line + 1]
        slip = syntax.slip_in(lines, name)
        if slip:
            return slip
    return syntax.not_yaml(f"{failure.context or ''} {failure.problem or ''}", source)


def _character_problem(failure: yaml.reader.ReaderError, text: str, name: str) -> Problem:
    position = failure.position if isinstance(failure.position, int) else 0
    line = text.count("\n", 0, position) + 1
    column = position - (text.rfind("\n", 0, position) + 1) + 1
    code = failure.character if isinstance(failure.character, int) else ord(str(failure.character))
    return syntax.bad_character(code, Source(name, line, column))


_SAFE_ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


def is_identifier(text: str) -> bool:
    """Whether ``text`` may become part of a file name: a–z, 0–9 and single hyphens."""
    return len(text) <= 60 and _SAFE_ID.fullmatch(text) is not None

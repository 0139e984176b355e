"""A handbook page as its reader follows it: files typed, commands given, output seen.

A fenced ``console`` block holds commands behind ``$`` and under each what it prints: a line ``…``
stands for any lines, ``…`` in a line for anything there; with nothing under it, a command's output
is not shown. A comment on the line above a block says what else the reader does, and the text above
it names the file too::

    <!-- file: PATH -->     the block is the whole of this file
    <!-- change: PATH -->   each top-level key of the block takes the place of that key in the file
    <!-- exit: N -->        the last command of the block ends with N, not with 0
    <!-- network -->        the commands need the network
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from textwrap import dedent

_FENCE = re.compile(
    r"^(?P<indent> *)```(?P<kind>\w*)\n(?P<body>.*?)^(?P=indent)```$", re.DOTALL | re.MULTILINE
)
_MARK = re.compile(r"<!-- (?P<name>[a-z]+)(?:: (?P<value>\S+))? -->\s*\Z")
_MARKS = {"file", "change", "exit", "network"}
#: A line from a terminal that no two runs have alike.
_SECONDS = re.compile(r"\d+[.,]\d s\b")
ANYTHING = "…"


@dataclass(frozen=True, slots=True)
class Command:
    """What is typed behind ``$``, and the lines that are shown under it."""

    typed: str
    shown: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Block:
    """A fenced block, the comment above it, and the paragraph above that."""

    kind: str
    body: str
    mark: str
    value: str
    above: str
    line: int

    def commands(self) -> Iterator[Command]:
        """The commands of a ``console`` block."""
        for part in re.split(r"^\$ ", self.body, flags=re.MULTILINE)[1:]:
            typed, *shown = part.splitlines()
            yield Command(typed, tuple(shown))


def blocks(text: str) -> list[Block]:
    """The fenced blocks of a page, in order. An unknown comment above one is a ValueError."""
    found = []
    for fence in _FENCE.finditer(text):
        before = text[: fence.start()].rstrip()
        mark = _MARK.search(before)
        if mark and mark["name"] not in _MARKS:
            raise ValueError(f"unknown comment: {mark[0]}")
        above = (before[: mark.start()] if mark else before).rstrip().rpartition("\n\n")[2]
        name, value = (mark["name"], mark["value"] or "") if mark else ("", "")
        line = text.count("\n", 0, fence.start()) + 1
        found.append(Block(fence["kind"], dedent(fence["body"]), name, value, above, line))
    return found


def changed(text: str, block: str) -> str:
    """``text`` with each top-level key of ``block`` in its own's place, new keys at the end."""
    for part in re.split(r"^(?=[^\s#])", block, flags=re.MULTILINE):
        key = part.partition(":")[0]
        if key:
            old = re.compile(rf"^{re.escape(key)}:.*\n(?:[ \t]+.*\n)*", re.MULTILINE)
            text, count = old.subn(lambda _, new=part: new, text)
            text = text if count else text + part
    return text


def differs(shown: tuple[str, ...], printed: str) -> bool:
    """Whether ``printed`` is not what is ``shown``."""
    if not shown:
        return False
    pattern = "".join(
        r"(?:.*\n)*"
        if line == ANYTHING
        else ".*".join(map(re.escape, _SECONDS.sub("0 s", line).split(ANYTHING))) + "\n"
        for line in shown
    )
    return re.fullmatch(pattern, _SECONDS.sub("0 s", printed)) is None

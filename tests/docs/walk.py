"""A page as its reader follows it: files typed, commands given, output seen.

A fenced ``console`` block holds commands behind ``$`` and under each what it prints: a line ``…``
stands for any lines, ``…`` in a line for anything there; with nothing under it, a command's output
is not shown. A comment on the line above a block says what else the reader does, and the text above
it names the file too::

    <!-- file: PATH -->     the block is the whole of this file
    <!-- change: PATH -->   each top-level key of the block takes the place of that key in the file
    <!-- copy: PATH TO -->  the same, in a copy of the file
    <!-- exit: N -->        the last command of the block ends with N, not with 0

A command that is only mentioned, in inline code or in a block of another kind, is given too, where
it stands: a page can name none that does not work. :func:`hidden` finds what escapes all this.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from textwrap import dedent

from flevoprint.cli.commands import COMMANDS

_FENCE = re.compile(
    r"^(?P<indent> *)```(?P<kind>\w*)\n(?P<body>.*?)^(?P=indent)```$", re.DOTALL | re.MULTILINE
)
_INLINE = re.compile(r"(?<!`)`(?P<code>[^`]+?)`(?!`)")
_LINK = re.compile(r"(?P<picture>!?)\[(?P<text>[^\]]*)\]\((?P<to>[^)#\s]*)(?P<part>#[^)\s]*)?\)")
_MARK = re.compile(r"<!--(?: (?P<name>[a-z]+): (?P<value>[^>]+?) |[^>]*)-->\s*\Z")
_MARKS = {"file", "change", "copy", "exit"}
#: What a line that is typed begins with; anything but flevoprint says what to, to be a command.
_TYPED = re.compile(
    r"(?:\.venv/bin/)?flevoprint(?: |$)|(?:apt|apt-get|brew|cd|chmod|cp|dnf|export|git|make|mkdir"
    r"|mv|npm|pip|python3?|rm|sudo|unset) "
)
#: A line that shows how a command is written, and is none: ``flevoprint [--lang nl] COMMAND``.
_FORM = re.compile(r"flevoprint .*\[.*\]")
#: flevoprint with the name of a command behind it, wherever it stands.
_GIVEN = re.compile(
    rf"\bflevoprint\s+(?:-\S+\s+(?:\w\S*\s+)?)*?(?:{'|'.join(COMMANDS)})\b|^\s*\$ ", re.MULTILINE
)
#: What no two runs have alike: how long it took, and what the cache had of an earlier page.
_SECONDS = re.compile(r"\d+[.,]\d s\b")
_KEPT = re.compile(
    r"(?<=\); )\d+ (?:blad(?:en)? ongewijzigd|sheets? unchanged)(?:; |$)", re.MULTILINE
)
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


@dataclass(frozen=True, slots=True)
class Mention:
    """A command in the running text, or in a block that shows no output."""

    typed: str
    line: int


def blocks(text: str) -> list[Block]:
    """The fenced blocks of a page, in order. An unknown comment above one is a ValueError."""
    return [_block(text, fence) for fence in _FENCE.finditer(text)]


def steps(text: str) -> list[Block | Mention]:
    """All that whoever follows a page does, in order."""
    found: list[tuple[int, Block | Mention]] = []
    for fence in _FENCE.finditer(text):
        block = _block(text, fence)
        found.append((fence.start(), block))
        for line in _shown(block):
            at = text.index(line, fence.start())
            found.append((at, Mention(_bare(line), _line(text, at))))
    for inline in _INLINE.finditer(_without_blocks(text)):
        if _is_typed(inline):
            found.append(
                (inline.start(), Mention(_bare(inline["code"]), _line(text, inline.start())))
            )
    return [step for _, step in sorted(found, key=lambda pair: pair[0])]


def given(text: str) -> list[str]:
    """Every command of a page, in order."""
    return [
        typed
        for step in steps(text)
        for typed in (
            [step.typed]
            if isinstance(step, Mention)
            else [command.typed for command in step.commands() if step.kind == "console"]
        )
    ]


def hidden(text: str) -> list[str]:
    """The commands of a page that :func:`steps` does not see."""
    for fence in reversed([*_FENCE.finditer(text)]):
        block = _block(text, fence)
        seen = block.body.splitlines() if block.kind == "console" else _shown(block)
        left = [line for line in fence[0].splitlines() if line.strip() not in map(str.strip, seen)]
        text = text[: fence.start()] + "\n".join(left) + text[fence.end() :]
    text = _INLINE.sub(lambda code: "" if _is_typed(code) else code[0], text)
    return [found[0].strip() for found in _GIVEN.finditer(text)]


def links(text: str) -> list[re.Match[str]]:
    """The links of a page and its pictures: ``picture``, ``text``, ``to`` and ``part``."""
    return [*_LINK.finditer(text)]


def anchors(text: str) -> set[str]:
    """The parts that a link to a page can lead to, made of its headings as GitHub makes them."""
    headings = re.findall(r"^#+ +(.*)$", _without_blocks(text), re.MULTILINE)
    return {
        "#" + re.sub(r"[^\w -]", "", heading.strip().lower()).replace(" ", "-")
        for heading in headings
    }


def _block(text: str, fence: re.Match[str]) -> Block:
    before = text[: fence.start()].rstrip()
    mark = _MARK.search(before)
    if mark and mark["name"] not in _MARKS:
        raise ValueError(f"unknown comment: {mark[0]}")
    above = (before[: mark.start()] if mark else before).rstrip().rpartition("\n\n")[2]
    name, value = (mark["name"], mark["value"]) if mark else ("", "")
    line = _line(text, fence.start())
    return Block(fence["kind"], dedent(fence["body"]), name, value, above, line)


def _shown(block: Block) -> list[str]:
    """The lines of a block without output that are to be typed."""
    if block.kind not in ("sh", "text"):
        return []
    return [
        line for line in block.body.splitlines() if _TYPED.match(line) and not _FORM.match(line)
    ]


def _is_typed(code: re.Match[str]) -> bool:
    return _TYPED.match(" ".join(code["code"].split())) is not None


def _bare(line: str) -> str:
    """``line`` as it is typed: without where the program stands, and what is said of it."""
    return re.sub(r"\s+#.*", "", " ".join(line.removeprefix(".venv/bin/").split()))


def _without_blocks(text: str) -> str:
    """``text`` with every block blank, so that all else stays in its place."""
    return _FENCE.sub(lambda fence: re.sub(r"[^\n]", " ", fence[0]), text)


def _line(text: str, at: int) -> int:
    return text.count("\n", 0, at) + 1


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
        else ".*".join(map(re.escape, _steady(line).split(ANYTHING))) + "\n"
        for line in shown
    )
    return re.fullmatch(pattern, _steady(printed)) is None


def _steady(printed: str) -> str:
    return _KEPT.sub("", _SECONDS.sub("0 s", printed))

"""Content streams read line by line, in the plain syntax that nearly all programs write.

The sheets of all gemeenten share nearly all their lines, and most of the blocks that those stand
in: either is read once and kept. A path is one instruction, however long. What is not plain
(comments, inline images, escapes, anything broken) is left to qpdf: where it would read something
else, nothing is read here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from math import inf
from typing import Any

import pikepdf
from pikepdf import Name

#: An operator's name, its operands, and how it is written: bytes, or qpdf's own instruction.
#: Numbers are floats, strings bytes, the arrays of ``TJ`` and ``d`` tuples of both.
Instruction = tuple[str, tuple[Any, ...], Any]
#: The name that a path, or a part of one, goes by; a :class:`Path` is its operand.
PATH = "path"
#: What a line holds, and whether operands at its end wait for an operator on the next.
Line = tuple[tuple[Instruction, ...], bool]

#: Operators whose arrays become tuples.
LISTED = frozenset({"TJ", "d"})
#: Bytes of a line that may be kept, of operands that wait, and lines that are kept.
_COMMON, _PATIENCE, _LINES = 1 << 10, 1 << 7, 1 << 11
#: Bytes of a stream that may be kept, and streams that are.
_STREAM, _STREAMS = 1 << 18, 1 << 3
#: Bytes of a block that may be kept, and blocks that are; a sheet has some 350 in both editions.
_BLOCK, _BLOCKS = 1 << 14, 1 << 9
#: Bytes of a path that may be kept, and paths that are.
_LONG, _PATHS = 1 << 16, 1 << 7

_OPERATORS = frozenset(
    b"q Q cm w J j M d ri i gs m l c v y h re S s f F f* B B* b b* n W W* BT ET Tc Tw Tz TL Tf Tr "
    b"Ts Td TD Tm T* Tj TJ ' \" d0 d1 CS cs SC SCN sc scn G g RG rg K k sh Do BMC BDC EMC MP DP "
    b"BX EX".split()
)
_GAP = rb"[\0\t\n\f\r ]*+"
#: Nothing follows that would belong to the word (ISO 32000-1, 7.2.2).
_END = rb"(?![^\0\t\n\f\r ()<>\[\]{}/%])"
_REAL = rb"[+-]?(?:[0-9]{1,15}\.[0-9]{0,15}|\.[0-9]{1,15})" + _END
_WHOLE = rb"[+-]?[0-9]{1,15}" + _END
_NAME = rb"/[A-Za-z0-9_.+*-]+" + _END
_HEX = rb"<[0-9A-Fa-f]*>"
_STRING = rb"\([^()\\\r]*\)"
_ITEM = rb"(?:" + b"|".join((_REAL, _WHOLE, _HEX, _STRING)) + b")"
_ENTRY = _GAP + _NAME + _GAP + rb"(?:" + _ITEM + b"|" + _NAME + b")"
_TOKEN = re.compile(
    _GAP
    + b"(?:"
    + b"|".join(
        b"(?P<" + name + b">" + pattern + b")"
        for name, pattern in (
            (b"real", _REAL),
            (b"whole", _WHOLE),
            (b"name", _NAME),
            (b"hex", _HEX),
            (b"string", _STRING),
            (b"table", rb"<<(?:" + _ENTRY + rb")*+" + _GAP + rb">>"),
            (b"list", rb"\[(?:" + _GAP + _ITEM + rb")*+" + _GAP + rb"\]"),
            (b"word", rb"[A-Za-z'\"][A-Za-z0-9*]*" + _END),
        )
    )
    + b")"
)
_SPACES = b"\0\t\n\f\r "
#: What looks like the lines of a path, and what such lines are: numbers as qpdf writes them, which
#: takes the sign from a nought.
_RUN = re.compile(
    rb"^(?:[-0-9. ]++(?:[mlcvy]|re)|h)(?:\n(?:[-0-9. ]++(?:[mlcvy]|re)|h))*+(?=\n)", re.MULTILINE
)
_NUMBER = rb"(?!-0 )-?(?:0|[1-9][0-9]{0,14})(?:\.[0-9]{1,15})? "
_SEGMENT = rb"(?:(?:%(n)s){2}[ml]|(?:%(n)s){6}c|h|(?:%(n)s){4}(?:re|v|y))" % {b"n": _NUMBER}
_SEGMENTS = re.compile(rb"(?>%(s)s)(?:\n(?>%(s)s))*+" % {b"s": _SEGMENT})


@dataclass(frozen=True, slots=True)
class Path:
    """Segments of a path as they stand in a stream, a line each, and as qpdf writes them.

    ``edges`` are left, bottom, right and top of all points it goes by.
    """

    written: bytes
    count: int
    edges: tuple[float, float, float, float]

    @property
    def rectangle(self) -> bool:
        """Whether it is one rectangle and no more."""
        return self.count == 1 and self.written.endswith(b"e")

    def segments(self) -> Iterator[tuple[str, list[float]]]:
        """Each operator, and the numbers before it."""
        for line in self.written.split(b"\n"):
            *values, operator = line.split(b" ")
            yield operator.decode(), [float(value) for value in values]


def lexed(data: bytes) -> tuple[Instruction, ...] | None:
    """The instructions of a content stream; None where not all of it is plain.

    A stream is read several times in a row, each time for something else: of a common length those
    that came last are kept.
    """
    return _common_stream(data) if len(data) <= _STREAM else _stream(data)


@lru_cache(maxsize=_STREAMS)
def _common_stream(data: bytes) -> tuple[Instruction, ...] | None:
    return _stream(data)


def _stream(data: bytes) -> tuple[Instruction, ...] | None:
    found: list[Instruction] = []
    *blocks, last = data.split(b"\nQ\n")
    for block in (*(block + b"\nQ" for block in blocks), last):
        known = _common_block(block) if len(block) <= _BLOCK else _block(block)
        if known is None:
            return None
        found += known
    return tuple(found)


@lru_cache(maxsize=_BLOCKS)
def _common_block(block: bytes) -> list[Instruction] | None:
    return _block(block)


def _block(block: bytes) -> list[Instruction] | None:
    """The instructions of a part of a stream that ends with one."""
    found: list[Instruction] = []
    at = 0
    for run in _RUN.finditer(block):
        path = _common_path(run[0]) if len(run[0]) <= _LONG else _path(run[0])
        if path is None:
            continue
        before = _lines(block[at : run.start()])
        if before is None:
            return None
        found += before
        found.append((PATH, (path,), path.written))
        at = run.end()
    after = _lines(block[at:])
    return None if after is None else found + after


@lru_cache(maxsize=_PATHS)
def _common_path(run: bytes) -> Path | None:
    return _path(run)


def _path(run: bytes) -> Path | None:
    """The path that ``run`` writes, if it does so to the letter as qpdf would."""
    if not _SEGMENTS.fullmatch(run):
        return None
    if b"e" not in run:
        numbers = [float(number) for number in run.translate(None, b"mlcvyh").split()]
        return Path(run, run.count(b"\n") + 1, _edges(numbers[::2], numbers[1::2]))
    xs, ys = list[float](), list[float]()
    for operator, numbers in Path(run, 0, _edges([], [])).segments():
        if operator == "re":
            numbers[2:] = numbers[0] + numbers[2], numbers[1] + numbers[3]
        xs += numbers[::2]
        ys += numbers[1::2]
    return Path(run, run.count(b"\n") + 1, _edges(xs, ys))


def _edges(xs: list[float], ys: list[float]) -> tuple[float, float, float, float]:
    return (
        min(xs, default=inf),
        min(ys, default=inf),
        max(xs, default=-inf),
        max(ys, default=-inf),
    )


def _lines(data: bytes) -> list[Instruction] | None:
    found: list[Instruction] = []
    waiting = b""
    for line in data.split(b"\n"):
        if waiting:
            line = waiting + b"\n" + line
        known = _common(line) if len(line) <= _COMMON else _line(line)
        if known is None or len(waiting) > _PATIENCE:
            return None
        instructions, waits = known
        if not waits:
            found += instructions
        elif instructions:
            return None  # not worth the while: nobody ends lines so
        waiting = line if waits else b""
    return None if waiting else found


@lru_cache(maxsize=_LINES)
def _common(line: bytes) -> Line | None:
    return _line(line)


def _line(line: bytes) -> Line | None:
    found: list[Instruction] = []
    operands: list[Any] = []
    start = at = 0
    while match := _TOKEN.match(line, at):
        at, kind = match.end(), str(match.lastgroup)
        text = match[kind]
        if kind != "word":
            operands.append(_value(kind, text))
        elif text in _OPERATORS and _fits(text.decode(), operands):
            found.append((text.decode(), tuple(operands), line[start:at].strip(_SPACES)))
            operands, start = [], at
        else:
            return None
    return None if line[at:].strip(_SPACES) else (tuple(found), bool(operands))


def _fits(operator: str, operands: list[Any]) -> bool:
    return operator in LISTED or not any(isinstance(operand, tuple) for operand in operands)


def _value(kind: str, text: bytes) -> Any:
    if kind == "list":
        return _items(text[1:-1])
    if kind == "real":
        return float(text)
    if kind == "whole":
        return float(int(text))
    if kind == "name":
        return Name(text.decode())
    if kind == "hex":
        digits = text[1:-1]
        return bytes.fromhex((digits + b"0" * (len(digits) % 2)).decode())
    if kind == "string":
        return text[1:-1]
    return pikepdf.Object.parse(text)


def _items(text: bytes) -> tuple[Any, ...]:
    return tuple(
        _value(str(item.lastgroup), item[0].strip(_SPACES)) for item in _TOKEN.finditer(text)
    )

"""Content streams read line by line, in the plain syntax that nearly all programs write.

The sheets of all gemeenten share nearly all their lines, so a line is read once and kept. What is
not plain (comments, inline images, escapes, anything broken) is left to qpdf: where it would read
something else, nothing is read here.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any

import pikepdf
from pikepdf import Name

#: An operator's name, its operands, and how it is written: bytes, or qpdf's own instruction.
#: Numbers are floats, strings bytes, the arrays of ``TJ`` and ``d`` tuples of both.
Instruction = tuple[str, tuple[Any, ...], Any]
#: What a line holds, and whether operands at its end wait for an operator on the next.
Line = tuple[tuple[Instruction, ...], bool]

#: Operators whose arrays become tuples.
LISTED = frozenset({"TJ", "d"})
#: Bytes of a line that may be kept, of operands that wait, and lines that are kept.
_COMMON, _PATIENCE, _LINES = 1 << 10, 1 << 7, 1 << 14

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


def lexed(data: bytes) -> list[Instruction] | None:
    """The instructions of a content stream; None where not all of it is plain."""
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

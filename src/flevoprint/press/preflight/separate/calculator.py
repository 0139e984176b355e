"""PostScript calculator functions, type 4 (ISO 32000-1, 7.10.5), for many inputs at once.

There are no loops in this language, so a program ends; its length and its stack are bounded.
Every entry of the stack is a column: one value for each input.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

Column = NDArray[np.float64]
#: Numbers, operators and procedures.
Program = Sequence["float | str | Program"]

_TOKEN = re.compile(rb"%[^\r\n]*|[{}]|[^\s{}%]+")
_MAX_TOKENS = 20_000
_MAX_DEPTH = 32
#: What an implementation must allow (ISO 32000-1, annex C).
_MAX_STACK = 100


def parse(data: bytes) -> Program:
    """The program between the outermost braces. Raises ValueError."""
    tokens = [token for token in _TOKEN.findall(data) if not token.startswith(b"%")]
    if len(tokens) > _MAX_TOKENS or tokens[:1] != [b"{"]:
        raise ValueError("no program")
    program, after = _block(tokens, 1, 0)
    if after != len(tokens):
        raise ValueError("more than a program")
    return program


def _block(tokens: list[bytes], at: int, depth: int) -> tuple[Program, int]:
    if depth > _MAX_DEPTH:
        raise ValueError("too deep")
    found: list[float | str | Program] = []
    while at < len(tokens):
        token = tokens[at]
        at += 1
        if token == b"}":
            return found, at
        if token == b"{":
            inner, at = _block(tokens, at, depth + 1)
            found.append(inner)
        else:
            found.append(_atom(token.decode("ascii", "replace")))
    raise ValueError("no closing brace")


def _atom(text: str) -> float | str:
    try:
        return float(text)
    except ValueError:
        return text


def calculate(program: Program, inputs: Column, outputs: int) -> Column:
    """Run ``program``; ``inputs`` and the answer are n × values. Raises ValueError."""
    stack = [inputs[:, index] for index in range(inputs.shape[1])]
    with np.errstate(all="ignore"):
        _run(program, stack, len(inputs))
    if len(stack) < outputs:
        raise ValueError("too few outputs")
    found: Column = np.nan_to_num(np.column_stack(stack[-outputs:]).astype(float))
    return found


def _run(program: Program, stack: list[Column], rows: int) -> None:
    procedures: list[Program] = []
    for step in program:
        if isinstance(step, float):
            stack.append(np.full(rows, step))
        elif not isinstance(step, str):
            procedures.append(step)
        elif step in ("true", "false"):
            stack.append(np.full(rows, float(step == "true")))
        elif step in ("if", "ifelse"):
            _branch(procedures, step == "ifelse", stack, rows)
        elif step in _STACK:
            _STACK[step](stack)
        elif step in _UNARY:
            stack.append(_UNARY[step](stack.pop()))
        else:
            operate = _BINARY.get(step)
            if operate is None:
                raise ValueError(step)
            second, first = stack.pop(), stack.pop()
            stack.append(operate(first, second))
        if len(stack) > _MAX_STACK:
            raise ValueError("stack")


def _branch(procedures: list[Program], both: bool, stack: list[Column], rows: int) -> None:
    """Run each branch for the inputs that take it."""
    otherwise = procedures.pop() if both else []
    then = procedures.pop()
    yes = stack.pop() != 0
    columns: list[list[Column]] = []
    for rows_taken, branch in ((yes, then), (~yes, otherwise)):
        part = [column[rows_taken] for column in stack]
        if rows_taken.any():
            _run(branch, part, int(rows_taken.sum()))
            columns.append(part)
    if len(columns) == 2 and len(columns[0]) != len(columns[1]):
        raise ValueError("branches leave different stacks")
    if len(columns) == 1:
        stack[:] = columns[0]
        return
    stack[:] = [np.empty(rows) for _ in columns[0]]
    for index, column in enumerate(stack):
        column[yes], column[~yes] = columns[0][index], columns[1][index]


def _count(column: Column) -> int:
    """An operand that says where in the stack; it must be the same for all inputs."""
    if len(column) == 0 or (column != column[0]).any() or abs(column[0]) > _MAX_STACK:
        raise ValueError("stack")
    return int(column[0])


def _copy(stack: list[Column]) -> None:
    count = _count(stack.pop())
    if not 0 <= count <= len(stack):
        raise ValueError("copy")
    stack.extend(stack[len(stack) - count :])


def _index(stack: list[Column]) -> None:
    place = _count(stack.pop())
    if not 0 <= place < len(stack):
        raise ValueError("index")
    stack.append(stack[-1 - place])


def _roll(stack: list[Column]) -> None:
    by, count = _count(stack.pop()), _count(stack.pop())
    if not 0 <= count <= len(stack):
        raise ValueError("roll")
    if count:
        part = stack[-count:]
        stack[-count:] = part[-(by % count) :] + part[: -(by % count)] if by % count else part


def _exchange(stack: list[Column]) -> None:
    stack[-1], stack[-2] = stack[-2], stack[-1]


def _whole(function: Callable[[NDArray[np.int64], NDArray[np.int64]], NDArray[np.int64]]) -> Binary:
    """``function`` of whole numbers; booleans are 0 and 1."""

    def operate(a: Column, b: Column) -> Column:
        found: Column = function(a.astype(np.int64), b.astype(np.int64)).astype(float)
        return found

    return operate


def _not(a: Column) -> Column:
    """For booleans; ``not`` of a whole number is not told from it and has no use in a colour."""
    return (a == 0).astype(float)


def _divide(a: Column, b: Column) -> Column:
    found: Column = np.trunc(a / np.where(b == 0, np.nan, b))
    return found


def _shift(a: NDArray[np.int64], b: NDArray[np.int64]) -> NDArray[np.int64]:
    by = np.clip(b, -62, 62)
    found: NDArray[np.int64] = np.where(by >= 0, a << np.maximum(by, 0), a >> np.maximum(-by, 0))
    return found


Binary = Callable[[Column, Column], Column]
_STACK: dict[str, Callable[[list[Column]], None]] = {
    "pop": lambda stack: stack.__delitem__(-1),
    "exch": _exchange,
    "dup": lambda stack: stack.append(stack[-1]),
    "copy": _copy,
    "index": _index,
    "roll": _roll,
}
_UNARY: dict[str, Callable[[Column], Column]] = {
    "abs": np.abs,
    "neg": np.negative,
    "ceiling": np.ceil,
    "floor": np.floor,
    "round": lambda a: np.floor(a + 0.5),
    "truncate": np.trunc,
    "cvi": np.trunc,
    "cvr": np.positive,
    "sqrt": np.sqrt,
    "sin": lambda a: np.sin(np.radians(a)),
    "cos": lambda a: np.cos(np.radians(a)),
    "ln": np.log,
    "log": np.log10,
    "not": _not,
}
_BINARY: dict[str, Binary] = {
    "add": np.add,
    "sub": np.subtract,
    "mul": np.multiply,
    "div": np.divide,
    "idiv": _divide,
    "mod": np.fmod,
    "exp": np.power,
    "atan": lambda a, b: np.degrees(np.arctan2(a, b)) % 360,
    "eq": lambda a, b: (a == b).astype(float),
    "ne": lambda a, b: (a != b).astype(float),
    "gt": lambda a, b: (a > b).astype(float),
    "ge": lambda a, b: (a >= b).astype(float),
    "lt": lambda a, b: (a < b).astype(float),
    "le": lambda a, b: (a <= b).astype(float),
    "and": _whole(np.bitwise_and),
    "or": _whole(np.bitwise_or),
    "xor": _whole(np.bitwise_xor),
    "bitshift": _whole(_shift),
}

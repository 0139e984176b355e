"""PDF functions, evaluated (ISO 32000-1, 7.10): what a spot colour comes to in its alternate."""

from __future__ import annotations

import math
import operator
import re
from collections.abc import Callable, Sequence
from typing import Any

import pikepdf

from flevoprint.press.preflight.limits import unpacked

#: Functions within functions, and bytes of one program or table.
_MAX_DEPTH = 8
_MAX_BYTES = 1 << 20

Values = tuple[float, ...]


def evaluate(function: Any, inputs: Sequence[float], depth: int = 0) -> Values | None:
    """The outputs of ``function``, or None for a function that cannot be evaluated."""
    if depth > _MAX_DEPTH:
        return None
    try:
        if isinstance(function, pikepdf.Array):
            parts = [evaluate(part, inputs, depth + 1) for part in function]
            return tuple(value for part in parts for value in part or ())
        domain = _numbers(function.Domain)
        values = [
            min(max(x, low), high)
            for x, low, high in zip(inputs, domain[::2], domain[1::2], strict=False)
        ]
        found = _KINDS[int(function.FunctionType)](function, values, depth)
        if "/Range" in function:
            reach = _numbers(function.Range)
            return tuple(
                min(max(y, low), high)
                for y, low, high in zip(found, reach[::2], reach[1::2], strict=False)
            )
        return found
    except (ArithmeticError, AttributeError, LookupError, TypeError, ValueError, pikepdf.PdfError):
        return None


def _numbers(array: Any) -> list[float]:
    return [float(value) for value in array]


def _sampled(function: Any, inputs: Sequence[float], _depth: int) -> Values:
    """Type 0, at the nearest sample but for one input, where it runs between two."""
    sizes = [int(size) for size in function.Size]
    bits, reach = int(function.BitsPerSample), _numbers(function.Range)
    domain = _numbers(function.Domain)
    encode = _numbers(function.get("/Encode", [x for size in sizes for x in (0, size - 1)]))
    decode = _numbers(function.get("/Decode", function.Range))
    data, width = unpacked(function, _MAX_BYTES * 16), len(reach) // 2
    places = []
    for at, (x, size) in enumerate(zip(inputs, sizes, strict=True)):
        low, high = domain[2 * at : 2 * at + 2]
        start, end = encode[2 * at : 2 * at + 2]
        place = start + (x - low) / (high - low) * (end - start)
        places.append(min(max(place, 0.0), size - 1.0))

    def sample(index: int) -> list[float]:
        found = []
        for part in range(width):
            first = (index * width + part) * bits
            last = first + bits
            chunk = int.from_bytes(data[first // 8 : (last + 7) // 8], "big")
            raw = (chunk >> (-last % 8)) & ((1 << bits) - 1)
            low, high = decode[2 * part : 2 * part + 2]
            found.append(low + raw / ((1 << bits) - 1) * (high - low))
        return found

    if len(places) == 1:
        low_index, share = int(places[0]), places[0] % 1
        lower, upper = sample(low_index), sample(min(low_index + 1, sizes[0] - 1))
        return tuple(x + share * (y - x) for x, y in zip(lower, upper, strict=True))
    index, step = 0, 1
    for place, size in zip(places, sizes, strict=True):
        index, step = index + round(place) * step, step * size
    return tuple(sample(index))


def _exponential(function: Any, inputs: Sequence[float], _depth: int) -> Values:
    first, last = _numbers(function.get("/C0", [0])), _numbers(function.get("/C1", [1]))
    share = inputs[0] ** float(function.N)
    return tuple(x + share * (y - x) for x, y in zip(first, last, strict=True))


def _stitched(function: Any, inputs: Sequence[float], depth: int) -> Values:
    low, high = _numbers(function.Domain)
    bounds, encode = _numbers(function.Bounds), _numbers(function.Encode)
    at = sum(inputs[0] >= bound for bound in bounds)
    edges = [low, *bounds, high]
    start, end = edges[at], edges[at + 1]
    share = (inputs[0] - start) / (end - start) if end > start else 0.0
    x = encode[2 * at] + share * (encode[2 * at + 1] - encode[2 * at])
    found = evaluate(function.Functions[at], [x], depth + 1)
    if found is None:
        raise ValueError("a part that cannot be evaluated")
    return found


def _calculated(function: Any, inputs: Sequence[float], _depth: int) -> Values:
    """Type 4: a little PostScript without loops, so it ends."""
    tokens = re.findall(rb"[{}]|[^\s{}]+", unpacked(function, _MAX_BYTES))
    tokens.reverse()
    if tokens.pop() != b"{":
        raise ValueError("no procedure")
    stack: list[Any] = list(inputs)
    _run(_procedure(tokens, 0), stack)
    return tuple(float(value) for value in stack)


def _procedure(tokens: list[bytes], depth: int) -> list[Any]:
    if depth > _MAX_DEPTH:
        raise ValueError("procedures too deep")
    body: list[Any] = []
    while (token := tokens.pop()) != b"}":
        body.append(_procedure(tokens, depth + 1) if token == b"{" else token.decode("latin-1"))
    return body


def _run(body: list[Any], stack: list[Any]) -> None:
    for place, item in enumerate(body):
        if isinstance(item, list):
            continue
        if item == "if":
            if stack.pop():
                _run(body[place - 1], stack)
        elif item == "ifelse":
            _run(body[place - 2] if stack.pop() else body[place - 1], stack)
        elif item in _MOVES:
            _MOVES[item](stack)
        elif item in _UNARY:
            stack.append(_UNARY[item](stack.pop()))
        elif item in _BINARY:
            second, first = stack.pop(), stack.pop()
            stack.append(_BINARY[item](first, second))
        else:
            stack.append(item == "true" if item in ("true", "false") else float(item))


def _exchange(stack: list[Any]) -> None:
    stack[-2:] = [stack[-1], stack[-2]]


def _copy(stack: list[Any]) -> None:
    count = int(stack.pop())
    if not 0 <= count <= min(len(stack), 100):
        raise ValueError("copy beyond the stack")
    stack.extend(stack[len(stack) - count :])


def _roll(stack: list[Any]) -> None:
    shift, count = int(stack.pop()), int(stack.pop())
    if not 0 < count <= len(stack):
        raise ValueError("roll beyond the stack")
    top = stack[-count:]
    cut = -shift % count
    stack[-count:] = top[cut:] + top[:cut]


_MOVES: dict[str, Callable[[list[Any]], Any]] = {
    "pop": lambda stack: stack.pop(),
    "dup": lambda stack: stack.append(stack[-1]),
    "exch": _exchange,
    "index": lambda stack: stack.append(stack[-1 - abs(int(stack.pop()))]),
    "copy": _copy,
    "roll": _roll,
}
_UNARY: dict[str, Callable[[Any], Any]] = {
    "abs": abs,
    "neg": operator.neg,
    "sqrt": math.sqrt,
    "sin": lambda x: math.sin(math.radians(x)),
    "cos": lambda x: math.cos(math.radians(x)),
    "ln": math.log,
    "log": math.log10,
    "ceiling": math.ceil,
    "floor": math.floor,
    "round": lambda x: math.floor(x + 0.5),
    "truncate": int,
    "cvi": int,
    "cvr": float,
    "not": operator.not_,
}
_BINARY: dict[str, Callable[[Any, Any], Any]] = {
    "add": operator.add,
    "sub": operator.sub,
    "mul": operator.mul,
    "div": operator.truediv,
    "idiv": lambda x, y: int(x / y),
    "mod": math.fmod,
    "exp": operator.pow,
    "atan": lambda x, y: math.degrees(math.atan2(x, y)) % 360,
    "eq": operator.eq,
    "ne": operator.ne,
    "gt": operator.gt,
    "ge": operator.ge,
    "lt": operator.lt,
    "le": operator.le,
    "and": lambda x, y: int(x) & int(y),
    "or": lambda x, y: int(x) | int(y),
    "xor": lambda x, y: int(x) ^ int(y),
    "bitshift": lambda x, y: int(x) << min(int(y), 64) if y >= 0 else int(x) >> int(-y),
}
_KINDS: dict[int, Callable[[Any, Sequence[float], int], Values]] = {
    0: _sampled,
    2: _exponential,
    3: _stitched,
    4: _calculated,
}

"""PDF functions (ISO 32000-1, 7.10), evaluated for many inputs at once.

An input is an array of n × inputs, an output one of n × outputs.
"""

from __future__ import annotations

import itertools
from typing import Any

import numpy as np
import pikepdf
from numpy.typing import NDArray

from flevoprint.language import say
from flevoprint.press.preflight.context import BROKEN
from flevoprint.press.preflight.limits import unpacked
from flevoprint.press.preflight.separate.calculator import calculate, parse
from flevoprint.press.preflight.separate.unmeasured import Unmeasured

Values = NDArray[np.float64]

#: Most samples in a table of type 0, and most functions within one another in type 3.
_MAX_SAMPLES = 1 << 22
_MAX_DEPTH = 16


def evaluate(function: Any, inputs: Values, depth: int = 0) -> Values:
    """The outputs of ``function``, or of an array of functions of one output each."""
    if depth > _MAX_DEPTH:
        raise Unmeasured(say("functions nested too deeply"))
    try:
        if isinstance(function, pikepdf.Array):
            return np.hstack([evaluate(part, inputs, depth + 1) for part in function])
        domain = _pairs(function.Domain)
        inputs = np.clip(inputs[:, : len(domain)], domain[:, 0], domain[:, 1])
        outputs = _KINDS[int(function.FunctionType)](function, inputs, depth)
    except BROKEN as bad:
        raise Unmeasured(say("a function that cannot be read")) from bad
    if "/Range" in function:
        limits = _pairs(function.Range)
        outputs = np.clip(outputs, limits[:, 0], limits[:, 1])
    return outputs


def _pairs(array: Any) -> Values:
    return np.array([float(value) for value in array], dtype=float).reshape(-1, 2)


def _interpolate(x: Values, source: Values, target: Values) -> Values:
    """Bring ``x`` from the range ``source`` to the range ``target`` (7.10.2)."""
    width = np.where(source[:, 1] == source[:, 0], 1, source[:, 1] - source[:, 0])
    shares: Values = (x - source[:, 0]) / width
    return target[:, 0] + shares * (target[:, 1] - target[:, 0])


def _sampled(function: Any, inputs: Values, _depth: int) -> Values:
    """Type 0: a table, linear between its samples; cubic splines (Order 3) are read so too."""
    size = [int(value) for value in function.Size]
    outputs = _pairs(function.Range)
    bits, count = int(function.BitsPerSample), int(np.prod(size)) * len(outputs)
    if not 0 < count <= _MAX_SAMPLES or len(size) > 4 or min(size) < 1:
        raise ValueError
    table = _samples(unpacked(function), bits, count) / (2**bits - 1)
    # The first input varies fastest.
    table = table.reshape((*reversed(size), len(outputs)))
    last = np.array([[0, length - 1] for length in size], dtype=float)
    encode = _pairs(function.Encode) if "/Encode" in function else last
    place = np.clip(_interpolate(inputs, _pairs(function.Domain), encode), 0, last[:, 1])
    below = np.minimum(np.floor(place), np.maximum(last[:, 1] - 1, 0)).astype(int)
    share, found = place - below, np.zeros((len(inputs), len(outputs)))
    for corner in itertools.product((0, 1), repeat=len(size)):
        at = np.minimum(below + np.array(corner), last[:, 1].astype(int))
        weight = np.prod(np.where(np.array(corner) == 1, share, 1 - share), axis=1)
        found += weight[:, None] * table[tuple(at[:, i] for i in reversed(range(len(size))))]
    decode = _pairs(function.Decode) if "/Decode" in function else outputs
    return _interpolate(found, np.array([[0.0, 1.0]] * len(outputs)), decode)


def _samples(data: bytes, bits: int, count: int) -> Values:
    if bits not in (1, 2, 4, 8, 12, 16, 24, 32):
        raise ValueError
    needed = (count * bits + 7) // 8
    if len(data) < needed:
        raise ValueError
    if bits == 8:
        return np.frombuffer(data, np.uint8, count).astype(float)
    flags = np.unpackbits(np.frombuffer(data, np.uint8, needed))[: count * bits]
    found: Values = flags.reshape(count, bits) @ (2.0 ** np.arange(bits - 1, -1, -1))
    return found


def _exponential(function: Any, inputs: Values, _depth: int) -> Values:
    first = np.array([float(value) for value in function.get("/C0", [0])])
    last = np.array([float(value) for value in function.get("/C1", [1])])
    power = float(function.N)
    if power < 0 and bool(np.any(inputs <= 0)):
        raise ValueError
    shares: Values = inputs[:, :1] ** power
    outputs: Values = first + shares * (last - first)
    return outputs


def _stitched(function: Any, inputs: Values, depth: int) -> Values:
    parts = list(function.Functions)
    (domain,) = _pairs(function.Domain)
    edges = [domain[0], *(float(bound) for bound in function.Bounds), domain[1]]
    encode = _pairs(function.Encode)
    if len(edges) != len(parts) + 1 or len(encode) != len(parts):
        raise ValueError
    chosen = np.clip(np.searchsorted(edges[1:-1], inputs[:, 0], side="right"), 0, len(parts) - 1)
    found: Values | None = None
    for index, part in enumerate(parts):
        rows = chosen == index
        if not rows.any():
            continue
        source = np.array([[edges[index], edges[index + 1]]])
        outputs = evaluate(
            part, _interpolate(inputs[rows], source, encode[index : index + 1]), depth + 1
        )
        found = np.zeros((len(inputs), outputs.shape[1])) if found is None else found
        found[rows] = outputs
    if found is None:
        raise ValueError
    return found


def _calculated(function: Any, inputs: Values, _depth: int) -> Values:
    program = parse(unpacked(function))
    return calculate(program, inputs, len(function.Range) // 2)


_KINDS = {0: _sampled, 2: _exponential, 3: _stitched, 4: _calculated}

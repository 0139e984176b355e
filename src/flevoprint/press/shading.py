"""Gradients: the functions behind them, from RGB to ink or, in a soft mask, to grey.

The colours at the stops are converted and the ink between them runs as the red, green and blue
did. So a gradient from one palette colour to another starts and ends in exactly those inks, and
one between greys stays in black ink.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import pikepdf

from flevoprint.language import Phrase, say
from flevoprint.press.dictionaries import remove

#: From the values of one stop to its inks, or to one grey.
Convert = Callable[[Sequence[float]], Sequence[float]]


class Unsupported(Exception):
    """A function or shading of a kind that is not converted, and which kind that is."""

    def __init__(self, reason: Phrase) -> None:
        self.reason = reason
        super().__init__(str(reason))


def components(function: Any) -> int:
    """How many values ``function`` gives."""
    if function.FunctionType == 2:
        return len(function.get("/C0", [0]))
    if function.FunctionType == 3:
        return components(function.Functions[0])
    if function.FunctionType == 0:
        return len(function.Range) // 2
    raise Unsupported(say("function {kind}", kind=int(function.FunctionType)))


def convert_function(pdf: pikepdf.Pdf, function: Any, convert: Convert) -> Any:
    """``function`` with its outputs converted (ISO 32000-1, 7.10)."""
    kind = int(function.FunctionType)
    if kind == 2:
        return _exponential(function, convert)
    if kind == 3:
        parts = [convert_function(pdf, part, convert) for part in function.Functions]
        stitched = pikepdf.Dictionary(function)
        stitched.Functions = pikepdf.Array(parts)
        remove(stitched, "/Range")
        return stitched
    if kind == 0:
        return _sampled(pdf, function, convert)
    raise Unsupported(say("function {kind}", kind=kind))


def _exponential(function: Any, convert: Convert) -> pikepdf.Dictionary:
    converted = pikepdf.Dictionary(function)
    for key, default in (("/C0", 0), ("/C1", 1)):
        values = [float(value) for value in function.get(key, [default])]
        converted[key] = pikepdf.Array([round(value, 4) for value in convert(values)])
    remove(converted, "/Range")
    return converted


def _sampled(pdf: pikepdf.Pdf, function: Any, convert: Convert) -> pikepdf.Stream:
    """A sampled function of one input with samples of 8 bits (7.10.2)."""
    size = [int(value) for value in function.Size]
    if len(size) != 1 or int(function.BitsPerSample) != 8 or int(function.get("/Order", 1)) != 1:
        raise Unsupported(say("function 0 with more than one input, or with other than 8 bits"))
    decode = [float(edge) for edge in function.get("/Decode", function.Range)]
    lows, highs = decode[::2], decode[1::2]
    data, width = function.read_bytes(), len(lows)
    samples: list[Sequence[float]] = []
    for start in range(0, size[0] * width, width):
        row = zip(data[start : start + width], lows, highs, strict=True)
        samples.append(convert([low + byte / 255 * (high - low) for byte, low, high in row]))
    stream = pdf.make_stream(bytes(round(255 * value) for row in samples for value in row))
    stream.FunctionType, stream.BitsPerSample = 0, 8
    stream.Domain, stream.Size = function.Domain, pikepdf.Array(size)
    stream.Range = pikepdf.Array([0, 1] * len(samples[0]))
    if "/Encode" in function:
        stream.Encode = function.Encode
    return stream

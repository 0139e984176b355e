"""Gradients as light on plates (ISO 32000-1, 8.7.4.5).

What gives a shading its colours, function or vertices, is converted; its shape stays.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pikepdf
from numpy.typing import NDArray

from flevoprint.language import say
from flevoprint.press.preflight.context import BROKEN
from flevoprint.press.preflight.limits import unpacked
from flevoprint.press.preflight.separate.functions import evaluate
from flevoprint.press.preflight.separate.plane import Plane
from flevoprint.press.preflight.separate.spaces import Spaces
from flevoprint.press.preflight.separate.unmeasured import Unmeasured

#: Samples along a gradient, and along each side of one that is a function of two.
_STEPS = 1024
_GRID = 128
_MAX_RECORDS = 100_000
_KEPT = (
    *("/ShadingType", "/BBox", "/AntiAlias", "/Domain", "/Matrix", "/Coords", "/Extend"),
    *("/BitsPerCoordinate", "/BitsPerComponent", "/BitsPerFlag", "/Decode", "/VerticesPerRow"),
)


def convert(pdf: pikepdf.Pdf, spaces: Spaces, shading: Any, plane: Plane) -> Any:
    """``shading`` for ``plane``. Raises :class:`Unmeasured`."""
    try:
        return _convert(pdf, spaces, shading, plane)
    except BROKEN as bad:
        raise Unmeasured(say("a gradient that cannot be read")) from bad


def _convert(pdf: pikepdf.Pdf, spaces: Spaces, shading: Any, plane: Plane) -> Any:
    space = spaces.read(shading.ColorSpace)
    entries = {key: shading[key] for key in _KEPT if key in shading}
    entries["/ColorSpace"] = plane.space
    if "/Background" in shading:
        ground = np.array([[float(value) for value in shading.Background]])
        entries["/Background"] = pikepdf.Array(
            [round(float(value), 4) for value in plane.convert(space, ground)[0]]
        )
    data = unpacked(shading) if isinstance(shading, pikepdf.Stream) else None
    if "/Function" in shading:
        domain = _domain(shading)
        inputs = _inputs(domain)
        light = plane.convert(space, evaluate(shading.Function, inputs)[:, : space.components])
        entries["/Function"] = _table(pdf, light, domain)
    elif data is not None:
        data, entries["/Decode"] = _vertices(data, shading, space.components, spaces, plane)
        entries["/BitsPerComponent"] = 8
    if data is None:
        return pdf.make_indirect(pikepdf.Dictionary(entries))
    return pdf.make_stream(data, entries)


def _domain(shading: Any) -> list[float]:
    if int(shading.ShadingType) in (4, 5, 6, 7):
        return [float(edge) for edge in shading.Decode][4:6]
    two = int(shading.ShadingType) == 1
    return [float(edge) for edge in shading.get("/Domain", [0, 1, 0, 1] if two else [0, 1])]


def _inputs(domain: list[float]) -> NDArray[np.float64]:
    if len(domain) == 2:
        return np.linspace(domain[0], domain[1], _STEPS)[:, None]
    left, right, low, high = domain
    x, y = np.linspace(left, right, _GRID), np.linspace(low, high, _GRID)
    # The first input varies fastest (7.10.2).
    return np.column_stack([np.tile(x, _GRID), np.repeat(y, _GRID)])


def _table(pdf: pikepdf.Pdf, light: NDArray[np.float64], domain: list[float]) -> Any:
    stream = pdf.make_stream(np.rint(255 * light).astype(np.uint8).tobytes())
    stream.FunctionType, stream.BitsPerSample = 0, 8
    stream.Domain = pikepdf.Array([round(edge, 6) for edge in domain])
    stream.Size = pikepdf.Array([_STEPS] if len(domain) == 2 else [_GRID, _GRID])
    stream.Range = pikepdf.Array([0, 1] * light.shape[1])
    return stream


def _vertices(
    data: bytes, shading: Any, components: int, spaces: Spaces, plane: Plane
) -> tuple[bytes, pikepdf.Array]:
    """The vertices of a mesh with their colours converted, to eight bits a component.

    Each record starts on a byte (types 4 and 5 a vertex; 6 and 7 a patch): flag, coordinates,
    colours. A patch that goes on from another has four points and two colours fewer.
    """
    kind, coordinate = int(shading.ShadingType), int(shading.BitsPerCoordinate)
    flag = int(shading.BitsPerFlag) if kind != 5 else 0
    bits = int(shading.BitsPerComponent)
    flags = np.unpackbits(np.frombuffer(data, np.uint8))
    decode = [float(edge) for edge in shading.Decode]
    low, high = np.array(decode[4 : 4 + 2 * components]).reshape(-1, 2).T
    space = spaces.read(shading.ColorSpace)
    heads: list[tuple[NDArray[np.uint8], int]] = []
    raw: list[int] = []
    at = 0
    while at + flag < len(flags):
        edge = _number(flags[at : at + flag]) & 3 if flag else 0
        points, colours = _record(kind, edge)
        head = flag + 2 * coordinate * points
        end = at + head + colours * components * bits
        if end > len(flags):
            break
        if len(heads) == _MAX_RECORDS:
            raise Unmeasured(say("a gradient of too many parts"))
        heads.append((flags[at : at + head], colours))
        raw += [_number(flags[start : start + bits]) for start in range(at + head, end, bits)]
        at = (end + 7) // 8 * 8
    values = low + np.array(raw).reshape(-1, components) / (2.0**bits - 1) * (high - low)
    light = np.rint(255 * plane.convert(space, values)).astype(np.uint8)
    parts, first = [], 0
    for head_bits, colours in heads:
        ours = np.unpackbits(light[first : first + colours].reshape(-1))
        parts.append(np.packbits(np.concatenate([head_bits, ours])).tobytes())
        first += colours
    return b"".join(parts), pikepdf.Array([*decode[:4], *[0, 1] * plane.components])


def _record(kind: int, edge: int) -> tuple[int, int]:
    """Points and colours of one record."""
    if kind in (4, 5):
        return 1, 1
    whole = 12 if kind == 6 else 16
    return (whole, 4) if edge == 0 else (whole - 4, 2)


def _number(flags: NDArray[np.uint8]) -> int:
    return int("".join(map(str, flags.tolist())) or "0", 2)

"""resvg, and nothing else of it anywhere: a checked SVG in, its pixels out.

It draws what drawing programs write, masks, patterns and effects included, and it reads no font
and no other file. The typesetter draws less: what that leaves out is set as these pixels.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from xml.etree import ElementTree

import resvg_py

#: CSS pixels in each unit that SVG knows (CSS Values, 6.2).
_UNITS = {"": 1.0, "px": 1.0, "pt": 4 / 3, "pc": 16.0, "mm": 96 / 25.4, "cm": 96 / 2.54, "in": 96.0}
_NUMBER = r"[-+]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][-+]?\d+)?"
_LENGTH = re.compile(rf"\s*({_NUMBER})\s*([A-Za-z%]*)\s*", re.ASCII)
_BOX = re.compile(rf"\s*({_NUMBER})" + rf"(?:\s+|\s*,\s*)({_NUMBER})" * 3 + r"\s*", re.ASCII)
#: What a drawing is shown in by whoever shows it, and what it is itself not about.
_OUTER = ("x", "y", "width", "height", "viewBox", "preserveAspectRatio")
_FEWEST, _MOST = 1e-3, 1e7


class Undrawable(Exception):
    """A drawing without a size, or one that cannot be drawn."""


@dataclass(frozen=True, slots=True)
class Frame:
    """The part of a drawing's own plane that is shown."""

    left: float
    top: float
    width: float
    height: float

    def within(self, left: float, top: float, right: float, bottom: float) -> Frame:
        """The part of this frame between four shares of its width and height."""
        return Frame(
            self.left + left * self.width,
            self.top + top * self.height,
            (right - left) * self.width,
            (bottom - top) * self.height,
        )


def frame_of(root: ElementTree.Element) -> Frame:
    """What ``root`` shows of itself. Raises Undrawable."""
    typed = root.get("viewBox", "")
    found = _BOX.fullmatch(typed)
    if typed.strip() and not found:
        raise Undrawable
    box = (
        [float(number) for number in found.groups()]
        if found
        else [0.0, 0.0, _length(root.get("width", "")), _length(root.get("height", ""))]
    )
    if not all(_FEWEST <= side <= _MOST for side in box[2:]):
        raise Undrawable
    if not all(abs(edge) <= _MOST for edge in box[:2]):
        raise Undrawable
    return Frame(*box)


def framed(root: ElementTree.Element, frame: Frame) -> bytes:
    """The drawing, showing ``frame`` and nothing around it."""
    shown = ElementTree.Element(root.tag, {k: v for k, v in root.items() if k not in _OUTER})
    shown.extend(root)
    shown.text = root.text
    shown.set("viewBox", f"{frame.left:.6g} {frame.top:.6g} {frame.width:.6g} {frame.height:.6g}")
    shown.set("width", f"{frame.width:.6g}")
    shown.set("height", f"{frame.height:.6g}")
    data: bytes = ElementTree.tostring(shown, "utf-8")
    return data


def rendered(svg: bytes, width: int, height: int) -> bytes:
    """A PNG of ``width`` × ``height`` pixels. Raises Undrawable."""
    try:
        png: bytes = resvg_py.svg_to_bytes(
            svg_string=svg.decode(), width=width, height=height, dpi=96, skip_system_fonts=True
        )
    except ValueError:
        raise Undrawable from None
    return png


def _length(typed: str) -> float:
    found = _LENGTH.fullmatch(typed)
    return float(found[1]) * _UNITS.get(found[2].lower(), 0) if found else 0.0

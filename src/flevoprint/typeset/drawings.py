"""Logos in SVG, drawn once: their outlines are the same on the sheet of every gemeente.

WeasyPrint 70 draws an SVG anew wherever it stands, number by number. A drawing that is nothing but
outlines and colours comes out the same for the same size, so what it added to the page is kept, and
added again. One that uses anything of the page beside it (type, pictures, gradients, masks), or of
which the engine had something to say, is drawn by the engine every time.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from flevoprint.latest import Latest

#: What a drawing may consist of: paths, their painting, colours, opacity, the state around them.
_PLAIN = re.compile(
    rb"(?:[-\d. ]+ )?(?:q|Q|cm|w|J|j|M|m|l|c|v|y|h|re|W\*?|S|s|f\*?|F|B\*?|b\*?|n|rg|RG|g|G)"
    rb"|\[[-\d. ]*\] [-\d.]+ d|/([aA][\d.]+) gs"
)
#: An outline in plain numbers.
_NUMBERS = re.compile(r"[AaCcHhLlMmQqSsTtVvZz\deE+\-.,\s]*")
#: What a stream remembers of its graphics state, to leave out what holds already.
_STATE = (
    "_current_color",
    "_current_color_stroke",
    "_current_alpha",
    "_current_alpha_stroke",
    "_current_font",
)
#: Most drawings kept, of a hundred kilobytes each: those used longest ago go, for most logos stand
#: on the sheet of one gemeente.
_MOST = 32


@dataclass(frozen=True, slots=True)
class _Drawing:
    """What a drawing adds to a stream, the opacities it names, and the state it leaves."""

    steps: tuple[bytes, ...]
    opacities: Mapping[str, Any]
    after: tuple[Any, ...]


class Drawings:
    """The drawings that one engine has made."""

    def __init__(self, picture: Any) -> None:
        """``picture`` is the engine's class of pictures in SVG."""
        self._picture = picture
        self._kept: Latest[_Drawing] = Latest(_MOST)

    def of(self, assets: Mapping[str, bytes]) -> Any:
        """The class of pictures for a document with ``assets``, which looks here first."""
        drawings = self

        class KnownPicture(self._picture):  # type: ignore[misc,name-defined]
            def draw(self, stream: Any, width: float, height: float, style: Any) -> None:
                data = assets.get(self._base_url.partition(":")[2])
                state = tuple(getattr(stream, name) for name in _STATE)
                key = (data, width, height, state)
                if key in drawings._kept:
                    _replay(stream, drawings._kept.used(key))
                    return
                at = len(stream.stream)
                with _Listener() as listener:
                    super().draw(stream, width, height, style)
                if data is not None and not listener.heard:
                    drawings._keep(key, _recorded(stream, at))

        return KnownPicture

    def _keep(self, key: object, drawing: _Drawing | None) -> None:
        if drawing is not None:
            self._kept.keep(key, drawing)


class _Listener(logging.Handler):
    """Hears whether the engine says anything."""

    heard = False

    def emit(self, record: logging.LogRecord) -> None:
        self.heard = True

    def __enter__(self) -> _Listener:
        logging.getLogger("weasyprint").addHandler(self)
        return self

    def __exit__(self, *_: object) -> None:
        logging.getLogger("weasyprint").removeHandler(self)


def _recorded(stream: Any, at: int) -> _Drawing | None:
    """What was added to ``stream`` after ``at``; None where that depends on the page beside it."""
    steps, states = tuple(stream.stream[at:]), stream._resources["ExtGState"]
    opacities = {}
    for step in steps:
        plain = isinstance(step, bytes) and _PLAIN.fullmatch(step)
        if not plain:
            return None
        if plain[1]:
            name = plain[1].decode()
            opacities[name] = states[name]
    return _Drawing(steps, opacities, tuple(getattr(stream, name) for name in _STATE))


def _replay(stream: Any, drawing: _Drawing) -> None:
    states = stream._resources["ExtGState"]
    for name, state in drawing.opacities.items():
        if name not in states:
            states[name] = type(state)(state)
    stream.stream += drawing.steps
    for name, value in zip(_STATE, drawing.after, strict=True):
        setattr(stream, name, value)


def outliner(draw: Callable[..., None]) -> Callable[..., None]:
    """``draw``, which draws the outline of an SVG path, made to read each outline once.

    A gemeente's own logo stands on its sheet in more than one size, with the same outlines.
    """
    outlines: Latest[tuple[tuple[bytes, ...], tuple[Any, ...]]] = Latest(_MOST)

    def known_outline(svg: Any, node: Any, font_size: Any) -> None:
        outline = node.get("d", "")
        if outline in outlines:
            steps, vertices = outlines.used(outline)
            svg.stream.stream += steps
            node.vertices += vertices
            return
        at, first = len(svg.stream.stream), len(node.vertices)
        draw(svg, node, font_size)
        # With units it would hang on the drawing around it.
        if _NUMBERS.fullmatch(outline):
            drawn = tuple(svg.stream.stream[at:]), tuple(node.vertices)[first:]
            outlines.keep(outline, drawn)

    return known_outline


def pointer(point: Callable[..., Any]) -> Callable[..., Any]:
    """``point``, which takes two numbers off an outline, asked only where one has a unit."""

    def known_point(svg: Any, outline: str, font_size: Any) -> Any:
        x, _, rest = outline.partition(" ")
        y, _, rest = rest.partition(" ")
        try:
            return float(x), float(y), rest
        except ValueError:
            return point(svg, outline, font_size)

    return known_point

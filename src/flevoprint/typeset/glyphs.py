"""Lines of type, turned into glyphs once: most read the same on the sheet of every gemeente.

WeasyPrint 70 has Pango shape each line anew when it is drawn, and goes through its glyphs one by
one. What a line adds to the page hangs on its words and on its type; where it stands and what
colour it has come before that. So what it added is kept, with what it told the document of its
font: the width of each glyph, and what each stands for. In a document where the font has other
widths than those the line was set with, the engine draws it.
"""

from __future__ import annotations

import copy
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from flevoprint.latest import Latest
from flevoprint.typeset.blocks import NotAlone, place_of

#: Most lines kept, of one or two kilobytes each; a sheet of two sides has some 200.
_MOST = 500
#: Most fonts kept, each in one size.
_MOST_FONTS = 200


@dataclass(frozen=True, slots=True)
class _Run:
    """A line in one font: the operators after those that place it and choose its font.

    ``untouched`` is the font as it is before anything is set in it, ``name`` and ``size`` how it
    is chosen; ``widths`` and ``meanings`` are those of the glyphs in the line.
    """

    key: object
    untouched: Any
    name: str
    size: float
    widths: dict[int, int]
    meanings: dict[int, str]
    steps: tuple[bytes, ...]

    def fits(self, fonts: dict[object, Any]) -> bool:
        """Whether the document's font has the same widths, as far as it has them yet."""
        if self.key not in fonts:
            return True
        known = fonts[self.key].widths
        return self.widths.items() <= known.items() or all(
            known.get(glyph, width) == width for glyph, width in self.widths.items()
        )

    def tell(self, fonts: dict[object, Any]) -> None:
        """Tell the document's font what is set in it."""
        if self.key not in fonts:
            fonts[self.key] = _like(self.untouched)
        font = fonts[self.key]
        font.widths.update(self.widths)  # those that it has are the same
        if not self.meanings.keys() <= font.to_unicode.keys():
            font.to_unicode.update(self.meanings | font.to_unicode)


class Glyphs:
    """The lines that one engine has drawn."""

    def __init__(self, text: Any, stream: Any) -> None:
        """``text`` and ``stream`` are the engine's modules that draw text, and what it draws on."""
        self._text, self._draw = text, text.draw_text
        self._new_font, self._font_key = stream.Font, stream.get_pango_font_key
        self._scratch = stream.Stream({}, None, {}, {}, None, {}, None)
        self._scratch.add_font = self._add_font
        self._runs: Latest[_Run | None] = Latest(_MOST)
        self._fonts: dict[object, Any] = {}
        self._layout: Any = None

    def clear(self) -> None:
        """Keep nothing."""
        self._runs.clear()
        self._fonts.clear()

    def draw(self, stream: Any, box: Any, offset: Any, overflow: Any, ellipsis: Any) -> None:
        """``draw_text``, which looks here first."""
        run = self.run(box, offset, overflow, ellipsis)
        self.set(run, stream, box, offset, overflow, ellipsis)

    def set(
        self, run: Any, stream: Any, box: Any, offset: Any, overflow: Any, ellipsis: Any
    ) -> None:
        """Draw what ``run`` gave of a line like that of ``box``."""
        if run is None or not run.fits(stream._fonts):
            self._draw(stream, box, offset, overflow, ellipsis)
            return
        stream.set_color(box.style["color"])
        stream.begin_text()
        stream.set_text_matrix(1, 0, 0, -1, box.position_x, box.position_y + box.baseline)
        run.tell(stream._fonts)
        stream.set_font_size(run.name, run.size)
        stream.stream += run.steps
        stream.end_text()

    def run(self, box: Any, offset: Any, overflow: Any, ellipsis: Any) -> _Run | None:
        """What is known of the line that ``box`` is; None where the engine has to draw it."""
        if (overflow, ellipsis) != ("clip", "none"):
            return None
        layout = box.pango_layout
        try:
            key = (place_of(box.style), box.text, layout.text, layout.justification_spacing)
        except NotAlone:
            return None
        if len(self._fonts) >= _MOST_FONTS:
            self.clear()
        return self._runs.found(key, lambda: self._recorded(box) if _is_plain(box) else None)

    def _recorded(self, box: Any) -> _Run | None:
        """What the engine draws of a line on an empty page; None where more than one font does."""
        scratch = self._scratch
        scratch.stream, scratch._fonts, scratch._current_font = [], {}, None
        with _in_silence(), _shaped(box) as self._layout:
            emojis = self._text.draw_first_line(
                scratch, box, "clip", "none", self._text.Matrix(d=-1)
            )
        self._layout = None
        _place, *steps = scratch.stream
        chosen = [step for step in steps if step.endswith(b" Tf")]
        if emojis or len(scratch._fonts) != 1 or len(chosen) != 1 or chosen[0] is not steps[0]:
            return None
        [(key, (font, untouched))] = scratch._fonts.items()
        if font.missing or font.bitmap or font.png or font.svg or font.colr:
            return None
        name, size = scratch._current_font
        return _Run(key, untouched, name, size, font.widths, font.to_unicode, tuple(steps[1:]))

    def _add_font(self, pango_font: Any) -> tuple[Any, float]:
        """``add_font`` of the empty page, on which nothing was set in any font."""
        key, description, size = self._font_key(pango_font)
        if (key, size) not in self._fonts:
            font = self._fonts[key, size] = self._new_font(pango_font, description, size)
            font.held = self._layout  # what a font points to goes with the last layout that has it
        untouched = self._fonts[key, size]
        font, _ = self._scratch._fonts.setdefault(key, (_like(untouched), untouched))
        return font, size


def _like(untouched: Any) -> Any:
    """A font that others may be set in, but which is else as ``untouched``."""
    font = copy.copy(untouched)
    font.variations = dict(untouched.variations)
    font.tables = list(untouched.tables)
    font.widths, font.to_unicode, font.missing = {}, {}, {}
    return font


def _is_plain(box: Any) -> bool:
    """Whether a line is drawn, and nothing with it."""
    style = box.style
    return bool(
        style["visibility"] == "visible"
        and style["text_decoration_line"] == "none"
        and style["font_size"] >= 1e-6  # the engine draws none smaller
        and box.text.strip()
    )


@contextmanager
def _shaped(box: Any) -> Iterator[Any]:
    """Have Pango shape the text of ``box``; gives what holds on to its fonts."""
    box.pango_layout.reactivate(box.style)
    try:
        yield box.pango_layout.layout
    finally:
        box.pango_layout.deactivate()


@contextmanager
def _in_silence() -> Iterator[None]:
    """What the engine says of a line it will say again when it draws it on the page."""
    logger = logging.getLogger("weasyprint")
    before, logger.disabled = logger.disabled, True
    try:
        yield
    finally:
        logger.disabled = before

"""Neutral wordmarks that stand in for logos until their owners supply real ones.

The letters are outlines of the shipped fonts, so the pictures need no font; each comes for light
and for dark ground.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from html import escape
from typing import Any

from fontTools.pens.svgPathPen import SVGPathPen
from fontTools.pens.transformPen import TransformPen
from fontTools.ttLib import TTFont

from flevoprint.shipped import shipped_folder

SMALL = "BricolageGrotesque_600SemiBold.ttf"
LARGE = "BricolageGrotesque_700Bold.ttf"
#: Ink on light ground and on dark ground.
GROUNDS = {"licht": "#000000", "donker": "#ffffff"}
UNIT = 100
#: A name with more letters is set on two lines, where it can be parted.
LONGEST = 16


@dataclass(frozen=True, slots=True)
class Line:
    """Words in one font and size, in units of the view box."""

    words: str
    font: str
    size: float


def gemeente_mark(name: str) -> Mapping[str, bytes]:
    """Ground -> the wordmark of a gemeente as an SVG file."""
    large = [Line(part, LARGE, UNIT) for part in _parted(name)]
    return wordmarks([Line("gemeente", SMALL, UNIT * 0.62), *large])


def wordmarks(lines: list[Line]) -> Mapping[str, bytes]:
    """Ground -> an SVG file of stacked lines, cropped to the letters."""
    paths: list[str] = []
    width = baseline = 0.0
    for line in lines:
        baseline += line.size * (0.74 if not paths else 1.02)
        path, end = _outline(line, baseline)
        paths.append(path)
        width = max(width, end)
    height = baseline + lines[-1].size * 0.22
    title = escape(" ".join(line.words for line in lines), quote=False)
    return {
        ground: (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:.0f} {height:.0f}" '
            f'width="{width:.0f}" height="{height:.0f}">\n'
            f"<!-- Plaatshouder: geen officieel logo. -->\n<title>{title}</title>\n"
            f'<path fill="{ink}" d="{"".join(paths)}"/>\n</svg>\n'
        ).encode()
        for ground, ink in GROUNDS.items()
    }


def _parted(name: str) -> list[str]:
    """``name`` on one line, or a long one on two that are about as long."""
    spaces = [at for at, character in enumerate(name) if character == " "]
    hyphens = [at for at, character in enumerate(name) if character == "-"]
    if len(name) <= LONGEST or not spaces + hyphens:
        return [name]
    middle = min(spaces or hyphens, key=lambda at: abs(at - len(name) / 2))
    return [name[: middle + 1].rstrip(), name[middle + 1 :].lstrip()]


def _outline(line: Line, baseline: float) -> tuple[str, float]:
    """SVG path data for a line that begins at 0, and the x where it ends."""
    font = _font(line.font)
    glyphs, cmap = font.getGlyphSet(), font.getBestCmap()
    scale, x = line.size / font["head"].unitsPerEm, 0.0
    paths = []
    for character in _drawable(line.words, cmap):
        glyph = glyphs[cmap[ord(character)]]
        pen = SVGPathPen(glyphs, ntos=lambda number: f"{number:.1f}".removesuffix(".0"))
        glyph.draw(TransformPen(pen, (scale, 0, 0, -scale, x, baseline)))
        paths.append(pen.getCommands())
        x += glyph.width * scale
    return "".join(paths), x


def _drawable(words: str, known: Mapping[int, str]) -> Iterator[str]:
    """The letters of ``words``; without its accent one that the font lacks, and else not at all:
    a placeholder is to be replaced, and the title and the alternative text have the name whole."""
    for character in words:
        bare = unicodedata.normalize("NFKD", character)
        yield from (character,) if ord(character) in known else (b for b in bare if ord(b) in known)


@cache
def _font(name: str) -> Any:
    return TTFont(shipped_folder() / "fonts" / "bricolage-grotesque" / name)

"""Fonts as the walk needs them: from the bytes of a string to widths, text and missing glyphs.

Codes are read once each and kept (ISO 32000-1, 9.6 and 9.7).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, NamedTuple

import pikepdf
from pikepdf import Name

from flevoprint.press.preflight.cmaps import CodeMap, read_cmap
from flevoprint.press.preflight.fingerprint import fingerprint
from flevoprint.press.preflight.fontfiles import (
    below,
    cff_glyph_ids,
    encoding_names,
    font_file,
    glyph_count,
    glyph_extents,
    letters_of,
    simple_glyphs,
)
from flevoprint.press.preflight.graphics import Matrix, Rect, matrix
from flevoprint.press.preflight.limits import unpacked
from flevoprint.press.preflight.marks import FontFacts
from flevoprint.press.preflight.metrics import STANDARD

_SUBSET = re.compile(r"[A-Z]{6}\+.")
_FILES = ("/FontFile", "/FontFile2", "/FontFile3")
UNKNOWN_TEXT = "�"
#: Entries of /W; CIDs end at 65535, but ranges may say the same ones over and over.
_MAX_WIDTHS = 1_000_000
#: Glyphs, short strings and lines that are kept of a font, and bytes of such a line.
MOST_GLYPHS, MOST_RUNS, MOST_LINES, LONGEST_LINE = 5_000, 4_000, 2_000, 512


@dataclass(frozen=True, slots=True)
class Glyph:
    """One code of a font: ``width`` for a size of 1, ``text`` it stands for.

    ``space`` is a single-byte code 32, which word spacing widens; ``missing`` shows .notdef.
    ``ink`` is what it covers from its own origin, for a size of 1; None for a space.
    """

    code: int
    width: float
    text: str
    missing: bool
    space: bool
    ink: Rect | None


@dataclass(slots=True)
class Known:
    """What was read with a font, for all files that carry the same: glyphs by code, short strings,
    and what :func:`~flevoprint.press.preflight.text.lay` made of whole lines.

    ``sound`` once the font has been read without a fault.
    """

    glyphs: dict[int, Glyph] = field(default_factory=dict)
    runs: dict[bytes, Run] = field(default_factory=dict)
    lines: dict[Any, Any] = field(default_factory=dict)
    sound: bool = False
    vertical: bool = False


@lru_cache(maxsize=32)
def _known(_fingerprint: bytes) -> Known:
    return Known()


class Run(NamedTuple):
    """A string as a whole: ``width`` and ``ink`` for a size of 1, without the spacing between its
    glyphs, of which ``shown`` is the number."""

    width: float
    text: str
    shown: int
    missing: int
    spaces: int
    ink: Rect | None


class Font:
    """One font of a PDF. ``ascent`` and ``descent`` for a size of 1."""

    def __init__(self, font: Any):
        self.font = font
        subtype = str(font.get("/Subtype", "/Type1")).lstrip("/")
        self.type3 = subtype == "Type3"
        self.composite = subtype == "Type0"
        self.inner = font.DescendantFonts[0] if self.composite else font
        self._descriptor = self.inner.get("/FontDescriptor", pikepdf.Dictionary())
        name = str(font.get("/BaseFont", self.inner.get("/BaseFont", font.get("/Name", "/"))))
        embedded = self.type3 or any(key in self._descriptor for key in _FILES)
        name = name.lstrip("/")
        self.facts = FontFacts(name, subtype, embedded, bool(_SUBSET.match(name)))
        digest = fingerprint(font) if self.composite else None
        self.known = _known(digest) if digest is not None else Known()
        self.vertical = self.known.vertical
        self.matrix: Matrix = (0.001, 0.0, 0.0, 0.001, 0.0, 0.0)
        if self.type3:
            self.matrix = matrix(font.FontMatrix)
        self.ascent, self.descent = self._extent()
        self._begun = False
        if not self.known.sound:
            self._begin()

    def _begin(self) -> None:
        """Read what a glyph is made of: as soon as there is one that nobody knows."""
        self._unicode = _to_unicode(self.font)
        self._codes: CodeMap | None = None
        self._glyph_id: Callable[[int], int] | None = None
        self._extents: Callable[[int], Rect | None] | None = None
        if self.composite:
            self._begin_composite()
        else:
            self._begin_simple()
        self._begun = self.known.sound = True
        self.known.vertical = self.vertical

    def _extent(self) -> tuple[float, float]:
        """How high and deep the glyphs reach, for a size of 1; what a descriptor says, if sane."""
        if self.type3:
            box = [float(edge) for edge in self.font.get("/FontBBox", [0, 0, 0, 0])]
            ends = sorted((box[1] * self.matrix[3], box[3] * self.matrix[3]))
            return (ends[1], ends[0]) if ends[1] > ends[0] else (0.75, -0.25)
        ascent = float(self._descriptor.get("/Ascent", 0)) / 1000
        descent = -abs(float(self._descriptor.get("/Descent", 0))) / 1000
        return (
            ascent if 0.3 <= ascent <= 2 else 0.8,
            descent if -1.5 <= descent < 0 or (ascent and not descent) else -0.2,
        )

    def read(self, data: bytes) -> Iterator[Glyph]:
        """The glyphs that the string ``data`` shows, in order."""
        if not self._begun:
            self._begin()
        known = self.known.glyphs
        for code, length in self._split(data):
            key = code << 3 | length
            glyph = known.get(key)
            if glyph is None:
                glyph = self._glyph(code, length)
                if len(known) < MOST_GLYPHS:
                    known[key] = glyph
            yield glyph

    def run(self, data: bytes) -> Run:
        """What the string ``data`` shows, taken together; short ones come back and are kept."""
        known = self.known.runs.get(data)
        if known is not None:
            return known
        glyphs = list(self.read(data))
        run = (
            _alone(glyphs[0])
            if len(glyphs) == 1
            else Run(
                sum(glyph.width for glyph in glyphs),
                "".join(glyph.text for glyph in glyphs),
                len(glyphs),
                sum(glyph.missing for glyph in glyphs),
                sum(glyph.space for glyph in glyphs),
                _together(glyphs),
            )
        )
        if len(data) <= 16 and len(self.known.runs) < MOST_RUNS:
            self.known.runs[data] = run
        return run

    def procedure(self, code: int) -> Any:
        """The content stream of a Type 3 glyph; None where there is none."""
        found = self.font.get("/CharProcs", {}).get("/" + self._names.get(code, ".notdef"))
        return found if isinstance(found, pikepdf.Stream) else None

    def _split(self, data: bytes) -> Iterator[tuple[int, int]]:
        if not self.composite:
            return ((code, 1) for code in data)
        if self._codes is None:
            return ((data[at] << 8 | data[at + 1], 2) for at in range(0, len(data) - 1, 2))
        return self._codes.split(data)

    def _glyph(self, code: int, length: int) -> Glyph:
        text = self._unicode.text(code, length) if self._unicode else None
        if text is None:
            text = self._text(code)
        width, missing = self._measure(code, length)
        ink = self._covered(code, length, width)
        if not text.strip():
            ink = None
        return Glyph(code, width, text, missing, code == 32 and length == 1, ink)

    def _covered(self, code: int, length: int, width: float) -> Rect | None:
        """What a glyph covers: by its outline, else by the height of letters in general."""
        if self._extents is not None and self._glyph_id is not None:
            cid = self._codes.cid(code, length) if self._codes else code
            return self._extents(self._glyph_id(cid))
        return (0.0, max(self.descent, -0.25), width, min(self.ascent, 0.8))

    # Composite fonts (9.7).

    def _begin_composite(self) -> None:
        encoding = self.font.get("/Encoding", Name("/Identity-H"))
        if isinstance(encoding, pikepdf.Stream):
            self._codes = read_cmap(unpacked(encoding))
            self.vertical = int(encoding.get("/WMode", 0)) == 1
            known = True
        else:
            self.vertical = str(encoding).endswith("-V")
            known = str(encoding).startswith("/Identity")
        self._widths = _cid_widths(self.inner.get("/W", ()))
        self._default = float(self.inner.get("/DW", 1000)) / 1000
        self._glyph_id = self._glyph_ids() if known else None
        self._measure: Callable[[int, int], tuple[float, bool]] = self._measure_cid
        self._text: Callable[[int], str] = lambda _code: UNKNOWN_TEXT

    def _measure_cid(self, code: int, length: int) -> tuple[float, bool]:
        cid = self._codes.cid(code, length) if self._codes else code
        missing = self._glyph_id is not None and not self._glyph_id(cid)
        return self._widths.get(cid, self._default), missing

    def _glyph_ids(self) -> Callable[[int], int] | None:
        """From CID to glyph id, 0 for one that the embedded font lacks; None if nobody knows."""
        if "/FontFile2" in self._descriptor:
            data = font_file(self._descriptor.FontFile2)
            count, self._extents = glyph_count(data), glyph_extents(data)
            table = self.inner.get("/CIDToGIDMap")
            if isinstance(table, pikepdf.Stream):
                ids = font_file(table)
                return lambda cid: below(int.from_bytes(ids[2 * cid : 2 * cid + 2], "big"), count)
            return lambda cid: below(cid, count)
        if "/FontFile3" in self._descriptor:
            return cff_glyph_ids(font_file(self._descriptor.FontFile3))
        return None

    # Simple fonts (9.6).

    def _begin_simple(self) -> None:
        self._names = encoding_names(self.font, self._descriptor)
        first = int(self.font.get("/FirstChar", 0))
        unit = self.matrix[0] if self.type3 else 0.001
        widths = self.font.get("/Widths")
        self._simple_widths: dict[int, float] = {}
        if widths is not None:
            self._simple_widths = {
                first + at: float(width) * unit for at, width in enumerate(list(widths)[:256])
            }
        standard = STANDARD.get(self.facts.name.split("+")[-1], {}) if widths is None else {}
        self._standard = standard
        self._default = float(self._descriptor.get("/MissingWidth", 0 if widths else 500)) / 1000
        self._has = simple_glyphs(self.font, self._descriptor, self.type3)
        self._measure = self._measure_simple
        self._text = self._simple_text

    def _measure_simple(self, code: int, _length: int) -> tuple[float, bool]:
        width = self._simple_widths.get(code)
        if width is None:
            width = self._standard.get(self._simple_text(code), self._default)
        missing = self._has is not None and not self._has(code, self._names.get(code, ""))
        return width, missing

    def _simple_text(self, code: int) -> str:
        name = self._names.get(code)
        return (letters_of(name) if name else "") or UNKNOWN_TEXT


def _alone(glyph: Glyph) -> Run:
    """A string of one glyph, as most are where type is kerned."""
    return Run(glyph.width, glyph.text, 1, int(glyph.missing), int(glyph.space), glyph.ink)


def _together(glyphs: list[Glyph]) -> Rect | None:
    """What glyphs cover side by side."""
    at, found = 0.0, list[Rect]()
    for glyph in glyphs:
        if glyph.ink is not None:
            left, bottom, right, top = glyph.ink
            found.append((at + left, bottom, at + right, top))
        at += glyph.width
    if not found:
        return None
    lefts, bottoms, rights, tops = zip(*found, strict=True)
    return (min(lefts), min(bottoms), max(rights), max(tops))


def _to_unicode(font: Any) -> CodeMap | None:
    stream = font.get("/ToUnicode")
    if not isinstance(stream, pikepdf.Stream):
        return None
    return read_cmap(font_file(stream))


def _cid_widths(array: Any) -> dict[int, float]:
    """/W as widths for a size of 1, by CID (9.7.4.3)."""
    widths: dict[int, float] = {}
    items, at, left = list(array), 0, _MAX_WIDTHS
    while at + 1 < len(items) and left > 0:
        first, second = int(items[at]), items[at + 1]
        if isinstance(second, pikepdf.Array):
            widths.update((first + n, float(width) / 1000) for n, width in enumerate(second))
            left, at = left - len(second), at + 2
        elif at + 2 < len(items):
            same, last = float(items[at + 2]) / 1000, min(int(second), 0xFFFF)
            widths.update(dict.fromkeys(range(first, last + 1), same))
            left, at = left - (last - first), at + 3
        else:
            break
    return widths

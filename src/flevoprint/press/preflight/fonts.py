"""Fonts as the walk needs them: from the bytes of a string to widths, text and missing glyphs.

Codes are read once each and kept (ISO 32000-1, 9.6 and 9.7). This file is the one of preflight
that knows fontTools, for what stands inside an embedded font.
"""

from __future__ import annotations

import io
import re
import struct
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pikepdf
from pikepdf import Name

from flevoprint.press.preflight.cmaps import CodeMap, read_cmap
from flevoprint.press.preflight.graphics import Matrix, matrix
from flevoprint.press.preflight.limits import unpacked
from flevoprint.press.preflight.marks import FontFacts
from flevoprint.press.preflight.metrics import STANDARD

_SUBSET = re.compile(r"[A-Z]{6}\+.")
_FILES = ("/FontFile", "/FontFile2", "/FontFile3")
UNKNOWN_TEXT = "�"


@dataclass(frozen=True, slots=True)
class Glyph:
    """One code of a font: ``width`` for a size of 1, ``text`` it stands for.

    ``space`` is a single-byte code 32, which word spacing widens; ``missing`` shows .notdef.
    """

    code: int
    width: float
    text: str
    missing: bool
    space: bool


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
        self._glyphs: dict[int, Glyph] = {}
        self._unicode = _to_unicode(font)
        self.vertical = False
        self.matrix: Matrix = (0.001, 0.0, 0.0, 0.001, 0.0, 0.0)
        if self.type3:
            self.matrix = matrix(font.FontMatrix)
        self.ascent, self.descent = self._extent()
        self._codes: CodeMap | None = None
        if self.composite:
            self._begin_composite()
        else:
            self._begin_simple()

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
        known = self._glyphs
        for code, length in self._split(data):
            key = code << 3 | length
            glyph = known.get(key)
            if glyph is None:
                glyph = known[key] = self._glyph(code, length)
            yield glyph

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
        return Glyph(code, width, text, missing, code == 32 and length == 1)

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
            count = _glyph_count(_file(self._descriptor.FontFile2))
            table = self.inner.get("/CIDToGIDMap")
            if isinstance(table, pikepdf.Stream):
                data = _file(table)
                return lambda cid: _below(int.from_bytes(data[2 * cid : 2 * cid + 2], "big"), count)
            return lambda cid: _below(cid, count)
        if "/FontFile3" in self._descriptor:
            return _cff_glyph_ids(_file(self._descriptor.FontFile3))
        return None

    # Simple fonts (9.6).

    def _begin_simple(self) -> None:
        self._names = _encoding(self.font, self._descriptor)
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
        self._has = _simple_glyphs(self.font, self._descriptor, self.type3)
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
        return (_letters(name) if name else "") or UNKNOWN_TEXT


def _file(stream: Any) -> bytes:
    """A font file's bytes, empty where they cannot be unpacked."""
    try:
        return unpacked(stream)
    except (pikepdf.PdfError, AttributeError):
        return b""


def _below(glyph: int, count: int | None) -> int:
    return glyph if count is None or glyph < count else 0


def _to_unicode(font: Any) -> CodeMap | None:
    stream = font.get("/ToUnicode")
    if not isinstance(stream, pikepdf.Stream):
        return None
    return read_cmap(_file(stream))


def _cid_widths(array: Any) -> dict[int, float]:
    """/W as widths for a size of 1, by CID (9.7.4.3)."""
    widths: dict[int, float] = {}
    items = list(array)
    at = 0
    while at + 1 < len(items):
        first, second = int(items[at]), items[at + 1]
        if isinstance(second, pikepdf.Array):
            for offset, width in enumerate(second):
                widths[first + offset] = float(width) / 1000
            at += 2
        else:
            if at + 2 >= len(items):
                break
            last = min(int(second), first + 0xFFFF)
            width = float(items[at + 2]) / 1000
            widths.update(dict.fromkeys(range(first, last + 1), width))
            at += 3
    return widths


def _glyph_count(data: bytes) -> int | None:
    """The number of glyphs in a TrueType file (its maxp table)."""
    try:
        tables = struct.unpack_from(">H", data, 4)[0]
        for at in range(tables):
            tag, _, offset, _ = struct.unpack_from(">4sLLL", data, 12 + 16 * at)
            if tag == b"maxp":
                return int(struct.unpack_from(">H", data, offset + 4)[0])
    except struct.error:
        pass
    return None


def _cff(data: bytes) -> Any:
    """The first font of a CFF table, bare or inside OpenType; None if it cannot be read."""
    from fontTools.cffLib import CFFFontSet
    from fontTools.ttLib import TTFont

    try:
        if data[:4] == b"OTTO":
            return TTFont(io.BytesIO(data), lazy=True)["CFF "].cff[0]
        fonts = CFFFontSet()
        fonts.decompile(io.BytesIO(data), None)
        return fonts[0]
    except Exception:  # fontTools raises whatever a broken font makes it raise
        return None


def _cff_glyph_ids(data: bytes) -> Callable[[int], int] | None:
    """From CID to glyph id in a CFF font: by its charset if that is of CIDs, else the same."""
    font = _cff(data)
    if font is None:
        return None
    try:
        charset = list(font.charset)
    except Exception:  # as above
        return None
    if not hasattr(font, "ROS"):
        return lambda cid: _below(cid, len(charset))
    ids = {name: glyph for glyph, name in enumerate(charset)}
    return lambda cid: ids.get(f"cid{cid:05d}", 0)


def _encoding(font: Any, descriptor: Any) -> dict[int, str]:
    """Glyph names by code (9.6.6): the base encoding with the font's own differences."""
    from fontTools.agl import UV2AGL
    from fontTools.encodings.StandardEncoding import StandardEncoding

    encoding = font.get("/Encoding")
    base = encoding.get("/BaseEncoding") if isinstance(encoding, pikepdf.Dictionary) else encoding
    codec = {"/WinAnsiEncoding": "cp1252", "/MacRomanEncoding": "mac_roman"}.get(str(base))
    names: dict[int, str] = {}
    if codec:
        for code in range(32, 256):
            letter = bytes([code]).decode(codec, "replace")
            names[code] = UV2AGL.get(ord(letter), f"uni{ord(letter):04X}")
    elif str(font.get("/Subtype")) != "/Type3" and not int(descriptor.get("/Flags", 0)) & 4:
        names = {code: name for code, name in enumerate(StandardEncoding) if name != ".notdef"}
    if isinstance(encoding, pikepdf.Dictionary):
        code = 0
        for item in encoding.get("/Differences", ()):
            if isinstance(item, Name):
                names[code] = str(item)[1:]
                code += 1
            else:
                code = int(item)
    return names


def _letters(name: str) -> str:
    from fontTools.agl import toUnicode

    try:
        return str(toUnicode(name))
    except ValueError:
        return ""


#: Whether a simple font has a glyph for a code, which its encoding calls by that name.
_Has = Callable[[int, str], bool]


def _simple_glyphs(font: Any, descriptor: Any, type3: bool) -> _Has | None:
    """What a simple font holds; None where it is not embedded or cannot be read."""
    if type3:
        procedures = font.get("/CharProcs", pikepdf.Dictionary())
        return lambda _code, name: f"/{name}" in procedures
    if "/FontFile2" in descriptor:
        symbolic = bool(int(descriptor.get("/Flags", 0)) & 4) or "/Encoding" not in font
        return _true_type(_file(descriptor.FontFile2), symbolic)
    if "/FontFile3" in descriptor:
        return _type1c(_file(descriptor.FontFile3))
    if "/FontFile" in descriptor:
        return _type1(_file(descriptor.FontFile))
    return None


def _true_type(data: bytes, symbolic: bool) -> _Has | None:
    """By the font's own cmap tables (9.6.6.4)."""
    from fontTools.ttLib import TTFont

    try:
        font = TTFont(io.BytesIO(data), lazy=True)
        tables = {(t.platformID, t.platEncID): dict(t.cmap) for t in font["cmap"].tables}
        order = set(font.getGlyphOrder())
    except Exception:  # fontTools raises whatever a broken font makes it raise
        return None

    def has(code: int, name: str) -> bool:
        found = None
        if not symbolic and (3, 1) in tables and name:
            letters = _letters(name)
            found = tables[3, 1].get(ord(letters[0])) if letters else None
        for table in ((3, 0), (1, 0), (3, 1)):
            for candidate in (code, 0xF000 + code):
                found = found or tables.get(table, {}).get(candidate)
        found = found or (name if name in order else None)
        return found not in (None, ".notdef")

    return has


def _type1c(data: bytes) -> _Has | None:
    font = _cff(data)
    try:
        charset = set(font.charset)
        encoding = font.Encoding
    except Exception:  # as above, and None has no charset
        return None

    def has(code: int, name: str) -> bool:
        if not name and isinstance(encoding, list) and code < len(encoding):
            name = encoding[code]
        return name in charset and name != ".notdef"

    return has


def _type1(data: bytes) -> _Has | None:
    """By the names in the encrypted part of a Type 1 program (Adobe Type 1, 7)."""
    from fontTools.misc.eexec import decrypt

    at = data.find(b"eexec")
    if at < 0 or len(data) > 1 << 20:
        return None
    cipher = data[at + 5 :].lstrip(b" \t\r\n")
    if re.match(rb"[0-9A-Fa-f\s]{8}", cipher):
        digits = re.sub(rb"[^0-9A-Fa-f]", b"", cipher)
        cipher = bytes.fromhex(digits[: len(digits) & ~1].decode())
    plain, _ = decrypt(cipher, 55665)
    names = {found.decode("latin-1") for found in re.findall(rb"/([^\s/]+) \d+ (?:RD|-\|)", plain)}
    return (lambda _code, name: not name or name in names) if names else None

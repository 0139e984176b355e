"""What stands inside an embedded font: which glyphs it has, how far they reach, what they mean.

This file is the one of preflight that knows fontTools. A broken or hostile font makes it answer
None: nobody knows.
"""

from __future__ import annotations

import io
import re
import struct
from collections.abc import Callable
from typing import Any

import pikepdf
from pikepdf import Name

from flevoprint.press.preflight.graphics import Rect
from flevoprint.press.preflight.limits import unpacked


def font_file(stream: Any) -> bytes:
    """A font file's bytes, empty where they cannot be unpacked."""
    try:
        return unpacked(stream)
    except (pikepdf.PdfError, AttributeError):
        return b""


def below(glyph: int, count: int | None) -> int:
    """``glyph``, or 0 where a font of ``count`` glyphs does not go that far."""
    return glyph if count is None or glyph < count else 0


def glyph_count(data: bytes) -> int | None:
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


def glyph_extents(data: bytes) -> Callable[[int], Rect | None] | None:
    """From glyph id to what its outline covers, for a size of 1, in a TrueType file (glyf, loca).

    None for a glyph without an outline, such as a space; None at all where the file does not tell.
    """
    try:
        tables = {
            data[at : at + 4]: struct.unpack_from(">L", data, at + 8)[0]
            for at in range(12, 12 + 16 * struct.unpack_from(">H", data, 4)[0], 16)
        }
        head, loca, glyf = tables[b"head"], tables[b"loca"], tables[b"glyf"]
        unit = struct.unpack_from(">H", data, head + 18)[0]
        long = struct.unpack_from(">h", data, head + 50)[0]
        if not unit:
            return None
    except (struct.error, KeyError):
        return None

    def extents(glyph: int) -> Rect | None:
        try:
            if long:
                start, end = struct.unpack_from(">LL", data, loca + 4 * glyph)
            else:
                start, end = (2 * at for at in struct.unpack_from(">HH", data, loca + 2 * glyph))
            if end <= start:
                return None
            left, bottom, right, top = struct.unpack_from(">4h", data, glyf + start + 2)
        except struct.error:
            return None
        return (left / unit, bottom / unit, right / unit, top / unit)

    return extents


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


def cff_glyph_ids(data: bytes) -> Callable[[int], int] | None:
    """From CID to glyph id in a CFF font: by its charset if that is of CIDs, else the same."""
    font = _cff(data)
    if font is None:
        return None
    try:
        charset = list(font.charset)
    except Exception:  # as above
        return None
    if not hasattr(font, "ROS"):
        return lambda cid: below(cid, len(charset))
    ids = {name: glyph for glyph, name in enumerate(charset)}
    return lambda cid: ids.get(f"cid{cid:05d}", 0)


def encoding_names(font: Any, descriptor: Any) -> dict[int, str]:
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


def letters_of(name: str) -> str:
    from fontTools.agl import toUnicode

    try:
        return str(toUnicode(name))
    except ValueError:
        return ""


#: Whether a simple font has a glyph for a code, which its encoding calls by that name.
Has = Callable[[int, str], bool]


def simple_glyphs(font: Any, descriptor: Any, type3: bool) -> Has | None:
    """What a simple font holds; None where it is not embedded or cannot be read."""
    if type3:
        procedures = font.get("/CharProcs", pikepdf.Dictionary())
        return lambda _code, name: f"/{name}" in procedures
    if "/FontFile2" in descriptor:
        symbolic = bool(int(descriptor.get("/Flags", 0)) & 4) or "/Encoding" not in font
        return _true_type(font_file(descriptor.FontFile2), symbolic)
    if "/FontFile3" in descriptor:
        return _type1c(font_file(descriptor.FontFile3))
    if "/FontFile" in descriptor:
        return _type1(font_file(descriptor.FontFile))
    return None


def _true_type(data: bytes, symbolic: bool) -> Has | None:
    """By the font's own cmap tables (9.6.6.4)."""
    from fontTools.ttLib import TTFont

    try:
        font = TTFont(io.BytesIO(data), lazy=True)
        tables = {(t.platformID, t.platEncID): dict(t.cmap) for t in font["cmap"].tables}
        order = set(font.getGlyphOrder())
    except Exception:  # fontTools raises whatever a broken font makes it raise
        return None

    by_letter, by_mac = tables.get((3, 1)), tables.get((1, 0))
    by_code = [table for table in (tables.get((3, 0)), by_mac, by_letter) if table]

    def has(code: int, name: str) -> bool:
        if symbolic or not name or not (by_letter or by_mac):
            found = [table.get(c) for table in by_code for c in (code, 0xF000 + code)]
        else:
            letters = letters_of(name) or "\0"
            mac = letters[0].encode("mac_roman", "ignore")
            found = [
                (by_letter or {}).get(ord(letters[0])),
                (by_mac or {}).get(mac[0]) if mac else None,
                name if name in order else None,
            ]
        return any(glyph not in (None, ".notdef") for glyph in found)

    return has


def _type1c(data: bytes) -> Has | None:
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


def _type1(data: bytes) -> Has | None:
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

"""CMaps: from the bytes of a string to codes, CIDs and text (ISO 32000-1, 9.7.5 and 9.10.3)."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from functools import lru_cache

#: Ranges and characters read from one map.
_MAX_ENTRIES = 200_000
#: Bytes of a map up to which it is kept.
_SMALL = 1 << 15
_TOKEN = re.compile(rb"<([0-9A-Fa-f\s]*)>|(\[)|(\])|([^\s<>\[\]/%()]+)|/[^\s<>\[\]/%()]*|%[^\r\n]*")
_SECTIONS = {
    b"begincodespacerange": (2, "space"),
    b"beginbfchar": (2, "character"),
    b"beginbfrange": (3, "range"),
    b"begincidchar": (2, "character"),
    b"begincidrange": (3, "range"),
}

Value = bytes | int | list[bytes]


class CodeMap:
    """Codes of one to four bytes, and what each stands for: a CID, or text in UTF-16."""

    def __init__(self) -> None:
        self._spaces: list[tuple[int, int, int]] = []
        self._characters: dict[tuple[int, int], Value] = {}
        self._ranges: dict[int, list[tuple[int, int, Value]]] = {}

    def add(self, kind: str, row: list[Value]) -> None:
        """Take one row of a section: bytes, then what they stand for."""
        first = row[0]
        if not isinstance(first, bytes) or not 1 <= len(first) <= 4:
            return
        length, low = len(first), int.from_bytes(first, "big")
        if kind == "character":
            self._characters[low, length] = row[1]
        elif isinstance(row[1], bytes):
            high = int.from_bytes(row[1], "big")
            if kind == "space":
                self._spaces.append((length, low, high))
            else:
                self._ranges.setdefault(length, []).append((low, high, row[2]))

    def close(self) -> None:
        """Put the ranges in order, to be searched."""
        self._spaces.sort()
        for ranges in self._ranges.values():
            ranges.sort(key=lambda row: row[:2])

    def split(self, data: bytes) -> Iterator[tuple[int, int]]:
        """Codes and their lengths in bytes; what fits no code space is taken two at a time."""
        at = 0
        while at < len(data):
            for length, low, high in self._spaces:
                code = int.from_bytes(data[at : at + length], "big")
                if at + length <= len(data) and _between(code, low, high, length):
                    break
            else:
                length = 2 if not self._spaces else self._spaces[0][0]
                code = int.from_bytes(data[at : at + length], "big")
            yield code, length
            at += length

    def _find(self, code: int, length: int) -> tuple[Value, int] | None:
        """What ``code`` falls under, and how far it lies past the start of its range."""
        single = self._characters.get((code, length))
        if single is not None:
            return single, 0
        ranges = self._ranges.get(length, [])
        at = bisect_right(ranges, code, key=lambda row: row[0]) - 1
        if at >= 0 and code <= ranges[at][1]:
            return ranges[at][2], code - ranges[at][0]
        return None

    def cid(self, code: int, length: int) -> int:
        """The CID of ``code``; 0 where none is given."""
        found = self._find(code, length)
        return found[0] + found[1] if found and isinstance(found[0], int) else 0

    def text(self, code: int, length: int) -> str | None:
        """The text of ``code``, or None where none is given."""
        found = self._find(code, length)
        if found is None:
            return None
        value, offset = found
        if isinstance(value, list):
            if offset >= len(value):
                return None
            value, offset = value[offset], 0
        if not isinstance(value, bytes) or not value:
            return None
        moved = int.from_bytes(value, "big") + offset
        try:
            return moved.to_bytes(len(value), "big").decode("utf-16-be", "replace")
        except OverflowError:
            return None


def _between(code: int, low: int, high: int, length: int) -> bool:
    """Whether every byte of ``code`` lies between those of ``low`` and ``high`` (9.7.6.2)."""
    return all(
        (low >> shift & 255) <= (code >> shift & 255) <= (high >> shift & 255)
        for shift in range(0, 8 * length, 8)
    )


def read_cmap(data: bytes) -> CodeMap:
    """The map in a CMap file; what is broken in it is passed over.

    The editions of a sheet carry the same: small ones are kept for a while.
    """
    return _kept(data) if len(data) <= _SMALL else _read(data)


@lru_cache(maxsize=64)
def _kept(data: bytes) -> CodeMap:
    return _read(data)


def _read(data: bytes) -> CodeMap:
    found, count, kind, row = CodeMap(), 0, "", list[Value]()
    listed: list[bytes] | None = None
    for entries, token in enumerate(_TOKEN.finditer(data)):
        digits, opens, closes, word = token.groups()
        if entries > _MAX_ENTRIES:
            break
        if word in _SECTIONS:
            count, kind = _SECTIONS[word]
            row, listed = [], None
        elif word is not None and word.startswith(b"end"):
            kind = ""
        elif not kind:
            continue
        elif opens:
            listed = []
        elif closes:
            row.append(listed or [])
            listed = None
        elif digits is not None:
            value = bytes.fromhex(
                digits.decode() if len(digits) % 2 == 0 else digits.decode() + "0"
            )
            (row if listed is None else listed).append(value)
        elif word is not None and word.isdigit():
            row.append(int(word))
        if kind and len(row) == count:
            found.add(kind, row)
            row = []
    found.close()
    return found

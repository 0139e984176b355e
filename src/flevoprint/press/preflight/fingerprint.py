"""What a PDF object is made of, down to the bytes of its streams, as one digest.

Sheets by the hundred carry the same few fonts; by this one knows them again.
"""

from __future__ import annotations

from hashlib import blake2b
from typing import Any

import pikepdf

#: How deep objects are followed: a font's file stands at 4.
_DEPTH = 6
#: How many things are looked at, each as often as it is referred to, and how many bytes of them.
_MOST_THINGS, _MOST_BYTES = 5_000, 64_000_000


def fingerprint(thing: Any) -> bytes | None:
    """The same for objects that are the same in all that they refer to; None where that goes on."""
    taken = _Taken()
    return taken.digest.digest() if taken.all_of(thing, _DEPTH) else None


class _Taken:
    """What was looked at so far."""

    def __init__(self) -> None:
        self.digest = blake2b(digest_size=20)
        self._things = self._bytes = 0

    def all_of(self, thing: Any, depth: int) -> bool:
        """Take ``thing`` and all it refers to; false where that is too much."""
        self._things += 1
        if not depth or self._things > _MOST_THINGS or self._bytes > _MOST_BYTES:
            return False
        if isinstance(thing, pikepdf.Stream):
            data = thing.read_raw_bytes()
            self._add(b"%d " % len(data) + data)
            thing = thing.stream_dict
        whole = not isinstance(thing, pikepdf.Object)
        text = repr(thing).encode() if whole else thing.unparse(resolved=True)
        if whole or b" R" not in text:
            # Most things refer to nothing: their text is all there is to them.
            self._add(b"%d " % len(text) + text)
            return True
        self._add(b"<%d " % len(thing))
        if not isinstance(thing, pikepdf.Dictionary):
            return all(self.all_of(part, depth - 1) for part in thing)
        self._add(b"<")
        return all(self.all_of(part, depth - 1) for entry in thing.items() for part in entry)

    def _add(self, data: bytes) -> None:
        self._bytes += len(data)
        self.digest.update(data)

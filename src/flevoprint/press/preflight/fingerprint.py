"""What a PDF object is made of, down to the bytes of its streams, as one digest.

Sheets by the hundred carry the same few fonts; by this one knows them again.
"""

from __future__ import annotations

from hashlib import blake2b
from typing import Any

import pikepdf

#: How deep objects are followed: a font's file stands at 4.
_DEPTH = 6


def fingerprint(thing: Any) -> bytes | None:
    """The same for objects that are the same in all that they refer to; None where that goes on."""
    digest = blake2b(digest_size=20)
    return digest.digest() if _add(digest, thing, _DEPTH) else None


def _add(digest: Any, thing: Any, depth: int) -> bool:
    if not depth:
        return False
    if isinstance(thing, pikepdf.Stream):
        data = thing.read_raw_bytes()
        digest.update(b"%d " % len(data) + data)
        thing = thing.stream_dict
    whole = not isinstance(thing, pikepdf.Object)
    text = repr(thing).encode() if whole else thing.unparse(resolved=True)
    if whole or b" R" not in text:
        # Most things refer to nothing: their text is all there is to them.
        digest.update(b"%d " % len(text) + text)
        return True
    if not isinstance(thing, pikepdf.Dictionary):
        digest.update(b"[%d " % len(thing))
        return all(_add(digest, part, depth - 1) for part in thing)
    digest.update(b"<<%d " % len(thing))
    return all(_add(digest, part, depth - 1) for entry in thing.items() for part in entry)

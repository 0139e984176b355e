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
    if isinstance(thing, (pikepdf.Dictionary, pikepdf.Stream)):
        digest.update(b"<<")
        if not all(_add(digest, part, depth - 1) for entry in thing.items() for part in entry):
            return False
        data = thing.read_raw_bytes() if isinstance(thing, pikepdf.Stream) else b""
        digest.update(b">>%d " % len(data) + data)
        return True
    if not isinstance(thing, pikepdf.Array):
        text = thing.unparse() if isinstance(thing, pikepdf.Object) else repr(thing).encode()
        digest.update(b"%d " % len(text) + text)
        return True
    text = thing.unparse(resolved=True)
    if b"R" not in text:
        digest.update(text)
        return True
    digest.update(b"[%d " % len(thing))
    return all(_add(digest, part, depth - 1) for part in thing)

"""Small things to do to PDF dictionaries."""

from __future__ import annotations

from typing import Any


def remove(dictionary: Any, *keys: str) -> None:
    """Remove ``keys`` from ``dictionary`` where they are."""
    for key in keys:
        if key in dictionary:
            del dictionary[key]


def keep(dictionary: Any, *keys: str) -> None:
    """Remove everything from ``dictionary`` but ``keys``.

    For a press file this is the safe way round: links, structure, outlines, attachments and what
    a later engine may add all go without being named.
    """
    remove(dictionary, *(key for key in list(dictionary.keys()) if key not in keys))


def copy(source: Any, target: Any, *keys: str) -> None:
    """Copy the entries ``keys`` from ``source`` to ``target`` where they are."""
    for key in keys:
        if key in source:
            target[key] = source[key]

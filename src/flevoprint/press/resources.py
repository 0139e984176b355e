"""The resource dictionary of one rewritten content stream (ISO 32000-1, 7.8.3)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pikepdf
from pikepdf import Name


class Resources:
    """The resources of one rewritten stream: an object gets one name, however often it is used."""

    def __init__(self) -> None:
        self._kinds: dict[str, dict[str, Any]] = {}
        self._names: dict[tuple[str, object], str] = {}

    def name(self, kind: str, key: object, prefix: str, make: Callable[[], Any]) -> Name:
        """The name of the object known as ``key``; ``make`` gives it when it is new."""
        if (kind, key) not in self._names:
            entries = self._kinds.setdefault(kind, {})
            name = f"/{prefix}{len(entries)}"
            entries[name] = make()
            self._names[kind, key] = name
        return Name(self._names[kind, key])

    def dictionary(self) -> pikepdf.Dictionary:
        """What was named, as a resource dictionary (ISO 32000-1, 7.8.3)."""
        return pikepdf.Dictionary(
            {kind: pikepdf.Dictionary(entries) for kind, entries in self._kinds.items()}
        )


def identify(obj: Any) -> object:
    """What tells an object from others: its number, or for a direct object its text."""
    return obj.objgen if obj.is_indirect else obj.unparse(resolved=False)

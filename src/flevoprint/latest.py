"""What was used last, and no more than so much of it: else what is kept grows with every sheet."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")


class Latest(OrderedDict[object, T]):
    """The last ``most`` things that were asked for; what was asked for longest ago goes."""

    def __init__(self, most: int) -> None:
        super().__init__()
        self._most = most

    def found(self, key: object, make: Callable[[], T]) -> T:
        """What is kept under ``key``, or else what ``make`` gives."""
        if key in self:
            self.move_to_end(key)
            return self[key]
        made = self[key] = make()
        if len(self) > self._most:
            self.popitem(last=False)
        return made

"""What was used last, and no more than so much of it: else what is kept grows with every sheet."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")


class Latest(OrderedDict[object, T]):
    """The things that were used last; what was used longest ago goes."""

    def __init__(self, most: int, weigh: Callable[[T], int] = lambda _: 1) -> None:
        """All that is kept weighs ``most`` together, as ``weigh`` weighs each: one, by default."""
        super().__init__()
        self._most, self._weigh, self._weight = most, weigh, 0

    @property
    def weight(self) -> int:
        """What all that is kept weighs."""
        return self._weight

    def found(self, key: object, make: Callable[[], T]) -> T:
        """What is kept under ``key``, or else what ``make`` gives."""
        return self.used(key) if key in self else self.keep(key, make())

    def used(self, key: object) -> T:
        """What is kept under ``key``. Raises KeyError where that is gone, or never was."""
        self.move_to_end(key)
        return self[key]

    def keep(self, key: object, thing: T, beside: int = 0) -> T:
        """Keep ``thing`` under ``key``, under which nothing is kept yet; gives it back.

        ``beside`` is what is kept elsewhere of the same ``most``.
        """
        self[key] = thing
        self._weight += self._weigh(thing)
        while self and self._weight + beside > self._most:
            _, gone = self.popitem(last=False)
            self._weight -= self._weigh(gone)
        return thing

    def clear(self) -> None:
        """Keep nothing."""
        super().clear()
        self._weight = 0

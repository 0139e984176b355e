"""Type as large as fits: the search for the size of slots that may shrink.

Eight equal steps lead from full size to the smallest; the search halves them, for all groups of
slots at once, so that six layouts are enough whatever does not fit.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass

from flevoprint.model import Gemeente, Sheet, Slot
from flevoprint.typeset.engine import LaidOut
from flevoprint.typeset.lettering import SHRUNK
from flevoprint.typeset.overflow import Overflow, overflows
from flevoprint.typeset.proof import Proof, proof_of

#: Equal steps between full size and the smallest.
STEPS = 8

#: Lays the sheet out with slots at a share of their full size, by path.
SetAt = Callable[[Mapping[str, float]], LaidOut]


@dataclass(frozen=True, slots=True)
class Fitted:
    """The layout chosen, beside its source; ``crowded`` are the slots too full at full size."""

    laid_out: LaidOut
    proof: Proof
    crowded: Mapping[str, Overflow]


def copyfit(set_at: SetAt, sheet: Sheet, gemeente: Gemeente) -> Fitted:
    """Lay out the sheet, the slots that may shrink at the largest size at which they fit.

    What does not fit at its smallest, or may not shrink, is left for the fit check to tell; all
    that may shrink and did not fit is at its smallest then.
    """
    full = set_at({})
    proof = proof_of(full.pages, sheet, gemeente)
    crowded = overflows(proof)
    groups = _groups(sheet.layout.slots, crowded, proof)
    if not groups:
        return Fitted(full, proof, {})
    search = _Search(set_at, sheet, gemeente, groups)
    return Fitted(*search.chosen(), {slot: crowded[slot] for slot in crowded if _in(groups, slot)})


@dataclass(frozen=True, slots=True)
class _Group:
    """Slots that shrink alike, at most to ``smallest`` of their full size."""

    slots: tuple[str, ...]
    smallest: float

    def share(self, step: int) -> float:
        """The share of full size after ``step`` of :data:`STEPS` steps."""
        return 1 - (1 - self.smallest) * step / STEPS


def _groups(slots: Iterable[Slot], crowded: Collection[str], proof: Proof) -> tuple[_Group, ...]:
    """The groups in which something is crowded and that may shrink."""
    members: dict[str, list[Slot]] = {}
    for slot in slots:
        if slot.smallest < 1:
            members.setdefault(slot.group or slot.path, []).append(slot)
    groups = (
        _Group(tuple(slot.path for slot in alike), max(_smallest(slot, proof) for slot in alike))
        for alike in members.values()
        if any(slot.path in crowded for slot in alike)
    )
    return tuple(group for group in groups if group.smallest < 1)


def _smallest(slot: Slot, proof: Proof) -> float:
    """How far ``slot`` may shrink: as its layout says, and never to unreadable type."""
    sizes = [line.size for line in proof.lines if line.slot == slot.path]
    readable = proof.sheet.layout.smallest_type * SHRUNK
    return max(slot.smallest, readable / min(sizes)) if sizes else slot.smallest


def _in(groups: Iterable[_Group], slot: str) -> bool:
    return any(slot in group.slots for group in groups)


class _Search:
    """The search for the size of each group; a combination is laid out once."""

    def __init__(
        self, set_at: SetAt, sheet: Sheet, gemeente: Gemeente, groups: tuple[_Group, ...]
    ) -> None:
        self._set_at, self._sheet, self._gemeente = set_at, sheet, gemeente
        self._groups = groups
        self._tried: dict[tuple[int, ...], tuple[LaidOut, Proof]] = {}

    def chosen(self) -> tuple[LaidOut, Proof]:
        """The largest sizes that fit together; the smallest where that is what fits, or nothing."""
        smallest = (STEPS,) * len(self._groups)
        if overflows(self._laid(smallest)[1]):
            return self._laid(smallest)
        # Of each group: a step that does not fit, and one that does.
        bounds = [(0, STEPS)] * len(self._groups)
        while any(fits - too_large > 1 for too_large, fits in bounds):
            steps = tuple(_between(*bound) for bound in bounds)
            full = overflows(self._laid(steps)[1])
            bounds = [
                (step, bound[1]) if any(slot in full for slot in group.slots) else (bound[0], step)
                for group, step, bound in zip(self._groups, steps, bounds, strict=True)
            ]
        together = self._laid(tuple(fits for _, fits in bounds))
        return self._laid(smallest) if overflows(together[1]) else together

    def _laid(self, steps: tuple[int, ...]) -> tuple[LaidOut, Proof]:
        if steps not in self._tried:
            shares = {
                slot: group.share(step)
                for group, step in zip(self._groups, steps, strict=True)
                for slot in group.slots
            }
            laid_out = self._set_at(shares)
            proof = proof_of(laid_out.pages, self._sheet, self._gemeente, shares)
            self._tried[steps] = laid_out, proof
        return self._tried[steps]


def _between(too_large: int, fits: int) -> int:
    """The step halfway; the one that fits once there is none between."""
    return (too_large + fits) // 2 if fits - too_large > 1 else fits

"""Whether what was typed is what was laid out: pages, boxes, words, letters.

A box that is too small hides its text without a word, and the engine replaces what it lacks in
silence; each check here turns one such loss into an error at the line the editor typed.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from flevoprint.language import excerpt, say
from flevoprint.model import FontFace
from flevoprint.problem import Problem, error
from flevoprint.typeset.lettering import face_problems, size_problems
from flevoprint.typeset.overflow import overflow_problems, overflows, to_tell
from flevoprint.typeset.overlap import overlap_problems
from flevoprint.typeset.page import Area, PageLayout
from flevoprint.typeset.proof import Proof
from flevoprint.typeset.words import word_problems

#: What a cutter may take off: everything that matters stays this far inside the trim, mm.
SAFE_MARGIN = 5.0


def fit_problems(proof: Proof, faces: Sequence[FontFace]) -> list[Problem]:
    """Everything that was lost, does not fit or fell back; each thing once.

    What overflows its slot also runs over its neighbours and out of the page: those are not to
    blame, so that nothing is said of them as long as anything overflows.
    """
    full = overflows(proof)
    problems = [found for flow in to_tell(full) for found in overflow_problems(flow, proof)]
    if not full:
        problems += _page_problems(proof)
        problems += overlap_problems(proof)
    hidden = _hidden_slots(proof)
    problems += (_hidden_slot(path, proof) for path in hidden)
    problems += word_problems(proof, hidden)
    problems += _outside_safe_margin(proof, full)
    problems += size_problems(proof)
    problems += face_problems(proof, faces)
    return list(dict.fromkeys(problems))


def _page_problems(proof: Proof) -> Iterator[Problem]:
    """Pages too many or too few, and slots on another side than the layout declares."""
    sides = proof.sheet.layout.sides
    if len(proof.pages) != len(sides):
        yield error(
            "fit.page-count",
            say(
                "the sheet of {gemeente} has {count} pages instead of {expected}",
                gemeente=proof.name,
                count=len(proof.pages),
                expected=len(sides),
            ),
            proof.sheet.source,
            say("shorten the text; one is so long that it ends up on a next page"),
        )
        return
    declared = {slot.path: slot.side for slot in proof.sheet.layout.slots if slot.side}
    for page, side in zip(proof.pages, sides, strict=True):
        for path in dict.fromkeys(area.path for area in page.slots):
            if declared.get(path, side) != side:
                yield error(
                    "fit.wrong-side",
                    say(
                        "the slot '{slot}' stands on the side '{side}' instead of '{declared}'",
                        slot=path,
                        side=side,
                        declared=declared[path],
                    ),
                    proof.layout_source("sheet.html"),
                    say("move the slot in the layout, or change its side in layout.yaml"),
                )


def _hidden_slots(proof: Proof) -> tuple[str, ...]:
    """The filled slots for which no page has a box."""
    placed = {slot.path for page in proof.pages for slot in page.slots}
    return tuple(
        slot.path
        for slot in proof.sheet.layout.slots
        if slot.path not in placed and proof.sheet.values[slot.path]
    )


def _hidden_slot(path: str, proof: Proof) -> Problem:
    return error(
        "fit.slot-missing",
        say(
            "the layout '{layout}' shows the slot '{slot}' nowhere",
            layout=proof.sheet.layout.id,
            slot=path,
        ),
        proof.slot_source(path),
        say(
            'put data-slot="{slot}" on a box in {file}',
            slot=path,
            file=proof.layout_source("sheet.html").path,
        ),
    )


def _outside_safe_margin(proof: Proof, full: Collection[str]) -> Iterator[Problem]:
    """Text too near the trim, of slots that fit; each text once."""
    told: set[str] = set()
    for page in proof.pages:
        safe = _safe_area(page)
        for line in page.lines:
            if line.slot in full or line.area.lies_in(safe) or (line.path and line.path in told):
                continue
            told.add(line.path)
            yield error(
                "fit.outside-safe-margin",
                say(
                    "'{words}' stands less than {margin:g} mm from the trim",
                    words=excerpt(line.words),
                    margin=SAFE_MARGIN,
                ),
                proof.source(line),
                say("shorten the text, or move the slot in the layout"),
            )


def _safe_area(page: PageLayout) -> Area:
    return Area(SAFE_MARGIN, SAFE_MARGIN, page.width - SAFE_MARGIN, page.height - SAFE_MARGIN)

"""All checks of the tags of a screen edition.

A validator such as veraPDF does about half of these; the others are what it lets pass.
"""

from __future__ import annotations

from flevoprint.press.preflight import coherence, declared, legible, links, meaning, order

CHECKS = (
    *declared.CHECKS,
    *coherence.CHECKS,
    *links.CHECKS,
    *legible.CHECKS,
    *meaning.CHECKS,
    *order.CHECKS,
)

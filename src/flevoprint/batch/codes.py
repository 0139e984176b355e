"""The findings there can be, asked only where something must be held against them."""

from __future__ import annotations


def known_codes() -> frozenset[str]:
    """Every code that a finding of preflight may carry."""
    from flevoprint.press.preflight import known_codes as known

    return known()

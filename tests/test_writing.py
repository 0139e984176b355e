"""Letters that are written from right to left are found wherever Unicode has them."""

from __future__ import annotations

import sys
import unicodedata

from flevoprint.writing import turned


def test_every_turned_letter_is_found_and_no_other() -> None:
    everything = map(chr, range(sys.maxunicode + 1))
    assert all(
        bool(turned(f"a{one}b")) == (unicodedata.bidirectional(one) in {"R", "AL"})
        for one in everything
    )
    assert turned("Urk") == ""
    assert turned("de ‘Schoor’ heet مرحبا") == "م"

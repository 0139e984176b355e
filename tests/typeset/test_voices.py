"""Languages are marked on the tags that hold them, also where a page has more than its tags."""

from __future__ import annotations

import io
from pathlib import Path

import pikepdf

from flevoprint.typeset import Engine

FONTS = Path(__file__).resolve().parents[2] / "fonts"
PAGE = """<html lang='nl'><head><title>x</title><style>
@page { size: 90mm 120mm; margin: 12mm; @top-left { content: string(kop) } }
h2 { string-set: kop content() } body { font: 9pt 'Source Sans 3' }
</style></head><body><h2>Een kop</h2><p>Tekst <i lang='en'>in English</i>.</p></body></html>"""


def test_what_stands_in_the_margin_shifts_no_language() -> None:
    laid = Engine(FONTS).lay_out(PAGE, {})
    with pikepdf.open(io.BytesIO(laid.write().data)) as pdf:
        assert str(pdf.Root.Lang) == "nl"
        marked = [
            str(thing.S)
            for thing in pdf.objects
            if isinstance(thing, pikepdf.Dictionary) and "/S" in thing and "/Lang" in thing
        ]
    assert len(marked) == 1
    assert marked[0] != "/H2"

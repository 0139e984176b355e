"""fullbleed: one engine kept warm, the same HTML, and its CSS without what it does not read."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import fullbleed

from bench.contenders import Contender, Maker, target
from bench.pages import FOGRA39, page, used
from bench.work import Work

#: It leaves out a declaration with ``calc()`` and ``var()``; at full size the factor is 1.
_FIT = re.compile(r"calc\(([\d.]+(?:pt|mm)) \* var\(--fit, 1\)\)")
_MORE = (Path(__file__).parents[1] / "fullbleed.css").read_text()
_BLEED = {"scherm": "@page { bleed: 0 }", "druk": "@page { bleed: 3mm }"}
_PROFILES: dict[str, dict[str, Any]] = {
    "scherm": {"pdf_profile": "pdfua1"},
    "druk": {
        "pdf_profile": "pdfx4",
        "color_space": "cmyk",
        "output_intent_icc": str(FOGRA39),
        "output_intent_identifier": "FOGRA39",
        "output_intent_components": 4,
        "document_timestamp": "2026-11-01T00:00:00Z",
    },
}


class Fullbleed:
    """The engine holds the fonts; of each sheet it is told the title."""

    def __init__(self, work: Work, contender: Contender) -> None:
        self._work, self._contender = work, contender
        (self._edition,) = contender.editions
        job = work.job(work.gemeenten[0])
        self._engine = fullbleed.PdfEngine(
            font_files=[str(face.path) for face in used(job.fonts)],
            document_lang=job.info.language,
            document_title=job.info.title,
            **_PROFILES[self._edition],
        )

    def ready(self, gemeenten: Sequence[str]) -> None:
        """Nothing."""

    def make(self, gemeenten: Sequence[str]) -> Iterator[str]:
        """One call a file."""
        for gemeente in gemeenten:
            job = self._work.job(gemeente)
            sheet = page(job)
            self._engine.document_title = job.info.title
            css = _FIT.sub(r"\1", sheet.css) + _MORE + _BLEED[self._edition]
            path = target(self._work, self._contender, gemeente)
            self._engine.render_pdf_to_file(sheet.html, css, str(path))
            yield gemeente


def maker(work: Work, contender: Contender) -> Maker:
    """This engine, started."""
    return Fullbleed(work, contender)

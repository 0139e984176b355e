"""WeasyPrint as its manual begins: one ``HTML(string=…).write_pdf(…)`` a file."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import weasyprint

from bench.contenders import Contender, Maker, target
from bench.pages import FOGRA39, font_faces, page
from bench.work import Work

_MORE = {
    "scherm": "@page { bleed: 0 }",
    "druk": (
        "@page { bleed: 3mm } @color-profile device-cmyk "
        f'{{ src: url("{FOGRA39.as_uri()}"); components: c, m, y, k }}'
    ),
}
_VARIANTS = {"scherm": "pdf/ua-1", "druk": "pdf/x-4"}


class Weasy:
    """Nothing is kept from one file to the next."""

    def __init__(self, work: Work, contender: Contender) -> None:
        self._work, self._contender = work, contender
        (self._edition,) = contender.editions

    def ready(self, gemeenten: Sequence[str]) -> None:
        """Nothing."""

    def make(self, gemeenten: Sequence[str]) -> Iterator[str]:
        """One call a file."""
        for gemeente in gemeenten:
            job = self._work.job(gemeente)
            html = page(job).whole(font_faces(job.fonts) + _MORE[self._edition])
            weasyprint.HTML(string=html).write_pdf(
                target(self._work, self._contender, gemeente),
                pdf_variant=_VARIANTS[self._edition],
            )
            yield gemeente


def maker(work: Work, contender: Contender) -> Maker:
    """This engine, started."""
    return Weasy(work, contender)

"""Typst by its Python binding: one compiler kept warm, ``sheet.typ`` with each sheet as JSON."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from pathlib import Path

import typst

from bench.contenders import Contender, Maker, target
from bench.typst_sheet import typst_sheet
from bench.work import Work

TEMPLATE = Path(__file__).parents[1] / "sheet.typ"


class Typst:
    """The compiler remembers what did not change since the last sheet; that is its way."""

    def __init__(self, work: Work, contender: Contender) -> None:
        self._work, self._contender = work, contender
        folders = {face.path.parent for face in work.job(work.gemeenten[0]).fonts}
        fonts = typst.Fonts(
            include_system_fonts=False,
            include_embedded_fonts=False,
            font_paths=sorted(map(str, folders)),
        )
        self._compiler = typst.Compiler(input=str(TEMPLATE), font_paths=fonts)

    def ready(self, gemeenten: Sequence[str]) -> None:
        """Nothing."""

    def make(self, gemeenten: Sequence[str]) -> Iterator[str]:
        """One compilation a file; a warning is an error here."""
        for gemeente in gemeenten:
            _, warnings = self._compiler.compile_with_warnings(
                output=str(target(self._work, self._contender, gemeente)),
                format="pdf",
                sys_inputs={"sheet": json.dumps(typst_sheet(self._work.job(gemeente)))},
                pdf_standards=["ua-1", "a-2a"],
            )
            if warnings:
                raise RuntimeError(f"Typst says: {warnings}")
            yield gemeente


def maker(work: Work, contender: Contender) -> Maker:
    """This engine, started."""
    return Typst(work, contender)

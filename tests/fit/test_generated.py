"""Two hundred sheets that are too full, sixty that are not, and fifty that copyfit saves.

A sample of each always runs; the rest takes minutes.
"""

from __future__ import annotations

import random
import re
import subprocess
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from flevoprint.batch.worker import run_job
from flevoprint.model import Job, Text
from flevoprint.problem import Problem, Severity, has_errors
from flevoprint.typeset import Engine, LaidSheet, lay_out_sheet
from flevoprint.typeset.compose import compose
from flevoprint.typeset.engine import LaidOut
from flevoprint.typeset.overflow import overflows as overflows_of
from flevoprint.typeset.proof import Proof, expected_texts, proof_of
from tests.support.sampling import sampled

from . import generate
from .generate import ROOT, Change, job_of, longer, some


class CountingEngine(Engine):
    """The engine, which also counts how often it lays out."""

    count = 0

    def lay_out(self, html: str, assets: Mapping[str, bytes]) -> LaidOut:
        self.count += 1
        return super().lay_out(html, assets)


@pytest.fixture(scope="module")
def engine() -> CountingEngine:
    return CountingEngine(ROOT / "fonts")


def laid(engine: Engine, job: Job) -> LaidSheet:
    return lay_out_sheet(engine, job.sheet, job.gemeente, job.info, job.fonts)


def values(problem: Problem) -> dict[str, Any]:
    """What a message tells: its slot, its amount."""
    return dict(getattr(problem.message, "values"))  # noqa: B009


@pytest.mark.parametrize("change", sampled(generate.overflows(200, seed=3), fast=5))
def test_an_overflow_is_found_at_its_line(
    change: Change, engine: CountingEngine, tmp_path: Path
) -> None:
    job = job_of(change, tmp_path / "project")
    found = [problem for problem in laid(engine, job).problems if has_errors([problem])]
    assert {problem.code for problem in found} <= {"fit.too-long", "fit.too-wide"}, change.name
    assert len(found) <= 3, change.name
    right = [
        problem
        for problem in found
        if problem.source.path == change.file and problem.source.line in change.lines
    ]
    told = [values(problem) for problem in right]
    assert any(
        value["slot"] == change.slot
        and value["gemeente"] == job.gemeente.name.value
        and value["length"] > 0
        for value in told
    ), (change.name, found)


def bare(text: str) -> str:
    """``text`` as it reads aloud: no spaces, hyphens, quotation marks, or capitals."""
    return re.sub(r"[\s\-‐\u00ad\u200b'‘’\"“”]", "", text.casefold())


def assert_all_words_are_in_the_pdf(job: Job, folder: Path) -> None:
    """The screen edition, as built, holds every text of the source: judged by Poppler."""
    screen = tuple(edition for edition in job.editions if not edition.condition)
    result = run_job(replace(job, editions=screen))
    (file,) = result.files
    (folder / "screen.pdf").write_bytes(file.data)
    done = subprocess.run(
        ["pdftotext", "-raw", "-enc", "UTF-8", folder / "screen.pdf", "-"],
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    whole = bare(done.stdout)
    texts = [text.value for text in expected_texts(job.sheet, job.gemeente)]
    assert len(texts) > 20
    assert [text for text in texts if bare(text) not in whole] == []


@pytest.mark.parametrize("change", sampled(generate.fitting(60, seed=4), fast=3))
def test_what_fits_raises_no_alarm_and_loses_no_word(
    change: Change, engine: CountingEngine, tmp_path: Path
) -> None:
    job = job_of(change, tmp_path / "project")
    before = engine.count
    sheet = laid(engine, job)
    assert engine.count == before + 1
    serious = [p for p in sheet.problems if p.severity is not Severity.NOTE]
    assert serious == [], change.name
    assert sheet.shrunk == {}
    assert_all_words_are_in_the_pdf(job, tmp_path)


#: By slot that shrinks: how many words just do not fit any more, where the search begins.
NEARLY = {
    "inspiratie.ervaringskennis": 4,
    "inspiratie.themas": 12,
    "tips.groepen": 6,
    "tips.dichtbij": 8,
    "tips.lokaal": 8,
}


def overfull(number: int, engine: CountingEngine, folder: Path) -> tuple[Job, LaidSheet, int]:
    """A sheet too full at full size and not at its smallest, and the layouts that it took."""
    chance = random.Random(number)
    slot = list(NEARLY)[number % len(NEARLY)]
    for _ in range(8):
        gemeente, words = chance.choice(generate.GEMEENTEN), some(400, chance).split()
        line = chance.randrange(10**6)
        count, step = NEARLY[slot], 16
        while count < 400 and step:
            more = " " + " ".join(words[:count])
            change = longer(str(number), gemeente, slot, more, random.Random(line))
            job = job_of(change, folder)
            before = engine.count
            sheet = laid(engine, job)
            if has_errors(sheet.problems):  # it is between the last that fitted and this
                count, step = max(0, count - step), step // 4
            elif sheet.shrunk:
                return job, sheet, engine.count - before
            count += step
    raise AssertionError(f"no sheet found that is just too full in {slot}")


def set_at(engine: Engine, job: Job, shares: Mapping[str, float]) -> Proof:
    """The sheet laid out with slots at these shares of their size."""
    composition = compose(job.sheet, job.gemeente, job.info, shares)
    pages = engine.lay_out(composition.html, composition.assets).pages
    return proof_of(pages, job.sheet, job.gemeente, shares)


def step_of(job: Job, slots: list[str], full: Proof) -> float:
    """An eighth of the way from full size to the smallest that the layout, or 8.5 pt, allows."""
    declared = {slot.path: slot.smallest for slot in job.sheet.layout.slots}
    sizes = {slot: min(line.size for line in full.lines if line.slot == slot) for slot in slots}
    return (1 - max(max(declared[slot], 8.5 / sizes[slot]) for slot in slots)) / 8


@pytest.mark.parametrize("number", sampled(range(50), fast=2))
def test_copyfit_takes_the_largest_size_that_fits(
    number: int, engine: CountingEngine, tmp_path: Path
) -> None:
    job, sheet, layouts = overfull(number, engine, tmp_path / "project")
    assert 2 <= layouts <= 6
    notes = [problem for problem in sheet.problems if problem.code == "fit.shrunk"]
    assert {values(note)["slot"] for note in notes} <= set(sheet.shrunk)
    assert notes
    full = set_at(engine, job, {})
    slots = [slot for slot in sheet.shrunk if any(line.slot == slot for line in full.lines)]
    step = step_of(job, slots, full)
    larger = {slot: share + step for slot, share in sheet.shrunk.items()}
    assert all(share <= 1.0001 for share in larger.values())
    assert overflows_of(set_at(engine, job, larger)).keys() & set(slots)
    assert 0.88 <= min(sheet.shrunk.values()) < 1


def test_two_groups_shrink_at_once(engine: CountingEngine, tmp_path: Path) -> None:
    """Each to its own size, in as few layouts as one."""
    chance = random.Random(1)
    change = longer("", "urk", "inspiratie.themas", " " + some(30, chance), chance)
    job = job_of(change, tmp_path / "project")
    quotes = job.sheet.values["inspiratie.ervaringskennis"]
    last = quotes.quotes[-1]
    longer_quote = replace(last, value=f"{last.value} {some(10, chance)}")
    job = with_text(job, "inspiratie.ervaringskennis", last, longer_quote)
    before = engine.count
    sheet = laid(engine, job)
    assert engine.count - before <= 6
    assert not has_errors(sheet.problems)
    assert set(sheet.shrunk) == {"inspiratie.ervaringskennis", "inspiratie.themas"}
    assert len(set(sheet.shrunk.values())) == 2


def with_text(job: Job, slot: str, old: Text, new: Text) -> Job:
    """``job`` with another last quote in ``slot``."""
    quotes = job.sheet.values[slot]
    changed = replace(quotes, quotes=(*quotes.quotes[:-1], new))
    texts = tuple(new if text.path == old.path else text for text in job.sheet.texts)
    sheet_values = {**job.sheet.values, slot: changed}
    return replace(job, sheet=replace(job.sheet, values=sheet_values, texts=texts))

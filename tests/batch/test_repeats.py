"""A mistake is told once: where it was typed, and not again of the finished page."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from flevoprint.batch.plan import Selection, plan
from flevoprint.batch.repeats import repeats
from flevoprint.content import read_project
from flevoprint.language import say
from flevoprint.model import Job
from flevoprint.problem import Problem, Source, warning

ROOT = Path(__file__).resolve().parents[2]
PAGE = Source("urk/blad-urk-scherm.pdf")
HINT = say("mend it")


def job_with(*problems: Problem) -> Job:
    """Urk's sheet, of which the content says ``problems``."""
    job = plan(read_project(ROOT), Selection(("urk",))).jobs[0]
    return replace(job, problems=problems)


def on_page(code: str, words: str) -> Problem:
    """A finding on a page, worded as preflight words it."""
    inner = say("“{words}” is wrong", words=words)
    return warning(code, say("page {number}: {what}", number=1, what=inner), PAGE, HINT)


def test_the_same_words_are_told_once() -> None:
    job = job_with()
    text = max(job.sheet.texts, key=lambda text: len(text.value))
    told = warning("wording.foreign-text", say("foreign"), text.source, HINT)
    job = job_with(told)
    assert repeats(on_page("preflight.passage-language", text.value[:50] + "…"), job)
    assert not repeats(on_page("preflight.passage-language", "You can walk in"), job)
    assert not repeats(on_page("preflight.passage-language", ""), job)
    assert not repeats(on_page("preflight.contrast", text.value[:50]), job)


def test_an_alternative_text_is_known_by_its_words() -> None:
    message = say("the alternative text '{alt}' is the name of a file", alt="logo-urk.svg")
    job = job_with(warning("wording.alt-text", message, Source("urk.yaml", 10, 8), HINT))
    assert repeats(on_page("preflight.alt-poor", "logo-urk.svg"), job)
    assert not repeats(on_page("preflight.alt-poor", "img_0012.jpg"), job)

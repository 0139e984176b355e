"""No word is lost in silence: real sheets, laid out for real, held against their source."""

from __future__ import annotations

import pickle
import shutil
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from flevoprint.batch import Selection, plan
from flevoprint.colour import PAPER
from flevoprint.content import read_project
from flevoprint.model import Address, Job, Pointer, Text
from flevoprint.problem import Problem, Source
from flevoprint.typeset import Engine, Typeset, typeset
from flevoprint.typeset.compose import compose
from flevoprint.typeset.fit import fit_problems

ROOT = Path(__file__).resolve().parents[2]
HERE = Source("content/gemeenten/urk.yaml", 99, 9)


@pytest.fixture(scope="module")
def engine() -> Engine:
    return Engine(ROOT / "fonts")


@pytest.fixture(scope="module")
def job() -> Job:
    return plan(read_project(ROOT), Selection(("urk",))).jobs[0]


def with_local(job: Job, *pointers: Pointer) -> Job:
    """``job`` with other local pointers."""
    values: Mapping[str, Any] = {**job.sheet.values, "tips.lokaal": pointers}
    kept = [text for text in job.sheet.texts if not text.path.startswith("tips.lokaal")]
    own = [text for pointer in pointers for text in (pointer.heading, *pointer.text) if text]
    return replace(job, sheet=replace(job.sheet, values=values, texts=(*kept, *own)))


def pointer(number: int, heading: str, *paragraphs: str) -> Pointer:
    """A local pointer as if typed in Urk's file."""
    path = f"tips.lokaal[{number}]"
    return Pointer(
        Text(heading, HERE, f"{path}.kop"),
        tuple(
            Text(words, HERE, f"{path}.tekst[{i}]") for i, words in enumerate(paragraphs, start=1)
        ),
    )


def made(engine: Engine, job: Job) -> Typeset:
    return typeset(engine, job.sheet, job.gemeente, job.info, job.fonts)


def codes(problems: tuple[Problem, ...]) -> set[str]:
    return {problem.code for problem in problems}


def test_the_shipped_sheet_fits(engine: Engine, job: Job) -> None:
    result = made(engine, job)
    assert result.problems == ()
    assert result.pages == 2
    assert result.tagged.startswith(b"%PDF")
    assert result.plain.startswith(b"%PDF")


@pytest.mark.parametrize("count", [0, 1, 2, 7])
def test_few_and_many_pointers_fit(engine: Engine, job: Job, count: int) -> None:
    pointers = [pointer(i, f"Wegwijzer {i}", "Hulp dichtbij.") for i in range(1, count + 1)]
    assert made(engine, with_local(job, *pointers)).problems == ()


def test_too_many_words_are_counted_at_their_line(engine: Engine, job: Job) -> None:
    result = made(engine, with_local(job, pointer(1, "Lang", "woord " * 400)))
    problem = next(p for p in result.problems if p.code == "fit.too-long")
    assert problem.source == HERE
    assert "'tips.lokaal' van Urk" in problem.message
    assert " mm te lang" in problem.message
    assert (result.tagged, result.plain) == (b"", b"")


def test_a_word_that_is_too_wide_is_named(engine: Engine, job: Job) -> None:
    word = "Wxyz" * 40
    result = made(engine, with_local(job, pointer(1, word)))
    assert codes(result.problems) & {"fit.too-wide", "fit.outside-safe-margin", "fit.too-long"}
    assert any(problem.source == HERE for problem in result.problems)


@pytest.mark.parametrize("words", ["漢字", "Urk ☃ Urk", "ﷺ"])
def test_a_glyph_no_font_has_is_named(engine: Engine, job: Job, words: str) -> None:
    result = made(engine, with_local(job, pointer(1, words)))
    assert "fit.glyph-missing" in codes(result.problems)


def test_a_text_the_layout_forgets_is_lost_and_named(engine: Engine, job: Job) -> None:
    forgotten = Text("Dit staat nergens op.", HERE, "tips.ondertitel.verborgen")
    sheet = replace(job.sheet, texts=(*job.sheet.texts, forgotten))
    result = typeset(engine, sheet, job.gemeente, job.info, job.fonts)
    assert [problem.code for problem in result.problems] == ["fit.words-lost"]
    assert "'Dit staat nergens op.'" in result.problems[0].message
    assert result.problems[0].source == HERE


def test_words_a_box_hides_are_lost_and_named(engine: Engine, job: Job) -> None:
    """The engine drops what does not fit a box that hides its overflow, without a word."""
    composition = compose(job.sheet, job.gemeente, job.info)
    path = "inspiratie.ondertitel"
    wrong = f'<div data-slot="{path}" style="position:absolute;height:5mm;overflow:hidden">'
    html = composition.html.replace(f'data-text="{path}"', 'data-text=""')
    html = html.replace(
        "</body>", f'{wrong}<span data-text="{path}">Inspiratie</span></div></body>'
    )
    laid_out = engine.lay_out(html, composition.assets)
    problems = fit_problems(laid_out.pages, job.sheet, job.gemeente, job.fonts)
    lost = next(problem for problem in problems if problem.code == "fit.words-lost")
    assert "voor en door wijkpartners" in lost.message


def test_nothing_but_its_own_assets_is_read(engine: Engine, tmp_path: Path) -> None:
    secret = tmp_path / "geheim.css"
    secret.write_text("body { color: red }", encoding="utf-8")
    for address in (
        secret.as_uri(),
        "https://example.org/x.css",
        "asset:weg.css",
        "data:text/css,",
    ):
        html = f'<html lang="nl"><link rel="stylesheet" href="{address}"><p>Urk</html>'
        laid_out = engine.lay_out(html, {})
        assert len(laid_out.messages) == 1


def test_a_family_that_is_not_ours_is_named(engine: Engine, job: Job) -> None:
    composition = compose(job.sheet, job.gemeente, job.info)
    style = b"\nh2 { font-family: Arial !important; font-weight: 800 !important }\n"
    assets = {
        name: data + style if name.endswith(".css") else data
        for name, data in composition.assets.items()
    }
    laid_out = engine.lay_out(composition.html, assets)
    problems = fit_problems(laid_out.pages, job.sheet, job.gemeente, job.fonts)
    assert [p.message for p in problems if p.code == "fit.font-missing"] == [
        "het lettertype Arial 800 staat niet in fonts/fonts.yaml"
    ]


def test_an_address_that_is_not_printed_is_lost_and_named(engine: Engine, job: Job) -> None:
    hidden = Address("https://www.urk.nl/nergens", HERE)
    contact = replace(job.gemeente.contact, website=hidden)
    composition = compose(job.sheet, job.gemeente, job.info)
    laid_out = engine.lay_out(composition.html, composition.assets)
    gemeente = replace(job.gemeente, contact=contact)
    problems = fit_problems(laid_out.pages, job.sheet, gemeente, job.fonts)
    assert [(problem.code, problem.source) for problem in problems] == [("fit.words-lost", HERE)]


def test_a_main_colour_that_cannot_be_seen_is_noted(engine: Engine, job: Job) -> None:
    white = replace(job.gemeente.palette, main=PAPER)
    pale = replace(job, gemeente=replace(job.gemeente, palette=white))
    result = made(engine, pale)
    assert [problem.code for problem in result.problems] == ["typeset.main-too-light"]
    assert result.tagged


def test_text_over_text_is_named(engine: Engine, job: Job) -> None:
    composition = compose(job.sheet, job.gemeente, job.info)
    style = b'\n[data-slot="inspiratie.ondertitel"] { top: 20mm !important }\n'
    assets = {
        name: data + style if name.endswith(".css") else data
        for name, data in composition.assets.items()
    }
    laid_out = engine.lay_out(composition.html, assets)
    problems = fit_problems(laid_out.pages, job.sheet, job.gemeente, job.fonts)
    assert "fit.overlap" in {problem.code for problem in problems}


def test_a_slot_on_the_other_side_is_named(engine: Engine, job: Job) -> None:
    composition = compose(job.sheet, job.gemeente, job.info)
    pages = engine.lay_out(composition.html, composition.assets).pages
    problems = fit_problems(pages[::-1], job.sheet, job.gemeente, job.fonts)
    assert {problem.code for problem in problems} == {"fit.too-long"}
    assert all("loopt door op de andere zijde" in problem.message for problem in problems)


def test_a_text_longer_than_the_page_is_told_once_at_its_line(engine: Engine, job: Job) -> None:
    theme = job.sheet.values["inspiratie.themas"][0]
    point = theme.points[0]
    long = replace(point.statement, value=" ".join(["initiatief"] * 500))
    themes = (replace(theme, points=(replace(point, statement=long),)),)
    values = {**job.sheet.values, "inspiratie.themas": themes}
    texts = tuple(
        long if text.path == long.path else text
        for text in job.sheet.texts
        if not text.path.startswith("inspiratie.themas") or text.path == long.path
    )
    result = made(engine, replace(job, sheet=replace(job.sheet, values=values, texts=texts)))
    told = [problem for problem in result.problems if problem.code == "fit.too-long"]
    assert [problem.source for problem in told] == [long.source]
    assert "'inspiratie.themas' van Urk" in told[0].message


def test_a_family_that_fell_back_is_named(job: Job, tmp_path: Path) -> None:
    """In a process of its own: fontconfig reads its folder once."""
    fonts = tmp_path / "fonts"
    shutil.copytree(ROOT / "fonts", fonts)
    shutil.rmtree(fonts / "bricolage-grotesque")
    (tmp_path / "job").write_bytes(pickle.dumps(replace(job, fonts_folder=fonts)))
    code = (
        "import pickle, sys\nfrom flevoprint.batch.worker import run_job\n"
        "job = pickle.load(open(sys.argv[1], 'rb'))\n"
        "print([problem.code for problem in run_job(job).problems if problem.severity == 'fout'])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(tmp_path / "job")],
        capture_output=True,
        text=True,
        timeout=120,
        check=True,
    )
    assert done.stdout == "['typeset.font-fallback']\n"

"""No word is lost in silence: real sheets, laid out for real, held against their source."""

from __future__ import annotations

import pickle
import re
import shutil
import subprocess
import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from flevoprint.batch.plan import Selection, plan
from flevoprint.colour import PAPER
from flevoprint.content import read_project
from flevoprint.language import language
from flevoprint.model import Address, Gemeente, Job, Pointer, Text
from flevoprint.problem import Problem, Source
from flevoprint.typeset import Engine, LaidSheet, Typeset, lay_out_sheet, typeset
from flevoprint.typeset.compose import compose
from flevoprint.typeset.engine import LaidOut
from flevoprint.typeset.fit import fit_problems
from flevoprint.typeset.page import PageLayout
from flevoprint.typeset.proof import proof_of

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


def codes(problems: Iterable[Problem]) -> set[str]:
    return {problem.code for problem in problems}


def dutch(problem: Problem) -> str:
    return language("nl").tell(problem.message)


def checked(job: Job, laid_out: LaidOut, gemeente: Gemeente | None = None) -> list[Problem]:
    """What the fit check says of ``laid_out``."""
    return checked_pages(job, laid_out.pages, gemeente)


def checked_pages(
    job: Job,
    pages: Sequence[PageLayout],
    gemeente: Gemeente | None = None,
    shrunk: Mapping[str, float] | None = None,
) -> list[Problem]:
    proof = proof_of(pages, job.sheet, gemeente or job.gemeente, shrunk)
    return fit_problems(proof, job.fonts)


def styled(engine: Engine, job: Job, css: str, *changes: tuple[str, str]) -> LaidOut:
    """``job`` laid out with ``css`` after the layout's own, and ``changes`` in its HTML."""
    composition = compose(job.sheet, job.gemeente, job.info)
    html = composition.html
    for old, new in changes:
        assert old in html
        html = html.replace(old, new)
    assets = {
        name: data + f"\n{css}\n".encode() if name.endswith(".css") else data
        for name, data in composition.assets.items()
    }
    return engine.lay_out(html, assets)


def test_the_shipped_sheet_fits(engine: Engine, job: Job) -> None:
    result = made(engine, job)
    assert result.problems == ()
    assert result.pages == 2
    assert result.data.startswith(b"%PDF")


@pytest.mark.parametrize("count", [0, 1, 2, 7])
def test_few_and_many_pointers_fit(engine: Engine, job: Job, count: int) -> None:
    pointers = [pointer(i, f"Wegwijzer {i}", "Hulp dichtbij.") for i in range(1, count + 1)]
    assert made(engine, with_local(job, *pointers)).problems == ()


def test_too_many_words_are_counted_at_their_line(engine: Engine, job: Job) -> None:
    result = made(engine, with_local(job, pointer(1, "Lang", "woord " * 400)))
    problem = next(p for p in result.problems if p.code == "fit.too-long")
    assert problem.source == HERE
    told = dutch(problem)
    found = re.fullmatch(
        r"het vak 'tips.lokaal' van Urk is (\d+) woorden of ([\d,]+) mm te lang", told
    )
    assert found, told
    assert 100 < int(found[1]) < 400
    assert 60 < float(found[2].replace(",", ".")) < 400
    assert result.data == b""


def test_a_word_that_is_too_wide_is_named(engine: Engine, job: Job) -> None:
    word = "Wxyz" * 40
    result = made(engine, with_local(job, pointer(1, word)))
    # In the words of a pointer it may break.
    assert codes(result.problems) == {"fit.word-broken", "fit.shrunk"}
    assert any(problem.source == HERE for problem in result.problems)
    composition = styled(
        engine, with_local(job, pointer(1, word)), ".pointer .words {overflow-wrap: normal}"
    )
    problems = checked(with_local(job, pointer(1, word)), composition)
    assert [(p.code, p.source) for p in problems] == [("fit.too-wide", HERE)]
    assert dutch(problems[0]).startswith("in het vak 'tips.lokaal' van Urk steekt 'WxyzWxyz")


@pytest.mark.parametrize("words", ["漢字", "Urk ☃ Urk", "ﷺ"])
def test_a_glyph_no_font_has_is_named(engine: Engine, job: Job, words: str) -> None:
    result = made(engine, with_local(job, pointer(1, words)))
    assert "fit.glyph-missing" in codes(result.problems)


def test_a_text_the_layout_forgets_is_lost_and_named(engine: Engine, job: Job) -> None:
    forgotten = Text("Dit staat nergens op.", HERE, "tips.ondertitel.verborgen")
    sheet = replace(job.sheet, texts=(*job.sheet.texts, forgotten))
    result = typeset(engine, sheet, job.gemeente, job.info, job.fonts)
    assert [problem.code for problem in result.problems] == ["fit.words-lost"]
    assert "'Dit staat nergens op.'" in dutch(result.problems[0])
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
    problems = checked(job, laid_out)
    lost = next(problem for problem in problems if problem.code == "fit.words-lost")
    assert "voor en door wijkpartners" in dutch(lost)


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
    laid_out = styled(
        engine, job, "h2 { font-family: Arial !important; font-weight: 800 !important }"
    )
    assert laid_out.fallen_back == ("Arial",)
    problems = checked(job, laid_out)
    assert [dutch(p) for p in problems if p.code == "fit.font-missing"] == [
        "het lettertype Arial 800 staat niet in fonts/fonts.yaml"
    ]


def test_an_address_that_is_not_printed_is_lost_and_named(engine: Engine, job: Job) -> None:
    hidden = Address("https://www.urk.nl/nergens", HERE)
    contact = replace(job.gemeente.contact, website=hidden)
    composition = compose(job.sheet, job.gemeente, job.info)
    laid_out = engine.lay_out(composition.html, composition.assets)
    gemeente = replace(job.gemeente, contact=contact)
    problems = checked(job, laid_out, gemeente)
    assert [(problem.code, problem.source) for problem in problems] == [("fit.words-lost", HERE)]


def test_a_main_colour_that_cannot_be_seen_is_noted(engine: Engine, job: Job) -> None:
    white = replace(job.gemeente.palette, main=PAPER)
    pale = replace(job, gemeente=replace(job.gemeente, palette=white))
    result = made(engine, pale)
    assert [problem.code for problem in result.problems] == ["typeset.main-too-light"]
    assert result.data


def test_text_over_text_is_named(engine: Engine, job: Job) -> None:
    css = '[data-slot="inspiratie.ondertitel"] { top: 20mm !important }'
    (problem,) = checked(job, styled(engine, job, css))
    assert problem.code == "fit.collision"
    assert dutch(problem).startswith("het vak 'inspiratie.ondertitel' van Urk loopt door het vak")
    assert problem.source.line == 8


def test_text_over_text_of_its_own_slot_is_named(engine: Engine, job: Job) -> None:
    laid_out = styled(engine, job, ".voices .second { margin-top: -12mm }")
    problems = [p for p in checked(job, laid_out) if p.code == "fit.overlap"]
    assert problems
    assert all("staat door andere tekst heen" in dutch(problem) for problem in problems)


def test_text_over_a_picture_is_named(engine: Engine, job: Job) -> None:
    laid_out = styled(engine, job, ".local .plate { right: 96mm }")
    told = [dutch(p) for p in checked(job, laid_out) if p.code == "fit.overlap"]
    assert "'Caritas Urk' staat over een beeld heen en is niet te lezen" in told


def test_a_picture_over_one_of_another_slot_is_named(engine: Engine, job: Job) -> None:
    css = ".contact { top: 185mm !important }"
    problems = checked(job, styled(engine, job, css))
    assert any("een beeld in het vak" in dutch(p) for p in problems if p.code == "fit.collision")


def test_a_slot_on_the_other_side_is_named(engine: Engine, job: Job) -> None:
    composition = compose(job.sheet, job.gemeente, job.info)
    pages = engine.lay_out(composition.html, composition.assets).pages
    assert checked_pages(job, pages) == []
    problems = checked_pages(job, pages[::-1])
    assert {problem.code for problem in problems} == {"fit.wrong-side"}
    declared = {slot.path for slot in job.sheet.layout.slots if slot.side}
    assert len(problems) == len(declared)


def test_a_page_too_many_is_named(engine: Engine, job: Job) -> None:
    laid_out = styled(engine, job, "", ("</body>", '<p style="break-before:page">Meer</p></body>'))
    problems = [p for p in checked(job, laid_out) if p.code == "fit.page-count"]
    assert [dutch(p) for p in problems] == ["het blad van Urk telt 3 bladzijden in plaats van 2"]


def test_a_slot_the_layout_hides_is_named_once(engine: Engine, job: Job) -> None:
    css = '[data-slot="tips.lokaal"] { display: none }'
    (problem,) = checked(job, styled(engine, job, css))
    assert (problem.code, problem.source.line) == ("fit.slot-missing", 17)
    assert "'tips.lokaal' nergens" in dutch(problem)


def test_an_empty_slot_may_be_hidden(engine: Engine, job: Job) -> None:
    empty = with_local(job)
    css = '[data-slot="tips.lokaal"] { display: none }'
    assert checked(empty, styled(engine, empty, css)) == []


@pytest.mark.parametrize(
    "css",
    ["visibility: hidden", "height: 3mm; overflow: hidden", "position: absolute; clip: auto"],
)
def test_text_that_is_not_shown_is_lost(engine: Engine, job: Job, css: str) -> None:
    laid_out = styled(engine, job, f".statement:first-of-type {{ {css} }}")
    hidden = "fit.words-lost" in codes(checked(job, laid_out))
    assert hidden == ("hidden" in css)


def test_a_text_in_the_wrong_order_is_named(engine: Engine, job: Job) -> None:
    quotes = job.sheet.values["inspiratie.ervaringskennis"].quotes
    swapped = [(f'kennis.citaten[{n}]"', f'x{n}"') for n in (1, 2)]
    back = [('x1"', 'kennis.citaten[2]"'), ('x2"', 'kennis.citaten[1]"')]
    laid_out = styled(engine, job, "", *swapped, *back)
    problems = [p for p in checked(job, laid_out) if p.code == "fit.words-order"]
    assert [problem.source for problem in problems] == [quotes[1].source]


def test_small_type_is_named_unless_it_was_shrunk(engine: Engine, job: Job) -> None:
    for size, expected in ((8.9, True), (9.0, False)):
        pages = styled(engine, job, f".lead {{ font-size: {size}pt }}").pages
        assert ("fit.too-small" in codes(checked_pages(job, pages))) == expected
    for size, expected in ((8.4, True), (8.5, False)):
        pages = styled(engine, job, f".group .lead {{ font-size: {size}pt }}").pages
        found = checked_pages(job, pages, shrunk={"tips.groepen": 0.9})
        assert ("fit.too-small" in codes(found)) == expected


def test_text_near_the_trim_is_named(engine: Engine, job: Job) -> None:
    foot = ".foot {{ left: {}mm !important }}"
    assert checked(job, styled(engine, job, foot.format(5.1))) == []
    problems = checked(job, styled(engine, job, foot.format(4.6)))
    assert codes(problems) == {"fit.outside-safe-margin"}
    assert "minder dan 5 mm van de snijrand" in dutch(problems[0])


def test_a_picture_that_sticks_out_is_named(engine: Engine, job: Job) -> None:
    laid_out = styled(engine, job, ".card-code { right: -4mm !important }")
    problems = [p for p in checked(job, laid_out) if p.code == "fit.picture-outside"]
    assert [dutch(problem) for problem in problems] == [
        "een beeld in het vak 'gemeente' van Urk steekt 4,0 mm buiten het vak"
    ]


def test_what_the_engine_says_while_writing_is_told(engine: Engine, job: Job) -> None:
    sheet = laid(engine, job)
    assert sheet._document
    said = replace(sheet, _document=Grumbling(sheet._document))
    result = said.write()
    assert [(p.code, p.source) for p in result.problems] == [("typeset.engine", job.sheet.source)]
    assert (result.data, result.swatches) == (b"", ())


class Grumbling(LaidOut):
    """A real layout, whose writer reports one thing more."""

    def __init__(self, inner: LaidOut) -> None:
        seen = (inner.pages, inner.fallen_back, inner.messages)
        super().__init__(*seen, inner._document, inner._masks, inner._reuse)

    def write(self) -> Any:
        written = super().write()
        return replace(written, messages=("iets gaat mis",))


def test_what_the_engine_says_of_a_logo_is_told_at_the_logo(engine: Engine, job: Job) -> None:
    logo = job.gemeente.logo
    bad = replace(logo, dark=replace(logo.dark, data=b"geen beeld", suffix=".png"))
    problems = laid(engine, replace(job, gemeente=replace(job.gemeente, logo=bad))).problems
    (problem,) = [p for p in problems if p.code == "typeset.engine"]
    assert problem.source == logo.dark.source
    assert "over het logo 'gemeente Urk'" in dutch(problem)


def laid(engine: Engine, job: Job) -> LaidSheet:
    return lay_out_sheet(engine, job.sheet, job.gemeente, job.info, job.fonts)


def test_a_sheet_is_checked_without_writing_it(engine: Engine, job: Job) -> None:
    sheet = laid(engine, job)
    assert (sheet.pages, sheet.problems, sheet.shrunk) == (2, (), {})
    assert sheet.codes == {
        "https://www.kenniscentrumongelijkheid.nl/",
        "https://buurtadvies.nl/atlas",
        "https://www.caritasurk.nl",
        "https://www.urk.nl",
    }
    written = sheet.write()
    assert (written.codes, written.shrunk, written.pages) == (sheet.codes, {}, 2)


def test_a_slot_that_may_not_shrink_is_told_beside_one_that_fits_smaller(
    engine: Engine, job: Job
) -> None:
    """What fits when it is smaller is no fault, whatever else is wrong."""
    full = with_local(job, pointer(1, "Caritas Urk", "hulp " * 225))
    slots = shrinking(full, "tips.lokaal", 0.8)
    assert "tips.lokaal" in laid(engine, slots).shrunk
    title = replace(full.sheet.values["titel"], value="Inwonersinitiatieven in Flevoland " * 4)
    both = with_text(slots, "titel", title)
    problems = [p for p in laid(engine, both).problems if p.severity == "fout"]
    assert {dict(getattr(p.message, "values"))["slot"] for p in problems} == {"titel"}  # noqa: B009


def test_a_slot_that_is_too_long_at_its_smallest_says_so(engine: Engine, job: Job) -> None:
    slots = shrinking(
        with_local(job, pointer(1, "Caritas Urk", "hulp " * 400)), "tips.lokaal", 0.88
    )
    (problem,) = [p for p in laid(engine, slots).problems if p.severity == "fout"]
    assert re.search(r"het vak is al op \d\d % gezet", language("nl").tell(problem.hint))


def test_a_slot_of_full_size_never_shrinks(engine: Engine, job: Job) -> None:
    fixed = shrinking(with_local(job, pointer(1, "Caritas Urk", "hulp " * 225)), "", 1)
    result = laid(engine, fixed)
    assert result.shrunk == {}
    assert "fit.too-long" in codes(result.problems)


def shrinking(job: Job, path: str, smallest: float) -> Job:
    """``job``, of which only the slot ``path`` shrinks."""
    layout = job.sheet.layout
    slots = tuple(
        replace(slot, smallest=smallest if slot.path == path else 1.0, group="")
        for slot in layout.slots
    )
    return replace(job, sheet=replace(job.sheet, layout=replace(layout, slots=slots)))


def with_text(job: Job, slot: str, text: Text) -> Job:
    """``job`` with another text in a slot that holds one text."""
    texts = tuple(text if one.path == slot else one for one in job.sheet.texts)
    values = {**job.sheet.values, slot: text}
    return replace(job, sheet=replace(job.sheet, values=values, texts=texts))


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
    assert "'inspiratie.themas' van Urk" in dutch(told[0])


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

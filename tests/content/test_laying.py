"""One sheet in another layout: its slots by path and kind, and of each what the content chose."""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flevoprint.batch.plan import Plan, Selection, plan
from flevoprint.content import laid_by, read_project
from flevoprint.content.laying import PARTS, _chosen_of
from flevoprint.model import Point, Quotes, Text, Theme, Variant
from flevoprint.problem import ExitCode, FlevoprintError, Problem, Severity, Source

ROOT = Path(__file__).resolve().parents[2]
SHEET = "content/bladen/inwonersinitiatieven.yaml"
URK = "content/gemeenten/urk.yaml"
POSTER = "layouts/poster-a3/layout.yaml"
ASKED = Source("--layout")


def edit(path: Path, old: str, new: str, count: int = 1) -> None:
    """Replace ``old``, which must be there ``count`` times, by ``new``."""
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == count
    path.write_text(text.replace(old, new), encoding="utf-8")


def posters(root: Path, *gemeenten: str) -> Plan:
    return plan(read_project(root), Selection(gemeenten, layout="poster-a3"))


def laid(root: Path, gemeente: str = "urk") -> Variant:
    """A gemeente's part of the project, laid as posters."""
    project = read_project(root)
    found = laid_by(project, "poster-a3", ASKED, tuple(project.sheets))
    return next(variant for variant in found.variants if variant.id == gemeente)


def refused(root: Path) -> list[tuple[str, str, int]]:
    """Why nothing at all can be laid: code, file and line."""
    with pytest.raises(FlevoprintError) as failure:
        posters(root)
    return places(failure.value.problems)


def places(problems: tuple[Problem, ...]) -> list[tuple[str, str, int]]:
    return [
        (problem.code, problem.source.path, problem.source.line)
        for problem in problems
        if problem.severity is Severity.ERROR
    ]


def line_of(root: Path, file: str, words: str) -> int:
    """The number of the first line of ``file`` with ``words`` in it."""
    lines = (root / file).read_text(encoding="utf-8").splitlines()
    return next(number for number, line in enumerate(lines, start=1) if words in line)


def own_layouts(project: Path) -> Path:
    """A copy of the shipped layouts in ``project``."""
    shutil.copytree(ROOT / "layouts", project / "layouts")
    return project / POSTER


def test_each_side_is_a_sheet_of_its_own() -> None:
    jobs = posters(ROOT, "urk").jobs
    assert [(job.sheet.side, job.sheet.paper) for job in jobs] == [
        ("inspiratie", "a3"),
        ("tips", "a3"),
    ]
    assert [job.sheet.layout.sides for job in jobs] == [("inspiratie",), ("tips",)]
    for job in jobs:
        assert {slot.side for slot in job.sheet.layout.slots} == {"", job.sheet.side}
        assert job.sheet.values.keys() == {slot.path for slot in job.sheet.layout.slots}
    assert len({job.key for job in jobs}) == len({job.info.title for job in jobs}) == 2


def test_a_sheet_in_its_own_layout_is_whole() -> None:
    project = read_project(ROOT)
    sheets = tuple(project.sheets)
    assert laid_by(project, "", ASKED, sheets).variants == project.variants
    (job,) = plan(project, Selection(("urk",), layout="handout-a4")).jobs
    assert (job.sheet.side, job.sheet.paper) == ("", "")


def test_on_the_poster_stands_what_was_chosen() -> None:
    typed = (ROOT / SHEET).read_text(encoding="utf-8").splitlines()
    # Chosen is the nearest text above the line that says so; all else of it stands in between.
    statements = [
        typed[number - 1].partition("stelling: ")[2]
        for number, line in enumerate(typed)
        if line == "          op poster: ja" and "stelling: " in typed[number - 1]
    ]
    assert len(statements) == 4
    inspiratie, tips = laid(ROOT).sheets
    themes = inspiratie.values["inspiratie.themas"]
    assert [point.statement.value for theme in themes for point in theme.points] == statements
    assert themes[0].heading.value == "Ondersteuning vraagt maatwerk"
    assert not [quote for theme in themes for point in theme.points for quote in point.quotes]
    (quote,) = inspiratie.values["inspiratie.ervaringskennis"].quotes
    assert quote.value.startswith("Doe wat je zegt")
    assert [p.heading.value for p in tips.values["tips.dichtbij"].pointers] == [
        "Buurtadvies.nl/atlas"
    ]
    assert [p.heading.value for p in tips.values["tips.lokaal"]] == ["Caritas Urk"]
    assert len(inspiratie.texts) == 12
    (whole,) = next(v for v in read_project(ROOT).variants if v.id == "urk").sheets
    assert {*inspiratie.texts, *tips.texts} < {*whole.texts}


def test_a_statement_comes_with_its_quote(project: Path) -> None:
    words = "Het blijft belangrijk dat het initiatief bij de bewoners blijft."
    edit(project / SHEET, f"- {words}", f"- tekst: {words}\n              op poster: ja")
    themes = laid(project).sheets[0].values["inspiratie.themas"]
    point = themes[0].points[0]
    assert [quote.value for quote in point.quotes] == [words]
    assert point.statement.value.startswith("Regie bij bewoners")


def test_a_gemeente_may_choose_none_of_its_own(project: Path) -> None:
    edit(project / URK, "op poster: ja", "op poster: nee")
    assert laid(project).sheets[1].values["tips.lokaal"] == ()


@pytest.mark.parametrize(
    ("old", "new", "code", "line"),
    [
        ("op poster: ja", "op poster: misschien", "content.not-yes-or-no", 0),
        ("- kop: Caritas Urk", "- op poster: ja\n          kop: X", "content.duplicate-key", 3),
        ("bladen:\n  inw", "op poster: ja\nbladen:\n  inw", "content.unknown-field", -7),
    ],
)
def test_a_mistake_in_choosing_is_named(
    project: Path, old: str, new: str, code: str, line: int
) -> None:
    at = line_of(project, URK, "op poster: ja")
    edit(project / URK, old, new)
    variant = next(v for v in read_project(project).variants if v.id == "urk")
    found = places(variant.problems)
    assert found
    assert found[0][0] == code
    assert abs(found[0][2] - at) <= abs(line)


@pytest.mark.parametrize(
    ("old", "new", "code", "words", "below"),
    [
        (
            "basis.\n        op poster: ja",
            "basis.\n        op poster: j",
            "not-yes-or-no",
            "Doe wat je",
            1,
        ),
        ("- tekst: Doe wat je", "- words: Doe wat je", "missing", "words:", 0),
        (
            "        op poster: ja\n      - Als",
            "        op postr: ja\n      - Als",
            "unknown-field",
            "postr",
            0,
        ),
        ("    kop: Ervaringskennis", "    kop: X\n    op poster: ja", "unknown-field", "kop: X", 1),
    ],
)
def test_a_mistake_in_choosing_a_quote_is_named_at_its_line(
    project: Path, old: str, new: str, code: str, words: str, below: int
) -> None:
    edit(project / SHEET, old, new)
    with pytest.raises(FlevoprintError) as failure:
        read_project(project)
    (found,) = places(failure.value.problems)
    assert found[0] == f"content.{code}"
    assert found[2] == line_of(project, SHEET, words) + below


def test_an_unknown_layout_is_named_with_those_there_are() -> None:
    with pytest.raises(FlevoprintError) as failure:
        plan(read_project(ROOT), Selection(layout="poster-a2"))
    assert failure.value.exit_code is ExitCode.USAGE
    (problem,) = failure.value.problems
    assert (problem.code, problem.source) == ("content.unknown-layout", ASKED)
    assert "handout-a4, poster-a3" in str(dict(getattr(problem.hint, "values")))  # noqa: B009


def test_a_broken_layout_costs_only_who_asks_for_it(project: Path) -> None:
    edit(own_layouts(project), "formaat: A3", "formaat: A33")
    read = read_project(project)
    assert [layout.id for layout in read.layouts] == ["handout-a4"]
    assert [*read.refused_layouts] == ["poster-a3"]
    assert len(plan(read, Selection()).jobs) == 6
    assert refused(project) == [("content.unknown-paper", POSTER, line_of(project, POSTER, "A33"))]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("naam: lokaal, soort", "naam: elders, soort"),
        ("naam: dichtbij, soort: groep,", "naam: dichtbij, soort: groepen,"),
    ],
)
def test_a_slot_that_the_sheet_lacks_is_told_once(project: Path, old: str, new: str) -> None:
    edit(own_layouts(project), old, new)
    at = line_of(project, SHEET, "layout: ")
    assert refused(project) == [("content.layout-unsuited", SHEET, at)]


def test_nothing_chosen_for_all_is_told_once(project: Path) -> None:
    edit(project / SHEET, "basis.\n        op poster: ja", "basis.")
    at = line_of(project, SHEET, "kop: Ervaringskennis")
    assert refused(project) == [("content.nothing-chosen", SHEET, at)]
    assert len(plan(read_project(project), Selection()).jobs) == 6


def test_a_slot_that_is_empty_where_one_is_needed(project: Path) -> None:
    layout = own_layouts(project)
    edit(
        layout,
        "lokaal: ja, verplicht: nee, keuze: op poster, hoogstens: 4,",
        "lokaal: ja, verplicht: ja,",
    )
    edit(project / URK, "lokaal:", "lokaal: []\n      # ")
    text = (project / URK).read_text(encoding="utf-8")
    (project / URK).write_text(text[: text.index("      # ")], encoding="utf-8")
    made = posters(project)
    assert {job.gemeente.id for job in made.jobs} == {*GEMEENTEN} - {"urk"}
    (refusal,) = made.refusals
    at = line_of(project, SHEET, "layout: ")
    assert places(refusal.problems) == [("content.nothing-chosen", SHEET, at)]


GEMEENTEN = ("almere", "dronten", "lelystad", "noordoostpolder", "urk", "zeewolde")


def test_too_many_of_one_gemeente_cost_no_other_its_poster(project: Path) -> None:
    more = "".join(f"\n        - kop: Plek {n}\n          op poster: ja" for n in range(4))
    text = (project / URK).read_text(encoding="utf-8").rstrip()
    (project / URK).write_text(f"{text}{more}\n", encoding="utf-8")
    made = posters(project)
    assert len(made.jobs) == 10
    (refusal,) = made.refusals
    at = line_of(project, URK, "kop: Plek 3")
    assert (refusal.gemeente, places(refusal.problems)) == (
        "urk",
        [("content.too-many-chosen", URK, at)],
    )


def test_choosing_changes_the_poster_alone(project: Path) -> None:
    def keys(layout: str) -> list[str]:
        chosen = Selection(("urk",), layout=layout)
        return [job.key for job in plan(read_project(project), chosen).jobs]

    handout, poster = keys(""), keys("poster-a3")
    edit(project / URK, "op poster: ja", "op poster: nee")
    assert keys("") == handout
    assert keys("poster-a3")[0] == poster[0]
    assert keys("poster-a3")[1] != poster[1]
    own_layouts(project)
    edit(project / "layouts/_shared/base.css", "display: block", "display:block")
    assert keys("")[0] != handout[0]
    assert keys("poster-a3")[0] != poster[0]


# Whatever is chosen, however deep.

text = st.builds(
    Text, st.text("abc", min_size=1), st.just(ASKED), st.just(""), st.just(""), st.booleans()
)
plain = st.builds(Text, st.text("abc", min_size=1), st.just(ASKED))
many = st.lists(text, max_size=3).map(tuple)
points = st.builds(Point, plain, many, st.booleans())
themes = st.builds(Theme, plain, st.lists(points, min_size=1, max_size=3).map(tuple))


def leaves(value: Any) -> list[Any]:
    """Every part of ``value`` that says whether it is chosen."""
    if isinstance(value, tuple):
        return [leaf for part in value for leaf in leaves(part)]
    within = leaves(getattr(value, PARTS[type(value)])) if type(value) in PARTS else []
    return [*([value] if isinstance(value, Point | Text) else []), *within]


def words(leaf: Point | Text) -> str:
    return leaf.statement.value if isinstance(leaf, Point) else leaf.value


@given(st.lists(themes, max_size=3).map(tuple) | st.builds(Quotes, plain, many))
def test_all_that_is_chosen_is_kept_and_nothing_else_is(content: Any) -> None:
    kept = _chosen_of(content)
    chosen = [leaf for leaf in leaves(content) if leaf.chosen]
    assert (kept is None) == (not chosen)
    if kept is None:
        return
    assert [words(leaf) for leaf in leaves(kept) if leaf.chosen] == [*map(words, chosen)]
    for leaf in leaves(kept):
        # What was not chosen itself stands over something that was.
        assert leaf.chosen or any(quote.chosen for quote in getattr(leaf, "quotes", ()))


def test_the_handbook_shows_what_the_shipped_poster_has_room_for() -> None:
    text = (ROOT / POSTER).read_text(encoding="utf-8")
    assert re.findall(r"hoogstens: (\d)", text) == ["1", "5", "2", "1", "4"]
    told = (ROOT / "docs/handboek/poster.md").read_text(encoding="utf-8")
    assert "één citaat, vijf stellingen, twee wegwijzers, één onder" in told

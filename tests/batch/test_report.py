"""The report on a build: all sheets in it, each finding told, and nothing from elsewhere."""

from __future__ import annotations

import base64
import hashlib
import io
import json
import os
import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote

import pytest
from PIL import Image, ImageChops

from flevoprint.batch.cache import Cache
from flevoprint.batch.events import Delivered, Event, Failed, Finished
from flevoprint.batch.manifest import Manifest
from flevoprint.batch.plan import Plan, Selection, plan
from flevoprint.batch.report.album import Album
from flevoprint.batch.report.build import build_report
from flevoprint.batch.report.write import REPORT
from flevoprint.batch.run import Means, run
from flevoprint.content import read_project
from flevoprint.finding import Expected
from flevoprint.keeping import cache_folder
from flevoprint.language import language, say
from flevoprint.press.preflight import inspect_pictured
from flevoprint.problem import ExitCode
from tests.batch.test_run import edit
from tests.support.page import Page
from tests.support.printers import PRINTER

NL = language("nl")
URK = "content/gemeenten/urk.yaml"
FILE = {
    **{"file": "urk/blad-urk-scherm.pdf", "gemeente": "urk", "name": "Urk", "sheet": "blad"},
    **{"title": "Blad", "side": "", "layout": "handout-a4", "edition": "scherm", "bytes": 1},
    **{"key": "0", "trim_mm": [210, 297], "problems": []},
}


def built_page(out: Path) -> Page:
    return Page((out / REPORT).read_text(encoding="utf-8"))


def cards(page: Page) -> dict[str, dict[str, str]]:
    """The attributes of each card by its gemeente."""
    found = [item for item in page.all("li") if item.get("class", "").startswith("card ")]
    return {item["data-gemeente"]: item for item in found}


def chosen(project: Path, *gemeenten: str) -> Plan:
    return plan(read_project(project), Selection(gemeenten, editions=("scherm",)))


@pytest.fixture
def cache() -> Cache:
    """The one that all tests share: what they build unchanged is made once."""
    return Cache(cache_folder())


def build(project: Path, cache: Cache, *gemeenten: str) -> list[Event]:
    means = Means(cache=cache)
    return list(run(chosen(project, *gemeenten), project / "out", NL, means))


def test_every_sheet_is_there_with_its_pages_files_and_findings(built: Path) -> None:
    page = built_page(built)
    rows = json.loads((built / "manifest.json").read_text(encoding="utf-8"))["files"]
    assert len(cards(page)) == 6
    links = {unquote(a["href"]) for a in page.all("a") if not a["href"].startswith("#")}
    assert links == {row["file"] for row in rows}
    assert all((built / link).is_file() for link in links)
    text = page.text()
    for row in rows:
        for problem in row["problems"]:
            where = "{file}:{line}:{column}".format(**problem).removesuffix(":0:0")
            for words in (problem["message"], problem["hint"], problem["code"], where):
                assert words in text
    pictures = page.all("img")
    assert len(pictures) == 12
    for picture in pictures:
        kind, data = picture["src"].split(",")
        assert kind == "data:image/webp;base64"
        with Image.open(io.BytesIO(base64.b64decode(data))) as image:
            assert image.size == pytest.approx((200, 283), abs=2)
            assert len(image.convert("RGB").resize((40, 60)).getcolors(2400) or ()) > 50
    assert pictures[0]["alt"] == "Bladzijde 1 van Almere"


def test_a_thumbnail_of_a_press_edition_is_of_the_sheet_after_cutting(built: Path) -> None:
    stem = built / "urk" / "inwonersinitiatieven-urk"
    pages = []
    for edition in ("scherm", "druk"):
        data = stem.with_name(f"{stem.name}-{edition}.pdf").read_bytes()
        _, pictures = inspect_pictured(data, "x.pdf", PRINTER, Expected())
        with Image.open(io.BytesIO(pictures[0])) as image:
            pages.append(image.convert("L"))
    screen, press = pages
    assert screen.size == pytest.approx(press.size, abs=1)
    away = ImageChops.difference(screen, press.resize(screen.size)).resize((1, 1)).getpixel((0, 0))
    assert away < 25
    assert inspect_pictured(b"%PDF-1.7 kapot", "x.pdf", PRINTER, Expected())[1] == ()


def test_a_finding_that_all_have_is_told_once(built: Path) -> None:
    page = built_page(built)
    shared = "content/bladen/inwonersinitiatieven.yaml:"
    assert 0 < page.text().count(shared) < 12
    assert page.text().count("meldingen die meer bladen hebben") == 6


def test_it_runs_and_shows_its_own_only(built: Path) -> None:
    html = (built / REPORT).read_text(encoding="utf-8")
    page = Page(html)
    policy = next(meta["content"] for meta in page.all("meta") if "http-equiv" in meta)
    assert policy.startswith("default-src 'none'; img-src data:;")
    for tag in ("style", "script"):
        (source,) = re.findall(f"<{tag}>(.*?)</{tag}>", html, re.DOTALL)
        digest = base64.b64encode(hashlib.sha256(source.encode()).digest()).decode()
        assert f"{tag}-src 'sha256-{digest}'" in policy
    assert not {"link", "iframe", "object", "embed", "base"} & {tag for tag, _ in page.elements}
    for tag, attributes in page.elements:
        assert not [name for name in attributes if name.startswith("on") or name == "style"], tag
        assert not re.match(r"[a-z]+:|/", attributes.get("href", ""))
    assert "url(" not in html
    assert page.all("html") == [{"lang": "nl"}]


def test_words_of_others_are_never_markup() -> None:
    evil = "<script>alert(1)</script>\"'><img src=x onerror=alert(1)>{{ 7*7 }}</style>"
    problem = {"code": evil, "severity": "fout", "kind": evil, "message": evil, "hint": evil}
    problem |= {"file": evil, "line": 3, "column": 4}
    row = dict.fromkeys(FILE, evil) | {"bytes": 1, "trim_mm": [1, 1], "problems": [problem]}
    failed = row | {"gemeente": "b", "stale": ["javascript:alert(1)"]}
    html = build_report([row], [failed], [problem], Album(None), NL, evil).decode()
    page = Page(html)
    assert len(page.all("script")) == 1
    assert not page.all("img")
    assert not [a for a in page.all("a") if a["href"].startswith("javascript:")]
    assert "49" not in page.text()
    assert page.text().count("<script>alert(1)</script>") > 5


def test_rows_that_others_wrote_cost_no_traceback(project: Path, cache: Cache) -> None:
    build(project, cache, "urk")
    path = project / "out" / "manifest.json"
    (row,) = json.loads(path.read_text(encoding="utf-8"))["files"]
    for change in (
        {"problems": [3, {}, {"severity": "x", "line": [], "message": 3}]},
        {"trim_mm": ["wijd", None]},
        {"key": "../../x"},
        {"bytes": "veel"},
    ):
        rows = [{**row, **change}, {**row, "file": "urk"}, {"file": "x"}]
        failed = [{"gemeente": "urk"}, {**row, "sheet": "x", "stale": [3]}]
        path.write_text(json.dumps({"files": rows, "failed": failed}), encoding="utf-8")
        assert isinstance(build(project, cache, "almere")[-1], Finished)
    path.write_text("[" * 100_000, encoding="utf-8")
    assert isinstance(build(project, cache, "almere")[-1], Finished)


def test_what_failed_is_shown_with_what_stands_until_it_is_made(
    project: Path, cache: Cache
) -> None:
    out = project / "out"
    build(project, cache, "urk")
    edit(project / URK, "cbs: GM0184", "cbs: 184")
    build(project, cache, "urk", "almere")
    page = built_page(out)
    assert cards(page)["urk"]["data-outcome"] == "error"
    assert cards(page)["almere"]["data-outcome"] == "fine"
    stale = "urk/inwonersinitiatieven-urk-scherm.pdf"
    assert stale in [a["href"] for a in page.all("a")]
    assert f"{URK}:2:6" in page.text()

    # A build of another gemeente leaves it there; one of its own takes it away.
    build(project, cache, "dronten")
    assert list(cards(built_page(out))) == ["urk", "almere", "dronten"]
    edit(project / URK, "cbs: 184", "cbs: GM0184")
    build(project, cache, "urk")
    assert {card["data-outcome"] for card in cards(built_page(out)).values()} == {"fine"}
    assert len(built_page(out).all("img")) == 6


def test_a_gemeente_that_left_the_project_is_forgotten(project: Path, cache: Cache) -> None:
    edit(project / URK, "cbs: GM0184", "cbs: 184")
    build(project, cache, "urk", "almere")
    (project / URK).unlink()
    build(project, cache, "almere")
    assert list(cards(built_page(project / "out"))) == ["almere"]


def test_it_is_written_where_something_changed_only(project: Path, cache: Cache) -> None:
    report = project / "out" / REPORT
    build(project, cache, "urk")
    first = report.read_bytes()
    os.utime(report, (1, 1))
    build(project, cache, "urk")
    assert report.stat().st_mtime == 1
    edit(project / URK, "naam: Urk", "# een regel erbij\nnaam: Urk")
    build(project, cache, "urk")
    assert report.stat().st_mtime > 1
    assert report.read_bytes() != first

    # The same state gives the same bytes, with the pictures from the cache.
    edit(project / URK, "# een regel erbij\n", "")
    report.unlink()
    build(project, cache, "urk")
    assert report.read_bytes() == first


def test_a_picture_that_is_missing_comes_back(project: Path, tmp_path: Path) -> None:
    cache = Cache(tmp_path / "cache")
    build(project, cache, "urk")
    entries = list(cache.folder.rglob("*.json"))
    build(project, cache, "almere")
    for entry in entries:
        entry.unlink()
    (project / "out" / REPORT).unlink()
    build(project, cache, "almere")
    assert len(built_page(project / "out").all("img")) == 2
    build(project, cache, "urk")
    assert len(built_page(project / "out").all("img")) == 4


def test_it_is_written_when_a_build_stops_early(project: Path, cache: Cache) -> None:
    two = chosen(project, "urk", "almere")
    events: Iterator[Event] = run(two, project / "out", NL, Means(cache=cache))
    for event in events:
        if isinstance(event, Delivered | Failed):
            break
    events.close()  # type: ignore[attr-defined]
    assert len(cards(built_page(project / "out"))) == 1


def test_a_report_that_cannot_be_written_is_told(project: Path, cache: Cache) -> None:
    (project / "out" / REPORT).mkdir(parents=True)
    finished = build(project, cache, "urk")[-1]
    assert isinstance(finished, Finished)
    assert [problem.code for problem in finished.problems] == ["batch.unwritable"]
    assert finished.delivered == 1
    assert finished.exit_code is ExitCode.PARTIAL
    assert (project / "out" / "manifest.json").is_file()


def pictured(built: Path) -> Album:
    """The pictures of what was ``built``, from the cache that all tests share."""
    album = Album(Cache(cache_folder()))
    assert all(album.pictures(row["key"]) for row in Manifest(built, NL).files)
    return album


def test_hundreds_of_sheets_fit_in_one_page(built: Path) -> None:
    rows = [
        {**row, "gemeente": f"{row['gemeente']}-{number}", "file": f"{number}/{row['file']}"}
        for number in range(57)
        for row in Manifest(built, NL).files
    ]
    page = build_report(rows, [], [], pictured(built), NL, "")
    assert page.count(b'<li class="card ') == 342
    assert page.count(b"<img ") == 684
    assert len(page) < 8_000_000


def test_a_kind_of_message_is_told_without_what_it_names() -> None:
    one = say("the address '{address}' lacks https://", address="www.urk.nl")
    other = say("the address '{address}' lacks https://", address="www.almere.nl")
    assert NL.kind(one) == NL.kind(other)
    assert NL.tell(one) != NL.tell(other)
    assert (
        NL.kind(say("{place}: {length:.1f} mm", place=one, length=2.5)).endswith("…: … mm") is False
    )
    assert "… mm" in NL.kind(say("{place}: {length:.1f} mm", place=one, length=2.5))
    assert NL.kind("Urk") == "Urk"

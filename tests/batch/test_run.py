"""Planning, delivering, and keeping the manifest true."""

from __future__ import annotations

import fcntl
import hashlib
import json
import pickle
import shutil
from collections import deque
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest

from flevoprint.batch.cache import Cache
from flevoprint.batch.deliver import write_whole
from flevoprint.batch.events import Delivered, Failed, Finished
from flevoprint.batch.key import Digester
from flevoprint.batch.manifest import Manifest, read_manifest, rows_of
from flevoprint.batch.plan import Selection, find_variant, plan
from flevoprint.batch.run import Means, run
from flevoprint.batch.worker import run_job
from flevoprint.conditions import HOUSE, SHIPPED
from flevoprint.content import read_project
from flevoprint.language import language, say
from flevoprint.model import JobResult, Project, Rendered
from flevoprint.problem import ExitCode, FlevoprintError, Source, warning

ROOT = Path(__file__).resolve().parents[2]
NL = language("nl")


def keys(root: Path) -> dict[str, str]:
    """Gemeente -> key, as the project in ``root`` stands."""
    return {job.gemeente.id: job.key for job in plan(read_project(root), Selection()).jobs}


def edit(path: Path, old: str, new: str) -> None:
    """Replace ``old``, which must be there, by ``new``."""
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def test_a_job_travels_to_a_worker_and_back() -> None:
    job = plan(read_project(ROOT), Selection(("urk",), editions=("scherm",))).jobs[0]
    result = run_job(pickle.loads(pickle.dumps(job)))
    again = pickle.loads(pickle.dumps(result))
    assert [rendered.edition for rendered in again.files] == ["scherm"]
    assert again.job == job


def test_the_key_follows_what_can_change_a_byte(project: Path) -> None:
    before = keys(project)
    edit(project / "content/gemeenten/urk.yaml", "kop: Caritas Urk", "kop: Caritas op Urk")
    after = keys(project)
    assert {name for name in before if before[name] != after[name]} == {"urk"}
    logo = project / "content/logos/plaatshouder-urk-donker.svg"
    edit(logo, "Plaatshouder", "plaatshouder")
    assert keys(project)["urk"] == after["urk"]
    edit(logo, "M17 57", "M18 57")
    assert keys(project)["urk"] != after["urk"]
    edit(project / "content/bladen/inwonersinitiatieven.yaml", "Schiet vanaf", "Schiet van")
    changed = keys(project)
    assert not set(changed.values()) & set(after.values())


def test_the_key_follows_layout_fonts_and_editions(project: Path) -> None:
    for folder in ("layouts", "fonts"):
        shutil.copytree(ROOT / folder, project / folder)
    seen = [keys(project)["urk"]]
    for file, old, new in (
        ("layouts/handout-a4/sheet.css", "margin: 0;", "margin: 0px;"),
        ("fonts/fonts.conf", "No system folder", "No folder"),
        ("content/printers/standaard.yaml", "afloop: 3", "afloop: 5"),
        ("content/project.yaml", "2026-11-01", "2026-11-02"),
    ):
        edit(project / file, old, new)
        seen.append(keys(project)["urk"])
    assert len(set(seen)) == 5


def test_the_key_follows_a_shipped_profile(
    project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = keys(project)["urk"]
    changed = tmp_path / SHIPPED[HOUSE].name
    changed.write_bytes(SHIPPED[HOUSE].read_bytes() + b"\0")
    monkeypatch.setattr("flevoprint.conditions.SHIPPED", {**SHIPPED, HOUSE: changed})
    assert keys(project)["urk"] != before


def test_a_digest_tells_where_a_list_begins() -> None:
    digest = Digester().digest
    assert digest(("a", ("b",))) != digest((("a", "b"),))


def test_the_key_ignores_comments_and_places(project: Path) -> None:
    before = keys(project)
    edit(project / "content/bladen/inwonersinitiatieven.yaml", "layout:", "# nieuw\n\nlayout:")
    assert keys(project) == before


@pytest.mark.parametrize(
    "typed",
    [
        ("urk",),
        ("Urk", "ALMERE"),
        ("urk", "Ukr"),
        ("Ukr",),
        ("organisaties/urk",),
        ("Het Punt",),
        ("Dronten",),
    ],
)
def test_what_is_asked_for_is_all_that_need_be_read(project: Path, typed: tuple[str, ...]) -> None:
    folder = project / "content/organisaties"
    folder.mkdir()
    for name, called in (("urk", "Stichting Urk"), ("punt", "Het Punt"), ("punt2", "Het  punt")):
        text = f"onder: almere\nnaam: {called}\n"
        (folder / f"{name}.yaml").write_text(text, encoding="utf-8")
    (folder / "naamloos.yaml").write_text("onder: dronten\n", encoding="utf-8")
    selection, outcomes = Selection(typed), []
    for only in (None, typed):
        try:
            found = plan(read_project(project, only=only), selection)
        except FlevoprintError as failure:
            outcomes.append((failure.exit_code, *failure.problems))
        else:
            keys = [(job.gemeente.id, job.key) for job in found.jobs]
            outcomes.append((keys, found.refusals, found.all_gemeenten, found.all_sheets))
    assert outcomes[0] == outcomes[1]


@pytest.mark.parametrize(("count", "hint"), [(2, "choose from: g0, g1"), (342, "list gemeenten")])
def test_hundreds_of_names_are_not_told_in_one_line(count: int, hint: str) -> None:
    names = {f"g{number}": f"G{number}" for number in range(count)}
    with pytest.raises(FlevoprintError, match=hint) as caught:
        find_variant("zzzz", names)
    assert len(str(caught.value)) < 200


def test_one_broken_gemeente_costs_no_other_its_sheet(project: Path, tmp_path: Path) -> None:
    edit(project / "content/gemeenten/urk.yaml", "cbs: GM0184", "cbs: 184")
    out = tmp_path / "out"
    events = list(run(plan(read_project(project), Selection(("urk", "almere"))), out, NL))
    failed = [event for event in events if isinstance(event, Failed)]
    assert [(event.gemeente, event.problems[0].code) for event in failed] == [
        ("urk", "content.bad-code")
    ]
    finished = events[-1]
    assert isinstance(finished, Finished)
    assert (finished.delivered, finished.failed, finished.exit_code) == (1, 1, ExitCode.PARTIAL)
    assert [path.name for path in out.glob("*/")] == ["almere"]


def test_a_crash_becomes_that_job_s_problem(tmp_path: Path) -> None:
    gone = tmp_path / "weg.ttf"
    job = plan(read_project(ROOT), Selection(("urk",))).jobs[0]
    result = run_job(replace(job, fonts=tuple(replace(face, path=gone) for face in job.fonts)))
    assert result.files == ()
    crashes = [problem for problem in result.problems if problem.code == "batch.crash"]
    assert [problem.source.path for problem in crashes] == ["content/gemeenten/urk.yaml"]
    assert "FileNotFoundError" in str(crashes[0].message)


def test_the_manifest_keeps_what_still_stands_and_drops_what_failed(
    project: Path, tmp_path: Path
) -> None:
    out = tmp_path / "out"

    def build(*gemeenten: str) -> list[str]:
        read: Project = read_project(project)
        events = list(run(plan(read, Selection(gemeenten, editions=("scherm",))), out, NL))
        assert isinstance(events[-1], Finished)
        return [str(row["gemeente"]) for row in read_manifest(out)]

    assert build("urk") == ["urk"]
    assert build("almere") == ["almere", "urk"]
    edit(project / "content/gemeenten/urk.yaml", "cbs: GM0184", "cbs: 184")
    assert build("urk", "almere") == ["almere"]
    assert (out / "urk" / "inwonersinitiatieven-urk-scherm.pdf").is_file()


def test_a_build_that_is_stopped_still_lists_what_it_did_not_come_to(
    project: Path, tmp_path: Path
) -> None:
    selection = Selection(("almere", "dronten", "urk"), editions=("scherm",))
    deque(run(plan(read_project(project), selection), tmp_path, NL), maxlen=0)
    before = {row["file"]: row["sha256"] for row in read_manifest(tmp_path)}
    edit(
        project / "content/bladen/inwonersinitiatieven.yaml",
        "ondertitel: Inspiratie voor",
        "ondertitel: Inspiratie van",
    )
    stopped = run(plan(read_project(project), selection), tmp_path, NL)
    next(event for event in stopped if isinstance(event, Delivered))
    stopped.close()
    after = {row["file"]: row["sha256"] for row in read_manifest(tmp_path)}
    assert after.keys() == before.keys()
    assert sum(after[name] != before[name] for name in before) == 1
    for name, digest in after.items():
        assert hashlib.sha256((tmp_path / name).read_bytes()).hexdigest() == digest


def test_what_is_left_of_a_gemeente_that_went_is_told_until_it_is_removed(
    project: Path, tmp_path: Path
) -> None:
    def build(*gemeenten: str) -> Finished:
        selection = Selection(gemeenten, editions=("scherm",))
        *_, finished = run(plan(read_project(project), selection), tmp_path, NL)
        assert isinstance(finished, Finished)
        assert finished.exit_code == ExitCode.OK
        return finished

    assert build("urk", "almere").problems == ()
    gone = project / "content/gemeenten/urk.yaml"
    gone.unlink()
    file = "urk/inwonersinitiatieven-urk-scherm.pdf"
    for _ in range(2):
        (problem,) = build("almere").problems
        assert (problem.code, problem.source.path) == ("batch.left-over", tmp_path.name)
        assert NL.tell(problem.message).startswith("van 'urk', dat niet meer ")
        assert file in str(problem.message)
    (tmp_path / file).unlink()
    assert build("almere").problems == ()


def test_a_sheet_that_went_is_told_once_for_all_gemeenten(project: Path, tmp_path: Path) -> None:
    sheets = project / "content/bladen"
    old, new = sheets / "oud.yaml", sheets / "inwonersinitiatieven.yaml"
    old.write_text(new.read_text("utf-8").replace("titel: Inwonersi", "titel: I"), "utf-8")
    selection = Selection(("urk", "almere"), editions=("scherm",))
    list(run(plan(read_project(project), selection), tmp_path, NL))
    old.unlink()
    *_, finished = run(plan(read_project(project), selection), tmp_path, NL)
    assert isinstance(finished, Finished)
    (problem,) = finished.problems
    assert NL.tell(problem.message).startswith("van 'oud', dat niet meer")


def test_a_row_that_somebody_changed_is_made_right(project: Path, tmp_path: Path) -> None:
    selection, means = Selection(("urk",), editions=("scherm",)), Means(cache=Cache(tmp_path / "c"))
    path = tmp_path / "out/manifest.json"

    def build() -> str:
        deque(run(plan(read_project(project), selection), tmp_path / "out", NL, means), maxlen=0)
        return path.read_text(encoding="utf-8")

    build()
    right = build()
    for key, value in (("sha256", "0" * 64), ("bytes", 1), ("pages", 7), ("trim_mm", [1, 1])):
        known = json.loads(right)
        known["files"][0][key] = value
        path.write_text(json.dumps(known), encoding="utf-8")
        assert build() == right


def test_the_manifest_keeps_the_other_edition(project: Path, tmp_path: Path) -> None:
    for edition in ("scherm", "druk"):
        chosen = plan(read_project(project), Selection(("urk",), editions=(edition,)))
        list(run(chosen, tmp_path, NL))
    assert [row["edition"] for row in read_manifest(tmp_path)] == ["druk", "scherm"]


def test_the_manifest_keeps_handouts_and_posters_apart(project: Path, tmp_path: Path) -> None:
    def build(layout: str = "") -> list[Failed]:
        chosen = Selection(("urk",), editions=("scherm",), layout=layout)
        return [
            event
            for event in run(plan(read_project(project), chosen), tmp_path, NL)
            if isinstance(event, Failed)
        ]

    def listed() -> set[tuple[str, str, str]]:
        rows = read_manifest(tmp_path)
        assert all((tmp_path / row["file"]).is_file() for row in rows)
        return {(row["layout"], row["side"], Path(row["file"]).stem) for row in rows}

    handout = {("handout-a4", "", "inwonersinitiatieven-urk-scherm")}
    first = {("poster-a3", "inspiratie", "inwonersinitiatieven-inspiratie-urk-scherm-a3")}
    second = {("poster-a3", "tips", "inwonersinitiatieven-tips-urk-scherm-a3")}
    assert not build() + build("poster-a3")
    assert listed() == handout | first | second

    urk = project / "content" / "gemeenten" / "urk.yaml"
    long = f"kop: {'Caritas Urk ' * 40}"
    edit(urk, "kop: Caritas Urk", long)
    (failed,) = build("poster-a3")
    assert (failed.side, [path.stem for path in failed.stale]) == (
        "tips",
        [stem for _, _, stem in second],
    )
    assert listed() == handout | first

    edit(urk, "cbs: GM0184", "cbs: 184")
    (failed,) = build("poster-a3")
    assert {path.stem for path in failed.stale} == {stem for _, _, stem in first | second}
    assert listed() == handout


def test_both_editions_are_delivered_or_neither(project: Path, tmp_path: Path) -> None:
    (tmp_path / "urk" / "inwonersinitiatieven-urk-druk.pdf").mkdir(parents=True)
    failed = list(run(plan(read_project(project), Selection(("urk",))), tmp_path, NL))[1]
    assert isinstance(failed, Failed)
    assert failed.problems[-1].code == "batch.unwritable"
    assert failed.stale == ()
    assert [path.name for path in (tmp_path / "urk").iterdir()] == [
        "inwonersinitiatieven-urk-druk.pdf"
    ]


def test_a_broken_manifest_is_an_empty_one(tmp_path: Path) -> None:
    row = dict.fromkeys(("file", "sheet", "side", "layout", "gemeente", "key"), "urk")
    odd = [row | {name: value} for name in row for value in (None, 3, [], {})]
    texts = ["", "{", "[]", '{"files": 3}', '{"files": [{}]}', "[" * 100_000]
    texts += [json.dumps({"files": [one]}) for one in odd]
    for text in texts:
        (tmp_path / "manifest.json").write_text(text, encoding="utf-8")
        assert read_manifest(tmp_path) == []
    for name in ("x" * 5000, "a\0b", "\ud800", "."):
        text = json.dumps({"files": [row | {"file": name}]})
        (tmp_path / "manifest.json").write_text(text, encoding="utf-8")
        Manifest(tmp_path, NL).write()
        assert read_manifest(tmp_path) == []


def test_strict_makes_warnings_count(project: Path) -> None:
    assert len(plan(read_project(project), Selection(("urk",), strict=True)).jobs) == 1
    edit(project / "content/gemeenten/urk.yaml", "https://www.caritas", "http://www.caritas")
    assert len(plan(read_project(project), Selection(("urk",))).jobs) == 1
    strict = plan(read_project(project), Selection(("urk", "almere"), strict=True))
    assert [job.gemeente.id for job in strict.jobs] == ["almere"]
    assert [refusal.gemeente for refusal in strict.refusals] == ["urk"]


def test_a_file_is_written_whole_or_not_at_all(tmp_path: Path) -> None:
    target = tmp_path / "a" / "b.pdf"
    write_whole(target, b"een")
    write_whole(target, b"twee")
    assert target.read_bytes() == b"twee"
    target.unlink()
    target.mkdir()
    with pytest.raises(FlevoprintError):
        write_whole(target, b"drie")
    assert [path.name for path in (tmp_path / "a").iterdir()] == ["b.pdf"]


def test_builds_side_by_side_do_not_sweep_away_each_other_s_files(tmp_path: Path) -> None:
    target = tmp_path / "urk.pdf"
    held, left = tmp_path / ".urk.pdf-aaaaaaaa", tmp_path / ".urk.pdf-bbbbbbbb"
    for path in (held, left):
        path.write_bytes(b"half")
    with held.open("rb") as other:
        fcntl.flock(other, fcntl.LOCK_EX)
        write_whole(target, b"een")
        assert sorted(path.name for path in tmp_path.iterdir()) == [held.name, target.name]
    write_whole(target, b"een")
    assert [path.name for path in tmp_path.iterdir()] == [target.name]

    def write() -> None:
        for _ in range(60):
            write_whole(target, b"twee" * 100_000)

    with ThreadPoolExecutor(3) as pool:
        for writing in [pool.submit(write) for _ in range(3)]:
            writing.result()
    assert target.read_bytes() == b"twee" * 100_000


def test_the_manifest_tells_its_problems_in_the_language_of_the_run() -> None:
    job = plan(read_project(ROOT), Selection(("urk",), editions=("scherm",))).jobs[0]
    problem = warning("batch.x", say("interrupted"), Source("a.yaml", 1, 2), "hint")
    result = JobResult(job, (Rendered("scherm", 2, b"", ""),), (problem,), 0.12345)
    for speaker, message in ((NL, "onderbroken"), (language("en"), "interrupted")):
        row, *_ = rows_of(result, speaker)
        assert row["seconds"] == 0.123
        assert row["problems"] == [
            {
                "code": "batch.x",
                "severity": "waarschuwing",
                "kind": message,
                "message": message,
                "hint": "hint",
                "file": "a.yaml",
                "line": 1,
                "column": 2,
            }
        ]


def test_the_manifest_is_plain_json(built: Path) -> None:
    json.loads((built / "manifest.json").read_text(encoding="utf-8"))

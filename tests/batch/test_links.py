"""A project's addresses: where they stand, what is told of them, and what is remembered."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from ipaddress import ip_address
from pathlib import Path

import pytest

from flevoprint.batch.links import MEMORY, Report, check_links
from flevoprint.cli import run
from flevoprint.content import project_files
from flevoprint.content.named import named_addresses
from flevoprint.keeping import cache_folder
from flevoprint.language import language
from flevoprint.links import Rules
from flevoprint.problem import ExitCode
from tests.links.site import Site, look, serving

RULES = Rules(each=2, overall=10, pause=0, look=look, allowed=lambda ip: ip_address(ip).is_loopback)
FIRST, SECOND = date(2026, 11, 20), date(2026, 11, 28)
CACHE = "elders"
ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def site() -> Iterator[Site]:
    with serving(Site()) as running:
        yield running


@pytest.fixture
def small(tmp_path: Path) -> Path:
    """A project with nothing in it yet."""
    (tmp_path / "content" / "gemeenten").mkdir(parents=True)
    (tmp_path / "content" / "project.yaml").write_text("titel: Proef\n", encoding="utf-8")
    return tmp_path


def put(root: Path, name: str, text: str) -> None:
    (root / "content" / "gemeenten" / f"{name}.yaml").write_text(text, encoding="utf-8")


def checked(root: Path, day: date = FIRST, rules: Rules = RULES) -> Report:
    return check_links(project_files(root), root / CACHE, day, rules)


def told(report: Report) -> list[str]:
    return [problem.told(language("nl")) for problem in report.problems]


def test_every_place_of_every_address_is_found() -> None:
    named = named_addresses(project_files(ROOT))
    assert named.problems == ()
    texts = [path.read_text("utf-8") for path in (ROOT / "content").rglob("*.yaml")]
    typed = [line for text in texts for line in text.splitlines() if ": http" in line]
    assert len(named.places) > 10
    assert sum(map(len, named.places.values())) == len(typed)
    (place,) = named.places["https://www.caritasurk.nl"]
    assert str(place) == "content/gemeenten/urk.yaml:18:18"


def test_one_problem_for_an_address_with_all_its_places(small: Path, site: Site) -> None:
    gone = f"http://site.test:{site.port}/gone"
    put(small, "almere", f"bladen:\n  x:\n    - adres: {gone}\n")
    put(small, "urk", f"contact:\n  website: {gone}\n  e-mail: mailto:info@urk.nl\n")
    report = checked(small)
    assert told(report) == [
        f"content/gemeenten/almere.yaml:3:14: fout[links.not-found]: de pagina {gone} bestaat "
        'niet (status 404)\n  hint: zoek het juiste adres, of schrijf "" zolang u het niet weet; '
        "hetzelfde in content/gemeenten/urk.yaml:2"
    ]
    assert report.exit_code == 1
    assert [link.address for link in report.links] == [gone, "mailto:info@urk.nl"]
    assert len(site.visits) == 2  # HEAD, and GET to be sure


def test_an_address_that_moved_names_the_line_to_write(small: Path, site: Site) -> None:
    base = f"http://site.test:{site.port}"
    put(small, "urk", f"contact:\n  website: {base}/moved\n")
    report = checked(small)
    assert told(report) == [
        f"content/gemeenten/urk.yaml:2:12: waarschuwing[links.moved]: het adres {base}/moved is "
        f"verhuisd naar {base}/ok\n  hint: schrijf op deze regel: {base}/ok"
    ]
    assert report.exit_code == 0


@pytest.mark.parametrize(
    ("path", "code", "exit_code"),
    [
        ("/later", "links.redirected", 0),
        ("/denied", "links.refused", 0),
        ("/fault", "links.server-fault", 0),
        ("/circle", "links.circle", 1),
        ("/within", "links.private", 1),
        ("/garbage", "links.bad-reply", 1),
    ],
)
def test_each_outcome_has_its_code(
    path: str, code: str, exit_code: int, small: Path, site: Site
) -> None:
    put(small, "urk", f"contact:\n  website: http://site.test:{site.port}{path}\n")
    report = checked(small)
    assert [problem.code for problem in report.problems] == [code]
    assert report.exit_code == exit_code


def test_what_is_wrong_before_any_network(small: Path) -> None:
    put(small, "a", "contact:\n  website: www.urk.nl\n  e-mail: info@urk.nl\n")
    put(small, "b", "contact:\n  website: 'https://x\n")
    put(small, "c", "tekst: Bel ons\ntelefoon: 0527\nadres: tel:0527\n")
    put(small, "d", 'adres: ""\n')
    report = checked(small)
    codes = [problem.code for problem in report.problems]
    assert codes == ["content.bad-address", "content.bad-address", "content.yaml-syntax"]
    assert [link.address for link in report.links] == ["tel:0527"]
    assert report.exit_code == 1


def test_without_a_network_there_is_one_message_and_the_days_are_kept(
    small: Path, site: Site
) -> None:
    base = f"http://site.test:{site.port}"
    put(small, "urk", f"adressen:\n  - {base}/ok\n  - {base}/gone\n  - http://other.test/x\n")
    checked(small)
    memory = small / CACHE / MEMORY
    assert json.loads(memory.read_text("utf-8")) == {"seen": {f"{base}/ok": "2026-11-20"}}
    kept = memory.read_bytes()

    def nothing(host: str) -> list[str]:
        return look(f"no-{host}")

    report = checked(small, SECOND, replace(RULES, look=nothing))
    assert [problem.code for problem in report.problems] == ["links.no-network"]
    assert "niet één van de 3 adressen" in told(report)[0]
    assert [link.seen for link in report.links] == [FIRST, None, None]
    assert report.exit_code == 1
    assert memory.read_bytes() == kept


def test_one_host_that_is_gone_is_not_a_missing_network(small: Path) -> None:
    put(small, "urk", "adres: https://verdwenen.test/\n")
    assert [problem.code for problem in checked(small).problems] == ["links.unknown-host"]
    put(small, "urk", "adres: https://offline.test/\n")
    assert [problem.code for problem in checked(small).problems] == ["links.no-network"]


def test_the_name_that_is_not_there_may_be_where_it_leads(small: Path, site: Site) -> None:
    put(small, "urk", f"adres: http://site.test:{site.port}/moved-away\n")
    assert "er is geen site met de naam no.test" in told(checked(small))[0]


def test_one_that_died_tells_when_it_was_last_seen(small: Path, site: Site) -> None:
    base = f"http://site.test:{site.port}"
    put(small, "urk", f"adres: {base}/gone\n")
    (small / CACHE).mkdir(parents=True)
    (small / CACHE / MEMORY).write_text(json.dumps({"seen": {f"{base}/gone": "2026-11-20"}}))
    assert "(status 404); voor het laatst gezien op 2026-11-20" in told(checked(small, SECOND))[0]


@pytest.mark.parametrize("kept", ["", "[]", '{"seen": []}', '{"seen": {"x": "gisteren"}}', "\0"])
def test_a_memory_that_cannot_be_read_is_made_anew(kept: str, small: Path, site: Site) -> None:
    (small / CACHE).mkdir(parents=True)
    (small / CACHE / MEMORY).write_text(kept)
    put(small, "urk", f"adres: http://site.test:{site.port}/ok\n")
    assert checked(small).problems == ()
    assert "2026-11-20" in (small / CACHE / MEMORY).read_text()


def test_a_memory_that_cannot_be_written_costs_no_answer(small: Path, site: Site) -> None:
    (small / CACHE).write_text("in the way")
    put(small, "urk", f"adres: http://site.test:{site.port}/ok\n")
    report = checked(small)
    assert [str(link.answer.outcome) for link in report.links if link.answer] == ["alive"]
    assert [problem.code for problem in report.problems] == ["batch.not-kept"]
    assert report.exit_code is ExitCode.OK


# At the door. A host under .invalid is never there (RFC 2606), with or without a network.


@pytest.fixture
def nowhere(small: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("FLEVOPRINT_CACHE_DIR", str(small / "elders"))
    put(small, "urk", "adres: https://x.invalid/\ne-mail: mailto:info@urk.nl\n")
    return small


def test_told_to_people(nowhere: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["--project", str(nowhere), "links"]) == 1
    printed = capsys.readouterr()
    assert "mailto:info@urk.nl  vorm in orde" in printed.out
    assert printed.err.count("fout[links.") == 1
    assert not (nowhere / "elders").exists()


def test_the_days_are_kept_where_builds_keep_theirs(
    nowhere: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delenv("FLEVOPRINT_CACHE_DIR")
    monkeypatch.setenv("XDG_CACHE_HOME", str(nowhere))
    monkeypatch.setattr("sys.platform", "linux")
    (cache_folder()).mkdir()
    (cache_folder() / MEMORY).write_text(json.dumps({"seen": {"https://x.invalid/": "2026-11-20"}}))
    assert run(["--project", str(nowhere), "links"]) == 1
    assert "voor het laatst gezien op 2026-11-20" in capsys.readouterr().err


def test_told_to_scripts(nowhere: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["--project", str(nowhere), "links", "--json"]) == 1
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [line.get("event", "problem") for line in lines] == [
        *("link", "link", "problem", "finished")
    ]
    assert lines[0]["places"] == [{"file": "content/gemeenten/urk.yaml", "line": 1, "column": 8}]
    assert lines[2]["problem"]["code"] in ("links.unknown-host", "links.no-network")
    assert lines[-1]["exit_code"] == 1


def test_the_days_in_a_folder_of_ones_own(
    nowhere: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (nowhere / "elders").mkdir()
    kept = json.dumps({"seen": {"https://x.invalid/": "2026-11-20"}})
    (nowhere / "elders" / MEMORY).write_text(kept)
    assert run(["--project", str(nowhere), "links"]) == 1
    printed = capsys.readouterr()
    assert "gezien op 2026-11-20" in printed.out + printed.err


def test_no_project(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["--project", str(tmp_path), "links", "--json"]) == 2
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [line.get("event", "problem") for line in lines] == ["problem", "finished"]


def interrupt(*_: object) -> None:
    raise KeyboardInterrupt


def test_an_interruption_is_told_to_scripts(
    nowhere: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("flevoprint.batch.links.check", interrupt)
    assert run(["--project", str(nowhere), "links", "--json"]) == 130
    (line,) = map(json.loads, capsys.readouterr().out.splitlines())
    assert (line["event"], line["exit_code"]) == ("finished", 130)
    assert run(["--project", str(nowhere), "links"]) == 130
    printed = capsys.readouterr()
    assert (printed.out, printed.err.strip()) == ("", "onderbroken")

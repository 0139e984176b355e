"""veraPDF called as a program: the real engine behind its command line, and programs that fail."""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pikepdf
import pytest

from flevoprint.batch.inspect import inspect_file
from flevoprint.finding import Kind
from flevoprint.language import language
from flevoprint.press.preflight.verapdf import FLAVOURS, installed, judged
from flevoprint.problem import Severity
from tests.support.printers import PRINTER

ROOT = Path(__file__).resolve().parents[2]
Install = Callable[[str], str]

#: The engine, answering as veraPDF 1.26's command line does with ``--format json``.
REAL = f"""
import json, sys
from itertools import groupby
from pathlib import Path
sys.path.insert(0, {str(ROOT)!r})
from tests.support.verapdf import validate
options = dict(zip(sys.argv[1:-1:2], sys.argv[2:-1:2]))
assert set(options) == {{"--flavour", "--format", "--maxfailuresdisplayed"}}, sys.argv
assert options["--format"] == "json"
verdict = validate([Path(sys.argv[-1])], [options["--flavour"]])[0]
rules = []
key = lambda failure: (failure.clause, failure.test)
for (clause, test), group in groupby(sorted(verdict.failures, key=key), key):
    places = list(group)
    rules.append({{
        "ruleStatus": "FAILED", "specification": "ISO", "clause": clause, "testNumber": test,
        "status": "failed", "failedChecks": len(places), "description": "?", "object": "?",
        "test": "?", "checks": [
            {{"status": "failed", "context": place.context, "errorMessage": place.message}}
            for place in places
        ],
    }})
result = {{
    "details": {{
        "passedRules": 100, "failedRules": len(rules), "ruleSummaries": rules,
        "passedChecks": verdict.checks - verdict.failed, "failedChecks": verdict.failed,
    }},
    "jobEndStatus": "normal", "profileName": "?", "statement": "?", "compliant": verdict.compliant,
}}
print(json.dumps({{"report": {{"jobs": [{{"validationResult": [result]}}]}}}}))
sys.exit(0 if verdict.compliant else 1)
"""


@pytest.fixture
def install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Install:
    """Put a program called verapdf on the PATH; returns where it is."""
    folder = tmp_path / "bin"
    folder.mkdir()

    def put(code: str) -> str:
        program = folder / "verapdf"
        program.write_text(f"#!{sys.executable}\n{code}")
        program.chmod(0o755)
        monkeypatch.setenv("PATH", f"{folder}{os.pathsep}{os.environ['PATH']}")
        assert installed() == str(program)
        return str(program)

    return put


@pytest.fixture
def screen(built: Path) -> Path:
    return built / "urk" / "inwonersinitiatieven-urk-scherm.pdf"


def report(*, compliant: bool, rules: list[object], checks: int = 10) -> str:
    """Code of a program that prints this verdict."""
    details = {"ruleSummaries": rules, "passedChecks": checks, "failedChecks": len(rules)}
    result = {"details": details, "compliant": compliant}
    text = json.dumps({"report": {"jobs": [{"validationResult": result}]}})
    return f"print({text!r})"


RULE = {
    "ruleStatus": "FAILED",
    "clause": "7.1",
    "testNumber": 10,
    "failedChecks": 3,
    "description": "The title is shown",
    "checks": [],
}


def test_it_finds_nothing_in_a_good_file(install: Install, screen: Path) -> None:
    install(REAL)
    result = inspect_file(screen, PRINTER)
    assert result.findings == ()
    assert result.judges == ("veraPDF",)
    assert result.absent == ()
    assert result.inspection is not None
    assert result.inspection.checks[-1] == "verapdf"


def test_it_finds_what_is_wrong_by_clause(install: Install, screen: Path, tmp_path: Path) -> None:
    path = tmp_path / "bläd met spatie.pdf"
    with pikepdf.open(screen) as pdf:
        pdf.Root.ViewerPreferences.DisplayDocTitle = False
        pdf.save(path)
    findings = judged(install(REAL), path, "blad.pdf")
    assert [finding.problem.code for finding in findings] == ["preflight.verapdf"]
    problem = findings[0].problem
    assert problem.severity is Severity.ERROR
    assert problem.source.path == "blad.pdf"
    told = language("nl").tell(problem.message)
    assert told.startswith("veraPDF, PDF/UA-1, artikel 7.1 toets 10 (1×): ")
    assert "DisplayDocTitle" in told


def test_a_press_file_is_not_its_business(install: Install, built: Path) -> None:
    install("raise SystemExit('not to be called')")
    result = inspect_file(built / "urk" / "inwonersinitiatieven-urk-druk.pdf", PRINTER)
    assert result.inspection is not None
    assert result.inspection.kind is Kind.PRESS
    assert (result.judges, result.absent) == ((), ())


def test_absent_it_is_named_and_not_called(screen: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    result = inspect_file(screen, PRINTER)
    assert (result.judges, result.absent) == ((), ("veraPDF",))
    assert result.findings == ()


@pytest.mark.parametrize("listed", [False, True], ids=["bare", "listed"])
def test_both_forms_of_its_report_are_read(install: Install, screen: Path, listed: bool) -> None:
    code = report(compliant=False, rules=[RULE])
    if listed:
        code = code.replace('"validationResult": {', '"validationResult": [{').replace(
            '"compliant": false}', '"compliant": false}]'
        )
    findings = judged(install(code), screen, "blad.pdf")
    assert [finding.problem.code for finding in findings] == ["preflight.verapdf"] * len(FLAVOURS)
    told = language("nl").tell(findings[1].problem.message)
    assert told == "veraPDF, PDF/A-2a, artikel 7.1 toets 10 (3×): The title is shown"


BROKEN = {
    "crashes": ("raise SystemExit('java.lang.OutOfMemoryError')", "OutOfMemoryError"),
    "says nothing": ("", "code 0"),
    "is killed": ("import os; os.kill(os.getpid(), 9)", "signaal 9"),
    "prints nonsense": ("print('PASS')", "code 0"),
    "prints no report": ("print('{}')", "code 0"),
    "prints no verdict": ('print(\'{"report": {"jobs": []}}\')', "code 0"),
    "prints a list": ("print('[' * 100000)", "code 0"),
    "passes and fails": (report(compliant=True, rules=[RULE]), "tegen"),
    "fails without a rule": (report(compliant=False, rules=[]), "tegen"),
    "looked at nothing": (report(compliant=True, rules=[], checks=0), "niets bekeken"),
    "counts in words": (report(compliant=False, rules=[{**RULE, "failedChecks": "x"}]), "code 0"),
}


@pytest.mark.parametrize("how", BROKEN)
def test_a_judge_that_fails_is_a_finding(install: Install, screen: Path, how: str) -> None:
    code, reason = BROKEN[how]
    findings = judged(install(code), screen, "blad.pdf")
    assert [f.problem.code for f in findings] == ["preflight.verapdf-failed"] * len(FLAVOURS)
    assert {f.problem.severity for f in findings} == {Severity.ERROR}
    assert reason in language("nl").tell(findings[0].problem.message)


def test_one_that_hangs_is_ended_with_all_it_started(
    install: Install, screen: Path, tmp_path: Path
) -> None:
    pid = tmp_path / "pid"
    program = install(
        "import subprocess, sys\n"
        "child = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(60)'])\n"
        f"open({str(pid)!r}, 'w').write(str(child.pid))\n"
        "child.wait()"
    )
    start = time.monotonic()
    findings = judged(program, screen, "blad.pdf", time_limit=1)
    assert time.monotonic() - start < 10
    assert [f.problem.code for f in findings] == ["preflight.verapdf-failed"] * len(FLAVOURS)
    assert "binnen 1 seconden" in language("nl").tell(findings[0].problem.message)
    assert _gone(int(pid.read_text()))


def _gone(pid: int) -> bool:
    """Whether a process has ended; the system may still have to clear it away."""
    for _ in range(50):
        try:
            os.kill(pid, 0)
            if "State:\tZ" in Path(f"/proc/{pid}/status").read_text():
                return True
        except ProcessLookupError:
            return True
        except FileNotFoundError:
            pass  # a system without /proc clears at once
        time.sleep(0.1)
    return False


def test_one_that_cannot_be_started(screen: Path, tmp_path: Path) -> None:
    program = tmp_path / "verapdf"
    program.write_text("no program")
    findings = judged(str(program), screen, "blad.pdf")
    assert [f.problem.code for f in findings] == ["preflight.verapdf-failed"] * len(FLAVOURS)
    assert "start niet" in language("nl").tell(findings[0].problem.message)

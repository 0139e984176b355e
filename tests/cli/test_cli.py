"""The command line as a contract."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from flevoprint import __version__
from flevoprint.cli import run
from flevoprint.cli.commands import COMMANDS
from flevoprint.language import language

ROOT = Path(__file__).resolve().parents[2]
#: What needs a project.
PROJECT_COMMANDS = ("build", "list")


def flevoprint(*arguments: str, cwd: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run the real program."""
    return subprocess.run(
        [sys.executable, "-m", "flevoprint", *arguments],
        cwd=cwd,
        env=os.environ | environment,
        capture_output=True,
        text=True,
        timeout=120,
    )


@pytest.mark.parametrize("arguments", [["--help"], *([name, "--help"] for name in COMMANDS)])
def test_help_imports_no_engine(arguments: list[str]) -> None:
    heavy = {"weasyprint", "pydantic", "pikepdf", "jinja2", "PIL", "fontTools"}
    code = (
        f"import sys\nfrom flevoprint.cli import run\nrun({arguments!r})\n"
        f"print(sorted({heavy!r} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60)
    assert done.returncode == 0
    assert done.stdout.endswith("[]\n")


def test_help_names_every_command(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["--help"]) == 0
    printed = capsys.readouterr().out
    for name, (_, text) in COMMANDS.items():
        assert name in printed
        assert language("nl").catalogue.gettext(text).split(",")[0] in printed


@pytest.mark.parametrize("command", COMMANDS)
def test_each_command_has_help(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run([command, "--help"]) == 0
    assert "Gebruik: flevoprint" in capsys.readouterr().out


def test_version(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["--version"]) == 0
    assert __version__ in capsys.readouterr().out


def test_project_is_found_from_below(project: Path) -> None:
    done = flevoprint("list", cwd=project / "content" / "logos")
    assert done.returncode == 0
    assert done.stdout.splitlines()[0].split() == ["almere", "GM0034", "Almere"]


def test_project_from_the_environment(project: Path, tmp_path: Path) -> None:
    done = flevoprint("list", "edities", cwd=tmp_path, FLEVOPRINT_PROJECT=str(project))
    assert done.returncode == 0
    assert [line.split()[0] for line in done.stdout.splitlines()] == ["scherm", "druk"]


@pytest.mark.parametrize(
    ("what", "first"), [("bladen", "inwonersinitiatieven"), ("layouts", "handout-a4")]
)
def test_list(what: str, first: str, project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["--project", str(project), "list", what]) == 0
    assert capsys.readouterr().out.split()[0] == first


@pytest.mark.parametrize("command", PROJECT_COMMANDS)
def test_no_project_is_a_usage_error_with_a_remedy(command: str, tmp_path: Path) -> None:
    for arguments in ((command,), ("--project", str(tmp_path), command)):
        done = flevoprint(*arguments, cwd=tmp_path)
        assert done.returncode == 2
        assert done.stdout == ""
        assert "no-project]" in done.stderr
        assert "--project" in done.stderr
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    "arguments",
    [
        ["bouw"],
        ["build", "--formaat", "A4"],
        ["list", "fouten"],
        ["-q", "-v", "build"],
    ],
)
def test_usage_errors(arguments: list[str], project: Path) -> None:
    assert run(["--project", str(project), *arguments]) == 2


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["build", "Ukr"], "batch.unknown-gemeente"),
        (["build", "--edition", "schrem"], "batch.unknown-edition"),
        (["build", "--sheet", "flyer"], "batch.unknown-sheet"),
    ],
)
def test_unknown_names_are_usage_errors(
    arguments: list[str], code: str, project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["--project", str(project), *arguments]) == 2
    printed = capsys.readouterr()
    assert f"fout[{code}]" in printed.err
    assert "hint: " in printed.err
    assert not (project / "out").exists()


def test_a_name_is_known_in_any_case_and_one_edition_is_one_file(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = project / "elders"
    code = run(["--project", str(project), "build", "URK", "--edition", "druk", "-o", str(out)])
    assert code == 0
    assert capsys.readouterr().out.split() == [
        str(out / "urk" / "inwonersinitiatieven-urk-druk.pdf")
    ]
    assert sorted(path.name for path in out.rglob("*") if path.is_file()) == [
        "inwonersinitiatieven-urk-druk.pdf",
        "manifest.json",
    ]


def test_json_is_one_object_a_line(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (project / "content" / "gemeenten" / "almere.yaml").write_text("naam: Almere\n")
    code = run(["--project", str(project), "build", "almere", "urk", "--json"])
    printed = capsys.readouterr()
    lines = [json.loads(line) for line in printed.out.splitlines()]
    assert code == 3
    assert printed.err == ""
    assert lines[0] == {"event": "started", "total": 2, "ready": 1}
    assert lines[-1]["event"] == "finished"
    assert lines[-1]["exit_code"] == 3
    problem = next(line["problem"] for line in lines if "problem" in line)
    assert problem == {
        "code": "content.missing",
        "severity": "fout",
        "message": "'cbs' ontbreekt",
        "hint": "voeg een regel 'cbs: …' toe",
        "file": "content/gemeenten/almere.yaml",
        "line": 1,
        "column": 1,
        "gemeente": "almere",
        "sheet": "",
    }
    assert [line["gemeente"] for line in lines if line.get("event") == "failed"] == ["almere"]
    assert [len(line["files"]) for line in lines if line.get("event") == "delivered"] == [2]


def test_a_fault_in_the_shared_sheet_is_named_once(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    sheet = project / "content" / "bladen" / "inwonersinitiatieven.yaml"
    sheet.write_text(sheet.read_text(encoding="utf-8").replace("ondertitel: I", "ondertitle: I"))
    assert run(["--project", str(project), "build"]) == 1
    printed = capsys.readouterr().err
    assert printed.count("fout[content.unknown-field]") == 1
    assert printed.count("fout[content.missing]") == 1
    assert "bedoelde u 'ondertitel'?" in printed


def test_source_date_epoch_wins(project: Path) -> None:
    wrong = flevoprint("build", "urk", cwd=project, SOURCE_DATE_EPOCH="gisteren")
    assert wrong.returncode == 2
    assert "fout[cli.bad-date]" in wrong.stderr
    done = flevoprint("build", "urk", cwd=project, SOURCE_DATE_EPOCH="1700000000")
    assert done.returncode == 0
    for path in (project / "out" / "urk").iterdir():
        assert b"2023-11-14" in _metadata(path)


def _metadata(path: Path) -> bytes:
    import pikepdf

    with pikepdf.open(path) as document:
        return document.Root.Metadata.read_bytes()


def test_unwritable_output_is_named_and_nothing_is_half_written(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (project / "out").write_text("in de weg", encoding="utf-8")
    assert run(["--project", str(project), "build", "urk"]) == 1
    assert "fout[batch.unwritable]" in capsys.readouterr().err
    assert (project / "out").read_text(encoding="utf-8") == "in de weg"


def test_interrupting_keeps_what_was_finished(project: Path) -> None:
    process = subprocess.Popen(
        [sys.executable, "-m", "flevoprint", "build"],
        cwd=project,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=os.environ | {"PYTHONUNBUFFERED": "1"},
        # Whoever runs the tests in the background hands down a SIGINT that is ignored.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    )
    assert process.stdout
    first = [process.stdout.readline().strip() for _ in range(2)]
    process.send_signal(signal.SIGINT)
    start = time.monotonic()
    _, stderr = process.communicate(timeout=60)
    assert process.returncode == 130
    assert time.monotonic() - start < 10
    assert "Traceback" not in stderr
    rows = json.loads((project / "out" / "manifest.json").read_text(encoding="utf-8"))["files"]
    listed = {f"out/{row['file']}" for row in rows}
    assert set(first) <= listed
    assert {str(p.relative_to(project)) for p in (project / "out").rglob("*.pdf")} == listed

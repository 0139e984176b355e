"""The command line as a contract."""

from __future__ import annotations

import json
import os
import pty
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from flevoprint import __version__
from flevoprint.batch.key import software
from flevoprint.cli import run
from flevoprint.cli.commands import COMMANDS
from flevoprint.language import LANGUAGES, language

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
    heavy = {"babel", "weasyprint", "pydantic", "pikepdf", "jinja2", "PIL", "fontTools"}
    heavy |= {"openpyxl"}
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
        "report.html",
    ]


def test_json_is_one_object_a_line(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (project / "content" / "gemeenten" / "almere.yaml").write_text("naam: Almere\n")
    code = run(["--project", str(project), "build", "almere", "urk", "--json"])
    printed = capsys.readouterr()
    lines = [json.loads(line) for line in printed.out.splitlines()]
    assert code == 3
    assert printed.err == ""
    assert lines[0] == {"event": "started", "total": 2, "ready": 1}
    seconds = lines[-1].pop("seconds")
    assert 0 < seconds < 60
    assert lines[-1] == {
        "event": "finished",
        "delivered": 1,
        "failed": 1,
        "manifest": str(project / "out" / "manifest.json"),
        "report": str(project / "out" / "report.html"),
        "exit_code": 3,
    }
    problem = next(line["problem"] for line in lines if "problem" in line)
    assert problem == {
        "code": "content.missing",
        "severity": "fout",
        "kind": "'…' ontbreekt",
        "message": "'cbs' ontbreekt",
        "hint": "voeg een regel toe, zoals: cbs: GM0184",
        "file": "content/gemeenten/almere.yaml",
        "line": 1,
        "column": 1,
        "gemeente": "almere",
        "sheet": "",
        "side": "",
    }
    assert [line["gemeente"] for line in lines if line.get("event") == "failed"] == ["almere"]
    assert [len(line["files"]) for line in lines if line.get("event") == "delivered"] == [2]
    assert [(line["done"], line["total"], line["side"]) for line in lines if "done" in line] == [
        (1, 2, ""),
        (2, 2, ""),
    ]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_json_of_a_refusal_ends_with_the_same_keys(
    lang: str, project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    arguments = ["--lang", lang, "--project", str(project), "build", "Ukr", "--json"]
    assert run(arguments) == 2
    problem, finished = (json.loads(line) for line in capsys.readouterr().out.splitlines())
    assert problem["problem"]["severity"] == "fout"
    assert problem["problem"]["message"].startswith({"nl": "de gemeente", "en": "the g"}[lang])
    assert problem["problem"]["hint"] == {"nl": "bedoelde u urk?", "en": "did you mean urk?"}[lang]
    assert finished.pop("seconds") >= 0
    assert finished == {
        "event": "finished",
        "delivered": 0,
        "failed": 0,
        "manifest": "",
        "report": "",
        "exit_code": 2,
    }


def test_a_fault_in_the_shared_sheet_is_named_once(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    sheet = project / "content" / "bladen" / "inwonersinitiatieven.yaml"
    sheet.write_text(sheet.read_text(encoding="utf-8").replace("ondertitel: I", "ondertitle: I"))
    assert run(["--project", str(project), "build"]) == 1
    printed = capsys.readouterr().err
    assert printed.count("fout[content.unknown-field]") == 1
    assert printed.count("fout[content.missing]") == 0  # it is there, misspelt
    assert "bedoelde u 'ondertitel'?" in printed


@pytest.mark.slow
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


@pytest.mark.parametrize("folder", ["content", "layouts/handout-a4", "fonts/nieuw", "via"])
def test_no_sheets_go_where_sheets_are_made_of(
    project: Path, folder: str, capsys: pytest.CaptureFixture[str]
) -> None:
    (project / "via").symlink_to("content/gemeenten")
    before = sorted(project.rglob("*"))
    assert run(["--project", str(project), "build", "urk", "-o", str(project / folder)]) == 2
    assert "waar de bladen van gemaakt worden" in capsys.readouterr().err
    assert sorted(project.rglob("*")) == before


def test_a_file_is_no_folder(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = project / "content" / "project.yaml"
    before = file.read_bytes()
    for arguments in (
        ["--project", str(file), "list"],
        ["--project", str(project), "build", "urk", "-o", str(file)],
    ):
        assert run(arguments) == 2
        assert f"'{file}' is een bestand; geef een map" in capsys.readouterr().err
    assert file.read_bytes() == before


@pytest.mark.skipif(sys.platform != "linux", reason="has no /dev/full")
def test_a_full_disk_is_named(project: Path) -> None:
    done = subprocess.run(
        f"exec '{sys.executable}' -m flevoprint list >/dev/full",
        shell=True,
        cwd=project,
        stderr=subprocess.PIPE,
        text=True,
        timeout=60,
    )
    assert done.returncode == 1
    assert done.stderr == "schrijven lukt niet: de schijf is vol\n"


def test_a_fault_nobody_foresaw_is_one_line(project: Path, tmp_path: Path) -> None:
    (tmp_path / "yaml.py").write_text("raise RuntimeError('broken install')", encoding="utf-8")
    path = os.pathsep.join([str(tmp_path), *filter(None, sys.path)])
    done = flevoprint("list", cwd=project, PYTHONPATH=path)
    assert done.returncode == 1
    assert done.stderr == (
        "onverwachte fout in flevoprint: RuntimeError: broken install\n"
        "  hint: meld deze regel, met de opdracht die u typte\n"
    )


@pytest.mark.skipif(sys.platform != "linux", reason="looks for its libraries by another variable")
def test_a_missing_library_has_an_exit_code_of_its_own(project: Path, tmp_path: Path) -> None:
    for name in ("libpango-1.0-0", "libpango-1.0.so.0"):
        (tmp_path / name).touch()  # found first, and no library
    done = flevoprint("build", "urk", cwd=project, LD_LIBRARY_PATH=str(tmp_path))
    assert done.returncode == 4
    assert "fout[typeset.library-missing]" in done.stderr
    assert "Traceback" not in done.stderr
    assert not (project / "out").exists()


def test_a_missing_package_has_that_exit_code_too(
    project: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("flevoprint.batch.key.PACKAGES", ("click", "no-such-package"))
    software.cache_clear()
    assert run(["--project", str(project), "check", "urk", "--json"]) == 4
    software.cache_clear()
    told, finished = map(json.loads, capsys.readouterr().out.splitlines())
    assert told["problem"]["code"] == "batch.package-missing"
    assert "no-such-package" in told["problem"]["message"]
    assert (finished["event"], finished["exit_code"]) == ("finished", 4)


def test_a_missing_module_is_a_missing_package(project: Path, tmp_path: Path) -> None:
    absent = "raise ModuleNotFoundError(\"No module named 'yaml'\", name='yaml')"
    (tmp_path / "yaml.py").write_text(absent, encoding="utf-8")
    path = os.pathsep.join([str(tmp_path), *filter(None, sys.path)])
    done = flevoprint("list", cwd=project, PYTHONPATH=path)
    assert done.returncode == 4
    assert "fout[batch.package-missing]" in done.stderr
    assert "yaml" in done.stderr
    assert "flevoprint doctor" in done.stderr


@pytest.mark.skipif(sys.platform == "darwin", reason="its file systems know only UTF-8")
@pytest.mark.parametrize(
    ("letters", "told"), [("utf-8:strict", b"o\xe9/urk/"), ("latin-1", rb"o\udce9/urk/")]
)
def test_a_folder_of_any_name_is_told(letters: str, told: bytes, project: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "flevoprint", "build", "urk", "--edition", "scherm", "-o", b"o\xe9"],
        cwd=project,
        env=os.environ | {"PYTHONIOENCODING": letters},
        capture_output=True,
        timeout=120,
    )
    assert done.returncode == 0, done.stderr
    assert told in done.stdout


@pytest.mark.parametrize("plain", [False, True])
def test_colour_on_a_terminal_and_none_with_no_color(plain: bool, project: Path) -> None:
    screen, terminal = pty.openpty()
    environment = {name: value for name, value in os.environ.items() if name != "NO_COLOR"}
    done = subprocess.run(
        [sys.executable, "-m", "flevoprint", "build", "Ukr"],
        cwd=project,
        env=environment | ({"NO_COLOR": "1"} if plain else {}),
        stderr=terminal,
        timeout=60,
    )
    text = os.read(screen, 10_000)
    os.close(screen)
    os.close(terminal)
    assert done.returncode == 2
    assert (b"\x1b[31mfout[batch.unknown-gemeente]\x1b[0m" in text) is not plain
    assert b"fout[batch.unknown-gemeente]" in text


INTERRUPT_DURING_IMPORT = """
import os, signal, sys

class Finder:
    def find_spec(self, name, *_):
        if name == {module!r}:
            os.kill(os.getpid(), signal.SIGINT)

signal.signal(signal.SIGINT, signal.default_int_handler)
sys.meta_path.insert(0, Finder())
from flevoprint.cli import main
main(["build", "urk"])
"""


@pytest.mark.parametrize(
    "module", ["flevoprint.language", "click", "flevoprint.cli.build", "flevoprint.batch.plan"]
)
def test_interrupting_the_first_moments(module: str, project: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", INTERRUPT_DURING_IMPORT.format(module=module)],
        cwd=project,
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert done.returncode == 130
    assert done.stdout == ""
    assert "Traceback" not in done.stderr
    assert not (project / "out").exists()


def test_interrupting_keeps_what_was_finished(project: Path, tmp_path: Path) -> None:
    process = subprocess.Popen(
        [sys.executable, "-m", "flevoprint", "build"],
        cwd=project,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=os.environ | {"PYTHONUNBUFFERED": "1", "FLEVOPRINT_CACHE_DIR": str(tmp_path / "cache")},
        # Whoever runs the tests in the background hands down a SIGINT that is ignored.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    )
    assert process.stdout
    first = [process.stdout.readline().strip() for _ in range(2)]
    process.send_signal(signal.SIGINT)
    start = time.monotonic()
    _, stderr = process.communicate(timeout=60)
    assert process.returncode == 130
    assert time.monotonic() - start < 2
    assert "Traceback" not in stderr
    assert "onderbroken na " in stderr
    assert stderr.endswith("wat klaar was, is bewaard, en de volgende keer komt de rest\n")
    rows = json.loads((project / "out" / "manifest.json").read_text(encoding="utf-8"))["files"]
    listed = {f"out/{row['file']}" for row in rows}
    assert set(first) <= listed
    assert {str(p.relative_to(project)) for p in (project / "out").rglob("*.pdf")} == listed


@pytest.mark.parametrize("ending", ["SIGINT", "SIGTERM", "SIGHUP"])
def test_whoever_ends_it_as_it_ends_is_not_heard(ending: str) -> None:
    code = f"import atexit, os, signal; atexit.register(os.kill, os.getpid(), signal.{ending})\n"
    code += "from flevoprint.cli import main; main(['--help'])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60)
    assert (done.returncode, done.stderr) == (0, "")

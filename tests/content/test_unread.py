"""Files where nothing is read, or that take each other's place: never in silence."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from flevoprint.batch.plan import Selection, find_variant, plan
from flevoprint.cli import run
from flevoprint.content import read_layers, read_project
from flevoprint.problem import FlevoprintError
from tests.conftest import ROOT
from tests.content.test_layers import faults, sound, variant

PLACE = "content/gemeenten"


@pytest.mark.parametrize("name", ["urk.YAML", "urk.yml", "Urk.yaml", "urk.yaml.txt"])
def test_a_file_with_a_bad_name_takes_no_other_s_place(name: str, project: Path) -> None:
    shutil.copy(project / PLACE / "urk.yaml", project / PLACE / name)
    found = read_project(project)
    assert "urk" in sound(found)
    assert ("content.bad-file-name", f"{PLACE}/{name}") in [
        fault for one in found.variants for fault in faults(one)
    ]


def test_a_file_in_a_folder_within_is_told(project: Path) -> None:
    (project / PLACE / "flevo").mkdir()
    shutil.move(project / PLACE / "urk.yaml", project / PLACE / "flevo" / "urk.yaml")
    found = read_project(project)
    assert "urk" not in sound(found)
    assert ("content.too-deep-folder", f"{PLACE}/flevo/urk.yaml") in faults(found.variants[0])


@pytest.mark.parametrize("place", [f"{PLACE}/lus.yaml", "content/logos/lus.svg"])
def test_a_link_to_itself_costs_no_other_its_sheet(place: str, project: Path) -> None:
    (project / place).symlink_to(Path(place).name)
    if place.endswith("svg"):
        text = (project / PLACE / "urk.yaml").read_text("utf-8")
        text = text.replace("logos/plaatshouder-urk-donker.svg", "logos/lus.svg")
        (project / PLACE / "lus.yaml").write_text(text, "utf-8")
    assert {*faults(variant(project, "lus"))} <= {
        ("content.outside", f"{PLACE}/lus.yaml"),
        ("content.logo-missing", f"{PLACE}/lus.yaml:9:11"),
        ("content.shared-code", f"{PLACE}/lus.yaml:2:6"),
    }
    assert "urk" in sound(read_project(project))
    assert "lus" not in sound(read_project(project))


@pytest.mark.parametrize("folder", ["gemeenten", "organisaties"])
def test_a_folder_that_may_not_be_read_is_no_empty_one(folder: str, project: Path) -> None:
    """Root may read everything, so somebody else tries."""
    closed = project / "content" / folder
    closed.mkdir(exist_ok=True)
    closed.chmod(0)
    script = (
        "import os, sys\n"
        "from pathlib import Path\n"
        "from flevoprint.content import read_project\n"
        "from flevoprint.problem import FlevoprintError\n"
        "read_project(Path(sys.argv[2]))\n"  # what is imported late, nobody may be able to read
        "os.getuid() == 0 and os.setuid(65534)\n"
        "try:\n    read_project(Path(sys.argv[1]))\n"
        "except FlevoprintError as failure:\n    print([p.code for p in failure.problems])\n"
    )
    for above in project.parents:
        if above.stat().st_uid == os.getuid() and above != Path("/"):
            above.chmod(above.stat().st_mode | 0o055)
    try:
        told = subprocess.run(
            [sys.executable, "-c", script, project, ROOT],
            capture_output=True,
            text=True,
            check=False,
        )
    finally:
        closed.chmod(0o755)
    assert (told.stdout.strip(), told.stderr) == ("['content.unreadable']", "")


def test_a_key_with_nothing_behind_it_empties_no_list(project: Path) -> None:
    path = project / PLACE / "urk.yaml"
    head, _, rest = path.read_text("utf-8").partition("      lokaal:")
    assert rest
    (project / "content/provincies").mkdir(exist_ok=True)
    province = "bladen: {inwonersinitiatieven: {tips: {lokaal: [{kop: Loket}]}}}\n"
    (project / "content/provincies/flevo.yaml").write_text(province, "utf-8")
    for typed, headings in (("      lokaal:\n", ["Loket"]), ("      lokaal: []\n", [])):
        path.write_text(f"{head}{typed}provincie: flevo\n", "utf-8")
        sheet = variant(project, "urk").sheets[0]
        assert [str(one.heading) for one in sheet.values["tips.lokaal"]] == headings


def test_all_of_one_name_are_built_and_none_is_guessed_at(project: Path) -> None:
    (project / "content/organisaties").mkdir(exist_ok=True)
    for gemeente in ("urk", "dronten"):
        text = f"onder: {gemeente}\nnaam: Dorpsbelang\n"
        (project / f"content/organisaties/db-{gemeente}.yaml").write_text(text, "utf-8")
    jobs = plan(read_project(project), Selection(("Dorpsbelang",))).jobs
    assert [job.gemeente.id for job in jobs] == ["db-dronten", "db-urk"]
    with pytest.raises(FlevoprintError) as caught:
        find_variant("dorpsbelang", read_layers(project).names)
    assert [problem.code for problem in caught.value.problems] == ["batch.two-of-this-name"]


def test_explain_tells_that_there_is_no_gemeente(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    shutil.rmtree(project / PLACE)
    assert run(["--project", str(project), "explain", "urk"]) == 1
    assert "content.no-gemeenten" in capsys.readouterr().err


def test_the_language_of_another_layer_s_words_is_warned_of(project: Path) -> None:
    (project / "content/provincies").mkdir(exist_ok=True)
    province = "logo:\n  alt: {tekst: it boerd, taal: fy}\n"
    (project / "content/provincies/flevo.yaml").write_text(province, "utf-8")
    path = project / PLACE / "urk.yaml"
    text = path.read_text("utf-8").replace("  alt: gemeente Urk", "  alt: {tekst: gemeente Urk}")
    path.write_text(f"provincie: flevo\n{text}", "utf-8")
    assert "overlay.mixed" in {code for code, _ in faults(variant(project, "urk"))}

"""The posters of the six gemeenten, held against what a wall, a printer and an auditor ask.

As with the handouts, nothing here knows how they were made.
"""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from pathlib import Path

import numpy as np
import pikepdf
import pytest
import zxingcpp
from PIL import Image

from flevoprint.batch.plan import Selection, plan
from flevoprint.cli import run
from flevoprint.content import read_project
from flevoprint.problem import Severity
from flevoprint.typeset import Engine, lay_out_sheet

from .support.sampling import sampled
from .support.verapdf import validate

ROOT = Path(__file__).resolve().parents[1]
GEMEENTEN = ["almere", "dronten", "lelystad", "noordoostpolder", "urk", "zeewolde"]
SIDES = ["inspiratie", "tips"]
EDITIONS = ["scherm", "druk"]
MM = 72 / 25.4
DPI = 100
#: What the shipped content says of itself, in every layout.
OF_ITSELF = {"content.address-missing", "content.placeholder-logo"}
#: What must be read from afar, in each poster's own words.
CHOSEN = {
    "inspiratie": [
        "Inwonersinitiatieven in Flevoland",
        "Doe wat je zegt en zeg wat je doet, vertrouwen is de basis.",
        "Regie bij bewoners, ondersteuning door professionals op afstand.",
        "Proberen, leren en bijsturen vormt de basis voor succesvolle initiatieven.",
        "Slimmer omgaan met bestaande ruimtes kan kansen bieden.",
        "Anders kijken naar vrijwilligers biedt nieuwe kansen.",
    ],
    "tips": [
        "Tips en handreikingen voor wijkpartners",
        "Op zoek naar handvatten?",
        "Ontwikkelen als samenwerkingspartner?",
        "Dichter bij jou in",
        "Buurtadvies.nl/atlas",
    ],
}


class Posters:
    """The output folder of the posters; a gemeente's are built when they are first asked for."""

    def __init__(self, out: Path) -> None:
        self.out = out
        self._built: set[str] = set()

    def pdf(self, gemeente: str, side: str, edition: str) -> Path:
        """The path that the command line promises."""
        self.build([gemeente])
        return self.out / gemeente / f"inwonersinitiatieven-{side}-{gemeente}-{edition}-a3.pdf"

    def build(self, gemeenten: list[str]) -> None:
        """What ``flevoprint build --layout poster-a3`` makes of these."""
        missing = [gemeente for gemeente in gemeenten if gemeente not in self._built]
        if missing:
            options = ["--layout", "poster-a3", "-o", str(self.out)]
            assert run(["--project", str(ROOT), "-q", "build", *missing, *options]) == 0
            self._built |= {*missing}


@pytest.fixture(scope="module")
def posters(tmp_path_factory: pytest.TempPathFactory) -> Posters:
    return Posters(tmp_path_factory.mktemp("posters"))


#: All six, of which two always: one in yellow with two pointers, one with five.
ONE_BY_ONE = sampled(
    ["noordoostpolder", "almere", "dronten", "lelystad", "urk", "zeewolde"], fast=2
)
TOGETHER = [
    pytest.param(["noordoostpolder", "almere"], id="two"),
    pytest.param(GEMEENTEN, id="six", marks=pytest.mark.slow),
]


def tool(*command: str | Path) -> str:
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=True)
    return done.stdout


def seen(path: Path, folder: Path, dpi: int) -> np.ndarray:
    """The page as Poppler draws it, bleed and all."""
    tool("pdftoppm", "-r", str(dpi), "-png", "-singlefile", path, folder / "page")
    return np.asarray(Image.open(folder / "page.png").convert("RGB"))


def bare(text: str) -> str:
    """``text`` as it reads aloud: no spaces, quotation marks, or capitals."""
    return re.sub(r"[\s\u00ad\u200b'‘’\"“”]", "", text.casefold())


@pytest.mark.parametrize("gemeenten", TOGETHER)
def test_each_poster_is_one_file_of_one_page_and_clean(
    posters: Posters, gemeenten: list[str], capfd: pytest.CaptureFixture[str]
) -> None:
    posters.build(gemeenten)
    rows = json.loads((posters.out / "manifest.json").read_text(encoding="utf-8"))["files"]
    rows = [row for row in rows if row["gemeente"] in gemeenten]
    names = {
        posters.pdf(gemeente, side, edition).relative_to(posters.out).as_posix()
        for gemeente in gemeenten
        for side in SIDES
        for edition in EDITIONS
    }
    assert {row["file"] for row in rows} == names
    for row in rows:
        assert (row["layout"], row["pages"], row["trim_mm"]) == ("poster-a3", 1, [297, 420])
        assert row["shrunk"] == {}
        assert {problem["code"] for problem in row["problems"]} <= OF_ITSELF
    capfd.readouterr()
    files = [str(posters.out / name) for name in sorted(names)]
    assert run(["--project", str(ROOT), "preflight", "--strict", *files]) == 0
    assert "[preflight." not in capfd.readouterr().out


@pytest.mark.parametrize("gemeenten", TOGETHER)
def test_verapdf_accepts_every_screen_edition(posters: Posters, gemeenten: list[str]) -> None:
    files = [posters.pdf(gemeente, side, "scherm") for gemeente in gemeenten for side in SIDES]
    verdicts = validate(files, ("ua1", "2a"))
    assert len(verdicts) == 4 * len(gemeenten)
    for verdict in verdicts:
        assert verdict.compliant, str(verdict)
        assert verdict.checks > 500


@pytest.mark.parametrize("side", SIDES)
@pytest.mark.parametrize("gemeente", ONE_BY_ONE)
def test_what_was_chosen_is_there_and_nothing_else(
    posters: Posters, gemeente: str, side: str
) -> None:
    left_out = ["Schiet vanaf het begin", "verzanden zo makkelijk", "‘De Kracht van Samen’"]
    for edition in EDITIONS:
        text = bare(tool("pdftotext", "-raw", posters.pdf(gemeente, side, edition), "-"))
        at = [text.find(bare(words)) for words in CHOSEN[side]]
        assert -1 not in at
        assert at == sorted(at)
        assert f"{gemeente}.nl" in text
        assert not [words for words in left_out if bare(words) in text]


@pytest.mark.parametrize("gemeente", ONE_BY_ONE)
def test_codes_are_read_from_a_metre(posters: Posters, gemeente: str, tmp_path: Path) -> None:
    for side, least in (("inspiratie", 1), ("tips", 3)):
        page = seen(posters.pdf(gemeente, side, "druk"), tmp_path, DPI)
        codes = zxingcpp.read_barcodes(page)
        assert len(codes) >= least
        assert f"https://www.{gemeente}.nl" in {code.text for code in codes}
        for code in codes:
            place, modules = code.position, 17 + 4 * int(code.extra["Version"])
            across = place.top_right.x - place.top_left.x
            assert across / modules / DPI * 25.4 >= 0.99, code.text


@pytest.mark.parametrize("side", SIDES)
def test_the_press_edition_has_its_bleed(posters: Posters, side: str, tmp_path: Path) -> None:
    path = posters.pdf("almere", side, "druk")
    with pikepdf.open(path) as document:
        (page,) = document.pages
        assert [float(edge) / MM for edge in page.BleedBox] == pytest.approx(
            [0, 0, 303, 426], abs=0.1
        )
        assert [float(edge) / MM for edge in page.TrimBox] == pytest.approx(
            [3, 3, 300, 423], abs=0.1
        )
        assert "/Annots" not in page
    pixels = seen(path, tmp_path, 50).astype(int)
    for edge in (pixels[1], pixels[-2], pixels[:60, 1], pixels[-60:, -2]):
        assert edge.sum(axis=1).max() < 600  # ground: dark, and nowhere paper


@pytest.mark.parametrize("name", ["Urk", "Súdwest-Fryslân en De Maren"])
@pytest.mark.parametrize("count", range(5))
@pytest.mark.fast(3)
def test_any_number_of_pointers_and_a_long_name_fit(project: Path, name: str, count: int) -> None:
    assert len(name) in (3, 27)
    for file in (project / "content" / "gemeenten").iterdir():
        if file.stem != "urk":
            file.unlink()
    file = project / "content" / "gemeenten" / "urk.yaml"
    text = file.read_text(encoding="utf-8").replace("naam: Urk", f"naam: {name}")
    contact = "  e-mail: mailto:info@goeree-overflakkee.nl\n  telefoon: 0187 47 55 55\nbladen:"
    if count % 2:
        text = text.replace("urk.nl", "goeree-overflakkee.nl").replace("bladen:", contact)
    local = "".join(
        f"        - kop: Buurthuis {n}\n          tekst: [Ontmoeting in de wijk.]\n"
        f"          adres: {address}\n          op poster: ja\n"
        for n, address in enumerate(["https://buurthuis-een.nl/agenda", '""'] * 2)
    )
    local = "".join(local.splitlines(keepends=True)[: 5 * count])
    head = text[: text.index("lokaal:")]
    file.write_text(f"{head}lokaal:{' []' if not count else ''}\n{local}", encoding="utf-8")
    engine = Engine(ROOT / "fonts")
    jobs = plan(read_project(project), Selection(layout="poster-a3")).jobs
    assert len(jobs) == 2
    for job in jobs:
        laid = lay_out_sheet(engine, job.sheet, job.gemeente, job.info, job.fonts)
        assert [p for p in laid.problems if p.severity is not Severity.NOTE] == []
        assert laid.shrunk == {}


def test_a_poster_asks_more_of_letters(project: Path) -> None:
    shutil.copytree(ROOT / "layouts", project / "layouts")
    css = project / "layouts" / "poster-a3" / "sheet.css"
    text = css.read_text(encoding="utf-8")
    assert "font-size: 14pt" in text  # the smallest that it has
    css.write_text(text.replace("font-size: 14pt", "font-size: 13.5pt"), encoding="utf-8")
    assert problems_of(project, "tips") == {"fit.too-small"}


def test_a_poster_asks_more_of_codes(project: Path) -> None:
    file = project / "content" / "gemeenten" / "urk.yaml"
    text = file.read_text(encoding="utf-8")
    long = f"https://www.urk.nl/{'pad/' * 20}"  # whose code a handout has room for
    file.write_text(text.replace("https://www.urk.nl", long), encoding="utf-8")
    assert problems_of(project, "inspiratie") == {"typeset.qr-too-dense"}


def problems_of(project: Path, side: str) -> set[str]:
    jobs = plan(read_project(project), Selection(("urk",), layout="poster-a3")).jobs
    job = next(job for job in jobs if job.sheet.side == side)
    engine = Engine(ROOT / "fonts")
    laid = lay_out_sheet(engine, job.sheet, job.gemeente, job.info, job.fonts)
    return {problem.code for problem in laid.problems}

"""The twelve files a newcomer gets, held against what printers and auditors ask.

Nothing here knows how they were made: the readers are veraPDF, Poppler, Ghostscript, MuPDF and an
independent walk over the operators.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pikepdf
import pytest

from flevoprint.content import read_project

from .support.operators import COLOUR_OPERATORS, opened, spaces, walk
from .support.sampling import sampled
from .support.verapdf import validate

ROOT = Path(__file__).resolve().parents[1]
GEMEENTEN = ["almere", "dronten", "lelystad", "noordoostpolder", "urk", "zeewolde"]
EDITIONS = ["scherm", "druk"]
MM = 72 / 25.4

# Debian's mutool is built without colour management and says so of every file.
HARMLESS = {"warning: ICC support is not available"}


def pdf(built: Path, gemeente: str, edition: str) -> Path:
    """The path the command line promises."""
    return built / gemeente / f"inwonersinitiatieven-{gemeente}-{edition}.pdf"


def tool(*command: str | Path, folder: Path | None = None) -> str:
    """What ``command`` prints; it must succeed without a word on stderr."""
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=120)
    said = {line for line in done.stderr.splitlines() if line.strip()} - HARMLESS
    assert (done.returncode, said) == (0, set())
    return done.stdout


def bare(text: str) -> str:
    """``text`` as it reads aloud: no spaces, hyphens, quotation marks, or capitals."""
    return re.sub(r"[\s\-‐\u00ad\u200b'‘’\"“”]", "", text.casefold())


def golden(side: str) -> list[str]:
    """The flyer's own sentences on ``side``, in reading order."""
    text = (ROOT / "tests" / "golden" / "flyer.txt").read_text(encoding="utf-8")
    return text.split(f"# {side}\n")[1].split("\n# ")[0].splitlines()


def assert_in_order(sentences: list[str], text: str) -> None:
    """Each sentence stands in ``text``, after the one before it."""
    assert sentences
    position, whole = 0, bare(text)
    for sentence in sentences:
        found = whole.find(bare(sentence), position)
        assert found >= 0, f"not found in its place: {sentence}"
        position = found + len(bare(sentence))


def test_there_are_twelve_files_and_a_manifest(built: Path) -> None:
    files = sorted(path.relative_to(built).as_posix() for path in built.rglob("*.pdf"))
    assert files == sorted(
        f"{gemeente}/inwonersinitiatieven-{gemeente}-{edition}.pdf"
        for gemeente in GEMEENTEN
        for edition in EDITIONS
    )
    rows = json.loads((built / "manifest.json").read_text(encoding="utf-8"))["files"]
    assert [row["file"] for row in rows] == files
    for row in rows:
        data = (built / row["file"]).read_bytes()
        assert row["sha256"] == hashlib.sha256(data).hexdigest()
        assert row["bytes"] == len(data)
        assert (row["pages"], row["trim_mm"]) == (2, [210, 297])
        assert re.fullmatch(r"[0-9a-f]{64}", row["key"])
    assert not [path for path in built.rglob("*") if path.name.startswith(".")]


@pytest.mark.parametrize("edition", EDITIONS)
@pytest.mark.parametrize("gemeente", GEMEENTEN)
def test_every_sentence_of_the_flyer_is_on_its_side(
    built: Path, gemeente: str, edition: str
) -> None:
    path = pdf(built, gemeente, edition)
    pages = tool("pdftotext", "-raw", "-enc", "UTF-8", path, "-").split("\f")
    assert len(pages) == 3  # two pages, and nothing behind the last form feed
    assert pages[2] == ""
    assert_in_order(golden("inspiratie"), pages[0])
    assert_in_order(golden("tips"), pages[1])


@pytest.mark.parametrize("gemeente", GEMEENTEN)
def test_every_word_of_the_gemeente_is_there(built: Path, gemeente: str) -> None:
    variant = next(v for v in read_project(ROOT).variants if v.id == gemeente)
    texts = [text.value for text in variant.sheets[0].texts if text.path.startswith("tips.lokaal")]
    assert texts
    for edition in EDITIONS:
        page = tool("pdftotext", "-raw", "-f", "2", pdf(built, gemeente, edition), "-")
        assert_in_order([*texts], page)
        assert bare(variant.name) in bare(page)


@pytest.mark.parametrize("gemeente", sampled(GEMEENTEN, fast=2))
def test_the_tags_read_in_order(built: Path, gemeente: str) -> None:
    tree = tool("pdfinfo", "-struct-text", pdf(built, gemeente, "scherm"))
    spoken = "".join(re.findall(r'"(.*)"', tree))
    assert_in_order([*golden("inspiratie"), *golden("tips")], spoken)
    assert re.findall(r"^ *H1\b", tree, re.MULTILINE)


def test_verapdf_accepts_every_screen_edition(built: Path) -> None:
    verdicts = validate([pdf(built, gemeente, "scherm") for gemeente in GEMEENTEN])
    assert len(verdicts) == 12
    for verdict in verdicts:
        assert verdict.compliant, str(verdict)
        assert verdict.failed == 0
        assert verdict.checks > 1000


@pytest.mark.parametrize("gemeente", GEMEENTEN)
def test_screen_edition_is_made_for_the_screen(built: Path, gemeente: str) -> None:
    with pikepdf.open(pdf(built, gemeente, "scherm")) as document:
        assert document.Root.Lang == "nl"
        assert document.Root.ViewerPreferences.DisplayDocTitle
        assert str(document.docinfo.Title).startswith("Inwonersinitiatieven in Flevoland – ")
        assert document.Root.OutputIntents[0].S == "/GTS_PDFA1"
        assert document.Root.Outlines.Count > 0
        links = set()
        for page in document.pages:
            assert list(page.MediaBox) == list(page.TrimBox)
            assert [float(side) for side in page.MediaBox[:2]] == [0, 0]
            assert float(page.MediaBox[2]) == pytest.approx(210 * MM, abs=0.1 * MM)
            assert float(page.MediaBox[3]) == pytest.approx(297 * MM, abs=0.1 * MM)
            links |= {str(annotation.A.URI) for annotation in page.get("/Annots", [])}
        assert "https://buurtadvies.nl/atlas" in links
        assert f"https://www.{gemeente}.nl" in links


@pytest.mark.parametrize("gemeente", GEMEENTEN)
def test_every_figure_says_what_and_where_it_is(built: Path, gemeente: str) -> None:
    with pikepdf.open(pdf(built, gemeente, "scherm")) as document:
        figures = [
            thing
            for thing in document.objects
            if isinstance(thing, pikepdf.Dictionary) and thing.get("/S") == "/Figure"
        ]
        assert len(figures) >= 6
        for figure in figures:
            assert len(str(figure.Alt)) > 5
            left, bottom, right, top = (float(edge) for edge in figure.A.BBox)
            assert 0 <= left < right <= 210 * MM + 0.1
            assert 0 <= bottom < top <= 297 * MM + 0.1
        # The largest picture is the code on the gemeente's card, low on the back.
        card = max(figures, key=lambda figure: float(figure.A.BBox[3]) - float(figure.A.BBox[1]))
        assert str(card.Alt) == f"QR-code naar {gemeente}.nl"
        assert float(card.A.BBox[3]) < 100 * MM


@pytest.mark.parametrize("gemeente", GEMEENTEN)
def test_press_edition_is_made_for_the_press(built: Path, gemeente: str) -> None:
    with pikepdf.open(pdf(built, gemeente, "druk")) as document:
        assert len(document.pages) == 2
        for page in document.pages:
            assert _mm(page.MediaBox) == pytest.approx([0, 0, 216, 303], abs=0.1)
            assert _mm(page.BleedBox) == pytest.approx([0, 0, 216, 303], abs=0.1)
            assert _mm(page.TrimBox) == pytest.approx([3, 3, 213, 300], abs=0.1)
            assert "/CropBox" not in page
            assert "/Annots" not in page
        (intent,) = document.Root.OutputIntents
        assert intent.S == "/GTS_PDFX"
        assert str(intent.OutputConditionIdentifier) == "FOGRA39"
        assert str(intent.RegistryName) == "http://www.color.org"
        assert intent.DestOutputProfile.N == 4
        profile = intent.DestOutputProfile.read_bytes()
        assert (profile[12:16], profile[16:20], profile[36:40]) == (b"prtr", b"CMYK", b"acsp")
        assert b"PDF/X-4" in document.Root.Metadata.read_bytes()
        assert "/StructTreeRoot" not in document.Root
        assert "/MarkInfo" not in document.Root
        assert str(document.docinfo.Trapped) == "/False"


@pytest.mark.parametrize("gemeente", GEMEENTEN)
def test_press_edition_is_in_ink_only(built: Path, gemeente: str) -> None:
    with opened(pdf(built, gemeente, "druk").read_bytes()) as document:
        assert set(spaces(document)) <= {"DeviceCMYK", "DeviceGray"}
        found = walk(document)
    used = {operator for operator in found.operators if operator in COLOUR_OPERATORS}
    assert used <= {"k", "K", "g", "G"}
    assert found.colours["k", 0.0, 0.0, 0.0, 1.0] > 20
    assert not [colour for colour in found.colours if colour[0] in "gG" and colour[1:] != (0.0,)]
    assert not found.images()
    black = ("k", 0.0, 0.0, 0.0, 1.0)
    for event in found.texts():
        small_black = event.state.fill == black and event.size < 12
        assert event.state.overprint_fill == small_black, event
        assert event.state.overprint_mode == 1 or not small_black
    inks = [sum(colour[1:]) for colour in found.colours if colour[0] in "kK"]
    assert max(inks) <= 3.0


@pytest.mark.parametrize("gemeente", GEMEENTEN)
def test_declared_colours_reach_the_press_as_declared(built: Path, gemeente: str) -> None:
    variant = next(v for v in read_project(ROOT).variants if v.id == gemeente)
    assert variant.gemeente
    with opened(pdf(built, gemeente, "druk").read_bytes()) as document:
        colours = {colour[1:] for colour in walk(document).colours if colour[0] == "k"}
    for colour in (variant.gemeente.palette.main, variant.gemeente.palette.second):
        assert any(
            inks == pytest.approx([ink / 100 for ink in colour.cmyk], abs=0.001) for inks in colours
        )


@pytest.mark.parametrize("edition", EDITIONS)
@pytest.mark.parametrize("gemeente", GEMEENTEN)
def test_fonts_are_ours_embedded_and_subset(built: Path, gemeente: str, edition: str) -> None:
    rows = tool("pdffonts", pdf(built, gemeente, edition)).splitlines()[2:]
    assert rows
    families = set()
    for row in rows:
        name = row.split()[0]
        embedded, subset, unicode = row.split()[-5:-2]
        assert (embedded, subset, unicode) == ("yes", "yes", "yes"), row
        families.add(re.sub(r"^[A-Z]{6}\+", "", name))
    allowed = ("Atkinson-Hyperlegible-Next", "Bricolage-Grotesque", "Source-Sans-3")
    assert all(family.startswith(allowed) for family in families)


@pytest.mark.parametrize("edition", EDITIONS)
@pytest.mark.parametrize("gemeente", GEMEENTEN)
def test_no_reader_complains(built: Path, gemeente: str, edition: str, tmp_path: Path) -> None:
    path = pdf(built, gemeente, edition)
    tool(
        "gs",
        "-q",
        "-dSAFER",
        "-dBATCH",
        "-dNOPAUSE",
        "-dPDFSTOPONWARNING",
        "-sDEVICE=tiff32nc",
        "-r50",
        "-sOutputFile=page%d.tif",
        path,
        folder=tmp_path,
    )
    tool("pdftoppm", "-r", "50", "-png", path, "page", folder=tmp_path)
    tool("mutool", "draw", "-q", "-r", "50", "-o", "mu%d.png", path, folder=tmp_path)
    assert len(list(tmp_path.iterdir())) == 6


def test_no_trace_of_who_or_where(built: Path) -> None:
    secrets = {str(ROOT), str(Path.home()), os.environ.get("USER", "root") + "@"}
    for path in built.rglob("*.pdf"):
        with pikepdf.open(path) as document:
            told = document.Root.Metadata.read_bytes().decode() + str(dict(document.docinfo))
        assert not [secret for secret in secrets if secret in told]
        assert "2026-11-01" in told


def test_same_bytes_wherever_and_whenever(built: Path, tmp_path: Path) -> None:
    elsewhere = tmp_path / "een andere map"
    for folder in ("content", "layouts", "fonts"):
        shutil.copytree(ROOT / folder, elsewhere / folder)
    environment = os.environ | {
        "TZ": "Pacific/Kiritimati",
        "LC_ALL": "C",
        "LANG": "C",
        "HOME": str(tmp_path),
        "PYTHONHASHSEED": "7",
        "FLEVOPRINT_CACHE_DIR": str(tmp_path / "cache"),
    }
    subprocess.run(
        [sys.executable, "-m", "flevoprint", "-q", "build"],
        cwd=elsewhere,
        env=environment,
        check=True,
        capture_output=True,
        timeout=300,
    )
    for gemeente in GEMEENTEN:
        for edition in EDITIONS:
            here, there = pdf(built, gemeente, edition), pdf(elsewhere / "out", gemeente, edition)
            assert here.read_bytes() == there.read_bytes(), there.name


def _mm(box: pikepdf.Array) -> list[float]:
    return [float(side) / MM for side in box]

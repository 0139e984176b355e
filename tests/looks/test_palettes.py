"""Every text on every page can be read, whatever the house colours: measured on rendered pages."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pymupdf
import pypdfium2
import pytest
from PIL import Image

from flevoprint.batch.plan import Selection, plan
from flevoprint.batch.worker import run_job
from flevoprint.content import read_project
from flevoprint.model import Job
from flevoprint.problem import Severity
from tests.looks.palettes import PALETTES

ROOT = Path(__file__).resolve().parents[2]
#: A light house, a middle one whose inks are computed, and one whose two colours are the same.
HANDFUL = ["white-white", "grey-119", "yellow-yellow"]
DPI = 300
#: WCAG 2.1, 1.4.3; rendering to 256 levels may take this little off.
LEAST, ROUNDING = 4.5, 0.02
#: How wide the ring around a letter is that shows its ground, in pixels.
RING = 4


@pytest.fixture(scope="module")
def jobs(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Job]:
    """One gemeente for each palette, all else as it is shipped."""
    root = tmp_path_factory.mktemp("houses")
    shutil.copytree(ROOT / "content", root / "content")
    folder = root / "content" / "gemeenten"
    text = (folder / "almere.yaml").read_text(encoding="utf-8")
    before, rest = text.split("kleuren:\n")
    after = rest[rest.index("logo:") :]
    for path in folder.glob("*.yaml"):
        path.unlink()
    for name, colours in PALETTES.items():
        made = f"{before}kleuren:\n{colours}{after}"
        (folder / f"{name}.yaml").write_text(made, encoding="utf-8")
    planned = plan(read_project(root), Selection())
    assert not planned.refusals
    return {job.gemeente.id: job for job in planned.jobs}


def check(job: Job, tmp_path: Path) -> None:
    """Build both editions and hold every letter on every page against its ground."""
    result = run_job(job)
    assert not [one for one in result.problems if one.severity is not Severity.NOTE]
    assert {file.edition for file in result.files} == {"scherm", "druk"}
    for file in result.files:
        path = tmp_path / f"{file.edition}.pdf"
        path.write_bytes(file.data)
        measured = list(ratios(path))
        assert len(measured) > 3500
        worst, letter, page = min(measured)
        assert worst >= LEAST - ROUNDING, (file.edition, letter, page, round(worst, 2))


def ratios(path: Path) -> Iterator[tuple[float, str, int]]:
    """The contrast of every letter of a PDF as rendered, with the letter and its page."""
    pictures = rendered(path)
    with pypdfium2.PdfDocument(path) as pdf:
        for number, (page, picture) in enumerate(zip(pdf, pictures, strict=True), start=1):
            light = luminances(picture)
            left, bottom, _, top = page.get_mediabox()
            text = page.get_textpage()
            for index in range(text.count_chars()):
                letter = text.get_text_range(index, 1)
                if not letter.strip() or not letter.isprintable():
                    continue
                x, y, right, over = text.get_charbox(index)
                scale = DPI / 72
                box = ((x - left) * scale, (top - over) * scale)
                box += ((right - left) * scale, (top - y) * scale)
                if box[2] - box[0] >= 2 and box[3] - box[1] >= 2:
                    yield ratio(light, box), letter, number
            assert bottom <= 0


def ratio(light: np.ndarray, box: tuple[float, ...]) -> float:
    """The contrast between a letter's fullest pixels and what lies around it."""
    x, y, right, under = (round(edge) for edge in box)
    around = light[max(0, y - RING) : under + RING, max(0, x - RING) : right + RING]
    letter = light[y:under, x:right]
    ring = around.copy()
    ring[RING:-RING, RING:-RING] = np.nan
    ground = float(np.nanmedian(ring))
    levels = np.sort(letter, axis=None)
    # The third fullest pixel: a single one may belong to what is beside the letter.
    dark, pale = float(levels[min(2, levels.size - 1)]), float(levels[max(-3, -levels.size)])
    return max((ground + 0.05) / (dark + 0.05), (pale + 0.05) / (ground + 0.05))


def luminances(picture: Image.Image) -> np.ndarray:
    """Relative luminance of each pixel, 0–1 (WCAG 2.1)."""
    shares = np.asarray(picture, dtype=np.float32) / 255
    linear = np.where(shares <= 0.04045, shares / 12.92, ((shares + 0.055) / 1.055) ** 2.4)
    return linear @ np.array([0.2126, 0.7152, 0.0722], dtype=np.float32)


def rendered(path: Path) -> list[Image.Image]:
    """The pages, whole: of the press edition by Ghostscript through the profile it carries."""
    if path.stem == "scherm":
        with pypdfium2.PdfDocument(path) as pdf:
            return [page.render(scale=DPI / 72).to_pil().convert("RGB") for page in pdf]
    command = ["gs", "-q", "-dNOPAUSE", "-dBATCH", "-sDEVICE=png16m", f"-r{DPI}"]
    command += ["-dUsePDFX3Profile", f"-sOutputFile={path.with_suffix('')}-%d.png", str(path)]
    subprocess.run(command, check=True)
    return [Image.open(one).convert("RGB") for one in sorted(path.parent.glob("druk-*.png"))]


@pytest.mark.parametrize("name", HANDFUL)
@pytest.mark.fast(1)
def test_a_handful_of_houses_can_be_read(name: str, jobs: dict[str, Job], tmp_path: Path) -> None:
    check(jobs[name], tmp_path)


@pytest.mark.slow
@pytest.mark.parametrize("name", [name for name in PALETTES if name not in HANDFUL])
def test_every_house_can_be_read(name: str, jobs: dict[str, Job], tmp_path: Path) -> None:
    check(jobs[name], tmp_path)


@pytest.mark.parametrize(("level", "contrast"), [(118, 4.54), (121, 4.35), (150, 2.94)])
def test_the_measure_tells_just_enough_from_just_too_little(
    level: int, contrast: float, tmp_path: Path
) -> None:
    path = tmp_path / "scherm.pdf"
    with pymupdf.open() as pdf:
        page = pdf.new_page()
        grey = (level / 255,) * 3
        page.insert_text((72, 72), "Geen ziertje minder.", fontsize=9, color=grey)
        pdf.save(path)
    found = sorted(ratio for ratio, _, _ in ratios(path))
    assert found[0] == pytest.approx(contrast, abs=0.05)
    assert found[-1] == pytest.approx(contrast, abs=0.05)


def test_there_are_enough_houses() -> None:
    assert len(PALETTES) >= 40

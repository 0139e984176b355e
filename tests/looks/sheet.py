"""A real build of one sheet that shows every logo on paper, on black and on the house colour."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from PIL import Image

from flevoprint.cli import run
from tests.looks.drawings import DRAWINGS
from tests.looks.pictures import PICTURES

ROOT = Path(__file__).resolve().parents[2]
DPI = 300
LAYOUT = Path(__file__).parent / "layout"
#: Where the layout puts a logo, in mm: row by row from the top, and the left edge of each field.
FIRST_ROW, ROW, ROWS = 11.0, 16.2, 17
LEFT = {"paper": 30.0, "dark": 88.0, "house": 146.0}
WIDE, HIGH = 54.0, 15.0


def write_logos(folder: Path, names: Collection[str]) -> list[Path]:
    """The logos called ``names``, as files; of those that must come out right."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, svg in DRAWINGS.items():
        if f"{name}.svg" in names:
            (folder / f"{name}.svg").write_text(svg, encoding="utf-8")
    for name, write in PICTURES.items():
        if name in names:
            write(folder / name)
    return [folder / name for name in names]


@dataclass(frozen=True, slots=True)
class Shown:
    """One logo as a page shows it: rendered pages of both editions, and its row."""

    file: Path
    editions: Mapping[str, Image.Image]
    row: int

    def field(self, edition: str, ground: str) -> Image.Image:
        """The field of one ground, as rendered."""
        top, left, scale = FIRST_ROW + ROW * self.row, LEFT[ground], DPI / 25.4
        box = (left + 0.5, top + 0.5, left + WIDE - 0.5, top + HIGH - 0.5)
        x, y, right, bottom = (round(edge * scale) for edge in box)
        return self.editions[edition].crop((x, y, right, bottom))


def build_sheets(root: Path, names: Sequence[str]) -> dict[str, Shown]:
    """Every logo of ``names`` through a real build of both editions, rendered."""
    logos = write_logos(root / "all", names)
    shown = {}
    for number, start in enumerate(range(0, len(logos), 2 * ROWS)):
        part = logos[start : start + 2 * ROWS]
        project = _project(root / f"project-{number}", part)
        out = project / "out"
        assert run(["--project", str(project), "-q", "build", "--strict", "-o", str(out)]) == 0
        pages = _rendered(out / "proef", project)
        for place, logo in enumerate(part):
            page, row = divmod(place, ROWS)
            editions = {edition: found[page] for edition, found in pages.items()}
            shown[logo.name] = Shown(logo, editions, row)
    return shown


def _rendered(folder: Path, to: Path) -> dict[str, list[Image.Image]]:
    """The screen edition by Poppler, the press edition by Ghostscript through its own profile."""
    screen, press = folder / "logos-proef-scherm.pdf", folder / "logos-proef-druk.pdf"
    poppler = ["pdftoppm", "-r", str(DPI), "-png", str(screen), str(to / "scherm")]
    subprocess.run(poppler, check=True)
    ghostscript = ["gs", "-q", "-dNOPAUSE", "-dBATCH", "-sDEVICE=png16m", f"-r{2 * DPI}"]
    ghostscript += ["-dDownScaleFactor=2", "-dUseTrimBox", "-dUsePDFX3Profile"]
    subprocess.run([*ghostscript, f"-sOutputFile={to}/druk-%d.png", str(press)], check=True)
    return {
        edition: [Image.open(path).convert("RGB") for path in sorted(to.glob(f"{edition}-*.png"))]
        for edition in ("scherm", "druk")
    }


def _project(folder: Path, logos: list[Path]) -> Path:
    shutil.copytree(LAYOUT, folder / "layouts" / "logoproef")
    content = folder / "content"
    for part in ("bladen", "gemeenten", "logos"):
        (content / part).mkdir(parents=True)
    shutil.copytree(ROOT / "content" / "printers", content / "printers")
    shutil.copy(ROOT / "content" / "project.yaml", content)
    shutil.copy(ROOT / "content" / "logos" / "plaatshouder-urk-licht.svg", content / "logos")
    (content / "gemeenten" / "proef.yaml").write_text(
        "naam: Urk\ncbs: GM0184\nkleuren:\n"
        '  hoofdkleur: {rgb: "#0e5a63", cmyk: [85, 40, 45, 36]}\n'
        '  tweede kleur: {rgb: "#f2a900", cmyk: [4, 38, 95, 0]}\n'
        "logo: {bestand: logos/plaatshouder-urk-licht.svg, alt: gemeente Proefdam}\n"
    )
    lines = [
        "layout: logoproef",
        "een: {kop: De eerste beeldmerken}",
        "twee: {kop: De volgende beeldmerken}",
        "afzenders:",
    ]
    for logo in logos:
        shutil.copy(logo, content / "logos")
        lines += [
            f"  - naam: {logo.name}",
            f"    logo: {{bestand: logos/{logo.name}, alt: het beeldmerk van {logo.stem}}}",
        ]
    (content / "bladen" / "logos.yaml").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return folder

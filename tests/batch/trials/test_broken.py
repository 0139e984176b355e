"""All gemeenten at once, twenty of them broken in twenty ways: the others get their sheets."""

from __future__ import annotations

import csv
import io
import json
import re
import subprocess
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest

from flevoprint.content.files import slug
from flevoprint.content.register import register
from tests.batch.trials.building import FLEVOPRINT, LAYOUT, Ground, digests, listed, litter

pytestmark = pytest.mark.slow
Break = Callable[[Path, Path], None]


def change(pattern: str, new: str) -> Break:
    """A gemeente's file in which the first match of ``pattern`` reads otherwise."""

    def broken(file: Path, _: Path) -> None:
        text = file.read_text(encoding="utf-8")
        changed = re.sub(pattern, lambda _: new, text, count=1, flags=re.MULTILINE)
        assert changed != text, pattern
        file.write_text(changed, encoding="utf-8")

    return broken


def replace(data: bytes) -> Break:
    """A gemeente's file of which nothing is left."""
    return lambda file, _: file.write_bytes(data) and None


def folder(file: Path, _: Path) -> None:
    file.unlink()
    file.mkdir()


def loop(file: Path, _: Path) -> None:
    file.unlink()
    file.symlink_to(file)


def nowhere(file: Path, _: Path) -> None:
    file.unlink()
    file.symlink_to(file.with_name("nergens"))


def latin(file: Path, _: Path) -> None:
    file.write_bytes(file.read_bytes().replace(b"naam: ", "naam: Súd".encode("latin-1")))


def logo(name: str, data: bytes) -> Break:
    """A gemeente whose logo is the file ``name``."""

    def broken(file: Path, logos: Path) -> None:
        (logos / name).write_bytes(data)
        change(LOGO, f"logo: {{bestand: logos/{name}, alt: gemeente}}\n")(file, logos)

    return broken


def chunk(kind: bytes, data: bytes) -> bytes:
    """A part of a PNG."""
    body = kind + data
    return len(data).to_bytes(4) + body + zlib.crc32(body).to_bytes(4)


#: A picture of 1.6 gigapixels in a kilobyte.
BOMB = b"".join(
    (
        b"\x89PNG\r\n\x1a\n",
        chunk(b"IHDR", (40_000).to_bytes(4) * 2 + bytes((8, 6, 0, 0, 0))),
        chunk(b"IDAT", zlib.compress(bytes(1 << 20))),
        chunk(b"IEND", b""),
    )
)
LOGO = r"^logo:.*\n(?: .*\n)*"
NAME = r"^naam: .*$"
COLOURS = r"^kleuren:.*\n(?: .*\n)*"
DEEP = b"naam: " + b"[" * 20_000

BREAKS: dict[str, Break] = {
    "half a line": change(NAME, 'naam: "Half'),
    "a tab": change(r"^  hoofdkleur", "\thoofdkleur"),
    "another encoding": latin,
    "a logo that is not there": change(LOGO, "logo: {bestand: logos/weg.svg, alt: gemeente}\n"),
    "half a drawing": logo("half.svg", b"<svg xmlns='http://www.w3.org/2000/svg'><path"),
    "no picture at all": logo("tekst.png", b"dit is tekst"),
    "a picture that explodes": logo("bom.png", BOMB),
    "an unknown key": change(NAME, "naam: Onbekend\nnamm: Onbekend"),
    "no colour": change(r'"#[0-9a-f]{6}"', '"#12345g"'),
    "no address": change(NAME, "naam: Adres\ncontact: {website: geen adres}"),
    "no name": change(NAME + "\n", ""),
    "a key twice": change(NAME, "naam: Twee\nnaam: Twee"),
    "an empty file": replace(b""),
    "a folder": folder,
    "a loop": loop,
    "a reference to nowhere": nowhere,
    "letters no font has": change(NAME, "naam: Ωмега 漢字"),
    "no words but thousands": change(NAME, "naam: " + "Lang " * 4000),
    "impossible inks": change(r"cmyk: \[.*?\]", "cmyk: [100, 100, 100, 100]"),
    "a list without end": replace(DEEP),
    "zeros": replace(bytes(1000)),
}


def table(count: int) -> str:
    """So many gemeenten as they come from somebody's spreadsheet."""
    written = io.StringIO()
    rows = csv.writer(written, delimiter=";")
    rows.writerow(["Gemeente", "Website"])
    rows.writerows(
        [found.name, f"https://www.{slug(found.name)}.nl"] for found in register()[:count]
    )
    return written.getvalue()


def test_twenty_broken_cost_no_other_its_sheet(
    ground: Ground, request: pytest.FixtureRequest
) -> None:
    count = request.config.getoption("--gemeenten")
    gemeenten = ground.project / "content" / "gemeenten"
    for path in gemeenten.iterdir():
        path.unlink()
    (ground.folder / "tabel.csv").write_text(table(count), encoding="utf-8")
    command = [str(FLEVOPRINT), "--project", str(ground.project), "import"]
    subprocess.run([*command, str(ground.folder / "tabel.csv")], check=True, capture_output=True)
    files = sorted(gemeenten.iterdir())
    assert len(files) == count
    step = count // len(BREAKS)
    broken = dict(zip((path.stem for path in files[::step]), BREAKS, strict=False))
    assert len(broken) == len(BREAKS) >= 20
    for path in files[::step][: len(BREAKS)]:
        BREAKS[broken[path.stem]](path, ground.project / "content" / "logos")

    how = ["-j", "2", "--layout", LAYOUT, "--json", "-o", str(ground.out)]
    ended = ground.start([*command[:-1], "build", *how]).end(3000)
    assert ended.code == 3
    lines = [json.loads(line) for line in ended.stdout.splitlines()]
    done = [line["gemeente"] for line in lines if line.get("event") == "delivered"]
    assert sorted(done) == sorted({path.stem for path in files} - broken.keys())
    told = {
        gemeente: [
            (problem["code"], problem["file"], problem["line"])
            for line in lines
            if (problem := line.get("problem"))
            and problem["gemeente"] == gemeente
            and problem["severity"] == "fout"
        ]
        for gemeente in broken
    }
    for gemeente, problems in told.items():
        assert problems, broken[gemeente]
        for code, file, line in problems:
            assert file == f"content/gemeenten/{gemeente}.yaml", broken[gemeente]
            assert line >= 1 or broken[gemeente] in ("a folder", "a loop", "a reference to nowhere")
            assert code != "batch.crash", broken[gemeente]
    assert lines[-1]["delivered"] == count - len(broken)
    assert lines[-1]["failed"] == len(broken)
    assert digests(ground.out).keys() == listed(ground.out)
    assert len(listed(ground.out)) == 2 * (count - len(broken))
    assert litter(ground.out, ground.cache) == []

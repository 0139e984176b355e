"""QR codes: every shipped one is read and measured, and other people's programs agree."""

from __future__ import annotations

import io
import itertools
import random
import subprocess
from dataclasses import replace
from pathlib import Path

import numpy as np
import pikepdf
import pymupdf
import pytest
import zxingcpp
from pikepdf import Array, Dictionary, Name
from PIL import Image

from flevoprint.finding import Expected, Kind
from flevoprint.geometry import mm_to_pt
from flevoprint.language import language
from flevoprint.press.preflight.limits import bounded
from flevoprint.press.preflight.reading import Reading
from flevoprint.press.preflight.render import Renderer
from flevoprint.press.preflight.scan import DPI, Code, _digest, _known, _symbols, codes_of
from flevoprint.problem import Severity

from .faults_seen import ADDRESSES, bilevel, modules
from .inked import Press
from .seen import codes_in, findings


def read(data: bytes) -> tuple[Code, ...]:
    with bounded(), Reading(data, "blad.pdf") as reading:
        return codes_of(reading)


def links(screen: bytes) -> set[str]:
    """The addresses of a screen edition's links."""
    with pikepdf.open(io.BytesIO(screen)) as pdf:
        return {
            str(annotation.A.URI)
            for page in pdf.pages
            for annotation in page.obj.get("/Annots", [])
            if "/A" in annotation and "/URI" in annotation.A
        }


def drawings(data: bytes) -> int:
    """How many square forms without a word in them a file shows: its codes."""
    with pikepdf.open(io.BytesIO(data)) as pdf:
        return sum(
            form.BBox[2] == form.BBox[3] >= 29 and b"Tf" not in form.read_bytes()
            for form in pdf.objects
            if isinstance(form, pikepdf.Stream) and form.get("/Subtype") == "/Form"
        )


def decoded(picture: Image.Image) -> list[str]:
    return sorted(code.text for code in zxingcpp.read_barcodes(picture.convert("L")))


def judged(data: bytes, folder: Path) -> dict[str, list[str]]:
    """What is decoded from pictures at 150 dpi by three other programs."""
    (folder / "in.pdf").write_bytes(data)
    commands = {
        "ghostscript": [
            *("gs", "-q", "-dSAFER", "-dBATCH", "-dNOPAUSE", "-sDEVICE=pnggray", "-r150"),
            *("-sOutputFile=gs%d.png", "in.pdf"),
        ],
        "poppler": ["pdftoppm", "-r", "150", "-gray", "in.pdf", "poppler"],
    }
    found: dict[str, list[str]] = {}
    for name, command in commands.items():
        subprocess.run(command, cwd=folder, check=True, capture_output=True, timeout=120)
        pattern = "gs*.png" if name == "ghostscript" else "poppler*.pgm"
        found[name] = []
        for file in sorted(folder.glob(pattern)):
            with Image.open(file) as picture:
                found[name] += decoded(picture)
    with pymupdf.open(stream=data) as document:
        found["mupdf"] = [
            text
            for page in document
            for text in decoded(Image.open(io.BytesIO(page.get_pixmap(dpi=150).tobytes("png"))))
        ]
    return {name: sorted(texts) for name, texts in found.items()}


@pytest.mark.parametrize(
    "gemeente", ["almere", "dronten", "lelystad", "noordoostpolder", "urk", "zeewolde"]
)
@pytest.mark.fast(2)
def test_every_shipped_code_is_read_and_equals_its_link(
    built: Path, gemeente: str, tmp_path: Path
) -> None:
    name = str(built / gemeente / f"inwonersinitiatieven-{gemeente}-")
    screen, press = (Path(f"{name}{edition}.pdf").read_bytes() for edition in ("scherm", "druk"))
    known = links(screen)
    texts = {}
    for edition, data in ((Kind.SCREEN, screen), (Kind.PRESS, press)):
        codes = read(data)
        texts[edition] = sorted(code.text for code in codes)
        assert len(codes) == drawings(data) >= 3
        assert set(texts[edition]) <= known
        for code in codes:
            assert code.dpi == 150
            assert code.module >= 0.48
            assert min(code.quiet) >= 3.75
            assert code.contrast > 15
        expected = Expected(addresses=frozenset(texts[edition]))
        assert findings(data, expected=expected, kind=edition) == []
    assert texts[Kind.SCREEN] == texts[Kind.PRESS]
    for program, found in judged(press, tmp_path).items():
        assert (program, found) == (program, texts[Kind.PRESS])


def sheet(
    module: float = 0.5,
    colour: str = "0 0 0 1 k",
    before: str = "",
    after: str = "",
    address: str = "https://www.urk.nl",
    place: tuple[float, float] = (100, 100),
    size: float = 400,
) -> bytes:
    """A page of ``size`` points with one code of 25 modules."""
    press = Press()
    press.add(f"{before} {colour} {modules(address, module, place)} f {after}", size)
    return press.data()


@pytest.mark.parametrize("module", [0.4, 0.5, 1.0, 2.0])
def test_a_module_is_measured(module: float) -> None:
    (code,) = read(sheet(module))
    assert code.modules == 25
    assert code.module == pytest.approx(module, rel=0.01)
    side = mm_to_pt(25 * module)
    assert code.box.left == pytest.approx(100, abs=1)
    assert code.box.right == pytest.approx(100 + side, abs=1)
    assert code.box.top == pytest.approx(100 + side, abs=1)


@pytest.mark.parametrize("clear", [0, 1, 2, 3, 4])
@pytest.mark.parametrize("side", [0, 1, 2, 3])
def test_a_quiet_zone_is_measured_on_its_own_side(clear: int, side: int) -> None:
    module = mm_to_pt(0.6)
    near, far = 100 - clear * module, 100 + (25 + clear) * module
    box = [
        f"{near - 20} 100 20 30",
        f"{far} 100 20 30",
        f"110 {far} 20 20",
        f"110 {near - 20} 20 20",
    ][side]
    (code,) = read(sheet(0.6, before=f"0 .5 0 0 k {box} re f"))
    assert code.quiet[side] == pytest.approx(clear, abs=0.34)
    assert [quiet for at, quiet in enumerate(code.quiet) if at != side] == [5, 5, 5]


def test_a_corner_belongs_to_the_quiet_zone() -> None:
    module = mm_to_pt(0.6)
    at = 100 - 3 * module
    (code,) = read(sheet(0.6, before=f"0 0 0 1 k {at - 9} {at - 9} 9 9 re f"))
    assert min(code.quiet) == pytest.approx(3, abs=0.34)


def test_a_turned_code_is_measured_like_an_upright_one() -> None:
    press = Press()
    path = modules("https://www.urk.nl", 0.6, (0, 0))
    press.add(f".94 .342 -.342 .94 150 150 cm 0 0 0 1 k {path} f", 400)
    (code,) = read(press.data())
    assert code.module == pytest.approx(0.6, rel=0.02)
    assert min(code.quiet) > 4


def test_contrast_is_that_of_the_two_tones() -> None:
    (black,) = read(sheet())
    assert black.contrast == pytest.approx(16.3, abs=0.5)
    grey, dark = (codes_in(findings(sheet(colour=f"0 0 0 {k} k"))) for k in (0.4, 0.7))
    assert (grey, dark) == ({"preflight.qr-pale"}, set())
    coloured = sheet(before="0 0 0 .5 k 60 60 200 200 re f", colour="0 0 0 .8 k")
    assert "preflight.qr-pale" in codes_in(findings(coloured))


@pytest.mark.parametrize(
    ("side", "module", "codes"),
    [
        ((210, 297), 0.42, set()),
        ((210, 297), 0.35, {"preflight.qr-small"}),
        ((297, 420), 0.8, {"preflight.qr-small"}),
        ((297, 420), 1.02, set()),
        ((594, 420), 0.8, {"preflight.qr-small"}),
    ],
)
def test_a_poster_asks_for_larger_modules(
    side: tuple[float, float], module: float, codes: set[str]
) -> None:
    press = Press()
    page = press.add(f"0 0 0 1 k {modules('https://www.urk.nl', module, (200, 200))} f")
    box = Array([0, 0, *(round(mm_to_pt(edge), 3) for edge in side)])
    page.obj.MediaBox = page.obj.BleedBox = page.obj.TrimBox = box
    assert codes_in(findings(press.data())) == codes


@pytest.mark.parametrize(
    ("text", "right"),
    [
        ("https://urk.nl", True),
        ("HTTP://URK.NL/A", False),
        ("mailto:a@urk.nl", True),
        ("tel:+31527", True),
        ("urk.nl", False),
        ("https://", False),
        ("javascript:alert(1)", False),
        ("https://urk.nl met meer", False),
    ],
)
def test_of_anyones_code_an_address_is_asked(text: str, right: bool) -> None:
    found = findings(sheet(address=text, size=400))
    assert codes_in(found) == (set() if right else {"preflight.qr-wrong"})


def test_messages_name_the_place_and_the_address() -> None:
    expected = Expected(addresses=frozenset({"https://www.urk.nl", "https://elders.nl"}))
    (missing,) = findings(sheet(), expected=expected)
    assert "https://elders.nl" in missing.problem.told(language("nl"))
    (wrong,) = findings(
        sheet(address="https://x.nl"),
        expected=replace(expected, addresses=frozenset({"https://www.urk.nl"})),
    )
    told = wrong.problem.told(language("nl"))
    assert "https://x.nl" in told
    assert "https://www.urk.nl" in told
    assert "op bladzijde 1, 32 mm van links en 9" in told
    assert (wrong.page, wrong.box is not None) == (1, True)


def test_an_expected_code_that_is_broken_is_told_with_its_place() -> None:
    side = mm_to_pt(12.5)
    blot = f"0 0 0 1 k {100 + side * 0.3} {100 + side * 0.3} {side * 0.45} {side * 0.45} re f"
    expected = Expected(addresses=frozenset({"https://www.urk.nl"}))
    (found,) = findings(sheet(after=blot), expected=expected)
    assert found.problem.code == "preflight.qr-unreadable"
    assert found.page == 1
    (same,) = findings(sheet(after=blot))
    assert same.problem.code == "preflight.qr-unreadable"


def test_a_tiny_code_in_an_image_is_looked_at_again_at_300_dpi() -> None:
    press = Press()
    side = mm_to_pt(25 * 0.17)
    image = bilevel(press.pdf, "https://www.urk.nl")
    press.add(f"{side} 0 0 {side} 100 100 cm /A Do", 400, XObject=Dictionary(A=image))
    (code,) = read(press.data())
    assert (code.text, code.dpi) == ("https://www.urk.nl", 300)
    assert codes_in(findings(press.data())) == {"preflight.qr-small"}


def test_a_code_that_reads_at_300_dpi_only_is_said_to_be_hard() -> None:
    """Askew and of many small modules."""
    press = Press()
    address = "https://www.urk.nl/een/lang/adres/met/veel/tekens/" * 3
    image = bilevel(press.pdf, address)
    across = mm_to_pt(0.42 * image.Width / 16) * 0.7071
    press.add(
        f"{across} {across} {-across} {across} 200 100 cm /A Do", 500, XObject=Dictionary(A=image)
    )
    (found,) = findings(press.data())
    assert (found.problem.code, found.problem.severity) == (
        "preflight.qr-unreadable",
        Severity.WARNING,
    )


def letters(seed: int) -> bytes:
    """A page full of small letters, in Helvetica."""
    chance = random.Random(seed)
    size = chance.choice((7, 8, 9, 10))
    lines = [f"BT /F {size} Tf {size * 1.3:g} TL 40 {800 + chance.random():.3f} Td"]
    for _ in range(58):
        words = chance.choices(_WORDS, k=int(700 / size / 5.2))
        lines.append(f"({' '.join(words)}) Tj T*")
    press = Press()
    font = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica)
    press.add("0 0 0 1 k " + "\n".join([*lines, "ET"]), 842, Font=Dictionary(F=font))
    return press.data()


_WORDS = ("de", "het", "wijk", "samen", "gemeente", "initiatief", "ontmoeten", "boek", "dorp")


@pytest.mark.parametrize("seed", [1, 2, 3, 4, 5, 6, 8])
def test_small_letters_are_no_code_that_cannot_be_read(seed: int) -> None:
    """A decoder takes some of them for one, at the resolution that it happens to look at."""
    data = letters(seed)
    with Renderer(data) as renderer:
        assert _symbols(renderer.padded(1, DPI))
    assert read(data) == ()


@pytest.mark.parametrize("share", [0.4, 0.45, 0.5])
def test_a_spoilt_code_stays_one_that_cannot_be_read(share: float) -> None:
    """Also where nobody knows what codes there should be."""
    side = mm_to_pt(12.5)
    blot = f"0 0 0 0 k {100 + side * 0.3} {100 + side * 0.3} {side * share} {side * share} re f"
    (code,) = read(sheet(after=blot))
    assert code.text == ""


def test_a_page_without_codes_has_none() -> None:
    press = Press()
    press.add("0 0 0 1 k 10 10 50 50 re f 0 0 0 0 k 20 20 30 30 re f")
    assert read(press.data()) == ()
    assert findings(press.data()) == []


def test_the_addresses_of_the_fixture_are_those_of_the_flyer(good: bytes) -> None:
    assert {code.text for code in read(good)} == ADDRESSES


def test_pictures_that_differ_in_one_row_are_told_apart() -> None:
    """Also by one row more or less of the same, which keeps all rows that are new."""
    light, dark = np.full((1, 9, 4), 255, np.uint8), np.zeros((1, 9, 4), np.uint8)
    rows = itertools.product((light, dark), repeat=5)
    assert len({_digest(np.concatenate(picture)) for picture in rows}) == 2**5


def test_a_code_that_was_measured_before_measures_the_same(good: bytes) -> None:
    """Whatever was met before it; one moved by a tenth of a pixel is another picture."""
    moved = [sheet(place=(100 + step / 50, 100)) for step in range(4)]
    _known().clear()
    first = [read(data) for data in (good, *moved)]
    again = [read(data) for data in (*moved[::-1], good)]
    assert first == again[::-1]
    for data, codes in zip((good, *moved), first, strict=True):
        _known().clear()
        assert read(data) == codes

"""What one sheet leaves for the next must not be seen in it."""

from __future__ import annotations

import hashlib
import subprocess
import sys
from pathlib import Path

import pytest
import weasyprint.css
import weasyprint.images
from weasyprint.layout import inline

from flevoprint.batch.plan import Selection, plan
from flevoprint.content import read_project
from flevoprint.model import Job
from flevoprint.press import finish
from flevoprint.typeset import Engine, typeset

ROOT = Path(__file__).resolve().parents[2]
#: Two that need their slots shrunk or not, dark and light colours, each its own logo.
NAMES = ("urk", "dronten", "zeewolde")
ORDERS = (NAMES, ("dronten", "zeewolde", "urk"), ("zeewolde", "urk", "dronten"))
#: Makes one sheet in a process of its own.
ALONE = (
    "import sys; from tests.typeset.test_reuse import digest, fresh, jobs;"
    "print(digest(fresh(), jobs()[sys.argv[1]]))"
)
LOGO = (
    b'<svg xmlns="http://www.w3.org/2000/svg" width="40" height="20">'
    b'<path fill="#aa0000" fill-opacity="0.5" stroke="#00f" stroke-dasharray="2 1"'
    b' d="M0 0h40v10c-5 5 -9 4 -20 9.5z"/>%s</svg>'
)
GRADIENT = (
    b'<linearGradient id="g"><stop stop-color="#fff"/><stop offset="1" stop-color="#00f"/>'
    b'</linearGradient><rect width="9" height="9" fill="url(#g)"/>'
)
ODD = b"<rect width='4' height='4' transform='rotate(x)'/>"
PAGE = (
    "<html lang='nl'><head><title>x</title><style>:root{--ink:%s;--wide:%s}"
    "p{color:var(--ink);width:var(--wide);border-top:1mm solid var(--ink)}</style>"
    "<link rel='stylesheet' href='asset:a.css'></head>"
    "<body><p>Een tekst van een paar woorden, die breekt.</p><img src='asset:a.svg' alt='x'>"
    "<p>Nog een.</p><img src='asset:a.svg' alt='y'></body></html>"
)
SHEET = b"@page{size:60mm 90mm;margin:5mm} p{font:9pt/4mm 'Source Sans 3';background:var(--ink)}"


def fresh() -> Engine:
    return Engine(ROOT / "fonts")


def jobs() -> dict[str, Job]:
    return {job.gemeente.id: job for job in plan(read_project(ROOT), Selection()).jobs}


def digest(engine: Engine, job: Job) -> str:
    """Of all editions of ``job``, and of what is said of them."""
    made = typeset(engine, job.sheet, job.gemeente, job.info, job.fonts)
    found = hashlib.sha256(repr((made.problems, made.shrunk)).encode())
    for edition in job.editions:
        found.update(finish(made.data, edition, job.info, job.sheet.layout.size, made.swatches))
    return found.hexdigest()


@pytest.fixture(scope="module")
def engine() -> Engine:
    return fresh()


def alone(name: str) -> str:
    command = [sys.executable, "-c", ALONE, name]
    return subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout


@pytest.mark.slow
def test_sheets_are_the_same_alone_and_in_any_order(engine: Engine) -> None:
    made_of = jobs()
    expected = {name: alone(name).strip() for name in NAMES}
    assert len(set(expected.values())) == len(NAMES)
    for order in ORDERS:
        assert {name: digest(engine, made_of[name]) for name in order} == expected


def page(
    engine: Engine, ink: str, wide: str = "30mm", logo: bytes = LOGO % b"", sheet: bytes = SHEET
) -> tuple[bytes, tuple[str, ...]]:
    laid = engine.lay_out(PAGE % (ink, wide), {"a.css": sheet, "a.svg": logo})
    written = laid.write()
    return written.data, (*laid.messages, *written.messages)


@pytest.mark.parametrize("part", [b"", GRADIENT, b'<text x="1" y="9">Ab</text>'])
def test_a_page_is_the_same_after_others_like_it(engine: Engine, part: bytes) -> None:
    logo = LOGO % part
    expected = page(fresh(), "#123456", "25mm", logo)
    for ink, wide in (("#ff0000", "25mm"), ("#123456", "30mm"), ("red", "25mm"), ("#12", "25mm")):
        page(engine, ink, wide, logo)
    assert page(engine, "#123456", "25mm", logo) == expected
    assert page(engine, "#123456", "25mm", logo) == expected


def test_a_changed_stylesheet_is_read_anew(engine: Engine) -> None:
    before = page(engine, "#123456")
    other = SHEET.replace(b"9pt", b"8pt")
    after = page(engine, "#123456", sheet=other)
    assert before != after == page(fresh(), "#123456", sheet=other)
    assert page(engine, "#123456") == before


def test_what_the_engine_says_is_said_of_every_sheet(engine: Engine) -> None:
    for sheet, logo in ((SHEET + b"p{colour:red}", LOGO % b""), (SHEET, LOGO % ODD)):
        said = page(fresh(), "#123456", sheet=sheet, logo=logo)[1]
        assert said
        for _ in range(2):
            assert page(engine, "#123456", sheet=sheet, logo=logo)[1] == said
    said = page(fresh(), "#123456", "nonsense")[1]
    assert said
    for _ in range(2):
        assert page(engine, "#123456", "nonsense")[1] == said


def test_the_engine_has_its_own_names_back(engine: Engine) -> None:
    def names() -> tuple[object, ...]:
        shared = weasyprint.css
        return (
            shared.CSS,
            shared.ComputedStyle,
            inline.split_first_line,
            weasyprint.images.SVGImage,
        )

    before = names()
    page(engine, "#123456")
    assert names() == before
    with engine._reuse.at_work({}):
        assert not set(names()) & set(before)
    with pytest.raises(TypeError), engine._reuse.at_work({}):
        weasyprint.css.ComputedStyle()
    assert names() == before


def test_no_more_is_kept_than_is_bearable(monkeypatch: pytest.MonkeyPatch) -> None:
    from flevoprint.typeset import drawings, reuse

    monkeypatch.setattr(reuse, "_MOST_STYLES", 10)
    monkeypatch.setattr(drawings, "_MOST", 1)
    engine = fresh()
    made = [page(engine, "#123456", f"{width}mm") for width in (30, 31, 30)]
    assert made[0] == made[2] != made[1]
    kept = len(engine._reuse._nodes)
    page(engine, "#123456", "32mm")
    assert len(engine._reuse._nodes) == kept
    assert len(engine._reuse._drawings._kept) == 1

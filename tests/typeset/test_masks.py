"""Colours that are kept from the engine until it paints are those that it would have painted."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flevoprint.typeset import Engine
from flevoprint.typeset.masks import masked

FONTS = Path(__file__).resolve().parents[2] / "fonts"
PAGE = (
    "<html lang='nl'><head><title>x</title><style>:root{--one:%s;--two:%s;--three:%s;}</style>"
    "<link rel='stylesheet' href='asset:a.css'></head>"
    "<body><h1>Een <i>kop</i></h1><p><u>Een</u> tekst.</p><img src='asset:a.svg' alt='x'>"
    "<table><tr><td>Een</td><td>twee</td></tr></table></body></html>"
)
BASE = "@page{size:60mm 90mm;margin:5mm} body{font:9pt/4mm 'Source Sans 3'}"
LOGO = (
    b'<svg xmlns="http://www.w3.org/2000/svg" width="40" height="20">'
    b'<path fill="#112233" d="M0 0h40v10z"/></svg>'
)
#: Ways to paint, and in the second part ways to make other colours of those that are given.
PAINTED = (
    "h1{color:var(--one)} p{background:var(--two)}",
    "h1{background:var(--one);color:var(--three)} i{color:var(--two)}",
    "p{border:1mm solid var(--one);border-top-color:var(--two);border-radius:2mm}",
    "p{border:1mm dotted var(--one);border-left:2mm dashed var(--three)}",
    "u{text-decoration-color:var(--one)} p{opacity:.5;color:var(--two)}",
    "table{border-collapse:collapse} td{border:1mm solid var(--one)}",
    "td{border:1mm double var(--two)} h1{outline:1mm solid var(--one)}",
    "body{column-rule:1mm solid var(--one);columns:2;background:var(--two)}",
    "h1{--three:var(--one);color:var(--three)} p{color:var(--four, var(--two))}",
    "h1{color:#112233} p{color:var(--one);border-left:1mm solid #112233}",
    "p{border-left:1mm solid;color:var(--one);border-left-color:currentcolor}",
)
MIXED = (
    "p{border:1mm inset var(--one)} h1{border:1mm outset var(--two)}",
    "p{border:1mm groove var(--one)} h1{border:1mm ridge var(--two)}",
    "p{background:linear-gradient(var(--one), var(--two))}",
    "p{box-shadow:0 0 1mm var(--one)}",
)
COLOURS = ("#112233", "#445566", "#ffffff", "#000000", "#aa0011")


@pytest.fixture(scope="module")
def engine() -> Engine:
    return Engine(FONTS)


def assets(sheet: str) -> dict[str, bytes]:
    return {"a.css": (BASE + sheet).encode(), "a.svg": LOGO}


def made(engine: Engine, html: str, sheet: str) -> object:
    laid = engine.lay_out(html, assets(sheet))
    lines = [(line.words, line.colour, line.alpha) for page in laid.pages for line in page.lines]
    return laid.write(), laid.messages, lines, [page.fills for page in laid.pages]


@settings(max_examples=40, deadline=None)
@given(
    st.tuples(*[st.sampled_from(COLOURS)] * 3),
    st.lists(st.sampled_from(PAINTED), min_size=1, max_size=3),
    st.sampled_from(["", *MIXED]),
)
def test_a_page_is_the_same_without_stand_ins(
    engine: Engine, roles: tuple[str, str, str], painted: list[str], mixed: str
) -> None:
    html, sheet = PAGE % roles, "".join(painted) + mixed
    plain = html.replace(":root{", ":root {")  # not as the roles are written
    assert made(engine, html, sheet) == made(engine, plain, sheet)


@pytest.mark.parametrize("sheet", PAINTED)
def test_no_stand_in_is_painted(engine: Engine, sheet: str) -> None:
    html = PAGE % COLOURS[1:4]
    assert engine._reuse.masked(html, assets(sheet)).html != html
    data = engine.lay_out(html, assets(sheet)).write().data
    painted = re.findall(rb"^([-\d.]+) ([-\d.]+) ([-\d.]+) (?:rg|RG)$", data, re.MULTILINE)
    assert painted
    assert all(0 <= float(value) <= 1 for values in painted for value in values)


@pytest.mark.parametrize("sheet", MIXED)
def test_colours_that_are_mixed_have_no_stand_in(engine: Engine, sheet: str) -> None:
    html = PAGE % COLOURS[1:4]
    assert engine._reuse.masked(html, assets(sheet)).html == html
    assert engine._reuse.masked(html.replace("<p>", f"<p style='{sheet[2:-1]}'>"), {}).html


def test_roles_of_one_colour_have_one_stand_in(engine: Engine) -> None:
    parse = engine._reuse._parse_colour

    def roles(*colours: str) -> str:
        found = masked(PAGE % colours, {}, parse).html
        return found[found.index(":root") : found.index("</style>")]

    assert roles("#445566", "#aa0011", "#445566") == roles("#aa0011", "#010203", "#aa0011")
    assert roles("#445566", "#aa0011", "#445566") != roles("#445566", "#aa0011", "#aa0011")
    assert "#" not in roles("#445566", "#AA0011", "#aa0011")
    written = {"a.css": b"p{color:#445566}"}
    assert "#445566" in masked(PAGE % ("#445566", "#aa0011", "#aa0011"), written, parse).html


SPELLED = ("white", "#FFF", "#ffff", "rgb(255 255 255)", "hsl(0 0% 100%)")


@pytest.mark.parametrize("spelled", SPELLED)
def test_a_colour_that_is_spelled_out_has_no_stand_in(engine: Engine, spelled: str) -> None:
    sheet = f"p{{border:1mm solid var(--one);border-top-color:{spelled}}}"
    html = PAGE % ("#ffffff", "#112233", "#112233")
    assert "#ffffff" in engine._reuse.masked(html, assets(sheet)).html
    plain = html.replace(":root{", ":root {")
    assert made(engine, html, sheet) == made(engine, plain, sheet)
    styled = html.replace("<p>", f"<p style='color:{spelled}'>")
    assert "#ffffff" in engine._reuse.masked(styled, assets("")).html


def test_what_the_engine_says_is_of_the_colours_themselves(engine: Engine) -> None:
    sheet = "p{colour:red;width:var(--one)} h1{width:calc(1mm * var(--one))}"
    said = made(engine, PAGE % COLOURS[1:4], sheet)[1]
    assert said
    assert not any("srgb" in message for message in said)

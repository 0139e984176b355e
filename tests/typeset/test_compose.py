"""The template carries every word, as data, and nothing that was not put in."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import fields, is_dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from flevoprint.colour import Colour
from flevoprint.content.layout_words import WORDS, read_words
from flevoprint.geometry import PAPER_SIZES
from flevoprint.model import (
    Address,
    Asset,
    Contact,
    DocumentInfo,
    Gemeente,
    Layout,
    Logo,
    Palette,
    Point,
    Pointer,
    PointerGroup,
    Quotes,
    Sender,
    Sheet,
    Slot,
    Text,
    Theme,
)
from flevoprint.problem import FlevoprintError, Source
from flevoprint.typeset.compose import Composition, breakable, columns, compose

FOLDER = Path(__file__).parents[2] / "layouts" / "handout-a4"
SOURCE = Source("content/bladen/proef.yaml", 3, 5)
INFO = DocumentInfo(
    "Inwonersinitiatieven – Proefdam", "Een handreiking", "Werkplaats", "nl", date(2026, 11, 1)
)
PALETTE = Palette(Colour((14, 90, 99), (85, 40, 45, 36)), Colour((242, 169, 0), (4, 38, 95, 0)))
SLOTS = [
    ("", "titel"),
    ("inspiratie", "ondertitel"),
    ("inspiratie", "ervaringskennis"),
    ("inspiratie", "themas"),
    ("tips", "ondertitel"),
    ("tips", "afzenders"),
    ("tips", "groepen"),
    ("tips", "dichtbij"),
    ("tips", "lokaal"),
]
NASTY = [
    "<script>alert(1)</script>",
    "{{ 7*7 }}",
    "{% raw %}",
    "</style><b>",
    '" onload="x',
    "a & b",
]


def text(path: str, value: str = "") -> Text:
    return Text(value or f"Woorden van {path} hier", SOURCE, path)


def address(url: str) -> Address:
    return Address(url, SOURCE)


def pointer(path: str, url: str = "", lines: int = 1) -> Pointer:
    return Pointer(
        text(f"{path}.kop"),
        tuple(text(f"{path}.tekst[{n}]") for n in range(1, lines + 1)),
        address(url),
    )


@pytest.fixture
def logo(tmp_path: Path) -> Logo:
    """A wordmark whose two versions can be told apart by their bytes."""
    return Logo(
        Asset(tmp_path / "licht.svg", SOURCE, b"<svg><!-- licht --></svg>"),
        Asset(tmp_path / "donker.svg", SOURCE, b"<svg><!-- donker --></svg>"),
        text("logo.alt", "gemeente Proefdam"),
    )


@pytest.fixture
def gemeente(logo: Logo) -> Gemeente:
    contact = Contact(
        address("https://www.proefdam.nl"),
        address("mailto:post@proefdam.nl"),
        text("gemeente.contact.telefoon", "14 0320"),
    )
    name = text("gemeente.naam", "Proefdam")
    return Gemeente("proefdam", name, "GM0000", PALETTE, logo, contact, SOURCE)


def layout(folder: Path = FOLDER) -> Layout:
    slots = tuple(Slot(name, "tekst", side, name == "lokaal", True) for side, name in SLOTS)
    sides, shared = ("inspiratie", "tips"), FOLDER.parent / "_shared"
    words, _ = read_words(FOLDER / WORDS, WORDS)
    return Layout("handout-a4", folder, PAPER_SIZES["A4"], sides, slots, words, shared)


@pytest.fixture
def sheet(logo: Logo) -> Sheet:
    points = tuple(
        Point(text(f"t.punten[{n}].stelling"), (text(f"t.punten[{n}].citaten[1]"),)) for n in (1, 2)
    )
    values = {
        "titel": text("titel"),
        "inspiratie.ondertitel": text("inspiratie.ondertitel"),
        "inspiratie.ervaringskennis": Quotes(
            text("e.kop"), tuple(text(f"e.citaten[{n}]") for n in (1, 2, 3))
        ),
        "inspiratie.themas": (Theme(text("t.kop"), points),),
        "tips.ondertitel": text("tips.ondertitel"),
        "tips.afzenders": (Sender(text("a.naam"), logo, address("https://www.werkplaats.nl/x")),),
        "tips.groepen": (
            PointerGroup(
                text("g.kop"), (pointer("g.w[1]", "https://een.nl", 3), pointer("g.w[2]"))
            ),
        ),
        "tips.dichtbij": PointerGroup(text("d.kop"), (pointer("d.w[1]", "https://twee.nl/pad"),)),
        "tips.lokaal": tuple(pointer(f"l[{n}]", f"https://lokaal-{n}.nl") for n in range(1, 4)),
    }
    return sheet_of(values)


def sheet_of(values: dict[str, Any], folder: Path = FOLDER) -> Sheet:
    return Sheet("proef", layout(folder), values, tuple(texts(tuple(values.values()))), SOURCE)


def texts(value: Any) -> Iterator[Text]:
    """All printed texts in ``value``; an alternative text is an attribute, not print."""
    if isinstance(value, Text):
        yield value
    elif isinstance(value, tuple):
        for item in value:
            yield from texts(item)
    elif is_dataclass(value) and not isinstance(value, Logo):
        for field in fields(value):
            yield from texts(getattr(value, field.name))


def shown(html: str) -> dict[str, str]:
    """What the page shows, by path, without the tags inside a text."""
    found = re.findall(
        r'<span data-text="([^"]*)">((?:[^<]|<span class="together">|</span>)*?)'
        r"</span>(?!</span>)",
        html,
    )
    return {path: re.sub(r"<[^>]*>", "", inner) for path, inner in found}


def templated(folder: Path, source: str, local: Text | None = None) -> Composition:
    """A composition of ``source`` as the whole layout."""
    (folder / "sheet.html").write_text(source)
    logo = Logo(Asset(folder / "l.svg", SOURCE), Asset(folder / "d.svg", SOURCE), text("alt"))
    values = {"titel": text("titel", "Een titel"), "tips.lokaal": local}
    who = Gemeente("x", text("gemeente.naam"), "GM0000", PALETTE, logo, Contact(), SOURCE)
    return compose(sheet_of(values, folder), who, INFO)


def test_every_text_of_the_sheet_stands_on_the_page(sheet: Sheet, gemeente: Gemeente) -> None:
    found = shown(compose(sheet, gemeente, INFO).html)
    expected = {item.path: item.value for item in sheet.texts}
    assert len(expected) > 25
    assert {path: found.get(path) for path in expected} == expected
    assert found["gemeente.naam"] == "Proefdam"
    assert found["gemeente.contact.telefoon"] == "14 0320"


def test_every_slot_has_a_box(sheet: Sheet, gemeente: Gemeente) -> None:
    boxes = re.findall(
        r'<\w+ class="box[^"]*" data-slot="([^"]+)" style="([^"]+)"',
        compose(sheet, gemeente, INFO).html,
    )
    paths = {path for path, _ in boxes}
    assert paths == {slot.path for slot in sheet.layout.slots} | {"gemeente"}
    assert [path for path, _ in boxes].count("titel") == 2
    for path, style in boxes:
        if path == "gemeente" and "bottom" in style:
            continue  # the line at the foot stands on the margin and grows upward
        assert re.fullmatch(r"left:[\d.]+mm;top:[\d.]+mm;width:[\d.]+mm;height:[\d.]+mm", style)


@pytest.mark.parametrize("value", NASTY)
def test_content_is_never_markup_style_or_template(
    value: str, sheet: Sheet, gemeente: Gemeente
) -> None:
    nasty = replace(sheet, values={**sheet.values, "titel": text("titel", value)})
    html = compose(nasty, replace(gemeente, name=text("gemeente.naam", value)), INFO).html
    assert "<script" not in html
    assert "49" not in shown(html)["titel"]
    assert html.count("</style>") == 1
    escaped = value.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    assert shown(html)["titel"] == escaped.replace('"', "&#34;")


def test_content_does_not_reach_attributes_unescaped(sheet: Sheet, gemeente: Gemeente) -> None:
    alt = replace(gemeente.logo, alt=text("logo.alt", '"><script>'))
    html = compose(sheet, replace(gemeente, logo=alt), INFO).html
    assert "<script>" not in html
    assert 'alt="&#34;&gt;&lt;script&gt;"' in html


def test_all_files_are_assets_and_all_assets_are_used(sheet: Sheet, gemeente: Gemeente) -> None:
    composition = compose(sheet, gemeente, INFO)
    named = set(re.findall(r'(?:src|href)="asset:([^"]+)"', composition.html))
    assert named == set(composition.assets)
    assert not re.search(r'src="(?!asset:)', composition.html)
    assert "url(" not in composition.html + composition.assets["sheet.css"].decode()
    assert composition.assets["qr-1.png"].startswith(b"\x89PNG")


def test_a_code_stands_only_where_an_address_is_known(sheet: Sheet, gemeente: Gemeente) -> None:
    html = compose(sheet, gemeente, INFO).html
    codes = re.findall(r'alt="QR-code naar ([^"]+)"', html)
    assert codes == ["een.nl", "twee.nl/pad", "lokaal-1.nl", "lokaal-2.nl", "lokaal-3.nl",
                     "proefdam.nl"]  # fmt: skip
    assert 'href=""' not in html


def test_the_logo_suits_what_lies_under_it(sheet: Sheet, gemeente: Gemeente) -> None:
    used = [data for name, data in compose(sheet, gemeente, INFO).assets.items() if "logo" in name]
    assert used == [b"<svg><!-- donker --></svg>", b"<svg><!-- licht --></svg>"]
    yellow = Palette(Colour((252, 234, 17), (5, 0, 90, 0)), PALETTE.main)
    light = compose(sheet, replace(gemeente, palette=yellow), INFO).assets
    assert [data for name, data in light.items() if "logo" in name] == [used[1]]


def test_colours_reach_the_page_as_roles(sheet: Sheet, gemeente: Gemeente) -> None:
    composition = compose(sheet, gemeente, INFO)
    assert "--ground:#0e5a63;" in composition.html
    in_page = set(re.findall(r"#[0-9a-f]{6}", composition.html))
    assert in_page == {colour.css for colour in composition.swatches}
    # The style sheet itself names roles only, and every role it names is there.
    css = composition.assets["sheet.css"].decode()
    assert not re.search(r"#[0-9a-fA-F]{3,8}\b|rgba?\(|opacity|gradient", css)
    named = set(re.findall(r"var\(--([\w-]+)\)", css + composition.html))
    assert named <= set(re.findall(r"--([\w-]+):", composition.html))


@pytest.mark.parametrize("count", [0, 1, 2, 3, 4, 5, 7])
def test_any_number_of_local_pointers(count: int, sheet: Sheet, gemeente: Gemeente) -> None:
    local = tuple(pointer(f"l[{n}]") for n in range(1, count + 1)) or None
    overlaid = replace(sheet, values={**sheet.values, "tips.lokaal": local})
    html = compose(overlaid, gemeente, INFO).html
    assert sum(path.startswith("l[") for path in shown(html)) == 2 * count


def test_a_gemeente_without_contact(sheet: Sheet, gemeente: Gemeente) -> None:
    for contact in (Contact(), Contact(address(""), address(""), None)):
        html = compose(sheet, replace(gemeente, contact=contact), INFO).html
        assert 'alt="QR-code naar "' not in html
        assert 'href=""' not in html


def test_an_address_too_long_for_a_code_is_a_problem(sheet: Sheet, gemeente: Gemeente) -> None:
    site = Address("https://www.proefdam.nl/" + "x" * 400, Source("gemeente.yaml", 9, 3))
    with pytest.raises(FlevoprintError) as caught:
        compose(sheet, replace(gemeente, contact=Contact(site)), INFO)
    assert [(problem.code, problem.source.line) for problem in caught.value.problems] == [
        ("typeset.qr-too-dense", 9)
    ]


def test_the_same_sheet_gives_the_same_bytes(sheet: Sheet, gemeente: Gemeente) -> None:
    assert compose(sheet, gemeente, INFO) == compose(sheet, gemeente, INFO)


@pytest.mark.parametrize("context", ["with", "without"])
def test_a_template_counts_from_the_start_on_every_sheet(context: str, tmp_path: Path) -> None:
    pieces = (
        "{% set turn = cycler('a', 'b', 'c') %}{% set count = namespace(at=0) %}"
        "{% macro next() %}{% set count.at = count.at + 1 %}{{ turn.next() }}{{ count.at }}"
        "{% endmacro %}"
    )
    (tmp_path / "pieces.html").write_text(pieces, encoding="utf-8")
    source = (
        f"{{% from 'pieces.html' import next {context} context %}}{{{{ next() }}}}{{{{ next() }}}}"
    )
    assert [templated(tmp_path, source).html for _ in range(2)] == ["a1b2", "a1b2"]


def test_a_template_cannot_print_a_text_without_its_path(tmp_path: Path) -> None:
    html = templated(tmp_path, "<p>{{ titel }}</p>").html
    assert html == '<p><span data-text="titel">Een titel</span></p>'


@pytest.mark.parametrize(
    "source",
    [
        "{{ nergens }}",
        "{{ titel.nergens }}",
        "{{ tips.nergens }}",
        "{{ tips.lokaal }}",
        "{% if",
        "{{ file('weg.css') }}",
        "{{ file('_shared/../handout-a4/sheet.css') }}",
        "{% include '_shared/weg.html' %}",
        "{% include '_shared/../handout-a4/sheet.html' %}",
        "{% include 'handout-a4/sheet.html' %}",
    ],
)
def test_a_fault_in_a_template_is_named_at_its_line(source: str, tmp_path: Path) -> None:
    with pytest.raises(FlevoprintError) as caught:
        templated(tmp_path, f"<p>\n{source}")
    (problem,) = caught.value.problems
    assert problem.code == "typeset.layout"
    assert problem.source.line == 2
    assert problem.source.path.endswith("/sheet.html")


@pytest.mark.parametrize("fault", ["{{ nergens }}", "{% if"])
def test_a_fault_in_what_layouts_share_is_named_there(
    fault: str, gemeente: Gemeente, tmp_path: Path
) -> None:
    own, shared = tmp_path / "proef", tmp_path / "_shared"
    for folder in (own, shared):
        folder.mkdir()
    (own / "sheet.html").write_text("{% include '_shared/deel.html' %}", encoding="utf-8")
    (shared / "deel.html").write_text(f"<p>\n\n{fault}", encoding="utf-8")
    sheet = sheet_of({"titel": text("titel", "Een titel")}, own)
    sheet = replace(sheet, layout=replace(sheet.layout, shared=shared))
    with pytest.raises(FlevoprintError) as caught:
        compose(sheet, gemeente, INFO)
    (problem,) = caught.value.problems
    assert (problem.source.path, problem.source.line) == ("layouts/_shared/deel.html", 3)


def test_the_last_two_words_stay_together_and_unchanged(tmp_path: Path) -> None:
    values = ["Regie bij bewoners, op afstand", "Almere", "De Schoor", "Carrefour / Punt", "a  b c"]
    pages = [templated(tmp_path, "{{ tips.lokaal }}", text("x", value)).html for value in values]
    assert pages[0].endswith(', <span class="together">op afstand</span></span>')
    assert [re.sub(r"<[^>]*>", "", page) for page in pages] == values


def test_a_long_host_may_break_before_its_dots() -> None:
    assert breakable(address("https://www.almere.nl/subsidies")) == "almere.nl/subsidies"
    host = "https://www.kenniscentrumongelijkheid.nl/"
    assert breakable(address(host)) == "kenniscentrumongelijkheid\u200b.nl"


def test_a_link_holds_nothing_but_its_words(sheet: Sheet, gemeente: Gemeente) -> None:
    links = re.findall(r"<a [^>]*>(.*?)</a>", compose(sheet, gemeente, INFO).html)
    assert len(links) >= 8
    assert all(words and "<" not in words for words in links)


def test_columns_keep_the_order_and_even_out_the_length() -> None:
    items = [text(str(n), "x" * length) for n, length in enumerate([500, 100, 300, 200])]
    assert columns(items, 2) == [items[:2], items[2:]]
    assert columns(items, 2, tail=700) == [items[:3], items[3:]]
    assert columns([], 2) == [[], []]
    assert columns(items, 1) == [items]


def test_a_layout_sets_no_word_that_is_not_in_its_table() -> None:
    """Else it would stand in Dutch on a sheet in another language."""
    templates = sorted(FOLDER.parent.glob("*/*.html"))
    assert len(templates) >= 5
    for template in templates:
        source = template.read_text(encoding="utf-8")
        for code in (r"\{#.*?#\}", r"\{%.*?%\}", r"\{\{.*?\}\}", r"<[^>]*>"):
            source = re.sub(code, " ", source, flags=re.DOTALL)
        assert not re.findall(r"[^\W\d_]+|[“”„«»]", source), template

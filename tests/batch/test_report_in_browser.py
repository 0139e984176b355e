"""The report on a build in a real browser: by keyboard, on a phone, and all by itself."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from flevoprint.batch.manifest import Manifest
from flevoprint.batch.report.build import build_report
from flevoprint.language import language
from tests.batch.test_report import pictured
from tests.support.browser import Browser, browser

pytestmark = pytest.mark.slow

SHIFT = 8
WARNING = {
    **{"code": "content.address-insecure", "severity": "waarschuwing", "kind": "onveilig"},
    **{"message": "onveilig", "hint": "probeer https://", "line": 12, "column": 12},
}
LONG = "content/gemeenten/" + "een-heel-lange-naam-van-een-bestand" * 3 + ".yaml"
#: Of every text on the page that is drawn: its contrast with what lies under it, worst first.
CONTRASTS = """
(() => {
  const channel = (value) => value <= 0.03928 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  const parts = (colour) => colour.match(/[\\d.]+/g).map(Number);
  const light = (colour) => {
    const [red, green, blue] = parts(colour).map((value) => channel(value / 255));
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  };
  const ground = (node) => {
    for (; node; node = node.parentElement) {
      const colour = getComputedStyle(node).backgroundColor;
      if ((parts(colour)[3] ?? 1) > 0) return colour;
    }
    return "rgb(255, 255, 255)";
  };
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const found = [];
  while (walker.nextNode()) {
    const node = walker.currentNode.parentElement;
    const text = walker.currentNode.textContent.trim();
    if (!text || ["SCRIPT", "STYLE"].includes(node.tagName) || !node.checkVisibility()) continue;
    const [a, b] = [light(getComputedStyle(node).color), light(ground(node))];
    found.push([(Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05), text.slice(0, 40)]);
  }
  return found.sort((a, b) => a[0] - b[0]);
})()
"""
#: How many pictures can be shown, also those for which nobody scrolled yet.
PICTURES = """
Promise.all(Array.from(document.images, async (one) => {
  one.loading = "eager";
  await one.decode();
  return one.naturalWidth > 150;
})).then((shown) => shown.filter(Boolean).length)
"""
VISIBLE = "document.querySelectorAll('.card:not([hidden])').length"
STATUS = "document.getElementById('shown').textContent"
FOCUS = """
(() => {
  const node = document.activeElement;
  const box = node.getBoundingClientRect();
  const style = getComputedStyle(node);
  return {
    id: node.id, tag: node.tagName, text: node.textContent.trim().slice(0, 60),
    outlined: style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2,
    inside: box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth,
  };
})()
"""


@pytest.fixture(scope="module")
def report(built: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A report on 342 sheets, of which 20 could not be made and 30 have a warning."""
    rows = []
    for number in range(57):
        for row in Manifest(built, language("nl")).files:
            warned = {"problems": [*row["problems"], {**WARNING, "file": LONG}]}
            name = f"{row['name']} {number}"
            numbered = {"gemeente": f"{row['gemeente']}-{number}", "name": name}
            rows.append({**row, **numbered, **(warned if number < 5 else {})})
    failed = [
        {**rows[0], **{"gemeente": f"stuk-{number}", "name": f"'s-Stúk {number}"}, "stale": [LONG]}
        for number in range(20)
    ]
    for row in failed:
        del row["file"]
        row["problems"] = [{**WARNING, "severity": "fout", "file": row["gemeente"]}]
    page = tmp_path_factory.mktemp("browser") / "report.html"
    page.write_bytes(build_report(rows, failed, [], pictured(built), language("nl"), ""))
    return page


@pytest.fixture(scope="module")
def chromium(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    with browser(tmp_path_factory.mktemp("chromium")) as opened:
        yield opened


@pytest.mark.parametrize("width", [1280, 360])
def test_it_is_whole_by_itself_and_fits(width: int, report: Path, chromium: Browser) -> None:
    chromium.open(report, width)
    asked = {request["request"]["url"] for request in chromium.told("Network.requestWillBeSent")}
    assert {address for address in asked if not address.startswith("data:")} == {report.as_uri()}
    assert [told for told in chromium.told("Log.entryAdded", "Runtime.exceptionThrown")] == []
    assert chromium.told("Runtime.consoleAPICalled") == []
    assert chromium.value(VISIBLE) == 362
    assert chromium.value("getComputedStyle(document.body).backgroundColor") == "rgb(244, 245, 247)"
    chromium.value("document.querySelectorAll('details').forEach((node) => { node.open = true; })")
    widest = """Math.max(document.documentElement.scrollWidth, ...Array.from(
        document.querySelectorAll('main *, header *'), (node) => node.getBoundingClientRect().right
    ))"""
    assert chromium.value(widest) <= width
    assert chromium.value(PICTURES) == 684


def test_its_text_can_be_read(report: Path, chromium: Browser) -> None:
    chromium.open(report, 1280)
    chromium.value("document.querySelectorAll('details').forEach((node) => { node.open = true; })")
    contrasts = chromium.value(CONTRASTS)
    assert len(contrasts) > 3000
    assert contrasts[0][0] >= 4.5, contrasts[:5]


def test_it_is_used_by_keyboard(report: Path, chromium: Browser) -> None:
    chromium.open(report, 1280)
    chromium.press("Tab")
    assert chromium.value(FOCUS)["text"] == "Naar de bladen"
    assert chromium.value(FOCUS)["inside"]
    chromium.press("Enter")
    assert chromium.value(FOCUS)["id"] == "sheets"

    chromium.press("Tab")
    assert chromium.value(FOCUS)["id"] == "search"
    chromium.type("s-stuk 11")
    assert chromium.value(VISIBLE) == 1
    assert chromium.value(STATUS) == "1 van de 362 bladen in beeld"
    chromium.type("x")
    assert chromium.value(VISIBLE) == 0
    assert chromium.value(STATUS).startswith("Zo'n blad is er niet")

    chromium.press("Tab", 4)
    assert chromium.value(FOCUS)["text"] == "Toon alles"
    chromium.press("Enter")
    chromium.value("new Promise((done) => setTimeout(done))")
    assert chromium.value(VISIBLE) == 362

    for name, letter, count in (("gemeente", "z", 1), ("severity", "w", 30), ("outcome", "n", 20)):
        chromium.press("Tab", modifiers=SHIFT)
        assert chromium.value(FOCUS)["id"] == name
        chromium.type(letter)
        assert chromium.value(VISIBLE) == count
        chromium.value(f"document.getElementById('{name}').value = ''")


def test_the_keyboard_is_never_lost(report: Path, chromium: Browser) -> None:
    chromium.open(report, 360)
    chromium.press("Tab")
    chromium.press("Enter")
    chromium.press("Tab")
    chromium.type("stuk 11")
    seen = []
    for _ in range(40):
        chromium.press("Tab")
        focus = chromium.value(FOCUS)
        if focus["tag"] == "BODY":
            break
        assert (focus["outlined"], focus["inside"]) == (True, True), focus
        seen.append(focus["text"])
    else:
        pytest.fail("the end of the page is never reached")
    assert any(text.startswith("content/gemeenten/een-heel") for text in seen)


def test_a_button_shows_the_sheets_of_a_finding(report: Path, chromium: Browser) -> None:
    chromium.open(report, 1280)
    chromium.value("document.querySelector('.show').focus()")
    chromium.press("Enter")
    assert chromium.value(FOCUS)["id"] == "sheets"
    assert chromium.value("document.getElementById('search').value") == WARNING["code"]
    assert chromium.value(VISIBLE) == 50


def test_without_script_all_is_there(report: Path, chromium: Browser) -> None:
    chromium.ask("Emulation.setScriptExecutionDisabled", value=True)
    try:
        chromium.open(report, 360)
        assert chromium.value(VISIBLE) == 362
        assert not chromium.value("document.getElementById('filter').checkVisibility()")
        assert not chromium.value("document.querySelector('.show').checkVisibility()")
    finally:
        chromium.ask("Emulation.setScriptExecutionDisabled", value=False)

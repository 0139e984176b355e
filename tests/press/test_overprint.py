from __future__ import annotations

import pytest

from tests.support.operators import Event, opened, walk

from .sample import code, made, picture


def texts(body: str, css: str = "") -> list[Event]:
    with opened(made(body, css)) as pdf:
        return walk(pdf).texts()


def overprints(event: Event) -> bool:
    """Whether the fill overprints, and if so in the mode that leaves other inks alone."""
    state = event.state
    assert not state.overprint_fill or state.overprint_mode == 1
    return state.overprint_fill


@pytest.mark.parametrize(
    ("style", "expected"),
    [
        ("font-size: 11.9pt", True),
        ("font-size: 12pt", False),
        ("font-size: 6pt", True),
        ("font-size: 8pt; color: #fff", False),
        ("font-size: 8pt; color: #777", False),
        ("font-size: 8pt; color: #005aa0", False),
        ("font-size: 8pt; transform: scale(2)", False),
        ("font-size: 20pt; transform: scale(.5)", True),
        ("font-size: 8pt; transform: rotate(30deg)", True),
        ("font-size: 8pt; opacity: .5", True),
    ],
)
def test_small_black_text_overprints(style: str, expected: bool) -> None:
    (event,) = texts(f'<p style="{style}">Woord</p>')
    assert overprints(event) is expected
    assert event.state.overprint_stroke is False


def test_each_text_has_its_own() -> None:
    events = texts(
        '<p>a</p><h1>B</h1><p>c <span style="color: #005aa0">d</span> e</p><p>f</p>',
        "h1 { font-size: 20pt }",
    )
    assert [overprints(event) for event in events] == [True, False, True, False, True, True]


def test_the_state_is_set_only_where_it_changes() -> None:
    with opened(made("<p>een</p><p>twee</p><p>drie</p>")) as pdf:
        found = walk(pdf)
    assert len(found.texts()) == 3
    assert found.operators["gs"] == 1


def test_a_restored_state_does_not_linger() -> None:
    """After a form or a ``Q`` the old state holds again, also for white."""
    css = ".o { opacity: .5 } .w { background: #000; color: #fff; font-size: 8pt }"
    events = texts('<p>a</p><p class="o">b</p><p class="w">c</p><p>d</p>', css)
    by_colour = [(event.state.fill, overprints(event)) for event in events]
    assert sorted(over for _, over in by_colour) == [False, True, True, True]
    assert (("k", 0, 0, 0, 0), False) in by_colour


def test_thin_black_lines_overprint() -> None:
    body = (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 40" style="width: 40pt"'
        ' fill="none">'
        '<path d="M0 5H40" stroke="#000" stroke-width="1"/>'
        '<path d="M0 15H40" stroke="#000" stroke-width="3"/>'
        '<path d="M0 25H40" stroke="#005aa0" stroke-width="1"/>'
        '<path d="M0 35H40" stroke="#fff" stroke-width="1"/></svg>'
    )
    with opened(made(body)) as pdf:
        strokes = walk(pdf).strokes()
    assert [event.state.overprint_stroke for event in strokes] == [True, False, False, False]
    assert all(not event.state.overprint_fill for event in strokes)


def test_rules_that_are_filled_overprint_too() -> None:
    css = "div { height: 20pt; margin-bottom: 9pt } .a { border-bottom: 1pt solid #000 }"
    css += " .b { border-bottom: 3pt solid #000 } .c { background: #000 }"
    body = '<div class="a"></div><div class="b"></div><div class="c"></div>'
    with opened(made(body, css)) as pdf:
        painted = [event for event in walk(pdf).events if event.operator.startswith("f")]
    assert [event.state.fill for event in painted] == [("k", 0, 0, 0, 1)] * 3
    assert [overprints(event) for event in painted] == [True, False, False]


def test_a_filled_bar_is_a_line_when_it_is_thin() -> None:
    css = "div { margin-bottom: 9pt; background: #000 } .a { height: 1pt } .b { height: 3pt }"
    with opened(made('<div class="a"></div><div class="b"></div>', css)) as pdf:
        painted = [event for event in walk(pdf).events if event.operator == "f"]
    assert [overprints(event) for event in painted] == [True, False]


def test_pictures_never_overprint() -> None:
    body = f"<p>zwart {picture(code())} zwart</p>"
    with opened(made(body)) as pdf:
        events = walk(pdf).events
    (drawn,) = [event for event in events if event.target is not None]
    assert not drawn.state.overprint_fill
    assert [overprints(event) for event in events if event.text] == [True, True]

"""Paths are read as a whole, and paint what their segments paint one by one."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from flevoprint.press.lexer import PATH, lexed

from .pages import Pages

_NUMBERS = st.integers(-300, 300) | st.floats(-300, 300).map(lambda value: round(value, 3))
_COUNTS = {"m": 2, "l": 2, "c": 6, "v": 4, "y": 4, "re": 4, "h": 0}
_TURNS = st.sampled_from(
    (
        "1 0 0 1 3 4 cm",
        "0.75 0 0 -0.75 0 90 cm",
        "0 2 -2 0 50 0 cm",
        "1 0.5 -0.25 1 0 0 cm",
        "q",
        "Q",
    )
)
_PAINTS = st.sampled_from(("f", "S", "B*", "W n", "n", "0.2 0 1 rg", "3 w"))


@st.composite
def _segments(draw: st.DrawFn) -> str:
    operator = draw(st.sampled_from(sorted(_COUNTS)))
    numbers = draw(st.lists(_NUMBERS, min_size=_COUNTS[operator], max_size=_COUNTS[operator]))
    return " ".join([*(f"{number:.3f}" for number in numbers), operator])


_LINES = st.lists(_segments() | _segments() | _PAINTS | _TURNS, max_size=20)


@settings(max_examples=100, deadline=None)
@given(_LINES)
def test_a_path_paints_what_its_segments_paint(lines: list[str]) -> None:
    content = "\n".join(["q", *lines, "f", "Q"])
    # A comment leaves the whole stream to qpdf, which gives segment after segment.
    whole, apart = Pages(), Pages()
    whole.add(content)
    apart.add(f"% segment by segment\n{content}")
    assert lexed(content.encode()) is not None
    assert whole.painted() == apart.painted()


def test_a_turned_path_is_followed_point_by_point() -> None:
    pages = Pages()
    content = b"0.6 0.8 -0.8 0.6 100 50 cm\n0 0 m\n10 0 l\n0 10 l\nf\n"
    pages.add(content)
    assert PATH in [operator for operator, _, _ in lexed(content) or ()]
    (mark,) = pages.painted().marks
    # Not the corner (10, 10) of the box around it, which would lie highest.
    assert (mark.box.left, mark.box.bottom, mark.box.right, mark.box.top) == (92, 50, 106, 58)

"""A content stream is read as qpdf reads it, whatever was read before."""

from __future__ import annotations

import pikepdf
import pytest
from hypothesis import given
from hypothesis import strategies as st

from flevoprint.latest import Latest
from flevoprint.press import steps as module
from flevoprint.press.lexer import PATH
from flevoprint.press.steps import Step, steps

NUMBERS = st.one_of(
    st.integers(-999, 999).map(str),
    st.floats(-999, 999, allow_nan=False).map(lambda value: f"{value:.4f}".rstrip("0").rstrip(".")),
    st.sampled_from(["-0", "0", "-0.0", ".5", "1.", "007", "+3"]),
)
COUNTS = {"m": 2, "l": 2, "c": 6, "v": 4, "y": 4, "re": 4, "h": 0, "rg": 3, "w": 1, "cm": 6, "Q": 0}
INSTRUCTIONS = st.one_of(
    st.sampled_from(sorted(COUNTS)).flatmap(
        lambda operator: st.lists(
            NUMBERS, min_size=COUNTS[operator], max_size=COUNTS[operator]
        ).map(lambda numbers: " ".join([*numbers, operator]))
    ),
    st.sampled_from(
        [
            "/Span\n<</MCID 3>>\nBDC",
            "/Artifact\nBMC",
            "[<0041>-12<0042>] TJ",
            "(a (b) \\) c) Tj",
            "[(x) 3 <00>]TJ",
            "/F#41b 9.5 Tf",
            "% a remark",
            "BI /W 1 /H 1 /BPC 8 /CS /G ID \x07 EI",
            "/A <</B [1 (x)] /C /D>> DP",
        ]
    ),
)
STREAMS = st.lists(st.tuples(INSTRUCTIONS, st.sampled_from(["\n", " ", "\r\n"])), max_size=30)


def read(data: bytes) -> tuple[list[Step], list[object]]:
    """What we make of a stream, and what qpdf does."""
    with pikepdf.new() as pdf:
        stream = pikepdf.Stream(pdf, data)
        return list(steps(stream)), list(pikepdf.parse_content_stream(stream))


@given(STREAMS)
def test_a_stream_is_read_as_qpdf_reads_it(parts: list[tuple[str, str]]) -> None:
    ours, theirs = read("".join(part + end for part, end in parts).encode("latin-1"))
    assert b"\n".join(step.written for step in ours) == pikepdf.unparse_content_stream(theirs)
    operators = [step.operator for step in ours if step.operator not in (PATH, "BI")]
    assert operators == [
        str(instruction.operator)
        for instruction in theirs
        if isinstance(instruction, pikepdf.ContentStreamInstruction)
        and str(instruction.operator) not in {"m", "l", "c", "v", "y", "h", "re"}
    ]


def test_a_path_is_one_step_with_all_its_points() -> None:
    ours, _ = read(b"0 0 m\n1 2 l\n1 1 2 2 3 -3.5 c\nh\n4 5 6 7 re\nf\n1 0 0 RG\n")
    assert [step.operator for step in ours] == [PATH, "f", "RG"]
    points = [(0, 0), (1, 2), (1, 1), (2, 2), (3, -3.5), (4, 5), (10, 12)]
    assert list(ours[0].points()) == points


def test_an_instruction_is_read_once(monkeypatch: pytest.MonkeyPatch) -> None:
    first, _ = read(b"/Span\n<</MCID 977>>\nBDC\n[<0041>-3<0042>] TJ\nEMC\n")

    def never(_: object) -> list[object]:
        raise AssertionError("read again")

    with pikepdf.new() as pdf:
        again = pikepdf.Stream(pdf, b"q\n/Span\n<</MCID 977>>\nBDC\n[<0041>-3<0042>] TJ\nEMC\n")
        module._learned({b"q": "q"})
        monkeypatch.setattr(pikepdf, "parse_content_stream", never)
        _, *same = steps(again)
    assert same == first
    assert first[0].operands[1] == {"/MCID": 977}
    assert first[1].operands == ((b"\x00A", -3, b"\x00B"),)


def test_no_more_is_kept_than_is_bearable(monkeypatch: pytest.MonkeyPatch) -> None:
    kept: Latest[Step] = Latest(10)
    monkeypatch.setattr(module, "_known", lambda: kept)
    for number in range(100):
        read(b"%d w\n" % number)
    assert len(kept) == 10
    many = b"".join(b"%d w\n" % number for number in range(100))
    assert len(read(many)[0]) == 100

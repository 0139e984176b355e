"""Plain content streams are read without qpdf, and never otherwise than qpdf reads them."""

from __future__ import annotations

import warnings

import pikepdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flevoprint.press.lexer import PATH, Instruction, lexed
from flevoprint.press.preflight.instructions import Instructions, operators, parsed
from flevoprint.press.preflight.separate.rewriter import joined

_NUMBERS = ("0", "-0", "+7", "007", "1.5", "-.5", "4.", "-0.0", "1" * 20, "1e5", "--5")
_STRINGS = ("<>", "<4>", "<0041>", "()", "(ab)", "(a\nb)", "(a(b)c)", r"(\101)", "(a\rb)", "<0 4>")
_NAMES = ("/F1", "/a1.0", "/", "/A#20b", "/é")
_TABLES = ("<</MCID 3>>", "<< /MCID 1/Lang (nl)>>", "<</A<</B 1>>>>", "<</A[1]>>", "<</A 1 0 R>>")
_BROKEN = (*"[]<>(){}%x", "<<", ">>", "%x", "true", "null", "BI", "ID", "\\", "\v")
_WORDS = ("q", "Q", "cm", "re", "f*", "'", '"', "TJ", "Tj", "d", "Tf", "gs", "BDC", "BMC", "W")
_ARRAYS = ("[]", "[<0041>-20<42>]", "[(a) 1.5 (b)]", "[/N 1]", "[[1] 2]", "[3 2]", "[1 <41>\n2]")
_LINES = st.sampled_from(
    (
        "\n1 2 m\n-3.25 0 l\nh\n",
        "\n0 0 4 5 re\nf\nQ\n",
        "\n-0 1 l\n",
        "\n1 2 3 l\n",
        "\n1 2 3 4 y\n",
    )
)
_PLAIN = _LINES | st.sampled_from(
    (*_NUMBERS[:8], *_STRINGS[:6], *_NAMES[:2], *_TABLES[:2], *_WORDS)
)
_ANY = st.sampled_from((*_NUMBERS, *_STRINGS, *_NAMES, *_TABLES, *_BROKEN, *_ARRAYS))
_GAPS = st.sampled_from((" ", "\n", "\n", "\r", "\r\n", "\t", "\0", "\f", ""))


@st.composite
def _streams(draw: st.DrawFn) -> bytes:
    words = draw(st.lists(_PLAIN | _PLAIN | _PLAIN | _ANY, max_size=14))
    return "".join(word + draw(_GAPS) for word in words).encode()


def _read(data: bytes) -> Instructions:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return parsed(data)


def _apart(instruction: Instruction) -> Instructions:
    """A path as the segments that qpdf reads."""
    operator, _, source = instruction
    return _read(source) if operator == PATH else (instruction,)


@settings(max_examples=400, deadline=None)
@given(_streams())
def test_what_is_read_is_what_qpdf_reads(data: bytes) -> None:
    found = lexed(data)
    if found is not None:
        found = [part for whole in found for part in _apart(whole)]
        expected = [(operator, operands) for operator, operands, _ in _read(data)]
        assert [(operator, operands) for operator, operands, _ in found] == expected
        again = _read(joined(source for _, _, source in found))
        assert [(operator, operands) for operator, operands, _ in again] == expected


@pytest.mark.parametrize(
    "data",
    [
        b"q\n1 0 0 -1 0 841.89 cm\n/Artifact\nBMC\n0 0 5 5 re W n\nEMC\nQ",
        b"/P <</MCID 3>> BDC BT /F0 12 Tf [<0041>-20.5<42>] TJ (a b) Tj ET EMC\n[3 2] 0 d",
        b"",
    ],
)
def test_plain_streams_need_no_qpdf(data: bytes) -> None:
    assert lexed(data) is not None


@pytest.mark.parametrize(
    "data",
    [
        *(b"1 w % q", b"BI /W 1 /H 1 /BPC 1 /CS /G ID \x80 EI", b"(a\n(b) Tj) Tj", b"[1\n2] 0 d"),
        *(b"[1 2] gs", b"1 2 3", b"true cs", b"q) Q", b"1 0 R w", b"/A#20b gs", b"(\\101) Tj"),
    ],
)
def test_what_is_not_plain_is_left_to_qpdf(data: bytes) -> None:
    assert lexed(data) is None


def test_a_dictionary_is_one_either_way() -> None:
    ((_, (tag, table), _),) = operators(b"/P <</MCID 3/Lang (nl)>> BDC")
    assert (str(tag), int(table.MCID), str(table.Lang)) == ("/P", 3, "nl")
    assert isinstance(table, pikepdf.Dictionary)


def test_a_long_wait_for_an_operator_ends() -> None:
    assert lexed(b"1\n" * 20_000 + b"w") is None


def test_a_path_is_one_instruction_and_knows_its_edges() -> None:
    (operator, (path,), written), paint = operators(b"0 0 m\n1 2 l\n-4 5 6 -7 re\nh\nf\n")
    assert (operator, paint[0]) == (PATH, "f")
    assert written == b"0 0 m\n1 2 l\n-4 5 6 -7 re\nh"
    assert (path.count, path.edges) == (4, (-4, -2, 2, 5))
    segments = [("m", [0, 0]), ("l", [1, 2]), ("re", [-4, 5, 6, -7]), ("h", [])]
    assert list(path.segments()) == segments

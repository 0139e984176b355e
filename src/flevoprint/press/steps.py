"""The instructions of a content stream, of which most were read before (ISO 32000-1, 7.8.2).

Nine in ten instructions of a sheet are those of the sheet before it, to the letter: what they hold,
and how qpdf writes them, is kept. A path is one step, however long; its numbers are read when asked
for. A stream that is not plain (pictures, comments) is read by qpdf from beginning to end.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache, partial
from typing import Any

import pikepdf
from pikepdf import Name

from flevoprint.latest import Latest
from flevoprint.press.lexer import PATH, lexed

#: Most instructions kept, of a few hundred bytes each; a sheet of two sides has some 900.
_MOST = 2_000


@dataclass(frozen=True, slots=True)
class Step:
    """One instruction: its operator, what it is given, and its bytes as qpdf writes them.

    A string is bytes here, an array a tuple, a dictionary of marked content a mapping. An inline
    image (BI) is its own only operand.
    """

    operator: str
    operands: tuple[Any, ...]
    written: bytes

    def points(self) -> Iterator[tuple[float, float]]:
        """The points that a path goes by; of a rectangle, two corners."""
        for line in self.written.split(b"\n"):
            *values, operator = line.split(b" ")
            numbers = [float(value) for value in values]
            if operator == b"re":
                x, y, width, height = numbers
                yield x, y
                yield x + width, y + height
            else:
                yield from zip(numbers[::2], numbers[1::2], strict=True)


def steps(page_or_stream: Any) -> Sequence[Step]:
    """The steps of a page's content, or of the content stream of a form, pattern or glyph."""
    stream = page_or_stream
    if isinstance(stream, pikepdf.Page):
        stream = stream.obj.get("/Contents")
    found = _steps(stream.read_bytes()) if isinstance(stream, pikepdf.Stream) else None
    if found is None:
        return [_step(instruction) for instruction in pikepdf.parse_content_stream(page_or_stream)]
    return found


@lru_cache(maxsize=16)
def _steps(data: bytes) -> Sequence[Step] | None:
    """The steps of a stream in the form that the engine writes; None for any other.

    The editions of a sheet have the same streams: those of the last few sheets are kept.
    """
    read = lexed(data)
    if read is None:
        return None
    known = _learned({text: operator for operator, _, text in read if operator != PATH})
    if known is None:
        return None
    return tuple(
        Step(PATH, (), text) if operator == PATH else known[text] for operator, _, text in read
    )


@cache
def _known() -> Latest[Step]:
    """The instructions read last."""
    return Latest(_MOST)


def _learned(wanted: dict[bytes, str]) -> dict[bytes, Step] | None:
    """The steps of instructions, those not known yet read all at once; None where they are not
    what they seemed.

    ``wanted`` are instructions as they are written, each with its operator.
    """
    known = _known()
    unread = [text for text in wanted if text not in known]
    read: list[Step] = []
    if unread:
        with pikepdf.new() as pdf:
            stream = pikepdf.Stream(pdf, b"\n".join(unread))
            read = [_step(instruction) for instruction in pikepdf.parse_content_stream(stream)]
        if [step.operator for step in read] != [_taken(wanted[text]) for text in unread]:
            return None
    found = {text: known[text] for text in wanted if text in known}
    found |= zip(unread, read, strict=True)
    for text in wanted:
        known.found(text, partial(found.__getitem__, text))
    return found


def _step(instruction: Any) -> Step:
    written = pikepdf.unparse_content_stream([instruction])
    if isinstance(instruction, pikepdf.ContentStreamInlineImage):
        return Step("BI", (instruction.iimage,), written)
    return Step(
        _taken(str(instruction.operator)),
        tuple(_plain(operand) for operand in instruction.operands),
        written,
    )


_SEGMENTS = frozenset({"m", "l", "c", "v", "y", "h", "re"})


def _taken(operator: str) -> str:
    """The operator of a step: that of a segment is a path's."""
    return PATH if operator in _SEGMENTS else operator


def _plain(operand: Any) -> Any:
    """An operand that belongs to no file."""
    if isinstance(operand, pikepdf.String):
        return bytes(operand)
    if isinstance(operand, Name):
        return Name(str(operand))
    if isinstance(operand, pikepdf.Array):
        return tuple(_plain(item) for item in operand)
    if isinstance(operand, pikepdf.Dictionary):
        return {key: _plain(value) for key, value in operand.items()}
    return operand

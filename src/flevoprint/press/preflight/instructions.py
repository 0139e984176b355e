"""The instructions of content streams, within bounds."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import lru_cache
from itertools import islice
from typing import Any

import pikepdf

from flevoprint.language import say
from flevoprint.press.lexer import LISTED, Instruction, lexed
from flevoprint.press.preflight.limits import MAX_CONTENT, MAX_WORDS, Unreadable

Instructions = tuple[Instruction, ...]
#: The operator that an inline image goes by; the image is its operand.
INLINE = "BI"
#: Bytes of a content stream up to which its instructions are kept for a while.
_COMMON = 1 << 18
_WORD = re.compile(rb"[^\s\[\]<>()/]+")


def operators(data: bytes) -> Instructions:
    """The instructions of a content stream; raises :class:`Unreadable` for one that is too long.

    A file is read several times in a row, each time for something else: of streams of a common
    length those that came last are kept.
    """
    return _kept(data) if len(data) <= _COMMON else parsed(data)


@lru_cache(maxsize=8)
def _kept(data: bytes) -> Instructions:
    found = lexed(data)
    return parsed(data) if found is None else found


def parsed(data: bytes) -> Instructions:
    """The same as qpdf reads them."""
    if len(data) > MAX_CONTENT:
        raise Unreadable(say("a stream unpacks to more than can be read"))
    if len(data) > MAX_WORDS and next(islice(_WORD.finditer(data), MAX_WORDS, None), None):
        raise Unreadable(say("a page holds more operators than can be read"))
    with pikepdf.new() as scratch:
        found = pikepdf.parse_content_stream(pikepdf.Stream(scratch, data))
        return tuple([_instruction(instruction) for instruction in found])


def _instruction(found: Any) -> Instruction:
    if isinstance(found, pikepdf.ContentStreamInlineImage):
        return INLINE, (found.iimage,), found
    operator = str(found.operator)
    operands = [_plain(operand) for operand in found.operands]
    if operator in LISTED:
        operands = [
            tuple(map(_item, operand)) if isinstance(operand, pikepdf.Array) else operand
            for operand in operands
        ]
    return operator, tuple(operands), found


def _item(value: Any) -> Any:
    """Part of an array: what is no number is shown by its bytes, if it has any."""
    plain = _plain(value)
    return bytes(plain) if isinstance(plain, pikepdf.Object) else plain


def _plain(value: Any) -> Any:
    """A number as a float, if it is not too large for one; a string as bytes."""
    if isinstance(value, (int, Decimal)):
        try:
            return float(value)
        except OverflowError:
            return value
    return bytes(value) if isinstance(value, pikepdf.String) else value

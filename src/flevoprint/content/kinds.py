"""What a file is by its first bytes, whatever its name says, and what to do about that."""

from __future__ import annotations

import re
from dataclasses import dataclass

from flevoprint.language import Phrase, say


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of file: how it begins, the names it goes by, what it is called, what to do with it.

    ``suffixes`` is empty for what can be no logo.
    """

    start: re.Pattern[bytes]
    suffixes: frozenset[str]
    name: Phrase
    remedy: Phrase


_SAVE = say("open it in a drawing program and save it as PNG, or ask for an SVG")
_EXPORT = say("open it in a drawing program and save it as 'plain SVG', or ask for an SVG")
_DOWNLOAD = say(
    "download the picture itself (on the page, right-click it and choose 'Save image as'), "
    "or ask the keeper of the house style for an SVG"
)


def _kind(start: bytes, name: Phrase, remedy: Phrase, *suffixes: str) -> Kind:
    return Kind(re.compile(start, re.DOTALL | re.IGNORECASE), frozenset(suffixes), name, remedy)


_MARKUP = rb"(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]*>\s*)?(?:(?><!--.*?-->)\s*)*+"
#: The more exact start first.
_KINDS = (
    _kind(
        rb"\xff\xd8\xff",
        say("a JPEG"),
        say("let its name end in .jpg, and write that name here"),
        ".jpg",
        ".jpeg",
    ),
    _kind(
        rb"\x89PNG",
        say("a PNG"),
        say("let its name end in .png, and write that name here"),
        ".png",
    ),
    _kind(rb"RIFF....WEBP", say("a WebP picture"), _SAVE),
    _kind(rb"GIF8", say("a GIF"), _SAVE),
    _kind(rb"BM.{4}\0\0\0\0", say("a BMP picture"), _SAVE),
    _kind(rb"II\*\0|MM\0\*", say("a TIFF picture"), _SAVE),
    _kind(rb"....ftyp(?:hei|hev|mif1|msf1)", say("a HEIC photo"), _SAVE),
    _kind(rb"....ftypavi", say("an AVIF picture"), _SAVE),
    _kind(rb"8BPS", say("a Photoshop file"), _SAVE),
    _kind(rb"%PDF-", say("a PDF"), _EXPORT),
    _kind(rb"%!PS|\xc5\xd0\xd3\xc6", say("an EPS file"), _EXPORT),
    _kind(rb"\x1f\x8b", say("a compressed file, such as SVGZ"), _EXPORT),
    _kind(_MARKUP + rb"(?:<!DOCTYPE\s+html|<html)", say("a web page"), _DOWNLOAD),
    _kind(
        _MARKUP + rb"(?:<!DOCTYPE\s+svg[^>]*>\s*)?(?:(?><!--.*?-->)\s*)*+<svg[\s>]",
        say("an SVG"),
        say("let its name end in .svg, and write that name here"),
        ".svg",
    ),
)
#: How far into a file is looked.
_HEAD = 4_000


def real_kind(data: bytes) -> Kind | None:
    """What ``data`` is; None where it is not known."""
    head = data[:_HEAD]
    return next((kind for kind in _KINDS if kind.start.match(head)), None)

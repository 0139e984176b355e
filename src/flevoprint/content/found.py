"""What was found out of a picture file, and how that is kept for the next time it is read."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from flevoprint.language import Phrase
from flevoprint.model import Look

#: The kinds of raster, by the endings of their names.
RASTER_FORMATS = {".png": "PNG", ".jpg": "JPEG", ".jpeg": "JPEG"}


class PictureError(Exception):
    """Why a picture can't be used: a problem code, a message and the remedy."""

    def __init__(self, code: str, message: Phrase, hint: Phrase):
        self.code, self.message, self.hint = code, message, hint
        super().__init__(str(message))


@dataclass(frozen=True, slots=True)
class Drawn:
    """What is set of a checked picture; see :class:`~flevoprint.model.Asset`."""

    data: bytes
    suffix: str
    pixels: tuple[int, int] | None
    look: Look
    guessed: bool = False


@dataclass(frozen=True, slots=True)
class PictureFile:
    """A checked file: its absolute path, and what it draws."""

    path: Path
    drawn: Drawn


class Shelf(Protocol):
    """Where what was found out is kept; the same place is the same shelf."""

    def __hash__(self) -> int:
        """As of every value."""

    def find(self, name: str) -> bytes | None:
        """What was kept under ``name``, to the byte; None where there is no such thing."""

    def keep(self, name: str, data: bytes) -> None:
        """Keep ``data`` under ``name``, if that can be."""


@dataclass(frozen=True, slots=True)
class Pictures:
    """The folder that pictures are named from, and what was found out of them before."""

    folder: Path
    shelf: Shelf | None = None


def packed(picture: Drawn) -> bytes:
    """``picture`` as bytes."""
    look = picture.look
    told = [picture.suffix, picture.pixels, look.ratio, look.cover, look.colours, look.field]
    told.append(picture.guessed)
    return json.dumps(told).encode() + b"\n" + picture.data


def unpacked(kept: bytes) -> Drawn:
    """What :func:`packed` made bytes of."""
    head, data = kept.split(b"\n", 1)
    suffix, pixels, ratio, cover, colours, field, guessed = json.loads(head)
    look = Look(
        ratio,
        cover,
        tuple((tuple(colour), share) for colour, share in colours),
        field and tuple(field),
    )
    return Drawn(data, suffix, pixels and tuple(pixels), look, guessed)

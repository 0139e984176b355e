"""Logo files, held against what an untrusted picture may be, and what is known of them.

Content comes from many municipalities, so a picture may not grow without bound, run anything or
reach outside itself. Limit: 5 MB; for the others see ``examining.py``.
"""

from __future__ import annotations

import difflib
import hashlib
import os
import re
from functools import lru_cache
from pathlib import Path, PurePosixPath

from flevoprint.content.found import (
    RASTER_FORMATS,
    Drawn,
    PictureError,
    PictureFile,
    Shelf,
    packed,
    unpacked,
)
from flevoprint.language import excerpt, say, system_reason

__all__ = ["PictureError", "read_picture"]

MAX_BYTES = 5_000_000
HINT = say("name a file in the folder content/logos, such as logos/urk.svg")


def read_picture(folder: Path, typed: str, shelf: Shelf | None = None) -> PictureFile:
    """The checked file that ``typed`` names, relative to ``folder`` (the content folder).

    Raises PictureError.
    """
    if not typed:
        raise PictureError("content.logo-missing", say("the name of a file is missing here"), HINT)
    try:
        place = os.path.realpath(folder / typed)  # Path.resolve raises where links go round
        # Where no link leads to the folder, which needs no second look.
        inside = _below(place, str(folder)) or _below(place, os.path.realpath(folder))
        resolved = Path(place)
        is_file = inside and resolved.is_file()
    except (OSError, ValueError, RuntimeError):
        message = say("'{typed}' is not the name of a file", typed=excerpt(typed, 80))
        raise PictureError("content.logo-missing", message, HINT) from None
    if not inside:
        message = say("'{typed}' lies outside the folder content of this project", typed=typed)
        raise PictureError("content.logo-outside", message, HINT)
    if not is_file:
        raise _missing(folder, typed, is_folder=resolved.is_dir())
    try:
        _check_kind(resolved, resolved.stat().st_size)
        data = resolved.read_bytes()
    except OSError as failure:
        message = say(
            "the file '{typed}' cannot be read: {reason}",
            typed=typed,
            reason=system_reason(failure),
        )
        hint = say("check whether you may read the file")
        raise PictureError("content.logo-unreadable", message, hint) from None
    return PictureFile(resolved, _examined(data, resolved.suffix.lower(), shelf))


def _below(place: str, folder: str) -> bool:
    """As text, since hundreds of gemeenten have logos; both are absolute and without links."""
    return place == folder or place.startswith(folder.rstrip(os.sep) + os.sep)


def _missing(folder: Path, typed: str, *, is_folder: bool) -> PictureError:
    files = (path for path in (folder / "logos").glob("*") if path.is_file())
    names = [path.relative_to(folder).as_posix() for path in files]
    meant = typed.replace("\\", "/")
    near = [name for name in names if name != typed and _is_near(meant, name)]
    close = difflib.get_close_matches(meant, near, n=1, cutoff=0)
    message = (
        say("'{typed}' is a folder", typed=typed)
        if is_folder
        else say("'{typed}' does not exist", typed=typed)
    )
    hint = HINT
    if close:
        hint = say(
            "did you mean '{name}'? Else put the file in the folder content/logos", name=close[0]
        )
    elif not is_folder:
        hint = say("put the file in the folder content/logos, or name one that is there already")
    return PictureError("content.logo-missing", message, hint)


def _is_near(typed: str, name: str) -> bool:
    """Whether each word of a name that was ``typed`` is in ``name``, but for a slip.

    All logos share their folder, and many share words such as 'donker': that makes none near.
    """
    words = _words(name)
    return all(difflib.get_close_matches(word, words, n=1, cutoff=0.7) for word in _words(typed))


def _words(name: str) -> list[str]:
    return re.findall(r"[^\W_]+", PurePosixPath(name).stem.lower())


def _check_kind(path: Path, size: int) -> None:
    suffix = path.suffix.lower()
    if suffix != ".svg" and suffix not in RASTER_FORMATS:
        message = say("a logo is an SVG, PNG or JPEG, not '{kind}'", kind=suffix or path.name)
        hint = say("ask the keeper of the house style for an SVG, or save the logo as PNG")
        raise PictureError("content.logo-format", message, hint)
    if size > MAX_BYTES:
        message = say(
            "the file is {size:.1f} MB; it may be {most} MB",
            size=size / 1e6,
            most=MAX_BYTES // 10**6,
        )
        hint = say("save the logo smaller, or use an SVG")
        raise PictureError("content.logo-too-large", message, hint)


@lru_cache(maxsize=256)
def _examined(data: bytes, suffix: str, shelf: Shelf | None) -> Drawn:
    """What ``data`` draws, found out once: many gemeenten share a logo."""
    name = f"{hashlib.sha256(data).hexdigest()}{suffix}"
    kept = shelf.find(name) if shelf else None
    if kept is not None:
        return unpacked(kept)
    from flevoprint.content.examining import examine

    found = examine(data, suffix)
    if shelf:
        shelf.keep(name, packed(found))
    return found

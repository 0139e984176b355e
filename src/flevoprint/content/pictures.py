"""Logo files, held against what an untrusted picture may be, and what they look like.

Content comes from many municipalities, so a picture may not grow without bound, run anything or
reach outside itself. Limits: 5 MB, 40 megapixels; for SVG see ``svg.py``.
"""

from __future__ import annotations

import difflib
import re
import warnings
from collections import Counter
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from PIL import Image, ImageColor

from flevoprint.colour import Rgb
from flevoprint.content.svg import PictureError, read_svg
from flevoprint.content.svg_colours import drawn_colours
from flevoprint.language import say, system_reason

__all__ = ["PictureError", "PictureFile", "read_picture"]

MAX_BYTES = 5_000_000
MAX_PIXELS = 40_000_000
MAX_COLOURS = 6
RASTER_FORMATS = {".png": "PNG", ".jpg": "JPEG", ".jpeg": "JPEG"}
#: What the editions can hold: anything else would be wrong in one of them.
MODES = {"1", "L", "LA", "P", "RGB", "RGBA"}
HINT = say("name a file in the folder content/logos, such as logos/urk.svg")
#: A raster is counted at this size; a colour on less than one part in RARE is noise of JPEG.
SAMPLE = 64
RARE = 100
#: Channels that differ no more than this belong to one colour.
NEAR = 48


@dataclass(frozen=True, slots=True)
class PictureFile:
    """A checked file: its absolute path, a raster's size in pixels, its colours."""

    path: Path
    pixels: tuple[int, int] | None
    colours: tuple[Rgb, ...]


def read_picture(folder: Path, typed: str) -> PictureFile:
    """The checked file that ``typed`` names, relative to ``folder`` (the content folder).

    Raises PictureError.
    """
    if not typed:
        raise PictureError("content.logo-missing", say("the name of a file is missing here"), HINT)
    path = folder / typed
    try:
        resolved = path.resolve()
        inside = resolved.is_relative_to(folder.resolve())
        is_file = inside and resolved.is_file()
    except (OSError, ValueError):
        message = say("'{typed}' is not the name of a file", typed=typed[:80])
        raise PictureError("content.logo-missing", message, HINT) from None
    if not inside:
        message = say("'{typed}' lies outside the folder content of this project", typed=typed)
        raise PictureError("content.logo-outside", message, HINT)
    if not is_file:
        raise _missing(folder, typed, is_folder=resolved.is_dir())
    try:
        state = resolved.stat()
        return _examined(resolved, state.st_size, state.st_mtime_ns)
    except OSError as failure:
        message = say(
            "the file '{typed}' cannot be read: {reason}",
            typed=typed,
            reason=system_reason(failure),
        )
        hint = say("check whether you may read the file")
        raise PictureError("content.logo-unreadable", message, hint) from None


def _missing(folder: Path, typed: str, *, is_folder: bool) -> PictureError:
    files = (path for path in (folder / "logos").glob("*") if path.is_file())
    names = [path.relative_to(folder).as_posix() for path in files]
    close = difflib.get_close_matches(typed.replace("\\", "/"), names, n=1, cutoff=0.5)
    meant = close and close[0] != typed
    message = (
        say("'{typed}' is a folder", typed=typed)
        if is_folder
        else say("'{typed}' does not exist", typed=typed)
    )
    hint = say("did you mean '{name}'?", name=close[0]) if meant else HINT
    return PictureError("content.logo-missing", message, hint)


@lru_cache(maxsize=1024)
def _examined(path: Path, size: int, changed: int) -> PictureFile:
    """The file at ``path``, read once as long as it stays the same: many gemeenten share it."""
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
    if suffix == ".svg":
        areas = drawn_colours(read_svg(path.read_bytes()), _css_colour)
        return PictureFile(path, None, _most_used(areas))
    return _raster(path, RASTER_FORMATS[suffix])


def _raster(path: Path, expected: str) -> PictureFile:
    hint = say("open the logo in a drawing program and save it again as {kind}", kind=expected)
    try:
        with warnings.catch_warnings():
            # The limit below is stricter than Pillow's, and an error instead of a warning.
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            with Image.open(path, formats=[expected]) as picture:
                size, mode = picture.size, picture.mode
                if size[0] * size[1] <= MAX_PIXELS:
                    picture.load()
                    _check_mode(mode)
                    return PictureFile(path, size, _counted(picture))
    except Image.DecompressionBombError:
        pass
    except (OSError, ValueError, SyntaxError):
        message = say("the file is not a readable {kind}", kind=expected)
        raise PictureError("content.logo-broken", message, hint) from None
    raise PictureError(
        "content.logo-too-large",
        say("the logo is more than {most} megapixels", most=MAX_PIXELS // 10**6),
        say("save the logo smaller, or use an SVG"),
    )


def _check_mode(mode: str) -> None:
    if mode not in MODES:
        kind = say("CMYK") if mode == "CMYK" else say("of another kind ({mode})", mode=mode)
        raise PictureError(
            "content.logo-colours",
            say(
                "the logo is {kind}; a logo in pixels must be RGB or grey, with 8 bits a colour",
                kind=kind,
            ),
            say(
                "save it in a drawing program as RGB, or use an SVG; "
                "flevoprint itself makes printing ink of it"
            ),
        )


def _counted(picture: Image.Image) -> tuple[Rgb, ...]:
    """The colours of a loaded raster; near ones, as JPEG makes them, count as the commonest."""
    width, height = (min(side, SAMPLE) for side in picture.size)
    small = picture.resize((width, height), Image.Resampling.NEAREST).convert("RGBA")
    exact: Counter[Rgb] = Counter()
    data = small.tobytes()
    for red, green, blue, alpha in zip(*(data[band::4] for band in range(4)), strict=True):
        if alpha >= 230:
            exact[red, green, blue] += 1
    merged: Counter[Rgb] = Counter()
    for rgb, count in exact.most_common():
        merged[next((centre for centre in merged if _near(centre, rgb)), rgb)] += count
    least = exact.total() / RARE
    return _most_used(Counter({rgb: count for rgb, count in merged.items() if count >= least}))


def _near(one: Rgb, other: Rgb) -> bool:
    return all(abs(first - second) <= NEAR for first, second in zip(one, other, strict=True))


def _most_used(areas: Counter[Rgb]) -> tuple[Rgb, ...]:
    ordered = sorted(areas.items(), key=lambda item: (-item[1], item[0]))
    return tuple(rgb for rgb, _ in ordered[:MAX_COLOURS])


def _css_colour(typed: str) -> tuple[Rgb, float] | None:
    """A CSS colour and its opacity; ``none``, ``transparent`` and what is no colour are None."""
    mixed = re.fullmatch(r"rgba?\(([^()]{5,60})\)", typed.strip(), re.IGNORECASE)
    try:
        if mixed:
            red, green, blue, *alpha = re.split(r"[\s,/]+", mixed[1].strip())
            opacity = _part(alpha[0], 1) if alpha else 1.0
            return (
                (round(_part(red, 255)), round(_part(green, 255)), round(_part(blue, 255))),
                opacity,
            )
        r, g, b, *a = ImageColor.getrgb(typed.strip())
    except ValueError:
        return None
    return (r, g, b), (a[0] / 255 if a else 1.0)


def _part(typed: str, whole: int) -> float:
    """A number between 0 and ``whole``, or a percentage of it. Raises ValueError."""
    share = typed.endswith("%")
    number = float(typed.rstrip("%")) * (whole / 100 if share else 1)
    return max(0.0, min(number, float(whole)))

"""Logo files, held against what an untrusted picture may be.

Content comes from many municipalities, so a picture may not grow without bound, run anything or
reach outside itself. Limits: 5 MB, 40 megapixels, 5000 SVG elements.
"""

from __future__ import annotations

import difflib
import re
import warnings
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

from PIL import Image

MAX_BYTES = 5_000_000
MAX_PIXELS = 40_000_000
MAX_SVG_BYTES = 500_000
MAX_ELEMENTS = 5_000
MAX_DEPTH = 100
RASTER_FORMATS = {".png": "PNG", ".jpg": "JPEG", ".jpeg": "JPEG"}
#: What the editions can hold: anything else would be wrong in one of them.
MODES = {"1", "L", "LA", "P", "RGB", "RGBA"}
HINT = "geef een bestand in de map content/logos, zoals logos/urk.svg"
DRAWN = {"path", "rect", "circle", "ellipse", "line", "polyline", "polygon"}
FORBIDDEN_TAGS = {"script", "foreignObject", "iframe", "image", "animate", "set"}
#: Colours that would stay outside sRGB, which the screen edition may not carry.
_NOT_SRGB = re.compile(r"device-cmyk|icc-color|\b(ok)?l(ab|ch)\(|\bcolor\(", re.IGNORECASE)
_OUTSIDE = re.compile(r"url\((?!\s*['\"]?\s*#)|@import|javascript:", re.IGNORECASE)


class PictureError(Exception):
    """Why a picture can't be used: a problem code, a Dutch message and the remedy."""

    def __init__(self, code: str, message: str, hint: str):
        self.code, self.message, self.hint = code, message, hint
        super().__init__(message)


def find_picture(folder: Path, typed: str) -> Path:
    """The checked file that ``typed`` names, relative to ``folder`` (the content folder).

    Raises PictureError.
    """
    if not typed:
        raise PictureError("content.logo-missing", "hier ontbreekt de naam van een bestand", HINT)
    path = folder / typed
    try:
        resolved = path.resolve()
        inside = resolved.is_relative_to(folder.resolve())
        is_file = inside and resolved.is_file()
    except (OSError, ValueError):
        raise PictureError(
            "content.logo-missing", f"'{typed[:80]}' is geen bestandsnaam", HINT
        ) from None
    if not inside:
        raise PictureError(
            "content.logo-outside", f"'{typed}' ligt buiten de map content van dit project", HINT
        )
    if not is_file:
        what = "is een map" if resolved.is_dir() else "bestaat niet"
        raise PictureError("content.logo-missing", f"'{typed}' {what}", _suggestion(folder, typed))
    try:
        _check(resolved)
    except OSError as failure:
        raise PictureError(
            "content.logo-unreadable",
            f"het bestand '{typed}' is niet te lezen: {failure.strerror or 'onbekende fout'}",
            "controleer of u het bestand mag lezen",
        ) from None
    return resolved


def _suggestion(folder: Path, typed: str) -> str:
    files = (path for path in (folder / "logos").glob("*") if path.is_file())
    names = [path.relative_to(folder).as_posix() for path in files]
    close = difflib.get_close_matches(typed.replace("\\", "/"), names, n=1, cutoff=0.5)
    return f"bedoelde u '{close[0]}'?" if close and close[0] != typed else HINT


def _check(path: Path) -> None:
    suffix = path.suffix.lower()
    if suffix != ".svg" and suffix not in RASTER_FORMATS:
        raise PictureError(
            "content.logo-format",
            f"een logo is een SVG, PNG of JPEG, niet '{suffix or path.name}'",
            "vraag de huisstijlbeheerder om een SVG, of bewaar het logo als PNG",
        )
    if path.stat().st_size > MAX_BYTES:
        raise PictureError(
            "content.logo-too-large",
            f"het bestand is {path.stat().st_size / 1e6:.1f} MB; "
            f"het mag {MAX_BYTES // 10**6} MB zijn",
            "bewaar het logo kleiner, of gebruik een SVG",
        )
    if suffix == ".svg":
        _check_svg(path.read_bytes())
    else:
        _check_raster(path, RASTER_FORMATS[suffix])


def _check_raster(path: Path, expected: str) -> None:
    hint = f"open het logo in een tekenprogramma en bewaar het opnieuw als {expected}"
    try:
        with warnings.catch_warnings():
            # The limit below is stricter than Pillow's, and an error instead of a warning.
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            with Image.open(path, formats=[expected]) as picture:
                width, height = picture.size
                mode = picture.mode
                if width * height <= MAX_PIXELS:
                    picture.load()
    except Image.DecompressionBombError:
        width, height, mode = MAX_PIXELS, MAX_PIXELS, ""
    except (OSError, ValueError, SyntaxError):
        raise PictureError(
            "content.logo-broken", f"het bestand is geen leesbare {expected}", hint
        ) from None
    if width * height > MAX_PIXELS:
        raise PictureError(
            "content.logo-too-large",
            f"het logo is meer dan {MAX_PIXELS // 10**6} megapixel",
            "bewaar het logo kleiner, of gebruik een SVG",
        )
    _check_mode(mode)


def _check_mode(mode: str) -> None:
    if mode not in MODES:
        kind = "CMYK" if mode == "CMYK" else f"een andere soort ({mode})"
        raise PictureError(
            "content.logo-colours",
            f"het logo is {kind}; een logo in punten moet RGB of grijs zijn, met 8 bits per kleur",
            "bewaar het in een tekenprogramma als RGB, of gebruik een SVG; "
            "flevoprint maakt er zelf drukinkt van",
        )


def _check_svg(data: bytes) -> None:
    hint = "bewaar het logo in het tekenprogramma opnieuw als 'gewone SVG'"
    if len(data) > MAX_SVG_BYTES:
        raise PictureError(
            "content.logo-too-large",
            f"de SVG is {len(data) // 1000} kB; hij mag {MAX_SVG_BYTES // 1000} kB zijn",
            "vereenvoudig het logo in het tekenprogramma",
        )
    if b"\0" in data or b"<!DOCTYPE" in data or b"<!ENTITY" in data:
        raise PictureError(
            "content.logo-unsafe", "de SVG is geen UTF-8 of bevat een DOCTYPE of ENTITY", hint
        )
    try:
        root = ElementTree.fromstring(data)
    except (ElementTree.ParseError, ValueError, LookupError):
        raise PictureError(
            "content.logo-broken", "het bestand is geen leesbare SVG", hint
        ) from None
    elements = list(root.iter())
    if _local(root.tag) != "svg":
        raise PictureError("content.logo-broken", "het bestand is geen SVG", hint)
    if len(elements) > MAX_ELEMENTS:
        raise PictureError(
            "content.logo-too-large",
            f"de SVG heeft {len(elements)} onderdelen, het mogen er {MAX_ELEMENTS} zijn",
            "vereenvoudig het logo in het tekenprogramma",
        )
    for element in elements:
        _check_element(element, hint)
    _check_visible(root, hint)
    _check_uses(root, hint)


def _check_element(element: ElementTree.Element, hint: str) -> None:
    tag = _local(element.tag)
    if tag in FORBIDDEN_TAGS:
        raise PictureError("content.logo-unsafe", f"de SVG bevat <{tag}>", hint)
    if tag in {"text", "tspan", "textPath"}:
        raise PictureError(
            "content.logo-text",
            "de SVG bevat tekst in een lettertype dat elders kan ontbreken",
            "zet de tekst in het tekenprogramma om in omtrekken (paden)",
        )
    styles = [element.text or ""] if tag == "style" else []
    for name, value in element.attrib.items():
        if _local(name).lower().startswith("on"):
            raise PictureError("content.logo-unsafe", f"de SVG bevat een script ({name})", hint)
        if _local(name) == "href" and not value.startswith("#"):
            raise PictureError(
                "content.logo-unsafe", "de SVG verwijst naar iets buiten het bestand", hint
            )
        styles.append(value)
    if any(_NOT_SRGB.search(style) for style in styles):
        raise PictureError(
            "content.logo-colours",
            "de SVG gebruikt kleuren die niet in RGB staan",
            "bewaar het logo in het tekenprogramma met RGB-kleuren; "
            "flevoprint maakt er zelf drukinkt van",
        )
    if any(_OUTSIDE.search(style) for style in styles):
        raise PictureError(
            "content.logo-unsafe", "de SVG verwijst naar iets buiten het bestand", hint
        )


def _check_visible(root: ElementTree.Element, hint: str) -> None:
    if not any(_local(element.tag) in DRAWN for element in root.iter()):
        raise PictureError("content.logo-empty", "de SVG tekent niets", hint)
    if "viewBox" not in root.attrib and not {"width", "height"} <= root.attrib.keys():
        raise PictureError("content.logo-broken", "de SVG heeft geen maten (viewBox)", hint)


def _check_uses(root: ElementTree.Element, hint: str) -> None:
    """Refuse copies of copies: a few lines of <use> can stand for millions of shapes."""
    named = [element for element in root.iter() if element.get("id")]
    by_id = {element.get("id"): element for element in named}
    if len(by_id) < len(named):
        raise PictureError("content.logo-unsafe", "de SVG geeft twee delen dezelfde id", hint)
    sizes: dict[ElementTree.Element, int] = {}

    def size(element: ElementTree.Element, path: tuple[ElementTree.Element, ...]) -> int:
        if element in path or len(path) > MAX_DEPTH:
            raise PictureError("content.logo-unsafe", "de SVG verwijst in een kring", hint)
        if element not in sizes:
            targets = (by_id.get(name) for name in _references(element))
            inside = [*element, *(target for target in targets if target is not None)]
            sizes[element] = 1 + sum(size(child, (*path, element)) for child in inside)
        return sizes[element]

    if size(root, ()) > MAX_ELEMENTS:
        raise PictureError(
            "content.logo-too-large",
            f"de SVG tekent met verwijzingen meer dan {MAX_ELEMENTS} onderdelen",
            "vereenvoudig het logo in het tekenprogramma",
        )


def _references(element: ElementTree.Element) -> Iterator[str]:
    """The ids that ``element`` draws with: copies, masks, markers, gradients, clips."""
    for name, value in element.attrib.items():
        if _local(name) == "href":
            yield value.removeprefix("#")
        yield from re.findall(r"url\(\s*['\"]?\s*#([^'\")\s]+)", value)


def _local(name: object) -> str:
    return name.rpartition("}")[2] if isinstance(name, str) else ""

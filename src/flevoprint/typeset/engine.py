"""WeasyPrint, and nothing else of it anywhere: HTML and assets in, measured pages and PDF out.

The engine's own box tree is read here and handed on as plain frozen data. WeasyPrint keeps that
tree private (``Page._page_box``), so the supported major version is pinned in pyproject.toml.
"""

from __future__ import annotations

import logging
import mimetypes
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from importlib.resources import files
from io import BytesIO
from pathlib import Path
from typing import Any

from flevoprint.geometry import PT_PER_PX, px_to_mm
from flevoprint.problem import ExitCode, FlevoprintError, Source, error

LOGGER = "weasyprint"


@dataclass(frozen=True, slots=True)
class Area:
    """A rectangle on a page in millimetres from the top left of the trim box."""

    left: float
    top: float
    right: float
    bottom: float


@dataclass(frozen=True, slots=True)
class Line:
    """A stretch of text on one line: where it lies, what it is set in, what it belongs to.

    ``path`` is the source text's path (empty for the layout's own words); ``element`` tells two
    settings of one source text apart, ``box`` the boxes of one slot.
    """

    words: str
    area: Area
    path: str
    element: int
    slot: str
    box: int
    family: str
    weight: int
    italic: bool
    size: float


@dataclass(frozen=True, slots=True)
class SlotArea:
    """The box a layout gives to a slot, and how far its content really reaches.

    A slot may have several boxes; ``box`` numbers them on a page, 0 being none.
    """

    path: str
    box: int
    given: Area
    reached: Area


@dataclass(frozen=True, slots=True)
class PageLayout:
    """One laid-out page; ``width`` and ``height`` in mm, ``pictures`` as they are placed."""

    width: float
    height: float
    slots: tuple[SlotArea, ...]
    lines: tuple[Line, ...]
    pictures: tuple[Area, ...]


@dataclass(frozen=True, slots=True)
class Written:
    """A PDF, the font families that really are in it, and what the engine logged."""

    data: bytes
    families: frozenset[str]
    messages: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class LaidOut:
    """A document after layout: measured, and ready to be written once per edition."""

    pages: tuple[PageLayout, ...]
    messages: tuple[str, ...]
    _document: Any = field(repr=False)

    def write(self, *, tagged: bool) -> Written:
        """The PDF, uncompressed: the press compresses.

        ``tagged`` writes PDF/A-2a with structure; otherwise a plain PDF.
        """
        document = self._document.copy()
        # A mapping of its own: the engine keeps what it wrote one edition with in the shared one.
        document.color_profiles = {"srgb": _srgb_profile()} if tagged else {}
        with _collected_log() as messages:
            data = document.write_pdf(
                pdf_variant="pdf/a-2a" if tagged else None,
                pdf_tags=tagged,
                # Any name but "srgb", for which the engine opens its profile without closing it.
                output_intent="given" if tagged else None,
                uncompressed_pdf=True,
            )
        families = frozenset(font.family for font in document.fonts.values())
        return Written(data, families, tuple(messages))


def _srgb_profile() -> Any:
    """The engine's own sRGB profile, which becomes the output intent of a tagged PDF."""
    from weasyprint.css import ColorProfile

    data = (files("weasyprint.pdf") / "sRGB2014.icc").read_bytes()
    components = (["r"], ["g"], ["b"])
    return ColorProfile(BytesIO(data), "sRGB2014.icc", "relative-colorimetric", components)


class Engine:
    """WeasyPrint warmed up with one folder of fonts; make one and use it for many sheets."""

    def __init__(self, fonts_folder: Path):
        self._weasyprint = _load(fonts_folder)
        from weasyprint.text.fonts import FontConfiguration

        self._fonts = FontConfiguration()

    def lay_out(self, html: str, assets: Mapping[str, bytes]) -> LaidOut:
        """Lay out ``html``; ``assets`` maps each ``asset:NAME`` it may refer to to its bytes."""
        with _collected_log() as messages:
            document = self._weasyprint.HTML(
                string=html, url_fetcher=_asset_fetcher(assets)
            ).render(font_config=self._fonts)
        pages = tuple(_measure(page._page_box) for page in document.pages)
        return LaidOut(pages, tuple(messages), document)


def engine_version(fonts_folder: Path) -> str:
    """The engine's version and its text layout's: a change of either can change a byte."""
    weasyprint = _load(fonts_folder)
    from weasyprint.text.ffi import harfbuzz_subset, pango

    subsetter = "harfbuzz" if harfbuzz_subset else "fonttools"
    text_layout = f"pango {pango.pango_version()}, subsets by {subsetter}"
    return f"weasyprint {weasyprint.__version__}, {text_layout}"


def _load(fonts_folder: Path) -> Any:
    """Import WeasyPrint with our fonts only: fontconfig reads this once, when it is loaded."""
    os.environ["FONTCONFIG_FILE"] = str(fonts_folder / "fonts.conf")
    try:
        import weasyprint
    except OSError as failure:
        raise FlevoprintError(
            [
                error(
                    "typeset.library-missing",
                    f"de bibliotheek Pango ontbreekt op deze computer ({failure})",
                    Source("flevoprint"),
                    "Debian en Ubuntu: sudo apt-get install libpango-1.0-0 libpangoft2-1.0-0 "
                    "libharfbuzz-subset0; macOS: brew install pango",
                )
            ],
            ExitCode.MISSING,
        ) from None
    return weasyprint


def _asset_fetcher(assets: Mapping[str, bytes]) -> Any:
    """A fetcher that serves ``assets`` and refuses everything else: no network, no files."""
    from weasyprint.urls import URLFetcher, URLFetcherResponse

    class AssetFetcher(URLFetcher):  # type: ignore[misc]
        def fetch(self, url: str, headers: Mapping[str, str] | None = None) -> Any:
            scheme, _, name = url.partition(":")
            if scheme != "asset" or name not in assets:
                raise ValueError(f"not an asset of this sheet: {url}")
            kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
            return URLFetcherResponse(url, assets[name], {"Content-Type": kind})

    return AssetFetcher()


@contextmanager
def _collected_log() -> Iterator[list[str]]:
    """Collect what WeasyPrint warns about; it must become problems, not lines on a terminal."""
    messages: list[str] = []

    class Collector(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            messages.append(record.getMessage())

    logger = logging.getLogger(LOGGER)
    collector = Collector(logging.WARNING)
    handlers, propagate, level = logger.handlers[:], logger.propagate, logger.level
    logger.handlers, logger.propagate = [collector], False
    logger.setLevel(logging.WARNING)
    try:
        yield messages
    finally:
        logger.handlers, logger.propagate = handlers, propagate
        logger.setLevel(level)


def _measure(page_box: Any) -> PageLayout:
    walker = _Walker()
    walker.visit(page_box, _Within())
    return PageLayout(
        px_to_mm(page_box.margin_width()),
        px_to_mm(page_box.margin_height()),
        tuple(walker.slots),
        tuple(walker.lines),
        tuple(walker.pictures),
    )


@dataclass(frozen=True, slots=True)
class _Within:
    """What surrounds a box: its slot, its source text, and the line box it stands on."""

    slot: str = ""
    box: int = 0
    path: str = ""
    element: int = 0
    line: Any = None


class _Walker:
    """Reads one page's box tree into lines, slots and pictures, in document order."""

    def __init__(self) -> None:
        self.lines: list[Line] = []
        self.slots: list[SlotArea] = []
        self.pictures: list[Area] = []
        self._boxes = 0

    def visit(self, box: Any, within: _Within) -> list[Area]:
        """Record ``box`` and what it holds; returns the areas of what it shows."""
        box = getattr(box, "_box", box)  # an absolutely placed box stands behind a placeholder
        kind = type(box).__name__
        attributes = {} if box.element is None else box.element.attrib
        if "data-text" in attributes:
            within = replace(within, path=attributes["data-text"], element=id(box.element))
        if kind == "LineBox":
            within = replace(within, line=box)
        slot = attributes.get("data-slot", within.slot)
        opens = slot != within.slot
        if opens:
            self._boxes += 1
            within = replace(within, slot=slot, box=self._boxes)
        areas: list[Area] = []
        if kind == "TextBox":
            if box.text.strip():
                self.lines.append(_line(box, within))
                areas.append(self.lines[-1].area)
        elif kind.endswith("ReplacedBox"):
            areas.append(_area(box, box))
            self.pictures.append(areas[-1])
        for child in getattr(box, "children", ()):
            areas += self.visit(child, within)
        if opens:
            given = _area(box, box)
            self.slots.append(SlotArea(slot, within.box, given, _union(areas, given)))
        return areas


def _line(box: Any, within: _Within) -> Line:
    style = box.style
    return Line(
        words=box.text,
        area=_area(box, within.line),
        path=within.path,
        element=within.element,
        slot=within.slot,
        box=within.box,
        family=style["font_family"][0],
        weight=style["font_weight"],
        italic=style["font_style"] == "italic",
        size=style["font_size"] * PT_PER_PX,
    )


def _area(box: Any, vertical: Any) -> Area:
    """The box's width, and the height of ``vertical``: a glyph's own box may exceed its line."""
    left, top = box.position_x, vertical.position_y
    return Area(
        px_to_mm(left),
        px_to_mm(top),
        px_to_mm(left + box.margin_width()),
        px_to_mm(top + vertical.margin_height()),
    )


def _union(areas: list[Area], empty: Area) -> Area:
    if not areas:
        return Area(empty.left, empty.top, empty.left, empty.top)
    return Area(
        min(area.left for area in areas),
        min(area.top for area in areas),
        max(area.right for area in areas),
        max(area.bottom for area in areas),
    )

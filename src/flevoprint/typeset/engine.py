"""WeasyPrint, and elsewhere only in ``reuse.py``: HTML and assets in, measured pages, PDF out.

The engine's own box tree is read by ``walker.py`` into plain frozen data. WeasyPrint keeps that
tree private (``Page._page_box``), so the supported major version is pinned in pyproject.toml.
"""

from __future__ import annotations

import copy
import logging
import mimetypes
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, redirect_stdout
from dataclasses import dataclass, field
from importlib.resources import files
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any

from flevoprint.libraries import library_missing, opened_by_name
from flevoprint.problem import ExitCode, FlevoprintError
from flevoprint.typeset.grafts import Cut, Misfit
from flevoprint.typeset.masks import Masks
from flevoprint.typeset.page import PageLayout
from flevoprint.typeset.reuse import Reuse
from flevoprint.typeset.tags import complete_tags
from flevoprint.typeset.walker import Faces, Probe, measure

LOGGER = "weasyprint"
#: A side is one page: only a forced break ends it. Else the engine drops what reaches below the
#: page, without a word, and how much is too much cannot be measured.
_UNBROKEN = "@page { margin-bottom: -100000mm !important }"


class _OwnFont(Exception):
    """A document brings a font of its own (``@font-face``)."""


@dataclass(frozen=True, slots=True)
class Written:
    """A PDF, and what the engine logged."""

    data: bytes
    messages: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class LaidOut:
    """A document after layout: measured, and ready to be written.

    ``fallen_back`` are the font families that were asked for and replaced by another.
    """

    pages: tuple[PageLayout, ...]
    fallen_back: tuple[str, ...]
    messages: tuple[str, ...]
    _document: Any = field(repr=False)
    _masks: Masks = field(repr=False)
    _reuse: Reuse = field(repr=False)

    def write(self) -> Written:
        """The PDF/A-2a with structure, uncompressed: the press compresses, and takes from it what
        an edition does not want.
        """
        document = self._document.copy()
        # A mapping of its own: the engine keeps what it wrote with in the shared one.
        document.color_profiles = {"srgb": _srgb_profile()}
        with _collected_log() as messages, self._reuse.writing(self._masks):
            data = document.write_pdf(
                pdf_variant="pdf/a-2a",
                pdf_tags=True,
                # Any name but "srgb", for which the engine opens its profile without closing it.
                output_intent="given",
                uncompressed_pdf=True,
                finisher=_finish,
            )
        if messages:
            self._reuse.forget()
        return Written(data, tuple(messages))


def _finish(document: Any, pdf: Any) -> None:
    """The last that is done to ``pdf`` before it is written."""
    complete_tags(document, pdf)
    pdf.objects = [thing if thing.free == "f" else _Settled(thing) for thing in pdf.objects]


class _Settled:
    """An object of a PDF, made into bytes: the writer asks for them, and again for its digest."""

    free, offset = "n", 0

    def __init__(self, thing: Any) -> None:
        self.number, self.generation, self.data = thing.number, thing.generation, thing.data

    @property
    def indirect(self) -> bytes:
        return b"%d %d obj\n%b\nendobj" % (self.number, self.generation, self.data)


def _srgb_profile() -> Any:
    """The engine's own sRGB profile, which becomes the output intent of a tagged PDF."""
    from weasyprint.css import ColorProfile

    data = (files("weasyprint.pdf") / "sRGB2014.icc").read_bytes()
    components = (["r"], ["g"], ["b"])
    return ColorProfile(BytesIO(data), "sRGB2014.icc", "relative-colorimetric", components)


class Engine:
    """WeasyPrint warmed up with one folder of fonts; make one and use it for many sheets."""

    def __init__(self, fonts_folder: Path):
        _choose_fonts(fonts_folder)
        self._weasyprint = import_engine()
        self._fonts = _closed_fonts()
        self._unbroken = self._weasyprint.CSS(string=_UNBROKEN)
        self._reuse = Reuse(self._weasyprint)

    def lay_out(self, html: str, assets: Mapping[str, bytes]) -> LaidOut:
        """Lay out ``html``; ``assets`` maps each ``asset:NAME`` it may refer to to its bytes."""
        try:
            return self._laid_out(html, assets)
        except _OwnFont:
            return self._apart()._laid_out(html, assets)

    def _apart(self) -> Engine:
        """An engine for one document, which may bring fonts of its own: they go with it."""
        from weasyprint.text.fonts import FontConfiguration

        other = copy.copy(self)
        other._fonts, other._reuse = FontConfiguration(), Reuse(self._weasyprint)
        return other

    def _laid_out(self, html: str, assets: Mapping[str, bytes]) -> LaidOut:
        masks = self._reuse.masked(html, assets)
        document, messages = self._rendered(masks.html, assets)
        if messages and masks.html != html:
            # What it says must not be of stand-ins.
            masks = Masks(html)
            document, messages = self._rendered(html, assets)
        faces = Faces(_families)
        probe = Probe(_drawn, faces, masks.real)
        pages = tuple(measure(page._page_box, probe) for page in document.pages)
        return LaidOut(pages, faces.fallen_back(), tuple(messages), document, masks, self._reuse)

    def _rendered(self, html: str, assets: Mapping[str, bytes]) -> tuple[Any, list[str]]:
        """The engine's own document, and what it had to say of it."""
        with _collected_log() as messages:
            try:
                return self._read(self._reuse.cut(html, assets), assets), messages
            except Misfit:
                pass
            finally:
                if messages:
                    self._reuse.forget()
        with _collected_log() as messages:
            document = self._read(Cut(html), assets)
        if messages:
            self._reuse.forget()
        return document, messages

    def _read(self, cut: Cut, assets: Mapping[str, bytes]) -> Any:
        with self._reuse.at_work(assets, cut):
            html = self._weasyprint.HTML(string=cut.html, url_fetcher=_asset_fetcher(assets))
            cut.find(html.etree_element)
            document = html.render(font_config=self._fonts, stylesheets=[self._unbroken])
        cut.check()
        return document


def _closed_fonts() -> Any:
    """The fonts of the folder, to which no document can add its own.

    Else every document after it would have that font too, and what is kept of lines would be of
    either.
    """
    from weasyprint.text.fonts import FontConfiguration

    class ClosedFonts(FontConfiguration):  # type: ignore[misc]
        def add_font_face(self, *_: Any) -> None:
            raise _OwnFont

    return ClosedFonts()


def _choose_fonts(fonts_folder: Path) -> None:
    """Our fonts and no others: fontconfig reads this once, when the first text is set."""
    os.environ["FONTCONFIG_FILE"] = str(fonts_folder / "fonts.conf")


def import_engine() -> Any:
    """WeasyPrint. Raises FlevoprintError (missing) where Pango is not installed."""
    try:
        # Its advice to those who lack a library would stand among our results.
        with opened_by_name(), redirect_stdout(StringIO()):
            import weasyprint
    except OSError as failure:
        missing = [library_missing(str(failure))]
        raise FlevoprintError(missing, ExitCode.MISSING) from None
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


def _families(text_box: Any) -> set[str]:
    """The families of the fonts that ``text_box`` is set in, as Pango chose them."""
    from weasyprint.text.ffi import ffi, pango

    layout, found = text_box.pango_layout, set()
    layout.reactivate(text_box.style)
    run = layout.get_first_line()[0].runs[0]
    while run != ffi.NULL:
        description = ffi.gc(
            pango.pango_font_describe_with_absolute_size(run.data.item.analysis.font),
            pango.pango_font_description_free,
        )
        found.add(ffi.string(pango.pango_font_description_get_family(description)).decode())
        run = run.next
    layout.deactivate()
    return found


def _drawn(picture_box: Any) -> tuple[float, float, float, float]:
    """Width, height, left and top in px of what a picture is drawn in."""
    from weasyprint.layout.replaced import replacedbox_layout

    width, height, left, top = replacedbox_layout(picture_box)
    return width, height, left, top

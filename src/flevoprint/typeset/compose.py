"""A sheet as HTML: the layout's template filled in.

Each :class:`~flevoprint.model.Text` carries its path
into the page, so that a later check can hold every word against what was typed.
"""

from __future__ import annotations

import re
import traceback
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, is_dataclass
from functools import lru_cache, partial
from pathlib import Path
from typing import Any, TypeVar

from flevoprint.colour import PAPER, Colour
from flevoprint.language import say
from flevoprint.model import Address, Asset, DocumentInfo, Gemeente, Layout, Logo, Sheet, Text
from flevoprint.problem import FlevoprintError, Problem, Source, error
from flevoprint.templates import (
    Markup,
    TemplateError,
    TemplateRuntimeError,
    TemplateSyntaxError,
    escape,
    templates,
)
from flevoprint.typeset.placing import choose, place
from flevoprint.typeset.qr import qr_for_print
from flevoprint.typeset.roles import roles
from flevoprint.writing import base, of_language, quotes

#: What is read aloud of a code, before its address, by language.
_CODE = {
    "nl": "QR-code naar",
    "en": "QR code to",
    "fy": "QR-koade nei",
    "pl": "Kod QR do",
    "de": "QR-Code zu",
    "fr": "Code QR vers",
    "es": "Código QR a",
    "it": "Codice QR per",
    "pt": "Código QR para",
    "ro": "Cod QR către",
    "tr": "QR kodu:",
    "uk": "QR-код до",
    "bg": "QR код към",
}

#: The scheme under which the HTML names its files; each is in :attr:`Composition.assets`.
SCHEME = "asset:"

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Composition:
    """A sheet ready to be laid out; nothing outside ``assets`` belongs to it.

    ``html`` names its files as ``asset:NAME``; ``logos`` tells which of them are logos, ``codes``
    which addresses got a QR code. ``swatches`` are all colours of the layout with their inks; no
    two share an sRGB value.
    """

    html: str
    assets: Mapping[str, bytes]
    swatches: tuple[Colour, ...]
    logos: Mapping[str, LogoFile]
    codes: frozenset[str]


@dataclass(frozen=True, slots=True)
class LogoFile:
    """One version of a logo as it is set: on ``light`` ground or dark, on a ``plate`` or not."""

    asset: Asset
    light: bool
    alt: str
    plate: Colour | None = None


def compose(
    sheet: Sheet,
    gemeente: Gemeente,
    info: DocumentInfo,
    shares: Mapping[str, float] | None = None,
) -> Composition:
    """Fill in the layout's ``sheet.html``; ``shares`` of its full size for each slot that shrinks.

    Raises FlevoprintError when an address cannot become a code, or when the layout is at fault.
    """
    colours = roles(gemeente.palette)
    layout = sheet.layout
    files = _Files(sheet.language, layout.smallest_module)
    names = {
        **_slots(sheet),
        "gemeente": gemeente,
        "info": info,
        "sides": layout.sides,
        "colours": colours,
        "words": of_language(sheet.layout.words, sheet.language) or {},
        "quotes": quotes(sheet.language),
        "palette_css": _custom_properties(colours) + _sizes(shares or {}),
        "qr": files.qr,
        "logo": files.logo,
        "file": lambda name: files.add(name, _layout_file(layout, name)),
    }
    try:
        template = _environment(layout.folder, layout.shared, sheet.language)
        html = template.get_template("sheet.html").render(names)
    except (TemplateError, OSError) as failure:
        raise FlevoprintError([_layout_problem(failure, sheet)]) from None
    if files.problems:
        raise FlevoprintError(dict.fromkeys(files.problems))
    # The house colours too: a logo may carry one that no role uses.
    houses = (gemeente.palette.main, gemeente.palette.second)
    swatches = tuple(dict.fromkeys((*colours.values(), *houses)))
    return Composition(html, files.assets, swatches, files.logos, frozenset(files.codes))


def _layout_file(layout: Layout, name: str) -> bytes:
    """A file of the layout's own folder, or of the shared one; nothing beside or above these."""
    folder = layout.folder
    first, _, rest = name.partition("/")
    if layout.shared is not None and first == layout.shared.name:
        folder, name = layout.shared, rest
    path = (folder / name).resolve()
    if not path.is_relative_to(folder.resolve()):
        raise TemplateRuntimeError(f"{name} lies outside the layout's folder")
    return path.read_bytes()


def _layout_problem(failure: TemplateError | OSError, sheet: Sheet) -> Problem:
    """A fault in the layout's own files, at the line of the template that it stands in."""
    layout = sheet.layout
    folders = {layout.folder: f"{layout.id}/"}
    if layout.shared is not None:
        folders[layout.shared] = f"{layout.shared.name}/"
    frames = [
        (folders[Path(frame.filename).parent] + Path(frame.filename).name, frame.lineno or 0)
        for frame in traceback.extract_tb(failure.__traceback__)
        if Path(frame.filename).parent in folders
    ]
    file, line = frames[-1] if frames else (f"{layout.id}/", 0)
    if isinstance(failure, TemplateSyntaxError) and failure.filename:
        path = Path(failure.filename)
        file, line = folders.get(path.parent, f"{layout.id}/") + path.name, failure.lineno
    return error(
        "typeset.layout",
        say(
            "fault in the layout '{layout}': {failure}",
            layout=layout.id,
            failure=str(failure),
        ),
        Source(f"layouts/{file}".rstrip("/"), line, 1 if line else 0),
        say("compare the folder with the layout that came with flevoprint, or tell its maker"),
    )


@lru_cache(maxsize=32)
def _environment(folder: Path, shared: Path | None, language: str) -> Any:
    """The templates of ``folder``, compiled once for all sheets; a changed file is read anew.

    Those of ``shared`` go by its name and theirs: ``_shared/band.html``.
    """
    environment = templates(folder, partial(_finalize, language), beside=shared)
    environment.filters["columns"] = columns
    return environment


def _finalize(language: str, value: object) -> object:
    """Let a text name its path and an address be a link; refuse to print what is not there.

    ``language`` is the sheet's.
    """
    if isinstance(value, Text):
        lang, words = _lang(value), _kept(value.value, value.language or language)
        return Markup(f'<span data-text="{escape(value.path)}"{lang}>{words}</span>')
    if isinstance(value, Address) and value.url:
        url, shown = escape(value.url), escape(breakable(value))
        return Markup(f'<a href="{url}" data-text="{url}">{shown}</a>')
    if value is None or isinstance(value, Address):
        raise TemplateRuntimeError("the template prints a value that is not there")
    return value


def _lang(text: Text, around: str = "") -> Markup:
    """The attribute that says what ``text`` is in, where that is not the language ``around`` it."""
    if text.language in ("", around):
        return Markup()
    return Markup(' lang="{}"').format(text.language)


#: Languages in which a word of one letter must not end a line.
_BOUND = {"pl"}
_SINGLE = re.compile(r"(?<=\b[^\W\d_]) (?=\S)")
#: Two last words up to this many letters share a line, so that no word ends a text alone.
_TOGETHER = 24


def _kept(words: str, language: str) -> Markup:
    """``words``, whose last two do not part; not a letter of them changes."""
    if base(language) in _BOUND:
        words = _SINGLE.sub("\u00a0", words)
    start, space, last = words.rpartition(" ")
    start, gap, before = start.rpartition(" ")
    if (
        not (gap and space and before.replace("\u00a0", "").isalnum())
        or len(before) + len(last) >= _TOGETHER
    ):
        return escape(words)
    pair = f"{escape(before)} {escape(last)}"
    return Markup(f'{escape(start)} <span class="together">{pair}</span>')


def _slots(sheet: Sheet) -> dict[str, Any]:
    """The slots by name, those of a side under that side's name; an empty slot is None."""
    values: dict[str, Any] = {side: {} for side in sheet.layout.sides}
    for slot in sheet.layout.slots:
        scope = values[slot.side] if slot.side else values
        scope[slot.name] = sheet.values.get(slot.path)
    return values


def _custom_properties(colours: Mapping[str, Colour]) -> Markup:
    """The roles as CSS custom properties; made of computed values only, never of content."""
    lines = "".join(f"--{name}:{colour.css};" for name, colour in colours.items())
    return Markup(f":root{{{lines}}}")


def _sizes(shares: Mapping[str, float]) -> Markup:
    """The share of its full size for each slot, which the layout multiplies its sizes by."""
    rule = Markup('[data-slot="{}"]{{--fit:{:.4f}}}')
    return Markup().join(rule.format(slot, share) for slot, share in shares.items())


def breakable(address: Address) -> str:
    """An address as a reader types it; a long host may break before its dots, or before the @.

    After a slash it may break of itself (UAX 14). The break is a character and not a ``<wbr>``:
    every element within a link would become a link of its own (ISO 14289-1, 7.18.5).
    """
    parts = address.display.split("/")
    return "/".join(
        re.sub(r"(?=[.@])", "\u200b", part) if len(part) > _HOST else part for part in parts
    )


#: Longest part of an address that is set in one piece, in letters.
_HOST = 20


def columns(items: Sequence[T], count: int, tail: int = 0) -> list[list[T]]:
    """``items`` in order, in ``count`` columns whose longest is as short as can be.

    Length is counted in letters; ``tail`` letters of something else follow in the last column.
    """
    weights = [_weight(item) for item in items]
    best = min(_splits(len(items), count), key=lambda cuts: _longest(weights, cuts, tail))
    return [list(items[start:end]) for start, end in _spans(best, len(items))]


#: What a heading, the space round a block and the end of a paragraph take, in letters.
_BLOCK = 50


def _weight(value: object) -> int:
    if isinstance(value, Text):
        return _BLOCK + len(value.value)
    if isinstance(value, tuple):
        return sum(_weight(item) for item in value)
    if is_dataclass(value):
        return sum(_weight(getattr(value, field.name)) for field in fields(value))
    return 0


def _splits(length: int, count: int, start: int = 0) -> Iterator[tuple[int, ...]]:
    """All ways to cut ``length`` items into ``count`` runs, as the places of the cuts."""
    if count <= 1:
        yield ()
        return
    for cut in range(start, length + 1):
        for rest in _splits(length, count - 1, cut):
            yield (cut, *rest)


def _spans(cuts: tuple[int, ...], length: int) -> list[tuple[int, int]]:
    return list(zip((0, *cuts), (*cuts, length), strict=True))


def _longest(weights: list[int], cuts: tuple[int, ...], tail: int) -> int:
    *others, last = (sum(weights[start:end]) for start, end in _spans(cuts, len(weights)))
    return max(*others, last + tail) if others else last + tail


class _Files:
    """The files that one sheet uses, named in order of use, and what is wrong with them."""

    def __init__(self, language: str, smallest_module: float) -> None:
        self._language, self._smallest_module = language, smallest_module
        self.assets: dict[str, bytes] = {}
        self.problems: list[Problem] = []
        self.logos: dict[str, LogoFile] = {}
        self.codes: dict[str, None] = {}
        self._names: dict[object, str] = {}

    def add(self, name: str, data: bytes) -> str:
        """Keep ``data`` as ``name``; returns its address."""
        self.assets[name] = data
        return SCHEME + name

    def qr(self, address: Address, width: float) -> Markup:
        """The picture of a code, ``width`` mm wide."""
        key = (address.url, width)
        if key not in self._names:
            try:
                code = qr_for_print(address, width, self._smallest_module)
            except FlevoprintError as failure:
                self.problems += failure.problems
                return Markup()
            self.codes[address.url] = None
            number = sum(name.startswith("qr-") for name in self.assets) + 1
            self._names[key] = self.add(f"qr-{number}.png", code.png)
        return Markup(
            '<img class="code" src="{}" alt="{} {}" style="width:{}mm;height:{}mm">'
        ).format(
            self._names[key], of_language(_CODE, self._language), address.display, width, width
        )

    def logo(
        self, logo: Logo, ground: Colour, width: float, height: float, align: str = "bottom"
    ) -> Markup:
        """The picture of a wordmark within ``width`` × ``height`` mm, seen on ``ground``.

        As large as its neighbours to the eye, in the version for what lies under it, on a plate
        where none works. The box is as high as the slot and as wide as the logo.
        """
        version = choose(logo, ground)
        file = LogoFile(version.asset, version.light, logo.alt.value, version.plate)
        placed = place(version.asset.look, width, height, align, plate=version.plate is not None)
        return (_BOX if version.plate is None else _PLATED).format(
            above=round(placed.above, 3),
            below=round(placed.below, 3),
            plate=(version.plate or PAPER).css,
            rim=round(placed.rim, 3),
            src=self._picture(file),
            alt=logo.alt.value,
            lang=_lang(logo.alt, self._language),
            width=round(placed.width, 3),
            height=round(placed.height, 3),
        )

    def _picture(self, file: LogoFile) -> str:
        key = (file.asset.path, file.plate is None, file.light)
        if key not in self._names:
            name = f"logo-{len(self.assets) + 1}{file.asset.suffix}"
            self._names[key] = self.add(name, file.asset.data)
            self.logos[name] = file
        return self._names[key]


_IMG = '<img class="logo" src="{src}" alt="{alt}"{lang} style="width:{width}mm;height:{height}mm">'
_BOX = Markup(
    '<span class="logo-box" style="display:inline-block;padding:{above}mm 0 {below}mm">'
    + _IMG
    + "</span>"
)
_PLATED = Markup(
    '<span class="logo-box" style="display:inline-block;padding:{above}mm 0 {below}mm">'
    '<span class="logo-plate" style="display:block;background:{plate};padding:{rim}mm">'
    + _IMG
    + "</span></span>"
)

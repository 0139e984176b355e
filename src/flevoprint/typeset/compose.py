"""A sheet as HTML: the layout's template filled in.

Each :class:`~flevoprint.model.Text` carries its path
into the page, so that a later check can hold every word against what was typed.
"""

from __future__ import annotations

import re
import traceback
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, is_dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, TypeVar

from flevoprint.colour import PAPER, Colour, contrast
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
from flevoprint.typeset.qr import qr_for_print
from flevoprint.typeset.roles import roles

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
    """One version of a logo: the one for light ground, or for dark."""

    asset: Asset
    light: bool
    alt: str


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
    files = _Files(layout.smallest_module)
    names = {
        **_slots(sheet),
        "gemeente": gemeente,
        "info": info,
        "sides": layout.sides,
        "colours": colours,
        "palette_css": _custom_properties(colours) + _sizes(shares or {}),
        "qr": files.qr,
        "logo": files.logo,
        "file": lambda name: files.add(name, _layout_file(layout, name)),
    }
    try:
        html = _environment(layout.folder, layout.shared).get_template("sheet.html").render(names)
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


@lru_cache(maxsize=8)
def _environment(folder: Path, shared: Path | None) -> Any:
    """The templates of ``folder``, compiled once for all sheets; a changed file is read anew.

    Those of ``shared`` go by its name and theirs: ``_shared/band.html``.
    """
    environment = templates(folder, _finalize, beside=shared)
    environment.filters["columns"] = columns
    return environment


def _finalize(value: object) -> object:
    """Let a text name its path and an address be a link; refuse to print what is not there."""
    if isinstance(value, Text):
        lang = Markup(' lang="{}"').format(value.language) if value.language else ""
        return Markup('<span data-text="{}"{}>{}</span>').format(
            value.path, lang, _kept(value.value)
        )
    if isinstance(value, Address) and value.url:
        return Markup('<a href="{0}" data-text="{0}">{1}</a>').format(value.url, breakable(value))
    if value is None or isinstance(value, Address):
        raise TemplateRuntimeError("the template prints a value that is not there")
    return value


#: Two last words up to this many letters share a line, so that no word ends a text alone.
_TOGETHER = 24


def _kept(words: str) -> Markup:
    """``words``, whose last two do not part; not a letter of them changes."""
    start, space, last = words.rpartition(" ")
    start, gap, before = start.rpartition(" ")
    if not (gap and space and before.isalnum()) or len(before) + len(last) >= _TOGETHER:
        return escape(words)
    return Markup('{} <span class="together">{} {}</span>').format(start, before, last)


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

    def __init__(self, smallest_module: float) -> None:
        self._smallest_module = smallest_module
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
            '<img class="code" src="{}" alt="QR-code naar {}" style="width:{}mm;height:{}mm">'
        ).format(self._names[key], address.display, width, width)

    def logo(self, logo: Logo, ground: Colour) -> Markup:
        """The picture of a wordmark, in the version made for what lies under it."""
        light = contrast(PAPER.rgb, ground.rgb) < contrast((0, 0, 0), ground.rgb)
        file = LogoFile(logo.light if light else logo.dark, light, logo.alt.value)
        return Markup('<img class="logo" src="{}" alt="{}">').format(
            self._picture(file), logo.alt.value
        )

    def _picture(self, file: LogoFile) -> str:
        path = file.asset.path
        if path not in self._names:
            name = f"logo-{len(self.assets) + 1}{path.suffix.lower()}"
            self._names[path] = self.add(name, path.read_bytes())
            self.logos[name] = file
        return self._names[path]

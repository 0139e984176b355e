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
from flevoprint.model import Address, Asset, DocumentInfo, Gemeente, Logo, Sheet, Text
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

    ``html`` names its files as ``asset:NAME``. ``swatches`` are all colours of the layout with
    their inks; no two share an sRGB value.
    """

    html: str
    assets: Mapping[str, bytes]
    swatches: tuple[Colour, ...]


def compose(sheet: Sheet, gemeente: Gemeente, info: DocumentInfo) -> Composition:
    """Fill in the layout's ``sheet.html``.

    Raises FlevoprintError when an address cannot become a code, or when the layout is at fault.
    """
    colours = roles(gemeente.palette)
    files = _Files()
    folder = sheet.layout.folder
    names = {
        **_slots(sheet),
        "gemeente": gemeente,
        "info": info,
        "colours": colours,
        "palette_css": _custom_properties(colours),
        "qr": files.qr,
        "logo": files.logo,
        "file": lambda name: files.add(name, _layout_file(folder, name)),
    }
    try:
        html = _environment(folder).get_template("sheet.html").render(names)
    except (TemplateError, OSError) as failure:
        raise FlevoprintError([_layout_problem(failure, sheet)]) from None
    if files.problems:
        raise FlevoprintError(dict.fromkeys(files.problems))
    # The house colours too: a logo may carry one that no role uses.
    houses = (gemeente.palette.main, gemeente.palette.second)
    swatches = tuple(dict.fromkeys((*colours.values(), *houses)))
    return Composition(html, files.assets, swatches)


def _layout_file(folder: Path, name: str) -> bytes:
    """A file of the layout's own folder; nothing beside or above it."""
    path = (folder / name).resolve()
    if not path.is_relative_to(folder.resolve()):
        raise TemplateRuntimeError(f"{name} lies outside the layout's folder")
    return path.read_bytes()


def _layout_problem(failure: TemplateError | OSError, sheet: Sheet) -> Problem:
    """A fault in the layout's own files, at the line of the template that it stands in."""
    frames = [
        frame
        for frame in traceback.extract_tb(failure.__traceback__)
        if Path(frame.filename).parent == sheet.layout.folder
    ]
    file, line = (Path(frames[-1].filename).name, frames[-1].lineno or 0) if frames else ("", 0)
    if isinstance(failure, TemplateSyntaxError):
        file, line = failure.name or file, failure.lineno
    return error(
        "typeset.layout",
        f"fout in de layout '{sheet.layout.id}': {failure}",
        Source(f"layouts/{sheet.layout.id}/{file}".rstrip("/"), line, 1 if line else 0),
        "vergelijk de map met de layout die bij flevoprint hoort, of meld het aan de maker",
    )


@lru_cache(maxsize=8)
def _environment(folder: Path) -> Any:
    """The templates of ``folder``, compiled once for all sheets; a changed file is read anew."""
    environment = templates(folder, _finalize)
    environment.filters["columns"] = columns
    return environment


def _finalize(value: object) -> object:
    """Let a text name its path and an address be a link; refuse to print what is not there."""
    if isinstance(value, Text):
        return Markup('<span data-text="{}">{}</span>').format(value.path, _kept(value.value))
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

    def __init__(self) -> None:
        self.assets: dict[str, bytes] = {}
        self.problems: list[Problem] = []
        self._names: dict[object, str] = {}
        self._codes = 0

    def add(self, name: str, data: bytes) -> str:
        """Keep ``data`` as ``name``; returns its address."""
        self.assets[name] = data
        return SCHEME + name

    def qr(self, address: Address, width: float) -> Markup:
        """The picture of a code, ``width`` mm wide."""
        key = (address.url, width)
        if key not in self._names:
            try:
                code = qr_for_print(address, width)
            except FlevoprintError as failure:
                self.problems += failure.problems
                return Markup()
            self._codes += 1
            self._names[key] = self.add(f"qr-{self._codes}.png", code.png)
        return Markup(
            '<img class="code" src="{}" alt="QR-code naar {}" style="width:{}mm;height:{}mm">'
        ).format(self._names[key], address.display, width, width)

    def logo(self, logo: Logo, ground: Colour) -> Markup:
        """The picture of a wordmark, in the version made for what lies under it."""
        light = contrast(PAPER.rgb, ground.rgb) < contrast((0, 0, 0), ground.rgb)
        asset = logo.light if light else logo.dark
        return Markup('<img class="logo" src="{}" alt="{}">').format(
            self._picture(asset), logo.alt.value
        )

    def _picture(self, asset: Asset) -> str:
        if asset.path not in self._names:
            name = f"logo-{len(self.assets) + 1}{asset.path.suffix.lower()}"
            self._names[asset.path] = self.add(name, asset.path.read_bytes())
        return self._names[asset.path]

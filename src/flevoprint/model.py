"""The frozen nouns that every stage shares. Standard library only.

The classes of a sheet's content (:class:`Text` to :class:`Sender`) say what a slot of each kind
holds; the Dutch keys under which an editor writes them stand in ``content/shapes.py``.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields, is_dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from flevoprint.colour import Colour, Rgb
from flevoprint.geometry import Size
from flevoprint.printer import PrinterProfile
from flevoprint.problem import Problem, Source


@dataclass(frozen=True, slots=True)
class Node:
    """A YAML value and where it stands.

    ``value`` is a ``str`` (every scalar is text), a ``tuple`` of nodes, or a dict from key to
    :class:`Entry`. The dict is never changed after reading.
    """

    value: str | tuple[Node, ...] | Mapping[str, Entry]
    source: Source


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of a mapping: its value, and where its key stands."""

    node: Node
    key_source: Source


@dataclass(frozen=True, slots=True)
class Text:
    """Words that must reach the page, with the place where they were typed.

    ``path`` names the text within the sheet (``tips.lokaal[2].kop``) and travels through the
    laid-out page, so that every word can be held against its source. ``language`` is a BCP 47 tag
    where it differs from the sheet's. ``chosen`` is said of a quote that stands on a poster too:
    it compares no more than a place does, because once a layout took its part it changes nothing.
    """

    value: str
    source: Source
    path: str = ""
    language: str = ""
    chosen: bool = field(default=False, compare=False)

    def __str__(self) -> str:
        return self.value


@dataclass(frozen=True, slots=True)
class Address:
    """A checked link; ``url`` is empty where the address is not known yet."""

    url: str
    source: Source

    @property
    def display(self) -> str:
        """What a reader types: without scheme, ``www.`` and closing slash."""
        bare = self.url.partition("://")[2] or self.url.partition(":")[2]
        return bare.removeprefix("www.").rstrip("/")


@dataclass(frozen=True, slots=True)
class Look:
    """How a picture looks, measured on its own pixels.

    ``ratio`` is the width of what is drawn, for a height of 1; ``cover`` how much of that box is
    covered (0–1). ``colours`` are those it is drawn in, each with its share (0–1), the most used
    first. ``field`` is the ground that it brings along: one colour on all its edges, with others
    on it.
    """

    ratio: float = 2.0
    cover: float = 0.3
    colours: tuple[tuple[Rgb, float], ...] = ()
    field: Rgb | None = None


@dataclass(frozen=True, slots=True)
class Asset:
    """A picture file that was checked; ``path`` is absolute, ``source`` names who asked for it.

    ``data`` is what is set, of the kind that ``suffix`` names: the file without the empty room
    around what it draws, in colours and pixels that both editions hold. ``pixels`` is the size of
    a raster, None for what is set as a drawing. ``guessed`` says that its colours were taken for
    sRGB, because its profile could not be used.
    """

    path: Path
    source: Source
    data: bytes = field(default=b"", repr=False)
    suffix: str = ".svg"
    pixels: tuple[int, int] | None = None
    look: Look = Look()
    guessed: bool = False


@dataclass(frozen=True, slots=True)
class Quotes:
    """Quotes that stand on their own under a heading."""

    heading: Text
    quotes: tuple[Text, ...]


@dataclass(frozen=True, slots=True)
class Point:
    """A statement and the quotes that go with it; ``chosen`` as of a :class:`Text`."""

    statement: Text
    quotes: tuple[Text, ...] = ()
    chosen: bool = field(default=False, compare=False)


@dataclass(frozen=True, slots=True)
class Theme:
    """A heading with its points."""

    heading: Text
    points: tuple[Point, ...]


@dataclass(frozen=True, slots=True)
class Pointer:
    """Where to find more: a name or a text, or both, and an address where one is known.

    ``chosen`` as of a :class:`Text`.
    """

    heading: Text | None = None
    text: tuple[Text, ...] = ()
    address: Address | None = None
    chosen: bool = field(default=False, compare=False)


@dataclass(frozen=True, slots=True)
class PointerGroup:
    """Pointers under one heading."""

    heading: Text
    pointers: tuple[Pointer, ...]


@dataclass(frozen=True, slots=True)
class Logo:
    """A wordmark: ``light`` stands on light ground, ``dark`` on dark ground.

    A gemeente may have one version only, but has one.
    """

    light: Asset | None
    dark: Asset | None
    alt: Text

    @property
    def versions(self) -> tuple[Asset, ...]:
        """The versions there are, that for light ground first."""
        return tuple(dict.fromkeys(asset for asset in (self.light, self.dark) if asset))


@dataclass(frozen=True, slots=True)
class Sender:
    """An organisation that signs the sheet."""

    name: Text
    logo: Logo
    address: Address | None = None


@dataclass(frozen=True, slots=True)
class Contact:
    """How to reach the gemeente; what is not filled in is not printed."""

    website: Address | None = None
    email: Address | None = None
    phone: Text | None = None


def printed(value: Any) -> Iterator[Text | Address]:
    """Every text and address in ``value`` that belongs on the page, in reading order.

    A logo's words are its alternative text: they are spoken, not printed.
    """
    kind: Any = type(value)
    if kind is Text or kind is Address:
        yield value
    elif kind is not Logo:
        for item in within(value):
            yield from printed(item)


def within(value: Any) -> list[Any]:
    """The parts of a noun or a tuple that may have parts themselves, or are texts."""
    kind: Any = type(value)
    items = value if kind is tuple else [getattr(value, name) for name in parts(kind)]
    return [item for item in items if type(item) not in _WHOLE]


@cache
def parts(kind: Any) -> tuple[str, ...]:
    """The names of what a noun of this ``kind`` consists of; none of what is no noun."""
    return tuple(part.name for part in fields(kind)) if is_dataclass(kind) else ()


#: What has no parts that matter to anyone.
_WHOLE = frozenset((str, bytes, int, float, bool, type(None), Source))


@dataclass(frozen=True, slots=True)
class Palette:
    """The two house colours.

    ``by_profile`` names the fields whose inks the house style does not give: those are computed
    anew for each printing condition. ``companion`` tells that the second colour was made of the
    main one. Both for ``palettes.py``.
    """

    main: Colour
    second: Colour
    by_profile: tuple[str, ...] = ()
    companion: bool = False


@dataclass(frozen=True, slots=True)
class Gemeente:
    """A variant: who it is, how it looks, and how to reach it.

    ``under`` is the name of the gemeente that an organisation or a wijk is below.
    """

    id: str
    name: Text
    code: str
    palette: Palette
    logo: Logo
    contact: Contact
    source: Source
    under: Text | None = None

    @property
    def place(self) -> Text:
        """The name of the gemeente itself."""
        return self.under or self.name


@dataclass(frozen=True, slots=True)
class Slot:
    """A place in a layout that content fills.

    ``kind`` names one of the kinds the content stage knows; ``side`` is one of the layout's sides,
    or empty for a slot every side may show. A gemeente may only fill slots that are ``local``.
    ``smallest`` is how far its type may shrink to fit, as a share of its full size (1: not at all);
    slots of one ``group`` shrink alike. A slot may show only what is ``chosen``, and ``most`` so
    many parts of it.
    """

    name: str
    kind: str
    side: str
    local: bool
    required: bool
    smallest: float = 1.0
    group: str = ""
    chosen: bool = False
    most: float | None = None

    @property
    def path(self) -> str:
        """How the slot is written in a sheet: ``tips.lokaal``."""
        return f"{self.side}.{self.name}" if self.side else self.name


@dataclass(frozen=True, slots=True)
class Layout:
    """A folder with ``layout.yaml``, ``sheet.html`` and ``sheet.css``.

    ``words`` are those that the layout itself sets, by language; empty where it sets none.
    ``shared`` is the folder of what several layouts use, None where there is none. With
    ``separate`` each side becomes a file of its own. Type in pt and modules of codes in mm are at
    least ``smallest_type`` and ``smallest_module``, by the distance from which a sheet is read.
    """

    id: str
    folder: Path
    size: Size
    sides: tuple[str, ...]
    slots: tuple[Slot, ...]
    words: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    shared: Path | None = None
    separate: bool = False
    smallest_type: float = 9.0
    smallest_module: float = 0.4


@dataclass(frozen=True, slots=True)
class Sheet:
    """Content after overlay and validation, for one gemeente, in one ``language`` (BCP 47).

    ``values`` maps a slot's path to what it holds (an object of this module, a tuple of them, or
    None for an optional slot left empty); ``texts`` lists all words in reading order: it says
    nothing that ``values`` do not, and so does not compare. Where one
    ``side`` is a file of its own it is named here; ``paper`` is the size that the file's name
    tells, empty for a handout in the layout it was written for.
    """

    id: str
    layout: Layout
    values: Mapping[str, Any]
    texts: tuple[Text, ...] = field(compare=False)
    source: Source
    language: str = "nl"
    side: str = ""
    paper: str = ""


@dataclass(frozen=True, slots=True)
class Edition:
    """One way to write a laid-out sheet; a row in a table, not an ``if``.

    Lengths in mm. ``condition`` is the registered name of the printing condition, empty for a
    screen edition, which carries structure and links instead; ``icc`` a profile of the user's own
    for it, None for the shipped one.
    """

    id: str
    condition: str
    bleed: float
    marks: bool
    icc: Path | None = None


@dataclass(frozen=True, slots=True)
class DocumentInfo:
    """What a PDF says of itself; no person's name, no path, no clock."""

    title: str
    subject: str
    publisher: str
    language: str
    date: date


@dataclass(frozen=True, slots=True)
class FontFace:
    """One committed font file."""

    family: str
    weight: int
    italic: bool
    path: Path


@dataclass(frozen=True, slots=True)
class Project:
    """Everything that was read, once."""

    root: Path
    title: str
    publisher: str
    language: str
    date: date
    fonts: tuple[FontFace, ...]
    fonts_folder: Path
    #: Those for the project's own printer; another printer's: ``content.editions``.
    editions: tuple[Edition, ...]
    printers: tuple[PrinterProfile, ...]
    #: Why a printer cannot be chosen, by its id.
    refused_printers: Mapping[str, tuple[Problem, ...]]
    #: The id of the project's own printer, one of ``printers``.
    printer: str
    layouts: tuple[Layout, ...]
    #: Why a layout cannot be chosen, by its id.
    refused_layouts: Mapping[str, tuple[Problem, ...]]
    #: The id of the layout that lays each sheet, by the sheet's id.
    sheets: Mapping[str, str]
    variants: tuple[Variant, ...]
    #: The names of those that were not asked for and so not read, by their ids.
    unread: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Variant:
    """One gemeente's part of the project: its sheets, or the reasons why it has none.

    ``under`` is the id of the gemeente that an organisation or a wijk is below.
    """

    id: str
    name: str
    gemeente: Gemeente | None
    sheets: tuple[Sheet, ...]
    problems: tuple[Problem, ...]
    under: str = ""


@dataclass(frozen=True, slots=True)
class Job:
    """All a worker needs to make one gemeente's editions of one sheet."""

    sheet: Sheet
    gemeente: Gemeente
    editions: tuple[Edition, ...]
    printer: PrinterProfile
    info: DocumentInfo
    fonts: tuple[FontFace, ...]
    fonts_folder: Path
    problems: tuple[Problem, ...]
    key: str
    #: What names the words that no gemeente can change: equal for all jobs of one sheet and side.
    shared: str = ""


@dataclass(frozen=True, slots=True)
class Rendered:
    """One finished edition, still in memory, and the digest of its bytes."""

    edition: str
    pages: int
    data: bytes
    sha256: str

    @property
    def size(self) -> int:
        """In bytes."""
        return len(self.data)


@dataclass(frozen=True, slots=True)
class JobResult:
    """What a worker hands back. With an error among ``problems`` there are no files.

    ``shrunk`` is the share of full size of the slots that had to shrink to fit, by path;
    ``pictures`` a small WebP of each page; ``cached`` whether it was made by an earlier build.
    """

    job: Job
    files: tuple[Rendered, ...]
    problems: tuple[Problem, ...]
    seconds: float
    shrunk: Mapping[str, float] = field(default_factory=dict)
    pictures: tuple[bytes, ...] = ()
    cached: bool = False

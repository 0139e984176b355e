"""What one sheet leaves for the next: most of it is the same for every gemeente.

WeasyPrint 70 keeps nothing between documents and has no place where one could. So while a document
is laid out, some of its names stand for ours, and what they find again they do not work out again:
a stylesheet read before, the computed style of an element in the same place, a line broken before.
Colours are a gemeente's own, so nothing that a colour can reach is kept, unless that colour stands
in for all of them (:mod:`flevoprint.typeset.masks`). A document of which the engine had anything to
say leaves nothing behind, so that it is said of the next one too.
"""

from __future__ import annotations

import copy
import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import cached_property
from importlib import import_module
from typing import Any

from flevoprint.latest import Latest
from flevoprint.typeset.blocks import Blocks
from flevoprint.typeset.drawings import Drawings, outliner, pointer
from flevoprint.typeset.glyphs import Glyphs
from flevoprint.typeset.grafts import Cut
from flevoprint.typeset.masks import Masks, masked
from flevoprint.typeset.paintings import Paintings

#: Most styles, lists of declarations, lines and stylesheets kept. The first sheet of two sides has
#: some 300, 80, 250 and 2; every other adds a few that never come back. What is known of lines and
#: blocks goes by their styles, so one that is let go of too early costs all of that.
_MOST_STYLES, _MOST_LISTS, _MOST_LINES, _MOST_SHEETS = 800, 200, 700, 64
#: Rules that reach outside their stylesheet.
_OUTREACHING = re.compile(rb"@(?!page\b|media\b)", re.IGNORECASE)
#: Values that the engine changes in place, or what may be one, written with escapes.
_CHANGED = re.compile(r"gradient|\\", re.IGNORECASE)
#: Properties that may hold a colour, by what is in their names.
_COLOURED = re.compile("color|image$|source$|shadow$|^content$|^__")
#: Those of them that an element may have from the one around it.
_HANDED_DOWN = re.compile(
    "^(color|list_style_image|text_decoration_color|text_shadow|content|__.*)$"
)
_LOGICAL = re.compile("block|inline")
#: Properties of a box's ground, its corners and its shadow; none of them is handed down.
_GROUND = re.compile("background|image|mask|shadow|radius")
_PAGE_UNIT = re.compile("(?<![a-z])[a-z]?v(?:w|h|i|b|min|max)(?![a-z])", re.IGNORECASE)
_COLOUR = re.compile("#[0-9a-fA-F]{6}")


class _Node:
    """What is known of all elements with the same declarations in the same place."""

    __slots__ = ("_coloured", "_renamed", "bare", "hangs_on_page", "specified", "values")

    def __init__(self, cascaded: Mapping[str, Any]) -> None:
        #: What can give these elements a colour, besides what is inherited.
        self._coloured = frozenset(filter(_COLOURED.search, cascaded))
        # A property of the start or the end of a line goes by another name than the one asked for.
        self._renamed = any(_LOGICAL.search(name) for name in self._coloured)
        #: Whether these elements have no ground of their own, nor anything around it.
        self.bare = not any(_GROUND.search(name) for name in cascaded)
        #: Whether a length is a share of the page: then it is another in a layout of another size.
        self.hangs_on_page = any(_PAGE_UNIT.search(_text(value)) for value, _ in cascaded.values())
        self.values: dict[str, Any] = {}
        self.specified: dict[str, Any] = {}

    def keeps(self, key: str) -> bool:
        """Whether the value of property ``key`` is the same whatever the colours are."""
        if not _COLOURED.search(key):
            return True
        declared = self._renamed or key in self._coloured
        return not declared and not _HANDED_DOWN.search(key)


class Reuse:
    """Belongs to one engine, for what is kept depends on its fonts."""

    def __init__(self, engine: Any) -> None:
        """``engine`` is the module itself, of the version that pyproject.toml pins."""
        from weasyprint import draw, images, svg
        from weasyprint.layout import absolute, background, inline, preferred
        from weasyprint.pdf import fonts, stream

        # By its own name only: another thing goes by it in the package.
        outlines = import_module("weasyprint.svg.path")
        self._css, self._images, self._absolute = engine.css, images, absolute
        self._stream, self._parse_colour = stream.Stream, background.parse_color
        self._blocks = Blocks(absolute)
        self._glyphs = Glyphs(draw.text, stream)
        self._drawings = Drawings(images.SVGImage)
        paintings = Paintings(draw, self._glyphs)
        self._drawing_swaps: list[tuple[Any, str, Any]] = [
            (draw, "draw_text", paintings.text),
            (draw, "draw_replacedbox", paintings.picture),
            (draw, "draw_stacking_context", paintings.draw),
            (svg, "TAGS", {**svg.TAGS, "path": outliner(svg.TAGS["path"])}),
            (outlines, "point", pointer(outlines.point)),
            (fonts, "ffi", _Arrays(fonts.ffi)),
        ]
        self._sheets: Latest[Any] = Latest(_MOST_SHEETS)
        self._nodes: Latest[_Node] = Latest(_MOST_STYLES)
        self._lines: Latest[tuple[Any, ...]] = Latest(_MOST_LINES)
        self._attributes = _Attributes(engine.css)
        break_line = _breaker(inline.split_first_line, self._lines)
        self._swaps: list[tuple[Any, str, Any]] = [
            (engine.tinyhtml5.inputstream, "characters_until_regex", _Patterns()),
            (engine.css, "tinycss2", self._attributes),
            (engine.css, "preprocess_declarations", self._attributes.expand),
            (engine.css, "ComputedStyle", _style(engine.css.ComputedStyle, self._nodes)),
            (background, "layout_box_backgrounds", _grounds(background.layout_box_backgrounds)),
            (inline, "split_first_line", break_line),
            (preferred, "split_first_line", break_line),
        ]

    def forget(self) -> None:
        """Keep nothing: the next document is laid out as the first was."""
        for kept in (
            self._sheets,
            self._nodes,
            self._lines,
            self._attributes,
            self._blocks,
            self._glyphs,
        ):
            kept.clear()

    def masked(self, html: str, assets: Mapping[str, bytes]) -> Masks:
        """``html`` with its colours kept from the engine until it paints."""
        return masked(html, assets, self._parse_colour)

    def cut(self, html: str, assets: Mapping[str, bytes]) -> Cut:
        """Cut out of ``html`` what is known as a whole."""
        return self._blocks.grafts.cut(html, assets)

    @contextmanager
    def at_work(self, assets: Mapping[str, bytes], cut: Cut) -> Iterator[None]:
        """Reuse what is known, in a document that uses ``assets``, with what was ``cut`` of it."""
        swaps = [
            *self._swaps,
            (self._css, "CSS", self._reader(assets)),
            (self._images, "SVGImage", self._drawings.of(assets)),
            (self._absolute, "absolute_block", self._blocks.of(assets, cut)),
        ]
        with _swapped(swaps):
            yield

    @contextmanager
    def writing(self, masks: Masks) -> Iterator[None]:
        """Reuse what is known while a document is drawn, in its colours themselves."""
        set_color = masks.painter(self._stream.set_color)
        with _swapped([*self._drawing_swaps, (self._stream, "set_color", set_color)]):
            yield

    def _reader(self, assets: Mapping[str, bytes]) -> Callable[..., Any]:
        """Reads a stylesheet as the engine does, but one of the layout's own files only once."""
        read = self._css.CSS

        def css(**given: Any) -> Any:
            url = given.get("url") or ""
            data = assets.get(url.partition(":")[2])
            if data is None or _OUTREACHING.search(data) or _CHANGED.search(data.decode("latin-1")):
                return read(**given)
            apart = {**given, "page_rules": [], "layers": []}
            known = copy.copy(self._sheets.found((url, data), lambda: read(**apart)))
            given["page_rules"] += known.page_rules
            known.page_rules, known.layers = given["page_rules"], given["layers"]
            return known

        return css


@contextmanager
def _swapped(swaps: list[tuple[Any, str, Any]]) -> Iterator[None]:
    """Have names of the engine, each with its owner, stand for ours."""
    before = [getattr(owner, name) for owner, name, _ in swaps]
    try:
        for owner, name, ours in swaps:
            setattr(owner, name, ours)
        yield
    finally:
        for (owner, name, _), theirs in zip(swaps, before, strict=True):
            setattr(owner, name, theirs)


class _Patterns(dict[tuple[Any, bool], "re.Pattern[str]"]):
    """The parser's patterns for "up to these characters": it looks for them, but keeps none."""

    def __missing__(self, key: tuple[Any, bool]) -> re.Pattern[str]:
        characters, opposite = key
        listed = "".join(f"\\x{ord(character):02x}" for character in characters)
        pattern = re.compile(f"[{'' if opposite else '^'}{listed}]+")
        self[key] = pattern
        return pattern


class _Arrays:
    """Makes arrays for the C library that cuts fonts down; their type is read once.

    The engine names another type for each length, and each is read by a parser of C and kept.
    """

    _LENGTH = re.compile(r"\[\d+\]$")

    def __init__(self, ffi: Any) -> None:
        """``ffi`` is what the engine makes them with."""
        self._ffi = ffi

    def __getattr__(self, name: str) -> Any:
        return getattr(self._ffi, name)

    def new(self, kind: str, *given: Any) -> Any:
        """``ffi.new``; an array is as long as what it is given."""
        return self._ffi.new(self._LENGTH.sub("[]", kind) if given else kind, *given)


class _Declarations(list[Any]):
    """The declarations in a style attribute, with their longhands for each base address."""

    def __init__(self, declarations: list[Any]) -> None:
        super().__init__(declarations)
        self.expanded: dict[Any, list[Any]] = {}


class _Attributes:
    """Reads a style attribute as the engine does, but of the same words only once.

    What the engine makes of a declaration with ``var()`` is a thing that equals only itself: so
    too do styles that hang on the same one compare equal.
    """

    def __init__(self, css: Any) -> None:
        """``css`` is the engine's module; this stands for the parser that it knows by name."""
        self._parser, self._expand = css.tinycss2, css.preprocess_declarations
        self._read: Latest[_Declarations] = Latest(_MOST_LISTS)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._parser, name)

    def clear(self) -> None:
        """Keep nothing."""
        self._read.clear()

    def parse_blocks_contents(self, given: Any, *rest: Any, **more: Any) -> Any:
        """The declarations in a style attribute, or in the tokens of a stylesheet."""
        if not isinstance(given, str) or rest or more or _CHANGED.search(given):
            return self._parser.parse_blocks_contents(given, *rest, **more)
        return self._read.found(
            given, lambda: _Declarations(self._parser.parse_blocks_contents(given))
        )

    def expand(self, base_url: Any, declarations: Any, *rest: Any) -> Any:
        """``preprocess_declarations``, once for each list of declarations that is kept."""
        if rest or not isinstance(declarations, _Declarations):
            return self._expand(base_url, declarations, *rest)
        if base_url not in declarations.expanded:
            declarations.expanded[base_url] = list(self._expand(base_url, declarations))
        return declarations.expanded[base_url]


def _style(computed: Any, nodes: Latest[_Node]) -> Any:
    """The engine's class of computed styles, made to look up ``nodes`` first."""

    class KnownStyle(computed):  # type: ignore[misc]
        @cached_property
        def node(self) -> _Node | None:
            # Looked up when asked for: of most pseudo-elements nobody ever asks anything.
            above = None if self.parent_style is None else getattr(self.parent_style, "node", None)
            if above is None and self.parent_style is not None:
                return None
            key = (above, self.pseudo_type, self.base_url, *map(_declared, self.cascaded.items()))
            try:
                node = nodes.found(key, lambda: _Node(self.cascaded))
            except TypeError:  # a value that cannot be compared
                return None
            return None if node.hangs_on_page else node

        def copy(self) -> Any:
            # What copies a style is about to change it.
            other = super().copy()
            other.node = None
            return other

        def __missing__(self, key: str) -> Any:
            if key == "anchor" and key not in self.cascaded:
                # The one thing that is asked of every style as soon as it is there.
                self[key] = None
                return None
            node = self.node
            if node is None:
                return super().__missing__(key)
            if key in node.values:
                if key in node.specified:
                    self.specified.update(node.specified)
                value = self[key] = node.values[key]
                return value
            value = super().__missing__(key)
            if node.keeps(key):
                if key in self.specified:
                    node.specified[key] = self.specified[key]
                node.values[key] = value
            return value

    return KnownStyle


def _text(value: Any) -> str:
    """What a declaration says, near enough to look for words in it."""
    if isinstance(value, list | tuple | set):
        return " ".join(map(_text, value))
    if hasattr(value, "tokens"):
        return _text(value.tokens)
    return str(value.serialize()) if hasattr(value, "serialize") else str(value)


def _frozen(value: Any) -> Any:
    """``value``, of which a list or a set is made into what can be compared."""
    if type(value) in (list, tuple):
        return tuple([_frozen(item) for item in value])
    return frozenset(value) if type(value) is set else value


def _declared(item: tuple[str, tuple[Any, Any]]) -> object:
    """A declaration, to be compared: of a custom property that is a colour, only that it is one.

    Whatever colour that is, it is as good where a colour may stand and as bad where none may.
    """
    name, (value, weight) = item
    weight = _frozen(weight)
    if not name.startswith("__"):
        return name, _frozen(value), weight
    tokens = isinstance(value, list | tuple)
    text = "".join(token.serialize() for token in value) if tokens else str(value)
    return name, "#" if _COLOUR.fullmatch(text.strip()) else text, weight


def _grounds(lay_out: Any) -> Callable[..., Any]:
    """``layout_box_backgrounds``, which need not look for a ground where none can be."""

    def known_grounds(
        page: Any, box: Any, image: Any, layout_children: bool = True, style: Any = None
    ) -> None:
        if style is not None or box is page or not _is_bare(box.style):
            lay_out(page, box, image, layout_children, style)
            return
        box.border_top_left_radius = box.border_top_right_radius = (0, 0)
        box.border_bottom_left_radius = box.border_bottom_right_radius = (0, 0)
        if layout_children:
            for child in box.all_children():
                known_grounds(page, child, image)
        box.background = None

    return known_grounds


def _is_bare(style: Any) -> bool:
    """Whether nothing was declared of the ground of a box with ``style``."""
    node = getattr(style, "node", None)
    if node is None:
        # Of an anonymous box nothing was declared at all.
        above = style.parent_style
        return above is not None and getattr(above, "anonymous_style", None) is style
    return bool(node.bare)


def _breaker(break_line: Any, lines: Latest[tuple[Any, ...]]) -> Callable[..., Any]:
    """``split_first_line``, made to look up ``lines`` first."""

    def known_line(text: str, style: Any, context: Any, width: Any, *rest: Any, **more: Any) -> Any:
        parent = style.parent_style
        node = getattr(parent, "node", None)
        # Text is set in its parent's anonymous style, or in one made for a first letter or line.
        if node is None or parent.anonymous_style is not style:
            return break_line(text, style, context, width, *rest, **more)
        key = (node, style["white_space"], text, width, *rest, *more.items())
        layout, *found = lines.found(
            key, lambda: break_line(text, style, context, width, *rest, **more)
        )
        return (copy.copy(layout), *found)

    return known_line

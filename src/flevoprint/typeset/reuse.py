"""What one sheet leaves for the next: most of it is the same for every gemeente.

WeasyPrint 70 keeps nothing between documents and has no place where one could. So while a document
is laid out, some of its names stand for ours, and what they find again they do not work out again:
a stylesheet read before, the computed style of an element in the same place, a line broken before.
Colours are a gemeente's own, so nothing that a colour can reach is kept. A document of which the
engine had anything to say leaves nothing behind, so that it is said of the next one too.
"""

from __future__ import annotations

import copy
import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from flevoprint.typeset.blocks import Blocks
from flevoprint.typeset.drawings import Drawings
from flevoprint.typeset.glyphs import Glyphs

#: Most styles and lines kept, and stylesheets; a sheet of two sides has some 400 and 300, and 4.
_MOST_STYLES, _MOST_LINES, _MOST_SHEETS = 20_000, 20_000, 64
#: Rules that reach outside their stylesheet, and values that the engine changes in place.
_OUTREACHING = re.compile(rb"@(?!page\b|media\b)|gradient")
#: Properties that may hold a colour, by what is in their names.
_COLOURED = re.compile("color|image$|source$|shadow$|^content$|^__")
#: Those of them that an element may have from the one around it.
_HANDED_DOWN = re.compile(
    "^(color|list_style_image|text_decoration_color|text_shadow|content|__.*)$"
)
_COLOUR = re.compile("#[0-9a-fA-F]{6}")


class _Node:
    """What is known of all elements with the same declarations in the same place."""

    __slots__ = ("colourless", "specified", "values")

    def __init__(self, cascaded: Mapping[str, Any]) -> None:
        #: Whether nothing but what is inherited can give these elements a colour.
        self.colourless = not any(_COLOURED.search(name) for name in cascaded)
        self.values: dict[str, Any] = {}
        self.specified: dict[str, Any] = {}

    def keeps(self, key: str) -> bool:
        """Whether the value of property ``key`` is the same whatever the colours are."""
        if not _COLOURED.search(key):
            return True
        return self.colourless and not _HANDED_DOWN.search(key)


class Reuse:
    """Belongs to one engine, for what is kept depends on its fonts."""

    def __init__(self, engine: Any) -> None:
        """``engine`` is the module itself, of the version that pyproject.toml pins."""
        from weasyprint import draw, images
        from weasyprint.layout import absolute, inline, preferred
        from weasyprint.pdf import stream

        self._css, self._images, self._absolute = engine.css, images, absolute
        self._drawing = draw
        self._blocks = Blocks(absolute)
        self._glyphs = Glyphs(draw.text, stream)
        self._drawings = Drawings(images.SVGImage)
        self._sheets: dict[tuple[str, bytes], Any] = {}
        self._nodes: dict[object, _Node] = {}
        self._lines: dict[object, tuple[Any, ...]] = {}
        break_line = _breaker(inline.split_first_line, self._lines)
        self._swaps: list[tuple[Any, str, Any]] = [
            (engine.tinyhtml5.inputstream, "characters_until_regex", _Patterns()),
            (engine.css, "ComputedStyle", _style(engine.css.ComputedStyle, self._nodes)),
            (inline, "split_first_line", break_line),
            (preferred, "split_first_line", break_line),
        ]

    def forget(self) -> None:
        """Keep nothing: the next document is laid out as the first was."""
        for kept in (self._sheets, self._nodes, self._lines):
            kept.clear()
        self._blocks.clear()
        self._glyphs.clear()

    @contextmanager
    def at_work(self, assets: Mapping[str, bytes]) -> Iterator[None]:
        """Reuse what is known, in a document that uses ``assets``."""
        self._trim()
        swaps = [
            *self._swaps,
            (self._css, "CSS", self._reader(assets)),
            (self._images, "SVGImage", self._drawings.of(assets)),
            (self._absolute, "absolute_block", self._blocks.of(assets)),
        ]
        with _swapped(swaps):
            yield

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Reuse what is known while a document is drawn."""
        with _swapped([(self._drawing, "draw_text", self._glyphs.draw)]):
            yield

    def _trim(self) -> None:
        """Styles hang together, and lines on them: they go as one."""
        if (
            len(self._nodes) > _MOST_STYLES
            or len(self._lines) > _MOST_LINES
            or len(self._sheets) > _MOST_SHEETS
        ):
            self.forget()

    def _reader(self, assets: Mapping[str, bytes]) -> Callable[..., Any]:
        """Reads a stylesheet as the engine does, but one of the layout's own files only once."""
        read = self._css.CSS

        def css(**given: Any) -> Any:
            url = given.get("url") or ""
            data = assets.get(url.partition(":")[2])
            if data is None or _OUTREACHING.search(data):
                return read(**given)
            if (url, data) not in self._sheets:
                self._sheets[url, data] = read(**{**given, "page_rules": [], "layers": []})
            known = copy.copy(self._sheets[url, data])
            given["page_rules"] += known.page_rules
            known.page_rules, known.layers = given["page_rules"], given["layers"]
            return known

        return css


@contextmanager
def _swapped(swaps: list[tuple[Any, str, Any]]) -> Iterator[None]:
    """Have names of the engine, each with its owner, stand for ours."""
    before = [getattr(owner, name) for owner, name, _ in swaps]
    for owner, name, ours in swaps:
        setattr(owner, name, ours)
    try:
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


def _style(computed: Any, nodes: dict[object, _Node]) -> Any:
    """The engine's class of computed styles, made to look up ``nodes`` first."""

    class KnownStyle(computed):  # type: ignore[misc]
        def __init__(self, parent_style: Any, cascaded: Any, pseudo_type: Any, *rest: Any) -> None:
            super().__init__(parent_style, cascaded, pseudo_type, *rest)
            self.node: _Node | None = None
            above = None if parent_style is None else getattr(parent_style, "node", None)
            if above is None and parent_style is not None:
                return
            key = (above, pseudo_type, self.base_url, *map(_declared, cascaded.items()))
            try:
                self.node = nodes.get(key)
            except TypeError:  # a value that cannot be compared
                return
            if self.node is None:
                self.node = nodes[key] = _Node(cascaded)

        def copy(self) -> Any:
            # What copies a style is about to change it.
            other = super().copy()
            other.node = None
            return other

        def __missing__(self, key: str) -> Any:
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


def _declared(item: tuple[str, tuple[Any, Any]]) -> object:
    """A declaration, to be compared: of a custom property that is a colour, only that it is one.

    Whatever colour that is, it is as good where a colour may stand and as bad where none may.
    """
    name, (value, weight) = item
    if not name.startswith("__"):
        return name, tuple(value) if isinstance(value, list) else value, weight
    text = "".join(token.serialize() for token in value) if isinstance(value, list) else str(value)
    return name, "#" if _COLOUR.fullmatch(text.strip()) else text, weight


def _breaker(break_line: Any, lines: dict[object, tuple[Any, ...]]) -> Callable[..., Any]:
    """``split_first_line``, made to look up ``lines`` first."""

    def known_line(text: str, style: Any, context: Any, width: Any, *rest: Any, **more: Any) -> Any:
        parent = style.parent_style
        node = getattr(parent, "node", None)
        # Text is set in its parent's anonymous style, or in one made for a first letter or line.
        if node is None or parent.anonymous_style is not style:
            return break_line(text, style, context, width, *rest, **more)
        key = (node, style["white_space"], text, width, *rest, *more.items())
        if key not in lines:
            layout, *found = break_line(text, style, context, width, *rest, **more)
            lines[key] = (copy.copy(layout), *found)
            return (layout, *found)
        layout, *found = lines[key]
        return (copy.copy(layout), *found)

    return known_line

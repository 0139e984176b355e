"""Known blocks, painted once: what one adds to the page is the same for every gemeente.

WeasyPrint 70 goes through all boxes of a page to paint it. What a block paints that was put in
place of one cut out (:mod:`flevoprint.typeset.grafts`) hangs on nothing but the block. So what it
asks of the page is noted, and asked again where the block comes back: outlines as they are written,
and one by one what hangs on the page too, which is colours, the state around them, lines of type,
pictures and the numbers of marked content. A block that asks for anything else is painted by the
engine every time.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from typing import Any

from flevoprint.typeset.glyphs import Glyphs

#: What adds the same to a page whatever stands there already.
_OUTLINE = frozenset(
    {
        *("move_to", "line_to", "curve_to", "rectangle", "close", "clip", "end", "fill", "stroke"),
        *("set_dash", "set_line_cap", "set_line_width"),
    }
)
_Step = tuple[Callable[..., None], tuple[Any, ...]]


@dataclass(frozen=True, slots=True)
class Painting:
    """What a box asks of a page while it stands at ``place``, and what it holds at ``places``."""

    place: tuple[float, float]
    places: tuple[tuple[int, float, float], ...]
    steps: tuple[_Step, ...]

    def fits(self, box: Any, held: list[Any]) -> bool:
        """Whether ``box``, and what it has of ``held``, stand where they did."""
        return self.place == (box.position_x, box.position_y) and all(
            [
                held[number].position_x == left and held[number].position_y == top
                for number, left, top in self.places
            ]
        )


class Paintings:
    """Paints the blocks of one engine."""

    def __init__(self, draw: Any, glyphs: Glyphs) -> None:
        """``draw`` is the engine's module that paints boxes."""
        self._paint, self._picture = draw.draw_stacking_context, draw.draw_replacedbox
        self._glyphs = glyphs

    def draw(self, stream: Any, context: Any) -> None:
        """``draw_stacking_context``, which looks whether what it draws is known."""
        box = context.box
        patch, name = getattr(box, "patch", (None, 0))
        if patch is None or isinstance(stream, _Scribe) or stream._tags is None:
            self._paint(stream, context)
            return
        painting = patch.paintings.get(name)
        if painting is not None and painting.fits(box, patch.held):
            page = _Page(stream, patch.held)
            for ask, given in painting.steps:
                ask(page, *given)
        elif painting is None and name in patch.paintings:
            self._paint(stream, context)
        else:
            scribe = _Scribe(stream, patch.held)
            self._paint(scribe, context)
            patch.paintings[name] = scribe.painting(box)

    def text(self, stream: Any, box: Any, *how: Any) -> None:
        """``draw_text``, which looks whether that line was drawn before."""
        if isinstance(stream, _Scribe):
            run = self._glyphs.run(box, *how)
            stream.hold(_Page.text, box, self._glyphs, run, how)
        else:
            self._glyphs.draw(stream, box, *how)

    def picture(self, stream: Any, box: Any) -> None:
        """``draw_replacedbox``."""
        if isinstance(stream, _Scribe):
            stream.hold(_Page.picture, box, self._picture)
        else:
            self._picture(stream, box)


class _Page:
    """A page's ``stream`` that a block is painted on, which holds text and pictures."""

    def __init__(self, stream: Any, held: list[Any]) -> None:
        self.stream, self._held = stream, held
        self._marked: list[AbstractContextManager[None]] = []

    def add(self, outline: list[Any]) -> None:
        self.stream.stream += outline

    def ask(self, name: str, given: tuple[Any, ...]) -> None:
        getattr(self.stream, name)(*given)

    def text(self, number: int, glyphs: Glyphs, run: Any, how: tuple[Any, ...]) -> None:
        glyphs.set(run, self.stream, self._held[number], *how)

    def picture(self, number: int, draw: Callable[..., None]) -> None:
        draw(self.stream, self._held[number])

    def mark(self, number: int, tag: str) -> None:
        self._marked.append(self.stream.marked(self._held[number], tag))
        self._marked[-1].__enter__()

    def end_mark(self) -> None:
        self._marked.pop().__exit__(None, None, None)


class _Scribe:
    """Stands for a page's stream, and notes what is asked of it."""

    def __init__(self, stream: Any, held: list[Any]) -> None:
        self._stream, self._held = stream, [*held]
        self._page = _Page(stream, self._held)
        self._used = set[int]()
        self._numbers = {id(box): number for number, box in enumerate(held)}
        self._steps: list[_Step] = []
        self._at = len(stream.stream)
        self._plain = True

    def __getattr__(self, name: str) -> Any:
        if name not in _OUTLINE:
            self._plain = False
        return getattr(self._stream, name)

    def painting(self, box: Any) -> Painting | None:
        """What was asked to paint ``box``; None if that is not all there was to it."""
        self._add()
        if not self._plain:
            return None
        held = [(number, self._held[number]) for number in sorted(self._used)]
        places = [(number, part.position_x, part.position_y) for number, part in held]
        return Painting((box.position_x, box.position_y), tuple(places), tuple(self._steps))

    def _add(self) -> None:
        outline = self._stream.stream[self._at :]
        if outline:
            self._steps.append((_Page.add, (outline,)))
            self._at += len(outline)

    def _do(self, ask: Callable[..., None], *given: Any) -> None:
        self._add()
        self._steps.append((ask, given))
        ask(self._page, *given)
        self._at = len(self._stream.stream)

    def _ask(self, name: str, *given: Any) -> None:
        self._do(_Page.ask, name, given)

    def hold(self, ask: Callable[..., None], box: Any, *given: Any) -> None:
        """Have ``ask`` done with ``box``, which is text or a picture in the block."""
        number = self._numbers.setdefault(id(box), len(self._held))
        if number == len(self._held):  # it stands elsewhere
            self._held.append(box)
            self._plain = False
        self._used.add(number)
        self._do(ask, number, *given)

    def set_color(self, color: Any, stroke: bool = False) -> None:
        self._ask("set_color", color, stroke)

    def set_alpha(self, alpha: Any, stroke: bool = False, fill: Any = None) -> None:
        self._ask("set_alpha", alpha, stroke, fill)

    def transform(
        self, a: float = 1, b: float = 0, c: float = 0, d: float = 1, e: float = 0, f: float = 0
    ) -> None:
        self._ask("transform", a, b, c, d, e, f)

    @contextmanager
    def stacked(self) -> Iterator[None]:
        self._ask("push_state")
        yield
        self._ask("pop_state")

    @contextmanager
    def artifact(self) -> Iterator[None]:
        self._ask("begin_marked_content", "Artifact")
        yield
        self._ask("end_marked_content")

    @contextmanager
    def marked(self, box: Any, tag: str) -> Iterator[None]:
        self.hold(_Page.mark, box, tag)
        yield
        self._do(_Page.end_mark)

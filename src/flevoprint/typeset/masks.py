"""A gemeente's colours, kept from the engine until it paints.

A layout names colours by their roles, and where a colour is only painted, it makes no difference to
anything before that. So each role is given a stand-in, which no screen can show and no layout would
write, and what the engine works out is the same for all gemeenten. When it paints, the colour
itself is put in its place. Roles of one colour have one stand-in, for the engine compares colours.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

#: The roles and their colours, as :mod:`flevoprint.typeset.compose` writes them.
_ROLES = re.compile(r"<style>:root\{((?:--[\w-]+:#[0-9a-fA-F]{6};)+)\}")
#: Where the engine makes other colours out of those that it is given, instead of painting them.
_MIXING = (
    *("gradient", "shadow", "inset", "outset", "groove", "ridge", "<svg"),
    *("color-mix", "(from ", "light-dark"),
    # Ways to write a colour that cannot be told from its red, green and blue.
    *("hsl", "hwb(", "lab(", "lch(", "color("),
)
#: What may be a colour in a stylesheet or a style attribute, and where these stand in a page.
_SPELLED = re.compile(r"#[0-9a-f]{3,8}\b|[a-z]{3,}\b(?!\()|rgba?\([^)]*\)")
_STYLED = re.compile(r"""<style\b[^>]*>(.*?)</style|\sstyle\s*=\s*("[^"]*"|'[^']*')""", re.DOTALL)
#: The first two of the three values of a stand-in, of which the third is its number.
_BEYOND = (2.0, 0.0)


@dataclass(frozen=True, slots=True)
class Masks:
    """``html`` with stand-ins, and the colour that each of them stands for."""

    html: str
    _colours: Mapping[tuple[float, ...], Any] = field(default_factory=dict)

    def real(self, colour: Any) -> Any:
        """What ``colour`` is to look like."""
        return self._colours.get(colour.coordinates, colour)

    def painter(self, set_color: Callable[..., None]) -> Callable[..., None]:
        """The engine's ``set_color``, given the colours themselves."""
        colours = self._colours

        def set_real_color(stream: Any, color: Any, stroke: bool = False) -> None:
            set_color(stream, colours.get(color.coordinates, color), stroke)

        return set_real_color


def masked(html: str, assets: Mapping[str, bytes], parse: Callable[[str], Any]) -> Masks:
    """``html`` with stand-ins for the colours of its roles, where it does nothing but paint them.

    ``parse`` is the engine's reader of colours. What is written elsewhere too has no stand-in.
    """
    roles = _ROLES.search(html)
    if roles is None:
        return Masks(html)
    rule = roles[1]
    sheets = [
        data.decode(errors="replace") for name, data in assets.items() if name.endswith(".css")
    ]
    rest = "".join((html[: roles.start(1)], html[roles.end(1) :], *sheets)).lower()
    if any(word in rest for word in _MIXING):
        return Masks(html)
    styled = ("".join(found) for found in _STYLED.findall(rest))
    painted = set().union(*(_painted(text, parse) for text in (*sheets, *styled)))
    written = [colour for colour in _colours_of(rule) if parse(colour).coordinates not in painted]
    stand_ins = {colour: (*_BEYOND, float(number)) for number, colour in enumerate(written)}
    for colour, (red, green, blue) in stand_ins.items():
        rule = re.sub(colour, f"color(srgb {red:g} {green:g} {blue:g})", rule, flags=re.IGNORECASE)
    return Masks(
        html[: roles.start(1)] + rule + html[roles.end(1) :],
        {place: parse(colour) for colour, place in stand_ins.items()},
    )


@lru_cache(maxsize=256)
def _painted(text: str, parse: Callable[[str], Any]) -> frozenset[tuple[float, ...]]:
    """The colours that are spelled out in some CSS, however that is done."""
    colours = (parse(spelled) for spelled in set(_SPELLED.findall(text.lower())))
    return frozenset(tuple(one.coordinates) for one in colours if hasattr(one, "coordinates"))


def _colours_of(rule: str) -> list[str]:
    """The colours in ``rule``, each once."""
    return list(dict.fromkeys(part.lower() for part in re.findall(r"#[0-9a-fA-F]{6}", rule)))

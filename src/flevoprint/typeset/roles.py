"""What each colour of a layout is for, computed from the two house colours.

A layout names roles, never colours. Every role that carries text keeps a contrast of at least
4.5:1 with what lies under it (WCAG 2.1, success criterion 1.4.3), on the screen and in ink on
coated paper, whatever the house colours are: yellow, white, black, a middle grey, or the same one
twice. Tints are solid mixes with paper, so that on press they are the declared inks, scaled.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType

from flevoprint.colour import BLACK, MAX_INK, PAPER, Colour, Rgb, contrast, mix
from flevoprint.icc import printed
from flevoprint.model import Palette

#: WCAG 2.1 AA for text of any size.
MIN_CONTRAST = 4.5
#: Below this contrast with paper a field is not seen as a field, unless it has a colour: a channel
#: at least this far from paper's. Full yellow is as light as paper and yet no paper.
MIN_FIELD, MIN_COLOUR = 1.15, 80
#: How far a panel stands out from paper, but never more of the ground's colour than this share.
PANEL_CONTRAST = 1.12
PANEL_SHARE = 0.25

_STEPS = tuple(step / 20 for step in range(21))
# A colour that reads badly under paper reads well under black: the two contrasts multiply to 21,
# so one is at least 4.58. A black any lighter than these would break that promise.
_INKS: tuple[Rgb, ...] = ((0, 0, 0), (1, 1, 1), (2, 2, 2))
#: How far a ground may move towards black or paper to carry text, the nearest first.
_NEARBY = tuple(step / 50 for step in range(1, 26))
#: How much further a shade may go than a tint before the tint is nearer.
_DEARER = 0.2
_SHARES = (0.82, 0.66, 0.5, 0.34)


def roles(palette: Palette) -> Mapping[str, Colour]:
    """The roles of a layout, in a fixed order.

    No two roles share an sRGB value with different inks, so that the press can find a colour's
    inks by its sRGB value alone.
    """
    ink = _ink(palette)
    ground = _ground(palette, ink)
    panel = _panel(ground)
    heading = _heading(palette, ground, panel)
    accent = _accent(palette, ground)
    found = {
        "paper": PAPER,
        "ink": ink,
        "ground": ground,
        "on-ground": _on(ground, ink),
        "accent": accent,
        "label": accent if _reads(accent, ground) else _on(ground, ink),
        "panel": panel,
        "heading": heading,
        "line": mix(heading, PAPER, 0.4),
        **{f"plot-{n}": plot for n, plot in enumerate(_plots(ground, accent), start=1)},
    }
    return MappingProxyType(_reconciled(found, (PAPER, ink, palette.main, palette.second)))


def _ink(palette: Palette) -> Colour:
    """Black on screen, black ink alone on press; never mistaken for a rich black of the house."""
    houses = (palette.main, palette.second)
    taken = {colour.rgb for colour in houses if colour.cmyk != BLACK.cmyk}
    return Colour(next(rgb for rgb in _INKS if rgb not in taken), BLACK.cmyk)


def _ground(palette: Palette, ink: Colour) -> Colour:
    """The main colour; where that is (almost) paper the second, else a light grey."""
    for colour in (palette.main, palette.second):
        if is_field(colour):
            return _carrying(colour, ink)
    return mix(BLACK, PAPER, 0.15)


def is_field(colour: Colour) -> bool:
    """Whether a field of ``colour`` is seen on paper."""
    far = max(PAPER.rgb) - min(colour.rgb) >= MIN_COLOUR
    return far or contrast(colour.rgb, PAPER.rgb) >= MIN_FIELD


def _carrying(colour: Colour, ink: Colour) -> Colour:
    """``colour``, or the nearest shade or tint of it that paper or ink reads on.

    On the screen one of the two always does. In ink, where black is a dark grey, neither does on
    the colours in between: white letters on a shade keep more of such a house than black on a tint.
    """
    if _reads(PAPER, colour) or _reads(ink, colour):
        return colour
    shades = ((step, _within_limit(mix(BLACK, colour, step))) for step in _NEARBY)
    tints = ((step + _DEARER, mix(PAPER, colour, step)) for step in _NEARBY)
    found = [pair for pair in shades if _reads(PAPER, pair[1])][:1]
    found += [pair for pair in tints if _reads(ink, pair[1]) and is_field(pair[1])][:1]
    return min(found, key=lambda pair: pair[0])[1] if found else colour


def _on(ground: Colour, ink: Colour) -> Colour:
    """Paper where it reads well on ``ground``, else ink (one of the two always does on screen)."""
    for colour in (PAPER, ink):
        if _reads(colour, ground):
            return colour
    return PAPER if contrast(PAPER.rgb, ground.rgb) >= MIN_CONTRAST else ink


def _panel(ground: Colour) -> Colour:
    """The lightest tint of ``ground`` that is still seen beside paper; of yellow, a pale one."""
    for share in _STEPS[1:]:
        tint = mix(ground, PAPER, share)
        if share >= PANEL_SHARE or contrast(tint.rgb, PAPER.rgb) >= PANEL_CONTRAST:
            return tint
    return ground


def _heading(palette: Palette, ground: Colour, panel: Colour) -> Colour:
    """A house colour that reads on paper and on panels, else the ground's darkened until it does.

    The panel is the darker of the two, so what reads on it reads on paper too.
    """
    darkened = (_within_limit(mix(BLACK, ground, share)) for share in _STEPS[1:])
    for colour in (palette.main, palette.second, *darkened):
        if _reads(colour, panel):
            return colour
    return BLACK


def _accent(palette: Palette, ground: Colour) -> Colour:
    """A house colour seen on ground and paper alike, else a shade or tint of the ground."""
    for colour in (palette.second, palette.main):
        if _apart(colour, ground) >= MIN_FIELD:
            return colour
    shades = (_within_limit(mix(BLACK, ground, share)) for share in _STEPS[1:])
    tints = (mix(PAPER, ground, share) for share in _STEPS[1:-1])
    return next((colour for colour in (*shades, *tints) if _apart(colour, ground) >= 2), BLACK)


def _reads(text: Colour, under: Colour) -> bool:
    """Whether ``text`` reads well on ``under``, on the screen and in ink."""
    inked = contrast(printed(text.cmyk), printed(under.cmyk))
    return min(contrast(text.rgb, under.rgb), inked) >= MIN_CONTRAST


def _apart(colour: Colour, ground: Colour) -> float:
    """The lesser of the contrasts of ``colour`` with the ground and with paper."""
    return min(contrast(colour.rgb, ground.rgb), contrast(colour.rgb, PAPER.rgb))


def _plots(ground: Colour, accent: Colour) -> tuple[Colour, ...]:
    """Plots of land: tints from near the ground's colour to far from it, and one of the accent."""
    return (*(mix(ground, PAPER, share) for share in _SHARES), mix(accent, PAPER, 0.55))


def _within_limit(colour: Colour) -> Colour:
    """``colour`` with cyan, magenta and yellow scaled back until its inks keep to the limit."""
    *chromatic, black = colour.cmyk
    if sum(chromatic) + black <= MAX_INK:
        return colour
    scale = (MAX_INK - black) / sum(chromatic)
    c, m, y = (int(value * scale * 100) / 100 for value in chromatic)
    return Colour(colour.rgb, (c, m, y, black))


def _reconciled(found: Mapping[str, Colour], first: Iterable[Colour]) -> dict[str, Colour]:
    """``found``, where one sRGB value has one set of inks: that of its earliest owner."""
    owners: dict[Rgb, Colour] = {}
    for colour in (*first, *found.values()):
        owners.setdefault(colour.rgb, colour)
    return {name: owners[colour.rgb] for name, colour in found.items()}

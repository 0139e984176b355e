"""The two house colours of a gemeente, from as much of them as its manual gives."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from flevoprint.colour import Cmyk, Colour
from flevoprint.conditions import HOUSE, SHIPPED
from flevoprint.content.plausible import hue_warnings
from flevoprint.content.shapes import ColourShape, PaletteShape
from flevoprint.language import Phrase, Words, say
from flevoprint.model import Entry, Node, Palette
from flevoprint.palettes import companion, whole
from flevoprint.problem import Problem, Source, note


def house_palette(shape: PaletteShape) -> Palette:
    """Both colours whole; what is missing as it is on coated paper, until a printer is chosen."""
    given = {"main": shape.main, "second": shape.second}
    found = {name: _whole(colour) for name, colour in given.items() if colour is not None}
    by_profile = [name for name, colour in given.items() if colour and colour.cmyk is None]
    main, second = found["main"], found.get("second")
    if second is None:
        return Palette(main, companion(main), tuple(by_profile), companion=True)
    if main.rgb == second.rgb:
        # One colour on the screen has one set of inks: the declared one, where there is one.
        inks = second.cmyk if "main" in by_profile else main.cmyk
        main = second = Colour(main.rgb, inks)
        by_profile = by_profile if len(by_profile) == len(given) else []
    return Palette(main, second, tuple(by_profile))


def palette_notes(palette: Palette, node: Node) -> Iterator[Problem]:
    """What was computed because the file does not give it, at the colour that lacks it."""
    house = _entry(node, "kleuren")
    assert house is not None  # without it there is no gemeente
    for key, colour in (("hoofdkleur", palette.main), ("tweede kleur", palette.second)):
        given = _entry(house.node, key)
        if given is None:
            message = say("there is no second colour: one was made of the main colour")
            hint = say("write '{key}: {colour}', or leave it so", key=key, colour=_written(colour))
            yield _derived(message, house.key_source, hint)
        elif _entry(given.node, "cmyk") is None:
            message = say("'{key}' has no cmyk: the printing ink is computed from rgb", key=key)
            hint = say(
                "take it from the house style; on coated paper it comes to cmyk: {inks}",
                inks=_inks(colour.cmyk),
            )
            yield _derived(message, given.key_source, hint)
        elif _entry(given.node, "rgb") is None:
            message = say("'{key}' has no rgb: the screen colour is computed from cmyk", key=key)
            hint = say('take it from the house style; it comes to rgb: "{rgb}"', rgb=colour.css)
            yield _derived(message, given.key_source, hint)
        else:
            yield from hue_warnings(colour, given)


def _whole(shape: ColourShape) -> Colour:
    return whole(shape.rgb, shape.cmyk, SHIPPED[HOUSE])


def _derived(message: Phrase, source: Source, hint: Words) -> Problem:
    return note("content.colour-derived", message, source, hint)


def _entry(node: Node, key: str) -> Entry | None:
    assert isinstance(node.value, Mapping)  # validated as such
    return node.value.get(key)


def _written(colour: Colour) -> str:
    return f'{{rgb: "{colour.css}", cmyk: {_inks(colour.cmyk)}}}'


def _inks(cmyk: Cmyk) -> str:
    return "[" + ", ".join(f"{ink:.0f}" for ink in cmyk) + "]"

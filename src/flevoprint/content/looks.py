"""What a picture looks like, measured on its own pixels: what it covers, in which colours."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from PIL import Image, ImageChops, ImageColor

from flevoprint.colour import PAPER, Rgb
from flevoprint.model import Look

Box = tuple[int, int, int, int]

#: The colours that CSS has a name for.
COLOUR_NAMES = frozenset(ImageColor.colormap)
MAX_COLOURS = 8
#: A pixel counts as drawn from this opacity on, and shows its colour from that one.
DRAWN, OPAQUE = 24, 200
#: Colours are counted on about this many pixels a side; less than one part in RARE is noise.
SAMPLE = 200
RARE = 100
#: Channels that differ no more than this belong to one colour.
NEAR = 40
#: Most exact colours that are merged: a photograph has thousands.
_EXACT = 400


@dataclass(frozen=True, slots=True)
class Measured:
    """How a picture looks, and the box in pixels of what it draws."""

    look: Look
    box: Box


def measure(picture: Image.Image) -> Measured | None:
    """The look of an RGBA picture; None where it draws nothing.

    A ground of white that the picture brings along is part of it, but its size is that of what
    stands on the white.
    """
    drawn = picture.getchannel("A").point(lambda alpha: 255 * (alpha >= DRAWN))
    box = drawn.getbbox()
    if box is None:
        return None
    field = _field(picture.crop(box))
    if field is not None and _near(field, PAPER.rgb):
        bare = Image.new("RGB", picture.size, field)
        apart = ImageChops.difference(picture.convert("RGB"), bare).convert("L")
        marks = apart.point(lambda step: 255 * (step > NEAR // 2))
        drawn = ImageChops.multiply(marks, drawn)
        box = drawn.getbbox() or box
    cut, mask = picture.crop(box), drawn.crop(box)
    width, height = cut.size
    colours = _colours(cut, mask)
    if field is not None and all(_near(rgb, field) for rgb, _ in colours):
        field = None  # nothing stands on it: it is the drawing itself, to be seen on what is there
    return Measured(
        Look(
            ratio=width / height,
            cover=max(0.01, mask.histogram()[255] / (width * height)),
            colours=colours,
            field=field,
        ),
        box,
    )


def _field(picture: Image.Image) -> Rgb | None:
    """The one opaque colour that runs along all four edges of ``picture``."""
    width, height = picture.size
    if min(width, height) < 3:
        return None
    edges = ((0, 0, width, 1), (0, height - 1, width, height), (0, 0, 1, height))
    found: Counter[tuple[int, ...]] = Counter()
    for edge in (*edges, (width - 1, 0, width, height)):
        found.update(_counted(picture.crop(edge)))
    (red, green, blue, _), _ = found.most_common(1)[0]
    field = (red, green, blue)
    same = sum(n for (r, g, b, a), n in found.items() if a >= OPAQUE and _near((r, g, b), field))
    return field if same >= 0.98 * found.total() else None


def _counted(picture: Image.Image) -> Counter[tuple[int, ...]]:
    pairs = picture.getcolors(picture.width * picture.height) or []
    return Counter({colour: count for count, colour in pairs if isinstance(colour, tuple)})


def _colours(picture: Image.Image, mask: Image.Image) -> tuple[tuple[Rgb, float], ...]:
    """The colours of what is drawn and the share of each; near ones count as the commonest."""
    shown = picture.copy()
    shown.putalpha(ImageChops.multiply(picture.getchannel("A"), mask))
    width, height = (min(side, SAMPLE) for side in picture.size)
    exact = _counted(shown.resize((width, height), Image.Resampling.NEAREST))
    opaque = Counter({colour: n for colour, n in exact.items() if colour[3] >= OPAQUE})
    merged: Counter[Rgb] = Counter()
    for (red, green, blue, _), count in (opaque or exact).most_common(_EXACT):
        rgb = (red, green, blue)
        merged[next((centre for centre in merged if _near(centre, rgb)), rgb)] += count
    least = merged.total() / RARE
    kept = [(rgb, count) for rgb, count in merged.most_common(MAX_COLOURS) if count >= least]
    whole = sum(count for _, count in kept)
    return tuple((rgb, round(count / whole, 3)) for rgb, count in kept)


def _near(one: Rgb, other: Rgb) -> bool:
    return all(abs(first - second) <= NEAR for first, second in zip(one, other, strict=True))

"""Which version of a logo stands on a ground, on which plate, and how large.

Seen is measured on the logo's own pixels: each of its colours counts by how much of it there is. A
logo works where it is seen about as well as on the ground it was made for, because a house with a
pale second colour shows it pale on its own paper too.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass

from flevoprint.colour import BLACK, PAPER, Colour, Rgb, contrast
from flevoprint.model import Asset, Logo, Look

#: What must be seen to know what it is (WCAG 2.1, 1.4.11).
MIN_RATIO = 3.0
#: At least this much must be seen of any logo, and this much less than on its own ground.
MIN_SEEN, MAX_LOSS = 0.25, 0.1
#: A colour of at least this share may not vanish in the ground: less than this contrast is that.
MAIN_SHARE, VANISHED = 0.05, 1.2
#: A colour with less contrast than this is the ground's own.
LOST = 1.12
#: Room that a logo keeps, as a share of its height; on a plate it keeps it there.
CLEAR = 0.25
#: What a logo of usual weight takes, as a share of the square of its slot's height.
AREA = 1.25
#: How much of its box a logo of usual weight covers, and how little its weight counts.
COVER, WEIGHT = 0.35, 0.2


@dataclass(frozen=True, slots=True)
class Version:
    """One version of a logo and the plate under it, None where it needs none.

    ``light`` says whether what it stands on is light.
    """

    asset: Asset
    light: bool
    plate: Colour | None


@dataclass(frozen=True, slots=True)
class Placed:
    """Sizes in mm: of the logo, of the plate's rim, of the room above and below in the slot."""

    width: float
    height: float
    rim: float
    above: float
    below: float


def choose(logo: Logo, ground: Colour) -> Version:
    """The version that works on ``ground``, by itself if one does, else on a plate."""
    versions = list(_versions(logo, ground))
    for version in versions:
        if works(version.asset.look, made_for(version.asset, logo), _under(version, ground)):
            return version
    return max(versions, key=lambda one: seen(one.asset.look, _under(one, ground)))


def place(look: Look, width: float, height: float, align: str, *, plate: bool) -> Placed:
    """The size at which a logo looks as large as another, within ``width`` × ``height`` mm.

    Equal are the areas of the boxes, a little less for a heavy logo and more for a slight one.
    ``align`` is top, center or bottom.
    """
    area = AREA * height**2 * (COVER / look.cover) ** WEIGHT
    high = math.sqrt(area / look.ratio)
    rims = 2 * CLEAR if plate else 0.0
    high = min(high, height / (1 + rims), width / (look.ratio + rims))
    rim = CLEAR * high if plate else 0.0
    spare = height - high - 2 * rim
    above = {"top": 0.0, "center": spare / 2, "bottom": spare}[align]
    return Placed(high * look.ratio, high, rim, above, spare - above)


def seen(look: Look, ground: Rgb) -> float:
    """How much of a logo is seen on ``ground``, 0–1; one that brings its ground along, wholly."""
    if look.field is not None or not look.colours:
        return 1.0
    return sum(
        share * min(1.0, (contrast(rgb, ground) - 1) / (MIN_RATIO - 1))
        for rgb, share in look.colours
    )


def works(look: Look, own: Rgb, ground: Rgb) -> bool:
    """Whether a logo made for the ground ``own`` is seen on ``ground`` as it should be."""
    if look.field is not None:
        return look.field == ground or not _is_paper(look.field)
    here, there = seen(look, ground), seen(look, own)
    vanished = any(
        share >= MAIN_SHARE and contrast(rgb, ground) < VANISHED <= contrast(rgb, own)
        for rgb, share in look.colours
    )
    return here >= MIN_SEEN and here >= there - MAX_LOSS and not vanished


def made_for(asset: Asset, logo: Logo) -> Rgb:
    """The ground that a version was made for; of an only version, where least of it is lost."""
    if logo.light and logo.dark and logo.light.path != logo.dark.path:
        return PAPER.rgb if asset == logo.light else BLACK.rgb

    def kept(ground: Rgb) -> tuple[float, bool]:
        return -_lost(asset.look, ground), seen(asset.look, ground) >= MIN_SEEN

    return max((PAPER.rgb, BLACK.rgb), key=kept)


def _lost(look: Look, ground: Rgb) -> float:
    """How much of a logo is hardly another colour than ``ground``; yellow is not lost on paper."""
    return sum(share for rgb, share in look.colours if contrast(rgb, ground) < LOST)


def _versions(logo: Logo, ground: Colour) -> Iterator[Version]:
    """Every version on every ground that it may get, the best wanted first."""
    light = contrast(PAPER.rgb, ground.rgb) < contrast(BLACK.rgb, ground.rgb)
    own = logo.versions if light else logo.versions[::-1]
    for asset in own:
        yield Version(asset, light, None)
    for plate in (PAPER, BLACK):
        for asset in logo.versions if plate is PAPER else logo.versions[::-1]:
            yield Version(asset, plate is PAPER, plate)


def _under(version: Version, ground: Colour) -> Rgb:
    return (version.plate or ground).rgb


def _is_paper(field: Rgb) -> bool:
    return contrast(field, PAPER.rgb) < 1.05

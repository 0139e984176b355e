"""Logos where they are placed: seen against their ground, sharp at their size, with room around."""

from __future__ import annotations

import math
from collections.abc import Collection, Iterator, Mapping

from flevoprint.geometry import MM_PER_INCH
from flevoprint.language import Words, excerpt, say
from flevoprint.problem import Problem, error, note, warning
from flevoprint.typeset.compose import LogoFile
from flevoprint.typeset.contrast import grounds_under
from flevoprint.typeset.overflow import overflows
from flevoprint.typeset.page import Area, PageLayout, Picture
from flevoprint.typeset.placing import CLEAR, MIN_SEEN, seen
from flevoprint.typeset.proof import Proof

#: Pixels per inch at the printed size: less is seen, far less is refused (GWG 2022, images).
GOOD_PPI, MIN_PPI = 300, 150


def logo_problems(proof: Proof, logos: Mapping[str, LogoFile]) -> Iterator[Problem]:
    """What is wrong with ``logos``, by the name of their asset, each fault of a logo once.

    A text that does not fit its slot may come too near a logo: that is its own fault.
    """
    told: set[tuple[str, str]] = set()
    full = overflows(proof)
    for page in proof.pages:
        for picture in page.pictures:
            if picture.name not in logos:
                continue
            for problem in _problems(picture, page, logos[picture.name], full):
                if (problem.code, picture.name) not in told:
                    told.add((problem.code, picture.name))
                    yield problem


def _problems(
    picture: Picture, page: PageLayout, logo: LogoFile, full: Collection[str]
) -> Iterator[Problem]:
    if _is_unseen(picture, page, logo):
        yield _unseen(logo)
    elif logo.plate is not None:
        yield _plated(logo)
    yield from _unsharp(picture, logo)
    beside = _beside(picture, page, full)
    if beside:
        yield warning(
            "typeset.logo-crowded",
            say(
                "the logo '{logo}' has {beside} within {room:.1f} mm",
                logo=logo.alt,
                beside=beside,
                room=_room(picture),
            ),
            logo.asset.source,
            say(
                "shorten the text beside it if that is yours; else tell the maker of the layout, "
                "who leaves a quarter of the logo's height free around it"
            ),
        )


def _is_unseen(picture: Picture, page: PageLayout, logo: LogoFile) -> bool:
    grounds = grounds_under(picture.drawn, picture.order, page.fills)
    look = logo.asset.look
    return look.field is None and any(
        ground is None or seen(look, ground) < MIN_SEEN for ground in grounds
    )


def _unseen(logo: LogoFile) -> Problem:
    message = (
        say("the version for light ground of the logo '{logo}' is hardly seen", logo=logo.alt)
        if logo.light
        else say("the version for dark ground of the logo '{logo}' is hardly seen", logo=logo.alt)
    )
    return warning(
        "typeset.logo-contrast",
        message,
        logo.asset.source,
        say("check whether 'licht' and 'donker' are swapped: 'licht' stands on light ground"),
    )


def _plated(logo: LogoFile) -> Problem:
    plate = say("white") if logo.light else say("black")
    return note(
        "typeset.logo-plate",
        say(
            "the logo '{logo}' stands on a {plate} plate: bare, it would not be seen",
            logo=logo.alt,
            plate=plate,
        ),
        logo.asset.source,
        say("leave it so, or ask for a version for light or for dark ground"),
    )


def _unsharp(picture: Picture, logo: LogoFile) -> Iterator[Problem]:
    """A raster with too few pixels for the size it is printed at."""
    if not logo.asset.pixels:
        return
    width, height = _size(picture.drawn)
    across, down = logo.asset.pixels
    ppi = min(across / width, down / height) * MM_PER_INCH
    if ppi >= GOOD_PPI - 0.5:
        return
    found = error if ppi < MIN_PPI - 0.5 else warning
    yield found(
        "typeset.logo-resolution",
        say(
            "the logo '{logo}' is printed {width:.0f} mm wide, which leaves {ppi} pixels per inch",
            logo=logo.alt,
            width=width,
            ppi=round(ppi),
        ),
        logo.asset.source,
        say(
            "supply an SVG, or a picture of at least {across} × {down} pixels",
            across=math.ceil(width / MM_PER_INCH * GOOD_PPI),
            down=math.ceil(height / MM_PER_INCH * GOOD_PPI),
        ),
    )


def _beside(picture: Picture, page: PageLayout, full: Collection[str]) -> Words | None:
    """What stands in the room that a logo should keep; None where that is free."""
    room, drawn = _room(picture), picture.drawn
    clear = Area(drawn.left - room, drawn.top - room, drawn.right + room, drawn.bottom + room)
    for line in page.lines:
        if line.slot not in full and line.ink.overlaps(clear):
            return f"'{excerpt(line.words)}'"
    for other in page.pictures:
        if other is not picture and other.drawn.overlaps(clear):
            return say("another picture")
    return None


def _room(picture: Picture) -> float:
    return _size(picture.drawn)[1] * CLEAR


def _size(area: Area) -> tuple[float, float]:
    return area.right - area.left, area.bottom - area.top

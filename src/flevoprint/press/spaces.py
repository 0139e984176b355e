"""Colour spaces: how the operands of a colour are read, and what they come to."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any

import pikepdf
from pikepdf import Name
from PIL import ImageCms

from flevoprint.icc import Inks
from flevoprint.language import say
from flevoprint.press.colour import BLACK, InkTable, luma
from flevoprint.press.report import Report

_NAMED_SPACES = {
    "/DeviceRGB": "rgb",
    "/RGB": "rgb",
    "/DeviceGray": "gray",
    "/G": "gray",
    "/DeviceCMYK": "cmyk",
    "/CMYK": "cmyk",
    "/Pattern": "pattern",
}
_ICC_SPACES = {1: "gray", 3: "rgb", 4: "cmyk"}


class Spaces:
    """Reads the colours of one PDF; made for one edition."""

    def __init__(self, table: InkTable, report: Report) -> None:
        self.table = table
        self._report = report
        self._profiles: dict[tuple[int, int], str] = {}

    def kind(self, space: Any) -> str:
        """How operands in colour space ``space`` are read: gray, rgb, cmyk, pattern or none."""
        if isinstance(space, Name) and str(space) in _NAMED_SPACES:
            return _NAMED_SPACES[str(space)]
        if isinstance(space, pikepdf.Array) and len(space) and space[0] == Name.ICCBased:
            profile = space[1]
            if profile.objgen not in self._profiles:
                self._profiles[profile.objgen] = self._profiled(profile)
            return self._profiles[profile.objgen]
        family = space[0] if isinstance(space, pikepdf.Array) and len(space) else space
        self._report.add(
            "press.colour-space",
            say(
                "a colour is given in the colour space {name}; no inks can be told for that",
                name=str(family).lstrip("/"),
            ),
            say("use ordinary screen colours in the layout or the picture, such as #00a9f3"),
        )
        return "none"

    def _profiled(self, profile: Any) -> str:
        """An ICC space by its channels; three channels must be sRGB to mean what we think."""
        kind = _ICC_SPACES.get(int(profile.get("/N", 0)), "none")
        if kind == "rgb":
            opened = ImageCms.ImageCmsProfile(io.BytesIO(profile.read_bytes()))
            name = opened.profile.profile_description or ""
            if "sRGB" not in name:
                self._report.add(
                    "press.colour-space",
                    say(
                        "a colour is given in the colour profile '{name}'; only sRGB can be",
                        name=name,
                    ),
                    say("save the picture with the colour profile sRGB"),
                )
        return kind

    def inks(self, space: str, values: Sequence[float]) -> Inks:
        """The inks of a colour; shades between two 8-bit levels fall to the nearest."""
        if space == "rgb" and len(values) == 3:
            red, green, blue = (round(255 * min(max(value, 0), 1)) for value in values)
            return self.table.inks((red, green, blue))
        if space == "cmyk" and len(values) == 4:
            c, m, y, k = (round(value, 4) for value in values)
            return (c, m, y, k)
        if space == "gray" and values:
            return (0, 0, 0, round(1 - values[0], 4))
        return BLACK

    def grey(self, space: str, values: Sequence[float]) -> float:
        """The grey that has a colour's value in a luminosity mask (ISO 32000-1, 11.5.3)."""
        if space == "rgb" and len(values) == 3:
            return luma(*values)
        if space == "cmyk" and len(values) == 4:
            c, m, y, k = values
            return luma(*(max(0, 1 - ink - k) for ink in (c, m, y)))
        return values[0] if values else 0

"""sRGB and printing ink, each from the other, through the ICC profile of a printing condition.

LittleCMS (in Pillow), relative colorimetric with black point compensation. Neutral greys are black
ink alone, and black ink alone is a neutral grey: text, lines and codes stay sharp. An ink is a
share of 0–1 here.
"""

from __future__ import annotations

import io
from functools import lru_cache
from itertools import pairwise
from pathlib import Path

from PIL import Image, ImageCms

from flevoprint.colour import Cmyk, Rgb, luminance
from flevoprint.conditions import HOUSE, SHIPPED

Inks = tuple[float, float, float, float]
Curve = tuple[tuple[float, float], ...]


def rgb_to_inks(profile: Path) -> ImageCms.ImageCmsTransform:
    """From sRGB pixels to the four inks of ``profile``. Raises ImageCms.PyCMSError."""
    return _transform(_screen(), _opened(profile), "RGB", "CMYK")


def grey_scale(profile: Path) -> tuple[float, ...]:
    """The black ink for each neutral level 0–255.

    A grey's lightness is stretched so that black falls on full black ink, which on paper is not
    wholly black (L* near 17), and white on paper: the scale keeps its steps.
    """
    curve = _black_curve(profile)
    darkest = curve[-1][0]
    shares = [
        _ink_at(darkest + (100 - darkest) * _lightness(level) / 100, curve) for level in range(256)
    ]
    return (1.0, *shares[1:255], 0.0)


def cmyk_of(rgb: Rgb, profile: Path) -> Cmyk:
    """The inks for a screen colour, in whole per cent as a house style writes them."""
    mixer = _mixer(profile, profile.stat().st_mtime_ns)
    if rgb[0] == rgb[1] == rgb[2]:
        return (0, 0, 0, round(100 * mixer.greys[rgb[0]]))
    pixel = mixer.to_inks.apply(Image.new("RGB", (1, 1), rgb)).tobytes()
    c, m, y, k = (int(100 * byte / 255) for byte in pixel)  # rounded down: the limit holds
    return (c, m, y, k)


def rgb_of(cmyk: Cmyk, profile: Path) -> Rgb:
    """What inks look like on a screen."""
    mixer = _mixer(profile, profile.stat().st_mtime_ns)
    if not any(cmyk[:3]):
        level = min(range(256), key=lambda level: abs(mixer.greys[level] - cmyk[3] / 100))
        return (level, level, level)
    pixel = bytes(round(255 * ink / 100) for ink in cmyk)
    r, g, b = mixer.to_rgb.apply(Image.frombytes("CMYK", (1, 1), pixel)).tobytes()
    return (r, g, b)


@lru_cache(maxsize=4096)
def printed(cmyk: Cmyk) -> Rgb:
    """What inks look like beside white paper, where black ink is not quite black."""
    pixel = bytes(round(255 * ink / 100) for ink in cmyk)
    r, g, b = _printing().apply(Image.frombytes("CMYK", (1, 1), pixel)).tobytes()
    return (r, g, b)


@lru_cache(maxsize=1)
def _printing() -> ImageCms.ImageCmsTransform:
    return ImageCms.buildTransform(
        _opened(SHIPPED[HOUSE]),
        _screen(),
        "CMYK",
        "RGB",
        renderingIntent=ImageCms.Intent.RELATIVE_COLORIMETRIC,
    )


def to_srgb(picture: Image.Image, profile: bytes) -> Image.Image | None:
    """``picture`` in sRGB, itself where it is so; None where ``profile`` is not one of an RGB."""
    try:
        own = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        if own.profile.xcolor_space.strip() != "RGB":
            return None
        if "srgb" in ImageCms.getProfileDescription(own).lower():
            return picture
        if picture.mode == "RGB":
            return _transform(own, _screen(), "RGB", "RGB").apply(picture)
        converted = _transform(own, _screen(), "RGB", "RGB").apply(picture.convert("RGB"))
        converted.putalpha(picture.convert("RGBA").getchannel("A"))
        return converted
    except (ImageCms.PyCMSError, OSError):
        return None


class _Mixer:
    """One profile, opened: building a transform takes longer than a thousand colours."""

    def __init__(self, profile: Path) -> None:
        self.greys = grey_scale(profile)
        self.to_inks = rgb_to_inks(profile)
        self.to_rgb = _transform(_opened(profile), _screen(), "CMYK", "RGB")


@lru_cache(maxsize=8)
def _mixer(profile: Path, _changed: int) -> _Mixer:
    return _Mixer(profile)


def _screen() -> ImageCms.ImageCmsProfile:
    return ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB"))


def _opened(profile: Path) -> ImageCms.ImageCmsProfile:
    return ImageCms.getOpenProfile(str(profile))


def _transform(
    source: ImageCms.ImageCmsProfile,
    target: ImageCms.ImageCmsProfile,
    source_mode: str,
    target_mode: str,
) -> ImageCms.ImageCmsTransform:
    return ImageCms.buildTransform(
        source,
        target,
        source_mode,
        target_mode,
        renderingIntent=ImageCms.Intent.RELATIVE_COLORIMETRIC,
        flags=ImageCms.Flags.BLACKPOINTCOMPENSATION,
    )


def _lightness(level: int) -> float:
    """CIE L* (0–100) of a neutral sRGB level."""
    y = luminance((level, level, level))
    return float(116 * y ** (1 / 3) - 16 if y > 216 / 24389 else y * 24389 / 27)


def _black_curve(profile: Path) -> Curve:
    """Pairs of L* and black ink, from paper to full ink.

    Pillow gives L* in 256 steps, so neighbouring inks may share one: their mean stands for them.
    """
    ramp = Image.frombytes("CMYK", (256, 1), bytes(b for k in range(256) for b in (0, 0, 0, k)))
    to_lab = ImageCms.buildTransform(
        _opened(profile),
        ImageCms.createProfile("LAB"),
        "CMYK",
        "LAB",
        renderingIntent=ImageCms.Intent.RELATIVE_COLORIMETRIC,
    )
    levels: dict[int, list[int]] = {}
    for ink, level in enumerate(to_lab.apply(ramp).tobytes()[::3]):
        levels.setdefault(level, []).append(ink)
    points = [(level / 2.55, sum(inks) / len(inks) / 255) for level, inks in levels.items()]
    return ((100.0, 0.0), *points[1:-1], (points[-1][0], 1.0))


def _ink_at(lightness: float, curve: Curve) -> float:
    """The black ink that gives ``lightness``, between the two nearest points of ``curve``."""
    for (light, less), (dark, more) in pairwise(curve):
        if lightness >= dark:
            return round(less + (more - less) * (light - lightness) / (light - dark), 4)
    return 1.0

"""Logos in pixels as gemeenten have them; the shapes are made up."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PIL import Image, ImageCms, ImageDraw

TEAL, AMBER, INK, NAVY = (14, 90, 99), (242, 169, 0), (34, 34, 34), (20, 24, 48)
CLEAR = (0, 0, 0, 0)

Write = Callable[[Path], None]


def emblem(
    size: tuple[int, int], ground: tuple[int, ...], *colours: tuple[int, ...]
) -> Image.Image:
    """A wave, a sail and bars in ``colours`` on ``ground``, with a little room around."""
    mode = "RGBA" if len(ground) == 4 else "RGB"
    picture = Image.new(mode, size, ground)
    draw = ImageDraw.Draw(picture)
    width, height = size

    def at(*points: float) -> list[float]:
        return [value * (width, height)[n % 2] for n, value in enumerate(points)]

    first, second, third = (colours * 3)[:3]
    draw.polygon(at(0.08, 0.7, 0.22, 0.12, 0.22, 0.7), fill=first)
    draw.rectangle(at(0.06, 0.76, 0.44, 0.88), fill=second)
    for line in range(3):
        draw.rectangle(at(0.52, 0.16 + 0.26 * line, 0.94, 0.3 + 0.26 * line), fill=third)
    return picture


def _deep_grey(path: Path) -> None:
    grey = emblem((900, 420), (255, 255, 255), TEAL, (120, 120, 120), INK).convert("L")
    grey.convert("I").point(lambda level: level * 257).convert("I;16").save(path)


def _rotated(path: Path) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    upright = emblem((900, 420), (255, 255, 255), TEAL, AMBER, INK)
    upright.transpose(Image.Transpose.ROTATE_90).save(path, exif=exif, quality=92)


def _other_rgb(path: Path) -> None:
    """Pixels whose red and green are swapped, and a profile that says so."""
    red, green, blue = emblem((900, 420), (255,) * 3, TEAL, AMBER, INK).split()
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    for old, new in ((b"rXYZ", b"zXYZ"), (b"gXYZ", b"rXYZ"), (b"zXYZ", b"gXYZ")):
        profile = profile.replace(old, new)
    for encoding in ("ascii", "utf-16-be"):
        profile = profile.replace("sRGB".encode(encoding), "swap".encode(encoding))
    Image.merge("RGB", (green, red, blue)).save(path, icc_profile=profile)


#: Name of the file -> how it is made. All of these must come out right.
PICTURES: dict[str, Write] = {
    "transparent.png": lambda path: emblem((900, 420), CLEAR, TEAL, AMBER, INK).save(path),
    "white-ground.png": lambda path: emblem((900, 420), (255,) * 3, TEAL, AMBER, INK).save(path),
    "white-ground.jpg": lambda path: emblem((900, 420), (255,) * 3, TEAL, AMBER, INK).save(
        path, quality=85
    ),
    "own-field.png": lambda path: emblem((900, 420), TEAL, (255,) * 3, AMBER, (255,) * 3).save(
        path
    ),
    "indexed.png": lambda path: emblem((900, 420), CLEAR, TEAL, AMBER, INK).quantize(16).save(path),
    "grey-alpha.png": lambda path: (
        emblem((900, 420), CLEAR, INK, (90,) * 3, INK).convert("LA").save(path)
    ),
    "deep-grey.png": _deep_grey,
    "grey.jpg": lambda path: (
        emblem((900, 420), (255,) * 3, INK, (120,) * 3, INK).convert("L").save(path, quality=90)
    ),
    "one-bit.png": lambda path: emblem((900, 420), (255,) * 3, (0, 0, 0)).convert("1").save(path),
    "huge.png": lambda path: emblem((7000, 3000), CLEAR, TEAL, AMBER, INK).save(path),
    "eight-to-one.png": lambda path: emblem((2400, 300), CLEAR, TEAL, AMBER, INK).save(path),
    "one-to-eight.png": lambda path: (
        emblem((2400, 300), CLEAR, TEAL, AMBER, INK).transpose(Image.Transpose.ROTATE_90).save(path)
    ),
    "rotated.jpg": _rotated,
    "profile.png": _other_rgb,
    "dark.png": lambda path: emblem((900, 420), CLEAR, NAVY, NAVY, NAVY).save(path),
    "white.png": lambda path: emblem((900, 420), CLEAR, (255,) * 3).save(path),
    "progressive.jpg": lambda path: emblem((900, 420), (255,) * 3, TEAL, AMBER, INK).save(
        path, quality=90, progressive=True
    ),
}


def _bomb(path: Path) -> None:
    Image.new("1", (9000, 9000)).save(path)


#: What is refused, and under which code.
REFUSED_PICTURES: dict[str, tuple[Write, str]] = {
    "inks.jpg": (
        lambda path: emblem((900, 420), (255,) * 3, TEAL, AMBER, INK).convert("CMYK").save(path),
        "content.logo-colours",
    ),
    "bomb.png": (_bomb, "content.logo-too-large"),
    "empty.png": (lambda path: Image.new("RGBA", (90, 40)).save(path), "content.logo-empty"),
    "really-a-gif.png": (
        lambda path: Image.new("RGB", (90, 40)).save(path, "GIF"),
        "content.logo-broken",
    ),
}

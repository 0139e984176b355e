"""House colours as manuals give them, and some that no manual should."""

from __future__ import annotations


def _rgb(*colours: str) -> str:
    """One or two colours of which only the screen's value is known."""
    keys = ("hoofdkleur", "tweede kleur")
    return "".join(
        f'  {key}: {{rgb: "#{colour}"}}\n' for key, colour in zip(keys, colours, strict=False)
    )


def _cmyk(*colours: str) -> str:
    """One or two colours of which only the inks are known."""
    keys = ("hoofdkleur", "tweede kleur")
    return "".join(
        f"  {key}: {{cmyk: [{inks}]}}\n" for key, inks in zip(keys, colours, strict=False)
    )


#: Name -> what stands under ``kleuren``.
PALETTES: dict[str, str] = {
    "white-white": _rgb("ffffff", "ffffff"),
    "black-black": _rgb("000000", "000000"),
    "black-white": _rgb("000000", "ffffff"),
    "white-black": _rgb("ffffff", "000000"),
    "white-alone": _rgb("ffffff"),
    "black-alone": _rgb("000000"),
    "yellow-purple": '  hoofdkleur: {rgb: "#fcea11", cmyk: [5, 0, 90, 0]}\n'
    '  tweede kleur: {rgb: "#483e6f", cmyk: [79, 77, 23, 23]}\n',
    "yellow-yellow": _rgb("ffff00", "ffff00"),
    "yellow-white": _rgb("ffee00", "ffffff"),
    "yellow-alone": _cmyk("0, 0, 100, 0"),
    "pale-yellow-cream": _rgb("fffbe0", "fff4cc"),
    "neon-green-pink": _rgb("39ff14", "ff10f0"),
    "neon-yellow-cyan": _rgb("ccff00", "00ffff"),
    "pure-red-green": _rgb("ff0000", "00ff00"),
    "pure-blue-yellow": _rgb("0000ff", "ffff00"),
    "cyan-magenta-inks": _cmyk("100, 0, 0, 0", "0, 100, 0, 0"),
    "magenta-alone": _cmyk("0, 100, 0, 0"),
    "grey-119": _rgb("777777", "777777"),
    "grey-128": _rgb("808080"),
    "grey-of-ink": _cmyk("0, 0, 0, 60", "0, 0, 0, 40"),
    "grey-160-96": _rgb("a0a0a0", "606060"),
    "near-identical-teal": _rgb("0e5a63", "0e5b64"),
    "near-identical-orange": _rgb("f07800", "f07a02"),
    "equal-green": _rgb("539004", "539004"),
    "equal-inks": _cmyk("85, 40, 45, 36", "85, 40, 45, 36"),
    "almost-white": _rgb("fefefe", "fdfdfd"),
    "almost-black": _rgb("010101", "020202"),
    "rich-black": _cmyk("60, 40, 40, 100", "0, 20, 60, 20"),
    "orange-middle": _rgb("c8501e", "ff7800"),
    "green-middle": _rgb("00963c", "8dc63f"),
    "blue-middle": _rgb("009fe3", "004f9f"),
    "pink-lilac": _rgb("e6007e", "c8a2c8"),
    "brown-beige": _rgb("6b4423", "e8d8b8"),
    "navy-gold": '  hoofdkleur: {rgb: "#1f3a63", cmyk: [92, 72, 27, 33]}\n'
    '  tweede kleur: {rgb: "#c8a24a", cmyk: [20, 32, 77, 8]}\n',
    "red-of-a-flag": _cmyk("0, 95, 90, 5", "100, 70, 0, 20"),
    "olive-mint": _rgb("767600", "aaf0d1"),
    "turquoise-coral": _rgb("20b2aa", "ff7f50"),
    "just-too-light": _rgb("7a7a7a", "e0e0e0"),
    "dark-and-darker": _rgb("141414", "0a1e28"),
    "inks-and-screen": '  hoofdkleur: {cmyk: [70, 0, 100, 0]}\n  tweede kleur: {rgb: "#b83263"}\n',
}

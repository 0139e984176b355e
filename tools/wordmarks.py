"""Draw the neutral wordmarks that stand in for logos until their owners supply real ones.

Run from the repository's root: ``python tools/wordmarks.py``. The letters are outlines of the
committed fonts, so the pictures need no font; each comes for light and for dark ground.
"""

from pathlib import Path

from fontTools.pens.svgPathPen import SVGPathPen
from fontTools.pens.transformPen import TransformPen
from fontTools.ttLib import TTFont

FONTS = Path("fonts/bricolage-grotesque")
LOGOS = Path("content/logos")
SMALL = FONTS / "BricolageGrotesque_600SemiBold.ttf"
LARGE = FONTS / "BricolageGrotesque_700Bold.ttf"
#: Ink on light ground and on dark ground.
GROUNDS = {"licht": "#000000", "donker": "#ffffff"}
UNIT = 100

GEMEENTEN = ["Almere", "Dronten", "Lelystad", "Noordoostpolder", "Urk", "Zeewolde"]


def outline(
    words: str, font_file: Path, size: float, x: float, baseline: float
) -> tuple[str, float]:
    """SVG path data for ``words`` and the x where they end, in units of the view box."""
    font = TTFont(font_file)
    glyphs, cmap = font.getGlyphSet(), font.getBestCmap()
    scale = size / font["head"].unitsPerEm
    paths = []
    for character in words:
        glyph = glyphs[cmap[ord(character)]]
        pen = SVGPathPen(glyphs, ntos=lambda number: f"{number:.1f}".removesuffix(".0"))
        glyph.draw(TransformPen(pen, (scale, 0, 0, -scale, x, baseline)))
        paths.append(pen.getCommands())
        x += glyph.width * scale
    return "".join(paths), x


def wordmark(lines: list[tuple[str, Path, float]], ink: str, title: str) -> str:
    """An SVG of stacked lines, each (words, font, size), cropped to the letters."""
    paths, width, baseline = [], 0.0, 0.0
    for words, font_file, size in lines:
        baseline += size * (0.74 if not paths else 1.02)
        path, end = outline(words, font_file, size, 0, baseline)
        paths.append(path)
        width = max(width, end)
    height = baseline + lines[-1][2] * 0.22
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:.0f} {height:.0f}" '
        f'width="{width:.0f}" height="{height:.0f}">\n'
        f"<!-- Plaatshouder: geen officieel logo. -->\n<title>{title}</title>\n"
        f'<path fill="{ink}" d="{"".join(paths)}"/>\n</svg>\n'
    )


def main() -> None:
    """Write every wordmark."""
    marks = {
        name.lower(): [("gemeente", SMALL, UNIT * 0.62), (name, LARGE, UNIT)] for name in GEMEENTEN
    }
    marks["werkplaats"] = [
        ("Werkplaats", LARGE, UNIT),
        ("Sociaal Domein", LARGE, UNIT),
        ("Flevoland", LARGE, UNIT),
    ]
    marks["windesheim"] = [("hogeschool", SMALL, UNIT), ("Windesheim", LARGE, UNIT)]
    for name, lines in marks.items():
        title = " ".join(words for words, _, _ in lines)
        for ground, ink in GROUNDS.items():
            target = LOGOS / f"plaatshouder-{name}-{ground}.svg"
            target.write_text(wordmark(lines, ink, title), encoding="utf-8")


if __name__ == "__main__":
    main()

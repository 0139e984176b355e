"""Draw the neutral wordmarks that stand in for logos until their owners supply real ones.

Run from the repository's root, in its environment: ``.venv/bin/python tools/wordmarks.py``.
"""

from pathlib import Path

from flevoprint.typeset.wordmark import LARGE, SMALL, UNIT, Line, gemeente_mark, wordmarks

LOGOS = Path("content/logos")
GEMEENTEN = ["Almere", "Dronten", "Lelystad", "Noordoostpolder", "Urk", "Zeewolde"]


def main() -> None:
    """Write every wordmark."""
    marks = {name.lower(): gemeente_mark(name) for name in GEMEENTEN}
    marks["werkplaats"] = wordmarks(
        [Line(words, LARGE, UNIT) for words in ("Werkplaats", "Sociaal Domein", "Flevoland")]
    )
    marks["windesheim"] = wordmarks(
        [Line("hogeschool", SMALL, UNIT), Line("Windesheim", LARGE, UNIT)]
    )
    for name, grounds in marks.items():
        for ground, data in grounds.items():
            (LOGOS / f"plaatshouder-{name}-{ground}.svg").write_bytes(data)


if __name__ == "__main__":
    main()

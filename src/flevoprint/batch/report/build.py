"""The report on a build: one HTML file with every sheet in the output folder, and what it lacks.

All that content and files say is escaped by the template; a content policy in the page allows no
script and no style but its own, by their digests, and nothing from elsewhere.
"""

from __future__ import annotations

import base64
import hashlib
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from flevoprint.batch.manifest import Row
from flevoprint.batch.report.album import Album
from flevoprint.batch.report.findings import Place, Told, common, groups, told
from flevoprint.language import Language, Phrase, Words, say, say_many
from flevoprint.problem import SEVERITIES, Severity
from flevoprint.templates import Markup, templates

FOLDER = Path(__file__).parent
#: What may come of a sheet, the worst first: as a class of the style sheet, and in words.
VERDICTS: Mapping[str, Words] = {
    "error": say("Not made"),
    "warning": say("Made, with warnings"),
    "fine": say("In order"),
}
USES: Mapping[str, Words] = {"scherm": say("for the website"), "druk": say("for the printer")}
WORDS: Mapping[str, Words] = {
    "title": say("All sheets"),
    "skip": say("To the sheets"),
    "findings": say("What was found"),
    "sheets": say("Sheets"),
    "filter": say("Choose sheets"),
    "search": say("Search"),
    "outcome": say("Outcome"),
    "severity": say("With findings"),
    "gemeente": say("Gemeente"),
    "all": say("all"),
    "reset": say("Show all"),
    "show": say("Show these sheets"),
    "shown": say("COUNT of TOTAL sheets shown"),
    "none": say("There is no such sheet. Choose something else, or show all."),
    "hint": say("What to do"),
    "stale": say("Of an earlier time, not renewed:"),
    "no_picture": say("No picture can be made of this sheet."),
}


@dataclass(frozen=True, slots=True)
class FileView:
    """One file: its address below the output folder, its edition, what for, and its size."""

    href: str
    name: str
    use: str = ""
    size: str = ""


@dataclass(frozen=True, slots=True)
class PictureView:
    """A page as a small picture: its address, and what it shows."""

    src: str
    alt: str


@dataclass(frozen=True, slots=True)
class Card:
    """One sheet of one gemeente, told; ``size`` in mm.

    ``noted`` says how many ``notes`` there are, which wait behind it; ``findings`` are the rest.
    ``shared`` says how many findings it has that others have too, and stand above all sheets.
    """

    id: str
    name: str
    gemeente: str
    title: str
    look: str
    verdict: str
    pictures: tuple[PictureView, ...]
    size: tuple[int, int]
    files: tuple[FileView, ...]
    stale: tuple[FileView, ...]
    findings: tuple[Told, ...]
    notes: tuple[Told, ...]
    noted: str
    shared: str
    severities: str
    codes: str


def build_report(
    files: Sequence[Row],
    failed: Sequence[Row],
    above: Sequence[Row],
    album: Album,
    language: Language,
    state: str,
) -> bytes:
    """The report on the manifest's rows, as one HTML file (UTF-8).

    ``above`` are the problems of all of it, as the manifest has those of a sheet. ``state`` names
    what it shows; it is left out where a picture is missing that may come yet.
    """
    subjects = _subjects([*files, *failed])
    found = {place: told(rows, language) for place, rows in subjects.items()}
    shared = common(found)
    made = (_card(rows, found[place], shared, album, language) for place, rows in subjects.items())
    cards = sorted(made, key=lambda card: (card.look != "error", _sortable(card.name), card.id))
    style, script = _source("shared.css", "build.css"), _source("build.js")
    template = templates(FOLDER).get_template("build.html")
    page = template.render(
        words={name: language.tell(text) for name, text in WORDS.items()},
        language=language.id,
        state=state if all(card.pictures or not card.files for card in cards) else "",
        style=style,
        script=script,
        policy=_policy(style, script),
        summary=_summary(files, cards, language),
        above=told([{"problems": above}], language),
        groups=tuple(groups(found, shared)),
        cards=cards,
        gemeenten=dict(sorted({card.gemeente: card.name for card in cards}.items())),
        verdicts={look: language.tell(text) for look, text in VERDICTS.items()},
        severities={kind: language.tell(Phrase(SEVERITIES[kind])) for kind in Severity},
        sheets=lambda count: language.tell(say_many("{count} sheet", "{count} sheets", count)),
        places=lambda count: language.tell(
            say_many("In {count} shared place", "In {count} shared places", count)
        ),
    )
    return page.encode("utf-8", "replace")


def _subjects(rows: Iterable[Row]) -> dict[Place, list[Row]]:
    """The rows by the sheet that they are about, which may be of several files."""
    subjects: dict[Place, list[Row]] = {}
    for row in rows:
        place = (row["gemeente"], row["sheet"], row["layout"], row["side"])
        subjects.setdefault(place, []).append(row)
    return subjects


def _card(
    rows: Sequence[Row],
    findings: Sequence[Told],
    shared: frozenset[Told],
    album: Album,
    language: Language,
) -> Card:
    first = rows[0]
    made = sorted(
        (row for row in rows if "file" in row), key=lambda row: row["edition"] != "scherm"
    )
    warned = any(one.severity is Severity.WARNING for one in findings)
    look = "warning" if made and warned else "fine" if made else "error"
    own = [one for one in findings if one not in shared]
    notes = tuple(one for one in own if one.severity is Severity.NOTE)
    elsewhere = len(findings) - len(own)
    also = say_many("{count} finding above", "{count} findings above", elsewhere)
    return Card(
        id="-".join(
            filter(None, (first["gemeente"], first["sheet"], first["layout"], first["side"]))
        ),
        name=first["name"],
        gemeente=first["gemeente"],
        title=_title(first, language),
        look=look,
        verdict=language.tell(VERDICTS[look]),
        pictures=_pictures(made, first["name"], album, language),
        size=_size(made),
        files=tuple(_file(row, language) for row in made),
        stale=tuple(FileView(quote(str(name)), str(name)) for name in first.get("stale", ())),
        findings=tuple(one for one in own if one not in notes),
        notes=notes,
        noted=language.tell(say_many("{count} note", "{count} notes", len(notes))),
        shared=language.tell(also) if elsewhere else "",
        severities=" ".join(dict.fromkeys(str(one.severity) for one in findings)),
        codes=" ".join(dict.fromkeys(one.code for one in findings)),
    )


def _size(made: Sequence[Row]) -> tuple[int, int]:
    """The shape that pictures are given room for."""
    try:
        width, height = made[0]["trim_mm"]
        return round(width), round(height)
    except (IndexError, TypeError, ValueError):
        return 210, 297


def _title(row: Row, language: Language) -> str:
    """Which sheet it is, of which side, and in what layout where that is not the usual one."""
    if not row["sheet"]:
        return ""
    named: list[Words] = [row["title"] or row["sheet"]]
    if row["side"]:
        named.append(say("side {side}", side=row["side"]))
    return ", ".join(language.tell(part) for part in (*named, row["layout"]))


def _pictures(
    made: Sequence[Row], name: str, album: Album, language: Language
) -> tuple[PictureView, ...]:
    found = next(filter(None, (album.pictures(row["key"]) for row in made)), ())
    return tuple(
        PictureView(
            f"data:image/webp;base64,{base64.b64encode(picture).decode()}",
            language.tell(say("Page {page} of {name}", page=page, name=name)),
        )
        for page, picture in enumerate(found, start=1)
        if picture
    )


def _file(row: Row, language: Language) -> FileView:
    edition = row["edition"]
    use = language.tell(USES[edition]) if edition in USES else ""
    size = language.tell(say("{size:.1f} MB", size=row["bytes"] / 1e6))
    return FileView(quote(row["file"]), edition, use, size)


def _summary(files: Sequence[Row], cards: Sequence[Card], language: Language) -> str:
    looks = [card.look for card in cards]
    counts = [
        say_many("{count} sheet", "{count} sheets", len(cards)),
        say_many("{count} file", "{count} files", len(files)),
    ]
    if failed := looks.count("error"):
        counts.append(say_many("{count} not made", "{count} not made", failed))
    if warned := looks.count("warning"):
        counts.append(say_many("{count} with warnings", "{count} with warnings", warned))
    return " · ".join(language.tell(count) for count in counts)


def _sortable(name: str) -> str:
    """``name`` as a list of places has it: 's-Hertogenbosch with the S, accents aside."""
    decomposed = unicodedata.normalize("NFKD", name.casefold())
    return "".join(character for character in decomposed if character.isalnum())


def _source(*names: str) -> Markup:
    return Markup("\n" + "".join((FOLDER / name).read_text(encoding="utf-8") for name in names))


def _policy(style: str, script: str) -> str:
    """What the page may do: show its pictures, and run and look like what it brings itself."""

    def digest(text: str) -> str:
        return base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()

    return (
        "default-src 'none'; img-src data:; base-uri 'none'; form-action 'none'; "
        f"style-src 'sha256-{digest(style)}'; script-src 'sha256-{digest(script)}'"
    )

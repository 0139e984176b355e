"""Whether what was typed is what was laid out: pages, boxes, words, faces.

A box that is too small hides its text without a word, and the engine replaces what it lacks in
silence; each check here turns one such loss into an error at the line the editor typed.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from flevoprint.model import Address, FontFace, Gemeente, Sheet, Text, printed
from flevoprint.problem import Problem, Source, error
from flevoprint.typeset.engine import Area, Line, PageLayout, SlotArea
from flevoprint.typeset.faces import find_face, is_invisible, missing_glyphs

#: Rounding of the engine's CSS pixels, mm.
TOLERANCE = 0.3
#: What a cutter may take off: everything that matters stays this far inside the trim, mm.
SAFE_MARGIN = 5.0
#: Smallest text a handout may carry, pt.
MIN_SIZE = 9.0


def fit_problems(
    pages: Sequence[PageLayout], sheet: Sheet, gemeente: Gemeente, faces: Sequence[FontFace]
) -> list[Problem]:
    """Everything that was lost, does not fit or fell back on ``pages``."""
    texts = {text.path: text for text in expected_texts(sheet, gemeente)}
    problems = [*_page_problems(pages, sheet, gemeente)]
    hidden = _hidden_slots(pages, sheet)
    problems += [_hidden_slot(path, sheet, texts) for path in hidden]
    problems += _slot_problems(pages, sheet, gemeente, texts)
    shown = {path: text for path, text in texts.items() if not path.startswith(hidden)}
    problems += _word_problems(pages, shown, gemeente)
    problems += _line_problems(pages, texts, sheet)
    problems += _face_problems(pages, texts, sheet, faces)
    return _told_once(problems)


#: What one text that is too long may cause all at once; the first found says it.
_OVERFLOWS = {"fit.too-long", "fit.too-wide"}
_OUT_OF_PLACE = _OVERFLOWS | {"fit.overlap", "fit.outside-safe-margin"}


def _told_once(problems: Sequence[Problem]) -> list[Problem]:
    """``problems`` without those that only follow from another.

    What overflows its slot also runs over its neighbours, which are not to blame.
    """
    overflows = any(problem.code in _OVERFLOWS for problem in problems)
    told: set[Source] = set()
    kept = []
    for problem in dict.fromkeys(problems):
        out_of_place = problem.code in _OUT_OF_PLACE
        follows = problem.code == "fit.overlap" and overflows
        if not follows and not (out_of_place and problem.source in told):
            kept.append(problem)
        if out_of_place:
            told.add(problem.source)
    return kept


def expected_texts(sheet: Sheet, gemeente: Gemeente) -> Iterator[Text]:
    """Every text that must stand on the pages; an address goes by its url."""
    yield from sheet.texts
    yield gemeente.name
    for found in printed((*sheet.values.values(), gemeente.contact)):
        if isinstance(found, Address) and found.url:
            yield Text(found.display, found.source, found.url)
    if gemeente.contact.phone:
        yield gemeente.contact.phone


def _page_problems(
    pages: Sequence[PageLayout], sheet: Sheet, gemeente: Gemeente
) -> Iterator[Problem]:
    expected = len(sheet.layout.sides)
    if len(pages) != expected:
        yield error(
            "fit.page-count",
            f"het blad van {_short(gemeente.name.value)} telt {len(pages)} bladzijden "
            f"in plaats van {expected}",
            sheet.source,
            "kort de tekst in; een tekst is zo lang dat hij op een volgende bladzijde belandt",
        )


def _hidden_slots(pages: Sequence[PageLayout], sheet: Sheet) -> tuple[str, ...]:
    """The filled slots for which no page has a box."""
    placed = {slot.path for page in pages for slot in page.slots}
    return tuple(
        slot.path
        for slot in sheet.layout.slots
        if slot.path not in placed and sheet.values[slot.path]
    )


def _hidden_slot(path: str, sheet: Sheet, texts: Mapping[str, Text]) -> Problem:
    return error(
        "fit.slot-missing",
        f"de layout '{sheet.layout.id}' toont het vak '{path}' nergens",
        _first_source(texts, path, sheet),
        f'zet data-slot="{path}" op een vak in layouts/{sheet.layout.id}/sheet.html',
    )


def _slot_problems(
    pages: Sequence[PageLayout], sheet: Sheet, gemeente: Gemeente, texts: Mapping[str, Text]
) -> Iterator[Problem]:
    sides = {slot.path: slot.side for slot in sheet.layout.slots}
    for page, shown in zip(pages, sheet.layout.sides, strict=False):
        for area in page.slots:
            if sides.get(area.path) not in ("", None, shown):
                yield _ran_over(page, area, gemeente, texts, sheet)
            else:
                yield from _overflow(page, area, sheet, gemeente, texts)


def _ran_over(
    page: PageLayout, slot: SlotArea, gemeente: Gemeente, texts: Mapping[str, Text], sheet: Sheet
) -> Problem:
    """A slot so full that the engine went on with it on the other side."""
    lines = [line for line in page.lines if line.box == slot.box]
    count = sum(len(line.words.split()) for line in lines)
    typed = next((texts[line.path].source for line in lines if line.path in texts), None)
    return error(
        "fit.too-long",
        f"het vak '{slot.path}' van {_short(gemeente.name.value)} loopt door op de andere zijde: "
        f"{_counted(count, 'past', 'passen')} niet",
        typed or _first_source(texts, slot.path, sheet),
        f"kort de tekst in met ongeveer {_counted(count)}",
    )


def _overflow(
    page: PageLayout, slot: SlotArea, sheet: Sheet, gemeente: Gemeente, texts: Mapping[str, Text]
) -> Iterator[Problem]:
    below = max(slot.reached.bottom - slot.given.bottom, slot.given.top - slot.reached.top)
    beside = max(slot.reached.right - slot.given.right, slot.given.left - slot.reached.left)
    outside = [
        line for line in page.lines if line.box == slot.box and not _inside(line.area, slot.given)
    ]
    typed = next((texts[line.path].source for line in outside if line.path in texts), None)
    source = typed or _first_source(texts, slot.path, sheet)
    count = sum(len(line.words.split()) for line in outside)
    if max(below, beside) > TOLERANCE and not outside:
        yield error(
            "fit.picture-outside",
            f"een beeld in het vak '{slot.path}' van {_short(gemeente.name.value)} steekt "
            f"{_mm(max(below, beside))} buiten het vak",
            source,
            "gebruik minder of kleinere onderdelen in dit vak",
        )
    elif below > TOLERANCE:
        yield error(
            "fit.too-long",
            f"het vak '{slot.path}' van {_short(gemeente.name.value)} is {_mm(below)} te lang: "
            f"{_counted(count, 'past', 'passen')} niet",
            source,
            f"kort de tekst in met ongeveer {_counted(count)}",
        )
    elif beside > TOLERANCE:
        words = (word for line in outside for word in line.words.split())
        longest = max(words, key=len, default="")
        yield error(
            "fit.too-wide",
            f"in het vak '{slot.path}' van {_short(gemeente.name.value)} steekt '{longest}' "
            f"{_mm(beside)} buiten het vak",
            source,
            "gebruik een korter woord, of zet er een spatie of koppelteken in",
        )


def _counted(count: int, singular: str = "", plural: str = "") -> str:
    """``count`` words, with the verb that goes with them."""
    noun, verb = ("woord", singular) if count == 1 else ("woorden", plural)
    return f"{count} {noun} {verb}".rstrip()


def _inside(area: Area, given: Area) -> bool:
    return (
        area.left >= given.left - TOLERANCE
        and area.right <= given.right + TOLERANCE
        and area.top >= given.top - TOLERANCE
        and area.bottom <= given.bottom + TOLERANCE
    )


def _overlap(one: Area, other: Area) -> bool:
    """Whether two areas share more than an edge."""
    return (
        min(one.right, other.right) - max(one.left, other.left) > TOLERANCE
        and min(one.bottom, other.bottom) - max(one.top, other.top) > TOLERANCE
    )


def _word_problems(
    pages: Sequence[PageLayout], texts: Mapping[str, Text], gemeente: Gemeente
) -> Iterator[Problem]:
    settings: dict[str, dict[int, str]] = defaultdict(lambda: defaultdict(str))
    for page in pages:
        for line in page.lines:
            settings[line.path][line.element] += _bare(line.words)
    for path, text in texts.items():
        lost = _lost_words(text.value, list(settings.get(path, {}).values()))
        if lost:
            shown = " ".join(lost[:6]) + (" …" if len(lost) > 6 else "")
            yield error(
                "fit.words-lost",
                f"{_counted(len(lost), 'staat', 'staan')} niet op de bladzijde van "
                f"{_short(gemeente.name.value)}: '{shown}' (uit '{path}')",
                text.source,
                "kort de tekst in; wat niet past, valt anders weg",
            )


def _bare(words: str) -> str:
    """``words`` without what typesetting may add or take: spaces, hyphens, capitals."""
    return "".join(
        character
        for character in words.casefold()
        if not is_invisible(character) and character not in "-‐"
    )


def _lost_words(source: str, settings: Sequence[str]) -> list[str]:
    """The words of ``source`` that one of its ``settings`` lacks; all of them if it has none."""
    wanted = _bare(source)
    faulty = [placed for placed in settings if placed != wanted]
    if not settings or faulty:
        return _not_found(source, faulty[0] if faulty else "")
    return []


def _not_found(source: str, placed: str) -> list[str]:
    lost, position = [], 0
    for word in source.split():
        at = placed.find(_bare(word), position)
        if at < 0:
            lost.append(word)
        else:
            position = at + len(_bare(word))
    # Words that are all there but not as typed: name the whole text.
    return lost or source.split()


def _line_problems(
    pages: Sequence[PageLayout], texts: Mapping[str, Text], sheet: Sheet
) -> Iterator[Problem]:
    for page in pages:
        safe = Area(SAFE_MARGIN, SAFE_MARGIN, page.width - SAFE_MARGIN, page.height - SAFE_MARGIN)
        for line in page.lines:
            source = _line_source(line, texts, sheet)
            others = (other.area for other in page.lines if other.element != line.element)
            if any(_overlap(line.area, other) for other in others):
                yield error(
                    "fit.overlap",
                    f"'{_short(line.words)}' staat door andere tekst heen",
                    source,
                    "kort de tekst in; er is hier geen plaats voor",
                )
            if any(_overlap(line.area, picture) for picture in page.pictures):
                yield error(
                    "fit.overlap",
                    f"'{_short(line.words)}' staat over een beeld heen en is niet te lezen",
                    source,
                    "kort de tekst in; er is hier geen plaats voor",
                )
            if not _inside(line.area, safe):
                yield error(
                    "fit.outside-safe-margin",
                    f"'{_short(line.words)}' staat minder dan {SAFE_MARGIN:.0f} mm van de snijrand",
                    source,
                    "kort de tekst in, of verplaats het vak in de layout",
                )
            if line.size < MIN_SIZE - 0.01:
                size = f"{line.size:.1f} pt; het minimum is {MIN_SIZE:.0f} pt".replace(".", ",")
                yield error(
                    "fit.too-small",
                    f"'{_short(line.words)}' is {size}",
                    source,
                    f"maak de letter groter in layouts/{sheet.layout.id}/sheet.css",
                )


def _face_problems(
    pages: Sequence[PageLayout],
    texts: Mapping[str, Text],
    sheet: Sheet,
    faces: Sequence[FontFace],
) -> Iterator[Problem]:
    unknown = set()
    for line in (line for page in pages for line in page.lines):
        face = find_face(faces, line.family, line.weight, line.italic)
        if face is None:
            asked = f"{line.family} {line.weight}{' cursief' if line.italic else ''}"
            if asked not in unknown:
                unknown.add(asked)
                yield error(
                    "fit.font-missing",
                    f"het lettertype {asked} staat niet in fonts/fonts.yaml",
                    Source(f"layouts/{sheet.layout.id}/sheet.css"),
                    "voeg het lettertype toe, of gebruik er een dat er wel staat",
                )
            continue
        lacking = missing_glyphs(face, line.words)
        if lacking:
            yield error(
                "fit.glyph-missing",
                f"het lettertype {face.family} heeft geen teken voor {_named(lacking)} "
                f"(in '{_short(line.words)}')",
                _line_source(line, texts, sheet),
                "gebruik een ander teken; plakken uit Word brengt soms vreemde tekens mee",
            )


def _line_source(line: Line, texts: Mapping[str, Text], sheet: Sheet) -> Source:
    text = texts.get(line.path)
    return text.source if text else sheet.source


def _first_source(texts: Mapping[str, Text], slot: str, sheet: Sheet) -> Source:
    return next(
        (text.source for path, text in texts.items() if path.startswith(slot)), sheet.source
    )


def _named(characters: str) -> str:
    """``characters`` with their numbers: some look like nothing, or like another."""
    return ", ".join(f"'{character}' (U+{ord(character):04X})" for character in characters)


def _mm(length: float) -> str:
    return f"{length:.1f} mm".replace(".", ",")


def _short(words: str) -> str:
    return words.strip()[:40]

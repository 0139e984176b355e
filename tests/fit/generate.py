"""Sheets that are too full, and sheets that are not: the shipped content with one change each.

A change is made in the text of a YAML file, so that its line is known without the reader's help.
"""

from __future__ import annotations

import random
import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from flevoprint.batch.plan import Selection, plan
from flevoprint.content import read_project
from flevoprint.model import Job

ROOT = Path(__file__).resolve().parents[2]
GEMEENTEN = ("almere", "dronten", "lelystad", "noordoostpolder", "urk", "zeewolde")
SHEET = "content/bladen/inwonersinitiatieven.yaml"

#: Ordinary words, in which every letter has a glyph.
WORDS = (
    *("samen", "wonen", "buurt", "straat", "bewoners", "initiatief", "gemeente", "plek", "ruimte"),
    *("tijd", "hulp", "buren", "koffie", "tuin", "kracht", "vertrouwen", "ontmoeten", "meedenken"),
    *("ondersteuning", "vrijwilligers", "gemeenschap", "bijeenkomst", "activiteiten"),
    *("mogelijkheden", "samenwerking", "buurtbewoners"),
)

#: By slot: how many words are surely too many, at the smallest size too.
TOO_MANY = {
    "titel": 8,
    "inspiratie.ondertitel": 14,
    "inspiratie.ervaringskennis": 110,
    "inspiratie.themas": 170,
    "tips.ondertitel": 14,
    "tips.afzenders": 60,
    "tips.groepen": 150,
    "tips.dichtbij": 110,
    "tips.lokaal": 200,
}


@dataclass(frozen=True)
class Change:
    """One change of the shipped content; ``lines`` are those of ``file`` that it wrote."""

    name: str
    gemeente: str
    slot: str
    file: str
    lines: range
    content: str


def job_of(change: Change, folder: Path) -> Job:
    """The job for the changed gemeente, read anew from a project in ``folder``."""
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(ROOT / "content", folder / "content")
    for gemeente in GEMEENTEN:  # the others cost reading time only
        if gemeente != change.gemeente:
            (folder / "content" / "gemeenten" / f"{gemeente}.yaml").unlink()
    (folder / change.file).write_text(change.content, encoding="utf-8")
    return plan(read_project(folder), Selection((change.gemeente,))).jobs[0]


def overflows(count: int, seed: int) -> Iterator[Change]:
    """``count`` changes that are too much for their slot, every slot and gemeente among them."""
    chance = random.Random(seed)
    kinds = ("words", "long word", "many lines", "missing blanks")
    slots = list(TOO_MANY)
    for number in range(count):
        slot, kind = slots[number % len(slots)], kinds[number % len(kinds)]
        if kind == "many lines" and slot not in LISTS:
            kind = "words"
        gemeente = GEMEENTEN[chance.randrange(len(GEMEENTEN))]
        yield _changed(f"{number} {kind}", gemeente, slot, kind, chance)


def _changed(name: str, gemeente: str, slot: str, kind: str, chance: random.Random) -> Change:
    name = f"{name} {slot} {gemeente}"
    if kind == "many lines":
        return _with_list(name, gemeente, slot, chance)
    many = TOO_MANY[slot]
    if kind == "words":
        more = f" {some(chance.randrange(many, 3 * many), chance)}"
    else:
        more = f" {some(many, chance)}".replace(" ", "")
    change = longer(name, gemeente, slot, more if kind == "words" else f" {more}", chance)
    if kind != "missing blanks":
        return change
    lines = change.content.splitlines()
    before, text = split(lines[change.lines.start - 1])
    lines[change.lines.start - 1] = before + quoted(text.replace(" ", ""))
    return replace(change, content="\n".join(lines) + "\n")


def longer(name: str, gemeente: str, slot: str, more: str, chance: random.Random) -> Change:
    """One text of ``slot`` with ``more`` behind it."""
    file = file_of(gemeente, slot)
    lines = (ROOT / file).read_text(encoding="utf-8").splitlines()
    at = chance.choice(text_lines(lines, slot))
    before, text = split(lines[at])
    lines[at] = before + quoted(text + more)
    content = "\n".join(lines) + "\n"
    return Change(name, gemeente, slot, file, range(at + 1, at + 2), content)


def _with_list(name: str, gemeente: str, slot: str, chance: random.Random) -> Change:
    """Thirty more items before those that ``slot`` has."""
    file, (at, item) = file_of(gemeente, slot), LISTS[slot]
    lines = (ROOT / file).read_text(encoding="utf-8").splitlines()
    start = 1 + next(i for i, line in enumerate(lines) if re.match(at, line))
    items = [item.format(words=some(6, chance)) for _ in range(30)]
    written = [line for item in items for line in item.split("\n")]
    lines[start:start] = written
    end = start + len(written)
    content = "\n".join(lines) + "\n"
    return Change(name, gemeente, slot, file, range(start + 1, end + 1), content)


def file_of(gemeente: str, slot: str) -> str:
    """The file in which ``slot`` is filled."""
    return f"content/gemeenten/{gemeente}.yaml" if slot == "tips.lokaal" else SHEET


def fitting(count: int, seed: int) -> Iterator[Change]:
    """``count`` changes that surely fit: shorter texts, and up to six short pointers."""
    chance = random.Random(seed)
    for number in range(count):
        gemeente = chance.choice(GEMEENTEN)
        if number % 2:
            file, content = SHEET, _shorter(chance)
        else:
            file = file_of(gemeente, "tips.lokaal")
            content = _with_pointers(file, number // 2 % 7, chance)
        yield Change(f"{number} {file} {gemeente}", gemeente, "", file, range(0), content)


def _shorter(chance: random.Random) -> str:
    """The sheet with some of its texts cut by half."""
    lines = (ROOT / SHEET).read_text(encoding="utf-8").splitlines()
    slots = [slot for slot in TOO_MANY if slot != "tips.lokaal"]
    for slot in chance.sample(slots, 4):
        at = chance.choice(text_lines(lines, slot))
        before, text = split(lines[at])
        words = text.split()
        lines[at] = before + quoted(" ".join(words[: (len(words) + 1) // 2]))
    return "\n".join(lines) + "\n"


def _with_pointers(file: str, count: int, chance: random.Random) -> str:
    """A gemeente with ``count`` pointers of its own."""
    content = (ROOT / file).read_text(encoding="utf-8")
    head = content[: content.index("lokaal:")]
    if not count:
        return f"{head}lokaal: []\n"
    items = []
    for number in range(count):
        words = some(chance.randrange(2, 5), chance)
        address = f"https://www.voorbeeld-{number}.nl" if chance.random() < 0.5 else '""'
        items.append(
            f"        - kop: {some(2, chance)}\n          tekst:\n            - {words}\n"
            f"          adres: {address}\n"
        )
    return f"{head}lokaal:\n{''.join(items)}"


#: Where a list begins, and what one more of its items looks like.
LISTS = {
    "inspiratie.ervaringskennis": ("^    citaten:", "      - {words}"),
    "inspiratie.themas": (
        "^  themas:",
        "    - kop: {words}\n      punten:\n        - stelling: {words}",
    ),
    "tips.groepen": (
        "^  groepen:",
        "    - kop: {words}\n      wegwijzers:\n        - kop: {words}",
    ),
    "tips.dichtbij": ("^    wegwijzers:", "      - kop: {words}"),
    "tips.lokaal": (
        "^      lokaal:",
        "        - kop: {words}\n          tekst:\n            - {words}",
    ),
}


def text_lines(lines: list[str], slot: str) -> list[int]:
    """The numbers, from 0, of the lines on which the texts of ``slot`` stand."""
    side, _, name = slot.rpartition(".")
    if slot == "tips.lokaal":
        start, end = next(i for i, line in enumerate(lines) if "lokaal:" in line), len(lines)
    elif not side:
        return [next(i for i, line in enumerate(lines) if line.startswith(f"{slot}: "))]
    else:
        first = lines.index(f"{side}:")
        start = next(i for i in range(first, len(lines)) if lines[i].startswith(f"  {name}:"))
        end = next(
            (i for i in range(start + 1, len(lines)) if re.match(r" {0,2}\S", lines[i])), len(lines)
        )
    found = [i for i in range(start, end) if TEXT.match(lines[i])]
    assert found, slot
    return found


#: A line with a text of its own: a value of one of these keys, or an item of a list.
TEXT = re.compile(r"^( *(?:- )?(?:(?:kop|naam|stelling|titel|ondertitel): )|^ *- (?!\w+:))(\S.*)$")


def split(line: str) -> tuple[str, str]:
    """What stands before the text of ``line``, and the text."""
    found = TEXT.match(line)
    assert found, line
    return found[1], found[2].strip('"')


def quoted(text: str) -> str:
    """``text`` as YAML, whatever stands in it."""
    return '"' + text.replace('"', '\\"') + '"'


def some(count: int, chance: random.Random) -> str:
    """``count`` ordinary words."""
    return " ".join(chance.choice(WORDS) for _ in range(count))

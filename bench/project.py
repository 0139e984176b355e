"""The job: the shipped flyer for as many gemeenten as asked for, up to all 342.

Names and codes are those of the list that flevoprint ships. What only a gemeente itself knows is
made up by a fixed seed: the same number of gemeenten always gives the same project.
"""

from __future__ import annotations

import pickle
import random
import re
from collections.abc import Iterator
from pathlib import Path

from bench.work import Work
from flevoprint.batch.plan import Selection, plan
from flevoprint.batch.shelf import open_project
from flevoprint.batch.start import new_project
from flevoprint.content.files import slug
from flevoprint.content.register import register
from flevoprint.typeset.wordmark import gemeente_mark

SEED = 342
#: How many gemeenten have so many pointers of their own, per cent: 0, 1, 2, …
POINTERS = (10, 15, 20, 20, 15, 12, 8)
#: Headings, with what may stand below them and in their address.
OWN = (
    ("Welzijn {name}", "Voor bewoners met een plan.", "welzijn"),
    ("Vrijwilligerspunt", "Zoekt en vindt mensen voor uw initiatief.", "vrijwilligers"),
    ("Buurthuis De Linde", "Ruimte om elkaar te ontmoeten.", "delinde"),
    ("Wijkteam {name}", "Ontmoeting in de wijk.", "wijkteam"),
    ("Initiatievenfonds", "Subsidie van de gemeente, voor plannen tot € 2.500.", "fonds"),
    ("Bibliotheek", "Vergaderen, leren en meedoen.", "bibliotheek"),
    ("Dorpsraden", "Wie spreekt er namens uw dorp?", "dorpsraden"),
)


def prepare(folder: Path, count: int) -> Work:
    """Write the project below ``folder``, read it, and keep its jobs.

    The gemeenten are spread over the list, so that a short bench has long names too.
    """
    work = Work(folder)
    new_project(work.shipped)
    new_project(work.project)
    palettes = _palettes(work.project)
    content = work.project / "content"
    for path in (content / "gemeenten").iterdir():
        path.unlink()
    chance = random.Random(SEED)
    listed = register()
    for number in range(count):
        found = listed[number * len(listed) // count]
        lines = _gemeente(found.name, found.code, palettes, chance)
        name = slug(found.name)
        (content / "gemeenten" / f"{name}.yaml").write_text("\n".join(lines), encoding="utf-8")
        for ground, drawing in gemeente_mark(found.name).items():
            (content / "logos" / f"bench-{name}-{ground}.svg").write_bytes(drawing)
    _keep_jobs(work)
    return work


def _keep_jobs(work: Work) -> None:
    planned = plan(open_project(work.project), Selection())
    if planned.refusals:
        raise RuntimeError(f"not whole: {[str(item) for item in planned.refusals[0].problems]}")
    (work.folder / "jobs").mkdir()
    for job in planned.jobs:
        (work.folder / "jobs" / f"{job.gemeente.id}.pickle").write_bytes(pickle.dumps(job))
    order = "\n".join(job.gemeente.id for job in planned.jobs)
    (work.folder / "jobs" / "order.txt").write_text(order)


def _palettes(project: Path) -> list[str]:
    """The colours of the shipped gemeenten, as YAML."""
    texts = [path.read_text() for path in sorted((project / "content" / "gemeenten").iterdir())]
    return [match for text in texts for match in re.findall(r"hoofdkleur: (\{.*\})", text)]


def _gemeente(name: str, code: str, palettes: list[str], chance: random.Random) -> Iterator[str]:
    main, second = chance.sample(palettes, 2)
    place = slug(name)
    yield f'naam: "{name}"'
    yield f"cbs: {code}"
    yield f"kleuren:\n  hoofdkleur: {main}\n  tweede kleur: {second}"
    yield f"logo:\n  licht: logos/bench-{place}-licht.svg\n  donker: logos/bench-{place}-donker.svg"
    yield f'  alt: "gemeente {name}"'
    yield f"contact:\n  website: https://www.{place}.nl"
    yield f"  telefoon: 088 {chance.randrange(100, 1000)} {chance.randrange(10, 100)} 00"
    (count,) = chance.choices(range(len(POINTERS)), POINTERS)
    if not count:
        return
    yield "bladen:\n  inwonersinitiatieven:\n    tips:\n      lokaal:"
    for heading, text, address in chance.sample(OWN, count):
        yield f'        - kop: "{heading.format(name=name)}"'
        if chance.random() < 0.7:
            yield f'          tekst: ["{text}"]'
        url = f"https://www.{place}.nl/{address}" if chance.random() < 0.8 else ""
        yield f'          adres: "{url}"'

"""``report.html`` in the output folder: written anew where something in it changed.

It shows what the manifest lists and nothing else, so that a build of one gemeente keeps the others
in it. Importing this takes no template engine: a build in which nothing changed needs none.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from pathlib import Path

from flevoprint.batch.deliver import write_whole
from flevoprint.batch.key import software
from flevoprint.batch.manifest import Manifest, Row, problem_record
from flevoprint.batch.report.album import Album
from flevoprint.language import Language
from flevoprint.problem import FlevoprintError, Problem

REPORT = "report.html"
FOLDER = Path(__file__).parent
#: How far from the beginning of a report its state stands, in bytes.
_HEAD = 1000
#: What is in the manifest and not in the report: it differs where nothing else does.
_UNSEEN = ("seconds", "cached", "stamp")
#: What the report is made of besides code.
_PARTS = ("build.html", "build.css", "build.js", "shared.css")


def write_report(
    out: Path,
    manifest: Manifest,
    notes: Sequence[Problem],
    album: Album,
    language: Language,
) -> tuple[Problem, ...]:
    """Show what ``manifest`` lists in ``out``, and the ``notes`` on it as a whole.

    The problems are why that can't be.
    """
    above = [problem_record(one, language) for one in notes]
    state, path = _state(manifest, above, language), out / REPORT
    if _stands(path, state):
        return ()
    from flevoprint.batch.report.build import build_report

    page = build_report(manifest.files, manifest.failed, above, album, language, state)
    try:
        write_whole(path, page)
    except FlevoprintError as failure:
        return failure.problems
    return ()


def _stands(path: Path, state: str) -> bool:
    try:
        with path.open("rb") as file:
            return f'"{state}"'.encode() in file.read(_HEAD)
    except OSError:
        return False


def _state(manifest: Manifest, above: Sequence[Row], language: Language) -> str:
    """A digest of all that a report shows."""
    files = [{**row, **dict.fromkeys(_UNSEEN)} for row in manifest.files]
    own = [(FOLDER / part).read_text(encoding="utf-8") for part in _PARTS]
    shown = [software(), language.id, own, files, manifest.failed, above]
    return hashlib.sha256(json.dumps(shown).encode()).hexdigest()

"""A project four layers deep: over the shared sheet a province, a gemeente and a buurtkamer.

The files in ``content/`` beside this are laid over the shipped content.
"""

from __future__ import annotations

import shutil
from pathlib import Path

HERE = Path(__file__).parent
SHEET = "content/bladen/inwonersinitiatieven.yaml"
PROVINCE = "content/provincies/flevoland.yaml"
ALMERE = "content/gemeenten/almere.yaml"
ROOM = "content/organisaties/buurtkamer-haven.yaml"


def change(project: Path, file: str, old: str, new: str) -> None:
    """Write ``new`` for the one ``old`` in a file of ``project``."""
    text = (project / file).read_text(encoding="utf-8")
    assert text.count(old) == 1, (file, old)
    (project / file).write_text(text.replace(old, new), encoding="utf-8")


def lay_four(project: Path) -> None:
    """Make ``project``, a copy of what is shipped, four layers deep."""
    shutil.copytree(HERE / "content", project / "content", dirs_exist_ok=True)
    own = "  lokaal:\n    - kop: Buurtatlas\n      adres: https://buurtadvies.nl/atlas\n"
    change(project, SHEET, "  lokaal: []\n", own)

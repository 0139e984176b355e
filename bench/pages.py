"""The sheet as HTML for the peers: what flevoprint's own template makes of it, with all it needs.

Pictures become data URIs and the layout's CSS one text, as a user of any engine would hand them
over. The fonts that the sheet uses are named by ``@font-face``.
"""

from __future__ import annotations

import base64
import mimetypes
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

import flevoprint
from flevoprint.model import FontFace, Job
from flevoprint.typeset.compose import SCHEME, compose

#: The printing condition of the press edition.
FOGRA39 = Path(flevoprint.__file__).parent / "profiles" / "ISOcoated_v2_300_bas.icc"
#: The faces that the handout uses, so that no peer has to load one in vain.
USED = {
    ("Atkinson Hyperlegible Next", 400, False),
    ("Atkinson Hyperlegible Next", 400, True),
    ("Atkinson Hyperlegible Next", 600, False),
    ("Atkinson Hyperlegible Next", 600, True),
    ("Bricolage Grotesque", 600, False),
    ("Bricolage Grotesque", 700, False),
    ("Bricolage Grotesque", 800, False),
    ("Source Sans 3", 600, False),
}
_STYLESHEET = re.compile(r'<link rel="stylesheet" href="(asset:[^"]*)">\n?')
_PICTURE = re.compile(f'src="{SCHEME}([^"]*)"')


@dataclass(frozen=True, slots=True)
class Page:
    """``html`` without its stylesheets, and these as ``css``."""

    html: str
    css: str

    def whole(self, more: str = "") -> str:
        """One HTML text, its CSS in it; ``more`` CSS comes last."""
        return self.html.replace("</head>", f"<style>{self.css}{more}</style></head>", 1)


def page(job: Job) -> Page:
    """The sheet of ``job``."""
    made = compose(job.sheet, job.gemeente, job.info)
    names = [found.removeprefix(SCHEME) for found in _STYLESHEET.findall(made.html)]
    css = "\n".join(made.assets[name].decode() for name in names)
    html = _STYLESHEET.sub("", made.html)
    return Page(_PICTURE.sub(lambda match: f'src="{_data(match[1], made.assets)}"', html), css)


def used(faces: Iterable[FontFace]) -> list[FontFace]:
    """Those of ``faces`` that the handout is set in."""
    return [face for face in faces if (face.family, face.weight, face.italic) in USED]


def font_faces(faces: Iterable[FontFace]) -> str:
    """CSS that names the files of the faces used."""
    return "\n".join(
        f'@font-face {{ font-family: "{face.family}"; font-weight: {face.weight}; '
        f"font-style: {'italic' if face.italic else 'normal'}; "
        f'src: url("{face.path.as_uri()}") }}'
        for face in used(faces)
    )


def _data(name: str, assets: Mapping[str, bytes]) -> str:
    kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
    return f"data:{kind};base64,{base64.b64encode(assets[name]).decode()}"

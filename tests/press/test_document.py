from __future__ import annotations

import hashlib
import os
import re
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as ET
from dataclasses import replace
from io import FileIO
from pathlib import Path
from typing import Any

import pytest

from flevoprint.model import Edition
from flevoprint.press import lexer, streams
from flevoprint.problem import FlevoprintError
from tests.support.operators import opened
from tests.support.verapdf import validate

from .sample import INFO, MARKED, PRESS, ROOT, SCREEN, SWATCHES, TRIM, finish, lay_out, made

#: A file on a disk that is always full.
FULL = Path("/dev/full")
LINK = '<h1>Kop</h1><p><a href="https://example.org">Meer over het onderwerp</a></p>'


def test_the_press_carries_nothing_interactive(rich_source: bytes, rich_press: bytes) -> None:
    with opened(rich_source) as pdf:
        assert {"/StructTreeRoot", "/MarkInfo", "/Outlines"} <= set(pdf.Root.keys())
        assert "/Annots" in pdf.pages[0].obj
    with opened(rich_press) as pdf:
        assert set(pdf.Root.keys()) == {"/Type", "/Pages", "/Lang", "/Metadata", "/OutputIntents"}
        for page in pdf.pages:
            assert not {"/Annots", "/StructParents", "/Tabs"} & set(page.obj.keys())
        types = {str(o.get("/Type", "")) for o in pdf.objects if hasattr(o, "keys")}
        assert not types & {"/Annot", "/StructElem", "/StructTreeRoot", "/Outlines"}


def test_the_output_intent() -> None:
    with opened(made("<p>A</p>")) as pdf:
        (intent,) = pdf.Root.OutputIntents
        assert intent.S == "/GTS_PDFX"
        assert str(intent.OutputConditionIdentifier) == "FOGRA39"
        assert str(intent.RegistryName) == "http://www.color.org"
        assert str(intent.Info)
        assert str(intent.OutputCondition)
        assert intent.DestOutputProfile.N == 4
        profile = intent.DestOutputProfile.read_bytes()
        assert pdf.pdf_version == "1.6"
        assert len(pdf.trailer.ID) == 2
    assert profile[12:20] == b"prtrCMYK"
    shipped = ROOT / "src/flevoprint/profiles/ISOcoated_v2_300_bas.icc"
    assert profile == shipped.read_bytes()


def test_an_unknown_condition() -> None:
    with pytest.raises(FlevoprintError) as caught:
        made("<p>A</p>", edition=replace(PRESS, condition="FOGRA00"))
    assert [problem.code for problem in caught.value.problems] == ["press.condition"]


NS = {
    "dc": "{http://purl.org/dc/elements/1.1/}",
    "rdf": "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}",
    "pdf": "{http://ns.adobe.com/pdf/1.3/}",
    "xmp": "{http://ns.adobe.com/xap/1.0/}",
    "mm": "{http://ns.adobe.com/xap/1.0/mm/}",
    "a": "{http://www.aiim.org/pdfa/ns/id/}",
    "ua": "{http://www.aiim.org/pdfua/ns/id/}",
    "x": "{http://www.npes.org/pdfx/ns/id/}",
}


def described(data: bytes) -> tuple[dict[str, str], Any]:
    with opened(data) as pdf:
        stream = pdf.Root.Metadata
        assert "/Filter" not in stream or stream.Filter == "/FlateDecode"
        root = ET.fromstring(stream.read_bytes().decode())
        info = {key: str(value) for key, value in pdf.trailer.Info.items()}
    (description,) = root.iter(f"{NS['rdf']}Description")
    return info, {child.tag: "".join(child.itertext()).strip() for child in description}


@pytest.mark.parametrize("edition", [SCREEN, PRESS], ids=["screen", "press"])
def test_xmp_and_info_say_the_same(edition: Edition) -> None:
    info, xmp = described(made("<p>A</p>", edition=edition))
    pairs = {
        "/Title": f"{NS['dc']}title",
        "/Subject": f"{NS['dc']}description",
        "/Author": f"{NS['dc']}creator",
        "/Creator": f"{NS['xmp']}CreatorTool",
        "/Producer": f"{NS['pdf']}Producer",
    }
    for key, tag in pairs.items():
        assert info[key] == xmp[tag] != ""
    assert info["/Title"] == INFO.title
    assert xmp[f"{NS['dc']}publisher"] == INFO.publisher
    assert xmp[f"{NS['dc']}language"] == "nl"
    assert info["/CreationDate"] == info["/ModDate"] == "D:20260304000000Z"
    for tag in ("CreateDate", "ModifyDate", "MetadataDate"):
        assert xmp[f"{NS['xmp']}{tag}"] == "2026-03-04T00:00:00Z"
    assert xmp[f"{NS['mm']}VersionID"] == "1"
    assert xmp[f"{NS['mm']}RenditionClass"] == "default"
    assert re.fullmatch(r"uuid:[0-9a-f-]{36}", xmp[f"{NS['mm']}DocumentID"])


def test_each_kind_names_its_standard() -> None:
    info, press = described(made("<p>A</p>"))
    assert press[f"{NS['x']}GTS_PDFXVersion"] == "PDF/X-4"
    assert press[f"{NS['pdf']}Trapped"] == "False"
    assert info["/Trapped"] == "/False"
    assert not [tag for tag in press if "pdfa/" in tag or "pdfua/" in tag]
    _, screen = described(made("<p>A</p>", edition=SCREEN))
    assert (screen[f"{NS['a']}part"], screen[f"{NS['a']}conformance"]) == ("2", "A")
    assert screen[f"{NS['ua']}part"] == "1"
    assert f"{NS['x']}GTS_PDFXVersion" not in screen


def test_the_screen_edition_keeps_links_and_structure(tmp_path: Path) -> None:
    data = made(LINK, edition=SCREEN)
    with opened(data) as pdf:
        assert pdf.Root.ViewerPreferences.DisplayDocTitle is True
        assert str(pdf.Root.Lang) == "nl"
        assert len(pdf.pages[0].obj.Annots) == 1
        assert pdf.pdf_version == "1.7"
    path = tmp_path / "scherm.pdf"
    path.write_bytes(data)
    for verdict in validate([path]):
        assert verdict.compliant, str(verdict)


def test_identity_follows_the_contents() -> None:
    _, first = described(made("<p>A</p>"))
    _, again = described(made("<p>A</p>"))
    _, other = described(made("<p>B</p>"))
    _, marked = described(made("<p>A</p>", edition=MARKED))
    key = f"{NS['mm']}DocumentID"
    assert first[key] == again[key]
    assert len({first[key], other[key], marked[key]}) == 3


SCRIPT = """
import hashlib
from tests.press.sample import *
for edition in (SCREEN, PRESS, MARKED):
    print(hashlib.sha256(made(rich(), RICH_CSS, edition)).hexdigest())
"""


def digests(zone: str, locale: str, seed: str) -> list[str]:
    path = os.pathsep.join([str(ROOT / "src"), str(ROOT)])
    environment = {
        **os.environ,
        "PYTHONPATH": path,
        "TZ": zone,
        "LC_ALL": locale,
        "PYTHONHASHSEED": seed,
    }
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT], env=environment, check=True, capture_output=True, text=True
    )
    return done.stdout.split()


@pytest.mark.slow
def test_the_same_bytes_on_another_day_in_another_place(rich_source: bytes) -> None:
    first = digests("Pacific/Kiritimati", "C", "1")
    assert len(set(first)) == 3
    assert digests("America/Adak", "C.UTF-8", "2") == first
    here = [
        hashlib.sha256(finish(rich_source, edition, INFO, TRIM, SWATCHES)).hexdigest()
        for edition in (SCREEN, PRESS, MARKED)
    ]
    assert here == first


def test_finishing_twice_from_one_source_does_not_disturb() -> None:
    data = lay_out(LINK)
    before = hashlib.sha256(data).digest()
    finish(data, PRESS, INFO, TRIM, SWATCHES)
    assert hashlib.sha256(data).digest() == before


def test_what_is_kept_between_files_changes_none(rich_source: bytes) -> None:
    first = [finish(rich_source, edition, INFO, TRIM, SWATCHES) for edition in (SCREEN, MARKED)]
    streams._deflated.cache_clear()
    lexer._common_block.cache_clear()
    lexer._common_stream.cache_clear()
    again = [finish(rich_source, edition, INFO, TRIM, SWATCHES) for edition in (MARKED, SCREEN)]
    assert again[::-1] == first


@pytest.mark.parametrize(
    "room",
    [
        "nowhere",
        pytest.param("full", marks=pytest.mark.skipif(not FULL.exists(), reason="Linux has it")),
    ],
)
def test_without_room_for_files_of_the_moment(
    room: str, rich_source: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = finish(rich_source, SCREEN, INFO, TRIM, SWATCHES)
    if room == "nowhere":
        monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "nergens"))
    else:
        monkeypatch.setattr(tempfile, "TemporaryFile", lambda **_: FileIO(FULL, "w"))
    assert finish(rich_source, SCREEN, INFO, TRIM, SWATCHES) == first

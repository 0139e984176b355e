"""The door: a laid-out PDF becomes a finished edition."""

from __future__ import annotations

import hashlib
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import replace
from io import BytesIO
from typing import Any, cast

import pikepdf
from pikepdf import Name

from flevoprint.colour import Colour
from flevoprint.geometry import Size
from flevoprint.language import Phrase, say
from flevoprint.model import DocumentInfo, Edition
from flevoprint.press.boxes import Placing, array, clip, crop_marks, place
from flevoprint.press.codes import draw_codes
from flevoprint.press.colour import conflicts, ink_table
from flevoprint.press.condition import CONDITIONS, REGISTRY, Condition, condition_of
from flevoprint.press.content import Rewriter
from flevoprint.press.convert import Converter
from flevoprint.press.dictionaries import keep, remove
from flevoprint.press.metadata import write_metadata
from flevoprint.press.report import Report
from flevoprint.press.state import State
from flevoprint.press.steps import steps
from flevoprint.press.streams import deflated_profile, drawn, recompress, swiftly


def finish(
    data: bytes,
    edition: Edition,
    info: DocumentInfo,
    trim: Size,
    swatches: tuple[Colour, ...],
) -> bytes:
    """The finished ``edition`` of a PDF that the engine laid out with a margin of bleed.

    ``data`` has its trim box at the page's own origin and its media box as far outside it as the
    artwork reaches. An edition without a printing condition is for the screen (PDF/A-2a and
    PDF/UA-1), one with a condition for the press (PDF/X-4). The same arguments give the same
    bytes. Raises :class:`FlevoprintError` with all that cannot be honoured.
    """
    report = Report(edition.id)
    with ExitStack() as stack:
        pdf = stack.enter_context(_opened(data))
        placings = [
            place(page, number, trim, edition, report)
            for number, page in enumerate(pdf.pages, start=1)
        ]
        draw_codes(pdf)
        finished = stack.enter_context(_sheets_alone(pdf)) if edition.condition else pdf
        if edition.condition:
            _finish_press(finished, edition, placings, swatches, report)
        else:
            _finish_screen(finished, placings, info)
        report.close()
        write_metadata(finished, edition, info, _seed(data, edition, trim, swatches))
        return _save(finished, "1.6" if edition.condition else "1.7")


@contextmanager
def _opened(data: bytes) -> Iterator[pikepdf.Pdf]:
    """The PDF ``data``, from a file of the moment.

    What is in memory qpdf gets through Python, for each object anew: that takes twice as long.
    """
    with ExitStack() as stack:
        source: Any = BytesIO(data)
        how = pikepdf.AccessMode.default
        with suppress(OSError):  # nowhere to put it: then from memory
            file = stack.enter_context(tempfile.TemporaryFile(buffering=0))
            if file.write(data) == len(data):
                source, how = file, pikepdf.AccessMode.mmap
        yield stack.enter_context(pikepdf.open(source, access_mode=how))


def _seed(data: bytes, edition: Edition, trim: Size, swatches: tuple[Colour, ...]) -> bytes:
    """What an edition is made from, for its identity."""
    profile = edition.icc.read_bytes() if edition.icc else b""
    # Where the profile lies is no part of what the file is; what it says is.
    settings = repr((replace(edition, icc=None), trim, swatches)).encode()
    return hashlib.sha256(data).digest() + hashlib.sha256(profile).digest() + settings


def _save(pdf: pikepdf.Pdf, version: str) -> bytes:
    """The file's bytes, with an identifier from its contents instead of from the clock."""
    remove(pdf.trailer, "/ID")
    remove(pdf.Root, "/Version", "/Extensions")
    target = BytesIO()
    with swiftly():
        pdf.save(
            target,
            force_version=version,
            deterministic_id=True,
            compress_streams=True,
            object_stream_mode=pikepdf.ObjectStreamMode.generate,
        )
    return target.getvalue()


# Screen.


def _finish_screen(pdf: pikepdf.Pdf, placings: list[Placing], info: DocumentInfo) -> None:
    """Cut the bleed away; structure, links and colours stay (ISO 14289-1, ISO 19005-2)."""
    for page, placing in zip(pdf.pages, placings, strict=True):
        box = array(placing.boxes.trim.moved(-placing.dx, -placing.dy))
        remove(page.obj, "/CropBox", "/BleedBox", "/ArtBox")
        page.obj.MediaBox = page.obj.TrimBox = box
    streams = drawn(pdf)
    for stream in streams:
        if stream.get("/Subtype") == Name.Image:
            # PDF/A allows no smoothing (ISO 19005-2, 6.2.8).
            remove(stream, "/Interpolate")
    recompress([*streams, cast(pikepdf.Stream, pdf.Root.OutputIntents[0].DestOutputProfile)])
    pdf.Root.Lang = pikepdf.String(info.language)
    pdf.Root.ViewerPreferences = pikepdf.Dictionary(DisplayDocTitle=True)


# Press.


def _sheets_alone(pdf: pikepdf.Pdf) -> pikepdf.Pdf:
    """The pages without links and structure, in a file of their own.

    To make an object in a file has qpdf read all that are in it, and most of them are tags.
    """
    alone = pikepdf.new()
    for page in pdf.pages:
        keep(page.obj, "/Type", "/Parent", "/Contents", "/Resources")
        alone.pages.append(page)
    if "/Lang" in pdf.Root:
        alone.Root.Lang = pikepdf.String(str(pdf.Root.Lang))
    if "/Producer" in pdf.docinfo:
        alone.docinfo["/Producer"] = pikepdf.String(str(pdf.docinfo["/Producer"]))
    return alone


def _finish_press(
    pdf: pikepdf.Pdf,
    edition: Edition,
    placings: list[Placing],
    swatches: tuple[Colour, ...],
    report: Report,
) -> None:
    """Inks, boxes, marks and output intent (ISO 15930-7)."""
    _check_swatches(swatches, report)
    condition = condition_of(edition)
    if isinstance(condition, Phrase):
        hint = say("choose from: {names}", names=", ".join(CONDITIONS))
        report.add("press.condition", condition, hint)
        return
    converter = Converter(pdf, ink_table(condition, swatches), report)
    for page, placing in zip(pdf.pages, placings, strict=True):
        _finish_page(converter, page, placing, edition.marks)
    converter.pictures.empty_spent()
    keep(pdf.Root, "/Type", "/Pages", "/Lang")
    recompress(drawn(pdf))
    pdf.Root.OutputIntents = pikepdf.Array([_output_intent(pdf, condition)])


def _check_swatches(swatches: tuple[Colour, ...], report: Report) -> None:
    for colour in conflicts(swatches):
        inks = " ".join(f"{ink:g}" for ink in colour.cmyk)
        report.add(
            "press.swatch-conflict",
            say(
                "the colour {colour} has other inks already than {inks}",
                colour=colour.css,
                inks=inks,
            ),
            say(
                "give a screen colour the same cmyk values everywhere; "
                "black is 0 0 0 100, white 0 0 0 0"
            ),
        )


def _finish_page(converter: Converter, page: pikepdf.Page, placing: Placing, marks: bool) -> None:
    """Write a page anew, its media box at the origin, with nothing but ink on it."""
    source = page.obj.get("/Resources", pikepdf.Dictionary())
    origin = (placing.dx, placing.dy)
    rewriter = Rewriter(converter, source, State(), masked=False, origin=origin)
    rewriter.begin_black()
    artwork = rewriter.run(steps(page))
    boxes = placing.boxes
    opening = f"q\n{clip(boxes.bleed) if marks else ''}"
    shift = f"1 0 0 1 {placing.dx:.4f} {placing.dy:.4f} cm\n"
    closing = f"\nQ\n{crop_marks(boxes) if marks else ''}"
    keep(page.obj, "/Type", "/Parent")
    page.obj.Contents = converter.pdf.make_stream(
        (opening + shift).encode() + artwork + closing.encode()
    )
    page.obj.Resources = rewriter.resources.dictionary()
    page.obj.MediaBox, page.obj.BleedBox = array(boxes.media), array(boxes.bleed)
    page.obj.TrimBox = array(boxes.trim)
    if transparent(page.obj.Resources):
        # Without it the blend space is the viewer's guess (ISO 15930-7, 6.15).
        page.obj.Group = pikepdf.Dictionary(
            Type=Name.Group, S=Name.Transparency, CS=Name.DeviceCMYK
        )


def transparent(resources: Any) -> bool:
    """Whether anything drawn from converted ``resources`` lets what lies under it through."""
    for state in resources.get("/ExtGState", pikepdf.Dictionary()).values():
        if {"/ca", "/CA", "/BM", "/SMask"} & set(state.keys()):
            return True
    for xobject in resources.get("/XObject", pikepdf.Dictionary()).values():
        if "/SMask" in xobject or transparent(xobject.get("/Resources", pikepdf.Dictionary())):
            return True
    return any(
        transparent(pattern.get("/Resources", pikepdf.Dictionary()))
        for pattern in resources.get("/Pattern", pikepdf.Dictionary()).values()
    )


def _output_intent(pdf: pikepdf.Pdf, condition: Condition) -> pikepdf.Dictionary:
    """The printing condition with its profile embedded (ISO 15930-7, 6.2.2)."""
    profile = pdf.make_stream(b"")
    profile.write(deflated_profile(condition), filter=Name.FlateDecode)
    profile.N = 4
    return pdf.make_indirect(
        pikepdf.Dictionary(
            Type=Name.OutputIntent,
            S=Name.GTS_PDFX,
            OutputConditionIdentifier=pikepdf.String(condition.identifier),
            OutputCondition=pikepdf.String(condition.description),
            RegistryName=pikepdf.String(REGISTRY),
            Info=pikepdf.String(condition.info),
            DestOutputProfile=profile,
        )
    )

"""A press file with one fault at a time, and sound ones that only look like it.

Every file is a shipped flyer with one thing changed; what is drawn stands on a white place of its
first page. Other modules register theirs with the same :func:`fault` and :func:`sound`.
"""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, String

from flevoprint.finding import Expected
from flevoprint.geometry import Size, mm_to_pt
from flevoprint.printer import PrinterProfile
from tests.support.printers import PRINTER

EXPECTED = Expected(trim=Size(210, 297), pages=2)
NAME = "inwonersinitiatieven-urk-druk.pdf"
#: Left, bottom, width and height in points of a white place on the first page.
SPOT = (330.0, 130.0, 220.0, 18.0)

Change = Callable[[pikepdf.Pdf], None]


@dataclass(frozen=True)
class Case:
    """A change of a good file and the code it must be found by; ``""`` for none."""

    change: Change
    code: str
    expected: Expected = EXPECTED
    printer: PrinterProfile = PRINTER
    name: str = NAME
    saved: dict[str, Any] = field(default_factory=dict)

    @property
    def id(self) -> str:
        return f"{self.code.removeprefix('preflight.') or 'sound'}-{self.change.__name__}"

    def file(self, good: bytes) -> bytes:
        """The bytes of ``good`` with the change made."""
        target = io.BytesIO()
        with pikepdf.open(io.BytesIO(good)) as pdf:
            self.change(pdf)
            # Without mending what the fault is.
            pdf.save(target, fix_metadata_version=False, **self.saved)
        return target.getvalue()


FAULTS: list[Case] = []
SOUND: list[Case] = []


def fault(code: str, **options: Any) -> Callable[[Change], Change]:
    """Register a change that ``preflight.<code>`` must find, and no other code."""

    def register(change: Change) -> Change:
        FAULTS.append(Case(change, f"preflight.{code}", **options))
        return change

    return register


def sound(**options: Any) -> Callable[[Change], Change]:
    """Register a change that nothing may be said about."""

    def register(change: Change) -> Change:
        SOUND.append(Case(change, "", **options))
        return change

    return register


# Drawing.


def draw(pdf: pikepdf.Pdf, content: str | bytes, page: int = 0, **resources: Any) -> None:
    """Draw ``content`` over a page; ``XObject={"X": image}`` and so on are its resources."""
    obj = pdf.pages[page].obj
    for kind, things in resources.items():
        listed = obj.Resources.get(f"/{kind}", Dictionary())
        for name, thing in things.items():
            listed[f"/{name}"] = thing
        obj.Resources[f"/{kind}"] = listed
    data = content.encode("latin-1") if isinstance(content, str) else content
    obj.Contents = Array([obj.Contents, pdf.make_stream(b"q\n" + data + b"\nQ\n")])


def patch(colour: str = "") -> str:
    """Operators for a filled patch."""
    left, bottom, _, height = SPOT
    return f"{colour} {left} {bottom} 40 {height} re f"


def at(width: float, height: float, x: float = SPOT[0], y: float = SPOT[1]) -> str:
    """Operators that bring the unit square to a place."""
    return f"{width} 0 0 {height} {x} {y} cm"


def image(pdf: pikepdf.Pdf, width: int, height: int, space: Any, channels: int, **more: Any) -> Any:
    """An image XObject of one even tone."""
    stream = pdf.make_stream(b"\x80" * (width * height * channels))
    stream.Type, stream.Subtype = Name.XObject, Name.Image
    stream.Width, stream.Height, stream.BitsPerComponent = width, height, 8
    stream.ColorSpace = space
    for key, value in more.items():
        stream[f"/{key}"] = value
    return stream


def form(pdf: pikepdf.Pdf, content: str, **entries: Any) -> Any:
    """A form XObject as large as the page."""
    stream = pdf.make_stream(content.encode())
    stream.Type, stream.Subtype = Name.XObject, Name.Form
    stream.BBox = Array([0, 0, 700, 900])
    for key, value in entries.items():
        stream[f"/{key}"] = value
    return stream


def words(
    pdf: pikepdf.Pdf,
    size: float,
    colour: str = "0 0 0 1 k",
    place: tuple[float, float] = (SPOT[0], SPOT[1] + 4),
    **state: Any,
) -> None:
    """Draw words of the page itself in its own font; ``state`` is an ExtGState."""
    font, shown = _words_of(pdf)
    gs = "/Test gs" if state else ""
    x, y = place
    content = f"{gs} {colour} BT {font} {size} Tf {x} {y} Td ".encode() + shown + b" Tj ET"
    extra = {"ExtGState": {"Test": graphics_state(**state)}} if state else {}
    draw(pdf, content, **extra)


def _words_of(pdf: pikepdf.Pdf) -> tuple[str, bytes]:
    """The font of the page's first text, and its first string as it is written."""
    font = ""
    for operands, operator in pikepdf.parse_content_stream(pdf.pages[0]):
        if str(operator) == "Tf":
            font = str(operands[0])
        elif str(operator) == "TJ":
            longest = max((bytes(i) for i in operands[0] if isinstance(i, String)), key=len)
            return font, b"<" + longest.hex().encode() + b">"
    raise AssertionError("no text")


def graphics_state(**entries: Any) -> Dictionary:
    """An ExtGState."""
    return Dictionary({f"/{key}": value for key, value in entries.items()})


OVERPRINTING = {"OP": True, "op": True, "OPM": 1}


def moved(box: Any, left: float = 0, bottom: float = 0, right: float = 0, top: float = 0) -> Array:
    """A box with its edges moved, in mm."""
    shifts = (left, bottom, right, top)
    return Array([float(edge) + mm_to_pt(shift) for edge, shift in zip(box, shifts, strict=True)])


# Boxes and pages.


@fault("trim-missing")
def no_trim_box(pdf: pikepdf.Pdf) -> None:
    page = pdf.pages[1].obj
    # As large as the sheet, so that nothing but the missing box is wrong.
    page.MediaBox = page.BleedBox = page.TrimBox
    del page.TrimBox


@fault("box-order")
def bleed_outside_media(pdf: pikepdf.Pdf) -> None:
    page = pdf.pages[0].obj
    page.BleedBox = moved(page.BleedBox, left=-2)


@fault("box-order")
def trim_outside_bleed(pdf: pikepdf.Pdf) -> None:
    page = pdf.pages[0].obj
    page.TrimBox = moved(page.TrimBox, left=-210, right=-210)


@fault("crop-box")
def cropped(pdf: pikepdf.Pdf) -> None:
    page = pdf.pages[0].obj
    page.CropBox = page.TrimBox


@sound()
def crop_box_like_media_box(pdf: pikepdf.Pdf) -> None:
    page = pdf.pages[0].obj
    page.CropBox = page.MediaBox


@fault("art-box")
def art_box(pdf: pikepdf.Pdf) -> None:
    page = pdf.pages[0].obj
    page.ArtBox = page.TrimBox


@fault("user-unit")
def user_unit(pdf: pikepdf.Pdf) -> None:
    pdf.pages[1].obj.UserUnit = 2


@sound()
def user_unit_of_one(pdf: pikepdf.Pdf) -> None:
    pdf.pages[1].obj.UserUnit = 1


def _without_bleed(pdf: pikepdf.Pdf, **edges: float) -> None:
    page = pdf.pages[0].obj
    page.BleedBox = moved(page.BleedBox, **edges)


@fault("bleed-box")
def no_bleed_left(pdf: pikepdf.Pdf) -> None:
    _without_bleed(pdf, left=3)


@fault("bleed-box")
def less_bleed_below(pdf: pikepdf.Pdf) -> None:
    _without_bleed(pdf, bottom=0.2)


@fault("bleed-box")
def no_bleed_right(pdf: pikepdf.Pdf) -> None:
    _without_bleed(pdf, right=-3)


@fault("bleed-box")
def no_bleed_above(pdf: pikepdf.Pdf) -> None:
    _without_bleed(pdf, top=-3)


@sound()
def bleed_by_the_media_box(pdf: pikepdf.Pdf) -> None:
    del pdf.pages[0].obj.BleedBox


@fault("trim-size")
def trim_off_by_a_millimetre(pdf: pikepdf.Pdf) -> None:
    page = pdf.pages[0].obj
    page.TrimBox = moved(page.TrimBox, right=-1)


@sound()
def trim_off_by_a_hair(pdf: pikepdf.Pdf) -> None:
    page = pdf.pages[0].obj
    page.TrimBox = moved(page.TrimBox, right=-0.04)


@fault("size-unusual", expected=Expected())
def unusual_size(pdf: pikepdf.Pdf) -> None:
    for page in pdf.pages:
        page.obj.TrimBox = moved(page.obj.TrimBox, top=-2)


@sound(expected=Expected())
def nothing_expected(_: pikepdf.Pdf) -> None:
    """Anyone's PDF: sizes and pages are as they are."""


@fault("page-sizes", expected=Expected())
def two_sizes(pdf: pikepdf.Pdf) -> None:
    page = pdf.pages[1].obj
    page.TrimBox = page.MediaBox = page.BleedBox = Array([0, 0, mm_to_pt(148), mm_to_pt(210)])
    page.MediaBox = page.BleedBox = moved(page.TrimBox, -3, -3, 3, 3)
    # What stood on A4 would come too near the cut of A5.
    page.Contents = pdf.make_stream(b"1 0 0 0 k -20 -20 900 900 re f")


@fault("rotation")
def one_page_turned(pdf: pikepdf.Pdf) -> None:
    pdf.pages[1].obj.Rotate = 90


@sound()
def both_pages_turned(pdf: pikepdf.Pdf) -> None:
    for page in pdf.pages:
        page.obj.Rotate = 180


@fault("page-count")
def third_page(pdf: pikepdf.Pdf) -> None:
    pdf.pages.append(pdf.pages[1])


@fault("page-count")
def one_page(pdf: pikepdf.Pdf) -> None:
    del pdf.pages[1]


@fault("page-empty")
def empty_page(pdf: pikepdf.Pdf) -> None:
    pdf.pages[1].obj.Contents = pdf.make_stream(b"0 0 0 1 k 0 0 50 50 re n")


@fault("page-empty")
def page_of_invisible_things(pdf: pikepdf.Pdf) -> None:
    content = b"-50 -50 20 20 re f 0 0 5 5 re W n 9 9 20 20 re f"
    pdf.pages[1].obj.Contents = pdf.make_stream(content)


# The file as a whole.


@fault("encrypted", saved={"encryption": pikepdf.Encryption(owner="geheim", user="", R=4)})
def encrypted(_: pikepdf.Pdf) -> None:
    """Anyone may open it, not everyone may print it."""


@fault("version", saved={"force_version": "1.7"})
def newer_header(_: pikepdf.Pdf) -> None:
    """Written as PDF 1.7."""


@fault("version")
def newer_catalogue(pdf: pikepdf.Pdf) -> None:
    pdf.Root.Version = Name("/2.0")


def _annotate(pdf: pikepdf.Pdf, rect: list[float], **entries: Any) -> None:
    note = Dictionary({"/Type": Name.Annot, "/Rect": Array(rect), "/F": 4})
    for key, value in entries.items():
        note[f"/{key}"] = value
    pdf.pages[0].obj.Annots = Array([pdf.make_indirect(note)])


_ON_SHEET = [100.0, 100.0, 200.0, 130.0]


@fault("link")
def link(pdf: pikepdf.Pdf) -> None:
    action = Dictionary(S=Name.URI, URI=String("https://example.org"))
    _annotate(pdf, _ON_SHEET, Subtype=Name.Link, A=action)


@fault("form-field")
def form_field(pdf: pikepdf.Pdf) -> None:
    _annotate(pdf, _ON_SHEET, Subtype=Name.Widget, FT=Name.Tx, T=String("naam"))
    pdf.Root.AcroForm = Dictionary(Fields=Array([pdf.pages[0].obj.Annots[0]]))


@fault("annotation")
def stamp(pdf: pikepdf.Pdf) -> None:
    look = form(pdf, patch("0 1 1 0 k"), BBox=Array([0, 0, 100, 30]))
    _annotate(pdf, _ON_SHEET, Subtype=Name.Stamp, AP=Dictionary(N=look))


@sound()
def printer_mark(pdf: pikepdf.Pdf) -> None:
    _annotate(pdf, _ON_SHEET, Subtype=Name.PrinterMark)


@sound()
def note_in_the_slug(pdf: pikepdf.Pdf) -> None:
    page = pdf.pages[0].obj
    page.MediaBox = moved(page.MediaBox, left=-20)
    _annotate(pdf, [-50.0, 10.0, -10.0, 40.0], Subtype=Name.Text)


def _layer(pdf: pikepdf.Pdf) -> Any:
    return pdf.make_indirect(Dictionary(Type=Name.OCG, Name=String("Concept")))


@fault("layers")
def listed_layer(pdf: pikepdf.Pdf) -> None:
    layer = _layer(pdf)
    pdf.Root.OCProperties = Dictionary(OCGs=Array([layer]), D=Dictionary(Order=Array([layer])))


@fault("layers")
def used_layer(pdf: pikepdf.Pdf) -> None:
    draw(pdf, f"/OC /L BDC {patch('1 0 0 0 k')} EMC", Properties={"L": _layer(pdf)})


@fault("layers")
def form_in_a_layer(pdf: pikepdf.Pdf) -> None:
    membership = Dictionary(Type=Name.OCMD, OCGs=Array([_layer(pdf)]))
    draw(pdf, "/X Do", XObject={"X": form(pdf, patch("1 0 0 0 k"), OC=membership)})


@fault("javascript")
def named_script(pdf: pikepdf.Pdf) -> None:
    script = Dictionary(S=Name.JavaScript, JS=String("app.alert(1)"))
    pdf.Root.Names = Dictionary(JavaScript=Dictionary(Names=Array([String("x"), script])))


@fault("javascript")
def script_on_opening(pdf: pikepdf.Pdf) -> None:
    pdf.Root.OpenAction = Dictionary(S=Name.JavaScript, JS=String("app.alert(1)"))


@fault("javascript")
def script_on_a_page(pdf: pikepdf.Pdf) -> None:
    script = Dictionary(S=Name.JavaScript, JS=String("app.alert(1)"))
    pdf.pages[0].obj.AA = Dictionary(O=script)


@fault("action")
def action_on_opening(pdf: pikepdf.Pdf) -> None:
    pdf.Root.OpenAction = Dictionary(S=Name.GoTo, D=Array([pdf.pages[1].obj, Name.Fit]))


@fault("action")
def action_on_a_page(pdf: pikepdf.Pdf) -> None:
    pdf.pages[0].obj.AA = Dictionary(O=Dictionary(S=Name.Named, N=Name.NextPage))


@sound()
def opens_at_a_page(pdf: pikepdf.Pdf) -> None:
    pdf.Root.OpenAction = Array([pdf.pages[0].obj, Name.Fit])


@fault("attachment")
def attachment(pdf: pikepdf.Pdf) -> None:
    pdf.attachments["bijlage.txt"] = b"iets anders"


@fault("content-damaged")
def unknown_operator(pdf: pikepdf.Pdf) -> None:
    draw(pdf, "1 2 vierkant")


@fault("content-damaged")
def image_that_is_not_there(pdf: pikepdf.Pdf) -> None:
    draw(pdf, "/Weg Do")


@fault("content-damaged")
def operator_without_operands(pdf: pikepdf.Pdf) -> None:
    draw(pdf, "1 0 cm")


@fault("file-size", printer=replace(PRINTER, max_megabytes=0.1))
def large_file(_: pikepdf.Pdf) -> None:
    """As it is, for a shop that takes less."""


@fault("file-name", name="Flyer Urk (definitief) – vóór druk.pdf")
def difficult_name(_: pikepdf.Pdf) -> None:
    """As it is, under a name with spaces, brackets, a dash and an accent."""


# Metadata.


def _rewrite(pdf: pikepdf.Pdf, old: str, new: str) -> None:
    packet = pdf.Root.Metadata.read_bytes().decode()
    assert old in packet
    pdf.Root.Metadata = pdf.make_stream(packet.replace(old, new).encode())


def _without(pdf: pikepdf.Pdf, name: str) -> None:
    packet = pdf.Root.Metadata.read_bytes().decode()
    start = packet.index(f"<{name}>")
    end = packet.index(f"</{name}>") + len(name) + 3
    pdf.Root.Metadata = pdf.make_stream((packet[:start] + packet[end:]).encode())


@fault("metadata-missing")
def no_metadata(pdf: pikepdf.Pdf) -> None:
    del pdf.Root.Metadata


@fault("metadata-missing")
def metadata_that_is_no_xml(pdf: pikepdf.Pdf) -> None:
    pdf.Root.Metadata = pdf.make_stream(b"<x:xmpmeta><geen xml")


@fault("metadata-missing")
def metadata_with_entities(pdf: pikepdf.Pdf) -> None:
    bomb = '<!DOCTYPE x [<!ENTITY a "aaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>'
    _rewrite(pdf, "<x:xmpmeta", bomb + "<x:xmpmeta")


@fault("not-x4")
def no_version_of_pdfx(pdf: pikepdf.Pdf) -> None:
    _without(pdf, "pdfxid:GTS_PDFXVersion")


@fault("not-x4")
def another_version_of_pdfx(pdf: pikepdf.Pdf) -> None:
    _rewrite(pdf, "PDF/X-4", "PDF/X-3:2003")


@fault("trapped")
def trapped_missing(pdf: pikepdf.Pdf) -> None:
    del pdf.docinfo["/Trapped"]


@fault("trapped")
def trapped_unknown(pdf: pikepdf.Pdf) -> None:
    pdf.docinfo["/Trapped"] = Name.Unknown
    _rewrite(pdf, "<pdf:Trapped>False", "<pdf:Trapped>Unknown")


@fault("trapped")
def trapped_here_and_not_there(pdf: pikepdf.Pdf) -> None:
    pdf.docinfo["/Trapped"] = Name("/True")


@fault("title-missing")
def no_title(pdf: pikepdf.Pdf) -> None:
    _without(pdf, "dc:title")


@fault("dates-missing")
def no_metadata_date(pdf: pikepdf.Pdf) -> None:
    _without(pdf, "xmp:MetadataDate")


@fault("dates-differ")
def dates_that_differ(pdf: pikepdf.Pdf) -> None:
    pdf.docinfo["/ModDate"] = String("D:20010203040506Z")


@sound()
def dates_in_another_zone(pdf: pikepdf.Pdf) -> None:
    date = str(pdf.docinfo["/ModDate"])
    assert date.endswith("000000Z")
    pdf.docinfo["/ModDate"] = String(date.replace("000000Z", "020000+02'00'"))


@fault("identity")
def no_document_id(pdf: pikepdf.Pdf) -> None:
    _without(pdf, "xmpMM:DocumentID")


# The output intent.


def _intent(pdf: pikepdf.Pdf) -> Any:
    return pdf.Root.OutputIntents[0]


@fault("intent-missing")
def no_output_intent(pdf: pikepdf.Pdf) -> None:
    del pdf.Root.OutputIntents


@fault("intent-missing")
def output_intent_for_archives(pdf: pikepdf.Pdf) -> None:
    _intent(pdf).S = Name.GTS_PDFA1


@fault("intent-many")
def two_output_intents(pdf: pikepdf.Pdf) -> None:
    pdf.Root.OutputIntents.append(Dictionary(_intent(pdf)))


@fault("intent-profile")
def intent_without_profile(pdf: pikepdf.Pdf) -> None:
    del _intent(pdf).DestOutputProfile


def _profile(pdf: pikepdf.Pdf, kind: bytes, space: bytes, channels: int) -> Any:
    """An ICC profile's header; a check must look no further than that."""
    data = b"\0" * 12 + kind + space + b"Lab " + b"\0" * 12 + b"acsp" + b"\0" * 88
    profile = pdf.make_stream(data)
    profile.N = channels
    return profile


@fault("intent-space")
def intent_in_rgb(pdf: pikepdf.Pdf) -> None:
    _intent(pdf).DestOutputProfile = _profile(pdf, b"mntr", b"RGB ", 3)


@fault("intent-space")
def intent_of_a_scanner(pdf: pikepdf.Pdf) -> None:
    _intent(pdf).DestOutputProfile = _profile(pdf, b"scnr", b"CMYK", 4)


@fault("condition")
def another_condition(pdf: pikepdf.Pdf) -> None:
    _intent(pdf).OutputConditionIdentifier = String("FOGRA47")


@fault("registry")
def no_registry(pdf: pikepdf.Pdf) -> None:
    del _intent(pdf).RegistryName

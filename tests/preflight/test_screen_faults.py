"""The screen edition with one fault at a time: each found by its own code, and by no other.

Every file is a shipped flyer with one thing changed. veraPDF, the validator that auditors use,
judges the same files, so that it is known which of the faults it would have let pass.
"""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, String

from flevoprint.finding import Expected, Finding, Kind
from flevoprint.press.preflight import inspect
from tests.support.printers import PRINTER
from tests.support.verapdf import validate

GEMEENTEN = ["almere", "dronten", "lelystad", "noordoostpolder", "urk", "zeewolde"]
Mutation = Callable[[pikepdf.Pdf], None]


@dataclass(frozen=True)
class Fault:
    """A change of a good file, the code it must be found by, and whether veraPDF lets it pass."""

    code: str
    change: Mutation
    passes: bool

    @property
    def id(self) -> str:
        return f"{self.code}-{self.change.__name__}"


FAULTS: list[Fault] = []


def fault(code: str, *, verapdf: str) -> Callable[[Mutation], Mutation]:
    """Register a fault; ``verapdf`` says what the validator makes of it."""
    assert verapdf in {"passes", "finds"}

    def register(change: Mutation) -> Mutation:
        FAULTS.append(Fault(f"preflight.{code}", change, verapdf == "passes"))
        return change

    return register


# Finding one's way in the file.


def tags(pdf: pikepdf.Pdf, kind: str) -> list[Any]:
    """All tags of ``kind`` in reading order."""
    found: list[Any] = []

    def visit(tag: Any) -> None:
        if tag.get("/S") == f"/{kind}":
            found.append(tag)
        kids = tag.get("/K")
        for kid in kids if isinstance(kids, Array) else []:
            if isinstance(kid, Dictionary) and "/S" in kid:
                visit(kid)

    for top in pdf.Root.StructTreeRoot.K:
        visit(top)
    assert found, f"no {kind}"
    return found


def filled(pdf: pikepdf.Pdf, kind: str) -> list[Any]:
    """Tags of ``kind`` that hold something."""
    return [tag for tag in tags(pdf, kind) if len(tag.get("/K", []))]


def numbers(tag: Any) -> list[int]:
    """The content numbers below ``tag``."""
    found: list[int] = []
    for kid in tag.get("/K", []):
        if isinstance(kid, int):
            found.append(int(kid))
        elif isinstance(kid, Dictionary) and "/S" in kid:
            found += numbers(kid)
    return found


def rewrite(pdf: pikepdf.Pdf, page: int, within: set[int], change: Callable[[Any], Any]) -> None:
    """Change the instructions of ``page`` that stand in the content numbers ``within``."""
    out, inside, changed = [], False, 0
    for instruction in pikepdf.parse_content_stream(pdf.pages[page]):
        operator = str(instruction.operator)
        if operator == "BDC":
            inside = int(instruction.operands[1].get("/MCID", -1)) in within
        elif operator == "EMC":
            inside = False
        new = change(instruction) if inside else None
        changed += new is not None
        out.append(instruction if new is None else new)
    assert changed
    pdf.pages[page].Contents = pdf.make_stream(pikepdf.unparse_content_stream(out))


def metadata(pdf: pikepdf.Pdf, old: bytes, new: bytes) -> None:
    """Replace ``old`` in the XMP packet."""
    packet = pdf.Root.Metadata.read_bytes()
    assert old in packet
    pdf.Root.Metadata.write(packet.replace(old, new))


def links(pdf: pikepdf.Pdf) -> list[Any]:
    return [annotation for page in pdf.pages for annotation in page.get("/Annots", [])]


def add(pdf: pikepdf.Pdf, parent: Any, kind: str, *kids: Any) -> Any:
    """Append a tag to ``parent``."""
    tag = pdf.make_indirect(Dictionary(Type=Name.StructElem, S=Name(f"/{kind}"), P=parent))
    tag.K = Array(kids)
    parent.K.append(tag)
    return tag


# What the file says of itself.


@fault("not-tagged", verapdf="finds")
def no_tags(pdf: pikepdf.Pdf) -> None:
    del pdf.Root.StructTreeRoot
    del pdf.Root.MarkInfo


@fault("not-tagged", verapdf="finds")
def not_marked(pdf: pikepdf.Pdf) -> None:
    pdf.Root.MarkInfo.Marked = False


@fault("tags-suspect", verapdf="finds")
def suspects(pdf: pikepdf.Pdf) -> None:
    pdf.Root.MarkInfo.Suspects = True


@fault("no-pdfua", verapdf="finds")
def no_pdfua(pdf: pikepdf.Pdf) -> None:
    metadata(pdf, b"<pdfuaid:part>1</pdfuaid:part>", b"")


@fault("no-pdfa", verapdf="finds")
def no_pdfa(pdf: pikepdf.Pdf) -> None:
    metadata(pdf, b"<pdfaid:part>2</pdfaid:part>", b"")
    metadata(pdf, b"<pdfaid:conformance>A</pdfaid:conformance>", b"")


@fault("title-hidden", verapdf="finds")
def file_name_in_window(pdf: pikepdf.Pdf) -> None:
    pdf.Root.ViewerPreferences.DisplayDocTitle = False


@fault("title-poor", verapdf="passes")
def title_is_a_file_name(pdf: pikepdf.Pdf) -> None:
    old = str(pdf.docinfo.Title)
    metadata(pdf, old.encode(), b"flyer_urk_def2.indd")
    pdf.docinfo.Title = "flyer_urk_def2.indd"


@fault("no-language", verapdf="finds")
def no_language(pdf: pikepdf.Pdf) -> None:
    del pdf.Root.Lang


@fault("language-invalid", verapdf="finds")
def language_in_words(pdf: pikepdf.Pdf) -> None:
    pdf.Root.Lang = String("Nederlands (Nederland)")


@fault("language-wrong", verapdf="passes")
def wrong_language(pdf: pikepdf.Pdf) -> None:
    pdf.Root.Lang = String("en-GB")


# The tree.


@fault("untagged-content", verapdf="finds")
def loose_shape(pdf: pikepdf.Pdf) -> None:
    pdf.pages[0].contents_add(b"q 0.5 g 100 5 8 8 re f Q")


@fault("untagged-content", verapdf="passes")
def text_out_of_the_tags(pdf: pikepdf.Pdf) -> None:
    paragraph = next(tag for tag in filled(pdf, "P") if len(tag.K) > 1)
    del paragraph.K[0]


@fault("role-map", verapdf="finds")
def unknown_type(pdf: pikepdf.Pdf) -> None:
    filled(pdf, "BlockQuote")[0].S = Name("/Citaat")


@fault("role-map", verapdf="finds")
def standard_type_mapped_away(pdf: pikepdf.Pdf) -> None:
    pdf.Root.StructTreeRoot.RoleMap = Dictionary(BlockQuote=Name.Sect)


@fault("tag-tree", verapdf="passes")
def way_back_crossed(pdf: pikepdf.Pdf) -> None:
    row = pdf.Root.StructTreeRoot.ParentTree.Nums[1]
    first, second = row[4], row[5]
    row[4], row[5] = second, first


@fault("tag-tree", verapdf="passes")
def wrong_parent(pdf: pikepdf.Pdf) -> None:
    first, second = filled(pdf, "P")[2:4]
    first.P = second.P if second.P.objgen != first.P.objgen else pdf.Root.StructTreeRoot.K[0]


@fault("tag-tree", verapdf="passes")
def tag_in_two_places(pdf: pikepdf.Pdf) -> None:
    pdf.Root.StructTreeRoot.K[0].K.append(filled(pdf, "BlockQuote")[0])


@fault("mcid-twice", verapdf="passes")
def content_read_twice(pdf: pikepdf.Pdf) -> None:
    *_, last = filled(pdf, "P")
    spoken = add(pdf, last, "Span", numbers(last)[-1])
    spoken.Pg = pdf.pages[1].obj


@fault("tag-empty", verapdf="passes")
def empty_paragraph(pdf: pikepdf.Pdf) -> None:
    add(pdf, tags(pdf, "Sect")[-1], "P")


@fault("tag-empty", verapdf="passes")
def empty_heading(pdf: pikepdf.Pdf) -> None:
    add(pdf, tags(pdf, "Sect")[-1], "H2")


# What the tags mean.


@fault("figure-alt", verapdf="finds")
def no_alternative(pdf: pikepdf.Pdf) -> None:
    del tags(pdf, "Figure")[0].Alt


@fault("alt-poor", verapdf="passes")
def alternative_is_a_file_name(pdf: pikepdf.Pdf) -> None:
    tags(pdf, "Figure")[0].Alt = String("IMG_2041.JPG")


@fault("alt-poor", verapdf="passes")
def alternative_says_nothing(pdf: pikepdf.Pdf) -> None:
    tags(pdf, "Figure")[0].Alt = String("logo")


@fault("heading-order", verapdf="finds")
def first_heading_is_second_level(pdf: pikepdf.Pdf) -> None:
    tags(pdf, "H1")[0].S = Name.H2


@fault("heading-order", verapdf="finds")
def level_skipped(pdf: pikepdf.Pdf) -> None:
    tags(pdf, "H2")[0].S = Name.H3


@fault("heading-untagged", verapdf="passes")
def headings_as_bold_paragraphs(pdf: pikepdf.Pdf) -> None:
    for kind in ("H1", "H2", "H3"):
        for heading in tags(pdf, kind):
            heading.S = Name.P


@fault("heading-untagged", verapdf="passes")
def one_heading_as_paragraph(pdf: pikepdf.Pdf) -> None:
    tags(pdf, "H3")[2].S = Name.P


@fault("list", verapdf="finds")
def item_without_body(pdf: pikepdf.Pdf) -> None:
    tags(pdf, "LBody")[0].S = Name.P


@fault("list-untagged", verapdf="passes")
def typed_bullets(pdf: pikepdf.Pdf) -> None:
    for paragraph, words in zip(filled(pdf, "P")[2:5], ("brood", "kaas", "melk"), strict=True):
        paragraph.ActualText = String(f"• {words}")


def into_table(pdf: pikepdf.Pdf, cell: str) -> None:
    the_list = max(tags(pdf, "L"), key=lambda tag: len(tag.K))
    the_list.S = Name.Table
    for item in the_list.K:
        item.S = Name.TR
        for body in item.K:
            body.S = Name(f"/{cell}")


@fault("table-headers", verapdf="passes")
def table_without_headers(pdf: pikepdf.Pdf) -> None:
    into_table(pdf, "TD")


@fault("table", verapdf="finds")
def table_of_paragraphs(pdf: pikepdf.Pdf) -> None:
    into_table(pdf, "TH")
    table = tags(pdf, "Table")[0]
    for cell in tags(pdf, "TH"):
        cell.A = Dictionary(O=Name.Table, Scope=Name.Row)
    table.K[-1].K[0].S = Name.Div


@fault("link-tag", verapdf="passes")
def link_outside_the_tags(pdf: pikepdf.Pdf) -> None:
    link = tags(pdf, "Link")[0]
    link.K = Array([kid for kid in link.K if not isinstance(kid, Dictionary)])


@fault("annotation-tag", verapdf="finds")
def untagged_note(pdf: pikepdf.Pdf) -> None:
    note = Dictionary(
        Type=Name.Annot, Subtype=Name.Stamp, Rect=[100, 100, 120, 120], F=4, Contents=String("Af")
    )
    appearance = pdf.make_stream(b"/Artifact BMC 0.5 g 0 0 20 20 re f EMC")
    appearance.Type, appearance.Subtype = Name.XObject, Name.Form
    appearance.BBox = [0, 0, 20, 20]
    note.AP = Dictionary(N=appearance)
    pdf.pages[0].Annots.append(pdf.make_indirect(note))


@fault("link-contents", verapdf="finds")
def link_without_description(pdf: pikepdf.Pdf) -> None:
    del links(pdf)[0].Contents


@fault("link-text", verapdf="passes")
def click_here(pdf: pikepdf.Pdf) -> None:
    tags(pdf, "Link")[0].ActualText = String("Klik hier")


@fault("passage-language", verapdf="passes")
def dutch_called_english(pdf: pikepdf.Pdf) -> None:
    max(tags(pdf, "P"), key=lambda tag: len(numbers(tag))).Lang = String("en")


@fault("passage-language", verapdf="passes")
def english_called_dutch(pdf: pikepdf.Pdf) -> None:
    filled(pdf, "P")[3].ActualText = String(
        "This is what the people of the village have to say about it, and they are not alone."
    )


@fault("language-invalid", verapdf="finds")
def passage_language_in_words(pdf: pikepdf.Pdf) -> None:
    filled(pdf, "P")[3].Lang = String("Engels, denk ik")


# Order.


@fault("page-order", verapdf="passes")
def back_before_front(pdf: pikepdf.Pdf) -> None:
    document = pdf.Root.StructTreeRoot.K[0]
    first, second = document.K
    document.K = Array([second, first])


@fault("reading-order", verapdf="passes")
def paragraphs_swapped(pdf: pikepdf.Pdf) -> None:
    section = next(tag for tag in tags(pdf, "Sect") if sum(k.S == "/P" for k in tag.K) > 1)
    places = [place for place, kid in enumerate(section.K) if kid.S == "/P"]
    first, second = section.K[places[0]], section.K[places[1]]
    section.K[places[0]], section.K[places[1]] = second, first


@fault("column-order", verapdf="passes")
def first_paragraph_at_the_foot(pdf: pikepdf.Pdf) -> None:
    section = next(tag for tag in tags(pdf, "Sect") if sum(k.S == "/P" for k in tag.K) > 1)
    paragraph = next(kid for kid in section.K if kid.S == "/P")

    def lower(instruction: Any) -> Any:
        if str(instruction.operator) != "Tm":
            return None
        *rest, y = instruction.operands
        return pikepdf.ContentStreamInstruction([*rest, float(y) + 400], instruction.operator)

    rewrite(pdf, 0, set(numbers(paragraph)), lower)


@fault("tab-order", verapdf="finds")
def no_tab_order(pdf: pikepdf.Pdf) -> None:
    del pdf.pages[0].Tabs


@fault("no-bookmarks", verapdf="passes")
def no_bookmarks(pdf: pikepdf.Pdf) -> None:
    del pdf.Root.Outlines


@fault("annotation-outside", verapdf="passes")
def link_beside_the_page(pdf: pikepdf.Pdf) -> None:
    links(pdf)[0].Rect = Array([700, 20, 800, 40])


# What is seen.


@fault("image-only", verapdf="passes")
def scanned_back(pdf: pikepdf.Pdf) -> None:
    document = pdf.Root.StructTreeRoot.K[0]
    document.K = Array([document.K[0]])
    page = pdf.pages[1]
    scan = pdf.make_stream(bytes([230, 240, 250]) * 64)
    scan.Type, scan.Subtype = Name.XObject, Name.Image
    scan.Width, scan.Height, scan.BitsPerComponent = 8, 8, 8
    scan.ColorSpace = Name.DeviceRGB
    page.Resources = Dictionary(XObject=Dictionary(Scan=scan))
    page.Contents = pdf.make_stream(b"/Artifact BMC q 595 0 0 842 0 0 cm /Scan Do Q EMC")
    for key in ("/Annots", "/Tabs", "/StructParents"):
        del page.obj[key]


@fault("no-unicode", verapdf="finds")
def letters_without_meaning(pdf: pikepdf.Pdf) -> None:
    fonts = pdf.pages[0].Resources.Font
    del fonts[sorted(fonts.keys())[0]].ToUnicode


def insert(
    pdf: pikepdf.Pdf, tag: Any, operator: str, operands: list[float], *, after: bool
) -> None:
    """Put an operator before or after each ``BT`` of the content of ``tag`` on the front."""
    wanted, inside = set(numbers(tag)), False
    out: list[Any] = []
    for instruction in pikepdf.parse_content_stream(pdf.pages[0]):
        name = str(instruction.operator)
        if name == "BDC":
            inside = int(instruction.operands[1].get("/MCID", -1)) in wanted
        extra = pikepdf.ContentStreamInstruction(operands, pikepdf.Operator(operator))
        if name == "BT" and inside:
            out += [instruction, extra] if after else [extra, instruction]
        else:
            out.append(instruction)
    pdf.pages[0].Contents = pdf.make_stream(pikepdf.unparse_content_stream(out))


def alone(pdf: pikepdf.Pdf) -> Any:
    """The paragraph on the front after which the page says its colour and mode anew."""
    return filled(pdf, "P")[0]


@fault("hidden-text", verapdf="passes")
def invisible_paragraph(pdf: pikepdf.Pdf) -> None:
    insert(pdf, alone(pdf), "Tr", [3], after=True)


@fault("contrast", verapdf="passes")
def pale_paragraph(pdf: pikepdf.Pdf) -> None:
    insert(pdf, alone(pdf), "rg", [0.3, 0.4, 0.55], after=False)


@fault("encrypted", verapdf="finds")
def locked_for_screen_readers(pdf: pikepdf.Pdf) -> None:
    """Saved with the lock by :func:`faulty`."""


LOCK = pikepdf.Encryption(
    owner="geheim",
    user="",
    R=3,  # later ones have no such lock
    aes=False,
    metadata=False,
    allow=pikepdf.Permissions(accessibility=False, extract=False),
)


# What looks like a fault and is none.

WELL: list[Mutation] = []


def well(change: Mutation) -> Mutation:
    """Register a change after which a file is still good."""
    WELL.append(change)
    return change


@well
def table_with_headers(pdf: pikepdf.Pdf) -> None:
    into_table(pdf, "TD")
    head = tags(pdf, "TD")[0]
    head.S, head.A = Name.TH, Dictionary(O=Name.Table, Scope=Name.Column)


@well
def english_called_english(pdf: pikepdf.Pdf) -> None:
    english_called_dutch(pdf)
    filled(pdf, "P")[3].Lang = String("en-GB")


@well
def own_type_that_is_mapped(pdf: pikepdf.Pdf) -> None:
    filled(pdf, "BlockQuote")[0].S = Name("/Citaat")
    pdf.Root.StructTreeRoot.RoleMap = Dictionary(Citaat=Name("/Zin"), Zin=Name.BlockQuote)


@well
def hidden_note_beside_the_page(pdf: pikepdf.Pdf) -> None:
    note = Dictionary(Type=Name.Annot, Subtype=Name.Text, Rect=[700, 20, 720, 40], F=2)
    pdf.pages[0].Annots.append(pdf.make_indirect(note))


@well
def shape_marked_as_decoration(pdf: pikepdf.Pdf) -> None:
    pdf.pages[0].contents_add(b"/Artifact BMC q 0.5 g 100 5 8 8 re f Q EMC")


@well
def two_bullets_are_no_list(pdf: pikepdf.Pdf) -> None:
    for paragraph in filled(pdf, "P")[2:4]:
        paragraph.ActualText = String("– dat is een begin")


@well
def recognised_text_over_a_scan(pdf: pikepdf.Pdf) -> None:
    scanned_back(pdf)
    page, front = pdf.pages[1], pdf.pages[0]
    page.Resources.Font = front.Resources.Font
    shown = [i for i in pikepdf.parse_content_stream(front) if str(i.operator) in {"Tf", "TJ"}]
    words = pikepdf.unparse_content_stream(shown[:2])
    page.contents_add(b"/Artifact BMC BT 3 Tr 1 0 0 1 100 400 Tm " + words + b" ET EMC")


@well
def large_letters_may_be_paler(pdf: pikepdf.Pdf) -> None:
    insert(pdf, tags(pdf, "H1")[0], "rg", [0.6, 0.62, 0.7], after=False)


# The tests.


@pytest.fixture(scope="session")
def good(built: Path) -> bytes:
    """The screen edition of one gemeente."""
    return (built / "urk" / "inwonersinitiatieven-urk-scherm.pdf").read_bytes()


@cache
def faulty(good: bytes, change: Mutation) -> bytes:
    """``good`` with one fault."""
    target = io.BytesIO()
    with pikepdf.open(io.BytesIO(good)) as pdf:
        change(pdf)
        pdf.save(target, encryption=LOCK if change is locked_for_screen_readers else False)
    return target.getvalue()


def found(data: bytes, expected: Expected | None = None) -> list[Finding]:
    """The findings of a preflight as a screen edition."""
    inspection = inspect(data, "blad.pdf", PRINTER, expected or Expected(kind=Kind.SCREEN))
    assert inspection.kind is Kind.SCREEN
    assert len(inspection.checks) > 25
    return list(inspection.findings)


def test_there_are_enough_faults() -> None:
    assert len(FAULTS) >= 40
    assert len({fault.id for fault in FAULTS}) == len(FAULTS)


@pytest.mark.parametrize("gemeente", GEMEENTEN)
def test_a_good_file_has_no_finding(built: Path, gemeente: str) -> None:
    path = built / gemeente / f"inwonersinitiatieven-{gemeente}-scherm.pdf"
    assert found(path.read_bytes()) == []
    assert found(path.read_bytes(), Expected(Kind.SCREEN, language="nl", pages=2)) == []


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.id)
@pytest.mark.fast(15)
def test_each_fault_is_found_by_its_own_code(good: bytes, fault: Fault) -> None:
    findings = found(faulty(good, fault.change))
    told = "\n".join(str(finding.problem) for finding in findings)
    assert {finding.problem.code for finding in findings} == {fault.code}, told


@pytest.mark.parametrize("change", WELL, ids=lambda change: str(change.__name__))
def test_what_is_no_fault_is_not_found(good: bytes, change: Mutation) -> None:
    told = "\n".join(str(finding.problem) for finding in found(faulty(good, change)))
    assert told == ""


def test_every_code_of_the_screen_has_a_fault() -> None:
    from flevoprint.press.preflight import contrast, tags

    codes = {code for check in (*tags.CHECKS, *contrast.CHECKS) for code in check.codes}
    assert codes - {fault.code for fault in FAULTS} == {"preflight.contrast-unmeasured"}


@pytest.mark.slow
def test_what_verapdf_alone_would_have_passed(good: bytes, tmp_path: Path) -> None:
    files = []
    for number, fault in enumerate(FAULTS):
        files.append(tmp_path / f"{number}.pdf")
        files[-1].write_bytes(faulty(good, fault.change))
    verdicts = validate(files)
    passed = {
        fault: all(verdict.compliant for verdict in verdicts[2 * at : 2 * at + 2])
        for at, fault in enumerate(FAULTS)
    }
    for fault, passes in passed.items():
        print(f"{'passes' if passes else 'finds ':<7} {fault.id}")
    print(f"{sum(passed.values())} of {len(FAULTS)} faults pass veraPDF")
    wrong = [fault.id for fault, passes in passed.items() if passes is not fault.passes]
    assert wrong == []


@pytest.mark.parametrize(
    "words", ["klik hier", "Hier", "lees meer…", "Meer informatie", "link", "click here", "website"]
)
def test_links_that_say_nothing(good: bytes, words: str) -> None:
    assert found_with(good, "Link", "ActualText", words) == ["preflight.link-text"]


@pytest.mark.parametrize(
    "words", ["hierbij het programma", "urk.nl", "Klik- en klooidag", "Meerpaal"]
)
def test_links_that_say_something(good: bytes, words: str) -> None:
    assert found_with(good, "Link", "ActualText", words) == []


@pytest.mark.parametrize(
    "words",
    ["foto.jpg", "Logo", "DSC_0042", "afbeelding 3", "", " – ", "mijn foto (1).PNG", "QR-code"],
)
def test_alternatives_that_say_nothing(good: bytes, words: str) -> None:
    assert found_with(good, "Figure", "Alt", words) == ["preflight.alt-poor"]


@pytest.mark.parametrize(
    "words", ["Logo van Urk", "Foto van de haven", "Imke", "QR-code naar urk.nl"]
)
def test_alternatives_that_say_something(good: bytes, words: str) -> None:
    assert found_with(good, "Figure", "Alt", words) == []


def found_with(good: bytes, kind: str, key: str, words: str) -> list[str]:
    """The codes found when the first tag of ``kind`` has ``words``."""
    target = io.BytesIO()
    with pikepdf.open(io.BytesIO(good)) as pdf:
        tags(pdf, kind)[0][f"/{key}"] = String(words)
        pdf.save(target)
    return [finding.problem.code for finding in found(target.getvalue())]


def deep(pdf: pikepdf.Pdf) -> None:
    tag = pdf.Root.StructTreeRoot.K[0]
    for _ in range(600):
        tag = add(pdf, tag, "Div")


def circle(pdf: pikepdf.Pdf) -> None:
    tags(pdf, "Sect")[-1].K.append(pdf.Root.StructTreeRoot.K[0])


def kids_of_nonsense(pdf: pikepdf.Pdf) -> None:
    for kid in (String("x"), True, 3.5, -4, 10**9, Array([]), Dictionary(Type=Name.MCR), None):
        tags(pdf, "Sect")[-1].K.append(kid)
    tags(pdf, "Sect")[-1].K.append(Dictionary(Type=Name.OBJR))
    tags(pdf, "Sect")[-1].K.append(Dictionary(Type=Name.OBJR, Obj=3, Pg=String("1")))


def entries_of_nonsense(pdf: pikepdf.Pdf) -> None:
    for at, tag in enumerate(tags(pdf, "P")):
        keys = ("S", "Lang", "Alt", "ActualText", "P", "Pg", "A")
        tag[f"/{keys[at % len(keys)]}"] = (7, Array([]), Dictionary(), Name.X)[at % 4]


def roots_of_nonsense(pdf: pikepdf.Pdf) -> None:
    root = pdf.Root
    root.StructTreeRoot.RoleMap = Dictionary(A=Name.B, B=Name.A, P=3)
    root.StructTreeRoot.ParentTree = Dictionary(Nums=Array([1, 2, String("x")]), Kids=4)
    root.ViewerPreferences, root.MarkInfo.Suspects = Array([]), String("ja")
    root.Lang, root.Outlines = Name.nl, Array([1])


def catalogue_of_nonsense(pdf: pikepdf.Pdf) -> None:
    pdf.Root.MarkInfo = 3
    pdf.Root.Metadata = pdf.make_stream(b"geen xml")


def annotations_of_nonsense(pdf: pikepdf.Pdf) -> None:
    pdf.pages[0].Annots = Array(
        [
            *(3, String("x"), Dictionary(), Dictionary(Subtype=Name.Link, Rect=3, F=String("4"))),
            Dictionary(Subtype=3, Rect=[1, String("x"), 2, 3], Contents=3),
        ]
    )
    pdf.pages[1].Annots = Dictionary()


def metadata_of_nonsense(pdf: pikepdf.Pdf) -> None:
    pdf.Root.Metadata.write(b"<x:xmpmeta><rdf:RDF>" + b"<a>" * 5000)


@pytest.mark.parametrize(
    "change",
    [
        deep,
        circle,
        kids_of_nonsense,
        entries_of_nonsense,
        roots_of_nonsense,
        catalogue_of_nonsense,
        annotations_of_nonsense,
        metadata_of_nonsense,
    ],
    ids=lambda change: str(change.__name__),
)
def test_nonsense_is_found_and_breaks_no_check(good: bytes, change: Mutation) -> None:
    findings = found(faulty(good, change))
    assert findings
    broken = [str(f.problem) for f in findings if f.problem.code == "preflight.check-failed"]
    assert broken == []

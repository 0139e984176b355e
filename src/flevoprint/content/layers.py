"""The layers of every variant, laid over one another.

The shared sheet is at the bottom; over it come the province or region (if a gemeente names one),
the gemeente, and an organisation or a wijk (which names its gemeente). Each file says only what
differs, and each may fill only the slots that are local.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import cache

from flevoprint.content.files import Files, entry_text, slug
from flevoprint.content.nodes import Document
from flevoprint.content.overlay import REPLACED, Laid, entry_name, local_part, overlay
from flevoprint.content.shapes import GemeenteShape, OrganisationShape, Shape
from flevoprint.content.translations import Lent, SharedSheet, lent, lent_note
from flevoprint.content.validation import Place, misspelt, suggestion, unknown_key
from flevoprint.language import Phrase, Words, marked, say
from flevoprint.model import Entry, Node, Text
from flevoprint.problem import Problem, Source, error, note, warning


class Kind(StrEnum):
    """What a layer is; the values are what scripts read, in every language."""

    PROJECT = "project"
    SHEET = "blad"
    PROVINCE = "provincie"
    GEMEENTE = "gemeente"
    ORGANISATION = "organisatie"


#: The folder of each kind, below ``content``.
FOLDERS = {
    Kind.PROVINCE: "provincies",
    Kind.GEMEENTE: "gemeenten",
    Kind.ORGANISATION: "organisaties",
}
#: The key by which a layer names the one below it, and the kind of that one.
BELOW = {Kind.GEMEENTE: ("provincie", Kind.PROVINCE), Kind.ORGANISATION: ("onder", Kind.GEMEENTE)}
#: Keys that are no one's but the gemeente's, or the organisation's.
OWN = {Kind.PROVINCE: {"naam", "cbs", "provincie"}, Kind.ORGANISATION: {"provincie"}}
SHEETS = "bladen"


@dataclass(frozen=True, slots=True)
class Layer:
    """One file: ``id`` is its name, ``document`` what stands in it."""

    kind: Kind
    id: str
    document: Document


@dataclass(frozen=True, slots=True)
class Stack:
    """A variant's layers, the lowest first, and what they are together.

    ``profile`` is all but the sheets; None where one of the files cannot be read at all.
    ``sheets`` holds each shared sheet with the layers over it. ``whole`` is false where a layer
    is absent: what lacks then may stand there. ``lenders`` are the files of which a translation
    takes what they lay over its original, by its id, with the language of that.
    """

    id: str
    layers: tuple[Layer, ...]
    profile: Laid | None
    sheets: Mapping[str, Laid]
    problems: tuple[Problem, ...]
    whole: bool = True
    lenders: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    @property
    def lost(self) -> set[Place]:
        """The places of the profile that a layer has under a name that nobody knows."""
        readable = [layer for layer in self.layers if layer.document.node is not None]
        found = {key for layer in readable for key in _lost(layer)}
        # An organisation never takes its name from below.
        named = self.top.kind is not Kind.ORGANISATION or "naam" in _lost(self.top)
        return {(key,) for key in found if named or key != "naam"}

    @property
    def top(self) -> Layer:
        """The variant's own file."""
        return self.layers[-1]

    @property
    def shape(self) -> type[GemeenteShape]:
        """What the profile must be."""
        return OrganisationShape if self.top.kind is Kind.ORGANISATION else GemeenteShape

    @property
    def under(self) -> Layer | None:
        """The gemeente that an organisation is below, where there is such a gemeente."""
        below = [layer for layer in self.layers[:-1] if layer.kind is Kind.GEMEENTE]
        return below[0] if below else None


def read_stacks(
    files: Files, shared: tuple[SharedSheet, ...]
) -> tuple[tuple[Stack, ...], list[Problem]]:
    """Every variant, and what is wrong with files that are no variant's."""
    folders = {kind: _read(files, kind) for kind in FOLDERS}
    gemeenten, organisations = folders[Kind.GEMEENTE], folders[Kind.ORGANISATION]
    typed = [entry_text(layer.document, BELOW[Kind.GEMEENTE][0]) for layer in gemeenten.values()]
    named = {found[0] for found in typed if found}
    unused = [_unused(layer) for name, layer in folders[Kind.PROVINCE].items() if name not in named]
    unused += [
        problem for folder in ("bladen", *FOLDERS.values()) for problem in _deeper(files, folder)
    ]
    codes = _shared_codes(gemeenten.values())
    stacks = [
        _stack(layer, folders, shared, codes.get(layer.id, [])) for layer in gemeenten.values()
    ]
    for layer in organisations.values():
        if layer.id in gemeenten:
            # A variant of its own, under a name that no file and no folder can have.
            other = replace(layer, id=f"{FOLDERS[layer.kind]}/{layer.id}")
            stacks.append(_stack(other, folders, shared, [_same_id(layer, gemeenten[layer.id])]))
        else:
            stacks.append(_stack(layer, folders, shared, []))
    return tuple(stacks), unused


def no_gemeenten() -> Problem:
    """The problem of a project without any variant."""
    return error(
        "content.no-gemeenten",
        say("there is not a single gemeente in content/gemeenten"),
        Source("content/gemeenten"),
        say("make one, such as: flevoprint new gemeente Urk"),
    )


def _deeper(files: Files, folder: str) -> Iterator[Problem]:
    """Files in a folder within ``folder``, where nothing is read."""
    for path in files.deeper(files.content / folder):
        yield warning(
            "content.too-deep-folder",
            say("this file is not read: it lies in a folder of its own"),
            Source(files.name(path)),
            say("put it in content/{folder} itself", folder=folder),
        )


def _read(files: Files, kind: Kind) -> dict[str, Layer]:
    paths = files.listed(files.content / FOLDERS[kind])
    # A name that is no id (urk.yml) may not take the place of the file that has that id.
    ids = {path: path.stem if path.suffix == ".yaml" else path.name for path in paths}
    return {ids[path]: Layer(kind, ids[path], files.read(path)) for path in paths}


@dataclass(slots=True)
class _Chain:
    """The layers found so far, and whether one was absent."""

    layers: list[Layer]
    problems: list[Problem] = field(default_factory=list)
    whole: bool = True


def _stack(
    top: Layer,
    folders: Mapping[Kind, Mapping[str, Layer]],
    shared: tuple[SharedSheet, ...],
    problems: Iterable[Problem],
) -> Stack:
    chain = _chain(top, folders)
    found = [*problems, *chain.problems]
    for layer in chain.layers:
        found += layer.document.problems
    readable = [layer for layer in chain.layers if layer.document.node is not None]
    whole = chain.whole and len(readable) == len(chain.layers)
    if top.document.node is None:
        return Stack(top.id, tuple(chain.layers), None, {}, tuple(found), whole)
    for layer in readable:
        found += _unknown_keys(layer)
    profile = _profile(readable)
    sheets, lenders, told = _sheets(readable, shared)
    for problem in (*profile.problems, *told):
        # What is named may stand in the layer that is absent.
        if whole or problem.code != "overlay.unknown-name":
            found.append(problem)
    for laid in (profile, *sheets.values()):
        found += _hidden_lists(laid, top)
    unique = tuple(dict.fromkeys(found))
    return Stack(top.id, tuple(chain.layers), profile, sheets, unique, whole, lenders)


def _hidden_lists(laid: Laid, top: Layer) -> Iterator[Problem]:
    """The lists of layers below that the variant's own file takes the place of."""
    for trace in laid.traces:
        gone = trace.node
        own = trace.by.path == top.document.name and trace.how == REPLACED
        if not own or gone is None or not isinstance(gone.value, tuple):
            continue
        if all(isinstance(part.value, str) for part in gone.value):
            continue  # one colour in four inks, of which nobody would keep both
        if gone.source.path.startswith("content/bladen/"):
            continue  # what a sheet has for who says nothing
        yield note(
            "overlay.replaced",
            say(
                "'{name}' takes the place of that of {place}",
                name=trace.path.rpartition(".")[2],
                place=f"{gone.source.path}:{gone.source.line}",
            ),
            trace.by,
            say("leave it so, or put your lines below 'toevoegen:' to keep both"),
        )


def _chain(top: Layer, folders: Mapping[Kind, Mapping[str, Layer]]) -> _Chain:
    """``top`` and what is below it. A layer names one of a lower kind, so it ends."""
    chain = _Chain([top])
    while chain.layers[0].kind in BELOW:
        key, kind = BELOW[chain.layers[0].kind]
        layer = chain.layers[0]
        typed = entry_text(layer.document, key)
        if layer.document.node is None:
            chain.whole = False
            break
        if typed is None or not typed[0]:
            lost = key in _lost(layer)
            needed = kind is Kind.GEMEENTE  # an organisation must name one
            chain.whole = not (needed or lost)
            if needed and not lost and key not in _entries(layer):
                chain.problems.append(_missing(key, layer))
            break
        if typed[0] not in folders[kind]:
            chain.problems.append(_unknown_layer(*typed, kind, [*folders[kind]]))
            chain.whole = False
            break
        below = folders[kind][typed[0]]
        nameless = below.document.node is not None and not name_of(below).value
        if kind is Kind.GEMEENTE and nameless and "naam" not in _lost(below):
            chain.problems.append(_missing("naam", below))
        chain.layers.insert(0, below)
    return chain


def _profile(layers: list[Layer]) -> Laid:
    """All layers' own values, without their sheets."""
    laid = Laid(Node({}, Source("")))
    for layer in layers:
        known = {*known_keys(layer.kind)} - {SHEETS}
        own = {key: entry for key, entry in _entries(layer).items() if key in known}
        # What is missing is missing in the variant's own file.
        start = Source(layer.document.name, 1, 1)
        below = laid.node.value
        assert isinstance(below, Mapping)
        if layer.kind is Kind.ORGANISATION and "naam" not in own:
            below = {key: entry for key, entry in below.items() if key != "naam"}
        step = overlay(Node(below, start), Node(own, start))
        laid = Laid(step.node, laid.problems + step.problems, laid.traces + step.traces)
    return laid


def _sheets(
    layers: list[Layer], shared: tuple[SharedSheet, ...]
) -> tuple[dict[str, Laid], dict[str, dict[str, str]], list[Problem]]:
    """Every shared sheet that can be judged, with the layers over it, and who lent it words."""
    by_id = {sheet.id: sheet for sheet in shared}
    laid = {sheet.id: Laid(sheet.node) for sheet in shared if sheet.node and sheet.layout}
    problems: list[Problem] = []
    lenders: dict[str, dict[str, str]] = {}
    for layer in layers:
        own, found = _own_sheets(layer, shared)
        problems += found
        for sheet_id, node in own.items():
            below = laid[sheet_id]
            step = overlay(below.node, node)
            problems += step.problems
            laid[sheet_id] = Laid(step.node, (), below.traces + step.traces)
        for sheet_id, taken in _lent_sheets(layer, own, shared).items():
            below, tag = laid[sheet_id], taken.language
            step = overlay(below.node, taken.node)
            problems.append(lent_note(by_id[sheet_id], taken.node.source, tag, step.problems))
            if not step.problems:
                laid[sheet_id] = Laid(step.node, (), below.traces + step.traces)
                lenders.setdefault(sheet_id, {})[layer.document.name] = tag
    return laid, lenders, problems


def _lent_sheets(
    layer: Layer, own: Mapping[str, Node], shared: tuple[SharedSheet, ...]
) -> dict[str, Lent]:
    """What a layer lays over translations that it says nothing of: what it has for the original."""
    entry = _entries(layer).get(SHEETS)
    typed = entry.node.value if entry else ""
    return lent(own, typed, shared) if isinstance(typed, Mapping) else {}


def _own_sheets(
    layer: Layer, shared: tuple[SharedSheet, ...]
) -> tuple[dict[str, Node], list[Problem]]:
    """What a layer lays over each sheet, and what is wrong with that."""
    entry = _entries(layer).get(SHEETS)
    if entry is None or entry.node.value == "" or not shared:
        return {}, []
    by_id = {sheet.id: sheet for sheet in shared}
    if not isinstance(entry.node.value, Mapping):
        hint = say("write the name of a sheet here: {known}", known=", ".join(by_id))
        message = say("a group of lines belongs here")
        return {}, [error("content.not-a-group", message, entry.node.source, hint)]
    own: dict[str, Node] = {}
    problems: list[Problem] = []
    for sheet_id, said in entry.node.value.items():
        if sheet_id not in by_id:
            problems.append(unknown_key(sheet_id, said.key_source, [*by_id]))
            continue
        layout = by_id[sheet_id].layout
        if said.node.value != "" and layout is not None and by_id[sheet_id].node is not None:
            own[sheet_id], found = local_part(said.node, layout)
            problems += found
    return own, problems


@cache
def known_keys(kind: Kind) -> tuple[str, ...]:
    """The keys that a layer of ``kind`` may have."""
    shape: type[Shape] = OrganisationShape if kind is Kind.ORGANISATION else GemeenteShape
    aliases = (field.alias or name for name, field in shape.model_fields.items())
    return tuple(key for key in aliases if key not in OWN.get(kind, ()))


def name_of(gemeente: Layer) -> Text:
    """What the gemeente is called where something below it speaks of it; empty if it says none."""
    entry = _entries(gemeente).get("naam")
    node = entry.node if entry else Node("", Source(gemeente.document.name, 1, 1))
    return Text(entry_name(node), node.source, "gemeente.plaats")


def _unknown_keys(layer: Layer) -> Iterator[Problem]:
    known = known_keys(layer.kind)
    for key, entry in _entries(layer).items():
        if key not in known:
            yield unknown_key(key, entry.key_source, known)


def _lost(layer: Layer) -> set[str]:
    """The keys that were meant by those that nobody knows."""
    known = known_keys(layer.kind)
    return {misspelt(key, known) for key in _entries(layer) if key not in known}


def _entries(layer: Layer) -> Mapping[str, Entry]:
    node = layer.document.node
    assert node is not None
    assert isinstance(node.value, Mapping)  # a document's top always is
    return node.value


#: What is said of a layer that is not there, by its kind.
_UNKNOWN = {
    Kind.PROVINCE: marked("there is no province or region '{name}' in content/provincies"),
    Kind.GEMEENTE: marked("there is no gemeente '{name}' in content/gemeenten"),
}


def _unknown_layer(name: str, source: Source, kind: Kind, known: list[str]) -> Problem:
    hint: Words = suggestion(name, known)
    if not known:
        file = f"content/{FOLDERS[kind]}/{slug(name)}.yaml"
        hint = say("make {file}, or remove this line", file=file)
    return error("overlay.unknown-layer", Phrase(_UNKNOWN[kind], (("name", name),)), source, hint)


def _missing(key: str, layer: Layer) -> Problem:
    message, hint = say("'{key}' is missing", key=key), say("add a line '{key}: …'", key=key)
    return error("content.missing", message, Source(layer.document.name, 1, 1), hint)


def _same_id(layer: Layer, gemeente: Layer) -> Problem:
    return error(
        "overlay.same-id",
        say(
            "'{id}' is the name of a gemeente too: {file}", id=layer.id, file=gemeente.document.name
        ),
        Source(layer.document.name),
        say("give this file another name: it becomes the folder and the name of the PDFs"),
    )


def _unused(layer: Layer) -> Problem:
    return note(
        "overlay.unused",
        say("no gemeente names this province or region, so nothing of it is printed"),
        Source(layer.document.name),
        say("write 'provincie: {id}' in the files of its gemeenten", id=layer.id),
    )


def _shared_codes(gemeenten: Iterable[Layer]) -> dict[str, list[Problem]]:
    """A note, by id, for every gemeente whose CBS code another one has too.

    No more than a note: which of them is wrong nobody can say, and neither may cost the other its
    sheet.
    """
    typed = [(layer, *found) for layer in gemeenten if (found := entry_text(layer.document, "cbs"))]
    count = Counter(code for _, code, _ in typed)
    notes: dict[str, list[Problem]] = {}
    for layer, code, source in typed:
        if code and count[code] > 1:
            other = next(one for one, same, _ in typed if same == code and one is not layer)
            message = say("{file} has the code {code} too", file=other.document.name, code=code)
            hint = say("look up the code of this gemeente; the CBS has the list")
            notes[layer.id] = [note("content.shared-code", message, source, hint)]
    return notes

"""Layouts as their folders declare them, and the fonts they may use."""

from __future__ import annotations

from flevoprint.content.files import Files
from flevoprint.content.found import Pictures
from flevoprint.content.layout_words import WORDS, read_words
from flevoprint.content.nodes import is_identifier, read_document
from flevoprint.content.shapes import KINDS, FontsShape, LayoutShape, SlotShape
from flevoprint.content.validation import unknown_key, validate
from flevoprint.language import say
from flevoprint.model import FontFace, Layout, Slot, Text
from flevoprint.problem import Problem, error, has_errors
from flevoprint.shipped import shipped_folder

#: The folder beside the layouts of what several of them use.
SHARED = "_shared"
#: How far type shrinks, as a share of its size, in a slot that does not say.
SMALLEST = 0.88


def known_layouts(files: Files) -> list[str]:
    """The layouts that a sheet may name: the project's own, and the shipped ones beside them."""
    folders = [files.root / "layouts", shipped_folder() / "layouts"]
    return sorted({path.parent.name for at in folders for path in at.glob("*/layout.yaml")})


def read_layout(files: Files, layout_id: str) -> tuple[Layout | None, list[Problem]]:
    """The layout ``layout_id``, and all that is wrong with it."""
    folder = files.own_or_shipped("layouts", layout_id)
    document = read_document(folder / "layout.yaml", f"layouts/{layout_id}/layout.yaml")
    problems = [*document.problems]
    if document.node is None:
        return None, problems
    declared, found = validate(LayoutShape, document.node, Pictures(folder))
    problems += found
    if declared is None:
        return None, problems
    sides = tuple(side.value for side in declared.sides)
    problems += [problem for side in declared.sides for problem in _side_problems(side)]
    problems += [problem for slot in declared.slots for problem in _slot_problems(slot, sides)]
    problems += _repeated(declared.slots)
    if has_errors(problems):
        return None, problems
    words, found = read_words(folder / WORDS, f"layouts/{layout_id}/{WORDS}")
    problems += found
    if has_errors(problems):
        return None, problems
    # A layout of the project may use the shipped parts; a shipped one never those of the project.
    beside = (folder.parent / SHARED, shipped_folder() / "layouts" / SHARED)
    layout = Layout(
        id=layout_id,
        folder=folder,
        size=declared.size,
        sides=sides,
        slots=tuple(map(_slot, declared.slots)),
        words=words,
        shared=next((path for path in beside if path.is_dir()), None),
        separate=declared.separate,
        smallest_type=declared.smallest_type,
        smallest_module=declared.smallest_module,
    )
    return layout, problems


def _slot(shape: SlotShape) -> Slot:
    smallest = shape.smallest / 100 if shape.smallest is not None else SMALLEST
    return Slot(
        name=shape.name.value,
        kind=shape.kind.value,
        side=shape.side.value if shape.side else "",
        local=shape.local,
        required=shape.required,
        smallest=smallest if shape.shrinks else 1.0,
        group=shape.group.value if shape.group else "",
        chosen=shape.chosen,
        most=shape.most,
    )


def _side_problems(side: Text) -> list[Problem]:
    """A side is named in templates, and may become part of a file's name."""
    if side.value.isidentifier() and is_identifier(side.value):
        return []
    message = say("'{name}' cannot be the name of a side", name=side.value)
    hint = say("use only small letters a–z and digits, beginning with a letter")
    return [error("content.bad-key", message, side.source, hint)]


def _slot_problems(slot: SlotShape, sides: tuple[str, ...]) -> list[Problem]:
    problems = []
    if slot.kind.value not in KINDS:
        problems.append(unknown_key(slot.kind.value, slot.kind.source, [*KINDS]))
    elif slot.chosen and not KINDS[slot.kind.value].choosable:
        message = say("in a slot of kind '{kind}' there is nothing to choose", kind=slot.kind.value)
        hint = say("remove 'keuze' here: the slot is then shown as a whole")
        problems.append(error("content.bad-choice", message, slot.kind.source, hint))
    if slot.side and slot.side.value not in sides:
        problems.append(unknown_key(slot.side.value, slot.side.source, [*sides]))
    if not slot.name.value.isidentifier():
        message = say("'{name}' cannot be the name of a slot", name=slot.name.value)
        hint = say("use only letters, digits and underscores")
        problems.append(error("content.bad-key", message, slot.name.source, hint))
    return problems


def _repeated(slots: tuple[SlotShape, ...]) -> list[Problem]:
    """Slots of one side with one name: the later would hide the earlier."""
    seen: set[tuple[str, str]] = set()
    problems = []
    for slot in slots:
        path = (slot.side.value if slot.side else "", slot.name.value)
        if path in seen:
            message = say("the slot '{name}' is declared twice", name=slot.name.value)
            hint = say("give one of the two another name, or remove it")
            problems.append(error("content.duplicate-slot", message, slot.name.source, hint))
        seen.add(path)
    return problems


def read_fonts(files: Files) -> tuple[tuple[FontFace, ...], list[Problem]]:
    """The faces that an output may use, and all that is wrong with them."""
    folder = files.own_or_shipped("fonts")
    path = folder / "fonts.yaml"
    document = read_document(path, files.name(path))
    problems = [*document.problems]
    if document.node is None:
        return (), problems
    shape, found = validate(FontsShape, document.node, Pictures(folder))
    problems += found
    faces = []
    for face in shape.faces if shape else ():
        file = folder / face.file.value
        if not file.is_file():
            message = say("the font {file} does not exist", file=face.file.value)
            hint = say("put the font with its licence in the folder fonts")
            problems.append(error("content.font-missing", message, face.file.source, hint))
        faces.append(FontFace(face.family.value, face.weight, face.italic, file))
    return tuple(faces), problems

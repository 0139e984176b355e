"""A gemeente's file as flevoprint writes it, and what a file says of a gemeente.

What a table and a file can both say is kept as :data:`Values`: text by the keys of :data:`PATHS`.
The first line carries a digest of the rest, so that a file that somebody edited is known as such
and is never written over. Above it may stand the line by which an editor finds a schema.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from flevoprint.content.nodes import Document, parse_document
from flevoprint.language import say
from flevoprint.model import Entry, Node
from flevoprint.problem import Problem, note

#: What is said of a gemeente: key -> text, without what is not known.
Values = Mapping[str, str]
#: Where each key stands in the file.
PATHS = {
    "naam": ("naam",),
    "cbs": ("cbs",),
    "website": ("contact", "website"),
    "e-mail": ("contact", "e-mail"),
    "telefoon": ("contact", "telefoon"),
    "hoofdkleur": ("kleuren", "hoofdkleur", "rgb"),
    "hoofdkleur cmyk": ("kleuren", "hoofdkleur", "cmyk"),
    "tweede kleur": ("kleuren", "tweede kleur", "rgb"),
    "tweede kleur cmyk": ("kleuren", "tweede kleur", "cmyk"),
}
#: The colours among them; the inks of each stand under the same key with `` cmyk`` behind it.
COLOURS = ("hoofdkleur", "tweede kleur")
#: Ways to reach it among them, and the line that asks for one.
CONTACT = {
    "website": 'website: ""  # het adres met https:// ervoor',
    "telefoon": "# telefoon: 0527 12 34 56",
    "e-mail": "# e-mail: mailto:info@voorbeeld.nl",
}
#: The colours of a gemeente of which none are known: (rgb, cmyk), sober and readable.
NEUTRAL = {
    "hoofdkleur": ("#34495e", "78 60 40 34"),
    "tweede kleur": ("#d08b3f", "15 50 82 4"),
}
#: A new file is no longer, so that it can be taken in at a glance.
MAX_LINES = 15
PLACEHOLDER = re.compile(r"logos/plaatshouder-")
_HEADER = re.compile(r"#[ \t]+yaml-language-server[ \t]*:.*(?:\r\n|\n|\r)")
_DIGEST = re.compile(r"\(([0-9a-f]{12})\)")


@dataclass(frozen=True, slots=True)
class Below:
    """The provinces or regions of a project, by name; and where there is one only, which keys of
    :data:`PATHS` it says, ``logo`` among them. What it says, a new file must not hide."""

    names: Sequence[str] = ()
    says: frozenset[str] = frozenset()


def gemeente_text(gemeente_id: str, values: Values, below: Below) -> str:
    """The file of a gemeente over ``below``: at most 15 lines, with what to fill in in Dutch."""
    known = {key: scalar(text) for key, text in values.items() if text}
    missing_code = '""  # GM met vier cijfers; het CBS heeft de lijst'
    lines = [
        f"naam: {scalar(values['naam'])}",
        f"cbs: {known.get('cbs', missing_code)}",
        *_province(below),
        *_colours(values, below),
        *_logo(gemeente_id, values["naam"], below),
        "contact:  # wat u weglaat of leeg laat, wordt niet gedrukt",
        *(_contact(key, known.get(key), below) for key in CONTACT),
        # A hint, and the first to go where there is no room.
        "# Eigen wegwijzers? Neem 'bladen:' over uit een ander bestand in deze map.",
    ]
    body = "".join(f"{line}\n" for line in lines[: MAX_LINES - 1])
    return (
        "# Vul in wat u weet. Wijzigt u iets, dan blijft flevoprint import hiervan af "
        f"({_digest(body)}).\n{body}"
    )


def placeholders(node: Node) -> Iterator[Problem]:
    """A note for each thing in a gemeente's file that is still to be filled in."""
    code = entry(node, PATHS["cbs"])
    if code and code.node.value == "":
        yield note(
            "content.code-missing",
            say("the CBS code is still to be filled in"),
            code.key_source,
            say("write GM with four digits, such as GM0184; the CBS has the list"),
        )
    colours = [(entry(node, PATHS[key]), NEUTRAL[key][0]) for key in COLOURS]
    neutral = [colour.node for colour, rgb in colours if colour and colour.node.value == rgb]
    if neutral:
        yield note(
            "content.placeholder-colours",
            say("these are neutral colours, not yet those of the gemeente"),
            neutral[0].source,
            say("fill in the colours of the house style, with their inks for the printer"),
        )
    logo = entry(node, ("logo", "licht")) or entry(node, ("logo", "bestand"))
    if logo and isinstance(logo.node.value, str) and PLACEHOLDER.match(logo.node.value):
        yield note(
            "content.placeholder-logo",
            say("this is a placeholder, not the logo of the gemeente"),
            logo.node.source,
            say("put the real logo in content/logos and name it at licht and donker"),
        )


def logo_path(gemeente_id: str, ground: str) -> str:
    """Where the placeholder logo for ``ground`` (licht or donker) lies, from the content folder."""
    return f"logos/plaatshouder-{gemeente_id}-{ground}.svg"


def header(text: str) -> str:
    """The first line of a file where it tells an editor which schema the file follows."""
    found = _HEADER.match(text)
    return found[0] if found else ""


def untouched(text: str) -> bool:
    """Whether ``text`` is as flevoprint wrote it; how lines end makes no difference, nor does the
    header for an editor."""
    lines = text.removeprefix(header(text)).splitlines()
    first, _, body = "".join(f"{line.rstrip()}\n" for line in lines).partition("\n")
    found = _DIGEST.search(first)
    return found is not None and found[1] == _digest(body)


def values_in(document: Document) -> dict[str, str]:
    """What a gemeente's file says, right or wrong, by the keys of :data:`PATHS`."""
    return {key: _text(document.node, path) for key, path in PATHS.items()}


def table_text(key: str, text: str) -> str:
    """A value as a table holds it. What a spreadsheet would take for a formula begins with '."""
    bare = text.removeprefix("mailto:") if key == "e-mail" else text
    return f"'{bare}" if bare.startswith(("=", "+", "-", "@")) else bare


def scalar(text: str) -> str:
    """``text`` as YAML reads back to the letter; in quotes only where it must be."""
    plain = re.fullmatch(r"[^\W_][\w ’().,/+&:@-]*", text) and parse_document(f"a: {text}\n", "")
    if plain and plain.node and not plain.problems and _text(plain.node, ("a",)) == text:
        return text
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return '"' + "".join(map(_escaped, escaped)) + '"'


def _province(below: Below) -> Iterator[str]:
    """The layer below, or of several the question which."""
    names = [*map(scalar, below.names)]
    if len(names) == 1:
        yield f"provincie: {names[0]}  # wat daar staat, geldt ook hier, tot u iets anders zegt"
    elif names:
        others = " of ".join(names[1:])
        yield f"# provincie: {names[0]}  # of {others}; haal dan hieronder weg wat daar al staat"


def _colours(values: Values, below: Below) -> Iterator[str]:
    """Neutral ones stand in for a palette of which nothing is known. Where only the main colour is
    known, the build derives the second one from it, and says so."""
    known = {key for key in COLOURS if values.get(key) or values.get(f"{key} cmyk")}
    said = {key for key in COLOURS if below.says & {key, f"{key} cmyk"}}
    if "hoofdkleur" in said and not known:
        yield f"# kleuren: nu die van {below.names[0]}; hebt u eigen kleuren, zet ze dan hier"
        return
    main = "hoofdkleur" in known | said
    how = "rgb voor het scherm, cmyk in procenten voor de drukker"
    yield f"kleuren:  # {how if main else 'neutraal; zet hier die van uw huisstijl'}"
    for key in COLOURS:
        if key in known or key not in said:
            derived = main and key not in known
            yield f"  {'# ' if derived else ''}{key}: {_colour(values, key)}"


def _logo(gemeente_id: str, name: str, below: Below) -> Iterator[str]:
    if "logo" in below.says:
        yield f"# logo: nu dat van {below.names[0]}; hebt u een eigen logo, noem het dan hier"
        return
    yield "logo:  # plaatshouders; zet uw eigen logo's in content/logos en noem ze hier"
    yield from (f"  {ground}: {logo_path(gemeente_id, ground)}" for ground in ("licht", "donker"))
    yield f"  alt: {scalar(f'gemeente {name}')}"


def _contact(key: str, value: str | None, below: Below) -> str:
    if value:
        return f"  {key}: {value}"
    if key in below.says:
        return f"  # {key}: nu die van {below.names[0]}"
    return f"  {CONTACT[key]}"


def _colour(values: Values, key: str) -> str:
    rgb, cmyk = values.get(key, ""), values.get(f"{key} cmyk", "")
    if not rgb and not cmyk:
        rgb, cmyk = NEUTRAL[key]
    # What nobody gave is left out: the build computes it for the printer's paper, and says so.
    screen = [f'rgb: "{rgb}"'] if rgb else []
    inks = [f"cmyk: [{', '.join(cmyk.split())}]"] if cmyk else []
    return f"{{{', '.join(screen + inks)}}}"


def _escaped(character: str) -> str:
    code = ord(character)
    if character.isprintable():
        return character
    return f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"


def _digest(body: str) -> str:
    return hashlib.sha256(body.encode("utf-8")).hexdigest()[:12]


def entry(node: Node | None, path: tuple[str, ...]) -> Entry | None:
    """The line at ``path`` below ``node``, if there is one."""
    found = None
    for key in path:
        value = node.value if node else None
        found = value.get(key) if isinstance(value, Mapping) else None
        node = found.node if found else None
    return found


def _text(node: Node | None, path: tuple[str, ...]) -> str:
    """The text at ``path`` below ``node``; a list's parts with spaces between them."""
    found = entry(node, path)
    value = found.node.value if found else ""
    if isinstance(value, tuple):
        return " ".join(item.value for item in value if isinstance(item.value, str))
    return value if isinstance(value, str) else _text(found.node if found else None, ("tekst",))

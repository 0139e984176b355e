"""YAML text to nodes with positions. PyYAML is used here and nowhere else.

Every scalar stays the text that was typed: YAML's implicit types would turn ``0320123456`` into a
number, ``9:00`` into 540 and ``no`` into false. Aliases, anchors and tags are refused (a short
file of aliases can grow without bound), and so are equal keys, of which YAML keeps the last.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import yaml

from flevoprint.model import Entry, Node
from flevoprint.problem import FlevoprintError, Problem, Source, error

MAX_BYTES = 1_000_000
MAX_DEPTH = 20

#: PyYAML's wording -> what it means to an editor, and the remedy. First match wins.
SYNTAX_MESSAGES = (
    (
        "mapping values are not allowed",
        "er staat een dubbele punt waar die niet kan",
        "laat de regel even ver inspringen als de regels erboven, zet een spatie achter elke "
        "dubbele punt, en zet tekst met een dubbele punt tussen aanhalingstekens",
    ),
    (
        "cannot start any token",
        "hier staat een teken dat niet kan (een tab, @, % of `)",
        "gebruik spaties in plaats van tabs; zet tekst met zo'n teken tussen aanhalingstekens",
    ),
    (
        "could not find expected ':'",
        "hier ontbreekt een dubbele punt achter een sleutel",
        "schrijf 'sleutel: waarde', met een spatie na de dubbele punt",
    ),
    (
        "found unexpected end of stream",
        "dit aanhalingsteken (of deze apostrof) wordt nergens gesloten",
        'zet de hele tekst tussen dubbele aanhalingstekens, zoals "\'s-Gravenpolder"',
    ),
    (
        "expected <block end>, but found '<scalar>'",
        "na een aanhalingsteken gaat de tekst nog door",
        'zet de hele tekst tussen dubbele aanhalingstekens, zoals "\'t Dorpshuis"; '
        "staan die er al in, schrijf dan “ en ”",
    ),
    (
        "expected <block end>",
        "de regel springt anders in dan de regels erboven",
        "laat regels die bij elkaar horen even ver inspringen (twee spaties per niveau)",
    ),
    (
        "unknown escape character",
        "een \\ tussen dubbele aanhalingstekens kan hier niet",
        "gebruik enkele aanhalingstekens, of schrijf \\\\",
    ),
    (
        "while scanning an a",
        "tekst kan niet met & of * beginnen",
        "zet de tekst tussen aanhalingstekens",
    ),
    (
        "expected ',' or",
        "een lijst tussen haken is niet goed afgesloten",
        "scheid de onderdelen met komma's en sluit de haak",
    ),
)


def read_nodes(path: Path, name: str) -> Node:
    """The content of the YAML file ``path`` as nodes; positions name it ``name``.

    The top is always a mapping. Raises FlevoprintError with every problem found.
    """
    return parse_nodes(_read_text(path, name), name)


def parse_nodes(text: str, name: str) -> Node:
    """Like :func:`read_nodes`, for text already decoded."""
    problems: list[Problem] = []
    lines = text.splitlines()
    try:
        events = _events(text, name)
    except yaml.MarkedYAMLError as failure:
        raise FlevoprintError([_syntax_problem(failure, name)]) from None
    except yaml.reader.ReaderError as failure:
        raise FlevoprintError([_character_problem(failure, text, name)]) from None
    except (ValueError, OverflowError):
        # A number behind \U that no character has; the scanner does not say where.
        raise FlevoprintError([_bad_character(0x110000, Source(name))]) from None
    problems += [
        problem
        for event in events
        if isinstance(event, yaml.ScalarEvent)
        for problem in _lost_text(event, lines, name)
    ]
    starts = [event for event in events if isinstance(event, yaml.DocumentStartEvent)]
    if len(starts) > 1:
        raise FlevoprintError([_second_document(_source(starts[1], name))])
    body = iter(event for event in events if not isinstance(event, yaml.DocumentStartEvent))
    root = _build(next(body, None), body, name, problems, 0)
    if root is None or root.value == "":
        raise FlevoprintError([_empty(name)])
    if not isinstance(root.value, dict):
        problems.append(_not_a_mapping(root.source))
    if problems:
        raise FlevoprintError(problems)
    return root


def _read_text(path: Path, name: str) -> str:
    try:
        if path.exists() and not path.is_file():
            raise OSError(0, "dit is geen gewoon bestand")
        data = path.read_bytes()
    except OSError as failure:
        hint = "controleer de naam van het bestand en of u het mag lezen"
        reason = failure.strerror or "onbekende fout"
        raise FlevoprintError(
            [
                error(
                    "content.unreadable",
                    f"het bestand is niet te lezen: {reason}",
                    Source(name),
                    hint,
                )
            ]
        ) from None
    if len(data) > MAX_BYTES:
        message = f"het bestand is {len(data) // 1000} kB, het mag {MAX_BYTES // 1000} kB zijn"
        hint = "controleer of dit het goede bestand is; een blad tekst is een paar kB"
        raise FlevoprintError([error("content.too-large", message, Source(name), hint)])
    if b"\0" in data and not data.startswith((b"\xff\xfe", b"\xfe\xff")):
        hint = "bewaar de inhoud als gewone tekst (UTF-8) met de uitgang .yaml"
        message = "dit is geen tekstbestand (het bevat binaire gegevens)"
        raise FlevoprintError([error("content.binary", message, Source(name, 1, 1), hint)])
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as failure:
        line = data.count(b"\n", 0, failure.start) + 1
        column = failure.start - (data.rfind(b"\n", 0, failure.start) + 1) + 1
        hint = "bewaar het bestand opnieuw als UTF-8 (in Kladblok: Opslaan als, Codering: UTF-8)"
        message = "het bestand heeft een verkeerde codering (waarschijnlijk Windows-1252 of UTF-16)"
        raise FlevoprintError(
            [error("content.encoding", message, Source(name, line, column), hint)]
        ) from None


def _build(
    event: yaml.Event | None,
    events: Iterator[yaml.Event],
    name: str,
    problems: list[Problem],
    depth: int,
) -> Node | None:
    """The node that ``event`` opens; consumes ``events`` up to its end."""
    if event is None:
        return None
    source = _source(event, name)
    if isinstance(event, yaml.AliasEvent):
        problems.append(_alias(source))
        return Node("", source)
    if getattr(event, "anchor", None) or getattr(event, "tag", None) not in (None, "!"):
        problems.append(_alias(source))
    if isinstance(event, yaml.ScalarEvent):
        # Half a character, which "\ud800" in quotes can name; no font or file can hold it.
        halves = [ord(character) for character in event.value if "\ud800" <= character <= "\udfff"]
        if halves:
            problems.append(_bad_character(halves[0], source))
        return Node(event.value, source)
    if isinstance(event, yaml.SequenceStartEvent):
        return Node(_build_items(events, name, problems, depth), source)
    return Node(_build_entries(events, name, problems, depth), source)


def _build_items(
    events: Iterator[yaml.Event], name: str, problems: list[Problem], depth: int
) -> tuple[Node, ...]:
    items = []
    for event in events:
        if isinstance(event, yaml.SequenceEndEvent):
            break
        item = _build(event, events, name, problems, depth + 1)
        assert item is not None
        items.append(item)
    return tuple(items)


def _build_entries(
    events: Iterator[yaml.Event], name: str, problems: list[Problem], depth: int
) -> dict[str, Entry]:
    entries: dict[str, Entry] = {}
    for event in events:
        if isinstance(event, yaml.MappingEndEvent):
            break
        key = _build(event, events, name, problems, depth + 1)
        value = _build(next(events), events, name, problems, depth + 1)
        assert key is not None
        assert value is not None
        if not isinstance(key.value, str):
            hint = "gebruik één woord als sleutel, gevolgd door een dubbele punt"
            problems.append(
                error("content.bad-key", "een sleutel moet gewone tekst zijn", key.source, hint)
            )
        elif key.value in entries:
            problems.append(_duplicate(key.value, key.source, entries[key.value].key_source))
        else:
            entries[key.value] = Entry(value, key.source)
    return entries


def _source(event: yaml.Event, name: str) -> Source:
    mark = event.start_mark
    return Source(name, mark.line + 1, mark.column + 1) if mark else Source(name)


def _events(text: str, name: str) -> list[yaml.Event]:
    """YAML's events; depth is bounded while they come, for deep files are slow to read on."""
    events = []
    depth = 0
    for event in yaml.parse(text, Loader=yaml.SafeLoader):
        depth += isinstance(event, yaml.CollectionStartEvent)
        depth -= isinstance(event, yaml.CollectionEndEvent)
        if depth > MAX_DEPTH:
            hint = "houd het bestand plat: een vak heeft hooguit een paar niveaus"
            source = _source(event, name)
            raise FlevoprintError(
                [error("content.too-deep", "te veel niveaus in elkaar", source, hint)]
            )
        if not isinstance(
            event, yaml.StreamStartEvent | yaml.StreamEndEvent | yaml.DocumentEndEvent
        ):
            events.append(event)
    return events


def _lost_text(event: yaml.ScalarEvent, lines: list[str], name: str) -> Iterator[Problem]:
    """What YAML takes from a text without a word: behind a #, or an apostrophe at its start."""
    mark = event.end_mark
    # Two spaces before a # are how comments are written; one is how people write on.
    if mark and event.style is None and event.value and mark.line < len(lines):
        rest = lines[mark.line][mark.column :]
        if re.match(r" #", rest):
            yield error(
                "content.text-after-hash",
                f"alles vanaf '{rest.strip()[:30]}' valt weg, want # begint een opmerking",
                Source(name, mark.line + 1, mark.column + 2),
                "zet de hele tekst tussen aanhalingstekens; is het een opmerking, "
                "zet er dan twee spaties voor",
            )
    if event.style == "'" and re.match(r"[tsnk] |s-", event.value):
        yield error(
            "content.apostrophe",
            f"de apostrof aan het begin van ''{event.value[:30]}' valt weg",
            _source(event, name),
            'zet de hele tekst tussen dubbele aanhalingstekens, zoals "\'t Huis"',
        )


def _syntax_problem(failure: yaml.MarkedYAMLError, name: str) -> Problem:
    mark = failure.problem_mark or failure.context_mark
    if "end of stream" in (failure.problem or ""):
        mark = failure.context_mark or mark  # where the quote was opened, not where the file ends
    source = Source(name, mark.line + 1, mark.column + 1) if mark else Source(name)
    text = f"{failure.context or ''} {failure.problem or ''}"
    for wording, message, hint in SYNTAX_MESSAGES:
        if wording in text:
            return error("content.yaml-syntax", message, source, hint)
    return error(
        "content.yaml-syntax",
        "dit is geen geldige YAML",
        source,
        "vergelijk de regel met de regels erboven: inspringing, dubbele punten, aanhalingstekens",
    )


def _character_problem(failure: yaml.reader.ReaderError, text: str, name: str) -> Problem:
    position = failure.position if isinstance(failure.position, int) else 0
    line = text.count("\n", 0, position) + 1
    column = position - (text.rfind("\n", 0, position) + 1) + 1
    code = failure.character if isinstance(failure.character, int) else ord(str(failure.character))
    return _bad_character(code, Source(name, line, column))


def _bad_character(code: int, source: Source) -> Problem:
    return error(
        "content.bad-character",
        f"hier staat een teken dat geen tekst is (U+{code:04X})",
        source,
        "verwijder het teken; het komt vaak mee bij plakken uit Word of een pdf",
    )


def _second_document(source: Source) -> Problem:
    return error(
        "content.second-document",
        "het bestand bevat meer dan één document (een regel met ---)",
        source,
        "verwijder de regel met ---, of maak er twee bestanden van",
    )


def _empty(name: str) -> Problem:
    return error(
        "content.empty",
        "het bestand is leeg",
        Source(name, 1, 1),
        "vul het bestand, of verwijder het; neem een ander bestand in de map als voorbeeld",
    )


def _not_a_mapping(source: Source) -> Problem:
    return error(
        "content.not-a-mapping",
        "het bestand moet uit regels 'sleutel: waarde' bestaan",
        source,
        "begin elke regel met een sleutel en een dubbele punt, zoals 'naam: Urk'",
    )


def _alias(source: Source) -> Problem:
    return error(
        "content.alias",
        "verwijzingen en typen (&, *, !) zijn hier niet toegestaan",
        source,
        "schrijf de tekst uit; zet tekst die met zo'n teken begint tussen aanhalingstekens",
    )


def _duplicate(key: str, source: Source, first: Source) -> Problem:
    return error(
        "content.duplicate-key",
        f"'{key}' staat hier voor de tweede keer; de eerste staat op regel {first.line}",
        source,
        "verwijder een van de twee, of voeg ze samen",
    )


_SAFE_ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


def is_identifier(text: str) -> bool:
    """Whether ``text`` may become part of a file name: a–z, 0–9 and single hyphens."""
    return len(text) <= 60 and _SAFE_ID.fullmatch(text) is not None

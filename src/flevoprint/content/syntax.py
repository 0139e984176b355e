"""What can be wrong with how a YAML file is written, in words an editor knows."""

from __future__ import annotations

import re
from collections.abc import Sequence

from flevoprint.language import say
from flevoprint.problem import Problem, Source, error, warning

#: PyYAML's wording -> what it means to an editor, and the remedy. First match wins.
SYNTAX_MESSAGES = (
    (
        "mapping values are not allowed",
        say("there is a colon where none can be"),
        say(
            "indent the line as far as the lines above it, put a space behind every colon, "
            "and put text that holds a colon in quotes"
        ),
    ),
    (
        "cannot start any token",
        say("there is a character here that cannot be (a tab, @, % or `)"),
        say("use spaces instead of tabs; put text with such a character in quotes"),
    ),
    (
        "could not find expected ':'",
        say("a colon is missing behind a key"),
        say("write 'key: value', with a space behind the colon"),
    ),
    (
        "found unexpected end of stream",
        say("this quote (or this apostrophe) is closed nowhere"),
        say('put the whole text in double quotes, such as "\'s-Gravenpolder"'),
    ),
    (
        "expected <block end>, but found '<scalar>'",
        say("after a quote the text goes on"),
        say(
            'put the whole text in double quotes, such as "\'t Dorpshuis"; '
            "if it has them already, write “ and ” inside"
        ),
    ),
    (
        "expected '<document start>'",
        say("the line is indented differently from the lines above it"),
        say("remove the spaces in front of the first line"),
    ),
    (
        "expected <block end>",
        say("the line is indented differently from the lines above it"),
        say("indent lines that belong together equally far (two spaces a level)"),
    ),
    (
        "unknown escape character",
        say("a \\ between double quotes cannot be here"),
        say("use single quotes, or write \\\\"),
    ),
    (
        "while scanning an a",
        say("text cannot begin with & or *"),
        say("put the text in quotes"),
    ),
    (
        "expected ',' or",
        say("a list in brackets is not closed properly"),
        say("put commas between the parts and close the bracket"),
    ),
)


#: A colour behind a key, whose # begins a comment.
BARE_COLOUR = re.compile(r"\s*(#(?:[0-9a-fA-F]{6}|[0-9a-fA-F]{3}))\b")
_COLOUR_SLIP = re.compile(r"""^[^"'#]*:""" + BARE_COLOUR.pattern)
_COLON_SLIP = re.compile(r"""^\s*(?:- )*([A-Za-z][\w -]*):(?![\s/])[^"'\s]""")


_PASTED = re.compile("^ *(?:- )*([\u00a0\u2000-\u200b\u202f\u3000])|([\u2028\u2029])", re.MULTILINE)


def pasted_space(text: str, name: str) -> Problem | None:
    """A space in front of a line, or the end of one, that looks like any other and is none."""
    found = _PASTED.search(text)
    if found is None:
        return None
    at = found.start(found.lastindex or 0)
    line = text.count("\n", 0, at) + 1
    column = at - (text.rfind("\n", 0, at) + 1) + 1
    return bad_character(ord(text[at]), Source(name, line, column))


def split_at_comma(rest: str, source: Source) -> Problem:
    """A comma in a text in brackets."""
    return warning(
        "content.split-at-comma",
        say("the comma in front of '{rest}' is dropped, and a new line begins", rest=rest[:30]),
        source,
        say("put the whole text in quotes, or write each line of it behind '- '"),
    )


def slip_in(lines: Sequence[str], name: str) -> Problem | None:
    """What in the last two of ``lines``, at the end of which the parser stumbled, made it do so."""
    for number in range(len(lines), max(0, len(lines) - 2), -1):
        line = lines[number - 1]
        if found := _COLOUR_SLIP.match(line):
            return bare_colour(found[1], Source(name, number, found.start(1) + 1))
        if found := _COLON_SLIP.match(line):
            return error(
                "content.yaml-syntax",
                say("a space is missing behind the colon of '{key}'", key=found[1]),
                Source(name, number, found.end(1) + 1),
                say("write 'key: value', with a space behind the colon"),
            )
    return None


def bare_colour(typed: str, source: Source) -> Problem:
    """A colour without quotes, of which YAML leaves nothing."""
    return error(
        "content.text-after-hash",
        say("everything from '{rest}' on is dropped, for # begins a comment", rest=typed),
        source,
        say('put the colour in quotes: "{typed}"', typed=typed),
    )


def not_yaml(wording: str, source: Source) -> Problem:
    """What PyYAML could not read, from its own ``wording``."""
    for part, message, hint in SYNTAX_MESSAGES:
        if part in wording:
            return error("content.yaml-syntax", message, source, hint)
    return error(
        "content.yaml-syntax",
        say("this is not valid YAML"),
        source,
        say("compare the line with the lines above it: indentation, colons, quotes"),
    )


def bad_character(code: int, source: Source) -> Problem:
    """A character that no text has, by its number."""
    return error(
        "content.bad-character",
        say("there is a character here that is no text (U+{code:04X})", code=code),
        source,
        say("remove the character; it often comes along when pasting from Word or a PDF"),
    )


def bad_key(source: Source) -> Problem:
    """A key that is a list or a group."""
    return error(
        "content.bad-key",
        say("a key must be plain text"),
        source,
        say("use one word as the key, followed by a colon"),
    )


def second_document(source: Source) -> Problem:
    """A file that begins anew."""
    return error(
        "content.second-document",
        say("the file holds more than one document (a line with ---)"),
        source,
        say("remove the line with ---, or make two files of it"),
    )


def empty_file(name: str) -> Problem:
    """A file with nothing in it."""
    return error(
        "content.empty",
        say("the file is empty"),
        Source(name, 1, 1),
        say("fill the file or remove it; take another file in the folder as an example"),
    )


def not_a_mapping(source: Source) -> Problem:
    """A file that is a list or one text."""
    return error(
        "content.not-a-mapping",
        say("the file must consist of lines 'key: value'"),
        source,
        say("begin each line with a key and a colon, such as 'naam: Urk'"),
    )


def alias(source: Source) -> Problem:
    """A reference, anchor or type: see ``nodes.py``."""
    return error(
        "content.alias",
        say("references and types (&, *, !) are not allowed here"),
        source,
        say("write the text out; put text that begins with such a character in quotes"),
    )


def duplicate_key(key: str, source: Source, first: Source) -> Problem:
    """A key that stands twice in one group."""
    return error(
        "content.duplicate-key",
        say(
            "'{key}' stands here for the second time; the first is in line {line}",
            key=key,
            line=first.line,
        ),
        source,
        say("remove one of the two, or join them"),
    )

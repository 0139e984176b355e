"""What can be wrong with how a YAML file is written, in words an editor knows."""

from __future__ import annotations

from flevoprint.language import say
from flevoprint.problem import Problem, Source, error

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

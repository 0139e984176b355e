"""The words that a layout sets by itself, such as “see the other side”, in each language.

They stand in ``woorden.yaml`` in the layout's folder: a group for each language, with the same
keys in all. The first group is what the others are held against.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from flevoprint.content.nodes import read_document
from flevoprint.content.validation import unknown_key
from flevoprint.language import say
from flevoprint.model import Entry
from flevoprint.problem import Problem, error
from flevoprint.writing import LANGUAGES, is_known

WORDS = "woorden.yaml"


def read_words(path: Path, name: str) -> tuple[dict[str, dict[str, str]], list[Problem]]:
    """The layout's words by language and key, and all that is wrong with them.

    A layout without the file sets no words of its own.
    """
    if not path.is_file():
        return {}, []
    document = read_document(path, name)
    if document.node is None:
        return {}, [*document.problems]
    assert isinstance(document.node.value, Mapping)  # a document's top always is
    groups = document.node.value
    keys = [key for entry in list(groups.values())[:1] for key in _group(entry)]
    problems = [*document.problems]
    for tag, entry in groups.items():
        problems += _language_problems(tag, entry, keys)
    words = {
        tag: {key: str(word.node.value) for key, word in _group(entry).items()}
        for tag, entry in groups.items()
    }
    return words, problems


def _group(entry: Entry) -> Mapping[str, Entry]:
    return entry.node.value if isinstance(entry.node.value, Mapping) else {}


def _language_problems(tag: str, entry: Entry, keys: list[str]) -> Iterator[Problem]:
    if not is_known(tag):
        yield error(
            "content.bad-language",
            say("'{tag}' is not a language that can be here", tag=tag),
            entry.key_source,
            say("choose from: {known}", known=", ".join(LANGUAGES)),
        )
    if not isinstance(entry.node.value, Mapping):
        message = say("a group of lines belongs here")
        hint = say("write lines 'key: value' here, with: {keys}", keys=", ".join(keys) or "…")
        yield error("content.not-a-group", message, entry.node.source, hint)
        return
    group = _group(entry)
    for key in keys:
        word = group[key].node.value if key in group else ""
        if not isinstance(word, str) or not word.strip():
            yield error(
                "content.layout-words",
                say(
                    "the layout's word '{key}' has no text in the language '{tag}'",
                    key=key,
                    tag=tag,
                ),
                group[key].key_source if key in group else entry.key_source,
                say(
                    "write a line '{key}: …' with the translation below '{tag}:'", key=key, tag=tag
                ),
            )
    for key, word_entry in group.items():
        if key not in keys:
            yield unknown_key(key, word_entry.key_source, keys)

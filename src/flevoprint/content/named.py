"""The addresses that a project's files name, with every place; broken files too, as far as read."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from flevoprint.content.addresses import SCHEMES, AddressError, check_address
from flevoprint.content.files import Files
from flevoprint.model import Node
from flevoprint.problem import Problem, Source, error

#: Keys behind which only an address can stand.
KEYS = ("adres", "website", "e-mail")
_SCHEME = re.compile(rf"\s*({'|'.join(SCHEMES)}):\S+\s*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Named:
    """Each address, and where it was typed; what is wrong with others, and with files."""

    places: Mapping[str, tuple[Source, ...]]
    problems: tuple[Problem, ...]


def named_addresses(files: Files) -> Named:
    """Every address below ``content``, in whatever layer it stands."""
    folders = [files.content, *(path for path in files.content.glob("[!.]*") if path.is_dir())]
    places: dict[str, list[Source]] = {}
    problems: list[Problem] = []
    for path in (path for folder in sorted(folders) for path in files.listed(folder)):
        document = files.read(path)
        if document.node is None:
            problems += document.problems
            continue
        for typed in _typed(document.node, ""):
            assert isinstance(typed.value, str)
            try:
                address = check_address(typed.value)
            except AddressError as failure:
                wrong = error("content.bad-address", failure.message, typed.source, failure.hint)
                problems.append(wrong)
            else:
                places.setdefault(address, []).append(typed.source)
    return Named({address: tuple(where) for address, where in places.items()}, tuple(problems))


def _typed(node: Node, key: str) -> Iterator[Node]:
    """The texts in ``node`` that are addresses, or ought to be; an empty one is none yet."""
    if isinstance(node.value, str):
        if node.value.strip() and (key in KEYS or _SCHEME.fullmatch(node.value)):
            yield node
    elif isinstance(node.value, tuple):
        for item in node.value:
            yield from _typed(item, key)
    else:
        for name, entry in node.value.items():
            yield from _typed(entry.node, name)

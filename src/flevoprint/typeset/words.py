"""What the source says against what reached the page: every word, in order, in one piece."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import pairwise

from flevoprint.language import excerpt, say, say_many
from flevoprint.model import Address, Text, printed
from flevoprint.problem import Problem, error, warning
from flevoprint.typeset.proof import Proof, bare, belongs


def word_problems(proof: Proof, hidden: Sequence[str]) -> Iterator[Problem]:
    """Words of the source that are not on the page, in the wrong order or broken in two.

    Slots that are ``hidden`` as a whole are told of elsewhere.
    """
    gone = printed(tuple(proof.sheet.values[slot] for slot in hidden))
    addresses = {found.url for found in gone if isinstance(found, Address)}
    texts = {
        path: text
        for path, text in proof.texts.items()
        if path not in addresses and not any(belongs(path, slot) for slot in hidden)
    }
    yield from _lost(proof, texts)
    yield from _out_of_order(proof)
    yield from _broken(proof)


def _lost(proof: Proof, texts: Mapping[str, Text]) -> Iterator[Problem]:
    settings: dict[str, dict[int, str]] = defaultdict(lambda: defaultdict(str))
    for line in proof.lines:
        if line.shown:
            settings[line.path][line.element] += bare(line.words)
    for path, text in texts.items():
        lost = _lost_words(text.value, list(settings.get(path, {}).values()))
        if lost:
            yield error(
                "fit.words-lost",
                say_many(
                    "{count} word is not on the page of {gemeente}: '{words}' (of '{path}')",
                    "{count} words are not on the page of {gemeente}: '{words}' (of '{path}')",
                    len(lost),
                    gemeente=proof.name,
                    words=" ".join(lost[:6]) + (" …" if len(lost) > 6 else ""),
                    path=path,
                ),
                text.source,
                say("shorten the text; what does not fit is dropped"),
            )


def _out_of_order(proof: Proof) -> Iterator[Problem]:
    """The first text of each slot that stands before one that was typed earlier."""
    typed = [text.path for text in proof.sheet.texts]
    for slot in proof.sheet.layout.slots:
        wanted = [path for path in typed if belongs(path, slot.path)]
        shown = (line.path for line in proof.lines if line.slot == slot.path)
        found = [path for path in dict.fromkeys(shown) if path in wanted]
        for path, expected in zip(found, (path for path in wanted if path in found), strict=True):
            if path != expected:
                yield error(
                    "fit.words-order",
                    say(
                        "in the slot '{slot}' of {gemeente} the texts stand in another order: "
                        "'{words}' comes too early",
                        slot=slot.path,
                        gemeente=proof.name,
                        words=excerpt(proof.texts[path].value),
                    ),
                    proof.texts[path].source,
                    say("let the layout show the texts in the order in which they are typed"),
                )
                break


def _broken(proof: Proof) -> Iterator[Problem]:
    """Words that the engine broke without a hyphen, because no line is wide enough for them."""
    typed = {text.path: (text, _seams(text.value)) for text in proof.sheet.texts}
    placed: dict[int, int] = defaultdict(int)
    told: set[str] = set()
    for line, following in pairwise(proof.lines):
        placed[line.element] += len(bare(line.words))
        # An address may break anywhere: it is not among the texts.
        if line.path not in typed or line.element != following.element or line.path in told:
            continue
        text, seams = typed[line.path]
        whole = line.words[-1:].isalnum() and following.words[:1].isalnum()
        if whole and placed[line.element] not in seams:
            told.add(line.path)
            yield warning(
                "fit.word-broken",
                say(
                    "in the slot '{slot}' of {gemeente} a word is broken without a hyphen, "
                    "after '{words}'",
                    slot=line.slot,
                    gemeente=proof.name,
                    words=line.words.split()[-1][-30:],
                ),
                text.source,
                say("use a shorter word, or put a space or hyphen in it"),
            )


@lru_cache(maxsize=1024)
def _seams(value: str) -> frozenset[int]:
    """After how many letters of ``value`` a line may end: at its spaces, hyphens and marks."""
    found, letters = set(), 0
    for character in value:
        shown = len(bare(character))
        letters += shown
        if not shown:
            found.add(letters)
    return frozenset(found)


def _lost_words(source: str, settings: Sequence[str]) -> list[str]:
    """The words of ``source`` that one of its ``settings`` lacks; all of them if it has none."""
    wanted = bare(source)
    faulty = [placed for placed in settings if placed != wanted]
    if not settings or faulty:
        return _not_found(source, faulty[0] if faulty else "")
    return []


def _not_found(source: str, placed: str) -> list[str]:
    lost, position = [], 0
    for word in source.split():
        at = placed.find(bare(word), position)
        if at < 0:
            lost.append(word)
        else:
            position = at + len(bare(word))
    # Words that are all there but not as typed: name the whole text.
    return lost or source.split()

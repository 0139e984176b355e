"""The addresses of a project held against the network, and what is remembered of them.

Only ``flevoprint links`` comes here: a build never uses the network, so it needs none. What was
found is kept with its date, in a file that can be thrown away at any time.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from urllib.parse import urlsplit

from flevoprint.batch.cache import unkept
from flevoprint.batch.deliver import write_whole
from flevoprint.content.files import Files
from flevoprint.content.named import named_addresses
from flevoprint.language import Phrase, marked, say, say_many
from flevoprint.links import Answer, Outcome, Rules, check
from flevoprint.links.check import FOUND
from flevoprint.problem import (
    ExitCode,
    FlevoprintError,
    Problem,
    Severity,
    Source,
    error,
    has_errors,
)

__all__ = ["Link", "Outcome", "Report", "check_links"]

#: The file in the cache folder.
MEMORY = "link-memory.json"
#: Outcomes that tell of our own network rather than of the host.
_NOWHERE = {Outcome.OFFLINE, Outcome.UNKNOWN_HOST, Outcome.TIMEOUT, Outcome.BEHIND_PROXY}
BY_DEFAULT = Rules()
_ERROR, _WARNING, _NOTE = Severity.ERROR, Severity.WARNING, Severity.NOTE
#: The problem of each outcome: its code, how bad it is, and what is said.
_JUDGED: Mapping[Outcome, tuple[str, Severity, str]] = {
    Outcome.MOVED: ("links.moved", _WARNING, marked("the address {address} has moved to {there}")),
    Outcome.REDIRECTED: (
        "links.redirected",
        _NOTE,
        marked("the address {address} leads for now to {there}"),
    ),
    Outcome.NOT_FOUND: (
        "links.not-found",
        _ERROR,
        marked("the page {address} does not exist (status {status})"),
    ),
    Outcome.REFUSED: (
        "links.refused",
        _NOTE,
        marked("{address} does not let itself be checked (status {status})"),
    ),
    Outcome.SERVER_FAULT: (
        "links.server-fault",
        _WARNING,
        marked("the site of {address} has a fault (status {status})"),
    ),
    Outcome.INSECURE: (
        "links.insecure",
        _WARNING,
        marked("{address} leads to {there}, which is not secure"),
    ),
    Outcome.CIRCLE: (
        "links.circle",
        _ERROR,
        marked("{address} leads on and on, and never arrives"),
    ),
    Outcome.CERTIFICATE: (
        "links.certificate",
        _ERROR,
        marked("the certificate of {address} is not good: {reason}"),
    ),
    Outcome.NO_TLS: (
        "links.no-tls",
        _ERROR,
        marked("no secure connection can be made with {address}"),
    ),
    Outcome.UNKNOWN_HOST: (
        "links.unknown-host",
        _ERROR,
        marked("there is no site of the name {host}"),
    ),
    Outcome.UNREACHABLE: ("links.unreachable", _ERROR, marked("{address} cannot be reached")),
    Outcome.OFFLINE: ("links.unreachable", _ERROR, marked("{address} cannot be reached")),
    Outcome.TIMEOUT: ("links.timeout", _WARNING, marked("{address} does not answer in time")),
    Outcome.PRIVATE: (
        "links.private",
        _ERROR,
        marked("{address} is not on the internet, but on a network within"),
    ),
    Outcome.BAD_REPLY: (
        "links.bad-reply",
        _ERROR,
        marked("what {address} answers is not what a site answers"),
    ),
    Outcome.NOT_REACHED: (
        "links.not-reached",
        _WARNING,
        marked("{address} was not reached before time was up"),
    ),
    Outcome.BEHIND_PROXY: (
        "links.unreachable",
        _ERROR,
        marked("the proxy cannot reach {address} (status {status})"),
    ),
    Outcome.PROXY_REFUSED: (
        "links.proxy-refused",
        _NOTE,
        marked("the proxy does not let anyone through to {host} (status {status})"),
    ),
}


@dataclass(frozen=True, slots=True)
class Link:
    """One address: every place that names it, and how it went.

    ``answer`` is None for what cannot be asked: mail, telephone, everything without a network, and
    what a proxy that fails keeps from us.
    ``seen`` is the last day on which it was found alive, None if it never was.
    """

    address: str
    places: tuple[Source, ...]
    answer: Answer | None
    seen: date | None


@dataclass(frozen=True, slots=True)
class Report:
    """All addresses of a project, and what is wrong."""

    links: tuple[Link, ...]
    problems: tuple[Problem, ...]
    exit_code: ExitCode


def check_links(files: Files, cache: Path, today: date, rules: Rules = BY_DEFAULT) -> Report:
    """Ask for every address below ``content``; ``cache`` is the folder of what is remembered."""
    named = named_addresses(files)
    web = [address for address in named.places if address.lower().startswith("http")]
    given = check(web, rules)
    kept_off = [answer for answer in given if answer.outcome is Outcome.PROXY]
    answers = {answer.address: answer for answer in given if answer.outcome is not Outcome.PROXY}
    offline = _offline(answers.values())
    seen, lost = _remembered(cache), None
    if not offline:
        new = {a: today for a, answer in answers.items() if answer.outcome in FOUND}
        if new:
            seen |= new
            lost = _remember(cache, seen)
    links = tuple(
        Link(address, places, None if offline else answers.get(address), seen.get(address))
        for address, places in named.places.items()
    )
    problems = [*named.problems, *_kept_off(kept_off)]
    if offline:
        problems.append(_no_network(len(answers)))
    problems += [problem for link in links for problem in _judged(link)]
    problems += [lost] if lost else []
    exit_code = ExitCode.PROBLEMS if has_errors(problems) else ExitCode.OK
    return Report(links, tuple(problems), exit_code)


def _offline(answers: Iterable[Answer]) -> bool:
    """Whether it must be our own network: not one of several hosts gave a sign of life."""
    outcomes = {answer.outcome for answer in answers}
    hosts = {urlsplit(answer.address).hostname for answer in answers}
    lost = outcomes and outcomes <= _NOWHERE
    return bool(lost) and (len(hosts) > 1 or outcomes == {Outcome.OFFLINE})


def _no_network(count: int) -> Problem:
    return error(
        "links.no-network",
        say_many(
            "there is no network: {count} address could not be asked for",
            "there is no network: not one of {count} addresses could be asked for",
            count,
        ),
        Source("content"),
        say("connect this computer and try again; flevoprint build needs no network"),
    )


def _kept_off(answers: Iterable[Answer]) -> Iterator[Problem]:
    """One problem for each thing that is wrong with a proxy, whatever it keeps from us."""
    reasons = Counter(answer.reason for answer in answers)
    for reason, count in reasons.items():
        yield error(
            "links.proxy",
            say_many(
                "{reason}: {count} address could not be asked for",
                "{reason}: {count} addresses could not be asked for",
                count,
                reason=reason or "",
            ),
            Source("content"),
            say(
                "see the proxy in the network settings of this computer, or in HTTPS_PROXY and "
                "HTTP_PROXY; whoever keeps the network knows what belongs there"
            ),
        )


def _judged(link: Link) -> list[Problem]:
    """What is wrong with a link, told at the first place that names it."""
    answer = link.answer
    if answer is None or answer.outcome is Outcome.ALIVE:
        return []
    code, severity, _ = _JUDGED[answer.outcome]
    message, hint = _message(answer), _hint(answer)
    if link.seen and answer.outcome not in FOUND:
        day = link.seen.isoformat()
        message = say("{what}; it was last seen on {day}", what=message, day=day)
    if len(link.places) > 1:
        others = ", ".join(f"{place.path}:{place.line}" for place in link.places[1:])
        hint = say("{remedy}; the same in {others}", remedy=hint, others=others)
    return [Problem(code, severity, message, link.places[0], hint)]


def _message(answer: Answer) -> Phrase:
    values = {
        "address": answer.address,
        "host": urlsplit(answer.target or answer.address).hostname or "",
        "reason": answer.reason or "",
        "status": answer.status,
        "there": answer.moved_to or answer.target,
    }
    return Phrase(_JUDGED[answer.outcome][2], tuple(values.items()))


def _hint(answer: Answer) -> Phrase:
    if answer.outcome is Outcome.MOVED:
        return say("write on this line: {address}", address=answer.moved_to)
    if answer.outcome is Outcome.REDIRECTED:
        return say("nothing needs to be done; it may lead elsewhere tomorrow")
    if answer.outcome in (Outcome.REFUSED, Outcome.PROXY_REFUSED):
        return say("open the address in a browser to see whether it is right")
    if answer.outcome is Outcome.INSECURE:
        return say("ask whoever keeps the site for an address that stays with https")
    if answer.outcome in (Outcome.CERTIFICATE, Outcome.NO_TLS):
        return say("tell whoever keeps the site; a browser warns each reader of this")
    if answer.outcome is Outcome.PRIVATE:
        return say("take an address that every reader can open")
    if answer.outcome in (Outcome.SERVER_FAULT, Outcome.TIMEOUT, Outcome.NOT_REACHED):
        return say("try again later; if it stays so, look for another address")
    return say('find the right address, or write "" until you know it')


def _remembered(cache: Path) -> dict[str, date]:
    """The last day each address was seen; what can't be read is not remembered."""
    try:
        kept = json.loads((cache / MEMORY).read_text(encoding="utf-8"))["seen"]
        return {str(address): date.fromisoformat(day) for address, day in kept.items()}
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return {}


def _remember(cache: Path, seen: Mapping[str, date]) -> Problem | None:
    """Write that down for the next time; a note where that can't be."""
    days = {address: seen[address].isoformat() for address in sorted(seen)}
    text = json.dumps({"seen": days}, ensure_ascii=False, indent=2) + "\n"
    try:
        write_whole(cache / MEMORY, text.encode())
    except FlevoprintError as failure:
        return unkept(cache, failure)
    return None

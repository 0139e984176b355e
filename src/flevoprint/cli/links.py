"""``flevoprint links``."""

from __future__ import annotations

import json
import time
from datetime import date
from typing import TYPE_CHECKING, Any

import click

from flevoprint.cli.context import Context
from flevoprint.keeping import cache_folder
from flevoprint.language import Language, Words, marked, say
from flevoprint.problem import ExitCode, FlevoprintError, Problem, Severity

if TYPE_CHECKING:
    from flevoprint.batch.links import Link, Report


@click.command(
    "links",
    help=marked(
        "See whether the addresses in your files are alive.\n\n"
        "Asks for each web address once, for at most two minutes, and follows where it leads. Of "
        "mail and telephone only the form is checked. The day on which an address was last seen is "
        "kept in your cache folder, where builds keep theirs, or in FLEVOPRINT_CACHE_DIR; without "
        "a network you get to see those days. No other command uses the network."
    ),
)
@click.option("--json", "as_json", is_flag=True, help=marked("One JSON object a line on stdout."))
@click.pass_obj
def command(context: Context, as_json: bool) -> int:
    """Ask, and tell."""
    root = context.root()
    from flevoprint.batch.links import check_links
    from flevoprint.content import project_files

    start = time.perf_counter()
    try:
        files = project_files(root)
        report = check_links(files, cache_folder(), date.today())
    except FlevoprintError as failure:
        if as_json:
            _tell_json(failure.problems, context.language)
            _finished(0, failure.exit_code, start)
            return failure.exit_code
        raise
    except KeyboardInterrupt:
        if as_json:
            _finished(0, ExitCode.INTERRUPTED, start)
            return ExitCode.INTERRUPTED
        raise
    if as_json:
        for link in report.links:
            _line({"event": "link", **_record(link)})
        _tell_json(report.problems, context.language)
        _finished(len(report.links), report.exit_code, start)
    else:
        _show(report, context)
    return report.exit_code


def _show(report: Report, context: Context) -> None:
    """A line for each address on stdout, the problems on stderr."""
    for link in report.links:
        click.echo(f"{link.address}  {context.language.tell(_state(link))}")
    for problem in report.problems:
        if not context.quiet or problem.severity is Severity.ERROR:
            click.echo(problem.told(context.language), err=True)


def _state(link: Link) -> Words:
    from flevoprint.batch.links import Outcome

    if link.answer is not None and link.answer.outcome is Outcome.ALIVE:
        return say("in order")
    if link.answer is not None and link.answer.target:
        return say("leads to {there}", there=link.answer.target)
    if link.answer is not None:
        return say("not in order")
    if not link.address.lower().startswith("http"):
        return say("form in order")
    if link.seen is None:
        return say("never seen yet")
    return say("last seen on {day}", day=link.seen.isoformat())


def _record(link: Link) -> dict[str, Any]:
    answer = link.answer
    return {
        "address": link.address,
        "outcome": str(answer.outcome) if answer else "",
        "status": answer.status if answer else 0,
        "target": answer.target if answer else "",
        "seen": link.seen.isoformat() if link.seen else "",
        "places": [
            {"file": place.path, "line": place.line, "column": place.column}
            for place in link.places
        ],
    }


def _tell_json(problems: tuple[Problem, ...], language: Language) -> None:
    from flevoprint.batch.manifest import problem_record

    for problem in problems:
        where = {"gemeente": "", "sheet": ""}
        _line({"problem": {**problem_record(problem, language), **where}})


def _finished(links: int, exit_code: int, start: float) -> None:
    seconds = round(time.perf_counter() - start, 3)
    _line({"event": "finished", "links": links, "exit_code": int(exit_code), "seconds": seconds})


def _line(record: dict[str, Any]) -> None:
    click.echo(json.dumps(record, ensure_ascii=False))

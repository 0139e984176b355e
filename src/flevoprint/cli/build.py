"""``flevoprint build``."""

from __future__ import annotations

import os
from contextlib import closing
from datetime import UTC, date, datetime
from pathlib import Path

import click

from flevoprint.cli.context import Context
from flevoprint.problem import ExitCode, FlevoprintError, Source, error


@click.command("build", short_help="Maak de PDF's.")
@click.argument("gemeenten", nargs=-1, metavar="[GEMEENTE]…")
@click.option("--sheet", "sheets", multiple=True, metavar="BLAD", help="Alleen dit blad.")
@click.option(
    "--edition",
    "editions",
    multiple=True,
    metavar="EDITIE",
    help="Alleen deze editie: scherm of druk.",
)
@click.option("--strict", is_flag=True, help="Een waarschuwing telt als fout.")
@click.option("--json", "as_json", is_flag=True, help="Eén JSON-object per regel op stdout.")
@click.option(
    "-o",
    "--output",
    metavar="MAP",
    type=click.Path(path_type=Path, file_okay=False),
    help="Waar de PDF's komen; anders de map out in het project.",
)
@click.pass_obj
def command(
    context: Context,
    gemeenten: tuple[str, ...],
    sheets: tuple[str, ...],
    editions: tuple[str, ...],
    strict: bool,
    as_json: bool,
    output: Path | None,
) -> int:
    """Maak de PDF's van de genoemde gemeenten, of van alle.

    Elke gemeente krijgt in out/<gemeente>/ een scherm-PDF voor de website en een druk-PDF voor de
    drukker; out/manifest.json noemt ze allemaal.
    """
    from flevoprint.cli.show import JsonView, TextView, View

    view: View = JsonView() if as_json else TextView(context.quiet, context.verbose)
    try:
        root = context.root()
        day = _source_date()
        from flevoprint.batch import Selection, plan, run
        from flevoprint.content import read_project

        project = read_project(root)
        selection = Selection(gemeenten, sheets, editions, strict, day)
        out = output if output is not None else project.root / "out"
        exit_code = ExitCode.OK
        with closing(run(plan(project, selection), out)) as events:
            for event in events:
                view.show(event)
                exit_code = getattr(event, "exit_code", exit_code)
    except FlevoprintError as failure:
        view.refuse(failure)
        return failure.exit_code
    except KeyboardInterrupt:
        view.interrupt()
        return ExitCode.INTERRUPTED
    return exit_code


def _source_date() -> date | None:
    """The day of ``SOURCE_DATE_EPOCH`` in UTC, where it is set (reproducible-builds.org)."""
    typed = os.environ.get("SOURCE_DATE_EPOCH", "")
    if not typed:
        return None
    try:
        if int(typed) < 0:
            raise ValueError
        return datetime.fromtimestamp(int(typed), UTC).date()
    except (ValueError, OverflowError, OSError):
        raise FlevoprintError(
            [
                error(
                    "cli.bad-date",
                    f"SOURCE_DATE_EPOCH '{typed[:40]}' is geen aantal seconden",
                    Source("omgeving"),
                    "zet er seconden sinds 1970 in, of haal de variabele weg",
                )
            ],
            ExitCode.USAGE,
        ) from None

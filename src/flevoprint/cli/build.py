"""``flevoprint build``."""

from __future__ import annotations

import os
from collections.abc import Sequence
from contextlib import closing
from datetime import UTC, date, datetime
from pathlib import Path

import click

from flevoprint.cli.context import Context
from flevoprint.cli.words import Between, folder
from flevoprint.language import Language, excerpt, marked, say
from flevoprint.problem import ExitCode, FlevoprintError, Source, error


@click.command(
    "build",
    help=marked(
        "Make the PDFs of the gemeenten that are named, or of all.\n\n"
        "Each gemeente gets in out/<gemeente>/ a screen PDF for the website and a press PDF for "
        "the printer; out/manifest.json lists them all."
    ),
)
@click.argument("gemeenten", nargs=-1, metavar="[GEMEENTE]…")
@click.option(
    "--sheet", "sheets", multiple=True, metavar=marked("SHEET"), help=marked("This sheet only.")
)
@click.option(
    "--edition",
    "editions",
    multiple=True,
    metavar=marked("EDITION"),
    help=marked("This edition only: scherm (screen) or druk (press)."),
)
@click.option(
    "--layout",
    metavar=marked("LAYOUT"),
    default="",
    help=marked("Lay the sheets by this layout, such as poster-a3; else each by its own."),
)
@click.option(
    "--printer",
    metavar=marked("PRINTER"),
    default="",
    help=marked("The printer the press edition is for; else the project's own."),
)
@click.option(
    "-j",
    "--jobs",
    type=Between(1, 64),
    envvar="FLEVOPRINT_JOBS",
    metavar=marked("N"),
    help=marked("How many sheets to make at a time; else one on each core."),
)
@click.option("--force", is_flag=True, help=marked("Make everything anew, changed or not."))
@click.option("--strict", is_flag=True, help=marked("A warning counts as an error."))
@click.option("--json", "as_json", is_flag=True, help=marked("One JSON object a line on stdout."))
@click.option(
    "-o",
    "--output",
    metavar=marked("FOLDER"),
    callback=folder,
    help=marked("Where the PDFs go; else the folder out in the project."),
)
@click.pass_obj
def command(
    context: Context,
    gemeenten: tuple[str, ...],
    sheets: tuple[str, ...],
    editions: tuple[str, ...],
    layout: str,
    printer: str,
    jobs: int | None,
    force: bool,
    strict: bool,
    as_json: bool,
    output: Path | None,
) -> int:
    """Plan, run, and follow what happens."""
    from flevoprint.batch.ahead import FOLDERS, begin

    root = context.found()
    if root is not None and output is not None:
        _check_apart(output, [root / name for name in FOLDERS], context.language)
    ahead = root is not None and begin(root, gemeenten, None if force else output or root / "out")
    from flevoprint.cli.show import JsonView, TextView, View

    language = context.language
    view: View = TextView(context.quiet, context.verbose, language)
    if as_json:
        view = JsonView(language)
    try:
        root = context.root()
        day = _source_date()
        from flevoprint.batch.cache import Cache
        from flevoprint.batch.plan import Selection, plan
        from flevoprint.batch.run import Means, run
        from flevoprint.batch.shelf import open_project
        from flevoprint.keeping import cache_folder

        workers = jobs or os.cpu_count() or 1
        project = open_project(root, gemeenten or None, workers)
        selection = Selection(gemeenten, sheets, editions, printer, strict, day, layout)
        out = output if output is not None else project.root / "out"
        means = Means(workers, Cache(cache_folder()), force, ahead)
        exit_code = ExitCode.OK
        with closing(run(plan(project, selection), out, language, means)) as events:
            for event in events:
                view.show(event)
                exit_code = getattr(event, "exit_code", exit_code)
    except FlevoprintError as failure:
        view.refuse(failure, output or (root and root / "out"))
        return failure.exit_code
    except KeyboardInterrupt:
        view.interrupt()
        return ExitCode.INTERRUPTED
    finally:
        view.close()
    return exit_code


def _check_apart(output: Path, sources: Sequence[Path], language: Language) -> None:
    """Raise UsageError where PDFs would lie among what sheets are made of."""
    place = Path(os.path.realpath(output))
    for source in sources:
        if place.is_relative_to(os.path.realpath(source)):
            text = say(
                "-o {folder} lies in the folder {source}, which holds what the sheets are made of; "
                "choose another one, such as -o out",
                folder=str(output),
                source=source.name,
            )
            raise click.UsageError(language.tell(text))


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
                    say(
                        "SOURCE_DATE_EPOCH '{typed}' is not a number of seconds",
                        typed=excerpt(typed),
                    ),
                    Source("omgeving"),
                    say("set it to seconds since 1970, or take the variable away"),
                )
            ],
            ExitCode.USAGE,
        ) from None

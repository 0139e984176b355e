"""``flevoprint preflight``."""

from __future__ import annotations

import gettext
from pathlib import Path
from typing import TYPE_CHECKING

import click

from flevoprint.cli.context import Context
from flevoprint.finding import Expected, Kind
from flevoprint.language import marked
from flevoprint.printer import PrinterProfile
from flevoprint.problem import ExitCode, FlevoprintError, Source

if TYPE_CHECKING:
    from flevoprint.cli.inspected import View


def new_file(_ctx: click.Context, _param: click.Parameter, value: str | None) -> Path | None:
    """An option's callback: a report to write. A usage error for any other name than of one.

    Else ``--html *.pdf`` would write over the first of the PDFs.
    """
    if value is None:
        return None
    path = Path(value)
    if path.suffix.lower() not in (".html", ".htm") or path.is_dir():
        ask = marked("give the name of a report to write, which ends in .html")
        raise click.BadParameter(gettext.gettext(ask))
    return path


@click.command(
    "preflight",
    help=marked(
        "Hold PDFs to what a printer or a screen reader asks; say what is wrong and where.\n\n"
        "Any PDF will do, also one that another program made. A press PDF is held to the limits "
        "of a printer, a screen PDF to the rules of accessibility; with --printer every PDF is "
        "held to that printer's limits."
    ),
)
@click.argument("files", nargs=-1, required=True, metavar=marked("FILE…"), type=click.Path())
@click.option(
    "--printer",
    metavar=marked("PRINTER"),
    help=marked("Whose limits to hold every PDF to; else press PDFs to the project's printer's."),
)
@click.option("--strict", is_flag=True, help=marked("A warning counts as an error."))
@click.option("--json", "as_json", is_flag=True, help=marked("One JSON object a line on stdout."))
@click.option(
    "--html",
    "report",
    metavar=marked("FILE"),
    callback=new_file,
    help=marked("Write a report with pictures to this file."),
)
@click.pass_obj
def command(
    context: Context,
    files: tuple[str, ...],
    printer: str | None,
    strict: bool,
    as_json: bool,
    report: Path | None,
) -> int:
    """Inspect each file, show what was found, and write the report."""
    from flevoprint.cli.inspected import JsonView, TextView

    view: View = TextView(context.quiet, context.language)
    if as_json:
        view = JsonView(context.language)
    try:
        return _inspect(context, files, printer, strict, report, view)
    except FlevoprintError as failure:
        view.refuse(failure)
        return failure.exit_code
    except KeyboardInterrupt:
        view.finish(ExitCode.INTERRUPTED)
        return ExitCode.INTERRUPTED


def _inspect(
    context: Context,
    files: tuple[str, ...],
    printer: str | None,
    strict: bool,
    report: Path | None,
    view: View,
) -> int:
    profile = printer_for(context, printer)
    from flevoprint.batch.deliver import write_whole
    from flevoprint.batch.inspect import inspect_file
    from flevoprint.batch.report.preflight import html_report

    # Who names a printer asks whether it can print this, whatever the file means to be.
    expected = Expected(Kind.PRESS if printer else None)
    inspected = []
    for file in dict.fromkeys(files):
        inspected.append(inspect_file(Path(file), profile, expected))
        view.show(inspected[-1], strict=strict)
    if report is not None:
        write_whole(report, html_report(inspected, profile, context.language, strict=strict))
        view.wrote(report)
    exit_code = max(judged.exit_code(strict=strict) for judged in inspected)
    view.finish(exit_code)
    return exit_code


def printer_for(context: Context, printer_id: str | None) -> PrinterProfile:
    """The printer of that name, or the project's own; outside a project a shipped one.

    Raises FlevoprintError for one that does not exist or cannot be served.
    """
    from flevoprint.batch.shelf import open_project
    from flevoprint.content import choose_printer, shipped_folder

    project = open_project(context.found() or shipped_folder(), only=())
    return choose_printer(project, printer_id or project.printer, Source("--printer"))

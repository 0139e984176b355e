"""``flevoprint preflight``."""

from __future__ import annotations

import gettext
from pathlib import Path
from typing import TYPE_CHECKING

import click

from flevoprint.cli.context import Context
from flevoprint.language import marked, say
from flevoprint.printer import PrinterProfile, Threshold
from flevoprint.problem import ExitCode, FlevoprintError, Source, error

if TYPE_CHECKING:
    from flevoprint.cli.inspected import View


def new_file(_ctx: click.Context, _param: click.Parameter, value: str | None) -> Path | None:
    """An option's callback: a file to write. A usage error where a folder stands, or no name."""
    if value is None:
        return None
    if not value.strip() or Path(value).is_dir():
        raise click.BadParameter(gettext.gettext(marked("give the name of a file to write")))
    return Path(value)


@click.command(
    "preflight",
    help=marked(
        "Hold PDFs to what a printer or a screen reader asks; say what is wrong and where.\n\n"
        "Any PDF will do, also one that another program made. A press PDF is held to the limits "
        "of a printer, a screen PDF to the rules of accessibility."
    ),
)
@click.argument("files", nargs=-1, required=True, metavar=marked("FILE…"), type=click.Path())
@click.option(
    "--printer",
    metavar=marked("PRINTER"),
    help=marked("Whose limits to hold a press PDF to; else the project's printer."),
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
    from flevoprint.batch.report import html_report

    inspected = []
    for file in dict.fromkeys(files):
        inspected.append(inspect_file(Path(file), profile))
        view.show(inspected[-1], strict=strict)
    if report is not None:
        write_whole(report, html_report(inspected, profile, context.language, strict=strict))
        view.wrote(report)
    exit_code = max(judged.exit_code(strict=strict) for judged in inspected)
    view.finish(exit_code)
    return exit_code


def printer_for(context: Context, printer_id: str | None) -> PrinterProfile:
    """The printer of that name, or the project's own.

    Raises FlevoprintError (usage) for one that does not exist.
    """
    profile = default_printer()
    if printer_id not in (None, profile.id):
        raise FlevoprintError(
            [
                error(
                    "cli.unknown-printer",
                    say("there is no printer “{printer}”", printer=str(printer_id)),
                    Source("--printer"),
                    say("choose one of: {known}", known=profile.id),
                )
            ],
            ExitCode.USAGE,
        )
    return profile


def default_printer() -> PrinterProfile:
    """What most sheet-fed printers ask (Ghent Workgroup 2022), where no project says otherwise."""
    return PrinterProfile(
        id="standaard",
        name="standaard",
        condition="FOGRA39",
        icc=None,
        bleed=3,
        marks=False,
        safe_margin=5,
        max_ink=300,
        average_ink=320,
        image_ppi=Threshold(149, 224),
        bilevel_ppi=Threshold(549, 799),
        min_line=0.25,
        min_reversed_line=0.25,
        min_text=5,
        min_reversed_text=8,
        overprint_text_below=12,
        overprint_line_below=2,
        rich_black_text=True,
        viewing_distance=1,
        max_megabytes=100,
        exemptions=(),
        source=Source("content/printers/standaard.yaml"),
    )

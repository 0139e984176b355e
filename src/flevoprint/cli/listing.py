"""``flevoprint list``."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

import click

from flevoprint.cli.context import Context
from flevoprint.language import Language, Phrase, marked, say
from flevoprint.model import Edition, Project
from flevoprint.problem import ExitCode, has_errors


@click.command(
    "list",
    help=marked("Show which gemeenten, sheets, layouts, editions or printers this project has."),
)
@click.argument(
    "what",
    metavar="[gemeenten|bladen|layouts|edities|drukkers]",
    type=click.Choice(["gemeenten", "bladen", "layouts", "edities", "drukkers"]),
    default="gemeenten",
)
@click.option(
    "--csv",
    "as_csv",
    is_flag=True,
    help=marked("The gemeenten as a table, which Excel opens and import reads."),
)
@click.pass_obj
def command(context: Context, what: str, as_csv: bool) -> int:
    """Print one line for each."""
    if as_csv:
        if what != "gemeenten":
            text = say("--csv goes with 'list gemeenten' only")
            raise click.UsageError(context.language.tell(text))
        return _table(context)
    from flevoprint.batch.shelf import open_project

    project = open_project(context.root())
    for line in LISTS[what](project, context.language):
        click.echo(line)
    return 0


def _table(context: Context) -> int:
    """Print the gemeenten as Excel reads them: semicolons, and a mark that says UTF-8."""
    from flevoprint.content.adopt import table_rows

    rows, problems = table_rows(context.root())
    out = io.StringIO()
    csv.writer(out, delimiter=";", lineterminator="\n").writerows(rows)
    click.echo("\ufeff" + out.getvalue(), nl=False)
    for problem in problems:
        click.echo(problem.told(context.language), err=True)
    return ExitCode.PROBLEMS if has_errors(problems) else ExitCode.OK


def _gemeenten(project: Project, language: Language) -> Iterator[str]:
    width = max(len(variant.id) for variant in project.variants)
    broken = language.tell(say("errors, see flevoprint build"))
    for variant in project.variants:
        state = variant.gemeente.code if variant.gemeente else broken
        below = say("(below {id})", id=variant.under) if variant.under else ""
        yield f"{variant.id:<{width}}  {state}  {variant.name}  {language.tell(below)}".rstrip()


def _sheets(project: Project, _language: Language) -> Iterator[str]:
    yield from project.sheets


def _layouts(project: Project, language: Language) -> Iterator[str]:
    for layout in project.layouts:
        size = say("{width:g} × {height:g} mm", width=layout.size.width, height=layout.size.height)
        yield f"{layout.id}  {language.tell(size)}  {', '.join(layout.sides)}"
    for layout_id in project.refused_layouts:
        broken = say("errors, see flevoprint check --layout {layout}", layout=layout_id)
        yield f"{layout_id}  {language.tell(broken)}"


def _editions(project: Project, language: Language) -> Iterator[str]:
    for edition in project.editions:
        yield f"{edition.id}  {language.tell(_described(edition))}"


def _described(edition: Edition) -> Phrase:
    if not edition.condition:
        return say("PDF/UA-1 and PDF/A-2a, sRGB, for the website")
    return say(
        "PDF/X-4, {condition}, bleed {bleed:g} mm, {marks}, for the printer",
        condition=edition.condition,
        bleed=edition.bleed,
        marks=say("with crop marks") if edition.marks else say("without crop marks"),
    )


def _printers(project: Project, language: Language) -> Iterator[str]:
    chosen = language.tell(say("(the project's own)"))
    for printer in project.printers:
        own = chosen if printer.id == project.printer else ""
        yield f"{printer.id}  {printer.condition}  {printer.name}  {own}".rstrip()


LISTS = {
    "gemeenten": _gemeenten,
    "bladen": _sheets,
    "layouts": _layouts,
    "edities": _editions,
    "drukkers": _printers,
}

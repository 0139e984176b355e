"""``flevoprint check``."""

from __future__ import annotations

import os
from contextlib import closing

import click

from flevoprint.cli.context import Context
from flevoprint.cli.words import Between
from flevoprint.language import marked
from flevoprint.problem import ExitCode, FlevoprintError


@click.command(
    "check",
    help=marked(
        "Check the gemeenten that are named, or all, without writing PDFs.\n\n"
        "Tells what build would tell of content, fit, contrast and logos, in less than half the "
        "time. What only a finished PDF can show is left to build."
    ),
)
@click.argument("gemeenten", nargs=-1, metavar="[GEMEENTE]…")
@click.option(
    "--layout",
    metavar=marked("LAYOUT"),
    default="",
    help=marked("Lay the sheets by this layout, such as poster-a3; else each by its own."),
)
@click.option(
    "-j",
    "--jobs",
    type=Between(1, 64),
    envvar="FLEVOPRINT_JOBS",
    metavar=marked("N"),
    help=marked("How many sheets to check at a time; else one on each core."),
)
@click.option("--strict", is_flag=True, help=marked("A warning counts as an error."))
@click.option("--json", "as_json", is_flag=True, help=marked("One JSON object a line on stdout."))
@click.pass_obj
def command(
    context: Context,
    gemeenten: tuple[str, ...],
    layout: str,
    jobs: int | None,
    strict: bool,
    as_json: bool,
) -> int:
    """Plan, look, and tell."""
    from flevoprint.batch.ahead import begin

    root = context.found()
    ahead = root is not None and begin(root, gemeenten)
    from flevoprint.cli.show import JsonView, TextView, View

    view: View = TextView(context.quiet, context.verbose, context.language)
    if as_json:
        view = JsonView(context.language)
    try:
        root = context.root()
        from flevoprint.batch.plan import Selection, plan
        from flevoprint.batch.run import Means, check
        from flevoprint.batch.shelf import open_project

        workers = jobs or os.cpu_count() or 1
        project = open_project(root, gemeenten or None, workers)
        selection = Selection(gemeenten, strict=strict, layout=layout)
        means = Means(workers, ahead=ahead)
        exit_code = ExitCode.OK
        with closing(check(plan(project, selection), means)) as events:
            for event in events:
                view.show(event)
                exit_code = getattr(event, "exit_code", exit_code)
    except FlevoprintError as failure:
        view.refuse(failure)
        return failure.exit_code
    except KeyboardInterrupt:
        view.interrupt()
        return ExitCode.INTERRUPTED
    finally:
        view.close()
    return exit_code

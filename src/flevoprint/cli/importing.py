"""``flevoprint import``."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from flevoprint.cli.context import Context
from flevoprint.cli.paths import shown
from flevoprint.language import Words, marked, say, say_many
from flevoprint.problem import ExitCode, FlevoprintError, Problem

if TYPE_CHECKING:
    from flevoprint.batch.start import Import
    from flevoprint.content.table import Table


@click.command(
    "import",
    help=marked(
        "Make a file of each gemeente in a table: CSV or Excel (.xlsx), with heads above it.\n\n"
        "Shows what was understood. A file that was edited by hand is named and stays as it is; "
        "a row with a mistake is named, and the others are written."
    ),
)
@click.argument("table", metavar=marked("TABLE"), type=click.Path(path_type=Path))
@click.option("--dry-run", is_flag=True, help=marked("Show what would be done; write nothing."))
@click.pass_obj
def command(context: Context, table: Path, dry_run: bool) -> int:
    """Read the table, tell what it says, and write the files."""
    root = context.root()
    from flevoprint.batch.start import plan_import, write_import
    from flevoprint.cli.show import TextView

    planned = plan_import(root, table)
    if not context.quiet:
        for words in _understood(planned.table):
            click.echo(context.language.tell(words), err=True)
    view = TextView(context.quiet, context.verbose, context.language)
    view.refuse(FlevoprintError(_problems(planned)))
    done = planned
    if not dry_run:
        done = write_import(root, planned)
        view.refuse(FlevoprintError(_problems(done)))
        for item in done.adopted:
            if item.text is not None:
                click.echo(shown(item.path))
    if not context.quiet:
        click.echo(context.language.tell(_sum(done, dry_run=dry_run)), err=True)
    failed, total = _failed(done), _total(done)
    if not failed:
        return ExitCode.OK
    return ExitCode.PARTIAL if failed < total else ExitCode.PROBLEMS


def _problems(planned: Import) -> Iterator[Problem]:
    yield from planned.table.problems
    yield from (item.problem for item in planned.adopted if item.problem)


def _failed(planned: Import) -> int:
    """How many rows come to nothing: what they say is wrong, or would be laid over another's."""
    refused = sum(item.outcome.value == "refused" for item in planned.adopted)
    return planned.table.failed + refused


def _total(planned: Import) -> int:
    return len(planned.adopted) + planned.table.failed


def _understood(table: Table) -> Iterator[Words]:
    yield say("{name}: the heads stand in row {row}", name=table.name, row=table.heads_at)
    for letter, head, key in table.columns:
        yield say("  column {letter}  {head} → {key}", letter=letter, head=head, key=key)


def _sum(planned: Import, *, dry_run: bool) -> Words:
    counts = Counter(item.outcome.value for item in planned.adopted)
    values = dict(
        new=counts["new"],
        changed=counts["changed"],
        same=counts["same"],
        kept=counts["kept"],
        failed=_failed(planned),
    )
    text = say(
        "{new} new, {changed} changed, {same} the same, {kept} edited by hand and left alone, "
        "{failed} not used",
        **values,
    )
    total = say_many("{count} row", "{count} rows", _total(planned))
    return (
        say("{total}: {text}", total=total, text=text)
        if not dry_run
        else say("{total}, nothing written: {text}", total=total, text=text)
    )

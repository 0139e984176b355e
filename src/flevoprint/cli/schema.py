"""``flevoprint schema``."""

from __future__ import annotations

import json

import click

from flevoprint.cli.context import Context
from flevoprint.language import marked, say_many
from flevoprint.problem import ExitCode


@click.command(
    "schema",
    help=marked(
        "Print the JSON Schemas by which an editor completes and explains the keys of your files."
        "\n\nWith --write they go to content/.schema, and each YAML file gets a line at its top "
        "that names its schema. Editors with YAML support, such as VS Code, need no more. Do it "
        "again when a sheet, a layout or a printer comes or goes."
    ),
)
@click.option("--write", is_flag=True, help=marked("Write them into the project."))
@click.pass_obj
def command(context: Context, write: bool) -> int:
    """Draft, and print or write."""
    root = context.root()
    from flevoprint.batch.codes import known_codes
    from flevoprint.content import project_files
    from flevoprint.content.headers import schema_files
    from flevoprint.content.schema import draft_schemas

    language = context.language
    files = project_files(root)
    drafted = draft_schemas(files, known_codes(), language)
    problems = drafted.problems
    if write:
        from flevoprint.batch.deliver import write_together
        from flevoprint.cli.paths import shown

        written = schema_files(drafted, files)
        problems = written.problems
        write_together(written.files)
        for path in written.gone:
            path.unlink(missing_ok=True)
        for path in written.files:
            click.echo(shown(path))
        if not context.quiet:
            counts = say_many(
                "{count} file written, {same} unchanged",
                "{count} files written, {same} unchanged",
                len(written.files),
                same=written.unchanged,
            )
            click.echo(language.tell(counts), err=True)
            if written.gone:
                gone = say_many(
                    "{count} schema removed that nothing follows any more",
                    "{count} schemas removed that nothing follows any more",
                    len(written.gone),
                )
                click.echo(language.tell(gone), err=True)
    else:
        click.echo(json.dumps(drafted.schemas, ensure_ascii=False, indent=2))
    for problem in problems:
        click.echo(problem.told(language), err=True)
    return ExitCode.PROBLEMS if problems else ExitCode.OK

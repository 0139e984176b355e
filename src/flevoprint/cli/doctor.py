"""``flevoprint doctor``."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import click

from flevoprint.cli.context import Context
from flevoprint.language import Language, marked, say, say_many
from flevoprint.problem import ExitCode

if TYPE_CHECKING:
    from flevoprint.doctor import Check

MARKS = {"ok": "✓", "missing": "✗", "optional": "–"}


@click.command(
    "doctor",
    help=marked(
        "Tell what this computer lacks, and the line to type that mends it.\n\n"
        "Looks at libraries, Python packages, fonts, folders to write in, and judges that are "
        "asked where they are installed."
    ),
)
@click.option("--json", "as_json", is_flag=True, help=marked("One JSON object a line on stdout."))
@click.pass_obj
def command(context: Context, as_json: bool) -> int:
    """Show each check as it is made, and how many things are missing."""
    from flevoprint.doctor import State, examine

    def show(check: Check) -> None:
        if as_json:
            click.echo(_record(check, context.language))
        elif not context.quiet or check.state is State.MISSING:
            click.echo(_line(check, context.language))

    missing = 0
    for check in examine(context.found()):
        missing += check.state is State.MISSING
        show(check)
    exit_code = ExitCode.MISSING if missing else ExitCode.OK
    if as_json:
        last = {"event": "finished", "missing": missing, "exit_code": int(exit_code)}
        click.echo(json.dumps(last))
    elif not context.quiet or missing:
        text = (
            say_many("{count} thing is missing", "{count} things are missing", missing)
            if missing
            else say("this computer is ready")
        )
        click.echo(context.language.tell(text))
    return exit_code


def _line(check: Check, language: Language) -> str:
    name, found = language.tell(check.name), language.tell(check.found)
    line = f"{MARKS[check.state]} {name}: {found}"
    mend = language.tell(check.mend)
    return f"{line}\n    {mend}" if mend else line


def _record(check: Check, language: Language) -> str:
    record = {
        "name": language.tell(check.name),
        "state": str(check.state),
        "found": language.tell(check.found),
        "mend": language.tell(check.mend),
    }
    return json.dumps({"event": "check", **record}, ensure_ascii=False)

"""The command line: options in, exit code out.

Commands are imported when they are called, so that ``--help`` answers at once.
"""

from __future__ import annotations

import importlib
import os
import sys
from pathlib import Path

import click

from flevoprint import __version__
from flevoprint.problem import ExitCode, FlevoprintError

#: Command -> where it lives, and what ``--help`` says of it without importing it.
COMMANDS = {
    "build": ("flevoprint.cli.build", "Maak de PDF's, van alle gemeenten of van een paar."),
    "list": (
        "flevoprint.cli.listing",
        "Laat zien welke gemeenten, bladen, layouts of edities er zijn.",
    ),
}


class LazyGroup(click.Group):
    """A group that imports a command's module only when that command runs."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The names, in the order of the table."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command itself."""
        if cmd_name not in COMMANDS:
            return None
        command = importlib.import_module(COMMANDS[cmd_name][0]).command
        assert isinstance(command, click.Command)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the commands from the table, importing none."""
        with formatter.section("Opdrachten"):
            formatter.write_dl([(name, text) for name, (_, text) in COMMANDS.items()])


@click.command(
    cls=LazyGroup,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.option(
    "--project",
    metavar="MAP",
    envvar="FLEVOPRINT_PROJECT",
    type=click.Path(path_type=Path),
    help="De map van het project; anders de eerste map hierboven met content/project.yaml.",
)
@click.option("-q", "--quiet", is_flag=True, help="Meld alleen fouten.")
@click.option("-v", "--verbose", is_flag=True, help="Meld ook hoe lang elk blad duurde.")
@click.version_option(__version__, "-V", "--version", prog_name="flevoprint")
@click.pass_context
def cli(ctx: click.Context, project: Path | None, quiet: bool, verbose: bool) -> None:
    """Hand-outs en posters per gemeente: toegankelijk op het scherm, klaar voor de drukker."""
    if quiet and verbose:
        raise click.UsageError("kies -q of -v, niet allebei")
    from flevoprint.cli.context import Context

    ctx.obj = Context(project=project, quiet=quiet, verbose=verbose)


def main(arguments: list[str] | None = None) -> None:
    """Run the command line and end the process with its exit code."""
    sys.exit(run(arguments))


def run(arguments: list[str] | None) -> int:
    """Run the command line and return its exit code."""
    try:
        code = cli.main(arguments, prog_name="flevoprint", standalone_mode=False)
    except click.ClickException as failure:
        failure.show()
        return ExitCode.USAGE
    except (click.Abort, KeyboardInterrupt):
        click.echo("onderbroken", err=True)
        return ExitCode.INTERRUPTED
    except FlevoprintError as failure:
        for problem in failure.problems:
            click.echo(str(problem), err=True)
        return failure.exit_code
    except OSError as failure:
        _quiet_stdout()
        click.echo(f"schrijven lukt niet: {failure.strerror or failure}", err=True)
        return ExitCode.PROBLEMS
    except Exception as failure:  # the last door: a fault of ours is named, not spilled
        click.echo(f"onverwachte fout in flevoprint: {type(failure).__name__}: {failure}", err=True)
        click.echo("  hint: meld deze regel, met de opdracht die u typte", err=True)
        return ExitCode.PROBLEMS
    return code if isinstance(code, int) else ExitCode.OK


def _quiet_stdout() -> None:
    """Let the interpreter close a stdout that nobody reads any more without complaining."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())

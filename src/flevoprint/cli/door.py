"""The door: the options before the command, and how every ending becomes an exit code.

Commands are imported when they are called, so that ``--help`` answers at once.
"""

from __future__ import annotations

import gettext
import importlib
import os
import sys
from collections.abc import Sequence
from pathlib import Path

import click

from flevoprint import __version__
from flevoprint.cli.commands import COMMANDS, DUTCH
from flevoprint.cli.words import asked_language, folder, language_option, speaking, spoken_to, told
from flevoprint.language import Language, Words, marked, say, system_reason
from flevoprint.problem import ExitCode, FlevoprintError


class LazyGroup(click.Group):
    """A group that imports a command's module only when that command runs."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The names, in the order of the table."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command itself, told in the language spoken now; ``--lang`` may follow it too."""
        if cmd_name not in COMMANDS:
            return None
        command = importlib.import_module(COMMANDS[cmd_name][0]).command
        assert isinstance(command, click.Command)
        return spoken_to(command)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """The command that was typed; a Dutch word for one is no slip that Click would see."""
        meant = DUTCH.get(args[0].lower())
        if meant and args[0] not in COMMANDS and not ctx.resilient_parsing:
            text = marked("there is no command '{typed}'; did you mean '{name}'?")
            raise click.UsageError(gettext.gettext(text).format(typed=args[0], name=meant), ctx)
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the commands from the table, importing none."""
        with formatter.section(gettext.gettext("Commands")):
            rows = [(name, gettext.gettext(text)) for name, (_, text) in COMMANDS.items()]
            formatter.write_dl(rows)


@click.command(
    cls=LazyGroup,
    # Bare names, from which Click suggests one to who mistypes.
    commands={name: click.Command(name) for name in COMMANDS},
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    help=marked("Handouts and posters per gemeente: accessible on screen, ready for the printer."),
)
@click.option(
    "--project",
    metavar=marked("FOLDER"),
    envvar="FLEVOPRINT_PROJECT",
    callback=folder,
    help=marked("The project's folder; else the first one upward with content/project.yaml."),
)
@click.option("-q", "--quiet", is_flag=True, help=marked("Tell errors only."))
@click.option(
    "-v",
    "--verbose",
    is_flag=True,
    help=marked("Tell each problem, however often it recurs, and how long each sheet took."),
)
@click.version_option(__version__, "-V", "--version", message="flevoprint %(version)s")
@click.pass_context
def cli(ctx: click.Context, project: Path | None, quiet: bool, verbose: bool) -> None:
    """Keep the options for the command that follows; ``ctx.obj`` comes in as the language."""
    language: Language = ctx.obj
    if quiet and verbose:
        raise click.UsageError(language.tell(say("choose -q or -v, not both")))
    from flevoprint.cli.context import Context

    ctx.obj = Context(project=project, quiet=quiet, verbose=verbose, language=language)


cli.params.append(language_option())


def answer(arguments: Sequence[str]) -> int:
    """Run the command line and return its exit code."""
    language = asked_language(arguments, os.environ)
    with speaking(language):
        return _answer(arguments, language)


def _answer(arguments: Sequence[str], language: Language) -> int:
    def tell(words: Words) -> None:
        click.echo(language.tell(words), err=True)

    try:
        code = told(cli).main(
            list(arguments), prog_name="flevoprint", standalone_mode=False, obj=language
        )
    except click.ClickException as failure:
        failure.show()
        return ExitCode.USAGE
    except (click.Abort, KeyboardInterrupt):
        tell(say("interrupted"))
        return ExitCode.INTERRUPTED
    except FlevoprintError as failure:
        for problem in failure.problems:
            tell(problem.told(language))
        return failure.exit_code
    except OSError as failure:
        _quiet_stdout()
        tell(say("writing fails: {reason}", reason=system_reason(failure)))
        return ExitCode.PROBLEMS
    except ModuleNotFoundError as failure:
        from flevoprint.libraries import package_missing

        tell(package_missing(failure.name or str(failure)).told(language))
        return ExitCode.MISSING
    except Exception as failure:  # the last door: a fault of ours is named, not spilled
        what = f"{type(failure).__name__}: {failure}"
        tell(say("unexpected fault in flevoprint: {failure}", failure=what))
        hint = language.tell(say("report this line, with the command that you typed"))
        tell(f"  hint: {hint}")
        return ExitCode.PROBLEMS
    return code if isinstance(code, int) else ExitCode.OK


def _quiet_stdout() -> None:
    """Let the interpreter close a stdout that nobody reads any more without complaining."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())

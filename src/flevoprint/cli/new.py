"""``flevoprint new``."""

from __future__ import annotations

from pathlib import Path

import click

from flevoprint.cli.context import Context
from flevoprint.cli.paths import shown
from flevoprint.cli.words import ToldGroup
from flevoprint.language import Words, marked, say


@click.group(
    "new",
    cls=ToldGroup,
    help=marked(
        "Begin a project of your own, or add a gemeente to it.\n\n"
        "Nothing that exists is written over."
    ),
)
def command() -> None:
    """Either of the two below."""


@command.command(
    "project", help=marked("Make a folder with the shipped flyer in it, ready to build.")
)
@click.argument("words", nargs=-1, required=True, metavar=marked("FOLDER"))
@click.pass_obj
def _project(context: Context, words: tuple[str, ...]) -> None:
    """Write the project; its path goes to stdout, what to do next to stderr."""
    if len(words) > 1:
        quoted = f'"{" ".join(words)}"'
        text = say("a folder's name with spaces goes between quotes: {name}", name=quoted)
        raise click.UsageError(context.language.tell(text))
    from flevoprint.batch.start import new_project

    made = Path(words[0])
    new_project(made)
    _tell(context, made, say("go there, and type: {command}", command="flevoprint build urk"))


@command.command(
    "gemeente",
    help=marked(
        "Write the file of a gemeente, for you to fill in.\n\n"
        "It becomes content/gemeenten/<name>.yaml."
    ),
)
# A gemeente's name may be typed without quotes.
@click.argument("words", nargs=-1, required=True, metavar=marked("NAME"))
@click.option(
    "--unlisted",
    is_flag=True,
    help=marked("The name of the gemeente is right, though the CBS's list does not have it."),
)
@click.pass_obj
def _gemeente(context: Context, words: tuple[str, ...], unlisted: bool) -> None:
    """Write the file; its path goes to stdout, what to do next to stderr."""
    root = context.root()
    from flevoprint.batch.start import new_gemeente

    made = new_gemeente(root, " ".join(words), unlisted=unlisted)
    build = f"flevoprint build {made.stem}"
    _tell(context, made, say("fill in what you know, save it, and type: {command}", command=build))


def _tell(context: Context, made: Path, then: Words) -> None:
    click.echo(shown(made))
    if not context.quiet:
        click.echo(context.language.tell(then), err=True)

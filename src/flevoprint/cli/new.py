"""``flevoprint new``."""

from __future__ import annotations

from pathlib import Path

import click

from flevoprint.cli.context import Context
from flevoprint.cli.paths import shown
from flevoprint.language import marked, say

PROJECT, GEMEENTE = "project", "gemeente"


@click.command(
    "new",
    help=marked(
        "Begin a project of your own, or add a gemeente to it.\n\n"
        "'new project FOLDER' makes a folder with the shipped flyer, ready to build. "
        "'new gemeente NAME' writes content/gemeenten/<name>.yaml, which says what to fill in. "
        "Nothing that exists is written over."
    ),
)
@click.argument("what", metavar="project|gemeente", type=click.Choice([PROJECT, GEMEENTE]))
@click.argument("words", nargs=-1, required=True, metavar=marked("FOLDER|NAME"))
@click.option(
    "--unlisted",
    is_flag=True,
    help=marked("The name of the gemeente is right, though the CBS's list does not have it."),
)
@click.pass_obj
def command(context: Context, what: str, words: tuple[str, ...], unlisted: bool) -> None:
    """Write what is asked for; its path goes to stdout, what to do next to stderr."""
    language = context.language
    if what == PROJECT and len(words) > 1:
        text = say("a folder's name with spaces goes between quotes: {name}", name=_quoted(words))
        raise click.UsageError(language.tell(text))
    if what == PROJECT and unlisted:
        raise click.UsageError(language.tell(say("--unlisted goes with 'new gemeente' only")))
    # A gemeente's name may be typed without quotes.
    typed = " ".join(words)
    if what == GEMEENTE:
        root = context.root()
        from flevoprint.batch.start import new_gemeente

        made = new_gemeente(root, typed, unlisted=unlisted)
        then = say("fill in what you know, save it, and type: {command}", command=_build(made))
    else:
        from flevoprint.batch.start import new_project

        made = Path(typed)
        new_project(made)
        then = say("go there, and type: {command}", command="flevoprint build urk")
    click.echo(shown(made))
    if not context.quiet:
        click.echo(language.tell(then), err=True)


def _build(path: Path) -> str:
    return f"flevoprint build {path.stem}"


def _quoted(words: tuple[str, ...]) -> str:
    return f'"{" ".join(words)}"'

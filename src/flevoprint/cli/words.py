"""Which language is asked for, and how Click comes to speak it.

Click tells its own words with the process's gettext domain, so the door sets that while it is
open; and our help texts, English in the source, are told the same way.
"""

from __future__ import annotations

import copy
import gettext
import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, TypeVar

import click

from flevoprint.language import DOMAIN, LANGUAGES, LOCALE, Language, language, marked

VARIABLE = "FLEVOPRINT_LANG"
C = TypeVar("C", bound=click.Command)


def asked_language(arguments: Sequence[str], environment: Mapping[str, str]) -> Language:
    """The language to answer in, known before parsing: a parsing error is told in it too.

    A language that does not exist gives the default; parsing then says what is wrong with it.
    """
    asked = environment.get(VARIABLE, "")
    rest = iter(arguments)
    for argument in rest:
        if argument == "--":
            break
        if argument == "--lang":
            asked = next(rest, "")
        elif argument.startswith("--lang="):
            asked = argument.removeprefix("--lang=")
    return language(asked if asked in LANGUAGES else LANGUAGES[0])


def language_option(*, hidden: bool = False) -> click.Option:
    """``--lang``. Its value is read by :func:`asked_language`; here it is only checked."""
    return click.Option(
        ["--lang"],
        type=click.Choice(LANGUAGES),
        envvar=VARIABLE,
        expose_value=False,
        hidden=hidden,
        help=marked("The language to answer in: Dutch (nl) or English (en)."),
    )


@contextmanager
def speaking(language: Language) -> Iterator[None]:
    """The process's gettext domain is ours, in ``language``; afterwards it is what it was."""
    domain, wanted = gettext.textdomain(), os.environ.get("LANGUAGE")
    gettext.bindtextdomain(DOMAIN, str(LOCALE))
    gettext.textdomain(DOMAIN)
    os.environ["LANGUAGE"] = language.id
    try:
        yield
    finally:
        gettext.textdomain(domain)
        if wanted is None:
            del os.environ["LANGUAGE"]
        else:
            os.environ["LANGUAGE"] = wanted


def translated(text: str | None) -> str | None:
    """``text`` in the language spoken now; what is empty stays so (gettext has a header there)."""
    return gettext.gettext(text) if text else text


def told(command: C) -> C:
    """A copy of ``command`` whose help is told in the language spoken now."""
    speaker = copy.copy(command)
    speaker.help, speaker.short_help = translated(command.help), translated(command.short_help)
    speaker.options_metavar = gettext.gettext(marked("[OPTIONS]"))
    if isinstance(speaker, click.Group):
        speaker.subcommand_metavar = gettext.gettext(marked("COMMAND [ARGUMENT]…"))
    speaker.params = [_told(param) for param in command.params]
    return speaker


def spoken_to(command: C) -> C:
    """``command`` told in the language spoken now, with ``--lang`` for whoever puts it last."""
    speaker = told(command)
    speaker.params.append(language_option(hidden=True))
    return speaker


class ToldGroup(click.Group):
    """A command with commands of its own, which are told as it is itself."""

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command itself, in the language spoken now."""
        command = super().get_command(ctx, cmd_name)
        return spoken_to(command) if command else None


def _told(param: click.Parameter) -> click.Parameter:
    speaker = copy.copy(param)
    speaker.metavar = translated(param.metavar)
    if isinstance(speaker, click.Option):
        speaker.help = translated(speaker.help)
    return speaker


class Between(click.IntRange):
    """A whole number, with its bounds told as people write them."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:
        """The number. Raises BadParameter."""
        try:
            return super().convert(value, param, ctx)
        except click.BadParameter:
            text = gettext.gettext(marked("'{typed}' is no whole number from {least} to {most}"))
            words = text.format(typed=value, least=self.min, most=self.max)
            self.fail(words, param, ctx)


def folder(_ctx: click.Context, _param: click.Parameter, value: str | None) -> Path | None:
    """An option's callback: a folder, that need not exist yet. A usage error where none can be."""
    if value is None:
        return None
    if not value.strip():
        raise click.BadParameter(gettext.gettext(marked("this is empty; give a folder")))
    path = Path(value)
    with suppress(OSError):  # one may not look there: who reads or writes there tells of that
        if path.exists() and not path.is_dir():
            text = gettext.gettext(marked("'{path}' is a file; give a folder"))
            raise click.BadParameter(text.format(path=path))
    return path

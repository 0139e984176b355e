"""Jinja2, and nothing else of it anywhere: templates from a folder, sandboxed and escaped.

Content is always data and never a template.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from jinja2 import (
    ChoiceLoader,
    FileSystemLoader,
    PrefixLoader,
    StrictUndefined,
    Template,
    TemplateError,
    TemplateRuntimeError,
    TemplateSyntaxError,
)
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup, escape

__all__ = [
    "Markup",
    "TemplateError",
    "TemplateRuntimeError",
    "TemplateSyntaxError",
    "escape",
    "templates",
]


class _Anew(Template):
    """A template that is read anew by each that imports from it.

    Jinja keeps what the first import made, and with it how far a ``cycler`` or a ``namespace`` in
    it has come: one sheet would go on where the sheet before it stopped.
    """

    def _get_default_module(self, _: Any = None) -> Any:
        return self.make_module()


def templates(
    folder: Path,
    finalize: Callable[[object], object] | None = None,
    beside: Path | None = None,
) -> ImmutableSandboxedEnvironment:
    """The templates of ``folder``, compiled once; a changed file is read anew.

    ``finalize`` turns every value that a template prints into what is written. The templates of
    the folder ``beside`` it go by its name and theirs.
    """
    shared = {} if beside is None else {beside.name: FileSystemLoader(beside)}
    settings: dict[str, Any] = {} if finalize is None else {"finalize": finalize}
    environment = ImmutableSandboxedEnvironment(
        loader=ChoiceLoader([FileSystemLoader(folder), PrefixLoader(shared)]),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        **settings,
    )
    environment.template_class = _Anew
    return environment

"""``flevoprint list``."""

from __future__ import annotations

from collections.abc import Iterator

import click

from flevoprint.cli.context import Context
from flevoprint.model import Edition, Project


@click.command("list", short_help="Wat is er in dit project.")
@click.argument(
    "what",
    metavar="[gemeenten|bladen|layouts|edities]",
    type=click.Choice(["gemeenten", "bladen", "layouts", "edities"]),
    default="gemeenten",
)
@click.pass_obj
def command(context: Context, what: str) -> int:
    """Laat zien welke gemeenten, bladen, layouts of edities dit project heeft."""
    from flevoprint.content import read_project

    project = read_project(context.root())
    for line in LISTS[what](project):
        click.echo(line)
    return 0


def _gemeenten(project: Project) -> Iterator[str]:
    width = max(len(variant.id) for variant in project.variants)
    for variant in project.variants:
        state = variant.gemeente.code if variant.gemeente else "fouten, zie flevoprint build"
        yield f"{variant.id:<{width}}  {state}  {variant.name}"


def _sheets(project: Project) -> Iterator[str]:
    yield from project.sheets


def _layouts(project: Project) -> Iterator[str]:
    for layout in project.layouts:
        size = f"{layout.size.width:g} × {layout.size.height:g} mm"
        yield f"{layout.id}  {size}  {', '.join(layout.sides)}"


def _editions(project: Project) -> Iterator[str]:
    for edition in project.editions:
        yield f"{edition.id}  {_described(edition)}"


def _described(edition: Edition) -> str:
    if not edition.condition:
        return "PDF/UA-1 en PDF/A-2a, sRGB, voor de website"
    marks = "met snijtekens" if edition.marks else "zonder snijtekens"
    return f"PDF/X-4, {edition.condition}, afloop {edition.bleed:g} mm, {marks}, voor de drukker"


LISTS = {"gemeenten": _gemeenten, "bladen": _sheets, "layouts": _layouts, "edities": _editions}

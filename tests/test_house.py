"""The house's import rules: downward only, no sibling, one owner for each library."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

PACKAGE = Path(__file__).resolve().parents[1] / "src" / "flevoprint"
MODULES = sorted(PACKAGE.rglob("*.py"))

#: The floor itself, lowest first; each may import what stands before it.
FLOOR_ORDER = [
    *("latest", "writing", "language", "problem", "libraries", "geometry", "colour"),
    *("printer", "conditions", "icc", "model", "palettes", "finding", "templates", "shipped"),
    *("root", "keeping"),
]
FLOOR = set(FLOOR_ORDER)
#: Stage -> what of flevoprint it may import, besides itself and the floor.
BELOW = {
    "content": set(),
    "typeset": set(),
    "press": set(),
    "links": set(),
    "batch": {"content", "typeset", "press", "links"},
    # Runs where nothing else can, so it knows the floor only.
    "doctor": set(),
    "cli": {"content", "batch", "doctor"},
    "__main__": {"cli"},
}
#: Library -> the file or folder that may import it.
OWNERS = {
    "PIL": ("icc.py", "content/examining.py", "content/looks.py", "press/"),
    # No network while rendering: nothing else can reach it.
    "asyncio": ("links/",),
    "socket": ("links/",),
    "ssl": ("links/",),
    "click": ("cli/",),
    "fontTools": ("typeset/faces.py", "typeset/wordmark.py", "press/preflight/fontfiles.py"),
    "jinja2": ("templates.py",),
    "markupsafe": ("templates.py",),
    "pikepdf": ("press/",),
    "pydantic": (
        *("content/fields.py", "content/schema.py", "content/shapes.py", "content/validation.py"),
    ),
    "pydantic_core": ("content/fields.py", "content/schema.py", "content/validation.py"),
    "openpyxl": ("content/table/workbook.py",),
    "numpy": ("press/preflight/",),
    "pypdfium2": ("press/preflight/render.py",),
    "resvg_py": ("content/drawing.py",),
    "segno": ("typeset/qr.py",),
    "weasyprint": ("typeset/engine.py", "typeset/reuse.py"),
    "yaml": ("content/nodes.py",),
    "zxingcpp": ("press/preflight/scan.py",),
}


def imports(module: Path) -> Iterator[str]:
    """Dotted names that ``module`` imports anywhere, inside functions too."""
    for node in ast.walk(ast.parse(module.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{module} imports relatively"
            assert node.module
            yield node.module
            if node.module == "flevoprint":
                yield from (f"flevoprint.{alias.name}" for alias in node.names)


def stage(module: Path) -> str:
    """The part of the house that ``module`` belongs to."""
    return module.relative_to(PACKAGE).parts[0].removesuffix(".py")


def test_there_is_something_to_look_at() -> None:
    assert {stage(module) for module in MODULES} >= FLOOR | {"content", "typeset", "press", "batch"}
    assert sum(len(list(imports(module))) for module in MODULES) > 100


@pytest.mark.parametrize("module", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_imports_go_downward(module: Path) -> None:
    here = stage(module)
    if here in FLOOR:
        allowed = set(FLOOR_ORDER[: FLOOR_ORDER.index(here)])
    else:
        allowed = FLOOR | BELOW.get(here, set()) | {here}
    for name in imports(module):
        parts = name.split(".")
        if parts[0] == "flevoprint" and len(parts) > 1 and parts[1] != "__version__":
            assert parts[1] in allowed, f"{here} imports {name}"


@pytest.mark.parametrize("module", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_each_library_has_one_owner(module: Path) -> None:
    where = module.relative_to(PACKAGE).as_posix()
    for name in imports(module):
        owners = OWNERS.get(name.split(".")[0])
        if owners:
            assert where.startswith(owners), f"{where} imports {name}"


@pytest.mark.parametrize("library", OWNERS)
def test_each_owner_uses_its_library(library: str) -> None:
    assert any(name.split(".")[0] == library for module in MODULES for name in imports(module))

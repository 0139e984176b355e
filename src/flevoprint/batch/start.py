"""Beginning: a project of one's own, a gemeente in it, and a table of gemeenten at once.

Nothing that exists is ever written over, but for files that flevoprint wrote itself and that
nobody touched since.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from flevoprint.batch.deliver import write_together
from flevoprint.content.adopt import Adopted, adopt, below_gemeente, file_of, gemeente_path
from flevoprint.content.files import Files, slug
from flevoprint.content.register import find, likely, typographic
from flevoprint.content.table import Table, read_table
from flevoprint.content.written import gemeente_text, logo_path
from flevoprint.language import Words, either, say, system_reason
from flevoprint.problem import ExitCode, FlevoprintError, Problem, Source, error
from flevoprint.shipped import shipped_folder
from flevoprint.typeset.wordmark import GROUNDS, gemeente_mark

README = "LEESMIJ.txt"
#: What systems put in a folder by themselves.
NOT_SEEN = {".DS_Store", "Thumbs.db", "desktop.ini", ".git"}


@dataclass(frozen=True, slots=True)
class Import:
    """A table, and what becomes of each of its rows."""

    table: Table
    adopted: tuple[Adopted, ...]


def new_project(folder: Path) -> None:
    """Make ``folder`` a project with the shipped content. Raises FlevoprintError, having written
    nothing, where something is in the way.

    Fonts and layouts are not copied: a project without its own uses the shipped ones.
    """
    try:
        _refuse_filled(folder)
    except OSError as failure:
        raise FlevoprintError([_no_place(folder, failure)]) from None
    existed = folder.exists()
    try:
        _fill(folder)
    except OSError as failure:
        _take_back(folder, existed=existed)
        raise FlevoprintError([_no_place(folder, failure)]) from None
    except BaseException:  # Ctrl-C: half a project is none
        _take_back(folder, existed=existed)
        raise


def new_gemeente(root: Path, typed: str, *, unlisted: bool) -> Path:
    """Write the file of the gemeente ``typed``, and a placeholder for its logo.

    Raises FlevoprintError (usage) for a name that is not on the CBS's list, unless it is said to
    be ``unlisted``, and for a gemeente that has a file.
    """
    name = typographic(typed)
    if not any(character.isalnum() for character in name):
        message, hint = say("the name is missing"), say("write: flevoprint new gemeente Urk")
        raise FlevoprintError([_asked("new.no-name", message, hint)], ExitCode.USAGE)
    found = find(name)
    if found is None and not unlisted:
        raise FlevoprintError([_unknown(name)], ExitCode.USAGE)
    name, code = (found.name, found.code) if found else (name, "")
    gemeente_id = slug(name)
    existing = file_of(root, gemeente_id, code)
    if existing is not None:
        raise FlevoprintError([_exists(name, Files(root.resolve()).name(existing))], ExitCode.USAGE)
    path = gemeente_path(root, gemeente_id)
    below = below_gemeente(Files(root.resolve()))
    text = gemeente_text(gemeente_id, {"naam": name, "cbs": code}, below)
    _write(root, {path: text.encode()}, [(gemeente_id, name)])
    return path


def plan_import(root: Path, path: Path) -> Import:
    """What importing the table ``path`` comes to. Raises FlevoprintError if it can't be read."""
    table = read_table(path)
    return Import(table, adopt(root, table.rows))


def write_import(root: Path, planned: Import) -> tuple[Path, ...]:
    """Write what ``planned`` makes new or changes, all of it or nothing."""
    files = {item.path: item.text.encode() for item in planned.adopted if item.text is not None}
    marks = [(item.id, item.name) for item in planned.adopted if item.text is not None]
    _write(root, files, marks)
    return tuple(files)


def _write(root: Path, files: Mapping[Path, bytes], marks: Iterable[tuple[str, str]]) -> None:
    """Write ``files``, and of each gemeente in ``marks`` (id, name) the placeholder of its logo
    where there is none and they name it."""
    content, together = Files(root.resolve()).content, dict(files)
    said = b"".join(files.values())
    for gemeente_id, name in marks:
        named = {ground: logo_path(gemeente_id, ground) for ground in GROUNDS}
        paths = {ground: content / path for ground, path in named.items() if path.encode() in said}
        if not all(path.exists() for path in paths.values()):
            drawn = gemeente_mark(name)
            together |= {path: drawn[ground] for ground, path in paths.items() if not path.exists()}
    write_together(together)


def _refuse_filled(folder: Path) -> None:
    if folder.exists() and not folder.is_dir():
        message = say("this is a file, not a folder")
    else:
        names = sorted(path.name for path in folder.iterdir()) if folder.exists() else []
        there = [name for name in names if name not in NOT_SEEN]
        if not there:
            return
        shown = ", ".join(there[:3]) + (", …" if len(there) > 3 else "")
        message = say("this folder is not empty: {names}", names=shown)
    hint = say("give the name of a folder that does not exist yet; flevoprint makes it")
    raise FlevoprintError(
        [error("new.not-empty", message, Source(str(folder)), hint)], ExitCode.USAGE
    )


def _no_place(folder: Path, failure: OSError) -> Problem:
    return error(
        "new.unwritable",
        say("no project can be made here: {reason}", reason=system_reason(failure)),
        Source(str(folder)),
        say("choose a folder in which you may write, such as one in your own documents"),
    )


def _fill(folder: Path) -> None:
    """Copy what a project needs; the rights of the files that are installed stay behind."""
    shipped = shipped_folder() / "content"
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".flevoprint-", dir=folder) as staging:
        for path in sorted(shipped.rglob("*")):
            if path.is_file():
                target = Path(staging, "content", path.relative_to(shipped))
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_bytes(path.read_bytes())
        Path(staging, README).write_text(_readme(), encoding="utf-8")
        Path(staging, README).replace(folder / README)
        Path(staging, "content").replace(folder / "content")


def _take_back(folder: Path, *, existed: bool) -> None:
    """Leave nothing half made: the folder was empty, or was not there."""
    if existed:
        (folder / README).unlink(missing_ok=True)
        shutil.rmtree(folder / "content", ignore_errors=True)
    else:
        shutil.rmtree(folder, ignore_errors=True)


def _readme() -> str:
    return (Path(__file__).parent / "leesmij.txt").read_text(encoding="utf-8")


def _unknown(name: str) -> Problem:
    close = likely(name)
    message = say("'{name}' is not one gemeente on the CBS's list", name=name)
    anyway = f'flevoprint new gemeente "{name}" --unlisted'
    if close:
        hint = say(
            "did you mean {names}? If the name is right: {command}",
            names=either(close),
            command=anyway,
        )
    else:
        hint = say("check the name; if it is right: {command}", command=anyway)
    return _asked("new.unknown-gemeente", message, hint)


def _exists(name: str, path: str) -> Problem:
    return error(
        "new.exists",
        say("'{name}' has a file already; it was left as it is", name=name),
        Source(path),
        say("open this file; to begin anew, remove it first"),
    )


def _asked(code: str, message: Words, hint: Words) -> Problem:
    """A problem with what was typed behind the command."""
    return error(code, message, Source("opdrachtregel"), hint)

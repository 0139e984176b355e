"""Beginning: a project of one's own, a gemeente in it, and a table of gemeenten at once.

Nothing that exists is ever written over, but for files that flevoprint wrote itself and that
nobody touched since.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from flevoprint.batch.deliver import stands, write_together
from flevoprint.content.adopt import (
    Adopted,
    adopt,
    as_it_is_now,
    below_gemeente,
    file_of,
    gemeente_path,
)
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
        made = _made(folder)
        try:
            _fill(folder)
        except BaseException:  # Ctrl-C too: half a project is none
            if made:
                with suppress(OSError):  # somebody else filled it meanwhile
                    folder.rmdir()
            raise
    except OSError as failure:
        with suppress(OSError):
            _refuse_filled(folder)
        raise FlevoprintError([_no_place(folder, failure)]) from None


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
    write_together({path: text.encode(), **_marks(root, text, gemeente_id, name)})
    return path


def plan_import(root: Path, path: Path) -> Import:
    """What importing the table ``path`` comes to. Raises FlevoprintError if it can't be read."""
    table = read_table(path)
    return Import(table, adopt(root, table.rows))


def write_import(root: Path, planned: Import) -> Import:
    """Write what ``planned`` makes new or changes, all of it or nothing; what became of each row.

    A file that somebody wrote since then stays as it is.
    """
    changing = [item for item in planned.adopted if item.text is not None]
    marks = {
        item.path: _marks(root, item.text or "", item.id, item.name, _old_name(item))
        for item in changing
    }
    # Looked at as late as can be: drawing the marks of all gemeenten takes seconds.
    files = Files(root.resolve())
    done = tuple(as_it_is_now(files, item) for item in planned.adopted)
    together: dict[Path, bytes] = {}
    for item in done:
        if item.text is not None:
            together |= {item.path: item.text.encode(), **marks[item.path]}
    write_together(together)
    return Import(planned.table, done)


def _old_name(item: Adopted) -> str:
    return item.own.values["naam"] if item.own else ""


def _marks(
    root: Path, text: str, gemeente_id: str, name: str, old_name: str = ""
) -> dict[Path, bytes]:
    """The placeholders of a gemeente's logo that ``text`` names and that are not there, and those
    that we drew of the name that it had; a logo that somebody put there instead is none of ours."""
    content = Files(root.resolve()).content
    named = {ground: logo_path(gemeente_id, ground) for ground in GROUNDS}
    paths = {ground: content / path for ground, path in named.items() if path in text}
    drawn = gemeente_mark(old_name) if old_name not in ("", name) else {}
    wanted = [
        ground
        for ground, path in paths.items()
        if not path.exists() or (drawn and stands(path, drawn[ground]))
    ]
    mark = gemeente_mark(name) if wanted else {}
    return {paths[ground]: mark[ground] for ground in wanted}


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


def _made(folder: Path) -> bool:
    """Whether the folder was not there, and is now."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    try:
        folder.mkdir()
    except FileExistsError:
        return False
    return True


def _fill(folder: Path) -> None:
    """Copy what a project needs; the rights of the files that are installed stay behind.

    Of two that fill one folder at once, the one that is first to put ``content`` in place has it.
    """
    shipped = shipped_folder() / "content"
    with tempfile.TemporaryDirectory(prefix=".flevoprint-", dir=folder) as staging:
        content, readme = Path(staging, "content"), Path(staging, README)
        for path in sorted(shipped.rglob("*")):
            if path.is_file():
                target = content / path.relative_to(shipped)
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_bytes(path.read_bytes())
        readme.write_text(_readme(), encoding="utf-8")
        ours = content.stat()
        try:
            content.replace(folder / "content")
            readme.replace(folder / README)
        except BaseException:
            _take_back(folder / "content", ours)
            raise


def _take_back(content: Path, ours: os.stat_result) -> None:
    """Remove ``content`` if it is the folder that was made here, and not somebody else's."""
    with suppress(OSError):
        if os.path.samestat(content.stat(), ours):
            shutil.rmtree(content)


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

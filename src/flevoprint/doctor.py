"""Is this machine ready? Looked at with the standard library alone.

What is looked for may be missing or broken, so nothing of it is imported but under guard, and
nothing of flevoprint but the floor: this must run where nothing else can.
"""

from __future__ import annotations

import ctypes
import importlib
import io
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import redirect_stdout
from dataclasses import dataclass
from enum import StrEnum
from importlib import metadata
from pathlib import Path

from flevoprint.keeping import cache_folder
from flevoprint.language import Phrase, Words, say, system_reason
from flevoprint.shipped import shipped_folder

PYTHON = (3, 11)
#: Package -> the module by which its being whole is tried.
MODULES = {
    "click": "click",
    "fonttools": "fontTools.ttLib",
    "jinja2": "jinja2",
    "numpy": "numpy",
    "openpyxl": "openpyxl",
    "pikepdf": "pikepdf",
    "pillow": "PIL.Image",
    "pydantic": "pydantic",
    "pypdfium2": "pypdfium2",
    "pyyaml": "yaml",
    "resvg-py": "resvg_py",
    "segno": "segno",
    "weasyprint": "weasyprint",
    "zxing-cpp": "zxingcpp",
}
#: The lowest Pango that the engine sets text with as tested (WeasyPrint, first steps).
LEAST_PANGO = (1, 44)
#: Seconds for a program to say its version; veraPDF starts Java for it.
TIME_LIMIT = 30


class State(StrEnum):
    """How a check came out; the values are what scripts read."""

    READY = "ok"
    MISSING = "missing"
    #: Not there, and not needed.
    OPTIONAL = "optional"


@dataclass(frozen=True, slots=True)
class Check:
    """One thing looked at: what was found, and the line to type where it falls short."""

    name: Words
    state: State
    found: Words
    mend: Words = ""


@dataclass(frozen=True, slots=True)
class Library:
    """A system library: its files on Linux and macOS, its packages, and who tells its version."""

    name: str
    linux: str
    macos: str
    debian: str
    fedora: str
    homebrew: str
    version: str = ""
    needed: bool = True


LIBRARIES = (
    Library(
        *("GLib", "libgobject-2.0.so.0", "libgobject-2.0.0.dylib"),
        *("libpango-1.0-0", "pango", "pango"),
    ),
    Library(
        *("Pango", "libpango-1.0.so.0", "libpango-1.0.0.dylib"),
        *("libpango-1.0-0", "pango", "pango", "pango_version_string"),
    ),
    Library(
        *("PangoFT2", "libpangoft2-1.0.so.0", "libpangoft2-1.0.0.dylib"),
        *("libpangoft2-1.0-0", "pango", "pango"),
    ),
    Library(
        *("Fontconfig", "libfontconfig.so.1", "libfontconfig.1.dylib"),
        *("libfontconfig1", "fontconfig", "fontconfig"),
    ),
    Library(
        *("HarfBuzz", "libharfbuzz.so.0", "libharfbuzz.0.dylib"),
        *("libharfbuzz0b", "harfbuzz", "harfbuzz", "hb_version_string"),
    ),
    Library(
        *("HarfBuzz-subset", "libharfbuzz-subset.so.0", "libharfbuzz-subset.0.dylib"),
        *("libharfbuzz-subset0", "harfbuzz", "harfbuzz", "hb_version_string"),
        needed=False,
    ),
)
#: Judges that preflight and the tests ask where they are installed.
JUDGES = {
    "veraPDF": ("verapdf", "--version", "https://docs.verapdf.org/install/"),
    "Ghostscript": ("gs", "--version", "ghostscript"),
}


def examine(project: Path | None) -> Iterator[Check]:
    """Every check, one after the other; ``project`` is the one we are in, if any."""
    yield _python()
    yield from (_library(library) for library in LIBRARIES)
    yield from _packages()
    yield _fonts(project)
    yield from _folders(project)
    yield from (_judge(name, *judge) for name, judge in JUDGES.items())


def _python() -> Check:
    found = ".".join(map(str, sys.version_info[:3]))
    if sys.version_info >= PYTHON:
        return Check("Python", State.READY, found)
    least = ".".join(map(str, PYTHON))
    mend = _install("python3", "python3", "python")
    return Check(
        "Python", State.MISSING, say("{found}, needs {least}", found=found, least=least), mend
    )


def _library(library: Library) -> Check:
    try:
        loaded = ctypes.CDLL(library.macos if sys.platform == "darwin" else library.linux)
    except OSError:
        absent = say("not found") if library.needed else say("not found; builds are slower")
        state = State.MISSING if library.needed else State.OPTIONAL
        return Check(library.name, state, absent, _library_line(library))
    found = _version(loaded, library.version)
    if library.name == "Pango" and _numbers(found) < LEAST_PANGO:
        least = ".".join(map(str, LEAST_PANGO))
        old = say("{found}, needs {least}", found=found, least=least)
        return Check(library.name, State.MISSING, old, _library_line(library))
    return Check(library.name, State.READY, found or say("found"))


def _version(loaded: ctypes.CDLL, function: str) -> str:
    if not function:
        return ""
    try:
        tell = getattr(loaded, function)
    except AttributeError:
        return ""
    tell.restype = ctypes.c_char_p
    return (tell() or b"").decode("ascii", "replace")


def _library_line(library: Library) -> str:
    line = _install(library.debian, library.fedora, library.homebrew)
    brew = shutil.which("brew") if sys.platform == "darwin" else None
    if brew and Path(brew).parent.with_name("lib").joinpath(library.macos).is_file():
        # It is there, and Python does not look where Homebrew puts it.
        return 'export DYLD_FALLBACK_LIBRARY_PATH="$(brew --prefix)/lib:/usr/local/lib:/usr/lib"'
    return line


def _install(debian: str, fedora: str, homebrew: str) -> str:
    """The line that installs something here."""
    if sys.platform == "darwin":
        return f"brew install {homebrew}"
    if shutil.which("dnf") and not shutil.which("apt-get"):
        return f"sudo dnf install {fedora}"
    return f"sudo apt-get install {debian}"


def _packages() -> Iterator[Check]:
    """Each Python package that flevoprint asks for, at the version it asks for."""
    try:
        asked = metadata.requires("flevoprint") or []
    except metadata.PackageNotFoundError:
        asked = list(MODULES)
    for requirement in asked:
        if "extra ==" not in requirement:
            yield _package(requirement)


def _package(requirement: str) -> Check:
    name = re.split(r"[^\w.-]", requirement, maxsplit=1)[0]
    mend = f'{sys.executable} -m pip install "{requirement.partition(";")[0].strip()}"'
    try:
        found = metadata.version(name)
    except metadata.PackageNotFoundError:
        return Check(name, State.MISSING, say("not installed"), mend)
    for operator, bound in re.findall(r"(>=|<)([\d.]+)", requirement):
        if (_numbers(found) < _numbers(bound)) == (operator == ">="):
            old = say("{found}, needs {least}", found=found, least=f"{operator} {bound}")
            return Check(name, State.MISSING, old, mend)
    failure = _import_failure(MODULES.get(name.lower(), ""))
    if failure:
        broken = say("{found}, does not start: {reason}", found=found, reason=failure)
        return Check(name, State.MISSING, broken, _reinstall(name, mend))
    return Check(name, State.READY, found)


def _import_failure(module: str) -> str:
    """Why ``module`` can't be imported; empty where it can, or where there is nothing to try."""
    if not module:
        return ""
    try:
        with redirect_stdout(io.StringIO()):  # WeasyPrint prints advice of its own
            importlib.import_module(module)
    except Exception as failure:
        return (str(failure).strip().splitlines() or [type(failure).__name__])[0][:120]
    return ""


def _reinstall(name: str, mend: str) -> Words:
    if name.lower() == "weasyprint":
        return say("mend the libraries above first; if it stays: {line}", line=_forced(mend))
    return _forced(mend)


def _forced(mend: str) -> str:
    return mend.replace("pip install", "pip install --force-reinstall")


def _fonts(project: Path | None) -> Check:
    """Every font file that fonts.yaml names; read as text, for PyYAML may be what is missing."""
    own = project / "fonts" if project else None
    folder = own if own is not None and own.is_dir() else shipped_folder() / "fonts"
    name = say("fonts")
    again = f"{sys.executable} -m pip install --force-reinstall --no-deps flevoprint"
    mend = say("put the files back in {folder}", folder=str(folder)) if folder == own else again
    try:
        listed = (folder / "fonts.yaml").read_text(encoding="utf-8")
    except OSError as failure:
        return Check(name, State.MISSING, system_reason(failure), mend)
    files = re.findall(r"bestand:\s*[\"']?([^\s\"',}]+)", listed)
    absent = [file for file in files if not (folder / file).is_file()]
    if absent or not files:
        return Check(name, State.MISSING, say("missing: {files}", files=", ".join(absent)), mend)
    return Check(
        name, State.READY, say("{count} files in {folder}", count=len(files), folder=str(folder))
    )


def _folders(project: Path | None) -> Iterator[Check]:
    yield _writable(say("folder for results"), (project or Path.cwd()) / "out")
    yield _writable(say("folder for temporary files"), Path(tempfile.gettempdir()))
    yield _writable(say("folder for what is kept between builds"), cache_folder())


def _writable(name: Words, folder: Path) -> Check:
    """Whether a file can be made in ``folder``, or in the nearest one above it that exists."""
    existing = next(place for place in (folder, *folder.absolute().parents) if _is_there(place))
    try:
        with tempfile.NamedTemporaryFile(dir=existing, prefix=".flevoprint-"):
            pass
    except OSError as failure:
        mend: Words = say("make this folder, or make room on the disk")
        if isinstance(failure, PermissionError):
            mend = f'sudo chown -R "$(id -un)" "{existing}"'
        return Check(name, State.MISSING, _refused(existing, failure), mend)
    return Check(name, State.READY, str(folder))


def _is_there(place: Path) -> bool:
    try:
        return place.exists()
    except OSError:  # it may not be looked for: what is above it says why not
        return False


def _refused(folder: Path, failure: OSError) -> Phrase:
    return say(
        "{folder} cannot be written: {reason}", folder=str(folder), reason=system_reason(failure)
    )


def _judge(name: str, program: str, argument: str, package: str) -> Check:
    """A program that is asked for a second opinion where it is installed."""
    path = shutil.which(program)
    web = package.startswith("https:")
    mend: Words = say("see {address}", address=package) if web else _install(*[package] * 3)
    if path is None:
        return Check(name, State.OPTIONAL, say("not found; only needed for a second opinion"), mend)
    try:
        done = subprocess.run(
            [path, argument], capture_output=True, text=True, timeout=TIME_LIMIT, check=True
        )
    except (OSError, subprocess.SubprocessError):
        return Check(name, State.OPTIONAL, say("{path} does not start", path=path), mend)
    found = re.search(r"\d+(\.\d+)+", done.stdout + done.stderr)
    return Check(name, State.READY, found[0] if found else path)


def _numbers(version: str) -> tuple[int, ...]:
    """The numbers a version begins with, for comparing."""
    begin = re.match(r"\d+(\.\d+)*", version)
    return tuple(map(int, begin[0].split("."))) if begin else ()

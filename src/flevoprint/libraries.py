"""The system's libraries that set the text: their versions, any of which can change a byte.

Asked of the libraries themselves, since importing the engine takes longer than all the rest of a
build in which nothing changed.
"""

from __future__ import annotations

import ctypes
import ctypes.util
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.metadata import version

from flevoprint.language import say
from flevoprint.problem import ExitCode, FlevoprintError, Problem, Source, error

#: Each library by the names it has on Linux and macOS.
_PANGO = ("libpango-1.0.so.0", "libpango-1.0.dylib", "libpango-1.0.0.dylib")
_HARFBUZZ = ("libharfbuzz.so.0", "libharfbuzz.0.dylib")
_SUBSET = ("libharfbuzz-subset.so.0", "libharfbuzz-subset.0.dylib")
#: All that the engine uses where it is there, as Linux calls them.
_USED = (
    *("libgobject-2.0.so.0", "libpango-1.0.so.0", "libpangoft2-1.0.so.0"),
    *("libharfbuzz.so.0", "libharfbuzz-subset.so.0", "libfontconfig.so.1"),
)


def engine_version() -> str:
    """The engine's version and its text layout's. Raises FlevoprintError (missing)."""
    pango, harfbuzz = _library(_PANGO), _library(_HARFBUZZ)
    if pango is None or harfbuzz is None:
        missing = "Pango" if pango is None else "HarfBuzz"
        raise FlevoprintError([library_missing(missing)], ExitCode.MISSING)
    shaper = harfbuzz.hb_version_string
    shaper.restype = ctypes.c_char_p
    subsetter = "harfbuzz" if _library(_SUBSET) else "fonttools"
    return (
        f"weasyprint {version('weasyprint')}, pango {pango.pango_version()}, "
        f"harfbuzz {shaper().decode()}, subsets by {subsetter}"
    )


@contextmanager
def opened_by_name() -> Iterator[None]:
    """Let the engine open its libraries by their names, where that works, and nobody look for them.

    Looking starts ldconfig, gcc and ld for each other name that the engine tries first, which
    takes as long as half of the import itself.
    """
    look = ctypes.util.find_library
    if all(_library((name,)) for name in _USED):
        ctypes.util.find_library = _nowhere
    try:
        yield
    finally:
        ctypes.util.find_library = look


def _nowhere(name: str) -> str | None:
    return None


def library_missing(what: str) -> Problem:
    """The problem of a system library that is not there."""
    return error(
        "typeset.library-missing",
        say("this computer lacks the library Pango ({failure})", failure=what),
        Source("flevoprint"),
        say(
            "Debian and Ubuntu: sudo apt-get install libpango-1.0-0 "
            "libpangoft2-1.0-0 libharfbuzz-subset0; macOS: brew install pango"
        ),
    )


def package_missing(name: str) -> Problem:
    """The problem of a Python package that is not there, or of which only a part is."""
    return error(
        "batch.package-missing",
        say("this computer lacks the Python package {name}", name=name),
        Source("flevoprint"),
        say("type flevoprint doctor: it gives the line that installs what is missing"),
    )


def _library(names: tuple[str, ...]) -> ctypes.CDLL | None:
    for name in names:
        try:
            return ctypes.CDLL(name)
        except OSError:
            continue
    return None

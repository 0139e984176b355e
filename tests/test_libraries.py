"""The system's libraries are opened, and looked for by other programs only where that fails."""

from __future__ import annotations

import ctypes.util
import subprocess
import sys

import pytest

from flevoprint import libraries

#: Imports the engine where no program may be started.
ALONE = """
import sys

def watch(event, arguments):
    assert event != "subprocess.Popen", arguments

sys.addaudithook(watch)
from flevoprint.typeset import import_engine
import_engine()
"""


@pytest.mark.skipif(sys.platform != "linux", reason="no programs are asked elsewhere")
def test_the_engine_opens_its_libraries_by_their_names() -> None:
    done = subprocess.run([sys.executable, "-c", ALONE], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


def test_they_are_looked_for_where_one_does_not_open(monkeypatch: pytest.MonkeyPatch) -> None:
    look = ctypes.util.find_library
    with libraries.opened_by_name():
        pass
    assert ctypes.util.find_library is look
    monkeypatch.setattr(libraries, "_USED", (*libraries._USED, "libnergens.so.0"))
    with libraries.opened_by_name():
        assert ctypes.util.find_library is look

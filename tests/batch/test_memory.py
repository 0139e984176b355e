"""Memory that pictures give back is kept for the next ones."""

from __future__ import annotations

import platform
import subprocess
import sys

import pytest

_PICTURES = """
import resource, sys
import numpy as np
from flevoprint.batch.memory import keep_memory

if sys.argv[1] == "kept":
    keep_memory()

def pictures():
    for height in (1754, 900, 1754, 300):
        first, second = (np.full((height, 1240, 4), 255, np.uint8) for _ in range(2))

pictures()
before = resource.getrusage(resource.RUSAGE_SELF).ru_minflt
for _ in range(5):
    pictures()
print(resource.getrusage(resource.RUSAGE_SELF).ru_minflt - before)
"""


def faults(way: str) -> int:
    command = [sys.executable, "-c", _PICTURES, way]
    done = subprocess.run(command, check=True, capture_output=True, text=True, timeout=60)
    return int(done.stdout)


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="other C libraries have no mallopt")
def test_pages_of_memory_are_asked_for_once() -> None:
    assert faults("kept") < 1000 < faults("left alone")

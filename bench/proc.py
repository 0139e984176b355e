"""What a process and all below it take, read from Linux's ``/proc``."""

from __future__ import annotations

import os
from collections import defaultdict
from contextlib import suppress
from pathlib import Path

_TICK = os.sysconf("SC_CLK_TCK")
PROC = Path("/proc")


def _fields(pid: int) -> list[str]:
    """``/proc/PID/stat`` from the state on; the name before it may hold anything."""
    return (PROC / str(pid) / "stat").read_text().rpartition(")")[2].split()


def tree(root: int) -> dict[int, int]:
    """``root`` and all its descendants, each with how far below ``root`` it is."""
    children = defaultdict(list)
    for name in (path.name for path in PROC.iterdir()):
        if name.isdigit():
            with suppress(OSError, IndexError):
                children[int(_fields(int(name))[1])].append(int(name))
    found, waiting = {}, [(root, 0)]
    while waiting:
        pid, depth = waiting.pop()
        found[pid] = depth
        waiting += [(child, depth + 1) for child in children[pid]]
    return found


def cpu(root: int) -> float:
    """Seconds of processor time of ``root`` and all below it, those that ended included."""
    ticks = 0
    for pid in tree(root):
        with suppress(OSError, IndexError):
            ticks += sum(int(text) for text in _fields(pid)[11:15])
    return ticks / _TICK


def memory(root: int) -> int:
    """Bytes in use by ``root`` and all below it; what several share is counted once (PSS)."""
    return sum(_size(pid, "smaps_rollup", "Pss:") for pid in tree(root))


def resident(pid: int) -> int:
    """Bytes of ``pid`` alone that are in memory (RSS)."""
    return _size(pid, "status", "VmRSS:")


def _size(pid: int, file: str, name: str) -> int:
    with suppress(OSError):
        for line in (PROC / str(pid) / file).read_text().splitlines():
            if line.startswith(name):
                return int(line.split()[1]) * 1024
    return 0

"""CPU time of processes, with their children."""

import os
from collections import defaultdict
from pathlib import Path

TICKS = os.sysconf("SC_CLK_TCK")


def cpu_seconds(pid: int) -> float:
    """Return the CPU time that a process and all below it have used, those that ended included."""
    used: dict[int, int] = {}
    children: dict[int, list[int]] = defaultdict(list)
    for folder in Path("/proc").iterdir():
        if folder.name.isdecimal() and (fields := _stat(int(folder.name))):
            parent, *ticks = (int(fields[place]) for place in (1, 11, 12, 13, 14))
            used[int(folder.name)] = sum(ticks)
            children[parent].append(int(folder.name))
    found, waiting = 0, [pid]
    while waiting:
        process = waiting.pop()
        found += used.get(process, 0)
        waiting += children[process]
    return found / TICKS


def parent_of(pid: int) -> int:
    """Return the process that started another one."""
    return int(_stat(pid)[1])


def _stat(pid: int) -> list[str]:
    """Return the fields after a process's name; none if it has ended."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return []

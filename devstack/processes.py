"""Processes that an earlier run started: whether a number is still that process."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from pathlib import Path

from devstack.service import kill_group

_PROC = Path("/proc/self/stat")  # Linux


def command_of(pid: int) -> str | None:
    """Return the command line of a living process, None when there is none (or a zombie)."""
    if _PROC.exists():  # slim images have no `ps`
        try:
            raw = Path(f"/proc/{pid}/cmdline").read_bytes()
        except OSError:
            return None
        return raw.replace(b"\0", b" ").decode(errors="replace").strip() or None
    return _ps("command", pid)


def started_at(pid: int) -> str | None:
    """Say when a living process started, in the system's words: equal means the same one."""
    if _PROC.exists():
        try:
            line = Path(f"/proc/{pid}/stat").read_text()
        except OSError:
            return None
        # The name (field 2, in parentheses) may hold spaces; state is field 3, start field 22.
        fields = line.rpartition(")")[2].split()
        return None if fields[0] == "Z" else fields[19]
    return _ps("lstart", pid)


def _ps(column: str, pid: int) -> str | None:
    done = subprocess.run(
        ["ps", "-ww", "-o", f"{column}=", "-p", str(pid)],
        capture_output=True,
        text=True,
        check=False,
    )
    return done.stdout.strip() or None


def end_left_over(pid: int, number: signal.Signals, seconds: float) -> None:
    """Stop a process that is not our child (nor its group), by force after `seconds`."""
    started = started_at(pid)
    if started is None:
        return
    os.kill(pid, number)
    deadline = time.monotonic() + seconds
    while started_at(pid) == started:
        if time.monotonic() > deadline:
            os.kill(pid, signal.SIGKILL)
        time.sleep(0.05)
    kill_group(pid)

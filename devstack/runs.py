"""The record of a run, from which the next one (or `make reset`) learns what is still running."""

from __future__ import annotations

import fcntl
import json
import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from devstack.environment import VAR
from devstack.processes import end_left_over, started_at
from devstack.service import StackError
from devstack.supervisor import Child

RUN_FILE = VAR / "run.json"
_LOCK_FILE = VAR / "run.lock"


@contextmanager
def only_run() -> Iterator[None]:
    """Hold this clone's lock. The kernel frees it however this process ends.

    Raises StackError when another run holds it.
    """
    VAR.mkdir(exist_ok=True)
    try:
        lock = _LOCK_FILE.open("a")
    except PermissionError:
        raise StackError(f"{VAR} belongs to another user; run as that user.") from None
    with lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            run = _read()
            where = f" at {run['url']} (process {run['pid']})" if run else ""
            raise StackError(
                f"VideoPlanet is already running from this folder{where}. Stop it there first."
            ) from None
        yield


def is_running() -> bool:
    """Tell whether a run of this clone is alive."""
    try:
        with only_run():
            return False
    except StackError:
        return True


def write(url: str, children: list[Child]) -> None:
    """Record where this run is and which children it has."""
    run = {
        "pid": os.getpid(),
        "url": url,
        "children": [
            {
                "name": child.service.name,
                "pid": child.process.pid,
                "started": started_at(child.process.pid),
                "signal": int(child.service.stop_signal),
            }
            for child in children
        ],
    }
    _replace(RUN_FILE, json.dumps(run, indent=1))


def end_left_overs() -> list[str]:
    """Stop what a killed run left running, the last started first; return the names.

    Call it under `only_run`. If another process has got a child's number since, it is left alone.
    """
    ended = []
    for child in reversed((_read() or {}).get("children", [])):
        if child["started"] and started_at(child["pid"]) == child["started"]:
            with suppress(ProcessLookupError, PermissionError):
                end_left_over(child["pid"], signal.Signals(child["signal"]), seconds=10)
                ended.append(child["name"])
    forget()
    return ended


def forget() -> None:
    """Remove the record: nothing is left to stop."""
    RUN_FILE.unlink(missing_ok=True)


def _read() -> dict[str, Any] | None:
    try:
        return dict(json.loads(RUN_FILE.read_text()))
    except (OSError, ValueError):
        return None


def _replace(path: Path, text: str) -> None:
    draft = path.with_name(path.name + ".new")
    draft.write_text(text)
    draft.replace(path)

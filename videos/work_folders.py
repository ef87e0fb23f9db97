"""Temporary folders for work on videos, also removed after a worker that was killed.

Such a folder may hold gigabytes. Its process locks a file in it; the system releases that lock
however the process ends, and the next process removes the folders that nobody locks.
"""

import fcntl
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

PREFIX = "videoplanet-video-"
LOCK = ".lock"
GRACE_SECONDS = 60.0
"""How long a new folder may be without its lock."""


@contextmanager
def work_folder() -> Iterator[Path]:
    """Yield a new folder, and remove it afterwards."""
    remove_abandoned()
    with tempfile.TemporaryDirectory(prefix=PREFIX) as name:
        folder = Path(name)
        with (folder / LOCK).open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield folder


def remove_abandoned() -> None:
    """Remove the folders of processes that are gone."""
    for folder in Path(tempfile.gettempdir()).glob(f"{PREFIX}*"):
        with suppress(OSError):  # another process removes it, or another account owns it
            age = time.time() - folder.stat().st_mtime
            if age > GRACE_SECONDS and not _is_locked(folder / LOCK):
                shutil.rmtree(folder, ignore_errors=True)


def _is_locked(path: Path) -> bool:
    if not path.exists():
        return False
    with path.open() as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
    return False

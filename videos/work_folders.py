"""Folders for work on videos, which a worker that is killed leaves behind: gigabytes, now and then.

Who works in a folder holds a lock on a file in it. The system gives the lock back when the process
ends, however it ends; whoever comes next removes what nobody holds.
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
YOUNG = 60.0
"""Seconds in which a folder may not have its lock yet."""


@contextmanager
def work_folder() -> Iterator[Path]:
    """Give a folder of one's own for the time of the work."""
    remove_left_over()
    with tempfile.TemporaryDirectory(prefix=PREFIX) as name:
        folder = Path(name)
        with (folder / LOCK).open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield folder


def remove_left_over() -> None:
    """Remove the folders of processes that are gone."""
    for folder in Path(tempfile.gettempdir()).glob(f"{PREFIX}*"):
        with suppress(OSError):  # somebody else removes it, or it is another account's
            if time.time() - folder.stat().st_mtime > YOUNG and not _is_held(folder / LOCK):
                shutil.rmtree(folder, ignore_errors=True)


def _is_held(path: Path) -> bool:
    if not path.exists():
        return False
    with path.open() as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
    return False

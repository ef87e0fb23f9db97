"""`python -m videos.media_process`: one step on one film, as its parent asks on standard input.

In: one line of JSON `{step, url, folder, memory, cpu, file_bytes, …}`; the end of standard input is
the end of the parent, and ours. Out: lines of JSON, `{percent}` at most once a second, and last
`{result}`, `{failed: code}` or `{away: reason}` (the storage gives no bytes).
"""

import errno
import json
import os
import resource
import sys
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

from videos.media_process.opening import NotAFilm
from videos.media_process.remote import NoObject, RemoteFile, StorageAway
from videos.media_process.steps import STEPS

type Tell = Callable[[float], None]


def main() -> None:
    """Do what standard input says."""
    job: dict[str, Any] = json.loads(sys.stdin.readline())
    threading.Thread(target=_end_with_parent, daemon=True).start()
    # What a library prints must not stand between our lines.
    out = os.fdopen(os.dup(1), "w", buffering=1)
    os.dup2(2, 1)
    _limit(job)

    def say(**message: Any) -> None:
        print(json.dumps(message), file=out)

    file = RemoteFile(job["url"])
    try:
        step = STEPS[job["step"]]
        say(result=step(file, Path(job["folder"]), job["options"], _progress(say)))
    except Exception as error:
        # C code in between may have turned the file's own error into another.
        match file.failure or error:
            case StorageAway() as away:
                say(away=str(away))
            case NoObject():
                say(failed="missing")
            case NotAFilm() as reason:
                say(failed=reason.code)
            # Without addresses for its stack a thread of the codec can't start: EAGAIN.
            case MemoryError() | BlockingIOError():
                say(failed="too_big")
            case OSError() as system if system.errno == errno.EFBIG:
                say(failed="too_big")
            case OSError() as system if system.errno == errno.ENOSPC:
                say(away=str(system))
            case _:
                raise
    out.flush()
    # Threads of libraries that wait for a broken file must not keep us.
    os._exit(0)


def _end_with_parent() -> None:
    # The buffer's own lock would be held for ever by a reading thread.
    while os.read(0, 4096):
        pass
    os._exit(1)


def _limit(job: dict[str, Any]) -> None:
    limits = {
        resource.RLIMIT_AS: job["memory"],
        resource.RLIMIT_CPU: job["cpu"],
        resource.RLIMIT_FSIZE: job["file_bytes"],
        resource.RLIMIT_CORE: 0,
    }
    for which, most in limits.items():
        with suppress(ValueError, OSError):  # not every system has each
            # At the soft limit of time comes SIGXCPU, which says why; at the hard one SIGKILL.
            hard = most + 5 if which == resource.RLIMIT_CPU else most
            resource.setrlimit(which, (most, hard))
    os.nice(5)


def _progress(say: Callable[..., None]) -> Tell:
    """Return what passes on per cent (0 to 100), at most once a second."""
    told = time.monotonic()

    def tell(percent: float) -> None:
        nonlocal told
        now = time.monotonic()
        if now - told >= 1:
            told = now
            say(percent=round(percent, 1))

    return tell


if __name__ == "__main__":
    main()

"""`python -m videos.media_process`: runs one step on one video, for its parent process.

Standard input has one line of JSON, `{step, url, folder, memory, cpu, file_bytes, options}`; when
standard input ends, the parent has ended and so do we. Standard output gets lines of JSON:
`{percent}` at most once a second, and at the end `{result}`, `{failed: code}` or `{away: reason}`
(the storage can't be reached, or the disk is full).
"""

import errno
import json
import os
import resource
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

from PIL import Image, WebPImagePlugin  # noqa: F401 - loaded before memory is limited

from videos.media_process.opening import NotAVideo
from videos.media_process.remote import ObjectMissing, RemoteFile, StorageUnavailable
from videos.media_process.steps import STEPS, Report


def main() -> None:
    """Run the step that standard input names."""
    job: dict[str, Any] = json.loads(sys.stdin.readline())
    threading.Thread(target=_exit_with_parent, daemon=True).start()
    # Libraries print to standard output too; send that to standard error.
    out = os.fdopen(os.dup(1), "w", buffering=1)
    os.dup2(2, 1)
    # Otherwise Pillow loads its formats when it first needs one, and takes a format that it can't
    # load, because memory is limited, for one that it doesn't know.
    Image.preinit()
    _set_limits(job)
    tempfile.tempdir = job["folder"]  # which the parent removes

    def send(**message: Any) -> None:
        print(json.dumps(message), file=out)

    file = RemoteFile(job["url"])
    try:
        step = STEPS[job["step"]]
        send(result=step(file, Path(job["folder"]), job["options"], _progress_reporter(send)))
    except Exception as error:
        # libav's C code may have replaced the file's own error by another one.
        match file.failure or error:
            case StorageUnavailable() as reason:
                send(away=str(reason))
            case ObjectMissing():
                send(failed="missing")
            case NotAVideo() as reason:
                send(failed=reason.code)
            # A codec's thread that gets no address space for its stack fails with EAGAIN.
            case MemoryError() | BlockingIOError():
                send(failed="too_big")
            case RuntimeError() as reason if "start new thread" in str(reason):
                send(failed="too_big")
            case OSError() as reason if reason.errno == errno.EFBIG:
                send(failed="too_big")
            case OSError() as reason if reason.errno == errno.ENOSPC:
                send(away=str(reason))
            case _:
                raise
    out.flush()
    # Don't wait for library threads that hang on a broken file.
    os._exit(0)


def _exit_with_parent() -> None:
    # os.read and not sys.stdin: a thread blocked in sys.stdin would hold its lock for ever.
    while os.read(0, 4096):
        pass
    os._exit(1)


def _set_limits(job: dict[str, Any]) -> None:
    limits = {
        resource.RLIMIT_AS: job["memory"],
        resource.RLIMIT_CPU: job["cpu"],
        resource.RLIMIT_FSIZE: job["file_bytes"],
        resource.RLIMIT_CORE: 0,
    }
    for limit, value in limits.items():
        with suppress(ValueError, OSError):  # not every system has every limit
            # The soft limit of processor time sends SIGXCPU, which names the cause; the hard one
            # sends SIGKILL.
            hard = value + 5 if limit == resource.RLIMIT_CPU else value
            resource.setrlimit(limit, (value, hard))
    os.nice(5)


def _progress_reporter(send: Callable[..., None]) -> Report:
    """Return a function that sends a percentage (0 to 100), at most once a second."""
    last_sent = time.monotonic()

    def report(percent: float) -> None:
        nonlocal last_sent
        now = time.monotonic()
        if now - last_sent >= 1:
            last_sent = now
            send(percent=round(percent, 1))

    return report


if __name__ == "__main__":
    main()

"""Work on files of strangers in a child process that can be cut off.

The child (`videos.media_process`) has neither our environment nor our connections: it gets a signed
URL of the original, a folder, and limits on memory, processor time, file sizes and wall clock.
Whatever a file does to it, the worker only sees it end. It also ends with the worker: when the
worker is gone, its standard input is closed.
"""

import json
import logging
import os
import selectors
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from django.conf import settings

logger = logging.getLogger(__name__)

PASSED_ON = ("PATH", "LANG", "TMPDIR", "SSL_CERT_FILE", "SSL_CERT_DIR", "COVERAGE_PROCESS_CONFIG")
TICK = 0.5
"""Seconds between two looks at the clock."""
MOST_SAID = 1024 * 1024
"""Bytes that a child may say in one line."""
CUT_OFF = {signal.SIGXCPU: "too_long", signal.SIGXFSZ: "too_big"}


class MediaRejected(Exception):
    """The file itself is why it can't be done; `code` says what of it."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class Interrupted(Exception):
    """It is not the file: the storage is away, the machine is short of something. Try again."""


class WorkerKilled(Interrupted):
    """The system ended the child: short of memory, now or always with this file."""


class Cancelled(Exception):
    """Whoever asked for it doesn't want it any more."""


def do_step(
    step: str,
    *,
    url: str,
    folder: Path,
    seconds: float | None = None,
    options: dict[str, Any] | None = None,
    on_percent: Callable[[float], None] = lambda _: None,
    is_cancelled: Callable[[], bool] = lambda: False,
) -> dict[str, Any]:
    """Do a step of `videos.media_process.steps` in a child and return its result.

    `seconds` is the wall clock's limit, VIDEO_PROCESS_SECONDS at most. Raises MediaRejected,
    Interrupted, Cancelled.
    """
    limit = min(seconds or settings.VIDEO_PROCESS_SECONDS, settings.VIDEO_PROCESS_SECONDS)
    job = {
        "step": step,
        "url": url,
        "folder": str(folder),
        "options": options or {},
        "memory": settings.VIDEO_PROCESS_MEMORY,
        "cpu": int(limit * (os.cpu_count() or 1)) + 1,
        "file_bytes": settings.VIDEO_MAX_BYTES,
    }
    with _child(job) as (child, errors):
        said = _listen(child, time.monotonic() + limit, on_percent, is_cancelled)
        status = child.wait() if said else _waited(child)
        if "result" in said:
            result: dict[str, Any] = said["result"]
            return result
        raise _reason(said, status, errors)


@contextmanager
def _child(job: dict[str, Any]) -> Iterator[tuple["subprocess.Popen[bytes]", Any]]:
    """Start it in a group of its own, and leave nothing of the group behind."""
    env = {name: os.environ[name] for name in PASSED_ON if name in os.environ}
    # An arena of malloc for each thread would take 64 MiB of the addresses that it may have.
    env |= {"MALLOC_ARENA_MAX": "2", "PYTHONUNBUFFERED": "1"}
    with tempfile.TemporaryFile() as errors:
        child = subprocess.Popen(
            (sys.executable, "-m", "videos.media_process"),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=errors,
            env=env,
            cwd=settings.BASE_DIR,
            start_new_session=True,
        )
        try:
            assert child.stdin  # noqa: S101 - it is a pipe
            child.stdin.write(json.dumps(job).encode() + b"\n")
            child.stdin.flush()
            yield child, errors
        finally:
            with suppress(ProcessLookupError):
                os.killpg(child.pid, signal.SIGKILL)
            child.wait()
            for pipe in (child.stdin, child.stdout):
                with suppress(OSError):
                    pipe and pipe.close()


def _listen(
    child: "subprocess.Popen[bytes]",
    deadline: float,
    on_percent: Callable[[float], None],
    is_cancelled: Callable[[], bool],
) -> dict[str, Any]:
    """Pass progress on until the child has said its last; return that, `{}` if it only ended."""
    assert child.stdout  # noqa: S101 - it is a pipe
    waiting = b""
    with selectors.DefaultSelector() as selector:
        selector.register(child.stdout, selectors.EVENT_READ)
        while True:
            if is_cancelled():
                raise Cancelled
            if time.monotonic() > deadline:
                raise MediaRejected("too_long")
            if not selector.select(TICK):
                continue
            piece = os.read(child.stdout.fileno(), 65_536)
            *lines, waiting = (waiting + piece).split(b"\n")
            for line in lines:
                message: dict[str, Any] = json.loads(line)
                if "percent" not in message:
                    return message
                on_percent(message["percent"])
            if not piece or len(waiting) > MOST_SAID:
                return {}


def _waited(child: "subprocess.Popen[bytes]") -> int:
    try:
        return child.wait(5)
    except subprocess.TimeoutExpired:
        return -signal.SIGKILL


def _reason(said: dict[str, Any], status: int, errors: Any) -> Exception:
    if "failed" in said:
        return MediaRejected(said["failed"])
    if "away" in said:
        return Interrupted(said["away"])
    errors.seek(0)
    logger.error(
        "a film's child ended with %s: %s", status, errors.read()[-4000:].decode(errors="replace")
    )
    if -status in CUT_OFF:
        return MediaRejected(CUT_OFF[signal.Signals(-status)])
    # The system kills whom it likes when memory is short.
    if status == -signal.SIGKILL:
        return WorkerKilled("killed")
    return MediaRejected("broken")

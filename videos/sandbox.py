"""Runs work on uploaded files in a child process with limits.

The child (`videos.media_process`) has neither our environment nor our connections: it gets a signed
URL of the original, a folder, and limits on memory, processor time, file sizes and wall clock time.
Whatever a file does to the child, the worker only sees it exit. The child also exits with the
worker, because its standard input is closed then.
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

ENV_PASSED = ("PATH", "LANG", "TMPDIR", "SSL_CERT_FILE", "SSL_CERT_DIR", "COVERAGE_PROCESS_CONFIG")
POLL_SECONDS = 0.5
"""Time between two checks of the deadline and of cancellation."""
LINE_MAX_BYTES = 1024 * 1024
SIGNAL_CODES = {signal.SIGXCPU: "too_long", signal.SIGXFSZ: "too_big"}


class MediaRejected(Exception):
    """The file itself is the reason for the failure; `code` names it."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class Interrupted(Exception):
    """The step can be retried: the storage is away, or the machine is short of something."""


class WorkerKilled(Interrupted):
    """The system killed the child: memory is short, for now or always with this file."""


class Cancelled(Exception):
    """The result is no longer wanted."""


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
    """Run a step of `videos.media_process.steps` in a child and return its result.

    `seconds` limits the wall clock time, VIDEO_PROCESS_SECONDS at most. Raises MediaRejected,
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
        final = _read_messages(child, time.monotonic() + limit, on_percent, is_cancelled)
        status = child.wait() if final else _wait(child)
        if "result" in final:
            result: dict[str, Any] = final["result"]
            return result
        raise _error_of(final, status, errors)


@contextmanager
def _child(job: dict[str, Any]) -> Iterator[tuple["subprocess.Popen[bytes]", Any]]:
    """Start the child in a process group of its own, and end the whole group afterwards."""
    env = {name: os.environ[name] for name in ENV_PASSED if name in os.environ}
    # One malloc arena per thread would take 64 MiB each of the limited address space.
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


def _read_messages(
    child: "subprocess.Popen[bytes]",
    deadline: float,
    on_percent: Callable[[float], None],
    is_cancelled: Callable[[], bool],
) -> dict[str, Any]:
    """Pass progress on; return the child's last message, `{}` if it ended without one."""
    assert child.stdout  # noqa: S101 - it is a pipe
    pending = b""
    with selectors.DefaultSelector() as selector:
        selector.register(child.stdout, selectors.EVENT_READ)
        while True:
            if is_cancelled():
                raise Cancelled
            if time.monotonic() > deadline:
                raise MediaRejected("too_long")
            if not selector.select(POLL_SECONDS):
                continue
            chunk = os.read(child.stdout.fileno(), 65_536)
            *lines, pending = (pending + chunk).split(b"\n")
            for line in lines:
                message: dict[str, Any] = json.loads(line)
                if "percent" not in message:
                    return message
                on_percent(message["percent"])
            if not chunk or len(pending) > LINE_MAX_BYTES:
                return {}


def _wait(child: "subprocess.Popen[bytes]") -> int:
    try:
        return child.wait(5)
    except subprocess.TimeoutExpired:
        return -signal.SIGKILL


def _error_of(final: dict[str, Any], status: int, errors: Any) -> Exception:
    if "failed" in final:
        return MediaRejected(final["failed"])
    if "away" in final:
        return Interrupted(final["away"])
    errors.seek(0)
    tail = errors.read()[-4000:].decode(errors="replace")
    logger.error("a media process ended with status %s: %s", status, tail)
    if -status in SIGNAL_CODES:
        return MediaRejected(SIGNAL_CODES[signal.Signals(-status)])
    # When memory is short, the system may kill any process.
    if status == -signal.SIGKILL:
        return WorkerKilled("killed")
    return MediaRejected("broken")

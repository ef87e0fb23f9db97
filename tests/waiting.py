"""Waiting for what other processes and threads do."""

import time
from collections.abc import Callable

SECONDS = 60
"""Much longer than it takes: machines are slow at times, and only a failing test waits for it."""


def eventually[T](read: Callable[[], T], seconds: float = SECONDS) -> T:
    """Return the first true value of `read()`; fail if it takes too long."""
    deadline = time.monotonic() + seconds
    while not (value := read()):
        assert time.monotonic() < deadline, f"not within {seconds} s: {value!r}"
        time.sleep(0.02)
    return value

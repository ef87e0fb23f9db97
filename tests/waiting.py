"""Waiting for what other processes and threads do."""

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from django.db import connection

SECONDS = 20


def eventually[T](read: Callable[[], T], seconds: float = SECONDS) -> T:
    """Return the first true value of `read()`; fail if it takes too long."""
    deadline = time.monotonic() + seconds
    while not (value := read()):
        assert time.monotonic() < deadline, f"not within {seconds} s: {value!r}"
        time.sleep(0.02)
    return value


def at_once[T](*calls: Callable[[], T]) -> list[T]:
    """Make all calls at the same moment, each in a thread and on a connection of its own."""
    start = Barrier(len(calls))

    def run(call: Callable[[], T]) -> T:
        start.wait()
        try:
            return call()
        finally:
            connection.close()

    with ThreadPoolExecutor(len(calls)) as threads:
        return list(threads.map(run, calls))

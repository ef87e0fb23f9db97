"""The doorbell: what an action committed is told to the socket processes over Redis, at once.

A bell may get lost (Redis away, this process killed): the log is the truth, and each socket process
looks at it once a second anyway. So the request pays an append to a queue, and a thread the rest.
"""

import logging
import os
import threading
import time
from collections import deque
from collections.abc import Iterable
from typing import NamedTuple
from uuid import UUID

import redis
from django.conf import settings

logger = logging.getLogger(__name__)

CHANNEL = "videoplanet:live"
"""One for all projects: a process drops what it has no room for, and needs no subscriptions that
could be out of step with its rooms."""
EVERY_ROLE = "-"
AT_ONCE = 100
GATHER = 0.01
"""Seconds between two sends: a lone bell rings at once, those of a busy process in batches."""
PAUSE = 0.5
"""Seconds without ringing after Redis has failed."""


class LiveMessage(NamedTuple):
    """One event on its way: its JSON with object keys.

    `seq` is 0 for what is not logged; `only_role` is the only role that may hear it.
    """

    stream_id: UUID
    seq: int
    text: str
    only_role: str = EVERY_ROLE

    def encode(self) -> bytes:
        """Return stream, seq, only_role and text, parted by spaces."""
        return f"{self.stream_id.hex} {self.seq} {self.only_role} {self.text}".encode()

    @classmethod
    def decode(cls, message: bytes) -> "LiveMessage":
        """Read what `encode` wrote. Raises ValueError."""
        stream, seq, only_role, text = message.split(b" ", 3)
        return cls(UUID(stream.decode()), int(seq), text.decode(), only_role.decode())


class Publisher:
    """Rings in a thread of its own, which starts with the first bell."""

    def __init__(self) -> None:
        """Start without a thread."""
        self.waiting: deque[LiveMessage] = deque(maxlen=10_000)
        self.wake = threading.Event()
        self.lock = threading.Lock()
        self.thread: threading.Thread | None = None

    def publish_live(self, bells: Iterable[LiveMessage]) -> None:
        """Take bells and return at once."""
        self.waiting.extend(bells)
        self.wake.set()
        with self.lock:
            if self.thread is None:
                self.thread = threading.Thread(target=self._run, name="bells", daemon=True)
                self.thread.start()

    def _run(self) -> None:
        client = redis.Redis.from_url(
            settings.REDIS_URL, socket_connect_timeout=0.25, socket_timeout=0.5
        )
        while True:
            self.wake.wait()
            self.wake.clear()
            while self.waiting:
                self._send(client)
                time.sleep(GATHER)

    def _send(self, client: "redis.Redis") -> None:
        batch = [self.waiting.popleft() for _ in range(min(len(self.waiting), AT_ONCE))]
        try:
            with client.pipeline(transaction=False) as pipeline:
                for bell in batch:
                    pipeline.publish(CHANNEL, bell.encode())
                pipeline.execute()
        except redis.RedisError as error:
            logger.warning("the bell is silent, sockets read the log: %s", error)
            self.waiting.clear()
            time.sleep(PAUSE)


_publisher = Publisher()


def _begin_anew() -> None:
    """A fork has neither the thread nor, for sure, the locks in order."""
    global _publisher  # noqa: PLW0603 - one for each process
    _publisher = Publisher()


os.register_at_fork(after_in_child=_begin_anew)


def publish_live(bells: Iterable[LiveMessage]) -> None:
    """Tell the socket processes; never waits, never fails."""
    _publisher.publish_live(bells)

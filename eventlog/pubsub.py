"""Live messages: each committed event is sent at once to all socket processes, over Redis pub/sub.

A message may get lost (Redis is down, this process is killed). That costs only time: the log is the
truth, and each socket process compares its rooms with the log once a second. So a request only
appends to a queue, and a background thread does the rest.
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
"""One channel for all streams: a process ignores messages for which it has no room, and has no
subscriptions that could get out of step with its rooms."""
EVERY_ROLE = "-"
QUEUE_SIZE = 10_000
BATCH_SIZE = 100
BATCH_SECONDS = 0.01
"""Pause between two batches: a single message leaves at once, a busy process sends batches."""
RETRY_SECONDS = 0.5
"""Pause after Redis has failed."""


class LiveMessage(NamedTuple):
    """One event on its way to the socket processes; its JSON has object keys in place of URLs.

    `seq` is 0 for an ephemeral event. `only_role` is the only role that may receive it. `redacts`
    means that earlier events lost their text with this one. An empty `text` means that presence
    in the project has changed. `origin` is what led to it (`videoplanet.tracing`).
    """

    stream_id: UUID
    seq: int
    text: str
    only_role: str = EVERY_ROLE
    redacts: bool = False
    origin: str = ""

    def encode(self) -> bytes:
        """Return stream, seq, only_role, redacts and text, separated by spaces.

        `redacts` is 1, or 0 with the origin behind a colon. A process of an earlier version takes
        all but 1 for 0.
        """
        redacts = "1" if self.redacts else f"0:{self.origin}"
        head = f"{self.stream_id.hex} {self.seq} {self.only_role} {redacts}"
        return f"{head} {self.text}".encode()

    @classmethod
    def decode(cls, message: bytes) -> "LiveMessage":
        """Read what `encode` wrote. Raises ValueError."""
        stream, seq, only_role, redacts, text = message.split(b" ", 4)
        origin = redacts.decode().partition(":")[2]
        return cls(
            UUID(stream.decode()),
            int(seq),
            text.decode(),
            only_role.decode(),
            redacts == b"1",
            origin,
        )


class Publisher:
    """Sends live messages from a thread of its own, which starts with the first message."""

    def __init__(self) -> None:
        self.queue: deque[LiveMessage] = deque(maxlen=QUEUE_SIZE)
        self.wake = threading.Event()
        self.lock = threading.Lock()
        self.thread: threading.Thread | None = None

    def publish_live(self, messages: Iterable[LiveMessage]) -> None:
        """Queue the messages and return at once."""
        self.queue.extend(messages)
        self.wake.set()
        with self.lock:
            if self.thread is None:
                self.thread = threading.Thread(target=self._run, name="live", daemon=True)
                self.thread.start()

    def _run(self) -> None:
        client = redis.Redis.from_url(
            settings.REDIS_URL, socket_connect_timeout=0.25, socket_timeout=0.5
        )
        while True:
            self.wake.wait()
            self.wake.clear()
            while self.queue:
                self._send_batch(client)
                time.sleep(BATCH_SECONDS)

    def _send_batch(self, client: "redis.Redis") -> None:
        batch = [self.queue.popleft() for _ in range(min(len(self.queue), BATCH_SIZE))]
        try:
            with client.pipeline(transaction=False) as pipeline:
                for message in batch:
                    pipeline.publish(CHANNEL, message.encode())
                pipeline.execute()
        except redis.RedisError as error:
            logger.warning("live messages can't be sent, sockets read the log instead: %s", error)
            self.queue.clear()
            time.sleep(RETRY_SECONDS)


_publisher = Publisher()


def _replace_publisher() -> None:
    """Start afresh in a forked process, which has no thread and perhaps a lock held for ever."""
    global _publisher  # noqa: PLW0603 - one for each process
    _publisher = Publisher()


os.register_at_fork(after_in_child=_replace_publisher)


def publish_live(messages: Iterable[LiveMessage]) -> None:
    """Send live messages to the socket processes; never waits, never fails."""
    _publisher.publish_live(messages)

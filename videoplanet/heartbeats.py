"""Workers and beat say that they are there.

In Redis for `/statusz`, and by touching ALIVE_FILE, whose age a container's health check looks at.
"""

import logging
import time
from pathlib import Path
from typing import Any

from celery import shared_task
from celery.signals import beat_init, before_task_publish, heartbeat_sent, worker_ready
from django.conf import settings
from redis import Redis, RedisError

logger = logging.getLogger(__name__)

MAX_AGE = 60
"""Seconds after which somebody who has said nothing counts as gone."""
PAUSE = 5
"""Seconds between two notes of one process."""
TASKS, BEAT = "videoplanet:alive:tasks", "videoplanet:alive:beat"


def redis() -> Redis:
    """Return a client that gives up soon."""
    return Redis.from_url(settings.REDIS_URL, socket_connect_timeout=0.5, socket_timeout=1)


class _Process:
    """This process: the keys in which it notes that it is there, and the name that it notes."""

    name = ""
    keys: tuple[str, ...] = ()
    noted_at = 0.0

    def note(self) -> None:
        """Note the time, unless that was done a moment ago."""
        if not self.keys or time.monotonic() - self.noted_at < PAUSE:
            return
        self.noted_at = time.monotonic()
        if settings.ALIVE_FILE:
            Path(settings.ALIVE_FILE).touch()
        try:
            with redis() as client:
                for key in self.keys:
                    client.zadd(key, {self.name: time.time()})
                    client.zremrangebyscore(key, 0, time.time() - MAX_AGE)
        except RedisError as error:
            logger.debug("no heartbeat is noted: %s", error)


_process = _Process()


def queue_key(queue: str) -> str:
    """Return the key in which the workers of a queue note that they are there."""
    return f"videoplanet:alive:queue:{queue}"


def alive(key: str) -> int:
    """Count who has noted under a key lately that they are there."""
    with redis() as client:
        return int(client.zcount(key, time.time() - MAX_AGE, "+inf"))


@worker_ready.connect
def begin_in_worker(sender: Any, **kwargs: Any) -> None:
    """Note what the worker serves."""
    _process.name = sender.hostname
    _process.keys = tuple(queue_key(queue.name) for queue in sender.task_consumer.queues)
    _process.note()
    if queue_key("celery") in _process.keys:
        # Makes a starting service ready before beat has enqueued its first heartbeat.
        note_task()


@beat_init.connect
def begin_in_beat(**kwargs: Any) -> None:
    """Note from now on that beat runs: it enqueues something every few seconds."""
    _process.name, _process.keys = "beat", (BEAT,)
    _process.note()
    before_task_publish.connect(go_on)


@heartbeat_sent.connect
def go_on(**kwargs: Any) -> None:
    """Note that this process is still there; a worker calls it every two seconds."""
    _process.note()


@shared_task
def note_task() -> None:
    """Note that beat, the broker and a worker do their work together."""
    with redis() as client:
        client.zadd(TASKS, {"task": time.time()})

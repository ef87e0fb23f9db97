"""Where events come from: the log and its live messages, or a group of the channel layer."""

import asyncio
import time
from typing import Any, Protocol
from uuid import UUID

from channels_redis.pubsub import RedisPubSubChannelLayer  # type: ignore[import-untyped]
from django.conf import settings
from django.db import transaction

from bench.realtime.clients import Gauge
from eventlog.events import EventType
from eventlog.models import Event
from eventlog.publish import action, publish
from eventlog.resources import EVENT

WINDOW = 60
"""Events in flight at saturation, so that the queue is never empty."""
EVENTS_PER_ACTION = 10
WARM_SECONDS = 0.5
DRAIN_TIMEOUT = 30.0


class Feed(Protocol):
    """A source of events for one room."""

    def send(self, count: int) -> None:
        """Send `count` events."""


class LoggedFeed:
    """As the product does it: an action that publishes. The relay receives its messages too."""

    def __init__(self, project_id: UUID, payload: str, gauge: Gauge) -> None:
        self.project_id, self.payload, self.gauge = project_id, payload, gauge
        self.number = 0

    def send(self, count: int) -> None:
        """Publish in one action; note when it was committed."""
        with action():
            transaction.on_commit(lambda: self._note(count))
            for _ in range(count):
                publish(
                    EventType.FEEDBACK_CREATED,
                    project_id=self.project_id,
                    payload=self.payload,
                    actor_id=None,
                )

    def _note(self, count: int) -> None:
        now = time.monotonic()
        for _ in range(count):
            self.gauge.sent[self.number % len(self.gauge.sent)] = now
            self.number += 1


class GroupFeed:
    """As Channels does it: group messages, from one event loop for the whole process."""

    def __init__(self, project_id: UUID, text: str) -> None:
        self.message = {"type": "project.event", "text": text}
        self.group = f"project-{project_id}"
        self.runner = asyncio.Runner()
        self.layer: Any = RedisPubSubChannelLayer(hosts=[settings.REDIS_URL])

    def send(self, count: int) -> None:
        """Send to the group."""
        self.runner.run(self._send(count))

    async def _send(self, count: int) -> None:
        for _ in range(count):
            await self.layer.group_send(self.group, self.message)


def text_of_the_newest(project_id: UUID) -> tuple[str, str]:
    """Return the newest event's payload and the whole event, as JSON."""
    events = Event.objects.filter(stream_id=project_id).order_by("-seq")
    event, text = EVENT.annotate(events).values_list("id", "json")[0]
    with transaction.atomic():
        payload = Event.objects.raw(
            f"SELECT id, payload::text AS payload_text FROM {Event._meta.db_table} WHERE id = %s",
            [event],
        )[0]
    return payload.payload_text, text  # type: ignore[attr-defined]  # of the raw query

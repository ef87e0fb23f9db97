"""The usual way with Channels: each consumer has a channel, a room is a group of the layer.

As Channels' own tutorial has it, with channels_redis. Nobody is asked who they are, nothing is
logged: what is lost while Redis is away, or behind a full channel, is lost.
"""

from typing import Any

import django

django.setup()

from channels.generic.websocket import AsyncWebsocketConsumer  # type: ignore[import-untyped]
from channels.routing import (  # type: ignore[import-untyped]
    ProtocolTypeRouter,
    URLRouter,
)
from django.urls import path


def group_of(project_id: object) -> str:
    """Return the group's name."""
    return f"project-{project_id}"


class GroupedConsumer(AsyncWebsocketConsumer):  # type: ignore[misc]  # channels has no types
    """One client in one group."""

    async def connect(self) -> None:
        """Join."""
        self.group = group_of(self.scope["url_route"]["kwargs"]["project_id"])
        await self.channel_layer.group_add(self.group, self.channel_name)
        await self.accept()

    async def disconnect(self, code: int) -> None:
        """Leave."""
        await self.channel_layer.group_discard(self.group, self.channel_name)

    async def project_event(self, message: dict[str, Any]) -> None:
        """Send on what came over the layer."""
        await self.send(text_data=message["text"])


application = ProtocolTypeRouter(
    {"websocket": URLRouter([path("ws/projects/<uuid:project_id>", GroupedConsumer.as_asgi())])}
)

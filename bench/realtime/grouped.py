"""The usual way with Channels: each consumer has a channel, a room is a group of the channel layer.

This follows Channels' own tutorial, with channels_redis. There is no authentication and no log:
what a client misses while Redis is down, or because its channel is full, is lost.
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
        """Send what came from the channel layer to the client."""
        await self.send(text_data=message["text"])


application = ProtocolTypeRouter(
    {"websocket": URLRouter([path("ws/projects/<uuid:project_id>", GroupedConsumer.as_asgi())])}
)

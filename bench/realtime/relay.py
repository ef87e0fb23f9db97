"""The simplest possible relay: no Channels, no Django, no log, no authentication.

It receives the same live messages as the product and sends their text to every client connected to
the room's address, one after the other. A slow reader stops all others, and what a client misses is
lost. It shows what the server and the event loop can do at most; it is no way to deliver events.
"""

import asyncio
import os
from typing import Any

import redis.asyncio

CHANNEL = "BENCH_CHANNEL"
"""The environment variable that names the Redis channel of live messages."""

rooms: dict[bytes, set[Any]] = {}
tasks: list[asyncio.Task[None]] = []


async def application(scope: dict[str, Any], receive: Any, send: Any) -> None:
    """Serve `/ws/projects/<id>`."""
    if scope["type"] != "websocket":
        return
    if not tasks:
        tasks.append(asyncio.create_task(_relay()))
    room = rooms.setdefault(scope["path"].rpartition("/")[2].replace("-", "").encode(), set())
    await receive()
    await send({"type": "websocket.accept"})
    room.add(send)
    try:
        while (await receive())["type"] != "websocket.disconnect":
            pass
    finally:
        room.discard(send)


async def _relay() -> None:
    async with (
        redis.asyncio.Redis.from_url(os.environ["REDIS_URL"]) as client,
        client.pubsub(ignore_subscribe_messages=True) as pubsub,
    ):
        await pubsub.subscribe(os.environ[CHANNEL])
        async for message in pubsub.listen():
            stream, _seq, _only_role, text = message["data"].split(b" ", 3)
            frame = {"type": "websocket.send", "text": text.decode()}
            for send in list(rooms.get(stream, ())):
                await send(frame)

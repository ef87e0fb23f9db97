"""The barest relay one can write: no Channels, no Django, no log, nobody is asked who they are.

It hears the same bells as the product and sends their text to whoever has connected to the room's
address, one after the other. A slow reader stops all, and what it misses is lost: it is a yardstick
of what the server and the loop can do, not a way to deliver anything.
"""

import asyncio
import os
from typing import Any

import redis.asyncio

CHANNEL = "BENCH_CHANNEL"
"""The variable that names the channel of the bells."""

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
        client.pubsub(ignore_subscribe_messages=True) as bells,
    ):
        await bells.subscribe(os.environ[CHANNEL])
        async for message in bells.listen():
            stream, _seq, _audience, text = message["data"].split(b" ", 3)
            frame = {"type": "websocket.send", "text": text.decode()}
            for send in list(rooms.get(stream, ())):
                await send(frame)

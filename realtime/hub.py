"""The hub: the rooms of this process, and the background tasks that keep them up to date.

The first task receives live messages from Redis. The second asks the database once a second, in one
query, whether any room is behind its log: so with Redis down events arrive within two seconds, and
nothing has to be repaired when it is back. The third keeps presence up to date.
"""

import asyncio
import logging
import random
import time
from collections.abc import Awaitable, Callable, Sequence
from uuid import UUID

import redis.asyncio
from django.conf import settings
from django.db import DatabaseError
from redis.asyncio.client import PubSub
from redis.exceptions import RedisError

from eventlog.pubsub import CHANNEL, LiveMessage
from eventlog.reads import LogState, StreamState, read_log_state
from realtime.batches import Batches, Turns
from realtime.presence import Presence
from realtime.rooms import Room
from videoplanet.instruments import LOG_LAG
from videoplanet.tracing import continuing

logger = logging.getLogger(__name__)

SWEEP_SECONDS = 1.0
FRESH_SECONDS = 2.0
"""For this long after a sweep, a subscription joins a room without reading the log."""
SILENCE_SECONDS = 2.0
"""After this much silence Redis gets a ping, and after as much again it counts as unreachable."""
HEARTBEAT_SECONDS = 5.0
RECONNECT_SECONDS = 0.5
BROADCAST_TIMEOUT = 1.0
GREETED_PER_TURN = 25
"""Clients that are greeted in one turn of the event loop."""


class Hub:
    """The rooms of this process, and the tasks that keep them up to date."""

    def __init__(self) -> None:
        """Start without tasks; the first `join` starts them."""
        self.rooms: dict[UUID, Room] = {}
        self.log_id = ""
        self.swept_at = 0.0
        """When all rooms were last compared with their logs, by the monotonic clock."""
        self._tasks: set[asyncio.Task[None]] = set()
        self.redis = redis.asyncio.Redis.from_url(
            settings.REDIS_URL, socket_connect_timeout=0.5, socket_timeout=0.5
        )
        self.presence = Presence(self.redis)
        self._updates = Batches(self._update_from_log)
        self.greetings = Turns(GREETED_PER_TURN)

    def run_in_background(self, work: Awaitable[None]) -> None:
        """Start a task, and hold a reference to it until it is done."""
        task = asyncio.ensure_future(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def join(self, stream_id: UUID) -> Room:
        """Return the stream's room, open. Raises DatabaseError. Each `join` needs a `leave`.

        The room is listening before its log is read, so that no event falls between the two.
        """
        if not self._tasks:
            self.run_in_background(self._receive_live_messages())
            self.run_in_background(_repeat(SWEEP_SECONDS, self._sweep))
            self.run_in_background(_repeat(HEARTBEAT_SECONDS, self.presence.heartbeat))
        room = self.rooms.setdefault(stream_id, Room(stream_id))
        room.subscribers += 1
        try:
            # The sweep keeps an open room up to date. If it has failed for a while, the log is read
            # here, so that a database that is down is reported to the client.
            if room.seq < 0 or time.monotonic() - self.swept_at > FRESH_SECONDS:
                await self._updates.ask(room)
        except BaseException:
            self.leave(room)
            raise
        return room

    async def _update_from_log(self, asked: Sequence[Room]) -> list[None]:
        """Open rooms, or bring them up to date, by one query for all of them."""
        rooms = set(asked)
        log = await read_log_state(list({room.stream_id for room in rooms}))
        if self.log_id not in ("", log.log_id):
            await self._sweep()
        self.log_id = log.log_id
        for room in rooms:
            state = log.streams.get(room.stream_id, StreamState())
            if room.seq < 0:
                room.open(state)
            elif state.seq > room.seq:
                await room.catch_up()
        return [None] * len(asked)

    def leave(self, room: Room) -> None:
        """Count a subscription out; forget the room after its last one."""
        room.subscribers -= 1
        if room.subscribers == 0:
            self.rooms.pop(room.stream_id, None)

    async def broadcast(self, stream_id: UUID, text: str) -> None:
        """Send an ephemeral event to the clients of all processes.

        With Redis down it reaches only those of this process.
        """
        try:
            async with asyncio.timeout(BROADCAST_TIMEOUT):
                await self.redis.publish(CHANNEL, LiveMessage(stream_id, 0, text).encode())
        except (RedisError, OSError, TimeoutError):
            if room := self.rooms.get(stream_id):
                room.broadcast(text)

    async def _receive_live_messages(self) -> None:
        disconnected = False
        while True:
            try:
                async with (
                    redis.asyncio.Redis.from_url(
                        settings.REDIS_URL,
                        socket_connect_timeout=1,
                        socket_timeout=SILENCE_SECONDS,
                    ) as client,
                    client.pubsub(ignore_subscribe_messages=True) as pubsub,
                ):
                    await pubsub.subscribe(CHANNEL)
                    disconnected = False
                    await self._dispatch_all(pubsub)
            except (RedisError, OSError) as error:
                if not disconnected:
                    logger.warning("no live messages, the log is read instead: %s", error)
                disconnected = True
                await asyncio.sleep(RECONNECT_SECONDS)

    async def _dispatch_all(self, pubsub: PubSub) -> None:
        """Dispatch messages. Raises TimeoutError when Redis does not answer a ping.

        Without the ping, a network that drops packets would go unnoticed for a quarter of an hour.
        """
        ping_sent = False
        while True:
            message = await pubsub.get_message(timeout=SILENCE_SECONDS)
            if message and message["type"] == "message":
                self._dispatch(message["data"])
            if message is None and ping_sent:
                raise TimeoutError("Redis is silent")
            if message is None:
                await pubsub.ping()
            ping_sent = message is None

    def _dispatch(self, data: bytes) -> None:
        try:
            message = LiveMessage.decode(data)
        except ValueError:
            logger.warning("a live message could not be decoded")
            return
        room = self.rooms.get(message.stream_id)
        if room is None:
            return
        if message.seq:
            with continuing(message.origin, "event", stream=str(message.stream_id)):
                logger.debug("event %d of %s has come", message.seq, message.stream_id)
                room.on_live_message(message.seq, message.text, redacts=message.redacts)
        elif message.text:
            room.broadcast(message.text, message.only_role)
        else:
            self.presence.refresh(message.stream_id)

    async def _sweep(self) -> None:
        if not self.rooms:
            return
        # Noted before the query: a live message may be newer than the query's answer.
        seqs_before = {stream_id: room.seq for stream_id, room in self.rooms.items()}
        log = await read_log_state(list(seqs_before))
        LOG_LAG.set(
            max(
                (
                    log.streams.get(room_id, StreamState()).seq - seq
                    for room_id, seq in seqs_before.items()
                ),
                default=0,
            )
        )
        if log.log_id != self.log_id:
            self._switch_log(log)
            return
        for stream_id, state in log.streams.items():
            if room := self.rooms.get(stream_id):
                await room.follow(state, seq_before=seqs_before[stream_id])
        self.swept_at = time.monotonic()

    def _switch_log(self, log: LogState) -> None:
        """Continue in another log: the database was restored, and `rotate_log_id` was run."""
        self.log_id = log.log_id
        for stream_id, room in self.rooms.items():
            seq, room.truncated_through = log.streams.get(stream_id, StreamState())
            room.restart(seq)


async def _repeat(seconds: float, work: Callable[[], Awaitable[None]]) -> None:
    """Repeat `work` for ever, out of step with other processes; a failure costs one round."""
    while True:
        try:
            await work()
        except DatabaseError as error:
            logger.warning("the log can't be read now: %s", error)
        except Exception:
            logger.exception("a background task of the hub failed")
        await asyncio.sleep(seconds * random.uniform(0.8, 1.2))  # noqa: S311 - no secret


_hub: Hub | None = None


def hub() -> Hub:
    """Return this process's hub."""
    global _hub  # noqa: PLW0603 - one for each process, made in its event loop
    if _hub is None:
        _hub = Hub()
    return _hub

"""The rooms of a process, and the tasks that keep them up to date.

One listens to the bells; one looks once a second, with one query, whether any room is behind. So
with Redis away events come within two seconds, and nothing has to be restored when it is back. A
third one keeps up who is present.
"""

import asyncio
import logging
import random
import time
from collections.abc import Awaitable, Callable
from uuid import UUID

import redis.asyncio
from django.conf import settings
from django.db import DatabaseError
from redis.asyncio.client import PubSub
from redis.exceptions import RedisError

from eventlog.pubsub import CHANNEL, LiveMessage
from eventlog.reads import read_streams
from realtime.presence import Presence
from realtime.rooms import Room

logger = logging.getLogger(__name__)

SWEEP = 1.0
TRUSTED = 2.0
"""Seconds after a sweep in which who joins a room takes it as it is."""
SILENT = 2.0
"""Seconds of silence until Redis is asked whether it is there, and then until it is not."""
BEAT = 5.0
"""Seconds between two looks at who is present."""


class Hub:
    """Everything that one process delivers."""

    def __init__(self) -> None:
        """Begin empty; the tasks start with the first socket."""
        self.rooms: dict[UUID, Room] = {}
        self.log = ""
        self.swept = 0.0
        """When all rooms were last compared with their logs, by the monotonic clock."""
        self._tasks: set[asyncio.Task[None]] = set()
        self.redis = redis.asyncio.Redis.from_url(
            settings.REDIS_URL, socket_connect_timeout=0.5, socket_timeout=0.5
        )
        self.presence = Presence(self.redis)

    def do(self, work: Awaitable[None]) -> None:
        """Run something beside."""
        task = asyncio.ensure_future(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def join(self, stream_id: UUID) -> Room:
        """Return the stream's room, which is listening before it reads how far the log is.

        Raises DatabaseError. Who joins must `leave`.
        """
        if not self._tasks:
            self.do(self._listen())
            self.do(_every(SWEEP, self._sweep))
            self.do(_every(BEAT, self.presence.beat))
        room = self.rooms.setdefault(stream_id, Room(stream_id))
        room.sockets += 1
        try:
            async with room.opening:
                # The sweep keeps a room that is open up to date; a log that can't be read is said.
                if room.seq < 0 or time.monotonic() - self.swept > TRUSTED:
                    await self._open(room)
        except BaseException:
            self.leave(room)
            raise
        return room

    async def _open(self, room: Room) -> None:
        """Bring a room to where its log is."""
        log, states = await read_streams([room.stream_id])
        if self.log not in ("", log):
            await self._sweep()
        self.log = log
        seq, floor = states.get(room.stream_id, (0, 0))
        if room.seq < 0:
            room.floor = floor
            room.start(seq)
        elif seq > room.seq:
            await room.catch_up()

    def leave(self, room: Room) -> None:
        """Forget the room with its last socket."""
        room.sockets -= 1
        if room.sockets == 0:
            self.rooms.pop(room.stream_id, None)

    async def tell(self, stream_id: UUID, text: str) -> None:
        """Tell everybody in all processes what is not logged; with Redis away those of this one."""
        try:
            async with asyncio.timeout(1):
                await self.redis.publish(CHANNEL, LiveMessage(stream_id, 0, text).encode())
        except (RedisError, OSError, TimeoutError):
            if room := self.rooms.get(stream_id):
                room.tell(text)

    async def _listen(self) -> None:
        away = False
        while True:
            try:
                async with (
                    redis.asyncio.Redis.from_url(
                        settings.REDIS_URL, socket_connect_timeout=1, socket_timeout=SILENT
                    ) as client,
                    client.pubsub(ignore_subscribe_messages=True) as bells,
                ):
                    await bells.subscribe(CHANNEL)
                    away = False
                    await self._hear(bells)
            except (RedisError, OSError) as error:
                if not away:
                    logger.warning("bells are not heard, the log is read instead: %s", error)
                away = True
                await asyncio.sleep(0.5)

    async def _hear(self, bells: PubSub) -> None:
        """Take bells. Raises TimeoutError when Redis does not answer a ping.

        A network that swallows packets breaks no connection for a quarter of an hour.
        """
        asked = False
        while True:
            message = await bells.get_message(timeout=SILENT)
            if message and message["type"] == "message":
                self._ring(message["data"])
            if message is None and asked:
                raise TimeoutError("Redis is silent")
            if message is None:
                await bells.ping()
            asked = message is None

    def _ring(self, message: bytes) -> None:
        try:
            bell = LiveMessage.decode(message)
        except ValueError:
            logger.warning("a bell that nobody understands")
            return
        room = self.rooms.get(bell.stream_id)
        if room is None:
            return
        if bell.seq:
            room.on_live_message(bell.seq, bell.text)
        elif bell.text:
            room.tell(bell.text, bell.only_role)
        else:
            self.do(self.presence.look(bell.stream_id))

    async def _sweep(self) -> None:
        if not self.rooms:
            return
        # As it was before the question: a bell may be newer than the answer.
        before = {each: room.seq for each, room in self.rooms.items()}
        log, states = await read_streams(list(before))
        if log != self.log:
            await self._begin_anew(log, states)
            return
        for stream_id, (seq, floor) in states.items():
            if room := self.rooms.get(stream_id):
                await room.compare(before[stream_id], seq, floor)
        self.swept = time.monotonic()

    async def _begin_anew(self, log: str, states: dict[UUID, tuple[int, int]]) -> None:
        """Take the log for another one: the database was restored, and somebody has said so."""
        self.log = log
        for stream_id, room in self.rooms.items():
            seq, room.floor = states.get(stream_id, (0, 0))
            room.restart(seq)


async def _every(seconds: float, work: Callable[[], Awaitable[None]]) -> None:
    """Do it again and again, not in step with other processes; a failure costs one turn."""
    while True:
        try:
            await work()
        except DatabaseError as error:
            logger.warning("the log can't be read now: %s", error)
        except Exception:
            logger.exception("one look at the log failed")
        await asyncio.sleep(seconds * random.uniform(0.8, 1.2))  # noqa: S311 - no secret


_hub: Hub | None = None


def hub() -> Hub:
    """Return this process's."""
    global _hub  # noqa: PLW0603 - one for each process, made in its event loop
    if _hub is None:
        _hub = Hub()
    return _hub

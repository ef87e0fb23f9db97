"""A room for each stream and process: the newest events, in order, once, for however many sockets.

A socket is a cursor into its room. Bells bring the text of an event with its number; where one is
missing the room reads the log, and once a second one query looks whether any room is behind. So
with Redis away events come within two seconds, and nothing has to be restored when it is back.
"""

import asyncio
import contextlib
import functools
import logging
import random
import time
from collections import deque
from collections.abc import Callable, Coroutine, Iterator
from typing import Any
from uuid import UUID

import redis.asyncio
from asgiref.sync import sync_to_async
from django.conf import settings
from django.db import DatabaseError, close_old_connections
from redis.exceptions import RedisError

from realtime.bells import CHANNEL, Bell
from realtime.models import Event, Stream
from videoplanet.api import media

logger = logging.getLogger(__name__)

KEPT = 1000
"""Events that a room keeps; who is further behind reads the log."""
KEPT_SECONDS = 1800
"""Signed URLs hold an hour or more: what is older is read, and signed, anew."""
EARLY = 200
"""Bells that wait for one before them."""
TOLD = 100
"""What is not logged (progress) and waits for slow readers."""
PATIENCE = 0.015
"""Seconds until a missing bell is looked up: two processes' bells may cross."""
PAGE = 500
SWEEP = 1.0

type Numbered = tuple[int, str]


class Room:
    """One stream's events in this process."""

    def __init__(self, stream_id: UUID) -> None:
        """Begin without a number; `Hub.join` sets it."""
        self.stream_id = stream_id
        self.seq = -1
        self.floor = 0
        self.sockets = 0
        self.news = asyncio.Event()
        self._ring: deque[tuple[int, str, float]] = deque(maxlen=KEPT)
        self._early: dict[int, str] = {}
        self.told = 0
        self._told: deque[Numbered] = deque(maxlen=TOLD)
        self._fetching: asyncio.Task[None] | None = None
        self._lock = asyncio.Lock()

    def on_bell(self, seq: int, text: str) -> None:
        """Take an event; put those that came before their turn in order."""
        if seq <= self.seq:
            return
        if len(self._early) < EARLY:
            self._early[seq] = text
        if self.seq >= 0:
            self._take_early()

    def tell(self, text: str) -> None:
        """Take what is not logged; who is too slow for it misses it."""
        self.told += 1
        self._told.append((self.told, text))
        self.wake()

    def told_after(self, number: int) -> list[Numbered]:
        """Return what was told behind `number`, a count of this process's."""
        return [each for each in self._told if each[0] > number]

    def start(self, seq: int) -> None:
        """Begin at the newest number of the log; bells that came meanwhile are behind it."""
        self.seq = seq
        self._take_early()

    def _take_early(self) -> None:
        while (next_text := self._early.pop(self.seq + 1, None)) is not None:
            self._append(self.seq + 1, next_text)
        if self._early and self._fetching is None:
            self._fetching = asyncio.create_task(self._fetch_soon())
        self.wake()

    def after(self, seq: int) -> list[Numbered] | None:
        """Return the events behind `seq`; None if the room does not reach back so far."""
        if seq >= self.seq:
            return []
        fresh = time.monotonic() - KEPT_SECONDS
        oldest = next((number for number, _text, at in self._ring if at > fresh), None)
        if oldest is None or oldest > seq + 1:
            return None
        skipped = max(0, seq + 1 - self._ring[0][0])
        return [self._ring[at][:2] for at in range(skipped, len(self._ring))]

    async def catch_up(self) -> None:
        """Read what is missing from the log. Raises DatabaseError."""
        async with self._lock:
            while rows := await read_log(self.stream_id, self.seq):
                for seq, text in rows:
                    if seq > self.seq:
                        self._append(seq, text, filled=True)
                self.wake()
                if len(rows) < PAGE:
                    break
        self._early = {seq: text for seq, text in self._early.items() if seq > self.seq}

    async def _fetch_soon(self) -> None:
        await asyncio.sleep(PATIENCE)
        try:
            if self._early:
                await self.catch_up()
        except DatabaseError as error:
            logger.warning("the log can't be read now: %s", error)
        finally:
            self._fetching = None

    def _append(self, seq: int, text: str, *, filled: bool = False) -> None:
        # Behind a log that was cut, or a bell that jumped, the ring would not be whole.
        if seq != self.seq + 1:
            self._ring.clear()
        self._ring.append((seq, text if filled else media.fill(text), time.monotonic()))
        self.seq = seq

    def restart(self, seq: int) -> None:
        """Go back to where the log is: the database was restored."""
        self._ring.clear()
        self._early.clear()
        self.seq = seq
        self.wake()

    def wake(self) -> None:
        """Have every socket look."""
        news, self.news = self.news, asyncio.Event()
        news.set()


class Hub:
    """The rooms of this process, and the two tasks that keep them up to date."""

    def __init__(self) -> None:
        """Begin empty; the tasks start with the first socket."""
        self.rooms: dict[UUID, Room] = {}
        self._tasks: list[asyncio.Task[None]] = []

    async def join(self, stream_id: UUID) -> Room:
        """Return the stream's room, which is listening before it reads how far the log is."""
        if not self._tasks:
            self._tasks = [asyncio.create_task(self._listen()), asyncio.create_task(self._sweep())]
        room = self.rooms.setdefault(stream_id, Room(stream_id))
        room.sockets += 1
        try:
            state = await read_streams([stream_id])
        except BaseException:
            self.leave(room)
            raise
        seq, room.floor = state.get(stream_id, (0, 0))
        if room.seq < 0:
            room.start(seq)
        elif seq > room.seq:
            await room.catch_up()
        return room

    def leave(self, room: Room) -> None:
        """Forget the room with its last socket."""
        room.sockets -= 1
        if room.sockets == 0:
            self.rooms.pop(room.stream_id, None)

    async def _listen(self) -> None:
        away = False
        while True:
            try:
                async with (
                    redis.asyncio.Redis.from_url(
                        settings.REDIS_URL, socket_connect_timeout=1, health_check_interval=5
                    ) as client,
                    client.pubsub(ignore_subscribe_messages=True) as bells,
                ):
                    await bells.subscribe(CHANNEL)
                    away = False
                    while True:
                        message = await bells.get_message(timeout=5)
                        if message:
                            self._ring(message["data"])
            except (RedisError, OSError) as error:
                if not away:
                    logger.warning("bells are not heard, the log is read instead: %s", error)
                away = True
                await asyncio.sleep(0.5)

    def _ring(self, message: bytes) -> None:
        try:
            bell = Bell.decode(message)
        except ValueError:
            logger.warning("a bell that nobody understands")
            return
        room = self.rooms.get(bell.stream_id)
        if room and bell.seq:
            room.on_bell(bell.seq, bell.text)
        elif room:
            room.tell(bell.text)

    async def _sweep(self) -> None:
        while True:
            await asyncio.sleep(SWEEP * random.uniform(0.8, 1.2))  # noqa: S311 - no secret
            if not self.rooms:
                continue
            try:
                # As it was before the question: a bell may be newer than the answer.
                before = {each: room.seq for each, room in self.rooms.items()}
                for stream_id, (seq, floor) in (await read_streams(list(before))).items():
                    if room := self.rooms.get(stream_id):
                        await _compare(room, before[stream_id], seq, floor)
            except DatabaseError as error:
                logger.warning("the log can't be read now: %s", error)


async def _compare(room: Room, before: int, seq: int, floor: int) -> None:
    """Bring a room to where its log is."""
    if floor > room.floor:
        room.floor = floor
        room.wake()
    if seq < before:
        room.restart(seq)
    elif 0 <= room.seq < seq:
        await room.catch_up()
        room.seq = max(room.seq, floor)  # a cut takes a number that no event has
        room.wake()


hub = Hub()
"""This process's."""


@contextlib.contextmanager
def fresh_connection() -> Iterator[None]:
    """Give the connection back to the pool, and drop one that PostgreSQL has closed."""
    close_old_connections()
    try:
        yield
    finally:
        close_old_connections()


def in_thread[**P, R](read: Callable[P, R]) -> Callable[P, Coroutine[Any, Any, R]]:
    """Make a function that queries run in a thread, with a connection from the pool."""

    @functools.wraps(read)
    def run(*args: P.args, **kwargs: P.kwargs) -> R:
        with fresh_connection():
            return read(*args, **kwargs)

    return sync_to_async(run, thread_sensitive=False)


@in_thread
def read_streams(streams: list[UUID]) -> dict[UUID, tuple[int, int]]:
    """Return the newest seq and the floor of each stream that has events, in one query."""
    rows = Stream.objects.filter(id__in=streams)
    return {each: (seq, floor) for each, seq, floor in rows.values_list("id", "seq", "floor")}


@in_thread
def read_log(stream_id: UUID, after: int) -> list[Numbered]:
    """Return the next events behind `after`, at most PAGE, as they are sent."""
    events = Event.objects.filter(stream_id=stream_id, seq__gt=after).order_by("seq")
    rows = events.as_json().values_list("seq", "json")[:PAGE]
    return [(seq, media.fill(text)) for seq, text in rows]

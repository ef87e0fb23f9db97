"""A room for each stream and process: the newest events, in order, once, for however many sockets.

A socket is a cursor into its room. Bells bring the text of an event with its number; where one is
missing the room reads the log.
"""

import asyncio
import logging
import time
from collections import deque
from collections.abc import Callable
from typing import NamedTuple
from uuid import UUID

from django.db import DatabaseError

from eventlog.pubsub import EVERY_ROLE
from eventlog.reads import PAGE, Numbered, read_log
from videoplanet.storage import media_urls

logger = logging.getLogger(__name__)

BUFFER_SIZE = 1000
"""Events that a room keeps; who is further behind reads the log."""
KEPT_SECONDS = 1800
"""Signed URLs hold an hour or more: what is older is read, and signed, anew."""
OUT_OF_ORDER_SIZE = 200
"""Bells that wait for one before them."""
TOLD = 500
"""What is not logged (progress, presence, cursors) and waits for slow readers."""
CALLED = 50
"""Sockets that are sent to in one turn of the loop."""
GAP_TIMEOUT = 0.015
"""Seconds until a missing bell is looked up: two processes' bells may cross."""


class EphemeralMessage(NamedTuple):
    """What is not logged: a count of this process's, the only role that may hear it, the text."""

    number: int
    only_role: str
    text: str


class Room:
    """One stream's events in this process."""

    def __init__(self, stream_id: UUID) -> None:
        """Begin without a number; `Hub.join` sets it."""
        self.stream_id = stream_id
        self.seq = -1
        self.floor = 0
        self.sockets = 0
        self.opening = asyncio.Lock()
        self.news = asyncio.Event()
        self.listeners: set[Callable[[], None]] = set()
        """Called when there is news; they must not raise."""
        self._calling = self._changed = False
        self._buffer: deque[tuple[int, str, float]] = deque(maxlen=BUFFER_SIZE)
        self._out_of_order: dict[int, str] = {}
        self._asked: tuple[int, int, list[Numbered]] = (0, 0, [])
        """What was answered last: most sockets are at the same place."""
        self.told = 0
        self._told: deque[EphemeralMessage] = deque(maxlen=TOLD)
        self._fetching: asyncio.Task[None] | None = None
        self._lock = asyncio.Lock()

    def on_live_message(self, seq: int, text: str) -> None:
        """Take an event; put those that came before their turn in order."""
        if seq <= self.seq:
            return
        if len(self._out_of_order) < OUT_OF_ORDER_SIZE:
            self._out_of_order[seq] = text
        if self.seq >= 0:
            self._take_early()

    def tell(self, text: str, only_role: str = EVERY_ROLE) -> None:
        """Take what is not logged; who is too slow for it misses it."""
        self.told += 1
        self._told.append(EphemeralMessage(self.told, only_role, text))
        self.wake()

    def told_after(self, number: int) -> list[EphemeralMessage]:
        """Return what was told behind `number`."""
        missing = min(self.told - number, len(self._told))
        return [self._told[at] for at in range(-missing, 0)]

    def start(self, seq: int) -> None:
        """Begin at the newest number of the log; bells that came meanwhile are behind it."""
        self.seq = seq
        self._take_early()

    def _take_early(self) -> None:
        while (next_text := self._out_of_order.pop(self.seq + 1, None)) is not None:
            self._append(self.seq + 1, next_text)
        if self._out_of_order and self._fetching is None:
            self._fetching = asyncio.create_task(self._fetch_soon())
        self.wake()

    def after(self, seq: int) -> list[Numbered] | None:
        """Return the events behind `seq`; None if the room does not reach back so far."""
        missing = self.seq - seq
        if missing <= 0:
            return []
        if missing > len(self._buffer):
            return None
        if self._buffer[-missing][2] < time.monotonic() - KEPT_SECONDS:
            return None
        if self._asked[:2] == (seq, self.seq):
            return self._asked[2]
        batch = [self._buffer[at][:2] for at in range(-missing, 0)]
        self._asked = (seq, self.seq, batch)
        return batch

    async def reach_back(self, seq: int) -> None:
        """Read what is behind `seq` and not in the room, for all who ask. Raises DatabaseError."""
        async with self._lock:
            missing = self.seq - len(self._buffer) - seq
            if not 0 < missing <= min(PAGE, BUFFER_SIZE - len(self._buffer)):
                return
            rows = (await read_log(self.stream_id, seq))[:missing]
            # Not if the log was cut, or went on too far, meanwhile.
            first = self.seq - len(self._buffer) + 1
            whole = [number for number, _text in rows] == list(range(seq + 1, first))
            if whole and len(rows) + len(self._buffer) <= BUFFER_SIZE:
                # As old as what follows: the oldest one says whether all are fresh.
                at = self._buffer[0][2] if self._buffer else time.monotonic()
                self._buffer.extendleft((*row, at) for row in reversed(rows))

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
        self._out_of_order = {
            seq: text for seq, text in self._out_of_order.items() if seq > self.seq
        }

    async def _fetch_soon(self) -> None:
        await asyncio.sleep(GAP_TIMEOUT)
        try:
            if self._out_of_order:
                await self.catch_up()
        except DatabaseError as error:
            logger.warning("the log can't be read now: %s", error)
        finally:
            self._fetching = None

    def _append(self, seq: int, text: str, *, filled: bool = False) -> None:
        # Behind a log that was cut, or a bell that jumped, the ring would not be whole.
        if seq != self.seq + 1:
            self._forget()
        self._buffer.append((seq, text if filled else media_urls.fill(text), time.monotonic()))
        self.seq = seq

    async def compare(self, before: int, seq: int, floor: int) -> None:
        """Go to where the log is; `before` is the room's seq when that was asked."""
        if floor > self.floor:
            self.floor = floor
            self.wake()
        if seq < before:  # the database was restored
            self.restart(seq)
        elif 0 <= self.seq < seq:
            await self.catch_up()
            if self.seq < floor:  # a cut takes a number that no event has
                self.restart(floor)

    def restart(self, seq: int) -> None:
        """Forget what was heard and go on behind `seq`."""
        self._forget()
        self._out_of_order.clear()
        self.seq = seq
        self.wake()

    def _forget(self) -> None:
        self._buffer.clear()
        self._asked = (0, 0, [])

    def wake(self) -> None:
        """Have every socket look."""
        news, self.news = self.news, asyncio.Event()
        news.set()
        self._changed = True
        if self.listeners and not self._calling:
            self._calling = True
            asyncio.get_running_loop().call_soon(self._call, [])

    def _call(self, rest: list[Callable[[], None]]) -> None:
        """Call some of the listeners, then let the loop write and hear before the next ones.

        What comes meanwhile is for the next round, in which all of it is one piece of news.
        """
        if not rest:
            if not self._changed:
                self._calling = False
                return
            self._changed = False
            rest = list(self.listeners)
        for listener in rest[:CALLED]:
            listener()
        asyncio.get_running_loop().call_soon(self._call, rest[CALLED:])

"""A room holds the newest events of one stream in this process: each once, in order.

Any number of subscriptions read from it, each with its own position. A live message carries the
text of an event and its seq; where one is missing, the room reads the log. When text is taken
out of the log, the room forgets the events that it holds, which may have that text.
"""

import asyncio
import logging
import re
import time
from collections import deque
from collections.abc import Callable
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from django.db import DatabaseError

from eventlog.pubsub import EVERY_ROLE
from eventlog.reads import PAGE_SIZE, SequencedFrame, StreamState, read_log
from realtime.batches import SharedCalls
from videoplanet.instruments import EVENT_SECONDS, EVENTS_CAUGHT_UP

logger = logging.getLogger(__name__)

BUFFER_SIZE = 1000
"""Events that a room keeps; a subscription that is further back reads the log."""
OUT_OF_ORDER_SIZE = 200
"""Live messages that may wait for an earlier one."""
EPHEMERAL_SIZE = 4000
"""Ephemeral events (progress, presence, cursors) that may wait for slow readers."""
LISTENERS_PER_TURN = 50
"""Sockets that get their events in one turn of the event loop."""
GAP_TIMEOUT = 0.015
"""Seconds until a missing event is read from the log: messages of two processes may cross."""

WRITTEN_AT = re.compile(r'"at" ?: ?"([^"]+)"')
"""In an event's text, where it comes before the payload."""


class EphemeralMessage(NamedTuple):
    """An event that is not logged, with its number in this room."""

    number: int
    only_role: str
    text: str


class Room:
    """One stream's events in this process."""

    def __init__(self, stream_id: UUID) -> None:
        """Create a room that is not open yet (its seq is -1); `Hub.join` opens it."""
        self.stream_id = stream_id
        self.seq = -1
        self.truncated_through = 0
        self.subscribers = 0
        self.changed = asyncio.Event()
        """Set, and replaced by a new one, when there is something to send."""
        self.listeners: set[Callable[[], None]] = set()
        """Called when there is something to send; they must not raise."""
        self._calling = self._call_again = False
        self._unsent: list[float] = []
        """When the events that were appended since the last round were written in the log."""
        self._sent: list[float] = []
        """Those that this round hands out."""
        self._buffer: deque[SequencedFrame] = deque(maxlen=BUFFER_SIZE)
        """Each event before it is finished for a reader (`videoplanet.api.output`)."""
        self._times_cleared = 0
        self._out_of_order: dict[int, tuple[str, bool]] = {}
        self._last_read: tuple[int, int, list[SequencedFrame]] = (0, 0, [])
        """The last result of `after`: most sockets are at the same position."""
        self.ephemeral_count = 0
        self._ephemeral: deque[EphemeralMessage] = deque(maxlen=EPHEMERAL_SIZE)
        self._gap_task: asyncio.Task[None] | None = None
        self._log_lock = asyncio.Lock()
        self._pages = SharedCalls(self._read_page)

    def on_live_message(self, seq: int, text: str, *, redacts: bool = False) -> None:
        """Take in a logged event; one that comes too early waits for those before it.

        With `redacts`, the events before it have lost text in the log.
        """
        if seq <= self.seq:
            return
        if len(self._out_of_order) < OUT_OF_ORDER_SIZE:
            self._out_of_order[seq] = text, redacts
        if self.seq >= 0:
            self._append_in_order()

    def broadcast(self, text: str, only_role: str = EVERY_ROLE) -> None:
        """Send an ephemeral event to this room; a reader that is too slow misses it."""
        self.ephemeral_count += 1
        self._ephemeral.append(EphemeralMessage(self.ephemeral_count, only_role, text))
        self.wake()

    def ephemeral_after(self, number: int) -> list[EphemeralMessage]:
        """Return the ephemeral events after `number`, as far as they are kept."""
        missing = min(self.ephemeral_count - number, len(self._ephemeral))
        return [self._ephemeral[index] for index in range(-missing, 0)]

    def open(self, state: StreamState) -> None:
        """Begin at the end of the log; live messages that came meanwhile follow."""
        self.seq, self.truncated_through = state
        self._append_in_order()

    def _append_in_order(self) -> None:
        while (message := self._out_of_order.pop(self.seq + 1, None)) is not None:
            text, redacts = message
            if redacts:
                self._clear_buffer()
            self._append(self.seq + 1, text)
            self._unsent.append(written_at(text))
        if self._out_of_order and self._gap_task is None:
            self._gap_task = asyncio.create_task(self._fill_gap())
        self.wake()

    async def _fill_gap(self) -> None:
        await asyncio.sleep(GAP_TIMEOUT)
        try:
            if self._out_of_order:
                await self.catch_up()
        except DatabaseError as error:
            logger.warning("the log can't be read now: %s", error)
        finally:
            self._gap_task = None

    def after(self, seq: int) -> list[SequencedFrame] | None:
        """Return the events after `seq`; None if the buffer does not reach back that far."""
        missing = self.seq - seq
        if missing <= 0:
            return []
        if missing > len(self._buffer):
            return None
        if self._last_read[:2] == (seq, self.seq):
            return self._last_read[2]
        batch = [self._buffer[index] for index in range(-missing, 0)]
        self._last_read = (seq, self.seq, batch)
        return batch

    async def extend_back_to(self, seq: int) -> None:
        """Put the events between `seq` and the buffer into the buffer, read once for all clients.

        Does nothing if they are too many. Raises DatabaseError.
        """
        async with self._log_lock:
            missing = self.seq - len(self._buffer) - seq
            if not 0 < missing <= BUFFER_SIZE - len(self._buffer):
                return
            times_cleared = self._times_cleared
            rows = await read_log(self.stream_id, seq, missing)
            if times_cleared != self._times_cleared:  # what was read may have lost its text since
                return
            # While it was read, the log may have been truncated, or the buffer may have grown.
            first = self.seq - len(self._buffer) + 1
            complete = [number for number, _text in rows] == list(range(seq + 1, first))
            if complete and len(rows) + len(self._buffer) <= BUFFER_SIZE:
                self._buffer.extendleft(reversed(rows))

    async def page_after(self, seq: int) -> list[SequencedFrame]:
        """Return the events after `seq`, at most PAGE_SIZE; those who ask meanwhile share the read.

        Nobody gets what was read before the room heard that text has left the log. Raises
        DatabaseError.
        """
        return await self._pages.get((seq, self._times_cleared))

    async def _read_page(self, place: tuple[int, int]) -> list[SequencedFrame]:
        return await read_log(self.stream_id, place[0])

    async def catch_up(self) -> None:
        """Read the events that are missing at the end from the log. Raises DatabaseError.

        The buffer is cleared, because the log doesn't record which event redacted earlier ones.
        """
        async with self._log_lock:
            while rows := await read_log(self.stream_id, self.seq):
                if rows[-1][0] > self.seq:
                    self._clear_buffer()
                for seq, text in rows:
                    if seq > self.seq:
                        self._append(seq, text)
                        self._unsent.append(written_at(text))
                        EVENTS_CAUGHT_UP.inc()
                self.wake()
                if len(rows) < PAGE_SIZE:
                    break
        self._out_of_order = {
            seq: message for seq, message in self._out_of_order.items() if seq > self.seq
        }

    def _append(self, seq: int, text: str) -> None:
        # After a truncation of the log, the buffer would have a hole.
        if seq != self.seq + 1:
            self._clear_buffer()
        self._buffer.append((seq, text))
        self.seq = seq

    async def follow(self, state: StreamState, *, seq_before: int) -> None:
        """Catch up with the log; `seq_before` is the room's seq when `state` was read.

        Raises DatabaseError.
        """
        if state.truncated_through > self.truncated_through:
            self.truncated_through = state.truncated_through
            self.wake()
        if state.seq < seq_before:  # the database was restored from a backup
            self.restart(state.seq)
        elif 0 <= self.seq < state.seq:
            await self.catch_up()
            # A truncation takes a seq for which there is no event.
            if self.seq < state.truncated_through:
                self.restart(state.truncated_through)

    def restart(self, seq: int) -> None:
        """Forget all events and continue after `seq`."""
        self._clear_buffer()
        self._out_of_order.clear()
        self.seq = seq
        self.wake()

    def _clear_buffer(self) -> None:
        self._times_cleared += 1
        self._buffer.clear()
        self._last_read = (0, 0, [])

    def wake(self) -> None:
        """Make every subscription look for something to send."""
        changed, self.changed = self.changed, asyncio.Event()
        changed.set()
        self._call_again = True
        if not self.listeners:
            self._unsent = _measure(self._unsent)  # only streams read here, or nobody yet
        elif not self._calling:
            self._calling = True
            asyncio.get_running_loop().call_soon(self._call_listeners, [])

    def _call_listeners(self, rest: list[Callable[[], None]]) -> None:
        """Call some of the listeners, then let the event loop read and write before the next.

        What arrives meanwhile is left to the next round, where each listener is called once for
        all of it.
        """
        if not rest:
            self._sent = _measure(self._sent)
            if not self._call_again:
                self._calling = False
                return
            self._call_again = False
            self._sent, self._unsent = self._unsent, []
            rest = list(self.listeners)
        for listener in rest[:LISTENERS_PER_TURN]:
            listener()
        asyncio.get_running_loop().call_soon(self._call_listeners, rest[LISTENERS_PER_TURN:])


def written_at(text: str) -> float:
    """Return when an event was written in the log, by the clock of the database's host."""
    found = WRITTEN_AT.search(text)
    return datetime.fromisoformat(found[1]).timestamp() if found else time.time()


def _measure(written: list[float]) -> list[float]:
    """Note how long events took from the log to here; return an empty list."""
    now = time.time()
    for at in written:
        EVENT_SECONDS.observe(max(0.0, now - at))
    return []

"""One client's place in a stream, however it is connected: what it gets next, and whether it may.

The transport (realtime/consumers.py, realtime/streaming.py) asks for the `next` frames, sends them
and moves `seq` with each.
"""

import asyncio
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from eventlog.pubsub import EVERY_ROLE
from eventlog.reads import Numbered, read_log
from realtime.hub import hub
from realtime.presence import ProjectPresence, shown
from realtime.rooms import BUFFER_SIZE, Room
from users.models import User
from users.resources import UserInfo
from users.tokens import Principal
from videoplanet.api.rendering import dumps
from videoplanet.api.resources import values_of
from videoplanet.db.ids import new_id

SEND_SECONDS = 10.0
"""Who takes no byte for so long is cut off."""

type ReplayFilter = Callable[[User, list[Numbered]], Awaitable[list[Numbered]]]
"""Takes out what a person may see no longer. Raises DatabaseError."""


@dataclass(frozen=True, slots=True)
class StreamPosition:
    """Where a client was in a log: the last seq it has, and of which log if it said so."""

    seq: int
    log: str | None = None

    @classmethod
    def read(cls, seq: str | None, log: str | None = None) -> "StreamPosition | None":
        """Read what a client gave; None for no number."""
        if not seq or not seq.isascii() or not seq.isdecimal() or len(seq) > 18:
            return None
        return cls(int(seq), log)


def frame(type: str, **more: Any) -> str:
    """Return a frame's text."""
    return dumps({"type": type, **more}).decode()


class Subscription:
    """A cursor into a room. `end` closes the connection with a code."""

    def __init__(
        self,
        principal: Principal,
        stream_id: UUID,
        *,
        project_id: UUID | None,
        role: str = "",
        end: Callable[[int], Awaitable[None]],
        replay_filter: ReplayFilter | None = None,
    ) -> None:
        """Take what the transport has checked; `enter` begins. Only replay is filtered."""
        self.id = str(new_id())
        self.principal, self.role, self.end, self.replay_filter = (
            principal,
            role,
            end,
            replay_filter,
        )
        self.stream_id, self.project_id = stream_id, project_id
        self.room: Room  # from `enter` on
        self.people: ProjectPresence | None = None
        self.entered = False
        self.seq = self.told = 0
        self.log = ""
        self.paused = self.live = self.sending = False
        self.heard = self.stuck_since = time.monotonic()

    async def enter(self, place: StreamPosition | None) -> list[str]:
        """Join the room; return the first frames. Raises DatabaseError. Who enters must `leave`."""
        room = self.room = await hub().join(self.stream_id)
        self.entered = True
        user = self.principal.user
        if self.project_id:
            self.people = await hub().presence.open(self.project_id, room.tell)
            self.people.enter(str(user.pk), values_of(UserInfo, user))
            hub().do(hub().presence.say(self.people))
        reason = await self._reason_to_read_anew(place) if place else None
        # From here to the end nothing waits: what is told now is behind what `ready` says.
        self.log, self.seq, self.told = hub().log, room.seq, room.told
        if place and reason is None:
            self.seq = place.seq
        ready = frame("connection.ready", seq=room.seq, payload={
            "connection_id": self.id,
            "log_id": self.log,
            "user": shown(values_of(UserInfo, user)),
            **({"role": self.role, "present": self.people.present()} if self.people else {}),
            "resumed": place is not None and reason is None,
        })  # fmt: skip
        return [ready, self._pause(reason)] if reason else [ready]

    async def _reason_to_read_anew(self, place: StreamPosition) -> str | None:
        if place.log not in (None, hub().log):
            return "log_changed"
        if place.seq > self.room.seq:
            # A write that this process has not heard of yet is not ahead of the log.
            await self.room.catch_up()
        if place.seq > self.room.seq:
            return "ahead_of_log"
        return "log_pruned" if place.seq < self.room.floor else None

    def leave(self) -> None:
        """Leave the room."""
        if not self.entered:
            return
        self.entered = False
        if self.people:
            self.people.leave(str(self.principal.user.pk))
            hub().do(hub().presence.say(self.people))
        hub().leave(self.room)

    async def next(self, seconds: float | None = None) -> list[Numbered]:
        """Wait for what comes next; nothing after `seconds`. Raises DatabaseError.

        Replay and live are the same. What is not logged has the seq 0.
        """
        while True:
            news = self.room.news
            batch = await self.now()
            if batch:
                return batch
            try:
                if seconds is None:
                    await news.wait()
                else:
                    async with asyncio.timeout(seconds):
                        await news.wait()
            except TimeoutError:
                return []

    async def now(self) -> list[Numbered]:
        """Return what there is, without waiting for anything but the log. Raises DatabaseError."""
        batch = self._from_room()
        if batch is None:
            batch = await self._from_log()
        if batch and self.replay_filter and not self.live:
            batch = await self.replay_filter(self.principal.user, batch)
        self.live = self.live or not batch
        return batch

    def _from_room(self) -> list[Numbered] | None:
        """Return what the room has; None where the log must be read."""
        if lost := self._lost():
            return lost
        told = self._told()
        batch = [] if self.paused else self.room.after(self.seq)
        if not told:
            return batch
        return [*told, *(batch or [])]

    def _lost(self) -> list[Numbered]:
        """Return the resync of who can't go on from where they are."""
        if self.paused:
            return []
        if self.log != hub().log:
            return [(0, self._pause("log_changed"))]
        if self.seq > self.room.seq:  # the database is an older one now
            return [(0, self._pause("ahead_of_log"))]
        if self.seq < self.room.floor:
            return [(0, self._pause("log_pruned"))]
        return []

    def _told(self) -> list[Numbered]:
        """Return what is not logged; to who reads everything anew nothing."""
        if self.told == self.room.told:
            return []
        told = self.room.told_after(self.told)
        self.told = self.room.told
        heard = (EVERY_ROLE, self.role)
        return [] if self.paused else [(0, each.text) for each in told if each.only_role in heard]

    async def _from_log(self) -> list[Numbered]:
        await self.room.reach_back(self.seq)
        if (batch := self.room.after(self.seq)) is not None:
            return batch
        rows = await read_log(self.stream_id, self.seq)
        if rows and rows[0][0] == self.seq + 1:
            # What the room has not heard of yet comes with it: nobody is ahead of their room.
            return [row for row in rows if row[0] <= self.room.seq]
        return [(0, self._pause("log_pruned"))]

    def _pause(self, reason: str) -> str:
        self.paused = True
        return frame("connection.resync", seq=self.room.seq, payload={"reason": reason})

    async def go_on(self, seq: int) -> None:
        """End a resync: the client has read everything up to `seq`. Raises DatabaseError."""
        if not self.paused:
            return
        if seq > self.room.seq:
            await self.room.catch_up()
        if self.room.floor <= seq <= self.room.seq:
            self.seq, self.log = seq, hub().log
            self.paused = self.live = False
            self.room.wake()

    def begin_sending(self) -> None:
        """Say that a frame is on its way out; `sending` is false again when it is."""
        self.sending, self.stuck_since = True, time.monotonic()

    def is_too_slow(self, now: float) -> bool:
        """Say whether the client takes nothing, or was live and fell out of the room."""
        stuck = self.sending and now - self.stuck_since > SEND_SECONDS
        return stuck or (self.live and self.room.seq - self.seq > BUFFER_SIZE)

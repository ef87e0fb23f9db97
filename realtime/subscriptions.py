"""A subscription: one client's position in a stream, and the frames that it receives next.

How the client is connected makes no difference. A transport (realtime/stream_consumer.py for
WebSockets, realtime/streaming.py for server-sent events)

1. calls `enter`, and sends the frames that it returns (`connection.ready` is the first);
2. asks for `next_batch` (which waits) or `pending` (which does not), sends the frames, and raises
   `seq` with each one that it has sent;
3. calls `leave` when the connection is closed.

Replay and live delivery are the same: a position that lies further back takes more frames. A client
that can't continue from its position gets `connection.resync`; the subscription is then `paused`
until the client has read everything again (`end_resync`).
"""

import asyncio
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from eventlog.pubsub import EVERY_ROLE
from eventlog.reads import SequencedFrame
from realtime.close_codes import CloseCode
from realtime.hub import hub
from realtime.presence import ProjectPresence, stored_info
from realtime.rooms import BUFFER_SIZE, Room
from users.claims import Principal, TokenKind
from users.models import User
from users.resources import UserInfo
from videoplanet.api.output import Reader, finished, finished_frame
from videoplanet.api.rendering import RawJSON, dumps
from videoplanet.api.resources import values_of
from videoplanet.db.ids import new_id

SEND_TIMEOUT = 10.0
"""Seconds after which a client that reads nothing is disconnected."""

type ReplayFilter = Callable[[User, list[SequencedFrame]], Awaitable[list[SequencedFrame]]]
"""Brings replayed frames up to date with what the person may see. Raises DatabaseError."""


@dataclass(frozen=True, slots=True)
class StreamPosition:
    """A client's position: the last seq that it has, and the id of that log if it names one."""

    seq: int
    log_id: str | None = None

    @classmethod
    def parse(cls, seq: str | None, log_id: str | None = None) -> "StreamPosition | None":
        """Read a client's parameters; None if `seq` is no number."""
        if not seq or not seq.isascii() or not seq.isdecimal() or len(seq) > 18:
            return None
        return cls(int(seq), log_id)


def frame_text(type: str, **more: Any) -> str:
    """Return a frame's text."""
    return dumps({"type": type, **more}).decode()


class Subscription:
    """One client's position in the room of its stream."""

    room: Room
    """Set by `enter`."""

    def __init__(
        self,
        principal: Principal,
        stream_id: UUID,
        *,
        project_id: UUID | None,
        reader: Reader,
        close: Callable[[CloseCode], Awaitable[None]],
        role: str = "",
        history_start: int = 0,
        replay_filter: ReplayFilter | None = None,
    ) -> None:
        """Create a subscription whose access the transport has checked.

        `close` closes the connection. `project_id` is None for a personal stream. Frames are
        finished for `reader`. Events up to `history_start` are never sent. `replay_filter` is
        applied only to replayed events.
        """
        self.id = str(new_id())
        self.principal, self.role = principal, role
        self.stream_id, self.project_id = stream_id, project_id
        self.reader = reader
        self.close, self.replay_filter = close, replay_filter
        self.history_start = history_start
        self.presence: ProjectPresence | None = None
        self.entered = False
        self.log_id = ""
        self.seq = 0
        self.ephemeral_count = 0
        """How many of the room's ephemeral events this client has been sent or has missed."""
        self.paused = False
        """Whether a resync was sent that the client has not ended yet."""
        self.live = False
        """Whether the client has caught up once."""
        self.sending = False
        self.last_ping_at = self.sending_since = time.monotonic()

    @property
    def is_person(self) -> bool:
        """Say whether a person looks on. A program with an access token is not present."""
        return self.principal.kind != TokenKind.ACCESS

    async def enter(self, position: StreamPosition | None) -> list[str]:
        """Join the room and return the first frames. Raises DatabaseError.

        After this, `leave` must be called, even after an error.
        """
        room = self.room = await hub().join(self.stream_id)
        self.entered = True
        user = self.principal.user
        if self.project_id:
            self.presence = await hub().presence.open(self.project_id, room.broadcast)
            if self.is_person:
                self.presence.enter(str(user.pk), stored_info(user))
            await hub().greetings.wait()
            self.presence.announce_changes()
            hub().presence.sync(self.presence)
        reason = await self._resync_reason(position) if position else None
        # No `await` from here on: later events must be sent after `connection.ready`.
        self.log_id, self.seq, self.ephemeral_count = hub().log_id, room.seq, room.ephemeral_count
        resumed = position is not None and reason is None
        payload: dict[str, Any] = {
            "connection_id": self.id,
            "log_id": self.log_id,
            "user": self._finished(values_of(UserInfo, user)),
        }
        if self.presence:
            payload |= {"role": self.role, "present": self.presence.present(self.reader)}
        payload["resumed"] = resumed
        if position and resumed:
            self.seq = position.seq
        ready = frame_text("connection.ready", seq=room.seq, payload=payload)
        return [ready, self._pause(reason)] if reason else [ready]

    def _finished(self, value: Any) -> RawJSON:
        return RawJSON(finished(dumps(value), self.reader))

    async def _resync_reason(self, position: StreamPosition) -> str | None:
        """Return why a client can't continue from its position; None if it can."""
        if position.log_id not in (None, hub().log_id):
            return "log_changed"
        if position.seq > self.room.seq:
            # Perhaps the client has seen an event that has not reached this process yet.
            await self.room.catch_up()
        if position.seq > self.room.seq:
            return "ahead_of_log"
        return "log_pruned" if position.seq < self._log_start() else None

    def _log_start(self) -> int:
        """Return the seq after which this client may read the log."""
        return max(self.room.truncated_through, self.history_start)

    def leave(self) -> None:
        """Leave the room; a second call does nothing."""
        if not self.entered:
            return
        self.entered = False
        if self.presence:
            if self.is_person:
                self.presence.leave(str(self.principal.user.pk))
            hub().presence.sync(self.presence)
        hub().leave(self.room)

    async def next_batch(self, seconds: float) -> list[SequencedFrame]:
        """Wait for the next frames; none after `seconds`. Raises DatabaseError."""
        while True:
            changed = self.room.changed  # taken first: a change while `pending` runs ends the wait
            batch = await self.pending()
            if batch:
                return batch
            try:
                async with asyncio.timeout(seconds):
                    await changed.wait()
            except TimeoutError:
                return []

    async def pending(self) -> list[SequencedFrame]:
        """Return the frames that can be sent now. Raises DatabaseError.

        It waits for nothing, except for the database if the room does not reach back far enough.
        """
        batch = self._from_room()
        if batch is None:
            batch = await self._from_log()
        if batch and self.replay_filter and not self.live:
            batch = await self.replay_filter(self.principal.user, batch)
        self.live = self.live or not batch
        return [(seq, finished_frame(text, self.reader)) for seq, text in batch]

    def _from_room(self) -> list[SequencedFrame] | None:
        """Return the room's frames; None if the log must be read."""
        if resync := self._resync_frames():
            return resync
        ephemeral = self._ephemeral_frames()
        batch = [] if self.paused else self.room.after(self.seq)
        if not ephemeral:
            return batch
        return [*ephemeral, *(batch or [])]

    def _resync_frames(self) -> list[SequencedFrame]:
        """Return the resync of a client that can't continue; nothing for one that can."""
        if self.paused:
            return []
        if self.log_id != hub().log_id:
            return [(0, self._pause("log_changed"))]
        if self.seq > self.room.seq:  # the database was restored from a backup
            return [(0, self._pause("ahead_of_log"))]
        if self.seq < self._log_start():
            return [(0, self._pause("log_pruned"))]
        return []

    def _ephemeral_frames(self) -> list[SequencedFrame]:
        """Return the ephemeral events for this client's role; none while it is paused."""
        if self.ephemeral_count == self.room.ephemeral_count:
            return []
        messages = self.room.ephemeral_after(self.ephemeral_count)
        self.ephemeral_count = self.room.ephemeral_count
        if self.paused:
            return []
        roles = (EVERY_ROLE, self.role)
        return [(0, message.text) for message in messages if message.only_role in roles]

    async def _from_log(self) -> list[SequencedFrame]:
        await self.room.extend_back_to(self.seq)
        if (batch := self.room.after(self.seq)) is not None:
            return batch
        rows = await self.room.page_after(self.seq)
        if rows and rows[0][0] == self.seq + 1:
            # No client gets ahead of its room: events that the room lacks come through the room.
            return [row for row in rows if row[0] <= self.room.seq]
        return [(0, self._pause("log_pruned"))]

    def _pause(self, reason: str) -> str:
        self.paused = True
        return frame_text("connection.resync", seq=self.room.seq, payload={"reason": reason})

    async def end_resync(self, seq: int) -> None:
        """Continue after `seq`, up to which the client has read everything. Raises DatabaseError.

        Does nothing if no resync was sent, or if the log can't continue from there.
        """
        if not self.paused:
            return
        if seq > self.room.seq:
            await self.room.catch_up()
        if self._log_start() <= seq <= self.room.seq:
            self.seq, self.log_id = seq, hub().log_id
            self.paused = self.live = False
            self.room.wake()

    def begin_sending(self) -> None:
        """Note that a frame is being sent; `end_sending` must follow when it is."""
        self.sending, self.sending_since = True, time.monotonic()

    def end_sending(self) -> None:
        """Note that the frame has been sent."""
        self.sending = False

    def is_too_slow(self, now: float) -> bool:
        """Say whether the client reads nothing, or was live and has fallen behind the buffer."""
        is_stuck = self.sending and now - self.sending_since > SEND_TIMEOUT
        return is_stuck or (self.live and self.room.seq - self.seq > BUFFER_SIZE)

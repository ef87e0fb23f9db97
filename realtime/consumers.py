"""A project's WebSocket: what happened since, what happens now, and who may see it.

The contract with clients is docs/realtime.md. One task sends, everything, in the order in which it
became known; the consumer itself only reads what the client says.
"""

import asyncio
import logging
import time
from collections import deque
from typing import Any
from urllib.parse import parse_qs
from uuid import UUID

import orjson
from channels.generic.websocket import AsyncWebsocketConsumer  # type: ignore[import-untyped]
from django.db import DatabaseError
from django.http import Http404

from projects.models import Access, Membership
from realtime.log import log_id
from realtime.rooms import Numbered, Room, hub, in_thread, read_log
from realtime.watching import BAD_TOKEN, NO_PROJECT, Watch, judge
from users.tokens import Principal, principal_of
from videoplanet.api import media
from videoplanet.api.ids import new_id
from videoplanet.api.rendering import dumps

logger = logging.getLogger(__name__)

BAD_FRAME, SILENT, TOO_LARGE, TOO_MANY, TOO_SLOW, AGAIN = 4400, 4408, 4413, 4429, 4430, 1012
FRAME_BYTES = 8 * 1024
FRAMES_A_SECOND = 50
SILENCE = 90.0
"""Seconds without a ping until the socket is closed."""
SEND_SECONDS = 10.0
"""A client that takes no byte for so long is cut off."""
WATCH = 1.5
"""Seconds between two looks at whether all may still be here."""


@in_thread
def _principal(token: str) -> Principal | None:
    return principal_of(token)


@in_thread
def _access(principal: Principal, project_id: UUID) -> Access:
    return Membership.objects.access(principal.user, project_id)


class ProjectConsumer(AsyncWebsocketConsumer):  # type: ignore[misc]  # channels has no types
    """One client in one project."""

    principal: Principal
    role: str
    room: Room | None = None

    async def connect(self) -> None:
        """Accept always: a refusal is a close code, which browsers can read."""
        await self.accept()
        query = parse_qs(self.scope["query_string"].decode("latin-1"))
        self.project_id: UUID = self.scope["url_route"]["kwargs"]["project_id"]
        self.id = str(new_id())
        self.sending = asyncio.Lock()
        self.main = asyncio.current_task()
        self.frames: deque[float] = deque(maxlen=FRAMES_A_SECOND)
        self.heard = time.monotonic()
        self.paused = False
        self.tasks: list[asyncio.Task[None]] = []
        token = _token(dict(self.scope["headers"]), query)
        try:
            principal = await _principal(token) if token else None
            if principal is None or principal.project_id not in (None, self.project_id):
                await self.close(BAD_TOKEN if principal is None else NO_PROJECT)
                return
            access = await _access(principal, self.project_id)
            self.principal, self.role = principal, access.role
            self.room = await hub.join(self.project_id)
            watchers.add(self)
            await self._begin(query)
        except Http404:
            await self.close(NO_PROJECT)
        except DatabaseError as error:
            logger.warning("a socket is sent away: %s", error)
            await self.close(AGAIN)

    async def _begin(self, query: dict[str, list[str]]) -> None:
        room = self._room
        self.seq = newest = room.seq
        self.told = room.told
        given, reason = _number(query.get("last_seq")), None
        log = await log_id()
        if given is not None:
            reason = await self._resync(given, query.get("log_id", [log])[0], log)
            if reason is None:
                self.seq = given
        await self._say("connection.ready", seq=newest, payload={
            "connection_id": self.id,
            "log_id": log,
            "user": self.principal.user.info() | {"avatar_url": media.url(
                self.principal.user.avatar_key)},
            "role": self.role,
            "present": [],
            "resumed": given is not None and reason is None,
        })  # fmt: skip
        if reason:
            await self._pause(reason)
        self.tasks = [asyncio.create_task(self._pump())]

    async def _resync(self, given: int, theirs: str, ours: str) -> str | None:
        """Return why the client has to read everything anew; None if it can go on."""
        if theirs != ours:
            return "log_changed"
        if given > self._room.seq:
            # A write that this process has not heard of yet is not ahead of the log.
            await self._room.catch_up()
        if given > self._room.seq:
            return "ahead_of_log"
        return "log_pruned" if given < self._room.floor else None

    @property
    def _room(self) -> Room:
        assert self.room  # noqa: S101 - joined in connect
        return self.room

    async def _pause(self, reason: str) -> None:
        self.paused = True
        await self._say("connection.resync", seq=self._room.seq, payload={"reason": reason})

    async def _say(self, type: str, **more: Any) -> None:
        await self._send(dumps({"type": type, **more}).decode())

    async def _send(self, text: str) -> None:
        async with asyncio.timeout(SEND_SECONDS), self.sending:
            await self.send(text)

    async def _pump(self) -> None:
        """Send what happened: replay and live are the same."""
        try:
            while True:
                news, reason = self._room.news, self._lost()
                if reason and not self.paused:
                    await self._pause(reason)
                await self._send_told()
                batch = [] if self.paused else await self._behind()
                for seq, text in batch:
                    await self._send(text)
                    self.seq = seq
                if not batch:
                    await news.wait()
        except TimeoutError:
            await self._end(TOO_SLOW)
        except DatabaseError as error:
            logger.warning("a socket is sent away: %s", error)
            await self._end(AGAIN)

    async def _send_told(self) -> None:
        """Send what is not logged; to who reads everything anew nothing."""
        for number, text in self._room.told_after(self.told):
            if not self.paused:
                await self._send(text)
            self.told = number

    def _lost(self) -> str | None:
        if self.seq > self._room.seq:  # the database is an older one now
            return "ahead_of_log"
        return "log_pruned" if self.seq < self._room.floor else None

    async def _behind(self) -> list[Numbered]:
        """Return what comes next, from the room or, further back, from the log."""
        batch = self._room.after(self.seq)
        if batch is not None:
            return batch
        rows = await read_log(self.project_id, self.seq)
        if rows and rows[0][0] == self.seq + 1:
            return rows
        await self._pause("log_pruned")
        return []

    async def _end(self, code: int) -> None:
        """Close; from who reads nothing not even that gets through: the connection is dropped."""
        try:
            async with asyncio.timeout(2):
                await self.close(code)
        except TimeoutError:
            if self.main:
                self.main.cancel()

    async def receive(self, text_data: str | None = None, bytes_data: bytes | None = None) -> None:
        """Take a frame of the client's."""
        if self.room is None:
            return
        now = time.monotonic()
        if len(self.frames) == FRAMES_A_SECOND and now - self.frames[0] < 1:
            await self._end(TOO_MANY)
            return
        self.frames.append(now)
        if text_data is None:
            await self._end(BAD_FRAME)
            return
        if len(text_data.encode()) > FRAME_BYTES:
            await self._end(TOO_LARGE)
            return
        try:
            frame = orjson.loads(text_data)
            answer = getattr(self, FRAMES[frame["type"]])
        except (ValueError, TypeError, KeyError):
            await self._end(BAD_FRAME)
            return
        try:
            await answer(frame)
        except TimeoutError:
            await self._end(TOO_SLOW)
        except DatabaseError as error:
            logger.warning("a socket is sent away: %s", error)
            await self._end(AGAIN)

    async def on_ping(self, frame: dict[str, Any]) -> None:
        """Answer with `pong`; with a `seq`, end a resync."""
        self.heard = time.monotonic()
        given = frame.get("seq")
        if self.paused and isinstance(given, int) and not isinstance(given, bool):
            if given > self._room.seq:
                await self._room.catch_up()
            if self._room.floor <= given <= self._room.seq:
                self.seq, self.paused = given, False
                self._room.wake()
        await self._say("pong", seq=self.seq)

    async def on_refresh(self, frame: dict[str, Any]) -> None:
        """Take another token of the same person's."""
        token = frame.get("token")
        principal = await _principal(token) if isinstance(token, str) else None
        if principal is None or principal.user.pk != self.principal.user.pk:
            await self._end(BAD_TOKEN)
            return
        self.principal = principal

    async def disconnect(self, code: int) -> None:
        """Leave the room."""
        for task in self.tasks:
            task.cancel()
        watchers.discard(self)
        if self.room:
            hub.leave(self.room)
            self.room = None


FRAMES = {"ping": "on_ping", "auth.refresh": "on_refresh"}


class Watchers:
    """All sockets of this process, looked at together."""

    def __init__(self) -> None:
        """Begin empty; the task starts with the first socket."""
        self.sockets: set[ProjectConsumer] = set()
        self._task: asyncio.Task[None] | None = None

    def add(self, socket: ProjectConsumer) -> None:
        """Watch a socket."""
        self.sockets.add(socket)
        if self._task is None:
            self._task = asyncio.create_task(self._look())

    def discard(self, socket: ProjectConsumer) -> None:
        """Forget it."""
        self.sockets.discard(socket)

    async def _look(self) -> None:
        while True:
            await asyncio.sleep(WATCH)
            try:
                await self._look_once(list(self.sockets))
            except DatabaseError as error:
                logger.warning("access can't be looked at now: %s", error)

    async def _look_once(self, sockets: list[ProjectConsumer]) -> None:
        silent = time.monotonic() - SILENCE
        verdicts = await judge([Watch(each.project_id, each.principal) for each in sockets])
        codes = []
        for socket, verdict in zip(sockets, verdicts, strict=True):
            if verdict.role:
                socket.role = verdict.role
            code = verdict.close or (SILENT if socket.heard < silent else None)
            if code:
                codes.append(socket._end(code))  # noqa: SLF001 - of this module
        await asyncio.gather(*codes)


watchers = Watchers()
"""This process's."""


def _token(headers: dict[bytes, bytes], query: dict[str, list[str]]) -> str | None:
    scheme, _space, token = headers.get(b"authorization", b"").partition(b" ")
    if scheme.lower() == b"bearer":
        return token.strip().decode("latin-1")
    return query.get("token", [None])[0]


def _number(given: list[str] | None) -> int | None:
    if not given or not given[0].isascii() or not given[0].isdecimal() or len(given[0]) > 18:
        return None
    return int(given[0])

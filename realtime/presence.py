"""Who is connected to a project now, across all processes.

In Redis each project has a hash with a field for each user and process; the value is the user's
info. Every few seconds each process renews a key of its own, which otherwise expires. The fields of
a process without such a key no longer count, and any process that reads them deletes them. So a
killed process leaves no ghosts, and clocks of different machines are never compared.

Clients are told how presence differs from what they were told before (`announce_changes`), whatever
caused it, so nothing depends on a message that may get lost. With Redis down, each process knows
only its own connections.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping
from functools import lru_cache
from typing import Any, NamedTuple
from uuid import UUID

import orjson
from redis.asyncio import Redis
from redis.exceptions import RedisError

from eventlog.events import EphemeralEventType
from eventlog.pubsub import CHANNEL, LiveMessage
from users.models import User
from users.resources import UserInfo
from videoplanet.api.output import Reader, finished
from videoplanet.api.rendering import RawJSON, dumps
from videoplanet.api.resources import values_of
from videoplanet.db.ids import new_id
from videoplanet.storage import media_urls

logger = logging.getLogger(__name__)

PROCESS_EXPIRY_SECONDS = 20
"""How long a process counts as alive after its last heartbeat."""
HASH_EXPIRY_SECONDS = 86_400
"""How long Redis keeps a project's hash that nobody writes to."""
REDIS_TIMEOUT = 1.0
EXCHANGE_SECONDS = 0.1
"""Pause between two exchanges of a project's presence with Redis."""
LISTS_KEPT = 16
"""Lists of who is present that are kept as their readers receive them: a crowd gets the same."""

type StoredInfo = Mapping[str, Any]
"""UserInfo with the avatar's object key; for a guest who has an account, also the account's id."""

ACCOUNT = "account_id"


def stored_info(user: User) -> StoredInfo:
    """Return what Redis stores about a connected user."""
    account = {ACCOUNT: str(user.account_id)} if user.account_id else {}
    return values_of(UserInfo, user) | account


def shown_info(stored: StoredInfo) -> dict[str, Any]:
    """Return UserInfo; the avatar's object key becomes a signed URL when a client is sent it."""
    return {name: value for name, value in stored.items() if name != ACCOUNT}


def project_key(project_id: UUID) -> str:
    """Return the key of the hash of a project's connections."""
    return f"videoplanet:present:{project_id}"


def process_key(process: str) -> str:
    """Return the key that a process renews as long as it lives."""
    return f"videoplanet:socket-process:{process}"


class LocalUser(NamedTuple):
    """A user's connections to this process."""

    connections: int
    info: StoredInfo


class ProjectPresence:
    """Who is in one project. `broadcast` sends a frame to the clients of this process."""

    def __init__(self, project_id: UUID, broadcast: Callable[[str], None]) -> None:
        self.project_id = project_id
        self.broadcast = broadcast
        self.key = project_key(project_id)
        self.local: dict[str, LocalUser] = {}
        self.remote: dict[str, StoredInfo] = {}
        self.announced: dict[str, StoredInfo] = {}
        """Who is present, as this process's clients know it."""
        self.stored: set[str] = set()
        """The users for whom this process has a field in Redis."""
        self.lock = asyncio.Lock()
        self.must_write = self.must_read = False
        self.first_read: asyncio.Task[None]
        self.exchange: asyncio.Task[None] | None = None
        self._has_changed = False
        self._present = b""

    def present(self, reader: Reader) -> RawJSON:
        """Return the UserInfo of everybody who has been announced, finished for `reader`."""
        if not self._present:
            infos = [shown_info(info) for info in self.announced.values()]
            self._present = dumps(infos)
        return _finished_list(media_urls.signing_window(), self._present, reader)

    def _everybody(self) -> dict[str, StoredInfo]:
        """Return everybody who is connected; a guest whose account is here too is not shown."""
        users = self.remote | {user: local.info for user, local in self.local.items()}
        return {user: info for user, info in users.items() if info.get(ACCOUNT) not in users}

    def enter(self, user: str, info: StoredInfo) -> None:
        """Count a connection in; `announce_changes` follows when all of a crowd have entered."""
        before = self.local.get(user)
        self.local[user] = LocalUser(before.connections + 1 if before else 1, info)
        self._has_changed = True

    def leave(self, user: str) -> None:
        """Count a connection out."""
        before = self.local[user]
        if before.connections > 1:
            self.local[user] = LocalUser(before.connections - 1, before.info)
        else:
            del self.local[user]
        self._has_changed = True
        self.announce_changes()

    def replace_remote(self, users: dict[str, StoredInfo]) -> None:
        """Take over who is connected to other processes."""
        self.remote = users
        self._has_changed = True
        self.announce_changes()

    def announce_changes(self) -> None:
        """Send `user.joined` and `user.left` for what has changed since the last announcement."""
        if not self._has_changed:
            return
        self._has_changed = False
        everybody = self._everybody()
        for user in everybody.keys() - self.announced.keys():
            self._announce(EphemeralEventType.USER_JOINED, everybody[user])
        for user in self.announced.keys() - everybody.keys():
            self._announce(EphemeralEventType.USER_LEFT, self.announced[user])
        self.announced = everybody
        self._present = b""

    def _announce(self, event: EphemeralEventType, info: StoredInfo) -> None:
        self.broadcast(dumps({"type": event, "payload": shown_info(info)}).decode())


@lru_cache(maxsize=LISTS_KEPT)
def _finished_list(signing_window: int, text: bytes, reader: Reader) -> RawJSON:
    return RawJSON(finished(text, reader))


class Presence:
    """The projects of this process, and their exchange with Redis.

    No method raises when Redis is down.
    """

    def __init__(self, redis: "Redis") -> None:
        self.redis = redis
        self.process = new_id().hex
        self.projects: dict[UUID, ProjectPresence] = {}

    async def open(self, project_id: UUID, broadcast: Callable[[str], None]) -> ProjectPresence:
        """Return the project's presence; the first time, it is read from Redis."""
        project = self.projects.get(project_id)
        if project is None:
            project = self.projects[project_id] = ProjectPresence(project_id, broadcast)
            project.first_read = asyncio.create_task(self._try(self._read(project)))
        project.broadcast = broadcast
        await asyncio.shield(project.first_read)  # one that leaves does not end it for the others
        return project

    def sync(self, project: ProjectPresence) -> None:
        """Have what has changed here written to Redis."""
        project.must_write = True
        self._begin_exchange(project)

    def refresh(self, project_id: UUID) -> None:
        """Have the project's presence read after a process has announced a change."""
        if project := self.projects.get(project_id):
            project.must_read = True
            self._begin_exchange(project)

    def _begin_exchange(self, project: ProjectPresence) -> None:
        if project.exchange is None:
            project.exchange = asyncio.create_task(self._exchange(project))

    async def _exchange(self, project: ProjectPresence) -> None:
        """Write and read until nothing has changed, with a pause after each time.

        Reading a project's hash takes as long as it has people, and each change is announced to
        all processes: without the pause, a crowd would keep every process busy.
        """
        try:
            while project.must_write or project.must_read:
                if project.must_write:
                    project.must_write = False
                    await self._write_changes(project)
                if project.must_read:
                    project.must_read = False
                    await self._try(self._read(project))
                await asyncio.sleep(EXCHANGE_SECONDS)
        finally:
            project.exchange = None

    async def _write_changes(self, project: ProjectPresence) -> None:
        """Write to Redis what has changed here; forget the project if nobody is left."""
        async with project.lock:
            await self._try(self._write(project, project.local.keys() ^ project.stored))
        is_empty = not project.local and not project.stored
        if is_empty and self.projects.get(project.project_id) is project:
            del self.projects[project.project_id]

    async def heartbeat(self) -> None:
        """Renew this process's key, write its users again, and read those of other processes."""
        for project in list(self.projects.values()):
            async with project.lock:
                await self._try(self._write(project, set(project.local)))
            await self._try(self._read(project))

    async def _try(self, work: Awaitable[None]) -> None:
        try:
            async with asyncio.timeout(REDIS_TIMEOUT):
                await work
        except (RedisError, OSError, TimeoutError) as error:
            logger.info("presence is not known across processes: %s", error)

    async def _write(self, project: ProjectPresence, users: set[str]) -> None:
        """Write or delete the fields of `users`, and notify other processes of changes."""
        has_changed = bool(project.local.keys() ^ project.stored)
        present: dict[Any, Any] = {
            self._field(user): dumps(project.local[user].info)
            for user in users
            if user in project.local
        }
        gone = [self._field(user) for user in users if user not in project.local]
        local = set(project.local)
        async with self.redis.pipeline(transaction=False) as pipeline:
            pipeline.set(process_key(self.process), 1, ex=PROCESS_EXPIRY_SECONDS)
            if present:
                pipeline.hset(project.key, mapping=present)
                pipeline.expire(project.key, HASH_EXPIRY_SECONDS)
            if gone:
                pipeline.hdel(project.key, *gone)
            if has_changed:
                pipeline.publish(CHANNEL, LiveMessage(project.project_id, 0, "").encode())
            await pipeline.execute()
        project.stored = local

    async def _read(self, project: ProjectPresence) -> None:
        """Read what other processes wrote, and delete what dead ones left."""
        stored: dict[bytes, bytes] = await self.redis.hgetall(project.key)  # type: ignore[assignment]
        fields = {tuple(name.decode().split(":")): info for name, info in stored.items()}
        others = sorted({process for _user, process in fields} - {self.process})
        keys = [process_key(process) for process in others]
        heartbeats = await self.redis.mget(keys) if keys else []
        alive = {
            process
            for process, heartbeat in zip(others, heartbeats, strict=True)
            if heartbeat is not None
        }
        project.replace_remote(
            {
                user: orjson.loads(info)
                for (user, process), info in fields.items()
                if process in alive
            }
        )
        dead = {*others} - alive
        left_over = [f"{user}:{process}" for user, process in fields if process in dead]
        if left_over:
            await self.redis.hdel(project.key, *left_over)

    def _field(self, user: str) -> str:
        return f"{user}:{self.process}"

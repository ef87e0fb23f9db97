"""Who is connected to a project now, across all processes.

In Redis each project has a hash: a field for each user and process, its value the user's info. A
process that lives renews one key of its own every few seconds; the fields of one that has none are
no longer counted, and cleared away by whoever sees them. So a process that is killed leaves no
ghosts, and no clocks are compared.

What is told to clients is the difference to what was told before (`compare`), whatever it came
from: nothing depends on a message that may get lost. While Redis is away, a process knows its own.
"""

import asyncio
import logging
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple
from uuid import UUID

import orjson
from redis.asyncio import Redis
from redis.exceptions import RedisError

from eventlog.events import EphemeralEventType
from eventlog.pubsub import CHANNEL, LiveMessage
from videoplanet.api.rendering import dumps
from videoplanet.db.ids import new_id
from videoplanet.storage import media_urls

logger = logging.getLogger(__name__)

ALIVE_SECONDS = 20
"""For how long a process counts as alive after it has said so."""
KEPT_SECONDS = 86_400
"""Then a hash that nobody wrote to goes by itself."""
LOOK_SECONDS = 1.0
"""Nobody waits longer for Redis."""

type Info = Mapping[str, Any]
"""UserInfo with object keys."""


def shown(info: Info) -> dict[str, Any]:
    """Return UserInfo as clients get it: with a signed picture."""
    return {**info, "avatar_url": media_urls.url(info["avatar_url"])}


class Here(NamedTuple):
    """A user's connections to this process."""

    connections: int
    info: Info


class ProjectPresence:
    """Who is in one project. `tell` reaches those who are connected here."""

    def __init__(self, project_id: UUID, tell: Callable[[str], None]) -> None:
        """Begin with nobody."""
        self.project_id = project_id
        self.tell = tell
        self.key = f"videoplanet:present:{project_id}"
        self.here: dict[str, Here] = {}
        self.elsewhere: dict[str, Info] = {}
        self.told: dict[str, Info] = {}
        self.said: set[str] = set()
        self.lock = asyncio.Lock()

    def present(self) -> list[dict[str, Any]]:
        """Return everybody's UserInfo."""
        return [shown(info) for info in self._all().values()]

    def _all(self) -> dict[str, Info]:
        return self.elsewhere | {user: here.info for user, here in self.here.items()}

    def enter(self, user: str, info: Info) -> None:
        """Count a connection in."""
        before = self.here.get(user)
        self.here[user] = Here(before.connections + 1 if before else 1, info)
        self.compare()

    def leave(self, user: str) -> None:
        """Count a connection out."""
        before = self.here[user]
        if before.connections > 1:
            self.here[user] = Here(before.connections - 1, before.info)
        else:
            del self.here[user]
        self.compare()

    def compare(self) -> None:
        """Tell who came and who went since it was last told."""
        everybody = self._all()
        for user in everybody.keys() - self.told.keys():
            self._tell(EphemeralEventType.USER_JOINED, everybody[user])
        for user in self.told.keys() - everybody.keys():
            self._tell(EphemeralEventType.USER_LEFT, self.told[user])
        self.told = everybody

    def _tell(self, event: EphemeralEventType, info: Info) -> None:
        self.tell(dumps({"type": event, "payload": shown(info)}).decode())


class Presence:
    """This process's part in what Redis knows. Nothing here raises when Redis is away."""

    def __init__(self, redis: "Redis") -> None:
        """Begin with nobody."""
        self.redis = redis
        self.process = new_id().hex
        self.projects: dict[UUID, ProjectPresence] = {}

    async def open(self, project_id: UUID, tell: Callable[[str], None]) -> ProjectPresence:
        """Return who is in the project; the first time as other processes said."""
        people = self.projects.get(project_id)
        if people is None:
            people = self.projects[project_id] = ProjectPresence(project_id, tell)
            await self._try(self._look(people))
        people.tell = tell
        return people

    async def say(self, people: ProjectPresence) -> None:
        """Write who is here, and ring where that changed; forget the project with the last."""
        async with people.lock:
            await self._try(self._say(people, people.here.keys() ^ people.said))
        if not people.here and not people.said and self.projects.get(people.project_id) is people:
            del self.projects[people.project_id]

    async def look(self, project_id: UUID) -> None:
        """Read who is there, after a bell."""
        if people := self.projects.get(project_id):
            await self._try(self._look(people))

    async def beat(self) -> None:
        """Say that this process lives, and everything that it knows; look at what others said."""
        for people in list(self.projects.values()):
            async with people.lock:
                await self._try(self._say(people, set(people.here)))
            await self._try(self._look(people))

    async def _try(self, work: Any) -> None:
        try:
            async with asyncio.timeout(LOOK_SECONDS):
                await work
        except (RedisError, OSError, TimeoutError) as error:
            logger.info("who is present is not known across processes: %s", error)

    async def _say(self, people: ProjectPresence, users: set[str]) -> None:
        """Write the fields of `users` as they are now."""
        changed = people.here.keys() ^ people.said
        come: dict[Any, Any] = {
            self._field(user): dumps(people.here[user].info)
            for user in users
            if user in people.here
        }
        gone = [self._field(user) for user in users if user not in people.here]
        now = set(people.here)
        async with self.redis.pipeline(transaction=False) as pipeline:
            pipeline.set(self._alive(self.process), 1, ex=ALIVE_SECONDS)
            if come:
                pipeline.hset(people.key, mapping=come)
                pipeline.expire(people.key, KEPT_SECONDS)
            if gone:
                pipeline.hdel(people.key, *gone)
            if changed:
                pipeline.publish(CHANNEL, LiveMessage(people.project_id, 0, "").encode())
            await pipeline.execute()
        people.said = now

    async def _look(self, people: ProjectPresence) -> None:
        """Take in what other processes said, and clear away what dead ones left."""
        found: dict[bytes, bytes] = await self.redis.hgetall(people.key)  # type: ignore[assignment]
        fields = {tuple(name.decode().split(":")): text for name, text in found.items()}
        others = sorted({process for _user, process in fields} - {self.process})
        beats = await self.redis.mget([self._alive(each) for each in others]) if others else []
        alive = {each for each, beat in zip(others, beats, strict=True) if beat}
        people.elsewhere = {
            user: orjson.loads(text) for (user, process), text in fields.items() if process in alive
        }
        people.compare()
        dead = [f"{user}:{process}" for user, process in fields if process in {*others} - alive]
        if dead:
            await self.redis.hdel(people.key, *dead)

    def _field(self, user: str) -> str:
        return f"{user}:{self.process}"

    @staticmethod
    def _alive(process: str) -> str:
        return f"videoplanet:socket-process:{process}"

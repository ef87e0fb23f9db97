"""Who is connected to each of somebody's projects, for a request that asks for all of them.

It reads what `realtime.presence` writes, and changes nothing. With Redis down nobody is known.
"""

import logging
from functools import cache
from typing import Any
from uuid import UUID

import orjson
from django.conf import settings
from redis import Redis
from redis.exceptions import RedisError

from projects.models import Membership
from realtime.presence import ACCOUNT, StoredInfo, process_key, project_key, shown_info
from users.models import User

logger = logging.getLogger(__name__)

MOST_PEOPLE = 20
"""So many of a project's connections are looked at, however many there are."""

type Connections = dict[tuple[str, str], StoredInfo]
"""The info of a user, by the user and the process that the connection is to."""


def present_in_projects(user: User) -> list[dict[str, Any]]:
    """Return a ProjectPresence (realtime/serializers.py) for each project where somebody is."""
    project_ids = list(
        Membership.objects.filter(user=user).order_by("project_id").values_list("project_id")
    )
    try:
        found = _connections([row[0] for row in project_ids])
    except RedisError as error:
        logger.info("who is in the projects is not known: %s", error)
        return []
    people = {project_id: _people(connections) for project_id, connections in found.items()}
    return [
        {"project_id": project_id, "present": infos}
        for project_id, infos in people.items()
        if infos
    ]


def _connections(project_ids: list[UUID]) -> dict[UUID, Connections]:
    """Return some connections of each project, without those to processes that have died."""
    if not project_ids:
        return {}
    with redis_of_requests().pipeline(transaction=False) as pipeline:
        for project_id in project_ids:
            pipeline.hrandfield(project_key(project_id), MOST_PEOPLE, withvalues=True)
        flat: list[list[bytes]] = pipeline.execute()
    found = {
        project_id: {
            _user_and_process(name): orjson.loads(info)
            for name, info in zip(pairs[::2], pairs[1::2], strict=True)
        }
        for project_id, pairs in zip(project_ids, flat, strict=True)
    }
    processes = sorted({process for fields in found.values() for _user, process in fields})
    heartbeats: Any = redis_of_requests().mget(map(process_key, processes)) if processes else []
    alive = {name for name, beat in zip(processes, heartbeats, strict=True) if beat is not None}
    return {
        project_id: {field: info for field, info in fields.items() if field[1] in alive}
        for project_id, fields in found.items()
    }


def _people(connections: Connections) -> list[dict[str, Any]]:
    """Return each person once; a guest whose account is here too is not shown."""
    users = {user: info for (user, _process), info in sorted(connections.items())}
    return [shown_info(info) for info in users.values() if info.get(ACCOUNT) not in users]


def _user_and_process(field: bytes) -> tuple[str, str]:
    user, _colon, process = field.decode().partition(":")
    return user, process


@cache
def redis_of_requests() -> Redis:
    """Return the client that all requests of this process share."""
    return Redis.from_url(settings.REDIS_URL, socket_connect_timeout=0.25, socket_timeout=0.5)

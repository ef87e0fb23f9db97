"""Reading the log from socket processes: in threads, each with a connection from the pool."""

import contextlib
import functools
from collections.abc import Callable, Collection, Coroutine, Iterator
from typing import Any, NamedTuple
from uuid import UUID

from asgiref.sync import sync_to_async
from django.db import close_old_connections, connection
from django.db.models import Max
from django.db.models.fields.json import KeyTextTransform

from eventlog.events import EventType
from eventlog.models import Event, Log, Stream
from eventlog.resources import EVENT

PAGE_SIZE = 500

type SequencedFrame = tuple[int, str]
"""The seq of an event (0 if it is not logged) and the text of its frame."""

LOG_STATE_SQL = f"""
SELECT l.name, s.id, s.seq, s.truncated_through
FROM {Log._meta.db_table} AS l LEFT JOIN {Stream._meta.db_table} AS s ON s.id = ANY(%s)
"""  # noqa: S608 - names of tables


class StreamState(NamedTuple):
    """The newest seq of a stream, and the seq after which its log is complete."""

    seq: int = 0
    truncated_through: int = 0


class LogState(NamedTuple):
    """The log's id, and the state of each stream that has events."""

    log_id: str
    streams: dict[UUID, StreamState]


@contextlib.contextmanager
def fresh_connection() -> Iterator[None]:
    """Give the connection back to the pool, and drop one that PostgreSQL has closed."""
    close_old_connections()
    try:
        yield
    finally:
        close_old_connections()


def in_thread[**P, R](read: Callable[P, R]) -> Callable[P, Coroutine[Any, Any, R]]:
    """Wrap a function that queries the database: it runs in a thread, with a pooled connection."""

    @functools.wraps(read)
    def run(*args: P.args, **kwargs: P.kwargs) -> R:
        with fresh_connection():
            return read(*args, **kwargs)

    return sync_to_async(run, thread_sensitive=False)


@in_thread
def read_log_state(stream_ids: list[UUID]) -> LogState:
    """Return the log's id and the streams' states, in one query. Raises DatabaseError."""
    with connection.cursor() as cursor:
        cursor.execute(LOG_STATE_SQL, [stream_ids])
        rows = cursor.fetchall()
        if not rows:  # the first reader creates the log's name
            Log.objects.get_or_create(only=True)
            cursor.execute(LOG_STATE_SQL, [stream_ids])
            rows = cursor.fetchall()
    states = {stream_id: StreamState(*state) for _log, stream_id, *state in rows if stream_id}
    return LogState(rows[0][0], states)


def joined_at(people: Collection[tuple[UUID, UUID]]) -> dict[tuple[UUID, UUID], int]:
    """Return the seq of the last `member.joined` of each (user, project), if the log has one."""
    users, projects = (
        {str(user) for user, _project in people},
        {project for _user, project in people},
    )
    joined = Event.objects.filter(stream_id__in=projects, type=EventType.MEMBER_JOINED)
    rows = (
        joined.annotate(member_id=KeyTextTransform("id", "payload"))
        .filter(member_id__in=users)
        .values_list("member_id", "stream_id")
        .annotate(Max("seq"))
    )
    return {(UUID(user), project): seq for user, project, seq in rows}


@in_thread
def read_log(stream_id: UUID, after: int, limit: int = PAGE_SIZE) -> list[SequencedFrame]:
    """Return the events that follow `after`, at most `limit`; object keys are not filled in.

    Raises DatabaseError.
    """
    events = Event.objects.filter(stream_id=stream_id, seq__gt=after).order_by("seq")
    return list(EVENT.annotate(events).values_list("seq", "json")[:limit])

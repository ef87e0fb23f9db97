"""What socket processes read of the log: from threads, each with a connection from the pool."""

import contextlib
import functools
from collections.abc import Callable, Coroutine, Iterator
from typing import Any, NamedTuple
from uuid import UUID

from asgiref.sync import sync_to_async
from django.db import close_old_connections, connection

from eventlog.models import Event, Log
from eventlog.resources import EVENT
from videoplanet.storage import media_urls

PAGE = 500

type Numbered = tuple[int, str]
"""A seq (0: not logged) and the text of a frame."""

STREAMS = """
SELECT l.name, s.id, s.seq, s.floor
FROM eventlog_log AS l LEFT JOIN eventlog_stream AS s ON s.id = ANY(%s)
"""


class Streams(NamedTuple):
    """The log's id, and the newest seq and the floor of each stream that has events."""

    log: str
    states: dict[UUID, tuple[int, int]]


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
def read_streams(streams: list[UUID]) -> Streams:
    """Return where the log and the streams are, in one query. Raises DatabaseError."""
    with connection.cursor() as cursor:
        cursor.execute(STREAMS, [streams])
        rows = cursor.fetchall()
        if not rows:  # the first who asks gives the log its name
            Log.objects.get_or_create(only=True)
            cursor.execute(STREAMS, [streams])
            rows = cursor.fetchall()
    states = {each: (seq, floor) for _log, each, seq, floor in rows if each}
    return Streams(rows[0][0], states)


@in_thread
def read_log(stream_id: UUID, after: int) -> list[Numbered]:
    """Return the next events behind `after`, at most PAGE, as they are sent."""
    events = Event.objects.filter(stream_id=stream_id, seq__gt=after).order_by("seq")
    rows = EVENT.annotate(events).values_list("seq", "json")[:PAGE]
    return [(seq, media_urls.fill(text)) for seq, text in rows]

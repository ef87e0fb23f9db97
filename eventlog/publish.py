"""Writing to the event log.

Every use case is an `action`: one transaction in which `publish` only collects. The outermost
action writes what was collected as its last statements before COMMIT:

1. `SET CONSTRAINTS ALL IMMEDIATE`. Django's foreign keys are checked at COMMIT, and the check locks
   the parent row. Were the number taken first, an action that holds the parent and waits for the
   number would deadlock with it.
2. One statement that raises each stream's `seq` (streams in the order of their ids, so that two
   writers over several projects can't wait for each other in a circle) and inserts the events.

Nothing follows but COMMIT, and then the doorbell (`eventlog.pubsub`) for whoever is connected.

The stream row stays locked until the commit, so commit order is seq order; a rollback gives the
numbers back, so there are no holes.

What an operator brings in or takes out by the ten thousands is not written event by event:
`truncate_log` says that the log begins afresh after it, and clients then read everything again.
"""

import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from enum import StrEnum
from typing import Any
from uuid import UUID

from django.db import connection, transaction

from eventlog.events import EphemeralEventType, EventType, PersonalEvent
from eventlog.models import Event
from eventlog.pubsub import EVERY_ROLE, LiveMessage, publish_live
from eventlog.resources import EVENT
from videoplanet.api.rendering import RawJSON, dumps

type Payload = str | Mapping[str, Any]
"""A finished JSON object (the text that PostgreSQL made), or a mapping."""


class _Pending(threading.local):
    """What this thread's running action has collected."""

    def __init__(self) -> None:
        self.depth = 0
        self.events: list[tuple[UUID, str, str, UUID | None]] = []
        self.cuts: list[UUID] = []


_pending = _Pending()

FLUSH = """
WITH e AS (
    SELECT * FROM unnest(%s::uuid[], %s::text[], %s::jsonb[], %s::uuid[])
        WITH ORDINALITY AS t(stream_id, type, payload, actor_id, ord)
), s AS (
    INSERT INTO eventlog_stream (id, seq)
    SELECT stream_id, count(*) FROM e GROUP BY stream_id ORDER BY stream_id
    ON CONFLICT (id) DO UPDATE SET seq = eventlog_stream.seq + excluded.seq
    RETURNING id, seq
)
INSERT INTO eventlog_event (stream_id, seq, type, payload, actor_id, at)
SELECT e.stream_id,
       s.seq - count(*) OVER (PARTITION BY e.stream_id)
             + row_number() OVER (PARTITION BY e.stream_id ORDER BY e.ord),
       e.type, e.payload, e.actor_id, clock_timestamp()
FROM e JOIN s ON s.id = e.stream_id
RETURNING stream_id, seq, {json}
"""

CUT = """
INSERT INTO eventlog_stream (id, seq, floor)
SELECT id, 1, 1 FROM unnest(%s::uuid[]) AS t(id) ORDER BY id
ON CONFLICT (id) DO UPDATE
    SET seq = eventlog_stream.seq + 1, floor = eventlog_stream.seq + 1
"""


@contextmanager
def action() -> Iterator[None]:
    """Run a use case in one transaction and log its events last; also usable as a decorator.

    An inner action joins the outer one through a savepoint: if it fails, what it published is
    dropped with what it wrote.
    """
    outermost = _pending.depth == 0
    mark, cuts = len(_pending.events), len(_pending.cuts)
    _pending.depth += 1
    try:
        with transaction.atomic():
            yield
            if outermost and (_pending.events or _pending.cuts):
                _flush()
    except BaseException:
        del _pending.events[mark:]
        del _pending.cuts[cuts:]
        raise
    finally:
        _pending.depth -= 1
        if outermost:
            _pending.events.clear()
            _pending.cuts.clear()


def publish(event: EventType, *, project_id: UUID, payload: Payload, actor_id: UUID | None) -> None:
    """Collect one event of the running action.

    Raises RuntimeError outside of an action: an event without its write would be a lie.
    """
    _collect(event, project_id, payload, actor_id)


def publish_to(
    user_id: UUID, event: PersonalEvent, *, payload: Payload, actor_id: UUID | None
) -> None:
    """Collect one event of a person's own stream. Raises RuntimeError outside of an action."""
    _collect(event, user_id, payload, actor_id)


def _collect(event: StrEnum, stream_id: UUID, payload: Payload, actor_id: UUID | None) -> None:
    if _pending.depth == 0:
        raise RuntimeError(f"{event} was published outside of an action")
    text = payload if isinstance(payload, str) else dumps(payload).decode()
    _pending.events.append((stream_id, event.value, text, actor_id))


def broadcast(
    event: EphemeralEventType,
    *,
    project_id: UUID,
    payload: Payload,
    only_role: str = EVERY_ROLE,
) -> None:
    """Tell who is connected now what is not logged (`video.progress`), at most once.

    `only_role` is the only role that hears it.
    """
    finished = RawJSON(payload.encode()) if isinstance(payload, str) else payload
    text = dumps({"type": event, "payload": finished}).decode()
    publish_live([LiveMessage(project_id, 0, text, only_role)])


def truncate_log(project_id: UUID) -> None:
    """Have a project's log begin anew behind the running action, whose changes it does not list.

    The cut takes a seq, so that nothing read before is taken for new; `Stream.floor` is that seq.
    A client that has seen less is told so and reads everything again: never a silent gap. An
    action either publishes or cuts: the streams are locked in one order by one statement.

    Raises RuntimeError outside of an action.
    """
    if _pending.depth == 0:
        raise RuntimeError("the log was cut outside of an action")
    _pending.cuts.append(project_id)


def _flush() -> None:
    if _pending.events and _pending.cuts:
        raise RuntimeError("an action either publishes or cuts the log")
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        if _pending.cuts:
            cursor.execute(CUT, [list(set(_pending.cuts))])
            return
        columns = [list(column) for column in zip(*_pending.events, strict=True)]
        json, params = EVENT.json.sql_for(Event)
        cursor.execute(FLUSH.format(json=json), [*columns, *params])
        bells = [LiveMessage(*row) for row in cursor.fetchall()]
    transaction.on_commit(lambda: publish_live(bells))

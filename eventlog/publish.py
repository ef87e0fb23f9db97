"""Writing to the event log.

Every use case is an `action`: one transaction in which `publish` only collects. The outermost
action writes the collected events in its last statements before COMMIT:

1. One statement that makes the payloads that are rows (`ResourceRow`), raises each stream's `seq`
   and inserts the events. It goes through the streams in the order of their ids, so that two
   writers over several projects can't wait for each other in a circle. Foreign keys were checked,
   and their rows locked, by the statements that wrote them (`videoplanet.db.postgresql`): were
   that left to COMMIT, an action that holds such a row and waits for the seq would deadlock with
   this one.
2. Where text was edited or deleted, one UPDATE takes the old text out of the stream's earlier
   events (`redact`). It comes after the lock on the stream's row, as the deletes of pruning do, so
   that the two can't wait for each other.

Nothing follows but COMMIT, and after it the live messages (`eventlog.pubsub`). What was published
is also the answer to the request: `publish` returns a `Publication`.

Statements are sent without waiting for those before, up to the next one whose result is needed: an
action that only writes waits once, for COMMIT.

The stream's row stays locked until the commit, so commit order is seq order; a rollback also undoes
the raised `seq`, so there are no holes.

An operator who imports or deletes tens of thousands of rows does not log them one by one:
`truncate_log` makes the log begin again after that change, and clients then read everything again.
"""

import functools
import threading
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from enum import StrEnum
from typing import Any, NamedTuple
from uuid import UUID

from django.db import connection, transaction

from eventlog.events import TEXT_EVENTS, EphemeralEventType, EventType, PersonalEvent
from eventlog.extensions import tell_followers
from eventlog.models import Event, Stream
from eventlog.pubsub import EVERY_ROLE, LiveMessage, publish_live
from eventlog.resources import EVENT
from videoplanet.api.rendering import RawJSON, dumps
from videoplanet.api.resources import Resource
from videoplanet.db.postgresql import pipelined
from videoplanet.db.sql_json import Sql
from videoplanet.tracing import origin


class ResourceRow(NamedTuple):
    """A row as its resource shows it when the action ends."""

    resource: Resource
    id: UUID


type Payload = ResourceRow | str | Mapping[str, Any]
"""A row, a finished JSON object, or a mapping."""

STREAM_TABLE, EVENT_TABLE = Stream._meta.db_table, Event._meta.db_table

TRUNCATE_SQL = f"""
INSERT INTO {STREAM_TABLE} (id, seq, truncated_through)
SELECT id, 1, 1 FROM unnest(%s::uuid[]) AS t(id) ORDER BY id
ON CONFLICT (id) DO UPDATE
    SET seq = {STREAM_TABLE}.seq + 1, truncated_through = {STREAM_TABLE}.seq + 1
"""  # noqa: S608 - names of tables

# The types are written into the SQL, so that PostgreSQL can use the partial index `event_text`.
_HAS_TEXT = f"""
old.type IN ({", ".join(f"'{event}'" for event in TEXT_EVENTS)}) AND NOT old.payload ? 'redacted'
"""

REDACT_SQL = f"""
UPDATE {EVENT_TABLE} AS old
SET payload = jsonb_build_object('id', old.payload->'id', 'redacted', true)
FROM unnest(%s::uuid[], %s::bigint[], %s::text[]) AS gone(stream_id, new, id)
WHERE old.stream_id = gone.stream_id AND old.payload->>'id' = gone.id AND {_HAS_TEXT}
    AND old.seq <= (SELECT seq FROM {STREAM_TABLE} WHERE id = old.stream_id) - gone.new
"""  # noqa: S608 - names of tables and types

REDACT_ALL_SQL = f"""
UPDATE {EVENT_TABLE} AS old
SET payload = jsonb_build_object('id', old.payload->'id', 'redacted', true)
WHERE old.stream_id = %s AND {_HAS_TEXT}
    AND old.seq <= (SELECT seq FROM {STREAM_TABLE} WHERE id = old.stream_id) - %s
"""  # noqa: S608 - names of tables and types


GONE = "json_build_object('id', t.row_id, 'redacted', true)::text"
"""The payload of a row that was published and then deleted by the same action."""


@functools.cache
def _flush_sql(resources: tuple[Resource, ...]) -> Sql:
    """Return the statement that numbers and inserts events, and its last parameters.

    Its first parameters are the arrays of stream ids, types, payloads, actors, rows' ids, and the
    places of their resources among `resources`.
    """
    # Each array is selected, so that PostgreSQL never knows its length: it would make a plan for
    # each execution, because that plan looks cheaper than one that is kept.
    event_json, more = EVENT.json.sql_for(Event)
    payload = "payload"
    params: list[Any] = []
    for place, resource in enumerate(resources):
        row_json, of_row = resource.json.of_row(resource.model, "t.row_id")
        shown = f"COALESCE({row_json}, {GONE})"
        payload = f"CASE WHEN t.resource = {place} THEN {shown} ELSE {payload} END"
        params = [*of_row, *params]
    sql = f"""
WITH e AS MATERIALIZED (
    SELECT stream_id, type, actor_id, ord, {payload} AS payload
    FROM unnest((SELECT %s::uuid[]), (SELECT %s::text[]), (SELECT %s::text[]),
        (SELECT %s::uuid[]), (SELECT %s::uuid[]), (SELECT %s::int[])) WITH ORDINALITY
        AS t(stream_id, type, payload, actor_id, row_id, resource, ord)
), s AS (
    INSERT INTO {STREAM_TABLE} (id, seq)
    SELECT stream_id, count(*) FROM e GROUP BY stream_id ORDER BY stream_id
    ON CONFLICT (id) DO UPDATE SET seq = {STREAM_TABLE}.seq + excluded.seq
    RETURNING id, seq, followed
), numbered AS MATERIALIZED (
    SELECT e.*, s.followed, s.seq AS newest, s.seq - count(*) OVER (PARTITION BY e.stream_id)
        + row_number() OVER (PARTITION BY e.stream_id ORDER BY e.ord) AS seq
    FROM e JOIN s ON s.id = e.stream_id
), written AS (
    INSERT INTO {EVENT_TABLE} (stream_id, seq, type, payload, actor_id, at)
    SELECT stream_id, seq, type, payload::jsonb, actor_id, clock_timestamp() FROM numbered
    RETURNING stream_id, seq, {event_json} AS json
)
SELECT n.stream_id, n.seq, w.json, n.newest, n.payload, n.followed
FROM numbered AS n JOIN written AS w USING (stream_id, seq) ORDER BY n.ord
"""  # noqa: S608 - names of tables and SQL of our own
    return sql, (*params, *more)


class _Flush:
    """What the outermost action has written to the log. It is fetched when it is asked for."""

    def __init__(self, cursor: Any) -> None:
        self._cursor = cursor

    @functools.cached_property
    def rows(self) -> list[tuple[UUID, int, str, int, str, bool]]:
        """Return stream, seq, event's JSON, stream's newest seq, payload, stream's `followed`."""
        with self._cursor as cursor:
            rows: list[tuple[UUID, int, str, int, str, bool]] = cursor.fetchall()
        return rows


class Publication:
    """A published event; what it holds is known when its action has ended."""

    flush: _Flush
    place: int

    @property
    def seq(self) -> int:
        """Return the stream's newest seq after the action."""
        return self.flush.rows[self.place][3]

    @property
    def payload(self) -> str:
        """Return the JSON, with object keys."""
        return self.flush.rows[self.place][4]


class _Collected(NamedTuple):
    """An event that waits for the end of its action."""

    stream_id: UUID
    type: str
    payload: Payload
    actor_id: UUID | None
    publication: Publication


class _Pending(threading.local):
    """What this thread's running action has collected."""

    def __init__(self) -> None:
        self.depth = 0
        self.events: list[_Collected] = []
        self.truncations: list[UUID] = []
        self.redactions: list[tuple[UUID, list[str] | None]] = []
        """The stream, and the ids of the resources; None for all of them."""


_pending = _Pending()


@contextmanager
def action() -> Iterator[None]:
    """Run a use case in one transaction and log its events last; also usable as a decorator.

    An inner action joins the outer one through a savepoint: if it fails, the events that it
    published are dropped together with its writes.
    """
    outermost = _pending.depth == 0
    collected: tuple[list[Any], ...] = (_pending.events, _pending.truncations, _pending.redactions)
    counts_before = [len(items) for items in collected]
    _pending.depth += 1
    try:
        with pipelined(), transaction.atomic():
            yield
            if outermost and (_pending.events or _pending.truncations):
                _flush()
    except BaseException:
        for items, count in zip(collected, counts_before, strict=True):
            del items[count:]
        raise
    finally:
        _pending.depth -= 1
        if outermost:
            for items in collected:
                items.clear()


def publish(
    event: EventType, *, project_id: UUID, payload: Payload, actor_id: UUID | None
) -> Publication:
    """Collect one event of the running action.

    Raises RuntimeError outside of an action, where the event would commit apart from its write.
    """
    return _collect(event, project_id, payload, actor_id)


def publish_to(
    user_id: UUID, event: PersonalEvent, *, payload: Payload, actor_id: UUID | None
) -> Publication:
    """Collect one event of a person's own stream. Raises RuntimeError outside of an action."""
    return _collect(event, user_id, payload, actor_id)


def _collect(
    event: StrEnum, stream_id: UUID, payload: Payload, actor_id: UUID | None
) -> Publication:
    if _pending.depth == 0:
        raise RuntimeError(f"{event} was published outside of an action")
    publication = Publication()
    _pending.events.append(_Collected(stream_id, event.value, payload, actor_id, publication))
    return publication


def broadcast(
    event: EphemeralEventType,
    *,
    project_id: UUID,
    payload: str | Mapping[str, Any],
    only_role: str = EVERY_ROLE,
) -> None:
    """Send an event that is not logged (`video.progress`) to all connected clients, at most once.

    With `only_role`, only clients with that role receive it. It is sent at once, whether or not
    a transaction is open.
    """
    finished = RawJSON(payload.encode()) if isinstance(payload, str) else payload
    text = dumps({"type": event, "payload": finished}).decode()
    publish_live([LiveMessage(project_id, 0, text, only_role)])


def redact(stream_id: UUID, ids: Iterable[UUID] | None) -> None:
    """Take the text of these resources (None: of all) out of the stream's earlier events.

    The events keep their seq and type; what is left of their payload is `{id, redacted: true}`.
    The running action must publish the current state in the same stream. Raises RuntimeError
    outside of an action.
    """
    if _pending.depth == 0:
        raise RuntimeError("the log was redacted outside of an action")
    _pending.redactions.append(
        (stream_id, None if ids is None else [str(row_id) for row_id in ids])
    )


def truncate_log(project_id: UUID) -> None:
    """Make a project's log begin again after the running action, whose changes are not in it.

    The truncation takes a seq of its own, so that no earlier read is mistaken for a current one;
    `Stream.truncated_through` is that seq. A client that has seen less is told so and reads
    everything again, so that there is never a silent gap. One action may not both publish and
    truncate: one statement must lock all streams, in one order.

    Raises RuntimeError outside of an action.
    """
    if _pending.depth == 0:
        raise RuntimeError("the log was truncated outside of an action")
    _pending.truncations.append(project_id)


def _flush() -> None:
    if _pending.events and _pending.truncations:
        raise RuntimeError("an action either publishes or truncates the log")
    if _pending.truncations:
        with connection.cursor() as cursor:
            cursor.execute(TRUNCATE_SQL, [list(set(_pending.truncations))])
        return
    events = list(_pending.events)
    flush = _write(events)
    for place, event in enumerate(events):
        event.publication.flush, event.publication.place = flush, place
    new = Counter(event.stream_id for event in events)
    with connection.cursor() as cursor:
        _redact(cursor, new)
    redacted = {stream_id for stream_id, _ids in _pending.redactions}

    def announce() -> None:
        publish_live(
            LiveMessage(stream_id, seq, text, redacts=stream_id in redacted, origin=origin())
            for stream_id, seq, text, _newest, _payload, _followed in flush.rows
        )
        tell_followers({row[0] for row in flush.rows if row[5]})

    transaction.on_commit(announce)


def _write(events: Sequence[_Collected]) -> _Flush:
    """Number and insert the events."""
    resources: list[Resource] = []
    columns: list[tuple[Any, ...]] = []
    for event in events:
        text, row_id, place = None, None, None
        if isinstance(event.payload, ResourceRow):
            resource, row_id = event.payload
            if resource not in resources:
                resources.append(resource)
            place = resources.index(resource)
        else:
            is_text = isinstance(event.payload, str)
            text = event.payload if is_text else dumps(event.payload).decode()
        columns.append((event.stream_id, event.type, text, event.actor_id, row_id, place))
    sql, params = _flush_sql(tuple(resources))
    cursor = connection.cursor()
    cursor.execute(sql, [*map(list, zip(*columns, strict=True)), *params])
    return _Flush(cursor)


def _redact(cursor: Any, new: Mapping[UUID, int]) -> None:
    """Take removed text out of the events before the `new` ones, which are counted by stream."""
    removed = []
    for stream_id, ids in _pending.redactions:
        if ids is None:
            cursor.execute(REDACT_ALL_SQL, [stream_id, new[stream_id]])
        else:
            removed += [(stream_id, new[stream_id], row_id) for row_id in ids]
    if removed:
        cursor.execute(REDACT_SQL, [list(column) for column in zip(*removed, strict=True)])

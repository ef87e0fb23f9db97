"""Deleting old events from a stream."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection, transaction
from django.db.models import Exists, F, OuterRef, QuerySet

from eventlog.models import Event, Stream

STREAM, EVENT = Stream._meta.db_table, Event._meta.db_table

# Times rise with seq within a stream, because both are given out under the lock of its row.
PRUNE_SQL = f"""
WITH raised AS (
    UPDATE {STREAM} SET truncated_through = old.seq
    FROM (SELECT max(seq) AS seq FROM {EVENT} WHERE stream_id = %s AND at < %s) AS old
    WHERE id = %s AND old.seq > truncated_through
    RETURNING truncated_through
)
DELETE FROM {EVENT} USING raised WHERE stream_id = %s AND seq <= raised.truncated_through
"""  # noqa: S608 - names of tables


def streams_with_old_events(ids: "QuerySet[Any, Any]", *, before: datetime) -> list[UUID]:
    """Return those of the streams that have events from before the given time."""
    oldest = Event.objects.filter(stream_id=OuterRef("id"), seq=OuterRef("truncated_through") + 1)
    streams = Stream.objects.filter(
        Exists(oldest.filter(at__lt=before)), seq__gt=F("truncated_through")
    )
    return list(streams.filter(id__in=ids).values_list("id", flat=True))


def prune(stream_id: UUID, *, before: datetime) -> None:
    """Delete a stream's events from before the given time.

    A client that has not seen all of them is told to read everything again.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(PRUNE_SQL, [stream_id, before, stream_id, stream_id])

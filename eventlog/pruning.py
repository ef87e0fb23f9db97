"""Taking what is old out of a stream: the log says where it begins then."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection, transaction
from django.db.models import Exists, F, OuterRef, QuerySet

from eventlog.models import Event, Stream

# A stream's times rise with its seq: both are given out under the lock of its row.
PRUNE = """
WITH raised AS (
    UPDATE eventlog_stream SET floor = old.seq
    FROM (
        SELECT max(seq) AS seq FROM eventlog_event WHERE stream_id = %s AND at < %s
    ) AS old
    WHERE id = %s AND old.seq > floor
    RETURNING floor
)
DELETE FROM eventlog_event USING raised WHERE stream_id = %s AND seq <= raised.floor
"""


def old_streams(ids: "QuerySet[Any, Any]", *, before: datetime) -> list[UUID]:
    """Return which of these streams have events from before."""
    first = Event.objects.filter(stream_id=OuterRef("id"), seq=OuterRef("floor") + 1)
    found = Stream.objects.filter(Exists(first.filter(at__lt=before)), seq__gt=F("floor"))
    return list(found.filter(id__in=ids).values_list("id", flat=True))


def prune(stream_id: UUID, *, before: datetime) -> None:
    """Delete a stream's events from before; who has seen less is told to read everything anew."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(PRUNE, [stream_id, before, stream_id, stream_id])

"""The event log: a stream's row hands out `seq`, and each event is a row of its own.

A stream belongs to a project, or to a person who is notified through it, and has the same id. There
is no foreign key to either: the log outlives its project, so that `project.deleted` can be read,
and this app knows nothing of the apps above it.
"""

import secrets
from functools import cache

from django.db import models
from django.db.models import OuterRef, Subquery
from django.db.models.expressions import Combinable
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Coalesce

from eventlog.events import TEXT_EVENTS, EventType
from videoplanet.api.rendering import iso
from videoplanet.db.sql_json import Compiled

INDEXED = [event.value for event in (*TEXT_EVENTS, EventType.MEMBER_JOINED)]
"""Types of events that queries find by the `id` in their payload."""


class Stream(models.Model):
    """The newest `seq` of a stream. The lock on this row makes commit order equal seq order.

    Every event after `truncated_through` is in the log. A client that has seen less than that
    must read everything again.
    """

    id = models.UUIDField(primary_key=True)
    seq = models.BigIntegerField(default=0)
    truncated_through = models.BigIntegerField(default=0, db_default=0)
    followed = models.BooleanField(
        default=False, db_default=False, help_text="Whether followers hear of its events."
    )

    def __str__(self) -> str:
        return f"{self.id} at {self.seq}"


def stream_seq(stream_id: Combinable) -> Coalesce:
    """Return the SQL for a stream's newest seq in the statement's snapshot; 0 without events."""
    return Coalesce(Subquery(Stream.objects.filter(id=stream_id).values("seq")), 0)


@cache
def newest_seq(column: str) -> Compiled:
    """Return the SQL for the newest seq of the stream whose id is in the model's `column`."""
    return Compiled(lambda: stream_seq(OuterRef(column)), models.BigIntegerField())


def new_log_id() -> str:
    """Return eight random hexadecimal digits."""
    return secrets.token_hex(4)


class Log(models.Model):
    """The one row that names the log. `manage.py rotate_log_id` changes it after a restore."""

    only = models.BooleanField(primary_key=True, default=True)
    name = models.CharField(max_length=20, default=new_log_id)

    class Meta:
        constraints = (models.CheckConstraint(condition=models.Q(only=True), name="log_only_one"),)

    def __str__(self) -> str:
        return self.name


class Event(models.Model):
    """One committed change to what the members of a project, or one person, can see."""

    stream_id = models.UUIDField()
    seq = models.BigIntegerField()
    type = models.CharField(max_length=40)
    payload = models.JSONField()
    actor_id = models.UUIDField(null=True)
    at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("stream_id", "seq"), name="event_stream_seq"),
        )
        indexes = (
            models.Index(
                models.F("stream_id"),
                KeyTextTransform("id", "payload"),
                name="event_text",
                condition=models.Q(type__in=INDEXED),
            ),
        )

    def __str__(self) -> str:
        return f"{self.seq} {self.type} {iso(self.at)}"

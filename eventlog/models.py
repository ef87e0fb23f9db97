"""The event log: a row for each stream hands out `seq`, an event row keeps what happened.

A stream is a project's, under its id, or what one person is notified of, under theirs. Neither row
has a foreign key to it: the log outlives the project, so that `project.deleted` can be read, and
this app knows nothing of those above it.
"""

import secrets
from functools import cache

from django.db import models
from django.db.models import OuterRef, Subquery
from django.db.models.expressions import Combinable
from django.db.models.functions import Coalesce

from videoplanet.api.rendering import iso
from videoplanet.db.sql_json import Compiled


class Stream(models.Model):
    """The newest `seq` of a stream. Its row lock makes commit order equal seq order.

    The log is whole behind `floor`: who has seen less must read everything anew.
    """

    id = models.UUIDField(primary_key=True)
    seq = models.BigIntegerField(default=0)
    floor = models.BigIntegerField(default=0, db_default=0)

    def __str__(self) -> str:
        """Return whose it is and how far it is."""
        return f"{self.id} at {self.seq}"


def stream_seq(stream_id: Combinable) -> Coalesce:
    """Describe a stream's newest seq, in the statement's snapshot; 0 before its first event."""
    return Coalesce(Subquery(Stream.objects.filter(id=stream_id).values("seq")), 0)


@cache
def newest_seq(column: str) -> Compiled:
    """Describe the newest seq of the stream whose id stands in the model's own `column`."""
    return Compiled(lambda: stream_seq(OuterRef(column)), models.BigIntegerField())


def new_log_id() -> str:
    """Return eight random letters and digits."""
    return secrets.token_hex(4)


class Log(models.Model):
    """The one row that names the log. `manage.py rotate_log_id` changes it after a restore."""

    only = models.BooleanField(primary_key=True, default=True)
    name = models.CharField(max_length=20, default=new_log_id)

    class Meta:
        """There is but one row."""

        constraints = (models.CheckConstraint(condition=models.Q(only=True), name="log_only_one"),)

    def __str__(self) -> str:
        """Return the name."""
        return self.name


class Event(models.Model):
    """One committed change to what the members of a project, or one person, see."""

    stream_id = models.UUIDField()
    seq = models.BigIntegerField()
    type = models.CharField(max_length=40)
    payload = models.JSONField()
    actor_id = models.UUIDField(null=True)
    at = models.DateTimeField()

    class Meta:
        """A stream's events are numbered 1, 2, 3, …"""

        constraints = (
            models.UniqueConstraint(fields=("stream_id", "seq"), name="event_stream_seq"),
        )

    def __str__(self) -> str:
        """Return what happened and when."""
        return f"{self.seq} {self.type} {iso(self.at)}"

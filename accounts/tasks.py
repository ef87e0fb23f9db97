"""The worker's part of erasing a person: what takes long, and what no request may wait for."""

from collections.abc import Collection, Iterator
from datetime import timedelta
from typing import Any
from uuid import UUID

import orjson
from celery import shared_task
from django.contrib.sessions.models import Session
from django.db import connection

from accounts.actions import projects_showing, publish_profile
from eventlog.erasure import as_replacement, empty_stream, erase_from_events, person_pattern
from eventlog.publish import action, redact
from projects.models import Project
from users.models import User
from users.resources import UserInfo
from videoplanet.api.resources import values_of
from videoplanet.idempotency.models import IdempotentAnswer
from videoplanet.tasks.work import Kind, claim, keep_alive

ERASURE = Kind("erase_traces", task="accounts.tasks.erase_traces", patience=timedelta(minutes=10))
SESSIONS = 500

ANSWERS_SQL = f"""
UPDATE {IdempotentAnswer._meta.db_table}
SET body = convert_to(regexp_replace(convert_from(body, 'UTF8'), %s, %s, 'g'), 'UTF8')
WHERE position(%s::bytea IN body) > 0
"""  # noqa: S608 - the table's name


@shared_task
def erase_traces(user_id: str) -> None:
    """Take an erased person out of sessions, the log, and answers that are kept for a repetition.

    Doing it twice is no error.
    """
    held = claim(ERASURE, UUID(user_id))
    if held is None:
        return
    user = User.objects.get(id=user_id)
    person = values_of(UserInfo, user) | {"id": user_id}
    with keep_alive(held):
        empty_stream(user.id)
        streams: set[UUID] = set()
        for changed in _steps(user, person):
            streams |= changed
            if held.is_lost():
                return
        _forget_in_memory(user, streams)
    held.finish()


def _steps(user: User, person: dict[str, Any]) -> Iterator[set[UUID]]:
    """Yield, after each step, the streams whose events it has changed."""
    for _ended in _end_sessions(str(user.id)):
        yield set()
    with connection.cursor() as cursor:
        replacement = as_replacement(person)
        cursor.execute(ANSWERS_SQL, [person_pattern(user.id), replacement, str(user.id).encode()])
    yield from erase_from_events(user.id, person)


def _end_sessions(user_id: str) -> Iterator[int]:
    """Delete the sessions in which the person is named: what a session holds is signed text."""
    marker = user_id.encode()
    rows = Session.objects.order_by("session_key")
    after = ""
    while batch := list(rows.filter(session_key__gt=after)[:SESSIONS]):
        after = batch[-1].session_key
        named = [row.session_key for row in batch if marker in orjson.dumps(row.get_decoded())]
        yield Session.objects.filter(session_key__in=named).delete()[0]


@action()
def _forget_in_memory(user: User, streams: Collection[UUID]) -> None:
    """Have socket processes forget the texts that they keep, in which the person may still be."""
    changed = set(Project.objects.filter(id__in=streams).values_list("id", flat=True))
    publish_profile(user, also=changed)
    for project_id in changed | projects_showing(user):
        redact(project_id, [user.id])

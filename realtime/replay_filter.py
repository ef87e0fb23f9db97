"""Brings replayed notifications up to date with what `GET /notifications` lists for the person."""

from typing import Any

import orjson

from eventlog.events import PersonalEvent
from eventlog.reads import SequencedFrame, in_thread
from notifications.models import Notification
from users.models import User
from videoplanet.api.rendering import dumps

WITH_TEXT = (PersonalEvent.NOTIFICATION_CREATED, PersonalEvent.NOTIFICATION_UPDATED)
"""The events whose payload quotes what somebody wrote."""


@in_thread
def update_replayed(user: User, batch: list[SequencedFrame]) -> list[SequencedFrame]:
    """Empty each notification that is deleted, or of a project that `user` has left.

    The others quote the text as it reads now. Raises DatabaseError.
    """
    quoting = {}
    for seq, text in batch:
        event = orjson.loads(text)
        if event["type"] in WITH_TEXT:
            quoting[seq] = event
    ids = [event["payload"]["id"] for event in quoting.values()]
    rows = Notification.objects.visible_to(user).filter(id__in=ids)
    excerpts = {str(row_id): excerpt for row_id, excerpt in rows.values_list("id", "excerpt")}
    current = {seq: _current(event, excerpts) for seq, event in quoting.items()}
    return [(seq, current.get(seq, text)) for seq, text in batch]


def _current(event: dict[str, Any], excerpts: dict[str, str]) -> str:
    """Return the frame with today's excerpt; of a removed notification only seq, time and id."""
    payload = event["payload"]
    if payload["id"] in excerpts:
        if "redacted" in payload:
            return dumps(event).decode()
        return dumps(event | {"payload": payload | {"excerpt": excerpts[payload["id"]]}}).decode()
    remaining = {
        "type": PersonalEvent.NOTIFICATION_REMOVED,
        "actor": None,
        "payload": {"id": payload["id"]},
    }
    return dumps(event | remaining).decode()

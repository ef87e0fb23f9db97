"""Empties replayed notifications that `GET /notifications` would no longer list to the person."""

from typing import Any

import orjson

from eventlog.events import PersonalEvent
from eventlog.reads import SequencedFrame, in_thread
from notifications.models import Notification
from users.models import User
from videoplanet.api.rendering import dumps


@in_thread
def hide_removed(user: User, batch: list[SequencedFrame]) -> list[SequencedFrame]:
    """Empty each notification that is deleted, or of a project that `user` has left.

    Raises DatabaseError.
    """
    created = {}
    for seq, text in batch:
        event = orjson.loads(text)
        if event["type"] == PersonalEvent.NOTIFICATION_CREATED:
            created[seq] = event
    ids = [event["payload"]["id"] for event in created.values()]
    rows = Notification.objects.visible_to(user).filter(id__in=ids)
    visible = {str(visible_id) for visible_id in rows.values_list("id", flat=True)}
    removed = {
        seq: _emptied(event)
        for seq, event in created.items()
        if event["payload"]["id"] not in visible
    }
    return [(seq, removed.get(seq, text)) for seq, text in batch]


def _emptied(event: dict[str, Any]) -> str:
    """Return the frame that replaces a notification: only its seq, time and id remain."""
    remaining = {
        "type": PersonalEvent.NOTIFICATION_REMOVED,
        "actor": None,
        "payload": {"id": event["payload"]["id"]},
    }
    return dumps(event | remaining).decode()

"""What a person still may see of what their own stream told before: the same as of REST's list."""

from typing import Any

import orjson

from eventlog.events import PersonalEvent
from eventlog.reads import Numbered, in_thread
from notifications.models import Notification
from users.models import User
from videoplanet.api.rendering import dumps


@in_thread
def without_removed(user: User, batch: list[Numbered]) -> list[Numbered]:
    """Take out what is deleted, or of a project that `user` has left. Raises DatabaseError."""
    told = {}
    for seq, text in batch:
        event = orjson.loads(text)
        if event["type"] == PersonalEvent.NOTIFICATION_CREATED:
            told[seq] = event
    ids = [event["payload"]["id"] for event in told.values()]
    rows = Notification.objects.visible_to(user).filter(id__in=ids)
    visible = {str(each) for each in rows.values_list("id", flat=True)}
    removed = {
        seq: _emptied(event) for seq, event in told.items() if event["payload"]["id"] not in visible
    }
    return [(seq, removed.get(seq, text)) for seq, text in batch]


def _emptied(event: dict[str, Any]) -> str:
    """Return what is left of a logged notification: its number and its id."""
    left = {
        "type": PersonalEvent.NOTIFICATION_REMOVED,
        "actor": None,
        "payload": {"id": event["payload"]["id"]},
    }
    return dumps(event | left).decode()

"""What a person still may see of what their own stream told before: the same as of REST's list."""

import orjson

from notifications.models import Notification
from realtime.events import PersonalEvent
from realtime.reads import Numbered, in_thread
from realtime.subscriptions import frame
from users.models import User

REMOVED = "notification.removed"
"""Stands where a notification was, so that the numbers have no hole. It is not logged."""


@in_thread
def without_removed(user: User, batch: list[Numbered]) -> list[Numbered]:
    """Take out what is deleted, or of a project that `user` has left. Raises DatabaseError."""
    told = {}
    for seq, text in batch:
        event = orjson.loads(text)
        if event["type"] == PersonalEvent.NOTIFICATION_CREATED:
            told[seq] = event["payload"]["id"]
    rows = Notification.objects.visible_to(user).filter(id__in=told.values())
    visible = {str(each) for each in rows.values_list("id", flat=True)}
    removed = {seq: each for seq, each in told.items() if each not in visible}
    return [
        (seq, frame(REMOVED, seq=seq, payload={"id": removed[seq]}) if seq in removed else text)
        for seq, text in batch
    ]

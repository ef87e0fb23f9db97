"""Frames that clients send to each other and that are not logged: `typing` and `cursor`."""

import math
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from eventlog.events import EphemeralEventType
from feedbacks.models import TIMESTAMP_MAX
from projects.models import Role
from realtime.subscriptions import Subscription, frame_text


class FrameRejected(Exception):
    """A frame is answered with `error` and not passed on; the connection stays up."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


def ephemeral_frame(subscription: Subscription, received: dict[str, Any]) -> str:
    """Return the frame that everybody receives for a client's `typing` or `cursor`.

    Raises FrameRejected. Whether the feedback or the video belongs to the project is not
    checked: that would take a query for each keystroke, and all that others receive is an id that
    the sender knows anyway.
    """
    role = subscription.role
    if not role or Role(role).rank < Role.REVIEWER.rank:
        raise FrameRejected(
            "permission_denied", _("Your role in this project does not allow this.")
        )
    payload = received.get("payload")
    if not isinstance(payload, dict):
        raise FrameRejected("invalid", _("payload: must be an object."))
    sender = {"user_id": subscription.principal.user.pk}
    if received["type"] == EphemeralEventType.TYPING:
        feedback = {"feedback_id": _id(payload, "feedback_id")}
        return frame_text(EphemeralEventType.TYPING, payload=feedback | sender)
    moment = {"video_id": _id(payload, "video_id"), "timestamp": _timestamp(payload)}
    return frame_text(EphemeralEventType.CURSOR, payload=moment | sender)


def _id(payload: dict[str, Any], name: str) -> UUID:
    try:
        return UUID(payload[name])
    except (KeyError, ValueError, TypeError, AttributeError):
        raise FrameRejected(
            "invalid", _("payload.%(name)s: must be a UUID.") % {"name": name}
        ) from None


def _timestamp(payload: dict[str, Any]) -> float:
    seconds = payload.get("timestamp")
    if (
        isinstance(seconds, bool)
        or not isinstance(seconds, int | float)
        or not math.isfinite(seconds)
    ):
        raise FrameRejected("invalid", _("payload.timestamp: must be a number of seconds."))
    if not 0 <= seconds <= TIMESTAMP_MAX:
        message = _("payload.timestamp: must be from 0 to %(most)d seconds.")
        raise FrameRejected("invalid", message % {"most": TIMESTAMP_MAX})
    return seconds

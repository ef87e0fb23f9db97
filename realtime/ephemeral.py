"""What a client tells the others without its being logged: that it types, and where it looks."""

import math
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from eventlog.events import EphemeralEventType
from feedbacks.models import TIMESTAMP_MAX
from projects.models import Role
from realtime.subscriptions import Subscription, frame


class Refused(Exception):
    """The frame is not passed on; the connection stays up."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


def frame_of(subscription: Subscription, given: dict[str, Any]) -> str:
    """Return what the others get of a client's `typing` or `cursor`. Raises Refused.

    Whether the feedback or the video is one of the project isn't looked up: it would cost a query
    a keystroke, and all that is passed on is an id that the sender knows anyway.
    """
    role = subscription.role
    if not role or Role(role).rank < Role.REVIEWER.rank:
        raise Refused("permission_denied", _("Your role in this project does not allow this."))
    payload = given.get("payload")
    if not isinstance(payload, dict):
        raise Refused("invalid", "payload: an object is needed.")
    who = {"user_id": subscription.principal.user.pk}
    if given["type"] == EphemeralEventType.TYPING:
        return frame(
            EphemeralEventType.TYPING, payload={"feedback_id": _id(payload, "feedback_id"), **who}
        )
    moment = {"video_id": _id(payload, "video_id"), "timestamp": _timestamp(payload)}
    return frame(EphemeralEventType.CURSOR, payload=moment | who)


def _id(payload: dict[str, Any], name: str) -> UUID:
    try:
        return UUID(payload[name])
    except (KeyError, ValueError, TypeError, AttributeError):
        raise Refused("invalid", f"payload.{name}: a UUID is needed.") from None


def _timestamp(payload: dict[str, Any]) -> float:
    given = payload.get("timestamp")
    if isinstance(given, bool) or not isinstance(given, int | float) or not math.isfinite(given):
        raise Refused("invalid", "payload.timestamp: a number of seconds is needed.")
    if not 0 <= given <= TIMESTAMP_MAX:
        raise Refused("invalid", f"payload.timestamp: 0 to {TIMESTAMP_MAX:.0f} seconds.")
    return given

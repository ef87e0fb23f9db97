"""Frames that clients send to each other and that are not logged: who types, is where, follows."""

import math
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any, Final, NamedTuple
from uuid import UUID

from django.utils.translation import gettext as _

from eventlog.events import EphemeralEventType
from feedbacks.models import TIMESTAMP_MAX
from projects.models import Role
from realtime.catalogue import SPEED_MAX
from realtime.subscriptions import Subscription, frame_text

CLOCK_TOLERANCE: Final = timedelta(seconds=5)
"""A client's reading of the server's clock is farther off only if it is wrong."""

type Payload = dict[str, Any]


class FrameRejected(Exception):
    """A frame is answered with `error` and not passed on; the connection stays up."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


def ephemeral_frame(subscription: Subscription, received: dict[str, Any]) -> str:
    """Return the frame that everybody receives for what a client sends to the others.

    Raises FrameRejected. Whether the feedback, the video or the leader belongs to the project is
    not checked: that would take a query for each keystroke, and all that others receive is an id
    that the sender knows anyway.
    """
    kind = SAID[received["type"]]
    if not subscription.is_person:
        raise FrameRejected("insufficient_scope", _("No access token allows this. Log in."))
    role = subscription.role
    if not role or Role(role).rank < kind.least.rank:
        raise FrameRejected(
            "permission_denied", _("Your role in this project does not allow this.")
        )
    payload = received.get("payload")
    if not isinstance(payload, dict):
        raise FrameRejected("invalid", _("payload: must be an object."))
    said = kind.read(payload) | {"user_id": subscription.principal.user.pk}
    if kind.names_connection:
        said["connection_id"] = subscription.id
    return frame_text(received["type"], payload=said)


def _typing(payload: Payload) -> Payload:
    return {"feedback_id": _id(payload, "feedback_id")}


def _cursor(payload: Payload) -> Payload:
    return {"video_id": _id(payload, "video_id"), "timestamp": _timestamp(payload)}


def _playback(payload: Payload) -> Payload:
    playing = payload.get("playing")
    if not isinstance(playing, bool):
        raise FrameRejected("invalid", _("payload.playing: must be true or false."))
    speed = _number(payload.get("speed"), "speed", least=-SPEED_MAX, most=SPEED_MAX)
    return _cursor(payload) | {
        "playing": playing,
        "speed": speed,
        "pointer": _pointer(payload.get("pointer")),
        "at": _moment(payload.get("at")),
    }


def _follow(payload: Payload) -> Payload:
    return {
        "leader_id": None if payload.get("leader_id", "") is None else _id(payload, "leader_id")
    }


def _id(payload: Payload, name: str) -> UUID:
    try:
        return UUID(payload[name])
    except (KeyError, ValueError, TypeError, AttributeError):
        raise FrameRejected(
            "invalid", _("payload.%(name)s: must be a UUID.") % {"name": name}
        ) from None


def _timestamp(payload: Payload) -> float:
    seconds = _finite(payload.get("timestamp"))
    if seconds is None:
        raise FrameRejected("invalid", _("payload.timestamp: must be a number of seconds."))
    if not 0 <= seconds <= TIMESTAMP_MAX:
        message = _("payload.timestamp: must be from 0 to %(most)d seconds.")
        raise FrameRejected("invalid", message % {"most": TIMESTAMP_MAX})
    return seconds


def _pointer(pointer: Any) -> Payload | None:
    if pointer is None:
        return None
    if not isinstance(pointer, dict):
        raise FrameRejected("invalid", _("payload.pointer: must be an object."))
    return {
        name: _number(pointer.get(name), f"pointer.{name}", least=0, most=1) for name in ("x", "y")
    }


def _moment(text: Any) -> datetime:
    """Return when the sender was there; now, where it does not say or its clock is wrong."""
    now = datetime.now(UTC)
    if text is None:
        return now
    try:
        at = datetime.fromisoformat(text).astimezone(UTC)
    except (TypeError, ValueError, OverflowError):
        raise FrameRejected("invalid", _("payload.at: must be a time.")) from None
    return at if abs(at - now) <= CLOCK_TOLERANCE else now


def _finite(value: Any) -> float | None:
    """Return a JSON number; None for anything else, NaN included."""
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    return float(value) if is_number and math.isfinite(value) else None


def _number(value: Any, name: str, *, least: float, most: float) -> float:
    number = _finite(value)
    if number is None or not least <= number <= most:
        message = _("payload.%(name)s: must be a number from %(least)d to %(most)d.")
        raise FrameRejected("invalid", message % {"name": name, "least": least, "most": most})
    return number


class Said(NamedTuple):
    """What a type of frame may say, and who may send it."""

    read: Callable[[Payload], Payload]
    least: Role
    names_connection: bool = False
    """Whether it matters from which of a person's connections it comes."""


SAID: Final[Mapping[str, Said]] = {
    EphemeralEventType.TYPING: Said(_typing, Role.REVIEWER),
    EphemeralEventType.CURSOR: Said(_cursor, Role.REVIEWER),
    EphemeralEventType.PLAYBACK: Said(_playback, Role.REVIEWER, names_connection=True),
    EphemeralEventType.FOLLOW: Said(_follow, Role.VIEWER, names_connection=True),
}

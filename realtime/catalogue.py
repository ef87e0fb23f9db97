"""The catalogue: the shape of every event's payload, and what each ephemeral event means.

`realtime.asyncapi` turns it into docs/asyncapi.yaml, and tests compare real frames with that. For a
type of event that has no line here, `payloads_of` raises, and `make check` fails.
"""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any, Final

from drf_spectacular.utils import (
    PolymorphicProxySerializer,
    extend_schema_field,
    inline_serializer,
)
from rest_framework import serializers

from comments.resources import CommentEvent
from eventlog.events import TEXT_EVENTS, EphemeralEventType, EventType, PersonalEvent
from eventlog.resources import EventResponse
from feedbacks.models import TIMESTAMP_MAX
from feedbacks.reactions import EmojiField
from feedbacks.resources import FeedbackResponse
from invitations.resources import InvitationResponse
from notifications.resources import NotificationResponse
from projects.models import Role
from projects.resources import Member, ProjectEvent
from tokens.resources import ProjectTokenEvent
from users.resources import UserInfo
from videoplanet.api.resources import declared_fields
from videos.resources import VideoResponse


class Undescribed(Exception):
    """A type of event has no line in this catalogue."""


SPEED_MAX: Final = 16.0
"""Of a playback; browsers play no faster."""

type Shape = type[serializers.Serializer[Any]]


class DeletedThing(serializers.Serializer[None]):
    """The id of a deleted project or notification; for a member, the id of the user."""

    id = serializers.UUIDField()


class DeletedFeedback(DeletedThing):
    """A feedback that was deleted together with its comments."""

    video_id = serializers.UUIDField()


@extend_schema_field({"type": "null"})
class NullField(serializers.DateTimeField):
    """Never anything but null."""


class DeletedComment(DeletedThing):
    """A comment that was deleted; `deleted_at` is null.

    One that has replies stays in their thread, empty: its `deleted_at` is set, and the payload is
    what REST returns for it.
    """

    feedback_id = serializers.UUIDField()
    parent_id = serializers.UUIDField(allow_null=True)
    deleted_at = NullField()


@extend_schema_field({"type": "boolean", "enum": [True]})
class TrueField(serializers.BooleanField):
    """Never anything but true."""


class Redacted(serializers.Serializer[None]):
    """What is left of a payload whose text was edited or deleted later: skip the event.

    A later event says what holds now.
    """

    id = serializers.UUIDField()
    redacted = TrueField()


class DeletedVideo(DeletedThing):
    """A video that was deleted together with its feedback."""

    project_id = serializers.UUIDField()


class Reaction(serializers.Serializer[None]):
    """One person's reaction."""

    target = serializers.ChoiceField(choices=["feedback", "comment"])
    target_id = serializers.UUIDField()
    emoji = EmojiField()
    user_id = serializers.UUIDField()


class ReadNotification(serializers.Serializer[None]):
    """When a notification was read; nothing else about it changes."""

    id = serializers.UUIDField()
    read_at = serializers.DateTimeField()


class SaidTyping(serializers.Serializer[None]):
    """The feedback under which the client is typing."""

    feedback_id = serializers.UUIDField()


class Typing(SaidTyping):
    """A user who is typing, and under which feedback."""

    user_id = serializers.UUIDField()


class SaidCursor(serializers.Serializer[None]):
    """The moment of a video at which the client is."""

    video_id = serializers.UUIDField()
    timestamp = serializers.FloatField(
        min_value=0, max_value=TIMESTAMP_MAX, help_text="Seconds from the start of the video."
    )


class Cursor(SaidCursor):
    """A user, and the moment of a video at which they are."""

    user_id = serializers.UUIDField()


class Pointer(serializers.Serializer[None]):
    """A place in the picture, as shares of its width and height."""

    x = serializers.FloatField(min_value=0, max_value=1)
    y = serializers.FloatField(min_value=0, max_value=1)


class SaidPlaybackState(SaidCursor):
    """What the client's player does, for those who follow it."""

    playing = serializers.BooleanField()
    speed = serializers.FloatField(
        min_value=-SPEED_MAX, max_value=SPEED_MAX, help_text="Backwards it is negative."
    )
    pointer = Pointer(allow_null=True, help_text="Where the person points in the picture.")
    at = serializers.DateTimeField(
        allow_null=True,
        help_text=(
            "When the player was at `timestamp`, by the server's clock (see `pong`). Null: now."
        ),
    )


class PlaybackState(SaidPlaybackState):
    """What the player of a user does."""

    at = serializers.DateTimeField(
        help_text="When the player was at `timestamp`, by the server's clock."
    )
    user_id = serializers.UUIDField()
    connection_id = serializers.UUIDField(help_text="Of the sender.")


class SaidFollow(serializers.Serializer[None]):
    """Whose playback the client follows from now on."""

    leader_id = serializers.UUIDField(allow_null=True, help_text="Null: nobody's any more.")


class Follow(SaidFollow):
    """A user, and whose playback they follow."""

    user_id = serializers.UUIDField()
    connection_id = serializers.UUIDField(help_text="Of the sender.")


class VideoProgress(serializers.Serializer[None]):
    """How far the processing of a video has got."""

    id = serializers.UUIDField()
    percent = serializers.IntegerField(min_value=0, max_value=100)
    step = serializers.CharField()


class OwnReady(serializers.Serializer[None]):
    """Who the client is, and which log this is."""

    connection_id = serializers.UUIDField()
    log_id = serializers.CharField(help_text="Send it with `last_seq` when you come back.")
    user = UserInfo()
    resumed = serializers.BooleanField(help_text="Whether the events since `last_seq` come next.")


class ProjectReady(OwnReady):
    """Who the client is in the project, which log this is, and who else is connected."""

    role = serializers.ChoiceField(choices=Role.choices)
    present = UserInfo(many=True, help_text="Everybody who is connected, including yourself.")


class Resync(serializers.Serializer[None]):
    """Why the client must read everything again."""

    reason = serializers.ChoiceField(choices=["log_pruned", "log_changed", "ahead_of_log"])


class Refusal(serializers.Serializer[None]):
    """Why a frame was rejected."""

    code = serializers.CharField(help_text="For programs: it does not change.")
    message = serializers.CharField(help_text="For people: it may change.")


PAYLOADS: Final[Mapping[StrEnum, Shape]] = {
    EventType.FEEDBACK_CREATED: FeedbackResponse,
    EventType.FEEDBACK_UPDATED: FeedbackResponse,
    EventType.FEEDBACK_DELETED: DeletedFeedback,
    EventType.COMMENT_ADDED: CommentEvent,
    EventType.COMMENT_UPDATED: CommentEvent,
    EventType.COMMENT_DELETED: DeletedComment,
    EventType.REACTION_ADDED: Reaction,
    EventType.REACTION_REMOVED: Reaction,
    EventType.VIDEO_CREATED: VideoResponse,
    EventType.VIDEO_UPDATED: VideoResponse,
    EventType.VIDEO_DELETED: DeletedVideo,
    EventType.MEMBER_JOINED: Member,
    EventType.MEMBER_UPDATED: Member,
    EventType.MEMBER_REMOVED: DeletedThing,
    EventType.PROJECT_UPDATED: ProjectEvent,
    EventType.PROJECT_DELETED: DeletedThing,
    EventType.USER_UPDATED: UserInfo,
    EventType.TOKEN_CREATED: ProjectTokenEvent,
    EventType.TOKEN_ENDED: ProjectTokenEvent,
    PersonalEvent.NOTIFICATION_CREATED: NotificationResponse,
    PersonalEvent.NOTIFICATION_UPDATED: NotificationResponse,
    PersonalEvent.NOTIFICATION_READ: ReadNotification,
    PersonalEvent.NOTIFICATION_REMOVED: DeletedThing,
    EphemeralEventType.USER_JOINED: UserInfo,
    EphemeralEventType.USER_LEFT: UserInfo,
    EphemeralEventType.TYPING: Typing,
    EphemeralEventType.CURSOR: Cursor,
    EphemeralEventType.PLAYBACK: PlaybackState,
    EphemeralEventType.FOLLOW: Follow,
    EphemeralEventType.VIDEO_PROGRESS: VideoProgress,
    EphemeralEventType.INVITATION_UPDATED: InvitationResponse,
}

EPHEMERAL_SUMMARIES: Final[Mapping[EphemeralEventType, str]] = {
    EphemeralEventType.USER_JOINED: "A user opened their first connection across all processes.",
    EphemeralEventType.USER_LEFT: "A user closed their last connection across all processes.",
    EphemeralEventType.TYPING: "A client is typing. The sender receives it too.",
    EphemeralEventType.CURSOR: "A client has moved in a video. The sender receives it too.",
    EphemeralEventType.PLAYBACK: (
        "What a client's player does, for those who follow it. The sender receives it too."
    ),
    EphemeralEventType.FOLLOW: (
        "A client follows somebody's playback, or nobody's any more. The sender receives it too."
    ),
    EphemeralEventType.VIDEO_PROGRESS: "A video's processing has got further.",
    EphemeralEventType.INVITATION_UPDATED: "An invitation has changed. Only admins receive it.",
}


def payloads_of(event: StrEnum) -> list[Shape]:
    """Return the shapes that an event's payload may have. Raises Undescribed."""
    shapes: list[Shape] = [_line(PAYLOADS, event, "PAYLOADS")]
    if event == EventType.COMMENT_DELETED:
        shapes.append(CommentEvent)
    if event in TEXT_EVENTS:
        shapes.append(Redacted)
    return shapes


def summary_of(event: EphemeralEventType) -> str:
    """Return what an event means. Raises Undescribed for an unknown type."""
    return _line(EPHEMERAL_SUMMARIES, event, "EPHEMERAL_SUMMARIES")


def _line[Key, Value](table: Mapping[Key, Value], event: Key, name: str) -> Value:
    try:
        return table[event]
    except KeyError:
        raise Undescribed(f"{event!r} has no line in {name} of realtime/catalogue.py") from None


def logged_event_of(event: EventType) -> serializers.Serializer[None]:
    """Return the shape of a logged event with its payload: `FeedbackCreatedEvent`, say."""
    name = "".join(word.title() for word in event.value.split("."))
    fields = {
        **declared_fields(EventResponse),
        "type": serializers.ChoiceField(choices=[event.value]),
        "payload": _payload_field(name, payloads_of(event)),
    }
    return inline_serializer(f"{name}Event", fields=fields)


def _payload_field(name: str, shapes: list[Shape]) -> serializers.Field[Any, Any, Any, Any]:
    if len(shapes) == 1:
        return shapes[0]()
    any_of = PolymorphicProxySerializer(
        component_name=f"{name}Payload", serializers=shapes, resource_type_field_name=None
    )
    described: Any = extend_schema_field(any_of)(type("PayloadField", (serializers.JSONField,), {}))
    field: serializers.Field[Any, Any, Any, Any] = described()
    return field


LOGGED_EVENT: Final = PolymorphicProxySerializer(
    component_name="EventResponse",
    serializers={event.value: logged_event_of(event) for event in EventType},
    resource_type_field_name="type",
    many=True,
)
"""Any logged event: its type says what its payload is."""

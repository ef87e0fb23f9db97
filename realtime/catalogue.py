"""What each frame of the sockets carries: one table for each kind of event.

`realtime.asyncapi` makes docs/asyncapi.yaml of it, and the tests hold what is really sent against
that. A type without a line here can't be described: `payload_of` raises, `make check` fails.
"""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any, Final

from rest_framework import serializers

from comments.resources import CommentEvent
from eventlog.events import EphemeralEventType, EventType, PersonalEvent
from feedbacks.models import TIMESTAMP_MAX
from feedbacks.reactions import EmojiField
from feedbacks.resources import FeedbackResponse
from invitations.resources import InvitationResponse
from notifications.resources import NotificationResponse
from projects.models import Role
from projects.resources import Member, ProjectEvent
from users.resources import UserInfo
from videos.resources import VideoResponse


class Undescribed(Exception):
    """A type of event has no line here."""


type Shape = type[serializers.Serializer[Any]]


class DeletedThing(serializers.Serializer[None]):
    """What is gone: a project or a notification by its id, a member by the user's."""

    id = serializers.UUIDField()


class DeletedFeedback(DeletedThing):
    """A feedback that was deleted with its comments."""

    video_id = serializers.UUIDField()


class DeletedComment(DeletedThing):
    """A comment that was deleted. With `deleted_at` its replies keep its place, empty."""

    feedback_id = serializers.UUIDField()
    parent_id = serializers.UUIDField(allow_null=True)
    deleted_at = serializers.DateTimeField(allow_null=True)


class DeletedVideo(DeletedThing):
    """A video that was deleted with its feedback."""

    project_id = serializers.UUIDField()


class Reaction(serializers.Serializer[None]):
    """One person's reaction."""

    target = serializers.ChoiceField(choices=["feedback", "comment"])
    target_id = serializers.UUIDField()
    emoji = EmojiField()
    user_id = serializers.UUIDField()


class ReadNotification(serializers.Serializer[None]):
    """When a notification was read: nothing else of it changes."""

    id = serializers.UUIDField()
    read_at = serializers.DateTimeField()


class SaidTyping(serializers.Serializer[None]):
    """Under which feedback."""

    feedback_id = serializers.UUIDField()


class Typing(SaidTyping):
    """Who writes under which feedback."""

    user_id = serializers.UUIDField()


class SaidCursor(serializers.Serializer[None]):
    """At which moment of which video."""

    video_id = serializers.UUIDField()
    timestamp = serializers.FloatField(
        min_value=0, max_value=TIMESTAMP_MAX, help_text="Seconds from the start of the video."
    )


class Cursor(SaidCursor):
    """Who is at which moment of which video."""

    user_id = serializers.UUIDField()


class VideoProgress(serializers.Serializer[None]):
    """How far the processing of a video is."""

    id = serializers.UUIDField()
    percent = serializers.IntegerField(min_value=0, max_value=100)
    step = serializers.CharField()


class OwnReady(serializers.Serializer[None]):
    """Who one is here, and where the log is. The first frame."""

    connection_id = serializers.UUIDField()
    log_id = serializers.CharField(help_text="To come back with, beside `last_seq`.")
    user = UserInfo()
    resumed = serializers.BooleanField(help_text="What was missed since `last_seq` comes next.")


class ProjectReady(OwnReady):
    """The same in a project, with who else is there."""

    role = serializers.ChoiceField(choices=Role.choices)
    present = UserInfo(many=True, help_text="Everybody who is connected, oneself too.")


class Resync(serializers.Serializer[None]):
    """Why everything has to be read anew."""

    reason = serializers.ChoiceField(choices=["log_pruned", "log_changed", "ahead_of_log"])


class Refusal(serializers.Serializer[None]):
    """Why a frame was not taken."""

    code = serializers.CharField(help_text="For programs; it stays the same.")
    message = serializers.CharField(help_text="For people.")


# What a client needs to place an event is in its payload: the JSON that REST returns for the
# resource, of a delete the ids.
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
    PersonalEvent.NOTIFICATION_CREATED: NotificationResponse,
    PersonalEvent.NOTIFICATION_READ: ReadNotification,
    PersonalEvent.NOTIFICATION_REMOVED: DeletedThing,
    EphemeralEventType.USER_JOINED: UserInfo,
    EphemeralEventType.USER_LEFT: UserInfo,
    EphemeralEventType.TYPING: Typing,
    EphemeralEventType.CURSOR: Cursor,
    EphemeralEventType.VIDEO_PROGRESS: VideoProgress,
    EphemeralEventType.INVITATION_UPDATED: InvitationResponse,
}

# What a client that is connected hears once, if at all.
TOLD: Final[Mapping[EphemeralEventType, str]] = {
    EphemeralEventType.USER_JOINED: "Somebody's first connection, over all processes.",
    EphemeralEventType.USER_LEFT: "Somebody's last connection ended, over all processes.",
    EphemeralEventType.TYPING: "What a client said, oneself too.",
    EphemeralEventType.CURSOR: "What a client said, oneself too.",
    EphemeralEventType.VIDEO_PROGRESS: "How far a video's processing is.",
    EphemeralEventType.INVITATION_UPDATED: "How an invitation stands; only admins hear it.",
}


def payload_of(event: StrEnum) -> Shape:
    """Return the shape of an event's payload. Raises Undescribed for one that has none here."""
    return _line(PAYLOADS, event, "PAYLOADS")


def summary_of(event: EphemeralEventType) -> str:
    """Return when it comes, and to whom. Raises Undescribed where it isn't said here."""
    return _line(TOLD, event, "TOLD")


def _line[Key, Value](table: Mapping[Key, Value], event: Key, name: str) -> Value:
    try:
        return table[event]
    except KeyError:
        raise Undescribed(f"{event!r} has no line in {name} of realtime/catalogue.py") from None

"""All types of events: `publish`, `publish_to` and `broadcast` accept no others.

The payload is the JSON that REST returns for the resource. The payload of a deletion is the id and
what a client needs to find the deleted resource.
"""

from enum import StrEnum


class EventType(StrEnum):
    """Logged in a project's stream."""

    FEEDBACK_CREATED = "feedback.created"
    FEEDBACK_UPDATED = "feedback.updated"
    FEEDBACK_DELETED = "feedback.deleted"
    COMMENT_ADDED = "comment.added"
    COMMENT_UPDATED = "comment.updated"
    COMMENT_DELETED = "comment.deleted"
    REACTION_ADDED = "reaction.added"
    REACTION_REMOVED = "reaction.removed"
    VIDEO_CREATED = "video.created"
    VIDEO_UPDATED = "video.updated"
    VIDEO_DELETED = "video.deleted"
    MEMBER_JOINED = "member.joined"
    MEMBER_UPDATED = "member.updated"
    MEMBER_REMOVED = "member.removed"
    PROJECT_UPDATED = "project.updated"
    PROJECT_DELETED = "project.deleted"
    USER_UPDATED = "user.updated"
    TOKEN_CREATED = "token.created"  # noqa: S105 - no password
    TOKEN_ENDED = "token.ended"  # noqa: S105 - no password


class PersonalEvent(StrEnum):
    """Logged in one person's own stream, which covers all of their projects."""

    NOTIFICATION_CREATED = "notification.created"
    NOTIFICATION_UPDATED = "notification.updated"
    NOTIFICATION_READ = "notification.read"
    NOTIFICATION_REMOVED = "notification.removed"
    """Also replaces, in a replay, each earlier event that had the removed notification's text."""


TEXT_EVENTS = (
    EventType.FEEDBACK_CREATED,
    EventType.FEEDBACK_UPDATED,
    EventType.COMMENT_ADDED,
    EventType.COMMENT_UPDATED,
    EventType.VIDEO_CREATED,
    EventType.VIDEO_UPDATED,
    EventType.PROJECT_UPDATED,
    PersonalEvent.NOTIFICATION_CREATED,
    PersonalEvent.NOTIFICATION_UPDATED,
)
"""Their payloads carry what people wrote, until it is edited or deleted (`publish.redact`)."""


class EphemeralEventType(StrEnum):
    """Sent only to connected clients: not logged, without a seq, never replayed."""

    USER_JOINED = "user.joined"
    USER_LEFT = "user.left"
    TYPING = "typing"
    CURSOR = "cursor"
    PLAYBACK = "playback"
    FOLLOW = "follow"
    VIDEO_PROGRESS = "video.progress"
    INVITATION_UPDATED = "invitation.updated"

"""The types of events: `publish`, `publish_to` and `tell` take no others.

A payload is the JSON that REST returns for the resource; a delete's is its id and what a client
needs to find it.
"""

from enum import StrEnum


class EventType(StrEnum):
    """The types of logged events."""

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


class PersonalEvent(StrEnum):
    """What one person's own stream says, over all of their projects."""

    NOTIFICATION_CREATED = "notification.created"
    NOTIFICATION_READ = "notification.read"
    NOTIFICATION_REMOVED = "notification.removed"
    """Not logged: stands where a notification was, so that the numbers have no hole."""


class EphemeralEventType(StrEnum):
    """What only those hear who are connected: not logged, without a seq, never repeated."""

    USER_JOINED = "user.joined"
    USER_LEFT = "user.left"
    TYPING = "typing"
    CURSOR = "cursor"
    VIDEO_PROGRESS = "video.progress"
    INVITATION_UPDATED = "invitation.updated"

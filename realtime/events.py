"""The catalogue of logged events. `publish` takes no other type.

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

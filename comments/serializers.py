"""Shapes of comments: the names, types and limits of the contract."""

from typing import ClassVar

from rest_framework import serializers

from comments.threads import DEFAULT_REPLIES
from projects.mentions import MENTIONS_MAX
from videoplanet.api.pagination import MAX_LIMIT, PageQuery
from videoplanet.api.serializers import IdField, StrictSerializer, TextField


class CreateCommentRequest(StrictSerializer):
    """A comment, or a reply with `parent_id`."""

    feedback_id = IdField()
    parent_id = IdField(required=False, help_text="For threaded replies")
    content = TextField(min_length=1, max_length=2000)
    mentions = serializers.ListField(
        child=IdField(), required=False, max_length=MENTIONS_MAX, help_text="Members' ids."
    )


class UpdateCommentRequest(StrictSerializer):
    """The fields to change; at least one."""

    min_fields = 1

    content = TextField(min_length=1, max_length=2000, required=False)
    mentions = serializers.ListField(child=IdField(), required=False, max_length=MENTIONS_MAX)


class RepliesQuery(StrictSerializer):
    """How many replies come with a comment."""

    replies = serializers.IntegerField(
        default=DEFAULT_REPLIES,
        min_value=1,
        max_value=MAX_LIMIT,
        help_text="Replies, at any depth, with each comment.",
    )


class CommentsQuery(RepliesQuery, PageQuery):
    """The feedback whose threads are listed; `limit` counts roots."""

    feedback_id = IdField()


SEEN_MAX = 500


class MarkRead(StrictSerializer):
    """What was seen; at least one of the fields. What was seen before stays so."""

    min_fields: ClassVar[int] = 1

    seen = serializers.ListField(
        child=IdField(),
        required=False,
        max_length=SEEN_MAX,
        help_text="Ids of feedback and comments of the video; others are ignored.",
    )
    until = serializers.DateTimeField(
        required=False, help_text="Everything that was given up to this moment."
    )


class UnreadComment(serializers.Serializer[None]):
    """A comment that was not seen."""

    id = serializers.UUIDField()
    feedback_id = serializers.UUIDField()


class ReadState(serializers.Serializer[None]):
    """What others have said of a video that you have not seen.

    `feedbacks` and `comments` together have at most the newest 1,000; `unread_count` counts all.
    """

    seen_until = serializers.DateTimeField(
        help_text="Everything up to here counts as seen; at first, when you joined the project."
    )
    unread_count = serializers.IntegerField(
        help_text="How much feedback and how many comments you have not seen, beyond 1,000 too."
    )
    feedbacks = serializers.ListField(
        child=serializers.UUIDField(), help_text="Feedback that you have not seen, oldest first."
    )
    comments = UnreadComment(many=True)

"""Shapes of comments: the names, types and limits of the contract."""

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from users.serializers import UserInfo
from videoplanet.api.pagination import PageQuery
from videoplanet.api.serializers import IdField, StrictSerializer, TextField

MENTIONS_MAX = 100


class CreateCommentRequest(StrictSerializer):
    """A comment, or a reply with `parent_id`."""

    feedback_id = IdField()
    parent_id = IdField(required=False, help_text="For threaded replies")
    content = TextField(min_length=1, max_length=2000)
    mentions = serializers.ListField(
        child=IdField(), required=False, max_length=MENTIONS_MAX, help_text="Members' ids."
    )


class UpdateCommentRequest(StrictSerializer):
    """What to change; at least one of them."""

    min_fields = 1

    content = TextField(min_length=1, max_length=2000, required=False)
    mentions = serializers.ListField(child=IdField(), required=False, max_length=MENTIONS_MAX)


class CommentsQuery(PageQuery):
    """Whose threads; `limit` counts roots."""

    feedback_id = IdField()


class CommentEvent(serializers.Serializer[None]):
    """A comment as its events carry it: without `replies`."""

    id = serializers.UUIDField()
    feedback_id = serializers.UUIDField()
    parent_id = serializers.UUIDField(allow_null=True)
    user = UserInfo()
    content = serializers.CharField(help_text="Empty when it was deleted.")
    mentions = UserInfo(many=True)
    reactions = serializers.DictField(
        child=serializers.ListField(child=serializers.UUIDField()),
        help_text="Who gave each emoji.",
    )
    created_at = serializers.DateTimeField()
    updated_at = serializers.DateTimeField()
    deleted_at = serializers.DateTimeField(
        allow_null=True, help_text="Set when only its replies keep its place."
    )


class CommentResponse(CommentEvent):
    """A comment with its replies, at most five deep."""

    replies = serializers.SerializerMethodField()

    @extend_schema_field(
        {"type": "array", "items": {"$ref": "#/components/schemas/CommentResponse"}}
    )
    def get_replies(self, comment: Any) -> list[Any]:
        """Only describe: responses are made in SQL (comments/threads.py)."""
        raise NotImplementedError


class CommentReactions(serializers.Serializer[None]):
    """The reactions after the change."""

    reactions = serializers.DictField(child=serializers.ListField(child=serializers.UUIDField()))

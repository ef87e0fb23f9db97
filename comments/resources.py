"""Comments as the API shows them."""

from typing import Any

from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import OuterRef
from django.db.models.expressions import Combinable
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from comments.models import CommentMention, CommentReaction, FeedbackComment
from eventlog.models import newest_seq
from users.resources import UserInfo, user_info
from videoplanet.api.resources import Resource, Versioned, computed
from videoplanet.db.sql_json import list_of, object_of


def _mentions() -> Combinable:
    rows = CommentMention.objects.filter(comment=OuterRef("id")).order_by("position")
    return list_of(rows.annotate(v=user_info("user")).values_list("v", "position"))


def _reactions() -> Combinable:
    rows = CommentReaction.objects.filter(comment=OuterRef("id")).order_by()
    users = ArrayAgg("user_id", order_by="created_at")
    return object_of(rows.values("emoji").annotate(users=users).values_list("emoji", "users"))


class CommentEvent(Versioned):
    """A comment as its events carry it: without `replies`."""

    id = serializers.UUIDField()
    feedback_id = serializers.UUIDField()
    parent_id = serializers.UUIDField(allow_null=True)
    user = UserInfo()
    content = serializers.CharField(help_text="Empty when it was deleted.")
    mentions = computed(UserInfo(many=True), _mentions)
    reactions = computed(
        serializers.DictField(
            child=serializers.ListField(child=serializers.UUIDField()),
            help_text="Who gave each emoji.",
        ),
        _reactions,
    )
    created_at = serializers.DateTimeField()
    updated_at = serializers.DateTimeField()
    deleted_at = serializers.DateTimeField(
        allow_null=True, help_text="Set if it was deleted and its replies are still there."
    )


class CommentResponse(CommentEvent):
    """A comment with the first of its replies, at most five deep."""

    replies_cursor = serializers.CharField(
        allow_null=True,
        help_text="The `cursor` with which `GET comments/{id}/replies` goes on; null"
        " if there are no more, and in the replies themselves.",
    )

    replies = serializers.SerializerMethodField()

    @extend_schema_field(
        {"type": "array", "items": {"$ref": "#/components/schemas/CommentResponse"}}
    )
    def get_replies(self, comment: Any) -> list[Any]:
        """Only describe: responses are made in SQL (comments/threads.py)."""
        raise NotImplementedError


class CommentReactions(serializers.Serializer[None]):
    """The reactions after the change."""

    reactions = computed(
        serializers.DictField(child=serializers.ListField(child=serializers.UUIDField())),
        _reactions,
    )


COMMENT = Resource(FeedbackComment, CommentEvent, seq=newest_seq("project_id"))
REACTIONS = Resource(FeedbackComment, CommentReactions)

"""Shapes of comments: the names, types and limits of the contract."""

from rest_framework import serializers

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

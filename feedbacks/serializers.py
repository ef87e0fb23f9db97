"""Shapes of feedback: the names, types and limits of the contract."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from feedbacks.drawing import DrawingData
from feedbacks.models import TIMESTAMP_MAX, Feedback
from users.serializers import UserInfo
from videoplanet.api.pagination import PageQuery
from videoplanet.api.serializers import (
    ChoiceField,
    IdField,
    NumberField,
    StrictSerializer,
    TextField,
)

ORDERS = {
    "timestamp": "video_timestamp",
    "created_at": "created_at",
    "updated_at": "updated_at",
}
BULK_MAX = 200


class TagsField(serializers.ListField):
    """At most 10 tags of at most 30 characters; one given twice counts once."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(child=TextField(max_length=30), max_length=10, **kwargs)

    def to_internal_value(self, data: Any) -> list[str]:
        """Return the tags in their order."""
        return list(dict.fromkeys(super().to_internal_value(data)))


@extend_schema_field(
    {"type": "string", "format": "base64", "description": "Base64 encoded screenshot"}
)
class ScreenshotField(serializers.Field[Any, Any, Any, Any]):
    """Refused until the service can keep it: a picture must not be lost in silence."""

    def to_internal_value(self, data: Any) -> Any:
        """Refuse."""
        message = _("Screenshots can't be taken yet. Send the feedback without one.")
        raise serializers.ValidationError(message, code="not_yet")


@extend_schema_field({"type": "number", "format": "float", "description": "Timestamp in seconds"})
class TimestampField(NumberField):
    """Seconds from the start of the video, double precision; the video's end is no limit."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(min_value=0, max_value=TIMESTAMP_MAX, **kwargs)


@extend_schema_field({"type": "number", "format": "float"})
class SecondsField(serializers.FloatField):
    """A timestamp that is answered: the contract gives it no limits."""


class CreateFeedbackRequest(StrictSerializer):
    """Feedback to give."""

    video_id = IdField()
    timestamp = TimestampField()
    content = TextField(min_length=1, max_length=5000)
    screenshot = ScreenshotField(required=False)
    drawing_data = DrawingData(required=False)
    priority = ChoiceField(choices=Feedback.Priority.choices, default=Feedback.Priority.MEDIUM)
    tags = TagsField(required=False)
    assignee = IdField(required=False, allow_null=True, help_text="A member's id.")


class UpdateFeedbackRequest(StrictSerializer):
    """What to change; at least one of them."""

    min_fields = 1

    content = TextField(min_length=1, max_length=5000, required=False)
    status = ChoiceField(choices=Feedback.Status.choices, required=False)
    priority = ChoiceField(choices=Feedback.Priority.choices, required=False)
    tags = TagsField(required=False)
    assignee = IdField(required=False, allow_null=True, help_text="A member's id.")


class BulkUpdateRequest(StrictSerializer):
    """What to change on up to 200 feedbacks of one project."""

    min_fields = 2

    ids = serializers.ListField(child=IdField(), min_length=1, max_length=BULK_MAX)
    status = ChoiceField(choices=Feedback.Status.choices, required=False)
    priority = ChoiceField(choices=Feedback.Priority.choices, required=False)
    tags = TagsField(required=False)
    assignee = IdField(required=False, allow_null=True, help_text="A member's id.")


class FeedbackQuery(PageQuery):
    """Filters and order of a list."""

    project_id = IdField()
    video_id = IdField(required=False)
    status = serializers.ListField(
        child=ChoiceField(choices=Feedback.Status.choices),
        required=False,
        help_text="Any of these; may be repeated.",
    )
    priority = serializers.ListField(
        child=ChoiceField(choices=Feedback.Priority.choices),
        required=False,
        help_text="Any of these; may be repeated.",
    )
    tag = serializers.ListField(
        child=TextField(max_length=30), required=False, help_text="All of these; may be repeated."
    )
    author = IdField(required=False)
    assignee = IdField(required=False)
    timestamp_from = serializers.FloatField(required=False, min_value=0, max_value=TIMESTAMP_MAX)
    timestamp_to = serializers.FloatField(required=False, min_value=0, max_value=TIMESTAMP_MAX)
    updated_since = serializers.DateTimeField(required=False)
    q = TextField(required=False, max_length=200, help_text="Words that the text contains.")
    order = ChoiceField(
        choices=[sign + name for name in ORDERS for sign in ("", "-")], default="created_at"
    )


class FeedbackResponse(serializers.Serializer[None]):
    """A feedback. `screenshot_url` is null without a picture, `drawing_data` `{}` without one."""

    id = serializers.UUIDField()
    project_id = serializers.UUIDField()
    video_id = serializers.UUIDField()
    user = UserInfo()
    timestamp = SecondsField(help_text="Seconds from the start of the video.")
    content = serializers.CharField()
    screenshot_url = serializers.URLField(allow_null=True)
    drawing_data = serializers.DictField()
    priority = serializers.ChoiceField(choices=Feedback.Priority.choices)
    status = serializers.ChoiceField(choices=Feedback.Status.choices)
    tags = serializers.ListField(child=serializers.CharField())
    assignee = UserInfo(allow_null=True)
    resolved_at = serializers.DateTimeField(allow_null=True)
    resolved_by = UserInfo(allow_null=True)
    created_at = serializers.DateTimeField()
    updated_at = serializers.DateTimeField(help_text="Comments and reactions don't move it.")
    comments_count = serializers.IntegerField()
    reactions = serializers.DictField(
        child=serializers.IntegerField(), help_text="How many gave each emoji."
    )


class FeedbackReactions(serializers.Serializer[None]):
    """The reactions after the change."""

    reactions = serializers.DictField(child=serializers.IntegerField())

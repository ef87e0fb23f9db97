"""Shapes of notifications."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from notifications.models import Digest, Email, Notification
from users.serializers import UserInfo
from videoplanet.api.pagination import MAX_LIMIT, PageQuery
from videoplanet.api.serializers import ChoiceField, IdField, StrictSerializer

MUTED_MAX = 1000


class NotificationsQuery(PageQuery):
    """Which of one's notifications."""

    unread = serializers.BooleanField(
        required=False, help_text="True: only unread ones; false: only read ones."
    )


class NotificationResponse(serializers.Serializer[None]):
    """One thing that happened, for oneself. What has no place is null."""

    id = serializers.UUIDField()
    type = serializers.ChoiceField(choices=Notification.Type.values)
    project_id = serializers.UUIDField()
    video_id = serializers.UUIDField(allow_null=True)
    feedback_id = serializers.UUIDField(allow_null=True)
    comment_id = serializers.UUIDField(allow_null=True)
    actor = UserInfo()
    excerpt = serializers.CharField(help_text="The beginning of what was said; may be empty.")
    status = serializers.CharField(
        allow_null=True, help_text="The feedback's new status, of a `status_change`."
    )
    created_at = serializers.DateTimeField()
    read_at = serializers.DateTimeField(allow_null=True)


class MarkReadRequest(StrictSerializer):
    """Either `ids` or `all: true`."""

    ids = serializers.ListField(child=IdField(), required=False, min_length=1, max_length=MAX_LIMIT)
    all = serializers.BooleanField(required=False)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """Take one of them."""
        if ("ids" in attrs) == attrs.get("all", False):
            message = _("Give either ids or all: true.")
            raise serializers.ValidationError({"ids": [message]}, code="either")
        return attrs


class MarkReadResponse(serializers.Serializer[None]):
    """What is left."""

    unread_count = serializers.IntegerField()


class EmailPreferences(StrictSerializer):
    """When one is written to."""

    mentions = ChoiceField(choices=Email.choices)
    others = ChoiceField(choices=[each for each in Email.choices if each[0] != Email.NOW])
    digest = ChoiceField(choices=Digest.choices, help_text="Daily: at nine where one is.")


class NotificationPreferences(StrictSerializer):
    """What one chose, all of it."""

    email = EmailPreferences()
    muted_projects = serializers.ListField(
        child=IdField(), max_length=MUTED_MAX, help_text="Projects of one's own."
    )

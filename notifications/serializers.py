"""Shapes of notifications."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from notifications.models import Digest, Email
from videoplanet.api.pagination import MAX_LIMIT, PageQuery
from videoplanet.api.serializers import ChoiceField, IdField, StrictSerializer

MUTED_MAX = 1000


class NotificationsQuery(PageQuery):
    """Which of one's notifications."""

    unread = serializers.BooleanField(
        required=False, help_text="True: only unread ones; false: only read ones."
    )


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

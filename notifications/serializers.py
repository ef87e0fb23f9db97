"""Shapes of the requests and answers about notifications and preferences."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from notifications.models import DeliveryPreference, Digest
from videoplanet.api.pagination import MAX_LIMIT, PageQuery
from videoplanet.api.serializers import ChoiceField, IdField, StrictSerializer

MUTED_MAX = 1000


class NotificationsQuery(PageQuery):
    """Which notifications to list."""

    unread = serializers.BooleanField(
        required=False, help_text="True: only unread ones; false: only read ones."
    )


class MarkReadRequest(StrictSerializer):
    """Either `ids` or `all: true`."""

    ids = serializers.ListField(child=IdField(), required=False, min_length=1, max_length=MAX_LIMIT)
    all = serializers.BooleanField(required=False)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """Require exactly one of the two."""
        if ("ids" in attrs) == attrs.get("all", False):
            message = _("Give either ids or all: true.")
            raise serializers.ValidationError({"ids": [message]}, code="either")
        return attrs


class MarkReadResponse(serializers.Serializer[None]):
    """How many notifications are still unread."""

    unread_count = serializers.IntegerField()


class EmailPreferences(StrictSerializer):
    """When mails are wanted."""

    mentions = ChoiceField(
        choices=DeliveryPreference.choices, help_text="When somebody mentions you."
    )
    others = ChoiceField(choices=DeliveryPreference.choices, help_text="All other notifications.")
    digest = ChoiceField(
        choices=Digest.choices, help_text="Daily: at nine o'clock in your time zone."
    )


class NotificationPreferences(StrictSerializer):
    """All preferences."""

    email = EmailPreferences()
    muted_projects = serializers.ListField(
        child=IdField(), max_length=MUTED_MAX, help_text="Projects that you are in."
    )

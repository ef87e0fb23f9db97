"""Shapes of webhooks."""

from typing import Any

from django.conf import settings
from rest_framework import serializers

from videoplanet.api.serializers import ChoiceField, NameField, StrictSerializer, TextField
from webhooks.addresses import URL_MAX
from webhooks.models import EVERY, TYPES, Webhook

NAME_MAX = 100


class EventsField(serializers.ListField):
    """Types of events, or `*` for all, each once and sorted."""

    def __init__(self, **kwargs: Any) -> None:
        choices = [EVERY, *TYPES]
        kwargs.setdefault("max_length", len(choices))
        super().__init__(child=ChoiceField(choices=choices), min_length=1, **kwargs)

    def to_internal_value(self, data: Any) -> list[str]:
        """Return the types; only `*` if it is among them."""
        chosen = set(super().to_internal_value(data))
        return [EVERY] if EVERY in chosen else sorted(chosen)


class CreateWebhook(StrictSerializer):
    """Where to send what."""

    name = NameField(max_length=NAME_MAX)
    url = TextField(
        max_length=URL_MAX,
        help_text="https, without a user's name; no address of a private network.",
    )
    kind = ChoiceField(choices=Webhook.Kind.choices, default=Webhook.Kind.STANDARD.value)
    events = EventsField(default=lambda: [EVERY])
    language = ChoiceField(
        choices=settings.LANGUAGES, required=False, help_text="Of messages to a chat; else yours."
    )


class ChangeWebhook(StrictSerializer):
    """What to change; at least one of them."""

    min_fields = 1

    name = NameField(max_length=NAME_MAX, required=False)
    url = TextField(max_length=URL_MAX, required=False)
    events = EventsField(required=False)
    language = ChoiceField(choices=settings.LANGUAGES, required=False)
    enabled = serializers.BooleanField(
        required=False,
        help_text="True goes on after the last event that was taken (for a chat: with new ones).",
    )

"""Webhooks and deliveries as admins see them."""

from django.db.models import Case, TextField, When
from django.db.models.functions import Now
from rest_framework import serializers

from eventlog.models import newest_seq
from users.resources import UserInfo
from videoplanet.api.languages import coded
from videoplanet.api.resources import Resource, Versioned, computed
from videoplanet.db.sql_json import IsoTime
from webhooks.failures import WEBHOOK_FAILURES
from webhooks.models import EVERY, STATES, TYPES, Delivery, Webhook, current_state


def _old_secret_until() -> Case:
    return Case(
        When(old_secret_until__gt=Now(), then=IsoTime("old_secret_until")),
        output_field=TextField(),
    )


class WebhookResponse(Versioned):
    """A webhook. Its secret, and what may be secret in its URL, is in no answer but the first."""

    id = serializers.UUIDField()
    project_id = serializers.UUIDField()
    kind = serializers.ChoiceField(choices=Webhook.Kind.choices)
    name = serializers.CharField()
    url = serializers.CharField(
        source="url_shown",
        help_text="Without its query, and for a chat without its path: they may be secret.",
    )
    events = serializers.ListField(
        child=serializers.ChoiceField(choices=[EVERY, *TYPES]), help_text="`*`: all."
    )
    language = serializers.CharField(help_text="Of messages to a chat.")
    state = computed(
        serializers.ChoiceField(
            choices=STATES,
            help_text="`disabled`: after a day of failures, or because the receiver said 410;"
            " `off`: by an admin.",
        ),
        current_state,
    )
    failure = coded(
        serializers.CharField(
            help_text="What went wrong last, in the reader's language; empty while it works."
        ),
        WEBHOOK_FAILURES,
    )
    failing_since = serializers.DateTimeField(allow_null=True)
    next_try_at = serializers.DateTimeField(allow_null=True)
    delivered_at = serializers.DateTimeField(
        allow_null=True, help_text="When an event was last taken."
    )
    old_secret_until = computed(
        serializers.DateTimeField(
            allow_null=True, help_text="Until when the secret before this one signs too."
        ),
        _old_secret_until,
    )
    created_by = UserInfo()
    created_at = serializers.DateTimeField()
    updated_at = serializers.DateTimeField()


class NewWebhook(WebhookResponse):
    """A webhook with its secret: no later answer has it."""

    secret = serializers.CharField(
        allow_null=True,
        help_text="`whsec_…`. Null for a chat, and in an answer that is given again"
        " (`Idempotency-Key`).",
    )


class DeliveryResponse(serializers.Serializer[None]):
    """A message to a webhook, and how the last attempt ended."""

    id = serializers.UUIDField()
    webhook_id = serializers.UUIDField()
    seq = serializers.IntegerField(allow_null=True, help_text="Of the event; null for a test.")
    type = serializers.CharField(
        help_text="Of the event; `webhook.test`, or `webhook.gap` where the log was cut."
    )
    by_hand = serializers.BooleanField(help_text="A test, or sent again by an admin.")
    status = serializers.ChoiceField(choices=Delivery.Status.choices)
    attempts = serializers.IntegerField()
    code = serializers.IntegerField(allow_null=True, help_text="The receiver's status.")
    milliseconds = serializers.IntegerField(allow_null=True)
    answer = serializers.CharField(help_text="The beginning of the receiver's answer.")
    failure = coded(serializers.CharField(), WEBHOOK_FAILURES)
    next_try_at = serializers.DateTimeField(allow_null=True)
    tried_at = serializers.DateTimeField(allow_null=True)
    created_at = serializers.DateTimeField()


WEBHOOK = Resource(Webhook, WebhookResponse, seq=newest_seq("project_id"))
DELIVERY = Resource(Delivery, DeliveryResponse)

"""Shapes of the event log."""

from rest_framework import serializers

from videoplanet.api.pagination import DEFAULT_LIMIT, MAX_LIMIT
from videoplanet.api.serializers import StrictSerializer


class EventsQuery(StrictSerializer):
    """From where, and how many."""

    after = serializers.IntegerField(
        default=0, min_value=0, max_value=2**63 - 1, help_text="The last seq one has."
    )
    limit = serializers.IntegerField(default=DEFAULT_LIMIT, min_value=1, max_value=MAX_LIMIT)
    last_event_id = serializers.CharField(
        required=False,
        max_length=60,
        help_text="A stream goes on behind it: the `id` of the last event, or a seq. The header "
        "`Last-Event-ID` says the same.",
    )
    token = serializers.CharField(
        required=False, help_text="For a stream, as EventSource sends no headers: the token."
    )

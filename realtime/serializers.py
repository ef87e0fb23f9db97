"""Parameters and response of the event log over HTTP."""

from rest_framework import serializers

from users.resources import UserInfo
from videoplanet.api.pagination import DEFAULT_LIMIT, MAX_LIMIT
from videoplanet.api.serializers import StrictSerializer


class EventsQuery(StrictSerializer):
    """Query parameters of `listEvents`."""

    after = serializers.IntegerField(
        default=0, min_value=0, max_value=2**63 - 1, help_text="The last `seq` that you have."
    )
    limit = serializers.IntegerField(default=DEFAULT_LIMIT, min_value=1, max_value=MAX_LIMIT)
    last_event_id = serializers.CharField(
        required=False,
        max_length=60,
        help_text="A stream continues after it: the `id` of the last event, or a `seq`. The header "
        "`Last-Event-ID` does the same.",
    )
    token = serializers.CharField(
        required=False, help_text="The token, for streams only: EventSource can't send headers."
    )
    ticket = serializers.CharField(
        required=False, help_text="A ticket in the place of the token, for streams only."
    )


class TicketResponse(serializers.Serializer[None]):
    """A ticket for one socket or stream."""

    ticket = serializers.CharField()
    expires_at = serializers.DateTimeField(help_text="When it ends if nobody uses it.")


class ProjectPresence(serializers.Serializer[None]):
    """Who is connected to a project now."""

    project_id = serializers.UUIDField()
    present = UserInfo(many=True, help_text="In no order; some of them, of more than 20.")

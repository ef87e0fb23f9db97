"""Events as the API and the sockets show them."""

from rest_framework import serializers

from eventlog.events import EventType
from eventlog.models import Event
from videoplanet.api.resources import Resource


class EventResponse(serializers.Serializer[None]):
    """A logged event. Its `payload` is the JSON that REST returns for the resource."""

    type = serializers.ChoiceField(choices=[event.value for event in EventType])
    seq = serializers.IntegerField()
    at = serializers.DateTimeField()
    actor = serializers.UUIDField(source="actor_id", allow_null=True)
    payload = serializers.DictField()


EVENT = Resource(Event, EventResponse)
